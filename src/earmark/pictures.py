"""The nouns of artwork: what a picture belongs to, which sizes it is served in, and what is there
of it. Imports nothing of ours but ``model``.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from earmark.model import Podcast

SIZES = (112, 224, 600)
"""Pixels a side: of a row and of a head, each on a screen of two pixels a unit, and for what shows
a picture large. One that is smaller itself stays so."""
RECIPE = 1
"""Counts up with every change of ``SIZES``, or of what is made of a picture: then all are made
anew, at new addresses."""

PictureKind = Literal["podcast", "episode"]


@dataclass(frozen=True, slots=True)
class PictureOf:
    """What a picture belongs to."""

    kind: PictureKind
    id: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as we made it."""

    webp: bytes
    at: datetime
    """When it was fetched."""


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """What there is at the address of a picture."""

    podcast: Podcast
    """Whose picture it is, or whose episode's."""
    picture: Picture | None = None
    current: bool = True
    """False where the publisher names another picture by now than when the address was made; then
    ``picture`` is the new one."""
    coming: Future[None] | None = None
    """Done when a fetch that is under way ended; then it is worth to look again. An old picture is
    fetched again too."""
    again_s: int = 0
    """Seconds until a fetch that failed is tried again; 0 where none did."""

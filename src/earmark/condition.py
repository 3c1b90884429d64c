"""The nouns of operation: how a library is, as a monitor, a probe and a person ask. Imports
``model`` and ``polls``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from earmark.polls import CrawlState


@dataclass(frozen=True, slots=True)
class Vitals:
    """Figures for a monitor, none of which names a feed, a show or a listener."""

    podcasts: int
    episodes: int
    generation: int
    changed_at: datetime | None
    """When the generation was reached."""
    pending: int
    """Changes that are not indexed yet."""
    crawl: CrawlState
    outcomes: Mapping[str, int]
    """HTTP status, or code of the failure -> polls, since the library was made."""
    disk_free_bytes: int


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a probe looks at."""

    name: Literal["catalog", "index", "disk", "round"]
    ok: bool
    message: str
    """What was found, in one sentence."""
    needed: bool = True
    """Without it nothing can be answered, or nothing stored."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a library can do its work."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        return all(check.ok for check in self.checks if check.needed)


CatalogStanding = Literal["none", "foreign", "older", "current", "newer"]
"""Against this version: no tables at all, those of another program, those of a version before,
its own, those of a version after."""


@dataclass(frozen=True, slots=True)
class CatalogFacts:
    """What a catalog's file holds."""

    standing: CatalogStanding
    revision: str = ""
    """Of its tables."""
    podcasts: int = 0
    episodes: int = 0
    feeds: int = 0
    stories: int = 0
    """That the index should hold."""
    private: int = 0
    """Podcasts whose feed's address is a secret."""
    leases: tuple[datetime, ...] = ()
    """Until when each feed that a crawler has is its own."""
    faults: tuple[str, ...] = ()
    """What is damaged in it, in the database's words."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds, or what was brought back from one."""

    file: Path
    size_bytes: int
    made_at: datetime
    version: str
    """Of the program that made it."""
    podcasts: int
    episodes: int
    feeds: int
    settings: bool
    """Whether ``earmark.toml`` is in it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about an installation that a person should mend or know. ``code`` is stable."""

    code: str
    level: Literal["fault", "advice"]
    message: str
    remedy: str

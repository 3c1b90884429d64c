"""Which licences let anybody show a publisher's text whole.

``podcast:license`` holds an SPDX identifier in small letters (Podcasting 2.0). Only those that
allow passing on without a condition that a page could break: no NC, no ND, nothing unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from earmark.model import QUOTED_SENTENCES, Evidence

_FACTS = ("title", "keywords", "people")
"""Fields whose words say what an episode is: no text of its own to be quoted."""
_OPEN = re.compile(
    r"cc0(?:-1\.0)?|pdm(?:-1\.0)?|cc-pdm(?:-1\.0)?|public[ -]domain"
    r"|cc-by(?:-sa)?(?:-[1-4]\.[05](?:-(?!nc|nd|sa)[a-z]{2,3})?)?"  # the end names a country
)


def is_open(licence: str | None) -> bool:
    """Whether text under this licence may be shown whole to anybody."""
    return _OPEN.fullmatch((licence or "").strip().lower()) is not None


def quotable(quotes: Iterable[Evidence]) -> Iterator[Evidence]:
    """As many sentences of an episode as may be passed on without its publisher's leave. Who asks
    for a common word would else be given the notes, sentence by sentence."""
    said = 0
    for quote in quotes:
        said += quote.field not in _FACTS
        if quote.field in _FACTS or said <= QUOTED_SENTENCES:
            yield quote

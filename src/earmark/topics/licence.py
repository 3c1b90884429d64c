"""Which licences let anybody show a publisher's text whole.

``podcast:license`` holds an SPDX identifier in small letters (Podcasting 2.0). Only those that
allow passing on without a condition that a page could break: no NC, no ND, nothing unknown.
"""

from __future__ import annotations

import re

_OPEN = re.compile(
    r"cc0(?:-1\.0)?|pdm(?:-1\.0)?|cc-pdm(?:-1\.0)?|public[ -]domain"
    r"|cc-by(?:-sa)?(?:-[1-4]\.[05](?:-(?!nc|nd|sa)[a-z]{2,3})?)?"  # the end names a country
)


def is_open(licence: str | None) -> bool:
    """Whether text under this licence may be shown whole to anybody."""
    return _OPEN.fullmatch((licence or "").strip().lower()) is not None

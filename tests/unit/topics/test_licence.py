"""Which licences let notes be shown whole to anybody."""

from __future__ import annotations

import pytest

from earmark.topics.licence import is_open


@pytest.mark.parametrize(
    "licence",
    [
        *("cc0", "cc0-1.0", "CC0-1.0", "pdm", "pdm-1.0", "CC-PDM-1.0", "public domain"),
        *("cc-by", "cc-by-4.0", "CC-BY-4.0", "cc-by-3.0-de", "CC-BY-2.5", " cc-by-1.0 "),
        *("cc-by-sa", "cc-by-sa-4.0", "CC-BY-SA-3.0-AT", "cc-by-sa-3.0-igo"),
    ],
)
def test_may_be_passed_on(licence: str) -> None:
    assert is_open(licence)


@pytest.mark.parametrize(
    "licence",
    [
        *(None, "", " ", "all rights reserved", "proprietary", "my-license", "mit", "gpl-3.0"),
        *("cc-by-nc", "cc-by-nc-4.0", "cc-by-nd-4.0", "cc-by-nc-sa-4.0", "cc-by-nc-nd-4.0"),
        *("cc", "cc-sa", "cc-by-", "cc-by-9.0", "cc-by-4.0 with exceptions", "not cc0"),
        *("cc-by-4.0\ncc-by-nc", "public-domain-ish", "https://example.org/cc0"),
        *("cc-by-sa-nc-4.0", "cc-by-4.0-nc", "cc-by-nc", "cc-by-nd"),
    ],
)
def test_may_only_be_quoted(licence: str | None) -> None:
    assert not is_open(licence)

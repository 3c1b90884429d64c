"""Languages as feeds declare them."""

from __future__ import annotations

import pytest

from earmark.web.tongues import lang, language_tag


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("en", "en"),
        ("en_us", "en-US"),
        (" pt-BR ", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("English", ""),
        ("xx", ""),
        ("und", ""),
        ("", ""),
        (None, ""),
        ('en" onload="x', ""),
        ("e" * 5_000, ""),
    ],
)
def test_a_tag_that_browsers_know(declared: str | None, tag: str) -> None:
    assert language_tag(declared) == tag


def test_the_attribute() -> None:
    assert lang("de") == ' lang="de"'
    assert lang("nonsense") == ""

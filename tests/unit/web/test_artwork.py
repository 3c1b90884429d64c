"""Pictures of shows: initials of any script, inks and patterns that tell neighbours apart."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from earmark.model import PodcastId, PodcastRef
from earmark.web.artwork import INKS, PATTERNS, artwork, initials
from earmark.web.render import make_environment


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Maritime Noon", "MN"),
        ("maritime noon from the harbour", "MN"),
        ("The Night Ferry", "NF"),
        ("Radiolab", "Ra"),
        ("The", "Th"),
        ("A", "A"),
        ("Der Gleisplan", "Gl"),
        ("L’heure du train", "HD"),
        ("L'heure du train", "HD"),
        ("Don't Panic", "DP"),
        ("«Aiguillages»", "Ai"),
        ("99% Steel", "99"),
        ("1972", "1972"),
        ("360 Nation", "360"),
        ("20000 Leagues", "20"),
        ("5 Minutes", "5M"),
        ("Café—Éclair", "CÉ"),
        ("e\u0301clair", "Éc"),
        ("ßtraße", "ßt"),
        ("Ĳmeer Ĳs", "ĲĲ"),
        ("Καλημέρα Ελλάδα", "ΚΕ"),
        ("Ночной паром", "НП"),
        ("日本の電車", "日"),
        ("町の電車 Machi", "町"),
        ("AI 日本", "AI"),
        ("서울 라디오", "서"),
        ("هنا القاهرة", "ه"),
        ("שיחת היום", "ש"),
        ("हिन्दी समाचार", "हि"),
        ("🎧 Tech Talk 🎙", "TT"),
        ("🎧🎙️", "🎧"),
        ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"),
        ("👋🏽👋", "👋🏽"),
        ("🇩🇪🇫🇷", "🇩🇪"),
        ("☎️", "☎️"),
        ("", ""),
        ("  ", ""),
        ("#!?", ""),
        ("\x00\u202e", ""),
    ],
)
def test_initials(title: str, said: str) -> None:
    assert initials(title) == said


@given(st.text(max_size=40))
def test_initials_of_any_text_are_short_and_visible(title: str) -> None:
    said = initials(title)
    assert len(said) <= 12
    assert said == "" or not said.isspace()
    assert not any(unicodedata.category(each) in ("Cc", "Zl", "Zp") for each in said)
    assert said == initials(title)


def test_a_heap_of_marks_stays_a_letter() -> None:
    assert initials("Z" + "\u0353" * 500 + "algo") == "Z\u0353\u0353a"


@pytest.mark.parametrize("title", ["Tea", ""])
def test_the_same_show_always_looks_the_same(title: str) -> None:
    assert artwork(17, title) == artwork(17, title)
    assert artwork(17, title).ink == artwork(17, "Renamed").ink
    assert artwork(17, title).pattern == artwork(17, "Renamed").pattern


def test_shows_added_after_one_another_differ_in_ink_and_in_pattern() -> None:
    drawn = [artwork(number, "Tea") for number in range(1, 500)]
    for number, one in enumerate(drawn):
        for other in drawn[number + 1 : number + 8]:
            assert one.ink != other.ink
        for other in drawn[number + 1 : number + 3]:
            assert one.pattern != other.pattern


def test_every_ink_meets_every_pattern() -> None:
    drawn = {(each.ink, each.pattern) for each in (artwork(number, "") for number in range(9_999))}
    assert len(drawn) == INKS * len(PATTERNS)


@given(st.integers(0, 2**63 - 1))
def test_any_id_has_a_picture(number: int) -> None:
    assert 0 <= artwork(number, "Tea").ink < INKS


# ---------------------------------------------------------------- colours


STYLE = (files("earmark.web") / "static" / "css" / "46-art.css").read_text("utf-8")


def colours(ink: int, name: str) -> list[str]:
    """The colour in light and in dark."""
    rule = STYLE.partition(f".art-{ink} {{")[2].partition("}")[0]
    found = re.findall("#[0-9a-f]{6}", rule.partition(f"--{name}:")[2].partition(";")[0])
    return found * 2 if len(found) == 1 else found


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * each for part, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", range(INKS))
def test_letters_stand_out_from_the_ground_and_its_figure(ink: int) -> None:
    for theme in (0, 1):
        letters = colours(ink, "letters")[theme]
        assert contrast(letters, colours(ink, "ground")[theme]) >= 4.5
        assert contrast(letters, colours(ink, "figure")[theme]) >= 4.5


def test_no_two_inks_are_alike() -> None:
    grounds = [tuple(colours(ink, "ground")) for ink in range(INKS)]
    assert len(set(grounds)) == INKS


# ---------------------------------------------------------------- the page's part


def art(call: str, title: str, picture: str | None = None) -> HtmlElement:
    """What a template makes of a show's picture, to be had at ``picture``."""
    template = make_environment().from_string(
        f'{{% from "components/art.html" import art with context %}}{{{{ {call} }}}}'
    )
    show = PodcastRef(PodcastId(7), title)
    made = template.render(show=show, picture_of=lambda *asked: picture)
    (drawn,) = html.fragments_fromstring(made)
    return drawn


def test_the_picture_is_drawn_and_hidden_from_who_listens() -> None:
    frame = art("art(show, 40)", "<b>&Tea")
    (drawn,) = frame
    assert drawn.get("aria-hidden") == "true"
    assert drawn.get("width") == "40"
    assert drawn.get("class") == f"art art-{artwork(7, '').ink}"
    assert drawn.findtext("text") == "BT"
    assert not frame.xpath(".//@style")


def test_no_title_is_no_text() -> None:
    (drawn,) = art("art(show)", "")
    assert drawn.find("text") is None


def test_the_publishers_picture_lies_on_the_drawn_one_and_says_nothing_either() -> None:
    drawn, picture = art("art(show, 40)", "Tea", "/artwork/podcasts/7/m/112.webp")
    assert drawn.findtext("text") == "Te"
    assert dict(picture.attrib) == {
        "src": "/artwork/podcasts/7/m/112.webp",
        "width": "40",
        "height": "40",
        "alt": "",
        "loading": "lazy",
        "decoding": "async",
    }

"""What is said as a language writes it: numbers, shares, days, lengths, names, lists."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from earmark.web.words import Catalogue, Words, clock, direction, read_messages

CATALOGUE = Catalogue(
    {
        "en": read_messages("en"),
        "de": read_messages("de"),
        # No translation: the messages are English, all else is Japanese.
        "ja": "",
    }
)
HARD = str.maketrans({"\xa0": "_", "\u202f": "_"})
"""Spaces at which no line is broken are shown as _."""


def words(language: str) -> Words:
    return CATALOGUE.words(language)


@pytest.mark.parametrize(
    ("value", "en", "de", "ja"),
    [
        (0, "0", "0", "0"),
        (22, "22", "22", "22"),
        (48_211, "48,211", "48.211", "48,211"),
        (1_234_567, "1,234,567", "1.234.567", "1,234,567"),
        (0.17, "0.2", "0,2", "0.2"),
        (3.0, "3", "3", "3"),
        (-5, "-5", "-5", "-5"),
    ],
)
def test_numbers(value: float, en: str, de: str, ja: str) -> None:
    assert [words(each).number(value) for each in ("en", "de", "ja")] == [en, de, ja]


@pytest.mark.parametrize(
    ("share", "en", "de", "ja"),
    [
        (0, "0%", "0_%", "0%"),
        (0.0092, "0.92%", "0,92_%", "0.92%"),
        (0.0009, "0.09%", "0,09_%", "0.09%"),
        (0.000_001_234, "0.00012%", "0,00012_%", "0.00012%"),
        (0.0134, "1.3%", "1,3_%", "1.3%"),
        (0.1249, "12%", "12_%", "12%"),
        (1, "100%", "100_%", "100%"),
        (12.5, "1,250%", "1.250_%", "1,250%"),
    ],
)
def test_shares(share: float, en: str, de: str, ja: str) -> None:
    said = [words(each).percent(share).translate(HARD) for each in ("en", "de", "ja")]
    assert said == [en, de, ja]


LATE = datetime(2026, 3, 10, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
"""The eleventh in UTC."""


@pytest.mark.parametrize(
    ("at", "en", "de", "ja"),
    [
        (date(2026, 3, 10), "10 March 2026", "10. März 2026", "2026年3月10日"),
        (
            datetime(2026, 3, 10, 0, 1, tzinfo=UTC),
            "10 March 2026",
            "10. März 2026",
            "2026年3月10日",
        ),
        (LATE, "11 March 2026", "11. März 2026", "2026年3月11日"),
        (date(2007, 12, 1), "1 December 2007", "1. Dezember 2007", "2007年12月1日"),
    ],
)
def test_days(at: date | datetime, en: str, de: str, ja: str) -> None:
    assert [words(each).day(at) for each in ("en", "de", "ja")] == [en, de, ja]


@pytest.mark.parametrize(
    ("language", "short", "month"),
    [
        ("en", "10 Mar 2026", "March 2026"),
        ("de", "10.03.2026", "März 2026"),
        ("ja", "2026/03/10", "2026年3月"),
    ],
)
def test_short_days_and_months(language: str, short: str, month: str) -> None:
    day = date(2026, 3, 10)
    assert (words(language).short_day(day), words(language).month(day)) == (short, month)


@pytest.mark.parametrize(
    ("period", "en", "de", "ja"),
    [
        ("2024", "2024", "2024", "2024"),
        ("2024-Q1", "Q1 2024", "Q1 2024", "2024/Q1"),
        ("2024-Q4", "Q4 2024", "Q4 2024", "2024/Q4"),
        ("2024-03", "March 2024", "März 2024", "2024年3月"),
        ("2024-12", "December 2024", "Dezember 2024", "2024年12月"),
    ],
)
def test_periods(period: str, en: str, de: str, ja: str) -> None:
    assert [words(each).period(period) for each in ("en", "de", "ja")] == [en, de, ja]


@pytest.mark.parametrize(("language", "said"), [("en", "Mar"), ("de", "Mär"), ("ja", "3月")])
def test_months_on_an_axis(language: str, said: str) -> None:
    assert words(language).short_month("2024-03") == said


@pytest.mark.parametrize(
    ("duration_ms", "en", "de"),
    [
        (None, "length unknown", "Länge unbekannt"),
        (0, "length unknown", "Länge unbekannt"),
        (40_400, "40 s", "40_s"),
        (59_600, "1 min", "1_min"),
        (60_000, "1 min", "1_min"),
        (55 * 60_000, "55 min", "55_min"),
        (59 * 60_000 + 40_000, "1 h", "1_h"),
        (65 * 60_000, "1 h 5 min", "1_h 5_min"),
        (26 * 3_600_000, "26 h", "26_h"),
    ],
)
def test_lengths(duration_ms: int | None, en: str, de: str) -> None:
    assert words("en").length(duration_ms).replace("\xa0", " ") == en
    assert words("de").length(duration_ms).translate(HARD) == de


@pytest.mark.parametrize(
    ("code", "en", "de", "ja"),
    [
        ("en", "English", "Englisch", "英語"),
        ("ja", "Japanese", "Japanisch", "日本語"),
        ("nb", "Norwegian Bokmål", "Norwegisch (Bokmål)", "ノルウェー語(ブークモール)"),
        ("pt-BR", "Portuguese (Brazil)", "Portugiesisch (Brasilien)", "ポルトガル語 (ブラジル)"),
        ("zh-Hant", "Chinese (Traditional)", "Chinesisch (Traditionell)", "中国語 (繁体字)"),
        ("xx-nonsense", "xx-nonsense", "xx-nonsense", "xx-nonsense"),
        ("../../etc", "../../etc", "../../etc", "../../etc"),
    ],
)
def test_names_of_languages(code: str, en: str, de: str, ja: str) -> None:
    assert [words(each).language_name(code) for each in ("en", "de", "ja")] == [en, de, ja]


@pytest.mark.parametrize("code", ["", "und"])
def test_a_language_that_is_not_known(code: str) -> None:
    assert words("en").language_name(code) == "unknown language"


@pytest.mark.parametrize(
    ("parts", "en", "de"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a und b"),
        (["a", "b", "c"], "a, b and c", "a, b und c"),
    ],
)
def test_lists(parts: list[str], en: str, de: str) -> None:
    assert words("en").listed(parts) == en
    assert words("de").listed(parts) == de


def test_no_date() -> None:
    assert words("en").day(None) == words("en").short_day(None) == "no date"


@pytest.mark.parametrize(
    ("start_ms", "said"),
    [(0, "0:00"), (59_999, "0:59"), (754_000, "12:34"), (3_723_000, "1:02:03")],
)
def test_clock(start_ms: int, said: str) -> None:
    assert clock(start_ms) == said


@pytest.mark.parametrize(
    ("tag", "said"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("FA", "rtl"), ("en", "ltr"), ("arn", "ltr"), ("", "ltr")],
)
def test_direction(tag: str, said: str) -> None:
    assert direction(tag) == said


def test_values_are_not_fluent_and_not_cut() -> None:
    title = "{ $evil } <b>\u202e" + "x" * 2_000
    assert words("en").say("topic-title", phrase=title) == f"Podcasts about {title}"


def test_numbers_in_messages_are_grouped() -> None:
    assert words("en").say("chart-hollow", shows=1_500).startswith("fewer than 1,500 ")

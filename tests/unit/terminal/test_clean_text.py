"""Published text does nothing to a terminal."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.terminal.clean import clean, clean_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;renamed\x07title", "title"),
        ("\x1b]8;;https://x.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jgone", "gone"),
        ("bell\x07 back\x08space", "bell backspace"),
        ("\x1bc reset", "c reset"),
        ("two\r\nlines\u2028and\u0085more", "two lines and more"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u2066isolated\u2069", "isolated"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\ud800", "\ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("שלום עולם", "שלום עולם"),
        ("👩\u200d🍳 粥", "👩\u200d🍳 粥"),
        ("  many   spaces\t", "many spaces"),
    ],
)
def test_line(text, shown):
    assert clean_line(text) == shown


@settings(max_examples=200, derandomize=True)
@given(st.text(st.characters()))
def test_nothing_of_the_control_kind_is_left(text):
    for character in clean(text):
        kind = unicodedata.category(character)
        assert character in "\u200c\u200d" or kind not in ("Cc", "Cf", "Cs")


def test_a_long_unclosed_sequence_costs_no_time():
    assert clean("\x1b]" + "a" * 300_000).endswith("a")

"""Sentences and their keys."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.text.sentences import keyed, sentence_keys, sentences, starts_sentence


@pytest.mark.parametrize(
    "expected",
    [
        [],
        ["One."],
        ["One.", "Two!", "Three?", "four"],
        ["Dr. Smith went to St. Mary by 3.5 km.", "He ran."],
        ["Am 3. Oktober war z.B. Bernd da.", "Und nun?"],
        ["J. R. Hansen said it.", "So be it."],
        ["See example.com/a.b for more.", "Then go."],
        ["It was in 2020.", "Then came 2021."],
        ["He asked “why?”", "She left."],
    ],
)
def test_sentences(expected: list[str]) -> None:
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_lines_and_scripts_without_spaces_end_sentences() -> None:
    text = "今日は。明日！\nno stop\nnext"
    found = [text[start:end] for start, end in sentences(text)]
    assert found == ["今日は。", "明日！", "no stop", "next"]


def test_a_small_letter_goes_on() -> None:
    text = "approx. ten vs. nine ... and so on."
    assert sentences(text) == [(0, len(text))]


PARTS = ["a", "Dr", "approx", "f.eks", "2020", "3", "Sundays", " ", "  ", "\n", ".", "!", '"', ")"]


@settings(max_examples=500, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from([*PARTS, "…", "”", "。", "」", "word"]), max_size=14).map("".join))
def test_the_start_of_a_sentence_is_told_by_itself(text: str) -> None:
    starts = {start for start, _ in sentences(text)}
    for at, char in enumerate(text):
        if char.isalnum():
            assert starts_sentence(text, at) == (at in starts)


def test_keys_are_distinct_sorted_and_of_long_sentences_only() -> None:
    packed = sentence_keys(
        "<p>Follow the show now. Short.</p><p>follow THE show, now!</p><p>A b c d</p>"
    )
    keys = [int.from_bytes(packed[i : i + 8]) for i in range(0, len(packed), 8)]
    assert keys == sorted({keyed("Follow the show now."), keyed("a b c d")})
    assert all(0 <= key < 2**63 for key in keys)
    assert keyed("only three words") is None


def test_keys_are_the_same_in_every_process() -> None:
    assert keyed("Hosted by one and all") == 4343523187194447231

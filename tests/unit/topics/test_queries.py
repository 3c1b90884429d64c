"""How topics and searches are read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.errors import InvalidQuery
from earmark.model import AnyOf, Every, Phrase, Without
from earmark.topics.query import phrase_notes, read_search, read_topic


@pytest.mark.parametrize(
    ("typed", "phrase", "tokens", "key"),
    [
        ("mfu", "mfu", ("mfu",), "mfu"),
        ("  Machine   Learning ", "Machine Learning", ("machine", "learning"), "machine-learning"),
        ('"Node.js"', "Node.js", ("node", "js"), "node-js"),
        ("“Fela Kuti”", "Fela Kuti", ("fela", "kuti"), "fela-kuti"),
        ("„Straße“", "Straße", ("strasse",), "strasse"),
        ("Fela (Kuti)", "Fela (Kuti)", ("fela", "kuti"), "fela-kuti"),
        ("spider-man", "spider-man", ("spider", "man"), "spider-man"),
        ('"-5 degrees"', "-5 degrees", ("5", "degrees"), "5-degrees"),
        ("C++", "C++", ("cplusplus",), "cplusplus"),
        ("tr* | ~b && c", "tr* | ~b && c", ("tr", "b", "c"), "tr-b-c"),
        ("東京", "東京", ("東", "京"), "東-京"),
        ("re:invent", "re:invent", ("re", "invent"), "re-invent"),
        ("Dune: Part Two", "Dune: Part Two", ("dune", "part", "two"), "dune-part-two"),
        ("rock AND roll", "rock AND roll", ("rock", "and", "roll"), "rock-and-roll"),
    ],
)
def test_a_topic_is_a_phrase(typed, phrase, tokens, key):
    name, phrases = read_topic(typed)
    assert (name.phrase, name.key) == (phrase, key)
    assert phrases == (tokens,)


def test_what_no_terminal_can_show_is_space():
    name, phrases = read_topic("a\ud800b\x00c\x1b[31m")
    assert name.phrase == "a b c [31m"
    assert phrases == (("a", "b", "c", "31m"),)
    assert read_search('podcast:"a\ud800b"').filters.podcasts == ("a b",)


def test_variants_are_further_phrases_each_once():
    name, phrases = read_topic("mfu", ("Maritime Union", "MFU", "maritime union"))
    assert phrases == (("mfu",), ("maritime", "union"))
    assert name.query == '"mfu" or "maritime union"'


@pytest.mark.parametrize(
    ("typed", "position", "remedy"),
    [
        ("cats OR dogs", 5, "earmark search"),
        ("cats -dogs", 5, "earmark search"),
        ('"cats" dogs', 0, "earmark search"),
        ("cats podcast:x", 5, "earmark search"),
        ("language:en", 0, "earmark search"),
        ("since:2024 cats", 0, "earmark search"),
        ("cats until:2024", 5, "earmark search"),
        ("", 0, "Write a word"),
        (" !?", 1, "Write a word"),
        ('""', 0, "Write a word"),
        ('cats "and', 5, "Close it"),
        ("a " * 21, 0, "at most 20"),
    ],
)
def test_what_is_no_topic(typed, position, remedy):
    with pytest.raises(InvalidQuery) as error:
        read_topic(typed)
    assert error.value.position == position
    assert remedy in error.value.remedy


def test_an_also_that_is_no_phrase_names_itself():
    with pytest.raises(InvalidQuery) as error:
        read_topic("cats", ("dogs OR mice",))
    assert error.value.subject == "dogs OR mice"


@pytest.mark.parametrize(
    ("typed", "echo"),
    [
        ("cats", '"cats"'),
        ("cats dogs", '"cats" and "dogs"'),
        ("cats AND dogs", '"cats" and "dogs"'),
        ('"cats dogs"', '"cats dogs"'),
        ("a b OR c", '("a" and "b") or "c"'),
        ("a (b OR c)", '"a" and ("b" or "c")'),
        ("a -b", '"a" but not "b"'),
        ("-b a -(c d)", '"a" but not "b" but not ("c" and "d")'),
        ('a -"b c"', '"a" but not "b c"'),
        ("a & b", '"a" and "b"'),
        ("R&B AT&T", '"r b" and "at t"'),
        ("c++ c# .net AC/DC", '"c++" and "c#" and ".net" and "ac dc"'),
        ("M*A*S*H ~ a", '"m a s h" and "a"'),
        ('"tr*" "a | b" "~c && d"', '"tr" and "a b" and "c d"'),
        ("spider-man", '"spider man"'),
        ("http://x.example", '"http x example"'),
        ("a - b", '"a" and "b"'),
        ('a podcast:"The Daily" podcast:b', '"a"; in the podcast "The Daily" or "b"'),
        ("a -podcast:b", '"a"; not in the podcast "b"'),
        ("a language:en-US language:de", '"a"; in the language en or de'),
        ("a -language:de", '"a"; not in the language de'),
        ("a since:2024", '"a"; published on or after 2024-01-01'),
        ("a until:2024-02", '"a"; published on or before 2024-02-29'),
        ("a Since:2024-02-03", '"a"; published on or after 2024-02-03'),
        ("podcast:x", 'every episode; in the podcast "x"'),
        ("-a podcast:x", 'every episode but not "a"; in the podcast "x"'),
    ],
)
def test_the_echo_says_how_a_search_was_read(typed, echo):
    assert read_search(typed).echo == echo


@pytest.mark.parametrize(
    ("typed", "position", "said"),
    [
        ("", 0, "nothing to look for"),
        ("&", 0, "nothing to look for"),
        ("&&", 0, "side by side"),
        ("a | b", 2, "Write OR"),
        ("a || b", 2, "no operator ||"),
        ("a|b", 1, "Write OR"),
        ("a && b", 2, "side by side"),
        ("a&&b", 1, "no operator &&"),
        ("a tr*", 4, "no wildcards"),
        ("*", 0, "no wildcards"),
        ("a (tr* OR b)", 5, "no wildcards"),
        ('"tr"*', 4, "no wildcards"),
        ("a -~toast", 3, "no operator ~"),
        ("~toast", 0, "similar words"),
        ("NOT x", 0, "right before the word"),
        ('cats "dogs', 5, "not closed"),
        ("cats «dogs", 5, "not closed"),
        ('cats ""', 5, "hold no word"),
        ("cats lang:en", 5, "Did you mean language:?"),
        ("cats langauge:en", 5, "Did you mean language:?"),
        ("cats before:2024", 5, "Did you mean until:?"),
        ("cats title:x", 5, "There are podcast:"),
        ("cats since: 2024", 11, "has no value"),
        ("cats since:", 11, "has no value"),
        ("cats since:2024-13", 5, "no date"),
        ("cats until:soon", 5, "no date"),
        ("cats since:0000", 5, "no date"),
        ("cats since:2025 until:2024", 16, "before since:"),
        ("cats -since:2024", 6, "means nothing"),
        ("cats language:english", 5, "no language code"),
        ('cats podcast:" "', 5, "names no show"),
        ("-cats", 0, "only says what to leave out"),
        ("a OR -b", 0, "only says what to leave out"),
        ("(-b)", 0, "only says what to leave out"),
        ("OR a", 0, "OR needs"),
        ("a OR", 2, "OR needs"),
        ("a OR OR b", 2, "OR needs"),
        ("(a", 0, "no ) for"),
        ("a)", 1, "no ( for"),
        ("a --b", 3, "Two minus"),
        ("a NOT b", 2, "right before the word"),
        ('"' + "a " * 21 + '"', 0, "21 words"),
        (" ".join(f"w{n}" for n in range(51)), 190, "more than 50"),
    ],
)
def test_errors_say_where(typed, position, said):
    with pytest.raises(InvalidQuery) as error:
        read_search(typed)
    assert said in f"{error.value.message} {error.value.remedy}"
    assert error.value.position == position
    assert error.value.remedy


def test_what_a_search_asks_of_the_index():
    read = read_search("a -b since:2024 until:2024")
    assert isinstance(read.query, Without)
    assert read.query.keep == AnyOf((Phrase(("a",)), Phrase(("a",), "subject", 2.0)))
    assert read.phrases == (("a",),)
    assert (read.filters.since, read.filters.until) == (date(2024, 1, 1), date(2024, 12, 31))
    assert read_search("language:en").query == Every()


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(alphabet='ab "“”„«»()-:|&*~OR podcastsince2024', max_size=40))
def test_every_text_is_read_or_refused_with_its_place(typed):
    for read in (read_search, read_topic):
        assert 0 <= _place_of_error(read, typed) <= len(typed)


def _place_of_error(read, typed: str) -> int:
    """0 for what can be read; anything but ``InvalidQuery`` fails the test."""
    try:
        read(typed)
    except InvalidQuery as error:
        return error.position if error.remedy else -1
    return 0


def test_notes():
    assert phrase_notes([("mfu",)]) == ()
    assert "substring counts" in phrase_notes([("mfu",), ("東", "京")])[0].text
    (common,) = phrase_notes([("to", "be")], {"to", "be"})
    assert common.code == "common-words"
    assert not phrase_notes([("to", "bee")], {"to", "be"})

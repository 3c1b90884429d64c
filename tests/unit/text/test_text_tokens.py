"""Tokens: tables of decisions, and that spans and strings agree for every character there is."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.text.tokens import (
    SEPARATOR,
    accented,
    as_words,
    is_spaceless,
    token_spans,
    tokens,
    tokens_within,
    topic_key,
    twin,
)

TABLE = [
    ("", ""),
    (" \n\t ", ""),
    ("Hello, World!", "hello world"),
    ("AC/DC a_b x-y", "ac dc a b x y"),
    ("C++ and C# in .NET, F#", "cplusplus and csharp in dotnet fsharp"),
    ("C++20", "cplusplus 20"),
    ("abc++ ab.net ASP.NET", "abc ab net asp net"),
    ("Node.js", "node js"),
    ("Ｃ＋＋ ＡＢＣ", "cplusplus abc"),
    ("fishermen's", "fishermen s"),
    ("fishermen’s", "fishermen s"),
    ("обʼєкт", "об єкт"),
    ("Fußball MFUSSBALL", "fussball mfussball"),
    ("de mFußball", "de mfussball"),
    ("Ålesund, gjær, øl", "alesund gjær øl"),
    ("Łódź Đà Nẵng œuvre", "lodz da nang oeuvre"),
    ("ışık IŞIK İstanbul", "isik isik istanbul"),
    ("Ёлка Йод", "елка иод"),
    ("東京AI京都", "東 京 ai 京 都"),
    ("ガンダム", "ガ ン ダ ム"),
    ("ｶﾞﾝﾀﾞﾑ", "ガ ン ダ ム"),
    ("한국어", "한 국 어"),
    ("สวัสดี", "ส ว ั ส ด ี"),
    ("हिन्दी भाषा", "हिन्दी भाषा"),
    ("می‌خواهم", "مي خواهم"),
    ("کتاب ١٢", "كتاب 12"),
    ("שָׁלוֹם", "שלום"),
    ("Earmark™ m²", "earmark m2"),
    ("soft\u00adhyphen", "softhyphen"),
    ("🎙️ 1️⃣", "1"),
    ("a|b", "a b"),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_tokens(text: str, expected: str) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize("text", [text for text, _ in TABLE])
def test_composed_and_decomposed_text_have_the_same_tokens(text: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(text)


def agree(text: str) -> bool:
    return " ".join(token for token, _, _ in token_spans(text)) == tokens(text)


def test_spans_and_tokens_agree_on_every_character() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    text = " ".join(f"a{c}b" for c in every if unicodedata.category(c) not in ("Cs", "Cn", "Co"))
    assert agree(text)
    assert SEPARATOR not in tokens(text)
    assert tokens(tokens(text)) == tokens(text)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_spans_agree_and_point_into_the_text(text: str) -> None:
    assert agree(text)
    spans = [(start, end) for _, start, end in token_spans(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text("eé\u0301か\u3099ｶﾞ한\u1112\u1161 c+#.netN'’ส", max_size=10))
def test_spans_agree_where_characters_join(text: str) -> None:
    assert agree(text)


def check_twin(text: str) -> bool:
    """Whether there is one; it agrees with its text."""
    same = twin(text)
    if same is not None:
        assert same.isascii()
        assert token_spans(same) == token_spans(text)
        for _, start, end in token_spans(text):
            word, other = text[start:end], same[start:end]
            assert (word.isupper(), word.islower()) == (other.isupper(), other.islower())
            assert word[0].isupper() == other[0].isupper()
    return same is not None


def test_the_twin_of_every_character() -> None:
    alone = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) != "Cs"]
    assert sum(check_twin(f"a{c}b {c}") for c in alone) > 10_000


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text("eéÉ\u0301ßøœか\u3099ª²…’\u00a0\u00adⒶ c+#.nNet-'|", max_size=12))
def test_a_twin_agrees_with_its_text(text: str) -> None:
    check_twin(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café – “Ålesund”", "Cafe | |Alesund|"),
        ("plain|text", "plain|text"),
        ("øl", None),
        ("Straße", None),
        ("C++", None),
        ("e\u0301", None),
        ("東京", None),
    ],
)
def test_which_texts_have_a_twin(text: str, expected: str | None) -> None:
    assert twin(text) == expected


def test_spans_give_the_original_words() -> None:
    text = "Ålesund: C++ på ｶﾞﾝ, e\u0301te\u0301"
    assert [(t, text[s:e]) for t, s, e in token_spans(text)] == [
        ("alesund", "Ålesund"),
        ("cplusplus", "C++"),
        ("pa", "på"),
        ("ガ", "ｶﾞ"),
        ("ン", "ﾝ"),
        ("ete", "e\u0301te\u0301"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", []),
        ("Ålesund by på plain", ["ålesund", "på"]),
        ("Fußball øl", ["fußball"]),
        ("東京 привет", []),
        ("Йод", ["йод"]),
    ],
)
def test_accented_words_are_kept_as_written(text: str, expected: list[str]) -> None:
    assert accented(text) == expected


def test_topic_keys_have_no_dot_or_slash() -> None:
    keys = [topic_key(tokens(t).split()) for t in ("AC/DC", "Node.js", ".NET", "C#")]
    assert keys == ["ac-dc", "node-js", "dotnet", "csharp"]


def test_spaceless_scripts() -> None:
    assert all(map(is_spaceless, tokens("東かカ한ไກကក").split()))
    assert not any(map(is_spaceless, ["abc", "д", "हिन्दी", "12", "ש"]))


@pytest.mark.parametrize(
    "text", ["Owls sleep. Owls hunt!", "Née ici. Owls hunt!", "C++ runs. C# too."]
)
def test_tokens_of_parts_of_a_text_are_those_of_the_parts(text: str) -> None:
    stop = text.index(" ", 5)
    bounds = [(0, stop), (stop, len(text)), (2, 2)]
    assert tokens_within(text, bounds) == [tokens(text[start:end]) for start, end in bounds]


@pytest.mark.parametrize(
    ("phrase", "written"),
    [
        (("cplusplus", "20"), "c++ 20"),
        (("asp", "dotnet", "csharp"), "asp .net c#"),
        (("日", "本", "fsharp"), "日本 f#"),
        (("ac", "dc"), "ac dc"),
    ],
)
def test_tokens_are_written_so_that_they_read_the_same(
    phrase: tuple[str, ...], written: str
) -> None:
    assert as_words(phrase) == written
    assert tuple(tokens(written).split()) == phrase

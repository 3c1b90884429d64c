"""Quotes: where they are cut, what they mark, and that they agree with the index."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.model import Boilerplate, EpisodeId, EpisodeText, Piece, PodcastId, Span
from earmark.text.document import story_fields
from earmark.text.searchable import searchable
from earmark.text.tokens import token_spans, tokens
from earmark.topics.grade import grade
from earmark.topics.match import FEW_PARTS, QUOTE_CHARS, evidence, occurrences

MFU = (("mfu",),)


def own(text: str, field: str = "notes") -> Piece:
    return Piece(field, text, (Span(0, len(text), "own"),))


def marked(quote) -> list[str]:
    return [quote.quote[start:end] for start, end in quote.highlights]


@pytest.mark.parametrize(
    ("text", "phrases", "found"),
    [
        ("The MFU, the mfu.", MFU, ["MFU", "mfu"]),
        ("mFußball", MFU, []),
        ("mfu-radio", MFU, ["mfu"]),
        ("café CAFÉ cafe", (("cafe",),), ["café", "CAFÉ", "cafe"]),
        ("I write C++ and C#.", (("cplusplus",), ("csharp",)), ["C++", "C#"]),
        ("Straße", (("strasse",),), ["Straße"]),
        ("東京都の京都", (("京", "都"),), ["京都", "京都"]),
        ("new york, New York", (("new", "york"),), ["new york", "New York"]),
        ("a a a", (("a", "a"),), ["a a"]),
        ("big new york", (("new", "york"), ("big", "new", "york")), ["big new york"]),
        ("ｍｆｕ", MFU, ["ｍｆｕ"]),
    ],
)
def test_occurrences_are_whole_tokens(text, phrases, found):
    assert [text[start:end] for start, end in occurrences(text, phrases)] == found


PARTS = st.sampled_from(["mfu", "MFU", "sea", "c++", "é", "´", "\u0301", "海", "-"])
BREAKS = st.sampled_from([" ", ". ", "! ", "\n", ".\xa0", ".", "", " . ", "?\u2003"])
TALK = st.lists(st.tuples(PARTS, BREAKS), max_size=14).map(
    lambda pairs: "".join(part for pair in pairs for part in pair)
)
ASKED = [("mfu",), ("mfu", "sea"), ("mfu", "mfu"), ("海",), ("sea", "mfu", "mfu"), ("cplusplus",)]


@settings(max_examples=400, derandomize=True, deadline=None)
@given(TALK, st.lists(st.sampled_from(ASKED), min_size=1, max_size=3))
def test_a_text_in_parts_has_the_occurrences_of_the_whole(text, phrases):
    padding = "Tar. " * FEW_PARTS  # as many parts as it takes to look at each alone
    wanted = [(start + len(padding), end + len(padding)) for start, end in ranges_of(text, phrases)]
    assert occurrences(padding + text, phrases) == wanted


def ranges_of(text: str, phrases) -> list[tuple[int, int]]:
    """Occurrences by looking at every token."""
    spans = token_spans(text)
    ranges, at = [], 0
    while at < len(spans):
        here = [
            len(phrase)
            for phrase in phrases
            if tuple(token for token, _, _ in spans[at : at + len(phrase)]) == phrase
        ]
        if here:
            ranges.append((spans[at][1], spans[at + max(here) - 1][2]))
        at += max(here, default=1)
    return ranges


def test_the_sentence_is_the_quote():
    text = "First this. Then the MFU met, and the MFU voted. Then home."
    quotes, total = evidence([own(text)], MFU)
    assert [quote.quote for quote in quotes] == ["Then the MFU met, and the MFU voted."]
    assert marked(quotes[0]) == ["MFU", "MFU"]
    assert total == 2


def test_a_phrase_across_a_full_stop_is_quoted_with_both_sentences():
    quotes, _ = evidence([own("We saw Ives. Road works there. Then left.")], (("ives", "road"),))
    assert quotes[0].quote == "We saw Ives. Road works there."


def test_a_long_sentence_is_cut_around_the_mention():
    text = f"{'before ' * 80}MFU{' after' * 80}"
    quote = evidence([own(text)], MFU)[0][0]
    assert len(quote.quote) <= QUOTE_CHARS
    assert quote.quote.startswith("…before ")
    assert quote.quote.endswith(" after…")
    assert marked(quote) == ["MFU"]


def test_a_long_sentence_without_spaces():
    text = f"{'山' * 400}東京{'川' * 400}"
    quote = evidence([own(text)], (("東", "京"),))[0][0]
    assert len(quote.quote) == QUOTE_CHARS
    assert marked(quote) == ["東京"]


def test_the_start_of_a_long_sentence_has_no_mark_before():
    quote = evidence([own(f"MFU{' after' * 80}")], MFU)[0][0]
    assert quote.quote.startswith("MFU after")
    assert quote.quote.endswith("…")


def test_mentions_far_apart_in_one_sentence_have_quotes_of_their_own():
    quotes, total = evidence([own(f"MFU{' word' * 200} MFU")], MFU)
    assert (len(quotes), total) == (2, 2)


def test_text_order_limit_and_total():
    pieces = [own("MFU", "title"), own("The MFU.\n" * 30), own("mfu", "keywords")]
    quotes, total = evidence(pieces, MFU)
    assert (len(quotes), total) == (20, 32)
    assert [quote.field for quote in quotes[:2]] == ["title", "notes"]


def test_a_text_of_nothing_but_mentions_is_quoted_to_the_limit_only():
    quotes, total = evidence([own("MFU & the MFU, " * 3_000)], MFU)
    assert (len(quotes), total) == (20, 6_000)
    assert all(set(marked(quote)) == {"MFU"} for quote in quotes)


def test_members_that_share_a_text_are_read_once():
    pieces = [own("The MFU met."), own("The MFU met."), own("The MFU met again.")]
    assert evidence(pieces, MFU)[1] == 2


def test_no_phrase_crosses_a_cut_and_asides_are_apart():
    text = "deep buy sea"
    piece = Piece("notes", text, (Span(0, 4, "own"), Span(4, 9, "ad"), Span(9, 12, "own")))
    assert evidence([piece], (("deep", "sea"),)) == ((), 0)
    assert evidence([piece], (("buy",),)) == ((), 0)
    [quote] = evidence([piece], (("buy",),), aside=True)[0]
    assert quote.kind == "ad"


WORDS = st.sampled_from(
    [
        *("mfu", "MFU", "mfus", "sea", "Sea", "東京", "京都", "ラ", "c++", "café", "ß", "St."),
        *("¡", "ﬁ"),
        *("e\u0301", "end. ", "\n", "mail@mfu.example", "https://sea.example/mfu"),
        "Use code MFU at sea.",
    ]
)
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)
PHRASES = st.sampled_from(
    [
        tuple(phrase.split())
        for phrase in (
            *("mfu", "sea", "京", "東 京", "mfu sea", "c", "cplusplus", "e", "ss", "example"),
            *("sea mfu", "st end", "cafe mfu", "ラ 東"),
        )
    ]
)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    title=TEXTS,
    notes=TEXTS,
    other=TEXTS,
    keywords=st.lists(TEXTS, max_size=2),
    transcript=TEXTS,
    phrase=PHRASES,
)
def test_what_the_index_finds_has_evidence_and_nothing_else(
    title, notes, other, keywords, transcript, phrase
):
    def text(number: int, words: str) -> EpisodeText:
        return EpisodeText(
            EpisodeId(number), PodcastId(1), title, words, tuple(keywords), transcript=transcript
        )

    members = [(text(1, notes), Boilerplate()), (text(2, other), Boilerplate())]
    pieces = [piece for member, known in members for piece in searchable(member, known)]
    found = grade(story_fields(members), [phrase])
    quotes, total = evidence(pieces, [phrase])
    asides, _ = evidence(pieces, [phrase], aside=True)
    assert bool(quotes) == (found in ("subject", "discussed", "mentioned"))
    assert total >= len(quotes)
    assert bool(asides) or found != "ad"
    for quote in (*quotes, *asides):
        assert quote.highlights
        for start, end in quote.highlights:
            assert tuple(tokens(quote.quote[start:end]).split()) == phrase

"""Published words to pieces cut into spans: own, boilerplate, ad, address.

The one place that decides what of an episode counts. Index, evidence and grade all call it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from earmark.model import Boilerplate, EpisodeText, Person, Piece, Span, SpanKind, TextField
from earmark.text.addresses import address_spans
from earmark.text.ads import ad_sentences
from earmark.text.plain import plain_text
from earmark.text.sentences import keys_within, sentences
from earmark.text.tokens import tokens

EXCERPT_CHARS = 2500

Cut = tuple[int, int, SpanKind]


def searchable(episode: EpisodeText, boilerplate: Boilerplate) -> tuple[Piece, ...]:
    """The pieces of an episode: its title, notes, chapters, keywords, people and transcript in
    that order, each chapter title, keyword and name a piece; the spans cover each piece. Fields
    without text have no piece."""
    return tuple(_pieces(episode, boilerplate))


def shortened(episode: EpisodeText) -> EpisodeText:
    """The episode without transcript and without the end of long notes: enough to sample words
    from, and quick to read."""
    return replace(episode, transcript=None, notes=episode.notes[:EXCERPT_CHARS])


def texts_of(episode: EpisodeText) -> tuple[str, ...]:
    """The texts of ``searchable``'s pieces, found without cutting them."""
    texts = (
        " ".join(plain_text(episode.title).split()),
        plain_text(episode.notes),
        *(chapter.title for chapter in episode.chapters),
        *episode.keywords,
        *(person.name for person in episode.people),
        episode.transcript or "",
    )
    return tuple(text for text in texts if text.strip())


def _pieces(episode: EpisodeText, boilerplate: Boilerplate) -> Iterator[Piece]:
    yield from _piece("title", " ".join(plain_text(episode.title).split()))
    yield from _prose("notes", plain_text(episode.notes), boilerplate)
    for chapter in episode.chapters:
        yield from _prose("chapters", chapter.title, Boilerplate())
    for keyword in episode.keywords:
        yield from _keyword(keyword, boilerplate)
    for person in episode.people:
        yield from _person(person)
    yield from _prose("transcript", episode.transcript or "", Boilerplate())


def _piece(field: TextField, text: str) -> Iterator[Piece]:
    if text.strip():
        yield Piece(field, text, _covering(len(text), _address_cuts(text)))


def _prose(field: TextField, text: str, boilerplate: Boilerplate) -> Iterator[Piece]:
    """A piece of running text: boilerplate before ad before address."""
    if text.strip():
        bounds = sentences(text)
        cuts: dict[tuple[int, int], SpanKind] = {}
        cuts.update(dict.fromkeys(ad_sentences(text, bounds), "ad"))
        cuts.update(dict.fromkeys(_repeated(text, bounds, boilerplate), "boilerplate"))
        whole: list[Cut] = [(start, end, kind) for (start, end), kind in cuts.items()]
        yield Piece(field, text, _covering(len(text), sorted([*whole, *_address_cuts(text)])))


def _repeated(
    text: str, bounds: list[tuple[int, int]], boilerplate: Boilerplate
) -> list[tuple[int, int]]:
    known = boilerplate.sentences
    if not known:
        return []
    keys = keys_within(text, bounds)
    return [bound for bound, key in zip(bounds, keys, strict=True) if key in known]


def _keyword(keyword: str, boilerplate: Boilerplate) -> Iterator[Piece]:
    if tokens(keyword) in boilerplate.keywords:
        yield Piece("keywords", keyword, (Span(0, len(keyword), "boilerplate"),))
    else:
        yield from _piece("keywords", keyword)


def _person(person: Person) -> Iterator[Piece]:
    """``itunes:author`` names the maker of the show on every item, so it marks none."""
    if person.name.strip():
        kind: SpanKind = "boilerplate" if person.role == "author" else "own"
        yield Piece("people", person.name, (Span(0, len(person.name), kind),))


def _address_cuts(text: str) -> list[Cut]:
    return [(start, end, "address") for start, end in address_spans(text)]


def _covering(length: int, cuts: list[Cut]) -> tuple[Span, ...]:
    """Spans that cover [0, length): the cuts, earlier and longer ones first, and own between."""
    spans: list[Span] = []
    position = 0
    for begin, end, kind in cuts:
        if end <= position:  # an address inside an ad
            continue
        start = max(begin, position)
        if start > position:
            spans.append(Span(position, start, "own"))
        spans.append(Span(start, end, kind))
        position = end
    if position < length:
        spans.append(Span(position, length, "own"))
    return tuple(spans)

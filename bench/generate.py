"""Seeded libraries of any size, streamed: stories for the index, feeds for the whole way in.

The words follow a Zipf-Mandelbrot law over 400,000 made-up words; dates lie between 2010 and 2026
and are late rather than early; shows have Zipf sizes. Known words and phrases are planted in known
numbers of stories (exactly so where the size is a multiple of ``BLOCK``), a third of them near the
start, so that every grade occurs. The same size and seed give the same library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from earmark.model import PodcastId, StoryDoc, StoryFields, StoryId

BLOCK = 1_000
FIRST_S = int(datetime(2010, 1, 1, tzinfo=UTC).timestamp())
LAST_S = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp())
"""Nothing is published at or after this."""

_VOCABULARY = 400_000
_SYLLABLES = [c + v for c in "bdfghjklmnprstvwz" for v in ("a", "e", "i", "o", "u", "an", "el")]
_LANGUAGES = ("en", "de", "es", "fr", "ja", "no", "pt")
_LANGUAGE_SHARES = (0.7, 0.08, 0.07, 0.05, 0.04, 0.03, 0.03)
_LEAD = 40
_EPISODES_A_SHOW = 25


@dataclass(frozen=True)
class Planted:
    """A word or phrase and in how many stories it stands: ``fixed`` ones, or so many of each
    ``BLOCK``."""

    tokens: tuple[str, ...]
    fixed: int = 0
    in_block: int = 0

    def expected(self, stories: int) -> int:
        """Stories of a library of this size, a multiple of ``BLOCK``, that have it in their own
        text."""
        return self.fixed or stories // BLOCK * self.in_block


PLANTED = {
    "word 10": Planted(("tenfold",), fixed=10),
    "word 1k": Planted(("thousandfold",), fixed=1_000),
    "word 0.1%": Planted(("rareword",), in_block=1),
    "word 3%": Planted(("knownword",), in_block=30),
    "word 10%": Planted(("frequentword",), in_block=100),
    "word 30%": Planted(("commonword",), in_block=300),
    "phrase 10": Planted(("ten", "times"), fixed=10),
    "phrase 1k": Planted(("thousand", "times"), fixed=1_000),
    "phrase 0.1%": Planted(("rare", "phrase"), in_block=1),
    "phrase 3%": Planted(("known", "saying"), in_block=30),
    "phrase 30%": Planted(("common", "saying"), in_block=300),
}


def word(number: int) -> str:
    """A made-up word, another one for each number."""
    parts = []
    number += len(_SYLLABLES)  # at least two syllables
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[rest])
    return "".join(parts)


def _shares(many: int, shift: float, exponent: float) -> NDArray[np.float64]:
    """Zipf-Mandelbrot: the cumulative share of each rank."""
    weights = (np.arange(1, many + 1) + shift) ** -exponent
    return np.asarray(np.cumsum(weights / weights.sum()))


class Words:
    """Draws words by rank."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._words = [word(number) for number in range(_VOCABULARY)]
        self._shares = _shares(_VOCABULARY, 2.7, 1.07)

    def draw(self, many: int) -> list[str]:
        """So many words."""
        ranks = np.searchsorted(self._shares, self._rng.random(many))
        return [self._words[rank] for rank in ranks.tolist()]


class _Plants:
    """Says what is planted in each story of a library."""

    def __init__(self, stories: int, rng: np.random.Generator) -> None:
        self._rng = rng
        self._fixed: dict[int, list[tuple[str, ...]]] = {}
        for plant in PLANTED.values():
            for story in rng.choice(stories, min(plant.fixed, stories), replace=False).tolist():
                self._fixed.setdefault(story, []).append(plant.tokens)

    def block(self, start: int) -> list[list[tuple[str, ...]]]:
        """What each story of the block from ``start`` has in its own text."""
        found = [list(self._fixed.get(start + at, ())) for at in range(BLOCK)]
        for plant in PLANTED.values():
            for at in self._rng.permutation(BLOCK)[: plant.in_block].tolist():
                found[at].append(plant.tokens)
        return found


@dataclass(frozen=True)
class _Columns:
    """The figures of a block of stories, one value a story."""

    podcast: list[int]
    published_s: list[int]
    duration_ms: list[int]
    chance: list[list[float]]


class _Library:
    def __init__(self, stories: int, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.words = Words(self.rng)
        self.shows = max(1, stories // _EPISODES_A_SHOW)
        self.sizes = _shares(self.shows, 10.0, 0.8)
        self._languages = self.rng.choice(_LANGUAGES, self.shows, p=_LANGUAGE_SHARES).tolist()
        self._boilerplate = [" ".join(self.words.draw(20)) for _ in range(min(self.shows, 500))]

    def language(self, show: int) -> str:
        return str(self._languages[show])

    def boilerplate(self, show: int) -> str:
        return self._boilerplate[show % len(self._boilerplate)]

    def columns(self) -> _Columns:
        age = self.rng.random(BLOCK) ** 2.2
        published = LAST_S - 1 - age * (LAST_S - FIRST_S - 1)
        return _Columns(
            podcast=np.searchsorted(self.sizes, self.rng.random(BLOCK)).tolist(),
            published_s=published.astype(np.int64).tolist(),
            duration_ms=(self.rng.lognormal(14.6, 0.7, BLOCK)).astype(np.int64).tolist(),
            chance=self.rng.random((BLOCK, 8)).tolist(),
        )


def generate_docs(n: int, seed: int) -> Iterator[StoryDoc]:
    """``n`` stories with ids from 1, in no order of date; memory stays flat."""
    library = _Library(n, seed)
    plants = _Plants(n, np.random.default_rng(seed + 1))
    for start in range(0, n, BLOCK):
        columns, planted = library.columns(), plants.block(start)
        lengths = np.maximum(library.rng.normal(120, 40, BLOCK), 8).astype(int).tolist()
        for at in range(min(BLOCK, n - start)):
            fields = _fields(library, columns, at, planted[at], lengths[at])
            yield _story(start + at + 1, columns, at, fields)


def _plant(words: list[str], tokens: tuple[str, ...], at: float) -> None:
    """Insert the tokens, as one so that nothing else gets between, at this part of the words."""
    words.insert(int(at * (len(words) + 1)), " ".join(tokens))


def _fields(
    library: _Library, columns: _Columns, at: int, planted: list[tuple[str, ...]], length: int
) -> StoryFields:
    """The token strings of a story: titles of 8 words, some with chapters, all with the show's
    boilerplate."""
    chance, show = columns.chance[at], columns.podcast[at]
    drawn = library.words.draw(length + 8 + 16)
    title, chapters, notes = drawn[:8], drawn[8:24], drawn[24:]
    for number, tokens in enumerate(planted):
        _plant(notes, tokens, (chance[0] + number * 0.37) % 1)
        if chance[1] < 0.15:
            _plant(title, tokens, chance[2])
        if chance[3] < 0.25:
            _plant(chapters, tokens, chance[2])
    told = " ".join(chapters) if chance[3] < 0.5 else ""
    return StoryFields(
        text=" | ".join(part for part in (" ".join(title), " ".join(notes), told) if part),
        subject=f"{' '.join(title)} | {' '.join(notes[:_LEAD])}",
        discussed=told,
        aside=_aside(library.boilerplate(show), chance),
        exact="",
        language=library.language(show),
    )


def _aside(boilerplate: str, chance: list[float]) -> str:
    """One story in twenty advertises something that others talk about."""
    if chance[4] > 0.05:
        return boilerplate
    plants = list(PLANTED.values())
    plant = plants[int(chance[5] * len(plants))]
    return f"{boilerplate} | {' '.join(plant.tokens)}"


def _people(show: int, chance: list[float]) -> tuple[tuple[str, str], ...]:
    host = ("host", f"Host {show}")
    return (host, ("guest", f"Guest {int(chance[6] * 1e5)}")) if chance[6] < 0.2 else (host,)


def _story(number: int, columns: _Columns, at: int, fields: StoryFields) -> StoryDoc:
    chance, show = columns.chance[at], columns.podcast[at]
    published_s, podcast = columns.published_s[at], PodcastId(show + 1)
    return StoryDoc(
        id=StoryId(number),
        podcast=podcast,
        any_podcast=(podcast,),
        language=fields.language,
        published_s=None if chance[7] < 0.01 else published_s,
        sort_s=published_s,
        duration_ms=None if chance[5] < 0.05 else columns.duration_ms[at],
        members=2 if chance[4] > 0.95 else 1,
        visibility=(0, 1, 2)[(chance[7] > 0.97) + (chance[7] > 0.99)],
        has_transcript=chance[2] < 0.1,
        people=_people(show, chance),
        fields=fields,
        digest=(number * 0x9E3779B97F4A7C15) % (1 << 63),
    )


# -- feeds -------------------------------------------------------------------------------------


def generate_feeds(n_episodes: int, seed: int, folder: Path) -> int:
    """Write RSS files of ``n_episodes`` in all, notes of about 700 characters, one item at a time.
    Returns the number of files."""
    library = _Library(n_episodes, seed)
    planted = _planted(n_episodes, seed + 1)
    folder.mkdir(parents=True, exist_ok=True)
    sizes = library.rng.multinomial(n_episodes, np.diff(library.sizes, prepend=0.0)).tolist()
    files = 0
    for show, size in enumerate(sizes):
        if size:
            _write_feed(folder / f"show-{show:06}.xml", library, show, islice(planted, size))
            files += 1
    return files


def _planted(episodes: int, seed: int) -> Iterator[list[tuple[str, ...]]]:
    """What each episode has planted in it."""
    plants = _Plants(episodes, np.random.default_rng(seed))
    for start in range(0, episodes, BLOCK):
        yield from plants.block(start)[: episodes - start]


def _write_feed(
    path: Path, library: _Library, show: int, planted: Iterable[list[tuple[str, ...]]]
) -> None:
    topics = list(planted)
    title = " ".join(library.words.draw(3)).title()
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
            'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>\n'
            f"<title>{title}</title><link>https://show-{show}.example/</link>"
            f"<description>{library.boilerplate(show)}</description>"
            f"<language>{library.language(show)}</language>\n"
        )
        for number, tokens in zip(range(len(topics), 0, -1), topics, strict=True):
            file.write(_item(library, show, number, number / len(topics), tokens))
        file.write("</channel></rss>\n")


def _item(
    library: _Library, show: int, number: int, age: float, planted: list[tuple[str, ...]]
) -> str:
    """An item; ``age`` in 0..1 grows with time, so that a feed is newest first."""
    words = library.words.draw(98 + 8)
    published = datetime.fromtimestamp(FIRST_S + int(age * (LAST_S - FIRST_S - 1)), UTC)
    chance = float(library.rng.random())
    for place, tokens in enumerate(planted):
        _plant(words, tokens, (chance + place * 0.37) % 1)
    sentences = [" ".join(words[at : at + 14]).capitalize() for at in range(8, len(words), 14)]
    notes = ". ".join(sentences)
    where = f"https://show-{show}.example/{number}"
    return (
        f"<item><title>{' '.join(words[:8]).capitalize()}</title><guid>{where}</guid>"
        f"<link>{where}</link><pubDate>{format_datetime(published)}</pubDate>"
        f'<enclosure url="{where}.mp3" type="audio/mpeg" length="{1_000_000 + number}"/>'
        f"<itunes:duration>{600 + int(chance * 5000)}</itunes:duration>"
        f"<description>&lt;p&gt;{notes}. {library.boilerplate(show).capitalize()}."
        "&lt;/p&gt;</description></item>\n"
    )

"""What a topic page shows for how much there is: its size, its filters as links that set or undo
them, its figures with the addresses of the rows behind them. Pure; the templates word it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar, get_args

from earmark.model import (
    GRADES,
    Grade,
    Note,
    PodcastId,
    RankedPodcast,
    TopicEpisode,
    TopicPage,
    TopicRequest,
)
from earmark.web.asked import values_of
from earmark.web.chart import Chart, Measure, make_chart
from earmark.web.episode_view import media_of
from earmark.web.links import Links
from earmark.web.words import Words

FEW = 4
"""Up to here dates say more than averages and charts."""
MANY = 1_000
"""Above, nobody reads the list: the page offers ways to narrow it."""
SHOWN_BEFORE = 3
"""Rows that stand before what is said around them."""
CHIPS = 8
"""Choices that are offered of each kind; the form of filters has them all."""
SHOWS = 8
"""Best podcasts that are shown at once; the others unfold."""
NOTES = frozenset({"common-words", "substring-counts", "not-indexed-yet"})
"""Codes of notes that the catalogues word; others are shown as the library says them."""
MONTHS = 12
MEASURES: tuple[Measure, ...] = get_args(Measure)

T = TypeVar("T")
Size = Literal["none", "few", "some", "many"]


@dataclass(frozen=True, slots=True)
class Active:
    """A filter that is on, and the address of the page without it."""

    kind: Literal["also", "language", "podcast", "since", "until", "year", "grade", "as_of"]
    value: object
    href: str
    title: str = ""
    """Of a podcast."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter that can be set: its value, how many episodes it leaves, the address with it."""

    value: str
    episodes: int
    href: str
    on: bool = False


class TopicView:
    """A topic page with the addresses that lead on from it."""

    def __init__(
        self,
        page: TopicPage,
        asked: TopicRequest,
        links: Links,
        *,
        measure: Measure | None = None,
    ):
        """``measure``: what the chart's bars show, None for what suits."""
        self.page = page
        self.asked = asked
        self._links = links
        self._measure = measure

    # -- how much there is -----------------------------------------------------------------------

    @property
    def size(self) -> Size:
        """``none``, ``few`` (up to ``FEW``), ``some``, ``many`` (over ``MANY``)."""
        episodes = self.page.stats.episodes
        if not episodes:
            return "none"
        return "few" if episodes <= FEW else "many" if episodes > MANY else "some"

    @property
    def all_episodes(self) -> int:
        """Stories of any grade that counts, whichever is asked for."""
        return sum(self.page.grades[grade] for grade in ("subject", "discussed", "mentioned"))

    @property
    def last_is_of_these(self) -> bool:
        """Whether the latest episode is one of those that the sentence counts, not only one of
        all that mention the topic."""
        return bool(self.asked.grade) or self.page.grades["subject"] == self.all_episodes

    @property
    def search_helps(self) -> bool:
        """Whether a search can find what no episode holds side by side: each word by itself
        stands somewhere. A search for a single word is the topic again."""
        words = self.page.words
        return bool(words) and all(word.episodes for word in words)

    @property
    def new_in_a_year(self) -> int:
        return round(self.page.stats.new_per_month * MONTHS)

    @property
    def dates(self) -> list[date]:
        """Days of the episodes of a small topic, oldest first."""
        found = (episode.published_at for episode in self.page.episodes)
        return sorted({at.date() for at in found if at})

    def days(self, words: Words) -> list[str]:
        """``dates`` in words, none of which breaks over a line."""
        return [words.day(each).replace(" ", "\N{NO-BREAK SPACE}") for each in self.dates]

    @property
    def before(self) -> tuple[TopicEpisode, ...]:
        """The rows that stand before what is said around them."""
        return self.page.episodes[:SHOWN_BEFORE]

    @property
    def after(self) -> tuple[TopicEpisode, ...]:
        return self.page.episodes[SHOWN_BEFORE:]

    @property
    def best(self) -> tuple[RankedPodcast, ...]:
        return self.page.podcasts[:SHOWS]

    @property
    def other_shows(self) -> tuple[RankedPodcast, ...]:
        return self.page.podcasts[SHOWS:]

    @property
    def first(self) -> TopicEpisode | None:
        """What to play first: what is most about it. An ad isn't about it."""
        if self.asked.grade == "ad":
            return None
        for starter in self.page.starters:
            if starter.kind == "most":
                return starter.episode
        if self.asked.cursor:
            return None
        playable = [each for each in self.page.episodes if _plays(each)]
        return min(playable, key=lambda each: GRADES.index(each.grade or "ad"), default=None)

    @property
    def notes(self) -> Iterator[tuple[Note, bool]]:
        """Each with whether the catalogues word it."""
        return ((note, note.code in NOTES) for note in self.page.notes)

    # -- addresses -------------------------------------------------------------------------------

    def here(self, **changes: object) -> str:
        """This page's address with ``changes``, from its first row on."""
        values = values_of(self.asked, **({"bars": self._measure} | changes))
        return self._links.topic(self.page.topic.key, values)

    def beside(self, name: str, **changes: object) -> str:
        """What stands beside this page (``.csv``, ``/feed.xml``), under the same filters."""
        return self._links.beside(self.page.topic.key, name, values_of(self.asked, **changes))

    def chart(self, words: Words) -> Chart | None:
        """How often the topic comes up; None where a sentence says it."""
        if self.size in ("none", "few"):
            return None
        return make_chart(
            self.page.popularity,
            words,
            lambda since, until: self.here(since=since, until=until),
            measure=self._measure,
            undated=self.page.stats.undated,
            transcripts_from=self.page.transcripts_from,
        )

    @property
    def older(self) -> str | None:
        """The next part of the list."""
        if self.page.next is None:
            return None
        return self.here(cursor=self.page.next)

    @property
    def newest(self) -> str | None:
        """The list's first part, where this isn't it."""
        return self.here() if self.asked.cursor else None

    @property
    def some_undated(self) -> bool:
        """Whether rows are shown that no date puts in their place."""
        return any(each.published_at is None for each in self.page.episodes)

    @property
    def the_latest(self) -> str:
        """Where the latest episode stands: at the top of the list, or where undated ones or the
        list's earlier parts stand above it, alone with those of its day."""
        at, first = self.page.stats.latest_at, self.page.episodes[:1]
        if at is None or (first and first[0].published_at == at):
            return "#episodes"
        return self.here(since=at.date(), until=at.date())

    @property
    def rows_of_the_year(self) -> str | None:
        """The CSV of those that are new in the last twelve calendar months; None where the filters
        end before."""
        month = self.page.as_of.year * MONTHS + self.page.as_of.month - MONTHS
        since = date(month // MONTHS, month % MONTHS + 1, 1)
        if self.asked.until and self.asked.until < since:
            return None
        return self.beside(".csv", since=max(since, self.asked.since or since))

    # -- filters ---------------------------------------------------------------------------------

    @property
    def active(self) -> list[Active]:
        """Every filter that is on; the switch shows grade ``subject`` itself."""
        return [*self._phrases_and_languages(), *self._shows(), *self._days(), *self._grade()]

    def _phrases_and_languages(self) -> Iterator[Active]:
        for phrase in self.asked.also:
            yield Active("also", phrase, self.here(also=_without(self.asked.also, phrase)))
        for language in self.asked.languages:
            left = _without(self.asked.languages, language)
            yield Active("language", language, self.here(language=left))

    def _shows(self) -> Iterator[Active]:
        titles: dict[PodcastId, str] = {show.id: show.title for show in self.page.podcasts}
        titles |= {each.podcast.id: each.podcast.title for each in self.page.episodes}
        for show in self.asked.podcasts:
            left = _without(self.asked.podcasts, show)
            yield Active("podcast", show, self.here(podcast=left), titles.get(show, ""))

    def _days(self) -> Iterator[Active]:
        since, until = self.asked.since, self.asked.until
        if since and until and (since, until) == _year(since.year):
            yield Active("year", str(since.year), self.here(since=None, until=None))
        else:
            if since:
                yield Active("since", since, self.here(since=None))
            if until:
                yield Active("until", until, self.here(until=None))
        if self.asked.as_of:
            yield Active("as_of", self.asked.as_of, self.here(as_of=None))

    def _grade(self) -> Iterator[Active]:
        if self.asked.grade not in (None, "subject"):
            yield Active("grade", self.asked.grade, self.here(grade=None))

    @property
    def narrowed(self) -> bool:
        """Whether the library that figures are compared with is a part of it."""
        asked = self.asked
        return bool(asked.languages or asked.podcasts or asked.since or asked.until)

    @property
    def languages(self) -> list[Choice]:
        """Every language of the topic's episodes."""
        return [
            Choice(language, count, self.here(language=(language,)))
            for language, count in self.page.languages
            if language not in self.asked.languages
        ]

    @property
    def years(self) -> list[Choice]:
        """Years that have episodes, the latest first; empty where periods are shorter."""
        found = [
            Choice(
                point.period,
                point.episodes,
                self.here(since=point.period, until=point.period),
            )
            for point in reversed(self.page.popularity)
            if point.episodes and point.period.isdecimal()
        ]
        return found if len(found) > 1 else []

    @property
    def shows(self) -> list[tuple[Choice, RankedPodcast]]:
        """The shows of most episodes, as filters."""
        if self.asked.podcasts:
            return []
        most = sorted(self.page.podcasts, key=lambda show: -show.episodes)[:CHIPS]
        return [(Choice(str(show.id), show.episodes, self.rows_of(show)), show) for show in most]

    @property
    def variants(self) -> list[Choice]:
        """Other spellings: each adds itself, or where it is on, takes itself away."""
        return [
            Choice(
                variant.phrase,
                variant.episodes,
                self.here(
                    also=_without(self.asked.also, variant.phrase)
                    if variant.on
                    else (*self.asked.also, variant.phrase)
                ),
                variant.on,
            )
            for variant in self.page.variants
        ]

    def reasons(self, show: RankedPodcast, words: Words) -> list[str]:
        """Why a show is among the best: how much of it, how much about it, how lately."""
        share = "only" if show.of == 1 else "all" if show.episodes == show.of else "some"
        parts = [words.say(f"reason-{share}", episodes=show.episodes, of=show.of)]
        if show.subject:
            one = show.episodes == 1
            part = "some" if show.subject < show.episodes else "one" if one else "all"
            parts.append(words.say(f"reason-about-{part}", subject=show.subject))
        if show.named:
            parts.append(words.say(f"reason-named-{show.named}"))
        if show.latest_at:
            parts.append(words.say("reason-last", month=words.month(show.latest_at)))
        if show.ended:
            parts.append(words.say("reason-ended"))
        return parts

    def rows_of(self, show: RankedPodcast) -> str:
        """The topic's episodes in a show."""
        return self.here(podcast=(show.id,))

    def grade_href(self, grade: Grade | None) -> str:
        """The switch's two sides: ``subject``, and None for every mention."""
        return self.here(grade=grade)

    @property
    def kept(self) -> list[tuple[str, object]]:
        """What a form on the page must send along, but for the fields that it asks itself."""
        asked = values_of(self.asked, language=None, since=None, until=None, podcast=None)
        values = [*asked, ("bars", self._measure)]
        return [
            (name, each)
            for name, value in values
            for each in (value if isinstance(value, tuple) else (value,))
            if each not in (None, "")
        ]


def _plays(episode: TopicEpisode) -> bool:
    media = media_of(episode.enclosure)
    return media is not None and media.player is not None


def _without(values: tuple[T, ...], one: T) -> tuple[T, ...]:
    return tuple(value for value in values if value != one)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)

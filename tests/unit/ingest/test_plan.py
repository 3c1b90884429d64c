"""What a new document of a feed means: identity inside one podcast, told as histories."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.ingest.plan import plan_refresh, plausible_date
from earmark.keys import enclosure_key, title_key
from earmark.model import (
    Enclosure,
    EpisodeId,
    EpisodeWrite,
    KnownEpisode,
    ParsedEpisode,
    ParsedFeed,
    PreparedEpisode,
    PreparedFeed,
    RefreshPlan,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def item(
    title: str,
    guid: str | None = None,
    url: str | None = None,
    *,
    day: float | None = 0,
    duration_ms: int | None = None,
    length: int | None = None,
    kind: str = "audio/mpeg",
) -> ParsedEpisode:
    """An item published ``day`` days after the first of January 2026."""
    published = None if day is None else datetime(2026, 1, 1, tzinfo=UTC) + day * DAY
    enclosure = Enclosure(f"https://{url}", kind, length) if url else None
    return ParsedEpisode(
        title, guid, published_at=published, duration_ms=duration_ms, enclosure=enclosure
    )


def prepared(
    items: Iterable[ParsedEpisode], known: Iterable[int] = (), items_seen: int = 0
) -> PreparedFeed:
    """The document of these items; those whose hash is known stay unparsed."""
    taken = set(known)
    parsed, unchanged = [], []
    for episode in items:
        item_hash = crc32(repr(episode).encode())
        if item_hash in taken:
            unchanged.append(item_hash)
            continue
        key = enclosure_key(episode.enclosure.url) if episode.enclosure else None
        parsed.append(PreparedEpisode(episode, item_hash, title_key(episode.title), key, b""))
    feed = ParsedFeed("rss", "Hive Talk", unchanged=tuple(unchanged), items_seen=items_seen)
    return PreparedFeed(feed, tuple(parsed))


@dataclass
class Catalog:
    """The least that carries a plan out: known episodes by id."""

    delta: bool = True
    known: dict[EpisodeId, KnownEpisode] = field(default_factory=dict)

    def fetch(self, *items: ParsedEpisode) -> RefreshPlan:
        hashes = [k.item_hash for k in self.known.values()] if self.delta else []
        plan = plan_refresh(prepared(items, hashes), tuple(self.known.values()), now=NOW)
        for gone in plan.vanished:
            self.known[gone] = replace(self.known[gone], in_feed=False)
        for back in plan.returned:
            self.known[back] = replace(self.known[back], in_feed=True)
        for write in plan.writes:
            self._write(write)
        return plan

    def _write(self, write: EpisodeWrite) -> None:
        new_id = EpisodeId(len(self.known) + 1) if write.id is None else write.id
        episode, enclosure = write.prepared.episode, write.prepared.episode.enclosure
        self.known[new_id] = KnownEpisode(
            new_id,
            tuple(guid for guid in (write.guid, *write.aliases) if guid),
            write.prepared.title_key,
            write.prepared.enclosure_key,
            write.published_at,
            episode.duration_ms,
            enclosure.type if enclosure else None,
            enclosure.length if enclosure else None,
            write.prepared.item_hash,
            write.media_version,
            in_feed=True,
        )

    @property
    def titles(self) -> list[str]:
        return [known.title_key for known in self.known.values()]


# Each history: what it shows, the documents in order, and the titles by id at the end.
A, B, C = (item(f"On {name}", name, f"hive.example/{name}.mp3", day=day)
           for day, name in enumerate(("ants", "bees", "cats")))  # fmt: skip
HISTORIES: list[tuple[str, list[list[ParsedEpisode]], list[str]]] = [
    ("what a feed drops is kept", [[B, A], [C, B]], ["on bees", "on ants", "on cats"]),
    ("order means nothing", [[A, B, C], [C, A, B]], ["on ants", "on bees", "on cats"]),
    ("a guid survives a new title, date and host",
     [[A], [item("Ants!", "ants", "cdn.example/x/y.mp3", day=0.5)]], ["ants!"]),
    ("a guid is stripped, but its case counts",
     [[A], [replace(A, guid=" ants ")], [replace(A, guid="ANTS", title="Wasps", enclosure=None)]],
     ["on ants", "wasps"]),
    ("different episodes with one file stay apart",
     [[item("Monday", "1", "hive.example/live"), item("Tuesday", "2", "hive.example/live", day=1)],
      [item("Monday", "1", "hive.example/live"), item("Tuesday", "2", "hive.example/live", day=1),
       item("Friday", "3", "hive.example/live", day=2)]],
     ["monday", "tuesday", "friday"]),
    ("a shared stream is no proof when guids are renewed",
     [[item(f"Talk {n}", f"g{n}", "hive.example/live", day=n) for n in range(4)],
      [item(f"Talk {n}", f"h{n}", "hive.example/live", day=n) for n in range(1, 5)]],
     ["talk 0", "talk 1", "talk 2", "talk 3", "talk 4"]),
    ("re-hosting changes guids and files, titles and dates tell",
     [[A, B, C], [item(e.title, f"new-{e.guid}", f"other.example/{i}.mp3", day=i)
                  for i, e in enumerate((A, B, C))]],
     ["on ants", "on bees", "on cats"]),
    ("missing guids lose no episode",
     [[replace(A, guid=None), replace(B, guid=None), replace(C, guid=None)]] * 2,
     ["on ants", "on bees", "on cats"]),
    ("new guids for the same files make no doubles",
     [[A, B], [replace(A, guid="x1"), replace(B, guid="x2")]], ["on ants", "on bees"]),
    ("a file's token changes daily",
     [[item("Ants", None, "hive.example/a.mp3?token=1")],
      [item("Ants", None, "hive.example/a.mp3?token=2")]], ["ants"]),
    ("an early and a public version are two while both are there",
     [[item("Ants", "early", "hive.example/early.mp3")],
      [item("Ants", "early", "hive.example/early.mp3"),
       item("Ants", "public", "hive.example/public.mp3", day=0.3)]],
     ["ants", "ants"]),
    ("an ?updated= makes no new episode",
     [[item("Ants", "a", "hive.example/a.mp3?updated=1")],
      [item("Ants", "a", "hive.example/a.mp3?updated=2")]], ["ants"]),
    ("the same file under two guids in one document, with other titles, is two",
     [[item("Ants", "1", "hive.example/a.mp3"), item("Ants again", "2", "hive.example/a.mp3")]],
     ["ants", "ants again"]),
    ("an item twice, word for word but for its guid, is one",
     [[item("Ants", "1", "hive.example/a.mp3"), item("Ants", "2", "hive.example/a.mp3")],
      [item("Ants", "2", "hive.example/a.mp3"), item("Ants", "1", "hive.example/a.mp3")],
      [item("Ants", "2", "hive.example/a.mp3")]],
     ["ants"]),
    ("positions move, repeated guids don't",
     [[item("Ants", "s", "hive.example/a.mp3"), item("Bees", "s", "hive.example/b.mp3", day=1)],
      [item("Cats", "s", "hive.example/c.mp3", day=2),
       item("Bees", "s", "hive.example/b.mp3", day=1),
       item("Ants", "s", "hive.example/a.mp3")]],
     ["ants", "bees", "cats"]),
    ("a repeated guid whose other items left the feed",
     [[item("Ants", "s", "hive.example/a.mp3"), item("Bees", "s", "hive.example/b.mp3", day=9)],
      [item("Bees", "s", "hive.example/b.mp3", day=9, length=5)]],
     ["ants", "bees"]),
    ("a guid used again for another episode is another episode",
     [[item("Ants", "S2026", "hive.example/a.mp3")],
      [item("Bumblebees", "S2026", "hive.example/b.mp3", day=30)]],
     ["ants", "bumblebees"]),
    ("a guid derived anew from the audio keeps old episodes",
     [[item("Ants", "https://hive.example/a.mp3", "hive.example/a.mp3")],
      [item("Ants", "8f14e45f", "hive.example/a.mp3")]], ["ants"]),
    ("guid by guid and file by file, a bare page is told by its title",
     [[item("Ants", day=None), item("Bees", day=None)],
      [item("Bees", day=None), item("Ants", day=None, duration_ms=5)]], ["ants", "bees"]),
    ("bulletins of one title are told apart by the hour",
     [[item("News", "n1", "hive.example/1.mp3"),
       item("News", "n2", "hive.example/2.mp3", day=0.25)],
      [item("News", "n3", "hive.example/3.mp3", day=0.5),
       item("News", "n2", "hive.example/2.mp3", day=0.25)]],
     ["news", "news", "news"]),
    ("audio and video of a title are two",
     [[item("Ants", "a", "hive.example/a.mp3")],
      [item("Ants", "v", "hive.example/v.mp4", kind="video/mp4")]], ["ants", "ants"]),
    ("a long and a short cut of a title are two",
     [[item("Ants", "a", "hive.example/a.mp3", duration_ms=3_600_000)],
      [item("Ants", "b", "hive.example/b.mp3", duration_ms=600_000)]], ["ants", "ants"]),
    ("the next number under the same file is another episode when dates differ",
     [[item("Show 12: News", "a", "hive.example/latest.mp3")],
      [item("Show 13: News", "b", "hive.example/latest.mp3", day=7)]],
     ["show 12: news", "show 13: news"]),
    ("a retitled, redated item is told by its file",
     [[item("The life of ants", None, "hive.example/a.mp3")],
      [item("The Lives of Ants", None, "hive.example/a.mp3", day=90)]],
     ["the lives of ants"]),
    ("an older document, added later, keeps ids and doubles nothing",
     [[C, B], [B, A], [C, B]], ["on cats", "on bees", "on ants"]),
]  # fmt: skip


@pytest.mark.parametrize("delta", [True, False], ids=["delta", "whole"])
@pytest.mark.parametrize(
    ("documents", "titles"),
    [pytest.param(documents, titles, id=what) for what, documents, titles in HISTORIES],
)
def test_history(documents: list[list[ParsedEpisode]], titles: list[str], delta: bool) -> None:
    catalog = Catalog(delta)
    for document in documents:
        catalog.fetch(*document)
    assert catalog.titles == titles
    assert not catalog.fetch(*documents[-1]).vanished
    assert catalog.titles == titles, "the same document once more adds nothing"


def test_vanished_and_returned_episodes_are_named() -> None:
    catalog = Catalog()
    catalog.fetch(A, B)
    assert catalog.fetch(B, C).vanished == (1,)
    plan = catalog.fetch(A, B, C)
    assert (plan.returned, plan.vanished) == ((1,), ())


def test_what_comes_after_a_cut_is_neither_an_episode_nor_gone() -> None:
    catalog = Catalog()
    catalog.fetch(A, B, C)
    half = replace(B, guid=None, enclosure=None, published_at=None)  # its title had come already
    document = prepared([A, half])
    cut = replace(document, feed=replace(document.feed, cut_off=True))
    plan = plan_refresh(cut, tuple(catalog.known.values()), now=NOW)
    assert ([write.id for write in plan.writes], plan.vanished) == ([EpisodeId(1)], ())
    alone = replace(cut, prepared=cut.prepared[1:])
    assert [write.id for write in plan_refresh(alone, (), now=NOW).writes] == [None]


def test_an_emptied_document_changes_nothing_where_there_were_five() -> None:
    catalog = Catalog()
    items = [item(f"Talk {n}", str(n), f"hive.example/{n}.mp3", day=n) for n in range(5)]
    catalog.fetch(*items)
    plan = catalog.fetch()
    assert (plan.writes, plan.vanished, plan.problems[0].code) == ((), (), "no-items")
    catalog.fetch(*items[:4])
    assert catalog.fetch().vanished == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("published", "plausible"),
    [
        (datetime(1994, 12, 31, tzinfo=UTC), False),
        (datetime(1995, 1, 1, tzinfo=UTC), True),
        (NOW + 2 * DAY, True),
        (NOW + 2.01 * DAY, False),
        (datetime(1, 1, 1, tzinfo=UTC), False),
    ],
)
def test_implausible_dates_do_not_count(published: datetime, plausible: bool) -> None:
    assert plausible_date(published, NOW) == (published if plausible else None)


def test_an_implausible_date_is_kept_as_published_and_told_as_a_problem() -> None:
    plan = Catalog().fetch(item("Ants", "a", day=-40_000), B)
    assert plan.writes[0].published_at is None
    assert plan.writes[0].prepared.episode.published_at is not None
    assert [problem.code for problem in plan.problems] == ["implausible-date"]
    assert plan.problems[0].message.startswith("1 item is ")


def test_doubles_are_counted_in_words_and_leave_their_guids() -> None:
    plan = Catalog().fetch(A, A, replace(A, guid="other"))
    assert [problem.message for problem in plan.problems] == [
        "2 items are repeated word for word: kept once."
    ]
    assert [(write.guid, write.aliases) for write in plan.writes] == [("ants", ("other",))]


def test_old_guids_stay_as_aliases() -> None:
    catalog = Catalog()
    for guid in ("one", "two", "three"):
        catalog.fetch(replace(A, guid=guid))
    assert catalog.known[EpisodeId(1)].guids == ("three", "two", "one")
    assert catalog.fetch(replace(A, guid="one")).writes[0].id == 1


@pytest.mark.parametrize(
    ("before", "after", "version"),
    [
        (("hive.example/a.mp3", 10_000_000), ("hive.example/b.mp3", 20_000_000), 2),
        (("hive.example/a.mp3", 10_000_000), ("hive.example/a.mp3", 20_000_000), 2),
        (("hive.example/a.mp3", None), ("hive.example/b.mp3", None), 2),
        (("hive.example/a.mp3", 10_000_000), ("hive.example/a.mp3", 10_001_000), 1),
        (("hive.example/a.mp3?updated=1", None), ("hive.example/a.mp3?updated=2", None), 1),
        (("hive.example/s/a.mp3", None), ("ads.example/x/s/a.mp3", None), 1),
        (("hive.example/a.mp3", 10_000_000), ("other.example/b.mp3", 10_000_000), 1),
        ((None, None), ("hive.example/a.mp3", None), 1),
    ],
)
def test_media_version(
    before: tuple[str | None, int | None], after: tuple[str | None, int | None], version: int
) -> None:
    catalog = Catalog()
    catalog.fetch(item("Ants", "a", before[0], length=before[1]))
    plan = catalog.fetch(item("Ants", "a", after[0], length=after[1], duration_ms=1))
    assert [write.media_version for write in plan.writes] == [version]


def test_a_moved_show_is_told_once_and_keeps_its_ids() -> None:
    catalog = Catalog()
    old = [item(f"Talk {n} of hives", f"old-{n}", f"a.example/{n}.mp3", day=n) for n in range(10)]
    catalog.fetch(*old)
    moved = [
        item(f"Talk {n} of hives", f"new-{n}", f"b.example/{n}x.mp3", day=n if n < 6 else n + 300)
        for n in range(10)
    ]
    plan = catalog.fetch(*moved)
    assert plan.rehosted
    assert [write.id for write in plan.writes] == list(range(1, 11))
    assert not catalog.fetch(*moved, A).rehosted


def test_a_rewrite_of_more_than_half_is_told() -> None:
    catalog = Catalog()
    items = [item(f"Talk {n}", str(n), f"hive.example/{n}.mp3", day=n) for n in range(8)]
    catalog.fetch(*items)
    renamed = [replace(one, title=f"{one.title}, renamed") for one in items]
    assert not catalog.fetch(*renamed[:4], *items[4:]).rewritten
    assert catalog.fetch(*items[:4], *renamed[4:]).rewritten


def test_only_the_same_bytes_are_unchanged() -> None:
    catalog = Catalog(delta=False)
    catalog.fetch(A, B)
    plan = catalog.fetch(A, replace(B, subtitle="x"))
    assert [write.changed for write in plan.writes] == [False, True]


# ---------------------------------------------------------------- histories made at random


@dataclass(frozen=True)
class Poll:
    """How a publisher's document differs from the clean one this time."""

    newest: int
    seed: int
    new_guids: bool
    new_host: bool
    token: int


POLLS = st.lists(
    st.builds(
        Poll,
        st.integers(1, 12),
        st.integers(0, 99),
        st.booleans(),
        st.booleans(),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=6,
)


def disturbed(clean: Sequence[ParsedEpisode], poll: Poll, at: int) -> list[ParsedEpisode]:
    """The document cut, shuffled, its guids rewritten, or moved to another host."""
    document = []
    for episode in clean[-poll.newest :]:
        assert episode.enclosure
        name = episode.enclosure.url.rpartition("/")[2]
        # A publisher changes guids or files at once, not both and the dates as well.
        host = f"host{at}.example/{at}" if poll.new_host and not poll.new_guids else "hive.example"
        url = f"https://{host}/{name}?token={poll.token}"
        guid = f"{episode.guid}-{at}" if poll.new_guids else episode.guid
        document.append(replace(episode, guid=guid, enclosure=Enclosure(url, "audio/mpeg")))
    random.Random(poll.seed).shuffle(document)
    return document


@settings(max_examples=150, derandomize=True, deadline=None)
@given(POLLS, st.booleans(), st.booleans())
def test_disturbed_histories_keep_the_ids_of_the_clean_one(
    polls: list[Poll], with_guids: bool, delta: bool
) -> None:
    shows = [
        item(f"Talk {n}", f"g{n}" if with_guids else None, f"hive.example/{n}.mp3", day=n)
        for n in range(12 + len(polls))
    ]
    catalog, seen = Catalog(delta), set[str]()
    for at, poll in enumerate(polls):
        document = disturbed(shows[: 12 + at], poll, at)
        before = {known.title_key: number for number, known in catalog.known.items()}
        catalog.fetch(*document)
        seen.update(title_key(episode.title) for episode in document)
        assert sorted(catalog.titles) == sorted(seen), "no double, nothing lost"
        after = {known.title_key: number for number, known in catalog.known.items()}
        assert before.items() <= after.items(), "ids never change their episode"
        here = {k.title_key for k in catalog.known.values() if k.in_feed}
        assert here == {title_key(episode.title) for episode in document}


@pytest.mark.parametrize("same", ["title", "file", "guid", "all"])
def test_many_items_that_share_a_key_take_linear_time(same: str) -> None:
    items = [
        item(
            "News" if same in ("title", "all") else f"Talk {n}",
            "s" if same in ("guid", "all") else f"g{n}",
            "hive.example/live" if same in ("file", "all") else f"hive.example/{n}.mp3",
            day=n / 100,
        )
        for n in range(4_000)
    ]
    catalog = Catalog(delta=False)
    catalog.fetch(*items)
    started = time.process_time()
    catalog.fetch(*(replace(one, guid=f"{one.guid}x") for one in items))
    assert len(catalog.known) == 4_000
    assert time.process_time() - started < 5  # comparing all pairs takes minutes

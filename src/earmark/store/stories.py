"""Stories: who belongs to them, which are stale, and what the index holds of each."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from earmark.model import Derived, EpisodeId, FoldedStory, KeyPhrase, PodcastId, StoryId
from earmark.store import codec
from earmark.store.batches import Step, batches, run_steps, weighed
from earmark.store.engine import writing
from earmark.store.schema import boilerplate, episodes, meta, stale_stories, stories

_PAGE = 5_000
_GENERATION = meta.c.name == "generation"

# ---------------------------------------------------------------- folds


def set_stories(engine: Engine, folds: Iterable[FoldedStory]) -> None:
    """``ports.Store.set_stories``. A story is stored whole: one of more than 170 members makes a
    longer transaction."""
    steps = ((rows, _folds_step(batch)) for rows, batch in weighed(folds, _rows_of))
    run_steps(writing(engine), steps)


def _rows_of(fold: FoldedStory) -> int:
    """Its own stale row, and for each member the episode and the stale row of the story it left."""
    return 1 + 2 * len(fold.members)


def _folds_step(folds: Sequence[FoldedStory]) -> Step:
    def step(connection: Connection) -> None:
        before = _places(connection, [member for fold in folds for member in fold.members])
        moved = [
            {"b_id": id_, "story": story, "position": position, "reason": reason}
            for id_, (story, position, reason) in _new_places(folds)
            if id_ in before and before[id_] != (story, position, reason)
        ]
        if moved:
            connection.execute(_PLACE, moved)
        left = {before[row["b_id"]][0] for row in moved}
        mark_stale(connection, left | {fold.id for fold in folds})

    return step


_PLACE = (
    update(episodes)
    .where(episodes.c.id == bindparam("b_id"))
    .values(
        story_id=bindparam("story"),
        story_position=bindparam("position"),
        fold_reason=bindparam("reason"),
    )
)


def _places(
    connection: Connection, ids: Sequence[EpisodeId]
) -> dict[object, tuple[int, int, str | None]]:
    columns = (
        episodes.c.id,
        episodes.c.story_id,
        episodes.c.story_position,
        episodes.c.fold_reason,
    )
    return {
        id_: (story, position, reason)
        for batch in batches(ids)
        for id_, story, position, reason in connection.execute(
            select(*columns).where(episodes.c.id.in_(batch))
        )
    }


def _new_places(
    folds: Sequence[FoldedStory],
) -> Iterator[tuple[EpisodeId, tuple[int, int, str | None]]]:
    for fold in folds:
        rest = [member for member in fold.members if member != fold.canonical]
        for position, member in enumerate([fold.canonical, *rest]):
            yield member, (fold.id, position, fold.reasons.get(member) if position else None)


def mark_stale(connection: Connection, ids: Iterable[int]) -> None:
    rows = [{"story_id": id_} for id_ in sorted(ids)]
    if rows:
        connection.execute(insert(stale_stories).on_conflict_do_nothing(), rows)


def stale(connection: Connection, limit: int, after: StoryId | None) -> tuple[StoryId, ...]:
    query = select(stale_stories.c.story_id).order_by(stale_stories.c.story_id).limit(limit)
    if after is not None:
        query = query.where(stale_stories.c.story_id > after)
    return tuple(StoryId(id_) for id_ in connection.execute(query).scalars())


# ---------------------------------------------------------------- boilerplate


def set_sentence_keys(engine: Engine, keys: Mapping[EpisodeId, bytes]) -> None:
    """``ports.Store.set_sentence_keys``."""
    for batch in batches(keys.items()):
        rows = [{"b_id": id_, "keys": packed} for id_, packed in batch]
        with writing(engine).begin() as connection:
            connection.execute(_SET_KEYS, rows)


_SET_KEYS = (
    update(episodes)
    .where(episodes.c.id == bindparam("b_id"))
    .values(sentence_keys=bindparam("keys"))
)


def get_boilerplate(
    connection: Connection, podcasts: Iterable[PodcastId]
) -> dict[PodcastId, tuple[frozenset[int], frozenset[str]]]:
    query = select(boilerplate.c.podcast_id, boilerplate.c.sentences, boilerplate.c.keywords)
    found = dict.fromkeys(podcasts, (frozenset[int](), frozenset[str]()))
    for batch in batches(tuple(found)):
        rows = connection.execute(query.where(boilerplate.c.podcast_id.in_(batch)))
        for podcast_id, sentences, keywords in rows:
            unpacked = struct.unpack(f">{len(sentences) // 8}Q", sentences)
            found[podcast_id] = frozenset(unpacked), frozenset(codec.unpack_list(keywords))
    return found


def set_boilerplate(
    engine: Engine,
    podcast_id: PodcastId,
    sentences: frozenset[int],
    keywords: frozenset[str],
    made_stale: Iterable[StoryId],
) -> None:
    """``ports.Store.set_boilerplate``. The stale stories go first: cut short before the end, the
    boilerplate is still the old one and will be found changed again."""
    values = {
        "sentences": struct.pack(f">{len(sentences)}Q", *sorted(sentences)),
        "keywords": codec.pack_list(sorted(keywords)) or "[]",
    }
    new = insert(boilerplate).values(podcast_id=podcast_id, **values)
    upsert = new.on_conflict_do_update(index_elements=["podcast_id"], set_=values)

    def store(connection: Connection) -> None:
        connection.execute(upsert)

    run_steps(writing(engine), [*_stale_steps(made_stale), (1, store)])


def _stale_steps(ids: Iterable[StoryId]) -> Iterator[tuple[int, Step]]:
    for batch in batches(sorted(set(ids))):
        yield len(batch), lambda connection, batch=batch: mark_stale(connection, batch)  # type: ignore[misc]


# ---------------------------------------------------------------- what the index holds


def acknowledge(
    engine: Engine,
    indexed: Mapping[StoryId, tuple[int, str]],
    gone: Iterable[StoryId],
    at: datetime,
) -> int:
    """``ports.Store.acknowledge``."""
    run_steps(writing(engine), _acknowledging(indexed, gone, at))
    with engine.begin() as connection:
        return generation(connection)


def _acknowledging(
    indexed: Mapping[StoryId, tuple[int, str]], gone: Iterable[StoryId], at: datetime
) -> Iterator[tuple[int, Step]]:
    for batch in batches(indexed.items(), 250):
        yield 2 * len(batch), lambda connection, batch=batch: _indexed(connection, batch)  # type: ignore[misc]
    for ids in batches(gone, 250):
        yield 2 * len(ids), lambda connection, ids=ids: _gone(connection, ids)  # type: ignore[misc]
    yield 2, lambda connection: _raise_generation(connection, at)


def _indexed(connection: Connection, batch: Sequence[tuple[StoryId, tuple[int, str]]]) -> None:
    """A story that lost its last member while it was indexed (a podcast was removed) stays
    stale, so that the index lets go of it."""
    rows = [{"id": id_, "digest": digest, "language": lang} for id_, (digest, lang) in batch]
    connection.execute(_STORE_DIGEST, rows)
    ids = [id_ for id_, _ in batch]
    alive = select(episodes.c.story_id).where(episodes.c.story_id.in_(ids))
    done = stale_stories.c.story_id.in_(ids) & stale_stories.c.story_id.in_(alive)
    connection.execute(delete(stale_stories).where(done))


_new_story = insert(stories)
_STORE_DIGEST = _new_story.on_conflict_do_update(
    index_elements=["id"],
    set_={
        "digest": _new_story.excluded.digest,
        "language": _new_story.excluded.language,
        "phrases": None,  # of what was indexed before
    },
)


def _gone(connection: Connection, ids: Sequence[StoryId]) -> None:
    connection.execute(delete(stories).where(stories.c.id.in_(ids)))
    connection.execute(delete(stale_stories).where(stale_stories.c.story_id.in_(ids)))


def _raise_generation(connection: Connection, at: datetime) -> None:
    connection.execute(update(meta).where(_GENERATION).values(value=meta.c.value + 1))
    noted = insert(meta).values(name="changed_at", value=codec.to_us(at))
    set_ = {"value": noted.excluded.value}
    connection.execute(noted.on_conflict_do_update(index_elements=["name"], set_=set_))


def generation(connection: Connection) -> int:
    found: int = connection.execute(select(meta.c.value).where(_GENERATION)).scalar_one()
    return found


def incarnation(connection: Connection) -> int:
    """``ports.Store.incarnation``; 0 for a catalog that never was another."""
    query = select(meta.c.value).where(meta.c.name == "incarnation")
    found: int | None = connection.execute(query).scalar()
    return found or 0


def changed_at(connection: Connection) -> datetime | None:
    """When the generation was raised; None in a library that a version before this one indexed."""
    query = select(meta.c.value).where(meta.c.name == "changed_at")
    return codec.from_us(connection.execute(query).scalar_one_or_none())


def indexed_page(connection: Connection, after: int) -> list[tuple[StoryId, int]]:
    """(story, digest) of the next stories that have members; short when there are no more."""
    ids = (
        select(episodes.c.story_id)
        .where(episodes.c.story_id > after)
        .group_by(episodes.c.story_id)
        .order_by(episodes.c.story_id)
        .limit(_PAGE)
        .subquery()
    )
    query = select(ids.c.story_id, stories.c.digest).outerjoin(
        stories, stories.c.id == ids.c.story_id
    )
    rows = connection.execute(query.order_by(ids.c.story_id))
    return [(StoryId(id_), digest or 0) for id_, digest in rows]


def languages(connection: Connection, wanted: Iterable[StoryId]) -> dict[StoryId, str]:
    found: dict[StoryId, str] = {}
    for batch in batches(dict.fromkeys(wanted)):
        query = select(stories.c.id, stories.c.language).where(stories.c.id.in_(batch))
        found.update((StoryId(id_), language) for id_, language in connection.execute(query))
    return found


# ---------------------------------------------------------------- what pages ask of stories


def derived(connection: Connection, wanted: Iterable[StoryId]) -> dict[StoryId, Derived]:
    found: dict[StoryId, Derived] = {}
    for batch in batches(dict.fromkeys(wanted)):
        query = select(stories.c.id, stories.c.language, stories.c.phrases)
        for id_, language, packed in connection.execute(query.where(stories.c.id.in_(batch))).all():
            found[StoryId(id_)] = Derived(language, codec.unpack_phrases(packed))
    return found


def unread(connection: Connection, limit: int) -> tuple[StoryId, ...]:
    query = select(stories.c.id).where(stories.c.phrases.is_(None)).order_by(stories.c.id)
    return tuple(StoryId(id_) for id_ in connection.execute(query.limit(limit)).scalars())


def set_phrases(engine: Engine, found: Mapping[StoryId, Iterable[KeyPhrase]]) -> None:
    """``ports.Store.set_phrases``."""
    for batch in batches(found.items()):
        rows = [{"b_id": id_, "packed": codec.pack_phrases(each)} for id_, each in batch]
        with writing(engine).begin() as connection:
            connection.execute(_SET_PHRASES, rows)


_SET_PHRASES = (
    update(stories).where(stories.c.id == bindparam("b_id")).values(phrases=bindparam("packed"))
)

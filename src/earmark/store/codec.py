"""Values <-> what a column holds: times, lists, and the packed rest of what a publisher said.

The packed rest ("details") is JSON of the fields that differ from their default, zlib-compressed;
nothing for nothing. A dataclass inside is the list of its fields in order, so a field that is
added to one must stand last and have a default.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from earmark.model import (
    Chapter,
    Enclosure,
    KeyPhrase,
    ParsedEpisode,
    ParsedFeed,
    Person,
    Soundbite,
    Tag,
    TranscriptLink,
)

PACK_LEVEL = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_us(at: datetime | None) -> int | None:
    """Whole microseconds since 1970. Exact, unlike ``timestamp()``."""
    return None if at is None else (at - _EPOCH) // _MICROSECOND


def from_us(us: int | None) -> datetime | None:
    return None if us is None else _EPOCH + timedelta(microseconds=us)


def pack_text(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"), PACK_LEVEL) if text else b""


def unpack_text(packed: bytes | None) -> str:
    return zlib.decompress(packed).decode("utf-8", "surrogatepass") if packed else ""


def pack_list(words: tuple[str, ...] | list[str]) -> str | None:
    return json.dumps(words, ensure_ascii=False) if words else None


def unpack_list(packed: str | None) -> tuple[str, ...]:
    return tuple(json.loads(packed)) if packed else ()


def pack_phrases(phrases: Iterable[KeyPhrase]) -> bytes:
    """A list of weight, phrase as written, and its tokens: null where they are what is written,
    in small letters."""
    flat: list[object] = []
    for key, written, weight in phrases:
        flat += (weight, written, None if key == written.lower() else key)
    return json.dumps(flat, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def unpack_phrases(packed: bytes | None) -> tuple[KeyPhrase, ...] | None:
    if packed is None:
        return None
    flat = iter(json.loads(packed.decode("utf-8", "surrogatepass")))
    return tuple(
        [
            KeyPhrase(written.lower() if key is None else key, written, weight)
            for weight, written, key in zip(flat, flat, flat, strict=True)
        ]
    )


# ---------------------------------------------------------------- dataclasses <-> JSON

_PARTS = (Enclosure, Person, TranscriptLink, Chapter, Soundbite, Tag)
_values_of = {part: attrgetter(*(field.name for field in fields(part))) for part in _PARTS}


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return _values_of[type(value)](value)


_dump = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_as_json
).encode


def _tuple_of(part: Callable[..., Any]) -> Callable[[list[list[Any]]], tuple[Any, ...]]:
    return lambda values: tuple([part(*value) for value in values])


def _tag(name: str, attributes: list[list[str]], text: str, children: list[Any]) -> Tag:
    return Tag(name, tuple((key, value) for key, value in attributes), text, _tags(children))


_tags = _tuple_of(_tag)
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "published_at": datetime.fromisoformat,
    "updated_at": datetime.fromisoformat,
    "enclosure": lambda value: Enclosure(*value),
    "alternates": _tuple_of(Enclosure),
    "keywords": tuple,
    "persons": _tuple_of(Person),
    "transcripts": _tuple_of(TranscriptLink),
    "chapters": _tuple_of(Chapter),
    "soundbites": _tuple_of(Soundbite),
    "tags": _tags,
    "funding": lambda value: tuple((url, text) for url, text in value),
}


class Packer:
    """Packs the fields of one dataclass, without those that have a column of their own."""

    def __init__(self, parsed: type, apart: frozenset[str]):
        kept = [field for field in fields(parsed) if field.name not in apart]
        self._defaults = [
            (field.name, None if field.default is MISSING else field.default) for field in kept
        ]
        self._values = attrgetter(*(field.name for field in kept))

    def pack(self, parsed: Any, extra: Mapping[str, Any] | None = None) -> bytes | None:
        details = {
            name: value
            for (name, default), value in zip(self._defaults, self._values(parsed), strict=True)
            if value != default
        }
        if extra:
            details.update(extra)
        return _pack_details(_dump(details)) if details else None


SHORT_DETAILS = 400
"""Bytes; JSON up to here is stored as it is, since packing it takes longer than it saves."""


def _pack_details(dumped: str) -> bytes:
    if len(dumped) <= SHORT_DETAILS:
        return dumped.encode("utf-8", "surrogatepass")
    return pack_text(dumped)


def unpack(details: bytes | None) -> dict[str, Any]:
    """Field name -> value of the fields that differ from their default."""
    if not details:
        return {}
    plain = details.startswith(b"{")
    dumped = details.decode("utf-8", "surrogatepass") if plain else unpack_text(details)
    found: dict[str, Any] = json.loads(dumped)
    for name in found.keys() & _READERS.keys():
        if found[name] is not None:
            found[name] = _READERS[name](found[name])
    return found


def unpack_only(details: bytes | None, *names: str) -> dict[str, Any]:
    """``unpack``, quicker where the details have none of these fields: most have neither people
    nor chapters."""
    if not details:
        return {}
    if details.startswith(b"{") and not any(name.encode() in details for name in names):
        return {}
    return unpack(details)


_COLUMNS_OF_EPISODE = frozenset(
    (
        "title",
        "guid",
        "link",
        "published_at",
        "published_raw",
        "duration_ms",
        "notes",
        "season",
        "number",
        "language",
        "keywords",
    )
)
_COLUMNS_OF_FEED = frozenset(
    (
        "title",
        "link",
        "language",
        "author",
        "image_url",
        "description",
        "categories",
        "complete",
    )
)
_OF_THE_DOCUMENT = frozenset(
    (
        "episodes",
        "item_hashes",
        "unchanged",
        "items_seen",
        "problems",
    )
)
_episode_packer = Packer(ParsedEpisode, _COLUMNS_OF_EPISODE)
_feed_packer = Packer(ParsedFeed, _COLUMNS_OF_FEED | _OF_THE_DOCUMENT)


def pack_episode(
    episode: ParsedEpisode, *, published_at: datetime | None, guid: str | None
) -> bytes | None:
    """Details of an episode. Date and guid as published are kept where the plan decided on
    others."""
    if episode.published_at == published_at and episode.guid == guid:
        return _episode_packer.pack(episode)
    return _episode_packer.pack(
        episode, {"published_at": episode.published_at, "guid": episode.guid}
    )


def pack_feed(feed: ParsedFeed) -> bytes | None:
    """Details of a podcast: what the document says of it, not of its episodes."""
    return _feed_packer.pack(feed)

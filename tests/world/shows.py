"""What the shows of the world publish: documents that grow by the round, of generated text or,
where there are real feeds at hand, in their shape.

A show is a pure function of its number: any process that asks for the same version gets the same
bytes. Episode ``k`` of show ``n`` has the title ``title_of(n, k)``, which no other has, so that
what a library ought to hold can be counted by titles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path
from random import Random

from bench.generate import word
from earmark.errors import ParseError
from earmark.parse.feed import parse_feed

BEGINS = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
"""The virtual time of the first round."""
STEP = timedelta(days=2)
"""Between two rounds, by the virtual clock."""
FIRST_EPISODES = 6
"""Those of a show when the first round begins, a week apart."""
GROWING = 0.12
"""Share of shows with a new episode in a round."""
TEMPLATE_ITEMS = 6
"""Items of a real feed whose shape is used."""

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>\n'
    "<title>@@TITLE@@</title><link>@@HOME@@</link><language>en</language>"
    "<description>{notes}</description>"
)
_ITEM = (
    "<item><title>@@TITLE@@</title><guid isPermaLink='false'>@@GUID@@</guid>"
    '<pubDate>@@DATE@@</pubDate><enclosure url="@@AUDIO@@" type="audio/mpeg" length="@@LENGTH@@"/>'
    "<itunes:duration>@@SECONDS@@</itunes:duration><description>{notes}</description></item>\n"
)


@dataclass(frozen=True, slots=True)
class Template:
    """The shape of a feed: what stands before, in, and after its items, with marks (``@@TITLE@@``)
    where a show puts its own."""

    head: bytes
    items: tuple[bytes, ...]
    tail: bytes


def new_episodes(show: int, round_number: int) -> int:
    """How many episodes a show publishes just before a round (not the first)."""
    chance = Random(show * 1_009 + round_number)
    return chance.choice((1, 1, 1, 2)) if chance.random() < GROWING else 0


@cache
def episodes_out(show: int, round_number: int) -> int:
    """Episodes that are out when a round begins."""
    later = range(1, round_number + 1)
    return FIRST_EPISODES + sum(new_episodes(show, number) for number in later)


def title_of(show: int, episode: int) -> str:
    """Of an episode; ``episode`` counts from 0."""
    return f"{word(show * 31 + episode).title()} of show {show} part {episode}"


def titles(show: int, round_number: int) -> frozenset[str]:
    """All episodes that are out when a round begins."""
    return frozenset(title_of(show, number) for number in range(episodes_out(show, round_number)))


def published(show: int, episode: int) -> datetime:
    """The first ones weekly before the world begins, the others hours before their round."""
    if episode < FIRST_EPISODES:
        age = timedelta(weeks=FIRST_EPISODES - episode)
        return BEGINS - age + timedelta(minutes=show % 600)
    number = 1
    while episodes_out(show, number) <= episode:
        number += 1
    return BEGINS + STEP * number - timedelta(hours=9 - (episode - FIRST_EPISODES) % 8)


def document(
    show: int, round_number: int, template: Template, *, home: str, rehosted: bool = False
) -> bytes:
    """The feed as published when a round begins. ``rehosted``: under new guids and with its audio
    at another host, as after a change of hosting company (I5)."""
    newest_first = range(episodes_out(show, round_number) - 1, -1, -1)
    items = [_item(show, number, template, rehosted=rehosted) for number in newest_first]
    head = _filled(template.head, TITLE=f"Show {show} of {word(show)}", HOME=home)
    return head + b"".join(items) + template.tail


def _item(show: int, episode: int, template: Template, *, rehosted: bool) -> bytes:
    shape = template.items[episode % len(template.items)]
    place = f"new-media-{show}.example/a" if rehosted else f"media-{show}.example"
    guid = f"urn:new:{show * 7 + 3}:{episode}" if rehosted else f"show-{show}-episode-{episode}"
    return _filled(
        shape,
        TITLE=title_of(show, episode),
        GUID=guid,
        DATE=format_datetime(published(show, episode)),
        AUDIO=f"https://{place}/{show}-{episode}.mp3",
        LENGTH=str(1_000_000 + show * 100 + episode),
        SECONDS=str(900 + (show * 37 + episode * 211) % 4_000),
    )


def _filled(shape: bytes, **values: str) -> bytes:
    for name, value in values.items():
        shape = shape.replace(b"@@%s@@" % name.encode(), escape(value).encode())
    return shape


# ---------------------------------------------------------------- shapes


def generated_template(seed: int) -> Template:
    """A plain feed whose notes are made-up words."""
    chance = Random(seed)

    def notes() -> str:
        return " ".join(word(int(chance.paretovariate(0.7)) % 40_000) for _ in range(60)) + "."

    items = tuple(_ITEM.format(notes=notes()).encode() for _ in range(TEMPLATE_ITEMS))
    return Template(_HEAD.format(notes=notes()).encode(), items, b"</channel></rss>\n")


def templates(folder: Path | None) -> tuple[Template, ...]:
    """The shapes of the real feeds in a folder (in order of name) that can be used; generated
    ones where there is no folder."""
    found = [template_of(path.read_bytes()) for path in _feeds(folder)]
    usable = tuple(template for template in found if template is not None)
    return usable or tuple(generated_template(seed) for seed in range(20))


def _feeds(folder: Path | None) -> Sequence[Path]:
    return sorted(folder.glob("*.xml")) if folder is not None and folder.is_dir() else ()


_ITEMS = re.compile(rb"<item[\s>].*?</item\s*>", re.DOTALL)
_SAYS_WHEN_OR_WHERE = re.compile(  # a show of the world has its own address, and no wish when
    rb"<(?P<tag>atom:link|atom10:link|itunes:new-feed-url|podcast:guid|podcast:locked|ttl"
    rb"|itunes:complete|podcast:updateFrequency|podcast:podroll|sy:\w+|skipHours|skipDays"
    rb"|itunes:title|itunes:block|podcast:block|itunes:subtitle|podcast:alternateEnclosure"
    rb"|podcast:liveItem|lastBuildDate)\b(?:[^>]*/>|.*?</(?P=tag)\s*>)",
    re.DOTALL,
)
_OWN = (
    (re.compile(rb"<title[^>]*>.*?</title\s*>", re.DOTALL), b"<title>@@TITLE@@</title>"),
    (
        re.compile(rb"<guid[^>]*>.*?</guid\s*>", re.DOTALL),
        b"<guid isPermaLink='false'>@@GUID@@</guid>",
    ),
    (re.compile(rb"<pubDate[^>]*>.*?</pubDate\s*>", re.DOTALL), b"<pubDate>@@DATE@@</pubDate>"),
    (
        re.compile(rb"<enclosure\b[^>]*>"),
        b'<enclosure url="@@AUDIO@@" type="audio/mpeg" length="@@LENGTH@@"/>',
    ),
    (
        re.compile(rb"<itunes:duration[^>]*>.*?</itunes:duration\s*>", re.DOTALL),
        b"<itunes:duration>@@SECONDS@@</itunes:duration>",
    ),
)
_LINK = re.compile(rb"<link[^>]*>.*?</link\s*>", re.DOTALL)


def template_of(data: bytes) -> Template | None:
    """The shape of a real feed; None for one that cannot be cut into items, or whose items lack
    what tells one from another (a title, a guid, a date, an enclosure)."""
    found = list(_ITEMS.finditer(data))
    if not found:
        return None
    head = _SAYS_WHEN_OR_WHERE.sub(b"", data[: found[0].start()])
    head = _LINK.sub(b"<link>@@HOME@@</link>", _OWN[0][0].sub(_OWN[0][1], head, count=1), count=1)
    items = [_shape(match[0]) for match in found[:TEMPLATE_ITEMS]]
    told = [item for item in items if all(item.count(mark) for mark in _TELLING)]
    template = Template(head, tuple(told), data[found[-1].end() :])
    return template if told and _usable(template) else None


_TELLING = (b"@@TITLE@@", b"@@GUID@@", b"@@DATE@@", b"@@AUDIO@@")


def _shape(item: bytes) -> bytes:
    item = _SAYS_WHEN_OR_WHERE.sub(b"", item)
    for pattern, own in _OWN:
        item = pattern.sub(own, item)
    return _LINK.sub(b"", item)


def _usable(template: Template) -> bool:
    """It gives a feed with the titles that it ought to have."""
    try:
        parsed = parse_feed(document(0, 0, template, home="https://home.example/"))
    except ParseError:
        return False
    return {episode.title for episode in parsed.episodes} == titles(0, 0)

"""Feeds written for the tests of the pages: what each may be seen by, and the faults of real ones.

Words in capitals are planted: tests look for them where they must not be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

UNLISTED_WORD = "zibeline"
UNLISTED_TITLE = "The Quiet Pantry"
PRIVATE_WORD = "quorvian"
PRIVATE_TITLE = "Members of the Cellar"
PRIVATE_TOKEN = "tok5e7c2a91d04b"
PRIVATE_FEED = f"https://cellar.example/feed.xml?token={PRIVATE_TOKEN}"
WHOLE_SENTENCE = "Only who reads to the very end learns where the ladle hangs"
"""A sentence of notes after those that may be quoted; no topic of the tests is in it."""
OPEN_SENTENCE = "The last line of open notes says that the kettle is blue"
"""The same in a show whose licence lets anybody show its notes whole."""


@dataclass(frozen=True)
class Item:
    title: str
    guid: str
    notes: str = ""
    date: str | None = "Tue, 06 Jan 2026 06:00:00 +0000"
    audio: str | None = None
    seconds: int | None = 1800
    link: str | None = None
    keywords: str = ""
    more: str = ""
    """Elements as they stand in the item."""


def rss(
    title: str,
    items: Iterable[Item],
    *,
    url: str,
    language: str = "en",
    more: str = "",
) -> str:
    """An RSS feed. ``more``: elements as they stand in the channel."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
        ' xmlns:podcast="https://podcastindex.org/namespace/1.0"'
        ' xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{escape(title)}</title><language>{language}</language>"
        f'<atom:link rel="self" href="{escape(url)}"/>{more}'
        f"{''.join(map(_item, items))}</channel></rss>"
    )


def _item(item: Item) -> str:
    parts = [f"<title>{escape(item.title)}</title><guid>{escape(item.guid)}</guid>"]
    if item.date:
        parts.append(f"<pubDate>{item.date}</pubDate>")
    if item.notes:
        parts.append(f"<description>{escape(item.notes)}</description>")
    if item.audio:
        parts.append(f'<enclosure url="{escape(item.audio)}" type="audio/mpeg" length="9000000"/>')
    if item.seconds is not None:
        parts.append(f"<itunes:duration>{item.seconds}</itunes:duration>")
    if item.link:
        parts.append(f"<link>{escape(item.link)}</link>")
    if item.keywords:
        parts.append(f"<itunes:keywords>{escape(item.keywords)}</itunes:keywords>")
    return f"<item>{''.join(parts)}{item.more}</item>"


_LONG = " ".join(
    (
        "<p>Copper pots hang over the stove.",
        "Each of them has a name and a dent.",
        "Iron keeps the heat, tin keeps the taste.",
        "A cook of forty years shows her hands.",
        "Nobody touches the great pan before noon.",
        "Vinegar, salt and patience are all that polish needs.",
        "The scullery has a door that sticks in rain.",
        f"{WHOLE_SENTENCE}.</p>",
    )
)

_COPPER = rss(
    "Copper and Steam",
    [
        Item(
            "Pots with names",
            "copper-1",
            _LONG,
            "Tue, 03 Mar 2026 06:00:00 +0000",
            "https://media.copper.example/1.mp3",
            2400,
            "https://copper.example/1",
            "copper pots, kitchens",
            '<podcast:person role="guest">Ada Quist</podcast:person>'
            '<podcast:transcript url="https://copper.example/1.vtt" type="text/vtt"/>',
        ),
        Item(
            "", "copper-2", "<p>An episode about copper pots that nobody named.</p>", seconds=None
        ),
        Item("Copper without a date", "copper-3", "Copper pots, at some time.", date=None),
        Item(
            "Copper, silent",
            "copper-4",
            "",
            "Mon, 02 Feb 2026 06:00:00 +0000",
            more="<itunes:author>The House of Pans</itunes:author>",
        ),
        Item(
            "=SUM(copper)",
            "copper-5",
            "A title that a spreadsheet would run, about copper pots.",
            "Wed, 04 Feb 2026 06:00:00 +0000",
            "http://media.copper.example/5.mp3?a=1&b=2",
        ),
    ],
    url="https://copper.example/feed.xml",
    more="<link>https://copper.example/</link><description>Kitchens that boil.</description>"
    '<itunes:image href="https://copper.example/pots.jpg"/>',
)

_DOUBLE = rss(
    "Copper on the Network",
    [
        Item(
            "Pots with names",
            "network-1",
            "Copper pots, sent again by the network.",
            "Tue, 03 Mar 2026 09:00:00 +0000",
            "https://media.copper.example/1.mp3?via=network",
            2400,
        )
    ],
    url="https://network.example/feed.xml",
)

_OPEN = rss(
    "Open Kettle",
    [
        Item(
            "Kettles for everybody",
            "kettle-1",
            "<p>Kettles sing. They are made of copper. Some whistle. Some hum. Some only wait. "
            f"{OPEN_SENTENCE}.</p>",
            "Sun, 01 Mar 2026 06:00:00 +0000",
            "https://media.kettle.example/1.mp3",
            900,
        )
    ],
    url="https://kettle.example/feed.xml",
    more="<podcast:license>cc-by-4.0</podcast:license>",
)

_ARABIC = rss(
    "مطبخ النحاس",
    [Item("قدور copper القديمة", "arabic-1", "حديث عن القدور القديمة في المطبخ.")],
    url="https://arabic.example/feed.xml",
    language="ar",
)


def _hidden(title: str, word: str, host: str, url: str, more: str = "") -> str:
    token = url.removeprefix(url.partition("?")[0])
    return rss(
        title,
        [
            Item(
                f"Copper {word} number {number}",
                f"{host}-{number}",
                f"<p>Nobody else says {word} of copper pots. The TRC of {word} meets here.</p>",
                f"Thu, {number:02d} Jan 2026 06:00:00 +0000",
                f"https://media.{host}/{number}.mp3{token}",
                1200,
                f"https://{host}/{word}/{number}{token}",
                f"{word}, {word} talk",
                f'<podcast:person role="host">{word.title()} Host</podcast:person>',
            )
            for number in (8, 15, 22)
        ],
        url=url,
        language="fi",
        more=f"<link>https://{host}/{word}</link><description>All {word}.</description>"
        f'<itunes:image href="https://{host}/{word}.jpg{token}"/>{more}',
    )


WRITTEN: Mapping[str, str] = {
    "copper": _COPPER,
    "double": _DOUBLE,
    "open": _OPEN,
    "arabic": _ARABIC,
    "unlisted": _hidden(
        UNLISTED_TITLE,
        UNLISTED_WORD,
        "pantry.example",
        "https://pantry.example/feed.xml",
        "<itunes:block>Yes</itunes:block>",
    ),
    "private": _hidden(PRIVATE_TITLE, PRIVATE_WORD, "cellar.example", PRIVATE_FEED),
}
"""File name without its ending -> feed."""

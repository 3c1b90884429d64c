"""Feeds that are written for the browser's tests: a topic of many episodes, audio that can't be
played, and texts that break layouts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:psc="http://podlove.org/simple-chapters"'
    ' xmlns:podcast="https://podcastindex.org/namespace/1.0"'
)
MANY = 45
"""Episodes on the word ``kestrel``: more than a page of them."""

SENTENCE = "A kestrel over the motorway, and what it sees that we don't. "
LONG_TITLE = ("Everything that a very long title can say about one kestrel " * 17)[:1000]
UNBROKEN = "kestrel" + "Donaudampfschifffahrtsgesellschaftskapitän" * 6
RIGHT_TO_LEFT = "العوسق kestrel فوق المدينة: حديث طويل عن الطيور الجارحة (الجزء ٢)"
HEBREW = "בז מצוי kestrel מעל העיר: שיחה על עופות דורסים"
EMOJI = "🦅🦅🦅 kestrel 👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈 " * 8
CJK = "チョウゲンボウ kestrel の空中停止飛行について、長い長い題名がどこで折り返されるのか。" * 4
COMBINING = "k" + "\u0301\u0302\u0303\u0308\u0328" * 12 + "estrel kestrel"


@dataclass(frozen=True)
class Item:
    title: str
    notes: str = SENTENCE
    day: int = 1
    month: int = 1
    year: int = 2025
    audio: str | None = None
    type: str = "audio/wav"
    link: str | None = "https://publisher.example/episode"
    keywords: str = ""
    more: str = ""
    """Elements as XML."""


@dataclass(frozen=True)
class Show:
    title: str
    items: list[Item] = field(default_factory=list)
    language: str = "en"
    description: str = "A show."
    author: str = "An author"
    more: str = ""
    """Elements as XML."""


def rss(show: Show, address: str) -> str:
    items = "".join(_item(item, f"{address}#{number}") for number, item in enumerate(show.items))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMESPACES}><channel>'
        f"<title>{escape(show.title)}</title><link>https://publisher.example/</link>"
        f"<description>{escape(show.description)}</description>"
        f"<language>{show.language}</language>"
        f"<itunes:author>{escape(show.author)}</itunes:author>{show.more}{items}</channel></rss>"
    )


def _item(item: Item, guid: str) -> str:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    date = f"{item.day:02} {months[item.month - 1]} {item.year} 08:00:00 +0000"
    link = f"<link>{escape(item.link)}</link>" if item.link else ""
    enclosure = (
        f"<enclosure url={quoteattr(item.audio)} type={quoteattr(item.type)} length='1'/>"
        if item.audio
        else ""
    )
    return (
        f"<item><title>{escape(item.title)}</title><guid isPermaLink='false'>{escape(guid)}</guid>"
        f"<pubDate>{date}</pubDate>{link}{enclosure}<description>{escape(item.notes)}</description>"
        f"<itunes:keywords>{escape(item.keywords)}</itunes:keywords>{item.more}</item>"
    )


def write(folder: Path, origin: str) -> None:
    """Every written feed; audio is at ``origin``."""
    for number, show in enumerate((many(origin), unplayable(origin), *odd_texts(origin))):
        path = folder / f"written-{number}.xml"
        path.write_text(rss(show, f"written-{number}"), "utf-8")


def sound(origin: str, name: str, seconds: int = 60) -> str:
    return f"{origin}/demo/audio/{seconds}/{name}.wav"


def many(origin: str) -> Show:
    """Both pages of a list, over two years."""
    items = [
        Item(
            f"Kestrel diary {number}",
            SENTENCE * (1 + number % 3),
            day=1 + number % 28,
            month=1 + number % 12,
            year=2024 + number % 2,
            audio=sound(origin, f"kestrel-{number}"),
            keywords="birds, motorways",
        )
        for number in range(MANY)
    ]
    return Show("Kestrel diaries", items, description="One bird, every week.")


def unplayable(origin: str) -> Show:
    """Audio that is gone, is none, or is of a kind that no browser plays."""
    return Show(
        "Silent gannets",
        [
            Item("The gannet that is gone", "A gannet.", audio=f"{origin}/demo/gone.mp3",
                 type="audio/mpeg", year=2026),
            Item("The gannet that is a page", "A gannet.", audio=f"{origin}/", day=2,
                 type="audio/mpeg", year=2026),
            Item("The gannet of another kind", "A gannet.", audio=f"{origin}/demo/gone.xyz", day=3,
                 type="audio/x-unheard-of", year=2026),
            Item("The gannet without audio", "A gannet.", day=4, year=2026),
            Item("The gannet that sounds", "A gannet, at 0:30.", day=5, year=2026,
                 audio=sound(origin, "gannet", 120)),
        ],
    )  # fmt: skip


def odd_texts(origin: str) -> list[Show]:
    """What publishers really write, at its worst."""
    words = ", ".join(f"keyword {number}" for number in range(300))
    chapters = "".join(
        f'<psc:chapter start="00:{minute:02}:00" title={quoteattr(LONG_TITLE[: 20 * minute + 9])}/>'
        for minute in range(12)
    )
    people = "".join(
        f"<podcast:person role='guest'>{escape(name)}</podcast:person>"
        for name in (UNBROKEN, RIGHT_TO_LEFT, CJK, "A. N. Other", EMOJI)
    )
    english = [
        Item(LONG_TITLE, SENTENCE * 60, audio=sound(origin, "long"), keywords=words, day=9),
        Item("", SENTENCE, audio=sound(origin, "untitled"), day=8),
        Item("", "", link=None, day=7),
        Item(UNBROKEN, UNBROKEN * 3, audio=sound(origin, "unbroken"), day=6, year=2026),
        Item(EMOJI, EMOJI + SENTENCE, audio=sound(origin, "emoji"), day=5),
        Item(COMBINING, COMBINING * 4, day=4),
        Item(
            "Everything about a kestrel at once",
            f"<h1>Kestrel</h1><table><tr><td>{UNBROKEN}</td><td>2</td></tr></table>"
            f"<pre>{'kestrel ' * 60}</pre><ul><li>{LONG_TITLE}</li></ul>",
            audio=sound(origin, "everything", 900),
            day=3,
            more=f"<psc:chapters>{chapters}</psc:chapters>{people}",
        ),
    ]
    return [
        Show(LONG_TITLE[:400], english, description=SENTENCE * 80, author=LONG_TITLE[:200]),
        Show("العوسق", [Item(RIGHT_TO_LEFT, f"{RIGHT_TO_LEFT}. " * 9, day=12,
                             audio=sound(origin, "arabic"))], language="ar"),
        Show("בז", [Item(HEBREW, f"{HEBREW}. " * 9, day=13)], language="he"),
        Show("チョウゲンボウの時間", [Item(CJK, CJK * 3, day=14, audio=sound(origin, "cjk"),
                                 keywords="鳥, 猛禽類")], language="ja"),
        Show("", [Item("A kestrel of a show without a title", day=15)]),
    ]  # fmt: skip

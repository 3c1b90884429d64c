"""Feeds made in tests: plain data in, RSS bytes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Item:
    title: str
    guid: str
    day: int = 1
    notes: str = ""
    audio: str = ""
    length: int = 0
    duration: int | None = None
    keywords: str = ""


def rss(title: str, items: Iterable[Item], *, url: str = "", language: str = "en") -> bytes:
    """An RSS feed whose items were published on day ``day`` of 2024, counted from 1 January."""
    self_link = f'<atom:link rel="self" href="{url}"/>' if url else ""
    body = "".join(map(_item, items))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
        ' xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{escape(title)}</title><language>{language}</language>{self_link}"
        f"{body}</channel></rss>"
    ).encode()


def _item(item: Item) -> str:
    month, day = divmod(item.day - 1, 28)
    date = f"{day + 1:02d} {_MONTHS[month % 12]} 2024 12:00:00 +0000"
    duration = (
        "" if item.duration is None else f"<itunes:duration>{item.duration}</itunes:duration>"
    )
    keywords = (
        f"<itunes:keywords>{escape(item.keywords)}</itunes:keywords>" if item.keywords else ""
    )
    audio = (
        f'<enclosure url="{escape(item.audio)}" type="audio/mpeg" length="{item.length}"/>'
        if item.audio
        else ""
    )
    return (
        f"<item><title>{escape(item.title)}</title><guid>{escape(item.guid)}</guid>"
        f"<pubDate>{date}</pubDate><description>{escape(item.notes)}</description>"
        f"{duration}{keywords}{audio}</item>"
    )


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

"""Shows written for the tests of the library's verbs, some for everybody to see, some not.

Each of three tales is told by a public, an unlisted and a private show, so that a count tells who
asked. Words in capitals are planted where a visitor must not find them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

SECRET = "tok3n9b1"
HIDDEN = "QUIETWORD"
"""Said by the unlisted show only."""
PRIVATE = "CELLARWORD"
"""Said by the private show only."""
PLAIN_END = "This sentence stands too far back to be quoted"


def told(day: str | None, title: str, notes: str, *, audio: str = "", more: str = "") -> str:
    """An episode of a day (``2026-03-14``). ``more``: elements as they stand in the item."""
    parts = [f"<title>{escape(title)}</title><guid>{escape(title)} {day}</guid>"]
    parts.append(f"<description>{escape(notes)}</description>")
    if day:
        at = datetime.fromisoformat(day).replace(hour=6, tzinfo=UTC)
        parts.append(f"<pubDate>{format_datetime(at)}</pubDate>")
    if audio:
        parts.append(f'<enclosure url="{escape(audio)}" type="audio/mpeg" length="9000000"/>')
    return f"<item>{''.join(parts)}{more}</item>"


def show(name: str, title: str, *episodes: str, language: str = "en", more: str = "") -> str:
    """A feed at an address of its own. ``more``: elements as they stand in the channel."""
    query = f"?token={SECRET}" if name == "private" else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
        ' xmlns:podcast="https://podcastindex.org/namespace/1.0"'
        ' xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{escape(title)}</title><language>{language}</language>"
        f'<atom:link rel="self" href="https://{name}.example/feed{query}"/>{more}'
        f"{''.join(episodes)}</channel></rss>"
    )


HARBOUR = show(
    "harbour",
    "Harbour Tales",
    told("2026-01-10", "Lighthouse keepers", "The Lighthouse Act, read aloud. A keeper talks."),
    told(
        "2026-02-10",
        "Lighthouse lamps",
        "Lamps and lenses. Ada Holm polishes.",
        more='<podcast:person role="guest">Ada Holm</podcast:person>',
    ),
    told("2026-03-10", "Rope walk", f"One. Two of it. Three of it. Four of it. {PLAIN_END}."),
    told(
        "2026-03-11", "Ferry talk", "The ferry and the lighthouse.", audio="https://a.example/f.mp3"
    ),
    told(None, "Without a day", "An undated lighthouse."),
    told("2026-12-24", "To come", "A lighthouse of the time to come."),
    more="<link>https://harbour.example/</link><description>Piers and boats.</description>",
)
COAST = show(
    "coast",
    "The Coast Hour",
    told(
        "2026-03-11", "Ferry talk", "The ferry, heard again.", audio="https://a.example/f.mp3?x=1"
    ),
    told("2026-01-20", "Lighthouse stairs", "Steps of a lighthouse. The stairs of Hovden."),
    told("2026-01-21", "Two lighthouses", "A lighthouse there, a lighthouse here, and Hovden."),
    language="en-GB",
)
OPEN = show(
    "open",
    "Åpent fyr",
    told("2026-04-01", "Fyret på Møre", f"Et fyr. Ett til. Lighthouse sier de. Nei. {PLAIN_END}."),
    told("2026-04-02", "Fyrlykter", "Lykter i et fyr, og en kafé."),
    language="nb",
    more="<podcast:license>CC-BY-4.0</podcast:license>",
)
UNLISTED = show(
    "unlisted",
    "Quiet Lighthouse",
    told("2026-05-01", "A quiet lighthouse", f"Lighthouse and {HIDDEN}. Said softly in Hovden."),
    told("2026-05-02", "Ferry at night", f"{HIDDEN} again, at the ferry."),
    more="<itunes:block>Yes</itunes:block>",
)
PRIVATE_SHOW = show(
    "private",
    "Lighthouse Members",
    told("2026-05-03", "Members of the lighthouse", f"Lighthouse and {PRIVATE}."),
    told("2026-05-04", "Ferry of members", f"{PRIVATE} and the ferry of members."),
)
ENDED = show(
    "ended",
    "Änded Lanterns",
    told("2014-03-04", "Lantern songs", "Lanterns."),
    language="de",
)

SHOWS: Mapping[str, str] = {
    "harbour": HARBOUR,
    "coast": COAST,
    "open": OPEN,
    "unlisted": UNLISTED,
    "private": PRIVATE_SHOW,
    "ended": ENDED,
}

"""One invented feed, and 39 ways in which publishers and servers break one."""

from __future__ import annotations

from collections.abc import Callable

TITLES = ("Fog signals", "Salt and rope", "Låvedøra på gløtt", "Bells at night", "The last ferry")

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">\n<channel>\n'
    "<title>Harbour Lights</title>\n<link>https://harbour.example/</link>\n"
)
_ITEM = (
    "<item>\n<title>{title}</title>\n<guid>hl-{n}</guid>\n"
    "<pubDate>Tue, 0{n} Mar 2024 06:00:00 +0000</pubDate>\n"
    "<description><![CDATA[<p>Notes of part {n}.</p>]]></description>\n"
    '<enclosure url="https://cdn.example/{n}.mp3" type="audio/mpeg" length="100"/>\n</item>\n'
)
FEED = (
    _HEAD
    + "".join(_ITEM.format(title=title, n=n) for n, title in enumerate(TITLES, 1))
    + "</channel>\n</rss>\n"
)
_THIRD = FEED.index("<guid>hl-3")


def _in_third(text: str) -> str:
    """The text put into the third item."""
    return FEED[:_THIRD] + text + FEED[_THIRD:]


def _declared(encoding: str) -> str:
    return FEED.replace("UTF-8", encoding, 1)


def _all_upper() -> str:
    text = FEED
    for name in ("rss", "channel", "title", "link", "item", "guid", "description", "enclosure"):
        text = text.replace(f"<{name}", f"<{name.upper()}").replace(
            f"</{name}>", f"</{name.upper()}>"
        )
    return text


_TEXTS: dict[str, Callable[[], str]] = {
    "html entities": lambda: _in_third("<author>Ol&eacute; &nbsp; &mdash;</author>"),
    "unknown entity": lambda: _in_third("<author>&harbour;</author>"),
    "bare ampersand": lambda: _in_third("<author>Salt & Rope</author>"),
    "ampersand in url": lambda: FEED.replace("3.mp3", "3.mp3?a=1&b=2"),
    "reference to nothing": lambda: _in_third("<author>a&#0;b&#xFFFF;c&#31;</author>"),
    "control characters": lambda: _in_third("<author>a\x01\x0b\x1fb</author>"),
    "nul": lambda: _in_third("<author>a\x00b</author>"),
    "bare less-than": lambda: _in_third("<author>a < b</author>"),
    "blank lines first": lambda: "\n \n" + FEED,
    "php warning first": lambda: "<br />\n<b>Warning</b>: in <b>feed.php</b>\n" + FEED,
    "words first": lambda: "Notice: undefined variable\n" + FEED,
    "two declarations": lambda: FEED.split("\n", 1)[0] + FEED,
    "declaration inside": lambda: _in_third('<?xml version="1.0"?>'),
    "no declaration": lambda: FEED.split("\n", 1)[1],
    "html behind": lambda: FEED + "<!-- cached --><script>x()</script>",
    "comment that never ends behind": lambda: FEED + "<!-- cached",
    "cut off in the tail": lambda: FEED[: FEED.index("</channel>")],
    "cut off in the last item": lambda: FEED[: FEED.rindex("<enclosure") + 20],
    "unclosed tag": lambda: _in_third("<author>Ida"),
    "unclosed bold in text": lambda: _in_third("<author>Ida <b>Holm</author>"),
    "wrong nesting": lambda: _in_third("<author><i>Ida</author></i>"),
    "stray end tag": lambda: _in_third("</b>"),
    "missing item end": lambda: FEED.replace("</item>\n<item>", "<item>", 1),
    "unclosed cdata": lambda: FEED.replace("part 3.</p>]]>", "part 3.</p>", 1),
    "cdata end in text": lambda: _in_third("<author>a ]]> b</author>"),
    "unquoted attribute": lambda: FEED.replace('length="100"', "length=100"),
    "attribute twice": lambda: FEED.replace('length="100"', 'length="100" length="100"'),
    "attribute without value": lambda: FEED.replace('length="100"', "length"),
    "undeclared prefix": lambda: _in_third("<podcast:season>3</podcast:season>"),
    "300 deep": lambda: _in_third("<x>" * 300 + "</x>" * 300),
    "12 MB of text": lambda: _in_third("<author>" + "a" * 12_000_000 + "</author>"),
    "upper case": _all_upper,
    "doctype with entities": lambda: FEED.replace(
        "<rss", '<!DOCTYPE rss [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/hosts">]><rss', 1
    ),
}
BROKEN: dict[str, bytes] = {
    **{name: make().encode() for name, make in _TEXTS.items()},
    "says latin-1, is utf-8": _declared("ISO-8859-1").encode(),
    "says utf-8, is latin-1": FEED.encode("latin-1"),
    "says utf-16, is utf-8": _declared("UTF-16").encode(),
    "byte order mark, twice": b"\xef\xbb\xbf\xef\xbb\xbf" + FEED.encode(),
    "utf-16 without a mark": FEED.encode("utf-16-le"),
    "utf-8 with a broken byte": FEED.encode().replace(b"Notes of part 2", b"Notes \xff part 2"),
}

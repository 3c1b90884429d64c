"""28 attacks on parsers, each of about ``size`` bytes."""

from __future__ import annotations

from collections.abc import Callable

_ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def _rss(body: str, before: str = "") -> bytes:
    head = f'<?xml version="1.0"?>{before}<rss><channel><title>T</title>'
    return f"{head}{body}</channel></rss>".encode()


def _item(inside: str) -> bytes:
    return _rss(f"<item><title>A</title>{inside}</item>")


def _fill(text: str, size: int) -> str:
    return text * (size // len(text) + 1)


ATTACKS: dict[str, Callable[[int], bytes]] = {
    "billion laughs": lambda _: _rss(
        "<item><title>&a9;</title></item>", f'<!DOCTYPE rss [<!ENTITY a0 "ha">{_ENTITIES}]>'
    ),
    "quadratic entity": lambda size: _rss(
        f"<item><title>{_fill('&a;', size // 2)}</title></item>",
        f'<!DOCTYPE rss [<!ENTITY a "{"a" * (size // 2)}">]>',
    ),
    "external entity": lambda _: _rss(
        "<item><title>&x;</title></item>",
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ),
    "external DTD": lambda _: _rss("<item/>", '<!DOCTYPE rss SYSTEM "file:///etc/passwd">'),
    "parameter entity": lambda _: _rss(
        "<item/>", '<!DOCTYPE rss [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]>'
    ),
    "xinclude": lambda _: _item(
        '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    ),
    "many attributes": lambda size: _item(
        "<x " + " ".join(f'a{n}="1"' for n in range(size // 12)) + "/>"
    ),
    "many namespaces": lambda size: _rss("<item/>").replace(
        b"<rss",
        b"<rss " + b" ".join(b'xmlns:n%d="u:%d"' % (n, n) for n in range(size // 25)),
    ),
    "deep": lambda size: _item(_fill("<x>", size // 2) + _fill("</x>", size // 2)),
    "deep and unclosed": lambda size: _item(_fill("<x>", size)),
    "less-than signs": lambda size: _item(_fill("<", size)),
    "ampersands": lambda size: _item(_fill("&", size)),
    "brackets": lambda size: _item(_fill("]", size)),
    "cdata openings": lambda size: _item(_fill("<![CDATA[", size)),
    "comment openings": lambda size: _item(_fill("<!--", size)),
    "item openings": lambda size: _rss(_fill("<item>", size)),
    "empty items": lambda size: _rss(_fill("<item/>", size)),
    "short items": lambda size: _rss(_fill("<item></item>", size)),
    "dated items": lambda size: _rss(
        _fill("<item><pubDate>Tue, 05 Mar 2024 06:00:00 GMT</pubDate></item>", size)
    ),
    "tags of an item": lambda size: _item(_fill("<x/>", size)),
    "tags of a channel": lambda size: _rss(_fill("<x/>", size) + "<item/>"),
    "categories": lambda size: _item(_fill("<category>a</category>", size)),
    "persons": lambda size: _item(_fill("<author>a</author>", size)),
    "markup in a note": lambda size: _item(
        f"<description>{_fill('&lt;div style=&quot;', size)}</description>"
    ),
    "spaces in a tag": lambda size: _item("<x" + _fill(" ", size) + "/>"),
    "a long name": lambda size: _item("<" + "n" * size + "/>"),
    "doctype openings": lambda size: (_fill("<!DOCTYPE [", size) + "<rss/>").encode(),
    "digits": lambda size: _item(
        f"<duration>{'9' * (size // 4)}</duration><season>{'9' * (size // 4)}</season>"
        f"<pubDate>{'9' * (size // 4)}</pubDate><title>&#{'9' * (size // 4)};</title>"
    ),
}

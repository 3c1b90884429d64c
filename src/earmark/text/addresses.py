"""Addresses in plain text: URLs, e-mail, handles, domain names, file names.

A topic inside one ("www.mfu.as" for "mfu") is no mention. Hashtags are words, not addresses.
``Node.js``, ``ASP.NET`` and ``Booking.com`` are names: a bare domain is an address only where it
is written in small letters under a known ending. Patterns are linear: each is anchored where a
word starts and possessive or bounded after that.
"""

from __future__ import annotations

import re

_ENDINGS = (
    "com|org|net|info|biz|edu|gov|int|io|fm|tv|me|co|app|dev|xyz|online|site|shop|store|blog|news"
    "|audio|radio|show|media|live|link|page|club|team|studio|social|world|cloud|ai|gg|ly|cc|to|be"
    "|as|no|se|dk|fi|is|de|at|ch|nl|uk|ie|fr|es|pt|it|pl|cz|sk|hu|ro|gr|ru|ua|tr|il|ir|us|ca|mx"
    "|br|ar|cl|au|nz|jp|cn|kr|tw|in|id|za|eu|podcast"
)
_FILES = (
    "mp3|m4a|m4b|mp4|wav|ogg|opus|flac|pdf|jpe?g|png|gif|webp|zip|docx?|xlsx?|pptx?|txt|html?|php"
    "|csv|json|xml|srt|vtt|epub|exe|dmg|apk|py|sh"
)
_ADDRESS = re.compile(
    r"(?<![\w.@/-])(?:"
    r"(?:https?|ftp|mailto|feed|rss|itpc|pcast)://[^\s<>\"|]++"
    r"|mailto:[^\s<>\"|]++"
    r"|(?:[Ww]{3}|WWW)\.[^\s<>\"|]++"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|@[\w.-]{1,64}(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})?"
    rf"|(?:[a-z0-9ßà-öø-ÿ][\w-]{{0,62}}\.){{1,4}}(?:{_ENDINGS})(?![\w-])(?:/[^\s<>\"|]*+)?"
    rf"|[\w-]{{1,120}}\.(?:{_FILES})(?![\w-])"
    r")"
)
_HINT = re.compile(r"[.:@][\w/]")
_TRAILING = ".,;:!?)]}'\"…»”’"


def address_spans(text: str) -> list[tuple[int, int]]:
    """[start, end) of each address, in order, without the punctuation of the sentence after it."""
    if not _HINT.search(text):
        return []
    return [
        (match.start(), match.start() + len(match[0].rstrip(_TRAILING)))
        for match in _ADDRESS.finditer(text)
    ]

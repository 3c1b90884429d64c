"""Published HTML, or plain text, to plain text for matching and for quotes.

Publishers mix both: plain text with a few links, HTML that was escaped once more, HTML cut in the
middle of a tag. This reads all of it without a parser: a tag is what looks like one, everything
else is text. Each line of the result is a paragraph, its white space single spaces.

Every pattern is linear (possessive, or anchored at a fixed string): the input is hostile.
"""

from __future__ import annotations

import html
import re

_BLOCK_NAMES = (
    "address|article|aside|blockquote|body|br|caption|center|dd|details|dir|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6]|header|hr|html|iframe|legend|li|main|menu|nav|ol|option|"
    "p|pre|section|select|summary|table|tbody|td|tfoot|th|thead|title|tr|ul|video"
)
_BLOCK = re.compile(rf"</?(?:{_BLOCK_NAMES})(?=[\s/>])[^<>]*+>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*+>")
_CUT_TAG = re.compile(r"</?[a-zA-Z][^<>]*+\Z")
_ESCAPED_TAG = re.compile(
    r"&lt;/?(?:p|br|div|a|span|li|ul|ol|b|i|em|strong|h[1-6])(?:\s|/|&gt;)", re.IGNORECASE
)
_TWICE_ESCAPED = re.compile(r"&amp;(?=#?[a-zA-Z0-9]{2,8};)")
_HIDDEN_OPEN = re.compile(r"<(script|style|noscript|template|head|object|svg)(?=[\s/>])", re.I)
_HUGE_NUMBER = re.compile(r"&#(?:[0-9]{8,}+|[xX][0-9a-fA-F]{7,}+);?")


def plain_text(source: str) -> str:
    """Plain text of published HTML or plain text: block elements end a line, other tags vanish,
    entities are characters, scripts and styles are dropped. Never joins words of two blocks."""
    text = source
    if _ESCAPED_TAG.search(text):  # HTML escaped twice: the first reading gives the HTML
        text = _unescaped(text)
    if "<" in text:
        text = _without_tags(text)
    if "&" in text:
        text = _unescaped(_TWICE_ESCAPED.sub("&", text))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join([line for line in lines if line])


def _without_tags(text: str) -> str:
    text = _without_hidden(_without_comments(text))
    marked, blocks = _BLOCK.subn("\0", text)
    if blocks:  # then a line end in the source is a mere space, except an empty line
        marked = _joined_lines(marked).replace("\0", "\n")
    return _CUT_TAG.sub("", _TAG.sub("", marked))


def _joined_lines(text: str) -> str:
    paragraphs = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return "\n".join([paragraph.replace("\n", " ") for paragraph in paragraphs])


def _unescaped(text: str) -> str:
    # A reference to a number of thousands of digits is refused by int() and names nothing.
    return html.unescape(_HUGE_NUMBER.sub(" ", text)).replace("\0", " ")


def _without_comments(text: str) -> str:
    """Comments and CDATA marks dropped; what follows an unclosed one may be
    prose and is kept."""
    if "<!" not in text:
        return text
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    head, *rest = text.split("<!--")
    kept = [head]
    for part in rest:
        _, closed, after = part.partition("-->")
        kept.append(after if closed else part)
    return "".join(kept)


def _without_hidden(text: str) -> str:
    """Elements whose content is not text, dropped with their content, to the end if unclosed."""
    match = _HIDDEN_OPEN.search(text)
    if match is None:
        return text
    lowered, kept, position = text.lower(), [], 0
    while match is not None:
        kept.append(text[position : match.start()])
        end = lowered.find(f"</{match[1].lower()}", match.end())
        if end < 0:
            return " ".join(kept)
        position = end
        match = _HIDDEN_OPEN.search(text, position)
    return " ".join([*kept, text[position:]])

"""Where somebody whose address leads nowhere may have wanted to go: what an error page offers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.requests import Request

from earmark.errors import EarmarkError
from earmark.library import Library
from earmark.model import Suggestion, TopicName
from earmark.web.asker import visible

OFFERED = 6
LONGEST = 100
"""Characters of an address that are taken for words."""
_TOPIC = re.compile(r"/topics/([^/]+)/?")
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class WaysOn:
    """``topic``: whose page is addressed, under filters that can't be; ``near``: what the words of
    the address may mean."""

    topic: TopicName | None = None
    near: tuple[Suggestion, ...] = ()


def ways_on(request: Request) -> WaysOn:
    """What an address that couldn't be answered is near to. Never raises an ``EarmarkError``: it
    says how to go on from one."""
    library: Library = request.app.state.library
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    try:
        topic = _TOPIC.fullmatch(path)
        if topic:
            return WaysOn(topic=library.topic_of_key(topic[1]))
        words = words_of(path)
        if not words:
            return WaysOn()
        return WaysOn(near=library.suggest(words, limit=OFFERED, visible=visible(request)))
    except EarmarkError:
        return WaysOn()


def words_of(path: str) -> str:
    """The words of the last part of a path; "" where it is a number or too long to be any."""
    last = unquote(path.rstrip("/").rpartition("/")[2])
    if len(last) > LONGEST:
        return ""
    words = _WORDS.findall(last)
    return "" if all(word.isdecimal() for word in words) else " ".join(words)

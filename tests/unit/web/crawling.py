"""Everything that can be reached from home by links, and what can be guessed."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from starlette.testclient import TestClient

_LINK = re.compile(r"""\b(?:href|src|action|template)=["']([^"']+)["']|<loc>([^<]+)</loc>""")
VARIANTS = 2
"""Of each path, so many queries are tried."""
MOST = 110
"""Answers: those nearest to the starts."""


@dataclass(frozen=True)
class Answer:
    path: str
    """With its query."""
    status: int
    type: str
    body: str
    headers: str


def crawl(client: TestClient, starts: Iterable[str]) -> list[Answer]:
    """Answers to these and to what they link to here, each once."""
    waiting = deque(starts)
    seen, tried = set(waiting), Counter(path.partition("?")[0] for path in waiting)
    answers: list[Answer] = []
    while waiting and len(answers) < MOST:
        path = waiting.popleft()
        answer = asked(client, path)
        answers.append(answer)
        for link in linked(answer, str(client.base_url)):
            plain = link.partition("?")[0]
            if link not in seen and tried[plain] < VARIANTS:
                seen.add(link)
                tried[plain] += 1
                waiting.append(link)
    return answers


def asked(client: TestClient, path: str) -> Answer:
    got = client.get(path)
    headers = "\n".join(f"{name}: {value}" for name, value in got.headers.items())
    kind = got.headers.get("content-type", "").partition(";")[0]
    return Answer(path, got.status_code, kind, got.text, headers)


def linked(answer: Answer, base: str) -> Iterable[str]:
    """Paths of this site that an answer names; not those to fill in."""
    found = [unescape(first or second) for first, second in _LINK.findall(answer.body)]
    found += re.findall(r"^location: (.+)$", answer.headers, re.MULTILINE)
    for link in found:
        parts = urlsplit(urljoin(base + answer.path, link))
        if parts.netloc == urlsplit(base).netloc and "{" not in link and "%7B" not in link:
            yield parts.path + (f"?{parts.query}" if parts.query else "")

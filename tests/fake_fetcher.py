"""A ``Fetcher`` without a network: answers are written by hand, requests are remembered.

It keeps the contract that the real one keeps (``tests/contract/test_fetcher_contract.py`` runs over
both): redirects are followed and told as hops, validators go to their own address alone and make a
304, caps hold. It paces nothing and never waits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urldefrag, urljoin, urlsplit

from earmark.polls import Failure, Fetched, FetchRequest, Hop

MOST_HOPS = 5


@dataclass(frozen=True)
class Answer:
    """What a server says. Header names in small letters."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One hop of a request, as a server would see it."""

    url: str
    request: FetchRequest
    etag: bytes | None
    last_modified: bytes | None


Said = Answer | Failure | bytes
"""Bytes are the body of a 200."""


def redirect(target: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"location": target.encode()})


class FakeFetcher:
    """``answers``: address (without a fragment) -> what is said there, or a function from ``Asked``
    to it. An address that isn't in the mapping has no host, or is a 404 where another address of
    the mapping is on its host. ``asked`` is what servers saw."""

    def __init__(self, answers: Mapping[str, Said] | Callable[[Asked], Said]):
        self._answers = answers
        self._started: list[FetchRequest] = []
        self._lock = Lock()
        self._closed = False
        self.asked: list[Asked] = []

    def fetch(self, request: FetchRequest) -> Fetched:
        with self._lock:
            return self._ended(request)

    def start(self, request: FetchRequest) -> None:
        with self._lock:
            self._started.append(request)

    def ended(self, wait_ms: int) -> list[Fetched]:
        with self._lock:
            started, self._started = self._started, []
            return [self._ended(request) for request in started]

    def under_way(self) -> int:
        return len(self._started)

    def close(self) -> None:
        self._closed = True

    # -- one request ---------------------------------------------------------------------------

    def _ended(self, request: FetchRequest) -> Fetched:
        if self._closed:
            failure = Failure("stopped", "It was stopped.")
            return Fetched(request, _reported(request.url), failure=failure)
        url = request.url
        hops: list[Hop] = []
        while True:
            said = self._say(request, url) if _on_the_web(url) else _refused(hops)
            if isinstance(said, Failure):
                return Fetched(request, _reported(url), hops=tuple(hops), failure=said)
            if not _leads_on(said, request):
                return _answer(request, _reported(url), said, tuple(hops))
            target = urldefrag(urljoin(url, said.headers["location"].decode())).url
            met = {_reported(request.url), *(hop.target for hop in hops)}
            if _reported(target) in met or len(hops) == MOST_HOPS or _downgrade(request, target):
                failure = Failure("redirects", "It redirects in a loop, too often or unsafely.")
                return Fetched(request, _reported(url), hops=tuple(hops), failure=failure)
            hops.append(Hop(_reported(url), said.status, _reported(target)))
            url = target

    def said(self, request: FetchRequest) -> Answer | Failure:
        """What is said to one hop of a request, at the request's own address."""
        return self._say(request, request.url)

    def _say(self, request: FetchRequest, url: str) -> Answer | Failure:
        known = request.validators
        mine = known if known and _reported(known.url) == _reported(url) else None
        asked = Asked(
            _reported(url),
            request,
            mine.etag if mine else None,
            mine.last_modified if mine else None,
        )
        self.asked.append(asked)
        said = self._answers(asked) if callable(self._answers) else self._written(asked.url)
        if isinstance(said, bytes):
            said = Answer(said)
        if isinstance(said, Answer) and said.status == 200 and _unchanged(said, asked):
            return Answer(status=304, headers=said.headers)
        return said

    def _written(self, url: str) -> Said:
        assert not callable(self._answers)
        said = self._answers.get(url)
        if said is not None:
            return said
        host = urlsplit(url).hostname
        if any(urlsplit(known).hostname == host for known in self._answers):
            return Answer(status=404)
        return Failure("no-such-host", "There is no host of this name.")


def _reported(url: str) -> str:
    """Without fragment and credentials."""
    parts = urlsplit(urldefrag(url).url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _on_the_web(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable()


def _refused(hops: list[Hop]) -> Failure:
    if hops:
        return Failure("redirects", "It redirects to what is no web address.")
    return Failure("bad-address", "This is no web address.")


def _leads_on(said: Answer, request: FetchRequest) -> bool:
    followed = (301, 302, 303, 307, 308) if request.body is None else (307, 308)
    return said.status in followed and "location" in said.headers


def _downgrade(request: FetchRequest, target: str) -> bool:
    return request.url.startswith("https:") and target.startswith("http:")


def _unchanged(said: Answer, asked: Asked) -> bool:
    """An ETag decides where one was sent (RFC 9110, 13.1.3)."""
    if asked.etag is not None:
        return said.headers.get("etag") == asked.etag
    return asked.last_modified is not None and (
        said.headers.get("last-modified") == asked.last_modified
    )


def _answer(request: FetchRequest, url: str, said: Answer, hops: tuple[Hop, ...]) -> Fetched:
    if request.max_bytes and len(said.body) > request.max_bytes:
        failure = Failure("too-large", "The answer is over its cap.")
        return Fetched(request, url, said.status, hops=hops, failure=failure)
    headers = tuple(said.headers.items())
    return Fetched(request, url, said.status, headers, said.body, hops, wire_bytes=len(said.body))

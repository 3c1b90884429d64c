"""A request on its way: where it stands, what it may carry there, and where it goes next. Pure but
for the state that it keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeGuard

from earmark.keys import host_of
from earmark.net import failures
from earmark.net.address import Address, credentials, follow, read_address, reported
from earmark.net.heads import Headers
from earmark.net.options import ACCEPT, FetchOptions
from earmark.net.pace import Job
from earmark.polls import Failure, Fetched, FetchKind, FetchRequest, Hop

ACCEPT_LINES: dict[FetchKind, list[bytes]] = {
    kind: [b"Accept: " + accept.encode()] for kind, accept in ACCEPT.items()
}
LONGEST_VALIDATOR = 8_192


@dataclass(slots=True, eq=False)
class Errand(Job):
    """A ``FetchRequest`` over all its hops."""

    request: FetchRequest = field(kw_only=True)
    at: Address = field(kw_only=True)
    """Where it is asked now."""
    first: Address = field(kw_only=True)
    left_s: float = field(kw_only=True)
    """Of the total time."""
    hops: list[Hop] = field(default_factory=list)
    wire: int = 0
    elapsed_s: float = 0.0
    blocking: bool = False
    """A thread waits for it, and drives it."""
    granted: bool = False
    """It is its turn."""
    sent_at: float = 0.0

    def fetched(
        self,
        failure: Failure | None = None,
        *,
        status: int = 0,
        headers: Headers = (),
        body: bytes = b"",
    ) -> Fetched:
        return Fetched(
            self.request,
            self.at.url,
            status,
            headers,
            body,
            tuple(self.hops),
            failure,
            self.wire,
            int(self.elapsed_s * 1000),
        )


def errand_for(request: FetchRequest, options: FetchOptions) -> Errand | Fetched:
    """A request before its first hop; ``Fetched`` where there is none to make."""
    at = read_address(request.url, odd_ports=options.odd_ports)
    if isinstance(at, Failure):
        return Fetched(request, reported(request.url), failure=at)
    return Errand(
        at.host,
        _place(at.host),
        request=request,
        at=at,
        first=at,
        left_s=options.total_timeout_s,
    )


def header_lines(errand: Errand) -> list[bytes]:
    """What is sent beside libcurl's own lines. Validators go to the address that they are of (P3),
    credentials to the origin that they were given for."""
    request = errand.request
    lines = ACCEPT_LINES[request.kind]
    if request.body is not None:
        lines = [*lines, b"Content-Type: " + request.body_type.encode("ascii")]
    if request.validators is not None:
        lines = lines + _conditions(errand)
    if "@" in request.url and errand.at.origin == errand.first.origin:
        authorization = credentials(request.url)
        if authorization is not None:
            lines = [*lines, b"Authorization: " + authorization]
    return lines


def go_on(errand: Errand, status: int, location: bytes, options: FetchOptions) -> Failure | None:
    """Take the errand one hop further, or say why it ends here."""
    target = follow(errand.at, location, odd_ports=options.odd_ports)
    if isinstance(target, Failure):
        return failures.ASTRAY
    met = {errand.first.url, *(hop.target for hop in errand.hops)}
    if target.url in met:
        return failures.LOOP
    if len(errand.hops) >= options.max_hops:
        return failures.HOPS
    if target.scheme == "http" and errand.first.scheme == "https":
        return failures.DOWNGRADE
    errand.hops.append(Hop(errand.at.url, status, target.url))
    errand.at = target
    errand.host = target.host
    errand.place = _place(target.host)
    errand.urgent = True  # what is on its way goes ahead of what isn't
    errand.turned_away = 0
    return None


@lru_cache(maxsize=65_536)
def _place(host: str) -> str:
    return host_of(f"http://{host}/")


def _conditions(errand: Errand) -> list[bytes]:
    validators = errand.request.validators
    if validators is None:
        return []
    url = errand.at.url
    if validators.url != url and reported(validators.url) != url:
        return []
    lines = []
    if _sendable(validators.etag):
        lines.append(b"If-None-Match: " + validators.etag)
    if _sendable(validators.last_modified):
        lines.append(b"If-Modified-Since: " + validators.last_modified)
    return lines


def _sendable(value: bytes | None) -> TypeGuard[bytes]:
    """It came in a header, so it has no line breaks; what was stored is not trusted to."""
    return (
        value is not None and 0 < len(value) <= LONGEST_VALIDATOR and not set(value) & {0, 10, 13}
    )

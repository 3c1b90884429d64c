"""What an installation decides about the door, and what never changes: caps, times, headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from earmark.errors import InvalidInput
from earmark.net.guard import Guard
from earmark.polls import FetchKind

KIB = 1024
MIB = 1024 * KIB

FEW_FEEDS = 100
"""A library with more of them says whom to write to."""


@dataclass(frozen=True, slots=True)
class Caps:
    """Bytes of one body: as it travels, and unpacked."""

    wire: int
    unpacked: int


CAPS: Mapping[FetchKind, Caps] = {
    "feed": Caps(32 * MIB, 64 * MIB),
    "opml": Caps(32 * MIB, 64 * MIB),
    "page": Caps(4 * MIB, 4 * MIB),
    "image": Caps(10 * MIB, 10 * MIB),
    "transcript": Caps(16 * MIB, 16 * MIB),
    "chapters": Caps(4 * MIB, 4 * MIB),
    "hub": Caps(MIB, MIB),
}
ACCEPT: Mapping[FetchKind, str] = {
    "feed": "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9,"
    " */*;q=0.1",
    "opml": "text/x-opml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
    "page": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml,"
    " application/xml;q=0.9, */*;q=0.1",
    "image": "image/webp, image/png, image/jpeg, image/gif, image/*;q=0.1",
    "transcript": "text/vtt, application/x-subrip, application/json, text/html;q=0.5,"
    " text/plain;q=0.5, */*;q=0.1",
    "chapters": "application/json+chapters, application/json, */*;q=0.1",
    "hub": "*/*",
}


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Sizes are bytes, times seconds, rates requests a second."""

    user_agent: str
    allow: tuple[str, ...] = ()
    """Private hosts and nets that may be connected to (S3), see ``Guard``."""
    odd_ports: bool = False
    """Ports over 1023 are asked, not only 80, 443 and 8000 to 8999."""
    connections: int = 100
    """Requests that run at the same time."""
    host_rate: float = 1.0
    host_connections: int = 2
    feeds_of_host: Callable[[str], int] = field(default=lambda _host: 0)
    """How many feeds are known at a registrable domain: a large host is asked more often."""
    resolve: Callable[[str], Sequence[str]] | None = None
    """Host -> its addresses, in place of DNS. They are judged like any other."""
    caps: Mapping[FetchKind, Caps] = field(default_factory=lambda: CAPS)
    max_ratio: int = 200
    """Unpacked to packed, once ``ratio_from`` bytes were unpacked."""
    ratio_from: int = MIB
    max_header_bytes: int = 64 * KIB
    """Of one answer, interim ones included."""
    max_hops: int = 5
    connect_timeout_s: float = 10.0
    total_timeout_s: float = 60.0
    """All hops, without the waiting for a host's turn."""
    low_speed: int = 100
    """Bytes a second; slower for ``low_speed_s`` is given up."""
    low_speed_s: int = 20
    dns_cache_s: int = 60
    connection_age_s: int = 120
    """An idle connection is used again up to this age."""
    ca_file: str | None = None
    """Certificates to trust, PEM; None: those of the system (or ``SSL_CERT_FILE``)."""


def user_agent(version: str, contact: str, subscribers: int) -> str:
    """One name for every request (P6). The plural is what hosts look for when they count."""
    about = f"+{contact}; " if contact else ""
    return f"Earmark/{version} ({about}{subscribers} subscribers)"


def options_from(
    *,
    version: str,
    contact: str | None,
    public_url: str | None,
    feeds: int,
    private_hosts: Sequence[str],
    odd_ports: bool,
    connections: int,
    host_rate: float,
    host_connections: int,
    feeds_of_host: Callable[[str], int],
    subscribers: int = 1,
) -> FetchOptions:
    """The options that settings ask for. ``feeds`` is how many the library polls. Raises
    ``InvalidInput`` where a large library names nobody to write to, or a private host is none."""
    whom = contact or public_url or ""
    if not whom and feeds > FEW_FEEDS:
        raise InvalidInput(
            f"A library that polls {feeds:,} feeds has to say whom their hosts can write to.",
            "contact",
            remedy="Set EARMARK_CONTACT to a mail address or to a page about you.",
        )
    Guard(private_hosts)
    return FetchOptions(
        user_agent=user_agent(version, whom, subscribers),
        allow=tuple(private_hosts),
        odd_ports=odd_ports,
        connections=connections,
        host_rate=host_rate,
        host_connections=host_connections,
        feeds_of_host=feeds_of_host,
    )

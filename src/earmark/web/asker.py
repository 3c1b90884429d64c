"""Who asks: the owner or a visitor.

Until there are accounts, the owner is whoever asks from this machine. Three things must hold: the
connection comes from a loopback address (or from one that the settings name), it was not passed on
by a proxy (whose every request comes from loopback), and the host that was asked for is this
machine by name (a page elsewhere can point a name of its own at 127.0.0.1 and so make a browser
ask, "DNS rebinding"). And what a page elsewhere makes the owner's browser load from here is a
visitor's: it can't read the answer, but could measure how long it takes.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.requests import Request

from earmark.model import VISITOR, Visible

_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+))(?::[0-9]{1,5})?")
_FORWARDED = re.compile(
    r"forwarded|via|.*-ip|cdn-loop|x-(?:forwarded|original|envoy|proxy|scheme|host)(?:-.*)?"
)
"""Names of headers that proxies add: ``X-Real-IP``, ``CF-Connecting-IP``, ``True-Client-IP``."""
_LOCAL_NAMES = ("localhost", "ip6-localhost")


def is_owner(request: Request) -> bool:
    """Whether the one who asks may see everything."""
    return is_asked_here(request) and not _is_of_another_site(request)


def is_asked_here(request: Request) -> bool:
    """Whether the owner's browser or a program of theirs asks, in whosever name."""
    here = _is_near(request) and _is_asked_as_this_machine(request)
    return here and not _is_passed_on(request)


def visible(request: Request) -> Visible:
    """What the one who asks may see."""
    return None if is_owner(request) else VISITOR


def _is_near(request: Request) -> bool:
    """From this machine, or from where the settings say that it is as good: the gateway of a
    container, which all that comes through its published port comes from."""
    peer = request.client.host if request.client else ""
    if _is_loopback(peer):
        return True
    app = request.scope.get("app")
    near = getattr(app.state, "owner_from", ()) if app is not None else ()
    address = _address(peer) if near else None
    return address is not None and any(address in net for net in near)


def _is_passed_on(request: Request) -> bool:
    """No browser speaks HTTP/1.0 any more, but proxies do to what is behind them.

    Some that speak HTTP/1.1 add nothing (nginx from 1.29.7 on, as it comes), but none passes
    ``Connection`` on (RFC 9110, 7.6.1), which every browser sends. Programs often don't, so it
    counts where a public address says that there is a proxy.
    """
    named = any(_FORWARDED.fullmatch(name) for name in request.headers)
    app = request.scope.get("app")
    kept = "keep-alive" in request.headers.get("connection", "").casefold()
    behind = app is not None and bool(app.state.public_url) and not kept
    return named or behind or request.scope.get("http_version") == "1.0"


def _is_of_another_site(request: Request) -> bool:
    """Whether a page of another origin asks, but for a link or a form that leads here (W3C Fetch
    Metadata)."""
    site, dest = (request.headers.get(f"sec-fetch-{name}", "") for name in ("site", "dest"))
    return site in ("cross-site", "same-site") and dest != "document"


def _is_asked_as_this_machine(request: Request) -> bool:
    """``localhost:8017``, ``127.0.0.1``, ``[::1]:8017``; one host, or it is anybody's guess which
    one counts."""
    hosts = request.headers.getlist("host")
    match = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    if match is None:
        return False
    name = match[1] or match[2]
    return name.casefold().removesuffix(".") in _LOCAL_NAMES or _is_loopback(name)


def _is_loopback(address: str) -> bool:
    ip = _address(address)
    return ip is not None and ip.is_loopback


def _address(written: str) -> IPv4Address | IPv6Address | None:
    """Without the disguise of an IPv4 address as one of IPv6; None for what is none."""
    try:
        ip = ip_address(written)
    except ValueError:
        return None
    mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return mapped or ip

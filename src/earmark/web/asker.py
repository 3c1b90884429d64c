"""Who asks: the owner or a visitor.

Until there are accounts, the owner is whoever asks from this machine. Three things must hold: the
connection comes from a loopback address, it was not passed on by a proxy (whose every request
comes from loopback), and the host that was asked for is this machine by name (a page elsewhere can
point a name of its own at 127.0.0.1 and so make a browser ask, "DNS rebinding").
"""

from __future__ import annotations

from ipaddress import ip_address

from starlette.requests import Request

from earmark.model import VISITOR, Visible

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_LOCAL_NAMES = ("localhost", "ip6-localhost")


def is_owner(request: Request) -> bool:
    """Whether the one who asks may see everything."""
    peer = request.client.host if request.client else ""
    passed_on = any(name in request.headers for name in _FORWARDED)
    return not passed_on and _is_loopback(peer) and _is_this_machine(request.headers.get("host"))


def visible(request: Request) -> Visible:
    """What the one who asks may see."""
    return None if is_owner(request) else VISITOR


def _is_this_machine(host: str | None) -> bool:
    """``localhost:8017``, ``127.0.0.1``, ``[::1]:8017``."""
    if not host:
        return False
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return name.casefold().rstrip(".") in _LOCAL_NAMES or _is_loopback(name)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False

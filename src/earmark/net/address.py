"""Text to a web address, and what a redirect leads to. Pure.

An address is taken apart once, by one strict rule, and only what that rule made is handed on: to
libcurl, to reports, to the guard. So no two readers can disagree on which host it names.
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urljoin

from earmark.polls import Failure

LONGEST = 8_192
"""Characters. Redirects of media hosts carry signatures of some thousand."""
PORTS = {"http": 80, "https": 443}

_SHAPE = re.compile(
    r"(?P<scheme>[Hh][Tt][Tt][Pp][Ss]?)://"
    r"(?:(?P<user>[^/?#\\]*)@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#\\@:\[\]%]+)"
    r"(?::(?P<port>[0-9]{0,5}))?"
    r"(?P<target>[/?][^#]*)?"
    r"(?:#.*)?",
    re.DOTALL,
)
_USUAL = re.compile(
    r"(https?)://([a-z0-9][a-z0-9.-]*[a-z0-9])(?::([1-9][0-9]{3,4}))?/[!$&'()*+,\-./0-9:;=?@A-Z_a-z~%\[\]|]*"
)
"""What is spelt as ``Address.url`` spells it, as nearly all are: read at once."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_ESCAPED = re.compile(r"[^!$&\'()*+,\-./0-9:;=?@A-Z_a-z~%\[\]|]")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?")


class Address(NamedTuple):
    """A web address without fragment and credentials, as a whole (``url``) and in parts. ``host``
    is ASCII, in small letters, an IPv6 address in brackets; the path is escaped."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> tuple[str, str, int]:
        return self[1:]


def read_address(url: str, *, odd_ports: bool = False) -> Address | Failure:
    """The address that a URL names, or why it names none (S3): http and https alone, ports 80,
    443 and 8000 to 8999, with ``odd_ports`` all over 1023; no control characters, no backslash
    before the path, no zone. Non-ASCII names are encoded as IDNA says, other such characters
    escaped."""
    usual = _USUAL.fullmatch(url)
    if usual is not None and len(url) <= LONGEST:
        scheme, host, odd = usual.groups()
        port = int(odd) if odd else PORTS[scheme]
        if _host(host) == host and port_allowed(port, odd_ports=odd_ports):
            return Address(url, scheme, host, port)
    if len(url) > LONGEST or _CONTROLS.search(url):
        return _bad("it is too long or has control characters")
    parts = _SHAPE.fullmatch(url)
    if parts is None:
        return _bad("it doesn't read http:// or https:// and a host")
    host = _host(parts["host"])
    if host is None:
        return _bad("its host is no name or address")
    scheme = parts["scheme"].lower()
    port = int(parts["port"]) if parts["port"] else PORTS[scheme]
    if not port_allowed(port, odd_ports=odd_ports):
        return Failure(
            "bad-address",
            f"Port {port} isn't asked." if port <= 65_535 else "There is no such port.",
            "Correct the address."
            if port < 1024 or port > 65_535
            else "Where it is meant, set EARMARK_ODD_PORTS=true.",
        )
    target = parts["target"] or "/"
    if target[0] == "?":
        target = "/" + target
    shown = "" if PORTS[scheme] == port else f":{port}"
    url = f"{scheme}://{host}{shown}{_ESCAPED.sub(_escape, target)}"
    return Address(url, scheme, host, port)


def port_allowed(port: int, *, odd_ports: bool) -> bool:
    """Ports where web servers are, not mail servers or databases (S3)."""
    if port in (80, 443) or 8000 <= port <= 8999:
        return True
    return odd_ports and 1024 <= port <= 65_535


def credentials(url: str) -> bytes | None:
    """The value of ``Authorization`` that a URL's ``user:password@`` stands for (RFC 7617)."""
    parts = _SHAPE.fullmatch(url)
    if parts is None or not parts["user"]:
        return None
    return b"Basic " + base64.b64encode(unquote_to_bytes(parts["user"]))


def reported(url: str) -> str:
    """A URL as reports and logs may name it: without credentials and fragment; "" for what is no
    web address."""
    address = read_address(url, odd_ports=True)
    return address.url if isinstance(address, Address) else ""


def follow(base: Address, location: bytes, *, odd_ports: bool) -> Address | Failure:
    """Where a redirect leads (RFC 9110, 10.2.2). Servers write UTF-8 and spaces into
    ``Location``."""
    text = location.decode("utf-8", "surrogateescape").strip(" \t")
    if any("\udc80" <= char <= "\udcff" for char in text):
        text = location.decode("latin-1").strip(" \t")
    if _CONTROLS.search(text):
        return _bad("it has control characters")
    try:
        joined = urljoin(base.url, text)
    except ValueError:  # brackets that don't close, a netloc that NFKC makes into another
        return _bad("its host is no name or address")
    return read_address(joined, odd_ports=odd_ports)


def _bad(why: str) -> Failure:
    return Failure("bad-address", f"This is no web address: {why}.", "Correct the address.")


@lru_cache(maxsize=4096)
def _host(written: str) -> str | None:
    """In small letters, ASCII, without the dot at its end; None for what cannot be one. Digits in
    other scripts become ASCII digits here; whatever they then name is judged when connected."""
    if written[0] == "[":
        return written.lower()
    try:
        host = written if written.isascii() else written.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    host = host.lower().removesuffix(".")
    return host if _HOST.fullmatch(host) and ".." not in host else None


def _escape(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())

"""One hop of a request on one of libcurl's easy handles, which is used again for the next."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pycurl

from earmark.net import failures
from earmark.net.bodies import Body, MaybePackedBody, PackedBody, PlainBody, SkippedBody
from earmark.net.errands import Errand, header_lines
from earmark.net.guard import Guard
from earmark.net.heads import Headers, layers, location, read_head
from earmark.net.options import KIB, Caps, FetchOptions
from earmark.polls import Failure, FetchRequest

PACKED = (b"gzip", b"x-gzip")
CLOSES_EARLY = (pycurl.E_PARTIAL_FILE, pycurl.E_RECV_ERROR, pycurl.E_OPERATION_TIMEDOUT)
"""How a body ends that has its own end, where its length was stated wrongly."""


@dataclass(slots=True)
class Answer:
    """What one hop came to. ``location``: it leads on."""

    status: int = 0
    headers: Headers = ()
    body: bytes = b""
    location: bytes | None = None
    failure: Failure | None = None


class Exchange:
    """``connecting(errand, address, first)`` is asked before a connection is made."""

    def __init__(
        self,
        options: FetchOptions,
        guard: Guard,
        connecting: Callable[[Errand, str, bool], bool],
        *,
        stopped: Callable[[], bool] | None = None,
    ):
        self._options = options
        self._guard = guard
        self._connecting = connecting
        self._lines_set: list[bytes] | None = None
        self._timeout_set = 0
        self._added = 0
        self._cap_set = 0
        self._posts = False
        self.errand: Errand | None = None
        self.easy = _easy(options)
        self.easy.setopt(pycurl.WRITEFUNCTION, self._on_body)
        self.easy.setopt(pycurl.HEADERFUNCTION, self._on_header)
        self.easy.setopt(pycurl.OPENSOCKETFUNCTION, self._on_socket)
        if stopped is not None:
            self.easy.setopt(pycurl.NOPROGRESS, False)
            self.easy.setopt(pycurl.XFERINFOFUNCTION, lambda *_sizes: stopped())
        self._clear()

    def _clear(self) -> None:
        self._lines: list[bytes] = []
        self._header_room = self._options.max_header_bytes
        self._wire = 0
        self._body: Body | None = None
        self._status = 0
        self._headers: Headers = ()
        self._cut: Failure | None = None
        self._opened = False
        self._refused = False
        self.turned_away = False

    def ask(self, errand: Errand) -> Failure | None:
        """Make ready for a hop, or say why there is none to make."""
        self._clear()
        self.errand = errand
        easy = self.easy
        easy.setopt(pycurl.URL, errand.at.url)
        lines = header_lines(errand)
        if lines is not self._lines_set:
            easy.setopt(pycurl.HTTPHEADER, lines)
            self._lines_set = lines
        timeout = max(1, int(errand.left_s * 1000))
        if timeout != self._timeout_set:
            easy.setopt(pycurl.TIMEOUT_MS, timeout)
            self._timeout_set = timeout
        self.wait_longer(0.0)
        self._caps = caps_of(errand.request, self._options)
        if self._caps.wire != self._cap_set:
            easy.setopt(pycurl.MAXFILESIZE_LARGE, self._caps.wire)
            self._cap_set = self._caps.wire
        self._set_form(errand.request.body)
        return self._set_addresses(errand) if self._options.resolve else None

    def wait_longer(self, seconds: float) -> None:
        """Add so much to the time that connecting and the whole hop may take; 0 takes what was
        added to the hop before back."""
        added = self._added + int(seconds * 1000) if seconds else 0
        if added == self._added:
            return
        self._added = added
        connect = int(self._options.connect_timeout_s * 1000) + added
        self.easy.setopt(pycurl.CONNECTTIMEOUT_MS, connect)
        if seconds:
            self._timeout_set += int(seconds * 1000)
            self.easy.setopt(pycurl.TIMEOUT_MS, self._timeout_set)

    def answer(self, code: int) -> Answer:
        """What the hop came to; ``code`` is libcurl's, 0 for none."""
        errand = self.errand
        assert errand is not None  # noqa: S101 (asked before)
        errand.wire += self._wire
        if self._body is None:
            self._read_head()
        if code and self._ended_all_the_same(code):
            code = 0
        if code:
            failure = self._cut or self._why(code)
            return Answer(self._status, failure=failure)
        return self._answer()

    def close(self) -> None:
        self.easy.close()

    # -- libcurl calls -------------------------------------------------------------------------

    def _on_header(self, line: bytes) -> int | None:
        self._header_room -= len(line)
        if self._header_room < 0:
            self._cut = failures.HEADERS_TOO_LARGE
            return 0
        self._lines.append(line)
        return None

    def _on_body(self, data: bytes) -> int | None:
        self._wire += len(data)
        body = self._body or self._open_body()
        if body is not None:
            self._cut = body.take(data)
        return None if self._cut is None else 0

    def _on_socket(self, _purpose: int, target: Any) -> int:
        """Judge the address that is connected to (S2). What raises here refuses."""
        errand = self.errand
        if errand is None or target.family not in (socket.AF_INET, socket.AF_INET6):
            return pycurl.SOCKET_BAD
        address = target.addr[0]
        if not self._guard.may_connect(address, errand.host):
            self._refused = True
            return pycurl.SOCKET_BAD
        if self.turned_away or not self._connecting(errand, address, not self._opened):
            self.turned_away = True
            return pycurl.SOCKET_BAD
        self._opened = True
        return socket.socket(target.family, target.socktype, target.protocol).detach()

    # -- within --------------------------------------------------------------------------------

    def _read_head(self) -> None:
        self._status, self._headers = read_head(self._lines)

    def _location(self) -> bytes | None:
        posted = self.errand is not None and self.errand.request.body is not None
        return location(self._status, self._headers, posted=posted)

    def _open_body(self) -> Body | None:
        """The body's first bytes came: its head is known, and says how to take it."""
        self._read_head()
        if self._location() is not None:
            self._body = SkippedBody()
            return self._body
        packed = layers(self._headers)
        if not packed:
            self._body = PlainBody(self._plain_cap())
        elif len(packed) > 1:
            self._cut = failures.LAYERS
        elif packed[0] in PACKED:
            self._body = MaybePackedBody(self._packed(), PlainBody(self._plain_cap()))
        else:
            self._cut = failures.BAD_ENCODING
        return self._body

    def _packed(self) -> PackedBody:
        options = self._options
        return PackedBody(self._caps, max_ratio=options.max_ratio, ratio_from=options.ratio_from)

    def _plain_cap(self) -> int:
        return min(self._caps.wire, self._caps.unpacked)

    def _ended_all_the_same(self, code: int) -> bool:
        """Errors after all was there that is wanted: the place that a redirect leads to; a packed
        body to its end."""
        if self._location() is not None and self._header_end():
            return code != pycurl.E_ABORTED_BY_CALLBACK
        if self._body is None or self._cut is not None or code not in CLOSES_EARLY:
            return False
        return bool(self._body.is_whole())

    def _header_end(self) -> bool:
        return self._cut is not failures.HEADERS_TOO_LARGE and self._lines[-1] in (b"\r\n", b"\n")

    def _why(self, code: int) -> Failure:
        if code == pycurl.E_COULDNT_CONNECT and self._refused and not self._opened:
            return failures.PRIVATE
        return failures.failure_of(code, answering=self._status != 0)

    def _answer(self) -> Answer:
        where = self._location()
        if where is not None or self._body is None:
            return Answer(self._status, self._headers, location=where)
        if self._body.is_whole() is False:
            return Answer(self._status, failure=failures.CUT_SHORT)
        return Answer(self._status, self._headers, self._body.content())

    def _set_form(self, form: bytes | None) -> None:
        if form is not None:
            self.easy.setopt(pycurl.POSTFIELDS, form)
            self._posts = True
        elif self._posts:
            self.easy.setopt(pycurl.HTTPGET, True)
            self._posts = False

    def _set_addresses(self, errand: Errand) -> Failure | None:
        host = errand.host
        if self._options.resolve is None or host.startswith("[") or _is_numeric(host):
            return None
        addresses = self._options.resolve(host)
        if not addresses:
            return failures.NO_HOST
        listed = ",".join(f"[{one}]" if ":" in one else one for one in addresses)
        self.easy.setopt(pycurl.RESOLVE, [f"+{host}:{errand.at.port}:{listed}"])
        return None


def caps_of(request: FetchRequest, options: FetchOptions) -> Caps:
    """Those of its kind, or what is asked for: unpacked, and as a share of that what travels."""
    caps = options.caps[request.kind]
    if not request.max_bytes:
        return caps
    wire = request.max_bytes * caps.wire // caps.unpacked
    return Caps(max(wire, min(caps.wire, request.max_bytes)), request.max_bytes)


def _is_numeric(host: str) -> bool:
    """A host that ends in a number is an IPv4 address, however written (WHATWG URL, 3.5); libcurl
    reads it as one."""
    last = host.rpartition(".")[2]
    return last.isdigit() or last.startswith("0x")


def _easy(options: FetchOptions) -> pycurl.Curl:
    easy = pycurl.Curl()
    for option, value in {
        pycurl.PROTOCOLS: pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS,
        pycurl.REDIR_PROTOCOLS: pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS,
        pycurl.FOLLOWLOCATION: 0,  # redirects are followed by us
        pycurl.PROXY: "",  # not that of the environment either
        pycurl.NOSIGNAL: 1,  # there are threads
        pycurl.USERAGENT: options.user_agent,
        pycurl.ACCEPT_ENCODING: "gzip",
        pycurl.HTTP_CONTENT_DECODING: 0,  # bodies are unpacked by us
        pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_2TLS,
        pycurl.CONNECTTIMEOUT_MS: int(options.connect_timeout_s * 1000),
        pycurl.LOW_SPEED_LIMIT: options.low_speed,
        pycurl.LOW_SPEED_TIME: options.low_speed_s,
        pycurl.DNS_CACHE_TIMEOUT: options.dns_cache_s,
        pycurl.MAXAGE_CONN: options.connection_age_s,
        pycurl.BUFFERSIZE: 64 * KIB,
    }.items():
        easy.setopt(option, value)
    ca_file = options.ca_file or ssl.get_default_verify_paths().cafile
    if ca_file is not None:
        easy.setopt(pycurl.CAINFO, ca_file)
    return easy

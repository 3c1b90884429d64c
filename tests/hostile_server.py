"""A server on a loopback address that says whatever a test wants, byte for byte, and remembers what
it was asked. It is the judge of what a fetcher really did."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

ALLOWED = "127.0.1.1"
"""Where tests let a fetcher connect to; all other loopback addresses stand for private ones."""


@dataclass(frozen=True)
class Seen:
    """One request: its first line's method and target, headers as sent (names in small letters)."""

    method: str
    target: str
    headers: tuple[tuple[str, bytes], ...]
    body: bytes = b""

    def header(self, name: str) -> bytes | None:
        return next((value for key, value in self.headers if key == name), None)

    @property
    def url(self) -> str:
        return f"http://{(self.header('host') or b'').decode()}{self.target}"


@dataclass
class Wire:
    """The connection that an answer is written to."""

    connection: socket.socket
    closing: threading.Event
    """Set when the test is over."""
    server: HostileServer

    def hold(self, seconds: float = 0.005) -> None:
        """Keep who asked waiting, and count how many wait."""
        self.server.count(1)
        self.closing.wait(seconds)
        self.server.count(-1)

    def send(self, data: bytes) -> bool:
        """Whether anybody still listens."""
        try:
            self.connection.sendall(data)
        except OSError:
            return False
        return not self.closing.is_set()

    def forever(self, piece: bytes, *, every_s: float = 0) -> None:
        """Until the other side hangs up."""
        while self.send(piece) and not (every_s and self.closing.wait(every_s)):
            pass


Says = bytes | Callable[[Wire], None]
"""Bytes of a whole answer, after which the connection is kept; or a function that writes one, after
which it is closed."""


def reply(
    body: bytes = b"", status: int = 200, headers: Iterable[tuple[str, object]] = ()
) -> bytes:
    lines = [b"HTTP/1.1 %d Said" % status, b"Content-Length: %d" % len(body)]
    return head(lines, headers) + body


def head(lines: list[bytes], headers: Iterable[tuple[str, object]] = ()) -> bytes:
    lines = lines + [name.encode() + b": " + _bytes(value) for name, value in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@dataclass
class HostileServer:
    """``says``: target -> answer, or a function from what was asked to it; no answer is a 404.
    Closes with ``with``."""

    says: Mapping[str, Says] | Callable[[Seen], Says] = field(default_factory=dict)
    address: str = ALLOWED
    tls: ssl.SSLContext | None = None
    seen: list[Seen] = field(default_factory=list)
    seen_at: list[float] = field(default_factory=list)
    """Seconds of a clock that only grows, one for each of ``seen``."""
    connections: int = 0
    most_at_once: int = 0
    """Requests that ``Wire.hold`` kept waiting."""

    def __post_init__(self) -> None:
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        self._listener = socket.create_server((self.address, 0), family=family, backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._held = 0
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> HostileServer:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._closing.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        with self._lock:
            for connection in self._open:
                _shut(connection)

    def url(self, target: str = "/", host: str | None = None) -> str:
        scheme = "https" if self.tls else "http"
        named = host or (f"[{self.address}]" if ":" in self.address else self.address)
        return f"{scheme}://{named}:{self.port}{target}"

    def count(self, change: int) -> None:
        with self._lock:
            self._held += change
            self.most_at_once = max(self.most_at_once, self._held)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open.add(connection)
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, raw: socket.socket) -> None:
        connection = raw
        try:
            if self.tls is not None:
                connection = self.tls.wrap_socket(raw, server_side=True)
            self._answer_all(connection)
        except OSError:
            pass  # the fetcher hung up
        finally:
            with self._lock:
                self._open.discard(raw)
            connection.close()

    def _answer_all(self, connection: socket.socket) -> None:
        reader = connection.makefile("rb")
        while (seen := _read(reader)) is not None:
            self.seen.append(seen)
            self.seen_at.append(monotonic())
            says = self.says(seen) if callable(self.says) else self.says.get(seen.target)
            if says is None:
                says = reply(status=404)
            if callable(says):
                says(Wire(connection, self._closing, self))
                return
            connection.sendall(says)


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _read(reader: object) -> Seen | None:
    line = reader.readline()  # type: ignore[attr-defined]
    if not line:
        return None
    method, target, _version = line.decode("latin-1").split(" ", 2)
    headers = []
    while (line := reader.readline()) not in (b"\r\n", b""):  # type: ignore[attr-defined]
        name, _, value = line.partition(b":")
        headers.append((name.decode("latin-1").lower(), value.strip()))
    length = next((int(value) for name, value in headers if name == "content-length"), 0)
    return Seen(method, target, tuple(headers), reader.read(length))  # type: ignore[attr-defined]

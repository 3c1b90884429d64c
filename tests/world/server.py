"""The servers of the world, all in one process: every host and address at one port.

Run as ``python -m tests.world.server --size N --log FILE`` by ``tests.world.process``. Its first
line on stdout is the port; then it does what JSON lines on stdin say, and answers each with a line:

    {"round": 1, "now": "2026-06-03T08:00:00+00:00"}    the virtual time
    {"refuse": true}    nobody answers at any address, until {"refuse": false}
    {"sync": true}      the log so far is in its file

The log has a line for each request and for each connection that opens or closes;
``tests.world.log`` reads it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import IO, Any

from tests.world.answers import Answer, Asked, Moment, answer, portal
from tests.world.shows import BEGINS, Template, templates
from tests.world.sites import PORTAL, PORTAL_ADDRESS, Site, sites

OTHERS = 30
"""A late answer is held back until so many other requests were answered, or for ``late_s``."""
LONGEST_HEAD = 65_536
BACKLOG = 4_096


class World:
    """The state of the servers: time, the log, what is held back."""

    def __init__(
        self, size: int, shapes: Sequence[Template], log: IO[str] | None, late_s: float
    ) -> None:
        self.moment = Moment(0, BEGINS)
        self.connections: set[Connection] = set()
        self.opened = 0
        self.requests = 0
        self.port = 0
        self._shapes = shapes
        self._log = log
        self._late_s = late_s
        self._held: list[tuple[int, asyncio.Future[None]]] = []
        self._by_path: dict[str, Site] = {}
        for site in sites(size):
            self._by_path |= {site.path: site, site.current: site}

    def answer(self, asked: Asked) -> Answer:
        if asked.host in (PORTAL, PORTAL_ADDRESS):
            return portal()
        site = self._by_path.get(asked.path)
        if site is None or asked.host not in (
            *(site.host, site.address),
            *(site.new_host, site.new_address),
        ):
            return Answer(404)
        return answer(site, asked, self.moment, self._shapes)

    def note(self, event: Mapping[str, object]) -> None:
        if self._log is not None:
            self._log.write(json.dumps(event, separators=(",", ":")) + "\n")

    def sync(self) -> None:
        if self._log is not None:
            self._log.flush()

    async def hold(self) -> None:
        """Until others were answered, or for as long as a late answer takes."""
        free: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._held.append((self.requests + OTHERS, free))
        await asyncio.wait([free], timeout=self._late_s)

    def answered(self) -> None:
        self.requests += 1
        while self._held and self._held[0][0] <= self.requests:
            free = self._held.pop(0)[1]
            if not free.done():
                free.set_result(None)


class Connection(asyncio.Protocol):
    """One connection: a GET after the other."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._came = b""
        self._busy: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        world = self._world
        world.connections.add(self)
        world.opened += 1
        self.number = world.opened
        self.address = str(transport.get_extra_info("sockname")[0])
        self._note_connection("open")

    def connection_lost(self, exc: Exception | None) -> None:
        self._world.connections.discard(self)
        self._note_connection("close")
        if self._busy is not None:
            self._busy.cancel()

    def data_received(self, data: bytes) -> None:
        self._came += data
        if len(self._came) > LONGEST_HEAD:
            self.transport.abort()
        elif self._busy is None and b"\r\n\r\n" in self._came:
            self._next()

    def _next(self) -> None:
        head, _, self._came = self._came.partition(b"\r\n\r\n")
        start = time.monotonic()
        request, *lines = head.split(b"\r\n")
        method, target = request.decode("latin-1").split(" ")[:2]
        pairs = [line.split(b":", 1) for line in lines]
        headers = [(name.decode("latin-1").lower(), value.strip()) for name, value in pairs]
        host = dict(headers).get("host", b"").decode("latin-1").rpartition(":")
        asked = Asked(host[0] or host[2], target, self._world.port, dict(headers))
        made = self._world.answer(asked) if method == "GET" else Answer(405)
        event: dict[str, Any] = {
            "what": "request",
            "method": method,
            "host": asked.host,
            "address": self.address,
            "path": target,
            "headers": [(name, value.decode("latin-1")) for name, value in headers],
            "status": made.status,
            "conditional": made.conditional,
            "retry_after": dict(made.headers).get("Retry-After", b"").decode(),
            "connection": self.number,
            "start": start,
            "round": self._world.moment.round_number,
            "now": self._world.moment.now.isoformat(),
        }
        if made.late:
            self._busy = asyncio.get_running_loop().create_task(self._late(made, event))
        else:
            self._send(made, event)

    async def _late(self, made: Answer, event: dict[str, Any]) -> None:
        try:
            await self._world.hold()
        except asyncio.CancelledError:  # the client went away
            self._world.note(event | {"end": time.monotonic(), "status": 0})
            raise
        self._busy = None
        self._send(made, event)
        if b"\r\n\r\n" in self._came:
            self._next()

    def _send(self, made: Answer, event: dict[str, Any]) -> None:
        lines = [b"HTTP/1.1 %d Said" % made.status]
        lines.append(b"Date: " + format_datetime(self._world.moment.now, usegmt=True).encode())
        lines += [name.encode() + b": " + value for name, value in made.headers]
        if made.status != 304:
            lines.append(b"Content-Length: %d" % len(made.body))
        self.transport.write(b"\r\n".join(lines) + b"\r\n\r\n" + made.body)
        self._world.note(event | {"end": time.monotonic(), "bytes": len(made.body)})
        self._world.answered()

    def _note_connection(self, what: str) -> None:
        event = {"what": what, "connection": self.number, "address": self.address}
        self._world.note(event | {"start": time.monotonic()})


async def listen(world: World) -> asyncio.Server:
    """At every address of this machine: all of 127/8 with it (Linux)."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: Connection(world), "0.0.0.0", world.port, backlog=BACKLOG
    )


def say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


async def serve(world: World) -> None:
    """Listen, say where, and do as told until stdin ends."""
    server = await listen(world)
    world.port = server.sockets[0].getsockname()[1]
    say(world.port)
    told = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(told), sys.stdin
    )
    while line := await told.readline():
        command = json.loads(line)
        if "round" in command:
            world.moment = Moment(command["round"], datetime.fromisoformat(command["now"]))
        if command.get("refuse") is True:
            server.close()
            for connection in list(world.connections):
                connection.transport.abort()
        elif command.get("refuse") is False:
            server = await listen(world)
        world.sync()
        say({"requests": world.requests})
    server.close()
    world.sync()


def main() -> None:
    options = argparse.ArgumentParser(description="The servers of the test world.")
    options.add_argument("--size", type=int, required=True)
    options.add_argument("--log", type=Path)
    options.add_argument("--feeds", type=Path)
    options.add_argument("--late-s", type=float, default=2.0)
    given = options.parse_args()
    log = given.log.open("w", encoding="utf-8") if given.log else None
    asyncio.run(serve(World(given.size, templates(given.feeds), log, given.late_s)))


if __name__ == "__main__":
    main()

"""Connections on which nothing is asked: closed at the second look, and only these."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from awaited import awaited
from uvicorn import Config
from uvicorn.server import ServerState

from earmark.web.patience import PatientProtocol

WHOLE = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
NOT_WHOLE = (
    b"",
    b"GET / HTTP/1.1\r\nHost: loc",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nthe",
    WHOLE + b"GET /again HTT",
)


class Wire(asyncio.Transport):
    """What a client would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


async def answers(scope: object, receive: object, send: Callable[..., Awaitable[None]]) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def takes_long(scope: object, receive: object, send: object) -> None:
    await asyncio.Event().wait()


async def connected(app: object) -> tuple[PatientProtocol, Wire]:
    config = Config(app, ws="none", log_config=None)  # type: ignore[arg-type]
    config.load()
    protocol, wire = PatientProtocol(config, ServerState(), {}), Wire()
    protocol.connection_made(wire)
    return protocol, wire


async def turns() -> None:
    """Lets what is ready run."""
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.parametrize("said", NOT_WHOLE)
def test_what_never_asks_is_closed_at_the_second_look(said: bytes) -> None:
    async def asked() -> list[bool]:
        protocol, wire = await connected(answers)
        if said:  # an empty one would be the end of the connection
            protocol.data_received(said)
        await turns()
        closed = []
        for _ in range(2):
            protocol.look()
            closed.append(wire.closed)
        protocol.connection_lost(None)
        return closed

    assert awaited(asked()) == [False, True]


def test_who_goes_on_asking_stays() -> None:
    async def asked() -> tuple[bool, int]:
        protocol, wire = await connected(answers)
        for _ in range(5):
            protocol.look()
            protocol.data_received(WHOLE)
            await turns()
        closed = wire.closed
        protocol.connection_lost(None)
        return closed, wire.sent.count(b"204 No Content")

    closed, answered = awaited(asked())
    assert (closed, answered) == (False, 5)


def test_an_answer_may_take_long() -> None:
    async def asked() -> bool:
        protocol, wire = await connected(takes_long)
        protocol.data_received(WHOLE)
        await turns()
        for _ in range(5):
            protocol.look()
        closed = wire.closed
        for task in protocol.tasks:
            task.cancel()
        protocol.connection_lost(None)
        await turns()
        return closed

    assert awaited(asked()) is False

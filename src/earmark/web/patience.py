"""Connections on which nothing is asked are closed: whoever opens many and begins to ask, byte
after byte, would keep everybody else out ("slowloris"), and the server itself waits without end."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

LOOKS_EVERY_S = 15


class PatientProtocol(H11Protocol):
    """HTTP/1.1 on one connection. A request must come whole, its body too, before the second look
    at the connection; answers may take as long as their readers do."""

    _seen: object = None
    _next_look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._next_look = self.loop.call_later(LOOKS_EVERY_S, self.look)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._next_look is not None:
            self._next_look.cancel()
        super().connection_lost(exc)

    def look(self) -> None:
        """Close the connection where what was waited for at the last look is waited for still."""
        waiting = self._waiting()
        if waiting is not None and waiting is self._seen:
            self.transport.close()
            return
        self._seen = waiting
        self._next_look = self.loop.call_later(LOOKS_EVERY_S, self.look)

    def _waiting(self) -> object:
        """What the next request, or the rest of this one, comes after; None while one is being
        answered."""
        if self.cycle is None:
            return self  # type: ignore[unreachable]  # there is none before the first request
        answering = not (self.cycle.more_body or self.cycle.response_complete)
        return None if answering else self.cycle

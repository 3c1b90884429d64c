"""Hubs call here (W3C WebSub 5.3, 7): to ask whether a subscription is meant, and with news.

What they send is never read as a feed: it is compared with its signature, piece by piece, and
thrown away.
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from earmark.errors import NotFound
from earmark.library import Library

router = APIRouter(include_in_schema=False)

MOST_SENT = 32 * 1024 * 1024
"""Bytes of a message; nothing is kept of it."""
FRESH = {"Cache-Control": "no-store"}


@router.get("/websub/{token}")
def confirm(request: Request, token: str) -> Response:
    """The challenge where the subscription is meant, else 404."""
    library: Library = request.app.state.library
    said = request.query_params
    answer = library.keeping.callbacks.confirm(
        token,
        said.get("hub.mode", ""),
        topic=said.get("hub.topic", ""),
        challenge=said.get("hub.challenge", ""),
        lease_seconds=said.get("hub.lease_seconds", ""),
    )
    if answer is None:
        raise NotFound("There is no such subscription.", remedy="Stop calling here.")
    return Response(answer, 200, FRESH, "text/plain; charset=utf-8")


@router.post("/websub/{token}")
async def deliver(request: Request, token: str) -> Response:
    """News: 202 whether they are believed or not; 410 where nothing is subscribed to any more."""
    library: Library = request.app.state.library
    callbacks = library.keeping.callbacks
    if not await run_in_threadpool(callbacks.knows, token):
        return Response(status_code=410, headers=FRESH)
    header = request.headers.get("x-hub-signature", "")
    signature = await run_in_threadpool(callbacks.signature, token, header)
    if signature:
        await _each_piece(request, signature.take)
    if signature.is_right():
        await run_in_threadpool(callbacks.delivered, token)
    return Response(status_code=202, headers=FRESH)


async def _each_piece(request: Request, take: Callable[[bytes], None]) -> None:
    """The message as it comes; one beyond reason stays half read, so that nothing is right."""
    length = 0
    async for piece in request.stream():
        length += len(piece)
        if length > MOST_SENT:
            return
        take(piece)

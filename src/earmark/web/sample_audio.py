"""The sample library's audio on our own server, so that every Play of the demo sounds."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response, StreamingResponse

from earmark.demo import AUDIO
from earmark.demo.audio import LONGEST_S, TYPE, part, size

router = APIRouter(include_in_schema=False)
_RANGE = re.compile("bytes=([0-9]{1,12})-([0-9]{0,12})")


@router.api_route(f"{AUDIO}/{{seconds}}/{{tune}}.wav", methods=["GET", "HEAD"])
def audio(
    request: Request, seconds: Annotated[int, Path(ge=1, le=LONGEST_S)], tune: str
) -> Response:
    """A tune, or the part of it that a player asks for (RFC 9110, 14.2; one range)."""
    whole = size(seconds)
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "public, max-age=86400"}
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    start, end = (int(asked[1]), _last(asked[2], whole) + 1) if asked else (0, whole)
    if start >= end:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{whole}"})
    if asked:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{whole}"
    headers["Content-Length"] = str(end - start)
    return StreamingResponse(part(tune, seconds, start, end), 206 if asked else 200, headers, TYPE)


def _last(said: str, whole: int) -> int:
    return min(int(said), whole - 1) if said else whole - 1

"""Answers that a browser or a podcast app has already: 304 instead of the page (RFC 9110, 13).

An answer depends on what the library holds (its generation), on the day, and on who asks how; so
its validators are known before any of it is made, and a 304 costs one look at the catalog.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, time
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response

from earmark.web.asker import is_owner


def unless_known(
    request: Request, make: Callable[[], Response], *, personal: bool = True
) -> Response:
    """The answer of ``make``, or 304. ``personal``: it also depends on language and look.

    ``If-None-Match: *`` asks whether there is anything, which only ``make`` knows.
    """
    tag, changed = _validators(request, personal=personal)
    headers = {
        "ETag": tag,
        "Last-Modified": format_datetime(changed, usegmt=True),
        "Cache-Control": "private, no-cache" if is_owner(request) else "no-cache",
    }
    if personal:
        headers["Vary"] = "Accept-Language, Cookie"  # what compresses adds its own
    if is_known(request, tag, changed):
        return Response(status_code=304, headers=headers)
    answer = make()
    if answer.status_code == 200 and request.headers.get("if-none-match", "").strip() == "*":
        return Response(status_code=304, headers=headers)
    if answer.status_code == 200:
        for name, value in headers.items():
            answer.headers.setdefault(name, value)
    return answer


def _validators(request: Request, *, personal: bool) -> tuple[str, datetime]:
    state = request.app.state
    library = state.library.state()
    now: datetime = state.library.now()
    midnight = datetime.combine(now.date(), time(), UTC)
    parts = [
        *(state.version, library.generation, bool(library.pending), now.date(), is_owner(request)),
        *(request.url, request.scope.get("root_path", ""), state.public_url),
    ]
    if personal and is_owner(request):
        parts.append(state.library.keeping.standing())  # their pages say how old the library is
    if personal:
        parts += [request.headers.get("cookie"), request.headers.get("accept-language")]
    digest = hashlib.sha256(repr([str(part) for part in parts]).encode()).hexdigest()
    changed = max(library.changed_at or midnight, midnight, state.started_at)
    # A date ahead of now would be invalid (RFC 9110, 8.8.2.1): the clock may have been set back.
    return f'W/"{digest[:24]}"', min(changed, now).replace(microsecond=0)


def is_known(request: Request, tag: str, changed: datetime) -> bool:
    """Whether the one who asks has the answer of these validators; ``If-None-Match`` counts alone
    where it is given."""
    if request.method not in ("GET", "HEAD"):
        return False
    known = request.headers.get("if-none-match")
    if known is not None:
        tags = {each.strip().removeprefix("W/") for each in known.split(",")}
        return tag.removeprefix("W/") in tags
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        given = parsedate_to_datetime(since)
    except (ValueError, OverflowError):
        return False
    return changed <= given if given.tzinfo else False

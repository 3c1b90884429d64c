"""Errors as answers: a page that helps for people, one shape for programs."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from earmark.errors import Busy, DiskFull, EarmarkError, InvalidInput, NotFound, SearchError
from earmark.web.astray import WaysOn, ways_on
from earmark.web.audience import is_for_programs
from earmark.web.headers import ALWAYS
from earmark.web.render import page

_STATUS: tuple[tuple[type[EarmarkError], int], ...] = (
    (InvalidInput, 400),
    (NotFound, 404),
    (Busy, 503),
    (SearchError, 503),
    (DiskFull, 507),
)
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_SEE = "Check this value; /api/v1/openapi.json says what it may be."
LONGEST_SUBJECT = 300
"""Characters of what an error is about that are repeated: a query may be a book."""


def install(app: FastAPI) -> None:
    """Every end of a request that isn't an answer."""
    app.add_exception_handler(EarmarkError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unexpected)


def error_object(error: EarmarkError) -> dict[str, Any]:
    """The one shape of errors: ``{"error": {"code", "message", "subject", "remedy"}}``."""
    return {
        "error": {
            "code": error.code,
            "message": error.message,
            "subject": _shortened(error.subject),
            "remedy": error.remedy,
        }
    }


def _shortened(subject: str | None) -> str | None:
    if subject is None or len(subject) <= LONGEST_SUBJECT:
        return subject
    return f"{subject[:LONGEST_SUBJECT]}…"


def status_of(error: EarmarkError) -> int:
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, EarmarkError)  # noqa: S101 - registered for these only
    return await _answer(request, error, status_of(error))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for these only
    if error.status_code == 404:
        missing = NotFound("There is no such page.", request.url.path, remedy="Search instead.")
        return await _answer(request, missing, 404)
    if error.status_code == 405:
        return await _wrong_method(request)
    told = InvalidInput(str(error.detail), request.url.path, remedy="Check the address.")
    answer = await _answer(request, told, error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _wrong_method(request: Request) -> Response:
    """405 with every method that something answers at this address (RFC 9110, 15.5.6)."""
    scope, routes = request.scope, request.app.routes
    allowed = [
        method
        for method in _METHODS
        if any(route.matches({**scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    told = InvalidInput(
        f"This can't be asked by {request.method[:20]}.",
        request.url.path,
        remedy=f"Ask by {' or '.join(allowed)}.",
    )
    answer = await _answer(request, told, 405)
    answer.headers["Allow"] = ", ".join(allowed)
    return answer


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for these only
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:])
    told = InvalidInput(f"{first['msg']}.", name or None, remedy=_SEE)
    return await _answer(request, told, 400)


async def _unexpected(request: Request, error: Exception) -> Response:
    told = EarmarkError(
        f"An error that should not be: {type(error).__name__}.",
        remedy="Please report it with the address and what the server printed.",
    )
    answer = await _answer(request, told, 500)
    for name, value in ALWAYS:  # this answer is made outside of every middleware
        answer.headers[name] = value
    return answer


async def _answer(request: Request, error: EarmarkError, status: int) -> Response:
    headers = {"Cache-Control": "no-store"}
    if is_for_programs(request):
        return JSONResponse(error_object(error), status, headers)
    error.subject = _shortened(error.subject)
    ways = await run_in_threadpool(ways_on, request) if status in (400, 404) else WaysOn()
    answer = page(request, "error.html", status=status, error=error, code=status, ways=ways)
    answer.headers.update(headers)
    return answer

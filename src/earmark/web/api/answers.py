"""How every call of the API answers: by GET and HEAD, as JSON, 304 where it is known already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from earmark.formats.json import Object, dumps
from earmark.library import Library
from earmark.web.api.schemas import ErrorAnswer
from earmark.web.conditional import unless_known

PREFIX = "/api/v1"

Handler = Callable[..., Response]

_VALIDATORS = {
    "ETag": {
        "description": "For `If-None-Match`.",
        "schema": {"type": "string"},
    },
    "Last-Modified": {
        "description": "For `If-Modified-Since`.",
        "schema": {"type": "string"},
    },
}
_BAD = {"model": ErrorAnswer, "description": "What was asked can't be read."}
_MISSING = {"model": ErrorAnswer, "description": "There is no such thing for whoever asks."}
_WAIT = {"model": ErrorAnswer, "description": "The library can't answer now: busy, or no index."}


class Endpoints:
    """Calls of the API that belong together, each answering HEAD as it answers GET."""

    def __init__(self, tag: str):
        self.router = APIRouter(prefix=PREFIX, tags=[tag])

    def get(self, path: str, shape: type[BaseModel], *, says: str) -> Callable[[Handler], Handler]:
        """Registers a handler whose answer has this shape; its docstring is the description."""

        def register(handler: Handler) -> Handler:
            self.router.add_api_route(
                path,
                handler,
                methods=["GET"],
                response_model=shape,
                summary=says,
                response_description="As asked.",
                operation_id=handler.__name__,
                responses=_responses(),
            )
            self.router.add_api_route(path, handler, methods=["HEAD"], include_in_schema=False)
            return handler

        return register


def _responses() -> dict[int | str, dict[str, Any]]:
    return {
        200: {"headers": _VALIDATORS},
        304: {"description": "What you have is what it is.", "headers": _VALIDATORS},
        400: _BAD,
        404: _MISSING,
        503: _WAIT,
    }


def answer(request: Request, make: Callable[[], Object]) -> Response:
    """The JSON of what ``make`` gives, with its validators, or 304."""

    def made() -> Response:
        return Response(dumps(make(), indent=None), media_type="application/json")

    return unless_known(request, made, personal=False)


def library_of(request: Request) -> Library:
    library: Library = request.app.state.library
    return library

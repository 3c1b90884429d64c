"""What the API answers, from its own description."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response

from earmark.formats.json import Object
from earmark.web.api.answers import Endpoints, answer
from earmark.web.api.shelf_schemas import IndexAnswer
from earmark.web.links import links_of

index = Endpoints("library")


@index.get("", IndexAnswer, says="What can be asked")
def endpoints(request: Request) -> Response:
    """Every call, and where the whole description is."""
    return answer(request, lambda: _index(request))


def _index(request: Request) -> Object:
    described = request.app.openapi()
    links = links_of(request)
    return {
        "name": described["info"]["title"],
        "version": described["info"]["version"],
        "openapi": links.whole(f"{links.api()}/openapi.json"),
        "endpoints": [
            {"path": f"{links.root}{path}", "says": calls["get"]["summary"]}
            for path, calls in described["paths"].items()
        ],
    }

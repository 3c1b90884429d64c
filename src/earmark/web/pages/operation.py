"""For those who run it: is it well (``/health``), and figures for a monitor (``/metrics``)."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from earmark.condition import Health
from earmark.errors import NotFound
from earmark.library import Library
from earmark.web.asker import is_owner
from earmark.web.metrics import Metrics

router = APIRouter(include_in_schema=False)

FRESH = {"Cache-Control": "no-store"}


@router.api_route("/health", methods=["GET", "HEAD"])
def health(request: Request) -> Response:
    """200, or 503 where nothing can be answered or stored. The owner learns why, others that."""
    library: Library = request.app.state.library
    found = library.health()
    said = _said(found) if is_owner(request) else {"ok": found.ok}
    status = 200 if found.ok else 503
    return Response(json.dumps(said), status, FRESH, "application/json")


def _said(found: Health) -> dict[str, object]:
    checks = {check.name: {"ok": check.ok, "says": check.message} for check in found.checks}
    return {"ok": found.ok, "checks": checks}


@router.api_route("/metrics", methods=["GET", "HEAD"])
def metrics(request: Request) -> Response:
    """For the owner's monitor; for others there is none, unless the settings open it."""
    if not (request.app.state.metrics_public or is_owner(request)):
        raise NotFound("There is no such page.", request.url.path, remedy="Search instead.")
    counted: Metrics = request.app.state.metrics
    body, kind = counted.text(request.headers.get("accept", ""))
    return Response(body, 200, {**FRESH, "Content-Type": kind})

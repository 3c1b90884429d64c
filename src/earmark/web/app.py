"""The web application: everything that answers, put together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_network

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from earmark import __version__
from earmark.library import Library
from earmark.web import api, errors, preferences, static_files
from earmark.web.headers import SafeHeaders
from earmark.web.metrics import Measured, Metrics
from earmark.web.pages import ROUTERS
from earmark.web.render import make_environment
from earmark.web.static_files import read_static
from earmark.web.words import Catalogue, read_catalogue

SMALLEST_ZIPPED = 600
"""Bytes; below, compressing saves no packet."""


def create_app(
    library: Library,
    *,
    started_at: datetime,
    public_url: str = "",
    metrics_public: bool = False,
    owner_from: Sequence[str] = (),
    catalogue: Catalogue | None = None,
    more: Sequence[APIRouter] = (),
) -> FastAPI:
    """The application over one library.

    ``started_at``: nothing that it answers is older (templates may have changed before);
    ``public_url``: where others reach it, "" for wherever they asked; ``metrics_public``: whether
    others than the owner get the figures for monitors; ``owner_from``: addresses and nets that
    count as this machine; ``catalogue``: what it says, by default the package's own; ``more``:
    what else it answers.
    """
    app = FastAPI(
        title="Earmark",
        version=__version__,
        summary="Podcasts about anything: for any phrase, the shows and episodes about it.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it knows nothing of a root that a proxy adds
    )
    files = read_static()
    app.state.library = library
    app.state.started_at = started_at
    app.state.public_url = public_url.rstrip("/")
    app.state.metrics = Metrics(library, __version__)
    app.state.metrics_public = metrics_public
    app.state.owner_from = tuple(map(ip_network, owner_from))
    app.state.catalogue = catalogue or read_catalogue()
    app.state.files = files
    app.state.version = f"{__version__} {files.fingerprint} {started_at.isoformat()}"
    app.state.templates = make_environment()
    errors.install(app)
    for router in (*ROUTERS, api.router, preferences.router, static_files.router, *more):
        app.include_router(router)
    api.describe(app)
    app.add_middleware(ZippedText)
    app.add_middleware(SafeHeaders)
    app.add_middleware(Measured, metrics=app.state.metrics)
    return app


class ZippedText:
    """ASGI middleware: answers compressed, but for sound, which is asked for in ranges, and
    pictures, which are small already."""

    def __init__(self, app: ASGIApp):
        self._plain = app
        self._zipped = GZipMiddleware(app, minimum_size=SMALLEST_ZIPPED, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        packed = scope["type"] == "http" and scope["path"].endswith((".wav", ".webp"))
        await (self._plain if packed else self._zipped)(scope, receive, send)

"""Our own style, scripts and pictures: read once, compressed once, kept by browsers for good.

The style sheets are joined in the order of their names; the address of every file carries a
fingerprint of all of them, so a new version has new addresses.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from earmark.errors import NotFound

FOREVER = "public, max-age=31536000, immutable"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    content: bytes
    zipped: bytes
    type: str


class StaticFiles:
    """Every file of ours by name: ``style.css``, ``js/app.js``."""

    def __init__(self, contents: dict[str, bytes]):
        self._files = {
            name: StaticFile(content, gzip.compress(content, 9, mtime=0), _type_of(name))
            for name, content in contents.items()
        }
        whole = b"".join(name.encode() + content for name, content in sorted(contents.items()))
        self.fingerprint = hashlib.sha256(whole).hexdigest()[:12]

    def get(self, name: str) -> StaticFile:
        """Raises ``NotFound``."""
        found = self._files.get(name)
        if found is None:
            raise NotFound("There is no such file.", name, remedy="Reload the page.")
        return found


def read_static() -> StaticFiles:
    """What the package holds."""
    with as_file(files("earmark.web") / "static") as folder:
        return StaticFiles(dict(_contents(folder)))


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    sheets = sorted((folder / "css").glob("*.css"))
    yield "style.css", b"\n".join(sheet.read_bytes() for sheet in sheets)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in _TYPES and path not in sheets:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _type_of(name: str) -> str:
    return _TYPES[Path(name).suffix]


router = APIRouter(include_in_schema=False)


@router.api_route("/static/{fingerprint}/{name:path}", methods=["GET", "HEAD"])
def static(request: Request, fingerprint: str, name: str) -> Response:
    """A file of ours. An old fingerprint gets the file of today, to be asked for again."""
    found: StaticFile = request.app.state.files.get(name)
    fresh = fingerprint == request.app.state.files.fingerprint
    headers = {
        "Cache-Control": FOREVER if fresh else "no-cache",
        "Vary": "Accept-Encoding",
    }
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(found.zipped if zipped else found.content, 200, headers, found.type)

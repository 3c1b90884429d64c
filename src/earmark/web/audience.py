"""Which answers are for programs, and which of them other sites may read."""

from __future__ import annotations

import re

from starlette.requests import Request

from earmark.web.asker import is_asked_here

_SHARED = re.compile(
    r"/api/v1(?:/.*)?|/topics/.+(?:\.json|\.csv|/feed\.xml|/feed\.json|/opml)", re.S
)
_OWN = re.compile(
    r"/suggest|/opensearch\.xml|/sitemap.*\.xml|/robots\.txt|/health|/metrics|/websub/.*", re.S
)


def is_for_programs(request: Request) -> bool:
    """Whether whoever asks reads data: the API, what stands beside a page, descriptions of us."""
    path = _path(request)
    return bool(_SHARED.fullmatch(path) or _OWN.fullmatch(path))


def is_for_other_sites(request: Request) -> bool:
    """Whether a script of another site may read the answer: public data is anybody's.

    Never what is asked here: any page that is open in the owner's browser could ask this machine,
    and would read what is private, or only what they listen to (Fetch standard, "CORS protocol").
    """
    return bool(_SHARED.fullmatch(_path(request))) and not is_asked_here(request)


def _path(request: Request) -> str:
    path: str = request.scope["path"]
    return path.removeprefix(request.scope.get("root_path", ""))

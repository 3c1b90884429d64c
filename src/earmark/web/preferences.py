"""What a browser keeps for its person: language, light or dark, single-key shortcuts.

Kept in cookies of this site that hold nothing else; set by a form, so that it works without
JavaScript and a link changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from earmark.errors import InvalidInput
from earmark.web.forms import body_of, sent_from_elsewhere
from earmark.web.links import links_of

THEMES = ("auto", "light", "dark")
YEAR_S = 365 * 24 * 60 * 60
LONGEST_FORM = 2_048
_WEIGHT = re.compile(r"[01](\.[0-9]{0,3})?")
"""RFC 9110 12.4.2."""


@dataclass(frozen=True, slots=True)
class Preferences:
    language: str = "en"
    theme: str = "auto"
    shortcuts: bool = True


def preferences_of(request: Request, languages: Sequence[str]) -> Preferences:
    """What this browser asks for: its cookies, else its ``Accept-Language``, else English."""
    cookies = request.cookies
    chosen = cookies.get("language")
    theme = cookies.get("theme", "auto")
    return Preferences(
        language=chosen if chosen and chosen in languages else _negotiated(request, languages),
        theme=theme if theme in THEMES else "auto",
        shortcuts=cookies.get("shortcuts") != "off",
    )


def _negotiated(request: Request, languages: Sequence[str]) -> str:
    """RFC 9110 12.5.4 and RFC 4647 3.4: weights sort, what has weight 0 is out, ``de-AT`` is
    served by ``de``."""
    wanted: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "").split(",")[:20]:
        tag, _, written = part.replace(" ", "").casefold().partition(";q=")
        wanted.append((_weight(written), tag))
    for weight, tag in sorted(wanted, key=lambda each: -each[0]):
        for language in languages:
            if weight and language.casefold() in (tag, tag.partition("-")[0]):
                return language
    return languages[0]


def _weight(written: str) -> float:
    """0 for what is no weight."""
    if not written:
        return 1.0
    return float(written) if _WEIGHT.fullmatch(written) else 0.0


router = APIRouter(include_in_schema=False)


@router.post("/preferences")
async def keep(request: Request) -> Response:
    """Keep what the form says, and go back to where it was sent from."""
    if sent_from_elsewhere(request):
        raise InvalidInput("Another site sent this form.", remedy="Use the form of our own pages.")
    said = parse_qs((await body_of(request, most=LONGEST_FORM)).decode("utf-8", "replace"))
    languages = tuple(request.app.state.catalogue.languages)
    answer = RedirectResponse(_back(request, said), status_code=303)
    for name, allowed in (
        ("language", languages),
        ("theme", THEMES),
        ("shortcuts", ("on", "off")),
    ):
        value = said.get(name, [""])[-1]
        if value in allowed:
            answer.set_cookie(
                name, value, max_age=YEAR_S, samesite="lax", path=links_of(request).home()
            )
    return answer


def _back(request: Request, said: dict[str, list[str]]) -> str:
    """A path of this site; never another host. Browsers take ``//elsewhere``, ``///elsewhere``
    and ``/\\elsewhere`` for one, and drop tabs and line ends before they look."""
    wanted = said.get("back", [""])[-1]
    local = wanted.startswith("/") and not wanted.replace("\\", "/").startswith("//")
    return wanted if local and wanted.isprintable() else links_of(request).home()

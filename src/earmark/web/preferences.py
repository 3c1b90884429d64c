"""What a browser keeps for its person: language, light or dark, single-key shortcuts.

Kept in cookies of this site that hold nothing else; set by a form, so that it works without
JavaScript and a link changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from babel import Locale, UnknownLocaleError, negotiate_locale
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from earmark.errors import InvalidInput
from earmark.web.links import links_of

THEMES = ("auto", "light", "dark")
YEAR_S = 365 * 24 * 60 * 60
LONGEST_FORM = 2_048


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
    """RFC 9110 12.5.4; weights sort, what has weight 0 is out."""
    wanted: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "").split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            value = float(weight or 1)
        except ValueError:
            continue
        if value > 0 and _is_locale(tag):
            wanted.append((-value, tag))
    tags = [tag for _, tag in sorted(wanted, key=lambda each: each[0])]
    return negotiate_locale(tags, languages, sep="-") or languages[0]


def _is_locale(tag: str) -> bool:
    try:
        return bool(Locale.parse(tag, sep="-"))
    except (ValueError, UnknownLocaleError, TypeError):
        return False


router = APIRouter(include_in_schema=False)


@router.post("/preferences")
async def keep(request: Request) -> Response:
    """Keep what the form says, and go back to where it was sent from."""
    said = parse_qs((await _body(request)).decode("utf-8", "replace"))
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


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise InvalidInput("The form is too long.", remedy="Use the page's own form.")
    return body


def _back(request: Request, said: dict[str, list[str]]) -> str:
    """A path of this site; never another host (``//elsewhere``, ``\\\\elsewhere``)."""
    wanted = said.get("back", [""])[-1]
    parts = urlsplit(wanted.replace("\\", "/"))
    local = wanted.startswith("/") and not parts.netloc and not parts.scheme
    return wanted if local and wanted.isprintable() else links_of(request).home()

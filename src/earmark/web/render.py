"""Templates: what every page knows, and the filters that say things in its language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from earmark.errors import EarmarkError
from earmark.formats.html import clean_html, safe_url
from earmark.formats.urls import web_url
from earmark.keys import without_secrets
from earmark.library import Library
from earmark.model import Evidence
from earmark.polls import Standing
from earmark.web.artwork import artwork
from earmark.web.asker import is_owner
from earmark.web.episode_view import media_of, shown
from earmark.web.links import links_of
from earmark.web.pictures import picture_of
from earmark.web.preferences import preferences_of
from earmark.web.tongues import lang
from earmark.web.words import Catalogue, Words, clock, direction

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Age:
    """What the foot of a page says of the library's age: to its owner how it is kept up to date,
    to others when what they see was reached."""

    standing: Standing | None = None
    changed_at: datetime | None = None


def make_environment() -> Environment:
    """Autoescaping everywhere; a name that a template doesn't get is an error, not a gap."""
    environment = Environment(
        loader=PackageLoader("earmark.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        clock=clock,
        dir=direction,
        marked=marked,
        safe_url=safe_url,
        cleaned=cleaned,
        host=host,
        lang=lang,
        web_url=web_url,
        shown=shown,
        media_of=media_of,
        unsecret=without_secrets,
    )
    environment.globals["artwork"] = artwork
    return environment


def page(
    request: Request,
    template: str,
    /,
    *,
    status: int = 200,
    **context: Any,
) -> HTMLResponse:
    """A page of ours: ``template`` with what it is given and what every page knows."""
    state = request.app.state
    preferences = preferences_of(request, state.catalogue.languages)
    words = words_of(request)
    known: Context = {
        "t": words.say,
        "w": words,
        "url": links_of(request),
        "owner": is_owner(request),
        "picture_of": partial(picture_of, request),
        "preferences": preferences,
        "languages_offered": state.catalogue.languages,
        "here": _here(request),
        "age": _age(request),
    }
    made = state.templates.get_template(template).render(known | context)
    return HTMLResponse(made, status)


def words_of(request: Request) -> Words:
    """Those of the language that the one who asks reads."""
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue.words(preferences_of(request, catalogue.languages).language)


def _age(request: Request) -> Age:
    """How old the library is, to who asks; nothing where the catalog can't say, since a page about
    that says it too."""
    library: Library = request.app.state.library
    try:
        if is_owner(request):
            standing = library.keeping.standing()
            if standing.checked_at is not None:
                return Age(standing=standing)
        return Age(changed_at=library.changed_at())
    except EarmarkError:
        return Age()


def _here(request: Request) -> str:
    """Path and query of this page under our root, to come back to."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{links_of(request).root}{request.url.path}{query}"


def marked(evidence: Evidence) -> Markup:
    """A quote with the topic marked."""
    parts, position = [], 0
    for start, end in sorted(evidence.highlights):
        if start < position:
            continue
        parts += [escape(evidence.quote[position:start]), Markup("<mark>")]
        parts += [escape(evidence.quote[start:end]), Markup("</mark>")]
        position = end
    parts.append(escape(evidence.quote[position:]))
    return Markup("").join(parts)


def cleaned(notes: str) -> Markup:
    """Published HTML that may be shown."""
    return Markup(clean_html(notes).html)  # noqa: S704 - what the sanitiser left


def host(url: str) -> str:
    """``example.org``, of an address: where a link leads."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""

"""Podcasts come in: the box of the start page, and what becomes of what was put into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from earmark.library import Library
from earmark.model import AddOptions, AddReport
from earmark.starters import starting_sets
from earmark.web.forms import Form, owners_form, owners_only
from earmark.web.links import links_of
from earmark.web.render import page

router = APIRouter(include_in_schema=False)

MOST_BYTES = 11 * 1024 * 1024
"""Of a form: a list of 10 MiB, which is the most that is read, and what stands around it."""
APPS = (
    ("AntennaPod", "antennapod"),
    ("Apple Podcasts", "apple"),
    ("Castro", "castro"),
    ("gPodder", "gpodder"),
    ("Overcast", "overcast"),
    ("Pocket Casts", "pocketcasts"),
    ("Podcast Addict", "podcastaddict"),
    ("Spotify", "spotify"),
)
"""Common apps, and the message that says how each exports."""


@router.api_route("/feeds/add", methods=["GET", "HEAD"])
def add(request: Request) -> Response:
    """The box for more podcasts."""
    owners_only(request)
    return start_page(request, first=False)


@router.post("/feeds")
async def take(request: Request) -> Response:
    """Follow what the form says, then back; where something can't be followed, the form again,
    with the reasons."""
    form = await owners_form(request, most=MOST_BYTES)
    return await run_in_threadpool(_taken, request, form)


def start_page(
    request: Request,
    *,
    first: bool,
    status: int = 200,
    form: Form | None = None,
    reports: Sequence[AddReport] = (),
    pending: int = 0,
) -> Response:
    """``first``: the library is empty. ``form`` is what was sent and ``reports`` what came of it,
    where that was not all well."""
    refused = [report for report in reports if report.error is not None]
    typed = form.one("text") if form else ""
    made = page(
        request,
        "start.html",
        status=status,
        first=first,
        pending=pending,
        apps=APPS,
        sets=[(name, len(urls)) for name, urls in starting_sets().items()],
        ticked=form.all("set") if form and not reports else (),
        text="\n".join(report.source for report in refused if report.source in typed),
        nothing=form is not None and not reports,
        refused=refused,
        added=sum(report.named or 1 for report in reports if report.error is None),
    )
    made.headers["Referrer-Policy"] = "same-origin"  # so that ``Origin`` says who sent the form
    made.headers["Cache-Control"] = "no-store"
    return made


def _taken(request: Request, form: Form) -> Response:
    reports = list(_followed(request.app.state.library, form))
    back = form.one("back") == "feeds"
    if not reports or any(report.error is not None for report in reports):
        return start_page(request, first=not back, status=400, form=form, reports=reports)
    links = links_of(request)
    return RedirectResponse(links.feeds() if back else links.home(), status_code=303)


def _followed(library: Library, form: Form) -> Iterator[AddReport]:
    if text := form.one("text").strip():
        yield from library.subscribe(text)
    if file := form.files.get("file"):
        yield from library.subscribe(file)
    sets = starting_sets()
    ticked = "\n".join(url for name in form.all("set") for url in sets.get(name, ()))
    if ticked:
        yield from library.subscribe(ticked, options=AddOptions(fetched=0))

"""The owner's page of feeds: what needs a person first, with what mends it; then how it all stands.

Each remedy is a form that is posted; a link changes nothing.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from earmark.errors import EarmarkError, InvalidInput, NotFound
from earmark.keys import without_secrets
from earmark.library import Library
from earmark.polls import FeedPage, Poll
from earmark.web.asked import number
from earmark.web.errors import status_of
from earmark.web.feeds_view import NEEDS, STATES, FeedRow, Need, rows_of, states_of
from earmark.web.forms import Form, owners_form, owners_only
from earmark.web.links import links_of
from earmark.web.render import page

router = APIRouter(include_in_schema=False)

FEEDS = 50
"""On a page of all feeds."""
FIRST = 5
"""Of each state that needs a person."""
LOOKED_AT = 50
"""Of each state, to find those among what mends itself."""
RESTING = 10
"""Hosts that are named."""
LONGEST_FORM = 8_192
DONE = ("check", "follow", "stop", "remove", "take")
"""What can be done about a feed, and was done."""


@router.api_route("/feeds", methods=["GET", "HEAD"])
def feeds(
    request: Request,
    state: str = "",
    cursor: str | None = None,
    done: str = "",
    feed: str = "",
) -> Response:
    """Every feed of one state or of all; ``done`` says what was just done, to which one."""
    owners_only(request)
    return _made(request, state, cursor or None, done=done if done in DONE else "", about=feed)


@router.post("/feeds/{feed}/{action}")
async def mend(request: Request, feed: str, action: str) -> Response:
    """Do something about a feed, then back to the page that says so; where it may not be done now,
    the page says why."""
    form = await owners_form(request, most=LONGEST_FORM)
    if action not in DONE:
        raise NotFound("There is no such page.", request.url.path, remedy="Search instead.")
    return await run_in_threadpool(_mended, request, number(feed), action, form)


def _mended(request: Request, feed: int, action: str, form: Form) -> Response:
    library: Library = request.app.state.library
    state = form.one("state") if form.one("state") in STATES else ""
    try:
        _do(library, str(feed), action, form)
    except EarmarkError as error:
        return _made(request, state, None, fault=error)
    values = {"state": state, "done": action, "feed": feed}
    return RedirectResponse(links_of(request).feeds(values), status_code=303)


def _do(library: Library, feed: str, action: str, form: Form) -> None:
    keeping = library.keeping
    if action == "check":
        keeping.check_now(feed)
    elif action == "follow":
        keeping.follow_move(feed)
    elif action == "stop":
        keeping.stop_polling(feed)
    elif action == "remove":
        poll = keeping.poll_of(feed)
        library.remove(poll.url if poll.podcast_id is None else str(poll.podcast_id))
    else:
        _take(library, keeping.poll_of(feed), form.one("offer"))


def _take(library: Library, poll: Poll, offer: str) -> None:
    """Follow a feed that this one recommends; the page names it without secrets."""
    offered = library.keeping.offers([poll]).get(poll.feed_id, ())
    chosen = next((url for url in offered if without_secrets(url) == offer), None)
    if chosen is None:
        raise InvalidInput("This feed doesn't recommend that any more.", offer)
    for report in library.subscribe(chosen):
        if report.error is not None:
            raise InvalidInput(report.error.message, offer)


def _made(
    request: Request,
    state: str,
    cursor: str | None,
    *,
    done: str = "",
    about: str = "",
    fault: EarmarkError | None = None,
) -> Response:
    library: Library = request.app.state.library
    keeping = library.keeping
    if state and state not in STATES:
        raise InvalidInput("There is no such state of feeds.", state[:40])
    states = [known for known in STATES if known == state] or None
    shown = keeping.feeds(states=states, limit=FEEDS, cursor=cursor)
    vitals = library.vitals()
    made = page(
        request,
        "feeds.html",
        status=status_of(fault) if fault else 200,
        crawl=shown.state,
        needs=() if state or cursor else _needs(library, shown),
        rows=_rows(library, shown.polls),
        states=states_of(shown.state),
        chosen=state,
        cursor=cursor,
        next=shown.next,
        resting=shown.state.held[:RESTING],
        disk_free_bytes=vitals.disk_free_bytes,
        pending=vitals.pending,
        now=library.now(),
        standing=keeping.standing(),
        done=done,
        about=_name(library, about) if done else "",
        fault=fault,
        still=request.query_params.get("refresh") == "off",
    )
    made.headers["Cache-Control"] = "no-store"
    made.headers["Referrer-Policy"] = "same-origin"  # so that ``Origin`` says who sent a form
    return made


def _needs(library: Library, shown: FeedPage) -> tuple[Need, ...]:
    counts = shown.state.states
    needs = []
    for state in NEEDS:
        polls = library.keeping.feeds(states=[state], limit=LOOKED_AT).polls
        rows = [row for row in _rows(library, polls) if not row.failure or row.needs_a_person]
        if rows:
            needs.append(Need(state, counts.get(state, 0), tuple(rows[:FIRST])))
    return tuple(needs)


def _rows(library: Library, polls: tuple[Poll, ...]) -> tuple[FeedRow, ...]:
    return rows_of(polls, library.keeping.reasons(polls), library.keeping.offers(polls))


def _name(library: Library, feed: str) -> str:
    """Of the feed with this id, where it is still there."""
    try:
        poll = library.keeping.poll_of(feed)
    except NotFound:
        return ""
    return poll.title or without_secrets(poll.url)

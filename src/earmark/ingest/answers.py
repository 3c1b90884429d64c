"""What the answer to a poll means: rules P1 to P3, P7 and P13 to P16 (``docs/why/polling.md``).
Pure.

``request_for`` says what to ask, ``bodies.document_of`` sums up what a body turned out to be, and
``plan_poll`` decides: the feed's next state and time, what its host wants, whether the document is
stored, whether the feed has moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from earmark.failures import FAILURES, FailureKind, failure_code, kind_of
from earmark.ingest import moves
from earmark.ingest.bodies import Document
from earmark.ingest.headers import good_for, retry_after, validators_of
from earmark.ingest.hosts import host_after
from earmark.ingest.plan import EMPTIED
from earmark.ingest.schedule import DAY, DEAD_AFTER, GONE, earliest, is_quiet, next_check
from earmark.ingest.wishes import wishes_of
from earmark.keys import host_of, url_key
from earmark.model import ParsedFeed
from earmark.parse.feed import PARSER_VERSION
from earmark.polls import (
    Fetched,
    FetchRequest,
    HostHold,
    Move,
    Poll,
    PollEvent,
    PollFailure,
    PollPlan,
    PollState,
    Validators,
)

WHOLE = (200, 203)
SILENT_HOST = timedelta(days=7)
"""A feed whose host asks for rest so long is failing, whoever's fault it is."""
_STATUSES: dict[int, PollFailure] = {
    401: "password-refused",
    402: "payment",
    403: "forbidden",
    404: "not-found",
    410: "gone",
    429: "too-many",
    451: "legal",
}


# ---------------------------------------------------------------- before


def request_for(poll: Poll) -> FetchRequest:
    """What to ask: the feed with its validators, those of another parser's reading left out (P3);
    or, once, the address that the feed has named as its new one for a week (P14)."""
    trial = moves.trial_of(poll)
    if trial is not None:
        return FetchRequest(trial, key=poll.feed_id)
    current = poll.parser == PARSER_VERSION
    return FetchRequest(poll.url, validators=poll.validators if current else None, key=poll.feed_id)


def known_hash(poll: Poll) -> int | None:
    """Hash of the document that need not be read again (P16); None where there is none, or where
    another parser read it. Items need reading again then, too."""
    return poll.document_hash if poll.parser == PARSER_VERSION else None


# ---------------------------------------------------------------- the answer


def plan_poll(
    poll: Poll,
    fetched: Fetched,
    document: Document | None,
    now: datetime,
    *,
    hold: HostHold | None = None,
) -> PollPlan:
    """What an answer means. ``document`` is what the body of a 200 turned out to be, None for any
    other answer and for an empty body; ``hold`` what is known of the host that answered
    (``host_of(fetched.url)``)."""
    if fetched.failure is not None and fetched.failure.code == "stopped":
        return _stopped(poll, fetched, now)
    failure = _failure(poll, fetched, document, now)
    own = fetched.url == poll.url and poll.host  # spares looking the host up once more
    hold_after = host_after(
        own or host_of(fetched.url), fetched, hold, now, anew=poll.failure != "forbidden"
    )
    events: list[PollEvent] = []
    if hold_after is not None and hold_after.until > now:
        events.append(PollEvent("host-held", _HELD.format(at=hold_after.until)))
        failure = "too-many" if failure == "forbidden" else failure
    answer = _Answer(fetched, document, now)
    if fetched.request.url == moves.trial_of(poll):
        plan = _tried(poll, answer, failure)
    elif failure is None:
        plan = _answered(poll, answer)
    else:
        plan = _failed(poll, answer, failure)
    good = good_for(fetched) if failure is None else timedelta(0)
    after = plan.poll
    due_at, reason = next_check(after, now, good_for=good, hold=hold_after or hold)
    state = after.state if after.failure else _state(after, now)
    return PollPlan(
        replace(after, due_at=due_at, reason=reason, state=state),
        store=plan.store,
        hold=hold_after,
        move_to=plan.move_to,
        events=(*events, *plan.events),
    )


_HELD = "its host wants rest until {at:%Y-%m-%d %H:%M} UTC"


class _Answer(NamedTuple):
    fetched: Fetched
    document: Document | None
    at: datetime

    @property
    def feed(self) -> ParsedFeed | None:
        """What was read anew; None where nothing changed, too."""
        return self.document.feed if self.document else None

    @property
    def shares(self) -> bool | None:
        """``moves.shares_enough``; an unchanged document is the one that is stored."""
        if self.document is None or self.document.feed is None:
            return True
        return moves.shares_enough(self.document.items, self.document.known, self.document.shared)


def _stopped(poll: Poll, fetched: Fetched, now: datetime) -> PollPlan:
    """By us. What was never sent costs the feed no time; what may have been counts as asked."""
    if not fetched.elapsed_ms and not fetched.wire_bytes:
        return PollPlan(poll)
    asked = replace(poll, asked_at=now, polls=poll.polls + 1)
    return PollPlan(replace(asked, due_at=max(poll.due_at or now, earliest(asked, now))))


def _asked(poll: Poll, answer: _Answer) -> dict[str, Any]:
    """Fields of the poll that every answer changes. What changes is gathered and put in at once:
    most polls are a 304, and a poll has many fields to copy."""
    return {"asked_at": answer.at, "polls": poll.polls + 1, "status": answer.fetched.status}


def _failure(
    poll: Poll, fetched: Fetched, document: Document | None, now: datetime
) -> PollFailure | None:
    """Why no feed came; None where one did, or nothing changed."""
    if fetched.failure is not None:
        return fetched.failure.code
    status = fetched.status
    if status in WHOLE:
        return _fault_of(poll, document)
    if status == 304:
        asked_with = fetched.request.validators
        return None if asked_with and asked_with.url == fetched.url else "odd-status"
    if status == 503 and retry_after(fetched, now) is not None:
        return "unavailable"
    return _STATUSES.get(status, "server-error" if 500 <= status <= 599 else "odd-status")


def _fault_of(poll: Poll, document: Document | None) -> PollFailure | None:
    if document is None:
        return "empty"
    if document.error:
        return failure_code(document.error)
    if document.feed is None:
        return None if document.hash == known_hash(poll) else "unreadable"
    return "emptied" if not document.items and document.known >= EMPTIED else None


# ---------------------------------------------------------------- a feed, or nothing new


def _answered(poll: Poll, answer: _Answer) -> PollPlan:
    now = answer.at
    move = _move(poll, answer)
    proven = move is not None and not move.hinted and moves.has_lasted(move, now)
    after = replace(
        poll,
        **_asked(poll, answer),
        **_read(poll, answer),
        state="fine",
        answered_at=now,
        validators=_validators(poll, answer),
        not_modified=poll.not_modified + (answer.fetched.status == 304),
        failure="",
        failures=0,
        failing_since=None,
        gone=0,
        move=None if proven else move,
    )
    events = list(_news(poll, answer.document))
    if proven:
        events.append(PollEvent("moved", _MOVED))
    elif move is not None and not move.hinted and move.answers < 2 and move != poll.move:
        events.append(_begun(move.answers))
    return PollPlan(
        after,
        store=answer.feed is not None,
        move_to=move.target if move is not None and proven else None,
        events=tuple(events),
    )


_MOVED = "it has moved for good, and its episodes are there"


def _begun(answers: int) -> PollEvent:
    if answers:
        return PollEvent("moving", "it redirects for good: believed when that lasts a week")
    return PollEvent("move-refused", "it redirects to a feed with other episodes: not believed")


def _read(poll: Poll, answer: _Answer) -> dict[str, Any]:
    """Fields of the poll that a document changes which is new."""
    document = answer.document
    if document is None or document.feed is None:
        return {}
    news = document.new and poll.answered_at is not None
    return {
        "document_hash": document.hash,
        "parser": PARSER_VERSION,
        "changed_at": answer.at if news else poll.changed_at,
        "newest_at": document.newest_at,
        "gap": document.gap,
        **wishes_of(document.feed, answer.fetched, poll.url)._asdict(),
    }


def _validators(poll: Poll, answer: _Answer) -> Validators | None:
    """Those of a 200, whatever was there before, unless its body was cut off (P3); a 304 renews
    those that it names (P2)."""
    fetched = answer.fetched
    said, old = validators_of(fetched), poll.validators
    if answer.feed is not None and answer.feed.cut_off:
        return None
    if fetched.status != 304 or old is None:
        return said
    if said is None:
        return old
    return Validators(old.url, said.etag or old.etag, said.last_modified or old.last_modified)


def _move(poll: Poll, answer: _Answer) -> Move | None:
    """A redirect counts before a hint; an unchanged document still gives the hint it gave."""
    target = moves.permanent_target(poll.url, answer.fetched.hops)
    if target is not None:
        return moves.redirected(poll, target, answer.shares, answer.at)
    hint = poll.move.target if poll.move is not None and poll.move.hinted else None
    if answer.feed is not None:
        hint = moves.hinted_target(poll.url, answer.feed.new_feed_url)
    return moves.hinted(poll, hint, answer.at) if hint else None


def _state(poll: Poll, now: datetime) -> PollState:
    if poll.move is not None and not poll.move.hinted:
        return "moving"
    return "quiet" if is_quiet(poll, now) else "fine"


def _news(poll: Poll, document: Document | None) -> Iterator[PollEvent]:
    if poll.failure:
        yield PollEvent("recovered", f"it answers again, after: {_words(poll.failure)}")
    if document is None:
        return
    if document.new:
        count = f"{document.new:,} new episode{'' if document.new == 1 else 's'}"
        yield PollEvent("new-episodes", count)
    if document.rehosted:
        yield PollEvent("rehosted", "its episodes have new ids and addresses; they stay the same")
    if document.rewritten:
        yield PollEvent("rewritten", "over half of its episodes changed title or date at once")


def _words(code: str) -> str:
    return FAILURES[failure_code(code)].message


def _tried(poll: Poll, answer: _Answer, failure: PollFailure | None) -> PollPlan:
    """The answer of the address that the feed names as its new one (P14). Where its episodes are
    there and it leads nowhere else, the feed has moved; else nothing changes, and the hint has to
    last another week."""
    tried = answer.fetched.request.url
    back = url_key(answer.fetched.url) == url_key(poll.url)
    on = moves.hinted_target(tried, answer.feed.new_feed_url) if answer.feed else None
    if failure is not None or not answer.shares or back or on:
        move = Move(tried, 0, answer.at, hinted=True)
        after = replace(poll, asked_at=answer.at, polls=poll.polls + 1, move=move)
        return PollPlan(after, events=(PollEvent("move-refused", _NOT_THERE),))
    plan = _answered(poll, answer)
    target = moves.permanent_target(tried, answer.fetched.hops) or tried
    events = (*plan.events, PollEvent("moved", _MOVED))
    return replace(plan, poll=replace(plan.poll, move=None), move_to=target, events=events)


_NOT_THERE = "the address that it names as its new one doesn't hold its episodes"


# ---------------------------------------------------------------- no feed


def _failed(poll: Poll, answer: _Answer, failure: PollFailure) -> PollPlan:
    """Old data stays. Waits double as long as the failure is of one kind."""
    kind = kind_of(failure)
    after = replace(
        poll,
        **_asked(poll, answer),
        failure=failure,
        failures=_times(poll, kind),
        failing_since=poll.failing_since or answer.at,
        gone=poll.gone + (failure == "gone" and _is_another_day(poll, answer.at)),
        validators=None if answer.fetched.status == 304 else poll.validators,
        move=poll.move if kind == "host" or _says_nothing(answer.fetched) else None,
    )
    after = replace(after, state=_failing_state(after, answer.at))
    events = []
    if not poll.failure or kind_of(poll.failure) != kind:
        events.append(PollEvent("failed", _words(failure)))
    if after.state == "dead" and poll.state != "dead":
        events.append(PollEvent("given-up", f"{_words(failure)}: given up, its episodes stay"))
    return PollPlan(after, events=tuple(events))


def _times(poll: Poll, kind: FailureKind) -> int:
    """How often in a row, of this kind. Rest that a host asks for is no failure of the feed."""
    if kind == "host":
        return poll.failures
    same = poll.failure and kind_of(poll.failure) in (kind, "host")
    return poll.failures + 1 if same else 1


def _is_another_day(poll: Poll, now: datetime) -> bool:
    """Whether a 410 counts: the first, and one a day after it."""
    if poll.gone == 0:
        return True
    last = poll.asked_at if poll.status == 410 else poll.failing_since
    return last is None or now - last >= DAY


def _says_nothing(fetched: Fetched) -> bool:
    """Whether the answer speaks neither for nor against a move: none came, or an error."""
    return fetched.failure is not None or fetched.status >= 500


def _failing_state(poll: Poll, now: datetime) -> PollState:
    lasted = now - (poll.failing_since or now)
    kind = kind_of(poll.failure)
    if poll.state == "dead" or poll.gone >= GONE or (kind == "missing" and lasted >= DEAD_AFTER):
        return "dead"
    if kind == "host":
        return poll.state if lasted < SILENT_HOST else "failing"
    if kind == "refused":
        return "refused"
    return "gone" if kind in ("missing", "gone") else "failing"

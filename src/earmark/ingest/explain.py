"""Why a feed is asked for next when it is, in plain English: ``earmark feeds why``. Pure. Names no
address, which may hold a secret, but hosts."""

from __future__ import annotations

from datetime import datetime, timedelta

from earmark.failures import FAILURES, failure_code
from earmark.ingest.moves import ANSWERS, DAYS
from earmark.ingest.schedule import MONTH, is_held, silence
from earmark.keys import host_of
from earmark.polls import HostHold, Move, NextReason, Poll

_REASONS: dict[NextReason, str] = {
    "first": "for the first time",
    "usual": "as often as its episodes come",
    "unknown": "every six hours until it is known how often its episodes come",
    "quiet": "seldom, as nothing new has come for {silence}",
    "no-validators": "once a day, as its server can't say whether anything is new",
    "asked-for-longer": "as its publisher asks for so long a wait",
    "skipped-hours": "outside the hours and days that its publisher asks to skip",
    "rule": "when its publisher announces the next episode",
    "complete": "seldom, as its publisher says that the show has ended",
    "failing": "later with each failure",
    "refused": "once a week while access is refused",
    "not-found": "less often the longer nothing is there",
    "gone": "once more, to be sure",
    "host-asked": "when its host wants no more rest",
    "pushed": "as something new was announced",
    "subscribed": "once a day, as its hub says when something is new",
    "by-hand": "as somebody wished",
    "spread": "in its turn among the many feeds that came with it",
}


def explain(poll: Poll, now: datetime, hold: HostHold | None = None) -> str:
    """The state, the last answer, when the next check is and why; then, where something is wrong,
    what to do. ``hold`` is the state of its host."""
    sentence = f"{_state(poll, now)}; {_next(poll, now, hold)}."
    remedy = _remedy(poll)
    return f"{sentence} {remedy}" if remedy else sentence


def _state(poll: Poll, now: datetime) -> str:
    if poll.failure:
        return _failing(poll, now)
    if poll.asked_at is None:
        return "It has not been asked for yet"
    asked = f"asked {_ago(now - poll.asked_at)}"
    news = "nothing had changed" if poll.status == 304 else "the feed came"
    if poll.move is not None and not poll.move.hinted:
        return f"{_moving(poll.move)}; {asked}, {news}"
    words = {"quiet": "It answers, but has nothing new"}.get(poll.state, "All is well")
    return f"{words}: {asked}, {news}"


def _failing(poll: Poll, now: datetime) -> str:
    since = poll.failing_since or now
    message = FAILURES[failure_code(poll.failure)].message
    times = f", {poll.failures} times in a row" if poll.failures > 1 else ""
    head = "Given up" if poll.state == "dead" else "No feed came"
    return f"{head}: {message}{times}, since {since:%Y-%m-%d} ({_ago(now - since)})"


def _moving(move: Move) -> str:
    where = f"It redirects for good to {host_of(move.target)} since {move.since:%Y-%m-%d}"
    if move.answers == 0:
        return f"{where}, where the episodes were others than those known, so it keeps its address"
    seen = "once" if move.answers == 1 else f"{move.answers} times"
    return f"{where}, seen {seen}: believed after {ANSWERS} times over {DAYS.days} days"


def _next(poll: Poll, now: datetime, hold: HostHold | None) -> str:
    if poll.due_at is None:
        return "it is asked for no more"
    if hold is not None and is_held(hold, now) and hold.until > poll.due_at:
        return f"asked again {_at(hold.until, now)}, when its host wants no more rest"
    reason = _REASONS[poll.reason].format(silence=_length(silence(poll, now) or timedelta(0)))
    if poll.state == "dead":
        reason = f"every {MONTH.days} days for a year"
    if poll.due_at <= now:
        return f"due since {poll.due_at:%Y-%m-%d %H:%M} UTC, {reason}"
    return f"asked {'again ' if poll.asked_at else ''}{_at(poll.due_at, now)}, {reason}"


def _remedy(poll: Poll) -> str:
    if poll.failure:
        return FAILURES[failure_code(poll.failure)].remedy
    if poll.move is not None and not poll.move.hinted and poll.move.answers == 0:
        return "If that is the show all the same, add its new address and remove this one."
    return ""


def _at(at: datetime, now: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC (in {_length(at - now)})"


def _ago(length: timedelta) -> str:
    return f"{_length(length)} ago"


def _length(length: timedelta) -> str:
    """In the largest unit that it has two of, or the minute."""
    minutes = int(length.total_seconds() // 60)
    for unit, of in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if minutes >= 2 * of:
            return f"{minutes // of} {unit}s"
    return "a minute"

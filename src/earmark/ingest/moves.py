"""Whether a feed has moved: rules P13, P14 and I1's proof (``docs/why/polling.md``). Pure.

Redirects are followed at once, but an address is replaced only on proof: captive portals and
parked domains have rewritten whole libraries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from earmark.ingest.wishes import web_url
from earmark.keys import url_key
from earmark.polls import Hop, Move, Poll

ANSWERS = 5
DAYS = timedelta(days=7)
SHARED = 0.5
PERMANENT = (301, 308)


def permanent_target(url: str, hops: Sequence[Hop]) -> str | None:
    """Where the permanent redirects lead that an answer began with; None where it began with
    none. Behind a 302, 303 or 307 nothing is permanent. Never from https down to http."""
    target = url
    for hop in hops:
        if hop.status not in PERMANENT:
            break
        target = hop.target
    return _elsewhere(url, target) if target != url else None


def hinted_target(url: str, new_feed_url: str | None) -> str | None:
    """Where ``itunes:new-feed-url`` says that the feed lives now; None where that is itself:
    feeds name their own address there."""
    target = _elsewhere(url, new_feed_url or "")
    return target if target and url_key(target) != url_key(url) else None


def _elsewhere(url: str, target: str) -> str | None:
    target = web_url(target.partition("#")[0])
    down = url.lower().startswith("https:") and not target.lower().startswith("https:")
    return None if down or not target or target == url else target


def shares_enough(items: int, known: int, shared: int) -> bool | None:
    """Whether a document is of the show that is known: half of its items are known episodes, or
    half of the known ones are in it, for an archive may be opened or closed. None where no episode
    was known before."""
    if known == 0:
        return None
    return shared >= max(1, SHARED * min(items, known))


def redirected(poll: Poll, target: str, shares: bool | None, now: datetime) -> Move | None:
    """The proof so far, after a feed came over permanent redirects to ``target``. Only the first
    document under a redirect can show whose feed it is: a stranger's episodes, once stored, are
    known episodes too. So a target that failed then stays at 0 until the redirect changes."""
    same = _same(poll.move, target, hinted=False)
    if shares is None:
        return same
    if not shares:
        return same if same and same.answers == 0 else Move(target, 0, now)
    if same is None:
        return Move(target, 1, now)
    return replace(same, answers=same.answers + 1) if same.answers else same


def hinted(poll: Poll, target: str, now: datetime) -> Move:
    """The proof so far, after the feed itself named ``target`` once more."""
    same = _same(poll.move, target, hinted=True)
    if same is None:
        return Move(target, 1, now, hinted=True)
    return replace(same, answers=same.answers + 1)


def _same(move: Move | None, target: str, *, hinted: bool) -> Move | None:
    if move is None or move.hinted != hinted or move.target != target:
        return None
    return move


def has_lasted(move: Move | None, at: datetime | None) -> bool:
    """Five answers in a row, over seven days, up to ``at``."""
    return (
        move is not None and at is not None and move.answers >= ANSWERS and at - move.since >= DAYS
    )


def trial_of(poll: Poll) -> str | None:
    """The hinted address that is to be asked instead of the feed's own, once: a hint that lasted
    must be proven by what is there."""
    move = poll.move
    if move is None or not move.hinted or not has_lasted(move, poll.answered_at):
        return None
    return move.target

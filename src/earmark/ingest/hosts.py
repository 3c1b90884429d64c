"""What an answer means for the host that gave it: rule P7 (``docs/why/polling.md``). Pure."""

from __future__ import annotations

from datetime import datetime

from earmark.ingest.headers import retry_after
from earmark.ingest.schedule import DAY, HOUR, doubled, is_held
from earmark.polls import Fetched, HostHold

REFUSALS = 3
"""403 to so many feeds in a row is a host that wants no requests at all."""


def host_after(
    host: str, fetched: Fetched, hold: HostHold | None, now: datetime, *, anew: bool
) -> HostHold | None:
    """The host's state from here on; None where nothing changed. ``anew`` says that the feed
    wasn't refused the last time: one feed behind a password is no sign, however often."""
    if not fetched.status or not host:
        return None
    refusals = hold.refusals if hold else 0
    if fetched.status == 403:
        refusals += anew or refusals >= REFUSALS
    else:
        refusals = 0
    asked = retry_after(fetched, now) if fetched.status in (429, 503) else None
    if fetched.status == 429 or asked is not None or refusals >= REFUSALS:
        strikes = hold.strikes if hold else 0
        if not is_held(hold, now):  # else this request was under way when the host said so
            strikes += 1
        until = now + (asked or doubled(HOUR, strikes, DAY))
        if hold is not None and is_held(hold, now):
            until = max(until, hold.until)
        return HostHold(host, until, strikes, refusals)
    return _calm(host, hold, refusals, now)


def _calm(host: str, hold: HostHold | None, refusals: int, now: datetime) -> HostHold | None:
    """An answer in good order ends the doubling, unless it was under way when the rest began."""
    if hold is None:
        return HostHold(host, now, 0, refusals) if refusals else None
    if is_held(hold, now):
        return None
    after = HostHold(host, min(hold.until, now), 0, refusals)
    return None if (hold.strikes, hold.refusals) == (0, refusals) else after

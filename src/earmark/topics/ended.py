"""When a show counts as ended: its publisher says so, or it has long been silent."""

from __future__ import annotations

from datetime import date, datetime

from earmark.topics.periods import months_before

ENDED_AFTER = 18
"""Calendar months without an episode; breaks between seasons are shorter."""


def is_silent(latest: datetime | None, as_of: date) -> bool:
    """Whether a show whose newest episode is of ``latest`` was silent for ``ENDED_AFTER`` at
    ``as_of``. A show without a date is not known to be."""
    return latest is not None and latest.date() < months_before(as_of, ENDED_AFTER)


def has_ended(complete: bool, latest: datetime | None, as_of: date) -> bool:
    """``complete`` is what the publisher says (``itunes:complete``)."""
    return complete or is_silent(latest, as_of)

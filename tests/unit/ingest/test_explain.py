"""Why a feed is asked for next when it is, in a sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest
from tests.unit.ingest.polled import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    OTHER,
    URL,
    WEB_PAGE,
    Life,
    headers,
    new_feed,
    show,
    weekly,
)

from earmark.failures import CODES, FAILURES
from earmark.ingest.explain import explain
from earmark.polls import HostHold, Move, NextReason, Poll, PollState


@pytest.mark.parametrize(
    ("poll", "said"),
    [
        (
            weekly(asked_at=NOW - 2 * HOUR, due_at=NOW + 19 * HOUR, status=304, reason="usual"),
            "All is well: asked 2 hours ago, nothing had changed; asked again 2026-11-03 07:00 UTC "
            "(in 19 hours), as often as its episodes come.",
        ),
        (
            new_feed(),
            "It has not been asked for yet; due since 2026-11-02 12:00 UTC, for the first time.",
        ),
        (
            weekly(state="quiet", reason="quiet", newest_at=NOW - 45 * DAY, due_at=NOW + 9 * HOUR),
            "It answers, but has nothing new: asked 24 hours ago, the feed came; asked again "
            "2026-11-02 21:00 UTC (in 9 hours), seldom, as nothing new has come for 45 days.",
        ),
        (
            weekly(state="refused", failure="password-refused", failures=2, status=401,
                   failing_since=NOW - 8 * DAY, due_at=NOW + 6 * DAY, reason="refused"),
            "No feed came: it wants a password, or refuses the one in its address (401), 2 times "
            "in a row, since 2026-10-25 (8 days ago); asked again 2026-11-08 12:00 UTC "
            "(in 6 days), once a week while access is refused. Copy the feed's private address "
            "from the publisher's site again, and add it.",
        ),
        (
            weekly(state="moving", move=Move(OTHER + "?token=secret", 3, NOW - 5 * DAY),
                   due_at=NOW + DAY),
            "It redirects for good to new.example since 2026-10-28, seen 3 times: believed after 5 "
            "times over 7 days; asked 24 hours ago, the feed came; asked again 2026-11-03 12:00 "
            "UTC (in 24 hours), for the first time.",
        ),
        (
            weekly(state="dead", failure="gone", gone=2, failures=2, failing_since=NOW - 2 * DAY,
                   due_at=None, reason="gone"),
            "Given up: its publisher took it down (410), 2 times in a row, since 2026-10-31 "
            "(2 days ago); it is asked for no more. Look whether the show lives on elsewhere; its "
            "episodes stay.",
        ),
    ],
)  # fmt: skip
def test_a_feed_is_explained(poll: Poll, said: str) -> None:
    assert explain(poll, NOW) == said


def test_a_host_that_wants_rest_is_named_as_the_reason() -> None:
    hold = HostHold("hive.example", NOW + 3 * HOUR, 2)
    said = explain(weekly(due_at=NOW + MINUTE), NOW, hold)
    assert "asked again 2026-11-02 15:00 UTC (in 3 hours), when its host wants no more rest" in said


def test_a_redirect_that_is_not_believed_says_what_to_do() -> None:
    said = explain(weekly(state="moving", move=Move(OTHER, 0, NOW)), NOW)
    assert "the episodes were others than those known" in said
    assert said.endswith("add its new address and remove this one.")


@pytest.mark.parametrize("state", get_args(PollState))
@pytest.mark.parametrize("failure", ["", *CODES])
def test_every_failure_in_every_state_is_one_line_with_its_remedy(
    state: PollState, failure: str
) -> None:
    said = explain(weekly(state=state, failure=failure, failing_since=NOW), NOW)
    assert said.isprintable()
    assert URL not in said
    if failure:
        words = FAILURES[failure]  # type: ignore[index]
        assert words.message in said
        assert said.endswith(words.remedy)


@pytest.mark.parametrize("reason", get_args(NextReason))
def test_every_reason_has_words(reason: NextReason) -> None:
    said = explain(weekly(reason=reason, due_at=NOW + HOUR), NOW)
    assert "{" not in said
    assert "(in 60 minutes), " in said


@pytest.mark.parametrize("answers", range(4))
def test_what_is_explained_is_what_was_planned(answers: int) -> None:
    life = Life(new_feed("https://user:secret@hive.example/feed?token=secret"))
    told = [(200, show()), (304, None), (200, WEB_PAGE), (404, None)]
    for status, document in told[: answers + 1]:
        life.answers(status, document, said=headers(etag='"1"') if document else ())
        said = explain(life.poll, life.now + timedelta(minutes=1))
        assert life.poll.due_at is not None
        assert f"{life.poll.due_at:%Y-%m-%d %H:%M} UTC" in said
        assert "secret" not in said
        assert "secret" not in repr(life.plans[-1].events)

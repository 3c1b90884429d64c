"""How a crawl goes, and how feeds stand, in a terminal."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from earmark.model import FeedId
from earmark.polls import CrawlProgress, CrawlState, FeedPage, Poll, Round
from earmark.terminal.crawl import done, going, size
from earmark.terminal.feeds import print_feeds, summary
from earmark.terminal.words import when

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ROUND = Round(NOW, None, asked=1200, not_modified=960, failed=6, new_episodes=31, wire_bytes=10**7)
FAILED = {"timed-out": 3, "not-found": 1, "gone": 1, "cut-short": 1, "redirects": 1, "empty": 1}
FINE = Poll(FeedId(1), "https://a.example/f?token=abc", NOW + timedelta(hours=5), state="fine")
STATE = CrawlState(3, {"fine": 2, "refused": 1}, due=0, late=0, next_at=NOW + timedelta(minutes=7))


def test_progress_says_rate_share_failures_and_what_is_left():
    said = going(CrawlProgress(ROUND, 8, 300, FAILED, elapsed_s=60.0))
    assert said == (
        "1,200 feeds asked, 300 to go · 20.0 a second · 31 new episodes · 80% not modified · 10 MB"
        " · 6 failed (timed-out 3, cut-short 1, empty 1, gone 1 and 2 more reasons)"
    )


def test_nothing_due_says_when_something_will_be():
    soon = datetime.now(UTC) + timedelta(hours=3)
    said = going(CrawlProgress(Round(NOW), next_at=soon))
    assert said == "Nothing is due; the next feed in 3 h."


def test_the_end_of_a_round_is_a_sentence():
    one = replace(ROUND, asked=1, not_modified=0, failed=0, new_episodes=1, wire_bytes=999)
    said = done(CrawlProgress(one, elapsed_s=1.2))
    assert said == "1 feed asked in 1 s: 1 new episode, 0% not modified, 999 bytes."


def test_every_column_has_its_place_in_80_columns():
    long = replace(FINE, title="A very long title of a show " * 5, failure="private-address")
    file = io.StringIO()
    page = FeedPage((long, replace(FINE, asked_at=NOW - timedelta(days=3))), STATE, next="2")
    print_feeds(page, NOW, file=file, width=80)
    text = file.getvalue()
    assert all(len(line) <= 80 for line in text.splitlines())
    for word in ("State", "Answer", "Asked", "Next", "private-address", "in 5 h", "3 days ago"):
        assert word in text
    assert "abc" not in text
    assert "--cursor 2" in text


def test_summaries_of_feeds():
    assert summary(STATE, NOW) == "3 feeds: 2 fine and 1 refused. Next in 7 min."
    late = replace(STATE, due=2, late=1)
    assert summary(late, NOW).endswith("2 due, 1 by more than a day.")
    assert "earmark add" in summary(replace(STATE, feeds=0), NOW)


def test_spans_of_time():
    spans = {0: "now", 50: "now", 3600: "in 60 min", -7200: "2 h ago", 86400 * 5: "in 5 days"}
    assert {s: when(NOW + timedelta(seconds=s), NOW) for s in spans} == spans


def test_sizes():
    assert [size(n) for n in (5, 1500, 34_000_000, 2 * 10**9)] == [
        "5 bytes",
        "1.5 kB",
        "34 MB",
        "2.0 GB",
    ]

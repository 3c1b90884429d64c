"""`earmark feeds --json` and `earmark crawl --json`: how keeping up to date stands. Addresses are
said without their secrets."""

from __future__ import annotations

from earmark.formats.json import Object, dumps, instant
from earmark.keys import without_secrets
from earmark.polls import CrawlState, FeedPage, Poll, Round


def feeds_json(page: FeedPage) -> str:
    return dumps(
        {
            **state_object(page.state),
            "feeds": [poll_object(poll) for poll in page.polls],
            "next": page.next,
        }
    )


def why_feed_json(poll: Poll, sentence: str) -> str:
    return dumps({**poll_object(poll), "why": sentence})


def round_json(round_: Round) -> str:
    return dumps(round_object(round_), indent=None)


def state_object(state: CrawlState) -> Object:
    return {
        "polled": state.feeds,
        "states": dict(sorted(state.states.items())),
        "due": state.due,
        "late": state.late,
        "next_at": instant(state.next_at),
        "held": [{"host": hold.host, "until": instant(hold.until)} for hold in state.held],
        "last_round": state.last and round_object(state.last),
    }


def round_object(round_: Round) -> Object:
    return {
        "started_at": instant(round_.started_at),
        "ended_at": instant(round_.ended_at),
        "asked": round_.asked,
        "not_modified": round_.not_modified,
        "failed": round_.failed,
        "new_episodes": round_.new_episodes,
        "wire_bytes": round_.wire_bytes,
    }


def poll_object(poll: Poll) -> Object:
    return {
        "id": poll.feed_id,
        "url": without_secrets(poll.url),
        "podcast": poll.podcast_id,
        "title": poll.title,
        "state": poll.state,
        "reason": poll.reason,
        "status": poll.status or None,
        "failure": poll.failure or None,
        "failures": poll.failures,
        "due_at": instant(poll.due_at),
        "asked_at": instant(poll.asked_at),
        "answered_at": instant(poll.answered_at),
        "changed_at": instant(poll.changed_at),
        "polls": poll.polls,
        "not_modified": poll.not_modified,
        "moved_to": poll.move and without_secrets(poll.move.target),
    }

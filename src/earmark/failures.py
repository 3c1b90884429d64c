"""Why a poll brought no feed: each code with a sentence and a remedy, and how waits grow with it.

One table for the terminal, the log and the API; pages have the same codes in their catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from earmark.polls import AnswerCode, FailureCode, PollFailure

FailureKind = Literal[
    "failing",  # may pass by itself: an hour, doubling to a week (P15, P16)
    "refused",  # 401, 402, 403, 451: weekly
    "missing",  # 404: a day, doubling to 30 days, dead after 90
    "gone",  # 410: once more after a day
    "host",  # its host wants rest (P7); says nothing of the feed
    "ours",  # stopped by us
]


@dataclass(frozen=True, slots=True)
class FailureWords:
    """What happened, in a sentence without subject or full stop ("answers 404 ..."), and what the
    operator can do, in whole sentences."""

    message: str
    remedy: str
    kind: FailureKind = "failing"


_AGAIN, _LATER = "it is tried again by itself", "add it again later"
_WAIT = f"Nothing to do: {_AGAIN}."
_ADDRESS = "Check the address in a browser, and add the right one."

FAILURES: dict[PollFailure, FailureWords] = {
    "bad-address": FailureWords("its address is no web address", _ADDRESS),
    "private-address": FailureWords(
        "its address leads into a private network, where nothing is fetched",
        "If that host is yours, name it in EARMARK_PRIVATE_HOSTS.",
    ),
    "no-such-host": FailureWords(
        "its host is not known to the name servers",
        "If every feed says so, check this machine's network. If it is only this one, "
        "look for its new address.",
    ),
    "not-reached": FailureWords(
        "its server can't be reached",
        f"If every feed says so, check this machine's network; else {_AGAIN}.",
    ),
    "timed-out": FailureWords("its server took too long to answer", _WAIT),
    "not-secure": FailureWords(
        "no secure connection to its server: the certificate is wrong or out of date",
        "Check this machine's clock and certificates; if a browser warns too, tell the publisher.",
    ),
    "too-large": FailureWords(
        "what it sends is over the limit for a feed",
        "If you trust it, raise the limit in the settings.",
    ),
    "headers-too-large": FailureWords("its server sends too many headers", "Tell the publisher."),
    "bad-encoding": FailureWords(
        "its server packs the feed in a way that can't be undone", "Tell the publisher."
    ),
    "redirects": FailureWords(
        "its address redirects in a circle, too often, or to a place that isn't allowed", _ADDRESS
    ),
    "cut-short": FailureWords("the answer ended before it was whole", _WAIT),
    "bad-answer": FailureWords("its server doesn't speak HTTP", _ADDRESS),
    "stopped": FailureWords("the crawler was stopped before the answer", _WAIT, "ours"),
    "password-refused": FailureWords(
        "it wants a password, or refuses the one in its address (401)",
        "Copy the feed's private address from the publisher's site again, and add it.",
        "refused",
    ),
    "payment": FailureWords(
        "it wants a payment (402)", "Renew the membership, or remove the feed.", "refused"
    ),
    "forbidden": FailureWords(
        "its server refuses access (403)",
        "Open it in a browser; if it opens there, ask the publisher to let feed readers in.",
        "refused",
    ),
    "legal": FailureWords("it is blocked for legal reasons (451)", "Remove the feed.", "refused"),
    "not-found": FailureWords(
        "nothing is at its address any more (404)",
        "Look for its new address on the show's page, and add that.",
        "missing",
    ),
    "gone": FailureWords(
        "its publisher took it down (410)",
        "Look whether the show lives on elsewhere; its episodes stay.",
        "gone",
    ),
    "too-many": FailureWords("its host asks for fewer requests", _WAIT, "host"),
    "unavailable": FailureWords("its host is closed for a while (503)", _WAIT, "host"),
    "server-error": FailureWords("its server had an error", _WAIT),
    "odd-status": FailureWords("its server gave an answer that means no feed", _ADDRESS),
    "empty": FailureWords("its server sent nothing", _WAIT),
    "not-a-feed": FailureWords(
        "what came is no feed, often a web page",
        "Open it in a browser: behind a sign-in page of a network, wait; "
        "else look for the feed's new address.",
    ),
    "emptied": FailureWords(
        "what came has no episodes, where there were some; nothing was changed",
        "Nothing to do if the publisher mends it; else look for the feed's new address.",
    ),
    "unreadable": FailureWords("what came can't be read", "Tell the publisher."),
    "worker-died": FailureWords(
        "reading it took more memory than it may", "If you trust it, report the feed."
    ),
}
"""Code -> words, in the order of ``polls.FailureCode`` and ``polls.AnswerCode``."""

CODES: tuple[PollFailure, ...] = get_args(FailureCode) + get_args(AnswerCode)


def failure_code(code: str) -> PollFailure:
    """The code as one that has words: ``unreadable`` for one that isn't known."""
    return code if code in FAILURES else "unreadable"


def kind_of(code: str) -> FailureKind:
    """How waits grow with this failure."""
    return FAILURES[failure_code(code)].kind


def mends_itself(code: str) -> bool:
    """Whether a person has nothing to do about it, unless it goes on."""
    return FAILURES[failure_code(code)].remedy == _WAIT


def by_hand(code: str) -> str:
    """The remedy where nothing tries again by itself."""
    remedy = FAILURES[failure_code(code)].remedy
    return "Add it again later." if remedy == _WAIT else remedy.replace(_AGAIN, _LATER)

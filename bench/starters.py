"""Which feeds of the starting sets are alive: ``make check-starters``.

Each is asked for once, through the same door and with the same caps as the crawler's. Prints every
one that brought no podcast, with the reason, and those that moved for good; exit status 1 where one
is dead.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from earmark import __version__
from earmark.errors import EarmarkError
from earmark.ingest.moves import permanent_target
from earmark.net.http import HttpFetcher
from earmark.net.options import FetchOptions, user_agent
from earmark.parse.feed import parse_feed
from earmark.polls import Fetched, FetchRequest
from earmark.ports import Fetcher
from earmark.starters import starting_sets

WAIT_MS = 500


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one address: ``fault`` is "" where a podcast came; ``moved`` is where it lives
    now, "" where it stays."""

    set: str
    url: str
    fault: str
    moved: str = ""


def check(sets: Mapping[str, Sequence[str]], fetcher: Fetcher) -> Iterator[Checked]:
    """Each address once, in the order of the answers."""
    asked = [(name, url) for name, urls in sets.items() for url in urls]
    for number, (_, url) in enumerate(asked):
        fetcher.start(FetchRequest(url, key=number))
    left = len(asked)
    while left:
        for fetched in fetcher.ended(WAIT_MS):
            left -= 1
            name, url = asked[fetched.request.key]
            fault = fault_of(fetched)
            target = permanent_target(url, fetched.hops)
            yield Checked(name, url, fault, "" if fault else target or "")


def fault_of(fetched: Fetched) -> str:
    """Why an answer is no podcast; "" where it is one."""
    if fetched.failure is not None:
        return fetched.failure.message
    if fetched.status != 200:
        return f"It answers {fetched.status}."
    said = fetched.header("content-type")
    try:
        feed = parse_feed(fetched.body, content_type=said.decode("latin-1") if said else None)
    except EarmarkError as error:
        return error.message
    heard = any(episode.enclosure or episode.alternates for episode in feed.episodes)
    return "" if heard else "No episode has audio."


def told(results: Sequence[Checked]) -> Iterator[str]:
    """The lines to print."""
    dead = [each for each in results if each.fault]
    for each in sorted(dead, key=lambda one: (one.set, one.url)):
        yield f"dead   {each.set:11} {each.url}: {each.fault}"
    for each in results:
        if each.moved:
            yield f"moved  {each.set:11} {each.url}: to {each.moved}"
    yield f"{len(results) - len(dead)} of {len(results)} feeds of the starting sets are alive."


def main() -> None:
    with closing(HttpFetcher(FetchOptions(user_agent(__version__, "", 1)))) as fetcher:
        results = list(check(starting_sets(), fetcher))
    print("\n".join(told(results)))
    sys.exit(1 if any(each.fault for each in results) else 0)


if __name__ == "__main__":
    main()

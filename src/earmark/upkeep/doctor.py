"""What is wrong with a library, and how to mend it: judged from what was seen (``look``), without
a clock, a disk or a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from earmark.condition import CatalogFacts, Finding
from earmark.polls import CrawlState, Fetched, PollState
from earmark.settings import Settings
from earmark.upkeep.vitals import LEAST_FREE_BYTES

IndexState = Literal["usable", "none", "unusable"]

FEW_FEEDS = 100
"""A library that polls more has to name somebody (P6)."""
ROOM_BYTES = 1024 * 1024 * 1024
LONGEST_LEASE = timedelta(hours=1)
CLOCK_SLACK = timedelta(minutes=5)
"""By how much two clocks may differ."""
_MIB = 1024 * 1024

_PERSON: dict[PollState, tuple[str, str]] = {
    "refused": (
        "refused: a host wants a password, or wants us away",
        "For a feed that you pay for, add its new address.",
    ),
    "moving": (
        "said to have moved, and it isn't sure yet",
        "Nothing to do; where it takes more than a week, look at the new address yourself.",
    ),
    "gone": ("not found any more", "Look for their new addresses, or remove them."),
    "dead": ("given up", "Remove them, or add their new addresses; episodes stay."),
    "failing": (
        "without a feed at the address",
        "Most mend themselves; `earmark feeds why URL` says why.",
    ),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of an installation. What couldn't be looked at is None."""

    settings: Settings
    now: datetime
    released_at: datetime
    """Of this version: no clock is before it."""
    exists: bool = True
    writable: bool = True
    foreign_owner: bool = False
    """The catalog's file is another user's than ours."""
    open_to_others: bool = False
    """Other users of this machine may read the catalog."""
    free_bytes: int = ROOM_BYTES
    leftovers: tuple[str, ...] = ()
    """Files of work that was killed."""
    catalog: CatalogFacts | None = None
    catalog_error: str = ""
    index: IndexState | None = None
    index_stories: int | None = None
    pending: int = 0
    indexed_now: bool = False
    """Another process holds the index lock."""
    changed_at: datetime | None = None
    crawl: CrawlState | None = None
    fetched: Fetched | None = None
    """The answer to a request that only tries the network."""


def diagnose(seen: Seen) -> tuple[Finding, ...]:
    """Everything that should be mended or known, the worst first."""
    found = [
        *_folder(seen),
        *_disk(seen),
        *_catalog(seen),
        *_index(seen),
        *_clock(seen),
        *_polling(seen),
        *_settings(seen),
        *_network(seen),
    ]
    return tuple(sorted(found, key=lambda finding: finding.level != "fault"))


def _fault(code: str, message: str, remedy: str) -> Finding:
    return Finding(code, "fault", message, remedy)


def _advice(code: str, message: str, remedy: str) -> Finding:
    return Finding(code, "advice", message, remedy)


def _folder(seen: Seen) -> Iterator[Finding]:
    folder = seen.settings.data
    if not seen.exists:
        yield _advice(
            "no-library",
            f"There is no library in {folder} yet.",
            "`earmark add SOURCE` or `earmark serve` makes one; --data names another folder.",
        )
        return
    if not seen.writable:
        yield _fault(
            "not-writable",
            f"{folder}, or a file in it, can't be written.",
            "Give it to the user that runs Earmark: `chown -R USER FOLDER`.",
        )
    if seen.foreign_owner:
        yield _advice(
            "other-user",
            f"The library in {folder} belongs to another user than the one who asks.",
            "Run Earmark as that user, or new files will be ones that it can't write.",
        )
    if seen.open_to_others and seen.catalog is not None and seen.catalog.private:
        yield _advice(
            "readable-by-others",
            "Other users of this machine can read the addresses of private feeds.",
            f"`chmod 700 {folder}`",
        )
    if seen.leftovers:
        yield _advice(
            "leftovers",
            f"Work that was killed left {', '.join(seen.leftovers)}.",
            "Where no backup or restore is running, remove it.",
        )


def _disk(seen: Seen) -> Iterator[Finding]:
    said = f"{seen.free_bytes // _MIB:,} MiB are free on the disk of the library."
    remedy = "Make room, or move the folder to a larger disk."
    if seen.free_bytes < LEAST_FREE_BYTES:
        yield _fault("disk-full", said, remedy)
    elif seen.free_bytes < ROOM_BYTES:
        yield _advice("disk-low", said, remedy)


def _catalog(seen: Seen) -> Iterator[Finding]:
    facts = seen.catalog
    restore = "`earmark restore FILE --replace` brings a backup back."
    if seen.catalog_error:
        yield _fault("catalog-unreadable", seen.catalog_error, restore)
    if facts is None:
        return
    if facts.faults:
        said = "; ".join(facts.faults[:3])
        yield _fault("catalog-damaged", f"The catalog is damaged: {said}.", restore)
    if facts.standing == "newer":
        yield _fault(
            "newer-library",
            f"The catalog was written by a newer version (tables {facts.revision}).",
            "Upgrade Earmark.",
        )
    if facts.standing == "foreign":
        yield _fault(
            "catalog-unreadable",
            "catalog.db is a database of another program.",
            "Name another folder with --data.",
        )
    if facts.standing == "older":
        yield _advice(
            "older-library",
            f"The catalog is of an older version (tables {facts.revision}).",
            "The next command brings it up to date; make a copy of the folder first.",
        )
    if any(lease > seen.now + LONGEST_LEASE for lease in facts.leases):
        yield _advice(
            "leases-ahead",
            "Feeds are held by a crawler whose clock ran ahead.",
            "Nothing to do: such leases don't count. Check the clock of that machine.",
        )
    stuck = sum(lease < seen.now - LONGEST_LEASE for lease in facts.leases)
    if stuck:
        yield _advice(
            "leases-left",
            f"{stuck:,} feeds are held by a crawler that is no more, and nobody crawls.",
            "`earmark serve` or `earmark crawl` goes on with them.",
        )


def _index(seen: Seen) -> Iterator[Finding]:
    if seen.index == "unusable" or (seen.index == "none" and _has_episodes(seen)):
        said = "missing" if seen.index == "none" else "damaged, or of another version"
        yield _fault(
            "index-damaged",
            f"The index is {said}.",
            "`earmark index rebuild` makes it anew; nothing is lost.",
        )
    elif seen.pending and not seen.indexed_now:
        yield _advice(
            "not-indexed",
            f"{seen.pending:,} changes wait to be indexed, and no process is at it.",
            "`earmark serve`, `earmark crawl` and `earmark add` do it.",
        )
    elif not seen.pending and _differs(seen):
        yield _fault(
            "index-differs",
            "The index holds another number of stories than the catalog.",
            "`earmark index check` names them; `earmark index rebuild` makes the index anew.",
        )


def _has_episodes(seen: Seen) -> bool:
    return seen.catalog is not None and seen.catalog.episodes > 0


def _differs(seen: Seen) -> bool:
    facts = seen.catalog
    if seen.index_stories is None or facts is None or seen.indexed_now:
        return False
    return facts.standing == "current" and seen.index_stories != facts.stories


def _clock(seen: Seen) -> Iterator[Finding]:
    said, newest = "", seen.changed_at
    if seen.now < seen.released_at:
        said = f"This machine's clock says {seen.now:%Y-%m-%d}, before this version was made."
    elif newest is not None and newest > seen.now + CLOCK_SLACK:
        said = f"The newest change of the library is of {newest:%Y-%m-%d %H:%M} UTC, ahead of now."
    if said:
        yield _fault(
            "clock",
            said,
            "Set the clock (`timedatectl set-ntp true`): feeds are due and fresh by it.",
        )


def _polling(seen: Seen) -> Iterator[Finding]:
    state = seen.crawl
    if state is None:
        return
    if state.late:
        yield _advice(
            "backlog",
            f"{state.late:,} feeds wait to be polled for more than a day.",
            "Nobody crawls? `earmark serve` and `earmark crawl` do. Else raise `connections`.",
        )
    for name, (said, remedy) in _PERSON.items():
        number = state.states.get(name, 0)
        if number:
            where = f"`earmark feeds --state {name}` lists them."
            yield _advice(f"feeds-{name}", f"{number:,} of the feeds: {said}.", f"{where} {remedy}")


def _settings(seen: Seen) -> Iterator[Finding]:
    settings = seen.settings
    feeds = seen.crawl.feeds if seen.crawl else 0
    if feeds > FEW_FEEDS and not (settings.contact or settings.public_url):
        yield _fault(
            "no-contact",
            f"{feeds:,} feeds are polled, and their hosts can't know whom to write to.",
            "Set EARMARK_CONTACT to a mail address or to a page about you.",
        )
    if settings.private_hosts:
        yield _advice(
            "private-hosts",
            f"Any feed may make this machine ask {', '.join(settings.private_hosts)}.",
            "Keep EARMARK_PRIVATE_HOSTS to the hosts that your own feeds need.",
        )
    if settings.owner_from:
        yield _advice(
            "owner-from",
            f"Who asks from {', '.join(settings.owner_from)} is the owner and sees everything.",
            "Publish the port on 127.0.0.1 only, or everybody who reaches it comes from there.",
        )
    if settings.public_url and settings.public_url.startswith("http://"):
        yield _advice(
            "no-https",
            "The public address has no https: what others read can be seen and changed on the way.",
            "Let the proxy in front speak https, and set EARMARK_PUBLIC_URL to that address.",
        )


def _network(seen: Seen) -> Iterator[Finding]:
    fetched = seen.fetched
    if fetched is None:
        return
    failure = fetched.failure
    if failure is not None:
        remedy = failure.remedy or "Check this machine's network."
        yield _fault("network", f"{fetched.request.url}: {failure.message}", remedy)
    elif fetched.status >= 400:
        yield _advice(
            "network",
            f"{fetched.request.url} answers {fetched.status}: something stands between.",
            "Check this machine's network: a portal, or a proxy that wants a password?",
        )

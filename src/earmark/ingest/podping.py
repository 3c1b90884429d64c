"""Podping: publishers announce on the Hive blockchain that a feed changed; known feeds are woken.

Any node of Hive that answers JSON-RPC is asked for its new blocks. Only what the account
``podping`` vouches for (it follows whoever may announce) is looked at, and it is a hint all the
same: a feed of this library is made due (P17), an address that isn't one is nobody's.

Sources: Podping schema 1.0 and 1.1 (``custom_json`` operations whose id starts with ``pp_``; before
that ``podping``), Hive's ``block_api``, ``database_api`` and ``condenser_api``.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from earmark.ingest.push import wake
from earmark.ingest.schedule import DAY, HOUR, doubled
from earmark.ingest.wishes import web_url
from earmark.polls import FetchRequest
from earmark.ports import Fetcher, Store

EVERY = timedelta(seconds=30)
MOST_BEHIND = 1_200
"""Blocks, an hour of them: older news are no news, the feeds were due since."""
AT_ONCE = 50
"""Blocks a request."""
MOST_BYTES = 16 * 1024 * 1024
VOUCHER = "podping"
"""The account that follows those who may announce."""
ACCOUNTS_A_PAGE = 100
MOST_PAGES = 50
MOST_NAMED = 1_000
"""Feeds of one operation; Hive itself ends it at 8 kB."""
_REASONS = ("update", "feed_update")
"""Those by which episodes come: not the beginning and the end of a live show."""

log = logging.getLogger(__name__)


# ---------------------------------------------------------------- pure


def announced(block: object, accounts: Collection[str]) -> Iterator[str]:
    """Addresses of feeds that a block says have changed, as these accounts announce them.

    A block is whatever a node sent; what isn't as it should be announces nothing.
    """
    for transaction in _list(block, "transactions"):
        for operation in _list(transaction, "operations"):
            said = _custom_json(operation)
            if _is_podping(said.get("id")) and _is_of(said, accounts):
                yield from _named(said.get("json"))


def _custom_json(operation: object) -> dict[str, Any]:
    """``{"type": "custom_json_operation", "value": {...}}``, or ``["custom_json", {...}]`` of the
    older interface."""
    if isinstance(operation, dict):
        kind, value = operation.get("type"), operation.get("value")
    elif isinstance(operation, list) and len(operation) == 2:
        kind, value = operation
    else:
        return {}
    named = kind in ("custom_json_operation", "custom_json")
    return value if named and isinstance(value, dict) else {}


def _is_podping(name: object) -> bool:
    return isinstance(name, str) and (name == "podping" or name.startswith("pp_"))


def _is_of(said: dict[str, Any], accounts: Collection[str]) -> bool:
    auths = _list(said, "required_posting_auths")
    return any(isinstance(name, str) and name in accounts for name in auths)


def _named(text: object) -> Iterator[str]:
    said = _read(text) if isinstance(text, str) else None
    if not isinstance(said, dict) or said.get("reason", _REASONS[0]) not in _REASONS:
        return
    one = said.get("url")
    urls = _list(said, "iris") or _list(said, "urls") or ([one] if one else [])
    for url in urls[:MOST_NAMED]:
        found = web_url(url) if isinstance(url, str) else ""
        if found:
            yield found


def _list(holder: object, name: str) -> list[Any]:
    value = holder.get(name) if isinstance(holder, dict) else None
    return value if isinstance(value, list) else []


def _read(text: str | bytes) -> object:
    """JSON, None where it is none."""
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found


# ---------------------------------------------------------------- following


class NoAnswer(Exception):
    """The node said nothing that could be used. ``code`` is for the log."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Podping:
    """Follows Hive from where it was left; ``node`` is the address of a node's JSON-RPC."""

    def __init__(self, store: Store, fetcher: Fetcher, *, node: str, now: Callable[[], datetime]):
        self._store = store
        self._fetcher = fetcher
        self._node = node
        self._now = now
        self._next_at = now()
        self._failures = 0
        self._accounts: frozenset[str] = frozenset()
        self._accounts_at: datetime | None = None
        self._at_once = AT_ONCE

    def turn(self, stop: Callable[[], bool]) -> bool:
        """Read some of the new blocks, if it is time; whether there are more."""
        now = self._now()
        if now < self._next_at <= now + HOUR:
            return False
        try:
            more = self._read_on(stop)
        except NoAnswer as error:
            self._failures += 1
            self._next_at = now + doubled(2 * EVERY, self._failures, HOUR)
            if error.code != "stopped":
                log.info("no news of Podping", extra={"event": "no-podping", "why": error.code})
            return False
        self._failures = 0
        self._next_at = now if more else now + EVERY
        return more

    def _read_on(self, stop: Callable[[], bool]) -> bool:
        self._know_accounts()
        newest = self._newest()
        done = self._store.pushes.podping_block()
        if done is None or done > newest:  # the first time, or of another chain
            self._store.pushes.set_podping_block(newest)
            return False
        first = max(done + 1, newest - MOST_BEHIND + 1)
        if first > newest or stop():
            return False
        blocks = self._blocks(first, min(newest, first + self._at_once - 1))
        self._wake(blocks)
        last = first + len(blocks) - 1
        self._store.pushes.set_podping_block(last)
        return last < newest

    def _wake(self, blocks: list[Any]) -> None:
        urls = {url for block in blocks for url in announced(block, self._accounts)}
        known = (self._store.feed_at(url) for url in sorted(urls))
        woken = wake(self._store, [feed.id for feed in known if feed], self._now())
        for feed_id in woken:
            log.info("Podping tells of news", extra={"event": "pushed", "feed": feed_id})

    # -- what a node is asked ----------------------------------------------------------------------

    def _newest(self) -> int:
        """The last block that stays as it is."""
        said = self._ask("database_api.get_dynamic_global_properties", {})
        number = said.get("last_irreversible_block_num") if isinstance(said, dict) else None
        if not isinstance(number, int) or not 0 < number < 2**53:
            raise NoAnswer("unreadable")
        return number

    def _blocks(self, first: int, last: int) -> list[Any]:
        """Those blocks, or the first of them; a single one that is too large announces nothing."""
        asked = {"starting_block_num": first, "count": last - first + 1}
        try:
            said = self._ask("block_api.get_block_range", asked)
        except NoAnswer as error:
            if error.code != "too-large":
                raise
            if first == last:
                return [None]
            self._at_once = max(1, (last - first + 1) // 2)
            raise
        self._at_once = min(AT_ONCE, self._at_once * 2)
        blocks = _list(said, "blocks")[: last - first + 1]
        if not blocks:
            raise NoAnswer("unreadable")
        return blocks

    def _know_accounts(self) -> None:
        """Once a day; those of yesterday hold where there is no answer."""
        now = self._now()
        if self._accounts_at and self._accounts_at <= now < self._accounts_at + DAY:
            return
        try:
            self._accounts = frozenset(self._followed())
        except NoAnswer:
            if not self._accounts:
                raise
        self._accounts_at = now

    def _followed(self) -> set[str]:
        found: set[str] = set()
        start = ""
        for _ in range(MOST_PAGES):
            asked = [VOUCHER, start, "blog", ACCOUNTS_A_PAGE]
            page = self._ask("condenser_api.get_following", asked)
            rows = page if isinstance(page, list) else []
            names = [row.get("following") for row in rows if isinstance(row, dict)]
            new = {name for name in names if isinstance(name, str)} - found
            if not new:
                break
            found |= new
            start = str(names[-1])
        if not found:
            raise NoAnswer("unreadable")
        return found

    def _ask(self, method: str, params: object) -> object:
        """The result of a call. Raises ``NoAnswer``."""
        call = {"jsonrpc": "2.0", "method": method, "params": params, "id": 1}
        fetched = self._fetcher.fetch(
            FetchRequest(
                self._node,
                "hub",
                max_bytes=MOST_BYTES,
                body=json.dumps(call).encode(),
                body_type="application/json",
            )
        )
        if fetched.failure is not None:
            raise NoAnswer(fetched.failure.code)
        said = _read(fetched.body) if fetched.status == 200 else None
        result = said.get("result") if isinstance(said, dict) else None
        if result is None:
            raise NoAnswer(str(fetched.status) if fetched.status != 200 else "unreadable")
        return result

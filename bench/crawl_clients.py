"""Three clients that ask one server the same: ours, bare libcurl multi, aiohttp.

Run as ``python -m bench.crawl_clients CLIENT PORT ETAG REQUESTS``: one JSON line with what came and
the processor time of this process alone, its threads among it, loading left out.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

ADDRESSES = 100
AT_ONCE = 100
OF_AN_ADDRESS = 4
BODY_EVERY = 5
"""One request in so many has no validators, and gets a body."""


class Ask(NamedTuple):
    url: str
    etag: bytes | None


class Came(NamedTuple):
    """Answers by status, and bytes of their bodies as unpacked."""

    statuses: Counter[int]
    unpacked: int


def asks(port: int, etag: bytes, requests: int) -> Iterator[Ask]:
    """Addresses in turn, 80 % of the requests with validators."""
    for number in range(requests):
        url = f"http://127.16.0.{number % ADDRESSES + 1}:{port}/feed/{number}"
        # By rows of addresses: else each address would have only bodies, or none.
        with_body = (number + number // ADDRESSES) % BODY_EVERY == 0
        yield Ask(url, None if with_body else etag)


def ours(wanted: Iterator[Ask]) -> Came:
    """The crawler's own fetcher, pacing wide open."""
    from earmark.net.http import HttpFetcher  # noqa: PLC0415 (loading isn't measured)
    from earmark.net.options import FetchOptions  # noqa: PLC0415
    from earmark.polls import FetchRequest, Validators  # noqa: PLC0415

    fetcher = HttpFetcher(
        FetchOptions(
            user_agent="earmark-bench/1 (+https://earmark.example)",
            allow=("127.0.0.0/8",),
            odd_ports=True,
            connections=AT_ONCE,
            host_rate=1e6,
            host_connections=OF_AN_ADDRESS,
        )
    )
    statuses: Counter[int] = Counter()
    unpacked, more = 0, True
    while more or fetcher.under_way():
        while more and fetcher.under_way() < 2 * AT_ONCE:
            ask = next(wanted, None)
            if ask is None:
                more = False
                break
            validators = Validators(ask.url, etag=ask.etag) if ask.etag else None
            fetcher.start(FetchRequest(ask.url, validators=validators))
        for fetched in fetcher.ended(100):
            if fetched.failure:
                raise SystemExit(f"{fetched.request.url}: {fetched.failure}")
            statuses[fetched.status] += 1
            unpacked += len(fetched.body)
    fetcher.close()
    return Came(statuses, unpacked)


def bare(wanted: Iterator[Ask]) -> Came:
    """libcurl's multi handle and no more than it takes: no caps, no checks, no redirects."""
    import pycurl  # noqa: PLC0415

    multi = pycurl.CurlMulti()
    multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, OF_AN_ADDRESS)
    multi.setopt(pycurl.M_MAXCONNECTS, ADDRESSES * OF_AN_ADDRESS)
    statuses: Counter[int] = Counter()
    unpacked = under_way = 0
    free = [pycurl.Curl() for _ in range(AT_ONCE)]
    bodies: dict[int, BytesIO] = {}
    more = True
    while more or under_way:
        while more and free:
            ask = next(wanted, None)
            if ask is None:
                more = False
                break
            curl = free.pop()
            curl.reset()
            body = bodies[id(curl)] = BytesIO()
            curl.setopt(pycurl.URL, ask.url)
            curl.setopt(pycurl.ACCEPT_ENCODING, "gzip")
            curl.setopt(pycurl.WRITEDATA, body)
            curl.setopt(pycurl.NOSIGNAL, 1)
            if ask.etag:
                curl.setopt(pycurl.HTTPHEADER, [b"If-None-Match: " + ask.etag])
            multi.add_handle(curl)
            under_way += 1
        while multi.perform()[0] == pycurl.E_CALL_MULTI_PERFORM:
            pass
        left = 1
        while left:
            left, done, failed = multi.info_read()
            if failed:
                raise SystemExit(str(failed[0][1:]))
            for curl in done:
                statuses[curl.getinfo(pycurl.RESPONSE_CODE)] += 1
                unpacked += len(bodies.pop(id(curl)).getvalue())
                multi.remove_handle(curl)
                free.append(curl)
                under_way -= 1
        multi.select(0.1)
    return Came(statuses, unpacked)


def aio(wanted: Iterator[Ask]) -> Came:
    """aiohttp, as many tasks as requests at once."""
    return asyncio.run(_aio(wanted))


async def _aio(wanted: Iterator[Ask]) -> Came:
    import aiohttp  # noqa: PLC0415

    statuses: Counter[int] = Counter()
    sizes: list[int] = []
    connector = aiohttp.TCPConnector(limit=AT_ONCE, limit_per_host=OF_AN_ADDRESS)
    headers = {"Accept-Encoding": "gzip"}
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:

        async def work() -> None:
            for ask in wanted:
                validators = {"If-None-Match": ask.etag.decode()} if ask.etag else {}
                async with session.get(ask.url, headers=validators) as response:
                    sizes.append(len(await response.read()))
                    statuses[response.status] += 1

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return Came(statuses, sum(sizes))


CLIENTS: dict[str, Callable[[Iterator[Ask]], Came]] = {"ours": ours, "bare": bare, "aiohttp": aio}


def peak_mb() -> float:
    """The most memory that this process had: Linux counts it from when its program began, other
    systems from when it was forked."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> None:
    client, port, etag, requests = sys.argv[1:]
    ask = CLIENTS[client]
    known = etag.encode()
    ask(asks(int(port), known, AT_ONCE))  # loads, and warms the server
    cpu, wall = time.process_time(), time.perf_counter()
    came = ask(asks(int(port), known, int(requests)))
    measured = {
        "statuses": {str(status): many for status, many in came.statuses.items()},
        "unpacked": came.unpacked,
        "cpu_s": time.process_time() - cpu,
        "wall_s": time.perf_counter() - wall,
        "peak_mb": peak_mb(),
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main()

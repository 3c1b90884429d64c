"""A door for each test, on loopback, where only ``ALLOWED`` is let through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial

import pytest
from tests.hostile_server import ALLOWED, HostileServer, Says, Seen

from earmark.net.http import HttpFetcher
from earmark.net.options import FetchOptions

OPTIONS = FetchOptions("Earmark/test", allow=("127.0.1.0/24",), odd_ports=True, host_rate=1e6)

MakeDoor = Callable[..., HttpFetcher]
MakeServer = Callable[..., HostileServer]


@pytest.fixture
def door() -> Iterator[MakeDoor]:
    """Makes a fetcher; its arguments are ``FetchOptions`` that differ."""
    with ExitStack() as stack:
        yield lambda **changes: stack.enter_context(
            closing(HttpFetcher(replace(OPTIONS, **changes)))
        )


@pytest.fixture
def server() -> Iterator[MakeServer]:
    """Makes a server that says this at every target, or what a mapping says."""
    with ExitStack() as stack:

        def serve(says: object = b"", address: str = ALLOWED, **more: object) -> HostileServer:
            by_request = more.pop("by_request", False)
            if isinstance(says, bytes) or (callable(says) and not by_request):
                said = partial(_always, says)
            else:
                said = says
            return stack.enter_context(HostileServer(said, address, **more))  # type: ignore[arg-type]

        yield serve


def _always(says: Says, _seen: Seen) -> Says:
    return says

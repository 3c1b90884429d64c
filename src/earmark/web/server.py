"""The server: the application of a library on a socket, until it is stopped."""

from __future__ import annotations

import gc
import logging
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import uvicorn

from earmark.errors import InvalidInput
from earmark.library import Library
from earmark.web import sample_audio
from earmark.web.app import create_app
from earmark.web.patience import PatientProtocol

_LOG = logging.getLogger(__name__)

BACKLOG = 128
STOPPING_S = 5
"""How long requests under way may take after Ctrl-C."""


COLLECTED_AFTER = 50_000
"""New objects that are kept; Python's own 700 are fewer than one page is made of."""


class Site:
    """A place that listens already, so that its address is known before anything is served."""

    def __init__(self, listening: socket.socket):
        self._listening = listening

    @property
    def address(self) -> str:
        """``http://127.0.0.1:8017``, to open in a browser."""
        host, port = self._listening.getsockname()[:2]
        if host in ("0.0.0.0", "::"):  # noqa: S104 - said, not bound
            host = "localhost"
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def serve(
        self,
        library: Library,
        *,
        public_url: str = "",
        metrics_public: bool = False,
        owner_from: Sequence[str] = (),
        sample: bool = False,
    ) -> None:
        """Answer until Ctrl-C or SIGTERM. ``sample``: the sample library's audio too."""
        app = create_app(
            library,
            started_at=library.now(),
            public_url=public_url,
            metrics_public=metrics_public,
            owner_from=owner_from,
            more=(sample_audio.router,) if sample else (),
        )
        config = uvicorn.Config(
            app,
            http=PatientProtocol,
            ws="none",
            log_config=None,  # ours says what it says, without secrets
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=STOPPING_S,
        )
        collect_seldom()
        _LOG.info("serving", extra={"address": self.address})
        # uvicorn stops in good order, then raises the signal that stopped it again: as this it ends
        # the server and not the process, which has more to close.
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
            uvicorn.Server(config).run(sockets=[self._listening])
        signal.signal(signal.SIGTERM, before)
        _LOG.info("stopped serving")


def collect_seldom() -> None:
    """Look for garbage in cycles less often, and not among what stays as long as the server: a
    look at everything kept between answers holds one of them up for a tenth of a second, and
    little of what answers are made of is in cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER, 20, 50)


@contextmanager
def listen(host: str, port: int) -> Iterator[Site]:
    """Listen on an address; port 0 takes any that is free.

    Raises ``InvalidInput`` where it can't be had.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        raise InvalidInput(
            f"The server can't listen there: {error.strerror or error}.",
            f"{host} port {port}",
            remedy="Name another with --host and --port; `--port 0` takes any that is free.",
        ) from error
    with listening:
        yield Site(listening)

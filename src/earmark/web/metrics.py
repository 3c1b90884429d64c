"""What a monitor asks (``/metrics``, the text format of Prometheus): how much is asked of the
pages and how long they take, and how the library is.

No label ever holds what somebody asked or what a feed is called: requests are counted by the
template of their route, polls by HTTP status or by the code of their failure.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    disable_created_metrics,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from earmark.condition import Vitals
from earmark.errors import EarmarkError
from earmark.library import Library
from earmark.polls import CrawlState, Round

_LOG = logging.getLogger(__name__)

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
NOWHERE = "none"
"""The route of what no route answers."""


class Metrics:
    """What is counted while a server runs, and what is read from its library when asked."""

    def __init__(self, library: Library, version: str):
        # Else when each series began would be a series more.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry(auto_describe=False)
        asked = ("route", "method", "status")
        self._requests = Counter(
            "earmark_http_requests", "Requests answered.", asked, registry=self._registry
        )
        self._seconds = Histogram(
            "earmark_http_request_seconds",
            "From a request's arrival to the end of its answer.",
            ("route",),
            buckets=SECONDS,
            registry=self._registry,
        )
        build = Info("earmark_build", "The version that runs.", registry=self._registry)
        build.info({"version": version})
        ProcessCollector(registry=self._registry)
        self._registry.register(_Condition(library))

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """One request that was answered."""
        method = method if method in METHODS else "other"
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, accept: str) -> tuple[bytes, str]:
        """All of it and its content type, in the form that the ``Accept`` header prefers."""
        encode, kind = choose_encoder(accept)
        return encode(self._registry), kind


class Measured:
    """ASGI middleware that counts and times each request, also those that fail."""

    def __init__(self, app: ASGIApp, metrics: Metrics):
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, started = 500, time.perf_counter()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - started
            route = getattr(scope.get("route"), "path", NOWHERE)
            self._metrics.count(route, scope["method"], status, seconds)
            said = {"route": route, "status": status, "ms": round(seconds * 1000, 1)}
            _LOG.debug("answered", extra=said)


class _Condition(Collector):
    """How the library is, read when it is asked for; where it can't be read, that alone."""

    def __init__(self, library: Library):
        self._library = library

    def collect(self) -> Iterator[Metric]:
        try:
            found = self._library.vitals()
        except EarmarkError:
            _LOG.exception("the library's figures can't be read")
            yield _gauge("up", "Whether the catalog can be read.", 0)
            return
        yield _gauge("up", "Whether the catalog can be read.", 1)
        yield from _library(found)
        yield from _crawl(found.crawl)
        yield _by("polls", "Polls by HTTP status or code of failure.", "outcome", found.outcomes)
        if found.crawl.last is not None:
            yield from _round(found.crawl.last)


def _library(found: Vitals) -> Iterator[Metric]:
    yield _gauge("podcasts", "Podcasts in the catalog.", found.podcasts)
    yield _gauge("episodes", "Episodes in the catalog.", found.episodes)
    yield _gauge("generation", "Grows with each commit of the index.", found.generation)
    yield _gauge("pending_changes", "Changes that are not indexed yet.", found.pending)
    yield _gauge("disk_free_bytes", "Room on the disk of the library.", found.disk_free_bytes)
    if found.changed_at is not None:
        at = found.changed_at.timestamp()
        yield _gauge("changed_timestamp_seconds", "When the generation was reached.", at)


def _crawl(state: CrawlState) -> Iterator[Metric]:
    feeds = GaugeMetricFamily("earmark_feeds", "Feeds that are polled.", labels=["state"])
    for name, number in sorted(state.states.items()):
        feeds.add_metric([name], number)
    yield feeds
    yield _gauge("feeds_due", "Feeds whose time to be polled has come.", state.due)
    yield _gauge("feeds_overdue", "Feeds that are due for more than a day.", state.late)
    yield _gauge("hosts_held", "Hosts that asked for rest.", len(state.held))


def _round(last: Round) -> Iterator[Metric]:
    started = last.started_at.timestamp()
    yield _gauge("round_started_timestamp_seconds", "Start of the newest round.", started)
    if last.ended_at is not None:
        ended = last.ended_at.timestamp()
        yield _gauge("round_ended_timestamp_seconds", "End of the newest round.", ended)
    yield _gauge("round_polls", "Polls of the newest round.", last.asked)
    yield _gauge("round_failed", "Polls of the newest round without a feed.", last.failed)
    yield _gauge("round_new_episodes", "Episodes that the newest round found.", last.new_episodes)
    if last.asked:
        share = last.not_modified / last.asked
        yield _gauge("round_not_modified_ratio", "Share of 304 in the newest round.", share)


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(f"earmark_{name}", says, value=value)


def _by(name: str, says: str, label: str, counts: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(f"earmark_{name}", says, labels=[label])
    for each, number in sorted(counts.items()):
        family.add_metric([each], number)
    return family

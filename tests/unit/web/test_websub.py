"""WebSub from end to end (P17): a hub on loopback is asked through the real door, and calls the
real application back."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from askers import NOW, VISITOR, client
from starlette.testclient import TestClient
from tests.hostile_server import ALLOWED, HostileServer, Seen, reply

from earmark.library import Library, open_library
from earmark.model import FeedId
from earmark.polls import Poll
from earmark.pushes import Push
from earmark.settings import Settings
from earmark.web.app import create_app

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PUBLIC = "https://podcasts.example.org/ear"
PRIVATE = "127.0.2.2"
"""A loopback address that the settings don't allow: stands for a machine inside."""


class Clock:
    now = NOW

    def __call__(self):
        return self.now


@dataclass
class Hub:
    """Asks back, at once and before it answers, as hubs do that are in a hurry."""

    web: TestClient | None = None
    lease: str = "864000"
    status: int = 202
    mode: str = ""
    """Of what it says, "" for what it was asked."""
    silent: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    heard: list[tuple[int, str]] = field(default_factory=list)

    def __call__(self, seen: Seen) -> bytes:
        form = {name: value for name, (value,) in parse_qs(seen.body.decode()).items()}
        self.asked.append(form)
        if self.web is not None and not self.silent and self.status == 202:
            said = {"hub.mode": self.mode or form["hub.mode"], "hub.topic": form["hub.topic"]}
            said |= {"hub.challenge": "sésame <b>", "hub.lease_seconds": self.lease}
            answer = self.web.get(path_of(form["hub.callback"]), params=said)
            self.heard.append((answer.status_code, answer.text))
        return reply(status=self.status)

    def modes(self) -> list[str]:
        return [form["hub.mode"] for form in self.asked]


def path_of(callback: str) -> str:
    """As the proxy hands it on that serves us under ``/ear``."""
    assert callback.startswith(f"{PUBLIC}/websub/")
    return urlsplit(callback).path.removeprefix("/ear")


@dataclass
class Publisher:
    """A feed that names a hub, and grows."""

    hub: str
    episodes: int = 2
    asked: int = 0

    def __call__(self, _seen: Seen) -> bytes:
        self.asked += 1
        link = f'<atom:link rel="hub" href="{self.hub}"/>' if self.hub else ""
        items = "".join(
            f"<item><title>Lantern {n}</title><guid>g{n}</guid></item>"
            for n in range(self.episodes)
        )
        body = (
            '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
            f"<title>Lanterns</title>{link}{items}</channel></rss>"
        ).encode()
        return reply(body, headers=[("ETag", f'"{self.episodes}"')])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Iterator[Library]:
    settings = Settings(
        data=tmp_path / "data", private_hosts=(ALLOWED,), odd_ports=True, host_rate=1000,
        public_url=PUBLIC,
    )  # fmt: skip
    with open_library(settings, now=clock, workers=0) as opened:
        yield opened


@pytest.fixture
def web(library: Library) -> TestClient:
    app = create_app(library, started_at=NOW, public_url=PUBLIC)
    return client(app, VISITOR)


@pytest.fixture
def hub(web: TestClient) -> Hub:
    return Hub(web)


@pytest.fixture
def hub_url(hub: Hub) -> Iterator[str]:
    with HostileServer(hub) as server:
        yield server.url("/hub")


@pytest.fixture
def publisher(hub_url: str) -> Publisher:
    return Publisher(hub_url)


@pytest.fixture
def feed(publisher: Publisher) -> Iterator[str]:
    with HostileServer(publisher) as server:
        yield server.url("/feed")


@pytest.fixture
def subscribed(library: Library, feed: str, hub: Hub) -> Push:
    add(library, feed)
    library.crawl(once=True)
    return push_of(library, feed)


def add(library: Library, feed: str) -> None:
    outline = library._folder / "list.opml"
    outline.write_text(f'<opml version="2.0"><body><outline xmlUrl="{feed}"/></body></opml>')
    list(library.add([str(outline)]))


def poll_of(library: Library, feed: str) -> Poll:
    return library.keeping.poll_of(feed)


def push_of(library: Library, feed: str) -> Push:
    (push,) = library._store.pushes.of(poll_of(library, feed).feed_id)
    return push


def publish(web: TestClient, push: Push, body: bytes = b"<rss/>", **headers: str) -> int:
    digest = hmac.new(push.secret.encode(), body, "sha256").hexdigest()
    signed = {"X-Hub-Signature": f"sha256={digest}"} | headers
    return web.post(f"/websub/{push.token}", content=body, headers=signed).status_code


# ---------------------------------------------------------------- as it should be


def test_p17_from_subscribing_to_the_new_episode(
    library: Library, web: TestClient, hub: Hub, publisher: Publisher, feed: str, clock: Clock
) -> None:
    add(library, feed)
    library.crawl(once=True)
    assert hub.modes() == ["subscribe"]
    assert hub.asked[0]["hub.topic"] == feed
    assert hub.heard == [(200, "sésame <b>")]
    push = push_of(library, feed)
    assert (push.state, push.failures) == ("active", 0)
    assert push.lease_until == NOW + 10 * DAY

    publisher.episodes = 3
    clock.now += 10 * MINUTE
    assert library.crawl(once=True).asked == 0  # its time hasn't come
    assert publish(web, push) == 202
    poll = poll_of(library, feed)
    assert (poll.due_at, poll.reason) == (clock.now, "pushed")
    assert library.crawl(once=True).new_episodes == 1
    assert poll_of(library, feed).reason == "subscribed"
    assert library.episodes().episodes


def test_the_callback_answers_as_text_that_runs_nothing(web: TestClient, subscribed: Push) -> None:
    said = {"hub.mode": "subscribe", "hub.topic": subscribed.topic, "hub.challenge": "<script>"}
    answer = web.get(f"/websub/{subscribed.token}", params=said)
    assert (answer.status_code, answer.text) == (200, "<script>")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_tokens_and_secrets_are_of_each_subscription(library: Library, hub_url: str) -> None:
    with HostileServer(Publisher(hub_url)) as one:
        for path in ("/a", "/b"):
            add(library, one.url(path))
        library.crawl(once=True)
        pushes = [push_of(library, one.url(path)) for path in ("/a", "/b")]
    assert len({push.token for push in pushes} | {push.secret for push in pushes}) == 4
    assert all(len(push.token) == 43 and len(push.secret) == 64 for push in pushes)


def test_without_a_public_address_no_hub_is_asked(
    tmp_path: Path, hub: Hub, feed: str, clock: Clock
) -> None:
    settings = Settings(
        data=tmp_path / "other", private_hosts=(ALLOWED,), odd_ports=True, host_rate=1000
    )
    with open_library(settings, now=clock, workers=0) as library:
        add(library, feed)
        library.crawl(once=True)
        assert push_of(library, feed).state == "new"
    assert hub.asked == []


def test_hubs_are_asked_beside_a_crawl_that_goes_on(library: Library, feed: str, hub: Hub) -> None:
    add(library, feed)
    given_up = time.monotonic() + 30

    def done() -> bool:
        return bool(hub.heard) or time.monotonic() > given_up

    library.crawl(stop=done, pause=lambda _: time.sleep(0.01))
    assert push_of(library, feed).state == "active"


# ---------------------------------------------------------------- hostile


@pytest.mark.parametrize(
    "signature",
    ["", "sha256=", "sha256=" + "0" * 64, "md5=x", "sha1", "sha256=é".encode().decode("latin-1")],
)
def test_p17_a_forged_message_is_thanked_for_and_ignored(
    library: Library, web: TestClient, subscribed: Push, feed: str, clock: Clock, signature: str
) -> None:
    before = poll_of(library, feed)
    clock.now += 10 * MINUTE
    body = b"<rss/>"
    headers = {"X-Hub-Signature": signature} if signature else {}
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    answer = web.post(f"/websub/{subscribed.token}", content=body, headers=raw)
    assert answer.status_code == 202
    assert poll_of(library, feed) == before
    assert push_of(library, feed).delivered_at is None


def test_p17_replayed_messages_wake_20_times_an_hour_at_most(
    library: Library, web: TestClient, subscribed: Push, publisher: Publisher, clock: Clock
) -> None:
    requests = []
    for _ in range(3 * 60 * 2):  # the same message every half a minute, for three hours
        clock.now += MINUTE / 2
        asked = publisher.asked
        assert publish(web, subscribed) == 202
        library.crawl(once=True)
        if publisher.asked > asked:
            requests.append(clock.now)
    assert 57 <= len(requests) <= 60
    for first, later in zip(requests, requests[20:], strict=False):
        assert later - first >= HOUR


@pytest.mark.parametrize("kind", ["huge", "none"])
def test_p17_what_a_message_holds_is_never_kept(
    library: Library, web: TestClient, subscribed: Push, feed: str, clock: Clock, kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    clock.now += 10 * MINUTE
    monkeypatch.setattr("earmark.web.pages.websub.MOST_SENT", 1000)
    body = b"x" * (1001 if kind == "huge" else 0)
    assert publish(web, subscribed, body) == 202
    woken = poll_of(library, feed).reason == "pushed"
    assert woken == (kind == "none")


def test_p17_unknown_callbacks_are_nowhere(web: TestClient, subscribed: Push) -> None:
    said = {"hub.mode": "subscribe", "hub.topic": subscribed.topic, "hub.challenge": "x"}
    for token in ("x", subscribed.token[:-1], subscribed.token + "x", "%00", "a" * 9000):
        answer = web.get(f"/websub/{token}", params=said)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not-found")
        assert web.post(f"/websub/{token}", content=b"x").status_code == 410


@pytest.mark.parametrize(
    "changes",
    [
        {"hub.topic": "https://other.example/"},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": "publish"},
        {"hub.mode": ""},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 2049},
    ],
    ids=str,
)
def test_p17_what_we_did_not_ask_for_is_refused(
    library: Library, web: TestClient, subscribed: Push, feed: str, changes: dict[str, str]
) -> None:
    said = {"hub.mode": "subscribe", "hub.topic": subscribed.topic, "hub.challenge": "x"}
    answer = web.get(f"/websub/{subscribed.token}", params=said | changes)
    assert answer.status_code == 404
    assert push_of(library, feed) == subscribed


def test_s4_a_hub_inside_is_never_connected_to(library: Library) -> None:
    with (
        HostileServer(address=PRIVATE) as inside,
        HostileServer(Publisher(inside.url("/hub"))) as outside,
    ):
        add(library, outside.url("/feed"))
        library.crawl(once=True)
        push = push_of(library, outside.url("/feed"))
        assert (push.state, push.failures) == ("asked", 1)
        assert push.due_at == NOW + HOUR
        assert inside.connections == 0


def test_h7_a_feed_whose_address_is_a_secret_has_no_hub(library: Library, hub_url: str) -> None:
    with HostileServer(Publisher(hub_url)) as server:
        private = server.url("/feed?token=abc")
        add(library, private)
        library.crawl(once=True)
        assert poll_of(library, private).status == 200
        assert library._store.pushes.of(poll_of(library, private).feed_id) == ()


# ---------------------------------------------------------------- over time


def test_p17_a_lease_is_renewed_when_four_fifths_are_over(
    library: Library, web: TestClient, hub: Hub, subscribed: Push, feed: str, clock: Clock
) -> None:
    clock.now = NOW + 8 * DAY - MINUTE
    library.crawl(once=True)
    assert len(hub.asked) == 1
    clock.now += MINUTE
    library.crawl(once=True)
    assert [form["hub.callback"] for form in hub.asked] == [hub.asked[0]["hub.callback"]] * 2
    renewed = push_of(library, feed)
    assert renewed.lease_until == clock.now + 10 * DAY
    assert (renewed.secret, renewed.state) == (subscribed.secret, "active")


def test_p17_news_are_heard_while_a_renewal_fails(
    library: Library, web: TestClient, hub: Hub, subscribed: Push, feed: str, clock: Clock
) -> None:
    hub.status = 500
    waits = []
    clock.now = NOW + 8 * DAY
    for _ in range(4):
        library.crawl(once=True)
        push = push_of(library, feed)
        waits.append(push.due_at - clock.now)
        clock.now = push.due_at
    assert waits == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    library.crawl(once=True)
    clock.now += 5 * MINUTE
    assert publish(web, subscribed) == 202
    assert poll_of(library, feed).reason == "pushed"
    hub.status = 202
    clock.now += DAY
    library.crawl(once=True)
    assert push_of(library, feed).failures == 0


def test_p17_a_hub_that_denies_is_left_alone(
    library: Library, web: TestClient, hub: Hub, feed: str, clock: Clock
) -> None:
    hub.mode = "denied"
    add(library, feed)
    library.crawl(once=True)
    assert hub.heard == [(200, "")]
    push = push_of(library, feed)
    assert push.state == "denied"
    clock.now += 10 * MINUTE
    publish(web, push)
    assert poll_of(library, feed).reason != "pushed"
    clock.now = NOW + 29 * DAY
    library.crawl(once=True)
    assert len(hub.asked) == 1
    hub.mode = ""
    clock.now += DAY
    library.crawl(once=True)
    assert push_of(library, feed).state == "active"


@pytest.mark.parametrize("status", [429, 503])
def test_p7_a_hub_that_asks_for_rest_has_it_for_all_its_feeds(
    library: Library, hub: Hub, publisher: Publisher, clock: Clock, status: int
) -> None:
    answers = Hub(status=status)
    with HostileServer(lambda seen: _resting(answers(seen))) as resting:
        publisher.hub = resting.url("/hub")
        with HostileServer(publisher) as server:
            for n in range(3):
                add(library, server.url(f"/{n}"))
            library.crawl(once=True)
            assert len(answers.asked) == 1
            due = {push_of(library, server.url(f"/{n}")).due_at for n in range(3)}
            assert due == {NOW + 2 * HOUR}


def _resting(answer: bytes) -> bytes:
    return answer.replace(b"\r\n\r\n", b"\r\nRetry-After: 7200\r\n\r\n", 1)


def test_p17_another_hub_is_subscribed_to_and_the_old_one_told(
    library: Library, web: TestClient, hub: Hub, subscribed: Push, publisher: Publisher,
    feed: str, clock: Clock,
) -> None:  # fmt: skip
    other = Hub(web)
    with HostileServer(other) as server:
        publisher.hub = server.url("/other")
        publisher.episodes += 1
        clock.now += DAY * 1.1
        library.crawl(once=True)
        assert other.modes() == ["subscribe"]
    assert hub.modes() == ["subscribe", "unsubscribe"]
    assert hub.heard[1] == (200, "sésame <b>")
    push = push_of(library, feed)
    assert (push.state, push.hub) == ("active", publisher.hub)
    assert web.post(f"/websub/{subscribed.token}", content=b"").status_code == 410


def test_p17_the_hub_of_a_removed_feed_is_told(
    library: Library, web: TestClient, hub: Hub, subscribed: Push, feed: str
) -> None:
    library.remove(feed)
    assert publish(web, subscribed) == 410
    library.crawl(once=True)
    assert hub.modes() == ["subscribe", "unsubscribe"]
    assert hub.heard[1][0] == 200
    assert library._store.pushes.of(subscribed.feed_id) == ()


def test_p17_a_hub_that_will_not_be_told_is_forgotten(
    library: Library, hub: Hub, subscribed: Push, feed: str, clock: Clock
) -> None:
    library.remove(feed)
    hub.silent = True
    for _ in range(6):
        library.crawl(once=True)
        clock.now += DAY
    assert hub.modes() == ["subscribe", *["unsubscribe"] * 3]
    assert library._store.pushes.of(FeedId(subscribed.feed_id)) == ()


def test_no_secret_of_a_subscription_is_logged(
    library: Library, web: TestClient, hub: Hub, feed: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "earmark")
    add(library, feed)
    library.crawl(once=True)
    push = push_of(library, feed)
    publish(web, push)
    said: Callable[[object], str] = str
    text = " ".join(said(vars(record)) for record in caplog.records)
    assert "hub-subscribe" in text
    assert push.token not in text
    assert push.secret not in text

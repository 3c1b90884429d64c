"""The loopback world says what it is meant to say, told by a client without any wits."""

from __future__ import annotations

import gzip
import http.client
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.world import judge
from tests.world.process import World
from tests.world.shows import BEGINS, FIRST_EPISODES, STEP, episodes_out, published, titles
from tests.world.sites import FEWEST, SHARES, Kind, Site, address_of, sites, told

from earmark.errors import NotAFeed
from earmark.parse.feed import parse_feed

SIZE = 60


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    log = tmp_path_factory.mktemp("world") / "log.jsonl"
    with World(SIZE, log, late_s=0.0) as running:
        yield running


def of_kind(world: World, kind: Kind) -> Site:
    return next(site for site in world.sites if site.kind == kind)


def ask(
    world: World, address: str, host: str, path: str, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(address, world.port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers={"Host": f"{host}:{world.port}", **named})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def ask_site(world: World, site: Site, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    return ask(world, site.address, site.host, site.path, **headers)


def heard(body: bytes) -> set[str]:
    return {episode.title for episode in parse_feed(body).episodes}


def test_every_kind_is_in_a_small_world_and_a_large_one() -> None:
    for size in (SIZE, 1_000):
        kinds = [site.kind for site in sites(size)]
        assert len(kinds) == size
        for kind, share in SHARES.items():
            assert kinds.count(kind) >= max(FEWEST.get(kind, 1), size * share // 1_000)
    with pytest.raises(ValueError, match="every kind"):
        sites(5)


def test_hosts_have_addresses_of_their_own() -> None:
    own = [site for site in sites(1_000) if site.kind not in ("crowd", "slow", "neighbour")]
    places = {site.address for site in own} | {site.new_address for site in own if site.new_host}
    assert len(places) == len(own) + sum(bool(site.new_host) for site in own)
    assert address_of(0) == "127.16.0.1"
    assert len({address_of(number) for number in range(100_000)}) == 100_000


def test_shows_grow_and_name_the_time_of_it() -> None:
    growing = next(show for show in range(1_000) if episodes_out(show, 2) > episodes_out(show, 1))
    newest = episodes_out(growing, 2) - 1
    assert BEGINS + STEP < published(growing, newest) < BEGINS + 2 * STEP
    assert published(growing, FIRST_EPISODES - 1) < BEGINS
    assert titles(growing, 1) < titles(growing, 2)


@pytest.mark.parametrize("kind", ["both", "etag", "last-modified"])
def test_what_is_as_it_was_is_said_to_be(world: World, kind: Kind) -> None:
    world.begin(0)
    site = of_kind(world, kind)
    response, body = ask_site(world, site)
    assert response.status == 200
    assert heard(body) == titles(site.show, 0)
    names = {"ETag": "If_None_Match", "Last-Modified": "If_Modified_Since"}
    known = {names[name]: response.headers[name] for name in names if response.headers[name]}
    assert len(known) == (2 if kind == "both" else 1)
    again, nothing = ask_site(world, site, **known)
    assert (again.status, nothing) == (304, b"")
    assert ask_site(world, site, If_None_Match='"another"')[0].status == 200
    assert world.log().requests[-1].conditional == "strange"
    if kind == "both":
        assert ask_site(world, site, If_None_Match=known["If_None_Match"])[0].status == 200
        assert world.log().requests[-1].conditional == "partial"


def test_gzip_is_for_who_asks_for_it(world: World) -> None:
    world.begin(0)
    site = of_kind(world, "gzip")
    response, body = ask_site(world, site, Accept_Encoding="gzip")
    assert response.headers["Content-Encoding"] == "gzip"
    assert heard(gzip.decompress(body)) == titles(site.show, 0)
    assert heard(ask_site(world, site)[1]) == titles(site.show, 0)


def test_hosts_move_in_the_next_round_and_one_under_new_guids(world: World) -> None:
    for kind in ("moved", "re-hosted"):
        site = of_kind(world, kind)
        world.begin(0)
        before = parse_feed(ask_site(world, site)[1])
        world.begin(1)
        response, _ = ask_site(world, site)
        assert response.status == 301
        assert response.headers["Location"] == f"http://{site.new_host}:{world.port}{site.path}"
        after = parse_feed(ask(world, site.new_address, site.new_host, site.path)[1])
        assert {each.title for each in before.episodes} <= {each.title for each in after.episodes}
        guids = {each.guid for each in before.episodes} & {each.guid for each in after.episodes}
        assert bool(guids) == (kind == "moved")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("gone", 410),
        ("not-found", 404),
        ("rest", 429),
        ("page", 200),
        ("broken", 200),
        ("emptied", 200),
    ],
)
def test_round_1_has_its_faults(world: World, kind: Kind, status: int) -> None:
    site = of_kind(world, kind)
    world.begin(1)
    response, body = ask_site(world, site)
    assert response.status == status
    if kind == "emptied":
        assert heard(body) == set()
    else:
        with pytest.raises(NotAFeed):
            parse_feed(body)
    assert told(site, 1) == titles(site.show, 0)


def test_a_cut_feed_loses_its_end_alone(world: World) -> None:
    site = of_kind(world, "cut")
    world.begin(1)
    left = heard(ask_site(world, site)[1])
    assert left < titles(site.show, 1)
    assert titles(site.show, 1) - titles(site.show, 0) <= left


def test_a_portal_answers_for_others(world: World) -> None:
    site = of_kind(world, "captive")
    world.begin(1)
    response, _ = ask_site(world, site)
    assert response.status in (301, 302)
    assert "portal.example" in response.headers["Location"]
    world.begin(2)
    assert ask_site(world, site)[0].status == 200


def test_by_address_redirects_name_addresses(world: World) -> None:
    site = of_kind(world, "moved")
    world.begin(1)
    response, _ = ask(world, site.address, site.address, site.path)
    assert response.headers["Location"] == f"http://{site.new_address}:{world.port}{site.path}"


def test_a_world_that_refuses_is_there_again_at_the_same_port(world: World) -> None:
    world.begin(0)
    site = of_kind(world, "both")
    world.refuse(True)
    with pytest.raises(ConnectionRefusedError):
        ask_site(world, site)
    world.refuse(False)
    assert ask_site(world, site)[0].status == 200


def test_the_log_says_who_asked_for_what_and_when(world: World) -> None:
    world.begin(1, BEGINS + timedelta(hours=1))
    site = of_kind(world, "crowd")
    ask_site(world, site, Cookie="a=b")
    last = world.log().requests[-1]
    assert (last.host, last.address, last.path) == (site.host, site.address, site.path)
    assert last.header("cookie") == "a=b"
    assert last.end_s >= last.start_s
    assert last.now == BEGINS + timedelta(hours=1)
    links = [link for link in world.log().links if link.number == last.connection]
    assert [link.address for link in links] == [site.address]
    assert any("cookie" in said for said in judge.unlike_a_feed_reader([last]))

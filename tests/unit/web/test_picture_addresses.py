"""Pictures of shows over HTTP: from here alone, for who may see them, and never a broken one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from askers import NOW, OWNER, VISITOR, client
from fastapi import FastAPI
from lxml import html
from PIL import Image
from starlette.testclient import TestClient
from tests.fake_fetcher import Asked, FakeFetcher, Said
from written_feeds import Item, rss

from earmark.library import open_library
from earmark.polls import Failure, Fetched, FetchRequest
from earmark.settings import Settings
from earmark.web.app import create_app
from earmark.web.headers import POLICY

LONG_S = 30
ART = "https://img.example/{}.jpg"
TOKEN = "tok5e7c2a91d04b"
BLOCKED = "<itunes:block>Yes</itunes:block>"
SHOWS = {
    "public": ("https://public.example/feed", "", ART.format("public")),
    "unlisted": ("https://unlisted.example/feed", BLOCKED, ART.format("unlisted")),
    "private": (f"https://private.example/feed?token={TOKEN}", "", f"https://img.example/{TOKEN}"),
    "failing": ("https://failing.example/feed", "", ART.format("failing")),
    "bare": ("https://bare.example/feed", "", ""),
    "scheme": ("https://scheme.example/feed", "", "javascript:alert(1)"),
}


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 300), "red").save(out, "JPEG")
    return out.getvalue()


def answer(asked: Asked) -> Said:
    if "failing" in asked.url:
        return Failure("private-address", "The address is private.")
    return jpeg()


class Site:
    def __init__(self, app: FastAPI, fetcher: FakeFetcher):
        self.app = app
        self.fetcher = fetcher
        self.owner = client(app, OWNER)
        self.visitor = client(app, VISITOR)

    def pictures(self, path: str, browser: TestClient | None = None) -> list[str]:
        page = html.fromstring((browser or self.owner).get(path).text)
        return [str(src) for src in page.xpath("//span[@class='art-frame']/img/@src")]

    def show(self, name: str) -> str:
        """The path of its page."""
        page = self.owner.get("/podcasts").text
        found = re.search(rf'href="(/podcasts/\d+)"><bdi[^>]*>{name}<', page)
        assert found
        return found[1]

    def picture(self, name: str) -> str:
        (found,) = set(self.pictures(self.show(name))[:1])
        return found


def open_site(folder: Path, fetcher: FakeFetcher, **settings: object) -> Iterator[Site]:
    for name, (url, more, image) in SHOWS.items():
        own = f'<itunes:image href="{ART.format("own")}"/>' if name == "public" else ""
        items = [
            Item(f"Tea with {name} {number}", f"{name}-{number}", more=own if number == 2 else "")
            for number in (1, 2)
        ]
        picture = f'<itunes:image href="{image}"/>' if image else ""
        (folder / f"{name}.xml").write_text(rss(name, items, url=url, more=more + picture), "utf-8")
    chosen = Settings(data=folder / "data", **settings)  # type: ignore[arg-type]
    with open_library(chosen, now=lambda: NOW, workers=0, fetcher=lambda: fetcher) as library:
        reports = list(library.add([str(path) for path in sorted(folder.glob("*.xml"))]))
        assert all(report.error is None for report in reports)
        yield Site(create_app(library, started_at=NOW), fetcher)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    yield from open_site(tmp_path, FakeFetcher(answer))


# ---------------------------------------------------------------- pages


def test_pages_name_pictures_of_ours_and_fetch_none(site: Site) -> None:
    paths = [
        "/",
        "/podcasts",
        "/episodes",
        "/topics/tea",
        "/search?q=tea&as=list",
        site.show("public"),
    ]
    for path in paths:
        for browser in (site.owner, site.visitor):
            found = site.pictures(path, browser)
            assert found
            assert all(
                re.fullmatch(r"/artwork/podcasts/\d+/[\w-]{20}/(112|224)\.webp", each)
                for each in found
            )
    assert site.fetcher.asked == []


def test_what_has_no_picture_on_the_web_is_drawn(site: Site) -> None:
    for name in ("bare", "scheme"):
        assert site.pictures(site.show(name)) == []


def test_an_episode_shows_its_own(site: Site) -> None:
    page = html.fromstring(site.owner.get(site.show("public")).text)
    kinds = {}
    for link in page.xpath("//*[contains(@class, 'row-title')]/a"):
        (src,) = site.pictures(link.get("href"))
        kinds[link.text_content().strip()] = src.split("/")[2], src.split("/")[-1]
    assert kinds["Tea with public 2"] == ("episodes", "224.webp")
    assert kinds["Tea with public 1"] == ("podcasts", "224.webp")


def test_turned_off_nothing_is_named(tmp_path: Path) -> None:
    for site in open_site(tmp_path, FakeFetcher(answer), artwork=False):
        assert site.pictures("/podcasts") == []
        assert "/artwork/" not in site.owner.get("/topics/tea").text


# ---------------------------------------------------------------- answers


def test_a_picture(site: Site) -> None:
    for browser, kept in ((site.visitor, "public"), (site.owner, "public")):
        answered = browser.get(site.picture("public"))
        assert answered.status_code == 200
        assert Image.open(BytesIO(answered.content)).size == (224, 224)
        headers = answered.headers
        assert headers["content-type"] == "image/webp"
        assert headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == f"{kept}, max-age=604800, immutable"
        assert "set-cookie" not in headers
        assert "content-encoding" not in headers
        assert "access-control-allow-origin" not in headers
    assert len(site.fetcher.asked) == 1


def test_what_a_browser_has_already_is_not_sent_again(site: Site) -> None:
    path = site.picture("public")
    first = site.visitor.get(path)
    again = site.visitor.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == "default-src 'none'; sandbox"
    date = {"If-Modified-Since": first.headers["last-modified"]}
    assert site.visitor.get(path, headers=date).status_code == 304
    assert site.visitor.head(path).content == b""


@pytest.mark.parametrize("name", ["unlisted", "private"])
def test_what_is_not_public_is_the_owners(site: Site, name: str) -> None:
    path = site.picture(name)
    assert site.visitor.get(path).status_code == 404
    answered = site.owner.get(path)
    assert answered.status_code == 200
    assert answered.headers["cache-control"].startswith("private, ")
    assert site.visitor.get(path).status_code == 404
    other = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"}
    assert site.owner.get(path, headers=other).status_code == 404


def test_a_private_address_is_on_no_page(site: Site) -> None:
    paths = ["/", "/podcasts", "/topics/tea", "/topics/tea.json", "/topics/tea/feed.xml"]
    paths += [site.show("private"), f"/api/v1{site.show('private')}", "/api/v1/podcasts"]
    for path in paths:
        answered = site.owner.get(path)
        assert answered.status_code == 200
        assert TOKEN not in answered.text


def test_where_there_is_none_the_drawn_one_stands_in(site: Site) -> None:
    answered = site.visitor.get(site.picture("failing"))
    assert answered.status_code == 200
    assert answered.headers["content-type"] == "image/svg+xml"
    assert answered.headers["cache-control"] == "private, max-age=600"
    assert "script" not in answered.headers["content-security-policy"]
    assert answered.headers["content-security-policy"].endswith("; sandbox")
    drawn = html.fromstring(answered.text)
    in_page = html.fromstring(site.visitor.get(site.show("failing")).text)
    (same,) = in_page.xpath("//div[@class='one-art']//*[local-name()='svg']")
    assert drawn.xpath("//*[local-name()='path']/@d") == same.xpath(".//*[local-name()='path']/@d")
    assert drawn.xpath("string(//*[local-name()='text'])") == "Fa"
    for rule in (f".{drawn.get('class').split()[1]} {{", ".art-ground {", ".art text {"):
        assert rule in answered.text
    assert len(answered.content) < 2_000


WRONG = (
    "/artwork/podcasts/1/AAAAAAAAAAAAAAAAAAAA/112.webp",
    "/artwork/podcasts/1//112.webp",
    "/artwork/podcasts/x/AAAAAAAAAAAAAAAAAAAA/112.webp",
    "/artwork/podcasts/99999999999999999999/AAAAAAAAAAAAAAAAAAAA/112.webp",
    "/artwork/people/1/AAAAAAAAAAAAAAAAAAAA/112.webp",
    "/artwork/podcasts/1/https:%2F%2Fevil.example%2Fa.png/112.webp",
    "/artwork/https://evil.example/a.png",
    "/artwork?url=https://evil.example/a.png",
)


@pytest.mark.parametrize("path", WRONG)
def test_nobody_makes_this_server_fetch_anything_else(site: Site, path: str) -> None:
    for browser in (site.owner, site.visitor):
        answered = browser.get(path)
        assert answered.status_code == 404
        assert answered.headers["content-security-policy"] == POLICY
    assert site.fetcher.asked == []


def test_an_address_that_was_changed_is_none(site: Site) -> None:
    path = site.picture("public")
    kind, number, mark, size = path.removeprefix("/artwork/").split("/")
    other = str(int(number) + 1)
    for changed in (
        f"/artwork/{kind}/{other}/{mark}/{size}",
        f"/artwork/episodes/{number}/{mark}/{size}",
        f"/artwork/{kind}/{number}/{mark[::-1]}/{size}",
        f"/artwork/{kind}/{number}/{mark}/113.webp",
        f"/artwork/{kind}/{number}/{mark}/0224.webp",
        f"/artwork/{kind}/{number}/{mark}/224.png",
    ):
        assert site.owner.get(changed).status_code == 404
    assert site.fetcher.asked == []


# ---------------------------------------------------------------- waiting


class Slow(FakeFetcher):
    """Answers when it is let go."""

    def __init__(self, answers: Callable[[Asked], Said]):
        super().__init__(answers)
        self.go = Event()

    def fetch(self, request: FetchRequest) -> Fetched:
        assert self.go.wait(LONG_S)
        return super().fetch(request)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Site]:
    yield from open_site(tmp_path, Slow(answer))


def test_a_picture_that_does_not_come_is_drawn_and_asked_for_again(
    slow: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(slow.fetcher, Slow)
    monkeypatch.setattr("earmark.web.pages.artwork.WAIT_S", 0)
    path = slow.picture("public")
    try:
        answered = slow.visitor.get(path)
        assert answered.headers["content-type"] == "image/svg+xml"
        assert answered.headers["cache-control"] == "no-store"
    finally:
        slow.fetcher.go.set()
    monkeypatch.undo()
    assert slow.visitor.get(path).headers["content-type"] == "image/webp"
    assert len(slow.fetcher.asked) == 1


def test_pictures_that_are_waited_for_hold_up_no_page(
    slow: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than the server has threads for pages."""
    assert isinstance(slow.fetcher, Slow)
    monkeypatch.setattr("earmark.web.pages.artwork.WAIT_S", LONG_S)
    path = slow.picture("public")
    with slow.visitor as browser, ThreadPoolExecutor(60) as pool:
        waiting = [pool.submit(browser.get, path) for _ in range(60)]
        try:
            assert browser.get("/topics/tea").status_code == 200
            assert not any(future.done() for future in waiting)
        finally:
            slow.fetcher.go.set()
        types = {future.result(LONG_S).headers["content-type"] for future in waiting}
    assert types == {"image/webp"}
    assert len(slow.fetcher.asked) == 1

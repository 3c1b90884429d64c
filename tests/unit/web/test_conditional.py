"""304: only for who has just what would be sent."""

from __future__ import annotations

from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest
from askers import HOST, NOW, VISITOR, client, open_written
from starlette.testclient import TestClient
from written_feeds import WRITTEN

from earmark.web.app import create_app

PATHS = (
    *("/", "/topics/copper", "/topics/copper.json", "/topics/copper.csv", "/podcasts/4"),
    *("/topics/copper/feed.xml", "/topics/copper/feed.json", "/topics/copper/opml"),
    *("/episodes/14", "/api/v1/topics/copper", "/api/v1/library", "/sitemap.xml"),
    *("/robots.txt", "/opensearch.xml", "/podcasts", "/search?q=copper&as=list"),
)


@pytest.mark.parametrize("path", PATHS)
def test_what_is_known_isn_t_sent_again(owner: TestClient, path: str) -> None:
    first = owner.get(path)
    assert first.status_code == 200
    tag, date = first.headers["etag"], first.headers["last-modified"]
    assert parsedate_to_datetime(date) <= NOW
    for known in ({"If-None-Match": tag}, {"If-Modified-Since": date}):
        for method in ("GET", "HEAD"):
            again = owner.request(method, path, headers=known)
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
            assert again.headers["last-modified"] == date
            assert again.headers["cache-control"] == first.headers["cache-control"]
            assert "content-type" not in again.headers


@pytest.mark.parametrize(
    "known",
    [
        '"x"',
        'W/"x", "y"',
        "",
        "W/",
        "{tag}x",
    ],
)
def test_another_tag_is_answered(owner: TestClient, known: str) -> None:
    tag = owner.get("/topics/copper").headers["etag"]
    said = {"If-None-Match": known.replace("{tag}", tag.strip('"'))}
    assert owner.get("/topics/copper", headers=said).status_code == 200


@pytest.mark.parametrize("known", ['"x", {tag}', '{tag},\t"y"', "{strong}", "*"])
def test_a_tag_is_found_in_a_list(owner: TestClient, known: str) -> None:
    tag = owner.get("/topics/copper").headers["etag"]
    said = known.replace("{tag}", tag).replace("{strong}", tag.removeprefix("W/"))
    again = owner.get("/topics/copper", headers={"If-None-Match": said})
    assert again.status_code == 304


def test_any_tag_doesn_t_make_what_isn_t_there(owner: TestClient) -> None:
    for path in ("/episodes/9999", "/topics/%21", "/api/v1/episodes/9999", "/api/v1/topics/%21"):
        plain = owner.get(path).status_code
        assert plain in (400, 404)
        assert owner.get(path, headers={"If-None-Match": "*"}).status_code == plain


@pytest.mark.parametrize(
    "date",
    [
        *("Thu, 19 Nov 2026 12:00:00 GMT", "yesterday", "", "Fri, 20 Nov 2026 12:00:00 -0000"),
        "Thu, 01 Jan 99999999999999999999 00:00:00 GMT",
        "Thu, 01 Jan 2026 00:00:00 +99999999999999999999",
    ],
)
def test_an_older_or_unreadable_date_is_answered(owner: TestClient, date: str) -> None:
    said = {"If-Modified-Since": date}
    assert owner.get("/topics/copper", headers=said).status_code == 200


def test_a_tag_counts_more_than_a_date(owner: TestClient) -> None:
    first = owner.get("/topics/copper")
    said = {"If-None-Match": '"old"', "If-Modified-Since": first.headers["last-modified"]}
    assert owner.get("/topics/copper", headers=said).status_code == 200


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/robots.txt"])
def test_owner_and_visitor_never_share_a_tag(
    owner: TestClient, visitor: TestClient, path: str
) -> None:
    """A proxy between them must not answer one with the other's page."""
    tag = owner.get(path).headers["etag"]
    assert visitor.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_language_and_look_have_their_own_tags(owner: TestClient) -> None:
    plain = owner.get("/topics/copper")
    assert "Cookie" in plain.headers["vary"]
    for other in ({"Accept-Language": "de"}, {"Cookie": "theme=dark"}):
        assert owner.get("/topics/copper", headers=other).headers["etag"] != plain.headers["etag"]


def test_data_doesn_t_depend_on_language_or_look(owner: TestClient) -> None:
    for path in ("/api/v1/topics/copper", "/topics/copper/feed.xml", "/topics/copper.csv"):
        plain = owner.get(path)
        german = owner.get(path, headers={"Accept-Language": "de", "Cookie": "theme=dark"})
        assert german.headers["etag"] == plain.headers["etag"]
        assert german.text == plain.text


def test_queries_have_their_own_tags(owner: TestClient) -> None:
    tag = owner.get("/topics/copper").headers["etag"]
    assert owner.get("/topics/copper?grade=subject").headers["etag"] != tag


def test_what_changed_is_sent(tmp_path: Path) -> None:
    with open_written(tmp_path, "open") as library:
        browser = client(create_app(library, started_at=NOW), VISITOR)
        paths = ("/topics/copper", "/topics/copper/feed.xml", "/api/v1/topics/copper")
        before = {path: browser.get(path) for path in paths}
        (tmp_path / "copper.xml").write_text(WRITTEN["copper"], "utf-8")
        list(library.add([str(tmp_path / "copper.xml")]))
        for path, old in before.items():
            new = browser.get(path, headers={"If-None-Match": old.headers["etag"]})
            assert new.status_code == 200
            assert new.headers["etag"] != old.headers["etag"]
            assert new.text != old.text


def test_a_page_says_the_hour_that_the_library_changed(owner: TestClient) -> None:
    assert owner.get("/topics/copper").headers["last-modified"] == format_datetime(NOW, usegmt=True)


def test_other_names_of_this_site_have_their_own_feeds(owner: TestClient) -> None:
    """A feed names its own address."""
    here = owner.get("/topics/copper/feed.xml")
    there = owner.get("http://localhost:8017/topics/copper/feed.xml")
    assert HOST in here.text
    assert "http://localhost:8017/topics/copper" in there.text
    assert here.headers["etag"] != there.headers["etag"]


def test_errors_are_kept_by_nobody(owner: TestClient) -> None:
    for path in ("/nowhere", "/topics/%21", "/api/v1/episodes/x"):
        answer = owner.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers

"""Every answer says what a browser may do with it, however it ends."""

from __future__ import annotations

import pytest
from askers import OWNER, VISITOR, client
from fastapi import FastAPI
from starlette.testclient import TestClient

from earmark.web.headers import ALWAYS, POLICY

ENDS = (
    ("GET", "/", 200),
    ("GET", "/topics/copper", 200),
    ("GET", "/topics/Copper", 301),
    ("GET", "/topics?q=copper", 303),
    ("GET", "/topics/%21", 400),
    ("GET", "/topics/copper.csv", 200),
    ("GET", "/topics/copper/feed.xml", 200),
    ("GET", "/topics/copper/feed.xml?grade=x", 400),
    ("GET", "/nowhere", 404),
    ("GET", "/podcasts/9999", 404),
    ("POST", "/topics/copper", 405),
    ("HEAD", "/topics/copper", 200),
    ("GET", "/static/old/style.css", 200),
    ("GET", "/static/old/none.css", 404),
    ("GET", "/api/v1/library", 200),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/api/v1/episodes/x", 400),
    ("GET", "/sitemap.xml", 200),
    ("GET", "/robots.txt", 200),
    ("GET", "/opensearch.xml", 200),
)
SHARED = ("/api/v1/library", "/api/v1/episodes/x", "/api/v1/openapi.json", "/topics/copper.json",
          "/topics/copper.csv", "/topics/copper/feed.xml", "/topics/copper/feed.json",
          "/topics/copper/opml")  # fmt: skip
NOT_SHARED = ("/", "/topics/copper", "/suggest?q=c", "/sitemap.xml", "/static/old/style.css",
              "/api/v2/library", "/api/v1x", "/topics/copper/feed.xml.html")  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), ENDS)
def test_every_end_is_safe(owner: TestClient, method: str, path: str, status: int) -> None:
    answer = owner.request(method, path)
    assert answer.status_code == status
    for name, value in ALWAYS:
        assert answer.headers[name] == value
    assert "server" not in answer.headers


def test_a_304_is_safe_too(owner: TestClient) -> None:
    tag = owner.get("/topics/copper").headers["etag"]
    answer = owner.get("/topics/copper", headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert answer.headers["content-security-policy"] == POLICY


def test_a_fault_of_ours_is_safe_and_tells_nothing(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("secret inner workings")

    monkeypatch.setattr(app.state.library, "home", broken)
    browser = TestClient(app, client=VISITOR, raise_server_exceptions=False)
    for path in ("/", "/api/v1/library"):
        answer = browser.get(path)
        assert answer.status_code == 500
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["cache-control"] == "no-store"
        assert "secret" not in answer.text
    assert answer.json()["error"]["code"] == "error"


def test_the_policy_lets_nothing_run_or_load_from_elsewhere_but_audio() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    elsewhere = {name for name, sources in rules.items() if "http" in sources or "*" in sources}
    assert elsewhere == {"media-src"}
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in POLICY


@pytest.mark.parametrize("path", SHARED)
def test_other_sites_may_read_public_data(visitor: TestClient, path: str) -> None:
    for method in ("GET", "HEAD"):
        answer = visitor.request(method, path, headers={"Origin": "https://other.example"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", SHARED + NOT_SHARED)
def test_other_sites_may_never_read_what_the_owner_sees(app: FastAPI, path: str) -> None:
    for site in ({}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "empty"}):
        for origin in ("https://other.example", "null"):
            answer = client(app, OWNER).get(path, headers={"Origin": origin, **site})
            assert "access-control-allow-origin" not in answer.headers
            assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", NOT_SHARED)
def test_other_sites_may_not_read_pages(visitor: TestClient, path: str) -> None:
    answer = visitor.get(path, headers={"Origin": "https://other.example"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["/topics/copper", "/api/v1/topics/copper", "/podcasts/13"])
def test_what_the_owner_sees_is_kept_by_no_shared_cache(owner: TestClient, path: str) -> None:
    assert "private" in owner.get(path).headers["cache-control"]

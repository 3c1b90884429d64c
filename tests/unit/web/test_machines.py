"""Sitemap, robots.txt and the OpenSearch description."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from lxml import etree
from starlette.testclient import TestClient

from earmark.web.pages import machines

HERE = "http://127.0.0.1:8017"
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
OPENSEARCH = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def xml(client: TestClient, path: str) -> etree._Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "xml" in answer.headers["content-type"]
    return etree.fromstring(answer.content)


def places(root: etree._Element) -> list[str]:
    return [str(each) for each in root.xpath("//s:loc/text()", namespaces=MAP)]


def test_the_sitemap_names_pages_that_everybody_may_see(
    owner: TestClient, visitor: TestClient
) -> None:
    named = places(xml(visitor, "/sitemap.xml"))
    assert named == places(xml(owner, "/sitemap.xml"))
    assert {f"{HERE}/", f"{HERE}/podcasts", f"{HERE}/topics/trc"} <= set(named)
    assert sum("/podcasts/" in each for each in named) == 13
    assert {visitor.get(each).status_code for each in named} == {200}


def test_many_pages_go_into_several_documents(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = places(xml(visitor, "/sitemap.xml"))
    monkeypatch.setattr(machines, "MOST_URLS", 7)
    monkeypatch.setattr(machines, "SHOWS_AT_ONCE", 4)
    index = xml(visitor, "/sitemap.xml")
    assert etree.QName(index).localname == "sitemapindex"
    parts = places(index)
    assert parts[0] == f"{HERE}/sitemap-1.xml"
    assert [len(places(xml(visitor, part))) for part in parts[:-1]] == [7] * (len(parts) - 1)
    assert [place for part in parts for place in places(xml(visitor, part))] == named
    for missing in ("0", str(len(parts) + 1), "x"):
        assert visitor.get(f"/sitemap-{missing}.xml").status_code in (400, 404)


def test_robots_keep_out_of_answers_to_what_was_typed(visitor: TestClient) -> None:
    lines = visitor.get("/robots.txt").text.splitlines()
    assert "Disallow: /search" in lines
    assert f"Sitemap: {HERE}/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_a_browser_learns_to_search_here(app: FastAPI, visitor: TestClient) -> None:
    root = xml(visitor, "/opensearch.xml")
    templates = {
        str(each.get("rel")): str(each.get("template"))
        for each in root.iterfind("o:Url", OPENSEARCH)
    }
    searched = visitor.get(templates["None"].replace("{searchTerms}", "copper"))
    assert searched.headers["location"].endswith("/topics/copper")
    suggested = visitor.get(templates["suggestions"].replace("{searchTerms}", "cop"))
    assert suggested.json()[1][0] == "copper"
    icon = root.findtext("o:Image", namespaces=OPENSEARCH)
    assert visitor.get(str(icon)).headers["content-type"] == "image/svg+xml"
    assert len(root.findtext("o:ShortName", "", OPENSEARCH)) <= 16

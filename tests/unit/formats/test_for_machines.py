"""JSON-LD, OpenSearch, sitemaps and robots: read by machines that nobody corrects."""

import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.unit.formats.topic_feeds import FULL, MACHINES, episode_url, podcast_url
from tests.unit.topic_pages import PAGE
from tests.xss_vectors import XSS_VECTORS

from earmark.formats.json_ld import (
    json_in_html,
    podcast_episode,
    podcast_series,
    topic_collection,
    website,
)
from earmark.formats.opensearch import description
from earmark.formats.sitemap import MOST_URLS, robots, sitemap, sitemap_index
from earmark.model import OWNER, Enclosure, EpisodePage, EpisodeRef, PodcastId, Variant

HOME = "https://earmark.example/"


class Scripts(HTMLParser):
    """What stands in the scripts of a page, and which elements there are."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.inside += data


@pytest.mark.parametrize("text", [text for _, text in XSS_VECTORS], ids=[n for n, _ in XSS_VECTORS])
def test_json_in_html_ends_no_script(text):
    page = Scripts()
    page.feed(f"<script type='application/ld+json'>{json_in_html({text: [text]})}</script>")
    readable = text.replace("\ud800", "\ufffd")
    assert page.tags == ["script"]
    assert json.loads(page.inside) == {readable: [readable]}


@given(st.text(st.characters()))
def test_any_json_in_html_is_read_back(text):
    written = json_in_html([text])
    assert not set(written) & set("<>&\u2028\u2029")
    readable = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    assert json.loads(written.encode()) == [readable]


# ---------------------------------------------------------------- JSON-LD


def page_of(**changes: object) -> EpisodePage:
    return EpisodePage(
        as_of=date(2026, 3, 12),
        generation=3,
        episode=replace(FULL.episode, **changes),
        podcast=MACHINES,
        language="en",
        canonical=EpisodeRef(FULL.episode.id, FULL.episode.title),
        duplicates=(),
        keywords=(Variant("gpu", 3, False),),
        notes="<p>All of it</p>",
        excerpt="Half of it.",
        whole=True,
    )


def test_the_start_page_can_be_searched():
    said = website(name="Earmark", home_url=HOME, search_url=HOME + "search?q={search_term_string}")
    assert (said["@type"], said["url"]) == ("WebSite", HOME)
    action = said["potentialAction"]
    assert action["target"]["urlTemplate"] == HOME + "search?q={search_term_string}"
    assert action["query-input"] == "required name=search_term_string"


def test_a_show():
    said = podcast_series(MACHINES, url=podcast_url(PodcastId(7)), description="Machines.")
    assert said == {
        "@context": "https://schema.org",
        "@type": "PodcastSeries",
        "name": "Ordinary Machines",
        "url": "https://earmark.example/podcasts/7",
        "description": "Machines.",
        "inLanguage": "en",
        "sameAs": "https://machines.example/",
        "webFeed": "https://machines.example/feed.xml",
        "genre": ["Technology", "Tech News"],
    }


def test_the_address_of_a_private_feed_is_in_no_page():
    said = podcast_series(replace(MACHINES, visibility=OWNER), url=HOME, description="")
    assert "webFeed" not in said


def test_an_episode_is_described_by_what_anybody_may_see():
    said = podcast_episode(page_of(), url=episode_url(41), podcast_url=podcast_url)
    assert (said["@context"], said["@type"]) == ("https://schema.org", "PodcastEpisode")
    assert said["description"] == "Half of it."
    assert (said["datePublished"], said["timeRequired"]) == ("2026-03-10T06:00:00Z", "PT3905S")
    assert said["associatedMedia"] == {
        "@type": "MediaObject",
        "contentUrl": "https://cdn.example/41.mp3",
        "encodingFormat": "audio/mpeg",
        "duration": "PT3905S",
    }
    assert [person["name"] for person in said["actor"]] == ["Ada Quill", "Bo"]
    assert said["partOfSeries"]["url"] == "https://earmark.example/podcasts/7"
    assert "All of it" not in json_in_html(said)


def test_an_episode_of_little_says_little():
    page = page_of(enclosure=Enclosure("ftp://a"), link="x:y", duration_ms=None, published_at=None)
    said = podcast_episode(page, url=episode_url(41), podcast_url=podcast_url)
    assert {"associatedMedia", "sameAs", "timeRequired", "datePublished"} & set(said) == set()


def test_a_topic_is_a_collection_about_a_term():
    said = topic_collection(
        PAGE, url=HOME + "topics/mfu", episode_url=episode_url, podcast_url=podcast_url
    )
    assert said["about"] == {
        "@type": "DefinedTerm",
        "name": "mfu",
        "alternateName": ["model flops utilization"],
    }
    listed = said["mainEntity"]
    assert listed["numberOfItems"] == PAGE.stats.episodes
    assert [each["position"] for each in listed["itemListElement"]] == [1, 2]
    assert listed["itemListElement"][0]["item"]["url"] == episode_url(41)
    assert json.loads(json_in_html(said)) == said


# ---------------------------------------------------------------- OpenSearch

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_the_description_document():
    root = etree.fromstring(
        description(
            name="Earmark",
            text="Podcasts about <anything>",
            search_url=HOME + "search?q={searchTerms}&from=browser",
            suggest_url=HOME + "suggest?q={searchTerms}",
            self_url=HOME + "opensearch.xml",
            icon_url=HOME + "icon.svg",
        )
    )
    assert root.tag == OPENSEARCH + "OpenSearchDescription"
    assert root.findtext(OPENSEARCH + "ShortName") == "Earmark"
    assert root.findtext(OPENSEARCH + "Description") == "Podcasts about <anything>"
    assert root.findtext(OPENSEARCH + "Image") == HOME + "icon.svg"
    assert [dict(url.attrib) for url in root.findall(OPENSEARCH + "Url")] == [
        {"type": "text/html", "template": HOME + "search?q={searchTerms}&from=browser"},
        {
            "type": "application/x-suggestions+json",
            "template": HOME + "suggest?q={searchTerms}",
            "rel": "suggestions",
        },
        {
            "type": "application/opensearchdescription+xml",
            "template": HOME + "opensearch.xml",
            "rel": "self",
        },
    ]


# ---------------------------------------------------------------- sitemaps

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_sitemap_names_pages_and_when_they_changed():
    root = etree.fromstring(sitemap([(HOME + "?a=1&b=2", date(2026, 3, 10)), (HOME, None)]))
    assert root.tag == SITEMAP + "urlset"
    first, second = root.findall(SITEMAP + "url")
    assert first.findtext(SITEMAP + "loc") == HOME + "?a=1&b=2"
    assert first.findtext(SITEMAP + "lastmod") == "2026-03-10"
    assert second.find(SITEMAP + "lastmod") is None


def test_an_index_names_sitemaps():
    root = etree.fromstring(sitemap_index([(HOME + "1.xml", date(2026, 3, 10))]))
    assert [each.tag for each in root.iter()] == [
        SITEMAP + name for name in ("sitemapindex", "sitemap", "loc", "lastmod")
    ]


def test_a_sitemap_ends_at_its_limit():
    document = sitemap((f"{HOME}{number}", None) for number in range(MOST_URLS + 5))
    assert document.count(b"<url>") == MOST_URLS
    assert len(document) < 50 * 1024 * 1024


def test_robots():
    assert robots(sitemap_url=HOME + "sitemap.xml", disallowed=["/search", "/why"]) == (
        b"User-agent: *\nDisallow: /search\nDisallow: /why\n"
        b"\nSitemap: https://earmark.example/sitemap.xml\n"
    )
    assert b"Disallow:\n" in robots(sitemap_url=HOME, disallowed=[])

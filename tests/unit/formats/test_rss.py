"""A topic's RSS: valid, playable, and read back whole by our own parser and by others'."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import feedparser
import podcastparser
import pytest
from hypothesis import given, settings
from lxml import etree
from tests.unit.formats.hostile_feeds import hostile_feeds
from tests.unit.formats.judged import judged
from tests.unit.formats.topic_feeds import (
    ADDRESSES,
    BARE,
    EMPTY_FEED,
    FEED,
    FULL,
    PAGE_URL,
    SELF_URL,
    episode_url,
    feed_of,
)
from tests.unit.topic_pages import at, evidence
from tests.xss_vectors import XSS_VECTORS

from earmark.formats import entries
from earmark.formats.entries import plain
from earmark.formats.rss import feed_guid, topic_rss
from earmark.formats.urls import web_url
from earmark.model import (
    Chapter,
    Enclosure,
    FeedItem,
    ParsedEpisode,
    Person,
    Soundbite,
    Tag,
    TopicFeed,
    TranscriptLink,
)
from earmark.parse.feed import parse_feed
from earmark.parse.people import author_name
from earmark.parse.problems import Problems
from earmark.parse.values import Values

SCHEMA = etree.RelaxNG(file=str(Path(__file__).parent / "schemas" / "rss.rng"))
NAMES = [name for name, _ in XSS_VECTORS]
TEXTS = [text for _, text in XSS_VECTORS]


def written(feed: TopicFeed) -> bytes:
    return topic_rss(feed, **ADDRESSES)


def valid(document: bytes) -> etree._Element:
    root = etree.fromstring(document)
    SCHEMA.assertValid(root)
    return root


def read(feed: TopicFeed) -> tuple[ParsedEpisode, ...]:
    parsed = parse_feed(written(feed))
    assert parsed.problems == ()
    return parsed.episodes


# ---------------------------------------------------------------- what it says


def test_the_channel_is_read_back():
    parsed = parse_feed(written(FEED))
    assert (parsed.title, parsed.link, parsed.self_url) == (
        "Podcasts about mfu",
        PAGE_URL,
        SELF_URL,
    )
    assert parsed.description == "2 episodes from 2 podcasts, each with the reason why it is here."
    assert (parsed.author, parsed.medium, parsed.type) == ("Earmark", "podcast", "episodic")
    assert (parsed.guid, parsed.ttl_minutes) == (feed_guid(SELF_URL), 60)
    assert (parsed.explicit, parsed.block, parsed.language) == (False, True, None)
    assert parsed.categories == ("Arts",)
    assert {tag.name: tag.text for tag in parsed.tags} == {
        "generator": "Earmark",
        "lastBuildDate": "Tue, 10 Mar 2026 06:00:00 GMT",
    }
    assert parsed.problems == ()


def test_a_full_item_is_read_back_field_by_field():
    (item,) = read(feed_of(FULL))
    episode = FULL.episode
    for name in ("published_at", "duration_ms", "season", "number", "type", "explicit", "link"):
        assert getattr(item, name) == getattr(episode, name), name
    for name in ("enclosure", "image_url", "language", "persons", "chapters", "soundbites"):
        assert getattr(item, name) == getattr(episode, name), name
    assert item.chapters_url == episode.chapters_url
    assert item.title == "What an mfu figure hides · Ordinary Machines"
    assert item.guid == "earmark:story:12"
    assert item.keywords == FULL.row.keywords
    assert item.transcripts == (
        episode.transcripts[0],
        replace(episode.transcripts[1], type="application/x-subrip"),
    )
    source = ("url", "https://machines.example/feed.xml")
    assert item.tags == (Tag("source", (source,), "Ordinary Machines"),)
    assert item.notes == entries.entry_html(FULL, "mfu", episode_url(FULL.row.id))


def test_an_item_of_little_is_read_back():
    (item,) = read(feed_of(BARE))
    assert item.title == "台所の機械とmfuの話 · 粥の時間"
    assert item.link == episode_url(BARE.row.id)
    assert (item.published_at, item.duration_ms, item.enclosure) == (None, None, None)
    assert "<p>今日はmfuについて。台所の話。</p>" in item.notes
    assert ">The notes at 粥の時間</a>" in item.notes


def test_an_empty_topic_is_a_valid_feed():
    root = valid(written(EMPTY_FEED))
    assert root.findall(".//item") == []
    parsed = parse_feed(written(EMPTY_FEED))
    assert parsed.episodes == ()
    assert parsed.description == "No episode holds “mfu” yet."


def test_the_same_feed_gives_the_same_bytes():
    assert written(FEED) == written(FEED)


@pytest.mark.parametrize(
    ("url", "guid"),
    [
        ("https://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("http://podnews.net/rss//", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ],
)
def test_the_guid_of_a_feed_is_that_of_the_specification(url, guid):
    assert feed_guid(url) == guid


def test_a_language_that_all_items_share_is_the_channels():
    assert parse_feed(written(feed_of(FULL, FULL))).language == "en"


WHY = [
    ("subject", (evidence("x ", "mfu", field="title"),), "It is about “mfu”. The title says so."),
    (
        "discussed",
        (evidence("a ", "mfu"),),
        "“mfu” is discussed. In the notes: “a <strong>mfu</strong>”",
    ),
    (
        "mentioned",
        (evidence("", "mfu", " & <b>", field="transcript", start_ms=3_725_000, speaker="A <i>"),),
        "“mfu” comes up in passing. At 1:02:05 in the transcript, A &lt; i&gt;: "
        "“<strong>mfu</strong> &amp; &lt;b&gt;”",
    ),
    (
        "mentioned",
        (evidence("", "mfu", field="transcript", start_ms=5_000, approximate=True),),
        "“mfu” comes up in passing. About 0:05 in the transcript: “<strong>mfu</strong>”",
    ),
    (
        "subject",
        (evidence("What an ", "mfu", " figure hides"),),
        "It is about “mfu”. The title says so.",
    ),
    ("ad", (), "“mfu” stands only in an ad, a repeated notice or an address."),
    (None, (), "It holds “mfu”."),
]


@pytest.mark.parametrize(("grade", "found", "html"), WHY)
def test_the_reason_comes_first(grade, found, html):
    item = replace(FULL, row=replace(FULL.row, grade=grade, evidence=found))
    (episode,) = read(feed_of(item))
    assert episode.notes.startswith(f"<p>{html}</p>\n<p><a href=")
    assert entries.why_text(item, "mfu") == judged(html).text


DESCRIBED = [
    (1, 1, 1, "1 episode from 1 podcast"),
    (2, 2, 1, "2 episodes from 1 podcast"),
    (2, 4_321, 80, "The newest 2 of 4,321 episodes from 80 podcasts"),
]


@pytest.mark.parametrize(("listed", "episodes", "podcasts", "text"), DESCRIBED)
def test_the_feed_says_how_many_it_holds(listed, episodes, podcasts, text):
    feed = feed_of(*[FULL] * listed)
    stats = replace(feed.stats, episodes=episodes, podcasts=podcasts)
    said = parse_feed(written(replace(feed, stats=stats))).description
    assert said == f"{text}, each with the reason why it is here."


@pytest.mark.parametrize(
    ("url", "kind", "read_kind"),
    [
        ("https://a.example/x.mp3?y=.ogg", None, "audio/mpeg"),
        ("https://a.example/x.M4A", "", "audio/mp4"),
        ("https://a.example/x", "sound", "audio/mpeg"),
        ("https://a.example/x.webm", None, "video/webm"),
        ("https://a.example/x.mp3", "audio/x-mp3", "audio/x-mp3"),
    ],
)
def test_an_enclosure_has_a_type_and_a_length(url, kind, read_kind):
    episode = replace(FULL.episode, enclosure=Enclosure(url, kind))
    root = valid(written(feed_of(replace(FULL, episode=episode))))
    said = root.find(".//enclosure").attrib
    assert (said["url"], said["type"], said["length"]) == (url, read_kind, "0")


@pytest.mark.parametrize(
    "url",
    ["https://u:p@a.example/x.mp3", "ftp://a.example/x", "javascript:x", "//a/x", "mailto:a@b"],
)
def test_what_may_not_be_linked_is_left_out(url):
    person = Person("Ada", url=url, image_url=url)
    episode = replace(
        FULL.episode,
        enclosure=Enclosure(url),
        link=url,
        image_url=url,
        persons=(person,),
        chapters_url=url,
        chapters=(Chapter(0, "x", url),),
        transcripts=(TranscriptLink(url, "text/vtt"),),
    )
    podcast = replace(FULL.podcast, feed_url=url, link=url, image_url=url)
    document = written(feed_of(replace(FULL, episode=episode, podcast=podcast, notes="")))
    assert url.encode() not in document
    (item,) = parse_feed(document).episodes
    assert item.link == episode_url(FULL.row.id)
    assert item.persons == (Person("Ada"),)


def test_notes_that_were_cut_say_where_the_rest_is():
    (item,) = read(feed_of(replace(FULL, notes="<p>" + "long " * 30_000)))
    assert item.notes.endswith(">The notes at Ordinary Machines</a></p>")


def test_an_author_who_is_only_a_name_stays_the_author():
    persons = (Person("Ada Quill", "author"),)
    (item,) = read(feed_of(replace(FULL, episode=replace(FULL.episode, persons=persons))))
    assert item.persons == persons


# ---------------------------------------------------------------- hostile values


def title(text: str) -> str:
    """A title as our parser reads any."""
    return Values(Problems(), dirty=True).title(text)


def expected(item: FeedItem, feed: TopicFeed) -> ParsedEpisode:
    """What our parser should read of an item: each field as published, in one line, without what
    may not be written, addresses only where they may be linked."""
    episode, our_url = item.episode, episode_url(item.row.id)
    notes = entries.entry_html(item, feed.topic.phrase, our_url)
    playable = entries.media(episode.enclosure)
    words = [title(plain(word)) for word in item.row.keywords]
    source = web_url(item.podcast.feed_url)
    name = plain(item.podcast.title)
    return ParsedEpisode(
        title=title(entries.entry_title(item)),
        guid=f"earmark:story:{episode.story_id}",
        link=web_url(episode.link) or our_url,
        published_at=episode.published_at,
        duration_ms=(round((episode.duration_ms or 0) / 1000) * 1000) or None,
        notes=Values(Problems(), dirty=True).note(notes),
        enclosure=playable and Enclosure(*playable, length=episode.enclosure.length),
        image_url=web_url(episode.image_url) or web_url(item.podcast.image_url),
        season=episode.season or None,
        number=episode.number or None,
        type=episode.type if episode.type in ("full", "trailer", "bonus") else None,
        explicit=episode.explicit,
        language=entries.language_of(item),
        keywords=tuple(dict.fromkeys(word for word in words if word)),
        persons=tuple(expected_persons(episode.persons)),
        transcripts=tuple(
            TranscriptLink(url, kind, maybe(said.language), maybe(said.rel))
            for url, kind, said in entries.transcripts(episode.transcripts)
        ),
        chapters=tuple(
            Chapter(each.start_ms, title(plain(each.title)), web_url(each.url))
            for each in episode.chapters
        ),
        chapters_url=web_url(episode.chapters_url),
        soundbites=tuple(
            Soundbite(each.start_ms, each.duration_ms, title(plain(each.title)))
            for each in episode.soundbites
        ),
        tags=(Tag("source", (("url", source),), name),) if source else (),
    )


def maybe(text: str | None) -> str | None:
    return plain(text or "") or None


def expected_persons(persons: tuple[Person, ...]) -> Iterator[Person]:
    named = [person for person in persons if plain(person.name)]
    for person in named:
        name = title(plain(person.name))
        if named == [Person(person.name, "author")]:
            name = author_name(name)
        role, group = title(plain(person.role)).lower(), title(plain(person.group or "")).lower()
        url, image_url = web_url(person.url), web_url(person.image_url)
        if name:
            yield Person(name, role or "host", group or None, url, image_url)


@settings(max_examples=40, derandomize=True, deadline=None)
@given(hostile_feeds)
def test_any_feed_is_valid_and_read_back_without_loss(feed):
    document = written(feed)
    valid(document)
    parsed = parse_feed(document)
    assert parsed.problems == ()
    assert parsed.title == title(f"Podcasts about {plain(feed.topic.phrase)}")
    for item, found in zip(feed.items, parsed.episodes, strict=True):
        assert replace(found, published_raw=None) == expected(item, feed)


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_a_vector_in_every_field_reaches_no_reader(text):
    feed = hostile_feed(text)
    document = written(feed)
    valid(document)
    found = feedparser.parse(document, sanitize_html=False)
    assert not found.bozo
    (entry,) = found.entries
    shown = [found.feed.title, found.feed.subtitle, entry.title, entry.summary]
    shown += [entry.content[0].value, entry.get("source", {}).get("title", "")]
    shown += [tag.term for tag in entry.get("tags", ())]
    assert [judged(html).faults for html in shown] == [[]] * len(shown)
    for url in (entry.link, *(link.href for link in entry.links)):
        assert url.startswith(("https://x.example/", "https://earmark.example/"))


def hostile_feed(text: str) -> TopicFeed:
    """Every text and address of a feed is this one."""
    episode = replace(
        FULL.episode,
        title=text,
        link=text,
        image_url=text,
        type=text,
        enclosure=Enclosure(text, text),
        persons=(Person(text, text, text, text, text),),
        chapters=(Chapter(0, text, text),),
        chapters_url=text,
        transcripts=(TranscriptLink(text, text, text, text),),
        soundbites=(Soundbite(0, 1, text),),
    )
    quote = replace(FULL.row.evidence[1], quote=text, highlights=((0, len(text)),), speaker=text)
    row = replace(FULL.row, title=text, language=text, keywords=(text,), evidence=(quote,))
    row = replace(row, lead=text)
    podcast = replace(FULL.podcast, title=text, link=text, feed_url=text, image_url=text)
    return feed_of(FeedItem(row, episode, podcast, text), phrase=text, query=text)


# ---------------------------------------------------------------- other readers


def test_a_podcast_app_plays_it():
    found = podcastparser.parse(SELF_URL, io.BytesIO(written(FEED)))
    assert (found["title"], found["link"]) == ("Podcasts about mfu", PAGE_URL)
    first, *rest = found["episodes"]
    assert (first["title"], first["guid"], first["total_time"]) == (
        "What an mfu figure hides · Ordinary Machines",
        "earmark:story:12",
        3905,
    )
    assert first["enclosures"] == [
        {
            "url": "https://cdn.example/41.mp3",
            "file_size": 31_000_000,
            "mime_type": "audio/mpeg",
        }
    ]
    assert first["published"] == int(at(2026, 3, 10).timestamp())
    assert [chapter["title"] for chapter in first["chapters"]] == ["Hello", "Waiting"]
    assert (first["season"], first["number"], first["type"]) == (2, 9, "full")
    assert first["description_html"] == entries.entry_html(FULL, "mfu", episode_url(41))
    assert len(rest) == 1


def test_a_feed_reader_reads_it():
    found = feedparser.parse(written(FEED))
    assert not found.bozo
    assert found.feed.title == "Podcasts about mfu"
    assert [entry.id for entry in found.entries] == ["earmark:story:12", "earmark:story:17"]
    assert [not entry.guidislink for entry in found.entries] == [True, True]
    assert found.entries[0].enclosures[0].href == "https://cdn.example/41.mp3"


BROKEN = [
    ("<ttl>60</ttl>", "<ttl>soon</ttl>"),
    ('length="31000000"', 'length="?"'),
    ("<title>Podcasts about mfu</title>", ""),
    ("Tue, 10 Mar 2026 06:00:00 GMT", "2026-03-10"),
    ('<itunes:category text="Arts"/>', '<itunes:category text="Kitchen"/>'),
    ('url="https://cdn.example/41.mp3"', 'url="javascript:x"'),
    ("<itunes:season>2<", "<itunes:season>0<"),
]


@pytest.mark.parametrize(("right", "wrong"), BROKEN)
def test_the_schema_sees_what_is_wrong(right, wrong):
    document = written(FEED).decode()
    assert right in document
    assert not SCHEMA.validate(etree.fromstring(document.replace(right, wrong).encode()))

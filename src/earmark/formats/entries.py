"""What a story says in a topic's feed, whatever the format: title, id, texts, addresses, types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from earmark.formats.characters import one_line
from earmark.formats.html import clean_html
from earmark.formats.markup import escaped, start
from earmark.formats.urls import REL, web_url
from earmark.model import (
    Enclosure,
    EpisodeId,
    Evidence,
    FeedItem,
    Grade,
    Person,
    TextField,
    TopicFeed,
    TranscriptLink,
)

GENERATOR: Final = "Earmark"
LONGEST_NAME = 300
LONGEST_TITLE = 600
"""Characters. Title and show together stay below what readers cut."""

EpisodeUrl = Callable[[EpisodeId], str]
"""The whole address of an episode's page of ours."""

_SAID: dict[Grade | None, str] = {
    "subject": "It is about “{}”.",
    "discussed": "“{}” is discussed.",
    "mentioned": "“{}” comes up in passing.",
    "ad": "“{}” stands only in an ad, a repeated notice or an address.",
    None: "It holds “{}”.",
}
_PLACES: dict[TextField, str] = {
    "title": "in the title",
    "notes": "in the notes",
    "chapters": "in the chapters",
    "keywords": "in the keywords",
    "people": "among the people",
    "transcript": "in the transcript",
}
_TAG_LIKE = re.compile(r"<(?=[a-zA-Z/!?])")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,3}")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:\s*;[^\n]*)?", re.ASCII)
_MEDIA_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
}
_TRANSCRIPT_TYPES = {
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "html": "text/html",
    "htm": "text/html",
}


# ---------------------------------------------------------------- words


def plain(text: str, most: int = LONGEST_NAME) -> str:
    """A title or name in one line. Some readers take it for HTML, so nothing in it may look like
    a tag: ``<b>`` becomes ``< b>``."""
    return _TAG_LIKE.sub("< ", one_line(text, most))


def feed_title(feed: TopicFeed) -> str:
    return f"Podcasts about {plain(feed.topic.phrase)}"


def feed_description(feed: TopicFeed) -> str:
    listed, stats = len(feed.items), feed.stats
    if not listed:
        return f"No episode holds “{plain(feed.topic.phrase)}” yet."
    newest = "" if listed == stats.episodes else f"The newest {listed:,} of "
    episodes, podcasts = _count(stats.episodes, "episode"), _count(stats.podcasts, "podcast")
    return f"{newest}{episodes} from {podcasts}, each with the reason why it is here."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def entry_id(item: FeedItem) -> str:
    """A story's id never changes its meaning, while the episode that stands for it may change
    with what is added. It is not scoped by a host, so that a library that moves keeps its ids."""
    return f"earmark:story:{item.episode.story_id}"


def entry_title(item: FeedItem) -> str:
    title = plain(item.episode.title, LONGEST_TITLE) or "Untitled episode"
    show = plain(item.podcast.title)
    return f"{title} · {show}" if show else title


def shared_language(feed: TopicFeed) -> str | None:
    """The language of every item, where it is one."""
    languages = {language_of(item) for item in feed.items}
    return languages.pop() if len(languages) == 1 else None


def language_of(item: FeedItem) -> str | None:
    language = item.row.language
    return language if _LANGUAGE.fullmatch(language) and language != "und" else None


# ---------------------------------------------------------------- texts


def why_text(item: FeedItem, phrase: str) -> str:
    """Why a story is in the feed, plain: grade, place, quote."""
    said, evidence = _why(item, phrase)
    return f"{said} “{one_line(evidence.quote, 1_000)}”" if evidence else said


def why_html(item: FeedItem, phrase: str) -> str:
    """The same as HTML, the topic in the quote strong."""
    said, evidence = _why(item, phrase)
    quote = f" “{_marked(evidence)}”" if evidence else ""
    return f"<p>{escaped(said)}{quote}</p>"


def entry_html(item: FeedItem, phrase: str, our_url: str) -> str:
    """Why it is here, a link to its page with us, then the notes or how they begin."""
    ours = link(our_url, "This episode in Earmark")
    return f"{why_html(item, phrase)}\n<p>{ours}</p>\n{_notes(item)}"


def link(url: str, text: str) -> str:
    """A link as HTML."""
    return f"{start('a', {'href': url, 'rel': REL})}{escaped(text)}</a>"


def _why(item: FeedItem, phrase: str) -> tuple[str, Evidence | None]:
    """What is said before the quote, and the quote: the first mention that the item's title
    doesn't show already."""
    said, title = _SAID[item.row.grade].format(plain(phrase)), item.row.title
    for evidence in item.row.evidence:
        if evidence.field != "title" and evidence.quote.strip() != title.strip():
            return f"{said} {_place(evidence)}:", evidence
    return f"{said} The title says so." if item.row.evidence else said, None


def _place(evidence: Evidence) -> str:
    """``In the notes``, ``At 12:34 in the transcript, Ada``."""
    place, speaker = _PLACES[evidence.field], plain(evidence.speaker or "")
    if evidence.start_ms is not None:
        about = "about" if evidence.approximate else "at"
        place = f"{about} {clock(evidence.start_ms)} {place}"
    return f"{place[0].upper()}{place[1:]}{speaker and ', ' + speaker}"


def _marked(evidence: Evidence) -> str:
    quote, parts, at = evidence.quote, [], 0
    for begin, end in evidence.highlights:
        parts += [escaped(quote[at:begin]), f"<strong>{escaped(quote[begin:end])}</strong>"]
        at = end
    return "".join([*parts, escaped(quote[at:])])


def _notes(item: FeedItem) -> str:
    clean = clean_html(item.notes)
    url = web_url(item.episode.link) or web_url(item.podcast.link)
    rest = f"<p>{link(url, 'The notes at ' + plain(item.podcast.title))}</p>" if url else ""
    if not item.notes:
        lead = f"<p>{escaped(item.row.lead)}</p>\n" if item.row.lead else ""
        return lead + rest
    return f"{clean.html}\n{rest}" if clean.cut else clean.html


# ---------------------------------------------------------------- addresses, types, times


def media(enclosure: Enclosure | None) -> tuple[str, str] | None:
    """Address and media type of what can be played, at the publisher's own address."""
    url = web_url(enclosure.url) if enclosure else None
    if enclosure is None or url is None:
        return None
    return url, _type_of(url, enclosure.type, _MEDIA_TYPES, "audio/mpeg")


def whole_seconds(duration_ms: int | None) -> int | None:
    """A length as feeds write it; None where that would be 0, which says that nobody knows it."""
    return (round(duration_ms / 1000) or None) if duration_ms else None


def transcripts(links: Iterable[TranscriptLink]) -> list[tuple[str, str, TranscriptLink]]:
    """(address, media type, what else is said of it)."""
    found = ((web_url(each.url), each) for each in links)
    return [
        (url, _type_of(url, each.type, _TRANSCRIPT_TYPES, "text/plain"), each)
        for url, each in found
        if url
    ]


def _type_of(url: str, said: str | None, known: dict[str, str], usual: str) -> str:
    """The publisher's type, else what the address ends in: both formats demand one."""
    if said and _MEDIA_TYPE.fullmatch(said):
        return said
    ending = url.partition("?")[0].partition("#")[0].rpartition(".")[2].lower()
    return known.get(ending, usual)


def authors(persons: Iterable[Person]) -> list[Person]:
    """Persons whose name can be said."""
    return [person for person in persons if plain(person.name)]


def image_url(item: FeedItem) -> str | None:
    """The episode's picture, else the show's, at the publisher's address."""
    return web_url(item.episode.image_url) or web_url(item.podcast.image_url)


def clock(milliseconds: int) -> str:
    """``12:34`` or ``1:02:03``."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

"""The nouns: frozen dataclasses that every package shares. Imports nothing of ours.

Rule: a value travels in one type per hop (parsed, planned, stored, indexed, shown) and never
half filled. Times are integer milliseconds in names ending ``_ms``; datetimes are aware UTC and
end in ``_at``; whole UTC seconds (the index) end in ``_s``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple, NewType

FeedId = NewType("FeedId", int)
PodcastId = NewType("PodcastId", int)
EpisodeId = NewType("EpisodeId", int)
StoryId = NewType("StoryId", int)
"""A story's id is the smallest id of its member episodes, so a dissolved story's id still
leads to the story that holds the episode of that id."""

Grade = Literal["subject", "discussed", "mentioned", "ad"]
GRADES: tuple[Grade, ...] = ("subject", "discussed", "mentioned", "ad")
Period = Literal["year", "quarter", "month"]

PUBLIC, UNLISTED, OWNER = 0, 1, 2
"""Visibility: 0 public, 1 unlisted (``itunes:block``), else the number of the user it belongs to;
2 is the owner."""
Visible = frozenset[int] | None
"""Visibilities that an asker may see; None sees all, and notes whole: the owner."""
VISITOR = frozenset({PUBLIC})
SHARED = frozenset({PUBLIC, UNLISTED})
"""What the owner may hand on: nothing whose address is a secret."""
LEAD_CHARS = 280
QUOTED_SENTENCES = 3
"""To others than the owner a publisher's text is quoted, so many sentences of it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A publisher's fault or a cap that was reached, said once in words."""

    code: str
    message: str


# ---------------------------------------------------------------- parsed: what a publisher said


@dataclass(frozen=True, slots=True)
class Tag:
    """An element without a field of its own, kept whole. ``name`` carries the usual prefix
    (``podcast:value``, ``itunes:owner``); a namespace without one is kept as ``{uri}local``."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    children: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The media file. RSS ``enclosure``, Atom ``link rel=enclosure``, ``media:content``."""

    url: str
    type: str | None = None
    length: int | None = None
    """Bytes; 0 and negative lengths, which publishers write for "unknown", are None."""


@dataclass(frozen=True, slots=True)
class Person:
    """``podcast:person`` (role lower case, "host" when not said); else ``itunes:author`` as
    role "author"."""

    name: str
    role: str = "host"
    group: str | None = None
    url: str | None = None
    image_url: str | None = None


@dataclass(frozen=True, slots=True)
class TranscriptLink:
    """``podcast:transcript``."""

    url: str
    type: str | None = None
    language: str | None = None
    rel: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """``psc:chapter`` written inside a feed."""

    start_ms: int
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Soundbite:
    """``podcast:soundbite``."""

    start_ms: int
    duration_ms: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class ParsedEpisode:
    """One item of a feed, as published and cleaned of what cannot be stored."""

    title: str = ""
    guid: str | None = None
    link: str | None = None
    published_at: datetime | None = None
    """None when absent, unparsable or outside 1995..now+2d is decided later, in the plan; here:
    None only when absent or unparsable."""
    published_raw: str | None = None
    updated_at: datetime | None = None
    duration_ms: int | None = None
    notes: str = ""
    """HTML as published: ``content:encoded``, else the longer of ``description`` and
    ``itunes:summary`` (Atom: ``content``, ``summary``)."""
    subtitle: str | None = None
    enclosure: Enclosure | None = None
    alternates: tuple[Enclosure, ...] = ()
    image_url: str | None = None
    season: int | None = None
    number: int | None = None
    type: str | None = None
    """``itunes:episodeType``: full, trailer or bonus."""
    explicit: bool | None = None
    block: bool = False
    language: str | None = None
    keywords: tuple[str, ...] = ()
    """``itunes:keywords`` and ``media:keywords`` split at commas, and ``category``."""
    persons: tuple[Person, ...] = ()
    transcripts: tuple[TranscriptLink, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    chapters_url: str | None = None
    soundbites: tuple[Soundbite, ...] = ()
    tags: tuple[Tag, ...] = ()
    """Every element that has no field above, in document order."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document. ``episodes`` are in document order (after the cap: the newest)."""

    format: Literal["rss", "atom"]
    title: str = ""
    link: str | None = None
    self_url: str | None = None
    hub_url: str | None = None
    new_feed_url: str | None = None
    description: str = ""
    language: str | None = None
    author: str | None = None
    image_url: str | None = None
    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    guid: str | None = None
    """``podcast:guid``, a claim (rule I1)."""
    medium: str | None = None
    type: str | None = None
    explicit: bool | None = None
    block: bool = False
    """``itunes:block`` or ``podcast:block`` says yes."""
    complete: bool = False
    locked: bool = False
    ttl_minutes: int | None = None
    license: str | None = None
    funding: tuple[tuple[str, str], ...] = ()
    persons: tuple[Person, ...] = ()
    tags: tuple[Tag, ...] = ()
    episodes: tuple[ParsedEpisode, ...] = ()
    item_hashes: tuple[int, ...] = ()
    """63-bit hash of each episode's bytes, parallel to ``episodes``."""
    unchanged: tuple[int, ...] = ()
    """Hashes of items that the caller knew already, so that they were not parsed (delta step)."""
    items_seen: int = 0
    """Items in the document before any cap."""
    cut_off: bool = False
    """The document ends within its last item, of which only the beginning is known."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed named by an OPML file."""

    url: str
    title: str = ""
    link: str | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a web page names."""

    url: str
    title: str = ""
    declared: bool = True
    """By ``link rel=alternate``; else by a plain link that looks like one to a feed."""


@dataclass(frozen=True, slots=True)
class ParsedOpml:
    """An OPML file: the feeds it names, each once, in its order (after the cap: the first)."""

    outlines: tuple[Outline, ...] = ()
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- planned: what a refresh will do


@dataclass(frozen=True, slots=True)
class PreparedEpisode:
    """A parsed episode with the keys that identity and folding compare (made in a worker)."""

    episode: ParsedEpisode
    item_hash: int
    title_key: str
    """Canonical title: NFKC, casefolded, quotes, dashes and spaces made one."""
    enclosure_key: str | None
    """Enclosure URL without scheme, tracker prefixes and query."""
    sentence_keys: bytes
    """Sorted 8-byte big-endian hashes of the notes' sentences (boilerplate rule)."""
    notes_z: bytes = b""
    """The notes, zlib-compressed UTF-8, b"" for none; ``episode.notes`` is "" on the way."""


@dataclass(frozen=True, slots=True)
class PreparedFeed:
    """A parsed feed whose episodes moved to ``prepared`` (``feed.episodes`` is empty)."""

    feed: ParsedFeed
    prepared: tuple[PreparedEpisode, ...]


@dataclass(frozen=True, slots=True)
class KnownEpisode:
    """What identity needs to know of a stored episode."""

    id: EpisodeId
    guids: tuple[str, ...]
    """The present guid first, then old ones (aliases)."""
    title_key: str
    enclosure_key: str | None
    published_at: datetime | None
    duration_ms: int | None
    media_type: str | None
    length: int | None
    item_hash: int
    media_version: int
    in_feed: bool


@dataclass(frozen=True, slots=True)
class EpisodeWrite:
    """One episode to insert (``id`` None) or replace."""

    id: EpisodeId | None
    prepared: PreparedEpisode
    published_at: datetime | None
    """The date to count with: None when implausible."""
    guid: str | None
    aliases: tuple[str, ...] = ()
    """Guids that this episode had before."""
    media_version: int = 1
    changed: bool = True
    """False when only ``item_hash`` moved and nothing the index reads did."""


@dataclass(frozen=True, slots=True)
class RefreshPlan:
    """What a new document of a feed means. Pure data; made by ``ingest.plan``, carried out by
    ``Store.apply``."""

    writes: tuple[EpisodeWrite, ...]
    returned: tuple[EpisodeId, ...] = ()
    """Known episodes that are in the feed again."""
    vanished: tuple[EpisodeId, ...] = ()
    rehosted: bool = False
    rewritten: bool = False
    """Over half of the known episodes changed title or date at once (I8)."""
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- stored


@dataclass(frozen=True, slots=True)
class Feed:
    """A URL that we poll, with its polling state."""

    id: FeedId
    url: str
    podcast_id: PodcastId | None
    title: str = ""
    due_at: datetime | None = None
    document_hash: int | None = None
    """63-bit hash of the last document's bytes."""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Podcast:
    id: PodcastId
    feed_url: str
    title: str
    link: str | None = None
    description: str = ""
    language: str | None = None
    author: str | None = None
    image_url: str | None = None
    categories: tuple[str, ...] = ()
    visibility: int = PUBLIC
    complete: bool = False
    license: str | None = None
    """``podcast:license``."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A stored episode without its long texts (``Store.notes``, ``Store.transcripts``)."""

    id: EpisodeId
    podcast_id: PodcastId
    story_id: StoryId
    guid: str | None
    title: str
    published_at: datetime | None
    published_raw: str | None
    first_seen_at: datetime
    duration_ms: int | None
    in_feed: bool
    fold_reason: str | None
    """Why it was joined to its story; None for a story of one and for the canonical episode."""
    link: str | None = None
    enclosure: Enclosure | None = None
    image_url: str | None = None
    season: int | None = None
    number: int | None = None
    type: str | None = None
    explicit: bool | None = None
    language: str | None = None
    keywords: tuple[str, ...] = ()
    persons: tuple[Person, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    chapters_url: str | None = None
    transcripts: tuple[TranscriptLink, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class FoldRow:
    """What folding compares of an episode."""

    id: EpisodeId
    podcast_id: PodcastId
    feed_url: str
    guid: str | None
    title_key: str
    enclosure_key: str | None
    published_at: datetime | None
    duration_ms: int | None
    length: int | None
    season: int | None
    number: int | None
    visibility: int


@dataclass(frozen=True, slots=True)
class FoldedStory:
    """One story: its members, the canonical first, each other member with its reason."""

    id: StoryId
    canonical: EpisodeId
    members: tuple[EpisodeId, ...]
    reasons: Mapping[EpisodeId, str]


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the change log: this episode (or this story, when its episode is gone) must be
    folded and indexed again."""

    seq: int
    episode_id: EpisodeId
    podcast_id: PodcastId


# ---------------------------------------------------------------- text: what is searched

TextField = Literal["title", "notes", "chapters", "keywords", "people", "transcript"]
SpanKind = Literal["own", "boilerplate", "ad", "address"]


@dataclass(frozen=True, slots=True)
class EpisodeText:
    """What the publisher said in words: the input of ``text.searchable``."""

    episode_id: EpisodeId
    podcast_id: PodcastId
    title: str
    notes: str
    """HTML as published."""
    keywords: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    transcript: str | None = None
    language: str | None = None
    """Declared: the episode's, else the podcast's."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch ``[start, end)`` of a piece's text, in characters."""

    start: int
    end: int
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class Piece:
    """The plain text of one field, cut into spans that cover it."""

    field: TextField
    text: str
    spans: tuple[Span, ...]


class KeyPhrase(NamedTuple):
    """A phrase that an episode could be filed under."""

    key: str
    """Its token string."""
    written: str
    weight: float


@dataclass(frozen=True, slots=True)
class Derived:
    """What is known of a story beside its documents."""

    language: str
    phrases: tuple[KeyPhrase, ...] | None = None
    """The key phrases of its excerpt, the weightiest first; None where it wasn't read ahead."""


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """What a show says in so many of its stories that it marks none."""

    sentences: frozenset[int] = frozenset()
    keywords: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StoryFields:
    """Token strings of a story, ready for an index: tokens joined by single spaces, pieces kept
    apart by ``text.tokens.SEPARATOR``."""

    text: str
    """All own text: title, notes, chapters, keywords, people, transcript."""
    subject: str
    """Own title, keywords, lead (first 40 tokens of the own notes) and ``recurs``."""
    discussed: str
    """Own chapters and ``often``."""
    aside: str
    """Boilerplate, ads and addresses."""
    exact: str
    """Words whose accents the other fields fold, as written (casefolded)."""
    language: str


# ---------------------------------------------------------------- index: documents and queries


@dataclass(frozen=True, slots=True)
class StoryDoc:
    """One document of the index."""

    id: StoryId
    podcast: PodcastId
    """The canonical episode's."""
    any_podcast: tuple[PodcastId, ...]
    language: str
    published_s: int | None
    sort_s: int
    """``published_s``, else when first seen."""
    duration_ms: int | None
    members: int
    visibility: int
    has_transcript: bool
    people: tuple[tuple[str, str], ...]
    """(role, name), distinct."""
    fields: StoryFields
    digest: int
    """63-bit hash of everything above (``text.document.digest``)."""


IndexField = Literal["text", "subject", "discussed", "aside", "exact"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Stories whose field holds these tokens in a row. ``tokens`` is not empty."""

    tokens: tuple[str, ...]
    field: IndexField = "text"
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Without:
    keep: Query
    drop: Query


@dataclass(frozen=True, slots=True)
class Every:
    """All stories."""


@dataclass(frozen=True, slots=True)
class Among:
    """Stories whose value is one of these. ``language`` takes strings, the others integers."""

    field: Literal["id", "podcast", "any_podcast", "visibility", "language"]
    values: frozenset[int] | frozenset[str]


@dataclass(frozen=True, slots=True)
class Published:
    """``low_s <= published_s < high_s``; undated stories only where ``undated``."""

    low_s: int | None = None
    high_s: int | None = None
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Transcribed:
    """Stories with a transcript."""


Query = Phrase | AllOf | AnyOf | Without | Every | Among | Published | Transcribed


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    stories: int
    podcasts: int
    """Distinct canonical podcasts."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is counted over the stories of a query, exact."""

    stories: int = 0
    members: int = 0
    with_duration: int = 0
    duration_sum_ms: int = 0
    with_transcript: int = 0
    undated: int = 0
    first_s: int | None = None
    latest_s: int | None = None
    podcasts: Mapping[int, int] = field(default_factory=dict)
    """Canonical podcast id -> stories."""
    periods: Mapping[int, PeriodFacts] = field(default_factory=dict)
    """Period -> facts; a year is 2024, a quarter 20241, a month 202401. No undated stories."""
    languages: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(role, name) -> stories; the 1,000 commonest at most."""
    windows: tuple[int, ...] = ()
    """Stories in each window asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    id: StoryId
    podcast: PodcastId
    seq: int
    """Total order of lists: newest first is ``seq`` descending, and a cursor is a ``seq``."""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index says of itself."""

    engine: str
    stories: int
    deleted: int
    segments: int
    bytes: int


# ---------------------------------------------------------------- asked and shown


@dataclass(frozen=True, slots=True)
class TopicRequest:
    phrase: str
    also: tuple[str, ...] = ()
    sense: str | None = None
    languages: tuple[str, ...] = ()
    podcasts: tuple[PodcastId, ...] = ()
    since: date | None = None
    until: date | None = None
    """Both inclusive UTC days."""
    grade: Grade | None = None
    by: Period = "year"
    as_of: date | None = None
    """None means today (the Library fills it in)."""
    limit: int = 30
    cursor: str | None = None
    visible: Visible = None


@dataclass(frozen=True, slots=True)
class TopicName:
    phrase: str
    query: str
    """How the phrase was read, in words a person can check."""
    key: str
    """For URLs: tokens joined by ``-``."""
    sense: str | None = None


@dataclass(frozen=True, slots=True)
class LibrarySize:
    podcasts: int
    episodes: int
    """Stories under the request's filters."""
    with_transcript: int


@dataclass(frozen=True, slots=True)
class TopicStats:
    podcasts: int
    episodes: int
    listed_episodes: int
    average_duration_ms: int | None
    with_duration: int
    with_transcript: int
    undated: int
    new_per_month: float
    first_at: datetime | None
    latest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Variant:
    phrase: str
    episodes: int
    on: bool


@dataclass(frozen=True, slots=True)
class PopularityPoint:
    period: str
    """``2024``, ``2024-Q1`` or ``2024-01``."""
    episodes: int
    podcasts: int
    published: int
    shows: int
    share: float
    partial: bool
    """The period isn't over at ``as_of``."""


@dataclass(frozen=True, slots=True)
class SenseCard:
    id: str
    label: str
    episodes: int
    podcasts: int
    confidence: float
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SensesOf:
    covered: int
    matching: int


@dataclass(frozen=True, slots=True)
class RankedPodcast:
    id: PodcastId
    title: str
    episodes: int
    of: int
    latest_at: datetime | None
    score: float
    why: str
    """The reason in English; the fields below say the same in figures."""
    subject: int = 0
    """Of ``episodes``, those that are about the topic."""
    named: Literal["title", "description"] | None = None
    """Where the show itself has the phrase."""
    ended: bool = False
    """The publisher says that the show is complete, or it was silent for ``ENDED_AFTER``."""
    show_latest_at: datetime | None = None
    """Its newest episode on anything."""


@dataclass(frozen=True, slots=True)
class PodcastRef:
    id: PodcastId
    title: str
    image_url: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One mention, in its sentence."""

    field: TextField
    quote: str
    """Plain text of the sentence, cut at 300 characters around the mention."""
    highlights: tuple[tuple[int, int], ...]
    """Character ranges of ``quote`` that are the topic."""
    start_ms: int | None = None
    speaker: str | None = None
    approximate: bool = False
    kind: SpanKind = "own"


@dataclass(frozen=True, slots=True)
class Duplicate:
    id: EpisodeId
    podcast_id: PodcastId
    reason: str
    podcast: str = ""
    """The show's title."""


@dataclass(frozen=True, slots=True)
class TopicEpisode:
    """A story as a row of a topic page or of search results; fields are the canonical episode's."""

    id: EpisodeId
    podcast: PodcastRef
    title: str
    published_at: datetime | None
    duration_ms: int | None
    language: str
    grade: Grade | None
    evidence: tuple[Evidence, ...]
    mentions: int
    keywords: tuple[str, ...]
    enclosure: Enclosure | None
    duplicates: tuple[Duplicate, ...]
    link: str | None = None
    sense: str | None = None
    sense_confidence: float | None = None
    lead: str = ""
    """How the notes begin, plain, at most ``LEAD_CHARS`` characters at a word's end."""


StarterKind = Literal["most", "newest", "shortest"]


@dataclass(frozen=True, slots=True)
class Starter:
    """An episode to start a topic with, and what makes it one. A topic's starters are distinct
    and can be played."""

    kind: StarterKind
    episode: TopicEpisode


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence that a page's reader should know. ``code`` is stable, ``count`` its figure."""

    code: str
    text: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class RelatedTopic:
    phrase: str
    episodes: int
    lift: float


@dataclass(frozen=True, slots=True)
class TopicPage:
    topic: TopicName
    as_of: date
    generation: int
    exact: bool
    library: LibrarySize
    stats: TopicStats
    grades: Mapping[Grade, int]
    variants: tuple[Variant, ...]
    popularity: tuple[PopularityPoint, ...]
    senses: tuple[SenseCard, ...]
    senses_of: SensesOf
    podcasts: tuple[RankedPodcast, ...]
    episodes: tuple[TopicEpisode, ...]
    related: tuple[RelatedTopic, ...]
    languages: tuple[tuple[str, int], ...]
    people: tuple[tuple[str, str, int], ...]
    """(name, role, episodes)."""
    notes: tuple[Note, ...] = ()
    next: str | None = None
    starters: tuple[Starter, ...] = ()
    """Up to three, on a topic's first page only."""
    transcripts_from: datetime | None = None
    """When the first story with a transcript was published, of the library under the request's
    filters: from then on more of what was said is found."""
    words: tuple[Variant, ...] = ()
    """Each word by itself, where a phrase of several has no match."""
    near: tuple[Variant, ...] = ()
    """Phrases that the library holds and that look like this one, where it has no match."""


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One row of a topic's CSV: a story behind the figures."""

    story_id: StoryId
    podcast_id: PodcastId
    podcast: str
    episode_id: EpisodeId
    title: str
    published_at: datetime | None
    duration_ms: int | None
    language: str
    grade: Grade
    listed_episodes: int
    has_transcript: bool
    link: str | None
    enclosure_url: str | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    query: str
    """How the query was read."""
    as_of: date
    total: int
    episodes: tuple[TopicEpisode, ...]
    next: str | None = None
    phrases: tuple[str, ...] = ()
    """What was asked for, each a topic."""


# ---------------------------------------------------------------- the other pages


@dataclass(frozen=True, slots=True)
class LibraryState:
    """What every answer of a library depends on, cheap to ask."""

    generation: int
    changed_at: datetime | None
    """When the generation was reached; None for a library that was never indexed."""
    pending: int
    """Changes that are not indexed yet."""


@dataclass(frozen=True, slots=True)
class SharedTopic:
    """A phrase that comes up in several shows."""

    phrase: str
    key: str
    episodes: int
    podcasts: int


@dataclass(frozen=True, slots=True)
class PodcastCard:
    """A show in a list. ``episodes`` counts its stories under the asker's visibility."""

    podcast: Podcast
    episodes: int
    latest_at: datetime | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class HomePage:
    as_of: date
    generation: int
    library: LibrarySize
    topics: tuple[SharedTopic, ...]
    """Found in at least two shows, the best first: what shows are about, not what many name."""
    newest: tuple[TopicEpisode, ...]
    """Of many shows, two of each where there are enough. Without grade and evidence; with ``lead``
    and keywords."""
    podcasts: tuple[PodcastCard, ...]
    """The shows of most episodes."""
    languages: tuple[tuple[str, int], ...]
    """(language, stories), commonest first."""


@dataclass(frozen=True, slots=True)
class PodcastList:
    """Shows by title."""

    podcasts: tuple[PodcastCard, ...]
    total: int
    languages: tuple[tuple[str, int], ...]
    """(language, podcasts) without the language filter, commonest first."""
    next: str | None = None


@dataclass(frozen=True, slots=True)
class EpisodeList:
    """Stories by date, newest first."""

    episodes: tuple[TopicEpisode, ...]
    total: int
    next: str | None = None


@dataclass(frozen=True, slots=True)
class PodcastPage:
    as_of: date
    generation: int
    podcast: Podcast
    stats: TopicStats
    """Over the show's stories; ``podcasts`` is 1."""
    popularity: tuple[PopularityPoint, ...]
    """Stories a year; ``published`` and ``share`` are of the whole library."""
    topics: tuple[SharedTopic, ...]
    """What marks the show: phrases of its episodes; ``podcasts`` counts all shows that have it."""
    people: tuple[tuple[str, str, int], ...]
    languages: tuple[tuple[str, int], ...]
    episodes: tuple[TopicEpisode, ...]
    next: str | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class EpisodeRef:
    id: EpisodeId
    title: str


@dataclass(frozen=True, slots=True)
class EpisodePage:
    as_of: date
    generation: int
    episode: Episode
    podcast: Podcast
    language: str
    canonical: EpisodeRef
    """The episode that stands for its story; the episode itself where it does."""
    duplicates: tuple[Duplicate, ...]
    """The other members of the story, each with the reason."""
    keywords: tuple[Variant, ...]
    """Phrase and stories of the library that hold it; ``on`` is False."""
    notes: str
    """HTML as published; "" where the asker may only see a quote."""
    excerpt: str
    """Plain: how the notes begin, at most ``QUOTED_SENTENCES`` sentences."""
    whole: bool
    """Whether the asker may see notes whole (the owner, or the licence allows it)."""
    before: EpisodeRef | None = None
    """The show's next older episode."""
    after: EpisodeRef | None = None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A story of a topic's feed."""

    row: TopicEpisode
    episode: Episode
    podcast: Podcast
    notes: str
    """HTML as published; "" where readers of the feed may only see a quote."""


@dataclass(frozen=True, slots=True)
class TopicFeed:
    """The newest stories of a topic, to be followed. Nothing of private feeds is in it."""

    topic: TopicName
    as_of: date
    generation: int
    stats: TopicStats
    items: tuple[FeedItem, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody who typed this far may mean."""

    kind: Literal["topic", "podcast"]
    phrase: str
    """Of a podcast, its title."""
    episodes: int
    podcast: PodcastId | None = None


@dataclass(frozen=True, slots=True)
class FeedFilter:
    """Which feeds of a list or of a Podcast Index dump are wanted; with nothing said, all. Only a
    dump knows more than ``limit``."""

    languages: tuple[str, ...] = ()
    """``en`` is every English; any of these."""
    active_since: date | None = None
    """An episode on this day or later."""
    categories: tuple[str, ...] = ()
    """Any of these; ``Society & Culture`` has both words."""
    min_episodes: int = 0
    limit: int | None = None
    """So many: of a list the first, of a dump the most popular. None is the cap of a list, and of
    a dump all."""

    def narrows(self) -> bool:
        """Whether it says what only a dump can answer."""
        return bool(self.languages or self.active_since or self.categories or self.min_episodes)


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How sources are added."""

    fetched: int = 5
    """Addresses that are fetched at once; what comes after them is recorded as due."""
    wanted: FeedFilter = FeedFilter()


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of one source."""

    source: str
    podcast: PodcastId | None = None
    title: str = ""
    episodes: int = 0
    """Items of this document that are in the catalog now."""
    new: int = 0
    changed: int = 0
    feeds: int = 0
    """Feeds recorded as due: those that a list or a dump names and that weren't known."""
    problems: tuple[Problem, ...] = ()
    error: Problem | None = None
    """``message`` ends in the remedy."""
    named: int = 0
    """Feeds that a list or a dump names, known ones among them."""
    feed_url: str = ""
    """The feed's address where the source, a page, has another."""
    offered: tuple[str, ...] = ()
    """Other feeds that a page names: offered, not taken."""


DifferenceKind = Literal["missing", "stray", "stale", "pending", "underived"]


@dataclass(frozen=True, slots=True)
class IndexDifference:
    """One place where index and catalog disagree."""

    kind: DifferenceKind
    story_id: int
    message: str


@dataclass(frozen=True, slots=True)
class IndexReport:
    stories: int
    generation: int
    differences: tuple[IndexDifference, ...] = ()

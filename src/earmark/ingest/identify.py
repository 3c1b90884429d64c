"""Which known feed a document is a version of, when it comes as a file: rules I1 and I2
(``docs/why/same-episode.md``). Pure.

A file has no address of its own. A feed that names its address is told by it; else title and
link; else by the episodes it shares. ``podcast:guid`` alone joins nothing: anyone may copy one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice

from earmark.keys import title_key, url_key
from earmark.model import Feed, FeedId, ParsedFeed, PreparedEpisode

SHARED_SHARE = 0.5
NEWEST = 20
"""Half of so many shared is proof enough (I1)."""
LOOKED_UP = 500
"""Newest items that are looked for: the few old episodes of a short feed may stand far down."""
_UNDATED = datetime.min.replace(tzinfo=UTC)


def feed_url_of(parsed: ParsedFeed, path_uri: str) -> str:
    """The feed's own address where it names one (``atom:link rel=self``), else the file's."""
    address = (parsed.self_url or "").strip()
    return address if address.lower().startswith(("http://", "https://")) else path_uri


def newest_marks(
    prepared: Sequence[PreparedEpisode], count: int = LOOKED_UP
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Guids and enclosure keys of the newest items, each once, by which a version of the same
    feed is told."""
    newest = sorted(prepared, key=_published, reverse=True)
    guids = (item.episode.guid.strip() for item in newest if item.episode.guid)
    keys = (item.enclosure_key for item in newest if item.enclosure_key)
    return tuple(islice(dict.fromkeys(guids), count)), tuple(islice(dict.fromkeys(keys), count))


def _published(item: PreparedEpisode) -> datetime:
    return item.episode.published_at or _UNDATED


def choose_feed(
    parsed: ParsedFeed,
    prepared: Sequence[PreparedEpisode],
    *,
    same_url: Feed | None,
    same_channel: Sequence[Feed],
    sharing: Mapping[FeedId, int],
    feeds: Sequence[Feed] = (),
    sizes: Mapping[FeedId, int] | None = None,
) -> Feed | None:
    """The known feed that this document is a version of; None where it is a new one.

    ``same_url`` is the feed at ``feed_url_of``; ``same_channel`` those of its title and link;
    ``sharing`` says how many of ``newest_marks`` each feed has, ``feeds`` are those it names,
    ``sizes`` their numbers of episodes: half of a shorter feed is as good a proof as half of
    the document, for a show that opens its archive still has its few old episodes.
    """
    if same_url is not None:
        return same_url
    marks = max(map(len, newest_marks(prepared)))

    def proven(feed: Feed) -> bool:
        most = min(marks, NEWEST, (sizes or {}).get(feed.id, NEWEST))
        return sharing.get(feed.id, 0) >= max(1, SHARED_SHARE * most)

    channel = [feed for feed in same_channel if proven(feed) or _same_by_name(parsed, feed)]
    title = title_key(parsed.title)
    alike = [feed for feed in feeds if title and title_key(feed.title) == title and proven(feed)]
    return min(channel or alike, key=lambda feed: (-sharing.get(feed.id, 0), feed.id), default=None)


def taken_down(parsed: ParsedFeed, same_channel: Sequence[Feed]) -> Feed | None:
    """The removed feed that this document is, so that a show that was taken down doesn't come
    back from another place. Its episodes are gone: title and link must do."""
    own = feed_url_of(parsed, "")
    for feed in same_channel:
        named = own and feed.url.startswith("http")
        if feed.removed and not (named and url_key(own) != url_key(feed.url)):
            return feed
    return None


def _same_by_name(parsed: ParsedFeed, feed: Feed) -> bool:
    """Whether title and link suffice: not where both name addresses, and other ones, for a show
    has an audio and a video feed; nor where there is no title or link to compare."""
    if not parsed.title or not parsed.link:
        return False
    own = feed_url_of(parsed, "")
    return not (own and feed.url.startswith("http") and url_key(own) != url_key(feed.url))

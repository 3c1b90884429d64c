"""Which known feed a document is a version of: ``identify`` decides, the catalog is asked here."""

from __future__ import annotations

from earmark.ingest.identify import choose_feed, feed_url_of, newest_marks, taken_down
from earmark.model import Feed, PreparedFeed
from earmark.ports import Store


def feed_of(prepared: PreparedFeed, uri: str, store: Store) -> Feed | None:
    """The known feed that a document is a version of; ``uri`` is the place it came from."""
    parsed = prepared.feed
    same_url = store.feed_at(feed_url_of(parsed, uri))
    if same_url is not None or not store.feeds_titled(parsed.title):
        return same_url  # without a feed of that title there is none to compare episodes with
    same_channel = store.feeds_of_channel(parsed.title, parsed.link)
    removed = taken_down(parsed, same_channel)
    if removed is not None:
        return removed
    sharing = store.feeds_sharing(*newest_marks(prepared.prepared))
    return choose_feed(
        parsed,
        prepared.prepared,
        same_url=None,
        same_channel=same_channel,
        sharing=sharing,
        feeds=store.feeds_of(sharing),
        sizes={feed: len(store.known(feed)) for feed in sharing},
    )

"""What a person named: an episode or a show by its id, address, guid or title."""

from __future__ import annotations

from earmark.errors import InvalidInput, NotFound
from earmark.keys import title_key
from earmark.model import Episode, EpisodeId, Feed, Podcast, PodcastId, Visible
from earmark.ports import Store

_LONGEST_ID = 17
"""Digits; a longer number is no id, and may be a guid."""


def episode_called(text: str, store: Store, visible: Visible) -> Episode:
    """The episode of this id, address or guid that the asker may see. Raises ``NotFound``."""
    called = store.episodes_called(text)
    if _is_id(text):
        episode = store.episode(EpisodeId(int(text)))
        called = (episode, *called) if episode else called
    shows = store.podcasts({each.podcast_id for each in called})
    for each in called:
        show = shows.get(each.podcast_id)
        if visible is None or (show is not None and show.visibility in visible):
            return each
    raise NotFound(
        "No episode has this id, address or guid.",
        text,
        remedy="`earmark topic PHRASE --json` lists ids.",
    )


def podcast_called(text: str, store: Store) -> Podcast | Feed:
    """The show of this id, feed address or whole title; the feed, where it has no show yet.

    Raises ``NotFound``, or ``InvalidInput`` where several are meant.
    """
    feed = store.feed_at(text)
    podcast = None
    if _is_id(text):
        podcast = store.podcast(PodcastId(int(text)))
    elif feed is not None and feed.podcast_id is not None:
        podcast = store.podcast(feed.podcast_id)
    if podcast is not None:
        return podcast
    if feed is not None and not feed.removed:
        return feed
    return _podcast_titled(text, store)


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) <= _LONGEST_ID


def _podcast_titled(text: str, store: Store) -> Podcast:
    """The one show of exactly this title: half a title removes nothing."""
    named = store.podcasts_named(text)
    exact = [podcast for podcast in named if title_key(podcast.title) == title_key(text)]
    if len(exact) == 1:
        return exact[0]
    ids = ", ".join(f"{podcast.id} “{podcast.title}”" for podcast in (exact or named)[:5])
    if exact:
        raise InvalidInput(f"Several podcasts are meant: {ids}.", text, remedy="Name its id.")
    near = f"Near it: {ids}; name its whole title or id." if ids else "Check the title."
    raise NotFound("No podcast or feed is called so.", text, remedy=near)

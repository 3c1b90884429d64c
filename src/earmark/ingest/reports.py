"""What became of a source, as ``AddReport``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from earmark.errors import EarmarkError, FeedRemoved, StoreError
from earmark.model import (
    AddReport,
    EpisodeId,
    Feed,
    KnownEpisode,
    ParsedFeed,
    Problem,
    RefreshPlan,
)
from earmark.ports import Store


def attempted(source: str, work: Callable[[], AddReport]) -> AddReport:
    """What ``work`` reports, or its error as a report: one bad source costs one report. Raises
    ``StoreError`` where the catalog itself fails."""
    try:
        return work()
    except FeedRemoved as error:
        return failed_report(source, error)
    except StoreError:
        raise
    except EarmarkError as error:
        return failed_report(source, error)


def stored_report(
    source: str,
    feed: Feed,
    parsed: ParsedFeed,
    *,
    plan: RefreshPlan,
    known: Sequence[KnownEpisode],
    new: Sequence[EpisodeId],
) -> AddReport:
    """A document that was stored: ``plan`` was made of ``known``, ``new`` are the inserted."""
    grown = len(new) + len(plan.returned) - len(plan.vanished)
    return AddReport(
        source,
        podcast=feed.podcast_id,
        title=parsed.title,
        episodes=sum(episode.in_feed for episode in known) + grown,
        new=len(new),
        changed=sum(write.id is not None and write.changed for write in plan.writes),
        problems=parsed.problems + plan.problems,
    )


def known_report(source: str, feed: Feed, store: Store) -> AddReport:
    """A feed that is as it was."""
    episodes = sum(episode.in_feed for episode in store.known(feed.id))
    return AddReport(source, feed.podcast_id, feed.title, episodes)


def failed_report(source: str, error: EarmarkError) -> AddReport:
    remedy = f" {error.remedy}" if error.remedy else ""
    return AddReport(source, error=Problem(error.code, f"{error.message}{remedy}"))

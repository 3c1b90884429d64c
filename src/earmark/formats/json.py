"""Answers as JSON: the keys of the published contract. Keys may be added, never renamed.

Every ``*_object`` function gives plain dicts and lists in a stable key order (the API serves
them); every ``*_json`` function gives the text that the command line prints. Datetimes are ISO
8601 in UTC with ``Z``, days ISO 8601, durations and offsets integer milliseconds; ``highlights``
are ranges of Unicode characters (code points) of ``quote``. What isn't known is ``null``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from earmark.condition import BackupReport, Finding
from earmark.model import (
    GRADES,
    AddReport,
    Duplicate,
    Enclosure,
    Evidence,
    IndexReport,
    LibrarySize,
    PopularityPoint,
    Problem,
    SearchPage,
    TopicEpisode,
    TopicPage,
    TopicStats,
    Variant,
)

Object = dict[str, Any]
"""A JSON object."""


def dumps(value: object, *, indent: int | None = 2) -> str:
    """JSON text, letters of every script as they are; ``indent`` None gives one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def instant(moment: datetime | None) -> str | None:
    """``2026-03-10T06:00:00Z``; part of a second only where there is one."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


# ---------------------------------------------------------------- topic


def topic_json(page: TopicPage) -> str:
    """`earmark topic --json`."""
    return dumps(topic_object(page))


def topic_object(page: TopicPage) -> Object:
    """The topic page, whole."""
    return _figures(page) | _lists(page)


def _figures(page: TopicPage) -> Object:
    topic = page.topic
    return {
        "topic": {
            "phrase": topic.phrase,
            "query": topic.query,
            "sense": topic.sense,
            "key": topic.key,
        },
        "as_of": page.as_of.isoformat(),
        "generation": page.generation,
        "exact": page.exact,
        "library": size_object(page.library),
        "stats": stats_object(page.stats),
        "grades": {grade: page.grades.get(grade, 0) for grade in GRADES},
        "variants": [
            {"phrase": variant.phrase, "episodes": variant.episodes, "on": variant.on}
            for variant in page.variants
        ],
        "popularity": popularity_objects(page.popularity),
        "senses": _senses(page),
        "senses_of": {"covered": page.senses_of.covered, "matching": page.senses_of.matching},
    }


def _lists(page: TopicPage) -> Object:
    return {
        "podcasts": _podcasts(page),
        "episodes": [episode_object(episode) for episode in page.episodes],
        "related": [
            {"phrase": topic.phrase, "episodes": topic.episodes, "lift": topic.lift}
            for topic in page.related
        ],
        "languages": language_objects(page.languages),
        "people": people_objects(page.people),
        "notes": [note.text for note in page.notes],
        "next": page.next,
        "words": _phrases(page.words),
        "near": _phrases(page.near),
        "starters": [{"kind": starter.kind, "id": starter.episode.id} for starter in page.starters],
    }


def _phrases(variants: Iterable[Variant]) -> list[Object]:
    return [{"phrase": variant.phrase, "episodes": variant.episodes} for variant in variants]


def size_object(size: LibrarySize) -> Object:
    """What was asked."""
    return {
        "podcasts": size.podcasts,
        "episodes": size.episodes,
        "with_transcript": size.with_transcript,
    }


def stats_object(stats: TopicStats) -> Object:
    """The figures of a topic or of a show."""
    return {
        "podcasts": stats.podcasts,
        "episodes": stats.episodes,
        "listed_episodes": stats.listed_episodes,
        "average_duration_ms": stats.average_duration_ms,
        "with_duration": stats.with_duration,
        "with_transcript": stats.with_transcript,
        "undated": stats.undated,
        "new_per_month": stats.new_per_month,
        "first_at": instant(stats.first_at),
        "latest_at": instant(stats.latest_at),
    }


def language_objects(languages: Iterable[tuple[str, int]]) -> list[Object]:
    """(language, stories), in their order."""
    return [{"language": language, "episodes": episodes} for language, episodes in languages]


def people_objects(people: Iterable[tuple[str, str, int]]) -> list[Object]:
    """(name, role, stories), in their order."""
    return [{"name": name, "role": role, "episodes": episodes} for name, role, episodes in people]


def popularity_objects(points: Iterable[PopularityPoint]) -> list[Object]:
    """How often it comes up, a row a period."""
    return [
        {
            "period": point.period,
            "episodes": point.episodes,
            "podcasts": point.podcasts,
            "published": point.published,
            "shows": point.shows,
            "share": point.share,
            "partial": point.partial,
        }
        for point in points
    ]


def _senses(page: TopicPage) -> list[Object]:
    return [
        {
            "id": sense.id,
            "label": sense.label,
            "episodes": sense.episodes,
            "podcasts": sense.podcasts,
            "confidence": sense.confidence,
            "keywords": list(sense.keywords),
        }
        for sense in page.senses
    ]


def _podcasts(page: TopicPage) -> list[Object]:
    return [
        {
            "id": podcast.id,
            "title": podcast.title,
            "episodes": podcast.episodes,
            "of": podcast.of,
            "latest_at": instant(podcast.latest_at),
            "score": podcast.score,
            "why": podcast.why,
            "subject": podcast.subject,
            "named": podcast.named,
            "ended": podcast.ended,
            "show_latest_at": instant(podcast.show_latest_at),
        }
        for podcast in page.podcasts
    ]


# ---------------------------------------------------------------- episodes


def episode_object(episode: TopicEpisode) -> Object:
    """A story as a row of a topic page or of search results."""
    return {
        "id": episode.id,
        "podcast": {"id": episode.podcast.id, "title": episode.podcast.title},
        "title": episode.title,
        "published_at": instant(episode.published_at),
        "duration_ms": episode.duration_ms,
        "language": episode.language,
        "grade": episode.grade,
        "sense": episode.sense,
        "sense_confidence": episode.sense_confidence,
        "evidence": [_evidence(evidence) for evidence in episode.evidence],
        "mentions": episode.mentions,
        "keywords": list(episode.keywords),
        "enclosure": _enclosure(episode.enclosure),
        "duplicates": duplicate_objects(episode.duplicates),
        "link": episode.link,
        "lead": episode.lead,
    }


def duplicate_objects(duplicates: Iterable[Duplicate]) -> list[Object]:
    """The other episodes of a story."""
    return [
        {
            "id": double.id,
            "podcast_id": double.podcast_id,
            "reason": double.reason,
            "podcast": double.podcast,
        }
        for double in duplicates
    ]


def _evidence(evidence: Evidence) -> Object:
    return {
        "field": evidence.field,
        "quote": evidence.quote,
        "start_ms": evidence.start_ms,
        "speaker": evidence.speaker,
        "approximate": evidence.approximate,
        "highlights": [list(span) for span in evidence.highlights],
        "kind": evidence.kind,
    }


def _enclosure(enclosure: Enclosure | None) -> Object | None:
    if enclosure is None:
        return None
    return {"url": enclosure.url, "type": enclosure.type}


# ---------------------------------------------------------------- the other commands


def search_json(page: SearchPage) -> str:
    """`earmark search --json`."""
    return dumps(search_object(page))


def search_object(page: SearchPage) -> Object:
    return {
        "query": page.query,
        "as_of": page.as_of.isoformat(),
        "total": page.total,
        "episodes": [episode_object(episode) for episode in page.episodes],
        "next": page.next,
    }


def add_json(report: AddReport) -> str:
    """One line of `earmark add --json`; ``error`` is null or like a problem."""
    return dumps(
        {
            "source": report.source,
            "podcast": report.podcast,
            "title": report.title,
            "episodes": report.episodes,
            "new": report.new,
            "changed": report.changed,
            "problems": [_problem(problem) for problem in report.problems],
            "error": report.error and _problem(report.error),
            "feeds": report.feeds,
            "named": report.named,
            "feed_url": report.feed_url or None,
            "offered": list(report.offered),
        },
        indent=None,
    )


def _problem(problem: Problem) -> Object:
    return {"code": problem.code, "message": problem.message}


def check_json(report: IndexReport) -> str:
    """`earmark index check --json`."""
    return dumps(
        {
            "stories": report.stories,
            "generation": report.generation,
            "differences": [
                {"kind": each.kind, "story": each.story_id, "message": each.message}
                for each in report.differences
            ],
        }
    )


def why_json(phrase: str, episode: str, why: str) -> str:
    """`earmark why --json`."""
    return dumps(why_object(phrase, episode, why))


def why_object(phrase: str, episode: str, why: str) -> Object:
    return {"phrase": phrase, "episode": episode, "why": why}


def remove_json(target: str, removed: str) -> str:
    """`earmark remove --json`."""
    return dumps({"target": target, "removed": removed})


def rebuild_json(stories: int) -> str:
    """`earmark index rebuild --json`."""
    return dumps({"stories": stories})


def backup_json(report: BackupReport) -> str:
    """`earmark backup --json`, `earmark restore --json`."""
    return dumps(
        {
            "file": str(report.file),
            "bytes": report.size_bytes,
            "made_at": report.made_at.isoformat(),
            "version": report.version,
            "podcasts": report.podcasts,
            "episodes": report.episodes,
            "feeds": report.feeds,
            "settings": report.settings,
        }
    )


def doctor_json(findings: Sequence[Finding]) -> str:
    """`earmark doctor --json`."""
    return dumps(
        {
            "ok": not any(finding.level == "fault" for finding in findings),
            "findings": [
                {
                    "code": each.code,
                    "level": each.level,
                    "message": each.message,
                    "remedy": each.remedy,
                }
                for each in findings
            ],
        }
    )

"""How well the grade rule agrees with people: Cohen's kappa over hand-labelled pairs.

``python -m bench.agreement`` reads ``tests/quality/grade_labels.jsonl`` (which episode, which
phrase, which label; never the texts) and the feeds that it names from the shared data folder, and
prints kappa, the table of confusions and every pair where rule and label differ.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from earmark.model import (
    GRADES,
    Boilerplate,
    EpisodeId,
    EpisodeText,
    Grade,
    ParsedEpisode,
    ParsedFeed,
    PodcastId,
)
from earmark.parse.feed import parse_feed
from earmark.text.boilerplate import boilerplate_of
from earmark.text.document import story_fields
from earmark.text.sentences import sentence_keys
from earmark.text.tokens import tokens
from earmark.topics.grade import grade

ROOT = Path(__file__).parent.parent
LABELS = ROOT / "tests" / "quality" / "grade_labels.jsonl"
FOLDERS = ("data/feeds/podcast", "reference/mfu-feeds")

Given = Grade | None
Pairs = Counter[tuple[Grade, Given]]


@dataclass(frozen=True)
class Label:
    """The grade that reading gave one episode and phrase."""

    file: str
    guid: str
    title_hash: str
    phrase: str
    label: Grade
    set: str
    """``tuning``: seen while the rule was changed; ``held-out``: labelled after that."""


def shared_folder() -> Path:
    """The folder of real data: ``EARMARK_SHARED``, else ``shared`` beside the repository."""
    return Path(os.environ.get("EARMARK_SHARED", ROOT.parent / "shared"))


def read_labels(path: Path = LABELS) -> list[Label]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Label(**json.loads(line)) for line in lines]


def grades_of(labels: Sequence[Label], shared: Path) -> list[Given]:
    """The rule's grade for each label, in their order; None also where no text holds the phrase.

    Raises ``LookupError`` where a label names no episode of its file."""
    found: dict[Label, Given] = {}
    for file in sorted({label.file for label in labels}):
        feed = parse_feed(_path_of(file, shared).read_bytes())
        known = _boilerplate(feed)
        for label in labels:
            if label.file == file:
                text = _episode_text(feed, _episode_of(label, feed))
                fields = story_fields([(text, known)])
                found[label] = grade(fields, [tuple(tokens(label.phrase).split())])
    return [found[label] for label in labels]


def kappa(pairs: Pairs) -> float:
    """Cohen's kappa of (label, given) counts: agreement beyond chance, 1 at most."""
    total = sum(pairs.values())
    agreed = sum(n for (label, given), n in pairs.items() if label == given) / total
    by_label, by_rule = Counter[Given](), Counter[Given]()
    for (label, given), n in pairs.items():
        by_label[label] += n
        by_rule[given] += n
    chance = sum(by_label[g] * by_rule[g] for g in GRADES) / total**2
    return (agreed - chance) / (1 - chance)


def _path_of(file: str, shared: Path) -> Path:
    for folder in FOLDERS:
        path = shared / folder / file
        if path.exists():
            return path
    raise LookupError(f"{file} is in none of {FOLDERS} of {shared}")


def _boilerplate(feed: ParsedFeed) -> Boilerplate:
    stories = list({episode.title: episode for episode in feed.episodes}.values())
    return boilerplate_of(
        [(i, sentence_keys(episode.notes)) for i, episode in enumerate(stories)],
        [(i, episode.keywords) for i, episode in enumerate(stories)],
        len(stories),
    )


def _episode_of(label: Label, feed: ParsedFeed) -> ParsedEpisode:
    for episode in feed.episodes:
        same_guid = not label.guid or (episode.guid or "").strip() == label.guid
        if same_guid and _title_hash(episode.title) == label.title_hash:
            return episode
    raise LookupError(f"{label.file} has no episode {label.guid or label.title_hash}")


def _title_hash(title: str) -> str:
    return blake2b(" ".join(title.split()).encode(), digest_size=8).hexdigest()


def _episode_text(feed: ParsedFeed, episode: ParsedEpisode) -> EpisodeText:
    return EpisodeText(
        EpisodeId(1),
        PodcastId(1),
        episode.title,
        episode.notes,
        episode.keywords,
        episode.persons,
        episode.chapters,
        language=episode.language or feed.language,
    )


def _print_table(name: str, pairs: Pairs) -> None:
    print(f"{name}: {sum(pairs.values())} pairs, kappa {kappa(pairs):.2f}")
    given: tuple[Given, ...] = (*GRADES, None)
    print("  label \\ rule " + "".join(f"{g or 'none'!s:>11}" for g in given))
    for label in GRADES:
        print(f"  {label:12} " + "".join(f"{pairs[label, g]:>11}" for g in given))


def _print_differences(labels: Iterable[Label], given: Iterable[Given]) -> None:
    print("where they differ (file, guid or title hash, phrase: label, rule):")
    for label, rule in zip(labels, given, strict=True):
        if label.label != rule:
            reference = f"{label.file} {label.guid or label.title_hash} {label.phrase!r}"
            print(f"  {reference}: {label.label}, {rule or 'none'}")


def main() -> int:
    shared = shared_folder()
    if not shared.is_dir():
        print(f"no data: {shared} is missing; set EARMARK_SHARED", file=sys.stderr)
        return 2
    labels = read_labels()
    given = grades_of(labels, shared)
    _print_differences(labels, given)
    for name in ("tuning", "held-out", None):
        pairs: Pairs = Counter(
            (label.label, rule)
            for label, rule in zip(labels, given, strict=True)
            if name in (label.set, None)
        )
        _print_table(name or "all", pairs)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

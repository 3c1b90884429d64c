"""The topic page in the terminal: a sentence, five figures, a chart, the shows, the episodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote
from typing import TextIO

from rich.table import Table
from rich.text import Text

from earmark.model import Grade, StarterKind, TopicPage, Variant
from earmark.terminal.chart import print_chart
from earmark.terminal.clean import clean_line
from earmark.terminal.episodes import UNTITLED, print_episode
from earmark.terminal.screen import Screen
from earmark.terminal.words import GRADES, count, day, language, length, listed, new_episodes

FEW = 4
"""Up to here the dates say more than averages and charts."""
SHOWS = 10
TABLE_WIDTH = 76
"""From here show and reason stand side by side."""
STARTERS: dict[StarterKind, str] = {
    "most": "Most about it",
    "newest": "Newest",
    "shortest": "Shortest",
}
COUNTED: tuple[Grade, ...] = ("subject", "discussed", "mentioned")
_SAID: dict[Grade, tuple[str, str]] = {
    "subject": ("is about", "are about"),
    "discussed": ("discusses", "discuss"),
    "mentioned": ("only mentions", "only mention"),
}
"""What one episode of a grade does with the topic, and what several do."""


def print_topic(
    page: TopicPage,
    *,
    grade: Grade | None = None,
    options: str = "",
    where: str = "",
    offers: bool = True,
    plain: bool = False,
    file: TextIO | None = None,
    width: int | None = None,
) -> None:
    """``grade`` is the one that was asked for. The commands that the page offers repeat
    ``options`` (of a topic) and ``where`` (the library is); without ``offers`` it offers none."""
    screen = Screen(plain=plain, file=file, width=width)
    screen.write(_heading(screen, page))
    _read_as(screen, page)
    if not page.stats.episodes:
        _print_nothing(screen, page)
    else:
        _print_found(screen, page, grade)
    _print_notes(screen, page)
    if offers:
        _print_next(screen, page, options, where)


def _heading(screen: Screen, page: TopicPage) -> Text:
    heading = screen.text(clean_line(page.topic.phrase), "match")
    return heading.append(f"  as of {day(page.as_of)}", "dim")


def _read_as(screen: Screen, page: TopicPage) -> None:
    screen.say(f"Read as {clean_line(page.topic.query)}", "dim")


def _print_nothing(screen: Screen, page: TopicPage) -> None:
    library = page.library
    if not library.episodes:
        screen.say("There are no episodes to search here. `earmark add FOLDER` adds your feeds.")
        return
    screen.say(
        f"Nothing in {count(library.episodes, 'episode')} of {count(library.podcasts, 'show')}. "
        "Searched were titles, notes, chapters, keywords, people and transcripts."
    )
    others = [
        f"{page.grades[other]:,} {said}" for other, said in GRADES.items() if page.grades[other]
    ]
    if any(page.grades[other] for other in COUNTED):
        screen.say(f"Of other grades there are {listed(others)}.")
    elif page.grades["ad"]:
        aside = count(page.grades["ad"], "episode")
        screen.say(f"Ads, repeated notices or addresses of {aside} hold it; those don't count.")
    if page.words:
        counts = [f"“{clean_line(word.phrase)}” in {word.episodes:,}" for word in page.words]
        screen.say(f"Each word by itself: {listed(counts)}.")
    if page.variants:
        screen.say(f"Spelled otherwise: {_counted(page.variants)}.")
    if page.near:
        screen.say(f"Near it: {_counted(page.near)}.")


def _print_found(screen: Screen, page: TopicPage, grade: Grade | None) -> None:
    screen.say(sentence(page, grade))
    screen.gap()
    _print_figures(screen, page)
    if page.stats.episodes > FEW and page.popularity:
        screen.head("How often it comes up: share of all episodes of that time")
        print_chart(screen, page.popularity)
    _print_senses(screen, page)
    _print_podcasts(screen, page)
    _print_starters(screen, page)
    screen.head(f"Latest episodes ({len(page.episodes):,} of {page.stats.episodes:,})")
    for episode in page.episodes:
        print_episode(screen, episode)
    _print_around(screen, page, grade)


def sentence(page: TopicPage, grade: Grade | None = None) -> str:
    """The page in words: ``9 of 22 episodes are about it; it last came up on 10 March 2026.``"""
    stats = page.stats
    if stats.episodes <= FEW:
        return _few(page)
    all_ = sum(page.grades[other] for other in COUNTED)
    said = page.grades[grade or "subject"]
    # The latest of all that mention it need not be one of those that are about it.
    on = "last on" if grade or said == all_ else "it last came up on"
    last = f"; {on} {day(stats.latest_at)}" if stats.latest_at else ""
    if grade == "ad":
        return f"Only ads, repeated notices or addresses of these {stats.episodes:,} hold it{last}."
    one, many = _SAID[grade or "subject"]
    return f"{said:,} of {all_:,} episodes {one if said == 1 else many} it{last}."


def _few(page: TopicPage) -> str:
    dates = [day(episode.published_at) for episode in page.episodes if episode.published_at]
    parts = [f"It comes up in {count(page.stats.episodes, 'episode')}"]
    if dates:
        parts.append(f"on {listed(dates)}")
    if page.stats.undated:
        parts.append(f"{page.stats.undated:,} without a date")
    return f"{', '.join(parts)}."


def _print_figures(screen: Screen, page: TopicPage) -> None:
    for label, said in _figures(page):
        line = screen.text(f"{label:<9} ", "dim")
        screen.write(line.append(said, "not dim"), indent=2)


def _figures(page: TopicPage) -> Iterator[tuple[str, str]]:
    """Each with the sample that it is a figure of."""
    stats, library = page.stats, page.library
    yield "Shows", f"{stats.podcasts:,} of {library.podcasts:,}"
    more = stats.listed_episodes - stats.episodes
    repeats = f", and {count(more, 'repeat')} folded into them" if more else ""
    yield "Episodes", f"{stats.episodes:,} of {library.episodes:,}{repeats}"
    if stats.episodes <= FEW:
        return
    if stats.average_duration_ms is not None:
        sample = f"the {stats.with_duration:,} whose length is known"
        yield "Length", f"{length(stats.average_duration_ms)} on average, over {sample}"
    unit = "a month" if stats.new_per_month >= 1 else "in the last 12 months"
    yield "New", f"{new_episodes(stats.new_per_month)} {unit}"
    if stats.latest_at:
        yield "Latest", f"{day(stats.latest_at)}; the first {day(stats.first_at)}{_undated(page)}"


def _undated(page: TopicPage) -> str:
    return f"; {page.stats.undated:,} without a date" if page.stats.undated else ""


def _print_senses(screen: Screen, page: TopicPage) -> None:
    if not page.senses:
        return
    of = page.senses_of
    screen.head(f"Meanings (of {of.covered:,} of {of.matching:,} episodes)")
    for sense in page.senses:
        label, episodes = clean_line(sense.label), count(sense.episodes, "episode")
        screen.say(f"{label}: {episodes}  (--sense {sense.id})", indent=2)


def _print_podcasts(screen: Screen, page: TopicPage) -> None:
    if not page.podcasts:
        return
    screen.head("Best podcasts")
    shown = page.podcasts[:SHOWS]
    rows = [(screen.text(clean_line(show.title), "title"), clean_line(show.why)) for show in shown]
    if screen.width >= TABLE_WIDTH:
        table = Table.grid(padding=(0, 2), expand=True)
        table.add_column(width=0)
        table.add_column(ratio=2)
        table.add_column(ratio=4)
        for title, reason in rows:
            table.add_row("", title, screen.text(reason))
        screen.console.print(table, width=screen.width)
    else:
        for title, reason in rows:
            screen.write(title, indent=2)
            screen.say(reason, indent=4)
    if len(page.podcasts) > SHOWS:
        screen.say(f"and {len(page.podcasts) - SHOWS:,} more (--json)", "dim", indent=2)


def _print_starters(screen: Screen, page: TopicPage) -> None:
    if not page.starters:
        return
    screen.head("To start with")
    for starter in page.starters:
        episode = starter.episode
        parts = [clean_line(episode.podcast.title), length(episode.duration_ms), f"id {episode.id}"]
        line = screen.text(f"{STARTERS[starter.kind]}: ", "dim")
        line.append(clean_line(episode.title) or UNTITLED, "title not dim")
        screen.write(line.append(f" · {' · '.join(parts)}", "not dim"), indent=2)


def _print_around(screen: Screen, page: TopicPage, grade: Grade | None) -> None:
    """What stands around the topic, a line each."""
    screen.gap()
    if page.variants:
        screen.say(f"Spellings: {_counted(page.variants)}")
    if page.related:
        related = [f"{clean_line(topic.phrase)} ({topic.episodes:,})" for topic in page.related]
        screen.say(f"Related: {', '.join(related)}")
    if page.grades["ad"] and grade != "ad":
        aside = count(page.grades["ad"], "episode")
        screen.say(f"Not counted: {aside} with it only in ads, repeated notices or addresses")
    languages = [f"{language(code)} {episodes:,}" for code, episodes in page.languages]
    screen.say(f"Languages: {', '.join(languages)}")
    if page.people:
        people = [
            f"{clean_line(name)} ({clean_line(role)}, {episodes:,})"
            for name, role, episodes in page.people[:8]
        ]
        screen.say(f"People: {', '.join(people)}")


def _counted(variants: Sequence[Variant]) -> str:
    return ", ".join(
        f"{clean_line(variant.phrase)} ({variant.episodes:,}{', counted' if variant.on else ''})"
        for variant in variants
    )


def _print_notes(screen: Screen, page: TopicPage) -> None:
    for note in page.notes:
        screen.say(f"Note: {clean_line(note.text)}")


def _print_next(screen: Screen, page: TopicPage, options: str, where: str) -> None:
    """How to go on, as commands to copy."""
    screen.head("How to go on")
    for command in _commands(page, options):
        screen.verbatim(f"  earmark {command}{where}")


def _commands(page: TopicPage, options: str) -> Iterator[str]:
    phrase = quote(clean_line(page.topic.phrase))
    if page.next:
        yield f"topic {phrase}{options} --cursor {page.next}"
    offered = next((variant for variant in page.variants if not variant.on), None)
    if offered:
        yield f"topic {phrase}{options} --also {quote(clean_line(offered.phrase))}"
    if page.episodes:
        yield f"why {phrase} {page.episodes[0].id}"
        yield f"topic {phrase}{options} --json"
        yield f"topic {phrase}{options} --csv"
    else:
        yield f"search {phrase}"

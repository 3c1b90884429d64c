"""The topic page in the terminal, at several widths."""

import io
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from tests.unit.topic_pages import EMPTY, EPISODES, PAGE, SEARCH, evidence

from earmark.model import LibrarySize, Note, PodcastId, PodcastRef, SenseCard
from earmark.terminal.screen import Screen
from earmark.terminal.search import print_search
from earmark.terminal.topic import print_topic, sentence


def shown(page=PAGE, width=80, **more):
    file = io.StringIO()
    print_topic(page, file=file, width=width, **more)
    return file.getvalue()


@pytest.mark.parametrize("width", [40, 57, 80, 120, 200])
def test_lines_fit_the_width(width):
    for line in shown(width=width).splitlines():
        assert cell_len(line) <= width or line.startswith("  earmark "), line


@pytest.mark.parametrize("width", range(40, 100))
def test_a_date_is_never_broken_over_lines(width):
    broken = re.compile(r"\b\d{1,2} March$|\b10$|^ *March |^ *2026\b(?!\*)")
    lines = [line.strip() for line in shown(width=width).splitlines()]
    assert [line for line in lines if broken.search(line)] == []
    assert any("10 March 2026" in line for line in lines)


def test_a_date_that_is_kept_whole_keeps_its_styles():
    screen = Screen(file=io.StringIO(), width=40)
    text = screen.text("On one of the finest of all 10 March 2026", "dim").append(", yes", "bold")
    first, second = text.wrap(screen.console, 36)
    assert (first.plain.strip(), second.plain) == (
        "On one of the finest of all",
        "10 March 2026, yes",
    )
    assert [second.plain[span.start : span.end] for span in second.spans] == [", yes"]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_page_says_all(width):
    text = " ".join(shown(width=width).split())
    for part in (
        "mfu as of 12 March 2026",
        "9 of 22 episodes are about it; it last came up on 10 March 2026.",
        "Shows 15 of 206",
        "Episodes 22 of 11,240, and 5 repeats folded into them",
        "Length 55 min on average, over the 20 whose length is known",
        "New 2 in the last 12 months",
        "Latest 10 March 2026; the first 4 January 2016; 1 without a date",
        "12 of 1,300",
        "Ordinary Machines · 10 March 2026 · 1 h 5 min · about it · 5 mentions · id 41",
        "“Half of the *MFU* went to waiting.” Ada, 12:34",
        "Also listed once more: same file and title",
        "Keywords: gpu, training",
        "粥の時間 · no date · in passing · id 17",
        "“今日は*mfu*について。”",
        "Most about it: What an mfu figure hides · Ordinary Machines · 1 h 5 min · id 41",
        "Newest: 台所の機械とmfuの話 · 粥の時間 · unknown length · id 17",
        "Spellings: mfus (3), model flops utilization (4, counted)",
        "Related: gpu (5)",
        "Not counted: 2 episodes",
        "Languages: English 18, Japanese 4",
        "People: Ada Quist (host, 3)",
        "Note: In Japanese a substring counts as a match.",
    ):
        assert part in text, part


def test_a_title_shows_its_match_once():
    text = shown(replace(PAGE, starters=()))
    assert "What an *mfu* figure hides" in text
    assert text.count("figure hides") == 1


def test_a_page_without_terminal_has_no_escape():
    assert "\x1b" not in shown()


def test_commands_repeat_their_options():
    lines = shown(options=" --by month", where=" --data /tmp/x", width=40).splitlines()
    assert "  earmark topic mfu --by month --cursor abc123 --data /tmp/x" in lines
    assert "  earmark topic mfu --by month --also mfus --data /tmp/x" in lines
    assert "  earmark why mfu 41 --data /tmp/x" in lines


def test_hostile_text_is_neutralised_wherever_it_stands():
    bad = "\x1b[2J\x1b]0;owned\x07"
    episode = replace(
        EPISODES[0],
        title=f"{bad}T",
        podcast=PodcastRef(PodcastId(7), f"{bad}P"),
        keywords=(f"{bad}K",),
        evidence=(evidence(f"{bad}a ", f"mf{bad}u", bad, speaker=f"{bad}S"),),
        duplicates=tuple(replace(double, reason=bad) for double in EPISODES[0].duplicates),
    )
    page = replace(
        PAGE,
        topic=replace(PAGE.topic, phrase=f"{bad}m", query=f"{bad}q"),
        episodes=(episode,),
        podcasts=tuple(replace(show, title=bad, why=bad) for show in PAGE.podcasts),
        related=tuple(replace(topic, phrase=bad) for topic in PAGE.related),
        variants=tuple(replace(variant, phrase=bad) for variant in PAGE.variants),
        people=((bad, bad, 1),),
        notes=(Note("bad", bad),),
    )
    text = shown(page)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "owned" not in text
    assert "“a *mfu*”" in text


def test_no_match_says_what_was_searched_and_what_is_near():
    text = " ".join(shown(EMPTY).split())
    assert "Nothing in 11,240 episodes of 206 shows." in text
    assert "“blue” in 7 and “mfu” in 0" in text
    assert "Spelled otherwise: mfus (3)." in text
    assert "Near it: blue mfd (2)." in text
    assert "earmark search mfu" in text
    assert "average" not in text


def test_no_match_tells_of_ads():
    page = replace(EMPTY, grades=EMPTY.grades | {"ad": 3})
    assert "of 3 episodes hold it" in " ".join(shown(page).split())


def test_empty_library_says_how_to_fill_it():
    page = replace(EMPTY, library=LibrarySize(0, 0, 0))
    assert "earmark add FOLDER" in shown(page)


def test_few_matches_are_told_by_their_dates():
    stats = replace(PAGE.stats, episodes=2, listed_episodes=2, podcasts=2)
    page = replace(PAGE, stats=stats)
    assert sentence(page) == "It comes up in 2 episodes, on 10 March 2026, 1 without a date."
    text = shown(page)
    assert "average" not in text
    assert "How often" not in text
    assert "12 months" not in text


def test_one_of_several_is_about_it():
    page = replace(PAGE, grades=PAGE.grades | {"subject": 1, "mentioned": 18})
    assert sentence(page).startswith("1 of 22 episodes is about it")


@pytest.mark.parametrize(
    ("grade", "episodes", "said"),
    [
        (None, 22, "9 of 22 episodes are about it; it last came up on 10 March 2026."),
        ("subject", 9, "9 of 22 episodes are about it; last on 10 March 2026."),
        ("discussed", 5, "5 of 22 episodes discuss it; last on 10 March 2026."),
        ("mentioned", 8, "8 of 22 episodes only mention it; last on 10 March 2026."),
        ("ad", 6, "Only ads, repeated notices or addresses of these 6 hold it; last on"),
    ],
)
def test_the_sentence_follows_the_grade(grade, episodes, said):
    grades = {"subject": 9, "discussed": 5, "mentioned": 8, "ad": 6}
    page = replace(PAGE, grades=grades, stats=replace(PAGE.stats, episodes=episodes))
    assert sentence(page, grade).startswith(said)
    assert ("Not counted: 6 episodes" in " ".join(shown(page, grade=grade).split())) is (
        grade != "ad"
    )


def test_nothing_of_a_grade_tells_of_the_others():
    page = replace(EMPTY, grades={"subject": 0, "discussed": 1, "mentioned": 10, "ad": 2})
    text = " ".join(shown(page, grade="subject").split())
    assert "Of other grades there are 1 discussed, 10 in passing and 2 only in an ad." in text


def test_senses_are_offered():
    page = replace(PAGE, senses=(SenseCard("s1", "chips", 4, 2, 0.9),))
    assert "chips: 4 episodes  (--sense s1)" in shown(page)


def test_many_shows_are_cut_with_their_number():
    page = replace(PAGE, podcasts=PAGE.podcasts * 8)
    assert "and 6 more (--json)" in shown(page)


def test_an_episode_without_title_is_not_blank():
    page = replace(PAGE, episodes=(replace(EPISODES[1], title=" \t"),))
    assert "(without a title)" in shown(page)


def test_search_results():
    file = io.StringIO()
    print_search(SEARCH, query="mfu", options=" --data /tmp/x", file=file, width=80)
    lines = file.getvalue().splitlines()
    assert lines[0] == "2 episodes: the word “mfu”"
    assert lines[-1] == "  earmark search mfu --data /tmp/x --cursor next1"


def test_search_without_result_says_what_to_try():
    file = io.StringIO()
    page = replace(SEARCH, total=0, episodes=(), next=None)
    print_search(page, query="mfu", file=file, width=80)
    assert "Try fewer words" in file.getvalue()

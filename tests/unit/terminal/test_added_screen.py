"""The report of an add, and of a check."""

import io
from dataclasses import replace

from earmark.model import AddReport, IndexDifference, IndexReport, PodcastId, Problem
from earmark.terminal.added import print_added, summary
from earmark.terminal.checked import checked_lines

CAP = Problem("items", "The feed has 30,000 items; 20,000 are kept.")
SOUP = AddReport("/feeds/soup.xml", PodcastId(1), "Soup\x1b[31m", 20, 3, 1, problems=(CAP, CAP))
STEW = AddReport("/feeds/stew.xml", PodcastId(2), "", 5)
LIST = AddReport("/feeds/list.opml", feeds=12)
BAD = AddReport("/feeds/cat.jpg", error=Problem("not-a-feed", "This is no feed."))


def shown(*reports, width=80):
    file = io.StringIO()
    print_added(reports, file=file, width=width)
    return file.getvalue()


def test_summary():
    assert summary([SOUP, STEW, LIST, BAD]) == (
        "2 shows, 25 episodes, 3 new, 1 changed, 12 feeds recorded as due, 1 source not added."
    )


def test_each_problem_stands_once_with_the_name():
    text = shown(SOUP, STEW, BAD)
    assert text.count("Soup: The feed has 30,000 items") == 1
    assert "/feeds/cat.jpg: This is no feed." in text


def test_other_feeds_of_a_page_are_named():
    offered = ("https://a.example/video", "https://a.example/\x1b[31mred")
    page = AddReport("https://a.example", PodcastId(1), "Soup", feed_url="https://a.example/f")
    text = shown(replace(page, offered=offered), width=200)
    assert "Soup is at https://a.example/f; not added: https://a.example/video" in text
    assert "\x1b" not in text
    assert "not added:" not in shown(page)


def test_a_show_without_title_is_called_by_its_file():
    assert "stew.xml" in shown(SOUP, STEW)


def test_escapes_of_a_title_stay_out():
    assert "\x1b" not in shown(SOUP, STEW)


def test_hundreds_of_sources_have_a_compact_form():
    assert len(shown(*[STEW] * 300).splitlines()) == 1


def test_fits_forty_columns():
    assert all(len(line) <= 40 for line in shown(SOUP, STEW, width=40).splitlines())


def test_check_agrees():
    assert list(checked_lines(IndexReport(5, 2))) == [
        "Index and catalog agree: 5 stories, generation 2."
    ]


def test_check_names_each_difference_and_the_remedy():
    report = IndexReport(5, 2, (IndexDifference("missing", 4, "Story 4 is not in the index."),))
    lines = list(checked_lines(report))
    assert lines[0] == "missing: Story 4 is not in the index."
    assert lines[1] == "1 difference over 5 stories."
    assert "earmark index rebuild" in lines[2]

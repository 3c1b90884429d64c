"""Related topics: exact counts, lift, and what is left out."""

from __future__ import annotations

from datetime import date

import pytest
from topics_shelf import MIRROR, UNION, Shelf, Show, Written

from earmark.model import TopicPage, TopicRequest
from earmark.topics.page import topic_page

FILLER = Show("Filler", [Written(f"Tape {n}", f"About Kettle Drums, part {n}.") for n in range(30)])
HABITUAL = Show(
    "One Voice",
    [
        Written("MFU one", "The MFU and Inner Circle. Kettle Drums."),
        Written("MFU two", "The MFU and Inner Circle. The MFU Board."),
    ],
)


def page_of(phrase: str, **wanted) -> TopicPage:
    shelf = Shelf([UNION, MIRROR, FILLER, HABITUAL])
    reader = shelf.reader()
    request = TopicRequest(phrase, **wanted)
    return topic_page(request, reader=reader, store=shelf, generation=1, today=date(2026, 1, 1))


def test_counts_are_exact_and_lift_is_against_the_library():
    page = page_of("mfu")
    assert (page.stats.episodes, page.library.episodes) == (6, 40)
    related = {topic.phrase.casefold(): topic for topic in page.related}
    assert related["lobster prices"].episodes == 2
    assert related["lobster prices"].lift == pytest.approx((2 / 6) / (2 / 40))


@pytest.mark.parametrize("absent", ["mfu", "mfu board", "inner circle", "kettle drums", "one"])
def test_left_out_are_the_topic_itself_one_show_s_habits_and_what_is_everywhere(absent):
    related = [topic.phrase.casefold() for topic in page_of("mfu").related]
    assert absent not in related


def test_none_is_part_of_another():
    related = [topic.phrase.casefold() for topic in page_of("mfu").related]
    assert not any(one != other and one in other for one in related for other in related)


def test_filters_hold_for_both_sides():
    page = page_of("mfu", podcasts=(2,))
    assert page.library.episodes == 2
    assert page.related == ()

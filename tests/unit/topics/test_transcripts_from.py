"""From when on transcripts are known: under the filters of the request, whatever the topic."""

from __future__ import annotations

from datetime import date

import pytest
from topics_shelf import Shelf, Show, Written

from earmark.model import TopicRequest
from earmark.topics.page import topic_page

TODAY = date(2026, 3, 20)
SHELF = Shelf(
    [
        Show("Old", [Written("The mfu", day="2019-05-01"), Written("Mfu", day="2022-05-01")]),
        Show(
            "Spoken",
            [
                Written("Tea", day="2023-02-01", transcript="A word.", language="de"),
                Written("Cocoa", day="2024-02-01", transcript="The mfu."),
                Written("Undated", day=None, transcript="A word."),
            ],
        ),
        Show("Hidden", [Written("Fog", day="2020-01-01", transcript="Hush.")], visibility=2),
    ]
)


@pytest.mark.parametrize(
    ("wanted", "day"),
    [
        ({}, date(2020, 1, 1)),
        ({"visible": frozenset({0})}, date(2023, 2, 1)),
        ({"visible": frozenset({0}), "languages": ("en",)}, date(2024, 2, 1)),
        ({"podcasts": (1,)}, None),
        ({"as_of": date(2019, 12, 31)}, None),
    ],
)
def test_when_the_first_transcript_was_published(wanted, day):
    page = topic_page(
        TopicRequest("mfu", **wanted),
        reader=SHELF.reader(),
        store=SHELF,
        generation=1,
        today=TODAY,
    )
    found = page.transcripts_from
    assert (found.date() if found else None) == day

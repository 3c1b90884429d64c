"""The grade rule, told of texts and told as queries, is one rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.model import GRADES, PodcastId, StoryDoc, StoryFields, StoryId
from earmark.search.memory import MemoryIndex
from earmark.topics.grade import grade, grade_queries

FIELDS = StoryFields(
    text="owls at night | moss and rain | tea",
    subject="owls at night",
    discussed="moss and rain",
    aside="acme knives | owls",
    exact="",
    language="en",
)


@pytest.mark.parametrize(
    ("phrases", "expected"),
    [
        (["owls"], "subject"),
        (["at night"], "subject"),
        (["moss"], "discussed"),
        (["tea"], "mentioned"),
        (["acme knives"], "ad"),
        (["owl"], None),
        (["night moss"], None),
        (["tea", "moss"], "discussed"),
        (["acme", "owls"], "subject"),
        ([], None),
    ],
)
def test_grades(phrases: list[str], expected: str | None) -> None:
    assert grade(FIELDS, [tuple(phrase.split()) for phrase in phrases]) == expected


RUN = st.lists(st.sampled_from("abcd"), min_size=1, max_size=5).map(" ".join)


@st.composite
def story_fields(draw: st.DrawFn) -> StoryFields:
    """Fields as they are made: what is in ``subject`` or ``discussed`` is in ``text``."""
    runs = draw(st.lists(RUN, max_size=4))
    subject = draw(st.lists(st.sampled_from(runs), max_size=2)) if runs else []
    discussed = draw(st.lists(st.sampled_from(runs), max_size=2)) if runs else []
    aside = draw(st.lists(RUN, max_size=2))
    joined = [" | ".join(part) for part in (runs, subject, discussed, aside)]
    return StoryFields(*joined, exact="", language="en")


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(story_fields(), max_size=5), st.lists(RUN, min_size=1, max_size=2))
def test_the_queries_find_exactly_the_stories_of_each_grade(
    stories: list[StoryFields], phrases: list[str]
) -> None:
    asked = [tuple(phrase.split()) for phrase in phrases]
    index = MemoryIndex()
    writer = index.writer()
    writer.upsert(document(number, fields) for number, fields in enumerate(stories, 1))
    writer.commit()
    reader = index.reader()
    found = {g: {hit.id for hit in reader.newest(q, 99)} for g, q in grade_queries(asked).items()}
    given_grades = {number: grade(fields, asked) for number, fields in enumerate(stories, 1)}
    assert found == {g: {n for n, own in given_grades.items() if own == g} for g in GRADES}


def document(number: int, fields: StoryFields) -> StoryDoc:
    podcast = PodcastId(1)
    return StoryDoc(
        StoryId(number), podcast, (podcast,), "en", 5, 5, None, 1, 0, False, (), fields, number
    )

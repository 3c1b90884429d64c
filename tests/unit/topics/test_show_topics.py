"""Which phrases mark a show."""

from __future__ import annotations

import pytest

from earmark.model import Facts, SharedTopic
from earmark.topics.podcast import is_its_own


@pytest.mark.parametrize(
    ("own", "podcasts", "everywhere", "marks"),
    [
        (2, 1, 2, True),
        (2, 10, 400, True),  # few shows have it
        (2, 20, 400, True),  # a tenth of 200 shows
        (2, 21, 400, False),
        (9, 150, 3000, False),  # a word of daily use
        (9, 60, 450, True),
        (4, 60, 450, False),
        (2, 60, 20, False),  # twice is no habit
        (3, 60, 60, True),
    ],
)
def test_phrase_of_many_shows_must_be_said_far_oftener(
    own: int, podcasts: int, everywhere: int, marks: bool
) -> None:
    library = Facts(stories=10_000, podcasts=dict.fromkeys(range(200), 50))
    topic = SharedTopic("Otters", "otters", own, podcasts)
    assert is_its_own(topic, everywhere, 20, library) is marks

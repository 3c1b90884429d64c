"""Best podcasts: order, ties and the reason in words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earmark.model import Podcast, PodcastId
from earmark.topics.ranking import (
    Candidate,
    Latest,
    leaders,
    rank_podcasts,
    reason,
    score,
    shortlist,
    wilson,
)

MARCH = datetime(2026, 3, 3, tzinfo=UTC)
TODAY = date(2026, 3, 20)


def show(number: int, title: str = "", **known) -> Podcast:
    return Podcast(
        PodcastId(number), f"https://{number}.example", title or f"Show {number}", **known
    )


@pytest.mark.parametrize(
    ("n", "of", "bound"),
    # Wilson 1927 at z = 1.96; 10 of 10 and 1 of 2 as in textbooks
    [(10, 10, 0.7225), (1, 2, 0.0945), (1, 1, 0.2065), (50, 100, 0.4038), (0, 10, 0.0)],
)
def test_the_lower_bound(n, of, bound):
    assert wilson(float(n), float(of)) == pytest.approx(bound, abs=1e-4)


def test_much_of_a_show_beats_a_little_of_a_big_one_and_one_of_one():
    matching = {1: 1, 2: 9, 3: 30}
    library = {1: 1, 2: 10, 3: 3000}
    assert shortlist(matching, library) == (2, 1, 3)


def test_the_shortlist_breaks_ties_by_id_and_stops():
    same = dict.fromkeys((5, 3, 9, 1), 2)
    assert shortlist(same, dict.fromkeys(same, 4), limit=3) == (1, 3, 5)
    assert shortlist({}, {}) == ()
    shares = {podcast: 1 + podcast % 5 for podcast in range(60)}
    whole = shortlist(shares, dict.fromkeys(shares, 6))
    assert shortlist(shares, dict.fromkeys(shares, 6), limit=20) == whole[:20]


def test_about_and_lately_lift_a_show():
    plain = Candidate(1, 10, 20, subject=0, recent=0)
    about = Candidate(2, 10, 20, subject=10, recent=0)
    late = Candidate(3, 10, 20, subject=0, recent=10)
    assert score(about) == pytest.approx(2 * score(plain))
    assert score(late) == pytest.approx(1.5 * score(plain))


def test_ties_go_to_the_latest_then_to_the_lower_id():
    candidates = [Candidate(number, 2, 4, 1, 1) for number in (4, 3, 2, 1)]
    latest = {2: Latest(MARCH), 3: Latest(MARCH.replace(year=2027)), 4: Latest(MARCH)}
    shows = {PodcastId(n): show(n) for n in (1, 2, 3, 4)}
    ranked = rank_podcasts(candidates, latest=latest, shows=shows, as_of=TODAY)
    assert [podcast.id for podcast in ranked] == [3, 2, 4, 1]


def test_leaders_keep_all_that_tie_with_the_last():
    candidates = [Candidate(1, 5, 5, 0, 0), *(Candidate(n, 1, 2, 0, 0) for n in range(2, 9))]
    assert len(leaders(candidates, limit=3)) == 8
    assert [candidate.podcast for candidate in leaders(candidates, limit=1)] == [1]


def test_a_podcast_taken_down_meanwhile_is_left_out():
    ranked = rank_podcasts([Candidate(1, 1, 1, 0, 0)], latest={}, shows={}, as_of=TODAY)
    assert ranked == ()


@pytest.mark.parametrize(
    ("candidate", "podcast", "words"),
    [
        (Candidate(1, 12, 40, 5, 1), show(1), "12 of its 40 episodes, 5 of them about it"),
        (Candidate(1, 4, 4, 4, 1), show(1), "All of its 4 episodes, each about it"),
        (Candidate(1, 1, 1, 0, 1), show(1), "Its only episode here"),
        (Candidate(1, 1, 9, 1, 1), show(1), "1 of its 9 episodes, and it is about it"),
        (
            Candidate(1, 2, 9, 0, 1),
            show(1, "The MFU Hour", complete=True),
            "2 of its 9 episodes; the show is named for it",
        ),
        (
            Candidate(1, 2, 9, 0, 1),
            show(1, "Mfus", description="News of the MFU."),
            "2 of its 9 episodes; the show describes itself with it",
        ),
    ],
)
def test_the_reason(candidate, podcast, words):
    said = reason(candidate, Latest(MARCH, MARCH), podcast, TODAY, [("mfu",)])
    ending = "; the show has ended" if podcast.complete else ""
    assert said == f"{words}; last on 3 March 2026{ending}"
    assert reason(candidate, Latest(), podcast, TODAY, [("mfu",)]) == f"{words}{ending}"


@pytest.mark.parametrize(
    ("complete", "heard", "ended", "words"),
    [
        (False, "2024-09-20", False, None),
        (False, "2024-09-19", True, "silent since September 2024"),
        (False, "2026-03-20", False, None),
        (True, "2026-03-20", True, "the show has ended"),
        (True, "2019-05-01", True, "the show has ended"),
        (False, None, False, None),
        (True, None, True, "the show has ended"),
    ],
)
def test_a_show_ends_by_its_own_word_or_by_18_months_of_silence(complete, heard, ended, words):
    at = datetime.fromisoformat(heard).replace(tzinfo=UTC) if heard else None
    podcast = show(1, complete=complete)
    (ranked,) = rank_podcasts(
        [Candidate(1, 2, 9, 0, 0)],
        latest={1: Latest(show=at)},
        shows={podcast.id: podcast},
        as_of=TODAY,
    )
    assert (ranked.ended, ranked.show_latest_at) == (ended, at)
    assert ranked.why == "; ".join(filter(None, ["2 of its 9 episodes", words]))


@pytest.mark.parametrize(
    ("title", "description", "named"),
    [
        ("The MFU Hour", "About the MFU.", "title"),
        ("The Hour", "About the MFU.", "description"),
        ("Mfus", "Emfu", None),
    ],
)
def test_the_reason_in_figures(title, description, named):
    podcast = show(1, title, description=description)
    (ranked,) = rank_podcasts(
        [Candidate(1, 3, 9, 2, 0)],
        latest={},
        shows={podcast.id: podcast},
        as_of=TODAY,
        phrases=[("mfu",)],
    )
    assert (ranked.subject, ranked.named) == (2, named)


COUNTS = st.integers(1, 12).flatmap(lambda of: st.tuples(st.integers(1, of), st.just(of)))


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=12), st.integers())
def test_the_order_does_not_depend_on_the_order_of_asking(counts, seed):
    candidates = [Candidate(i, n, of, n // 2, n // 3) for i, (n, of) in enumerate(counts)]
    shuffled = Random(seed).sample(candidates, len(candidates))
    shows = {PodcastId(i): show(i) for i in range(len(counts))}
    ranked = rank_podcasts(candidates, latest={}, shows=shows, as_of=TODAY)
    assert ranked == rank_podcasts(shuffled, latest={}, shows=shows, as_of=TODAY)
    assert [podcast.score for podcast in ranked] == sorted(
        (podcast.score for podcast in ranked), reverse=True
    )
    matching = {candidate.podcast: candidate.episodes for candidate in shuffled}
    library = {candidate.podcast: candidate.of for candidate in shuffled}
    whole = shortlist(matching, library)
    assert sorted(whole) == sorted(matching)
    assert whole == shortlist(dict(sorted(matching.items())), library)


def test_the_leaders_of_many_are_those_of_all_scores():
    random = Random(7)
    many = [
        Candidate(podcast, n, n + random.randrange(3), random.randrange(n + 1), n // 2)
        for podcast in range(300)
        for n in (random.choice((1, 2, 3)),)
    ]

    def standing(candidate: Candidate) -> tuple[float, int]:
        return -score(candidate), -candidate.episodes

    ordered = sorted(many, key=standing)
    for limit in (1, 20, 299):
        last = standing(ordered[limit - 1])
        assert leaders(many, limit) == tuple(each for each in ordered if standing(each) <= last)
    assert leaders(many, 300) == tuple(ordered)
    assert leaders([]) == ()

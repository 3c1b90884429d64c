"""Home: what the library is about, what came last, which shows it has."""

from __future__ import annotations

from datetime import date

from earmark.library import Library
from earmark.model import VISITOR, SharedTopic
from earmark.topics.home import _could_be


def test_home_says_how_large_the_library_is_and_in_which_languages(library: Library) -> None:
    home = library.home()
    assert home.as_of == date(2026, 11, 20)
    assert home.generation == library.state().generation
    assert (home.library.podcasts, home.library.episodes) == (6, 15)
    assert home.languages == (("en", 12), ("no", 2), ("de", 1))


def test_topics_are_what_several_shows_are_about_with_exact_counts(library: Library) -> None:
    assert set(library.home().topics) == {
        SharedTopic("lighthouse", "lighthouse", 10, 5),
        SharedTopic("Ferry", "ferry", 3, 3),
    }
    for topic in library.home().topics:
        assert library.search(topic.phrase).total == topic.episodes


def test_topics_are_counted_for_the_asker(library: Library) -> None:
    topics = library.home(visible=VISITOR).topics
    assert topics == (SharedTopic("lighthouse", "lighthouse", 8, 3),)


def test_newest_are_few_of_each_show_and_begin_with_their_own_words(library: Library) -> None:
    newest = library.home().newest
    assert len(newest) == 12
    dated = [row.published_at for row in newest if row.published_at]
    assert len(dated) == 12
    assert dated == sorted(dated, reverse=True)
    assert {row.title for row in newest} >= {"Lantern songs", "Ferry talk", "Ferry of members"}
    assert all(row.grade is None and row.evidence == () for row in newest)
    assert [row.lead for row in newest if row.title == "Fyrlykter"] == [
        "Lykter i et fyr, og en kafé."
    ]


def test_shows_of_most_episodes_come_first(library: Library) -> None:
    cards = library.home().podcasts
    assert [(card.podcast.title, card.episodes) for card in cards[:2]] == [
        ("Harbour Tales", 6),
        ("The Coast Hour", 3),
    ]
    assert [card.podcast.title for card in cards if card.ended] == ["Änded Lanterns"]


def test_home_is_made_once_for_each_asker(library: Library) -> None:
    assert library.home() is library.home()
    assert library.home(visible=VISITOR) is library.home(visible=VISITOR)
    assert library.home(visible=VISITOR) is not library.home()


def test_no_topic_is_a_mere_part_of_a_name() -> None:
    names = frozenset({"ines", "talvik"})
    assert not _could_be(("ines",), names)
    assert not _could_be(("2024",), names)
    assert _could_be(("ines", "talvik"), names)
    assert _could_be(("herring",), names)

"""The library's verbs over real adapters: adding, asking, checking, rebuilding, removing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from feeds import Item, rss

from earmark.errors import InvalidInput, NotFound
from earmark.ingest.companion import companion
from earmark.library import Library, open_library
from earmark.model import (
    AddOptions,
    Boilerplate,
    EpisodeText,
    PodcastId,
    StoryFields,
    StoryId,
    TopicRequest,
)
from earmark.search.tantivy_index import TantivyIndex
from earmark.settings import Settings
from earmark.store.sqlite import SqliteStore
from earmark.text.document import story_fields
from earmark.text.tokens import TEXT_VERSION

NOW = datetime(2025, 6, 1, tzinfo=UTC)
HERRING = [
    Item("Herring in spring", "h1", day=1, notes="Herring came back.", audio="https://c.example/1"),
    Item("Ropes and knots", "h2", day=9, notes="A knot a day.", audio="https://c.example/2"),
]
REPEAT = [Item("Herring in spring", "n1", day=1, notes="Again.", audio="http://c.example/1?x=1")]


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    folder = tmp_path / "feeds"
    folder.mkdir()
    (folder / "harbour.xml").write_bytes(rss("Harbour Notes", HERRING))
    (folder / "network.xml").write_bytes(rss("The Network", REPEAT))
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_at(tmp_path / "data") as library:
        yield library


def open_at(data: Path) -> Library:
    return open_library(Settings(data=data), now=lambda: NOW, workers=0)


def stored(library: Library) -> SqliteStore:
    store = library._store
    assert isinstance(store, SqliteStore)
    return store


def test_added_feeds_answer_with_stories_folded_across_feeds(library: Library, feeds: Path) -> None:
    reports = list(library.add([str(feeds)]))
    assert [(report.title, report.episodes, report.new) for report in reports] == [
        ("Harbour Notes", 2, 2),
        ("The Network", 1, 1),
    ]
    page = library.topic(TopicRequest("herring"))
    assert (page.stats.episodes, page.stats.listed_episodes, page.stats.podcasts) == (1, 2, 1)
    assert page.episodes[0].duplicates[0].reason == "same audio file, same title"
    assert [row.title for row in library.topic_rows(TopicRequest("herring"))] == [
        "Herring in spring"
    ]


def test_adding_twice_changes_nothing(library: Library, feeds: Path) -> None:
    list(library.add([str(feeds)]))
    generation = stored(library).generation()
    again = list(library.add([str(feeds)]))
    assert [(report.episodes, report.new, report.changed) for report in again] == [
        (2, 0, 0),
        (1, 0, 0),
    ]
    assert stored(library).generation() == generation


def test_versions_of_a_show_added_twice_change_nothing(library: Library, feeds: Path) -> None:
    edited = [Item("Herring in spring, corrected", "h1", day=1, audio="https://c.example/1")]
    (feeds / "harbour-later.xml").write_bytes(
        rss("Harbour Notes", edited + HERRING[1:], url="https://harbour.example/feed")
    )
    (feeds / "harbour.xml").write_bytes(
        rss("Harbour Notes", HERRING, url="https://harbour.example/feed")
    )
    list(library.add([str(feeds)]))
    again = list(library.add([str(feeds)]))
    assert [(report.new, report.changed) for report in again] == [(0, 0)] * 3


def test_every_difference_between_index_and_catalog_is_named(
    library: Library, feeds: Path, tmp_path: Path
) -> None:
    list(library.add([str(feeds)]))
    assert library.index_check(deep=True).differences == ()
    writer = TantivyIndex(tmp_path / "data" / "index", text_version=TEXT_VERSION).writer()
    writer.delete([StoryId(1)])
    writer.commit()
    writer.close()
    stored(library).log_everything()
    kinds = {each.kind: each.message for each in library.index_check().differences}
    assert set(kinds) == {"missing", "pending"}
    assert "story 1 is in the catalog but not in the index" in kinds["missing"]


def test_rebuilding_mends_an_index_that_lost_stories(
    library: Library, feeds: Path, tmp_path: Path
) -> None:
    list(library.add([str(feeds)]))
    writer = TantivyIndex(tmp_path / "data" / "index", text_version=TEXT_VERSION).writer()
    writer.delete([StoryId(1), StoryId(2)])
    writer.commit()
    writer.close()
    assert library.index_rebuild()
    assert library.index_check(deep=True).differences == ()
    assert library.topic(TopicRequest("herring")).stats.episodes == 1


def test_a_run_cut_off_between_index_and_catalog_is_finished_by_the_next(
    tmp_path: Path, feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with open_at(tmp_path / "data") as library, monkeypatch.context() as cut:
        cut.setattr(SqliteStore, "acknowledge", cut_off)
        with pytest.raises(KeyboardInterrupt):
            list(library.add([str(feeds)]))
    with open_at(tmp_path / "data") as library:
        list(library.add([str(feeds)]))
        assert library.index_check(deep=True).differences == ()
        assert library.topic(TopicRequest("herring")).stats.listed_episodes == 2


def test_a_removed_show_stays_out_and_its_stories_fold_anew(library: Library, feeds: Path) -> None:
    list(library.add([str(feeds)]))
    assert "Harbour Notes" in library.remove("Harbour Notes")
    page = library.topic(TopicRequest("herring"))
    assert (page.stats.episodes, page.episodes[0].podcast.title) == (1, "The Network")
    again = list(library.add([str(feeds / "harbour.xml")]))
    assert again[0].error is not None
    assert again[0].error.code == "removed"
    assert library.index_check(deep=True).differences == ()


@pytest.mark.parametrize(("target", "error"), [("Nobody's Show", NotFound), ("harbour", NotFound)])
def test_what_is_not_there_cannot_be_removed(
    library: Library, feeds: Path, target: str, error: type[Exception]
) -> None:
    list(library.add([str(feeds / "harbour.xml")]))
    with pytest.raises(error):
        library.remove(target)


def test_a_title_that_several_shows_have_is_no_target(library: Library, tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}.xml").write_bytes(
            rss("Harbour", [Item("One", f"g{number}")], url=f"https://{number}.example/f")
        )
    list(library.add([str(tmp_path / "0.xml"), str(tmp_path / "1.xml")]))
    with pytest.raises(InvalidInput, match="Several podcasts"):
        library.remove("Harbour")


def test_one_bad_source_costs_only_its_own_report(library: Library, feeds: Path) -> None:
    (feeds / "broken.xml").write_bytes(b"<html><body>Not found</body></html>")
    reports = list(library.add([str(feeds), str(feeds / "absent.xml")]))
    assert [report.error.code if report.error else None for report in reports] == [
        "not-a-feed",
        None,
        None,
        "source",
    ]
    assert library.topic(TopicRequest("herring")).stats.episodes == 1


def test_an_opml_file_and_an_address_record_feeds_as_due(library: Library, tmp_path: Path) -> None:
    opml = tmp_path / "list.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/feed"/>'
        '<outline text="B" xmlUrl="https://b.example/feed"/></body></opml>'
    )
    reports = list(
        library.add([str(opml), "https://b.example/feed"], options=AddOptions(fetched=0))
    )
    assert [report.feeds for report in reports] == [2, 0]
    assert [feed.due_at for feed in stored(library).feeds()] == [NOW, NOW]


def test_the_companion_runs_beside_the_block_and_ends_with_it(tmp_path: Path) -> None:
    with companion(Beside(tmp_path / "seen.json")):
        pass
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen["over_at_the_end"] is True


class Beside:
    """Notes that it ran until it was told that it is over."""

    def __init__(self, path: Path):
        self.path = path

    def __call__(self, over: object, pause: object) -> None:
        assert callable(over)
        assert callable(pause)
        while not over():
            pause(0.01)
        self.path.write_text(json.dumps({"over_at_the_end": over()}))


def test_enough_sources_are_indexed_meanwhile(tmp_path: Path) -> None:
    for number in range(12):
        items = [Item(f"Herring {number}", f"g{number}", notes=f"The herring of {number}.")]
        (tmp_path / f"{number:02}.xml").write_bytes(rss(f"Show {number}", items))
    with open_library(Settings(data=tmp_path / "data"), now=lambda: NOW, workers=2) as library:
        reports = list(library.add([str(tmp_path)]))
        assert sum(report.new for report in reports) == 12
        assert library.topic(TopicRequest("herring")).stats.episodes == 12
        assert library.index_check(deep=True).differences == ()


def test_text_that_came_back_after_a_cut_off_run_is_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    path = tmp_path / "show.xml"
    for notes, stopped in (("All about kelp.", 0), ("All about sonar.", 1), ("All about kelp.", 0)):
        path.write_bytes(rss("Harbour Notes", [Item("One", "h1", notes=notes)]))
        with open_at(tmp_path / "data") as library, monkeypatch.context() as cut:
            if stopped:
                cut.setattr(SqliteStore, "acknowledge", cut_off)
                with pytest.raises(KeyboardInterrupt):
                    list(library.add([str(path)]))
            else:
                list(library.add([str(path)]))
    with open_at(tmp_path / "data") as library:
        found = {
            word: library.topic(TopicRequest(word)).stats.episodes for word in ("kelp", "sonar")
        }
        assert found == {"kelp": 1, "sonar": 0}


def test_a_story_that_cannot_be_read_is_indexed_without_text(
    library: Library, feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_on_ropes(members: list[tuple[EpisodeText, Boilerplate]]) -> StoryFields:
        if "Ropes" in members[0][0].title:
            raise RecursionError("too deep")
        return story_fields(members)

    monkeypatch.setattr("earmark.ingest.documents.story_fields", fails_on_ropes)
    list(library.add([str(feeds)]))
    page = library.topic(TopicRequest("herring"))
    assert (page.library.episodes, page.stats.episodes) == (2, 1)
    assert library.topic(TopicRequest("ropes")).stats.episodes == 0


def test_a_removed_show_stays_out_from_any_file(library: Library, feeds: Path) -> None:
    list(library.add([str(feeds)]))
    library.remove("Harbour Notes")
    other = feeds / "again.xml"
    other.write_bytes(rss("Harbour  notes", HERRING))
    (report,) = library.add([str(other)])
    assert report.error is not None
    assert report.error.code == "removed"


def test_what_waits_is_no_stray_and_the_page_says_that_it_waits(
    library: Library, feeds: Path
) -> None:
    list(library.add([str(feeds)]))
    store = stored(library)
    store.remove(PodcastId(1))
    kinds = {each.kind for each in library.index_check().differences}
    assert kinds == {"pending"}
    (note,) = library.topic(TopicRequest("herring")).notes
    assert (note.code, note.count) == ("not-indexed-yet", sum(store.pending_count()))

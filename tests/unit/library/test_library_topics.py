"""Topic pages are kept as long as nothing changes, apart for each who asks."""

from __future__ import annotations

from pathlib import Path

from library_shows import show, told

from earmark.library import Library, open_library
from earmark.model import VISITOR, TopicRequest
from earmark.settings import Settings

LIGHTHOUSE = TopicRequest(phrase="lighthouse")


def test_page_is_made_once(library: Library) -> None:
    assert library.topic(LIGHTHOUSE) is library.topic(LIGHTHOUSE)


def test_visitor_never_gets_the_page_of_the_owner(library: Library) -> None:
    whole = library.topic(LIGHTHOUSE)
    public = library.topic(TopicRequest(phrase="lighthouse", visible=VISITOR))
    assert public is not whole
    assert public.library.podcasts < whole.library.podcasts
    assert library.topic(LIGHTHOUSE) is whole


def test_what_is_added_is_on_the_page(tmp_path: Path) -> None:
    with open_library(Settings(data=tmp_path / "data"), workers=0) as library:
        for number, (name, word) in enumerate((("one", "lighthouse"), ("two", "lighthouse")), 1):
            feed = tmp_path / f"{name}.xml"
            feed.write_text(show(name, name, told("2025-01-01", f"{name} {word}", "Notes.")))
            list(library.add([str(feed)]))
            assert library.topic(LIGHTHOUSE).stats.episodes == number
        library.remove("two")
        assert library.topic(LIGHTHOUSE).stats.episodes == 1


def test_popularity_alone_is_that_of_the_page(library: Library) -> None:
    for by in ("year", "quarter", "month"):
        request = TopicRequest(phrase="lighthouse", by=by, visible=VISITOR)
        points = library.popularity(request)
        assert points
        assert points == library.topic(request).popularity

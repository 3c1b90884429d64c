"""The pictures of a library: who may see them, what is fetched for whom, what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.fake_fetcher import Answer, Asked, FakeFetcher, Said, redirect

from earmark.artwork import FIRST_WAIT, LONGEST_WAIT, OLD_AFTER
from earmark.errors import NotFound
from earmark.library import Library, open_library
from earmark.model import PUBLIC, VISITOR, PodcastId
from earmark.pictures import SIZES, FoundPicture, PictureOf
from earmark.polls import Failure
from earmark.settings import Settings

ART = "https://img.example/{}.jpg"
TOKEN = "tok3n9b1"
LONG_S = 30
PRIVATE = Failure("private-address", "The address is private.")


def jpeg(colour: str = "red", side: int = 64) -> bytes:
    out = BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "JPEG")
    return out.getvalue()


def feed(name: str, image: str, more: str = "", episode: str = "") -> str:
    query = f"?token={TOKEN}" if name == "private" else ""
    picture = f'<itunes:image href="{image}"/>' if image else ""
    return (
        '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
        ' xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{name}</title>{picture}{more}"
        f'<atom:link rel="self" href="https://{name}.example/feed{query}"/>'
        f"<item><title>Tea with {name}</title><guid>{name}-1</guid>{episode}</item>"
        "</channel></rss>"
    )


class Shelf:
    """A library, its clock, and the servers it asks."""

    def __init__(self, folder: Path, answers: Callable[[Asked], Said], **settings: object):
        self.folder = folder
        self.now = datetime(2026, 11, 20, 12, tzinfo=UTC)
        self.fetcher = FakeFetcher(answers)
        chosen = Settings(data=folder / "data", **settings)  # type: ignore[arg-type]
        clock = lambda: self.now  # noqa: E731
        self.library = open_library(chosen, now=clock, workers=0, fetcher=lambda: self.fetcher)

    def add(self, name: str, image: str, **parts: str) -> PodcastId:
        path = self.folder / f"{name}.xml"
        path.write_text(feed(name, image, **parts), "utf-8")
        (report,) = self.library.add([str(path)])
        assert report.podcast is not None
        return report.podcast

    def mark(self, of: PictureOf, url: str) -> str:
        mark = self.library.artwork.mark(of, url)
        assert mark is not None
        return mark

    def look(
        self, show: int, url: str, visible: frozenset[int] | None = None, size: int = SIZES[0]
    ) -> FoundPicture:
        of = PictureOf("podcast", show)
        return self.library.artwork.find(of, self.mark(of, url), size, visible=visible)

    def fetched(self, show: int, url: str, visible: frozenset[int] | None = None) -> FoundPicture:
        """What there is after what is under way has ended."""
        found = self.look(show, url, visible)
        if found.coming is not None:
            found.coming.result(LONG_S)
        return self.look(show, url, visible)

    @property
    def asked(self) -> list[str]:
        return [asked.url for asked in self.fetcher.asked]


Open = Callable[..., Shelf]


@pytest.fixture
def shelf_of(tmp_path: Path) -> Iterator[Open]:
    opened: list[Library] = []

    def make(answers: Callable[[Asked], Said], **settings: object) -> Shelf:
        shelf = Shelf(tmp_path, answers, **settings)
        opened.append(shelf.library)
        return shelf

    yield make
    for library in opened:
        library.close()


def test_a_picture_is_fetched_when_it_is_asked_for_and_once(shelf_of: Open) -> None:
    shelf = shelf_of(lambda _: jpeg())
    show = shelf.add("tea", ART.format(1))
    shelf.mark(PictureOf("podcast", show), ART.format(1))
    assert shelf.asked == []  # pages name it, browsers ask
    first = shelf.look(show, ART.format(1))
    assert first.picture is None
    assert first.coming is not None
    assert first.current
    first.coming.result(LONG_S)
    for size in SIZES:
        found = shelf.look(show, ART.format(1), size=size)
        assert found.picture is not None
        assert found.picture.at == shelf.now
        assert found.picture.webp[8:12] == b"WEBP"
    assert shelf.asked == [ART.format(1)]
    request = shelf.fetcher.asked[0].request
    assert request.kind == "image"


def test_two_shows_with_one_picture_fetch_it_once(shelf_of: Open) -> None:
    shelf = shelf_of(lambda _: jpeg())
    shows = [shelf.add(name, ART.format(1)) for name in ("tea", "coffee")]
    assert all(shelf.fetched(show, ART.format(1)).picture for show in shows)
    assert len(shelf.asked) == 1


@pytest.mark.parametrize("name", ["private", "unlisted"])
def test_a_visitor_sees_no_picture_of_what_is_not_public(shelf_of: Open, name: str) -> None:
    shelf = shelf_of(lambda _: jpeg())
    block = "<itunes:block>Yes</itunes:block>" if name == "unlisted" else ""
    show = shelf.add(name, ART.format(1), more=block)
    for _ in range(2):
        with pytest.raises(NotFound):
            shelf.look(show, ART.format(1), VISITOR)
        assert shelf.asked == []
    found = shelf.fetched(show, ART.format(1))
    assert found.picture is not None
    assert found.podcast.visibility != PUBLIC
    with pytest.raises(NotFound):
        shelf.look(show, ART.format(1), VISITOR)


def test_a_removed_show_has_no_picture(shelf_of: Open) -> None:
    shelf = shelf_of(lambda _: jpeg())
    show = shelf.add("tea", ART.format(1))
    assert shelf.fetched(show, ART.format(1)).picture
    shelf.library.remove(str(show))
    with pytest.raises(NotFound):
        shelf.look(show, ART.format(1))


def test_nothing_is_fetched_for_an_address_that_is_not_ours(shelf_of: Open) -> None:
    shelf = shelf_of(lambda _: jpeg())
    show = PictureOf("podcast", shelf.add("tea", ART.format(1)))
    other = shelf.mark(PictureOf("podcast", show.id + 1), ART.format(1))
    for mark in ("", "A" * 20, other):
        with pytest.raises(NotFound):
            shelf.library.artwork.find(show, mark, SIZES[0], visible=None)
    assert shelf.asked == []


def test_a_new_picture_has_a_new_address_and_the_old_one_leads_to_it(shelf_of: Open) -> None:
    shelf = shelf_of(lambda asked: jpeg("red" if "1" in asked.url else "blue"))
    show = shelf.add("tea", ART.format(1))
    old = shelf.fetched(show, ART.format(1)).picture
    shelf.add("tea", ART.format(2))
    found = shelf.fetched(show, ART.format(1))
    assert old is not None
    assert found.picture is not None
    assert found.picture.webp != old.webp
    assert not found.current
    assert shelf.look(show, ART.format(2)).current
    assert shelf.asked == [ART.format(1), ART.format(2)]


def test_a_show_that_lost_its_picture_has_none(shelf_of: Open) -> None:
    shelf = shelf_of(lambda _: jpeg())
    show = shelf.add("tea", ART.format(1))
    shelf.add("tea", "")
    found = shelf.fetched(show, ART.format(1))
    assert found.picture is None
    assert found.coming is None
    assert shelf.asked == []


def test_an_episode_has_its_own_picture_or_the_shows(shelf_of: Open) -> None:
    shelf = shelf_of(lambda asked: jpeg("red" if "1" in asked.url else "blue"))
    own = f'<itunes:image href="{ART.format(2)}"/>'
    for name, episode, asked in (("tea", own, ART.format(2)), ("coffee", "", ART.format(1))):
        shelf.add(name, ART.format(1), episode=episode)
        (row,) = shelf.library.search(f'"Tea with {name}"').episodes
        of = PictureOf("episode", row.id)
        found = shelf.library.artwork.find(of, shelf.mark(of, asked), SIZES[0], visible=VISITOR)
        assert found.current
        assert found.coming is not None
        found.coming.result(LONG_S)
        assert shelf.asked[-1] == asked


FAILING: dict[str, Said] = {
    "private address": PRIVATE,
    "gone": Answer(status=410),
    "a page": b"<!doctype html><title>not found</title>",
    "svg": Answer(b"<svg/>", headers={"content-type": b"image/png"}),
    "nothing": b"",
    "cut short": jpeg(side=300)[:500],
    "too long": Failure("too-large", "The answer is over its cap."),
    "leads away": redirect("file:///etc/passwd"),
}


@pytest.mark.parametrize("name", FAILING)
def test_what_fails_is_left_alone_for_longer_each_time(shelf_of: Open, name: str) -> None:
    shelf = shelf_of(lambda _: FAILING[name])
    show = shelf.add("tea", ART.format(1))
    wait = FIRST_WAIT
    for times in range(1, 8):
        found = shelf.fetched(show, ART.format(1))
        assert found.picture is None
        assert found.coming is None
        assert found.again_s == wait.total_seconds()
        shelf.now += wait - timedelta(seconds=1)
        assert shelf.fetched(show, ART.format(1)).again_s == 1
        assert len(shelf.asked) == times
        shelf.now += timedelta(seconds=1)
        wait = min(wait * 4, LONGEST_WAIT)


def test_what_failed_and_came_is_forgiven(shelf_of: Open) -> None:
    said: list[Said] = [PRIVATE, jpeg()]
    shelf = shelf_of(lambda _: said[0])
    show = shelf.add("tea", ART.format(1))
    assert shelf.fetched(show, ART.format(1)).again_s
    shelf.now += FIRST_WAIT
    said.pop(0)
    assert shelf.fetched(show, ART.format(1)).picture


def test_being_stopped_is_not_held_against_a_picture(shelf_of: Open) -> None:
    shelf = shelf_of(lambda _: Failure("stopped", "It was stopped."))
    show = shelf.add("tea", ART.format(1))
    found = shelf.look(show, ART.format(1))
    assert found.coming is not None
    found.coming.result(LONG_S)
    assert shelf.look(show, ART.format(1)).again_s == 0


def test_an_old_picture_is_shown_while_it_is_fetched_again(shelf_of: Open) -> None:
    said: list[Said] = [jpeg("red"), jpeg("blue"), PRIVATE]
    shelf = shelf_of(lambda _: said.pop(0))
    show = shelf.add("tea", ART.format(1))
    first = shelf.fetched(show, ART.format(1)).picture
    shelf.now += OLD_AFTER
    found = shelf.look(show, ART.format(1))
    assert found.picture == first
    assert found.coming is not None
    found.coming.result(LONG_S)
    second = shelf.look(show, ART.format(1)).picture
    assert second is not None
    assert first is not None
    assert second.webp != first.webp
    shelf.now += OLD_AFTER  # and where it fails then, the old one stays
    for _ in range(2):
        assert shelf.fetched(show, ART.format(1)).picture == second
    assert said == []


def test_what_cannot_be_kept_is_not_fetched_again_and_again(shelf_of: Open, tmp_path: Path) -> None:
    shelf = shelf_of(lambda _: jpeg())
    show = shelf.add("tea", ART.format(1))
    (tmp_path / "data" / "artwork").write_text("no folder")
    for _ in range(3):
        assert shelf.fetched(show, ART.format(1)).picture is None
    assert len(shelf.asked) == 1


def test_no_room_for_a_key_is_no_pictures(shelf_of: Open, tmp_path: Path) -> None:
    shelf = shelf_of(lambda _: jpeg())
    show = PictureOf("podcast", shelf.add("tea", ART.format(1)))
    (tmp_path / "data" / "secrets").write_text("no folder")
    assert shelf.library.artwork.mark(show, ART.format(1)) is None
    with pytest.raises(NotFound):
        shelf.library.artwork.find(show, "A" * 20, SIZES[0], visible=None)


def test_turned_off_there_are_none(shelf_of: Open, tmp_path: Path) -> None:
    shelf = shelf_of(lambda _: jpeg(), artwork=False)
    show = PictureOf("podcast", shelf.add("tea", ART.format(1)))
    assert shelf.library.artwork.mark(show, ART.format(1)) is None
    with pytest.raises(NotFound):
        shelf.library.artwork.find(show, "A" * 20, SIZES[0], visible=None)
    assert not (tmp_path / "data" / "secrets").exists()


def test_no_secret_is_written_down(
    shelf_of: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    said: list[Said] = [PRIVATE, jpeg()]
    shelf = shelf_of(lambda _: said.pop(0))
    url = f"https://img.example/{TOKEN}/art.jpg"
    show = shelf.add("private", url)
    shelf.fetched(show, url)
    shelf.now += FIRST_WAIT
    assert shelf.fetched(show, url).picture
    assert "no picture" in caplog.text
    assert all(TOKEN not in str(record.__dict__) for record in caplog.records)
    for path in (tmp_path / "data" / "artwork").rglob("*"):
        assert TOKEN not in str(path)
        assert path.is_dir() or TOKEN.encode() not in path.read_bytes()

"""What arguments mean, and files that cannot be read."""

from pathlib import Path

import pytest

from earmark.errors import SourceError, TooLarge
from earmark.ingest.sources import Source, find_sources, read_file

FEED = b"<rss><channel><title>A show</title></channel></rss>"


def test_a_folder_means_its_feeds_by_name_and_nothing_hidden(tmp_path: Path) -> None:
    (tmp_path / "b.xml").write_bytes(FEED)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.rss").write_bytes(FEED)
    (tmp_path / "no-suffix").write_bytes(FEED)
    (tmp_path / "cover.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / ".hidden.xml").write_bytes(FEED)
    names = [Path(source.name).name for source in find_sources(str(tmp_path))]
    assert names == ["b.xml", "no-suffix", "a.rss"]


@pytest.mark.parametrize("url", ["https://a.example/feed", "HTTP://a.example/f", "feed:a.example"])
def test_an_address_is_an_address(url: str) -> None:
    assert list(find_sources(url)) == [Source(url, "url")]


def test_a_folder_without_feeds_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("nothing here")
    with pytest.raises(SourceError, match="has no feeds") as caught:
        list(find_sources(str(tmp_path)))
    assert str(tmp_path) in str(caught.value)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        list(find_sources(str(tmp_path / "nowhere.xml")))


def test_a_file_over_the_cap_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.xml"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(TooLarge, match="1,073,741,824 bytes"):
        read_file(str(path), max_bytes=64 << 20)


def test_a_folder_or_a_pipe_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no regular file"):
        read_file(str(tmp_path), max_bytes=1)


@pytest.mark.parametrize("given", ["", "x" * 5_000, "a\0b"])
def test_a_name_that_no_file_can_have(given: str) -> None:
    with pytest.raises(SourceError, match="no such file"):
        list(find_sources(given))

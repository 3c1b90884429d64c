"""Marks of pictures: only ours count, for what they were made for."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark.net.picture_marks import KEY_BYTES, PictureMarks, read_key
from earmark.pictures import PictureOf

URL = "https://pods.example/art.jpg?token=s3cret"
SHOW = PictureOf("podcast", 12)


@pytest.fixture
def marks(tmp_path: Path) -> PictureMarks:
    return PictureMarks(tmp_path / "secrets" / "artwork.key")


def test_a_mark_of_ours_is_known_and_tells_nothing(marks: PictureMarks) -> None:
    mark = marks.mark(SHOW, URL)
    assert marks.is_ours(SHOW, mark)
    assert marks.is_of(mark, URL)
    assert mark == marks.mark(SHOW, URL)
    assert len(mark) == 20
    assert mark.replace("-", "").replace("_", "").isalnum()
    assert len(marks.file_name(URL)) == 32


def test_another_picture_has_another_address_and_the_old_is_still_ours(marks: PictureMarks) -> None:
    old, new = marks.mark(SHOW, URL), marks.mark(SHOW, URL + "2")
    assert old != new
    assert marks.is_ours(SHOW, old)
    assert not marks.is_of(old, URL + "2")
    assert marks.file_name(URL) != marks.file_name(URL + "2")


@pytest.mark.parametrize("of", [PictureOf("podcast", 13), PictureOf("episode", 12),
                                PictureOf("podcast", 1)])  # fmt: skip
def test_a_mark_is_good_for_one_thing(marks: PictureMarks, of: PictureOf) -> None:
    assert not marks.is_ours(of, marks.mark(SHOW, URL))


@pytest.mark.parametrize("change", range(20))
def test_a_mark_that_was_changed_anywhere_is_not_ours(marks: PictureMarks, change: int) -> None:
    mark = marks.mark(SHOW, URL)
    other = "A" if mark[change] != "A" else "B"
    assert not marks.is_ours(SHOW, mark[:change] + other + mark[change + 1 :])


@given(st.text(max_size=40))
def test_no_guess_is_ours(guess: str) -> None:
    marks = PictureMarks(Path("never-read"))
    marks.__dict__["_key"] = b"k" * KEY_BYTES
    assert not marks.is_ours(SHOW, guess)


@pytest.mark.parametrize("mark", ["", "AAAA", "A" * 19, "A" * 21, "ä" * 20, "\ud800" * 20])
def test_what_is_no_mark_is_not_ours(marks: PictureMarks, mark: str) -> None:
    assert not marks.is_ours(SHOW, mark)


def test_a_mark_that_goes_on_is_not_ours(marks: PictureMarks) -> None:
    assert not marks.is_ours(SHOW, marks.mark(SHOW, URL) + "A")


def test_each_library_has_a_key_of_its_own(tmp_path: Path) -> None:
    one, other = (PictureMarks(tmp_path / name / "artwork.key") for name in ("one", "other"))
    assert one.mark(SHOW, URL) != other.mark(SHOW, URL)
    assert not other.is_ours(SHOW, one.mark(SHOW, URL))
    assert PictureMarks(tmp_path / "one" / "artwork.key").is_ours(SHOW, one.mark(SHOW, URL))


def test_the_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "artwork.key"
    key = read_key(path)
    assert len(key) == KEY_BYTES
    assert read_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_two_that_make_a_key_at_once_end_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "artwork.key"
    made = b"another process was first".ljust(KEY_BYTES)

    def meanwhile(count: int) -> bytes:
        path.write_bytes(made)
        return b"x" * count

    monkeypatch.setattr("earmark.net.picture_marks.secrets.token_bytes", meanwhile)
    assert read_key(path) == made
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_an_error_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="secrets"):
        PictureMarks(tmp_path / "secrets" / "artwork.key").mark(SHOW, URL)

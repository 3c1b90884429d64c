"""Pictures on the disk: whole or not at all, and no more than there is room for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree

import pytest

from earmark.net.picture_cache import TOUCHED_AFTER, PictureCache
from earmark.pictures import SIZES

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def webp(length: int) -> bytes:
    """What looks like a picture of so many bytes."""
    return b"RIFF" + (length - 8).to_bytes(4, "little") + b"WEBP" + bytes(length - 12)


def name(number: int) -> str:
    return f"{number:032x}"[::-1]


def three(length: int = 100) -> list[bytes]:
    return [webp(length + number) for number in range(len(SIZES))]


@pytest.fixture
def cache(tmp_path: Path) -> PictureCache:
    return PictureCache(tmp_path / "artwork", 10_000)


def kept(cache: PictureCache, numbers: range, now: datetime = NOW) -> list[int]:
    return [number for number in numbers if cache.get(name(number), SIZES[0], now=now)]


def used(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_what_is_put_is_there(cache: PictureCache, tmp_path: Path) -> None:
    assert cache.get(name(1), SIZES[0], now=NOW) is None
    cache.put(name(1), three(), now=NOW)
    for size, content in zip(SIZES, three(), strict=True):
        found = cache.get(name(1), size, now=NOW + DAY)
        assert found is not None
        assert found.webp == content
        assert found.at == NOW
    names = {path.name for path in (tmp_path / "artwork").rglob("*.*")}
    assert names == {f"{name(1)[2:]}-{size}.webp" for size in SIZES}


def test_a_newer_one_takes_its_place(cache: PictureCache) -> None:
    cache.put(name(1), three(), now=NOW)
    cache.put(name(1), three(200), now=NOW + DAY)
    found = cache.get(name(1), SIZES[0], now=NOW + DAY)
    assert found is not None
    assert (len(found.webp), found.at) == (200, NOW + DAY)


@pytest.mark.parametrize("torn", [b"", b"RIFF", webp(100)[:60], b"\0" * 100, webp(100) + b"\0"])
def test_what_is_not_whole_is_not_there(cache: PictureCache, tmp_path: Path, torn: bytes) -> None:
    cache.put(name(1), three(), now=NOW)
    (path,) = (tmp_path / "artwork").rglob(f"*-{SIZES[0]}.webp")
    path.write_bytes(torn)
    assert cache.get(name(1), SIZES[0], now=NOW) is None
    assert not path.exists()


def test_what_was_seen_longest_ago_goes_first(cache: PictureCache, tmp_path: Path) -> None:
    for number in range(30):
        cache.put(name(number), three(), now=NOW + number * DAY)
    later = NOW + 40 * DAY
    assert kept(cache, range(3), later) == [0, 1, 2]  # seen again
    for number in range(30, 36):
        cache.put(name(number), three(), now=later + (number - 30) * DAY)
    assert used(tmp_path / "artwork") <= 10_000
    there = kept(cache, range(36), later + 10 * DAY)
    assert {0, 1, 2} < set(there)
    assert {3, 4, 5}.isdisjoint(there)
    assert set(range(30, 36)) < set(there)


def test_what_lay_there_before_counts(tmp_path: Path) -> None:
    for number in range(30):
        PictureCache(tmp_path, 10_000).put(name(number), three(), now=NOW + number * DAY)
    (tmp_path / "ab").mkdir(exist_ok=True)
    (tmp_path / "ab" / ".half-written").write_bytes(bytes(5_000))
    PictureCache(tmp_path, 10_000).put(name(31), three(), now=NOW + 31 * DAY)
    assert used(tmp_path) <= 10_000


def test_being_seen_is_noted_but_not_each_time(
    cache: PictureCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put(name(1), three(), now=NOW)
    (path,) = (tmp_path / "artwork").rglob(f"*-{SIZES[0]}.webp")
    later = NOW + TOUCHED_AFTER * 2
    assert cache.get(name(1), SIZES[0], now=later)
    assert path.stat().st_atime == later.timestamp()
    assert path.stat().st_mtime == NOW.timestamp()
    monkeypatch.setattr("os.utime", None)
    assert cache.get(name(1), SIZES[0], now=later + TOUCHED_AFTER / 2)


def test_all_of_it_may_be_deleted_at_any_time(cache: PictureCache, tmp_path: Path) -> None:
    cache.put(name(1), three(), now=NOW)
    rmtree(tmp_path / "artwork")
    assert cache.get(name(1), SIZES[0], now=NOW) is None
    cache.put(name(1), three(4_000), now=NOW)
    cache.put(name(2), three(4_000), now=NOW + DAY)
    assert used(tmp_path / "artwork") <= 10_000


def test_a_disk_that_takes_nothing_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "artwork").write_text("a file where the folder should be")
    cache = PictureCache(tmp_path / "artwork", 10_000)
    with pytest.raises(OSError, match="artwork"):
        cache.put(name(1), three(), now=NOW)
    assert cache.get(name(1), SIZES[0], now=NOW) is None

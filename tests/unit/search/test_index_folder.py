"""The index on disk: versions, damage, leftovers, and what a reader sees of them."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path

import pytest
import tantivy

from earmark.errors import Busy, DiskFull, IndexDamaged, SearchError
from earmark.model import Every, PodcastId, StoryDoc, StoryFields, StoryId
from earmark.search.faults import engine_faults
from earmark.search.folder import IndexFolder, sweep
from earmark.search.schema import SCHEMA_VERSION
from earmark.search.tantivy_index import TantivyIndex


def opened(root: Path, text_version: int = 1) -> TantivyIndex:
    return TantivyIndex(root, text_version=text_version, threads=1, heap=15_000_000)


def some_story(number: int) -> StoryDoc:
    return StoryDoc(
        id=StoryId(number),
        podcast=PodcastId(1),
        any_podcast=(PodcastId(1),),
        language="en",
        published_s=1_700_000_000,
        sort_s=1_700_000_000,
        duration_ms=None,
        members=1,
        visibility=0,
        has_transcript=False,
        people=(),
        fields=StoryFields("some words", "", "", "", "", "en"),
        digest=number,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three stories, made once: commits wait for the disk."""
    root = tmp_path_factory.mktemp("made") / "index"
    writer = opened(root).writer()
    writer.upsert(some_story(number) for number in range(3))
    writer.commit()
    writer.close()
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    return Path(shutil.copytree(made, tmp_path / "index"))


def live(root: Path) -> Path:
    return root / (root / "CURRENT").read_text().strip()


def refused(root: Path, words: str, text_version: int = 1) -> None:
    """Neither reader nor writer opens, both say why, and a rebuild mends it."""
    index = opened(root, text_version)
    assert not index.usable()
    with pytest.raises(IndexDamaged, match=words) as caught:
        index.reader()
    assert "earmark index rebuild" in str(caught.value)
    with pytest.raises(IndexDamaged, match=words):
        index.writer()
    index.rebuild().close()
    index.swap()
    assert index.usable()
    assert index.reader().count(Every()) == 0


def test_an_index_of_other_tokens_is_refused(root: Path) -> None:
    refused(root, "made with text version 1, this program needs 2", text_version=2)


@pytest.mark.parametrize("part", ["schema", "engine"])
def test_an_index_of_another_version_is_refused(root: Path, part: str) -> None:
    path = live(root) / "versions.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {part: "0.0.1"}))
    refused(root, f"made with {part} version '0.0.1'")


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_unreadable_versions_are_refused(root: Path, text: str) -> None:
    (live(root) / "versions.json").write_text(text)
    refused(root, "version")


def test_missing_versions_are_refused(root: Path) -> None:
    (live(root) / "versions.json").unlink()
    refused(root, "versions.json is missing")


@pytest.mark.parametrize("text", ["", "{", "nonsense", "[1]", '{"segments": 3}'])
def test_a_broken_meta_file_is_refused(root: Path, text: str) -> None:
    (live(root) / "meta.json").write_text(text)
    refused(root, r"meta\.json is missing or unreadable")


def test_a_missing_meta_file_is_refused(root: Path) -> None:
    (live(root) / "meta.json").unlink()
    refused(root, r"meta\.json")


@pytest.mark.parametrize("ending", ["idx", "term", "pos", "fast", "fieldnorm", "store"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut"])
def test_damaged_segment_files_are_refused(root: Path, ending: str, damage: str) -> None:
    for path in live(root).glob(f"*.{ending}"):
        content = path.read_bytes()
        path.unlink()
        if damage != "gone":
            path.write_bytes(content[: len(content) // 2] if damage == "cut" else b"")
    refused(root, f"cannot be read|{ending} is missing")


@pytest.mark.parametrize("text", ["", "../elsewhere", "episodes-1-99", "\udcff"])
def test_a_pointer_to_nothing_is_refused(root: Path, text: str) -> None:
    (root / "CURRENT").write_bytes(text.encode("utf-8", "surrogateescape"))
    refused(root, "pointer CURRENT")


def test_a_lost_index_folder_is_refused(root: Path) -> None:
    shutil.rmtree(live(root))
    refused(root, "names no index")


def test_a_reader_says_so_when_its_index_goes_bad(root: Path) -> None:
    reader = opened(root).reader()
    (live(root) / "meta.json").write_text("{")
    with pytest.raises(IndexDamaged):
        reader.refresh()


def test_a_reader_outlives_the_swap_of_its_index(root: Path) -> None:
    index = opened(root)
    reader = index.reader()
    old = live(root)
    index.rebuild().close()
    index.swap()
    assert not old.exists()
    assert reader.count(Every()) == 3
    reader.refresh()
    assert reader.count(Every()) == 0


def test_a_crash_before_the_swap_leaves_the_live_index(root: Path) -> None:
    abandoned = opened(root)
    writer = abandoned.rebuild()
    writer.upsert([some_story(9)])
    writer.commit()
    writer.close()
    assert len(list(root.glob("episodes-*"))) == 2
    later = opened(root)  # another process
    assert later.reader().count(Every()) == 3
    later.rebuild().close()
    assert len(list(root.glob("episodes-*"))) == 2
    later.swap()
    assert [path.name for path in root.glob("episodes-*")] == [live(root).name]


def test_folders_are_numbered_onwards(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path, text_version=1)
    first = folder.create()
    folder.point_to(first)
    names = [first.name, folder.create().name, folder.create().name]
    assert names == [f"episodes-{SCHEMA_VERSION}-{number}" for number in (1, 2, 3)]
    assert folder.live() == first


def test_one_writer_at_a_time(root: Path) -> None:
    writer = opened(root).writer()
    with pytest.raises(Busy, match="another process is writing"):
        opened(root).writer()
    writer.close()
    opened(root).writer().close()


def test_a_closed_writer_takes_nothing(root: Path) -> None:
    writer = opened(root).writer()
    writer.close()
    writer.close()
    with pytest.raises(SearchError, match="closed"):
        writer.upsert([some_story(1)])


def test_files_of_a_killed_writer_are_swept(root: Path) -> None:
    stray = live(root) / f"{'ab' * 16}.idx"
    stray.write_bytes(b"x")
    kept = live(root) / "notes.txt"
    kept.write_text("not the engine's")
    opened(root).writer().close()
    assert not stray.exists()
    assert kept.exists()
    assert opened(root).reader().count(Every()) == 3


def test_sweeping_needs_a_meta_file(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=r"meta\.json"):
        sweep(tmp_path)


def test_info_of_an_index(root: Path) -> None:
    writer = opened(root).writer()
    writer.upsert([some_story(1)])
    writer.delete([StoryId(2)])
    writer.commit()
    writer.close()
    info = opened(root).reader().info()
    assert info.engine.startswith("tantivy 0.27")
    assert info.stories == 2
    assert info.segments >= 1
    assert info.bytes > 1_000


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        ValueError("IoError { io_error: Os { code: 28, kind: StorageFull } }"),
    ],
)
def test_a_full_disk_is_named(tmp_path: Path, fault: Exception) -> None:
    with pytest.raises(DiskFull, match="no room"), engine_faults(tmp_path):
        raise fault


def test_a_panic_of_the_engine_stays_inside(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    searcher = tantivy.Index.open(str(live(root))).searcher()
    with pytest.raises(IndexDamaged, match="broke down"), engine_faults(root):
        searcher.search(tantivy.Query.all_query(), limit=0)  # known to panic
    assert "panicked" in capfd.readouterr().err


def test_an_interrupt_passes_through(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), engine_faults(tmp_path):
        raise KeyboardInterrupt

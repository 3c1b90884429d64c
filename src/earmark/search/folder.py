"""Where indexes lie: ``episodes-<schema>-<n>/`` folders, and a ``CURRENT`` file that names the live
one and is replaced by renaming, so that a crash leaves either the old one or the new."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

from earmark.errors import IndexDamaged
from earmark.search.schema import ENGINE_VERSION, SCHEMA_VERSION

_POINTER = "CURRENT"
_VERSIONS = "versions.json"
_NAME = re.compile(r"episodes-\d+-(\d+)")
_ENDINGS = ("fast", "fieldnorm", "idx", "pos", "store", "term")
_SEGMENT_FILE = re.compile(r"([0-9a-f]{32})\..+")


def _flush_folder(folder: Path) -> None:
    """Make renames and new names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


class IndexFolder:
    """The folder that holds a library's indexes. ``text_version`` is the normaliser's: an index
    of other tokens answers no query right."""

    def __init__(self, root: Path, text_version: int) -> None:
        self.root = root
        self._versions = {
            "schema": SCHEMA_VERSION,
            "text": text_version,
            "engine": ENGINE_VERSION,
        }

    def live(self) -> Path | None:
        """The folder that ``CURRENT`` names; None where there is no index at all.

        Raises ``IndexDamaged`` where it names none, and ``OSError``.
        """
        try:
            name = (self.root / _POINTER).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as fault:
            raise IndexDamaged("its pointer CURRENT is unreadable", str(self.root)) from fault
        if not _NAME.fullmatch(name) or not (self.root / name).is_dir():
            raise IndexDamaged("its pointer CURRENT names no index", str(self.root))
        return self.root / name

    def checked(self) -> Path:
        """The live folder, of our versions; raises ``IndexDamaged`` that says what is wrong."""
        live = self.live()
        if live is None:
            raise IndexDamaged("there is no index yet", str(self.root))
        found = _versions_in(live)
        for part, wanted in self._versions.items():
            if found.get(part) != wanted:
                raise IndexDamaged(
                    f"the index was made with {part} version {found.get(part)!r}, "
                    f"this program needs {wanted!r}",
                    str(live),
                )
        return live

    def create(self) -> Path:
        """A new empty folder with our versions, after all others in number. Leftovers of
        rebuilds that never came to an end are removed first."""
        self.root.mkdir(parents=True, exist_ok=True)
        number = max((_number(folder) for folder in self._folders()), default=0) + 1
        self.clear()
        folder = self.root / f"episodes-{SCHEMA_VERSION}-{number}"
        folder.mkdir()
        _write_durably(folder / _VERSIONS, json.dumps(self._versions))
        return folder

    def point_to(self, folder: Path) -> None:
        """Make a folder the live one, durably and at once."""
        _flush_folder(folder)
        new = self.root / f"{_POINTER}.new"
        _write_durably(new, folder.name + "\n")
        new.replace(self.root / _POINTER)
        _flush_folder(self.root)

    def point_nowhere(self) -> None:
        """No folder is live, durably and at once; what is in them is removed by the next index."""
        if self.root.is_dir():
            (self.root / _POINTER).unlink(missing_ok=True)
            _flush_folder(self.root)

    def clear(self) -> None:
        """Remove every index folder but the live one. Where ``CURRENT`` is broken none is live."""
        try:
            live = self.live()
        except IndexDamaged:
            live = None
        for folder in self._folders():
            if folder != live:
                shutil.rmtree(folder)

    def _folders(self) -> list[Path]:
        return [path for path in self.root.glob("episodes-*") if _NAME.fullmatch(path.name)]


def _number(folder: Path) -> int:
    found = _NAME.fullmatch(folder.name)
    return int(found[1]) if found else 0


def _versions_in(folder: Path) -> dict[str, object]:
    try:
        found = json.loads((folder / _VERSIONS).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError) as fault:
        raise IndexDamaged(f"its {_VERSIONS} is missing or unreadable", str(folder)) from fault
    return found if isinstance(found, dict) else {}


def segments(folder: Path) -> list[dict[str, object]]:
    """The segments that the engine's ``meta.json`` names. Raises ``IndexDamaged``, ``OSError``."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        found = list(meta["segments"])
        if all(isinstance(each["segment_id"], str) for each in found):
            return found
        raise ValueError("a segment without an id")
    except (FileNotFoundError, ValueError, KeyError, TypeError) as fault:
        raise IndexDamaged("its meta.json is missing or unreadable", str(folder)) from fault


def check_files(folder: Path) -> None:
    """Raise ``IndexDamaged`` where a segment lacks a file: the engine opens some only when a query
    needs them."""
    for segment in segments(folder):
        name = str(segment["segment_id"]).replace("-", "")
        for ending in _ENDINGS:
            if not (folder / f"{name}.{ending}").is_file():
                raise IndexDamaged(f"its file {name}.{ending} is missing", str(folder))


def deleted_stories(folder: Path) -> int:
    """Replaced and deleted documents that still take room."""
    deletes = [segment.get("deletes") for segment in segments(folder)]
    return sum(int(each["num_deleted_docs"]) for each in deletes if isinstance(each, dict))


def sweep(folder: Path) -> None:
    """Remove the files of segments that ``meta.json`` doesn't name: what a killed writer left.
    Only for who holds the writer's lock."""
    named = {str(segment["segment_id"]).replace("-", "") for segment in segments(folder)}
    for path in folder.iterdir():
        found = _SEGMENT_FILE.fullmatch(path.name)
        if found and found[1] not in named:
            path.unlink(missing_ok=True)

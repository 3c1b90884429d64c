"""A backup: one compressed file that holds the catalog, the settings and a manifest. The index is
not in it, since it is made from the catalog.

The file is a gzipped tar of three regular files by fixed names, the manifest first. It is written
beside its place under another name, synced and renamed: whoever finds it finds it whole. Feeds'
addresses are in it with their secrets, so only its owner may read it.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from earmark.condition import BackupReport, CatalogFacts
from earmark.errors import DiskFull, EarmarkError, InvalidInput, NewerLibrary
from earmark.upkeep.vitals import free_bytes

FORMAT = 1
"""Of the archive; a reader refuses a later one."""
MANIFEST, CATALOG, SETTINGS = "manifest.json", "catalog.db", "earmark.toml"
LEVEL = 3
"""Of compression: most of a catalog is packed already."""
LARGEST_MANIFEST = 1024 * 1024
_CHUNK = 1024 * 1024
_PADDING = 64 * 1024
_OWNERS_ONLY = 0o600
_BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError)

Examine = Callable[..., CatalogFacts]
"""``examine(path, deep=...)``: what a catalog's file holds."""


class BadBackup(EarmarkError):
    """The file is no backup of Earmark, or is damaged."""

    code = "bad-backup"
    remedy = "Nothing was changed. Name a file that `earmark backup` wrote, or an older one."


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A backup that was read whole and found good, in a folder that is removed afterwards."""

    catalog: Path
    settings: Path | None
    report: BackupReport


# ---------------------------------------------------------------- out


def write_backup(
    file: Path,
    *,
    copy: Callable[[Path], None],
    settings: Path,
    examine: Examine,
    version: str,
    now: datetime,
) -> BackupReport:
    """Make the backup ``file`` of the catalog that ``copy`` writes and of the ``settings`` file, if
    there is one. Raises ``InvalidInput``, ``StoreError``."""
    file = file.expanduser().absolute()
    _check_place(file)
    with _in_our_words(file), TemporaryDirectory(prefix=".earmark-", dir=file.parent) as made:
        catalog = Path(made) / CATALOG
        copy(catalog)
        parts = {CATALOG: catalog}
        if settings.exists():
            parts[SETTINGS] = settings
        facts = examine(catalog)
        manifest = _manifest(parts, facts, version, now)
        whole = Path(made) / "whole.tar.gz"
        _pack(whole, manifest, parts)
        size = whole.stat().st_size
        whole.replace(file)
        _sync_folder(file.parent)
    return _report(file, size, manifest)


def _check_place(file: Path) -> None:
    """A backup may take the place of an older one, of nothing else."""
    if file.is_dir() or not file.parent.is_dir():
        missing = "It is a folder." if file.is_dir() else "Its folder doesn't exist."
        raise InvalidInput(missing, str(file), remedy="Name a file in a folder that is there.")
    if file.exists() and _manifest_of(file) is None:
        raise InvalidInput(
            "There is a file of that name, and it is no backup.",
            str(file),
            remedy="Name another, or move it away first.",
        )


def _manifest_of(file: Path) -> dict[str, Any] | None:
    with suppress(BadBackup, OSError, *_BROKEN), tarfile.open(file, "r:gz") as archive:
        return _read_manifest(archive, file)
    return None


def _manifest(
    parts: dict[str, Path], facts: CatalogFacts, version: str, now: datetime
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": version,
        "made_at": now.isoformat(),
        "revision": facts.revision,
        "podcasts": facts.podcasts,
        "episodes": facts.episodes,
        "feeds": facts.feeds,
        "files": {
            name: {"bytes": path.stat().st_size, "sha256": _sha256(path)}
            for name, path in parts.items()
        },
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(whole: Path, manifest: dict[str, Any], parts: dict[str, Path]) -> None:
    said = json.dumps(manifest, indent=2).encode()
    handle = os.open(whole, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNERS_ONLY)
    with os.fdopen(handle, "wb") as out:
        with tarfile.open(fileobj=out, mode="w:gz", compresslevel=LEVEL) as archive:
            _put(archive, MANIFEST, len(said), io.BytesIO(said))
            for name, path in parts.items():
                with path.open("rb") as content:
                    _put(archive, name, manifest["files"][name]["bytes"], content)
        out.flush()
        os.fsync(out.fileno())


def _put(archive: tarfile.TarFile, name: str, size: int, content: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, _OWNERS_ONLY
    archive.addfile(entry, content)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# ---------------------------------------------------------------- in


@contextmanager
def unpacked(file: Path, into: Path, examine: Examine) -> Iterator[Unpacked]:
    """The backup ``file``, unpacked in a folder of its own in ``into`` for the block, after all of
    it was compared with its manifest and the catalog was read through.

    Raises ``BadBackup``, ``NewerLibrary``, ``DiskFull``, ``InvalidInput``.
    """
    file = file.expanduser().absolute()
    with TemporaryDirectory(prefix=".restore-", dir=into) as made:
        folder = Path(made)
        with _in_our_words(file), _opened(file) as archive:
            manifest = _read_manifest(archive, file)
            _check_room(manifest, into)
            _unpack(archive, manifest, folder, file)
        _check_catalog(folder / CATALOG, manifest, examine, file)
        settings = folder / SETTINGS
        report = _report(file, file.stat().st_size, manifest)
        yield Unpacked(folder / CATALOG, settings if settings.exists() else None, report)


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:gz") as archive:
            yield archive
    except _BROKEN as error:
        raise BadBackup(f"It is no backup, or damaged: {error}.", str(file)) from error


def _read_manifest(archive: tarfile.TarFile, file: Path) -> dict[str, Any]:
    first = archive.next()
    content = archive.extractfile(first) if first and first.isreg() else None
    if first is None or content is None or first.name != MANIFEST:
        raise BadBackup("It is no backup of Earmark: it has no manifest.", str(file))
    if first.size > LARGEST_MANIFEST:
        raise BadBackup("Its manifest is too large to be one.", str(file))
    try:
        found: dict[str, Any] = json.loads(content.read())
        if found["format"] > FORMAT:
            raise _newer(file)
        _report(file, 0, found)
        sizes = [int(part["bytes"]) for part in found["files"].values()]
        whole = CATALOG in found["files"] and found["files"].keys() <= {CATALOG, SETTINGS}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadBackup("Its manifest can't be read.", str(file)) from error
    if not whole or min(sizes) < 0:
        raise BadBackup("Its manifest names other files than a backup holds.", str(file))
    return found


def _newer(file: Path) -> NewerLibrary:
    return NewerLibrary(
        "This backup was made by a newer version.",
        str(file),
        remedy="Nothing was changed. Upgrade Earmark, then run this again.",
    )


def _check_room(manifest: dict[str, Any], into: Path) -> None:
    """For what is unpacked, and once more for the catalog's log while it is replaced."""
    needed = 2 * sum(int(part["bytes"]) for part in manifest["files"].values())
    if needed > free_bytes(into):
        raise DiskFull(
            f"There is no room: {needed:,} bytes are needed.",
            str(into),
            remedy="Nothing was changed. Make room, then run this again.",
        )


def _unpack(archive: tarfile.TarFile, manifest: dict[str, Any], folder: Path, file: Path) -> None:
    """Names are compared, never used as they come."""
    missing = set(manifest["files"])
    while entry := archive.next():
        if entry.name not in missing or not entry.isreg():
            raise BadBackup("It holds what no backup holds.", str(file))
        missing.remove(entry.name)
        content, said = archive.extractfile(entry), manifest["files"][entry.name]
        name = CATALOG if entry.name == CATALOG else SETTINGS
        if content is None or entry.size != said["bytes"]:
            raise BadBackup(f"Its {name} isn't as long as its manifest says.", str(file))
        if _copied(content, folder / name) != said["sha256"]:
            raise BadBackup(f"Its {name} isn't what its manifest says: it is damaged.", str(file))
    if missing:
        raise BadBackup(f"It ends before its {min(missing)}.", str(file))
    end = archive.fileobj
    padding = end.read(_PADDING) if end is not None else b""  # up to the checksum, which is checked
    if len(padding) == _PADDING or padding.strip(b"\0"):
        raise BadBackup("It goes on after its end.", str(file))


def _copied(content: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with os.fdopen(
        os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNERS_ONLY), "wb"
    ) as out:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _check_catalog(catalog: Path, manifest: dict[str, Any], examine: Examine, file: Path) -> None:
    facts = examine(catalog, deep=True)
    if facts.standing == "newer":
        raise _newer(file)
    if facts.standing not in ("current", "older"):
        raise BadBackup("What it holds is no catalog.", str(file))
    if facts.faults:
        raise BadBackup(f"Its catalog is damaged: {facts.faults[0]}.", str(file))
    said = tuple(manifest[name] for name in ("podcasts", "episodes", "feeds"))
    if said != (facts.podcasts, facts.episodes, facts.feeds):
        raise BadBackup("Its catalog holds other counts than its manifest says.", str(file))


def _report(file: Path, size: int, manifest: dict[str, Any]) -> BackupReport:
    return BackupReport(
        file=file,
        size_bytes=size,
        made_at=datetime.fromisoformat(manifest["made_at"]).astimezone(UTC),
        version=str(manifest["version"]),
        podcasts=int(manifest["podcasts"]),
        episodes=int(manifest["episodes"]),
        feeds=int(manifest["feeds"]),
        settings=SETTINGS in manifest["files"],
    )


@contextmanager
def _in_our_words(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, EarmarkError):
            raise
        if error.errno == errno.ENOSPC:
            raise DiskFull(
                "The disk is full.",
                str(file),
                remedy="Nothing was changed. Make room, then run this again.",
            ) from error
        raise InvalidInput(
            f"It cannot be read or written: {error.strerror or error}.",
            str(error.filename or file),
            remedy="Check the path and that you may read and write there.",
        ) from error

"""A sample library: invented shows, with the faults that real feeds have."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from earmark.demo.audio import TYPE
from earmark.keys import enclosure_key

TOPIC = "TRC"
"""An acronym that means several things in these shows."""
AUDIO = "/demo/audio"
"""Where the sample's audio is served."""
UNKNOWN_S = 600
"""Length of the sound of an episode that doesn't say its own."""

_ANY = "latin-1"
"""Reads the bytes of every encoding that the feeds are in, and writes them back."""
_ITEM = re.compile(r"<(item|entry)>.*?</\1>", re.DOTALL)
_ENCLOSURE = re.compile(r'<(?:enclosure|link rel="enclosure") [^>]*>')
_ADDRESS = re.compile(r'(?<=(?:url|ref)=")[^"]*')
_TYPE = re.compile(r'(?<=type=")[^"]*')
_DURATION = re.compile(r"<itunes:duration>([0-9:]+)</itunes:duration>")


@contextmanager
def feeds_folder() -> Iterator[Path]:
    """The folder of the feeds, unpacked where the package is an archive."""
    with as_file(files("earmark.demo") / "feeds") as folder:
        yield folder


def write_feeds(folder: Path, origin: str) -> None:
    """Put the feeds into this folder, their audio at ``origin`` (``http://127.0.0.1:8017``), where
    it sounds: the shows are invented, and so are their own addresses."""
    folder.mkdir(parents=True, exist_ok=True)
    with feeds_folder() as feeds:
        for feed in sorted(feeds.glob("*.xml")):
            text = feed.read_text(_ANY)
            heard = _ITEM.sub(lambda item: _with_audio(item[0], origin), text)
            (folder / feed.name).write_text(heard, _ANY)


def _with_audio(item: str, origin: str) -> str:
    said = _DURATION.search(item)
    seconds = _seconds(said[1]) if said else UNKNOWN_S

    def moved(address: re.Match[str]) -> str:
        # The same file under another address, a tracker's, is the same tune.
        tune = hashlib.sha256((enclosure_key(address[0]) or address[0]).encode()).hexdigest()
        return f"{origin}{AUDIO}/{seconds}/{tune[:16]}.wav"

    def heard(enclosure: re.Match[str]) -> str:
        return _TYPE.sub(TYPE, _ADDRESS.sub(moved, enclosure[0]))

    return _ENCLOSURE.sub(heard, item)


def _seconds(said: str) -> int:
    """``1:02:03``, ``62:03`` or ``3723``."""
    total = 0
    for part in said.split(":"):
        total = total * 60 + int(part or 0)
    return total

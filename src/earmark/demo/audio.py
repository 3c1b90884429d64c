"""Sound for the sample library, made as it is asked for: each episode hums a tune of its own.

WAV (RIFF), 8 bit, mono, 8,000 samples a second. Any part can be made without the rest, so half an
hour costs no room and a player may jump anywhere.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

RATE = 8_000
TYPE = "audio/wav"
HEADER = 44
"""Bytes before the samples."""
LONGEST_S = 4 * 60 * 60
NOTE_S = 0.4
_SCALE = (0, 2, 4, 7, 9, 12, 14, 16)
"""Semitones above the tune's lowest note: pentatonic, so that every tune is harmless."""
_CHUNK = 64 * 1024


def size(seconds: int) -> int:
    """Bytes of a file of this length."""
    return HEADER + seconds * RATE


def part(tune: str, seconds: int, start: int, end: int) -> Iterator[bytes]:
    """Bytes ``[start, end)`` of the file of a tune, in pieces."""
    head = _header(seconds)[start:end]
    if head:
        yield head
    first = max(start, HEADER)
    for low in range(first, end, _CHUNK):
        yield _samples(tune, low - HEADER, min(low + _CHUNK, end) - HEADER)


def _header(seconds: int) -> bytes:
    """Multimedia Programming Interface and Data Specifications 1.0, "WAVE"."""
    samples = seconds * RATE
    sound = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE, 1, 8)
    return (
        struct.pack("<4sI4s", b"RIFF", HEADER - 8 + samples, b"WAVE")
        + sound
        + struct.pack("<4sI", b"data", samples)
    )


def _samples(tune: str, low: int, high: int) -> bytes:
    at = np.arange(low, high, dtype=np.float64) / RATE
    note, since = np.divmod(at, NOTE_S)
    pitch = _pitches(tune)[note.astype(np.int64) % 64]
    swell = np.exp(-3.5 * since) * np.minimum(1.0, since * 50)
    wave = np.sin(2 * np.pi * pitch * since) + 0.3 * np.sin(4 * np.pi * pitch * since)
    loud: NDArray[np.uint8] = np.round(128 + 45 * swell * wave).astype(np.uint8)
    return loud.tobytes()


def _pitches(tune: str) -> NDArray[np.float64]:
    """64 notes in hertz, the same for the same tune."""
    seed = hashlib.sha512(tune.encode()).digest()
    lowest = 165.0 * 2 ** (seed[0] % 8 / 12)
    return np.array([lowest * 2 ** (_SCALE[byte % len(_SCALE)] / 12) for byte in seed])

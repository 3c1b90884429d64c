"""The sample's sound: real WAV files of the right length, any part of them, one tune an episode."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from earmark.demo import AUDIO, feeds_folder, write_feeds
from earmark.demo.audio import HEADER, part, size
from earmark.parse.feed import parse_feed
from earmark.web import sample_audio

ORIGIN = "http://127.0.0.1:8017"


def whole(tune: str, seconds: int) -> bytes:
    return b"".join(part(tune, seconds, 0, size(seconds)))


def test_it_is_a_wave_file_of_that_length_and_it_sounds() -> None:
    with wave.open(io.BytesIO(whole("a", 3))) as heard:
        assert heard.getnframes() == 3 * heard.getframerate()
        assert len(set(heard.readframes(8_000))) > 40


@pytest.mark.parametrize(
    ("start", "end"), [(0, 1), (0, 44), (10, 60), (44, 45), (70_000, 150_001), (8_043, 16_044)]
)
def test_any_part_is_that_part_of_the_whole(start: int, end: int) -> None:
    assert b"".join(part("b", 30, start, end)) == whole("b", 30)[start:end]


def test_tunes_differ() -> None:
    assert whole("a", 2) != whole("b", 2)


@pytest.fixture(scope="module")
def heard() -> TestClient:
    app = FastAPI()
    app.include_router(sample_audio.router)
    return TestClient(app)


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("bytes=0-99", 206, "bytes 0-99/8044"),
        ("bytes=8000-", 206, "bytes 8000-8043/8044"),
        ("bytes=8000-99999", 206, "bytes 8000-8043/8044"),
        ("bytes=8044-", 416, "bytes */8044"),
        ("bytes=9-3", 416, "bytes */8044"),
        ("lines=1-2", 200, None),
    ],
)
def test_ranges(heard: TestClient, asked: str, status: int, told: str | None) -> None:
    answer = heard.get(f"{AUDIO}/1/a.wav", headers={"Range": asked})
    assert (answer.status_code, answer.headers.get("content-range")) == (status, told)
    if status != 416:
        assert int(answer.headers["content-length"]) == len(answer.content)


def test_every_enclosure_of_the_sample_leads_to_sound(tmp_path: Path, heard: TestClient) -> None:
    write_feeds(tmp_path, ORIGIN)
    feeds = [parse_feed(path.read_bytes()) for path in sorted(tmp_path.glob("*.xml"))]
    with feeds_folder() as folder:
        before = [parse_feed(path.read_bytes()) for path in sorted(folder.glob("*.xml"))]
    titles = [[episode.title for episode in feed.episodes] for feed in feeds]
    assert titles == [[episode.title for episode in feed.episodes] for feed in before]
    enclosures = [each.enclosure for feed in feeds for each in feed.episodes if each.enclosure]
    assert len(enclosures) > 140
    for enclosure in enclosures:
        assert enclosure.url.startswith(f"{ORIGIN}{AUDIO}/")
        answer = heard.get(enclosure.url.removeprefix(ORIGIN), headers={"Range": "bytes=0-43"})
        assert (answer.status_code, len(answer.content)) == (206, HEADER)

"""R3: what is logged is one line of JSON or of harmless text, bounded and without secrets."""

from __future__ import annotations

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earmark import logs
from earmark.ingest.worker import Workers

LOG = logging.getLogger("earmark.tests")
HOSTILE = (
    "a\r\nb",
    "\x1b[2J\x1b]0;title\x07",
    "\x9b31m red",
    "abc \u202e txt.exe \u2066",
    "line\u2028separator\u0085next\x0b\x0c",
    "\x00\x7f",
    "t" * 1_000_000,
)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.split("\n")[:-1]


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("hostile", HOSTILE, ids=ascii)
def test_r3_hostile_text_is_one_harmless_line(
    capsys: pytest.CaptureFixture[str], form: logs.Form, hostile: str
) -> None:
    logs.configure(form)
    LOG.warning("title %s", hostile, extra={"feed": hostile})
    (line,) = lines(capsys)
    assert line.isprintable()
    assert len(line) < 7 * 2 * logs.LONGEST
    if form == "json":
        said = json.loads(line)
        assert said["feed"] == hostile[: logs.LONGEST] + "…" * (len(hostile) > logs.LONGEST)
        assert line.isascii()


@given(st.text(st.characters()) | st.just("\ud800 alone"))
def test_r3_any_text_is_one_line_that_reads_back(text: str) -> None:
    record = logging.LogRecord("earmark", logging.INFO, "", 0, text, None, None)
    line = logs._Json().format(record)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["message"] == logs._fit(text)
    assert logs._Text().format(record).isprintable()


def test_an_object_says_when_how_badly_who_and_what(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    LOG.info("polled", extra={"feed": 12, "status": 304, "hold": None, "share": 0.5})
    (said,) = map(json.loads, lines(capsys))
    assert said.pop("at").endswith("Z")
    extra = {"feed": 12, "status": 304, "hold": None, "share": 0.5}
    assert said == {"level": "info", "logger": "earmark.tests", "message": "polled", **extra}


def test_text_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("text")
    LOG.warning("polled", extra={"feed": 12})
    (line,) = lines(capsys)
    assert line.partition(" ")[2] == "warning: polled (feed=12)"


@pytest.mark.parametrize("form", ["json", "text"])
def test_no_secret_is_said_in_message_arguments_extra_or_traceback(
    capsys: pytest.CaptureFixture[str], form: logs.Form
) -> None:
    secret = "https://ann:hunter2@feeds.example/show.xml?token=hunter2"
    logs.configure(form)
    LOG.info(f"asked {secret}")
    LOG.info("asked %s", secret, extra={"url": secret, "urls": [secret]})
    try:
        raise ValueError(secret) from OSError(secret)
    except ValueError:
        LOG.exception("failed at %s", secret)
    logging.getLogger("uvicorn.error").error("ASGI: %s", secret)
    logging.getLogger("other.library").warning(secret)
    said = capsys.readouterr().err
    assert said.count("feeds.example/show.xml") >= 8
    assert "hunter2" not in said
    assert "ann" not in said.replace("channel", "")


def test_a_long_traceback_keeps_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    try:
        raise ValueError("x" * 1_000_000 + " the end")
    except ValueError:
        LOG.exception("failed")
    (said,) = map(json.loads, lines(capsys))
    assert said["error"].endswith(" the end\n")
    assert len(said["error"]) == logs.LONGEST_TRACE


def test_arguments_that_do_not_fit_lose_no_line() -> None:
    record = logging.LogRecord("earmark", logging.INFO, "", 0, "%d feeds", ("many",), None)
    assert logs._Text().format(record).endswith("info: %d feeds ('many',)")


def test_off_says_nothing_and_set_up_again_says_once(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("off")
    LOG.error("nothing")
    assert lines(capsys) == []
    for form in ("text", "json"):
        logs.configure(form)
    LOG.error("once")
    assert len(lines(capsys)) == 1


def test_level_is_ours_and_other_libraries_warn(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("text", "debug")
    LOG.debug("ours")
    logging.getLogger("asyncio").info("theirs")
    assert [line.partition(" ")[2] for line in lines(capsys)] == ["debug: ours"]
    logs.configure("text", "error")
    LOG.warning("ours")
    assert lines(capsys) == []


def test_auto_is_json_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("auto")
    LOG.info("x")
    assert json.loads(lines(capsys)[0])["message"] == "x"


def say(number: int) -> int:
    LOG.warning("number %d", number)
    return number


def test_workers_write_as_the_process_that_started_them(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("json")
    workers = Workers(1)
    assert [each.value for each in workers.map(say, [1, 2, 3])] == [1, 2, 3]
    workers.close()
    said = {json.loads(line)["message"] for line in capfd.readouterr().err.splitlines()}
    assert said == {"number 1", "number 2", "number 3"}

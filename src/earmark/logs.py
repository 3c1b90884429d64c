"""What a process says of its work while it runs: set up once, then ``logging`` as everywhere.

For services one JSON object a line, for people one short line. Whatever was logged, by us or by a
library, no line holds a secret of an address, breaks in two, moves a terminal's cursor or is
longer than a screen (rule R3): that is seen to here, not where something is logged.

``extra`` becomes keys of the object: ``_LOG.info("polled", extra={"feed": 12, "status": 304})``.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Literal

from earmark.keys import without_secrets

Form = Literal["auto", "json", "text", "off"]
Level = Literal["debug", "info", "warning", "error"]

LONGEST = 1_000
"""Characters of one value."""
LONGEST_TRACE = 8_000
_NOTHING = logging.CRITICAL + 1
"""A level that nothing reaches."""
_SEEN = 8 * LONGEST_TRACE
"""Characters of a value that are looked at for secrets; the rest is cut off."""
_OF_EVERY_RECORD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}

_chosen: tuple[Form, Level] | None = None


def configure(form: Form, level: Level = "info") -> None:
    """Write the log to standard error; what was set up before no longer counts. ``auto``: for
    people where that is a terminal, else JSON. Other people's libraries are heard from
    ``warning`` on."""
    global _chosen  # noqa: PLW0603 - logging itself is one to a process
    _chosen = form, level
    plain = form == "text" or (form == "auto" and sys.stderr.isatty())
    handler = _ToStderr(_NOTHING if form == "off" else logging.NOTSET)
    handler.setFormatter(_Text() if plain else _Json())
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, _ToStderr)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("earmark").setLevel(level.upper())


def chosen() -> tuple[Form, Level] | None:
    """What ``configure`` was given, to give it to a process of ours; None where it never was."""
    return _chosen


class _ToStderr(logging.Handler):
    """To standard error as it is now, not as it was when the log was set up."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:
            self.handleError(record)


class _Json(logging.Formatter):
    """``{"at", "level", "logger", "message", ...extra, "error"}``; every character beyond ASCII is
    escaped, so that nothing reads a line's end or a control into it."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": _time(record).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **_extra(record),
        }
        if record.exc_info:
            said["error"] = _trace(record)
        return json.dumps(said).replace("\x7f", "\\u007f")


class _Text(logging.Formatter):
    """``14:02:11 warning: message (feed=12, status=500)``, local time, a traceback indented
    under it."""

    def format(self, record: logging.LogRecord) -> str:
        at = _time(record).astimezone().strftime("%H:%M:%S")
        extra = ", ".join(f"{name}={value}" for name, value in _extra(record).items())
        line = f"{at} {record.levelname.lower()}: {_message(record)}"
        lines = [f"{line} ({extra})" if extra else line]
        if record.exc_info:
            lines += [f"    {each}" for each in _trace(record).splitlines()]
        return "\n".join(map(_escaped, lines))


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _message(record: logging.LogRecord) -> str:
    try:
        return _fit(record.getMessage())
    except (TypeError, ValueError):  # the arguments don't fit the message: it is said all the same
        return _fit(f"{record.msg} {record.args}")


def _extra(record: logging.LogRecord) -> dict[str, object]:
    return {
        name: value if isinstance(value, int | float | None) else _fit(str(value))
        for name, value in record.__dict__.items()
        if name not in _OF_EVERY_RECORD and not name.startswith("_")
    }


def _trace(record: logging.LogRecord) -> str:
    kind, error, trace = record.exc_info or (None, None, None)
    said = "".join(traceback.format_exception(kind, error, trace))
    return without_secrets(said[-_SEEN:])[-LONGEST_TRACE:]


def _fit(text: str) -> str:
    """Without secrets, of a length that a line can have."""
    text = without_secrets(text[:_SEEN])
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _escaped(line: str) -> str:
    """Line breaks, escape sequences and marks that turn the order of letters as they are written
    in Python; a surrogate alone, too, which no stream could write."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in line)

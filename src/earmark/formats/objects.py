"""JSON objects of other people's vocabularies, in which what isn't known is left out."""

from __future__ import annotations

import json
import re

from earmark.formats.json import Object

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def known(said: Object) -> Object:
    """Without what is None or empty."""
    return {key: value for key, value in said.items() if value not in (None, "", [])}


def dumped(value: object, *, indent: int | None = None) -> str:
    """JSON text, letters of every script as they are. What UTF-8 cannot say becomes U+FFFD, one
    for one, so that ranges of characters stay true."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _LONE_SURROGATE.sub("\ufffd", text)

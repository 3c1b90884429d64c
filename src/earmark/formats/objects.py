"""JSON objects of other people's vocabularies, in which what isn't known is left out."""

from __future__ import annotations

import json

from earmark.formats.characters import writable
from earmark.formats.json import Object


def known(said: Object) -> Object:
    """Without what is None or empty."""
    return {key: value for key, value in said.items() if value not in (None, "", [])}


def dumped(value: object, *, indent: int | None = None) -> str:
    """JSON text, letters of every script as they are, each text ``writable``."""
    return json.dumps(_fit(value), ensure_ascii=False, allow_nan=False, indent=indent)


def _fit(value: object) -> object:
    match value:
        case str():
            return writable(value)
        case list():
            return [_fit(each) for each in value]
        case dict():
            return {key: _fit(each) for key, each in value.items()}
        case _:
            return value

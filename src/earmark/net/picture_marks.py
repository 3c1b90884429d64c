"""Addresses of pictures that only this library can write: whoever changes one asks for nothing.

A mark is 20 characters: 4 that change with the publisher's address of the picture, and 16 that
sign them together with whose picture it is (HMAC-SHA256, RFC 2104). The publisher's address itself
is never in it. The key is made once for each library and lies in a file that its owner alone may
read; without it (a restored catalog, say) another is made, and pictures are fetched again.
"""

from __future__ import annotations

import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from earmark.pictures import RECIPE, PictureOf

KEY_BYTES = 32
_VERSION, _SIGNATURE = 4, 16


class PictureMarks:
    """Marks under the key in a file, which is read, or made, with the first. Raises ``OSError``
    where it can't be."""

    def __init__(self, path: Path):
        self._path = path

    @cached_property
    def _key(self) -> bytes:
        return read_key(self._path)

    def mark(self, of: PictureOf, url: str) -> str:
        """The mark of a picture that the publisher has at ``url``."""
        version = self._version(url)
        return version + self._signature(of, version)

    def is_ours(self, of: PictureOf, mark: str) -> bool:
        """Whether we made the mark, for this."""
        version, signature = mark[:_VERSION], mark[_VERSION:]
        expected = self._signature(of, version)
        return signature.isascii() and hmac.compare_digest(signature, expected)

    def is_of(self, mark: str, url: str) -> bool:
        """Whether a mark that is ours was made for this address."""
        return mark[:_VERSION] == self._version(url)

    def file_name(self, url: str) -> str:
        """What a picture is called on the disk: 32 hexadecimal digits."""
        return self._digest("file", str(RECIPE), url).hex()[:32]

    def _version(self, url: str) -> str:
        return _letters(self._digest("version", str(RECIPE), url))[:_VERSION]

    def _signature(self, of: PictureOf, version: str) -> str:
        return _letters(self._digest("mark", of.kind, str(of.id), version))[:_SIGNATURE]

    def _digest(self, *parts: str) -> bytes:
        said = "\n".join(parts).encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, said, "sha256")


def _letters(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode()


def read_key(path: Path) -> bytes:
    """The key in this file; made if there is none. Two processes that make one at once end with
    the same. Raises ``OSError``."""
    with suppress(FileNotFoundError):
        return path.read_bytes()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(fresh, path)  # unlike a rename, it never takes the place of another's
    finally:
        fresh.unlink(missing_ok=True)
    return path.read_bytes()

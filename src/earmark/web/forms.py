"""Forms that people send: who may send one, how long it may be, and what its fields say.

A form that changes the library is the owner's, sent from a page of ours: every browser says so in
``Sec-Fetch-Site`` (W3C Fetch Metadata) or, older ones, in ``Origin`` (RFC 6454). What says neither
is refused, so no browser of any age can be made to send one from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from fastapi import Request
from starlette.requests import ClientDisconnect

from earmark.errors import InvalidInput, NotFound
from earmark.web.asker import is_owner

_BOUNDARY = re.compile(
    r"""multipart/form-data\s*;.*?\bboundary=("?)([^";\s]{1,70})\1""", re.I | re.S
)
_NAME = re.compile(rb''';\s*name="([^"]*)"''', re.I)
_FILE = re.compile(rb""";\s*filename\*?="?""", re.I)
_MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class Form:
    """What a form says. ``fields``: name -> values in order; ``files``: name -> content, where a
    file was chosen."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The last value of a field, "" where it wasn't sent."""
        return self.fields.get(name, [""])[-1]

    def all(self, name: str) -> Sequence[str]:
        return self.fields.get(name, [])


def owners_only(request: Request) -> None:
    """For others there is no such page. Raises ``NotFound``."""
    if not is_owner(request):
        raise NotFound("There is no such page.", request.url.path, remedy="Search instead.")


def sent_from_elsewhere(request: Request) -> bool:
    """Whether the browser says that a page of another site sent this."""
    return request.headers.get("sec-fetch-site") in ("cross-site", "same-site")


def sent_from_here(request: Request) -> bool:
    """Whether the browser says that a page of ours sent this."""
    site, origin = (request.headers.get(name) for name in ("sec-fetch-site", "origin"))
    ours = f"{request.url.scheme}://{request.url.netloc}"
    if origin not in (None, "null", ours):
        return False
    return site == "same-origin" if site is not None else origin == ours


async def owners_form(request: Request, *, most: int) -> Form:
    """The form, of up to ``most`` bytes, that the owner sent from a page of ours. Raises
    ``NotFound`` for anybody else and ``InvalidInput`` for one that another site sent, or that
    can't be read."""
    owners_only(request)
    if not sent_from_here(request):
        raise InvalidInput(
            "Another site sent this form, or a browser that doesn't say which.",
            remedy="Use the form of our own pages.",
        )
    return form_of(request.headers.get("content-type", ""), await body_of(request, most=most))


async def body_of(request: Request, *, most: int) -> bytes:
    """What was sent. Raises ``InvalidInput`` over ``most`` bytes, or where it breaks off."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise InvalidInput(
                    f"The form is too long: {most:,} bytes are taken.",
                    remedy="Use the page's own form, and a longer list with `earmark add`.",
                )
    except ClientDisconnect as error:  # nobody hears this, but it is no fault of ours
        raise InvalidInput("The form ends early.", remedy="Send it again.") from error
    return bytes(body)


def form_of(content_type: str, body: bytes) -> Form:
    """Both ways in which browsers write a form (HTML Standard, 4.10.22). Raises ``InvalidInput``
    for one of too many parts."""
    several = _BOUNDARY.search(content_type)
    if several is None:
        return Form(parse_qs(body.decode("utf-8", "replace")))
    form = Form()
    # RFC 7578, 4.1: each part begins with the boundary on a line of its own.
    parts = (b"\r\n" + body).split(b"\r\n--" + several[2].encode(), _MOST_PARTS + 2)
    if len(parts) > _MOST_PARTS + 2:
        raise InvalidInput("The form has too many parts.", remedy="Use the page's own form.")
    for part in parts[1:-1]:
        _take(part, form)
    return form


def _take(part: bytes, form: Form) -> None:
    head, _, content = part.partition(b"\r\n\r\n")
    named = _NAME.search(head)
    if named is None:
        return
    name = named[1].decode("utf-8", "replace")
    if not _FILE.search(head):
        form.fields.setdefault(name, []).append(content.decode("utf-8", "replace"))
    elif content:
        form.files[name] = content

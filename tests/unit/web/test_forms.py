"""Forms: who may send one, and what its fields say."""

from __future__ import annotations

import pytest
from askers import HOST, OWNER, VISITOR
from awaited import awaited
from httpx2 import Request as Sent
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from earmark.errors import InvalidInput, NotFound
from earmark.web.forms import Form, form_of, owners_form, sent_from_here

ORIGIN = HOST
SAME, ELSEWHERE = "same-origin", ("cross-site", "same-site", "none", "", "same-origin,cross-site")


def posted(peer: tuple[str, int] = OWNER, body: bytes = b"a=1", **headers: str) -> Request:
    named = {"host": "127.0.0.1:8017", "connection": "keep-alive", **headers}
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {
        "type": "http",
        "method": "POST",
        "http_version": "1.1",
        "scheme": "http",
        "path": "/feeds",
        "query_string": b"",
        "headers": raw,
        "client": peer,
        "server": ("127.0.0.1", 8017),
    }
    return Request(scope, receive)


def read(request: Request, most: int = 1_000) -> Form:
    return awaited(owners_form(request, most=most))


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": SAME, "sec_fetch_dest": "document"},
        {"sec_fetch_site": SAME, "origin": ORIGIN},
        {"sec_fetch_site": SAME, "origin": "null"},  # a page with ``Referrer-Policy: no-referrer``
        {"origin": ORIGIN},  # a browser from before Fetch Metadata
    ],
)
def test_a_form_of_our_own_pages_is_read(headers: dict[str, str]) -> None:
    assert sent_from_here(posted(**headers))
    assert read(posted(**headers)) == Form({"a": ["1"]})


@pytest.mark.parametrize(
    "headers",
    [
        *({"sec_fetch_site": site, "sec_fetch_dest": "document"} for site in ELSEWHERE),
        *({"sec_fetch_site": site, "origin": ORIGIN} for site in ELSEWHERE),
        *(
            {"origin": origin}
            for origin in (
                *("null", "", "https://evil.example", "http://127.0.0.1", "http://localhost:8017"),
                *("https://127.0.0.1:8017", f"{ORIGIN}.evil.example", f"{ORIGIN}/"),
            )
        ),
        {"sec_fetch_site": SAME, "origin": "https://evil.example"},
        {},  # who says neither might be anybody
    ],
)
def test_a_form_from_elsewhere_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises((InvalidInput, NotFound)):
        read(posted(**headers))


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        (VISITOR, {}),
        (OWNER, {"host": "evil.example:8017", "origin": "http://evil.example:8017"}),
        (OWNER, {"x_forwarded_for": "203.0.113.9"}),
    ],
)
def test_for_anybody_else_there_is_no_such_page(
    peer: tuple[str, int], headers: dict[str, str]
) -> None:
    with pytest.raises(NotFound):
        read(posted(peer, **{"sec_fetch_site": SAME, "origin": ORIGIN, **headers}))


def test_a_form_has_a_limit() -> None:
    assert read(posted(origin=ORIGIN, body=b"a=" + b"x" * 98), most=100).one("a") == "x" * 98
    with pytest.raises(InvalidInput, match="too long: 100 bytes"):
        read(posted(origin=ORIGIN, body=b"a=" + b"x" * 99), most=100)


NAMES = st.text("abcdefghij-", min_size=1, max_size=8)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


@given(st.lists(st.tuples(NAMES, TEXTS), max_size=8), st.dictionaries(NAMES, st.binary()))
def test_a_form_in_parts_is_read_as_it_was_written(
    fields: list[tuple[str, str]], contents: dict[str, bytes]
) -> None:
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(value)
    # A file that nobody chose is sent too, so that there is a form in parts.
    files = {
        "unchosen": ("x", b""),
        **{name: ("list.opml", content) for name, content in contents.items()},
    }
    sent = Sent("POST", HOST, data=values, files=files)
    form = form_of(sent.headers["content-type"], sent.read())
    chosen = {name: content for name, content in contents.items() if content}
    assert form == Form(values, chosen)


@given(st.binary(max_size=300), st.sampled_from(("multipart/form-data; boundary=b", "text/plain")))
def test_any_body_is_read(body: bytes, kind: str) -> None:
    form_of(kind, body)
    form_of(kind, b"--b\r\n" + body.replace(b"\n", b"\r\n--b") + b"\r\n--b--")


def test_a_form_of_endless_parts_is_refused() -> None:
    with pytest.raises(InvalidInput, match="too many parts"):
        form_of("multipart/form-data; boundary=b", b"--b\r\n\r\n" * 5_000 + b"--b--")

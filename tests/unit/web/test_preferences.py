"""What a browser keeps for its person, what its headers ask for, and the form that changes it."""

from __future__ import annotations

import pytest
from awaited import awaited
from fastapi import FastAPI
from httpx2 import Response
from lxml import html
from starlette.requests import Request
from starlette.testclient import TestClient

from earmark.errors import InvalidInput
from earmark.web.preferences import LONGEST_FORM, Preferences, keep, preferences_of

SPOKEN = ("en", "de")


def asking(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": raw})


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT", "de"),
        ("DE-at", "de"),
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("en-GB,de;q=0.9", "en"),
        ("de;q=0.4,en;q=0.5", "en"),
        ("de;q=0.5,en;q=0.4", "de"),
        ("de; q=0.9, en; q=0.1", "de"),
        ("fr,it", "en"),
        ("fr,de;q=0.1", "de"),
        ("de;q=0", "en"),
        ("de;q=0,en;q=0", "en"),
        ("de;q=nan,en;q=0.1", "en"),
        ("de;q=1e9,en", "en"),
        ("de;q=-1,en", "en"),
        ("*", "en"),
        ("*;q=0.5,de;q=0.4", "de"),
        (",,;q=1,de", "de"),
        ("../../etc/passwd", "en"),
        ("zh-Hant-TW-x-private,de;q=0.2", "de"),
        ("fr," * 5_000 + "de", "en"),
    ],
)
def test_the_language_that_a_browser_asks_for(header: str, language: str) -> None:
    assert preferences_of(asking(accept_language=header), SPOKEN).language == language


@pytest.mark.parametrize(
    ("cookie", "kept"),
    [
        ("", Preferences()),
        ("language=de", Preferences(language="de")),
        ("theme=dark; shortcuts=off", Preferences(theme="dark", shortcuts=False)),
        ("theme=light; language=de", Preferences(language="de", theme="light")),
        ("language=xx; theme=neon; shortcuts=perhaps", Preferences()),
        ('language="><script>"; theme=', Preferences()),
        ("language", Preferences()),
    ],
)
def test_cookies(cookie: str, kept: Preferences) -> None:
    assert preferences_of(asking(cookie=cookie), SPOKEN) == kept


def test_a_cookie_says_more_than_the_browser() -> None:
    asked = asking(cookie="language=en", accept_language="de")
    assert preferences_of(asked, SPOKEN).language == "en"


# ---------------------------------------------------------------- the form


def send(browser: TestClient, **values: str) -> Response:
    return browser.post("/preferences", data=values)


def test_the_form_of_a_page_keeps_what_is_chosen_and_comes_back(owner: TestClient) -> None:
    page = html.document_fromstring(owner.get("/podcasts?language=de").text)
    (form,) = (each for each in page.forms if each.get("action") == "/preferences")
    assert set(form.fields) == {"back", "language", "theme", "shortcuts"}
    chosen = dict(form.fields) | {"language": "de", "theme": "dark", "shortcuts": "off"}
    answer = send(owner, **chosen)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/podcasts?language=de"
    there = html.document_fromstring(owner.get("/podcasts").text)
    assert (there.get("lang"), there.get("data-theme")) == ("de", "dark")
    assert there.body.get("data-shortcuts") is None
    (form,) = (each for each in there.forms if each.get("action") == "/preferences")
    assert {each: form.fields[each] for each in ("language", "theme", "shortcuts")} == {
        "language": "de",
        "theme": "dark",
        "shortcuts": "off",
    }


def test_every_field_of_the_form_has_a_label(owner: TestClient) -> None:
    page = html.document_fromstring(owner.get("/").text)
    (form,) = (each for each in page.forms if each.get("action") == "/preferences")
    named = [each for each in form.inputs if each.get("type") != "hidden"]
    assert {each.name for each in named} == {"language", "theme", "shortcuts"}
    assert all(each.xpath("ancestor::label[normalize-space(text())]") for each in named)
    assert form.find(".//button") is not None


def test_cookies_are_of_this_site_alone_and_last(owner: TestClient) -> None:
    set_cookie = send(owner, theme="dark", back="/").headers["set-cookie"]
    assert "theme=dark" in set_cookie
    assert "SameSite=lax" in set_cookie
    assert "Path=/" in set_cookie
    assert "Max-Age=31536000" in set_cookie


def test_what_is_not_offered_is_not_kept(owner: TestClient) -> None:
    answer = send(owner, language="xx", theme="neon\r\nSet-Cookie: a=b", shortcuts="", more="x")
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "////evil.example",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/\r\nSet-Cookie: a=b",
        "/\u202e",
        "",
    ],
)
def test_the_way_back_never_leaves_this_site(owner: TestClient, back: str) -> None:
    answer = send(owner, theme="dark", back=back)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    ("back", "location"),
    [
        ("/topics/tea?since=2020&also=a+b", "/topics/tea?since=2020&also=a+b"),
        ("/search?q=http://elsewhere.example//x", "/search?q=http://elsewhere.example//x"),
        ("/topics/%E6%97%A5", "/topics/%E6%97%A5"),
    ],
)
def test_the_way_back_is_where_one_was(owner: TestClient, back: str, location: str) -> None:
    assert send(owner, back=back).headers["location"] == location


def test_a_form_that_is_no_form(owner: TestClient) -> None:
    answer = owner.post("/preferences", content=b"\xff\xfe%ZZ=\x00&&&theme")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_form_that_is_too_long(owner: TestClient) -> None:
    answer = owner.post("/preferences", content=b"theme=dark&back=/" + b"x" * LONGEST_FORM)
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


def test_a_link_changes_nothing(app: FastAPI, owner: TestClient) -> None:
    answer = owner.get("/preferences?theme=dark")
    assert answer.status_code == 405
    assert "set-cookie" not in answer.headers


def test_under_a_root_path_cookies_and_the_way_back_stay_there(app: FastAPI) -> None:
    under = TestClient(
        app, base_url="http://127.0.0.1:8017", root_path="/ears", follow_redirects=False
    )
    answer = under.post("/preferences", data={"theme": "dark", "back": "//evil.example"})
    assert answer.headers["location"] == "/ears/"
    assert "Path=/ears/" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("site", "status"),
    [("same-origin", 303), ("none", 303), ("cross-site", 400), ("same-site", 400)],
)
def test_a_form_of_another_site_changes_nothing(
    visitor: TestClient, site: str, status: int
) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Dest": "document"}
    answer = visitor.post("/preferences", data={"theme": "dark"}, headers=headers)
    assert answer.status_code == status
    assert ("set-cookie" in answer.headers) is (status == 303)


def test_a_form_that_ends_early_is_no_fault_of_ours() -> None:
    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    request = Request({"type": "http", "method": "POST", "headers": []}, gone)
    with pytest.raises(InvalidInput):
        awaited(keep(request))

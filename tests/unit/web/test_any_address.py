"""Whatever is asked, something sensible is answered: never a fault of ours."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from askers import OWNER, VISITOR, client
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

WORDS = st.one_of(
    st.sampled_from(
        ("TRC", "copper", "the", "発酵", "", " ", '"', "a OR b", "-x", "..", "%", "\0")
    ),
    st.text(max_size=12),
)
NUMBERS = st.one_of(st.integers(-2, 100), st.integers(), st.sampled_from((2**31, 2**53, 2**63)))
DAYS = st.one_of(
    st.dates().map(str),
    st.sampled_from(("2026", "2026-03", "0000", "9999", "9999-12-31", "0001", "2026-02-30")),
)
VALUES = {
    "q": WORDS,
    "also": WORDS,
    "topic": WORDS,
    "episode": st.one_of(WORDS, NUMBERS),
    "language": st.one_of(st.sampled_from(("en", "und", "fi")), WORDS),
    "podcast": NUMBERS,
    "since": DAYS,
    "until": DAYS,
    "as_of": DAYS,
    "grade": st.sampled_from(("subject", "ad", "good")),
    "by": st.sampled_from(("month", "quarter", "week")),
    "bars": st.sampled_from(("share", "count", "x")),
    "cursor": st.one_of(st.text("0123456789abcz", max_size=14), WORDS),
    "sense": WORDS,
    "as": st.sampled_from(("list", "x")),
}
STEPS = st.one_of(WORDS, NUMBERS.map(str)).map(lambda word: quote(word, safe=""))
PATHS = st.one_of(
    st.sampled_from(("/", "/topics", "/search", "/suggest", "/why", "/podcasts", "/episodes")),
    st.builds("/topics/{}{}".format, STEPS, st.sampled_from(
        ("", ".json", ".csv", "/feed.xml", "/feed.json", "/opml")
    )),
    st.builds("/{}/{}".format, st.sampled_from(("podcasts", "episodes", "static/x")), STEPS),
    st.builds("/{}".format, STEPS),
    st.builds("/sitemap-{}.xml".format, STEPS),
    st.builds("/websub/{}".format, STEPS),
)  # fmt: skip
QUERIES = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name])),
    max_size=4,
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "If-None-Match": st.sampled_from(("*", '"', 'W/"x"', ",", "é")),
        "If-Modified-Since": st.sampled_from(("Mon, 99 Foo", "Fri, 20 Nov 2026 12:00:00 GMT", "0")),
        "Accept-Language": st.sampled_from(("de", "xx-YY;q=2", ";;,,", "de;q=nan", "*")),
        "Cookie": st.sampled_from(("theme=x; language=q", "=;=", "language=de", "theme=dark")),
    },
)
ANSWERS = {200, 301, 303, 304, 400, 404}


def ask(browser: TestClient, many: int) -> None:
    @settings(
        max_examples=many,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(PATHS, QUERIES, HEADERS)
    def answered(path: str, query: list[tuple[str, object]], headers: dict[str, str]) -> None:
        said = {name: value.encode("latin-1") for name, value in headers.items()}
        address = f"{path}?{urlencode(query, errors='replace')}"
        answer = browser.get(address, headers=said)
        assert answer.status_code in ANSWERS, (address, answer.text[-300:])

    answered()


@pytest.mark.parametrize("peer", [OWNER, VISITOR], ids=["owner", "visitor"])
def test_a_few_addresses(app: FastAPI, peer: tuple[str, int]) -> None:
    with client(app, peer) as browser:
        ask(browser, 60)


@pytest.mark.long
@pytest.mark.parametrize("peer", [OWNER, VISITOR], ids=["owner", "visitor"])
def test_thousands_of_addresses(app: FastAPI, peer: tuple[str, int]) -> None:
    with client(app, peer) as browser:
        ask(browser, 3_000)

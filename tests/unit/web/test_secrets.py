"""A private feed: its secrets are looked for in all that is answered, written down and logged."""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from askers import NOW, OWNER, VISITOR, client
from starlette.testclient import TestClient
from tests.fake_fetcher import Answer, Asked, FakeFetcher, Said
from typer.testing import CliRunner
from walking import walked

from earmark import logs
from earmark.cli import app as commands
from earmark.library import Library, open_library
from earmark.settings import Settings
from earmark.web.app import create_app

TOKEN, PASSWORD, MEDIA = "t0kenSesame", "p4ssOpen", "m3diaSesame"
SECRETS = (TOKEN, PASSWORD, base64.b64encode(f"ann:{PASSWORD}".encode()).decode().rstrip("="))
PRIVATE = {
    f"https://paid.example/feed.xml?token={TOKEN}": "Paid Lanterns",
    f"https://ann:{PASSWORD}@members.example/feed.xml": "Members Lanterns",
}
REFUSED = f"https://refused.example/feed?auth={TOKEN}"
LOST = f"https://bob:{PASSWORD}@lost.example/feed"
OPEN = {
    "https://blocked.example/feed.xml": "Blocked Lanterns",
    "https://open.example/f": "Lanterns",
}


def rss(title: str, url: str) -> bytes:
    blocked = "<itunes:block>yes</itunes:block>" if "Blocked" in title else ""
    secret = f"?token={MEDIA}" if url in PRIVATE else ""
    items = "".join(
        f"<item><title>Lantern {n} of {title}</title><guid>{title}{n}</guid>"
        f"<pubDate>0{n} Nov 2025 12:00:00 +0000</pubDate><description>Lanterns all the way."
        f'</description><enclosure url="https://cdn.example/{quote(title)}/{n}.mp3{secret}"'
        ' type="audio/mpeg" length="5000"/></item>'
        for n in range(1, 4)
    )
    return (
        '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
        ' xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel><title>{title}</title>{blocked}<language>en</language>"
        f'<atom:link rel="self" href="{url}"/>{items}</channel></rss>'
    ).encode()


def answer(asked: Asked) -> Said:
    name = ({**PRIVATE, **OPEN}).get(asked.request.url)
    if name is None:
        return Answer(status=401 if "refused" in asked.url else 404)
    return Answer(rss(name, asked.request.url), headers={"etag": b'"1"'})


@pytest.fixture(scope="module")
def said() -> Iterator[io.StringIO]:
    """All that is logged, as a service writes it."""
    heard = io.StringIO()
    before = logs.chosen()
    logs.configure("json", "debug")
    handler = logging.StreamHandler(heard)
    handler.setFormatter(logging.getLogger().handlers[-1].formatter)
    logging.getLogger().addHandler(handler)
    yield heard
    logging.getLogger().removeHandler(handler)
    logs.configure(*(before or ("off", "warning")))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, said: io.StringIO) -> Iterator[Library]:
    settings = Settings(data=tmp_path_factory.mktemp("secrets") / "data")
    opened = open_library(settings, now=lambda: NOW, workers=0, fetcher=lambda: FakeFetcher(answer))
    with opened as library:
        opml = settings.data / "list.opml"
        outlines = "".join(f'<outline xmlUrl="{u}"/>' for u in (*PRIVATE, *OPEN, REFUSED, LOST))
        opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
        list(library.add([str(opml)]))
        library.crawl(once=True)
        yield library


def asker(library: Library, who: tuple[str, int]) -> TestClient:
    return client(create_app(library, started_at=NOW), who)


@pytest.mark.parametrize("who", [OWNER, VISITOR], ids=["owner", "visitor"])
def test_h7_no_answer_holds_a_secret_of_a_feed(library: Library, who: tuple[str, int]) -> None:
    seen = walked(asker(library, who))
    assert len(seen) > 40
    assert ("Paid Lanterns" in "".join(seen.values())) is (who == OWNER)
    assert {
        path for path, text in seen.items() if any(secret in text for secret in SECRETS)
    } == set()


def test_h7_what_is_handed_on_holds_no_secret_of_a_file(library: Library) -> None:
    """The owner's pages play it; a visitor's, and what others read, don't know it."""
    assert MEDIA not in "".join(walked(asker(library, VISITOR)).values())
    shared = {
        path: text
        for path, text in walked(asker(library, OWNER)).items()
        if "/feed" in path or "opml" in path or "sitemap" in path
    }
    assert {path for path, text in shared.items() if MEDIA in text} == set()


def test_no_command_says_a_secret_of_a_feed(library: Library) -> None:
    data = str(next(iter(Path(str(library._store._path)).parents)))
    for arguments in (["feeds"], ["feeds", "--json"], ["topic", "lantern"], ["search", "lantern"]):
        told = CliRunner().invoke(commands, [*arguments, "--data", data])
        assert told.exit_code == 0, told.output
        assert not [secret for secret in SECRETS if secret in told.output]
    for url in (*PRIVATE, REFUSED, LOST):
        told = CliRunner().invoke(commands, ["feeds", "why", url, "--data", data])
        assert not [secret for secret in SECRETS if secret in told.output]


def test_no_line_of_the_log_holds_a_secret(library: Library, said: io.StringIO) -> None:
    logging.getLogger("earmark").warning("polled %s", REFUSED)
    assert "refused.example" in said.getvalue()
    assert not [secret for secret in (*SECRETS, MEDIA) if secret in said.getvalue()]

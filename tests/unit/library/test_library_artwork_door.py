"""Pictures through the real door and the real painter: S4, and what neither lets through."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.hostile_server import ALLOWED, HostileServer, Seen, reply

from earmark.library import Library, open_library
from earmark.pictures import SIZES, FoundPicture, PictureOf
from earmark.settings import Settings

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LONG_S = 60


def png(colour: str = "red") -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 300), colour).save(out, "PNG")
    return out.getvalue()


def said(seen: Seen) -> bytes:
    """By the path: a picture, a page, or a way to elsewhere."""
    if seen.target.startswith("/to/"):
        return reply(status=302, headers=[("Location", f"http://{seen.target[4:]}")])
    if seen.target == "/page":
        return reply(
            b"<svg xmlns='http://www.w3.org/2000/svg'/>", headers=[("Content-Type", "image/png")]
        )
    if seen.target == "/long":
        return reply(png() + bytes(10 * 1024 * 1024))
    return reply(png(), headers=[("Content-Type", "text/html"), ("Set-Cookie", "a=b")])


def asked(library: Library, folder: Path, url: str) -> FoundPicture:
    """What becomes of a show's picture at this address."""
    path = folder / "feed.xml"
    path.write_text(
        '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>'
        f'<title>Tea</title><itunes:image href="{url}"/>'
        "<item><title>Tea</title><guid>1</guid></item></channel></rss>",
        "utf-8",
    )
    (report,) = library.add([str(path)])
    assert report.podcast is not None
    of = PictureOf("podcast", report.podcast)
    mark = library.artwork.mark(of, url)
    assert mark is not None
    found = library.artwork.find(of, mark, SIZES[0], visible=None)
    assert found.coming is not None
    found.coming.result(LONG_S)
    return library.artwork.find(of, mark, SIZES[0], visible=None)


@pytest.mark.parametrize("path", ["{private}/art.png", "{allowed}/to/{private}/art.png"])
def test_a_private_address_is_never_asked(
    tmp_path: Path, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """S4, H6: neither by the feed nor by who redirects."""
    caplog.set_level("INFO")
    settings = Settings(data=tmp_path / "data", odd_ports=True, private_hosts=(ALLOWED,))
    with (
        HostileServer(said, ALLOWED) as allowed,
        HostileServer(said, "127.0.0.1") as private,
        open_library(settings, now=lambda: NOW, workers=0) as library,
    ):
        places = {
            "allowed": f"{ALLOWED}:{allowed.port}",
            "private": f"127.0.0.1:{private.port}",
        }
        found = asked(library, tmp_path, "http://" + path.format(**places))
        assert found.picture is None
        assert found.again_s
        assert private.connections == 0
        codes = [getattr(record, "code", None) for record in caplog.records]
        assert codes[-1] in ("private-address", "redirects")


@pytest.mark.parametrize(("path", "comes"), [("/art", True), ("/page", False), ("/long", False)])
def test_through_the_door_and_the_painter(tmp_path: Path, path: str, comes: bool) -> None:
    settings = Settings(data=tmp_path / "data", odd_ports=True, private_hosts=(ALLOWED,))
    with (
        HostileServer(said, ALLOWED) as server,
        open_library(settings, now=lambda: NOW, workers=1) as library,
    ):
        found = asked(library, tmp_path, f"http://{ALLOWED}:{server.port}{path}")
        assert (found.picture is not None) == comes
        (seen,) = server.seen
        names = {name for name, _ in seen.headers}
        assert not names & {"cookie", "referer", "authorization"}

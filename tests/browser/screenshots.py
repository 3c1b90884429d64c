"""Pictures of every page, to be looked at: ``make screenshots``.

Each page at 360, 800 and 1440 px, light and dark: on the demo's feeds and the written ones, whose
texts break layouts, and, where the shared data folder is present (``EARMARK_SHARED``, else
``shared`` beside the repository), on real feeds. ``index.html`` shows them all.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, Page
from tests.browser import written_feeds, written_polls
from tests.browser.chromium import chromium, chromium_path
from tests.browser.pages import PAGES
from tests.browser.site import NOW, Site, WriteFeeds, demo_and, served
from tests.fake_fetcher import FakeFetcher

from earmark.model import TopicRequest

ROOT = Path(__file__).parents[2]
WIDTHS = (360, 800, 1440)
SCHEMES = ("light", "dark")
REAL_NOW = datetime(2026, 6, 2, 12, tzinfo=UTC)
"""A day after the newest of the reference's episodes."""


def written_pages(site: Site) -> dict[str, str]:
    return {name: path(site) for name, path in PAGES.items()}


def real_pages(site: Site) -> dict[str, str]:
    """Pages of the real feeds: those of their reference topic, and of one of many episodes."""
    topic = site.library.topic(TopicRequest("mfu"))
    episode = topic.episodes[0]
    return {
        "home": "/",
        "topic": "/topics/mfu",
        "topic, about it": "/topics/mfu?grade=subject",
        "topic of many": "/topics/music",
        "topic in Japanese": "/topics/%E6%97%A5%E6%9C%AC",
        "topic of none": "/topics/ornithopter",
        "podcasts": "/podcasts",
        "podcast": f"/podcasts/{episode.podcast.id}",
        "episodes": "/episodes",
        "episode": f"/episodes/{episode.id}",
        "search": "/search?q=mfu+OR+football",
        "why": f"/why?topic=mfu&episode={episode.id}",
    }


def shared_feeds() -> WriteFeeds | None:
    """Puts the real feeds into a folder; None where they are absent."""
    shared = Path(os.environ.get("EARMARK_SHARED", ROOT.parent / "shared"))
    sources = [shared / "data/feeds/podcast", shared / "reference/mfu-feeds"]
    if not all(source.is_dir() for source in sources):
        return None

    def write(folder: Path, _: str) -> None:
        for source in sources:
            shutil.copytree(source, folder / source.name)

    return write


def opened(browser: Browser, site: Site, width: int) -> Page:
    """A page on which nothing moves: a change of colours is over when its picture is taken."""
    return browser.new_page(
        base_url=site.address,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )


def taken(browser: Browser, site: Site, name: str, path: str, out: Path) -> Iterator[Path]:
    """A page in every size and scheme."""
    for width in WIDTHS:
        page = opened(browser, site, width)
        page.goto(path)
        yield from pictures(page, f"{name}-{width}", out)
        page.close()


def pictures(page: Page, name: str, out: Path, *, whole: bool = True) -> Iterator[Path]:
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        file = out / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}-{scheme}.png"
        page.screenshot(path=file, full_page=whole)
        yield file


def playing(browser: Browser, site: Site, out: Path) -> Iterator[Path]:
    """A topic page with the player, and with the player that can't play."""
    for width in WIDTHS:
        page = opened(browser, site, width)
        page.goto("/topics/gannet")
        for title in ("The gannet that sounds", "The gannet that is gone"):
            page.get_by_role("link", name=f"Play: {title}", exact=True).first.click()
            ready = "trouble" if "gone" in title else "toggle"
            page.locator(f"#player-bar [data-part={ready}]").wait_for()
            yield from pictures(page, f"written-{title}-playing-{width}", out, whole=False)
        page.close()


def first_run(browser: Browser, out: Path) -> dict[str, list[Path]]:
    """The start page, what it says of what can't be added, and shows on their way."""
    rows: dict[str, list[Path]] = {"start": [], "start: refused": [], "start: on their way": []}
    with (
        tempfile.TemporaryDirectory(prefix="earmark-screenshots-") as folder,
        served(Path(folder), None) as site,
    ):
        rows["start"] += taken(browser, site, "start", "/", out)  # while it is empty
        for width in WIDTHS:
            page = opened(browser, site, width)
            page.goto("/feeds/add")
            page.locator("#text").fill("nowhere at all")
            page.locator(".adding-do button").click()
            rows["start: refused"] += pictures(page, f"start-refused-{width}", out)
            page.goto("/feeds/add")
            page.locator("[name=set]").first.check()
            page.locator(".adding-do button").click()
            page.goto("/")
            rows["start: on their way"] += pictures(page, f"start-arriving-{width}", out)
            page.close()
    return rows


def sheet(rows: Mapping[str, list[Path]]) -> str:
    """The page that shows them all."""
    body = "".join(
        f"<h2>{escape(name)}</h2><p>"
        + "".join(
            f'<a href="{file.name}"><img loading="lazy" src="{file.name}" alt="{file.stem}"></a>'
            for file in files
        )
        for name, files in rows.items()
    )
    style = "img{height:28rem;max-width:30rem;object-fit:cover;object-position:top;margin:.2rem}"
    return f"<!doctype html><title>Every page</title><style>{style}</style>{body}"


def take(write: WriteFeeds, now: datetime, kind: str, out: Path) -> dict[str, list[Path]]:
    """Every page of a library of these feeds."""
    rows = {}
    with (
        tempfile.TemporaryDirectory(prefix="earmark-screenshots-") as folder,
        served(Path(folder), write, now=now, fetcher=FakeFetcher(written_polls.ANSWERS)) as site,
        chromium() as browser,
    ):
        if kind == "written":
            written_polls.poll(site.library)
        pages = written_pages(site) if kind == "written" else real_pages(site)
        for name, path in pages.items():
            print(f"{kind}: {name}", flush=True)  # noqa: T201
            rows[f"{kind}: {name}"] = [*taken(browser, site, f"{kind}-{name}", path, out)]
        if kind == "written":
            rows["written: the player"] = [*playing(browser, site, out)]
            rows |= first_run(browser, out)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots")
    parser.add_argument("--only", choices=("written", "real"))
    asked = parser.parse_args()
    if chromium_path() is None:
        raise SystemExit("There is no chromium: run scripts/install-browser.sh.")
    out: Path = asked.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    rows = {}
    if asked.only != "real":
        rows |= take(demo_and(written_feeds.write), NOW, "written", out)
    real = shared_feeds()
    if asked.only != "written" and real is not None:
        rows |= take(real, REAL_NOW, "real", out)
    (out / "index.html").write_text(sheet(rows), "utf-8")
    print(f"{sum(map(len, rows.values()))} pictures: {out / 'index.html'}")  # noqa: T201
    if real is None:
        print("The real feeds are absent, and so are their pages.")  # noqa: T201


if __name__ == "__main__":
    main()

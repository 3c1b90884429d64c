"""The page that the README shows is the page that the demo prints."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from earmark.demo import TOPIC, feeds_folder
from earmark.library import open_library
from earmark.model import TopicRequest
from earmark.settings import Settings
from earmark.terminal.topic import print_topic

README = Path(__file__).parents[3] / "README.md"
WIDTH = 76
SHORTENED = "..."


def shown() -> list[str]:
    """The lines of the page in the README, without the gaps."""
    text = README.read_text("utf-8")
    block = text[text.index(f"```\n{TOPIC} ") + 4 :].partition("\n```")[0]
    return [line for line in block.splitlines() if line and line.strip() != SHORTENED]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The demo's page as of the day that the README names."""
    day = datetime.strptime(shown()[0].partition("as of ")[2], "%d %B %Y").replace(tzinfo=UTC)
    settings = Settings(data=tmp_path_factory.mktemp("demo"))
    file = io.StringIO()
    with feeds_folder() as feeds, open_library(settings, now=lambda: day, workers=0) as library:
        assert [report.error for report in library.add([str(feeds)]) if report.error] == []
        page = library.topic(TopicRequest(phrase=TOPIC, limit=5))
        print_topic(page, plain=True, file=file, width=WIDTH)
    return [line.rstrip() for line in file.getvalue().splitlines()]


def test_the_readme_shows_what_the_demo_prints(printed: list[str]) -> None:
    lines = iter(printed)
    assert [line for line in shown() if line not in lines] == []  # in this order


def test_most_of_the_page_is_shown(printed: list[str]) -> None:
    assert 2 * len(shown()) > len([line for line in printed if line])

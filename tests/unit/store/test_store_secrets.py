"""Which addresses are the owner's alone."""

from __future__ import annotations

import pytest

from earmark.store.feeds import holds_secret


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("https://feeds.example/show.xml", False),
        ("https://feeds.example/show.xml?format=mp3&page=2", False),
        ("https://feeds.example/@name/show.xml", False),
        ("https://feeds.example/show.xml?monkey=1&keyword=x&author=y", False),
        ("https://ann:pw@feeds.example/show.xml", True),
        ("https://ann@feeds.example/show.xml", True),
        ("https://feeds.example/?a=1&TOKEN=x", True),
        ("https://feeds.example/?access_token=x", True),
        ("https://feeds.example/?auth=x", True),
        ("https://feeds.example/?key=x", True),
        ("https://feeds.example/?api-key=x", True),
        ("https://feeds.example/?signature=x", True),
        ("https://[broken", True),
        ("file:///shows/a.xml", False),
    ],
)
def test_secrets_in_addresses(url: str, secret: bool) -> None:
    assert holds_secret(url) is secret

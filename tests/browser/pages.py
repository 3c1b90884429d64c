"""Every kind of page, at every size that it has."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.site import Site

PAGES: dict[str, Callable[[Site], str]] = {
    "home": lambda _: "/",
    "topic of several meanings": lambda _: "/topics/trc",
    "topic of many": lambda _: "/topics/kestrel",
    "topic of many, filtered": lambda _: "/topics/kestrel?language=en&since=2024&grade=subject",
    "topic of few": lambda _: "/topics/gannet",
    "topic of none": lambda _: "/topics/ornithopter",
    "topic of none, several words": lambda _: "/topics/kestrel-ornithopter",
    "topic of a stop word": lambda _: "/topics/the",
    "topic in another script": lambda _: "/topics/%E9%B3%A5",
    "podcasts": lambda _: "/podcasts",
    "podcasts of a language": lambda _: "/podcasts?language=de",
    "podcast": lambda site: site.podcast("Kestrel diaries"),
    "podcast of odd texts": lambda site: site.podcast("Everything that a very long"),
    "podcast from right to left": lambda site: site.podcast("العوسق"),
    "episodes": lambda _: "/episodes",
    "episode": lambda site: site.episode("Kestrel diary 7"),
    "episode without audio": lambda site: site.episode("The gannet without audio"),
    "episode with everything": lambda site: site.episode("Everything about a kestrel at once"),
    "episode of odd texts": lambda site: site.episode("Everything that a very long"),
    "episode from right to left": lambda site: site.episode("العوسق"),
    "episode in Japanese": lambda site: site.episode("チョウゲンボウ"),
    "search": lambda _: "/search?q=kestrel+OR+toast",
    "search without match": lambda _: "/search?q=ornithopter",
    "search that can't be read": lambda _: "/search?q=%22kestrel",
    "search for nothing": lambda _: "/search",
    "why": lambda site: f"/why?topic=kestrel&episode={site.episode('Kestrel diary 7')[10:]}",
    "feeds": lambda _: "/feeds",
    "feeds of a state": lambda _: "/feeds?state=failing",
    "add podcasts": lambda _: "/feeds/add",
    "no such page": lambda _: "/nothing-here",
    "no such episode": lambda _: "/episodes/999999",
}

LIKE_ANOTHER = {
    "topic of many, filtered",
    "topic of none, several words",
    "topic in another script",
    "podcasts of a language",
    "feeds of a state",
    "podcast from right to left",
    "episode without audio",
    "episode in Japanese",
    "search without match",
    "no such episode",
}
"""Pages whose parts other pages have too: looked at with the long tests."""

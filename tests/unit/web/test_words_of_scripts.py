"""What the scripts say is what the page brings; and they stay small."""

from __future__ import annotations

import gzip
import json
import re
from importlib.resources import files

SCRIPTS = {
    path.name: path.read_text("utf-8")
    for path in (files("earmark.web") / "static" / "js").iterdir()
    if path.name.endswith(".js")
}
BLOCK = re.compile(r'<script type="application/json" id="words">(.*?)</script>', re.DOTALL)
MOST_BYTES = 12_000


def words_of(page: str) -> dict[str, str]:
    found = BLOCK.search(page)
    assert found
    words: dict[str, str] = json.loads(found[1])
    return words


def test_each_word_that_a_script_says_is_in_the_page(owner):
    said = set()
    for text in SCRIPTS.values():
        said |= set(re.findall(r'say\(\s*"([a-z-]+)"', text))
        said |= set(re.findall(r'"(trouble-[a-z]+)"', text))
    said |= {"play-episode", "pause-episode"}  # made of two parts
    said -= {"trouble-text"}  # a part of the player
    assert said - {"play", "pause"} <= set(words_of(owner.get("/").text))
    assert set(words_of(owner.get("/").text)) <= said | {"play", "pause"}


def test_each_word_has_a_message_in_each_language(owner):
    for language in ("en", "de"):
        words = words_of(owner.get("/", headers={"Accept-Language": language}).text)
        assert not [name for name, said in words.items() if not said or said.startswith("player-")]


def test_their_values_keep_their_places(owner):
    for language in ("en", "de"):
        words = words_of(owner.get("/", headers={"Accept-Language": language}).text)
        assert "{title}" in words["play-episode"]
        assert "{at}" in words["position"]
        assert "{length}" in words["position"]
        assert "{count}" in words["suggestions-count"]


def test_scripts_are_small():
    sent = sum(len(gzip.compress(text.encode(), 9, mtime=0)) for text in SCRIPTS.values())
    assert sent <= MOST_BYTES


def test_scripts_write_no_markup_and_ask_nobody_else():
    for text in SCRIPTS.values():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", text)
        assert not re.search(r"\beval\b|new Function|https?://", text)

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
ON_DEMAND = re.findall(r'import\("\./([a-z]+\.js)"\)', SCRIPTS["app.js"])
MOST_ON_DEMAND = 1_000


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
    sent = {name: len(gzip.compress(text.encode(), 9, mtime=0)) for name, text in SCRIPTS.items()}
    assert sum(size for name, size in sent.items() if name not in ON_DEMAND) <= MOST_BYTES
    assert ON_DEMAND
    assert all(sent[name] <= MOST_ON_DEMAND for name in ON_DEMAND)


def test_scripts_write_no_markup_and_ask_nobody_else():
    for text in SCRIPTS.values():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", text)
        assert not re.search(r"\beval\b|new Function|https?://", text)

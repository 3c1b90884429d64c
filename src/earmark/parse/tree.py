"""UTF-8 bytes -> element tree. Strict first; nothing outside the bytes is ever read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, TypedDict, cast

from lxml import etree

from earmark.model import Tag
from earmark.parse.namespaces import XML, usual_name
from earmark.parse.values import LONGEST_TITLE, Values

DEEPEST_TAG = 12
MOST_TAG_PARTS = 2_000
_MOST_ATTRIBUTES = 100
_LONGEST_LEARNED = 200


class _Safe(TypedDict):
    resolve_entities: bool
    no_network: bool
    load_dtd: bool
    huge_tree: bool
    remove_comments: bool
    remove_pis: bool


SAFE: Final[_Safe] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""What every parser of a foreign document is told: nothing is fetched, no entity grows."""


def strict(utf8: bytes) -> etree._Element | None:
    """The root, or None where the document is not well-formed. Raises nothing."""
    return _parsed(utf8, recover=False)


def recovering(utf8: bytes) -> etree._Element | None:
    """The root of whatever libxml2 can make of the bytes, or None."""
    return _parsed(utf8, recover=True)


def _parsed(utf8: bytes, *, recover: bool) -> etree._Element | None:
    try:
        return etree.fromstring(utf8, _parser(recover=recover))
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None


@lru_cache(maxsize=2)
def _parser(*, recover: bool) -> etree.XMLParser:
    # ``encoding`` overrides what the document declares: the bytes are UTF-8 by now.
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        collect_ids=False,
        **SAFE,
    )


def is_element(element: etree._Element) -> bool:
    """Whether it is an element: an entity reference, which nothing expands, has no name."""
    tag: object = element.tag
    return isinstance(tag, str)


def attributes(element: etree._Element) -> list[tuple[str, str]]:
    """The first 100 (name, value) pairs in document order, as text. (``items`` looks each name
    up among all: 200,000 attributes, an attack, would take minutes.)"""
    if len(element.keys()) <= _MOST_ATTRIBUTES:
        return cast("list[tuple[str, str]]", element.items())
    found = element.attrib
    return [(str(key), str(found[key])) for key in islice(found, _MOST_ATTRIBUTES)]


def contents(element: etree._Element) -> bytes:
    """Everything an element says, as bytes to hash, whatever its namespaces' prefixes are."""
    parts: list[str] = []
    for part in element.iter():
        name = part.tag if is_element(part) else "&"
        own = "" if part is element else part.tail or ""
        pairs = attributes(part) if is_element(part) else []
        parts.append(f"{name}\0{pairs}\0{part.text or ''}\0{own}")
    return "\0".join(parts).encode("utf-8", "surrogatepass")


def local_name(element: etree._Element) -> str:
    """The name without namespace and prefix, lower case; "" for an entity reference."""
    tag: object = element.tag
    if not isinstance(tag, str):
        return ""
    return _learned_local_name(tag) if len(tag) < _LONGEST_LEARNED else _local_name(tag)


def _local_name(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


_learned_local_name = lru_cache(maxsize=2_048)(_local_name)


def inner_markup(element: etree._Element) -> str:
    """What stands inside an element whose HTML was not escaped, as markup without namespaces."""
    parts = [element.text or ""]
    _write(element, parts)
    return "".join(parts)


def _write(parent: etree._Element, parts: list[str]) -> None:
    # A stack of (iterator, end tag) and not recursion: a document can be 250 elements deep.
    stack: list[tuple[Iterator[etree._Element], str]] = [(iter(parent), "")]
    while stack:
        children, end = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            parts.append(end)
            continue
        if not is_element(child):
            parts.append(child.tail or "")
            continue
        name = child.tag.rpartition("}")[2]
        written = "".join(
            f' {key.rpartition("}")[2]}="{_escaped(value)}"' for key, value in attributes(child)
        )
        parts.append(f"<{name}{written}>{_escaped(child.text or '')}")
        stack.append((iter(child), f"</{name}>{_escaped(child.tail or '')}"))


def _escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def plain_text(element: etree._Element) -> str:
    """All text inside, without markup."""
    if not len(element):
        return element.text or ""
    return "".join(str(text) for text in element.itertext("*"))


def kept(element: etree._Element, values: Values, home: str = "") -> Tag:
    """An element as a ``Tag``, whole, up to 12 levels and 2,000 parts."""
    if not len(element):
        return _tag(element, values, home, ())
    return _Keeper(values, home).tag(element, DEEPEST_TAG)


def _tag(element: etree._Element, values: Values, home: str, children: tuple[Tag, ...]) -> Tag:
    text = element.text
    name = usual_name(element.tag, home)
    return Tag(
        name if len(name) < LONGEST_TITLE else values.short(name),
        _attributes(element, values) if element.keys() else (),
        values.note(text) if text else "",
        children,
    )


class _Keeper:
    """Counts the parts of one tag."""

    def __init__(self, values: Values, home: str):
        self._values = values
        self._home = home
        self._left = MOST_TAG_PARTS

    def tag(self, element: etree._Element, deeper: int) -> Tag:
        self._left -= 1
        children = self._children(element, deeper) if len(element) else ()
        return _tag(element, self._values, self._home, children)

    def _children(self, element: etree._Element, deeper: int) -> tuple[Tag, ...]:
        found = []
        for child in element:
            if not is_element(child):
                continue
            if deeper <= 1 or self._left <= 0:
                self._values.problems.count("depth-cut", str(element.tag))
                break
            found.append(self.tag(child, deeper - 1))
        return tuple(found)


def _attributes(element: etree._Element, values: Values) -> tuple[tuple[str, str], ...]:
    cleaned = values.attribute
    return tuple(
        [
            (_attribute_name(key) if key[0] == "{" else key[:LONGEST_TITLE], cleaned(value))
            for key, value in attributes(element)
        ]
    )


def _attribute_name(key: str) -> str:
    name = "xml:" + key[len(XML) :] if key.startswith(XML) else usual_name(key)
    return name[:LONGEST_TITLE]

"""The catalogues against the templates and the code that use them, and against one another."""

from __future__ import annotations

import ast as python
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pytest
from babel import Locale
from fluent.syntax import ast, parse, visitor
from jinja2 import nodes
from pseudo import PSEUDO, messages, pseudo_source

from earmark.failures import CODES
from earmark.model import GRADES, SpanKind, StarterKind
from earmark.starters import ORDER
from earmark.web.feeds_view import NEEDS, STATES
from earmark.web.pages.adding import APPS
from earmark.web.pages.feeds import DONE
from earmark.web.render import make_environment
from earmark.web.topic_view import NOTES
from earmark.web.words import LANGUAGES, SOURCE, Catalogue, read_catalogue, read_messages

PACKAGE = Path(__file__).parents[3] / "src" / "earmark" / "web"

FOLLOWED = ("rss", "json-feed", "opml", "csv", "json")
MARKS = ("quotes", "or", "minus", "brackets", "podcast", "language", "since", "until")
FAMILIES = {
    "chart-peak-{}": ("share", "count"),
    "chart-trend-{}": ("up", "down", "even"),
    "episode-{}": ("trailer", "bonus"),
    "episode-role-{}": ("host", "guest", "author", "cohost", "editor", "producer", "narrator"),
    "failure-{}": CODES,
    "feeds-done-{}": DONE,
    "feeds-need-{}": NEEDS,
    "feeds-state-{}": STATES,
    "field-{}": ("title", "notes", "chapters", "keywords", "people", "transcript"),
    "filter-{}": ("since", "until"),
    "filtered-{}": ("since", "until", "as_of"),
    "follow-{}": FOLLOWED,
    "follow-{}-said": FOLLOWED,
    "grade-{}": GRADES,
    "instead-{}": ("words", "near", "variants"),
    "keys-{}": ("search", "next", "previous", "play", "show"),
    "kind-{}": tuple(kind for kind in get_args(SpanKind) if kind != "own"),
    "language-itself-{}": LANGUAGES,
    "note-{}": tuple(NOTES),
    "reason-{}": ("only", "all", "some"),
    "reason-about-{}": ("one", "all", "some"),
    "reason-named-{}": ("title", "description"),
    "remedy-{}": CODES,
    "said-{}": ("title", "keywords", "people"),
    "search-how-{}": MARKS,
    "sentence-{}": GRADES,
    "shortcuts-{}": ("on", "off"),
    "start-app-{}": tuple(app for _, app in APPS),
    "start-set-{}": tuple(name for name in ORDER if len(name) > 2),
    "starter-{}": get_args(StarterKind),
    "suggested-{}": ("topic", "podcast"),
    "theme-{}": ("auto", "light", "dark"),
}
"""Messages whose name is put together, and what it is put together of."""


@dataclass
class Use:
    """How a source uses messages."""

    calls: list[tuple[str, frozenset[str] | None]] = field(default_factory=list)
    """Name, perhaps with {} in it, and the values given; None where they can't be told."""
    literals: set[str] = field(default_factory=set)
    """Every string in it: a name may be handed on."""


def uses() -> Use:
    found = Use()
    environment = make_environment()
    for path in sorted((PACKAGE / "templates").rglob("*.html")):
        tree = environment.parse(path.read_text("utf-8"))
        found.literals |= {str(each.value) for each in tree.find_all(nodes.Const)}
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "t":
                given = frozenset(each.key for each in call.kwargs)
                found.calls.append((jinja_name(call.args[0]), given))
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in python.walk(python.parse(path.read_text("utf-8"))):
            if isinstance(node, python.Constant) and isinstance(node.value, str):
                found.literals.add(node.value)
            if (
                isinstance(node, python.Call)
                and isinstance(node.func, python.Attribute)
                and node.func.attr == "say"
            ):
                keys = [each.arg for each in node.keywords]
                whole = None if None in keys else frozenset(key for key in keys if key)
                found.calls += [(name, whole) for name in python_names(node.args[0])]
    return found


def jinja_name(node: nodes.Expr) -> str:
    """A name with {} for what isn't written out."""
    if isinstance(node, nodes.Const):
        return str(node.value)
    if isinstance(node, nodes.Concat):
        return "".join(jinja_name(each) for each in node.nodes)
    return "{}"


def python_names(node: python.expr) -> Iterator[str]:
    if isinstance(node, python.Constant):
        yield str(node.value)
    elif isinstance(node, python.JoinedStr):
        yield "".join(
            str(each.value) if isinstance(each, python.Constant) else "{}" for each in node.values
        )
    elif isinstance(node, python.IfExp):
        yield from python_names(node.body)
        yield from python_names(node.orelse)
    else:
        yield "{}"


USES = uses()
SOURCES = {language: read_messages(language) for language in LANGUAGES}
PARSED = {
    language: {each.id.name: each for each in messages(parse(source))}
    for language, source in SOURCES.items()
}
OTHERS = tuple(language for language in LANGUAGES if language != SOURCE)


def called() -> Iterator[tuple[str, frozenset[str] | None]]:
    """Calls with families written out; a name that is handed on whole stands elsewhere."""
    for name, given in USES.calls:
        if name in FAMILIES:
            yield from ((name.format(each), given) for each in FAMILIES[name])
        elif name != "{}":
            yield name, given


def variables(message: ast.Message) -> set[str]:
    found: set[str] = set()

    class Finding(visitor.Visitor):
        def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
            found.add(node.id.name)

    Finding().visit(message)
    return found


def selects(message: ast.Message) -> list[ast.SelectExpression]:
    found: list[ast.SelectExpression] = []

    class Finding(visitor.Visitor):
        def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802
            found.append(node)
            self.generic_visit(node)

    Finding().visit(message)
    return found


def keys(select: ast.SelectExpression) -> set[str]:
    return {
        each.key.name if isinstance(each.key, ast.Identifier) else each.key.value
        for each in select.variants
    }


# ---------------------------------------------------------------- used and there


def test_every_message_that_is_said_exists() -> None:
    assert sorted({name for name, _ in called()} - set(PARSED[SOURCE])) == []


def test_every_name_that_is_put_together_is_of_a_known_family() -> None:
    built = {name for name, _ in USES.calls if "{}" in name and name != "{}"}
    assert sorted(built - set(FAMILIES)) == []
    assert sorted(set(FAMILIES) - built) == []


def test_no_message_is_unused() -> None:
    used = {name for name, _ in called()} | USES.literals
    assert sorted(set(PARSED[SOURCE]) - used) == []


def test_every_call_gives_what_its_message_says() -> None:
    lacking = {
        (name, *sorted(variables(PARSED[SOURCE][name]) - given))
        for name, given in called()
        if given is not None and variables(PARSED[SOURCE][name]) - given
    }
    assert sorted(lacking) == []


def test_a_call_is_seen() -> None:
    assert ("chart-hollow", frozenset({"shows"})) in USES.calls
    assert ("chart-trend-{}", frozenset({"period"})) in USES.calls


# ---------------------------------------------------------------- each language


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_in_a_catalogue_can_be_read(language: str) -> None:
    resource = parse(SOURCES[language])
    assert [each.content for each in resource.body if isinstance(each, ast.Junk)] == []
    names = [each.id.name for each in messages(resource)]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_markup_in_messages(language: str) -> None:
    assert re.findall("<[a-z/][^>]*>|&[a-z]+;|https?:", SOURCES[language]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_those_of_the_language(language: str) -> None:
    """CLDR: a category that a language doesn't have is never shown."""
    rule = Locale.parse(language).plural_form
    own = {*rule.tags, "other"}
    strange = {"zero", "one", "two", "few", "many", "other"} - own
    for name, message in PARSED[language].items():
        for select in selects(message):
            assert not keys(select) & strange, name
            assert not keys(select) & own or own - {"one"} <= keys(select), name


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_every_message_and_no_other(language: str) -> None:
    assert sorted(set(PARSED[SOURCE]) - set(PARSED[language])) == []
    assert sorted(set(PARSED[language]) - set(PARSED[SOURCE])) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_stands_in_the_same_files(language: str) -> None:
    def files(of: str) -> dict[str, list[str]]:
        folder = PACKAGE / "locales" / of
        return {
            path.name: sorted(each.id.name for each in messages(parse(path.read_text("utf-8"))))
            for path in folder.glob("*.ftl")
        }

    assert files(language) == files(SOURCE)


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_says_the_same_values(language: str) -> None:
    for name, message in PARSED[SOURCE].items():
        if name in PARSED[language]:
            assert variables(PARSED[language][name]) == variables(message), name


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_every_message_can_be_said_of_none_one_and_many(language: str) -> None:
    sources = SOURCES | {PSEUDO: pseudo_source(SOURCES[SOURCE])}
    words = Catalogue(sources).words(language)
    for name, message in PARSED[SOURCE].items():
        for count in (0, 1, 2, 1_500):
            said = words.say(name, **dict.fromkeys(variables(message), count))
            assert "{" not in said, said
            assert said == said.strip() or name == "sentence-last", said


def test_what_no_catalogue_has_is_shown_by_its_name() -> None:
    assert read_catalogue().words(SOURCE).say("no-such-message") == "no-such-message"


def test_what_a_translation_lacks_is_said_in_the_source() -> None:
    catalogue = Catalogue({SOURCE: "tea = Tea\n", "de": "coffee = Kaffee\n"})
    assert catalogue.words("de").say("tea") == "Tea"
    assert catalogue.words("nn").say("tea") == "Tea"

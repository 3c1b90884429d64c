"""A language made for tests: English that reads as [[Ëñĝļîšĥ ~~~~]].

Accents show what loses them, the length shows what has no room for longer languages, the
brackets show where a text is cut and which text comes from no catalogue. What a message puts in
stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from fluent.syntax import ast, parse, serialize

PSEUDO = "en-XA"
OPEN, CLOSE = "⟦", "⟧"
LONGER = 0.4
_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "àƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÀƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ",
)


def pseudo_source(source: str) -> str:
    """The same messages in the pseudo language, in Fluent's syntax."""
    resource = parse(source)
    for message in messages(resource):
        assert message.value is not None
        _accent(message.value)
        message.value.elements.insert(0, ast.TextElement(OPEN))
        message.value.elements.append(ast.TextElement(CLOSE))
    return serialize(resource) + f"\nlanguage-itself-{PSEUDO} = {OPEN}Þšéûðö{CLOSE}\n"


def messages(resource: ast.Resource) -> Iterator[ast.Message]:
    return (entry for entry in resource.body if isinstance(entry, ast.Message))


def _accent(pattern: ast.Pattern) -> None:
    """Texts of a pattern, and of the variants in it."""
    for element in pattern.elements:
        if isinstance(element, ast.TextElement):
            element.value = _accented(element.value)
        elif isinstance(element.expression, ast.StringLiteral):
            element.expression.value = _accented(element.expression.value)
        elif isinstance(element.expression, ast.SelectExpression):
            for variant in element.expression.variants:
                _accent(variant.value)


def _accented(text: str) -> str:
    letters = sum(each.isalpha() for each in text)
    return text.translate(_ACCENTED) + "~" * round(letters * LONGER)


def outside(text: str) -> str:
    """What of a text stands in no brackets, which may stand in one another."""
    left, depth = [], 0
    for each in text:
        if each == OPEN:
            depth += 1
        elif each == CLOSE:
            depth -= 1
            assert depth >= 0, f"cut before: {text[:80]}"
        elif depth == 0:
            left.append(each)
    assert depth == 0, f"cut: {text[:80]}"
    return "".join(left)

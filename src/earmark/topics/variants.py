"""Chips: other spellings of a topic that the library really holds, each with its exact count.

Counts are of the phrase as written; inflections, the long form of an acronym (or its acronym) and
the spelling with accents are offered, never added unasked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from earmark.model import AllOf, Phrase, Query, Variant
from earmark.ports import SearchReader
from earmark.text.tokens import accented, is_spaceless, tokens
from earmark.topics.acronyms import acronyms_of, long_forms
from earmark.topics.scope import within

SHOWN = 12
_ENDINGS = {
    "en": ("s", "es"),
    "de": ("s", "e", "en", "n", "er"),
    "nl": ("s", "en", "e"),
    "no": ("en", "et", "er", "ene", "e", "a", "s", "n", "r"),
    "da": ("en", "et", "er", "ene", "erne", "e", "s", "n", "r"),
    "sv": ("en", "et", "er", "or", "ar", "arna", "erna", "orna", "s", "n", "r"),
    "fr": ("s", "e", "es", "x"),
    "es": ("s", "es"),
    "pt": ("s", "es"),
    "ca": ("s", "es"),
}
"""Endings that make another number, case or definite form, by language. Only what the library
really holds is offered, so a rule may be wider than the grammar."""
_SWAPPED = {
    "en": (("y", "ies"), ("f", "ves"), ("man", "men")),
    "it": (("o", "i"), ("a", "e"), ("e", "i")),
    "sv": (("a", "or"),),
    "no": (("e", "er"), ("e", "en")),
    "pt": (("ao", "oes"), ("l", "is")),
}
_SHORT = 4
"""A shorter word (an acronym) takes nothing but ``s``: others make new words of it."""
_STEM = (5, 3)
"""Letters that must stay when an ending, or a mere ``s``, is taken away (Müller is no *müll*)."""
_LETTERS = (("ue", "u"), ("oe", "o"), ("ae", "a"), ("aa", "a"), ("oe", "ø"), ("ae", "æ"))
"""Spellings of one letter where keyboards lack it: Mueller, Müller; Soerensen, Sørensen."""


def variants(
    written: str,
    phrase: tuple[str, ...],
    *,
    also: Sequence[str],
    languages: Iterable[str],
    texts: Iterable[str],
    reader: SearchReader,
    filters: Sequence[Query],
) -> tuple[Variant, ...]:
    """At most ``SHOWN`` variants that stand in at least one story under ``filters``, those in
    ``also`` first (they are ``on``), then the commonest.

    ``languages`` are those of the topic's stories, ``texts`` a sample of them.
    """

    def count(query: Query) -> int:
        return reader.count(within(query, filters))

    on = {tuple(tokens(other).split()): other for other in also}
    offered = _offered(phrase, languages, texts)
    chosen = [Variant(other, count(Phrase(words)), on=True) for words, other in on.items()]
    found = [
        Variant(other, stories, on=False)
        for words, other in offered.items()
        if words != phrase and words not in on and (stories := count(Phrase(words)))
    ]
    found += [
        Variant(spelling, stories, on=False)
        for spelling, query in _exact(written, phrase)
        if (stories := count(query))
    ]
    found.sort(key=lambda variant: (-variant.episodes, variant.phrase))
    return (*chosen, *found)[: max(SHOWN, len(chosen))]


def inflections(word: str, languages: Iterable[str]) -> tuple[str, ...]:
    """Other forms that a word could have in these languages."""
    if len(word) < 2 or is_spaceless(word) or word.isdecimal():
        return ()
    if len(word) < _SHORT:
        return (word[:-1] if word.endswith("s") and len(word) > 2 else f"{word}s",)
    found: dict[str, None] = {}
    for language in languages:
        for ending in _ENDINGS.get(language, ()):
            found[f"{word}{ending}"] = None
            if word.endswith(ending) and len(word) >= _STEM[ending == "s"] + len(ending):
                found[word[: -len(ending)]] = None
        for one, other in _SWAPPED.get(language, ()):
            found.update(dict.fromkeys(_swapped(word, one, other)))
            found.update(dict.fromkeys(_swapped(word, other, one)))
    return tuple(found)


def spellings(phrase: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The phrase written as one word, and with letters that keyboards lack."""
    found: dict[tuple[str, ...], None] = {}
    spaced = not any(is_spaceless(word) for word in phrase)
    if spaced and 1 < len(phrase) <= 3:
        found[("".join(phrase),)] = None
    whole = " ".join(phrase)
    for long, short in _LETTERS:
        for one, other in ((long, short), (short, long)):
            if one in whole and len(one) + len(other) > 2 and (one != short or not one.isascii()):
                found[tuple(whole.replace(one, other).split())] = None
    return tuple(found)


def _swapped(word: str, ending: str, other: str) -> tuple[str, ...]:
    stem = word[: -len(ending)]
    return (f"{stem}{other}",) if word.endswith(ending) and len(stem) >= _SHORT - 2 else ()


def _offered(
    phrase: tuple[str, ...], languages: Iterable[str], texts: Iterable[str]
) -> dict[tuple[str, ...], str]:
    """Token phrase -> as it is written on the chip."""
    offered: dict[tuple[str, ...], str] = {}
    forms = acronyms_of(phrase, texts) if len(phrase) > 1 else long_forms(phrase[0], texts)
    for form in forms:
        offered.setdefault(tuple(tokens(form).split()), form)
    for word in inflections(phrase[-1], languages):
        offered.setdefault((*phrase[:-1], word), " ".join((*phrase[:-1], word)))
    for words in spellings(phrase):
        offered.setdefault(words, " ".join(words))
    return offered


def _exact(written: str, phrase: tuple[str, ...]) -> Iterable[tuple[str, Query]]:
    """The spelling with its accents, where the typed one has some."""
    marked = accented(written)
    if marked:
        parts = tuple(Phrase((word,), "exact") for word in dict.fromkeys(marked))
        yield written.casefold(), AllOf((Phrase(phrase), *parts))

"""The language of a text: what the publisher declared, else script, stop-words, a classifier.

Languages are BCP 47 base tags in small letters. Publishers write ``no``, ``nb`` and ``nn`` for
Norwegian as they please, so here, and only here, all three are ``no``; old tags (``iw``, ``in``)
are the present ones.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from earmark.text.stopwords import LANGUAGES_OF_WORD
from earmark.text.tokens import tokens

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNKNOWN = "und"

_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "cmn": "zh"}
_TAG = re.compile(r"\s*([a-zA-Z]{2,3})(?![a-zA-Z])")

# Scripts that tell a language, or the few that share one. Order matters: kana before Han.
_SCRIPTS: tuple[tuple[str, re.Pattern[str], frozenset[str]], ...] = tuple(
    (default, re.compile(f"[{ranges}]"), frozenset(languages.split()))
    for default, ranges, languages in (
        ("ja", "\u3041-\u30ff", "ja"),
        ("ko", "\u1100-\u11ff\uac00-\ud7a3", "ko"),
        ("zh", "\u3400-\u4dbf\u4e00-\u9fff", "zh ja yue ko"),
        ("ru", "\u0400-\u04ff", "ru uk be bg sr mk kk ky mn tg tt uz az"),
        ("ar", "\u0600-\u06ff", "ar fa ur ps ku ckb sd ug pa az"),
        ("he", "\u0590-\u05ff", "he yi"),
        ("el", "\u0370-\u03ff", "el"),
        ("hi", "\u0900-\u097f", "hi mr ne sa kok"),
        ("bn", "\u0980-\u09ff", "bn as"),
        ("th", "\u0e00-\u0e7f", "th"),
        ("ta", "\u0b80-\u0bff", "ta"),
        ("te", "\u0c00-\u0c7f", "te"),
        ("ka", "\u10a0-\u10ff", "ka"),
        ("hy", "\u0530-\u058f", "hy"),
    )
)
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")
_NOT_LATIN = re.compile("[\u0370-\u1dff\u2c60-\ua71f\uac00-\ud7ff\uf900-\ufaff]")
_ALSO_LATIN = frozenset(
    {"sr", "uz", "az", "ku", "tt", "kk", "mn", "ky", "tg", "pa", "sd", "ug", "kok"}
)

ENOUGH_LETTERS = 20
"""A text of fewer letters contradicts no declaration, and the classifier isn't asked about it."""

EXPECTED_SHARE = 0.1
"""Where less than this share of the letters is in a script of the declared language, the
declaration is wrong. A Japanese show whose notes are links and Latin names contradicts nothing."""

_READ_CHARS = 1500
_MIN_STOPWORDS = 3


def base_tag(declared: str | None) -> str | None:
    """``"en-US"`` -> ``"en"``, ``"nb_NO"`` -> ``"no"``; None for what is no tag."""
    match = _TAG.match(declared or "")
    if match is None:
        return None
    tag = match[1].lower()
    return None if tag in ("und", "zxx", "mul") else _SAME.get(tag, tag)


def language_of(declared: str | None, text: str) -> str:
    """The base tag of a text's language, ``"und"`` where nothing tells. A declaration holds
    unless the script clearly contradicts it."""
    tag = base_tag(declared)
    sample = text[:_READ_CHARS]
    if tag is not None and not _contradicted(tag, sample):
        return tag
    return _by_script(sample) or _by_stopwords(sample) or _by_classifier(sample)


def _contradicted(tag: str, sample: str) -> bool:
    expected = [pattern for _, pattern, languages in _SCRIPTS if tag in languages]
    if not expected or tag in _ALSO_LATIN:
        if sample.isascii() or not _NOT_LATIN.search(sample):
            return False
        expected.append(_LATIN)
    letters = _letters(sample)
    found = sum(len(pattern.findall(sample)) for pattern in expected)
    return letters >= ENOUGH_LETTERS and found < EXPECTED_SHARE * letters


def _letters(sample: str) -> int:
    return sum(map(str.isalpha, sample))


def _by_script(sample: str) -> str | None:
    """The language of the script that most letters are in, where that tells; Latin doesn't."""
    if sample.isascii():
        return None
    letters = _letters(sample)
    for default, pattern, languages in _SCRIPTS:
        # A fifth is enough for kana: Japanese is half Han.
        share = 0.2 if default == "ja" else 0.5
        if len(pattern.findall(sample)) >= max(2, share * letters):
            return default if len(languages) < 5 else _by_stopwords(sample) or default
    return None


def _by_stopwords(sample: str) -> str | None:
    """The language with clearly the most stop-words in the text: at least 3, and twice as many
    as the next."""
    counts = Counter(
        language
        for token in tokens(sample).split()
        for language in LANGUAGES_OF_WORD.get(token, ())
    )
    (first, most), (_, second) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return first if most >= _MIN_STOPWORDS and most >= 2 * second else None


def _by_classifier(sample: str) -> str:
    if _letters(sample) < ENOUGH_LETTERS:
        return UNKNOWN
    language, probability = _classifier().classify(sample)
    return base_tag(language) or UNKNOWN if probability >= 0.8 else UNKNOWN


@cache
def _classifier() -> LanguageIdentifier:
    from py3langid.langid import (  # noqa: PLC0415  loading it takes a while
        MODEL_FILE,
        LanguageIdentifier,
    )

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

"""Published text made harmless for a terminal: a title may hold escape sequences that move the
cursor, rename the window or hide what follows (rule R3)."""

from __future__ import annotations

import re
import unicodedata

_SEQUENCES = re.compile(
    r"\x1b\[[0-?]{0,64}[ -/]{0,8}[@-~]"  # CSI: colours, cursor
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS: titles, links
    r"|\x9b[0-?]{0,64}[ -/]{0,8}[@-~]"  # CSI in one character
)
_JOINERS = frozenset("\u200c\u200d")
"""Persian spells words with them, and emoji are made with them."""


def clean_line(text: str) -> str:
    """One line: white space made single, controls and escape sequences gone."""
    return " ".join(clean(text).split())


def clean(text: str) -> str:
    """Without controls, those that turn the order of letters among them, and without escape
    sequences; white space becomes spaces. Arabic and Hebrew letters order themselves."""
    return "".join(map(_clean_character, _SEQUENCES.sub("", text)))


def _clean_character(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if character.isspace():
        return " "
    if character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category in ("Cc", "Cf") else character

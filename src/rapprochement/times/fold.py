"""Folded text for matching: lower case, no accents, one form of apostrophe, space and hyphen; always of the same length.

Only the matcher reads folded text; offsets found in it are offsets of the document's own text.
"""

from __future__ import annotations

import unicodedata

from rapprochement.language.normalise import normalise

INVISIBLE = "\x01"
"""What soft hyphens and zero-width characters become: a sign words may hold and that counts for nothing."""

_INVISIBLE_SIGNS = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_LINE_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_DASHES = frozenset("–—―")


class _Table(dict[int, str]):
    """Folds one character, worked out once when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in _INVISIBLE_SIGNS:
        return INVISIBLE
    if character in _LINE_BREAKS:
        return "\n"
    if character in _DASHES:
        return "–"
    plain = normalise(character)
    compatible = unicodedata.normalize("NFKD", plain)
    base = compatible if len(compatible) == 1 and plain.isalpha() else unicodedata.normalize("NFD", plain)[0]
    if unicodedata.combining(base):
        return INVISIBLE
    lowered = base.lower()
    if len(lowered) != 1:
        return base
    return " " if lowered.isspace() or not lowered.isprintable() else lowered


_TABLE = _Table()


def fold(text: str) -> str:
    r"""Return ``text`` lower-cased and without accents, character for character.

    Line breaks of all kinds become ``\n``; combining marks and zero-width signs become :data:`INVISIBLE`.

    Examples
    --------
    >>> fold("L’ÉTÉ\u00a02024 – Août")
    "l'ete 2024 – aout"
    >>> len(fold("e\u0301te\u0301")) == len("e\u0301te\u0301")
    True
    """
    return text.translate(_TABLE)

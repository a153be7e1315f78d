"""Normalisation that keeps every offset: one character becomes exactly one character.

Typographic apostrophes, exotic spaces, dashes and soft debris are mapped so that rules need to know one form only; the text
of the document itself is never changed.
"""

from __future__ import annotations

_APOSTROPHES = "’‘ʼ＇´`′"
_SPACES = "\u00a0\u202f\u2009\u2007\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000\u200b\ufeff\u00ad\u2060\x00"
_DASHES = "‐‑‒−"

_TABLE = {ord(c): "'" for c in _APOSTROPHES} | {ord(c): " " for c in _SPACES} | {ord(c): "-" for c in _DASHES}


def normalise(text: str) -> str:
    r"""Return ``text`` with variant apostrophes, spaces and hyphens made plain, of the same length.

    Examples
    --------
    >>> normalise("l’été\u00a02024")
    "l'été 2024"
    >>> len(normalise("vingt-\u00adquatre")) == len("vingt-\u00adquatre")
    True
    """
    return text.translate(_TABLE)

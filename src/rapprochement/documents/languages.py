"""The language of a document: stated, or told from its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

ENOUGH = 200
"""Characters from which py3langid is trusted; below them common words decide (its errors on a single line are many)."""
SAMPLE = 20_000
_STOP_LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "nl")


@lru_cache(maxsize=1)
def _stop_words() -> dict[str, frozenset[str]]:
    import importlib

    return {
        code: frozenset(importlib.import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS) for code in _STOP_LANGUAGES
    }


def detect(text: str) -> tuple[str | None, str]:
    """Tell the language of a text.

    Returns
    -------
    tuple of (str or None, str)
        ISO 639-1 code, ``None`` when too little is there to tell, and the means (``"text:langid"``, ``"text:stop words"``).

    Examples
    --------
    >>> detect("Le ministre est arrivé à Oslo avec une délégation.")
    ('fr', 'text:stop words')
    >>> detect("12 — 14")
    (None, 'text:stop words')
    """
    sample = text[:SAMPLE]
    if sum(c.isalpha() for c in sample) < ENOUGH:
        return _by_stop_words(sample), "text:stop words"
    import py3langid

    code, _ = py3langid.classify(sample)
    if code not in _STOP_LANGUAGES:
        # Names from many languages can outweigh the words that bind them.
        by_words = _by_stop_words(sample, share=0.4)
        if by_words is not None:
            return by_words, "text:stop words"
        if code == "zxx":  # "no linguistic content"
            return None, "text:langid"
    return str(code), "text:langid"


def _by_stop_words(text: str, share: float = 0.0) -> str | None:
    """Return the language whose common words are the most frequent, if they make up ``share`` of all words."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    scores = sorted(((sum(w in stop for w in words), code) for code, stop in _stop_words().items()), reverse=True)
    (best, code), (second, _) = scores[0], scores[1]
    return code if best >= max(2, share * len(words)) and best > second else None


def base(code: str) -> str:
    """Return the bare language of a tag.

    Examples
    --------
    >>> base("fr-FR"), base("FR_ca")
    ('fr', 'fr')
    """
    return re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]


def is_coded(code: str | None, languages: Iterable[str]) -> bool:
    """Tell whether a document of this language is coded; one of unknown language is.

    Examples
    --------
    >>> is_coded("en", {"fr"}), is_coded(None, {"fr"})
    (False, True)
    """
    return code is None or base(code) in set(languages)

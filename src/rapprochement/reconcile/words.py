"""Cue words of the registers: drivers, returns, conditions, agreement words; schema, compilation, folding that keeps offsets."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from pydantic import BaseModel, ConfigDict

from rapprochement.codebook import Codebook, Entry
from rapprochement.errors import CodebookError

_FOLDED = {
    code: base
    for code in range(0xC0, 0x180)
    if len(base := unicodedata.normalize("NFD", chr(code))[0]) == 1 and base.isascii()
}
_CLAUSE_END = re.compile(r"[,;:.!?)»\"]|\s[-–—]\s|$")


class ReasonExample(BaseModel):
    """A sentence of our own and the reason that must be read from it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    reason: str


class DriverCue(Entry):
    """Words before a motive or cause; what follows up to the end of the clause is the reason."""

    driver: Literal["response", "counter", "cause", "purpose", "context"]
    pattern: str
    examples: tuple[ReasonExample, ...]
    counter_examples: tuple[str, ...] = ()


class PatternCue(Entry):
    """A pattern over folded text."""

    pattern: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()


class WordList(Entry):
    """Words or phrases looked for in folded text."""

    words: tuple[str, ...]


def fold_same_length(text: str) -> str:
    """Return ``text`` in small letters without accents, one character for one.

    Examples
    --------
    >>> fold_same_length("Été à Œil")
    'ete a œil'
    """
    lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return lowered.translate(_FOLDED)


def compiled(
    codebook: Codebook, kind: str, model: type[DriverCue] | type[PatternCue]
) -> list[tuple[object, re.Pattern[str]]]:
    """Return the entries of a kind with their compiled patterns.

    Raises
    ------
    CodebookError
        If a pattern is no regular expression.
    """

    def build() -> list[tuple[object, re.Pattern[str]]]:
        made: list[tuple[object, re.Pattern[str]]] = []
        for entry in codebook.entries(kind, model).values():
            try:
                made.append((entry, re.compile(entry.pattern)))
            except re.error as error:
                raise CodebookError(f"{kind} '{entry.id}': {entry.pattern!r} is no pattern: {error}") from error
        return made

    result: list[tuple[object, re.Pattern[str]]] = codebook.compiled(("registers", kind), build)
    return result


def clause_after(text: str, start: int) -> tuple[int, int]:
    """Return the span from ``start`` to the end of its clause, without white space at its ends.

    Examples
    --------
    >>> a, b = clause_after("en réponse aux sanctions, Lima se tait", 10)
    >>> "en réponse aux sanctions, Lima se tait"[a:b]
    'aux sanctions'
    """
    match = _CLAUSE_END.search(text, start)
    end = match.start() if match else len(text)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def word_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern that matches any of ``words`` in folded text, at word starts, with a plural s allowed.

    Examples
    --------
    >>> bool(word_pattern(("traité",)).search(fold_same_length("deux Traités")))
    True
    """
    folded = sorted({re.escape(fold_same_length(w)) for w in words}, key=len, reverse=True)
    return re.compile(r"(?<![\w])(?:" + "|".join(folded) + r")(?:e?s|x|e)?(?!\w)")


def word_patterns(codebook: Codebook, kind: str) -> dict[str, re.Pattern[str]]:
    """Return the word lists of a kind as patterns by id."""
    result: dict[str, re.Pattern[str]] = codebook.compiled(
        ("registers", kind), lambda: {e.id: word_pattern(e.words) for e in codebook.entries(kind, WordList).values()}
    )
    return result

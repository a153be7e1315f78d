"""Blocks of text before they become sections: what every reader hands to :func:`rapprochement.documents.tree.sections_of`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapprochement.model import SectionKind

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\f\v\u2028\u2029]")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\x00"


@dataclass(slots=True)
class Block:
    """One block: offsets and kind, with what is known of its place in the tree.

    Attributes
    ----------
    level : int
        A heading's level if the format says it, 1 for the title, 0 when it must be inferred; a list item's depth from 1.
    update : str or None
        EDTF day of the update the block belongs to.
    opens : bool
        Whether the update also governs the blocks after this one.
    """

    start: int
    end: int
    kind: SectionKind
    level: int = 0
    update: str | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something, without the white space around it; ``gap`` counts the empty lines before it."""

    start: int
    end: int
    text: str
    gap: int
    indent: int


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    r"""Shrink ``[start, end)`` past white space and invisible characters at both ends.

    Examples
    --------
    >>> strip_span("\ufeff  Oslo \n", 0, 9)
    (3, 7)
    """
    while start < end and (text[start].isspace() or text[start] in _INVISIBLE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _INVISIBLE):
        end -= 1
    return start, end


def lines_of(text: str) -> Iterator[Line]:
    r"""Yield the lines of a text that are not blank.

    Examples
    --------
    >>> [(line.text, line.gap) for line in lines_of("Un\r\n\r\n  Deux\nTrois")]
    [('Un', 0), ('Deux', 1), ('Trois', 0)]
    """
    last = 0
    first = True
    for match in _LINE.finditer(text):
        start, end = strip_span(text, match.start(), match.end())
        if start == end:
            continue
        breaks = sum(1 for _ in _BREAK.finditer(text, last, match.start()))
        yield Line(start, end, text[start:end], breaks if first else max(0, breaks - 1), start - match.start())
        last, first = match.end(), False

"""The passage around a mention: the paragraph with the offsets of sentence and trigger inside it.

Offsets of the tables are code points; those handed out here are UTF-16 units, which is how JavaScript counts.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
LONGEST = 2400
"""Characters of a paragraph that are shown; of a longer one a stretch around the sentence, cut at word borders."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as shown: its text, where it starts in the document, and whether it was cut before or after."""

    document: str
    start: int
    text: str
    heading: str
    cut_before: bool
    cut_after: bool


def utf16(text: str, offset: int) -> int:
    """Return the UTF-16 length of the first ``offset`` code points.

    Examples
    --------
    >>> utf16("a🚀b", 2)
    3
    """
    head = text[:offset]
    return len(head) + sum(1 for sign in head if ord(sign) > 0xFFFF)


class Passages:
    r"""Finds the passages of one document.

    Parameters
    ----------
    document : str
        Name of the document.
    text : str
        Its text.
    sections : list of dict
        Rows with ``kind``, ``start``, ``end``, ``heading``, in text order; may be empty, then lines are the passages.

    Examples
    --------
    >>> found = Passages("d", "One two. Three.\n\nFour.", []).around(9, 15)
    >>> found.text, found.start
    ('One two. Three.', 0)
    """

    def __init__(self, document: str, text: str, sections: list[Row]) -> None:
        self._document = document
        self._text = text
        self._sections = sections
        self._starts = [row["start"] for row in sections]
        self._by_index = {row["index"]: row for row in sections}

    def around(self, start: int, end: int) -> Passage:
        """Return the block that holds ``start:end`` (a section, else the lines), cut when it is very long."""
        left, right, heading = self._block(start, end)
        cut_before = cut_after = False
        if right - left > LONGEST:
            room = max(LONGEST - (end - start), 400) // 2
            if start - room > left:
                left = self._word(start - room)
                cut_before = True
            if end + room < right:
                right = self._word(end + room)
                cut_after = True
        return Passage(self._document, left, self._text[left:right], heading, cut_before, cut_after)

    def _block(self, start: int, end: int) -> tuple[int, int, str]:
        at = bisect_right(self._starts, start) - 1
        if at >= 0 and end <= self._sections[at]["end"]:
            row = self._sections[at]
            above = self._by_index.get(row["heading"]) if row.get("heading") is not None else None
            heading = self._text[above["start"] : above["end"]] if above else ""
            return row["start"], row["end"], " ".join(heading.split())[:200]
        left = self._text.rfind("\n", 0, start) + 1
        right = self._text.find("\n", end)
        return left, len(self._text) if right < 0 else right, ""

    def _word(self, offset: int) -> int:
        """Move an offset to the next space close by, so that a cut does not split a word."""
        found = self._text.find(" ", offset, offset + 40)
        return offset if found < 0 else found + 1

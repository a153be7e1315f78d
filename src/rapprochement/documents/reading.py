"""What one reader makes of one file, and the text that readers without a text of their own build up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapprochement.documents.blocks import Block
from rapprochement.documents.layout import Layout
from rapprochement.documents.plain import Found, PlainReader
from rapprochement.documents.printable import printable
from rapprochement.model import SectionKind

_WHITE = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(slots=True)
class Reading:
    """What was read from one file.

    Attributes
    ----------
    text : str
    blocks : list of Block
    fields : dict
        ``title``, ``author``, ``publisher``, ``url``, ``language`` to value and place.
    published, updated : list of (str, str)
        Dates as written, with their places, the most trusted first.
    weak_dates : list of (str, str)
        Dates that only say when the file was made.
    notes : dict
        More entries for ``Document.found_in``.
    remarks : list of (str, str)
        Reasons (with detail) that do not keep the document from being coded.
    """

    text: str
    blocks: list[Block] = field(default_factory=list)
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    published: list[tuple[str, str]] = field(default_factory=list)
    updated: list[tuple[str, str]] = field(default_factory=list)
    weak_dates: list[tuple[str, str]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    remarks: list[tuple[str, str]] = field(default_factory=list)

    def add_found(self, found: Found) -> None:
        """Add what the lines of the text say of the document, after what is known already."""
        if found.title:
            self.fields.setdefault("title", (found.title, found.title_place))
        if found.author:
            self.fields.setdefault("author", (found.author, found.author_place))
        self.published += [(value or words, place) for value, words, place in found.published]
        self.updated += [(value or words, place) for value, words, place in found.updated]


class TextBuilder:
    r"""Joins the blocks of a marked-up file into one text, a block to a line, and keeps what the format said of each.

    Examples
    --------
    >>> builder = TextBuilder()
    >>> builder.add("Un  pont", SectionKind.HEADING, 1)
    >>> builder.add("Oslo le\n bâtit.", SectionKind.PARAGRAPH)
    >>> builder.text
    'Un pont\n\nOslo le bâtit.'
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._last: SectionKind | None = None
        self.hints: dict[int, Block] = {}

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def add(self, words: str, kind: SectionKind | None, level: int = 0) -> None:
        """Append one block; ``kind`` is ``None`` when the format says nothing of it."""
        words = printable(_WHITE.sub(" ", words)).strip()
        if not words:
            return
        if self._pieces:
            near = kind is self._last and kind in (SectionKind.LIST_ITEM, SectionKind.TABLE_ROW)
            self._append("\n" if near else "\n\n")
        if kind is not None:
            self.hints[self._length] = Block(self._length, self._length + len(words), kind, level)
        self._append(words)
        self._last = kind

    def _append(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)

    def read(self, layout: Layout, reading: Reading) -> Reading:
        """Sort the text into blocks and complete ``reading`` with them."""
        reading.text = self.text
        reader = PlainReader(reading.text, layout, self.hints)
        reading.blocks = reader.blocks()
        reading.add_found(reader.found)
        return reading

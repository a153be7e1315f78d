"""One reader for each format: bytes in, text with blocks and stated metadata out."""

from __future__ import annotations

from dataclasses import dataclass, field

from rapprochement.documents.blocks import Block
from rapprochement.documents.decode import decode
from rapprochement.documents.layout import Layout
from rapprochement.documents.limits import Limits
from rapprochement.documents.markdown import MarkdownReader
from rapprochement.documents.plain import Found, PlainReader
from rapprochement.errors import DocumentError


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


def read_bytes(data: bytes, suffix: str, layout: Layout, limits: Limits) -> Reading:
    """Read the bytes of one file by what they are: their first bytes, else the suffix of the name.

    Raises
    ------
    DocumentError
        If nothing can be read from them.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise DocumentError("empty", "")
    decoded = decode(data)
    if len(decoded.text) > limits.max_text:
        raise DocumentError("too-large", f"{len(decoded.text):,} characters, limit {limits.max_text:,}")
    reader = (
        MarkdownReader(decoded.text, layout) if suffix in (".md", ".markdown") else PlainReader(decoded.text, layout)
    )
    reading = Reading(decoded.text, reader.blocks())
    add_found(reading, reader.found)
    if decoded.guessed:
        reading.notes["encoding"] = f"guessed:{decoded.encoding}"
        reading.remarks.append(("encoding", decoded.encoding))
    return reading


def add_found(reading: Reading, found: Found) -> None:
    """Add what the lines of a text say of the document to a reading."""
    if found.title:
        reading.fields.setdefault("title", (found.title, found.title_place))
    if found.author:
        reading.fields.setdefault("author", (found.author, found.author_place))
    reading.published += [(value or words, place) for value, words, place in found.published]
    reading.updated += [(value or words, place) for value, words, place in found.updated]

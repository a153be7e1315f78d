"""DOCX: paragraphs by their styles, lists, tables, footnotes and endnotes, and the file's properties."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document as open_docx
from docx.oxml.ns import qn
from lxml import etree

from rapprochement.documents.layout import Layout
from rapprochement.documents.limits import Limits
from rapprochement.documents.reading import Reading, TextBuilder
from rapprochement.errors import DocumentError
from rapprochement.model import SectionKind

_HEADING = re.compile(r"(?:heading|titre|überschrift|título)\s*(\d)", re.IGNORECASE)
_NOTE_PARTS = ("word/footnotes.xml", "word/endnotes.xml")
MAX_PARTS = 5_000
_NO_AUTHOR = frozenset({"", "python-docx", "Microsoft Office User", "user", "admin"})


def read_docx(data: bytes, layout: Layout, limits: Limits) -> Reading:
    """Read a Word document.

    The sizes its parts would have unpacked are looked at before anything is unpacked. Deleted text of tracked changes is left
    out, inserted text is read. Pictures are left out.

    Raises
    ------
    DocumentError
        ``"zip-bomb"``, ``"password"``, ``"damaged-docx"``, ``"too-large"`` or ``"empty"``.
    """
    _check_sizes(data, limits)
    try:
        document = open_docx(io.BytesIO(data))
        properties = document.core_properties
        reading = Reading("")
        builder = TextBuilder()
        styles = {style.style_id: style.name or "" for style in document.styles}
        for words, kind, level in _body(document.element.body, styles):
            builder.add(words, kind, level)
            if builder.length > limits.max_text:
                raise DocumentError("too-large", f"over {limits.max_text:,} characters")
        for note in _notes(data):
            builder.add(note, SectionKind.ENDNOTE)
        _properties(properties, reading)
    except DocumentError:
        raise
    except Exception as error:
        # python-docx trusts a package's parts to be there and well formed; a damaged one can make it, zipfile or lxml raise
        # anything, and all of it means the same here.
        raise DocumentError("damaged-docx", type(error).__name__) from error
    if not any(c.isalnum() for c in builder.text):
        raise DocumentError("empty", "")
    known = dict(reading.fields)
    reading.fields = {}
    reading = builder.read(layout, reading)
    for key, value in known.items():
        reading.fields.setdefault(key, value)
    return reading


def _check_sizes(data: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise DocumentError("damaged-docx", "") from error
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentError("password", "")
    total = sum(part.file_size for part in parts)
    if total > limits.max_unpacked or len(parts) > MAX_PARTS:
        raise DocumentError(
            "zip-bomb", f"{len(parts)} parts, {total / 1024**2:.0f} MB, limit {limits.max_unpacked / 1024**2:.0f} MB"
        )


def _body(body: Any, styles: dict[str, str]) -> Iterator[tuple[str, SectionKind | None, int]]:
    for element in body.iter(qn("w:p"), qn("w:tr")):
        above = {ancestor.tag for ancestor in element.iterancestors()}
        if element.tag == qn("w:tr"):
            if qn("w:tr") not in above:
                cells = [" ".join(_words(p) for p in cell.iter(qn("w:p"))).strip() for cell in element.iter(qn("w:tc"))]
                yield " | ".join(filter(None, cells)), SectionKind.TABLE_ROW, 0
            continue
        if qn("w:tr") in above or qn("w:txbxContent") in above:
            continue
        kind, level = _kind(element, styles)
        for line in _words(element).split("\n"):
            yield line, kind, level


def _kind(paragraph: Any, styles: dict[str, str]) -> tuple[SectionKind | None, int]:
    """Tell what a paragraph's style and numbering say it is; ``None`` when they say nothing."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        return None, 0
    style_element = properties.find(qn("w:pStyle"))
    style = styles.get(style_element.get(qn("w:val")), "") if style_element is not None else ""
    if style.lower() in ("title", "titre"):
        return SectionKind.HEADING, 1
    numbered = _HEADING.match(style)
    if numbered:
        return SectionKind.HEADING, min(6, int(numbered[1]) + 1)
    if style.lower() in ("caption", "légende"):
        return SectionKind.CAPTION, 0
    numbering = properties.find(qn("w:numPr"))
    if numbering is not None or style.lower().startswith(("list", "liste", "puce")):
        level = numbering.find(qn("w:ilvl")) if numbering is not None else None
        depth = level.get(qn("w:val"), "0") if level is not None else (re.findall(r"\d", style) or ["1"])[0]
        extra = 1 if level is not None else 0
        return SectionKind.LIST_ITEM, min(5, max(1, (int(depth) if depth.isdigit() else 0) + extra))
    outline = properties.find(qn("w:outlineLvl"))
    if outline is not None and outline.get(qn("w:val"), "9") in "012345":
        return SectionKind.HEADING, min(6, int(outline.get(qn("w:val"))) + 2)
    return None, 0


def _words(paragraph: Any) -> str:
    """Return the text of a paragraph as Word shows it: insertions in, deletions out."""
    pieces: list[str] = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        if node.tag == qn("w:t"):
            pieces.append((node.text or "").replace("\n", " "))
        elif node.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif node.tag == qn("w:tab"):
            pieces.append(" " if node.getparent().tag == qn("w:r") else "")
        else:
            pieces.append("\n")
    return "".join(pieces)


def _notes(data: bytes) -> Iterator[str]:
    """Yield footnotes and endnotes, numbered as in the text."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        for part in _NOTE_PARTS:
            if part not in names:
                continue
            root = etree.fromstring(package.read(part), parser)
            number = 0
            for note in root:
                if note.get(qn("w:type")) in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                words = " ".join(_words(p).replace("\n", " ") for p in note.iter(qn("w:p"))).strip()
                if words:
                    number += 1
                    yield f"({number}) {words}"


def _properties(properties: Any, reading: Reading) -> None:
    for key, value in (("title", properties.title), ("language", properties.language)):
        if value and value.strip():
            reading.fields[key] = (value.strip()[:500], "docx:properties")
    author = (properties.author or "").strip()
    if author not in _NO_AUTHOR:
        reading.fields["author"] = (author[:500], "docx:properties")
    if properties.created is not None:
        reading.weak_dates.append((properties.created.date().isoformat(), "docx:properties"))

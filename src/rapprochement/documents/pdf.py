"""PDF: lines with their place on the page become paragraphs and headings; running heads and page numbers are set aside."""

from __future__ import annotations

import io
import itertools
import logging
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from pypdf import PdfReader
from pypdf.errors import LimitReachedError

from rapprochement.documents.layout import Layout
from rapprochement.documents.limits import Limits
from rapprochement.documents.reading import Reading, TextBuilder
from rapprochement.documents.shapes import BULLET, final
from rapprochement.errors import DocumentError
from rapprochement.model import SectionKind

EDGE_LINES = 2
"""Running heads and feet are looked for among this many lines at the top and the bottom of a page."""
LARGE = 1.12
"""A line set larger than the body by this factor is a heading."""
COLUMN_GAP = 1.5
"""White space in a line, in type sizes, that parts the cells of a table (half a type size is taken for a character's width)."""
MAX_PAGE = 8 * 1024 * 1024
"""Bytes of drawing commands on one page; a page of text has some ten thousand, and reading them takes a second a megabyte."""
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.)?\s*\d{1,4}\s*(?:(?:/|sur|of|de|-)\s*\d{1,4})?\W*", re.IGNORECASE)
_END_MARK = 8192


@dataclass(slots=True)
class PdfLine:
    """One printed line: words, distance from the page's lower edge, type size, whether bold, left edge, page number."""

    text: str
    y: float
    size: float
    bold: bool
    x: float
    page: int
    aside: bool = False


def read_pdf(data: bytes, layout: Layout, limits: Limits) -> Reading:
    """Read a PDF that holds text.

    Raises
    ------
    DocumentError
        ``"truncated-pdf"``, ``"password"``, ``"no-text-pdf"``, ``"too-large"`` or ``"too-slow"``.
    """
    # pypdf tells of every small fault by logging; what matters is raised.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    if b"%%EOF" not in data[-_END_MARK:]:
        raise DocumentError("truncated-pdf", "its end is missing")
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("password", "")
        lines = _lines(reader, limits)
        reading = _metadata(reader)
    except DocumentError:
        raise
    except LimitReachedError as error:
        raise DocumentError("zip-bomb", "") from error
    except Exception as error:
        # A damaged or hostile file can make pypdf raise anything (zlib, struct, recursion…); all of it means the same here.
        raise DocumentError("truncated-pdf", type(error).__name__) from error
    if not any(c.isalnum() for line in lines for c in line.text):
        raise DocumentError("no-text-pdf", "")
    builder = TextBuilder()
    _fill(builder, lines)
    known = reading.fields
    reading.fields = {}
    reading = builder.read(layout, reading)
    for key, value in known.items():
        reading.fields.setdefault(key, value)
    return reading


def _lines(reader: Any, limits: Limits) -> list[PdfLine]:
    if len(reader.pages) > limits.max_pages:
        raise DocumentError("too-large", f"{len(reader.pages)} pages, limit {limits.max_pages}")
    visitor = _Visitor(limits)
    pages: list[list[PdfLine]] = []
    for number, page in enumerate(reader.pages):
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > MAX_PAGE:
            raise DocumentError("too-large", f"page {number + 1} has over {MAX_PAGE // 1024**2} MB of commands")
        visitor.begin(number)
        page.extract_text(visitor_text=visitor)
        pages.append(_join_fragments(visitor.fragments))
    _set_aside(pages)
    return [line for page in pages for line in page]


class _Visitor:
    """Takes the fragments of text that pypdf finds, and stops it when the document is too long or takes too long."""

    def __init__(self, limits: Limits) -> None:
        self.fragments: list[PdfLine] = []
        self._limits = limits
        self._began = time.monotonic()
        self._length = 0
        self._page = 0

    def begin(self, page: int) -> None:
        """Start a page."""
        self.fragments = []
        self._page = page

    def __call__(self, text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        """Take one fragment: its text, the two matrices that place it, its font."""
        self._length += len(text)
        if self._length > self._limits.max_text:
            raise DocumentError("too-large", f"over {self._limits.max_text:,} characters")
        if time.monotonic() - self._began > self._limits.max_seconds:
            raise DocumentError("too-slow", f"limit {self._limits.max_seconds:.0f} s")
        if not text:
            return
        sign = text.strip()
        if len(sign) == 1 and (unicodedata.category(sign) in ("Cc", "Co", "So") or sign in "•·▪●◦‣■□"):
            # A bullet, often a glyph of a symbol font that maps to no letter.
            text = "• "
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = abs(tm[3] * cm[3]) or 1.0
        name = str(font.get("/BaseFont", "")).lower() if font else ""
        bold = "bold" in name or "black" in name
        self.fragments.append(PdfLine(text, y, size * scale, bold, x, self._page))


def _join_fragments(fragments: Sequence[PdfLine]) -> list[PdfLine]:
    """Join what stands on one line of print."""
    lines: list[PdfLine] = []
    fresh = True
    for fragment in fragments:
        for i, part in enumerate(fragment.text.split("\n")):
            if i:
                fresh = True
            if not part.strip():
                if lines and not fresh and part:
                    lines[-1].text += part
                continue
            same = lines and abs(lines[-1].y - fragment.y) < 0.35 * max(fragment.size, 1.0)
            if same:
                gap = fragment.x - (lines[-1].x + 0.5 * lines[-1].size * len(lines[-1].text))
                joint = (
                    " | "
                    if gap > COLUMN_GAP * fragment.size and not lines[-1].text.startswith("•")
                    else (" " if fresh else "")
                )
                lines[-1].text += joint + part
                lines[-1].bold = lines[-1].bold and fragment.bold
                lines[-1].size = fragment.size if len(part) > len(lines[-1].text) / 2 else lines[-1].size
            else:
                lines.append(PdfLine(part, fragment.y, fragment.size, fragment.bold, fragment.x, fragment.page))
            fresh = False
    for line in lines:
        line.text = " ".join(line.text.split())
    return [line for line in lines if line.text]


def _set_aside(pages: Sequence[list[PdfLine]]) -> None:
    """Mark page numbers, and lines at the edge of the page that come back on half of the pages."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_mask(line.text) for line in _edge(page)})
    needed = max(2, (len(pages) + 1) // 2)
    weights: Counter[float] = Counter()
    for page in pages:
        for line in page:
            weights[round(line.size, 1)] += len(line.text)
    body = weights.most_common(1)[0][0] if weights else 0.0
    for page in pages:
        for line in _edge(page):
            repeated = len(pages) > 1 and edges[_mask(line.text)] >= needed
            apart = abs(line.size - body) > 0.05 * body or _gap(line, page) > 2 * line.size
            line.aside = (repeated and apart) or _PAGE_NUMBER.fullmatch(line.text) is not None


def _gap(line: PdfLine, page: Sequence[PdfLine]) -> float:
    """Return the distance from a line at the edge of a page to the nearest one of another height further in."""
    middle = (min(o.y for o in page) + max(o.y for o in page)) / 2
    inner = [abs(o.y - line.y) for o in page if abs(o.y - line.y) > 1 and (o.y < line.y) == (line.y > middle)]
    return min(inner, default=float("inf"))


def _edge(page: Sequence[PdfLine]) -> list[PdfLine]:
    heights = sorted({round(line.y, 1) for line in page})
    outer = set(heights[:EDGE_LINES] + heights[-EDGE_LINES:])
    return [line for line in page if round(line.y, 1) in outer]


def _mask(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def _fill(builder: TextBuilder, lines: Sequence[PdfLine]) -> None:
    body = [line for line in lines if not line.aside]
    if not body:
        body = list(lines)
    weights: Counter[float] = Counter()
    for line in body:
        weights[round(line.size, 1)] += len(line.text)
    size = weights.most_common(1)[0][0]
    sizes = sorted({round(line.size, 1) for line in body if line.size > size * LARGE}, reverse=True)
    steps = [a.y - b.y for a, b in itertools.pairwise(body) if a.page == b.page and 0 < a.y - b.y < 4 * size]
    leading = median(steps) if steps else size * 1.2
    width = sorted(len(line.text) for line in body)[int(0.9 * (len(body) - 1))]
    words = _vocabulary(body)
    paragraph: list[PdfLine] = []
    asides: list[PdfLine] = []

    def close() -> None:
        if paragraph:
            text = _joined(paragraph, words)
            level = _level(paragraph, size, sizes)
            if " | " in text and len(paragraph) == 1:
                builder.add(text, SectionKind.TABLE_ROW)
            elif level is not None and final(text) not in (".", ";", ","):
                builder.add(text, SectionKind.HEADING, level)
            else:
                builder.add(text, None)
            paragraph.clear()
        for line in asides:
            builder.add(line.text, SectionKind.BOILERPLATE)
        asides.clear()

    for line in lines:
        if line.aside and body is not lines:
            asides.append(line)
            continue
        if paragraph and not _goes_on(paragraph[-1], line, size, leading, width):
            close()
        paragraph.append(line)
    close()


def _goes_on(last: PdfLine, line: PdfLine, size: float, leading: float, width: int) -> bool:
    """Tell whether a line continues the paragraph of the line before it."""
    if line.size > size * LARGE and abs(line.size - last.size) <= 0.06 * size and line.page == last.page:
        # A heading over several lines.
        return 0 <= last.y - line.y <= 1.6 * line.size
    if " | " in last.text or " | " in line.text:
        return False
    if abs(line.size - last.size) > 0.06 * size or BULLET.match(line.text):
        return False
    if line.bold != last.bold and (len(last.text) < 0.8 * width or line.bold):
        return False
    full = len(last.text) + len(line.text.split(" ", 1)[0]) + 1 > 0.85 * width
    if line.page != last.page:
        # Over the page: a sentence that has not ended, or a full line.
        return final(last.text) not in (".", "!", "?", ":") and (full or line.text[0].islower())
    step = last.y - line.y
    if step < 0 or step > 1.45 * leading:
        # A new column, or a gap wider than between lines.
        return step < -2 * leading and final(last.text) not in (".", "!", "?", ":") and full
    return full or (line.text[0].islower() and final(last.text) not in (".", "!", "?"))


def _level(paragraph: Sequence[PdfLine], size: float, sizes: Sequence[float]) -> int | None:
    """Return a heading's level by its type size (0: to be inferred), ``None`` for running text."""
    text_length = sum(len(line.text) for line in paragraph)
    own = round(max(line.size for line in paragraph), 1)
    if own > size * LARGE and text_length <= 200:
        return min(6, 1 + sizes.index(own)) if own in sizes else 2
    if all(line.bold for line in paragraph) and text_length <= 120:
        return min(6, 2 + len(sizes) - (1 if sizes else 0))
    return None


def _vocabulary(lines: Sequence[PdfLine]) -> set[str]:
    return {word for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.lower())}


def _joined(paragraph: Sequence[PdfLine], words: set[str]) -> str:
    """Join the lines of a paragraph; a hyphen at a line's end is kept where the word is known with it."""
    text = paragraph[0].text
    for line in paragraph[1:]:
        left = re.search(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u00ad\u2010]$", text)
        right = re.match(r"[^\W\d_]+", line.text)
        if left is None or right is None or not right[0][0].islower():
            text += (" " if not text.endswith("-") else "") + line.text
        elif text.endswith("\u00ad") or _broken(left[1].lower(), right[0].lower(), words):
            text = text[:-1] + line.text
        else:
            text += line.text
    return text.replace("\u00ad", "")


def _broken(left: str, right: str, words: set[str]) -> bool:
    """Tell whether a hyphen at a line's end only breaks the word, by the other words of the document."""
    if f"{left}-{right}" in words:
        return False
    if f"{left}{right}" in words:
        return True
    # Two whole words ("nord-" + "coréen") keep their hyphen; a fragment is no word of the document.
    return not (left in words - {right} and (right in words or len(left) >= 3))


def _metadata(reader: Any) -> Reading:
    reading = Reading("")
    info = reader.metadata
    if not info:
        return reading
    title, author = _plain(info.get("/Title")), _plain(info.get("/Author"))
    if (
        title
        and not title.lower().endswith((".doc", ".docx", ".indd"))
        and title.lower() not in ("untitled", "(untitled)")
    ):
        reading.fields["title"] = (title, "pdf:properties")
    if author and not author.startswith("("):
        reading.fields["author"] = (author, "pdf:properties")
    stamp = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", _plain(info.get("/CreationDate")))
    if stamp:
        reading.weak_dates.append(("-".join(stamp.groups()), "pdf:properties"))
    return reading


def _plain(value: Any) -> str:
    return " ".join(str(value).split())[:500] if value is not None else ""

"""Plain text: what each line is. The text itself stays as it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapprochement.documents.blocks import Block, Line, lines_of, strip_span
from rapprochement.documents.dates import find_dates
from rapprochement.documents.layout import Layout, LayoutCue, Role
from rapprochement.model import SectionKind

MAX_TITLE = 200
"""A first line longer than this is a paragraph even without a full stop."""
MAX_HEADING = 120
MAX_HEADING_WORDS = 20
HEAD_LINES = 12
"""Bylines and date lines are looked for among the first lines only."""
TAIL_LINES = 12

_BULLET = re.compile(r"(?:[-–—•·▪●◦‣○►➤➢✓■□*+]\s+|[•▪●◦‣►➤➢■□]|\d{1,3}[.)]\s+|[a-z]\)\s+)(?=\S)")
_NUMBER = re.compile(r"\d{1,3}[.)]\s+")
_BETWEEN_DASHES = re.compile(r"[-–—]\s*(?P<inner>\S.{0,118}?)\s*[-–—]")
_ENDNOTE = re.compile(r"(?:\(\d{1,3}\)|\[\d{1,3}\]|\d{1,3}[.)]|[¹²³⁴⁵⁶⁷⁸⁹⁰⁽⁾]+|\^\d{1,3}|↑)\s*(?=\S)")
_CLOSERS = "\"'»”’)]* \u00a0\u202f"
_NAME = re.compile(
    r"(?:[A-ZÀ-Ý][\w'’-]*\.?\s+){1,3}[A-ZÀ-Ý][\w'’-]+(?:\s*(?:,|et|&)\s*(?:[A-ZÀ-Ý][\w'’-]*\.?\s*){2,4})*"
)


@dataclass(slots=True)
class Found:
    """What the lines say of the document itself.

    Attributes
    ----------
    published, updated : list of (str or None, str, str)
        EDTF value (``None``: no such day), the words, and the place ("text:line 3").
    """

    title: str | None = None
    author: str | None = None
    published: list[tuple[str | None, str, str]] = field(default_factory=list)
    updated: list[tuple[str | None, str, str]] = field(default_factory=list)
    author_place: str = ""
    title_place: str = ""


def final(text: str) -> str:
    """Return the mark a line ends with, quotes and brackets left aside; ``""`` if it ends with a word.

    Examples
    --------
    >>> final("Il a dit « oui. »"), final("Vers un sommet"), final("Il y voit :")
    ('.', '', ':')
    """
    bare = text.rstrip(_CLOSERS)
    return bare[-1] if bare and bare[-1] in ".!?…;:," else ""


class PlainReader:
    """Sorts the lines of one text into blocks.

    Parameters
    ----------
    text : str
        The text as decoded.
    layout : Layout
        The cues of the codebook.
    year : int or None
        Year of publication, for updates that name day and month only.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> reader = PlainReader("Un pont\\n\\nOslo et Berne le bâtissent.\\n", Layout.of(load_codebook()))
    >>> [block.kind.value for block in reader.blocks()], reader.found.title
    (['heading', 'paragraph'], 'Un pont')
    """

    def __init__(self, text: str, layout: Layout) -> None:
        self.text = text
        self.layout = layout
        self.found = Found()
        self.lines: list[Line] = list(lines_of(text))
        pairs = max(1, len(self.lines) - 1)
        self._spaced = sum(line.gap > 0 for line in self.lines[1:]) / pairs >= 0.5
        self._blocks: list[Block] = []

    def blocks(self) -> list[Block]:
        """Return the blocks in text order and fill :attr:`found`."""
        lines = self.lines
        self._blocks = []
        tables = self._tables()
        body = self._body_start()
        notes = ended = False
        label: Role | None = None
        for i, line in enumerate(lines):
            cue = self.layout.cue(line.text)
            if ended:
                self._add(line, SectionKind.BOILERPLATE)
            elif label is not None:
                self._value(i, line, label)
            elif cue is not None and self._furniture(i, line, cue, body):
                pass
            elif notes and (_ENDNOTE.match(line.text) or (line.gap == 0 and self._after_note())):
                self._add(line, SectionKind.ENDNOTE)
            elif self._stray_note(i, line):
                self._add(line, SectionKind.ENDNOTE)
            elif i in tables:
                self._add(line, SectionKind.TABLE_ROW)
            elif i < body and self._head(i, line):
                pass
            else:
                self._body(i, line)
            label = cue.role if cue is not None and cue.role is Role.LABEL and label is None and not ended else None
            if label is not None and not (i < HEAD_LINES or i >= len(lines) - TAIL_LINES):
                label = None
            label_author = cue is not None and cue.id == "label-author"
            if label is not None and label_author:
                label = Role.AUTHOR
            notes = notes or (cue is not None and cue.role is Role.NOTES and self._notes_here(i))
            ended = ended or (cue is not None and cue.role is Role.END)
        return self._blocks

    # -- furniture ---------------------------------------------------------------------------------------------------

    def _furniture(self, i: int, line: Line, cue: LayoutCue, body: int) -> bool:
        """Place a line that fits a cue; tell whether it was placed."""
        near_edge = i < max(HEAD_LINES, body) or i >= len(self.lines) - TAIL_LINES
        match cue.role:
            case Role.UPDATE:
                return self._update(i, line)
            case Role.CAPTION:
                if len(line.text) > 300:
                    return False
                self._add(line, SectionKind.CAPTION)
            case Role.BOILERPLATE | Role.END:
                if len(line.text) > 200:
                    return False
                self._add(line, SectionKind.BOILERPLATE)
            case Role.TAIL:
                if i < len(self.lines) - TAIL_LINES or i < 2:
                    return False
                self._add(line, SectionKind.BOILERPLATE)
            case Role.NOTES:
                if not self._notes_here(i):
                    return False
                self._add(line, SectionKind.HEADING)
            case Role.LABEL | Role.METADATA | Role.AUTHOR:
                if not near_edge or len(line.text) > 160:
                    return False
                if cue.role is Role.AUTHOR and self.found.author is None:
                    name = re.sub(r"^(?:par|[\w ]+?:)\s+", "", line.text, flags=re.IGNORECASE)
                    self.found.author, self.found.author_place = name, self._place(i)
                self._add(line, SectionKind.METADATA)
            case Role.PUBLISHED | Role.UPDATED:
                if not near_edge:
                    return False
                return self._dates(i, line, cue)
        return True

    def _dates(self, i: int, line: Line, cue: LayoutCue) -> bool:
        dates = find_dates(line.text[: MAX_HEADING * 2])
        if not dates:
            return False
        first = dates[0]
        first_list = self.found.published if cue.role is Role.PUBLISHED else self.found.updated
        first_list.append((first.value, first.text, self._place(i)))
        rest = line.text[first.end :]
        hour = re.match(r"(?:,|\s|à|-|–|·|\||\()*(?:\d{1,2}\s?[h:]\s?\d{0,2}(?::\d\d)?\)?)?[\s,;:|·–-]*", rest)
        cut = first.end + (hour.end() if hour else 0)
        tail = line.text[cut:]
        again = self.layout.cue(tail, Role.UPDATED, Role.UPDATE) or re.match(r"[^\d]{0,40}\d", tail)
        if len(dates) > 1 and again and len(tail) < 60:
            self.found.updated.append((dates[1].value, dates[1].text, self._place(i)))
            tail = ""
        if len(tail) >= 15 and i < HEAD_LINES and cue.id == "date-label":
            self._blocks.append(Block(*strip_span(self.text, line.start, line.start + cut), SectionKind.METADATA))
            rest_line = Line(line.start + cut, line.end, tail, 0, 0)
            if not self._head(i, rest_line):
                self._body(i, rest_line)
            return True
        if len(tail) > 80:
            return False
        self._add(line, SectionKind.METADATA)
        return True

    def _update(self, i: int, line: Line) -> bool:
        dates = find_dates(line.text[:120])
        if dates:
            value, words = dates[0].value, dates[0].text
        else:
            short = re.search(r"(\d{1,2})(?:er)?\s+([^\W\d_]{3,10}\.?)", line.text[:80])
            if short is None:
                return False
            value, words = None, short[0]
        self.found.updated.append((value, words, self._place(i)))
        colon = re.search(r"[:\])]\s*", line.text[:120])
        alone = colon is None or colon.end() >= len(line.text) - 2
        self._blocks.append(Block(line.start, line.end, SectionKind.PARAGRAPH, 0, value or words, alone))
        return True

    def _value(self, i: int, line: Line, label: Role) -> None:
        if label is Role.AUTHOR:
            self.found.author, self.found.author_place = line.text, self._place(i)
        else:
            dates = find_dates(line.text[:60])
            if not dates or len(line.text) > 60:
                self._body(i, line)
                return
            self.found.published.append((dates[0].value, dates[0].text, self._place(i)))
        self._add(line, SectionKind.METADATA)

    # -- the head: what stands before the first paragraph ------------------------------------------------------------

    def _body_start(self) -> int:
        """Return the index of the first line that is running text."""
        for i, line in enumerate(self.lines[:HEAD_LINES]):
            if _BULLET.match(line.text) or (final(line.text) in (".", ";", ",", "…") and len(line.text.split()) > 4):
                return i
            if len(line.text) > MAX_TITLE:
                return i
        return min(HEAD_LINES, len(self.lines))

    def _head(self, i: int, line: Line) -> bool:
        """Place a line of the head: rubric, title, byline, date, subtitle."""
        following = self.lines[i + 1] if i + 1 < len(self.lines) else None
        if following is None and self.found.title is None and i > 0:
            return False
        dates = find_dates(line.text)
        if dates and len(dates[0].text) >= len(line.text) - 25 and self._only_date(line.text, dates[0].text):
            if self.found.title is not None and not self._date_headings():
                self.found.published.append((dates[0].value, dates[0].text, self._place(i)))
                self._add(line, SectionKind.METADATA)
                return True
            return False
        if self.found.title is None:
            if final(line.text) in (".", ";", ",", ":") or len(line.text) > MAX_TITLE or following is None:
                return False
            if len(line.text.split()) <= 3 and self._titular(following) and len(following.text) > len(line.text) + 10:
                self._add(line, SectionKind.METADATA)
                return True
            self.found.title, self.found.title_place = line.text, self._place(i)
            self._add(line, SectionKind.HEADING, 1)
            return True
        if _NAME.fullmatch(line.text) and (self.found.author in (None, line.text)) and len(line.text) < 60:
            self.found.author, self.found.author_place = line.text, self._place(i)
            self._add(line, SectionKind.METADATA)
            return True
        if self._titular(line) and following is not None:
            self._add(line, SectionKind.HEADING, 1 if self._like_title(line.text) else 0)
            return True
        return False

    def _titular(self, line: Line) -> bool:
        return final(line.text) in ("", "?", "!") and len(line.text) <= MAX_HEADING and not _BULLET.match(line.text)

    def _like_title(self, text: str) -> bool:
        words = set(re.findall(r"\w{4,}", text.lower()))
        title = set(re.findall(r"\w{4,}", (self.found.title or "").lower()))
        return bool(words) and len(words & title) * 2 >= min(len(words), len(title))

    def _only_date(self, text: str, date_words: str) -> bool:
        rest = text.replace(date_words, " ", 1)
        return (
            re.fullmatch(
                r"[\W_]*(?:le|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|à|on|\d{1,2}[h:]\d{0,2}|[\W_])*",
                rest,
                re.I,
            )
            is not None
        )

    def _date_headings(self) -> bool:
        """Tell whether lines that are only a date serve as headings throughout (a chronology)."""
        count = 0
        for line in self.lines[:400]:
            if len(line.text) < 40:
                dates = find_dates(line.text)
                count += bool(dates) and self._only_date(line.text, dates[0].text)
        return count > 2

    # -- the body ------------------------------------------------------------------------------------------------------

    def _body(self, i: int, line: Line) -> None:
        inner = _BETWEEN_DASHES.fullmatch(line.text)
        if inner and len(line.text) <= MAX_HEADING + 10 and not _NUMBER.match(line.text):
            self._blocks.append(
                Block(line.start + inner.start("inner"), line.start + inner.end("inner"), SectionKind.HEADING)
            )
            return
        if "\t" in line.text or (line.text.count("|") >= 2):
            self._add(line, SectionKind.TABLE_ROW)
            return
        bullet = _BULLET.match(line.text)
        if bullet:
            start = line.start + bullet.end()
            if self._lone(i) and self._heading(i, line, line.text[bullet.end() :]):
                self._blocks.append(Block(start, line.end, SectionKind.HEADING))
            else:
                self._blocks.append(Block(start, line.end, SectionKind.LIST_ITEM, self._depth(i, line)))
            return
        self._add(line, SectionKind.HEADING if self._heading(i, line, line.text) else SectionKind.PARAGRAPH)

    def _heading(self, i: int, line: Line, words: str) -> bool:
        """Tell whether a line between paragraphs is a heading: short, no full stop, with longer text below it."""
        mark = final(words)
        if mark not in ("", "?", "!") or len(words) > MAX_HEADING or len(words.split()) > MAX_HEADING_WORDS:
            return False
        if not words[0].isupper() and not words[0].isdigit() and words[0] not in "\"'«“(‘’¿":
            return False
        if re.search(r"[.!?]\s+\S", words.rstrip(_CLOSERS + "?!")):
            return False
        below = self._below(i)
        if below is None:
            return False
        if mark == "!" and (len(words) > 60 or len(below.text) < 2 * len(words)):
            return False
        return not (mark == "?" and len(below.text) < len(words) / 2)

    def _below(self, i: int) -> Line | None:
        """Return the first line of running text or list below, when at most two other short lines stand between."""
        for line in self.lines[i + 1 : i + 4]:
            if (
                _BULLET.match(line.text)
                or final(line.text) in (".", "…", ":", ";", ",")
                or len(line.text) > MAX_HEADING
            ):
                return line
        return None

    def _lone(self, i: int) -> bool:
        around = [self.lines[j] for j in (i - 1, i + 1) if 0 <= j < len(self.lines)]
        return not any(_BULLET.match(line.text) and not _BETWEEN_DASHES.fullmatch(line.text) for line in around)

    def _depth(self, i: int, line: Line) -> int:
        """Return how deep a bullet stands: by its indent among the bullets just before it."""
        indents = [line.indent]
        for other in reversed(self.lines[max(0, i - 30) : i]):
            if not _BULLET.match(other.text):
                break
            indents.append(other.indent)
        return 1 + len({indent for indent in indents if indent < line.indent})

    def _tables(self) -> set[int]:
        """Return the indices of lines that are rows: three or more short lines on end in a text whose blocks are spaced."""
        rows: set[int] = set()
        if not self._spaced:
            return rows
        i = 0
        while i < len(self.lines):
            j = i + 1
            while j < len(self.lines) and self.lines[j].gap == 0:
                j += 1
            run = self.lines[i:j]
            if (
                len(run) >= 3
                and i >= 2
                and all(len(line.text) <= MAX_HEADING and not _BULLET.match(line.text) for line in run)
                and not final(run[0].text)
                and len(run[0].text) <= 60
                and all(line.text[0].isupper() or line.text[0].isdigit() for line in run)
                and not any(_ENDNOTE.match(line.text) for line in run)
            ):
                rows.update(range(i, j))
            i = j
        return rows

    # -- endnotes ------------------------------------------------------------------------------------------------------

    def _notes_here(self, i: int) -> bool:
        following = self.lines[i + 1 : i + 2]
        return (
            i >= len(self.lines) // 3
            and bool(following)
            and (
                _ENDNOTE.match(following[0].text) is not None
                or final(self.lines[i].text) == ":"
                or len(following[0].text) > 40
            )
        )

    def _after_note(self) -> bool:
        return bool(self._blocks) and self._blocks[-1].kind is SectionKind.ENDNOTE

    def _stray_note(self, i: int, line: Line) -> bool:
        """Tell whether a line is an endnote without a heading above: "(1) …" in the last third."""
        if not re.match(r"(?:\(\d{1,3}\)|\[\d{1,3}\])\s*\S", line.text):
            return False
        return i >= len(self.lines) * 2 // 3

    def _place(self, i: int) -> str:
        return "text:first line" if i == 0 else f"text:line {self.text.count(chr(10), 0, self.lines[i].start) + 1}"

    def _add(self, line: Line, kind: SectionKind, level: int = 0) -> None:
        self._blocks.append(Block(line.start, line.end, kind, level))


def found_years(values: Sequence[tuple[str | None, str, str]]) -> list[int]:
    """Return the years of the values that are dates.

    Examples
    --------
    >>> found_years([("2024-06-19", "19 juin 2024", "text:first line"), (None, "31/02/2024", "text:line 2")])
    [2024]
    """
    return [int(value[:4]) for value, _, _ in values if value]

"""Plain text: what each line is. The text itself stays as it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rapprochement.documents.blocks import Block, Line, lines_of, strip_span
from rapprochement.documents.dates import FoundDate, find_dates, only_date
from rapprochement.documents.layout import Layout, LayoutCue, Role
from rapprochement.documents.shapes import (
    BETWEEN_DASHES,
    BULLET,
    ENDNOTE,
    MAX_HEADING,
    MAX_TITLE,
    NAME,
    NUMBER,
    bullet_depth,
    final,
    heading_like,
    lone_bullet,
    table_rows,
    titular,
    unglue,
    unwrap,
)
from rapprochement.model import SectionKind

HEAD_LINES = 12
"""Bylines and date lines are looked for among the first lines only."""
TAIL_LINES = 12
MAX_UPDATES = 50
_HINT_ROLES = {
    SectionKind.HEADING: (Role.NOTES, Role.END, Role.BOILERPLATE),
    SectionKind.LIST_ITEM: (Role.UPDATE, Role.BOILERPLATE),
    SectionKind.TABLE_ROW: (),
}
"""Cues that may overrule what a format says a line is; for other kinds all may."""


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


def author_of(words: str) -> str:
    """Return the name in a byline.

    Examples
    --------
    >>> author_of("Par Anne Lund, à Oslo"), author_of("Auteur : Anne Lund")
    ('Anne Lund', 'Anne Lund')
    """
    name = re.sub(
        r"^(?:par|[\w ]+?\s*:|(?:propos recueillis|écrit|rédigé) par)\s+", "", words.strip(), flags=re.IGNORECASE
    )
    return re.split(r",| à | avec | – | - |\(", name, maxsplit=1)[0].strip(" *")


class PlainReader:
    r"""Sorts the lines of one text into blocks.

    Parameters
    ----------
    text : str
        The text as decoded.
    layout : Layout
        The cues of the codebook.
    hints : mapping of int to Block, optional
        What the format (HTML, DOCX) says of the line that starts at this offset.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> reader = PlainReader("Un pont\n\nOslo et Berne le bâtissent.\n", Layout.of(load_codebook()))
    >>> [block.kind.value for block in reader.blocks()], reader.found.title
    (['heading', 'paragraph'], 'Un pont')
    """

    def __init__(self, text: str, layout: Layout, hints: Mapping[int, Block] | None = None) -> None:
        self.text = text
        self.layout = layout
        self.hints = hints or {}
        self.found = Found()
        lines = [line for line in lines_of(text) if any(c.isalnum() for c in line.text)]
        self.lines: list[Line] = lines if self.hints else unglue(unwrap(text, lines))
        self._titled = any(b.kind is SectionKind.HEADING and b.level == 1 for b in self.hints.values())
        self._blocks: list[Block] = []

    def blocks(self) -> list[Block]:
        """Return the blocks in text order and fill :attr:`found`."""
        self._blocks = []
        tables = table_rows(self.lines) if not self.hints else set()
        body = self._body_start()
        notes = ended = False
        label: Role | None = None
        for i, line in enumerate(self.lines):
            hint = self.hints.get(line.start)
            cue = self._cue(line, hint)
            placed = not ended and label is None and cue is not None and self._furniture(i, line, cue, body)
            if ended:
                self._add(line, SectionKind.BOILERPLATE)
            elif label is not None:
                self._value(i, line, label)
            elif placed:
                pass
            elif notes and (ENDNOTE.match(line.text) or (line.gap == 0 and self._after_note())):
                self._add(line, SectionKind.ENDNOTE)
            elif hint is not None:
                self._hinted(i, line, hint, body)
            elif self._stray_note(i, line):
                self._add(line, SectionKind.ENDNOTE)
            elif i in tables:
                self._add(line, SectionKind.TABLE_ROW)
            elif i >= body or not self._head(i, line):
                self._body(i, line)
            label = None
            if placed and cue is not None:
                if cue.role is Role.LABEL:
                    label = Role.AUTHOR if cue.id.endswith("author") else Role.PUBLISHED
                notes = notes or cue.role is Role.NOTES
                # "Leave a comment" above an article is a button, below it the end.
                ended = cue.role is Role.END and i >= len(self.lines) // 2
        return self._blocks

    def _cue(self, line: Line, hint: Block | None) -> LayoutCue | None:
        if hint is None or hint.kind is SectionKind.PARAGRAPH:
            return self.layout.cue(line.text)
        roles = _HINT_ROLES.get(hint.kind, ())
        return self.layout.cue(line.text, *roles) if roles else None

    def _hinted(self, i: int, line: Line, hint: Block, body: int) -> None:
        """Place a line of which the format says what it is."""
        if hint.kind is SectionKind.HEADING and hint.level == 1 and self.found.title is None:
            self.found.title, self.found.title_place = line.text, "text:heading"
        if hint.kind is SectionKind.PARAGRAPH:
            if self._stray_note(i, line):
                self._add(line, SectionKind.ENDNOTE)
                return
            if i < body and self._head(i, line, may_title=not self._titled):
                return
            self._dateline(line)
        self._add(line, hint.kind, hint.level)

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
                if cue.role is Role.AUTHOR:
                    self._author(i, line.text)
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
        if self.layout.cue(tail, Role.AUTHOR):
            self._author(i, tail)
        self._add(line, SectionKind.METADATA)
        return True

    def _author(self, i: int, words: str) -> None:
        if self.found.author is None:
            self.found.author, self.found.author_place = author_of(words), self._place(i)

    def _update(self, i: int, line: Line) -> bool:
        dates = find_dates(line.text[:120])
        if dates:
            value, words = dates[0].value, dates[0].text
        else:
            short = re.search(r"(\d{1,2})(?:er)?\s+([^\W\d_]{3,10}\.?)", line.text[:80])
            if short is None:
                return False
            value, words = None, short[0]
        if len(self.found.updated) < MAX_UPDATES:
            self.found.updated.append((value, words, self._place(i)))
        colon = re.search(r"[:\])]\s*", line.text[:120])
        alone = colon is None or colon.end() >= len(line.text) - 2
        self._blocks.append(Block(line.start, line.end, SectionKind.PARAGRAPH, 0, value or words, alone))
        return True

    def _value(self, i: int, line: Line, label: Role) -> None:
        """Place the line after a label."""
        if label is Role.AUTHOR:
            if len(line.text) > 80 or final(line.text):
                self._body(i, line)
                return
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
            if BULLET.match(line.text) or (final(line.text) in (".", ";", ",", "…") and len(line.text.split()) > 4):
                return i
            if len(line.text) > MAX_TITLE:
                return i
        return min(HEAD_LINES, len(self.lines))

    def _head(self, i: int, line: Line, *, may_title: bool = True) -> bool:
        """Place a line of the head: rubric, title, byline, date, subtitle."""
        if BETWEEN_DASHES.fullmatch(line.text):
            return False
        following = self.lines[i + 1] if i + 1 < len(self.lines) else None
        if following is None and self.found.title is None and i > 0:
            return False
        day = only_date(line.text) or self._dated_outlet(line.text)
        if day is not None:
            if (self.found.title is not None or self._titled) and not self._date_headings():
                self.found.published.append((day.value, day.text, self._place(i)))
                self._add(line, SectionKind.METADATA)
                return True
            return False
        if self.found.title is None and may_title:
            if final(line.text) in (".", ";", ",", ":") or len(line.text) > MAX_TITLE or following is None:
                return False
            if (
                len(line.text.split()) <= 3
                and titular(following)
                and not find_dates(following.text)
                and len(following.text) > len(line.text) + 10
            ):
                self._add(line, SectionKind.METADATA)
                return True
            self.found.title, self.found.title_place = line.text, self._place(i)
            self._add(line, SectionKind.HEADING, 1)
            return True
        if NAME.fullmatch(line.text) and (self.found.author in (None, line.text)) and len(line.text) < 60:
            self.found.author, self.found.author_place = line.text, self._place(i)
            self._add(line, SectionKind.METADATA)
            return True
        if may_title and titular(line) and following is not None:
            self._add(line, SectionKind.HEADING, 1 if self._like_title(line.text) else 0)
            return True
        return False

    def _dated_outlet(self, text: str) -> FoundDate | None:
        """Return the date of a line such as "La Gazette, 3 mai 2021": a name, a mark, a day, nothing else."""
        if len(text) > 80 or self.found.title is None:
            return None
        dates = find_dates(text)
        if len(dates) != 1 or dates[0].end != len(text) or (dates[0].value or "").count("-") != 2:
            return None
        name = re.fullmatch(r"(?P<name>[A-ZÀ-Ý][^,.;:!?|]{1,40}?)\s*[,|·–—-]\s*(?:le\s)?", text[: dates[0].start])
        return dates[0] if name is not None else None

    def _dateline(self, line: Line) -> None:
        """Take the day of "OSLO, 3 mai 2021 - …" at the head of the first paragraph, the weakest of the signs."""
        match = re.match(r"[A-ZÀ-Ý][A-ZÀ-Ý' -]{2,40}[^\d\n]{0,20}?,\s*(?:le\s)?", line.text)
        if match is None:
            return
        dates = find_dates(line.text[:100])
        if (
            dates
            and dates[0].start == match.end()
            and re.match(r"\s*(?:\([^)]{1,20}\)\s*)?[-–—:]\s", line.text[dates[0].end :])
        ):
            self.found.published.append((dates[0].value, dates[0].text, "text:dateline"))

    def _like_title(self, text: str) -> bool:
        words = set(re.findall(r"\w{4,}", text.lower()))
        title = set(re.findall(r"\w{4,}", (self.found.title or "").lower()))
        return bool(words) and len(words & title) * 2 >= min(len(words), len(title))

    def _date_headings(self) -> bool:
        """Tell whether lines that are only a date serve as headings throughout (a chronology)."""
        return sum(only_date(line.text) is not None for line in self.lines[:400] if len(line.text) < 40) > 2

    # -- the body ------------------------------------------------------------------------------------------------------

    def _body(self, i: int, line: Line) -> None:
        if i < HEAD_LINES:
            self._dateline(line)
        inner = BETWEEN_DASHES.fullmatch(line.text)
        if inner and len(line.text) <= MAX_HEADING + 10 and not NUMBER.match(line.text):
            self._blocks.append(
                Block(line.start + inner.start("inner"), line.start + inner.end("inner"), SectionKind.HEADING)
            )
            return
        if "\t" in line.text or (line.text.count("|") >= 2):
            self._add(line, SectionKind.TABLE_ROW)
            return
        bullet = BULLET.match(line.text)
        if bullet:
            start = line.start + bullet.end()
            if lone_bullet(self.lines, i) and heading_like(self.lines, i, line.text[bullet.end() :]):
                self._blocks.append(Block(start, line.end, SectionKind.HEADING))
            else:
                self._blocks.append(Block(start, line.end, SectionKind.LIST_ITEM, bullet_depth(self.lines, i)))
            return
        self._add(line, SectionKind.HEADING if heading_like(self.lines, i, line.text) else SectionKind.PARAGRAPH)

    # -- endnotes ------------------------------------------------------------------------------------------------------

    def _notes_here(self, i: int) -> bool:
        following = self.lines[i + 1 : i + 2]
        return (
            i >= len(self.lines) // 3
            and bool(following)
            and (
                ENDNOTE.match(following[0].text) is not None
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

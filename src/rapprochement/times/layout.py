"""A light section tree for text that comes alone: lines are blocks; headings, list items and their leads by their look."""

from __future__ import annotations

import re

from rapprochement.model import Section, SectionKind

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_BULLET = re.compile(r"\s*(?:[-–—•*·▪‣◦●■]|\d{1,2}[.)])\s+")
_HEADING_LENGTH = 110


def sections_of(text: str) -> tuple[Section, ...]:
    r"""Return sections of plain text: one a line; a line broken in mid-sentence goes on in the next.

    A heading is a short line without final punctuation that has lines below it; a list item begins with a bullet sign.

    Examples
    --------
    >>> [s.kind.value for s in sections_of("Janvier 2024\n\n- 5 janvier, un essai.\n- 8 janvier, un autre.")]
    ['heading', 'list_item', 'list_item']
    """
    lines: list[tuple[int, int, bool]] = []
    for match in _LINE.finditer(text):
        start, end = match.start(), match.end()
        bullet = _BULLET.match(text, start, end)
        if bullet and bullet.end() < end:
            start = bullet.end()
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        if lines and not bullet and _goes_on(text, lines[-1], start):
            lines[-1] = (lines[-1][0], end, lines[-1][2])
        else:
            lines.append((start, end, bullet is not None))
    sections: list[Section] = []
    heading: int | None = None
    lead: int | None = None
    for index, (start, end, is_bullet) in enumerate(lines):
        last = text[end - 1]
        short = end - start <= _HEADING_LENGTH
        if is_bullet:
            sections.append(Section(index, SectionKind.LIST_ITEM, start, end, 1, heading, lead))
            continue
        lead = index if last == ":" else None
        if short and last not in '.!?…;,:"»' and index + 1 < len(lines):
            sections.append(Section(index, SectionKind.HEADING, start, end, 2, None))
            heading = index
        else:
            sections.append(Section(index, SectionKind.PARAGRAPH, start, end, 0, heading))
    return tuple(sections)


def _goes_on(text: str, before: tuple[int, int, bool], start: int) -> bool:
    """Tell whether a line continues the one before: that one is long, ends no sentence, and this begins in lower case."""
    gap = text[before[1] : start]
    return (
        gap.count("\n") <= 1
        and before[1] - before[0] >= 50
        and text[before[1] - 1] not in '.!?…:»"'
        and (text[start].islower() or text[start].isdigit())
    )

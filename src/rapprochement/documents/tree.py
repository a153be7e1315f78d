"""From blocks to the section tree: which heading governs what, which sentence introduces a list, what an update added.

Levels that a format states are kept. Where none is stated they are inferred from the headings' own dates: a month stands
below the year it belongs to, a day below its month, a period below the longer one that holds it, and an undated heading
below the period it follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapprochement.documents.blocks import Block
from rapprochement.documents.dates import month_numbers
from rapprochement.language.normalise import normalise
from rapprochement.model import Section, SectionKind

DEEPEST = 6
MAX_PERIOD = 100
"""A longer heading with two years in it is a sentence about them, not the name of a period."""
_YEAR = re.compile(r"(?<![\d,.])(1[5-9]\d\d|20\d\d)(?![\d])")
_RANGE = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)\s*(?:-|–|—|à|/)\s*(1[5-9]\d\d|20\d\d)(?!\d)")
_PURE = re.compile(
    r"^\W*(?:1[5-9]|20)\d\d\b|\((?:[^()]*\s)?(?:1[5-9]|20)\d\d(?:\s*[-–—/à]\s*(?:1[5-9]|20)\d\d)?\)\W*$|^\S+ (?:1[5-9]|20)\d\d\W*$"
)


@dataclass(frozen=True, slots=True)
class Period:
    """What a heading says of time.

    Attributes
    ----------
    years : tuple of int or None
        First and last year named.
    grain : str
        ``"day"``, ``"month"``, ``"period"`` (a heading that is about a year or years) or ``""``.
    """

    years: tuple[int, int] | None
    grain: str

    @classmethod
    def of(cls, heading: str) -> Period:
        """Read a heading.

        Examples
        --------
        >>> Period.of("Mi-janvier 2024 : Oslo"), Period.of("5 mai : Oslo"), Period.of("Un sommet (2019–2021)")
        (Period(years=(2024, 2024), grain='month'), Period(years=None, grain='day'), Period(years=(2019, 2021), grain='period'))
        """
        plain = normalise(heading).strip()
        span = _RANGE.search(plain)
        found = [int(y) for y in _YEAR.findall(plain)]
        years = (int(span[1]), int(span[2])) if span else ((found[0], found[0]) if found else None)
        words = re.findall(r"[^\W\d_]+\.?|\d+|[:–—,;(-]", plain.lower())
        months = month_numbers()
        if _opens_with_month(words, months):
            return cls(years, "month")
        if _opens_with_day(words, months):
            return cls(years, "day")
        if span and len(plain) <= MAX_PERIOD:
            return cls(years, "period")
        if years and _PURE.search(plain):
            return cls(years, "period")
        return cls(years, "")

    def holds(self, other: Period) -> bool:
        """Tell whether ``other`` lies within these years."""
        return (
            self.years is not None
            and other.years is not None
            and self.years[0] <= other.years[0]
            and other.years[1] <= self.years[1]
        )


def _opens_with_month(words: Sequence[str], months: dict[str, int]) -> bool:
    """Tell whether a heading begins with a month, after at most one short word, and says no more before a mark."""
    if words and words[0] not in months and words[0].isalpha() and len(words[0]) <= 6:
        words = words[1:]
        if words[:1] == ["-"]:
            words = words[1:]
    if not words or words[0] not in months:
        return False
    for word in words[1:]:
        if word in ":–—,;(":
            return True
        if not (word in months or word == "-" or len(word) <= 2 or (word.isdigit() and len(word) == 4)):
            return False
    return True


def _opens_with_day(words: Sequence[str], months: dict[str, int]) -> bool:
    for i, word in enumerate(words[:3]):
        if word.isdigit() and len(word) <= 2:
            following = [w for w in words[i + 1 : i + 3] if w != "er"]
            return bool(following) and following[0] in months
    return False


@dataclass(slots=True)
class _Open:
    """A heading still open while walking down the document."""

    section: int
    level: int
    period: Period
    stated: int


def sections_of(text: str, blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Build the sections of a document from its blocks.

    Parameters
    ----------
    text : str
        The document's text.
    blocks : sequence of Block
        In text order, not overlapping; empty ones are dropped.

    Returns
    -------
    tuple of Section

    Examples
    --------
    >>> text = "2024|Mars|- Oslo"
    >>> H, L = SectionKind.HEADING, SectionKind.LIST_ITEM
    >>> [(s.level, s.heading) for s in sections_of(text, [Block(0, 4, H), Block(5, 9, H), Block(12, 16, L, 1)])]
    [(2, None), (3, 0), (1, 1)]
    """
    stack: list[_Open] = []
    dated: _Open | None = None
    sections: list[Section] = []
    leads: dict[int, int] = {}
    update: tuple[str, int] | None = None
    for block in blocks:
        if block.start >= block.end:
            continue
        index = len(sections)
        level, lead = block.level, None
        if block.kind is SectionKind.HEADING:
            period = Period.of(text[block.start : block.end])
            _close(stack, block.level, period, dated)
            level = block.level or min(DEEPEST, (stack[-1].level if stack else 1) + 1)
            parent = stack[-1].section if stack else None
            opened = _Open(index, level, period, block.level)
            stack.append(opened)
            if period.years is not None and period.grain != "day":
                dated = opened
            leads.clear()
            if update is not None and level <= update[1]:
                update = None
        else:
            parent = stack[-1].section if stack else None
            if block.kind is SectionKind.LIST_ITEM:
                lead = _lead(text, sections, leads, max(1, block.level))
                level = max(1, block.level)
                leads[level] = index
                for deeper in [d for d in leads if d > level]:
                    del leads[deeper]
            else:
                leads.clear()
        if block.opens and block.update:
            update = (block.update, stack[-1].level if stack else 1)
        told = block.update or (update[0] if update else None)
        sections.append(Section(index, block.kind, block.start, block.end, level, parent, lead, told))
    return tuple(sections)


def _close(stack: list[_Open], stated: int, period: Period, dated: _Open | None) -> None:
    """Pop the headings that a new one ends, and put back the year a month belongs to."""
    if stated:
        while stack and not _governs(stack[-1], stated, period):
            stack.pop()
        return
    if period.grain == "day":
        while stack and stack[-1].period.grain == "day" and stack[-1].level > 1:
            stack.pop()
    elif period.grain == "month":
        while (
            stack
            and (stack[-1].period.grain in ("day", "month") or _disagrees(stack[-1].period, period))
            and stack[-1].level > 1
        ):
            stack.pop()
        if period.years is None and dated is not None and not any(o.period.years for o in stack if o.level > 1):
            while stack and stack[-1].level >= dated.level:
                stack.pop()
            stack.append(dated)
    elif period.grain == "period":
        while (
            stack
            and stack[-1].level > 1
            and not (
                stack[-1].period.grain == "period"
                and stack[-1].period.holds(period)
                and stack[-1].period.years != period.years
            )
        ):
            stack.pop()
    else:
        if any(o.period.grain in ("day", "month") for o in stack):
            while stack and stack[-1].level > 1:
                stack.pop()
        while (
            stack
            and stack[-1].level > 1
            and not (stack[-1].period.grain == "period" and (period.years is None or stack[-1].period.holds(period)))
        ):
            stack.pop()


def _disagrees(above: Period, below: Period) -> bool:
    return above.years is not None and below.years is not None and not above.holds(below)


def _governs(above: _Open, stated: int, period: Period) -> bool:
    """Tell whether an open heading stays open above one whose level the format states.

    A month under a year keeps it even where both carry the same level.
    """
    if above.level < stated:
        return True
    order = {"period": 0, "month": 1, "day": 2}
    return (
        above.stated == stated
        and period.grain in order
        and above.period.grain in order
        and order[above.period.grain] < order[period.grain]
        and period.grain != "period"
        and not _disagrees(above.period, period)
    )


def _lead(text: str, sections: Sequence[Section], leads: dict[int, int], level: int) -> int | None:
    """Find the sentence that introduces a list: the block before its first item, if it ends in a colon."""
    if leads:
        above = [d for d in leads if d < level]
        if above and _colon(text, sections[leads[max(above)]]):
            return sections[leads[max(above)]].index
        first = min(leads.values())
        return sections[first].lead if first < len(sections) else None
    if sections and sections[-1].kind in (SectionKind.PARAGRAPH, SectionKind.HEADING) and _colon(text, sections[-1]):
        return sections[-1].index
    return None


def _colon(text: str, section: Section) -> bool:
    return text[section.start : section.end].rstrip("*_ \u00a0\u202f").endswith(":")

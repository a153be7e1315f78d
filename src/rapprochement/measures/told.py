"""Phases as the documents tell them: headings with years, "depuis 2014", a "tournant", a "refroidissement"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapprochement.codebook import Codebook
from rapprochement.model import CodedDocument, Section, SectionKind, TimeExpression
from rapprochement.reconcile.words import fold_same_length, word_patterns

REACH = 90
"""Characters between a date and a word of movement that still belong together."""
SHORTEST_DAYS = 28
"""A phase is told by months and years, not by days."""


@dataclass(frozen=True, slots=True)
class ToldPhase:
    """A phase an author names.

    ``movement`` is ``warmer``, ``colder`` or ``turn``; ``first``/``last`` the years it spans (``None`` when open).
    """

    document: str
    start: int
    end: int
    text: str
    movement: str
    first: date
    last: date | None


def told_phases(coded: Iterable[CodedDocument], codebook: Codebook) -> list[ToldPhase]:
    """Return the phases told by headings with dates and by dates near words of movement, in text order.

    Parameters
    ----------
    coded : iterable of CodedDocument
    codebook : Codebook
        With the kind ``phase_words``.
    """
    words = word_patterns(codebook, "phase_words")
    found: list[ToldPhase] = []
    for one in coded:
        folded = fold_same_length(one.document.text)
        for time in one.times:
            if time.earliest is None or (
                time.kind not in {"date", "interval", "partial"} and time.timex3_type != "DATE"
            ):
                continue
            if time.latest and (time.latest - time.earliest).days < SHORTEST_DAYS:
                continue
            section = _section(one.document.sections, time.start)
            if section is None:
                continue
            movement, span = _movement(folded, section, time, words)
            if movement is None:
                continue
            open_ended = bool(
                re.search(
                    r"\b(?:depuis|des|a partir d[eu])\W+(?:l'annee )?$", folded[max(0, time.start - 20) : time.start]
                )
            )
            found.append(
                ToldPhase(
                    one.document.document, *span, one.document.text[slice(*span)], movement, time.earliest,
                    None if open_ended else time.latest,
                )
            )  # fmt: skip
    unique: dict[tuple[str, int, str, date], ToldPhase] = {}
    for phase in found:
        unique.setdefault((phase.document, phase.start, phase.movement, phase.first), phase)
    return sorted(unique.values(), key=lambda p: (p.first, p.document, p.start))


def _section(sections: Sequence[Section], offset: int) -> Section | None:
    told = {SectionKind.HEADING, SectionKind.PARAGRAPH, SectionKind.LIST_ITEM}
    return next((s for s in sections if s.start <= offset < s.end and s.kind in told), None)


def _movement(
    folded: str, section: Section, time: TimeExpression, words: dict[str, re.Pattern[str]]
) -> tuple[str | None, tuple[int, int]]:
    """Return the movement the words near a date tell, and the span that says so."""
    if section.kind is SectionKind.HEADING:
        low, high = section.start, section.end
    else:
        start = max((folded.rfind(mark, section.start, time.start) for mark in ".!?"), default=-1)
        stops = [i for mark in ".!?" if (i := folded.find(mark, time.end, section.end)) >= 0]
        low = max(section.start, start + 1, time.start - REACH)
        high = min([*stops, section.end, time.end + REACH])
    best: tuple[int, str] | None = None
    for name in ("turn", "warmer", "colder"):
        for match in words[name].finditer(folded, low, high):
            distance = min(abs(match.start() - time.end), abs(time.start - match.end()))
            if best is None or distance < best[0]:
                best = (distance, name)
    return (best[1] if best else None), (low, high)


def agreement(told: Sequence[ToldPhase], measured: Sequence[date], *, years: int = 1) -> float:
    """Return the share of told beginnings with a measured change within ``years``; ``nan`` when none is told.

    Examples
    --------
    >>> t = ToldPhase("a", 0, 1, "", "turn", date(2014, 1, 1), None)
    >>> agreement([t], [date(2015, 1, 1)]), agreement([t], [date(2019, 1, 1)])
    (1.0, 0.0)
    """
    beginnings = {p.first.year for p in told}
    if not beginnings:
        return float("nan")
    return sum(any(abs(m.year - b) <= years for m in measured) for b in beginnings) / len(beginnings)

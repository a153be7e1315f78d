"""Phases as the documents tell them: headings with years, "depuis 2014", a "tournant", a "refroidissement"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapprochement.codebook import Codebook
from rapprochement.model import CodedDocument, Section, SectionKind, TimeExpression
from rapprochement.reconcile.words import fold_same_length, word_patterns

REACH = 70
"""Characters between a date and a word of movement that still belong together."""
SHORTEST_DAYS = 28
"""A phase is told by months and years, not by days."""
NEAR_YEARS = 1
"""Years between a told and a measured beginning that still agree."""
_OPEN = re.compile(
    r"\b(?:depuis|dès|à partir d[eu])\W+(?:l[ae]s? |l['’])?(?:années? |début |début de |fin )?$", re.IGNORECASE
)
_STATE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class ToldPhase:
    """A phase an author names.

    Attributes
    ----------
    movement : str
        ``warmer``, ``colder`` or ``turn``.
    first, last : date
        What it spans; ``last`` is ``None`` when it goes on.
    codes : tuple of str
        States named where it is told; those the document is mostly about when none is.
    """

    document: str
    start: int
    end: int
    text: str
    movement: str
    first: date
    last: date | None
    codes: tuple[str, ...] = ()

    def concerns(self, pair: Sequence[str]) -> bool:
        """Tell whether the phase is one of this pair's: nobody else is named without one of the two, and both when two are.

        Examples
        --------
        >>> told = ToldPhase("a", 0, 1, "", "turn", date(2014, 1, 1), None, ("EGY", "FRA"))
        >>> told.concerns(("FRA", "EGY")), told.concerns(("FRA", "ITA"))
        (True, False)
        """
        named, two = set(self.codes), set(pair)
        return bool(named & two) and (two <= named or len(named) == 1)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far told and measured phases begin at the same time.

    Attributes
    ----------
    told, measured : tuple of int
        Years in which phases begin.
    both : tuple of int
        Told years with a measured change near them.
    recall, precision : float
        Share of told beginnings that are measured, of measured ones that are told; ``nan`` when there is none.
    chance : float
        Share of told beginnings that as many changes at random would meet.
    """

    told: tuple[int, ...]
    measured: tuple[int, ...]
    both: tuple[int, ...]
    recall: float
    precision: float
    chance: float


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
        about = _mostly_about(one)
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
            movement, (low, high) = _movement(folded, section, time, words)
            if movement is None:
                continue
            before = one.document.text[max(0, time.start - 24) : time.start]
            open_ended = time.signal == "since" or bool(_OPEN.search(before))
            named = {c for a in one.actors if low <= a.start < high and a.role != "place" for c in a.codes}
            start, end = _sentence(one.document.text, section, time)
            found.append(
                ToldPhase(
                    one.document.document, start, end, one.document.text[start:end], movement, time.earliest,
                    None if open_ended else time.latest, tuple(sorted(filter(_STATE.fullmatch, named))) or about,
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
    """Return the movement the words near a date tell, and the stretch looked at."""
    low, high = _sentence(folded, section, time)
    if section.kind is not SectionKind.HEADING:
        low, high = max(low, time.start - REACH), min(high, time.end + REACH)
    best: tuple[int, str] | None = None
    for name in ("turn", "warmer", "colder"):
        for match in words[name].finditer(folded, low, high):
            distance = min(abs(match.start() - time.end), abs(time.start - match.end()))
            if best is None or distance < best[0]:
                best = (distance, name)
    return (best[1] if best else None), (low, high)


def _sentence(text: str, section: Section, time: TimeExpression) -> tuple[int, int]:
    """Return the sentence around a date, a heading whole."""
    if section.kind is SectionKind.HEADING:
        return section.start, section.end
    start = max(section.start, *(text.rfind(mark, section.start, time.start) + 1 for mark in ".!?"))
    stops = [i + 1 for mark in ".!?" if (i := text.find(mark, time.end, section.end)) >= 0]
    while start < time.start and text[start].isspace():
        start += 1
    return start, min([*stops, section.end])


def _mostly_about(one: CodedDocument) -> tuple[str, ...]:
    """Return the two states a document names most."""
    counts = Counter(c for a in one.actors if a.role != "place" for c in a.codes if _STATE.fullmatch(c))
    return tuple(sorted(code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:2]))


def agreement(
    told: Sequence[ToldPhase], measured: Sequence[date], span: tuple[date, date], *, years: int = NEAR_YEARS
) -> Agreement:
    """Compare the beginnings of told phases with measured changes.

    Parameters
    ----------
    told : sequence of ToldPhase
    measured : sequence of date
        Beginnings of all measured phases but the first.
    span : (date, date)
        First and last day of the series; what is told of other times is not compared.
    years : int
        Distance that still agrees.

    Examples
    --------
    >>> t = ToldPhase("a", 0, 1, "", "turn", date(2014, 1, 1), None)
    >>> found = agreement([t], [date(2015, 1, 1), date(2019, 1, 1)], (date(2000, 1, 1), date(2024, 1, 1)))
    >>> found.recall, found.precision, found.chance
    (1.0, 0.5, 0.24)
    """
    first, last = span[0].year, span[1].year
    beginnings = sorted({p.first.year for p in told if first < p.first.year <= last})
    changes = sorted({m.year for m in measured})
    both = [b for b in beginnings if any(abs(m - b) <= years for m in changes)]
    met = sum(any(abs(m - b) <= years for b in beginnings) for m in changes)
    near = {y for m in changes for y in range(m - years, m + years + 1) if first <= y <= last}
    nothing = float("nan")
    return Agreement(
        tuple(beginnings),
        tuple(changes),
        tuple(both),
        len(both) / len(beginnings) if beginnings else nothing,
        met / len(changes) if changes else nothing,
        len(near) / (last - first + 1),
    )

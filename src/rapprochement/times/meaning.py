"""What a matched stretch of text means before any anchor is known: operations and parts of dates, never dates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """The unresolved reading of one expression.

    Attributes
    ----------
    kind : str
        ``date``, ``time``, ``duration``, ``set``, ``vague`` or ``interval``.
    year, month, day, weekday : int or None
        Parts of a date as named; ``weekday`` 1 (Monday) to 7.
    division : str or None
        EDTF-like division of a year: ``21``–``24`` (seasons), ``Q1``–``Q4``, ``H1``, ``H2``.
    decade, century : int or None
        ``198`` for the 1980s; ``20`` for the twentieth century.
    unit, offset : str and int, or None
        A relative date: so many ``unit`` (day, week, month, year, decade, century…) from the anchor; ``offset`` ``None`` when vague.
    anchor : str
        What a relative date counts from: ``published``, ``passage`` (the nearest earlier date) or ``auto``.
    direction : int
        -1 or 1 where words say it ("dernier", "prochain"), 0 else.
    part : str or None
        Part of the day in TIMEX3's letters: ``MO``, ``MI``, ``AF``, ``EV``, ``NI``, ``DT``.
    hour, minute : int or None
        Clock time.
    amount : tuple of (str, str)
        A duration's numbers and units: ``(("2", "Y"), ("4", "M"))``; hours and less have units ``TH``, ``TM``, ``TS``.
    mod : str or None
        TIMEX3 ``mod``.
    value : str or None
        A fixed value: ``PRESENT_REF``, a set's ``P1W``…
    timex3 : str or None
        TIMEX3 value where it differs from what follows from the value.
    begin, end : Meaning or None
        The ends of an interval.
    """

    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    division: str | None = None
    decade: int | None = None
    century: int | None = None
    unit: str | None = None
    offset: float | None = None
    anchor: str = "auto"
    direction: int = 0
    part: str | None = None
    hour: int | None = None
    minute: int | None = None
    amount: tuple[tuple[str, str], ...] = ()
    mod: str | None = None
    value: str | None = None
    timex3: str | None = None
    begin: Meaning | None = None
    end: Meaning | None = None
    flags: tuple[str, ...] = ()

    @property
    def shape(self) -> str:
        """Name of the parts present: what a rule of a higher level can ask for (``day``, ``month``, ``year``, ``weekday``…)."""
        if self.kind != "date":
            return self.kind
        if self.flags:
            return "incomplete"
        if self.unit is not None:
            return "relative"
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "month"
        if self.division is not None:
            return "division"
        if self.weekday is not None:
            return "weekday"
        if self.year is not None:
            return "year"
        return "period"

"""How a relation moved: phases of the yearly number of events of a pair, as :mod:`rapprochement.measures.phases` finds them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import numpy as np

from rapprochement.actors.names import pairs
from rapprochement.language import words
from rapprochement.measures.phases import TooFewEvents, phases
from rapprochement.publish.source import Row

MOST_PAIRS = 8
"""Pairs that get phases: those a reader is likely to choose; each costs about a tenth of a second."""

DRAWS = 12
"""Perturbed runs behind a phase's stability here; the measures themselves take more."""


def phases_of(events: list[Row], pair: tuple[str, str]) -> list[list[Any]]:
    """Return the phases of a pair as ``[first year, last year, events a year, stability]``; none when there is too little.

    Only events that lie within one year are counted.

    Examples
    --------
    >>> rows = [{"source": ["RUS"], "target": ["PRK"], "date": str(2000 + i)} for i in range(16) for _ in range(1 + 9 * (i > 7))]
    >>> [phase[:2] for phase in phases_of(rows, ("PRK", "RUS"))]
    [[2000, 2007], [2008, 2015]]
    """
    years = Counter(
        first.year
        for row in events
        if pair in pairs(tuple(row["source"] or ()), tuple(row["target"] or ()))
        for first, last in [_bounds(row)]
        if first is not None and words.precision(row.get("date"), first, last) in ("day", "month", "year")
    )
    if not years:
        return []
    span = range(min(years), max(years) + 1)
    counts = np.array([years[year] for year in span], float)
    try:
        found = phases([date(year, 1, 1) for year in span], counts, draws=DRAWS)
    except TooFewEvents:
        return []
    return [[one.first.year, one.last.year, round(one.rate, 2), round(one.stability, 2)] for one in found]


def _bounds(row: Row) -> tuple[date | None, date | None]:
    first, last = words.bounds(row.get("date"))
    return row.get("earliest") or first, row.get("latest") or last

"""What a forecast of a pair's acts rests on, as of one day.

All features are of the past: own acts of the class, the other side's, all classes, third parties' totals, time since the last.
"""

from __future__ import annotations

import numpy as np

from rapprochement.forecasts.dyads.history import WINDOWS, Dyads
from rapprochement.forecasts.evaluation import Floats

_SPANS = (*(f"{days} d" for days in WINDOWS), "all")
NAMES = (
    "usual share (log odds)",
    *(f"same acts, {span}" for span in _SPANS),
    *(f"same acts of the other side, {span}" for span in _SPANS),
    *(f"all acts, {span}" for span in _SPANS),
    *(f"all acts of the other side, {span}" for span in _SPANS),
    "same acts of the source toward all, 30 d",
    "same acts of the source toward all, all",
    "same acts of all toward the target, 30 d",
    "same acts of all toward the target, all",
    "days since the last",
    "never so far",
)


def features(dyads: Dyads, kind: int, today: int, horizon: int) -> Floats:
    """Return the features of all pairs (rows) as of ``today``; counts per day, as logarithms.

    Examples
    --------
    >>> from rapprochement.forecasts.dyads.history import Acts
    >>> acts = Acts.of([("A", "B", "aid", 3), ("B", "A", "aid", 1)], ["aid"])
    >>> features(Dyads(acts), 0, 10, 2).shape == (2, len(NAMES))
    True
    """
    first = dyads.first_day
    usual = dyads.climatology(kind, today, horizon)
    columns = [np.log(usual / (1 - usual))]

    def spans(which: int | None) -> list[Floats]:
        counts = [dyads.counts(which, today - days, today, known_before=today) for days in WINDOWS]
        ever = dyads.counts(which, first, today, known_before=today) * (30 / max(today - first, 30))
        return [np.log1p(count) for count in counts] + [np.log1p(4 * ever)]

    same, every = spans(kind), spans(None)
    columns += same + [column[dyads.mirror] for column in same]
    columns += every + [column[dyads.mirror] for column in every]
    actors = len(dyads.acts.actors)
    month = dyads.counts(kind, today - 30, today, known_before=today)
    ever = dyads.counts(kind, first, today, known_before=today) * (30 / max(today - first, 30))
    for side in (dyads.source, dyads.target):
        for count in (month, ever):
            total = np.bincount(side, count, minlength=actors)[side] - count
            columns.append(np.log1p(total))
    last = dyads.last(kind, today)
    columns.append(np.where(last >= first, np.log1p(today - last), np.log1p(today - first + 30)))
    columns.append((last < first).astype(np.float64))
    return np.column_stack(columns)


def outcomes(dyads: Dyads, kind: int, today: int, horizon: int) -> Floats:
    """Return how many acts of a class each pair had in the ``horizon`` days from ``today`` on."""
    return dyads.counts(kind, today, today + horizon)

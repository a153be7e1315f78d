"""Phases of a relation: where the level of a series changes, how stable that is, and whether the documents tell it so.

Counts are made of even variance by Anscombe's transform 2·√(x + 3/8); change points are those of least squared error with a
penalty of 3·ln n for each, and each one's stability is the share of penalties around that one and of block-bootstrap draws in
which a change is found within a bin of it.

The optimum is that of PELT (Killick et al. 2012), found by the recursion PELT prunes (optimal partitioning, Jackson et al.
2005) for all perturbed runs at once: with arrays that takes milliseconds where one pruned run after the other takes seconds.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from rapprochement.errors import RapprochementError

Floats = npt.NDArray[np.float64]
LEAST_BINS = 8
LEAST_EVENTS = 12
PENALTY = 3.0
PENALTIES = (2.0, 2.5, 3.0, 3.5, 4.0)
LEAST_SEGMENT = 2
NEAR = 1
DRAWS = 100
LEAST_STABILITY = 0.5
"""A change that half of the perturbed runs do not find is not reported."""


class TooFewEvents(RapprochementError):
    """There is too little to tell phases from; the message says how much is needed."""

    reason = "too-few-events"


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of periods of one level.

    Attributes
    ----------
    first, last : date
        First days of its first and last period.
    rate : float
        Mean weighted count a period.
    change : float
        Factor against the phase before (``nan`` for the first).
    stability : float
        Share of perturbed runs that find its beginning (1 for the first).
    """

    first: date
    last: date
    rate: float
    change: float
    stability: float


def anscombe(counts: Floats) -> Floats:
    """Return 2·√(x + 3/8), whose variance is near 1 for Poisson counts.

    Examples
    --------
    >>> anscombe(np.array([0.625])).tolist()
    [2.0]
    """
    return 2 * np.sqrt(np.asarray(counts, float) + 3 / 8)


def breaks(counts: Floats, factor: float = PENALTY) -> list[int]:
    """Return the indexes of the periods at which the level changes (penalty ``factor``·ln n).

    Examples
    --------
    >>> breaks(np.array([1, 0, 1, 2, 0, 1, 9, 8, 11, 9, 10, 8], float))
    [6]
    """
    counts = np.asarray(counts, float)
    return segment(anscombe(counts)[None], np.array([factor]))[0]


def segment(signals: Floats, factors: Floats) -> list[list[int]]:
    """Return for each row of ``signals`` the change points of least squared error plus ``factor``·ln n for each.

    Parameters
    ----------
    signals : array of float, shape (runs, n)
        Values of even variance.
    factors : array of float, shape (runs,)
        Penalty of a change in units of ln n.

    Examples
    --------
    >>> segment(np.array([[0.0, 0, 0, 9, 9, 9]]), np.array([3.0]))
    [[3]]
    """
    signals = np.asarray(signals, float)
    runs, n = signals.shape
    if n < 2 * LEAST_SEGMENT:
        return [[] for _ in range(runs)]
    zero = np.zeros((runs, 1))
    sums = np.hstack([zero, np.cumsum(signals, axis=1)])
    squares = np.hstack([zero, np.cumsum(signals**2, axis=1)])
    penalty = np.asarray(factors, float)[:, None] * math.log(n)
    best = np.full((runs, n + 1), np.inf)
    best[:, 0] = -penalty[:, 0]
    before = np.zeros((runs, n + 1), np.int64)
    for end in range(LEAST_SEGMENT, n + 1):
        starts = np.arange(end - LEAST_SEGMENT + 1)
        error = (
            squares[:, end, None] - squares[:, starts] - (sums[:, end, None] - sums[:, starts]) ** 2 / (end - starts)
        )
        total = best[:, starts] + error + penalty
        before[:, end] = np.argmin(total, axis=1)
        best[:, end] = total[np.arange(runs), before[:, end]]
    found: list[list[int]] = []
    for run in range(runs):
        edges, at = list[int](), int(before[run, n])
        while at:
            edges.append(at)
            at = int(before[run, at])
        found.append(edges[::-1])
    return found


def stability(counts: Floats, *, draws: int = DRAWS, seed: int = 0) -> dict[int, float]:
    """Return for each change point the share of perturbed runs that find a change within one period of it.

    Runs: each of ``PENALTIES`` on the data, and ``draws`` moving-block bootstraps of the residuals round the fitted levels.

    Examples
    --------
    >>> stability(np.array([1, 0, 1, 2, 0, 1, 9, 8, 11, 9, 10, 8], float))
    {6: 1.0}
    """
    counts = np.asarray(counts, float)
    n, found = len(counts), breaks(counts)
    if not found:
        return {}
    signal = anscombe(counts)
    level = np.concatenate([np.full(b - a, signal[a:b].mean()) for a, b in itertools.pairwise([0, *found, n])])
    residuals = signal - level
    length = max(1, round(n ** (1 / 3)))
    starts = np.random.default_rng(seed).integers(0, n - length + 1, size=(draws, math.ceil(n / length)))
    noise = residuals[starts[:, :, None] + np.arange(length)].reshape(draws, -1)[:, :n]
    redrawn = anscombe(np.maximum(((level + noise) / 2) ** 2 - 3 / 8, 0))
    runs = segment(
        np.vstack([np.tile(signal, (len(PENALTIES), 1)), redrawn]), np.array([*PENALTIES, *[PENALTY] * draws])
    )
    return {at: float(np.mean([any(abs(b - at) <= NEAR for b in run) for run in runs])) for at in found}


def phases(starts: Sequence[date], counts: Floats, *, draws: int = DRAWS, seed: int = 0) -> list[Phase]:
    """Return the phases of a series.

    Parameters
    ----------
    starts : sequence of date
        First day of each period, without gaps.
    counts : array of float
        Weighted number of events of each.

    Raises
    ------
    TooFewEvents
        With fewer than eight periods or twelve (weighted) events.

    Examples
    --------
    >>> days = [date(2000 + i, 1, 1) for i in range(12)]
    >>> [p.first.year for p in phases(days, np.array([1, 0, 1, 2, 0, 1, 9, 8, 11, 9, 10, 8], float))]
    [2000, 2006]
    """
    counts = np.asarray(counts, float)
    if len(counts) < LEAST_BINS or counts.sum() < LEAST_EVENTS:
        raise TooFewEvents(
            f"phases need at least {LEAST_BINS} periods and {LEAST_EVENTS} events; here are {len(counts)} and {counts.sum():.0f}"
        )
    found = stability(counts, draws=draws, seed=seed)
    edges = [0, *(b for b, share in found.items() if share >= LEAST_STABILITY), len(counts)]
    result: list[Phase] = []
    for a, b in itertools.pairwise(edges):
        mean = float(counts[a:b].mean())
        change = mean / result[-1].rate if result and result[-1].rate else float("nan")
        result.append(Phase(starts[a], starts[b - 1], mean, change, found.get(a, 1.0)))
    return result

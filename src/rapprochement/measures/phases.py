"""Phases of a relation: where the level of a series changes, how stable that is, and whether the documents tell it so.

Counts are made of even variance by Anscombe's transform 2·√(x + 3/8); change points are found by PELT (Killick et al. 2012)
with a penalty of 3·ln n on squared error, and each one's stability is the share of penalties around that one and of block-
bootstrap draws in which a change is found within a bin of it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import ruptures

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
    """Return the indexes of the periods at which the level changes (PELT, penalty ``factor``·ln n).

    Examples
    --------
    >>> breaks(np.array([1, 0, 1, 2, 0, 1, 9, 8, 11, 9, 10, 8], float))
    [6]
    """
    n = len(counts)
    if n < 2 * LEAST_SEGMENT:
        return []
    signal = anscombe(counts).reshape(-1, 1)
    found: Any = ruptures.Pelt(model="l2", min_size=LEAST_SEGMENT, jump=1).fit(signal).predict(pen=factor * math.log(n))
    return [int(b) for b in found if b < n]


def stability(counts: Floats, at: int, *, draws: int = DRAWS, seed: int = 0) -> float:
    """Return the share of perturbed runs that find a change within one period of ``at``.

    Runs: each of ``PENALTIES`` on the data, and ``draws`` moving-block bootstraps of the residuals round the fitted levels.
    """
    counts = np.asarray(counts, float)
    n = len(counts)
    edges = [0, *breaks(counts), n]
    signal = anscombe(counts)
    level = np.concatenate([np.full(b - a, signal[a:b].mean()) for a, b in itertools.pairwise(edges)])
    residuals = signal - level
    length = max(1, round(n ** (1 / 3)))
    generator = np.random.default_rng(seed)
    hits = [any(abs(b - at) <= NEAR for b in breaks(counts, f)) for f in PENALTIES]
    for _ in range(draws):
        starts = generator.integers(0, n - length + 1, size=math.ceil(n / length))
        noise = np.concatenate([residuals[s : s + length] for s in starts])[:n]
        redrawn = np.maximum(((level + noise) / 2) ** 2 - 3 / 8, 0)
        hits.append(any(abs(b - at) <= NEAR for b in breaks(redrawn)))
    return float(np.mean(hits))


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
    found = {b: stability(counts, b, draws=draws, seed=seed) for b in breaks(counts)}
    edges = [0, *(b for b, share in found.items() if share >= LEAST_STABILITY), len(counts)]
    result: list[Phase] = []
    for a, b in itertools.pairwise(edges):
        mean = float(counts[a:b].mean())
        change = mean / result[-1].rate if result and result[-1].rate else float("nan")
        result.append(Phase(starts[a], starts[b - 1], mean, change, found.get(a, 1.0)))
    return result

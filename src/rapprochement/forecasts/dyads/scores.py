"""Scores of probabilities: Brier, logarithmic, skill, reliability, and intervals by resampling whole pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapprochement.forecasts.evaluation import Floats
from rapprochement.forecasts.quadruples import Ints

BINS = 10


def brier(probability: Floats, occurred: Floats) -> float:
    """Return the mean squared difference (Brier 1950).

    Examples
    --------
    >>> brier(np.array([1.0, 0.5]), np.array([1.0, 0.0]))
    0.125
    """
    return float(np.mean((probability - occurred) ** 2))


def log_score(probability: Floats, occurred: Floats) -> float:
    """Return the mean negative log likelihood in nats (Good 1952), probabilities kept off 0 and 1 by 1e-4."""
    p = np.clip(probability, 1e-4, 1 - 1e-4)
    return float(-np.mean(occurred * np.log(p) + (1 - occurred) * np.log(1 - p)))


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of a reliability diagram: mean forecast, observed share, number of cases."""

    forecast: float
    observed: float
    cases: int


def reliability(probability: Floats, occurred: Floats, bins: int = BINS) -> tuple[Bin, ...]:
    """Return the reliability diagram in bins of equal width (Murphy & Winkler 1977)."""
    place = np.minimum((probability * bins).astype(np.int64), bins - 1)
    return tuple(
        Bin(float(probability[place == b].mean()), float(occurred[place == b].mean()), int((place == b).sum()))
        for b in range(bins)
        if (place == b).any()
    )


def calibration_error(probability: Floats, occurred: Floats, bins: int = BINS) -> float:
    """Return the mean distance between forecast and observed share, weighted by cases.

    Examples
    --------
    >>> calibration_error(np.full(10, 0.3), np.array([1.0] * 3 + [0.0] * 7))
    0.0
    """
    diagram = reliability(probability, occurred, bins)
    total = sum(part.cases for part in diagram)
    return round(sum(part.cases * abs(part.forecast - part.observed) for part in diagram) / max(total, 1), 12)


@dataclass(frozen=True, slots=True)
class Skill:
    """Skill 1 - score / reference score, with the bounds of a bootstrap over pairs."""

    value: float
    low: float
    high: float


def skill(
    probability: Floats, reference: Floats, occurred: Floats, pair: Ints, draws: int = 500, seed: int = 0
) -> Skill:
    """Return the Brier skill of a forecast over a reference; 95 % interval from whole pairs drawn with replacement."""
    own, other = (probability - occurred) ** 2, (reference - occurred) ** 2
    _, place = np.unique(pair, return_inverse=True)
    own_sum, other_sum = np.bincount(place, own), np.bincount(place, other)
    random = np.random.default_rng(seed)
    values = np.empty(draws)
    for draw in range(draws):
        weight = np.bincount(random.integers(0, len(own_sum), len(own_sum)), minlength=len(own_sum))
        values[draw] = 1 - (weight @ own_sum) / max(float(weight @ other_sum), 1e-12)
    low, high = np.quantile(values, [0.025, 0.975])
    return Skill(float(1 - own.sum() / max(float(other.sum()), 1e-12)), float(low), float(high))

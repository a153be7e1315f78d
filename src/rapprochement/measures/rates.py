"""How sure a count is: Gamma-Poisson intervals, the shrunk log ratio of cooperation to hostility, reciprocity.

A period's weighted count is read as Poisson with a Gamma prior whose mean is the pair's own average over all periods and
whose strength follows from how much more the counts vary than Poisson counts of one rate would (empirical Bayes by moments);
the posterior is Gamma again (Gelman et al., Bayesian Data Analysis, 2.6; Robbins 1956).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.special import digamma, polygamma

Floats = npt.NDArray[np.float64]
WEAKEST, STRONGEST = 0.25, 8.0
"""Bounds of the prior's strength in periods: few periods tell their own variance badly."""
LEAST_MEAN = 0.05
"""Floor of the prior mean, so that a stream without any event still has an upper bound."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Estimates with lower and upper bounds, arrays of one length."""

    estimate: Floats
    lower: Floats
    upper: Floats


def prior(counts: Floats, exposure: Floats | float = 1.0) -> tuple[float, float]:
    """Return the (mean, strength in periods) of the Gamma prior of a series.

    Examples
    --------
    >>> prior(np.array([0.0, 10.0, 0.0, 10.0])) == (5.0, WEAKEST)
    True
    """
    counts = np.asarray(counts, dtype=np.float64)
    exposed = np.broadcast_to(np.asarray(exposure, dtype=np.float64), counts.shape)
    total = float(exposed.sum())
    mean = max(float(counts.sum()) / total if total else 0.0, LEAST_MEAN)
    covered = exposed > 0
    excess = float(np.var(counts[covered] / exposed[covered])) - mean if covered.sum() > 1 else 0.0
    return mean, STRONGEST if excess <= 0 else min(STRONGEST, max(WEAKEST, mean / excess))


def rate(counts: Floats, *, level: float = 0.9, exposure: Floats | float = 1.0) -> Interval:
    """Return the posterior mean and equal-tailed interval of a Poisson rate for each period.

    Parameters
    ----------
    counts : array of float
        Weighted numbers of events by period (not negative).
    level : float
        Probability mass of the interval.
    exposure : array of float or float
        Share of each period that the record covers; 1 for a whole one.

    Examples
    --------
    >>> r = rate(np.array([0.0, 4.0, 2.0]))
    >>> bool((r.lower <= r.estimate).all() and (r.estimate < r.upper).all())
    True
    """
    counts = np.asarray(counts, dtype=np.float64)
    exposed = np.broadcast_to(np.asarray(exposure, dtype=np.float64), counts.shape)
    mean, strength = prior(counts, exposed)
    shape, precision = mean * strength + counts, strength + exposed
    # Where nothing was counted the lower bound is 0 and the whole tail lies above.
    tail = np.where(counts > 0, (1 - level) / 2, 0.0)
    upper_tail = np.where(counts > 0, (1 - level) / 2, 1 - level)
    return Interval(
        shape / precision,
        stats.gamma.ppf(tail, shape, scale=1 / precision),
        stats.gamma.ppf(1 - upper_tail, shape, scale=1 / precision),
    )


def log_ratio(cooperation: Floats, hostility: Floats, *, level: float = 0.9) -> Interval:
    """Return log((cooperation rate) / (hostility rate)) by period, shrunk towards the pair's own average, with intervals.

    The log of a Gamma variable has mean digamma(shape) - log(precision) and variance trigamma(shape); the difference of two
    is taken as normal, which is near enough from shape 1 on.

    Examples
    --------
    >>> r = log_ratio(np.array([9.0, 1.0]), np.array([1.0, 9.0]))
    >>> bool(r.estimate[0] > 0 > r.estimate[1])
    True
    """
    warm, cold = np.asarray(cooperation, float), np.asarray(hostility, float)
    priors = [prior(x) for x in (warm, cold)]
    # Half an event at least stands behind each stream (Jeffreys), so that a side never seen is unlikely and not impossible.
    shapes = [x + max(mean * strength, 0.5) for x, (mean, strength) in zip((warm, cold), priors, strict=True)]
    precisions = [1 + strength for _, strength in priors]
    estimate = digamma(shapes[0]) - digamma(shapes[1]) - math.log(precisions[0]) + math.log(precisions[1])
    deviation = np.sqrt(polygamma(1, shapes[0]) + polygamma(1, shapes[1]))
    z = float(stats.norm.ppf((1 + level) / 2))
    return Interval(estimate, estimate - z * deviation, estimate + z * deviation)


def reciprocity(there: Floats, back: Floats) -> float:
    """Return how far two directed series answer each other: 2·Σmin / Σ(sum), in [0, 1]; ``nan`` when both are empty.

    Squartini et al. 2013 (weighted reciprocity) for one pair.

    Examples
    --------
    >>> reciprocity(np.array([2.0, 0.0]), np.array([2.0, 2.0]))
    0.6666666666666666
    """
    total = float(np.sum(there) + np.sum(back))
    return 2 * float(np.minimum(there, back).sum()) / total if total else float("nan")


def bootstrap_bands(
    weights: Floats, documents: npt.NDArray[np.int64], bins: npt.NDArray[np.int64], size: int, *,
    level: float = 0.9, draws: int = 500, seed: int = 0,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Return lower and upper bands of a series when whole documents are drawn anew (Poisson bootstrap).

    Parameters
    ----------
    weights : array of float
        Weight of each event in its period.
    documents : array of int
        Index of the document that tells each event (its first mention's).
    bins : array of int
        Index of the period of each event.
    size : int
        Number of periods.
    level, draws, seed
        Mass of the band, number of draws, seed of the generator.
    """
    number = int(documents.max()) + 1 if len(documents) else 0
    if not number:
        return np.zeros(size), np.zeros(size)
    table = np.zeros((number, size))
    np.add.at(table, (documents, bins), weights)
    # Poisson weights, not a fixed number of draws: how many documents were written is chance too.
    drawn = np.random.default_rng(seed).poisson(1.0, size=(draws, number))
    sums = drawn @ table
    tail = (1 - level) / 2
    return np.quantile(sums, tail, axis=0), np.quantile(sums, 1 - tail, axis=0)

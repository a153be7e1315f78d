"""The stack: one weight per feature, fitted as a conditional logit over the candidates of each query.

The loss of a query with truths Y is ``sum_y -s_y + |Y| log sum_o exp s_o``, convex in the weights; Newton's method with step
halving finds its minimum in a few passes (McFadden 1974; a small ridge keeps collinear features apart).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from rapprochement.forecasts.evaluation import Floats
from rapprochement.forecasts.quadruples import Ints

RIDGE = 1.0
SAMPLE = 100_000
"""Candidates by which features are centred and scaled (in double precision: a feature that does not vary must be seen to)."""
ROUNDS = 15
BEARING = 1e-3
"""Expected truths below which a candidate is left out of the second derivative (never out of loss and gradient)."""
TOLERANCE = 2e-5
"""Relative fall of the loss below which fitting ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Fitted weights, for features in their natural units."""

    weights: Floats
    loss: float
    rounds: int

    def score(self, features: NDArray[np.float32]) -> Floats:
        """Return the scores of candidates (features by row)."""
        return np.asarray(features @ self.weights.astype(np.float32), dtype=np.float64)


def fit_stack(features: NDArray[np.float32], query: Ints, is_true: NDArray[np.bool_]) -> Stack:
    """Fit weights.

    Parameters
    ----------
    features : array (candidates, features)
    query : array of int
        Non-decreasing.
    is_true : array of bool

    Examples
    --------
    The first candidate of each query is true and stands out by the one feature there is:

    >>> query = np.repeat(np.arange(50), 2)
    >>> feature = np.tile(np.array([[1.0], [0.0]], dtype=np.float32), (50, 1))
    >>> bool(fit_stack(feature, query, np.tile([True, False], 50)).weights[0] > 2)
    True
    """
    answered = np.bincount(query, is_true, minlength=int(query.max(initial=-1)) + 1) > 0
    keep = answered[query]
    features, query, is_true = features[keep], query[keep], is_true[keep]
    if not len(query):
        return Stack(np.zeros(features.shape[1]), 0.0, 0)
    sample = features[:: max(1, len(features) // SAMPLE)].astype(np.float64)
    mean, scale = sample.mean(axis=0), sample.std(axis=0)
    still = scale <= 1e-4 * np.maximum(np.abs(mean), 1)
    scale = np.where(still, 1, scale)
    z = np.ascontiguousarray((features - mean.astype(np.float32)) / scale.astype(np.float32), dtype=np.float32)
    z[:, still] = 0
    first = np.flatnonzero(np.diff(query, prepend=-1))
    group = np.repeat(np.arange(len(first)), np.diff(first, append=len(query)))
    truth = is_true.astype(np.float32)
    truths = np.add.reduceat(truth, first)

    def evaluate(weights: Floats) -> tuple[float, NDArray[np.float32]]:
        score = z @ weights.astype(np.float32)
        top = np.maximum.reduceat(score, first)
        grown = np.exp(score - top[group])
        total = np.add.reduceat(grown, first)
        loss = float((truths * (np.log(total) + top)).sum(dtype=np.float64) - score[is_true].sum(dtype=np.float64))
        return loss + RIDGE * float(weights @ weights), np.asarray(grown * (truths / total)[group], dtype=np.float32)

    weights = np.zeros(z.shape[1])
    loss, expected = evaluate(weights)
    rounds = 0
    for _ in range(ROUNDS):
        rounds += 1
        gradient = z.T @ (expected - truth) + 2 * RIDGE * weights
        bearing = np.flatnonzero(expected > BEARING)
        row = z[bearing]
        weighted = row * expected[bearing, None]
        spread = sp.csr_array((np.ones(len(bearing), np.float32), (group[bearing], np.arange(len(bearing)))))
        mean_of = spread @ weighted
        asked = truths[: len(mean_of), None]
        hessian = (row.T @ weighted).astype(np.float64) - mean_of.T @ (mean_of / asked)
        direction = np.linalg.solve(hessian + 2 * RIDGE * np.eye(len(weights)), gradient)
        stride = 1.0
        while True:
            after, expected_after = evaluate(weights - stride * direction)
            if after < loss or stride < 1e-4:
                break
            stride /= 2
        if after >= loss:
            break
        fall, loss, expected = loss - after, after, expected_after
        weights = weights - stride * direction
        if fall < TOLERANCE * abs(loss):
            break
    return Stack(weights / scale, loss, rounds)

"""Logistic and negative-binomial regression with a ridge and with errors that allow for repeated looks at one pair.

The covariance is the sandwich of Huber and White, summed within pairs (Liang & Zeger 1986); dispersion of the counts is
fitted by maximum likelihood in turns with the means (Cameron & Trivedi 1998; it may vary with the mean, Greene's NB-P 2008).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special, stats

from rapprochement.forecasts.evaluation import Floats
from rapprochement.forecasts.quadruples import Ints

RIDGE = 1.0
_ROUNDS = 50
_TURNS = 3
_FAR = 30.0
"""Bound on the linear predictor."""


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """A fitted linear predictor.

    ``covariance`` is that of the coefficients of standardised features, intercept first; ``dispersion`` is level and slope of
    the log dispersion over the log mean (pairs that deal daily scatter less around their mean than those that seldom do).
    """

    mean: Floats
    scale: Floats
    coefficients: Floats
    covariance: Floats
    dispersion: tuple[float, float] | None = None

    def _design(self, x: Floats) -> Floats:
        return np.asarray(np.column_stack([np.ones(len(x)), (x - self.mean) / self.scale]))

    def predictor(self, x: Floats) -> Floats:
        """Return the linear predictor."""
        return np.clip(np.asarray(self._design(x) @ self.coefficients, dtype=np.float64), -_FAR, _FAR)

    def error(self, x: Floats) -> Floats:
        """Return the standard error of the linear predictor."""
        design = self._design(x)
        return np.asarray(np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", design, self.covariance, design), 0)))

    def probability(self, x: Floats) -> Floats:
        """Return P(at least one), for a logistic fit."""
        return np.asarray(special.expit(self.predictor(x)))

    def interval(self, x: Floats, level: float = 0.9) -> tuple[Floats, Floats]:
        """Return bounds of the probability for a logistic fit (uncertainty of the fit, not of the outcome)."""
        z = stats.norm.ppf(0.5 + level / 2)
        centre, error = self.predictor(x), self.error(x)
        return np.asarray(special.expit(centre - z * error)), np.asarray(special.expit(centre + z * error))

    def expected(self, x: Floats) -> Floats:
        """Return the mean count, for a count fit."""
        return np.exp(self.predictor(x))

    def count_interval(self, x: Floats, level: float = 0.9) -> tuple[Floats, Floats]:
        """Return quantiles of the count itself."""
        mu = self.expected(x)
        tail = (1 - level) / 2
        if self.dispersion is None:
            return np.asarray(stats.poisson.ppf(tail, mu)), np.asarray(stats.poisson.ppf(1 - tail, mu))
        size = 1 / _varying(self.dispersion, mu)
        share = size / (size + mu)
        return np.asarray(stats.nbinom.ppf(tail, size, share)), np.asarray(stats.nbinom.ppf(1 - tail, size, share))


def _standardise(x: Floats) -> tuple[Floats, Floats, Floats]:
    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale = np.where(scale > 1e-9, scale, 1.0)
    return mean, scale, np.column_stack([np.ones(len(x)), (x - mean) / scale])


def _newton(design: Floats, y: Floats, logistic: bool, start: Floats) -> tuple[Floats, Floats, Floats]:
    """Return coefficients, inverse Hessian and residuals."""
    ridge = np.full(design.shape[1], RIDGE)
    ridge[0] = 1e-6
    beta = start

    def loss(at: Floats) -> float:
        eta = np.clip(design @ at, -_FAR, _FAR)
        grown = np.logaddexp(0, eta) if logistic else np.exp(eta)
        return float((grown - y * eta).sum() + 0.5 * (ridge * at**2).sum())

    value = loss(beta)
    for _ in range(_ROUNDS):
        eta = np.clip(design @ beta, -_FAR, _FAR)
        mu = special.expit(eta) if logistic else np.exp(eta)
        weight = mu * (1 - mu) if logistic else mu
        hessian = (design * weight[:, None]).T @ design + np.diag(ridge)
        step = np.linalg.solve(hessian, design.T @ (mu - y) + ridge * beta)
        stride = 1.0
        while (after := loss(beta - stride * step)) > value and stride > 1e-6:
            stride /= 2
        fall, value, beta = value - after, after, beta - stride * step
        if fall < 1e-8 * abs(value):
            break
    eta = np.clip(design @ beta, -_FAR, _FAR)
    mu = special.expit(eta) if logistic else np.exp(eta)
    weight = mu * (1 - mu) if logistic else mu
    hessian = (design * weight[:, None]).T @ design + np.diag(ridge)
    return beta, np.linalg.inv(hessian), y - mu


def _sandwich(design: Floats, residual: Floats, bread: Floats, group: Ints) -> Floats:
    _, place = np.unique(group, return_inverse=True)
    score = np.zeros((int(place.max()) + 1, design.shape[1]))
    np.add.at(score, place, design * residual[:, None])
    return np.asarray(bread @ (score.T @ score) @ bread)


def fit_logistic(x: Floats, occurred: Floats, group: Ints) -> Regression:
    """Fit P(at least one).

    Parameters
    ----------
    x : array (rows, features)
    occurred : array of 0 and 1
    group : array of int
        Pair of each row.

    Examples
    --------
    >>> x = np.repeat([[0.0], [1.0]], 100, axis=0)
    >>> y = np.concatenate([np.arange(100) < 20, np.arange(100) < 80]).astype(float)
    >>> fit_logistic(x, y, np.arange(200)).probability(np.array([[1.0]])).round(2).tolist()
    [0.79]
    """
    mean, scale, design = _standardise(x)
    start = np.zeros(design.shape[1])
    share = np.clip(occurred.mean(), 1e-4, 1 - 1e-4)
    start[0] = np.log(share / (1 - share))
    beta, bread, residual = _newton(design, occurred, True, start)
    return Regression(mean, scale, beta, _sandwich(design, residual, bread, group))


def fit_counts(x: Floats, count: Floats, group: Ints) -> Regression:
    """Fit the mean count and the dispersion of a negative binomial, in turns.

    Examples
    --------
    >>> x = np.zeros((400, 1))
    >>> count = np.tile([0.0, 0.0, 0.0, 8.0], 100)
    >>> fit = fit_counts(x, count, np.arange(400))
    >>> round(float(fit.expected(x[:1])[0]), 2), fit.dispersion is not None
    (2.0, True)
    """
    mean, scale, design = _standardise(x)
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(max(float(count.mean()), 1e-4))
    beta, bread, residual = _newton(design, count, False, beta)
    dispersion = (0.0, 0.0)
    for _ in range(_TURNS):
        dispersion = _dispersion(count, np.exp(np.clip(design @ beta, -_FAR, _FAR)), dispersion)
        beta, bread, residual = _scoring(design, count, beta, dispersion)
    return Regression(mean, scale, beta, _sandwich(design, residual, bread, group), dispersion)


def _varying(dispersion: tuple[float, float], mu: Floats) -> Floats:
    """Return the dispersion at each mean."""
    return np.asarray(np.exp(np.clip(dispersion[0] + dispersion[1] * np.log(mu), -12, 6)))


def _dispersion(count: Floats, mu: Floats, start: tuple[float, float]) -> tuple[float, float]:
    """Return the dispersion (level and slope) that makes the counts likeliest, given their means."""

    def loss(at: Floats) -> float:
        size = 1 / _varying((float(at[0]), float(at[1])), mu)
        terms = special.gammaln(count + size) - special.gammaln(size) + size * np.log(size / (size + mu))
        return -float((terms + count * np.log(mu / (size + mu))).sum())

    best = optimize.minimize(loss, np.array(start), method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-2})
    return float(best.x[0]), float(best.x[1])


def _scoring(
    design: Floats, count: Floats, beta: Floats, dispersion: tuple[float, float]
) -> tuple[Floats, Floats, Floats]:
    """Fisher scoring for a negative binomial of known dispersion; rows of large variance weigh less than in a Poisson fit."""
    ridge = np.full(design.shape[1], RIDGE)
    ridge[0] = 1e-6
    spread = _varying(dispersion, np.exp(np.clip(design @ beta, -_FAR, _FAR)))

    def parts(at: Floats) -> tuple[Floats, Floats]:
        mu = np.exp(np.clip(design @ at, -_FAR, _FAR))
        weight = 1 / (1 + spread * mu)
        information = (design * (mu * weight)[:, None]).T @ design + np.diag(ridge)
        return np.asarray((count - mu) * weight), information

    for _ in range(_ROUNDS):
        residual, information = parts(beta)
        step = np.linalg.solve(information, design.T @ residual - ridge * beta)
        beta = beta + step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-9))
        if float(np.abs(step).max()) < 1e-5:
            break
    residual, information = parts(beta)
    return beta, np.asarray(np.linalg.inv(information), dtype=np.float64), residual

"""Self- and cross-exciting acts between actors, by day: an act raises the rate of others, and the rise fades exponentially.

For a series i = (source, target, class) the expected number of acts on day d is
``mean_i(d) = base_i + sum_k strength_k * S_k,i(d)``, where ``S_k,i`` sums over earlier acts that stand in relation k to series i,
each weighted ``(1 - f) f^(days since - 1)`` with ``f = 2^(-1 / half-life)``: the discrete form, for data dated by day, of the
Hawkes process (Hawkes 1971) with exponential kernels. The relations ("answers in kind", "third act toward the same target"…)
and the classes index the rules; their strengths are shared by all pairs of the system, the base rates are not.

Fitted by maximum likelihood: for a fixed half-life the likelihood is concave; some rounds of the EM algorithm that assigns each
act to its causes (Veen & Schoenberg 2008) bring it near its maximum, a bounded quasi-Newton method (L-BFGS-B) to it. The
half-life is found by a line search over the profile. Days scatter more than
Poisson numbers do, so a gamma factor of mean 1 per pair of actors and day is fitted on top (by moments).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from rapprochement.forecasts.dyads.fitting import TooLittle
from rapprochement.forecasts.dyads.history import Acts
from rapprochement.forecasts.evaluation import Floats
from rapprochement.forecasts.quadruples import Ints

RELATIONS = ("same direction", "answer", "third toward the target", "source toward a third")
LEAST_ACTS, LEAST_DAYS = 200, 60
"""With fewer acts than some for each strength, runs would show the prior and not the past."""
HALF_LIFE_BOUNDS = (0.7, 60.0)
EM_ROUNDS = 20
PRIOR = 0.5
"""Pseudo-exposure on each strength (a weak exponential prior), so that a rule without occasions stays at zero."""
HIGHEST_REPRODUCTION = 0.95
"""Acts an act may cause in all its consequences' first generation; fits beyond it are scaled down lest runs explode."""


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """The series of a set of actors: directed pairs times classes.

    Attributes
    ----------
    actors, classes : tuple of str
    source, target, kind : array of int
        Of each series.
    rules : tuple of (str, str, str)
        Relation, class of the causing act, class of the caused act.
    links : array (rules, series, series)
        ``links[k, i, j]`` is true where acts of series j excite series i under rule k.
    """

    actors: tuple[str, ...]
    classes: tuple[str, ...]
    source: Ints
    target: Ints
    kind: Ints
    rules: tuple[tuple[str, str, str], ...]
    links: NDArray[np.bool_]

    @classmethod
    def of(cls, actors: tuple[str, ...], classes: tuple[str, ...]) -> System:
        """Lay out the series and rules of some actors.

        Examples
        --------
        >>> system = System.of(("A", "B"), ("aid",))
        >>> len(system.source), [rule[0] for rule in system.rules]
        (2, ['same direction', 'answer'])
        """
        table = np.array(
            [(a, b, c) for a in range(len(actors)) for b in range(len(actors)) if a != b for c in range(len(classes))],
            dtype=np.int64,
        ).reshape(-1, 3)
        source, target, kind = table.T
        same_source = source[:, None] == source[None]
        same_target = target[:, None] == target[None]
        relation = {
            "same direction": same_source & same_target,
            "answer": (source[:, None] == target[None]) & (target[:, None] == source[None]),
            "third toward the target": ~same_source & same_target & (source[None] != target[:, None]),
            "source toward a third": same_source & ~same_target,
        }
        rules, links = [], []
        for name in RELATIONS:
            if not relation[name].any():
                continue
            for cause, cause_name in enumerate(classes):
                for effect, effect_name in enumerate(classes):
                    rules.append((name, cause_name, effect_name))
                    links.append(relation[name] & (kind[None] == cause) & (kind[:, None] == effect))
        return cls(actors, classes, source, target, kind, tuple(rules), np.array(links))

    def __len__(self) -> int:
        return len(self.source)

    @property
    def dyad(self) -> Ints:
        """Number of the unordered pair of each series: acts of a pair are reported in the same bursts."""
        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        return np.asarray(np.unique(low * len(self.actors) + high, return_inverse=True)[1])

    def find(self, source: str, target: str, kind: str) -> int | None:
        """Return the number of a series, ``None`` if it is outside the system."""
        if source not in self.actors or target not in self.actors or kind not in self.classes:
            return None
        hit = (
            (self.source == self.actors.index(source))
            & (self.target == self.actors.index(target))
            & (self.kind == self.classes.index(kind))
        )
        return int(np.flatnonzero(hit)[0]) if hit.any() else None

    def counts(self, acts: Acts, until: int | None = None) -> Floats:
        """Return daily counts (days, series) from the first act to the day before ``until`` (by default the last act)."""
        begin = int(acts.day[0]) if len(acts) else 0
        end = until if until is not None else (int(acts.day[-1]) + 1 if len(acts) else 0)
        number = np.array(
            [self.actors.index(name) if name in self.actors else -1 for name in acts.actors], dtype=np.int64
        )
        out = np.zeros((max(end - begin, 0), len(self)))
        if not len(acts):
            return out
        source, target = number[acts.source], number[acts.target]
        kept = (source >= 0) & (target >= 0) & (acts.day < end) & (acts.known < end)
        series = np.full((len(self.actors), len(self.actors), len(self.classes)), -1)
        series[self.source, self.target, self.kind] = np.arange(len(self))
        np.add.at(out, (acts.day[kept] - begin, series[source[kept], target[kept], acts.kind[kept]]), 1)
        return out


@dataclass(frozen=True, slots=True, eq=False)
class Hawkes:
    """A fitted (or given) process.

    Attributes
    ----------
    base : array (series)
        Acts a day without any cause.
    strength : array (rules)
        Expected acts an act causes in each series the rule links it to, over all time.
    half_life : float
        Days.
    dispersion : float
        Variance of the daily gamma factor; 0 is Poisson.
    likelihood : float
    scaled : float
        Factor by which strengths were scaled down to keep the process stable; 1 if they were not.
    """

    system: System
    base: Floats
    strength: Floats
    half_life: float
    dispersion: float = 0.0
    likelihood: float = float("nan")
    scaled: float = 1.0

    @property
    def fading(self) -> float:
        """Share of an excitation left after a day."""
        return float(2 ** (-1 / self.half_life))

    @property
    def matrix(self) -> Floats:
        """Acts of series i (row) that one act of series j (column) causes."""
        return np.asarray(np.tensordot(self.strength, self.system.links, axes=1))

    @property
    def reproduction(self) -> float:
        """Spectral radius of :attr:`matrix`: below 1 the process is stable."""
        return float(np.abs(np.linalg.eigvals(self.matrix)).max())

    def state(self, counts: Floats) -> Floats:
        """Return the fading sums of past acts, as of the day after the last row of ``counts``."""
        state = np.zeros(len(self.system))
        for row in counts:
            state = self.fading * state + (1 - self.fading) * row
        return state

    def run(
        self, state: Floats, days: int, runs: int, random: np.random.Generator, supposed: Floats | None = None
    ) -> tuple[Floats, Floats, Floats]:
        """Run forward.

        Parameters
        ----------
        state : array (series)
            From :meth:`state`.
        supposed : array (days, series), optional
            Acts supposed to happen. As excitation adds up, what they cause is drawn apart and added to the same runs.

        Returns
        -------
        own : array (runs, days, series)
            Acts without the supposed ones.
        caused : array (runs, days, series)
            Further acts in their consequence (the supposed acts themselves not among them).
        by_rule : array (rules)
            Expected further acts, over all series and days, that follow from supposed acts at first hand by each rule.
        """
        series = len(self.system)
        matrix, fading = self.matrix, self.fading
        own, caused = np.zeros((runs, days, series)), np.zeros((runs, days, series))
        states = np.tile(state, (runs, 1))
        extra = np.zeros((runs, series))
        first_hand = np.zeros(series)
        by_rule = np.zeros(len(self.strength))
        dyad = self.system.dyad
        pairs = int(dyad.max()) + 1
        for day in range(days):
            factor: Floats | float = 1.0
            if self.dispersion > 0:
                factor = random.gamma(1 / self.dispersion, self.dispersion, (runs, pairs))[:, dyad]
            own[:, day] = random.poisson((self.base + states @ matrix.T) * factor)
            states = fading * states + (1 - fading) * own[:, day]
            if supposed is not None:
                caused[:, day] = random.poisson((extra @ matrix.T) * factor)
                by_rule += self.strength * (self.system.links @ first_hand).sum(axis=1)
                extra = fading * extra + (1 - fading) * (caused[:, day] + supposed[day])
                first_hand = fading * first_hand + (1 - fading) * supposed[day]
        return own, caused, by_rule


def _excitation(system: System, counts: Floats, half_life: float) -> Floats:
    """Return S (rules, days, series)."""
    fading = 2 ** (-1 / half_life)
    faded = np.zeros_like(counts)
    for day in range(1, len(counts)):
        faded[day] = fading * faded[day - 1] + (1 - fading) * counts[day - 1]
    return np.stack([faded @ link.T.astype(np.float64) for link in system.links])


def _climb(
    counts: Floats, excitation: Floats, base: Floats, strength: Floats, steps: int = 500
) -> tuple[Floats, Floats, float]:
    """Return base, strength and log likelihood (constants apart) at the maximum for given excitations."""
    days, n = len(counts), len(base)
    when, series = np.nonzero(counts)
    seen = counts[when, series]
    hot = excitation[:, when, series]
    exposure = np.concatenate([np.full(n, float(days)), excitation.sum(axis=(1, 2)) + PRIOR])

    for _ in range(EM_ROUNDS):
        ratio = seen / np.maximum(base[series] + strength @ hot, 1e-300)
        base = base * np.bincount(series, ratio, minlength=n) / days
        strength = strength * (hot @ ratio) / exposure[n:]

    def loss(at: Floats) -> tuple[float, Floats]:
        mean = np.maximum(at[series] + at[n:] @ hot, 1e-12)
        ratio = seen / mean
        gradient = exposure - np.concatenate([np.bincount(series, ratio, minlength=n), hot @ ratio])
        return float(at @ exposure - seen @ np.log(mean)), gradient

    found = optimize.minimize(
        loss,
        np.concatenate([base, strength]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(1e-9, None)] * n + [(0.0, None)] * len(strength),
        options={"maxiter": steps, "ftol": 1e-10},
    )
    return found.x[:n], found.x[n:], -float(found.fun)


def fit_hawkes(system: System, counts: Floats) -> Hawkes:
    """Fit a process to daily counts.

    Raises
    ------
    TooLittle
        With fewer than ``LEAST_ACTS`` acts or ``LEAST_DAYS`` days.
    """
    if counts.sum() < LEAST_ACTS or len(counts) < LEAST_DAYS:
        raise TooLittle(
            f"the history holds {int(counts.sum())} acts on {len(counts)} days between these actors; "
            f"at least {LEAST_ACTS} acts and {LEAST_DAYS} days are needed to learn how acts follow one another"
        )
    base = 0.7 * counts.mean(axis=0)
    strength = np.full(len(system.rules), 0.3 / max(len(system.rules), 1))

    def profile(log_half_life: float) -> float:
        return -_climb(counts, _excitation(system, counts, float(np.exp(log_half_life))), base, strength, 40)[2]

    low, high = np.log(HALF_LIFE_BOUNDS)
    grid = np.linspace(low, high, 7)
    best = grid[int(np.argmin([profile(float(value)) for value in grid]))]
    step = grid[1] - grid[0]
    bounds = (max(low, best - step), min(high, best + step))
    found = optimize.minimize_scalar(profile, bounds=bounds, method="bounded", options={"xatol": 0.02})
    half_life = float(np.exp(found.x))
    excitation = _excitation(system, counts, half_life)
    base, strength, value = _climb(counts, excitation, base, strength)
    mean = base + np.tensordot(strength, excitation, axes=1)
    model = Hawkes(system, base, strength, half_life, _dispersion(system, counts, mean), value)
    if model.reproduction > HIGHEST_REPRODUCTION:
        factor = HIGHEST_REPRODUCTION / model.reproduction
        model = replace(model, strength=strength * factor, scaled=factor)
    return model


def _dispersion(system: System, counts: Floats, mean: Floats) -> float:
    """Return the variance of the daily factor by moments over pairs: Var = mean + dispersion mean^2."""
    pairs = int(system.dyad.max()) + 1
    member = np.eye(pairs)[system.dyad]
    seen, expected = counts @ member, mean @ member
    excess = ((seen - expected) ** 2 - expected).sum()
    return float(np.clip(excess / max(float((expected**2).sum()), 1e-12), 0.0, 10.0))

"""How likely is an act of one class between two actors in the coming days: a probability with its reasons, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rapprochement.forecasts.dyads.backtest import Backtest, backtest_with
from rapprochement.forecasts.dyads.features import NAMES, features
from rapprochement.forecasts.dyads.fitting import Fit, Learner, TooLittle, recency_case
from rapprochement.forecasts.dyads.history import Acts, Dyads

LEAST_ACTS = 3
"""Acts between the two, in either direction, below which no probability is given."""
LOOKED_AT = 12
"""Latest acts tried in leave-one-out."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A feature of the forecast: its value and what it adds to the log odds beyond the average pair."""

    name: str
    value: float
    effect: float


@dataclass(frozen=True, slots=True)
class Rest:
    """A past act and how the probability would change had it not happened."""

    day: str
    source: str
    target: str
    kind: str
    change: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """P(at least one act of a class from source to target in the window), its reasons and its backtest.

    ``low``/``high`` are 90 % bounds of the probability, ``count_low``/``count_high`` of the count. ``rests_on`` holds the acts
    whose absence would change the probability most.
    """

    source: str
    target: str
    kind: str
    begin: str
    end: str
    probability: float
    low: float
    high: float
    expected: float
    count_low: int
    count_high: int
    climatology: float
    persistence: float
    recurrency: float
    reasons: tuple[Reason, ...]
    rests_on: tuple[Rest, ...]
    backtest: Backtest


@dataclass(frozen=True, slots=True)
class Declined:
    """No forecast, and what is missing."""

    source: str
    target: str
    kind: str
    missing: str


def forecast(
    acts: Acts, source: str, target: str, horizon: int = 30, today: int | None = None
) -> tuple[Forecast | Declined, ...]:
    """Forecast every class of acts from ``source`` to ``target``.

    Parameters
    ----------
    horizon : int
        Days from ``today`` on.
    today : int, optional
        First day of the window; by default the day after the last act. What became known on it or later is not used.

    Returns
    -------
    tuple
        One entry per class; a :class:`Declined` one says what history is missing.

    Examples
    --------
    >>> acts = Acts.of([("A", "B", "aid", 3), ("B", "A", "aid", 40)], ["aid"])
    >>> forecast(acts, "A", "B")[0].missing
    'A → B: 2 acts between the two so far; at least 3 are needed'
    """
    return Forecaster(acts, horizon, today).forecast(source, target)


class Forecaster:
    """Forecasts several pairs as of one day; each class is learned and backtested once.

    Parameters
    ----------
    acts, horizon, today
        As for :func:`forecast`.
    """

    def __init__(self, acts: Acts, horizon: int = 30, today: int | None = None) -> None:
        self.today = today if today is not None else (int(acts.day[-1]) + 1 if len(acts) else 0)
        self.learner = Learner(Dyads(acts), horizon)
        self._learned: dict[int, tuple[Fit, Backtest] | str] = {}

    def forecast(self, source: str, target: str) -> tuple[Forecast | Declined, ...]:
        """Forecast every class from one actor to another, or decline."""
        dyads, day = self.learner.dyads, self.today
        classes = dyads.acts.classes
        pair = dyads.find(source, target)
        both = np.zeros(1) if pair is None else dyads.counts(None, dyads.first_day, day, known_before=day)
        number = 0 if pair is None else int(both[pair] + both[dyads.mirror[pair]])
        if pair is None or number < LEAST_ACTS:
            missing = f"{source} → {target}: {number} acts between the two so far; at least {LEAST_ACTS} are needed"
            return tuple(Declined(source, target, kind, missing) for kind in classes)
        out: list[Forecast | Declined] = []
        for index, kind in enumerate(classes):
            learned = self._learn(index)
            if isinstance(learned, str):
                out.append(Declined(source, target, kind, learned))
            else:
                out.append(_one(self.learner, *learned, pair))
        return tuple(out)

    def _learn(self, kind: int) -> tuple[Fit, Backtest] | str:
        """Return fit and backtest of a class, or what is missing for them."""
        if kind not in self._learned:
            try:
                fit = self.learner.fit(kind, self.today)
                name = self.learner.dyads.acts.classes[kind]
                judged = backtest_with(self.learner, name, _judged(self.learner, self.today))
                self._learned[kind] = fit, judged
            except TooLittle as error:
                self._learned[kind] = str(error)
        return self._learned[kind]


def _judged(learner: Learner, day: int) -> tuple[int, ...]:
    """Return origins whose outcomes were known on ``day``."""
    first = learner.dyads.first_day
    return tuple(
        range(first + (day - first) // 2, day - learner.horizon + 1, max((day - first) // 12, learner.horizon // 2))
    )


def _one(learner: Learner, fit: Fit, judged: Backtest, pair: int) -> Forecast:
    dyads, acts = learner.dyads, learner.dyads.acts
    x = learner.features(fit.kind, fit.today)[[pair]]
    probability = float(fit.logistic.probability(x)[0])
    low, high = fit.logistic.interval(x)
    count_low, count_high = fit.counts.count_interval(x)
    effects = fit.logistic.coefficients[1:] * (x[0] - fit.logistic.mean) / fit.logistic.scale
    order = np.argsort(-np.abs(effects))[:6]
    happened = int(learner.happened(fit.kind, fit.today, np.array([pair]))[0])
    return Forecast(
        source=acts.actors[dyads.source[pair]],
        target=acts.actors[dyads.target[pair]],
        kind=acts.classes[fit.kind],
        begin=acts.date_of(fit.today).isoformat(),
        end=acts.date_of(fit.today + fit.horizon - 1).isoformat(),
        probability=probability,
        low=float(low[0]),
        high=float(high[0]),
        expected=float(fit.counts.expected(x)[0]),
        count_low=int(count_low[0]),
        count_high=int(count_high[0]),
        climatology=float(dyads.climatology(fit.kind, fit.today, fit.horizon)[pair]),
        persistence=float(fit.references.persistence[happened]),
        recurrency=float(fit.references.recurrency[recency_case(x)[0]]),
        reasons=tuple(Reason(NAMES[i], float(x[0, i]), float(effects[i])) for i in order),
        rests_on=_leave_one_out(dyads, fit, pair, probability),
        backtest=judged,
    )


def _leave_one_out(dyads: Dyads, fit: Fit, pair: int, probability: float) -> tuple[Rest, ...]:
    """Return the latest acts between the two by how much the forecast, with its fit kept, changes without each."""
    acts = dyads.acts
    known = (acts.day < fit.today) & (acts.known < fit.today)
    ours = np.flatnonzero(known & ((dyads.pair == pair) | (dyads.pair == dyads.mirror[pair])))[-LOOKED_AT:]
    rests = []
    for act in ours:
        kept = np.arange(len(acts)) != act
        without = Dyads(
            replace(
                acts,
                source=acts.source[kept],
                target=acts.target[kept],
                kind=acts.kind[kept],
                day=acts.day[kept],
                known=acts.known[kept],
            )
        )
        place = np.flatnonzero((without.source == dyads.source[pair]) & (without.target == dyads.target[pair]))
        without.first_day = dyads.first_day
        changed = float(fit.logistic.probability(features(without, fit.kind, fit.today, fit.horizon)[place])[0])
        rests.append(
            Rest(
                acts.date_of(int(acts.day[act])).isoformat(),
                acts.actors[acts.source[act]],
                acts.actors[acts.target[act]],
                acts.classes[acts.kind[act]],
                changed - probability,
            )
        )
    return tuple(sorted(rests, key=lambda rest: -abs(rest.change))[:3])

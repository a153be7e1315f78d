"""Rolling-origin backtest: at each origin everything is learned anew from what was known then, and judged by what came."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rapprochement.forecasts.dyads.features import outcomes
from rapprochement.forecasts.dyads.fitting import Learner, TooLittle, recency_case
from rapprochement.forecasts.dyads.history import Acts, Dyads
from rapprochement.forecasts.dyads.scores import Bin, Skill, brier, calibration_error, log_score, reliability, skill
from rapprochement.forecasts.evaluation import Floats
from rapprochement.forecasts.quadruples import Ints

STRATA = {"new": (0, 3), "rare": (3, 10), "known": (10, 10**9)}
"""Pairs by acts between the two before the origin (both directions, all classes)."""
SPACING = 15
"""Days between origins."""
LEAST_CASES = 200
LEAST_HITS = 10
"""Forecasts judged, and acts among them, below which a backtest proves nothing and is not given."""
REFERENCES = ("climatology", "persistence", "recurrency")


@dataclass(frozen=True, slots=True)
class Stratum:
    """Scores within one group of pairs."""

    name: str
    cases: int
    share: float
    brier: float
    skill: Skill


@dataclass(frozen=True, slots=True)
class Backtest:
    """How forecasts of one class and horizon would have fared.

    Attributes
    ----------
    origins : tuple of int
        Days on which forecasts were made.
    cases : int
        Forecasts judged; ``share`` of them came true.
    brier, log_score, calibration_error : float
    references : dict
        Brier score of each reference.
    skills : dict
        Brier skill over each reference, 95 % interval from pairs drawn with replacement.
    reliability : tuple of Bin
    strata : tuple of Stratum
        Skill over climatology among known, rare and new pairs.
    coverage : float
        Share of counts inside their 90 % intervals.
    """

    kind: str
    horizon: int
    origins: tuple[int, ...]
    cases: int
    share: float
    brier: float
    log_score: float
    calibration_error: float
    coverage: float
    references: dict[str, float]
    reference_log: dict[str, float]
    skills: dict[str, Skill]
    reliability: tuple[Bin, ...]
    strata: tuple[Stratum, ...]

    def line(self) -> str:
        """Return the backtest in one line, to stand beside every forecast."""
        over = self.skills["climatology"]
        return (
            f"backtest: {self.cases} forecasts from {len(self.origins)} origins, Brier {self.brier:.4f}, skill over the "
            f"pair's climatology {over.value:+.3f} [{over.low:+.3f}, {over.high:+.3f}], calibration error "
            f"{self.calibration_error:.3f}"
        )


@dataclass(slots=True)
class _Gathered:
    probability: list[Floats] = field(default_factory=list)
    occurred: list[Floats] = field(default_factory=list)
    pair: list[Ints] = field(default_factory=list)
    history: list[Floats] = field(default_factory=list)
    inside: list[Floats] = field(default_factory=list)
    references: dict[str, list[Floats]] = field(default_factory=lambda: {name: [] for name in REFERENCES})


def origins(dyads: Dyads, horizon: int, begin: int | None = None, end: int | None = None) -> tuple[int, ...]:
    """Return the default origins: from halfway through the history, every ``SPACING`` days, outcomes known before ``end``."""
    finish = dyads.end_day if end is None else end
    start = (dyads.first_day + dyads.end_day) // 2 if begin is None else begin
    return tuple(range(start, finish - horizon + 1, SPACING))


def backtest(acts: Acts, kind: str, horizon: int = 30, at: tuple[int, ...] | None = None) -> Backtest:
    """Backtest the forecasts of one class.

    Parameters
    ----------
    kind : str
        One of ``acts.classes``.
    at : tuple of int, optional
        Origins; see :func:`origins`.

    Raises
    ------
    TooLittle
        If no origin has enough history.
    """
    dyads = Dyads(acts)
    return backtest_with(Learner(dyads, horizon), kind, at)


def backtest_with(learner: Learner, kind: str, at: tuple[int, ...] | None = None) -> Backtest:
    """Backtest with a learner that may have seen some days already."""
    dyads, horizon = learner.dyads, learner.horizon
    if kind not in dyads.acts.classes:
        raise TooLittle(f"no acts of class {kind!r}; there are: {', '.join(dyads.acts.classes) or 'none'}")
    number = dyads.acts.classes.index(kind)
    days = origins(dyads, horizon) if at is None else at
    gathered, used, reason = _Gathered(), [], f"the history leaves no origin with {horizon} days after it"
    for day in days:
        try:
            fit = learner.fit(number, day)
        except TooLittle as error:
            reason = str(error)
            continue
        used.append(day)
        met = learner.met(day)
        x = learner.features(number, day)[met]
        count = outcomes(dyads, number, day, horizon)[met]
        gathered.probability.append(fit.logistic.probability(x))
        gathered.occurred.append((count > 0).astype(np.float64))
        gathered.pair.append(met)
        both = dyads.counts(None, dyads.first_day, day, known_before=day)
        gathered.history.append((both + both[dyads.mirror])[met])
        low, high = fit.counts.count_interval(x)
        gathered.inside.append(((count >= low) & (count <= high)).astype(np.float64))
        references = gathered.references
        references["climatology"].append(dyads.climatology(number, day, horizon)[met])
        happened = learner.happened(number, day, met).astype(np.int64)
        references["persistence"].append(fit.references.persistence[happened])
        references["recurrency"].append(fit.references.recurrency[recency_case(x)])
    if not used:
        raise TooLittle(
            f"no backtest is possible from what had been published by each origin ({reason.removeprefix(f'{kind}: ')})"
        )
    p, y = np.concatenate(gathered.probability), np.concatenate(gathered.occurred)
    if len(y) < LEAST_CASES or y.sum() < LEAST_HITS:
        raise TooLittle(
            f"a backtest would judge {len(y)} forecasts with {int(y.sum())} acts; at least {LEAST_CASES} and {LEAST_HITS} are needed"
        )
    pair, history = np.concatenate(gathered.pair), np.concatenate(gathered.history)
    others = {name: np.concatenate(parts) for name, parts in gathered.references.items()}
    strata = []
    for name, (low_count, high_count) in STRATA.items():
        part = (history >= low_count) & (history < high_count)
        if part.any():
            gain = skill(p[part], others["climatology"][part], y[part], pair[part])
            strata.append(Stratum(name, int(part.sum()), float(y[part].mean()), brier(p[part], y[part]), gain))
    return Backtest(
        kind=kind,
        horizon=horizon,
        origins=tuple(used),
        cases=len(y),
        share=float(y.mean()),
        brier=brier(p, y),
        log_score=log_score(p, y),
        calibration_error=calibration_error(p, y),
        coverage=float(np.concatenate(gathered.inside).mean()),
        references={name: brier(other, y) for name, other in others.items()},
        reference_log={name: log_score(other, y) for name, other in others.items()},
        skills={name: skill(p, other, y, pair) for name, other in others.items()},
        reliability=reliability(p, y),
        strata=tuple(strata),
    )

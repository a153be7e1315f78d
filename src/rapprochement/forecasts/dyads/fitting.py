"""Fits a pair's models on the past as it was known on a day, with the simple references beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapprochement.errors import UsageError
from rapprochement.forecasts.dyads.features import NAMES, features, outcomes
from rapprochement.forecasts.dyads.history import Dyads
from rapprochement.forecasts.dyads.models import Regression, fit_counts, fit_logistic
from rapprochement.forecasts.evaluation import Floats
from rapprochement.forecasts.quadruples import Ints

LEAST_DAYS = 45
"""Days of history before the first day learned from."""
SPACING = 5
"""Days between the days learned from."""
LEAST_ROWS, LEAST_CASES = 200, 20
"""Rows, and rows of the rarer outcome, below which nothing is fitted."""
_SINCE = NAMES.index("days since the last")
_NEVER = NAMES.index("never so far")
_RECENCY = np.log1p([3, 7, 14, 30, 60, 120])


class TooLittle(UsageError):
    """There is not enough history to fit or to forecast; the message says what is missing."""

    reason = "too-little-history"


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """Shares learned for persistence (did it happen in the last window?) and recurrency (how long since?)."""

    persistence: Floats
    recurrency: Floats

    @classmethod
    def fit(cls, happened_before: Floats, recency: Ints, occurred: Floats) -> References:
        """Learn the share of each case, with one window of the average beside it."""
        usual = float(occurred.mean())

        def shares(case: Ints, cases: int) -> Floats:
            hits, total = np.bincount(case, occurred, minlength=cases), np.bincount(case, minlength=cases)
            return np.asarray((hits + usual) / (total + 1))

        return cls(shares(happened_before.astype(np.int64), 2), shares(recency, len(_RECENCY) + 2))


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Models of one class and horizon, learned from what was known on ``today``."""

    kind: int
    horizon: int
    today: int
    logistic: Regression
    counts: Regression
    references: References
    rows: int
    cases: int


class Learner:
    """Remembers the features of the days it has looked at, so that a backtest computes each once."""

    def __init__(self, dyads: Dyads, horizon: int) -> None:
        self.dyads, self.horizon = dyads, horizon
        self._features: dict[tuple[int, int], Floats] = {}
        self._met: dict[int, Ints] = {}

    def features(self, kind: int, today: int) -> Floats:
        """Return the features of all pairs as of a day."""
        if (kind, today) not in self._features:
            self._features[kind, today] = features(self.dyads, kind, today, self.horizon)
        return self._features[kind, today]

    def met(self, today: int) -> Ints:
        """Return the pairs with at least one act known before a day, in either direction."""
        if today not in self._met:
            count = self.dyads.counts(None, self.dyads.first_day, today, known_before=today)
            self._met[today] = np.flatnonzero(count + count[self.dyads.mirror] > 0)
        return self._met[today]

    def happened(self, kind: int, today: int, pairs: Ints) -> Floats:
        """Return whether each pair had an act in the window that ended yesterday."""
        count = self.dyads.counts(kind, today - self.horizon, today, known_before=today)
        return np.asarray(count[pairs] > 0, dtype=np.float64)

    def fit(self, kind: int, today: int) -> Fit:
        """Learn from all windows that were over before ``today``.

        Raises
        ------
        TooLittle
            If the history is too short or the class too rare to fit.
        """
        name = self.dyads.acts.classes[kind]
        first, last = self.dyads.first_day + LEAST_DAYS, today - self.horizon
        if last < first:
            raise TooLittle(
                f"{name}: the history must reach back {LEAST_DAYS + self.horizon} days before the forecast; "
                f"it holds {max(today - self.dyads.first_day, 0)}"
            )
        rows, counts, pairs, before = [], [], [], []
        for day in range(last, first - 1, -SPACING):
            met = self.met(day)
            rows.append(self.features(kind, day)[met])
            counts.append(outcomes(self.dyads, kind, day, self.horizon)[met])
            pairs.append(met)
            before.append(self.happened(kind, day, met))
        x, count, pair = np.vstack(rows), np.concatenate(counts), np.concatenate(pairs)
        occurred = (count > 0).astype(np.float64)
        cases = int(min(occurred.sum(), len(occurred) - occurred.sum()))
        if len(x) < LEAST_ROWS or cases < LEAST_CASES:
            raise TooLittle(
                f"{name}: {len(x)} past windows with {cases} of the rarer outcome; "
                f"at least {LEAST_ROWS} and {LEAST_CASES} are needed to learn from"
            )
        references = References.fit(np.concatenate(before), recency_case(x), occurred)
        return Fit(
            kind,
            self.horizon,
            today,
            fit_logistic(x, occurred, pair),
            fit_counts(x, count, pair),
            references,
            len(x),
            cases,
        )


def recency_case(x: Floats) -> Ints:
    """Return the class of days since the last act, the last class for never."""
    case = np.searchsorted(_RECENCY, x[:, _SINCE])
    return np.asarray(np.where(x[:, _NEVER] > 0, len(_RECENCY) + 1, case))

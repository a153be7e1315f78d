"""The recurrency baseline against its formula."""

from __future__ import annotations

import numpy as np
import pytest

from rapprochement.forecasts.quadruples import Quadruples
from rapprochement.forecasts.recurrency import ALPHAS, LAMBDAS, Recurrency, tables


def test_scores_follow_the_formula() -> None:
    facts = Quadruples.of([(0, 0, 1, 0), (0, 0, 1, 2), (0, 0, 2, 3), (5, 0, 4, 1), (0, 0, 3, 4)], n_actors=6)
    table = next(tables(facts, 4, 5))
    assert table.target.tolist() == [1, 2, 4]
    scores = table.score(np.array([0.1]), np.array([0.9])).score
    weight = [2 ** (0.1 * (step - 4)) for step in range(3)]
    strict = [(weight[0] + weight[2]) / sum(weight), 2 ** (0.1 * -1) / sum(weight), 0]
    relaxed = [2 / 4, 1 / 4, 1 / 4]
    assert scores == pytest.approx([0.9 * s + 0.1 * r for s, r in zip(strict, relaxed, strict=True)])


def test_unseen_relations_keep_the_defaults() -> None:
    facts = Quadruples.of([(0, 0, 1, t) for t in range(10)] + [(0, 1, 1, 0)])
    fitted = Recurrency.fit(facts, 5, 9)
    assert fitted.decay[1] == LAMBDAS[-1] and fitted.alpha[1] == ALPHAS[-2]
    assert fitted.rank(facts, 9, 10).mrr == 100

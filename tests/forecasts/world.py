"""Small worlds with known laws, for tests of forecasts."""

from __future__ import annotations

import numpy as np

from rapprochement.forecasts.dyads.history import Acts
from rapprochement.forecasts.quadruples import Quadruples


def answering_world(steps: int = 80, pairs: int = 12, seed: int = 0) -> Quadruples:
    """Relation 0 (asks) is answered the next day by relation 1 in the other direction; relation 2 is noise."""
    random = np.random.default_rng(seed)
    rows = []
    for step in range(steps):
        for pair in range(pairs):
            if random.random() < 0.2:
                rows.append((pair, 0, 20 + random.integers(0, 4), step))
        for source in random.integers(0, 24, 4):
            rows.append((int(source), 2, int(random.integers(0, 24)), step))
    rows += [(target, 1, source, step + 1) for source, relation, target, step in rows if relation == 0]
    return Quadruples.of(rows, n_actors=24, n_relations=3, relations=("ask", "answer", "noise")).both_directions()


def restless_world(days: int = 400, actors: int = 12, seed: int = 0, shift: int = 10**6) -> Acts:
    """Pairs whose acts come at their own rates, in bursts, some answered; rates are drawn anew every ``shift`` days."""
    random = np.random.default_rng(seed)
    rows = []
    names = [f"S{number:02d}" for number in range(actors)]
    for a in range(actors):
        for b in range(actors):
            if a == b:
                continue
            rate = 0.08 * random.gamma(0.5)
            heat = 0.0
            for day in range(days):
                heat *= 0.8
                if day % shift == shift - 1:
                    rate = 0.08 * random.gamma(0.5)
                for _ in range(random.poisson(rate + heat)):
                    heat += 0.12
                    kind = "talk" if random.random() < 0.8 else "quarrel"
                    rows.append((names[a], names[b], kind, day))
                    if random.random() < 0.3:
                        rows.append((names[b], names[a], kind, min(day + 1, days - 1)))
    return Acts.of(rows, ["talk", "quarrel"])

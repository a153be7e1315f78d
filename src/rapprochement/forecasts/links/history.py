"""The state of a system of relations just before a step: what held, when last, how often, with decayed counts.

Facts are indexed at three levels: *triple* (s, r, o), *pair* (s, o) and *role* (r, o: how often o receives r from anyone).
Triples are ordered by source, target, relation, so that the triples of a pair and the pairs of a source are contiguous.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rapprochement.forecasts.evaluation import Floats
from rapprochement.forecasts.quadruples import Ints, Quadruples

HALF_LIVES = (1.5, 7.0, 30.0, np.inf)
"""Half-lives of the decayed counts in steps: the last days, a week, a month, ever."""
NEVER = -(10**6)
_REBASE = 300.0
"""Half-lives after which running weights are rescaled, far from the end of the range of float64 (2**1023)."""


class Decayed:
    """Counts that halve with time, one row per half-life, updated only where something happens.

    Examples
    --------
    >>> counts = Decayed(2)
    >>> counts.add(np.array([1]), step=0)
    >>> counts.at(1, step=7)[1].round(3).item()
    0.5
    """

    def __init__(self, size: int) -> None:
        self._mass: list[Floats] = [np.zeros(size) for _ in HALF_LIVES]
        self._base = [0.0] * len(HALF_LIVES)

    def add(self, index: Ints, step: int) -> None:
        """Count one event at each index (repeats count again)."""
        for level, half in enumerate(HALF_LIVES):
            if (step - self._base[level]) / half > _REBASE:
                self._mass[level] *= np.exp2((self._base[level] - step) / half)
                self._base[level] = float(step)
            np.add.at(self._mass[level], index, np.exp2((step - self._base[level]) / half))

    def at(self, level: int, step: int) -> Floats:
        """Return all counts of one half-life as of ``step``."""
        return np.asarray(self._mass[level] * np.exp2((self._base[level] - step) / HALF_LIVES[level]))


class History:
    """Replays facts step by step; at ``step`` it holds what happened before it, never that step itself.

    Parameters
    ----------
    facts : Quadruples
        Both directions. Facts after the current step only reserve places in the index; they do not count.

    Examples
    --------
    >>> history = History(Quadruples.of([(0, 0, 1, 0), (0, 0, 1, 4)]).both_directions())
    >>> history.advance(4)
    >>> history.count.tolist(), history.last.tolist()
    ([1, 1], [0, 0])
    """

    def __init__(self, facts: Quadruples) -> None:
        self.facts = facts
        n, relations = facts.n_actors, facts.n_relations
        self.n_actors, self.n_relations = n, relations
        self.triple_key, triple = np.unique(
            (facts.source * n + facts.target) * relations + facts.relation, return_inverse=True
        )
        self.triple_relation: Ints = self.triple_key % relations
        self.pair_key, pair = np.unique(self.triple_key // relations, return_inverse=True)
        self.triple_pair: Ints = pair
        self.pair_source: Ints = self.pair_key // n
        self.pair_target: Ints = self.pair_key % n
        self.pairs_of: Ints = np.searchsorted(self.pair_source, np.arange(n + 1))
        self.triples_of: Ints = np.searchsorted(pair, np.arange(len(self.pair_key) + 1))
        self.role_key, role = np.unique(self.triple_relation * n + self.pair_target[pair], return_inverse=True)
        self.triple_role: Ints = role
        self.roles_of: Ints = np.searchsorted(self.role_key, np.arange(relations + 1) * n)
        self.fact_triple: Ints = triple
        self.last: Ints = np.full(len(self.triple_key), NEVER)
        self.count: Ints = np.zeros(len(self.triple_key), dtype=np.int64)
        self.pair_last: Ints = np.full(len(self.pair_key), NEVER)
        self.by_triple, self.by_pair = Decayed(len(self.triple_key)), Decayed(len(self.pair_key))
        self.by_role, self.by_target = Decayed(len(self.role_key)), Decayed(n)
        self.step = int(facts.step[0]) if len(facts) else 0
        self._read = 0

    def advance(self, step: int) -> None:
        """Take in all facts before ``step``.

        Raises
        ------
        ValueError
            If ``step`` lies before the present one: history is not undone.
        """
        if step < self.step:
            raise ValueError(f"history stands at step {self.step} and cannot go back to {step}")
        upto = int(np.searchsorted(self.facts.step, step))
        for day in np.unique(self.facts.step[self._read : upto]):
            until = int(np.searchsorted(self.facts.step, day, side="right"))
            triple = self.fact_triple[self._read : until]
            self._read = until
            pair = self.triple_pair[triple]
            self.last[triple] = day
            self.count[triple] += 1
            self.pair_last[pair] = day
            self.by_triple.add(triple, int(day))
            self.by_pair.add(pair, int(day))
            self.by_role.add(self.triple_role[triple], int(day))
            self.by_target.add(self.pair_target[pair], int(day))
        self.step = step

    def find_pairs(self, source: Ints, target: Ints) -> Ints:
        """Return the index of each pair, -1 where the two never met in the whole index."""
        wanted = source * self.n_actors + target
        place = np.minimum(np.searchsorted(self.pair_key, wanted), len(self.pair_key) - 1)
        return np.asarray(np.where(self.pair_key[place] == wanted, place, -1))

    def steps_of(self, triple: int) -> NDArray[np.int64]:
        """Return the steps before the present one at which a triple held: the dated events behind it."""
        held = self.facts.step[: self._read][self.fact_triple[: self._read] == triple]
        return np.asarray(held)

"""The recurrency baseline: what happened before happens again (Gastinger et al. 2024, "History Repeats Itself", IJCAI).

Strict recurrency of (s, r, o) at t is the decayed share of earlier steps at which the same fact held,
``psi = sum_k 2^(lambda (k - t)) / sum_all 2^(lambda (k - t))``; relaxed recurrency is ``phi = n(r, o) / n(r)`` over all facts
before t. The score is ``alpha psi + (1 - alpha) phi``, with lambda, then alpha, chosen per relation on the valid part.
It validates the evaluation: published 37.4 / 51.5 (MRR / Hits@10) on ICEWS14, 28.7 / 43.6 on ICEWS18.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rapprochement.forecasts.evaluation import (
    Candidates,
    Floats,
    Queries,
    Ranking,
    rank_truths,
    spread,
    truth_positions,
)
from rapprochement.forecasts.quadruples import Ints, Quadruples

LAMBDAS = (0.0, 1e-4, 5e-4, 1e-3, 5e-3, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.5, 0.9, 1.0001)
ALPHAS = (0.0, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 1.0)
"""The grids of the paper's experiments; relations unseen in the valid part keep the steepest decay and alpha .99999."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Candidates of one step's queries with the steps at which each held before, and its share of the relation."""

    queries: Queries
    pointer: Ints
    target: Ints
    relaxed: Floats
    holder: Ints
    held: Ints
    """``held[i]`` is a past step at which candidate ``holder[i]`` held."""
    first: int

    def strict(self, decay: Floats) -> Floats:
        """Return psi of all candidates, ``decay`` being the lambda of each relation."""
        lam = decay[self.queries.relation]
        past = np.arange(self.first, self.queries.step - 1) - self.queries.step
        total = {value: max(float(np.exp2(value * past).sum()), 1e-15) for value in np.unique(lam)}
        of_candidate = np.repeat(lam, np.diff(self.pointer))
        weight = np.exp2(of_candidate[self.holder] * (self.held - self.queries.step))
        norm = np.array([total[value] for value in lam]) if len(lam) else lam
        mass = np.bincount(self.holder, weight, minlength=len(self.target))
        return np.asarray(mass / np.repeat(norm, np.diff(self.pointer)), dtype=np.float64)

    def score(self, decay: Floats, alpha: Floats) -> Candidates:
        """Return the baseline's candidates."""
        mix = np.repeat(alpha[self.queries.relation], np.diff(self.pointer))
        return Candidates(self.pointer, self.target, mix * self.strict(decay) + (1 - mix) * self.relaxed)


def tables(facts: Quadruples, begin: int, end: int, relaxed: bool = True) -> Iterator[Table]:
    """Yield the candidate table of every step in ``begin:end``; ``facts`` hold both directions.

    Without ``relaxed`` only the strictly recurrent candidates are listed.
    """
    n, relations = facts.n_actors, facts.n_relations
    order = np.lexsort((facts.step, facts.target, facts.relation, facts.source))
    s, r, o, k = facts.source[order], facts.relation[order], facts.target[order], facts.step[order]
    subject = s * relations + r
    shares = np.zeros((relations, n), dtype=np.float64)
    entered = 0
    for step in np.unique(facts.step[(facts.step >= begin) & (facts.step < end)]):
        upto = int(np.searchsorted(facts.step, step))
        np.add.at(shares, (facts.relation[entered:upto], facts.target[entered:upto]), 1)
        entered = upto
        queries = Queries.of(facts, int(step))
        wanted = queries.source * relations + queries.relation
        low, high = np.searchsorted(subject, wanted), np.searchsorted(subject, wanted, side="right")
        event, query = spread(low, high - low)
        past = k[event] < step
        event, query = event[past], query[past]
        known = query * n + o[event]
        codes = [np.unique(known)]
        if relaxed:
            present = [np.flatnonzero(shares[relation]) for relation in range(relations)]
            sizes = np.array([len(part) for part in present])
            starts = np.cumsum(sizes) - sizes
            at, owner = spread(starts[queries.relation], sizes[queries.relation])
            codes.append(owner * n + np.concatenate(present)[at])
        code = np.union1d(codes[0], codes[1]) if relaxed else codes[0]
        owner = code // n
        total = np.maximum(shares.sum(axis=1), 1)
        relation = queries.relation[owner]
        yield Table(
            queries,
            np.searchsorted(owner, np.arange(len(queries) + 1)),
            code % n,
            shares[relation, code % n] / total[relation],
            np.searchsorted(code, known),
            k[event],
            int(facts.step[0]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Recurrency:
    """The fitted baseline: lambda and alpha per relation."""

    decay: Floats
    alpha: Floats

    @classmethod
    def fit(cls, facts: Quadruples, begin: int, end: int) -> Recurrency:
        """Choose lambda, then alpha, of every relation by reciprocal rank on the steps ``begin:end``."""
        relations = facts.n_relations
        decay_gain = np.zeros((len(LAMBDAS), relations))
        for table in tables(facts, begin, end, relaxed=False):
            for index, value in enumerate(LAMBDAS):
                scored = Candidates(table.pointer, table.target, table.strict(np.full(relations, value)))
                _gather(decay_gain[index], table.queries, rank_truths(table.queries, scored, facts.n_actors))
        seen = decay_gain[0] > 0
        decay = np.where(seen, np.array(LAMBDAS)[np.argmax(decay_gain, axis=0)], LAMBDAS[-1])
        alpha_gain = np.zeros((len(ALPHAS), relations))
        for table in tables(facts, begin, end):
            strict = table.strict(decay)
            blank = Candidates(table.pointer, table.target, strict)
            position = truth_positions(table.queries, blank, facts.n_actors)
            for index, value in enumerate(ALPHAS):
                scored = Candidates(table.pointer, table.target, value * strict + (1 - value) * table.relaxed)
                _gather(alpha_gain[index], table.queries, rank_truths(table.queries, scored, facts.n_actors, position))
        alpha = np.where(seen, np.array(ALPHAS)[np.argmax(alpha_gain, axis=0)], ALPHAS[-2])
        return cls(decay, alpha)

    def rank(self, facts: Quadruples, begin: int, end: int) -> Ranking:
        """Rank the facts of the steps ``begin:end`` one step ahead."""
        ranks = [
            rank_truths(table.queries, table.score(self.decay, self.alpha), facts.n_actors).ranks
            for table in tables(facts, begin, end)
        ]
        return Ranking(np.concatenate(ranks))


def _gather(gain: Floats, queries: Queries, ranking: Ranking) -> None:
    np.add.at(gain, queries.relation[queries.truth_query], 1 / ranking.ranks)

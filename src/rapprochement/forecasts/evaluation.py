"""Ranking measures for "who is next": one step ahead, time-aware filter, average rank for ties.

A query is (source, relation, ?, step). Other true answers of the same query are left out of the ranking (time-aware filter,
Han et al. 2021); among equal scores a truth gets the mean of the best and the worst place it could have (Sun et al. 2020),
so that a model which scores everything alike gains nothing. Actors without a score tie below all that have one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapprochement.forecasts.quadruples import Ints, Quadruples

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Queries:
    """Distinct queries of one step and their true answers.

    Attributes
    ----------
    source, relation : array of int
        One entry per query.
    truth_query, truth_target : array of int
        One entry per true fact: the query it answers and the answer.
    """

    step: int
    source: Ints
    relation: Ints
    truth_query: Ints
    truth_target: Ints

    @classmethod
    def of(cls, facts: Quadruples, step: int) -> Queries:
        """Collect the queries that the facts of one step answer.

        Examples
        --------
        >>> facts = Quadruples.of([(0, 0, 1, 5), (0, 0, 2, 5), (1, 0, 2, 5)])
        >>> Queries.of(facts, 5).truth_query.tolist()
        [0, 0, 1]
        """
        first, last = np.searchsorted(facts.step, [step, step + 1])
        code = facts.source[first:last] * facts.n_relations + facts.relation[first:last]
        distinct, query = np.unique(code, return_inverse=True)
        return cls(
            step,
            distinct // facts.n_relations,
            distinct % facts.n_relations,
            query.astype(np.int64),
            facts.target[first:last],
        )

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Scored answers, grouped by query: those of query ``i`` stand at ``pointer[i]:pointer[i + 1]``, ordered by target."""

    pointer: Ints
    target: Ints
    score: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Ranks of true facts and their usual summaries (in per cent).

    Examples
    --------
    >>> ranking = Ranking(np.array([1.0, 2.0, 20.0]))
    >>> round(ranking.mrr, 1), round(ranking.hits(10), 1)
    (51.7, 66.7)
    """

    ranks: Floats

    @property
    def mrr(self) -> float:
        """Mean reciprocal rank times 100."""
        return float(100 * np.mean(1 / self.ranks)) if len(self.ranks) else float("nan")

    def hits(self, places: int) -> float:
        """Per cent of truths at or above a place."""
        return float(100 * np.mean(self.ranks <= places)) if len(self.ranks) else float("nan")

    def __str__(self) -> str:
        return f"MRR {self.mrr:.2f}  Hits@1 {self.hits(1):.2f}  @3 {self.hits(3):.2f}  @10 {self.hits(10):.2f}"


def spread(start: Ints, length: Ints) -> tuple[Ints, Ints]:
    """Concatenate the ranges ``start[i] : start[i] + length[i]``; return the positions and the ``i`` of each.

    Examples
    --------
    >>> [part.tolist() for part in spread(np.array([5, 0]), np.array([2, 1]))]
    [[5, 6, 0], [0, 0, 1]]
    """
    owner = np.repeat(np.arange(len(start)), length)
    shift = start - (np.cumsum(length) - length)
    return np.arange(int(length.sum())) + shift[owner], owner


def truth_positions(queries: Queries, candidates: Candidates, n_actors: int) -> Ints:
    """Return where each true answer stands among the candidates, -1 where it is none of them."""
    sizes = np.diff(candidates.pointer)
    code = np.repeat(np.arange(len(sizes)), sizes) * n_actors + candidates.target
    wanted = queries.truth_query * n_actors + queries.truth_target
    if not len(code):
        return np.full(len(wanted), -1)
    position = np.minimum(np.searchsorted(code, wanted), len(code) - 1)
    return np.where(code[position] == wanted, position, -1)


def rank_truths(queries: Queries, candidates: Candidates, n_actors: int, position: Ints | None = None) -> Ranking:
    """Rank every true answer among all actors.

    Parameters
    ----------
    queries, candidates
        The queries of one step and the scored answers to them.
    n_actors : int
        How many answers there could be.
    position : array of int, optional
        Result of :func:`truth_positions`, when it is known already.

    Examples
    --------
    Two of five actors are scored; the truth 4 is not, so it shares places 3 to 5 with actors 2 and 3:

    >>> queries = Queries(0, np.array([0]), np.array([0]), np.array([0, 0]), np.array([1, 4]))
    >>> scored = Candidates(np.array([0, 2]), np.array([0, 1]), np.array([0.9, 0.5]))
    >>> rank_truths(queries, scored, 5).ranks.tolist()
    [2.0, 3.0]
    """
    if position is None:
        position = truth_positions(queries, candidates, n_actors)
    found = position >= 0
    is_true = np.zeros(len(candidates.target), dtype=bool)
    is_true[position[found]] = True
    pointer = candidates.pointer
    rival, owner = spread(pointer[queries.truth_query], np.diff(pointer)[queries.truth_query])
    false = ~is_true[rival]
    rival, owner = rival[false], owner[false]
    own = np.where(found, candidates.score[position] if len(candidates.score) else 0.0, -np.inf)[owner]
    truths = len(queries.truth_query)
    higher = np.bincount(owner, candidates.score[rival] > own, minlength=truths)
    equal = np.bincount(owner, candidates.score[rival] == own, minlength=truths)
    unscored_truths = np.bincount(queries.truth_query[~found], minlength=len(queries))
    unscored = n_actors - np.diff(pointer) - unscored_truths
    equal = np.where(found, equal, unscored[queries.truth_query])
    return Ranking(1 + higher + equal / 2)

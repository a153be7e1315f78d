"""Rules "r' held between a and b, therefore r" with exact confidence by recency and count.

For every body relation r' (of either direction, so reversed rules are among them), head relation r and state of the body
(steps since it last held, times it held) two numbers are counted over all past queries (s, r, ?, t): for how many actors o
the body (s, r', o) was in that state (support), and for how many of these (s, r, o, t) came true. Their quotient is the
confidence *given that the query is asked*. Counting is exact: the supports of a block of steps are one product of sparse
matrices (queries by source) x (source by body state). The rule family is TLogic's of length one (Liu et al. 2022) and that of
CountTRuCoLa (Gastinger et al. 2025), which fits a curve over recency and frequency where we count states and shrink.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from rapprochement.forecasts.evaluation import Queries, spread
from rapprochement.forecasts.links.history import History
from rapprochement.forecasts.quadruples import Ints

RECENCY = (1, 2, 3, 5, 8, 15, 30, 60, 120)
COUNTS = (1, 2, 4, 9)
"""Lower edges of the states of a body: steps since it last held, times it held."""
STATES = len(RECENCY) * len(COUNTS)
PRIOR_RULE, PRIOR_STATE = 20.0, 10.0
"""Pseudo-supports: how many cases the average over heads, then the average over states, is worth."""
FLOOR, CEILING = 1e-6, 0.98
_BLOCK = 8
"""Steps whose supports are counted in one matrix product."""


def body_states(history: History) -> Ints:
    """Return the state (0 to ``STATES`` - 1) of every triple that has held."""
    recency = np.searchsorted(RECENCY, np.maximum(history.step - history.last, 1), side="right") - 1
    count = np.searchsorted(COUNTS, np.maximum(history.count, 1), side="right") - 1
    return np.asarray(recency * len(COUNTS) + count)


def describe_state(state: int) -> tuple[str, str]:
    """Return the recency and the count of a state in words.

    Examples
    --------
    >>> describe_state(0), describe_state(STATES - 1)
    (('1', '1'), ('120+', '9+'))
    """

    def words(edges: tuple[int, ...], index: int) -> str:
        low = edges[index]
        if index + 1 == len(edges):
            return f"{low}+"
        high = edges[index + 1] - 1
        return str(low) if high == low else f"{low}–{high}"

    return words(RECENCY, state // len(COUNTS)), words(COUNTS, state % len(COUNTS))


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Counted rules: arrays indexed by body relation, state, head relation.

    Attributes
    ----------
    held : array
        Cases in which the head came true.
    support : array
        Cases in which the body was in the state while the head was asked.
    confidence : array of float32
        Shrunk quotient of the two, see :func:`shrink`.
    """

    held: NDArray[np.float32]
    support: NDArray[np.float32]
    confidence: NDArray[np.float32]


class RuleCounter:
    """Counts rules while a history is replayed.

    Examples
    --------
    >>> from rapprochement.forecasts.quadruples import Quadruples
    >>> facts = Quadruples.of([(0, 0, 1, t) for t in range(9)] + [(0, 0, 2, 0)]).both_directions()
    >>> history, counter = History(facts), RuleCounter(facts.n_relations)
    >>> for step in range(1, 9):
    ...     history.advance(step)
    ...     counter.count(history, Queries.of(facts, step))
    >>> rules = counter.rules()
    >>> int(rules.support[0, :, 0].sum()), int(rules.held[0, :, 0].sum())
    (16, 8)
    """

    def __init__(self, n_relations: int) -> None:
        size = n_relations * STATES
        self._held = np.zeros(size * n_relations, dtype=np.float32)
        self._support = np.zeros((n_relations, size), dtype=np.float32)
        self._n_relations = n_relations
        self._asked: list[sp.csr_array] = []
        self._bodies: list[sp.csr_array] = []

    def count(self, history: History, queries: Queries) -> None:
        """Count the cases of one step; ``history`` stands just before it."""
        relations = self._n_relations
        feature = history.triple_relation * STATES + body_states(history)
        active = np.flatnonzero(history.count)
        source = history.pair_source[history.triple_pair[active]]
        askers, place = np.unique(queries.source, return_inverse=True)
        start = np.searchsorted(source, askers)
        length = np.searchsorted(source, askers, side="right") - start
        at, _ = spread(start, length)
        body = feature[active[at]]
        pointer = np.concatenate([[0], np.cumsum(length)])
        ones = np.ones(len(body), dtype=np.float32)
        self._bodies.append(sp.csr_array((ones, body, pointer), shape=(len(askers), relations * STATES)))
        self._asked.append(
            sp.csr_array(
                (np.ones(len(place), dtype=np.float32), (queries.relation, place)), shape=(relations, len(askers))
            )
        )
        if len(self._bodies) >= _BLOCK:
            self._flush()
        source, head = queries.source[queries.truth_query], queries.relation[queries.truth_query]
        pair = history.find_pairs(source, queries.truth_target)
        triple, owner = spread(history.triples_of[pair], history.triples_of[pair + 1] - history.triples_of[pair])
        seen = history.count[triple] > 0
        np.add.at(self._held, feature[triple[seen]] * relations + head[owner[seen]], np.float32(1))

    def _flush(self) -> None:
        if self._bodies:
            product = (sp.hstack(self._asked, format="csr") @ sp.vstack(self._bodies, format="csr")).tocoo()
            self._support[product.row, product.col] += product.data
            self._asked, self._bodies = [], []

    def rules(self) -> Rules:
        """Return the rules counted so far."""
        self._flush()
        relations = self._n_relations
        held = self._held.reshape(relations, STATES, relations)
        support = np.ascontiguousarray(self._support.T).reshape(relations, STATES, relations)
        return Rules(held, support, shrink(held, support))


def shrink(held: NDArray[np.float32], support: NDArray[np.float32]) -> NDArray[np.float32]:
    """Estimate confidences where counts are few.

    A rule's rate over all states is shrunk to the average rate of its head; the rate of a state is shrunk to that of the
    rule times the lift the state has on the whole (apart for rules whose body is their head).
    """
    rule_held, rule_support = held.sum(axis=1), support.sum(axis=1)
    head = np.minimum(rule_held.sum(axis=0) / np.maximum(rule_support.sum(axis=0), 1), 0.5)
    rate = (rule_held + PRIOR_RULE * head[None]) / (rule_support + PRIOR_RULE)
    diagonal = np.arange(len(rate))
    expected = np.einsum("ar,abr->b", rate, support, optimize=True)
    expected_self = rate[diagonal, diagonal] @ support[diagonal, :, diagonal]
    observed, observed_self = held.sum(axis=(0, 2)), held[diagonal, :, diagonal].sum(axis=0)
    lift = (observed - observed_self + 1) / (expected - expected_self + 1)
    lift_self = (observed_self + 1) / (expected_self + 1)
    prior = np.minimum(rate[:, None, :] * lift[None, :, None], 0.9)
    prior[diagonal, :, diagonal] = np.minimum(rate[diagonal, diagonal][:, None] * lift_self, 0.9)
    confidence = (held + PRIOR_STATE * prior) / (support + PRIOR_STATE)
    return np.asarray(np.clip(confidence, FLOOR, CEILING), dtype=np.float32)

"""Rules through a third actor: what the partners of an actor, and actors that behave alike, point to.

All are products of sparse matrices made anew for each step (rows: asking actors; no walk is sampled, unlike TLogic's).
With ``P`` the pairs weighted by ``log(1 + 3 * decayed count)`` and rows scaled to sum 1, and ``K`` the cosine between rows of
``P`` whose columns are damped by the square root of their sum:

- *partner's partner* ``(P P)[s, o]``: s dealt with z, z dealt with o;
- *alike* ``(K^2 P)[s, o]``: z deals with those s deals with (the ``NEIGHBOURS`` most alike), and z deals with o;
- *alike did it* ``(K^2 X_r)[s, o]``: such a z did r to o.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from rapprochement.forecasts.evaluation import Queries
from rapprochement.forecasts.links.history import History
from rapprochement.forecasts.quadruples import Ints

NEIGHBOURS = 100
ACTIVE = 4000
"""Only the most active actors of the last month stand as third actors and as candidates found through them."""
MONTH, EVER = 2, 3
"""Positions in ``HALF_LIVES`` of the decays used for dealings and for likeness."""
_LEAST = 1e-3

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class ThirdParties:
    """Scores through third actors for the queries of one step.

    Attributes
    ----------
    askers : array of int
        Distinct sources, ``asker_of`` the position of each query's source among them.
    active : array of int
        The actors considered, ``place`` the position of every actor among them (the last column, of zeros, if absent).
    partner, alike : array (askers, active + 1)
    did : sparse array (queries, actors)
    likeness : sparse array (askers, actors)
        Squared cosine to the most alike actors.
    dealings : sparse array (actors, actors)
        ``P``.
    """

    askers: Ints
    asker_of: Ints
    active: Ints
    place: Ints
    partner: Matrix
    alike: Matrix
    did: sp.csr_array
    likeness: sp.csr_array
    dealings: sp.csr_array


def _weights(counts: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.log1p(3 * counts).astype(np.float32)


def _scaled(matrix: sp.csr_array, by: NDArray[np.float64]) -> sp.csr_array:
    """Divide the rows of a matrix."""
    factor = (1 / np.maximum(by, 1e-9)).astype(np.float32)
    data = matrix.data * np.repeat(factor, np.diff(matrix.indptr))
    return sp.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _pairs(history: History, level: int) -> sp.csr_array:
    weight = _weights(history.by_pair.at(level, history.step))
    kept = np.flatnonzero(weight > _LEAST)
    pointer = np.searchsorted(history.pair_source[kept], np.arange(history.n_actors + 1))
    shape = (history.n_actors, history.n_actors)
    return sp.csr_array((weight[kept], history.pair_target[kept], pointer), shape=shape)


def _largest(matrix: Matrix, count: int) -> sp.csr_array:
    """Keep the largest entries of each row."""
    if matrix.shape[1] > count:
        bar = np.partition(matrix, matrix.shape[1] - count, axis=1)[:, matrix.shape[1] - count]
        matrix[matrix < bar[:, None]] = 0
    return sp.csr_array(matrix)


def third_parties(history: History, queries: Queries) -> ThirdParties:
    """Score all actors for all queries through third actors, as of the history's step."""
    n = history.n_actors
    askers, asker_of = np.unique(queries.source, return_inverse=True)
    activity = history.by_target.at(MONTH, history.step)
    active = np.sort(np.argpartition(-activity, ACTIVE)[:ACTIVE]) if n > ACTIVE else np.arange(n)
    place = np.full(n, len(active))
    place[active] = np.arange(len(active))
    dealings = _pairs(history, MONTH)
    dealings = _scaled(dealings, np.asarray(dealings.sum(axis=1)).ravel())
    reached = dealings[:, active]

    ever = _pairs(history, EVER)
    damping = (1 / np.sqrt(np.asarray(ever.sum(axis=0)).ravel() + 1)).astype(np.float32)
    ever = sp.csr_array((ever.data * damping[ever.indices], ever.indices, ever.indptr), shape=ever.shape)
    profile = _scaled(ever, np.sqrt(np.asarray(ever.multiply(ever).sum(axis=1)).ravel()))
    cosine = (profile[askers] @ profile[active].T).toarray()
    within = place[askers] < len(active)
    cosine[np.flatnonzero(within), place[askers[within]]] = 0
    near = _largest(cosine**2, NEIGHBOURS)
    likeness = sp.csr_array((near.data, active[near.indices], near.indptr), shape=(len(askers), n))
    return ThirdParties(
        askers,
        asker_of,
        active,
        place,
        _dense(dealings[askers] @ reached),
        _dense(likeness @ reached),
        _did(history, queries, likeness, asker_of),
        likeness,
        dealings,
    )


def _dense(matrix: sp.csr_array) -> Matrix:
    """Return a dense copy with one column of zeros more, for actors that are not active."""
    out = np.zeros((matrix.shape[0], matrix.shape[1] + 1), dtype=np.float32)
    out[:, :-1] = matrix.toarray()
    return out


def _did(history: History, queries: Queries, likeness: sp.csr_array, asker_of: Ints) -> sp.csr_array:
    """Score targets by who alike did the same: one sparse product per relation asked."""
    n = history.n_actors
    weight = _weights(history.by_triple.at(MONTH, history.step))
    kept = np.flatnonzero(weight > _LEAST)
    order = kept[np.argsort(history.triple_relation[kept], kind="stable")]
    bound = np.searchsorted(history.triple_relation[order], np.arange(history.n_relations + 1))
    pair = history.triple_pair[order]
    blocks, rows = [], []
    for relation in np.unique(queries.relation):
        part = slice(bound[relation], bound[relation + 1])
        pointer = np.searchsorted(history.pair_source[pair[part]], np.arange(n + 1))
        acts = sp.csr_array((weight[order[part]], history.pair_target[pair[part]], pointer), shape=(n, n))
        asked = np.flatnonzero(queries.relation == relation)
        blocks.append(likeness[asker_of[asked]] @ acts)
        rows.append(asked)
    stacked = sp.vstack(blocks, format="csr")
    back = np.argsort(np.concatenate(rows))
    return stacked[back]

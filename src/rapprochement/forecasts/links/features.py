"""Candidates of a step's queries and the features the stack weighs: rules, recency and frequency, popularity, third actors.

Candidates are all past partners of the asking actor, and for each query the ``POPULAR`` actors most often in the role, and the
``THIRD`` best through third actors. All others tie below them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rapprochement.forecasts.evaluation import Floats, Queries, spread
from rapprochement.forecasts.links.history import HALF_LIVES, History
from rapprochement.forecasts.links.kinds import Kinds
from rapprochement.forecasts.links.rules import STATES, Rules, body_states
from rapprochement.forecasts.links.third import ThirdParties, third_parties
from rapprochement.forecasts.quadruples import Ints

POPULAR, THIRD = 50, 30
_NEVER_LOG = 8.0
"""Stands for log(steps since) of what never happened: beyond any history."""
_DAY, _WEEK, _MONTH, _EVER = range(len(HALF_LIVES))
_WINDOWS = ("days", "week", "month", "ever")

DIRECT = ("rules", "best rule", "rules that fire")
FREQUENCY = ("last", *(f"same, {window}" for window in _WINDOWS))
PAIR = ("pair last", *(f"pair, {window}" for window in _WINDOWS))
ROLE = (*(f"role, {window}" for window in _WINDOWS), *(f"actor, {window}" for window in _WINDOWS))
THROUGH = ("partner's partner", "alike", "alike did it")
KIND = ("kind share", "kind size", "same country")
BASE = (*DIRECT, *FREQUENCY, *PAIR, *ROLE, *THROUGH, *KIND)
NEW = ("new pair", "new fact", *(f"{name}, new pair" for name in (*ROLE, *THROUGH, *KIND)))
KNOWN = ("rules, known fact", "best rule, known fact")
FEATURES = (*BASE, *NEW, *KNOWN)
"""All features; those marked "new pair" or "known fact" are the plain ones in that case only (interactions)."""
FAMILIES = {
    "rules on the pair": (*DIRECT, *KNOWN),
    "recurrency and frequency": (*FREQUENCY, *PAIR, "new fact", "new pair"),
    "popularity": (*ROLE, *(f"{name}, new pair" for name in ROLE)),
    "third actors": (*THROUGH, *(f"{name}, new pair" for name in THROUGH)),
    "kinds of actors": (*KIND, *(f"{name}, new pair" for name in KIND)),
}


@dataclass(frozen=True, slots=True, eq=False)
class Slate:
    """Candidates of one step and their features; queries as in :class:`~rapprochement.forecasts.evaluation.Candidates`."""

    queries: Queries
    pointer: Ints
    target: Ints
    features: NDArray[np.float32]
    """Shape (candidates, ``len(FEATURES)``)."""


def _log(values: NDArray[np.floating], least: float) -> NDArray[np.float32]:
    return np.asarray(np.log(values + least), dtype=np.float32)


def _top(scores: NDArray[np.float32], count: int = THIRD) -> tuple[Ints, Ints]:
    """Return rows and columns of the largest positive entries of each row, the last column apart."""
    scores = scores[:, :-1]
    count = min(count, scores.shape[1])
    best = np.argpartition(scores, scores.shape[1] - count, axis=1)[:, scores.shape[1] - count :]
    positive = np.take_along_axis(scores, best, axis=1) > 0
    row, _ = np.nonzero(positive)
    return row.astype(np.int64), best[positive].astype(np.int64)


class _Roles:
    """How usual each target is for each relation, at each decay, as logarithms of shares."""

    def __init__(self, history: History) -> None:
        self.key, self.n_actors = history.role_key, history.n_actors
        relation = history.role_key // history.n_actors
        self.logs: list[NDArray[np.float32]] = []
        for level in range(len(HALF_LIVES)):
            mass = history.by_role.at(level, history.step)
            total = np.bincount(relation, mass, minlength=history.n_relations)
            self.logs.append(np.append(_log(mass / (total[relation] + 1e-3), 1e-5), np.float32(np.log(1e-5))))

    def find(self, relation: Ints, target: Ints) -> Ints:
        """Return positions in ``logs``; the last for a role never seen."""
        wanted = relation * self.n_actors + target
        place = np.minimum(np.searchsorted(self.key, wanted), len(self.key) - 1)
        return np.asarray(np.where(self.key[place] == wanted, place, len(self.key)))


def _popular(history: History, queries: Queries) -> tuple[Ints, Ints]:
    """Return (query, target) of the actors most often in the role each query asks for."""
    step = history.step
    mass = (
        history.by_role.at(_WEEK, step)
        + 0.2 * history.by_role.at(_MONTH, step)
        + 0.02 * history.by_role.at(_EVER, step)
    )
    relations, asked = np.unique(queries.relation, return_inverse=True)
    best = []
    for relation in relations:
        place = np.arange(history.roles_of[relation], history.roles_of[relation + 1])
        place = place[mass[place] > 0]
        if len(place) > POPULAR:
            place = place[np.argpartition(-mass[place], POPULAR)[:POPULAR]]
        best.append(history.role_key[place] % history.n_actors)
    sizes = np.array([len(part) for part in best])
    at, query = spread((np.cumsum(sizes) - sizes)[asked], sizes[asked])
    return query, np.concatenate(best)[at] if best else at


def _through(third: ThirdParties, kinds: Kinds, activity: Floats) -> tuple[Ints, Ints]:
    """Return (query, target) of the best candidates through third actors, and of compatriots."""
    queries: list[Ints] = []
    targets: list[Ints] = []
    askers = len(third.askers)
    by_asker = np.argsort(third.asker_of, kind="stable")
    bound = np.searchsorted(third.asker_of[by_asker], np.arange(askers + 1))
    best = [(row, third.active[column]) for row, column in map(_top, (third.partner, third.alike))]
    for row, column in (*best, kinds.compatriots(third.askers, activity)):
        at, owner = spread(bound[row], bound[row + 1] - bound[row])
        queries.append(by_asker[at])
        targets.append(column[owner])
    did = third.did
    row = np.repeat(np.arange(did.shape[0]), np.diff(did.indptr))
    order = np.lexsort((-did.data, row))
    place = np.arange(len(order)) - np.asarray(did.indptr)[row]
    kept = order[place < THIRD]
    queries.append(row[kept])
    targets.append(did.indices[kept].astype(np.int64))
    return np.concatenate(queries), np.concatenate(targets)


def slate(history: History, kinds: Kinds, queries: Queries, rules: Rules) -> Slate:
    """List the candidates of a step's queries with their features; ``history`` stands just before the step."""
    n, relations, step = history.n_actors, history.n_relations, history.step
    kinds.advance(step)
    third = third_parties(history, queries)
    start = history.pairs_of[queries.source]
    pair, pair_query = spread(start, history.pairs_of[queries.source + 1] - start)
    met = history.pair_last[pair] >= 0
    pair, pair_query = pair[met], pair_query[met]

    chosen = np.zeros(len(queries) * n, dtype=bool)
    chosen[pair_query * n + history.pair_target[pair]] = True
    for query, target in (_popular(history, queries), _through(third, kinds, history.by_target.at(_MONTH, step))):
        chosen[query * n + target] = True
    code = np.flatnonzero(chosen)
    query, target = code // n, code % n
    slot = np.searchsorted(code, pair_query * n + history.pair_target[pair])
    matrix = np.zeros((len(FEATURES), len(code)), dtype=np.float32)
    column = {name: matrix[index] for index, name in enumerate(FEATURES)}

    triple, row = spread(history.triples_of[pair], history.triples_of[pair + 1] - history.triples_of[pair])
    held = history.count[triple] > 0
    triple, row = triple[held], row[held]
    head = queries.relation[pair_query[row]]
    body = history.triple_relation * STATES + body_states(history)
    confidence = rules.confidence.reshape(-1, relations)[body[triple], head]
    first = np.flatnonzero(np.diff(row, prepend=-1))
    if len(first):
        column["rules"][:] = column["best rule"][:] = -12.0
        column["rules"][slot] = np.log(np.add.reduceat(-np.log1p(-confidence), first))
        column["best rule"][slot] = np.log(np.maximum.reduceat(confidence, first))
        column["rules that fire"][slot] = np.diff(first, append=len(row))

    same = history.triple_relation[triple] == head
    own, own_slot = triple[same], slot[row[same]]
    column["last"][:] = column["pair last"][:] = _NEVER_LOG
    column["last"][own_slot] = np.log(step - history.last[own])
    column["pair last"][slot] = np.log(step - history.pair_last[pair])
    roles = _Roles(history)
    role = roles.find(queries.relation[query], target)
    for level, window in enumerate(_WINDOWS):
        for name, index, counts, places in (
            ("same", own, history.by_triple, own_slot),
            ("pair", pair, history.by_pair, slot),
        ):
            column[f"{name}, {window}"][:] = np.log(1e-4)
            column[f"{name}, {window}"][places] = _log(counts.at(level, step), 1e-4)[index]
        column[f"role, {window}"][:] = roles.logs[level][role]
        active = history.by_target.at(level, step)
        column[f"actor, {window}"][:] = _log(active / max(float(active.sum()), 1e-9), 1e-6)[target]
    asker, place = third.asker_of[query], third.place[target]
    column["partner's partner"][:] = _log(third.partner[asker, place], 1e-4)
    column["alike"][:] = _log(third.alike[asker, place], 1e-3)
    did = np.zeros(len(queries) * n, dtype=np.float32)
    did[np.repeat(np.arange(len(queries)) * n, np.diff(third.did.indptr)) + third.did.indices] = third.did.data
    column["alike did it"][:] = _log(did[code], 1e-3)

    source = queries.source[query]
    column["kind share"][:], column["kind size"][:] = kinds.shares(source, queries.relation[query], target)
    column["same country"][:] = kinds.same(source, target)

    new_pair = np.ones(len(code), dtype=np.float32)
    new_pair[slot] = 0
    known = np.zeros(len(code), dtype=np.float32)
    known[own_slot] = 1
    column["new pair"][:], column["new fact"][:] = new_pair, 1 - known
    for name in (*ROLE, *THROUGH, *KIND):
        np.multiply(column[name], new_pair, out=column[f"{name}, new pair"])
    for name in ("rules", "best rule"):
        np.multiply(column[name], known, out=column[f"{name}, known fact"])
    pointer = np.searchsorted(query, np.arange(len(queries) + 1))
    return Slate(queries, pointer, target, matrix.T)


def contributions(features: Floats, weights: Floats) -> dict[str, float]:
    """Return what each family of features adds to a candidate's score.

    Examples
    --------
    >>> parts = contributions(np.zeros(len(FEATURES)), np.ones(len(FEATURES)))
    >>> sorted(parts) == sorted(FAMILIES), sum(parts.values())
    (True, 0.0)
    """
    place = {name: index for index, name in enumerate(FEATURES)}
    return {
        family: float(sum(features[place[name]] * weights[place[name]] for name in names))
        for family, names in FAMILIES.items()
    }

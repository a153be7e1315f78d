"""Opens a score: which rules fired with which confidence and support, and the dated events behind each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rapprochement.errors import UsageError
from rapprochement.forecasts.evaluation import Queries
from rapprochement.forecasts.links.features import contributions, slate
from rapprochement.forecasts.links.forecaster import LinkForecaster
from rapprochement.forecasts.links.history import History
from rapprochement.forecasts.links.kinds import Kinds
from rapprochement.forecasts.links.rules import STATES, body_states, describe_state
from rapprochement.forecasts.links.third import third_parties
from rapprochement.forecasts.quadruples import Quadruples

SHOWN_STEPS, SHOWN_RULES, SHOWN_THIRD = 10, 12, 5


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule ``body → head`` that holds for the pair.

    ``confidence`` is the (shrunk) share ``held / support`` of past cases in the same state of recency and count in which the
    head followed, given that it was asked; ``steps`` are the latest steps at which the body held.
    """

    body: str
    head: str
    recency: str
    count: str
    confidence: float
    held: int
    support: int
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Through:
    """A third actor: how much of the score through third actors it carries, and when it dealt with either side."""

    actor: str
    how: str
    weight: float
    with_source: tuple[int, ...]
    with_target: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LinkExplanation:
    """Why a target was scored as it was.

    ``score`` ranks the answers to one query; it is no probability of an event. ``parts`` sum to it.
    """

    source: str
    relation: str
    target: str
    step: int
    score: float
    rank: int
    parts: dict[str, float]
    rules: tuple[FiredRule, ...]
    third: tuple[Through, ...]
    in_role: tuple[int, ...]


def explain(
    forecaster: LinkForecaster, facts: Quadruples, step: int, source: int, relation: int, target: int
) -> LinkExplanation:
    """Explain the score of ``target`` in answer to (source, relation, ?, step).

    Parameters
    ----------
    facts : Quadruples
        Both directions; only those before ``step`` are used.

    Raises
    ------
    UsageError
        If the target is none of the candidates (it ties with all that are not).

    Examples
    --------
    >>> facts = Quadruples.of([(0, 0, 1 + t % 2, t) for t in range(60)]).both_directions()
    >>> why = explain(LinkForecaster.fit(facts, 40, 50), facts, 50, source=0, relation=0, target=1)
    >>> why.rank, why.rules[0].recency, why.rules[0].steps[-1]
    (1, '2', 48)
    """
    history = _before(facts, step)
    kinds = Kinds(history)
    none = np.zeros(0, dtype=np.int64)
    queries = Queries(step, np.array([source]), np.array([relation]), none, none)
    part = slate(history, kinds, queries, forecaster.rules)
    scores = forecaster.score(part).score
    place = np.flatnonzero(part.target == target)
    if not len(place):
        raise UsageError(f"{_name(facts.actors, target)} is no candidate: nothing in the past points to it")
    own = int(place[0])
    role = np.flatnonzero((facts.relation == relation) & (facts.target == target) & (facts.step < step))
    return LinkExplanation(
        source=_name(facts.actors, source),
        relation=_name(facts.relations, relation),
        target=_name(facts.actors, target),
        step=step,
        score=float(scores[own]),
        rank=1 + int((scores > scores[own]).sum()),
        parts=contributions(part.features[own].astype(np.float64), forecaster.weights(relation)),
        rules=_fired(forecaster, facts, history, source, relation, target),
        third=_through(facts, history, queries, source, target),
        in_role=tuple(int(at) for at in np.unique(facts.step[role])[-SHOWN_STEPS:]),
    )


def answers(
    forecaster: LinkForecaster, facts: Quadruples, step: int, source: int, relation: int, count: int = 10
) -> list[tuple[int, float]]:
    """Return the best answers to (source, relation, ?, step) with their scores."""
    history = _before(facts, step)
    none = np.zeros(0, dtype=np.int64)
    queries = Queries(step, np.array([source]), np.array([relation]), none, none)
    part = slate(history, Kinds(history), queries, forecaster.rules)
    scores = forecaster.score(part).score
    best = np.argsort(-scores, kind="stable")[:count]
    return [(int(part.target[at]), float(scores[at])) for at in best]


def _before(facts: Quadruples, step: int) -> History:
    known = facts.until(step)
    if not len(known):
        raise UsageError(f"no facts before step {step}")
    history = History(known)
    history.advance(step)
    return history


def _name(names: tuple[str, ...], number: int) -> str:
    return names[number] if number < len(names) else str(number)


def _steps(facts: Quadruples, source: int, target: int, before: int) -> tuple[int, ...]:
    met = (facts.source == source) & (facts.target == target) & (facts.step < before)
    return tuple(int(at) for at in np.unique(facts.step[met])[-SHOWN_STEPS:])


def _fired(
    forecaster: LinkForecaster, facts: Quadruples, history: History, source: int, relation: int, target: int
) -> tuple[FiredRule, ...]:
    pair = int(history.find_pairs(np.array([source]), np.array([target]))[0])
    if pair < 0:
        return ()
    states = body_states(history)
    rules, fired = forecaster.rules, []
    for triple in range(int(history.triples_of[pair]), int(history.triples_of[pair + 1])):
        if history.count[triple] == 0:
            continue
        body, state = int(history.triple_relation[triple]), int(states[triple])
        recency, count = describe_state(state % STATES)
        fired.append(
            FiredRule(
                body=_name(facts.relations, body),
                head=_name(facts.relations, relation),
                recency=recency,
                count=count,
                confidence=float(rules.confidence[body, state, relation]),
                held=int(rules.held[body, state, relation]),
                support=int(rules.support[body, state, relation]),
                steps=tuple(int(at) for at in history.steps_of(triple)[-SHOWN_STEPS:]),
            )
        )
    return tuple(sorted(fired, key=lambda rule: -rule.confidence)[:SHOWN_RULES])


def _through(facts: Quadruples, history: History, queries: Queries, source: int, target: int) -> tuple[Through, ...]:
    third = third_parties(history, queries)
    toward = third.dealings[:, [target]].toarray().ravel()
    found = []
    for how, weights in (("partner of both", third.dealings[[source]]), ("acts like the source", third.likeness)):
        carried = weights.toarray().ravel() * toward
        for actor in np.argsort(-carried, kind="stable")[:SHOWN_THIRD]:
            if carried[actor] > 0 and actor not in (source, target):
                found.append(
                    Through(
                        _name(facts.actors, int(actor)),
                        how,
                        float(carried[actor] / carried.sum()),
                        _steps(facts, source, int(actor), queries.step),
                        _steps(facts, int(actor), target, queries.step),
                    )
                )
    return tuple(found)

"""Learns rules and stack from the past and ranks who is next, one step ahead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rapprochement.errors import UsageError
from rapprochement.forecasts.evaluation import Candidates, Floats, Queries, Ranking, rank_truths, truth_positions
from rapprochement.forecasts.links.features import Slate, slate
from rapprochement.forecasts.links.history import History
from rapprochement.forecasts.links.kinds import Kinds
from rapprochement.forecasts.links.rules import RuleCounter, Rules
from rapprochement.forecasts.links.stack import Stack, fit_stack
from rapprochement.forecasts.quadruples import Ints, Quadruples

WARM_UP = 0.1
"""Share of the steps whose facts only fill the history before rules are counted."""
TIERS = (8, 40)
"""Relations (of both directions together) in the first and the second group by frequency; each group has its own stack."""
LEAST_QUERIES = 3000
"""Queries to fit on below which one stack serves all relations; a group with less than a tenth of it takes the common one."""
STACK_ROWS = 3_000_000
"""Candidates the stack is fitted on at most: of the steps from ``stack_from`` on, evenly spread queries that fit."""


@dataclass(frozen=True, slots=True, eq=False)
class LinkForecaster:
    """Fitted rules and stacks.

    Examples
    --------
    A meets B every even, C every odd step:

    >>> facts = Quadruples.of([(0, 0, 1 + t % 2, t) for t in range(60)]).both_directions()
    >>> forecaster = LinkForecaster.fit(facts, stack_from=40, until=50)
    >>> forecaster.rank(facts, 50, 60).mrr
    100.0
    """

    rules: Rules
    stacks: tuple[Stack, ...]
    group: Ints
    """Which stack weighs the answers to each relation, see :func:`relation_groups`."""

    @classmethod
    def fit(cls, facts: Quadruples, stack_from: int, until: int) -> LinkForecaster:
        """Learn from the facts before ``until``.

        Parameters
        ----------
        facts : Quadruples
            Both directions; facts from ``until`` on are not looked at.
        stack_from : int
            Rules are counted on the steps before it; the stack is fitted on those from it, with the rules as they stood;
            then the rules take in those steps too.

        Raises
        ------
        UsageError
            If no step is left for either.
        """
        steps = np.unique(facts.step[facts.step < until])
        if not len(steps) or not steps[0] < stack_from <= steps[-1]:
            raise UsageError("there is too little history before the stack: more steps are needed")
        known = facts.until(until)
        history, counter = History(known), RuleCounter(known.n_relations)
        kinds = Kinds(history)
        begin = steps[min(int(WARM_UP * len(steps)) + 1, len(steps) - 1)]
        for step in steps[(steps >= begin) & (steps < stack_from)]:
            history.advance(int(step))
            counter.count(history, Queries.of(known, int(step)))
        first_rules = counter.rules()
        slates: list[Slate] = []
        for step in steps[steps >= stack_from]:
            history.advance(int(step))
            queries = Queries.of(known, int(step))
            slates.append(slate(history, kinds, queries, first_rules))
            counter.count(history, queries)
        asked = sum(len(part.queries) for part in slates)
        group = relation_groups(known, stack_from) if asked >= LEAST_QUERIES else np.zeros(known.n_relations, np.int64)
        return cls(counter.rules(), _fit(slates, known.n_actors, group), group)

    def score(self, part: Slate) -> Candidates:
        """Score a slate of candidates."""
        group = np.repeat(self.group[part.queries.relation], np.diff(part.pointer))
        weights = np.column_stack([stack.weights for stack in self.stacks]).astype(np.float32)
        scores = (part.features @ weights)[np.arange(len(group)), group]
        return Candidates(part.pointer, part.target, np.asarray(scores, dtype=np.float64))

    def weights(self, relation: int) -> Floats:
        """Return the weights of the features for one relation."""
        return self.stacks[int(self.group[relation])].weights

    def forecast(self, facts: Quadruples, begin: int, end: int) -> Iterator[tuple[Queries, Candidates]]:
        """Score the queries of every step in ``begin:end``, each from what happened before it."""
        history = History(facts)
        kinds = Kinds(history)
        for step in np.unique(facts.step[(facts.step >= begin) & (facts.step < end)]):
            history.advance(int(step))
            queries = Queries.of(facts, int(step))
            yield queries, self.score(slate(history, kinds, queries, self.rules))

    def rank(self, facts: Quadruples, begin: int, end: int) -> Ranking:
        """Rank the facts of the steps ``begin:end`` one step ahead."""
        ranks = [
            rank_truths(queries, candidates, facts.n_actors).ranks
            for queries, candidates in self.forecast(facts, begin, end)
        ]
        return Ranking(np.concatenate(ranks) if ranks else np.zeros(0))


def relation_groups(facts: Quadruples, before: int) -> Ints:
    """Group relations by direction and by how often they were asked before a step (the ``TIERS`` most frequent ones first).

    Examples
    --------
    >>> facts = Quadruples.of([(0, 0, 1, 0), (0, 1, 1, 0)]).both_directions()
    >>> relation_groups(facts, 1).tolist()
    [0, 0, 3, 3]
    """
    relations = facts.n_relations
    often = np.bincount(facts.relation[facts.step < before], minlength=relations)
    place = np.empty(relations, dtype=np.int64)
    place[np.argsort(-often, kind="stable")] = np.arange(relations)
    tier = np.searchsorted(TIERS, place, side="right")
    return np.asarray(tier + (np.arange(relations) >= relations // 2) * (len(TIERS) + 1), dtype=np.int64)


def _fit(slates: list[Slate], n_actors: int, group: Ints) -> tuple[Stack, ...]:
    total = sum(len(part.target) for part in slates)
    every = max(1, -(-total // STACK_ROWS))
    features, query, is_true, groups, offset = [], [], [], [], 0
    for part in slates:
        sizes = np.diff(part.pointer)
        owner = np.repeat(np.arange(len(sizes)) + offset, sizes)
        true = np.zeros(len(part.target), dtype=bool)
        empty = Candidates(part.pointer, part.target, np.zeros(0))
        position = truth_positions(part.queries, empty, n_actors)
        true[position[position >= 0]] = True
        kept = owner % every == 0
        by_feature = part.features.T
        features.append(by_feature if every == 1 else by_feature[:, kept])
        query.append(owner[kept])
        is_true.append(true[kept])
        groups.append(group[part.queries.relation][owner[kept] - offset])
        offset += len(sizes)
    x = np.concatenate(features, axis=1)
    owner, truth, member = map(np.concatenate, (query, is_true, groups))
    groups_here = range(int(group.max(initial=0)) + 1)
    few = [number for number in groups_here if len(np.unique(owner[member == number])) < LEAST_QUERIES // 10]
    overall = fit_stack(x.T, owner, truth) if few else None
    return tuple(
        overall
        if overall is not None and number in few
        else fit_stack(x[:, member == number].T, owner[member == number], truth[member == number])
        for number in groups_here
    )

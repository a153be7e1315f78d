"""Rules, stack and explanations on a small world; the published figures on ICEWS (slow)."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pytest

from rapprochement.errors import UsageError
from rapprochement.forecasts.evaluation import Queries
from rapprochement.forecasts.links.explain import answers, explain
from rapprochement.forecasts.links.features import FAMILIES, FEATURES, slate
from rapprochement.forecasts.links.forecaster import LinkForecaster
from rapprochement.forecasts.links.history import Decayed, History
from rapprochement.forecasts.links.kinds import Kinds, parse_names
from rapprochement.forecasts.links.rules import STATES, RuleCounter, body_states
from rapprochement.forecasts.quadruples import Quadruples, read_benchmark
from rapprochement.forecasts.recurrency import Recurrency

sys.path.insert(0, str(Path(__file__).parent))
from world import answering_world


def count_slowly(facts: Quadruples, steps: range) -> tuple[np.ndarray, np.ndarray]:
    """Count rules by definition, one query and one actor at a time."""
    relations = facts.n_relations
    held = np.zeros((relations, STATES, relations))
    support = np.zeros_like(held)
    history = History(facts)
    for step in steps:
        history.advance(step)
        states = body_states(history)
        now = {tuple(row[:3]) for row in facts.rows()[facts.step == step].tolist()}
        for source, head in {(s, r) for s, r, _ in now}:
            for triple in np.flatnonzero(history.count):
                pair = history.triple_pair[triple]
                if history.pair_source[pair] == source:
                    body, target = history.triple_relation[triple], history.pair_target[pair]
                    support[body, states[triple], head] += 1
                    held[body, states[triple], head] += (source, head, int(target)) in now
    return held, support


def test_rules_are_counted_exactly() -> None:
    facts = answering_world(steps=14, pairs=4)
    counter, history = RuleCounter(facts.n_relations), History(facts)
    for step in range(3, 14):
        history.advance(step)
        counter.count(history, Queries.of(facts, step))
    rules = counter.rules()
    held, support = count_slowly(facts, range(3, 14))
    assert np.array_equal(rules.held, held)
    assert np.array_equal(rules.support, support)
    assert ((rules.confidence > 0) & (rules.confidence < 1)).all()


def test_answers_follow_questions() -> None:
    facts = answering_world()
    forecaster = LinkForecaster.fit(facts, stack_from=50, until=60)
    asked = facts.rows()[(facts.relation == 0) & (facts.step == 69)][0]
    why = explain(forecaster, facts, 70, source=int(asked[2]), relation=1, target=int(asked[0]))
    assert why.rules[0].body == "ask (inverse)"
    assert why.rules[0].recency == "1"
    assert why.rules[0].confidence > 0.6
    assert why.rules[0].steps[-1] == 69
    assert why.rules[0].support >= why.rules[0].held > 0
    assert why.score == pytest.approx(sum(why.parts.values()), abs=1e-3)
    best = answers(forecaster, facts, 70, int(asked[2]), 1, count=3)
    assert best[why.rank - 1][0] == int(asked[0])


def test_links_beat_recurrency_where_rules_hold() -> None:
    facts = answering_world()
    links = LinkForecaster.fit(facts, stack_from=50, until=65).rank(facts, 65, 81).mrr
    recurrency = Recurrency.fit(facts, 50, 65).rank(facts, 65, 81).mrr
    assert links > recurrency + 3


def test_fitting_does_not_look_ahead() -> None:
    facts = answering_world()
    shuffled = facts.rows().copy()
    late = shuffled[:, 3] >= 60
    shuffled[late, 2] = np.random.default_rng(1).permutation(shuffled[late, 2])
    other = Quadruples.of(shuffled, facts.n_actors, facts.n_relations)
    one, two = LinkForecaster.fit(facts, 50, 60), LinkForecaster.fit(other, 50, 60)
    assert np.array_equal(one.weights(0), two.weights(0))


def test_a_step_does_not_see_itself_nor_what_comes() -> None:
    facts = answering_world()
    forecaster = LinkForecaster.fit(facts, 50, 60)
    queries = Queries.of(facts, 62)
    features = []
    for known in (facts, facts.until(63)):
        history = History(known)
        history.advance(62)
        part = slate(history, Kinds(history), queries, forecaster.rules)
        features.append((part.target.tolist(), forecaster.score(part).score))
    assert features[0][0] == features[1][0]
    assert np.allclose(features[0][1], features[1][1])


def test_history_does_not_go_back() -> None:
    history = History(answering_world(steps=9))
    history.advance(5)
    with pytest.raises(ValueError, match="cannot go back"):
        history.advance(4)


def test_decayed_counts_survive_long_histories() -> None:
    counts = Decayed(1)
    for step in range(0, 5000, 10):
        counts.add(np.array([0]), step)
    assert counts.at(3, 5000)[0] == 500
    assert counts.at(0, 5000)[0] == pytest.approx(sum(2 ** (-(5000 - step) / 1.5) for step in range(4900, 5000, 10)))


def test_too_little_history_is_said() -> None:
    with pytest.raises(UsageError, match="too little history"):
        LinkForecaster.fit(answering_world(steps=5), stack_from=0, until=3)


def test_actor_without_any_trace_is_no_candidate() -> None:
    facts = answering_world()
    forecaster = LinkForecaster.fit(facts, 50, 60)
    lonely = Quadruples.of(facts.rows(), facts.n_actors + 1, facts.n_relations, (), facts.relations)
    with pytest.raises(UsageError, match="no candidate"):
        explain(forecaster, lonely, 60, 0, 0, facts.n_actors)


def test_many_queries_get_a_stack_for_each_group_of_relations() -> None:
    facts = answering_world(steps=400)
    forecaster = LinkForecaster.fit(facts, stack_from=100, until=380)
    assert len(forecaster.stacks) == 4, "two directions, of three tiers the second of which is empty"
    assert forecaster.stacks[1] is forecaster.stacks[2], "groups with few queries take the common stack"
    assert forecaster.rank(facts, 380, 400).mrr > 25


def test_every_feature_belongs_to_one_family() -> None:
    assert sorted(name for names in FAMILIES.values() for name in names) == sorted(FEATURES)


def test_names_without_kinds_are_other() -> None:
    kind, country = parse_names(("RUS", "PRK"))
    assert kind.tolist() == [0, 0] and country.tolist() == [-1, -1]


@pytest.mark.slow
@pytest.mark.shared
def test_recurrency_reproduces_the_published_figures(shared: Path) -> None:
    benchmark = read_benchmark(shared / "data" / "icews14s")
    facts = benchmark.facts.both_directions()
    ranking = Recurrency.fit(facts, benchmark.valid, benchmark.test).rank(facts, benchmark.test, benchmark.end)
    assert ranking.mrr == pytest.approx(37.4, abs=0.3)
    assert ranking.hits(10) == pytest.approx(51.5, abs=0.3)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "stack", "mrr", "hits", "seconds"), [("icews14s", 30, 47.0, 66.0, 20), ("icews18", 20, 35.0, 55.0, 120)]
)
def test_links_keep_their_level(shared: Path, name: str, stack: int, mrr: float, hits: float, seconds: float) -> None:
    benchmark = read_benchmark(shared / "data" / name)
    facts = benchmark.facts.both_directions()
    began = time.process_time()
    forecaster = LinkForecaster.fit(facts, stack_from=benchmark.test - stack, until=benchmark.test)
    ranking = forecaster.rank(facts, benchmark.test, benchmark.end)
    assert ranking.mrr > mrr
    assert ranking.hits(10) > hits
    assert time.process_time() - began < 2 * seconds, "CPU seconds on two cores"

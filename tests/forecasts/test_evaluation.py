"""Ranks against a slow and obvious computation, ties and filter included."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapprochement.errors import UsageError
from rapprochement.forecasts.evaluation import Candidates, Queries, Ranking, rank_truths
from rapprochement.forecasts.quadruples import Quadruples, read_benchmark


def slow_rank(scores: np.ndarray, truths: list[int], truth: int) -> float:
    """Average of the best and worst place among the false answers; unscored actors have minus infinity."""
    false = [score for actor, score in enumerate(scores) if actor not in truths]
    higher = sum(score > scores[truth] for score in false)
    equal = sum(score == scores[truth] for score in false)
    return 1 + higher + equal / 2


@given(st.data())
def test_ranks_are_those_of_the_obvious_computation(data: st.DataObject) -> None:
    n, n_queries = data.draw(st.integers(2, 7)), data.draw(st.integers(1, 4))
    pointer, target, score, truth_query, truth_target, expected = [0], [], [], [], [], []
    for query in range(n_queries):
        scored = sorted(data.draw(st.sets(st.integers(0, n - 1))))
        values = [float(data.draw(st.integers(0, 2))) for _ in scored]
        truths = sorted(data.draw(st.sets(st.integers(0, n - 1), min_size=1)))
        full = np.full(n, -np.inf)
        full[scored] = values
        target += scored
        score += values
        pointer.append(len(target))
        truth_query += [query] * len(truths)
        truth_target += truths
        expected += [slow_rank(full, truths, truth) for truth in truths]
    zeros = np.zeros(n_queries, dtype=np.int64)
    queries = Queries(0, zeros, zeros, np.array(truth_query), np.array(truth_target))
    candidates = Candidates(np.array(pointer), np.array(target, dtype=np.int64), np.array(score))
    assert rank_truths(queries, candidates, n).ranks.tolist() == expected


def test_scoring_everyone_alike_gains_nothing() -> None:
    queries = Queries(0, np.array([0]), np.array([0]), np.array([0]), np.array([3]))
    nobody = Candidates(np.array([0, 0]), np.zeros(0, dtype=np.int64), np.zeros(0))
    everybody = Candidates(np.array([0, 9]), np.arange(9), np.ones(9))
    assert rank_truths(queries, nobody, 9).ranks.tolist() == rank_truths(queries, everybody, 9).ranks.tolist() == [5.0]


def test_summary_of_no_ranks_is_nan() -> None:
    assert np.isnan(Ranking(np.zeros(0)).mrr)


def test_both_directions_ask_for_source_and_target() -> None:
    facts = Quadruples.of([(0, 1, 2, 4)], n_relations=3).both_directions()
    assert sorted(map(tuple, facts.rows().tolist())) == [(0, 1, 2, 4), (2, 4, 0, 4)]


def test_negative_ids_are_refused() -> None:
    with pytest.raises(UsageError, match="negative"):
        Quadruples.of([(0, -1, 2, 4)])


def test_benchmark_is_read_with_names_and_splits(tmp_path) -> None:
    for name, rows in {
        "train": "0\t0\t1\t0\n1\t0\t0\t24\n",
        "valid": "0\t0\t1\t48\n",
        "test": "0\t0\t1\t72\t-1\n",
    }.items():
        (tmp_path / f"{name}.txt").write_text(rows, encoding="utf-8")
    (tmp_path / "entity2id.txt").write_text("Kenya\t0\nChad\t1\n", encoding="utf-8")
    benchmark = read_benchmark(tmp_path)
    assert (len(benchmark.facts), benchmark.valid, benchmark.test, benchmark.end) == (4, 2, 3, 4)
    assert benchmark.facts.actors == ("Kenya", "Chad")
    (tmp_path / "valid.txt").write_text("0\t0\t1\t0\n", encoding="utf-8")
    with pytest.raises(UsageError, match="overlap"):
        read_benchmark(tmp_path)
    (tmp_path / "valid.txt").unlink()
    with pytest.raises(UsageError, match=r"no valid\.txt"):
        read_benchmark(tmp_path)

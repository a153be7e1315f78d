"""Parameters recovered from simulated histories, fans that cover, scenarios that add what was supposed."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from rapprochement.errors import UsageError
from rapprochement.forecasts.dyads.fitting import TooLittle
from rapprochement.forecasts.simulate.hawkes import Hawkes, System, fit_hawkes
from rapprochement.forecasts.simulate.scenario import CAVEAT, choose_actors, parse_supposition, simulate

sys.path.insert(0, str(Path(__file__).parent))
from world import restless_world

CLASSES = {"talk": frozenset({"CONSULT"}), "quarrel": frozenset({"ACCUSE"})}
TRUTH = Hawkes(
    System.of(("A", "B"), ("coop", "host")),
    np.array([0.12, 0.08, 0.1, 0.06]),
    np.array([0.3, 0.1, 0.1, 0.25, 0.2, 0.1, 0.1, 0.15]),
    4.0,
)


def test_parameters_are_recovered_from_5000_acts() -> None:
    errors = []
    for seed in range(4):
        counts = TRUTH.run(np.zeros(4), 4600, 1, np.random.default_rng(seed))[0][0]
        fitted = fit_hawkes(TRUTH.system, counts)
        own = np.concatenate([fitted.base, fitted.strength, [fitted.half_life]])
        true = np.concatenate([TRUTH.base, TRUTH.strength, [TRUTH.half_life]])
        errors.append(np.abs(own / true - 1))
    assert np.median(errors) <= 0.15
    assert np.median([error[-1] for error in errors]) <= 0.25


def test_fans_cover_what_comes() -> None:
    inside = []
    for seed in range(12):
        random = np.random.default_rng(seed)
        counts = TRUTH.run(np.zeros(4), 1500, 1, random)[0][0]
        fitted = fit_hawkes(TRUTH.system, counts[:1470])
        own = fitted.run(fitted.state(counts[:1470]), 30, 400, random)[0].sum(axis=1)
        low, high = np.quantile(own, [0.05, 0.95], axis=0)
        came = counts[1470:].sum(axis=0)
        inside.append((came >= low) & (came <= high))
    assert 0.8 <= np.mean(inside) <= 1.0


def test_a_supposed_act_brings_what_the_strengths_say() -> None:
    supposed = np.zeros((80, 4))
    supposed[0, 0] = 1
    own, caused, by_rule = TRUTH.run(np.zeros(4), 80, 4000, np.random.default_rng(0), supposed)
    expected = np.linalg.solve(np.eye(4) - TRUTH.matrix, TRUTH.matrix[:, 0])
    assert caused.sum(axis=1).mean(axis=0) == pytest.approx(expected, abs=0.06)
    assert by_rule.sum() == pytest.approx(TRUTH.matrix[:, 0].sum(), rel=0.01)
    alone = TRUTH.run(np.zeros(4), 80, 4000, np.random.default_rng(0))[0]
    assert own.mean() == pytest.approx(alone.mean(), rel=0.05)


def test_runs_repeat_with_their_seed() -> None:
    runs = [TRUTH.run(np.zeros(4), 20, 5, np.random.default_rng(3))[0] for _ in range(2)]
    assert np.array_equal(*runs)


def test_unstable_fits_are_scaled_down() -> None:
    system = TRUTH.system
    burst = np.zeros((200, 4))
    burst[:, :] = np.exp(np.linspace(-4, 4, 200)).round()[:, None]
    fitted = fit_hawkes(system, burst)
    assert fitted.reproduction <= 0.951
    assert fitted.scaled < 1


def test_scatter_beyond_poisson_is_seen() -> None:
    noisy = replace(TRUTH, dispersion=1.5, base=TRUTH.base * 8, strength=TRUTH.strength * 0.2)
    counts = noisy.run(np.zeros(4), 3000, 1, np.random.default_rng(0))[0][0]
    assert fit_hawkes(noisy.system, counts).dispersion == pytest.approx(1.5, rel=0.35)


def test_too_little_to_learn_from() -> None:
    with pytest.raises(TooLittle, match="at least 200 acts and 60 days"):
        fit_hawkes(TRUTH.system, np.ones((5, 4)))


@pytest.mark.parametrize(
    "text",
    ["KOR AID UKR", "2025-13 KOR AID UKR", "2025-02-30 KOR AID UKR", "2025-12 KOR AID", "", "'; DROP TABLE events"],
)
def test_suppositions_of_another_form_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_supposition(text)


def test_scenario_of_a_small_world() -> None:
    acts = restless_world(days=500, actors=6)
    begin = acts.date_of(int(acts.day[-1]) + 1)
    text = f"{begin + timedelta(days=10)} S00 CONSULT S01 military"
    supposed = [parse_supposition(text)]
    result = simulate(acts, ("S00", "S01"), 2, supposed, CLASSES, runs=200, third=1)
    assert result.caveat == CAVEAT and len(result.actors) == 3
    fans = {(fan.source, fan.kind): fan for fan in result.fans}
    changed = fans["S00", "talk"]
    assert changed.probability_with[0] == 1.0 > changed.probability_without[0] - 1e-9
    assert all(low <= mid <= high for low, _, mid, _, high in changed.without)
    assert all(similar.day < result.begin for similar in result.similar)
    assert simulate(acts, ("S00", "S01"), 2, supposed, CLASSES, runs=200, third=1) == result
    plain = simulate(acts, ("S00", "S01"), 2, runs=50, third=1)
    assert plain.carriers == () and plain.fans[0].without == plain.fans[0].with_supposed


def test_scenarios_outside_the_system_are_refused() -> None:
    acts = restless_world(days=120, actors=4)
    first = acts.date_of(int(acts.day[-1]) + 1)
    with pytest.raises(UsageError, match="outside the run"):
        simulate(acts, ("S00", "S01"), 1, [parse_supposition("2030-01 S00 CONSULT S01")], CLASSES, runs=5)
    with pytest.raises(UsageError, match="no class of forecasts"):
        simulate(acts, ("S00", "S01"), 1, [parse_supposition(f"{first} S00 DANCE S01")], CLASSES, runs=5)
    with pytest.raises(UsageError, match="no acts of XXX"):
        choose_actors(acts, ("XXX", "S01"))
    with pytest.raises(UsageError, match="at least two"):
        choose_actors(acts, ("S00",))

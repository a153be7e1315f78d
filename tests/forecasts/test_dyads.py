"""Counts, climatology and models against slow computations; forecasts calibrated and better than the references."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from rapprochement.forecasts.dyads.backtest import backtest, backtest_with, origins
from rapprochement.forecasts.dyads.features import NAMES, features
from rapprochement.forecasts.dyads.fitting import Learner, TooLittle
from rapprochement.forecasts.dyads.forecast import Declined, Forecast, Forecaster, forecast
from rapprochement.forecasts.dyads.history import PRIOR_WINDOWS, Acts, Dyads
from rapprochement.forecasts.dyads.models import fit_counts, fit_logistic
from rapprochement.forecasts.dyads.scores import brier, log_score, reliability, skill
from rapprochement.model import Event

sys.path.insert(0, str(Path(__file__).parent))
from world import restless_world


@pytest.fixture(scope="module")
def acts() -> Acts:
    return restless_world()


def test_climatology_is_the_share_of_past_windows() -> None:
    acts = Acts.of([("A", "B", "talk", day) for day in (0, 3, 4, 20)] + [("C", "D", "talk", 29)], ["talk"])
    dyads, today, horizon = Dyads(acts), 30, 5
    pair = dyads.find("A", "B")
    assert pair is not None
    windows = range(today - horizon + 1)
    days = {name: [int(d) for d in acts.day[dyads.pair == dyads.find(*name)]] for name in (("A", "B"), ("C", "D"))}
    share = {name: np.mean([any(u <= d < u + horizon for d in days[name]) for u in windows]) for name in days}
    usual = (sum(share.values()) + 0.5) / (len(dyads) + 1)
    expected = (share["A", "B"] * today / horizon + PRIOR_WINDOWS * usual) / (today / horizon + PRIOR_WINDOWS)
    assert dyads.climatology(0, today, horizon)[pair] == pytest.approx(expected)


def test_nothing_published_later_is_known() -> None:
    early = Acts.of([("A", "B", "talk", 5, 5), ("A", "B", "talk", 6, 50)], ["talk"])
    dyads = Dyads(early)
    assert dyads.counts(0, 0, 10, known_before=10).sum() == 1
    assert dyads.counts(0, 0, 10).sum() == 2
    assert dyads.last(0, 10).max() == 5
    without = Dyads(Acts.of([("A", "B", "talk", 5, 5)], ["talk"]))
    assert np.array_equal(features(dyads, 0, 10, 5), features(without, 0, 10, 5))


def test_forecasts_do_not_change_with_what_comes_later(acts: Acts) -> None:
    day = 300
    kept = acts.day < day
    cut = Acts(
        acts.actors, acts.classes, acts.source[kept], acts.target[kept], acts.kind[kept], acts.day[kept],
        acts.known[kept], acts.origin,
    )  # fmt: skip
    one, two = Forecaster(acts, 30, day).forecast("S00", "S01"), Forecaster(cut, 30, day).forecast("S00", "S01")
    for left, right in zip(one, two, strict=True):
        assert isinstance(left, Forecast) and isinstance(right, Forecast)
        assert left.probability == pytest.approx(right.probability)
        assert left.backtest.brier == pytest.approx(right.backtest.brier)


def test_forecast_carries_reasons_and_backtest(acts: Acts) -> None:
    results = forecast(acts, "S02", "S03")
    for result in results:
        assert isinstance(result, Forecast)
        assert 0 < result.low <= result.probability <= result.high < 1
        assert result.count_low <= result.count_high
        assert {reason.name for reason in result.reasons} <= set(NAMES)
        assert result.backtest.cases > 100 and "backtest" in result.backtest.line()
        assert result.begin < result.end


def test_where_pairs_keep_their_rates_their_climatology_is_not_beaten(acts: Acts) -> None:
    gain = backtest(acts, "talk").skills["climatology"]
    assert gain.low < 0.02
    assert gain.value > -0.05, "nor lost to by much"


def test_backtest_is_calibrated_and_beats_the_references() -> None:
    acts = restless_world(days=600, shift=100)
    result = backtest(acts, "talk")
    assert result.calibration_error < 0.05
    assert result.skills["climatology"].low > 0
    assert result.skills["persistence"].low > 0
    assert 0.85 < result.coverage <= 1
    assert sum(part.cases for part in result.reliability) == result.cases
    assert sum(part.cases for part in result.strata) == result.cases
    assert result.origins == origins(Dyads(acts), 30)


def test_short_history_is_declined_with_what_is_missing() -> None:
    few = Acts.of([("A", "B", "talk", day) for day in range(10)], ["talk"])
    (result,) = forecast(few, "A", "B")
    assert isinstance(result, Declined)
    assert result.missing == "talk: the history must reach back 75 days before the forecast; it holds 10"
    assert "0 acts between the two" in forecast(few, "A", "X")[0].missing  # type: ignore[union-attr]
    with pytest.raises(TooLittle, match="leaves no origin"):
        backtest(few, "talk")
    with pytest.raises(TooLittle, match="no acts of class"):
        backtest_with(Learner(Dyads(few), 30), "war")
    rare = Acts.of([("A", "B", "talk", day) for day in range(0, 400, 40)], ["talk"])
    assert "of the rarer outcome" in forecast(rare, "A", "B")[0].missing  # type: ignore[union-attr]


def test_no_acts_at_all_are_declined() -> None:
    assert forecast(Acts.of([], ["talk"]), "A", "B")[0] == Declined(
        "A", "B", "talk", "A → B: 0 acts between the two so far; at least 3 are needed"
    )


def test_logistic_recovers_coefficients_and_errors() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(20_000, 2))
    y = (random.random(20_000) < 1 / (1 + np.exp(-(0.5 + x @ [1.0, -0.7])))).astype(float)
    fit = fit_logistic(x, y, np.arange(20_000))
    assert fit.coefficients / np.array([1, *fit.scale]) == pytest.approx([0.5, 1.0, -0.7], abs=0.06)
    low, high = fit.interval(np.zeros((1, 2)))
    assert low[0] < 1 / (1 + np.exp(-0.5)) < high[0]
    doubled = fit_logistic(np.vstack([x, x]), np.concatenate([y, y]), np.tile(np.arange(20_000), 2))
    assert doubled.error(x[:5]) == pytest.approx(fit.error(x[:5]), rel=0.02), "a pair seen twice is no second witness"


def test_counts_recover_mean_and_scatter() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(20_000, 1))
    mu = np.exp(0.3 + 0.8 * x[:, 0])
    count = random.poisson(mu * random.gamma(1 / 0.5, 0.5, len(mu))).astype(float)
    fit = fit_counts(x, count, np.arange(len(mu)))
    assert fit.expected(x[:50]) == pytest.approx(mu[:50], rel=0.1)
    low, high = fit.count_interval(x)
    assert 0.88 < ((count >= low) & (count <= high)).mean() < 0.99


def test_scores() -> None:
    p, y = np.array([0.9, 0.1, 0.5]), np.array([1.0, 0.0, 1.0])
    assert brier(p, y) == pytest.approx((0.01 + 0.01 + 0.25) / 3)
    assert log_score(p, y) == pytest.approx(-np.mean(np.log([0.9, 0.9, 0.5])))
    gain = skill(p, np.full(3, 0.5), y, np.arange(3))
    assert gain.value == pytest.approx(1 - 0.27 / 0.75) and gain.low <= gain.value <= gain.high
    assert [part.cases for part in reliability(np.array([0.0, 1.0]), np.array([0.0, 1.0]))] == [1, 1]


def event(
    name: str, day: date | None, latest: date | None = None, status: str = "asserted", type_: str = "AID"
) -> Event:
    return Event(name, type_, "military", ("RUS",), ("PRK", "CHN"), status, (), 1, earliest=day, latest=latest or day)


def test_only_dated_facts_become_acts() -> None:
    events = [
        event("one", date(2024, 1, 5)),
        event("vague", date(2024, 1, 1), date(2024, 12, 31)),
        event("undated", None),
        event("planned", date(2024, 1, 5), status="planned"),
        event("other", date(2024, 1, 5), type_="CONSULT"),
    ]
    acts = Acts.of_events(events, {"material": frozenset({"AID"})}, known={"one": date(2024, 2, 1)})
    assert [acts.actors[target] for target in acts.target] == ["CHN", "PRK"]
    assert acts.date_of(int(acts.day[0])) == date(2024, 1, 5)
    assert acts.date_of(int(acts.known[0])) == date(2024, 2, 1)

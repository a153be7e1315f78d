"""Known series: planted levels, breaks and gaps."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import ruptures

from rapprochement.measures.phases import TooFewEvents, anscombe, breaks, phases
from rapprochement.measures.rates import bootstrap_bands, log_ratio, rate, reciprocity


def planted(generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Draw a simulated dyad: two to four levels, each three to five times the one before or a fraction of it."""
    number = int(generator.integers(1, 4))
    lengths = generator.integers(10, 24, number + 1)
    levels = [float(generator.choice([1.0, 3.0, 8.0]))]
    for _ in range(number):
        factor = float(generator.uniform(3.5, 5.0))
        levels.append(levels[-1] * factor if levels[-1] < 4 else levels[-1] / factor)
    truth = np.repeat(levels, lengths)
    return generator.poisson(truth).astype(float), truth, [int(b) for b in np.cumsum(lengths)[:-1]]


def f1(found: list[list[int]], planted_breaks: list[list[int]]) -> float:
    hits = sum(any(abs(b - t) <= 2 for b in f) for f, p in zip(found, planted_breaks, strict=True) for t in p)
    return 2 * hits / (sum(map(len, found)) + sum(map(len, planted_breaks)))


def test_breaks_are_found_within_two_bins_and_better_than_the_defaults() -> None:
    generator = np.random.default_rng(7)
    drawn = [planted(generator) for _ in range(60)]
    truth = [b for *_, b in drawn]
    ours = f1([breaks(x) for x, *_ in drawn], truth)
    defaults = f1(
        [[b for b in ruptures.Pelt().fit(x.reshape(-1, 1)).predict(pen=3) if b < len(x)] for x, *_ in drawn], truth
    )
    assert ours >= 0.85
    assert ours > defaults


def test_the_optimum_is_that_of_ruptures() -> None:
    generator = np.random.default_rng(5)
    for _ in range(12):
        x, *_more = planted(generator)
        pelt = ruptures.Pelt(model="l2", min_size=2, jump=1).fit(anscombe(x).reshape(-1, 1))
        assert breaks(x) == [b for b in pelt.predict(pen=3 * np.log(len(x))) if b < len(x)]


def test_no_break_in_stationary_series() -> None:
    generator = np.random.default_rng(11)
    false = sum(
        bool(breaks(generator.poisson(generator.choice([0.5, 1, 2, 5, 10]), generator.integers(12, 80)).astype(float)))
        for _ in range(200)
    )
    assert false <= 10


def test_intervals_cover_what_they_say() -> None:
    generator = np.random.default_rng(3)
    inside = ratio_inside = total = 0
    for _ in range(150):
        (x, level, _), (y, other, _) = planted(generator), planted(generator)
        n = min(len(x), len(y))
        band, ratio = rate(x), log_ratio(x[:n], y[:n])
        inside += int(((band.lower <= level) & (level <= band.upper)).sum())
        truth = np.log(level[:n] / other[:n])
        ratio_inside += int(((ratio.lower <= truth) & (truth <= ratio.upper)).sum()) * len(x) // n
        total += len(x)
    assert 0.85 <= inside / total <= 0.95
    assert 0.82 <= ratio_inside / total <= 0.97


def test_phases_name_their_change_and_decline_on_little() -> None:
    years = [date(2000 + i, 1, 1) for i in range(16)]
    found = phases(years, np.array([1, 0, 1, 0, 2, 1, 0, 1, 8, 9, 7, 10, 9, 8, 11, 9], float))
    assert [p.first.year for p in found] == [2000, 2008]
    assert found[1].change > 5
    with pytest.raises(TooFewEvents, match="12 events"):
        phases(years, np.array([1, 0] * 8, float))


def test_bands_widen_where_few_documents_tell() -> None:
    many = bootstrap_bands(np.ones(40), np.arange(40), np.zeros(40, int), 1)
    few = bootstrap_bands(np.ones(40), np.arange(40) % 2, np.zeros(40, int), 1)
    assert few[1][0] - few[0][0] >= many[1][0] - many[0][0]
    assert reciprocity(np.array([1.0]), np.array([1.0])) == 1.0

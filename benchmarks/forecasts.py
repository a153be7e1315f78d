"""Measures the forecasts on ICEWS14s and ICEWS18: ``python benchmarks/forecasts.py WHAT DATA [SET…]``.

WHAT is ``links``, ``recurrency`` (rankings), ``dyads`` (probabilities between states, ICEWS18), ``fans`` (coverage of simulated
fans on ICEWS18) or ``recovery`` (parameters from simulated histories).

DATA is the folder that holds ``icews14s`` and ``icews18``. Times are wall clock and CPU seconds of this process; run with
``OMP_NUM_THREADS=1`` for one core. Settings are those tuned on the valid part; every run looks at the test part once.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from rapprochement.codebook.loader import load_codebook
from rapprochement.feeds.codes import Codes, plain_name
from rapprochement.feeds.reading import read_feed
from rapprochement.forecasts.classes import forecast_classes
from rapprochement.forecasts.dyads.backtest import backtest_with
from rapprochement.forecasts.dyads.fitting import Learner
from rapprochement.forecasts.dyads.history import Acts, Dyads
from rapprochement.forecasts.links.forecaster import LinkForecaster
from rapprochement.forecasts.quadruples import read_benchmark
from rapprochement.forecasts.recurrency import Recurrency
from rapprochement.forecasts.simulate.hawkes import Hawkes, System, fit_hawkes
from rapprochement.forecasts.simulate.scenario import choose_actors

STACK_STEPS = {"icews14s": 30, "icews18": 20}
"""Last steps before the ranked part on which the stack is fitted."""


def links(folder: Path, part: str) -> str:
    """Learn from what precedes the part and rank it."""
    benchmark = read_benchmark(folder)
    begin, end = (benchmark.test, benchmark.end) if part == "test" else (benchmark.valid, benchmark.test)
    facts = benchmark.facts.both_directions()
    wall, cpu = time.perf_counter(), time.process_time()
    forecaster = LinkForecaster.fit(facts, stack_from=begin - STACK_STEPS.get(folder.name, 14), until=begin)
    learned = time.perf_counter() - wall, time.process_time() - cpu
    ranking = forecaster.rank(facts, begin, end)
    total = time.perf_counter() - wall, time.process_time() - cpu
    return (
        f"{folder.name} {part} links: {ranking}; learned in {learned[0]:.1f} s ({learned[1]:.1f} s CPU), "
        f"learned and predicted in {total[0]:.1f} s ({total[1]:.1f} s CPU)"
    )


def recurrency(folder: Path, part: str) -> str:
    """Tune the recurrency baseline on valid and rank the part."""
    benchmark = read_benchmark(folder)
    begin, end = (benchmark.test, benchmark.end) if part == "test" else (benchmark.valid, benchmark.test)
    facts = benchmark.facts.both_directions()
    wall, cpu = time.perf_counter(), time.process_time()
    ranking = Recurrency.fit(facts, benchmark.valid, benchmark.test).rank(facts, begin, end)
    total = time.perf_counter() - wall, time.process_time() - cpu
    return f"{folder.name} {part} recurrency baseline: {ranking}; {total[0]:.1f} s ({total[1]:.1f} s CPU)"


def states(folder: Path) -> Acts:
    """Acts between the actors of ICEWS18 that bear the name of a state."""
    book = load_codebook()
    codes = Codes.of(book)
    events = [
        event
        for batch in read_feed(folder, "quadruples", codes, date(2018, 1, 1))
        for event, record in zip(batch.events, batch.records, strict=True)
        if plain_name(record.source_name) in codes.names and plain_name(record.target_name) in codes.names
    ]
    return Acts.of_events(events, forecast_classes(book))


def dyads(folder: Path, _part: str) -> str:
    """Backtest the probability of an act within 30 days, class by class."""
    acts = states(folder)
    learner = Learner(Dyads(acts), 30)
    lines = []
    for kind in acts.classes:
        cpu = time.process_time()
        result = backtest_with(learner, kind)
        others = "; ".join(
            f"over {name} {gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]" for name, gain in result.skills.items()
        )
        strata = "; ".join(
            f"{part.name} {part.skill.value:+.3f} [{part.skill.low:+.3f}, {part.skill.high:+.3f}] n={part.cases}"
            for part in result.strata
        )
        lines.append(
            f"{kind}: {result.cases} forecasts, {result.share:.3f} came true, Brier {result.brier:.4f}, log score "
            f"{result.log_score:.4f}, calibration error {result.calibration_error:.4f}, counts inside 90 % intervals "
            f"{result.coverage:.3f}; skill {others}; by pairs {strata}; {time.process_time() - cpu:.1f} s CPU"
        )
    return "\n".join(lines)


def fans(folder: Path, _part: str) -> str:
    """Share of monthly counts inside 90 % fans: systems of four around ten pairs, two origins, two months each."""
    acts = states(folder)
    pairs = Dyads(acts)
    counts = pairs.counts(None, pairs.first_day, pairs.end_day)
    busiest = [
        pair for pair in np.argsort(-(counts + counts[pairs.mirror]), kind="stable") if pair < pairs.mirror[pair]
    ]
    inside = []
    for pair in busiest[:20:2]:
        named = acts.actors[pairs.source[pair]], acts.actors[pairs.target[pair]]
        for offset in (180, 240):
            origin = pairs.first_day + offset
            kept = acts.day < origin
            columns = {name: getattr(acts, name)[kept] for name in ("source", "target", "kind", "day", "known")}
            past = replace(acts, **columns)
            system = System.of(choose_actors(past, named, 2), acts.classes)
            daily = system.counts(past, origin)
            model = fit_hawkes(system, daily)
            own = model.run(model.state(daily), 60, 500, np.random.default_rng(0))[0]
            came = system.counts(acts, origin + 60)[offset : offset + 60]
            for month in (slice(0, 30), slice(30, 60)):
                low, high = np.quantile(own[:, month].sum(axis=1), [0.05, 0.95], axis=0)
                total = came[month].sum(axis=0)
                inside.append(float(((total >= low) & (total <= high)).mean()))
    return f"{folder.name} fans: {np.mean(inside):.3f} of monthly counts inside 90 % fans ({len(inside)} systems and months)"


def recovery(_folder: Path, _part: str) -> str:
    """Relative errors of parameters fitted to simulated histories of about 5,000 acts."""
    truth = Hawkes(
        System.of(("A", "B"), ("coop", "host")),
        np.array([0.12, 0.08, 0.1, 0.06]),
        np.array([0.3, 0.1, 0.1, 0.25, 0.2, 0.1, 0.1, 0.15]),
        4.0,
    )
    true = np.concatenate([truth.base, truth.strength, [truth.half_life]])
    errors, acts = [], []
    for seed in range(10):
        daily = truth.run(np.zeros(4), 4700, 1, np.random.default_rng(seed))[0][0]
        model = fit_hawkes(truth.system, daily)
        errors.append(np.abs(np.concatenate([model.base, model.strength, [model.half_life]]) / true - 1))
        acts.append(int(daily.sum()))
    return (
        f"recovery: median relative error {np.median(errors):.3f} over 13 parameters and 10 histories of "
        f"{np.mean(acts):.0f} acts; half-life {np.median([error[-1] for error in errors]):.3f}"
    )


MEASURES: dict[str, Callable[[Path, str], str]] = {
    "links": links,
    "recurrency": recurrency,
    "dyads": dyads,
    "fans": fans,
    "recovery": recovery,
}


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=sorted(MEASURES))
    parser.add_argument("data", type=Path)
    parser.add_argument("sets", nargs="*", default=[])
    parser.add_argument("--part", choices=["valid", "test"], default="test")
    options = parser.parse_args()
    ranking = options.what in ("links", "recurrency")
    for name in options.sets or (["icews14s", "icews18"] if ranking else ["icews18"]):
        print(MEASURES[options.what](options.data / name, options.part), flush=True)


if __name__ == "__main__":
    main()

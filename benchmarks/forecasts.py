"""Measures the forecasts on ICEWS14s and ICEWS18: ``python benchmarks/forecasts.py links|recurrency|dyads DATA [SET…]``.

DATA is the folder that holds ``icews14s`` and ``icews18``. Times are wall clock and CPU seconds of this process; run with
``OMP_NUM_THREADS=1`` for one core. Settings are those tuned on the valid part; every run looks at the test part once.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from rapprochement.forecasts.links.forecaster import LinkForecaster
from rapprochement.forecasts.quadruples import read_benchmark
from rapprochement.forecasts.recurrency import Recurrency

STACK_STEPS = {"icews14s": 30, "icews18": 14}
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


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["links", "recurrency"])
    parser.add_argument("data", type=Path)
    parser.add_argument("sets", nargs="*", default=["icews14s", "icews18"])
    parser.add_argument("--part", choices=["valid", "test"], default="test")
    options = parser.parse_args()
    measure = {"links": links, "recurrency": recurrency}[options.what]
    for name in options.sets:
        print(measure(options.data / name, options.part), flush=True)


if __name__ == "__main__":
    main()

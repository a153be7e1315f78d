"""A million generated events measured in DuckDB: the Ibis streams against the same sums in hand-written SQL.

``python -m benchmarks.measures [EVENTS]`` prints seconds and their ratio (the aim is at most 1.5).
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from rapprochement.codebook import load_codebook
from rapprochement.measures.scales import intensities, policy
from rapprochement.measures.series import LONGEST_DAYS, dyad_rows, streams

REPEATS = 3
ACTORS = 40
YEARS = 20
HAND_WRITTEN = f"""
with dated as (
    select s.quad, s.value, e.domain, coalesce(e.earliest, e.latest) as b, coalesce(e.latest, e.earliest) as f,
        e.source, e.target, w.weight * (1 - (1 - $uncorroborated) / greatest(e.independent_sources, 1)) as weight
    from events e join scales s using (type) join weights w using (status) where w.weight > 0),
sources as (
    select *, unnest(source) as a from dated where b is not null and f >= b and f - b + 1 <= {LONGEST_DAYS}),
pairs as (select *, unnest(target) as c from sources),
spread as (
    select quad, value, domain, a, c, weight / (f - b + 1) as per_day, b, f,
        unnest(range(date_trunc('month', b)::timestamp, f::timestamp + interval 1 day, interval 1 month))::date as p
    from pairs where a <> c),
parts as (
    select *, per_day * (least(f, (p + interval 1 month)::date - 1) - greatest(b, p) + 1) as part from spread)
select p, a, c, domain, coalesce(sum(part) filter (value > 0), 0) as cooperation,
    coalesce(sum(part) filter (value < 0), 0) as hostility,
    coalesce(sum(part) filter (quad = 'material cooperation'), 0) as material,
    coalesce(sum(part * value) filter (value > 0), 0) as cooperation_intensity,
    -coalesce(sum(part * value) filter (value < 0), 0) as hostility_intensity
from parts group by all order by all
"""


def _lists(values: Any) -> Any:
    return pa.ListArray.from_arrays(pa.array(np.arange(len(values) + 1, dtype=np.int32)), pa.array(values))


def generated(number: int, types: list[str], seed: int = 0) -> pa.Table:
    """Return made-up events: seven in ten of one day, the others spread over days, months or a year."""
    generator = np.random.default_rng(seed)
    actors = np.array([f"A{i:02d}" for i in range(ACTORS)])
    first = generator.integers(0, 365 * YEARS, number)
    kind = generator.random(number)
    width = np.where(
        kind < 0.7, 0, np.where(kind < 0.9, generator.integers(1, 31, number), generator.integers(31, 366, number))
    )
    begin = np.datetime64("2004-01-01")
    return pa.table(
        {
            "event": pa.array([f"e{i}" for i in range(number)]),
            "type": np.array(types)[generator.integers(0, len(types), number)],
            "domain": np.array(["military", "diplomatic", "economic", "cultural"])[generator.integers(0, 4, number)],
            "source": _lists(actors[generator.integers(0, ACTORS, number)]),
            "target": _lists(actors[generator.integers(0, ACTORS, number)]),
            "status": np.array(["asserted", "claimed", "suspected", "planned", "denied"])[
                generator.integers(0, 5, number)
            ],
            "earliest": pa.array(begin + first.astype("timedelta64[D]")),
            "latest": pa.array(begin + (first + width).astype("timedelta64[D]")),
            "independent_sources": generator.integers(1, 4, number),
        }
    )


def measure(number: int = 1_000_000) -> dict[str, Any]:
    """Return seconds of both, their ratio, and the greatest difference between their sums."""
    codebook = load_codebook()
    scales, weights = intensities(codebook), policy(codebook, "cautious")
    connection = ibis.duckdb.connect()
    raw = connection.con
    raw.register("generated", generated(number, sorted(scales)))
    raw.execute("create table events as select * from generated")
    raw.execute("create table scales (type varchar, quad varchar, value double)")
    raw.executemany("insert into scales values (?, ?, ?)", [(k, v.quad, v.intensity) for k, v in scales.items()])
    raw.execute("create table weights (status varchar, weight double)")
    raw.executemany("insert into weights values (?, ?)", list(weights.weights.items()))
    expression = streams(dyad_rows(connection.table("events"), weights, scales), "month", ("a", "b", "domain"))
    values = {"uncorroborated": weights.uncorroborated}
    ours, theirs = [], []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        found = expression.to_pyarrow()
        ours.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        expected = raw.execute(HAND_WRITTEN, values).to_arrow_table()
        theirs.append(time.perf_counter() - begin)
    names = ("cooperation", "hostility", "material", "cooperation_intensity", "hostility_intensity")
    difference = max(
        float(np.abs(found.column(n).to_numpy() - expected.column(n).to_numpy().astype(float)).max()) for n in names
    )
    return {
        "events": number,
        "rows": found.num_rows,
        "ibis_seconds": round(min(ours), 3),
        "sql_seconds": round(min(theirs), 3),
        "ratio": round(min(ours) / min(theirs), 3),
        "greatest_difference": difference,
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)))

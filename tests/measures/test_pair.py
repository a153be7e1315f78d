"""One pair measured on made-up events: streams against a plain reference, policies, coverage, phases, long sparse histories."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_events import CODEBOOK, SCHEMA, event, random_events

from rapprochement.errors import UsageError
from rapprochement.measures import Record, intensities, policy, relation
from rapprochement.measures.pair import fetch
from rapprochement.measures.series import streams
from rapprochement.measures.told import ToldPhase

SCALES = intensities(CODEBOOK)
MENTIONS = pa.schema([("document", pa.string()), ("earliest", pa.date32()), ("latest", pa.date32())])
EVERY = ("asserted", "claimed", "suspected", "planned")


def record(
    rows: list[dict[str, Any]], papers: list[str] | None = None, told: list[tuple[str, int]] | None = None
) -> Record:
    published = papers or []
    mentions = [{"document": d, "earliest": date(y, 1, 1), "latest": date(y, 12, 31)} for d, y in told or []]
    return Record(
        pa.Table.from_pylist(rows, schema=SCHEMA),
        pa.table(
            {"state": pa.array(["coded"] * len(published), pa.string()), "published": pa.array(published, pa.string())}
        ),
        pa.Table.from_pylist(mentions, schema=MENTIONS),
    )


def reference(rows: list[dict[str, Any]], policy_name: str) -> dict[date, tuple[float, float]]:
    """Add up the streams between FRA and ITA day by day, each event once."""
    weights, sums = policy(CODEBOOK, policy_name), defaultdict(lambda: [0.0, 0.0])
    for row in rows:
        weight = weights.weight(row["status"], row["independent_sources"])
        if not row["earliest"] or {row["source"][0], row["target"][0]} != {"FRA", "ITA"}:
            continue
        days = (row["latest"] - row["earliest"]).days + 1
        for n in range(days):
            month = (row["earliest"] + timedelta(days=n)).replace(day=1)
            sums[month][0 if SCALES[row["type"]].intensity > 0 else 1] += weight / days
    return {month: (warm, cold) for month, (warm, cold) in sums.items()}


@settings(max_examples=12, deadline=None)
@given(random_events(), st.sampled_from(["cautious", "representative", "inclusive"]))
def test_the_streams_of_a_pair_equal_a_plain_reference(rows: list[dict[str, Any]], policy_name: str) -> None:
    table = ibis.memtable(pa.Table.from_pylist(rows, schema=SCHEMA))
    pair = fetch(table, (("FRA",), ("ITA",)), "month", SCALES, statuses=EVERY)
    expected = reference(rows, policy_name)
    if not pair.event:
        assert not any(sum(v) for v in expected.values())
        return
    weights = pair.weights(policy(CODEBOOK, policy_name))
    warm, cold = pair.total(weights, pair.warm), pair.total(weights, ~pair.warm)
    for month, one, other in zip(pair.starts, warm, cold, strict=True):
        assert (one, other) == pytest.approx(expected.get(month, (0.0, 0.0)), abs=1e-9)
    assert warm.sum() + cold.sum() == pytest.approx(sum(map(sum, expected.values())))


@settings(max_examples=8, deadline=None)
@given(random_events())
def test_streams_in_ibis_equal_the_arrays(rows: list[dict[str, Any]]) -> None:
    from rapprochement.measures.series import between, dyad_rows

    table, weights = ibis.memtable(pa.Table.from_pylist(rows, schema=SCHEMA)), policy(CODEBOOK, "inclusive")
    pair = fetch(table, (("FRA",), ("ITA",)), "month", SCALES, statuses=EVERY)
    found = streams(between(dyad_rows(table, weights, SCALES), "FRA", "ITA"), "month").to_pyarrow().to_pylist()
    arrays = pair.total(pair.weights(weights), pair.warm) if pair.event else np.zeros(0)
    assert sum(row["cooperation"] for row in found) == pytest.approx(float(arrays.sum()))


def yearly(counts: dict[int, int], kind: str = "AID") -> list[dict[str, Any]]:
    return [
        event(f"{kind}{year}-{i}", kind, "FRA", "ITA", date(year, 1 + i % 12, 5))
        for year, n in counts.items()
        for i in range(n)
    ]


def test_a_long_history_with_sparse_early_years_is_unknown_there_and_changes_late() -> None:
    counts = {1950: 1, 1961: 2, 1990: 1, **dict.fromkeys(range(2014, 2020), 4), **dict.fromkeys(range(2020, 2025), 14)}
    found = relation(record(yearly(counts), ["2024-11-02"], [("a", 1990), ("a", 1975)]), ("FRA", "ITA"), CODEBOOK)
    assert [p.first.year for p in found.phases] == [1950, 2014, 2020]
    early = found.phases[0]
    assert (early.known, early.periods) == (4, 64)
    assert early.last == date(2013, 12, 31)
    by_year = {row.start.year: row for row in found.series}
    assert by_year[1970].cooperation is None and not by_year[1970].known
    assert by_year[1975].cooperation == 0.0 and by_year[1975].told == 1
    assert all(e.startswith("AID202") for e in found.phases[2].leading)


def test_few_events_give_no_curve_but_a_number_that_would_do() -> None:
    found = relation(record(yearly({2020: 3})), ("FRA", "ITA"), CODEBOOK)
    assert not found.series and found.note is not None and "needs 5" in found.note
    none = relation(record(yearly({2020: 9})), ("FRA", "EGY"), CODEBOOK)
    assert none.events == 0 and math.isnan(none.reciprocity)
    domain = relation(record(yearly({2020: 9})), ("FRA", "ITA"), CODEBOOK, domain="cultural")
    assert domain.note is not None and "cultural" in domain.note


def test_too_fine_a_period_is_refused_with_advice() -> None:
    found = relation(record(yearly({1950: 4, 2020: 4})), ("FRA", "ITA"), CODEBOOK, period="day")
    assert found.note is not None and "longer period" in found.note
    with pytest.raises(UsageError, match="decade"):
        relation(record(yearly({2020: 9})), ("FRA", "ITA"), CODEBOOK, period="decade")
    with pytest.raises(UsageError, match="cautious"):
        relation(record(yearly({2020: 9})), ("FRA", "ITA"), CODEBOOK, policy_name="bold")


def test_what_policies_change_is_shown() -> None:
    rows = yearly({2020: 7})
    rows[0]["status"], rows[1]["status"] = "suspected", "planned"
    found = relation(record(rows), ("FRA", "ITA"), CODEBOOK)
    sums = {s.policy: s.cooperation for s in found.policies}
    assert sums == {"cautious": 3.0, "representative": 5.3, "inclusive": 6.5}
    assert found.changes[0].event == rows[0]["event"]
    assert dict(found.changes[0].weights) == {"cautious": 0.0, "representative": 0.3, "inclusive": 1.0}


def test_former_states_count_and_reciprocity_needs_directed_acts() -> None:
    rows = [event(f"s{i}", "AID", "SUN", "PRK", date(1960, 2, 1 + i)) for i in range(3)]
    rows += [event(f"r{i}", "SUPPORT", "PRK", "RUS", date(2020, 2, 1 + i)) for i in range(3)]
    found = relation(record(rows), ("RUS", "PRK"), CODEBOOK, aliases={"SUN": "RUS"})
    assert found.events == 6 and found.reciprocity == 1.0
    meetings = [event(f"m{i}", "CONSULT", "FRA", "ITA", date(2020, 2, 1 + i)) for i in range(6)]
    assert math.isnan(relation(record(meetings), ("FRA", "ITA"), CODEBOOK).reciprocity)


def test_an_event_of_both_directions_counts_once() -> None:
    rows = yearly({2020: 5})
    rows[0]["source"] = rows[0]["target"] = ["FRA", "ITA"]
    assert relation(record(rows), ("FRA", "ITA"), CODEBOOK).events == 5


def test_bands_need_lineages_and_say_so() -> None:
    rows = yearly({2020: 12})
    few = Record(record(rows).events, record(rows).documents, None, {r["event"]: ("a",) for r in rows})
    assert relation(few, ("FRA", "ITA"), CODEBOOK).series[0].band_low is None
    many = Record(few.events, few.documents, None, {r["event"]: (f"d{i}",) for i, r in enumerate(rows)})
    row = relation(many, ("FRA", "ITA"), CODEBOOK).series[0]
    assert row.band_low is not None and row.band_high is not None and row.band_low < 12 < row.band_high


def test_goldstein_is_an_option() -> None:
    rows = yearly({2020: 5}, "RETREAT")
    nets = [
        relation(record(rows), ("FRA", "ITA"), CODEBOOK, scale=scale).series[0].net
        for scale in ("intensity", "goldstein")
    ]
    assert nets == [27.5, 45.0]


def test_told_phases_are_compared_with_measured_ones() -> None:
    counts = {**dict.fromkeys(range(2000, 2012), 1), **dict.fromkeys(range(2012, 2022), 9)}
    told = [
        ToldPhase("a", 0, 9, "2012, un tournant", "turn", date(2012, 1, 1), None, ("FRA", "ITA")),
        ToldPhase("a", 20, 29, "2005, regain", "warmer", date(2005, 1, 1), None, ("FRA", "ITA")),
        ToldPhase("b", 0, 9, "2003, froid", "colder", date(2003, 1, 1), None, ("EGY", "ITA")),
    ]
    found = relation(record(yearly(counts)), ("FRA", "ITA"), CODEBOOK, told=told)
    assert found.agreement is not None
    assert (found.agreement.told, found.agreement.measured, found.agreement.both) == ((2005, 2012), (2012,), (2012,))
    assert len(found.told) == 2


def test_a_small_pair_is_measured_within_a_second() -> None:
    rows = record(yearly(dict.fromkeys(range(1990, 2025), 6)))
    relation(rows, ("FRA", "ITA"), CODEBOOK)
    begin = time.process_time()
    relation(rows, ("FRA", "ITA"), CODEBOOK)
    assert time.process_time() - begin < 1.0

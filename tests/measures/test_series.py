"""Measures in Ibis against a plain reference on random events."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_events import CODEBOOK, event, random_events, table

from rapprochement.errors import UsageError
from rapprochement.measures.scales import intensities, policy
from rapprochement.measures.series import between, check_period, counts, coverage, dyad_rows, periods, streams


def reference(rows: list[dict[str, Any]], policy_name: str) -> dict[tuple[date, str, str, str], tuple[float, float]]:
    """Count day by day in plain Python."""
    weights, scale = policy(CODEBOOK, policy_name), intensities(CODEBOOK)
    sums: dict[tuple[date, str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in rows:
        weight = weights.weight(row["status"], row["independent_sources"])
        a, b = row["source"][0], row["target"][0]
        if not row["earliest"] or weight == 0 or a == b:
            continue
        days = (row["latest"] - row["earliest"]).days + 1
        for n in range(days):
            month = (row["earliest"] + timedelta(days=n)).replace(day=1)
            cell = sums[month, a, b, scale[row["type"]].quad]
            cell[0] += weight / days
            cell[1] += weight / days * scale[row["type"]].intensity
    return {k: (v[0], v[1]) for k, v in sums.items()}


@settings(max_examples=15, deadline=None)
@given(random_events(), st.sampled_from(["cautious", "representative", "inclusive"]))
def test_counts_equal_a_plain_reference(rows: list[dict[str, Any]], policy_name: str) -> None:
    found = counts(dyad_rows(table(rows), policy(CODEBOOK, policy_name), intensities(CODEBOOK)), "month").to_pyarrow()
    got = {(r["period"], r["a"], r["b"], r["quad"]): (r["events"], r["intensity"]) for r in found.to_pylist()}
    expected = reference(rows, policy_name)
    assert set(got) == set(expected)
    for key, (number, intensity) in expected.items():
        assert got[key][0] == pytest.approx(number) and got[key][1] == pytest.approx(intensity)


@pytest.mark.parametrize("period", ["day", "week", "month", "quarter", "year"])
def test_an_event_spread_over_periods_adds_up_to_one(period: Any) -> None:
    rows = [event("e", "AID", "FRA", "ITA", date(2019, 12, 17), 29)]
    found = counts(
        dyad_rows(table(rows), policy(CODEBOOK, "representative"), intensities(CODEBOOK)), period
    ).to_pyarrow()
    assert sum(found["events"].to_pylist()) == pytest.approx(1.0)


def test_streams_keep_cooperation_and_hostility_apart() -> None:
    rows = [
        event("a", "AID", "FRA", "ITA", date(2020, 1, 3)),
        event("b", "ACCUSE", "ITA", "FRA", date(2020, 1, 9)),
        event("c", "ACCUSE", "ITA", "EGY", date(2020, 1, 9)),
    ]
    wide = dyad_rows(table(rows), policy(CODEBOOK, "representative"), intensities(CODEBOOK))
    (row,) = streams(between(wide, "ITA", "FRA"), "month").to_pyarrow().to_pylist()
    assert (row["cooperation"], row["hostility"], row["material"]) == (1.0, 1.0, 1.0)
    assert (row["cooperation_intensity"], row["hostility_intensity"]) == (7.0, 2.5)
    assert between(wide, "ITA", "FRA", directed=True).count().execute() == 1


def test_coverage_counts_dated_coded_documents_only() -> None:
    documents = ibis.memtable(
        pa.table(
            {
                "state": ["coded", "coded", "not coded", "coded", "coded"],
                "published": ["2020-01-05", "2020-01", "2020-01-05", None, "2020"],
            }
        )
    )
    (row,) = coverage(documents, "month").to_pyarrow().to_pylist()
    assert row == {"period": date(2020, 1, 1), "documents": 2}


def test_periods_and_their_names() -> None:
    assert periods(date(2019, 12, 31), date(2020, 1, 1), "year") == [date(2019, 1, 1), date(2020, 1, 1)]
    with pytest.raises(UsageError, match="month"):
        check_period("decade")

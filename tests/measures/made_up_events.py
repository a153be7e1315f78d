"""Made-up events for the tests of measures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import ibis
import pyarrow as pa
from hypothesis import strategies as st

from rapprochement.codebook import load_codebook
from rapprochement.measures.scales import intensities

CODEBOOK = load_codebook()
TYPES = sorted(intensities(CODEBOOK))
ACTORS = ["FRA", "ITA", "EGY"]
SCHEMA = pa.schema(
    [
        ("event", pa.string()), ("type", pa.string()), ("domain", pa.string()), ("source", pa.list_(pa.string())),
        ("target", pa.list_(pa.string())), ("status", pa.string()), ("earliest", pa.date32()), ("latest", pa.date32()),
        ("independent_sources", pa.int64()),
    ]
)  # fmt: skip


def event(name: str, kind: str, a: str, b: str, first: date | None, days: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "event": name, "type": kind, "domain": "military", "source": [a], "target": [b], "status": "asserted",
        "earliest": first, "latest": first + timedelta(days=days) if first else None, "independent_sources": 1, **more,
    }  # fmt: skip


def table(rows: list[dict[str, Any]]) -> Any:
    return ibis.memtable(pa.Table.from_pylist(rows, schema=SCHEMA))


@st.composite
def random_events(draw: st.DrawFn) -> list[dict[str, Any]]:
    number = draw(st.integers(1, 12))
    return [
        event(
            f"e{i}", draw(st.sampled_from(TYPES)), draw(st.sampled_from(ACTORS)), draw(st.sampled_from(ACTORS)),
            draw(st.none() | st.dates(date(2019, 11, 1), date(2020, 3, 31))), draw(st.integers(0, 70)),
            status=draw(st.sampled_from(["asserted", "claimed", "suspected", "planned", "denied"])),
            independent_sources=draw(st.integers(0, 4)),
        )
        for i in range(number)
    ]  # fmt: skip

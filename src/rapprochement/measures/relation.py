"""One pair's relation in figures: streams with bands, ratio, reciprocity, phases measured and told. What ``show measures`` shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from rapprochement.codebook import Codebook
from rapprochement.measures.phases import Phase, TooFewEvents, phases
from rapprochement.measures.rates import bootstrap_bands, log_ratio, rate, reciprocity
from rapprochement.measures.scales import intensities, policy
from rapprochement.measures.series import (
    Period,
    between,
    check_period,
    coverage,
    dyad_rows,
    periods,
    spread,
    streams,
)

LEAST_EVENTS = 5
"""Below it no curve is drawn: the message says how many are needed."""
LONGEST_SERIES = 2_000
"""Periods; a daily series of decades is refused with advice."""


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One period of one pair.

    Attributes
    ----------
    cooperation, hostility, material : float
        Weighted numbers of events (``material``: material cooperation alone).
    cooperation_low, cooperation_high, hostility_low, hostility_high : float
        90 % Gamma-Poisson intervals of the rate.
    band_low, band_high : float
        90 % bootstrap band of cooperation over documents.
    ratio, ratio_low, ratio_high : float
        Log of cooperation to hostility, shrunk, with its 90 % interval.
    documents : int
        Coded documents published in the period.
    known : bool
        Whether the record covers the period: a document published in it or an event told of it. Else it is unknown, not calm.
    """

    a: str
    b: str
    period: str
    start: date
    domain: str
    policy: str
    cooperation: float
    hostility: float
    material: float
    cooperation_low: float
    cooperation_high: float
    hostility_low: float
    hostility_high: float
    band_low: float
    band_high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    documents: int
    known: bool


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A measured phase of a pair, with the events that lead it."""

    a: str
    b: str
    period: str
    policy: str
    first: date
    last: date
    rate: float
    change: float | None
    stability: float
    leading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """What :func:`relation` returns; ``note`` says why something is missing."""

    pair: tuple[str, str]
    series: tuple[SeriesRow, ...]
    phases: tuple[PhaseRow, ...]
    events: float
    material_share: float
    reciprocity: float
    note: str | None = None


def relation(
    events: Any,
    documents: Any,
    pair: tuple[str, str],
    codebook: Codebook,
    *,
    period: str = "year",
    policy_name: str = "representative",
    domain: str | None = None,
    scale: str = "intensity",
    tellers: Mapping[str, str] | None = None,
) -> Relation:
    """Measure one pair.

    Parameters
    ----------
    events, documents : pyarrow.Table or ibis.Table
        Tables of a dossier.
    pair : (str, str)
        Actor codes.
    codebook : Codebook
    period : {"day", "week", "month", "quarter", "year"}
    policy_name : {"cautious", "representative", "inclusive"}
    domain : str, optional
        Only events of this domain.
    scale : {"intensity", "goldstein"}
    tellers : mapping of str to str, optional
        Document that tells each event, for the bootstrap over documents.

    Raises
    ------
    UsageError
        If there is no such period or policy.
    """
    import ibis

    unit: Period = check_period(period)
    scales, weights = intensities(codebook), policy(codebook, policy_name)
    table = events if hasattr(events, "aggregate") and not hasattr(events, "to_pylist") else ibis.memtable(events)
    papers = documents if not hasattr(documents, "to_pylist") else ibis.memtable(documents)
    if domain:
        table = table.filter(table.domain == domain)
    rows = between(dyad_rows(table, weights, scales, scale), *pair)
    rows = ibis.memtable(rows.to_pyarrow())
    listed = rows.to_pyarrow().to_pylist()
    total = sum(r["weight"] for r in listed)
    if total < LEAST_EVENTS:
        return Relation(
            pair, (), (), total, float("nan"), float("nan"),
            f"only {total:.1f} weighted dated events between {pair[0]} and {pair[1]}; a curve needs {LEAST_EVENTS}",
        )  # fmt: skip
    starts = periods(min(r["begins"] for r in listed), max(r["ends"] for r in listed), unit)
    if len(starts) > LONGEST_SERIES:
        return Relation(
            pair,
            (),
            (),
            total,
            float("nan"),
            float("nan"),
            f"{len(starts)} {unit}s are too many; choose a longer period",
        )
    at = {day: i for i, day in enumerate(starts)}
    warm, cold, material = (np.zeros(len(starts)) for _ in range(3))
    for row in streams(rows, unit).to_pyarrow().to_pylist():
        i = at[row["period"]]
        warm[i], cold[i], material[i] = row["cooperation"], row["hostility"], row["material"]
    papers_in = {r["period"]: r["documents"] for r in coverage(papers, unit).to_pyarrow().to_pylist()}
    series = _series(
        pair, unit, policy_name, domain, starts, warm, cold, material, papers_in, _band(rows, unit, at, tellers or {})
    )
    there, back = (_directed(rows, unit, a, b, at) for a, b in (pair, pair[::-1]))
    note = None
    found: list[PhaseRow] = []
    try:
        found = [_phase(pair, unit, policy_name, p, listed) for p in phases(starts, warm + cold)]
    except TooFewEvents as reason:
        note = str(reason)
    share = float(material.sum() / warm.sum()) if warm.sum() else float("nan")
    return Relation(pair, tuple(series), tuple(found), total, share, reciprocity(there, back), note)


def _directed(rows: Any, unit: Period, a: str, b: str, at: dict[date, int]) -> Any:
    counts = np.zeros(len(at))
    for row in streams(between(rows, a, b, directed=True), unit).to_pyarrow().to_pylist():
        counts[at[row["period"]]] = row["cooperation"] + row["hostility"]
    return counts


def _band(rows: Any, unit: Period, at: dict[date, int], tellers: Mapping[str, str]) -> tuple[Any, Any]:
    """Bootstrap the cooperation stream over the documents that tell it; an event without a known teller stands alone."""
    spread_rows = spread(rows, unit).filter(lambda t: t.value > 0).to_pyarrow().to_pylist()
    names = {d: i for i, d in enumerate(sorted({tellers.get(r["event"], r["event"]) for r in spread_rows}))}
    return bootstrap_bands(
        np.array([r["weight"] * r["share"] for r in spread_rows], float),
        np.array([names[tellers.get(r["event"], r["event"])] for r in spread_rows], np.int64),
        np.array([at[r["period"]] for r in spread_rows], np.int64),
        len(at),
    )


def _series(
    pair: tuple[str, str], unit: str, policy_name: str, domain: str | None, starts: Sequence[date],
    warm: Any, cold: Any, material: Any, papers: dict[date, int], band: tuple[Any, Any],
) -> list[SeriesRow]:  # fmt: skip
    cooperation, hostility, ratio = rate(warm), rate(cold), log_ratio(warm, cold)
    rounded = {
        name: [round(float(x), 4) for x in values]
        for name, values in {
            "cooperation": warm, "hostility": cold, "material": material,
            "cooperation_low": cooperation.lower, "cooperation_high": cooperation.upper,
            "hostility_low": hostility.lower, "hostility_high": hostility.upper,
            "band_low": band[0], "band_high": band[1],
            "ratio": ratio.estimate, "ratio_low": ratio.lower, "ratio_high": ratio.upper,
        }.items()
    }  # fmt: skip
    return [
        SeriesRow(
            a=pair[0], b=pair[1], period=unit, start=day, domain=domain or "all", policy=policy_name,
            documents=papers.get(day, 0), known=bool(papers.get(day, 0) or warm[i] or cold[i]),
            **{name: values[i] for name, values in rounded.items()},
        )
        for i, day in enumerate(starts)
    ]  # fmt: skip


def _phase(pair: tuple[str, str], unit: str, policy_name: str, phase: Phase, rows: list[dict[str, Any]]) -> PhaseRow:
    inside = [r for r in rows if phase.first <= r["begins"] and r["begins"].year <= phase.last.year]
    leading = sorted(inside, key=lambda r: (-abs(r["value"]) * r["weight"], r["begins"], r["event"]))
    unique = tuple(dict.fromkeys(r["event"] for r in leading))[:3]
    change = None if phase.change != phase.change else round(phase.change, 3)
    return PhaseRow(
        *pair,
        unit,
        policy_name,
        phase.first,
        phase.last,
        round(phase.rate, 4),
        change,
        round(phase.stability, 3),
        unique,
    )

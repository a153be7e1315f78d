"""The events of one pair, spread over periods: fetched with one query, then weighted and summed as arrays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from rapprochement.measures.rates import Floats
from rapprochement.measures.scales import SYMMETRIC, Intensity, Policy
from rapprochement.measures.series import Period, between, dyad_rows, periods, spread

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PairRows:
    """One entry for each event and period it touches; an event of both directions stands once, as joint.

    Attributes
    ----------
    starts : tuple of date
        First day of every period from the first event to the last, without gaps.
    event, domain, status : list of str
    bins : array of int
        Index of the period in ``starts``.
    share : array of float
        Part of the event that lies in the period; sums to 1 for each event.
    value : array of float
        Intensity.
    material : array of bool
        Whether its quad class is material cooperation.
    direction : array of int
        1 first to second, -1 second to first, 0 both or of a symmetric type.
    sources : array of int
        Independent sources.
    begins : list of date
    undated : int
        Events of the pair without a date.
    """

    unit: Period
    starts: tuple[date, ...]
    event: list[str]
    domain: list[str]
    status: list[str]
    bins: Ints
    share: Floats
    value: Floats
    material: Bools
    direction: Ints
    sources: Ints
    begins: list[date]
    undated: int = 0

    def weights(self, policy: Policy) -> Floats:
        """Return what each entry weighs under a policy: the event's weight times its share of the period."""
        factors = {
            key: policy.weight(*key) for key in set(zip(self.status, (int(n) for n in self.sources), strict=True))
        }
        pairs = zip(self.status, (int(n) for n in self.sources), strict=True)
        return np.array([factors[key] for key in pairs], float) * self.share

    def total(self, weights: Floats, where: Bools | None = None) -> Floats:
        """Return the sum of ``weights`` by period."""
        chosen = weights if where is None else np.where(where, weights, 0.0)
        return np.bincount(self.bins, chosen, len(self.starts)).astype(float)

    @cached_property
    def warm(self) -> Bools:
        """Whether each entry is cooperation."""
        return self.value > 0

    @cached_property
    def in_domain(self) -> dict[str, Bools]:
        """Where each domain's entries stand."""
        names = np.array(self.domain, dtype=object)
        return {name: names == name for name in sorted(set(self.domain))}


def fetch(
    events: Any,
    sides: tuple[Collection[str], Collection[str]],
    unit: Period,
    scales: Mapping[str, Intensity],
    *,
    scale: str = "intensity",
    statuses: Sequence[str],
    domain: str | None = None,
) -> PairRows:
    """Return the dated events between two sides, whatever their status; policies weigh them afterwards.

    Parameters
    ----------
    events : ibis.Table
        Columns as in :func:`rapprochement.measures.series.dyad_rows`.
    sides : pair of collections of str
        The codes that count as each actor ("RUS" and "SUN").
    unit : str
        Period.
    scales : mapping of str to Intensity
    scale : {"intensity", "goldstein"}
    statuses : sequence of str
        Statuses that any policy counts.
    domain : str, optional
    """
    counted = Policy(id="counted", label={}, weights=dict.fromkeys(statuses, 1.0), uncorroborated=1.0)
    table = events.filter(events.domain == domain) if domain else events
    rows = spread(between(dyad_rows(table, counted, scales, scale), *sides), unit)
    found = rows.order_by("begins", "event", "period", "a", "b").to_pyarrow().to_pylist()
    first = set(sides[0])
    kept: dict[tuple[str, date], dict[str, Any]] = {}
    directions: dict[str, int] = {}
    for row in found:
        kept.setdefault((row["event"], row["period"]), row)
        way = 0 if row["type"] in SYMMETRIC else 1 if row["a"] in first else -1
        directions[row["event"]] = way if directions.setdefault(row["event"], way) == way else 0
    listed = list(kept.values())
    starts = periods(min(r["begins"] for r in listed), max(r["ends"] for r in listed), unit) if listed else []
    at = {day: i for i, day in enumerate(starts)}
    return PairRows(
        unit=unit,
        starts=tuple(starts),
        event=[r["event"] for r in listed],
        domain=[r["domain"] for r in listed],
        status=[r["status"] for r in listed],
        bins=np.array([at[r["period"]] for r in listed], np.int64),
        share=np.array([r["share"] for r in listed], float),
        value=np.array([r["value"] for r in listed], float),
        material=np.array([r["quad"] == "material cooperation" for r in listed], bool),
        direction=np.array([directions[r["event"]] for r in listed], np.int64),
        sources=np.array([r["independent_sources"] for r in listed], np.int64),
        begins=[r["begins"] for r in listed],
        undated=_undated(table, sides, statuses),
    )


def _undated(events: Any, sides: tuple[Collection[str], Collection[str]], statuses: Sequence[str]) -> int:
    bare = events.filter(events.earliest.isnull(), events.latest.isnull(), events.status.isin(statuses))
    rows = bare.select("event", "source", "target")
    rows = rows.mutate(a=rows.source.unnest())
    rows = rows.mutate(b=rows.target.unnest())
    return int(between(rows, *sides).event.nunique().to_pyarrow().as_py())

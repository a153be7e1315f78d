"""One pair's relation in figures: streams with bands, ratio, reciprocity, phases measured and told. What ``show measures`` shows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from rapprochement.codebook import Codebook
from rapprochement.measures.pair import PairRows, fetch
from rapprochement.measures.phases import Phase, TooFewEvents, phases
from rapprochement.measures.policies import PolicyChange, PolicySum, compare, spread_between
from rapprochement.measures.rates import Floats, bootstrap_bands, log_ratio, rate, reciprocity
from rapprochement.measures.scales import intensities, policies, policy
from rapprochement.measures.series import Period, check_period, coverage, narrated, periods
from rapprochement.measures.told import Agreement, ToldPhase, agreement

LEAST_EVENTS = 5
"""Below it no curve is drawn: the message says how many are needed."""
LEAST_DIRECTED = 3
"""Directed events without which reciprocity says nothing."""
LONGEST_SERIES = 2_000
"""Periods; a daily series of decades is refused with advice."""
LEAST_LINEAGES = 8
"""Independent lineages of documents without which drawing them anew says little; the bands are left out then."""
LEADING = 4
"""Events named for a phase."""


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One period of one pair. All figures but ``documents`` and ``told`` are ``None`` where the period is unknown.

    Attributes
    ----------
    cooperation, hostility, material : float
        Weighted numbers of events (``material``: material cooperation alone); an event counts once for the pair.
    there, back : float
        Weighted events with a giver and a taker, from ``a`` to ``b`` and from ``b`` to ``a``, of cooperation.
    cooperation_low, cooperation_high, hostility_low, hostility_high : float
        90 % Gamma-Poisson intervals of the rate.
    band_low, band_high, hostility_band_low, hostility_band_high : float
        90 % bootstrap bands over lineages of documents; ``None`` throughout when there are fewer than ``LEAST_LINEAGES``.
    policy_low, policy_high : float
        Least and greatest cooperation under any weighting policy.
    net : float
        Weighted intensity of cooperation less that of hostility.
    ratio, ratio_low, ratio_high : float
        Log of cooperation to hostility, shrunk, with its 90 % interval.
    documents, told : int
        Coded documents published in the period; documents that tell something dated in it, of whomever.
    known : bool
        Whether the record covers the period: a document was published in it or tells of it. Else it is unknown, not calm.
    """

    a: str
    b: str
    period: str
    start: date
    domain: str
    policy: str
    cooperation: float | None
    hostility: float | None
    material: float | None
    there: float | None
    back: float | None
    cooperation_low: float | None
    cooperation_high: float | None
    hostility_low: float | None
    hostility_high: float | None
    band_low: float | None
    band_high: float | None
    hostility_band_low: float | None
    hostility_band_high: float | None
    policy_low: float | None
    policy_high: float | None
    net: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    documents: int
    told: int
    known: bool


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One period of a pair in one domain."""

    domain: str
    start: date
    cooperation: float
    hostility: float
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A measured phase of a pair, with the events that lead it.

    Attributes
    ----------
    first, last : date
        First day of the first period and last day of the last one.
    rate : float
        Mean weighted number of events a period.
    change : float or None
        Factor against the phase before.
    stability : float
        Share of perturbed runs that find its beginning.
    known, periods : int
        Periods that the record covers, of all in the phase.
    told : float
        Documents that tell of a period, on average: a rise of events beside a like rise of tellers may be one of telling only.
    leading : tuple of str
        Events of greatest weight and intensity.
    """

    a: str
    b: str
    period: str
    policy: str
    first: date
    last: date
    rate: float
    change: float | None
    stability: float
    known: int
    periods: int
    told: float
    leading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """What :func:`relation` returns; ``note`` says why something is missing.

    Attributes
    ----------
    events : float
        Weighted number of dated events.
    material_share, reciprocity : float
        Share of material cooperation in cooperation; how far directed cooperation is answered. ``nan`` when too little is known.
    undated : int
        Events between the pair that no curve shows, since no date places them.
    lineages : int
        Independent lineages of documents behind the pair's events; 0 when not known.
    policies, changes
        The pair under each weighting policy, and the events on which the policies differ.
    told : tuple of ToldPhase
        Phases the documents tell of this pair.
    agreement : Agreement or None
        How far told and measured beginnings agree; ``None`` without measured phases.
    """

    pair: tuple[str, str]
    series: tuple[SeriesRow, ...]
    phases: tuple[PhaseRow, ...]
    events: float
    material_share: float
    reciprocity: float
    note: str | None = None
    domains: tuple[DomainRow, ...] = ()
    undated: int = 0
    lineages: int = 0
    policies: tuple[PolicySum, ...] = ()
    changes: tuple[PolicyChange, ...] = ()
    told: tuple[ToldPhase, ...] = ()
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The tables of a dossier that measures read, as Arrow tables or Ibis tables; ``tellers`` names the lineages that tell each event."""

    events: Any
    documents: Any
    mentions: Any | None = None
    tellers: Mapping[str, Sequence[str]] | None = None


def relation(
    record: Record,
    pair: tuple[str, str],
    codebook: Codebook,
    *,
    period: str = "year",
    policy_name: str = "representative",
    domain: str | None = None,
    scale: str = "intensity",
    aliases: Mapping[str, str] | None = None,
    told: Iterable[ToldPhase] = (),
) -> Relation:
    """Measure one pair.

    Parameters
    ----------
    record : Record
    pair : (str, str)
        Actor codes.
    codebook : Codebook
    period : {"day", "week", "month", "quarter", "year"}
    policy_name : {"cautious", "representative", "inclusive"}
    domain : str, optional
        Only events of this domain.
    scale : {"intensity", "goldstein"}
    aliases : mapping of str to str, optional
        Former states to those they are read with (``{"SUN": "RUS"}``).
    told : iterable of ToldPhase
        Phases told by the documents; those of other pairs are left out.

    Raises
    ------
    UsageError
        If there is no such period or policy.
    """
    unit: Period = check_period(period)
    known_policies, weights_of = policies(codebook), policy(codebook, policy_name)
    statuses = sorted({s for p in known_policies.values() for s, weight in p.weights.items() if weight > 0})
    rows = fetch(
        _ibis(record.events), sides(pair, aliases), unit, intensities(codebook), scale=scale, statuses=statuses,
        domain=domain,
    )  # fmt: skip
    weights = rows.weights(weights_of) if rows.event else np.zeros(0)
    total = float(weights.sum())
    told = tuple(t for t in told if t.concerns(pair))
    refused = _refusal(pair, total, len(rows.starts), unit, domain)
    if refused:
        return Relation(pair, (), (), total, math.nan, math.nan, refused, undated=rows.undated, told=told)
    covered = _covered(record, unit, rows.starts)
    warm, cold = rows.total(weights, rows.warm), rows.total(weights, ~rows.warm)
    series = _series(pair, rows, weights, policy_name, domain, covered, record.tellers or {}, known_policies)
    note, found = None, list[PhaseRow]()
    try:
        found = _phases(pair, rows, weights, policy_name, phases(rows.starts, warm + cold), covered)
    except TooFewEvents as reason:
        note = str(reason)
    sums, changes = compare(rows, known_policies)
    there, back = (rows.total(weights, rows.warm & (rows.direction == way)) for way in (1, -1))
    directed = float((there + back).sum())
    return Relation(
        pair,
        tuple(series),
        tuple(found),
        total,
        float(rows.total(weights, rows.material).sum() / warm.sum()) if warm.sum() else math.nan,
        # Over the whole record: what is given one year is often answered in another.
        reciprocity(there.sum(keepdims=True), back.sum(keepdims=True)) if directed >= LEAST_DIRECTED else math.nan,
        note,
        domains=tuple(_domains(rows, weights)),
        undated=rows.undated,
        lineages=_lineages(rows, record.tellers or {}),
        policies=tuple(sums),
        changes=tuple(changes),
        told=told,
        agreement=agreement(told, [p.first for p in found[1:]], (rows.starts[0], rows.starts[-1])) if found else None,
    )


def sides(pair: tuple[str, str], aliases: Mapping[str, str] | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes that count as each of a pair, the pair's own first.

    Examples
    --------
    >>> sides(("RUS", "PRK"), {"SUN": "RUS"})
    (('RUS', 'SUN'), ('PRK',))
    """
    one, other = ((code, *sorted(old for old, new in (aliases or {}).items() if new == code)) for code in pair)
    return one, other


def _ibis(table: Any) -> Any:
    import ibis

    return ibis.memtable(table) if hasattr(table, "to_pylist") else table


def _refusal(pair: tuple[str, str], total: float, length: int, unit: str, domain: str | None) -> str | None:
    if total < LEAST_EVENTS:
        where = f" in the domain {domain}" if domain else ""
        return f"only {total:.3g} weighted dated events between {pair[0]} and {pair[1]}{where}; a curve needs {LEAST_EVENTS}"
    if length > LONGEST_SERIES:
        return f"{length} {unit}s are more than {LONGEST_SERIES}; choose a longer period"
    return None


@dataclass(frozen=True, slots=True)
class _Covered:
    """Coverage of each period: documents published, documents that tell of it, and the part of it before the record ends."""

    published: Floats
    told: Floats
    exposure: Floats

    @property
    def known(self) -> Any:
        return (self.published > 0) | (self.told > 0)


def _covered(record: Record, unit: Period, starts: Sequence[date]) -> _Covered:
    at = {day: i for i, day in enumerate(starts)}
    published, told = np.zeros(len(starts)), np.zeros(len(starts))
    documents = _ibis(record.documents)
    tables = [(published, coverage(documents, unit))]
    tables += [(told, narrated(_ibis(record.mentions), unit))] if record.mentions is not None else []
    for target, table in tables:
        for row in table.to_pyarrow().to_pylist():
            if row["period"] in at:
                target[at[row["period"]]] = row["documents"]
    last = documents.filter(documents.published.length() >= 10).published.substr(0, 10).max().to_pyarrow().as_py()
    exposure = np.ones(len(starts))
    if last and starts[-1] <= (day := date.fromisoformat(last)):
        length = (_after(starts[-1], unit) - starts[-1]).days
        exposure[-1] = min(1.0, max(0.1, ((day - starts[-1]).days + 1) / length))
    return _Covered(published, told, exposure)


def _after(start: date, unit: Period) -> date:
    return periods(start, start + timedelta(days=400), unit)[1]


def _series(
    pair: tuple[str, str], rows: PairRows, weights: Floats, policy_name: str, domain: str | None, covered: _Covered,
    tellers: Mapping[str, Sequence[str]], known_policies: Mapping[str, Any],
) -> list[SeriesRow]:  # fmt: skip
    warm, cold = rows.total(weights, rows.warm), rows.total(weights, ~rows.warm)
    known = covered.known | (warm > 0) | (cold > 0)
    exposure = np.where(known, covered.exposure, 0.0)
    cooperation, hostility = rate(warm, exposure=exposure), rate(cold, exposure=exposure)
    ratio = log_ratio(warm[known], cold[known])
    placed = {name: np.full(len(warm), math.nan) for name in ("ratio", "ratio_low", "ratio_high")}
    for name, values in zip(placed, (ratio.estimate, ratio.lower, ratio.upper), strict=True):
        placed[name][known] = values
    unknown_band = (np.full(len(warm), math.nan),) * 2
    enough = _lineages(rows, tellers) >= LEAST_LINEAGES
    band, cold_band = (
        _band(rows, weights, where, tellers) if enough else unknown_band for where in (rows.warm, ~rows.warm)
    )
    least, greatest = spread_between(rows, known_policies)
    columns = {
        "cooperation": warm, "hostility": cold, "material": rows.total(weights, rows.material),
        "there": rows.total(weights, rows.warm & (rows.direction == 1)),
        "back": rows.total(weights, rows.warm & (rows.direction == -1)),
        "cooperation_low": cooperation.lower, "cooperation_high": cooperation.upper,
        "hostility_low": hostility.lower, "hostility_high": hostility.upper,
        "band_low": band[0], "band_high": band[1],
        "hostility_band_low": cold_band[0], "hostility_band_high": cold_band[1],
        "policy_low": least, "policy_high": greatest,
        "net": rows.total(weights * rows.value), **placed,
    }  # fmt: skip
    return [
        SeriesRow(
            a=pair[0], b=pair[1], period=rows.unit, start=day, domain=domain or "all", policy=policy_name,
            documents=int(covered.published[i]), told=int(covered.told[i]), known=bool(known[i]),
            **{name: _figure(values[i]) if known[i] else None for name, values in columns.items()},
        )
        for i, day in enumerate(rows.starts)
    ]  # fmt: skip


def _figure(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 4)


def _lineages(rows: PairRows, tellers: Mapping[str, Sequence[str]]) -> int:
    """Return how many lineages tell of the pair; 0 when nothing is known of them."""
    return len({name for event in set(rows.event) for name in tellers.get(event, ())})


def _band(rows: PairRows, weights: Floats, where: Any, tellers: Mapping[str, Sequence[str]]) -> tuple[Floats, Floats]:
    """Bootstrap a stream over the lineages that tell it; an event of several is split among them, one of none stands alone."""
    told_by = [tellers.get(event) or (event,) for event in rows.event]
    numbers = {name: i for i, name in enumerate(sorted({name for names in told_by for name in names}))}
    flat = [(i, numbers[name]) for i, names in enumerate(told_by) for name in names]
    entries = np.array([i for i, _ in flat], np.int64)
    parts = (np.where(where, weights, 0.0) / np.array([len(names) for names in told_by], float))[entries]
    return bootstrap_bands(parts, np.array([n for _, n in flat], np.int64), rows.bins[entries], len(rows.starts))


def _domains(rows: PairRows, weights: Floats) -> list[DomainRow]:
    found = []
    for name, here in rows.in_domain.items():
        warm, cold = rows.total(weights, here & rows.warm), rows.total(weights, here & ~rows.warm)
        for i in np.flatnonzero(warm + cold):
            inside = here & (rows.bins == i) & (weights > 0)
            events = tuple(dict.fromkeys(rows.event[j] for j in np.flatnonzero(inside)))
            found.append(DomainRow(name, rows.starts[i], round(float(warm[i]), 4), round(float(cold[i]), 4), events))
    return found


def _phases(
    pair: tuple[str, str], rows: PairRows, weights: Floats, policy_name: str, found: Sequence[Phase], covered: _Covered
) -> list[PhaseRow]:
    at = {day: i for i, day in enumerate(rows.starts)}
    known = covered.known | (rows.total(weights) > 0)
    force = np.abs(rows.value) * weights
    result = []
    for phase in found:
        low, high = at[phase.first], at[phase.last]
        inside = np.flatnonzero((rows.bins >= low) & (rows.bins <= high) & (weights > 0))
        ordered = sorted(inside, key=lambda j: (-force[j], -rows.sources[j], rows.begins[j], rows.event[j]))
        result.append(
            PhaseRow(
                *pair,
                rows.unit,
                policy_name,
                phase.first,
                _after(phase.last, rows.unit) - timedelta(days=1),
                round(phase.rate, 4),
                None if math.isnan(phase.change) else round(phase.change, 3),
                round(phase.stability, 3),
                int(known[low : high + 1].sum()),
                high - low + 1,
                round(float(covered.told[low : high + 1].mean()), 2),
                tuple(dict.fromkeys(rows.event[j] for j in ordered))[:LEADING],
            )
        )
    return result

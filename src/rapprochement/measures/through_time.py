"""The network through time: ties by period, blocs with their dates, and how third parties answer a pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rapprochement.measures.network import Tie, Triad, blocs, reactions, ties, triads
from rapprochement.measures.scales import Intensity, Policy
from rapprochement.measures.series import Period, dyad_rows, periods

MEMORY = 3
"""Periods that a tie is remembered: a bloc does not dissolve because one year is told by nobody."""
WINDOW = 30
"""Days after an event of a pair in which a third party's event counts as near it."""
WIDEST = 366
"""Days; an event of a wider interval stands in no single period."""
LEAST_REACTIONS = 3


@dataclass(frozen=True, slots=True)
class NetworkPeriod:
    """The network of one period.

    Attributes
    ----------
    start : date
        First day of the period.
    ties : tuple of Tie
        What was told in the period.
    triads : tuple of Triad
        Triads of the ties remembered (``MEMORY`` periods), the surest first.
    blocs : tuple of tuples of str
        Groups of the ties remembered.
    """

    start: date
    ties: tuple[Tie, ...]
    triads: tuple[Triad, ...]
    blocs: tuple[tuple[str, ...], ...]

    @property
    def balance(self) -> float:
        """Share of balanced triads, each weighing its weakest tie; ``nan`` without triads."""
        total = sum(t.strength for t in self.triads)
        return sum(t.strength for t in self.triads if t.balanced) / total if total else float("nan")


@dataclass(frozen=True, slots=True)
class Bloc:
    """Actors tied by cooperation and by no hostility, from one period to another."""

    members: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Answer:
    """How often a third party acts towards one of a pair soon after an event of the pair; nearness in time, not cause.

    Attributes
    ----------
    inside, total : int
        Events within the window, and in all.
    expected : float
        Events that would lie in the windows if they came at any time of the record.
    cooperation, hostility : int
        Those inside, by sign.
    events : tuple of str
        Those inside.
    """

    actor: str
    inside: int
    total: int
    expected: float
    cooperation: int
    hostility: int
    events: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether there are enough to say anything."""
        return self.total >= LEAST_REACTIONS


def network_rows(
    events: Any,
    policy: Policy,
    scales: Mapping[str, Intensity],
    *,
    scale: str = "intensity",
    domain: str | None = None,
    aliases: Mapping[str, str] | None = None,
) -> Any:
    """Return dyad rows of all actors, former states read as their successors.

    Parameters
    ----------
    events : ibis.Table
    policy, scales, scale
        See :func:`rapprochement.measures.series.dyad_rows`.
    domain : str, optional
    aliases : mapping of str to str, optional
        ``{"SUN": "RUS"}``.
    """
    rows = dyad_rows(events.filter(events.domain == domain) if domain else events, policy, scales, scale)
    if aliases:
        rows = rows.mutate(a=rows.a.substitute(dict(aliases)), b=rows.b.substitute(dict(aliases)))
        rows = rows.filter(rows.a != rows.b)
    return rows.order_by("begins", "event", "a", "b")


def by_period(rows: Sequence[Mapping[str, Any]], unit: Period, *, memory: int = MEMORY) -> list[NetworkPeriod]:
    """Return the network of every period in which something is told.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of :func:`network_rows`.
    unit : str
        Period; an event stands in that of its middle day.
    memory : int
        Periods, the present one included, whose ties make triads and blocs.
    """
    placed: dict[date, list[Mapping[str, Any]]] = {}
    starts: dict[date, date] = {}
    for row in rows:
        width = (row["ends"] - row["begins"]).days
        if width < WIDEST:
            day = row["begins"] + timedelta(days=width // 2)
            start = starts.get(day) or starts.setdefault(day, periods(day, day, unit)[0])
            placed.setdefault(start, []).append(row)
    if not placed:
        return []
    calendar = periods(min(placed), max(placed), unit)
    found = []
    for i, start in enumerate(calendar):
        if start in placed:
            remembered = ties([row for s in calendar[max(0, i - memory + 1) : i + 1] for row in placed.get(s, ())])
            found.append(
                NetworkPeriod(start, tuple(ties(placed[start])), tuple(triads(remembered)), tuple(blocs(remembered)))
            )
    return found


def dated_blocs(network: Sequence[NetworkPeriod], *, least_members: int = 3) -> list[Bloc]:
    """Return the blocs of at least ``least_members`` with the periods from which and until which they are seen in a row.

    Examples
    --------
    >>> one = NetworkPeriod(date(2022, 1, 1), (), (), (("A", "B", "C"),))
    >>> two = NetworkPeriod(date(2023, 1, 1), (), (), (("A", "B", "C"), ("D", "E")))
    >>> dated_blocs([one, two])
    [Bloc(members=('A', 'B', 'C'), first=datetime.date(2022, 1, 1), last=datetime.date(2023, 1, 1))]
    """
    open_since: dict[tuple[str, ...], date] = {}
    found: list[Bloc] = []
    before: date | None = None
    for period in network:
        now = {group for group in period.blocs if len(group) >= least_members}
        for members in [m for m in open_since if m not in now]:
            found.append(Bloc(members, open_since.pop(members), before or period.start))
        for members in now:
            open_since.setdefault(members, period.start)
        before = period.start
    if before is not None:
        found += [Bloc(members, since, before) for members, since in open_since.items()]
    return sorted(found, key=lambda b: (b.first, -len(b.members), b.members))


def answers(
    events: Sequence[Mapping[str, Any]],
    pair: tuple[str, str],
    scales: Mapping[str, Intensity],
    *,
    window: int = WINDOW,
) -> list[Answer]:
    """Return for each third party how its events towards the pair lie beside the pair's own, most of them first.

    Parameters
    ----------
    events : sequence of mapping
        Rows with event, type, source, target, earliest, latest; former states already read as their successors.
    pair : (str, str)
    scales : mapping of str to Intensity
    window : int
        Days.
    """
    both = set(pair)
    dated = [e for e in events if e["earliest"] and e["latest"] and (e["latest"] - e["earliest"]).days <= window]
    near = reactions(dated, pair, window=window)
    own = {
        e["latest"] for e in dated
        if set(e["source"]) | set(e["target"]) == both
    }  # fmt: skip
    others: dict[str, dict[str, Mapping[str, Any]]] = {}
    for e in dated:
        if set(e["target"]) & both and not set(e["source"]) & both:
            for actor in e["source"]:
                others.setdefault(actor, {})[e["event"]] = e
    covered = {day + timedelta(days=n) for day in own for n in range(window + 1)}
    days = [e["earliest"] for e in dated]
    length = (max(days) - min(days)).days + 1 if days else 1
    share = min(1.0, len([d for d in covered if min(days) <= d <= max(days)]) / length) if days else 0.0
    result = []
    for actor, listed in others.items():
        inside = sorted({r.reaction for r in near if r.actor == actor})
        signs = [scales[listed[e]["type"]].intensity > 0 for e in inside if listed[e]["type"] in scales]
        result.append(
            Answer(
                actor, len(inside), len(listed), round(share * len(listed), 2), sum(signs), len(signs) - sum(signs),
                tuple(inside),
            )
        )  # fmt: skip
    return sorted(result, key=lambda a: (-a.inside, -a.total, a.actor))


def renamed(events: Iterable[Mapping[str, Any]], aliases: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return event rows whose former states are read as their successors.

    Examples
    --------
    >>> renamed([{"source": ["SUN"], "target": ["PRK"]}], {"SUN": "RUS"})
    [{'source': ['RUS'], 'target': ['PRK']}]
    """
    return [
        {
            **row,
            **{side: list(dict.fromkeys(aliases.get(c, c) for c in row[side] or ())) for side in ("source", "target")},
        }
        for row in events
    ]

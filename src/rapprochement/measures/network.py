"""The network of all actors: weighted signed ties, balance of triads, blocs, third parties' reactions."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import networkx as nx

LEAST_TIE = 1.0
"""Weighted events a tie needs before its sign is told."""
LEAST_BLOC = 3.0
"""Weighted events a tie needs before it can hold a bloc together."""
STRENGTH_HALF = 3.0
"""Weighted events at which half of a tie's sign is believed (shrinkage towards neutral)."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What lies between two actors in a period: ``sign`` in [-1, 1], shrunk towards 0 where little is known."""

    a: str
    b: str
    cooperation: float
    hostility: float
    first: date | None = None
    last: date | None = None
    named: tuple[str, ...] = ()
    """Events behind it."""

    @property
    def events(self) -> float:
        """Weighted number of events."""
        return self.cooperation + self.hostility

    @property
    def sign(self) -> float:
        """(cooperation - hostility) / (cooperation + hostility + STRENGTH_HALF).

        Examples
        --------
        >>> Tie("RUS", "PRK", 3.0, 0.0).sign
        0.5
        """
        return (self.cooperation - self.hostility) / (self.events + STRENGTH_HALF)


@dataclass(frozen=True, slots=True)
class Triad:
    """Three actors all tied to one another; balanced when the product of the signs is positive (Cartwright and Harary 1956)."""

    actors: tuple[str, str, str]
    signs: tuple[float, float, float]

    @property
    def balanced(self) -> bool:
        """Whether an even number of the three ties is hostile."""
        return math.prod(self.signs) > 0

    @property
    def strength(self) -> float:
        """Weakest of the three ties: how sure the verdict is."""
        return min(abs(s) for s in self.signs)


@dataclass(frozen=True, slots=True)
class Reaction:
    """An event of a third party towards one of a pair, soon after an event of the pair; nearness in time, not cause."""

    event: str
    reaction: str
    actor: str
    days: int


def ties(rows: Iterable[Mapping[str, Any]]) -> list[Tie]:
    """Return undirected ties from rows with a, b, value, weight and, if known, event, begins and ends.

    See :func:`rapprochement.measures.series.dyad_rows`. An event that goes both ways counts once.

    Examples
    --------
    >>> ties([{"a": "KOR", "b": "PRK", "value": -2.5, "weight": 1.0}])[0].hostility
    1.0
    """
    sums: dict[tuple[str, str], list[float]] = {}
    seen: set[tuple[str, str, Any]] = set()
    named: dict[tuple[str, str], dict[str, None]] = {}
    days: dict[tuple[str, str], list[date]] = {}
    for row in rows:
        one, other = sorted((row["a"], row["b"]))
        pair, event = (one, other), row.get("event")
        if event is not None and (one, other, event) in seen:
            continue
        seen.add((one, other, event))
        sums.setdefault(pair, [0.0, 0.0])[0 if row["value"] > 0 else 1] += row["weight"]
        if event is not None:
            named.setdefault(pair, {})[event] = None
        days.setdefault(pair, []).extend(day for key in ("begins", "ends") if (day := row.get(key)) is not None)
    return [
        Tie(
            a, b, warm, cold, min(days[a, b], default=None), max(days[a, b], default=None), tuple(named.get((a, b), ()))
        )
        for (a, b), (warm, cold) in sorted(sums.items())
    ]


def graph(listed: Sequence[Tie]) -> Any:
    """Return a networkx graph whose edges carry ``weight`` (events), ``sign``, ``cooperation`` and ``hostility``."""
    g: Any = nx.Graph()
    for tie in listed:
        g.add_edge(tie.a, tie.b, weight=tie.events, sign=tie.sign, cooperation=tie.cooperation, hostility=tie.hostility)
    return g


def triads(listed: Sequence[Tie]) -> list[Triad]:
    """Return all triads whose ties have enough events, the surest first.

    Examples
    --------
    >>> t = triads([Tie("A", "B", 5, 0), Tie("A", "C", 0, 5), Tie("B", "C", 0, 5)])[0]
    >>> t.balanced, t.actors
    (True, ('A', 'B', 'C'))
    """
    known = {frozenset((t.a, t.b)): t.sign for t in listed if t.events >= LEAST_TIE and t.sign}
    actors = sorted({a for pair in known for a in pair})
    neighbours = {a: {next(iter(p - {a})) for p in known if a in p} for a in actors}
    found = [
        Triad((a, b, c), (known[frozenset((a, b))], known[frozenset((a, c))], known[frozenset((b, c))]))
        for a in actors
        for b, c in itertools.combinations(sorted(n for n in neighbours[a] if n > a), 2)
        if c in neighbours[b]
    ]
    return sorted(found, key=lambda t: (-t.strength, t.actors))


def blocs(listed: Sequence[Tie], *, least: float = 0.2, least_events: float = LEAST_BLOC) -> list[tuple[str, ...]]:
    """Return the groups tied by cooperation (sign at least ``least``) that have no hostile tie inside, largest first.

    A tie of less than ``least_events`` weighted events holds no bloc together: one sentence read wrongly would make one.

    Greedy: cliques of friendly ties by size, then strength; each actor belongs to its first one.

    Examples
    --------
    >>> blocs([Tie("A", "B", 5, 0), Tie("A", "C", 0, 5), Tie("C", "D", 9, 0)])
    [('C', 'D'), ('A', 'B')]
    """
    friendly: Any = nx.Graph()
    weight: dict[frozenset[str], float] = {}
    for tie in listed:
        if tie.sign >= least and tie.events >= least_events:
            friendly.add_edge(tie.a, tie.b)
            weight[frozenset((tie.a, tie.b))] = tie.sign
    cliques = [tuple(sorted(c)) for c in nx.find_cliques(friendly)]

    def strength(clique: tuple[str, ...]) -> float:
        return sum(weight[frozenset(p)] for p in itertools.combinations(clique, 2))

    taken: set[str] = set()
    result: list[tuple[str, ...]] = []
    for clique in sorted(cliques, key=lambda c: (-len(c), -strength(c), c)):
        rest = tuple(a for a in clique if a not in taken)
        if len(rest) >= 2:
            result.append(rest)
            taken.update(rest)
    return result


def reactions(
    events: Sequence[Mapping[str, Any]], pair: tuple[str, str], *, window: int = 30, widest: int = 31
) -> list[Reaction]:
    """Return third parties' events towards one of the pair within ``window`` days after an event of the pair.

    Parameters
    ----------
    events : sequence of mapping
        Rows with event, source, target, earliest, latest.
    pair : (str, str)
    window : int
        Days.
    widest : int
        Events of wider intervals (days) place nothing in time and are left out.
    """
    both = set(pair)
    dated = [e for e in events if e["earliest"] and e["latest"] and (e["latest"] - e["earliest"]).days < widest]
    own = [
        e
        for e in dated
        if set(e["source"]) | set(e["target"]) <= both and len(set(e["source"]) | set(e["target"])) == 2
    ]
    others = sorted(
        (e for e in dated if (set(e["target"]) & both) and not set(e["source"]) & both),
        key=lambda e: (e["earliest"], e["event"]),
    )
    result: list[Reaction] = []
    for e in own:
        start: date = e["latest"]
        for o in others:
            if start <= o["earliest"] <= start + timedelta(days=window):
                result.extend(Reaction(e["event"], o["event"], a, (o["earliest"] - start).days) for a in o["source"])
    return sorted(result, key=lambda r: (r.event, r.days, r.reaction, r.actor))

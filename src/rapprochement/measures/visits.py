"""High-level visits and meetings of a pair, and transfers by kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date as day
from typing import Any

MODES = {"visit": "visit", "meet": "meeting", "negotiate": "meeting", "attend": "meeting"}
"""Modes of CONSULT that bring people together (a letter or a call does not)."""
LEVELS = ("leader", "minister", "delegation")
_LEVEL_OF_ROLE = {"leader": 0, "minister": 1}
HELD = ("asserted", "claimed", "suspected")


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit or meeting between two sides.

    Attributes
    ----------
    kind : str
        ``visit`` (``source`` goes to ``target``) or ``meeting``.
    level : str
        ``leader`` (head of state or government), ``minister``, or ``delegation`` (below, or not named).
    agents : tuple of str
        People named.
    """

    event: str
    kind: str
    level: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    status: str
    date: str | None
    earliest: day | None
    latest: day | None
    places: tuple[str, ...]
    agents: tuple[str, ...]
    independent_sources: int

    @property
    def high(self) -> bool:
        """Whether leaders or ministers took part."""
        return self.level != "delegation"


def visits(
    events: Iterable[Mapping[str, Any]],
    mentions: Iterable[Mapping[str, Any]],
    actors: Iterable[Mapping[str, Any]],
    sides: tuple[Collection[str], Collection[str]] | None = None,
) -> list[Visit]:
    """Return visits and meetings that took place (or are claimed to have), in the order of their dates.

    Parameters
    ----------
    events, mentions, actors : iterables of mapping
        Rows of a dossier's tables.
    sides : pair of collections of str, optional
        Only those between these two.

    Notes
    -----
    The level is that of the highest person said to take part, read from the role of the actor mention (``leader``,
    ``minister``); where nobody is said to, that of the highest of the side that travels named in the sentence.
    """
    chosen = [e for e in events if e["type"] == "CONSULT" and e["status"] in HELD and _joins(e, sides)]
    wanted = {m for e in chosen for m in e["mentions"] or ()}
    told = {m["mention"]: m for m in mentions if m["mention"] in wanted}
    documents = {m["document"] for m in told.values()}
    people: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for actor in actors:
        if actor["document"] in documents and actor["role"] in _LEVEL_OF_ROLE:
            people[actor["document"]].append(actor)
    found = []
    for event in chosen:
        rows = [told[m] for m in event["mentions"] or () if m in told]
        modes = Counter(MODES[m["mode"]] for m in rows if m["mode"] in MODES)
        if not modes:
            continue
        kind = max(modes, key=lambda name: (modes[name], name == "visit"))
        rank, names = _highest(event, rows, people)
        found.append(
            Visit(
                event["event"], kind, LEVELS[rank], tuple(event["source"]), tuple(event["target"]), event["status"],
                event["date"], event["earliest"], event["latest"], tuple(event["places"] or ()), names,
                event["independent_sources"],
            )
        )  # fmt: skip
    return sorted(found, key=lambda v: (v.earliest or v.latest or day.max, v.event))


def _joins(event: Mapping[str, Any], sides: tuple[Collection[str], Collection[str]] | None) -> bool:
    if sides is None:
        return True
    source, target = set(event["source"] or ()), set(event["target"] or ())
    one, other = map(set, sides)
    return bool((source & one and target & other) or (source & other and target & one))


def _highest(
    event: Mapping[str, Any], rows: list[Mapping[str, Any]], people: Mapping[str, list[Mapping[str, Any]]]
) -> tuple[int, tuple[str, ...]]:
    travelling = set(event["source"] or ())
    parties = travelling | set(event["target"] or ())
    ranks: list[tuple[bool, int]] = []
    names: list[str] = []
    for row in rows:
        agents = set(row["agents"] or ())
        for person in people.get(row["document"], ()):
            if row["start"] <= person["start"] < row["end"] and parties & set(person["codes"] or ()):
                # Whoever is named as taking part comes first, then the side that travels, then anybody in the sentence.
                near = (
                    person["agent"] in agents or person["text"] in agents
                    if agents
                    else travelling & set(person["codes"])
                )
                ranks.append((not near, _LEVEL_OF_ROLE[person["role"]]))
        names += row["agents"] or ()
    near_ranks = [rank for far, rank in ranks if not far]
    alone = not names and not near_ranks
    return min(near_ranks or ([rank for _, rank in ranks] if alone else []), default=2), tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class TransferCount:
    """Transfers of one kind in one direction in one year; ``year`` is ``None`` where no year is known."""

    source: str
    target: str
    kind: str
    year: int | None
    transfers: int
    claimed: int
    returned: int
    events: tuple[str, ...]


def transfers_by_kind(
    transfers: Iterable[Mapping[str, Any]], sides: tuple[Collection[str], Collection[str]]
) -> list[TransferCount]:
    """Count what went from one side to the other, by kind and year; what was only planned, denied or imagined is left out.

    ``claimed`` counts those on somebody's word only, ``returned`` those a source ties to something given in return.

    Examples
    --------
    >>> row = {"event": "e", "source": ["RUS"], "target": ["PRK"], "kind": "food", "status": "claimed", "in_return_for": [],
    ...        "earliest": day(2024, 1, 1), "latest": day(2024, 3, 1)}
    >>> [(c.source, c.kind, c.year, c.claimed) for c in transfers_by_kind([row], (("RUS",), ("PRK",)))]
    [('RUS', 'food', 2024, 1)]
    """
    cells: defaultdict[tuple[str, str, str, int | None], list[Mapping[str, Any]]] = defaultdict(list)
    named = [(next(iter(side)), set(side)) for side in sides]
    for row in transfers:
        if row["status"] not in HELD:
            continue
        for (giver, one), (taker, other) in (named, named[::-1]):
            if set(row["source"]) & one and set(row["target"]) & other:
                cells[giver, taker, row["kind"], _year(row)].append(row)
    return [
        TransferCount(
            *key,
            transfers=len(rows),
            claimed=sum(row["status"] != "asserted" for row in rows),
            returned=sum(bool(row["in_return_for"]) for row in rows),
            events=tuple(dict.fromkeys(row["event"] for row in rows)),
        )
        for key, rows in sorted(cells.items(), key=lambda item: (*item[0][:3], item[0][3] or 0))
    ]


def _year(row: Mapping[str, Any]) -> int | None:
    first, last = row["earliest"], row["latest"]
    if first and last and first.year != last.year:
        # Spread over years it is told once, in the year it began; a stretch of many years tells no year.
        return int(first.year) if (last - first).days <= 366 else None
    known = first or last
    return int(known.year) if known else None

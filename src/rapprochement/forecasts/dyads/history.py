"""Dated acts from one actor to another, by class, and what can be known of a pair on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from rapprochement.forecasts.evaluation import Floats
from rapprochement.forecasts.quadruples import Ints
from rapprochement.model import Event

WINDOWS = (7, 30, 90)
"""Days over which recent acts are counted, beside all days."""
PRIOR_WINDOWS = 2.0
"""Chosen as the strongest of .5, 1, 2, 4 on ICEWS18 between states: the reference is made as hard to beat as we could."""
FACTUAL = frozenset({"asserted", "claimed"})
"""Status of events taken as having happened."""
LONGEST = 31
"""Days an event's date may leave open; vaguer ones date nothing and are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Acts:
    """Acts between actors, ordered by day.

    Attributes
    ----------
    actors, classes : tuple of str
        Names by id.
    source, target, kind, day : array of int
        Who, toward whom, of which class, on which day counted from ``origin``.
    known : array of int
        Day on which the act could be known (its publication); never before ``day`` in honest data.
    """

    actors: tuple[str, ...]
    classes: tuple[str, ...]
    source: Ints
    target: Ints
    kind: Ints
    day: Ints
    known: Ints
    origin: date

    @classmethod
    def of(
        cls,
        rows: Iterable[tuple[str, str, str, int]] | Iterable[tuple[str, str, str, int, int]],
        classes: Sequence[str],
        origin: date = date(1970, 1, 1),
    ) -> Acts:
        """Make acts of rows (source, target, class, day[, day known]); acts of other classes and on oneself are left out.

        Examples
        --------
        >>> acts = Acts.of([("A", "B", "aid", 3), ("B", "A", "aid", 1), ("A", "A", "aid", 1)], ["aid"])
        >>> acts.day.tolist(), acts.known.tolist()
        ([1, 3], [1, 3])
        """
        kinds = {name: number for number, name in enumerate(classes)}
        kept = [row for row in rows if row[2] in kinds and row[0] != row[1]]
        names = {name: 0 for row in kept for name in row[:2]}
        names = {name: number for number, name in enumerate(sorted(names))}
        table = np.array(
            [(names[row[0]], names[row[1]], kinds[row[2]], row[3], row[4] if len(row) > 4 else row[3]) for row in kept],
            dtype=np.int64,
        ).reshape(-1, 5)
        table = table[np.lexsort((table[:, 2], table[:, 1], table[:, 0], table[:, 3]))]
        source, target, kind, day, known = (np.ascontiguousarray(column) for column in table.T)
        return cls(tuple(names), tuple(classes), source, target, kind, day, known, origin)

    @classmethod
    def of_events(
        cls,
        events: Iterable[Event],
        classes: dict[str, frozenset[str]],
        known: dict[str, date] | None = None,
    ) -> Acts:
        """Make acts of events: each source to each target, on the first day the event can have happened.

        Parameters
        ----------
        classes : dict
            Name of class to the event types it holds.
        known : dict, optional
            Event id to the day it was first reported, for forecasts frozen by publication.
        """
        class_of = {kind: name for name, kinds in classes.items() for kind in kinds}
        origin = date(1900, 1, 1)
        rows: list[tuple[str, str, str, int, int]] = []
        for event in events:
            if event.status not in FACTUAL or event.type not in class_of or not event.earliest or not event.latest:
                continue
            if (event.latest - event.earliest).days > LONGEST:
                continue
            day = (event.earliest - origin).days
            first_known = (known or {}).get(event.event)
            seen = max(day, (first_known - origin).days) if first_known else day
            rows.extend((a, b, class_of[event.type], day, seen) for a in event.source for b in event.target)
        return cls.of(rows, tuple(classes), origin)

    def __len__(self) -> int:
        return len(self.day)

    def date_of(self, day: int) -> date:
        """Return the calendar day of a day number."""
        return self.origin + timedelta(days=int(day))


class Dyads:
    """The ordered pairs of a set of acts and their counts as known on a day.

    Parameters
    ----------
    acts : Acts
        Every pair met in either direction is listed in both.
    """

    def __init__(self, acts: Acts) -> None:
        n = max(len(acts.actors), 1)
        self.acts = acts
        there, back = acts.source * n + acts.target, acts.target * n + acts.source
        self.key = np.unique(np.concatenate([there, back]))
        self.source, self.target = self.key // n, self.key % n
        self.pair = np.searchsorted(self.key, there)
        self.mirror = np.searchsorted(self.key, self.target * n + self.source)
        self.first_day = int(acts.day[0]) if len(acts) else 0
        self.end_day = int(acts.day[-1]) + 1 if len(acts) else 0

    def __len__(self) -> int:
        return len(self.key)

    def find(self, source: str, target: str) -> int | None:
        """Return the index of a pair of names, ``None`` when they never met."""
        names = {name: number for number, name in enumerate(self.acts.actors)}
        if source not in names or target not in names:
            return None
        key = names[source] * max(len(names), 1) + names[target]
        place = int(np.searchsorted(self.key, key))
        return place if place < len(self.key) and self.key[place] == key else None

    def counts(self, kind: int | None, begin: int, end: int, known_before: int | None = None) -> Floats:
        """Count the acts of each pair in ``begin <= day < end``, of one class or of all."""
        acts = self.acts
        low, high = np.searchsorted(acts.day, [begin, end])
        part = np.arange(low, high)
        if kind is not None:
            part = part[acts.kind[part] == kind]
        if known_before is not None:
            part = part[acts.known[part] < known_before]
        return np.bincount(self.pair[part], minlength=len(self)).astype(np.float64)

    def last(self, kind: int, today: int) -> Ints:
        """Return the day of each pair's last act of a class known before ``today``, -1 where there is none."""
        acts = self.acts
        part = np.flatnonzero((acts.kind == kind) & (acts.day < today) & (acts.known < today))
        out = np.full(len(self), -1, dtype=np.int64)
        np.maximum.at(out, self.pair[part], acts.day[part])
        return out

    def climatology(self, kind: int, today: int, horizon: int) -> Floats:
        """Return the share of past windows of ``horizon`` days in which a pair had an act of a class.

        All windows that end before ``today`` count. The share of a pair is shrunk to that of all pairs as if ``PRIOR_WINDOWS``
        windows of the average pair had been seen beside its own (those that do not overlap): without it short histories
        would make an easy reference to beat.
        """
        acts, first = self.acts, self.first_day
        part = np.flatnonzero((acts.kind == kind) & (acts.day < today) & (acts.known < today))
        order = np.lexsort((acts.day[part], self.pair[part]))
        pair, day = self.pair[part][order], acts.day[part][order] - first
        latest_start = today - first - horizon
        if latest_start < 0:
            return np.full(len(self), 0.5)
        previous = np.where(np.diff(pair, prepend=-1) == 0, np.concatenate([[-1], day[:-1]]), -1) if len(day) else day
        begin = np.maximum(np.maximum(previous + 1, day - horizon + 1), 0)
        covered = np.maximum(np.minimum(day, latest_start) - begin + 1, 0)
        share = np.bincount(pair, covered, minlength=len(self)) / (latest_start + 1)
        windows = (latest_start + horizon) / horizon
        usual = (float(share.mean()) * len(self) + 0.5) / (len(self) + 1)
        return np.asarray((share * windows + PRIOR_WINDOWS * usual) / (windows + PRIOR_WINDOWS))

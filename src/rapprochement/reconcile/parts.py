"""Parts of one occasion: a visit, the talks during it and the treaty signed there are linked, not one event."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from rapprochement.identity import mention_ids
from rapprochement.model import CodedDocument, Event, EventMention
from rapprochement.reconcile.facts import part_of_occasion

LONGEST = 21
"""Days up to which a visit or a round of talks can hold parts; a "visit" of a year is a way of telling."""
WHOLES = ("visit", "talks", "attendance")
"""What can hold parts, the larger first."""
INSIDE = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE"})
MOST = 8
"""Related events kept for one event."""


def linked(events: Sequence[Event], coded: Sequence[CodedDocument]) -> list[Event]:
    """Return the events with ``part_of`` and ``related`` filled.

    A part lies within the days of the whole, or is told in one sentence with it, and its sides are among the whole's or the other
    way round. Of several wholes the shortest visit wins.
    """
    by_id: dict[str, EventMention] = {}
    for one in coded:
        by_id.update(zip(mention_ids(one.mentions), one.mentions, strict=True))
    part = {e.event: _part(e, by_id) for e in events}
    wholes = [e for e in events if e.type == "CONSULT" and part[e.event] in WHOLES and _days(e) <= LONGEST]
    by_pair: dict[frozenset[str], list[Event]] = defaultdict(list)
    for whole in wholes:
        for pair in _pairs(whole):
            by_pair[pair].append(whole)
    starts: dict[frozenset[str], list[date]] = {}
    for pair, listed in by_pair.items():
        listed.sort(key=lambda e: (e.earliest or date.max, e.event))
        starts[pair] = [e.earliest or date.max for e in listed]
    together = _together(events, by_id)
    parent: dict[str, str] = {}
    for event in events:
        if event.type not in INSIDE or event.status in {"called_for", "hypothetical"}:
            continue
        found: dict[str, Event] = {}
        for pair in _pairs(event):
            if event.earliest and event.latest and _days(event) <= LONGEST and pair in starts:
                low = bisect_left(starts[pair], event.earliest - timedelta(days=LONGEST))
                high = bisect_right(starts[pair], event.latest)
                for whole in by_pair[pair][low:high]:
                    if whole.latest and whole.latest >= event.latest:
                        found[whole.event] = whole
        for name in together.get(event.event, ()):
            whole = events[name]
            if part[whole.event] in WHOLES and _agree(event, whole) and _sides(event) & _sides(whole):
                found[whole.event] = whole
        found.pop(event.event, None)
        fitting = [w for w in found.values() if _may_hold(part[w.event], part[event.event], event) and _sided(event, w)]
        if fitting:
            whole = min(fitting, key=lambda w: (WHOLES.index(part[w.event] or ""), _days(w), w.event))
            parent[event.event] = whole.event
    _break_circles(parent)
    related = _related(events, together, parent)
    return [
        replace(e, part_of=parent.get(e.event), related=related.get(e.event, ()))
        if e.event in parent or e.event in related
        else e
        for e in events
    ]


def _part(event: Event, by_id: dict[str, EventMention]) -> str | None:
    parts = [p for m in event.mentions if (p := part_of_occasion(by_id[m]))]
    return min(parts, key=lambda p: (-parts.count(p), p)) if parts else None


def _days(event: Event) -> int:
    if event.earliest is None or event.latest is None:
        return 10_000
    return (event.latest - event.earliest).days + 1


def _sides(event: Event) -> frozenset[str]:
    return frozenset(event.source) | frozenset(event.target)


def _pairs(event: Event) -> list[frozenset[str]]:
    sides = sorted(_sides(event))[:6]
    return [frozenset({a, b}) for i, a in enumerate(sides) for b in sides[i + 1 :]]


def _sided(event: Event, whole: Event) -> bool:
    return len(_sides(event) & _sides(whole)) >= 2


def _agree(one: Event, other: Event) -> bool:
    if one.earliest is None or one.latest is None or other.earliest is None or other.latest is None:
        return True
    return one.earliest <= other.latest and other.earliest <= one.latest


def _may_hold(whole: str | None, part: str | None, event: Event) -> bool:
    """Whether a whole of this kind holds such an event: a visit holds talks and signatures, talks hold signatures only."""
    if event.type == "CONSULT":
        return whole == "visit" and part in {"talks", "reception", "attendance", None}
    if event.type in {"COOPERATE"}:
        return whole == "visit" and part not in {"relations", "trade", "infrastructure"}
    return whole in WHOLES


def _together(events: Sequence[Event], by_id: dict[str, EventMention]) -> dict[str, tuple[int, ...]]:
    """Return for each event the events told in the same sentence, as positions."""
    at: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, event in enumerate(events):
        for m in event.mentions:
            at[by_id[m].document, by_id[m].start].append(i)
    found: dict[str, set[int]] = defaultdict(set)
    for listed in at.values():
        distinct = sorted(set(listed))[:MOST]
        for i in distinct:
            found[events[i].event].update(j for j in distinct if j != i)
    return {name: tuple(sorted(others)) for name, others in found.items()}


def _break_circles(parent: dict[str, str]) -> None:
    for start in sorted(parent):
        seen = {start}
        at = start
        while at in parent:
            if parent[at] in seen:
                del parent[at]
                break
            at = parent[at]
            seen.add(at)


def _related(
    events: Sequence[Event], together: dict[str, tuple[int, ...]], parent: dict[str, str]
) -> dict[str, tuple[str, ...]]:
    """Events told in one sentence that share two sides and can be of one time; and the parts of one whole."""
    found: dict[str, set[str]] = defaultdict(set)
    for event in events:
        for i in together.get(event.event, ()):
            other = events[i]
            tied = parent.get(event.event) == other.event or parent.get(other.event) == event.event
            if not tied and len(_sides(event) & _sides(other)) >= 2 and _agree(event, other):
                found[event.event].add(other.event)
    parts: dict[str, list[str]] = defaultdict(list)
    for name in sorted(parent):
        parts[parent[name]].append(name)
    for siblings in parts.values():
        for name in siblings[:MOST]:
            found[name].update(s for s in siblings[:MOST] if s != name)
    return {name: tuple(sorted(others)[:MOST]) for name, others in found.items() if others}

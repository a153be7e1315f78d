"""Statements that cannot both hold: dates, figures and statuses of one event, and dates at odds with themselves.

Equal within rounding, an interval that contains the other, and different units are no conflict.
"""

from __future__ import annotations

import itertools
import re

from rapprochement.codebook import Codebook
from rapprochement.model import Conflict, EventMention, Passage, Quantity
from rapprochement.reconcile.corpus import Corpus, Told, row_id
from rapprochement.reconcile.words import fold_same_length

NEAR_DAYS = 4
"""Two exact dates of one act lie this near, or they are two acts."""
EXACT_DAYS = 1
ROUNDING = 0.1
FUZZY = 0.35
"""Room given to a figure said to be about so much ("une vingtaine")."""
DOUBTS = {"heading": "heading", "weekday": "weekday", "calendar": "calendar", "published": "date"}
_PERSON = re.compile(r"[A-ZÀ-Ý][\w'-]+(?: [A-ZÀ-Ý][\w'-]+)+")


def conflicts(corpus: Corpus, _codebook: Codebook) -> list[Conflict]:
    """Return all conflicts, by kind, then place."""
    found = [*_dates(corpus), *_figures(corpus), *_statuses(corpus), *_doubts(corpus)]
    unique = {c.conflict: c for c in found}
    return sorted(unique.values(), key=lambda c: (c.kind, c.left.document, c.left.start, c.conflict))


def _exact(mention: EventMention) -> bool:
    return (
        mention.earliest is not None
        and mention.latest is not None
        and (mention.latest - mention.earliest).days < EXACT_DAYS
    )


def _persons(told: Told) -> frozenset[str]:
    named = {fold_same_length(a).split()[-1] for a in told.mention.agents if " " in a}
    return frozenset(named)


def _dates(corpus: Corpus) -> list[Conflict]:
    """Find exact dates, a few days apart, of what reads as one act: same frame, same sides, same persons."""
    blocks: dict[tuple[object, ...], list[Told]] = {}
    for t in corpus.told:
        if _exact(t.mention) and t.mention.status in {"asserted", "claimed"}:
            blocks.setdefault((t.mention.type, t.mention.rule_id, t.actors), []).append(t)
    result: list[Conflict] = []
    for told in blocks.values():
        ordered = sorted(told, key=lambda t: (t.mention.earliest, t.id))
        for i, a in enumerate(ordered):
            for b in ordered[i + 1 :]:
                assert a.mention.earliest and b.mention.earliest
                apart = (b.mention.earliest - a.mention.earliest).days
                if apart > NEAR_DAYS:
                    break
                if apart and _persons(a) & _persons(b):
                    result.append(_conflict("date", a, b, str(a.mention.date), str(b.mention.date)))
    return result


def _figures(corpus: Corpus) -> list[Conflict]:
    """Find figures of one event for one thing in one unit that differ beyond rounding and bounds."""
    result: list[Conflict] = []
    for event in corpus.events:
        stated = [
            (t, q) for t in corpus.event_told(event) for q in t.mention.quantity if isinstance(q.value, float | int)
        ]
        for (a, p), (b, q) in itertools.combinations(stated, 2):
            if a.passage != b.passage and _same_thing(p, q) and not compatible(p, q):
                result.append(_conflict("figure", a, b, _say(p), _say(q), event.event))
    return result


def _stem(text: str) -> str:
    words = [w[:6].rstrip("sx") for w in re.findall(r"\w{3,}", fold_same_length(text))]
    return words[0] if words else ""


def _same_thing(p: Quantity, q: Quantity) -> bool:
    return _stem(p.unit) == _stem(q.unit) and (not p.what or not q.what or bool(_stems(p.what) & _stems(q.what)))


def _stems(text: str) -> set[str]:
    return {w[:6].rstrip("sx") for w in re.findall(r"\w{4,}", fold_same_length(text))}


def compatible(p: Quantity, q: Quantity) -> bool:
    """Tell whether two figures can both hold, given their bounds and rounding.

    Examples
    --------
    >>> compatible(Quantity(20, "km", "frontière"), Quantity(20, "km", "frontière", "about"))
    True
    >>> compatible(Quantity(600, "soldats", "tués"), Quantity(4700, "soldats", "tués"))
    False
    >>> compatible(Quantity(600, "soldats", "tués", "at least"), Quantity(4700, "soldats", "tués"))
    True
    """
    if not isinstance(p.value, float | int) or not isinstance(q.value, float | int):
        return True
    low, high = sorted((p, q), key=lambda x: float(x.value))
    small, large = float(low.value), float(high.value)
    if low.bound == "at least" or high.bound == "at most":
        return True
    room = FUZZY if "about" in (p.bound, q.bound) else ROUNDING
    return large - small <= room * max(abs(large), abs(small))


def _say(q: Quantity) -> str:
    number = f"{q.value:g}" if isinstance(q.value, float | int) else q.value
    return f"{number} {q.unit}".strip()


def _statuses(corpus: Corpus) -> list[Conflict]:
    """Find one event told as fact or claim here and denied there."""
    result: list[Conflict] = []
    denied = [t for t in corpus.told if t.mention.status == "denied"]
    by_key: dict[tuple[object, ...], list[Told]] = {}
    for t in corpus.told:
        if t.mention.status in {"asserted", "claimed", "suspected"}:
            by_key.setdefault((t.mention.type, t.mention.source, t.mention.target, t.mention.domain), []).append(t)
    for t in denied:
        others = by_key.get((t.mention.type, t.mention.source, t.mention.target, t.mention.domain), [])
        for other in others[:3]:
            if _may_be_one(t.mention, other.mention):
                result.append(_conflict("status", other, t, other.mention.status, "denied"))
    return result


def _may_be_one(a: EventMention, b: EventMention) -> bool:
    if a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return True
    return a.earliest <= b.latest and b.earliest <= a.latest


def _doubts(corpus: Corpus) -> list[Conflict]:
    """Turn the doubts the tagger flagged (a month under another's heading, a wrong weekday) into conflicts."""
    result: list[Conflict] = []
    for name, coded in corpus.coded.items():
        for time in coded.times:
            for flag in time.flags:
                kind, _, other = flag.partition(":")
                if kind in DOUBTS:
                    here = Passage(name, time.start, time.end)
                    result.append(
                        Conflict(
                            row_id("c", name, str(time.start), flag),
                            DOUBTS[kind],
                            time.text,
                            other or kind,
                            here,
                            here,
                            True,
                        )
                    )
    return result


def _conflict(kind: str, a: Told, b: Told, left: str, right: str, event: str | None = None) -> Conflict:
    return Conflict(
        row_id("c", kind, *sorted((a.id, b.id)), left, right),
        kind,
        left,
        right,
        a.passage,
        b.passage,
        a.mention.document == b.mention.document,
        event,
    )

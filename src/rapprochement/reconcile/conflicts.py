"""Statements that cannot both hold: dates, figures, actors, places and statuses of one event, and dates at odds with themselves.

Equal within rounding, an interval that contains the other, and different units are no conflict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from rapprochement.actors.entries import StateNamesEntry
from rapprochement.codebook import Codebook
from rapprochement.model import Conflict, Event, Passage, Quantity, Section
from rapprochement.reconcile.corpus import Corpus, Told, row_id
from rapprochement.reconcile.facts import Facts, Reader, person_key
from rapprochement.reconcile.words import fold_same_length, word_patterns

NEAR_DAYS = 4
"""Two exact dates of one act lie this near, or they are two acts."""
ROUNDING = 0.1
FUZZY = 0.35
"""Room given to a figure said to be about so much ("une vingtaine")."""
STANDING = frozenset({"asserted", "claimed", "suspected"})
TOLD = frozenset({"asserted", "claimed"})
DOUBTS = {
    "heading-mismatch": "heading",
    "weekday-mismatch": "weekday",
    "no-such-day": "calendar",
    "heading": "heading",
    "weekday": "weekday",
    "calendar": "calendar",
}
"""Flags of the time tagger to kinds of doubt."""
SCALES = frozenset({"milli", "mille", "centa", "dizai", "vingt"})
_UNIT = re.compile(r"\w{2,}|[%$€£]")
MOST = 60
"""Mentions of one event that are compared pair by pair; an event told more often has said it all before."""


def conflicts(corpus: Corpus, codebook: Codebook) -> list[Conflict]:
    """Return all conflicts, by kind, then place."""
    checker = _Checker(corpus, codebook)
    found = [
        *(c for event in corpus.events for c in checker.of_event(event)),
        *checker.across_events(),
        *_doubts(corpus),
    ]
    unique: dict[tuple[object, ...], Conflict] = {}
    for one in sorted(
        found, key=lambda c: (c.left.document, c.left.start, c.right.document, c.right.start, c.conflict)
    ):
        # one pair of values told in many sentences is one conflict, shown where it is told first
        key = (one.kind, one.event or one.conflict, frozenset({one.left_value, one.right_value}))
        unique.setdefault(key, one)
    return sorted(unique.values(), key=lambda c: (c.kind, c.left.document, c.left.start, c.conflict))


class _Checker:
    """Compares the tellings of events."""

    def __init__(self, corpus: Corpus, codebook: Codebook) -> None:
        self.corpus = corpus
        self.reader = Reader(codebook)
        self.denials = word_patterns(codebook, "conflict_words")
        names = codebook.entries("actor-state-fr", StateNamesEntry).values()
        self.capitals: Mapping[str, str] = {fold_same_length(c): e.id for e in names for c in e.capitals}
        self._facts: dict[str, Facts] = {}

    def facts(self, told: Told) -> Facts:
        """Return what merging made of a mention."""
        if told.id not in self._facts:
            document = told.mention.document
            self._facts[told.id] = self.reader.read(
                told.id, told.mention, self.corpus.coded[document], self.corpus.folded(document)
            )
        return self._facts[told.id]

    def of_event(self, event: Event) -> Iterable[Conflict]:
        """Compare the tellings of one event, pair by pair."""
        told = self.corpus.event_told(event)
        if len(told) < 2 and not (told and len(told[0].mention.quantity) > 1):
            return
        told = told[:MOST]
        for i, a in enumerate(told):
            for b in told[i + 1 :]:
                yield from self._dates(event, a, b)
                yield from self._figures(event, a, b)
                yield from self._places(event, a, b)
                yield from self._actors(event, a, b)
                yield from self._statuses(event, a, b)

    def _dates(self, event: Event, a: Told, b: Told) -> Iterable[Conflict]:
        x, y = self.facts(a), self.facts(b)
        if a.mention.status not in TOLD or b.mention.status not in TOLD or not x.dated or not y.dated:
            return
        if x.anniversary or y.anniversary or "~" in f"{x.value}{y.value}" or x.days > 62 or y.days > 62:
            return
        if x.earliest > y.latest or y.earliest > x.latest:
            yield _conflict("date", a, b, str(x.value), str(y.value), event.event)

    def _figures(self, event: Event, a: Told, b: Told) -> Iterable[Conflict]:
        for p in a.mention.quantity:
            for q in b.mention.quantity:
                if _same_thing(p, q) and not compatible(p, q):
                    yield _conflict("figure", a, b, _say(p), _say(q), event.event)

    def _places(self, event: Event, a: Told, b: Told) -> Iterable[Conflict]:
        """Two towns for one act of one day; a country, a region or a place within another is no conflict."""
        x, y = self.facts(a), self.facts(b)
        if not x.places or not y.places or x.places & y.places or not a.mention.place or not b.mention.place:
            return
        if not x.dated or not y.dated or x.days > 1 or y.days > 1:
            return
        if self._town(a.mention.place) and self._town(b.mention.place):
            yield _conflict("place", a, b, a.mention.place, b.mention.place, event.event)

    def _town(self, place: str) -> bool:
        folded = fold_same_length(place)
        return not self.denials["place:wide"].search(folded)

    def _actors(self, event: Event, a: Told, b: Told) -> Iterable[Conflict]:
        """Another person in the same role ("reçu par X", "reçu par Y"), or another side."""
        x = {k for n in a.mention.agents if (k := person_key(n))}
        y = {k for n in b.mention.agents if (k := person_key(n))}
        if x and y and not x & y and len(x) == len(y) and self._strongly_one(a, b):
            yield _conflict("actor", a, b, ", ".join(a.mention.agents), ", ".join(b.mention.agents), event.event)

    def _strongly_one(self, a: Told, b: Told) -> bool:
        x, y = self.facts(a), self.facts(b)
        return bool(x.places & y.places or x.figures & y.figures or len(x.words & y.words) >= 2) and x.part == y.part

    def _statuses(self, event: Event, a: Told, b: Told) -> Iterable[Conflict]:
        """One event told as fact or claim here and denied there."""
        pair = {a.mention.status, b.mention.status}
        if "denied" in pair and pair & STANDING:
            first, second = (b, a) if a.mention.status == "denied" else (a, b)
            yield _conflict("status", first, second, first.mention.status, "denied", event.event)

    def across_events(self) -> Iterable[Conflict]:
        """Compare events that read as one act but for their date, their sides or a denial."""
        blocks: dict[tuple[object, ...], list[Told]] = {}
        for told in self.corpus.told:
            if told.mention.status in STANDING | {"denied"}:
                facts = self.facts(told)
                sides = frozenset(facts.source) | frozenset(facts.target)
                blocks.setdefault((told.mention.type, facts.part, sides), []).append(told)
        for listed in blocks.values():
            yield from self._near_dates(listed)
            yield from self._denied(listed)
        yield from self._other_sides()

    def _near_dates(self, listed: list[Told]) -> Iterable[Conflict]:
        """Exact dates a few days apart of what reads as one act: the same persons, or place and figure, or rare words."""
        exact = [t for t in listed if self.facts(t).dated and self.facts(t).days == 1 and t.mention.status in TOLD]
        exact.sort(key=lambda t: (self.facts(t).earliest, t.id))
        for i, a in enumerate(exact):
            x = self.facts(a)
            for b in exact[i + 1 : i + 1 + MOST]:
                y = self.facts(b)
                apart = (y.earliest - x.earliest).days
                if apart > NEAR_DAYS:
                    break
                if not apart or self.corpus.event_of.get(a.id) is self.corpus.event_of.get(b.id):
                    continue
                if a.mention.document == b.mention.document and a.mention.start == b.mention.start:
                    continue
                if self._one_act(x, y):
                    yield _conflict("date", a, b, str(x.value), str(y.value))

    def _one_act(self, x: Facts, y: Facts) -> bool:
        """Whether two tellings agree in so much that only a slip can have moved the date."""
        if x.persons and y.persons and not (x.persons <= y.persons or y.persons <= x.persons):
            return False
        if x.places and y.places and not x.places & y.places:
            return False
        if x.objects and y.objects and not x.objects & y.objects:
            return False
        same = 2 * bool(x.persons & y.persons) + 2 * bool(x.figures & y.figures) + bool(x.places & y.places)
        fewer = min(len(x.words), len(y.words))
        alike = len(x.words & y.words) / fewer if fewer >= 3 else 0.0
        return same + 4 * alike >= 3.2

    def _denied(self, listed: list[Told]) -> Iterable[Conflict]:
        """A denial undated or of the same days as what it denies, which merging kept apart."""
        denied = [t for t in listed if t.mention.status == "denied"]
        standing = [t for t in listed if t.mention.status in STANDING][: MOST * 4]
        for one in denied[:MOST]:
            x = self.facts(one)
            fitting = [
                t
                for t in standing
                if self.corpus.event_of.get(t.id) is not self.corpus.event_of.get(one.id)
                and x.source == self.facts(t).source
                and _may_be_one(x, self.facts(t))
                and self._about_one_thing(x, self.facts(t))
            ]
            if fitting:
                best = max(fitting, key=lambda t: (len(x.words & self.facts(t).words), t.id))
                yield _conflict("status", best, one, best.mention.status, "denied")

    def _about_one_thing(self, x: Facts, y: Facts) -> bool:
        if x.objects and y.objects:
            return bool(x.objects & y.objects)
        return bool(x.words & y.words) or x.mention.mode == y.mention.mode

    def _other_sides(self) -> Iterable[Conflict]:
        """One act of one day and place with the same figures or words, laid to another side."""
        index: dict[tuple[object, ...], list[Told]] = {}
        for told in self.corpus.told:
            facts = self.facts(told)
            if not facts.dated or facts.days > 1 or told.mention.status not in TOLD:
                continue
            if told.mention.type in {"ASSAULT", "COERCE", "AID", "MOBILIZE"} and facts.places:
                for place in sorted(facts.places):
                    index.setdefault((told.mention.type, facts.earliest, place), []).append(told)
        for listed in index.values():
            for i, a in enumerate(listed[:MOST]):
                for b in listed[i + 1 : MOST]:
                    x, y = self.facts(a), self.facts(b)
                    one_target = x.target == y.target and not set(x.source) & set(y.source)
                    if one_target and (x.figures & y.figures or len(x.words & y.words) >= 2):
                        yield _conflict("actor", a, b, ", ".join(x.source), ", ".join(y.source))


def _may_be_one(x: Facts, y: Facts) -> bool:
    if not x.dated or not y.dated:
        return _published_near(x, y)
    return x.earliest <= y.latest + timedelta(days=1) and y.earliest <= x.latest + timedelta(days=1)


def _published_near(x: Facts, y: Facts) -> bool:
    """A denial without date answers what was told in the same weeks."""
    try:
        first, second = date.fromisoformat(x.published[:10]), date.fromisoformat(y.published[:10])
    except ValueError:
        return True
    return abs((second - first).days) <= 60


def _stems(text: str) -> set[str]:
    return {w[:5].rstrip("sx") for w in re.findall(r"\w{4,}", fold_same_length(text))}


def _same_thing(p: Quantity, q: Quantity) -> bool:
    """The same unit, of things that no word tells apart ("soldats tués" is not "soldats blessés")."""
    units = [{w[:5].rstrip("sx") for w in _UNIT.findall(fold_same_length(x.unit))} - SCALES for x in (p, q)]
    if units[0] != units[1] and not units[0] & units[1]:
        return False  # dollars are no euros, and tonnes no sacks
    a, b = _stems(p.what) - _stems(p.unit), _stems(q.what) - _stems(q.unit)
    return not a or not b or bool(a & b)


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
    if large == small:
        return True
    if "about" in (p.bound, q.bound):
        return large - small <= FUZZY * large
    # small exact counts do not round; large round numbers do
    if large < 20 or not (_round(small) or _round(large)):
        return False
    return large - small <= ROUNDING * large


def _round(value: float) -> bool:
    """Whether a figure looks rounded: at most two digits before its zeros.

    Examples
    --------
    >>> _round(12000), _round(20), _round(12345)
    (True, True, False)
    """
    digits = f"{value:.0f}".rstrip("0")
    return value == int(value) and len(digits) <= 2 and value >= 20 and value % 10 == 0


def _say(q: Quantity) -> str:
    number = f"{q.value:g}" if isinstance(q.value, float | int) else q.value
    return f"{number} {q.unit}".strip()


def _doubts(corpus: Corpus) -> list[Conflict]:
    """Turn the doubts the tagger flagged (a month under another's heading, a wrong weekday) into conflicts."""
    result: list[Conflict] = []
    for name, coded in corpus.coded.items():
        text = coded.document.text
        for time in coded.times:
            for flag in time.flags:
                kind = DOUBTS.get(flag.partition(":")[0])
                if kind is None:
                    continue
                here = Passage(name, time.start, time.end)
                other, value = here, flag.partition(":")[2] or kind
                section = corpus.section_at(name, time.start)
                if kind == "heading":
                    above = _month_heading(corpus, name, section)
                    if above is None:
                        continue  # a year in a heading is a theme; only a month above days is a date
                    other = Passage(name, above.start, above.end)
                    value = " ".join(text[above.start : above.end].split())
                result.append(
                    Conflict(row_id("c", name, str(time.start), flag), kind, time.text, value, here, other, True)
                )
    return result


def _month_heading(corpus: Corpus, document: str, section: Section | None) -> Section | None:
    """Return the heading right above, if it names a month or a day."""
    if section is None or section.heading is None:
        return None
    above = corpus.coded[document].document.sections[section.heading]
    told = corpus.times_in(document, above.start, above.end)
    exact = [t for t in told if t.earliest and t.latest and (t.latest - t.earliest).days <= 31]
    return above if exact else None


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

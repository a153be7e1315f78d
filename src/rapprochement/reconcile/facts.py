"""What merging asks of one mention: when it took place, who and where by name, what it was about, and how it is told."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapprochement.actors.entries import StateNamesEntry
from rapprochement.actors.periods import as_of
from rapprochement.codebook import Codebook
from rapprochement.events.frames import ObjectClass
from rapprochement.model import CodedDocument, EventMention, TimeExpression
from rapprochement.reconcile.words import PatternCue, compiled, fold_same_length, word_pattern

PARTS: Mapping[str, str] = {
    "visit": "visit",
    "meet": "talks",
    "negotiate": "talks",
    "mediate": "talks",
    "phone": "call",
    "message": "message",
    "attend": "attendance",
    "invite": "invitation",
    "withdraw": "withdrawal",
    "sign": "signing",
    "promise": "promise",
    "ratify": "ratification",
    "exercise": "exercise",
    "trade": "trade",
    "infrastructure": "infrastructure",
    "culture": "culture",
    "relations": "relations",
    "science": "science",
    "thank": "thanks",
    "congratulate": "congratulation",
    "condole": "condolence",
    "gift": "gift",
    "recognize": "recognition",
    "celebrate": "celebration",
    "test": "test",
    "deploy": "deployment",
    "allow": "permission",
    "apologize": "apology",
    "release": "release",
    "ease": "easing",
    "veto": "veto",
    "suspend": "suspension",
    "cyber": "cyber",
    "arrest": "arrest",
    "expel": "expulsion",
    "summon": "summons",
}
"""Mode of a mention to the part of an occasion it is; modes not named say nothing and may go with any part."""
RECEPTION = "visit.receive"
"""Rules of this name tell a reception: an hour of a visit, not the visit."""
LASTING = frozenset({"relations", "trade", "culture", "back", "fight"})
"""Modes of what goes on for long: told of a year they are not told of the one day in it that is known."""
OBJECTS = frozenset({"arms", "forces", "energy", "food", "relief", "money", "technology", "goods"})
AROUND = 110
"""Characters either side of the trigger that tell what the act is about; a sentence may hold three acts."""
LEAD, NEWS_BEFORE, NEWS_AFTER = 700, 4, 2
"""Characters at the top of an article that tell its news, and the days around publication the news is of."""
SHORT_NAME = 4
"""A family name shorter than this is no name alone ("Un", "Li")."""
NUMBERS = {
    "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "quinze": 15,
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
}  # fmt: skip
_WORD = re.compile(r"[a-z]{5,}")
_TOKEN = re.compile(r"[\w']+")
_OPEN_YEAR = re.compile(r"^(\d{4})(?:-(\d\d))?~?/\.\.$")


@dataclass(frozen=True, slots=True)
class Facts:
    """A mention with what merging compares.

    Attributes
    ----------
    value, earliest, latest
        When it took place as merging reads it: an anniversary is of its year, an agreement "depuis 2024" of 2024.
    part : str or None
        Part of an occasion (visit, reception, talks, call…).
    persons, places, objects, figures, words : frozenset of str
        Names, place words, classes of objects, figures with unit, stems of the wording.
    several : bool
        Told as one of several ("plusieurs visites").
    again : bool
        Told as something mentioned before ("cette visite").
    anniversary : bool
        Told as past on the occasion of an anniversary.
    source, target : tuple of str
        The sides as they were then: "Moscou" of 1961 is the Soviet Union.
    near : pair of date or None
        For news without a date of its own at the top of an article, the days around its publication.
    """

    id: str
    mention: EventMention
    published: str
    value: str | None
    earliest: date
    latest: date
    part: str | None
    persons: frozenset[str]
    places: frozenset[str]
    objects: frozenset[str]
    figures: frozenset[str]
    words: frozenset[str]
    several: bool
    again: bool
    anniversary: bool
    source: tuple[str, ...]
    target: tuple[str, ...]
    near: tuple[date, date] | None = None

    @property
    def dated(self) -> bool:
        """Whether anything says when."""
        return self.earliest > date.min or self.latest < date.max

    @property
    def days(self) -> int:
        """Length of the interval in days."""
        return (self.latest - self.earliest).days + 1

    @property
    def rank(self) -> tuple[str, str, int, str]:
        """Order of telling: the first is the founding mention."""
        return (self.published, self.mention.document, self.mention.start, self.id)


class Reader:
    """Reads the facts of mentions, with the vocabulary compiled once."""

    def __init__(self, codebook: Codebook) -> None:
        self._cues = {str(getattr(e, "id", "")): p for e, p in compiled(codebook, "merging_cues", PatternCue)}
        self._codebook = codebook
        self._states = codebook.compiled(("merging", "states"), self._read_states)
        self._objects = codebook.compiled(("merging", "objects"), self._read_objects)

    def _read_states(self) -> tuple[frozenset[str], frozenset[str]]:
        """Folded names of states, and all words that stand for one."""
        names: set[str] = set()
        words: set[str] = set()
        for entry in self._codebook.entries("actor-state-fr", StateNamesEntry).values():
            names.update(fold_same_length(n) for n in entry.names)
            for form in (*entry.names, *entry.adjectives, *entry.capitals):
                words.update(w[:6] for w in _WORD.findall(fold_same_length(form)))
        return frozenset(names), frozenset(words)

    def _read_objects(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        classes = self._codebook.entries("object_classes", ObjectClass).values()
        return tuple((c.id, word_pattern(c.words)) for c in classes if c.id in OBJECTS)

    def read(self, identity: str, mention: EventMention, coded: CodedDocument, folded: str) -> Facts:
        """Return the facts of one mention; ``folded`` is its document's text folded character for character."""
        low = max(mention.start, mention.trigger_start - AROUND)
        near = folded[low : min(mention.end, mention.trigger_end + AROUND)]
        before = folded[max(mention.start, mention.trigger_start - 30) : mention.trigger_start].rstrip()
        head = folded[mention.start : mention.trigger_start]
        value, earliest, latest = mention.date, mention.earliest, mention.latest
        anniversary = self._anniversary(head, value)
        if anniversary is not None:
            value, earliest, latest = anniversary
        elif mention.type == "AGREE" and value and (open_ := _OPEN_YEAR.match(value)):
            value, earliest, latest = _period(int(open_[1]), int(open_[2]) if open_[2] else None)
        elif value is None and earliest is None and latest is None and self._cues["occasion"].search(near):
            value, earliest, latest = _occasion(mention, coded)
        elif mention.type in {"AGREE", "CONSULT"} and (value is None or len(value) == 4) and latest != date.max:
            value, earliest, latest = _carried(mention, coded, folded) or (value, earliest, latest)
        names, state_words = self._states
        return Facts(
            identity,
            mention,
            coded.document.published or "9999",
            value,
            earliest or date.min,
            latest or date.max,
            part_of_occasion(mention),
            frozenset(k for a in mention.agents if (k := person_key(a))),
            _place_words(mention.place, names),
            self._about(mention, near) if mention.type in {"AID", "MOBILIZE", "SUPPORT", "COOPERATE"} else frozenset(),
            frozenset(
                f"{q.value:g} {fold_same_length(q.unit)[:5]}"
                for q in mention.quantity
                if isinstance(q.value, float | int) and q.value > 2  # "les deux pays" is no figure of the act
            ),
            frozenset(w[:6] for w in _WORD.findall(near)) - state_words,
            _in_the_plural(mention, folded) and bool(self._cues["several"].search(before)),
            bool(self._cues["again"].search(before)),
            anniversary is not None,
            as_of(mention.source, latest, self._codebook),
            as_of(mention.target, latest, self._codebook),
            _news_days(mention, coded) if earliest is None and latest is None and anniversary is None else None,
        )

    def _about(self, mention: EventMention, near: str) -> frozenset[str]:
        if mention.type not in {"AID", "MOBILIZE"} and mention.mode != "gift":
            return frozenset()
        return frozenset(name for name, pattern in self._objects if pattern.search(near))

    def _anniversary(self, head: str, value: str | None) -> tuple[str | None, date | None, date | None] | None:
        """Return when the remembered act took place, if the trigger is what an anniversary is of."""
        found = list(self._cues["anniversary"].finditer(head))
        if not found:
            return None
        match = found[-1]
        if len(head) - match.end() > 45 or any(c in head[match.end() :] for c in ",;:."):
            return None
        number = match["number"]
        if number is None or not value or not value[:4].isdigit():
            return None, None, None
        return _period(int(value[:4]) - (NUMBERS.get(number) or int(number)), None)


def _carried(
    mention: EventMention, coded: CodedDocument, folded: str
) -> tuple[str | None, date | None, date | None] | None:
    """Return the one day the sentence before names, for a meeting or signature told without a date of its own.

    "La date du 17 janvier. Le président reçoit…": a narrative goes on at the day it has reached. Only where that day lies inside
    what is known of the mention.
    """
    section = next((s for s in coded.document.sections if s.start <= mention.start < s.end), None)
    if section is None or mention.start <= section.start or mention.status not in {"asserted", "claimed"}:
        return None
    if any(mention.start <= t.start < mention.end and t.timex3_type == "DATE" and t.value for t in coded.times):
        return None
    end = mention.start - 1
    begin = max(section.start, *(folded.rfind(mark, section.start, end - 2) + 1 for mark in ".!?…;"))
    days = {
        t.value: t
        for t in coded.times
        if begin <= t.start < mention.start and t.earliest is not None and t.earliest == t.latest
    }
    if len(days) != 1:
        return None
    only = next(iter(days.values()))
    assert only.earliest is not None
    known = mention.earliest is not None and mention.latest is not None
    if known and not (mention.earliest or date.min) <= only.earliest <= (mention.latest or date.max):
        return None
    return only.value, only.earliest, only.latest


def _news_days(mention: EventMention, coded: CodedDocument) -> tuple[date, date] | None:
    """Return the days around publication for what the top of an article tells as fact without a date."""
    published = coded.document.published or ""
    if mention.start > LEAD or len(published) < 10 or mention.status not in {"asserted", "claimed"}:
        return None
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return None
    return day - timedelta(days=NEWS_BEFORE), day + timedelta(days=NEWS_AFTER)


def _in_the_plural(mention: EventMention, folded: str) -> bool:
    """Whether the trigger is the plural of what one act would be told in the singular ("visites", not "manœuvres")."""
    counted = (mention.type == "CONSULT" and mention.mode in {"visit", "meet", "attend"}) or mention.type == "AGREE"
    return counted and folded[mention.trigger_end - 1 : mention.trigger_end] in {"s", "x"}


def _period(year: int, month: int | None) -> tuple[str | None, date | None, date | None]:
    if not 1 <= year <= 9998 or not 1 <= (month or 1) <= 12:
        return None, None, None
    if month is None:
        return f"{year:04d}", date(year, 1, 1), date(year, 12, 31)
    return f"{year:04d}-{month:02d}", date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _occasion(mention: EventMention, coded: CodedDocument) -> tuple[str | None, date | None, date | None]:
    """Return the last exact date told before the mention in its section: "à cette occasion" is of that day."""
    section = next((s for s in coded.document.sections if s.start <= mention.start < s.end), None)
    if section is None:
        return None, None, None
    told: Sequence[TimeExpression] = [
        t
        for t in coded.times
        if section.start <= t.start and t.end <= mention.start and t.earliest and t.latest and t.timex3_type == "DATE"
    ]
    if not told:
        return None, None, None
    last = max(told, key=lambda t: t.start)
    return last.value, last.earliest, last.latest


def part_of_occasion(mention: EventMention) -> str | None:
    """Return which part of an occasion a mention tells, ``None`` when its mode leaves it open.

    Examples
    --------
    >>> m = EventMention("a", 0, 9, 0, 4, "CONSULT", "negotiate", "diplomatic", ("NOR",), ("SWE",), "asserted", "talks")
    >>> part_of_occasion(m)
    'talks'
    """
    if mention.rule_id.startswith(RECEPTION):
        return "reception"
    return PARTS.get(mention.mode or "")


def person_key(agent: str) -> str:
    """Return what a person is compared by: the family name, or all names where it is short; ``""`` for an office.

    Examples
    --------
    >>> person_key("Jens Stoltenberg"), person_key("Kim Jong-un"), person_key("ministre de la Défense")
    ('stoltenberg', 'kim jong un', '')
    """
    words = re.split(r"[\s\u00a0]+", agent.strip())
    if len(words) < 2 or not all(w[:1].isupper() for w in words):
        return ""
    tokens = fold_same_length(agent).replace("-", " ").split()
    return tokens[-1] if len(tokens[-1]) >= SHORT_NAME else " ".join(tokens)


def _place_words(place: str | None, countries: frozenset[str]) -> frozenset[str]:
    if place is None:
        return frozenset()
    folded = fold_same_length(place)
    if folded in countries:
        return frozenset()
    own = re.split(r" en | au | aux ", folded)[0]
    return frozenset(w for w in _TOKEN.findall(own) if len(w) >= SHORT_NAME)

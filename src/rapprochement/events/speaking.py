"""The day on which someone speaks: an article gives it once ("a déclaré jeudi …") and goes on quoting the same person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapprochement.events.context import Attribution
from rapprochement.events.dates import value_of
from rapprochement.events.matcher import Match
from rapprochement.events.morphology import PAST
from rapprochement.events.view import View
from rapprochement.language import Analysis
from rapprochement.model import TimeExpression

QUOTES = frozenset({'"', "«", "»", "“", "”"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
REACH = 2500
"""Characters over which a day of speaking holds."""
BESIDE = 700
"""Characters within which another's day of speaking is taken for one who has none."""
NEAR_CUE = 90
"""Characters between a verb of speech and the day of speaking."""


@dataclass(frozen=True, slots=True)
class SpokenDay:
    """A day someone is said to have spoken, at which offset of the text, under which heading."""

    offset: int
    codes: frozenset[str]
    day: str
    stretch: int | None = None


@dataclass(frozen=True, slots=True)
class SpeakingDays:
    """All such days of an article, in text order."""

    days: tuple[SpokenDay, ...]

    def day_for(self, codes: Sequence[str], offset: int, stretch: int | None = None) -> str | None:
        """Return the day on which ``codes`` speak at ``offset``, in the stretch of text under one heading.

        The day most often given for the same speaker (the first of several), else the only day on which others speak close by.

        Examples
        --------
        >>> days = SpeakingDays((SpokenDay(10, frozenset({"FRA"}), "2020-01-22"), SpokenDay(90, frozenset({"DEU"}), "2020-01-23")))
        >>> days.day_for(["FRA"], 200), days.day_for(["DEU"], 0), days.day_for(["ITA"], 0)
        ('2020-01-22', '2020-01-23', None)
        """
        near = [d for d in self.days if d.stretch == stretch and abs(d.offset - offset) <= REACH]
        own = [d for d in near if d.codes & set(codes)]
        if own:
            counts = Counter(d.day for d in own)
            most = max(counts.values())
            best = [d for d in own if counts[d.day] == most]
            return min(best, key=lambda d: (d.offset, d.day)).day
        every = {d.day for d in near if abs(d.offset - offset) <= BESIDE}
        return next(iter(every)) if len(every) == 1 else None


def speaking_days(
    analysis: Analysis,
    attributions: Sequence[Attribution],
    times: Sequence[TimeExpression],
    spoken: Sequence[SpokenDay],
) -> SpeakingDays:
    """Collect the days of speaking from verbs of speech with a day beside them, and from dated speech acts (``spoken``)."""
    found = list(spoken)
    for attribution in attributions:
        sentence = analysis.sentence_at(attribution.cue_start)
        if sentence is None or not attribution.codes:
            continue
        near = [
            (abs(t.start - attribution.cue_start), value)
            for t in times
            if sentence.start <= t.start < sentence.end
            and not attribution.covers(t.start)
            and (value := value_of(t)) is not None
            and _DAY.match(value)
            and abs(t.start - attribution.cue_start) <= NEAR_CUE
        ]
        if near:
            found.append(
                SpokenDay(attribution.cue_start, frozenset(attribution.codes), min(near)[1], sentence.section.heading)
            )
    return SpeakingDays(tuple(sorted(found, key=lambda d: (d.offset, d.day))))


def tells_now(match: Match, view: View) -> bool:
    """Tell whether a speech act may be meant to take place on the day of the news, though its sentence gives no day.

    A perfect tense or a quotation tells news. A noun ("les menaces de Rome"), a passive or bare participle ("accusé de …") and a plain
    present ("Rome accuse Oslo de …") tell what stood before, at no time the article gives.
    """
    if match.trigger.nominal or match.passive:
        return False
    if any(form in QUOTES for form in view.forms):
        return True
    return match.kind == PAST or "Pres" not in match.token.morph.get("Tense")


def is_day(value: str | None) -> bool:
    """Tell whether an EDTF value is a single day.

    Examples
    --------
    >>> is_day("2020-01-22"), is_day("2020-01"), is_day(None)
    (True, False, False)
    """
    return value is not None and _DAY.match(value) is not None

"""When an event took place: the time expression of its own clause, else of its sentence, list item or heading.

Each reading names its rule: ``clause`` (attached to the trigger), ``sentence`` (the clause above, or the only expression),
``item`` (the list item's own date), ``heading`` (a dated heading above), ``passage`` (the sentence before), ``speaking`` (the day the
speaker is dated elsewhere in the article), ``news`` (the day of the news last named, for whoever speaks undated). Nothing is taken from the publication date as such.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapprochement.events.matcher import Match
from rapprochement.events.view import CLAUSE_EDGES, View
from rapprochement.language import Analysis, Sentence
from rapprochement.model import SectionKind, TimeExpression
from rapprochement.times.calendar import interval, to_event_date

MIN_ATTACHED = 0.4
_OPEN_BEFORE = frozenset({"by", "until", "before"})


@dataclass(frozen=True, slots=True)
class Dated:
    """The date of an event and the rule that gave it; ``expression`` is the time expression read.

    ``own`` tells that the expression depends on the trigger itself, not on the verb above it: only such a date is that of an act
    which is said, feared or asked for, for the rest is the time of saying.
    """

    value: str | None
    rule: str
    expression: TimeExpression | None = None
    own: bool = True


NO_DATE = Dated(None, "none")


def value_of(expression: TimeExpression) -> str | None:
    """Return the EDTF an event gets from a time expression, with "d'ici", "avant" and "jusqu'à" as an open start."""
    if (
        expression.signal in _OPEN_BEFORE
        and expression.interval is not None
        and expression.interval[:1] in ".0123456789"
    ):
        return expression.interval
    if expression.signal == "onwards":
        # "dès samedi" tells when an act took place, however early; only "depuis" says that it goes on
        return to_event_date(replace(expression, interval=None))
    return to_event_date(expression)


def date_in_sentence(view: View, match: Match) -> Dated:
    """Return the date the sentence itself gives the trigger."""
    scored: list[tuple[float, int, TimeExpression, bool]] = []
    dated = [t for t in view.times if value_of(t) is not None]
    for expression in dated:
        tokens = [t for t in view.sentence.tokens_in(expression.start, expression.end) if not t.is_space]
        if not tokens:
            continue
        weight, own = _attachment(tokens, match, view)
        scored.append((weight, -abs(tokens[0].i - match.token.i), expression, own))
    if not scored:
        return NO_DATE
    weight, _, expression, own = max(scored, key=lambda s: (s[0], s[1]))
    if weight >= MIN_ATTACHED:
        value = _stretch(view, expression, dated) or value_of(expression)
        return Dated(value, "clause" if weight >= 0.75 else "sentence", expression, own)
    return NO_DATE


_YEAR = re.compile(r"\d{4}(-\d{2})?$")


def _stretch(view: View, expression: TimeExpression, dated: Sequence[TimeExpression]) -> str | None:
    """Return the stretch of two years or months told together ("en 2018 et 2019", "2016 et 2017")."""
    for other in dated:
        first, second = sorted((expression, other), key=lambda e: e.start)
        between = [t.lower_ for t in view.sentence.tokens_in(first.end, second.start) if not t.is_space]
        if other is expression or between not in (["et"], ["et", "en"], ["à"], ["et", "de"]):
            continue
        left, right = value_of(first), value_of(second)
        if left and right and _YEAR.match(left) and _YEAR.match(right) and len(left) == len(right) and left < right:
            return f"{left}/{right}"
    return None


def _attachment(tokens: Sequence[Any], match: Match, view: View) -> tuple[float, bool]:
    indices = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in indices or t.head.i == t.i), tokens[0])
    trigger = match.token
    ancestors: dict[int, tuple[int, float]] = {}
    weight, current, steps = 1.0, head, 0
    while steps < 40:
        ancestors.setdefault(current.i, (steps, weight))
        if current.head.i == current.i:
            break
        if current.dep_ in CLAUSE_EDGES:
            weight *= 0.5
        elif steps > 0:
            weight *= 0.93
        current, steps = current.head, steps + 1
    up, current, climbed = 1.0, trigger, 0
    leading = tokens[0].i - view.tokens[0].i <= 2 and tokens[0].i < trigger.i
    while climbed < 40:
        if current.i in ancestors:
            found = ancestors[current.i][1] * up
            if _other_event_between(head, current, trigger):
                found *= 0.6
            return (max(found, 0.6) if leading and up > 0.3 else found), climbed == 0 or (
                match.trigger.nominal and climbed == 1
            )
        if current.head.i == current.i:
            break
        edge = current.dep_
        if edge in ("acl:relcl", "ccomp", "advcl", "parataxis"):
            up *= 0.5
        elif edge in ("acl", "xcomp", "conj"):
            up *= 0.8
        else:
            up *= 0.9
        current, climbed = current.head, climbed + 1
    return (0.5 if leading else 0.2), False


def _other_event_between(head: Any, meeting: Any, trigger: Any) -> bool:
    """Tell whether the expression belongs to another noun or participle below the meeting point ("la guerre de 1950")."""
    current = head
    while current.i != meeting.i and current.head.i != current.i:
        above = current.head
        if above.i == meeting.i:
            return False
        if above.pos_ in ("NOUN", "VERB") and above.i != trigger.i and current.dep_ in ("nmod", "acl", "amod"):
            return True
        current = above
    return False


LONGEST_HEADING = 4 * 366
"""Days: a heading such as "1950-2010" spans too long to date the events below it."""


def _days(expression: TimeExpression) -> int:
    first, last = interval(value_of(expression))
    return (last - first).days if first is not None and last is not None else LONGEST_HEADING + 1


@dataclass(frozen=True, slots=True)
class DateFrame:
    """Dates a document's structure lends to its sentences.

    Attributes
    ----------
    by_item : mapping of int to Dated
        First date of a list item (or paragraph that opens with a date), by section index.
    by_heading : mapping of int to Dated
        Date of a heading, by section index.
    news : tuple of (int, str)
        Offset and value of the days of the news itself: days of the week before publication, in text order.
    """

    by_item: Mapping[int, Dated]
    by_heading: Mapping[int, Dated]
    news: tuple[tuple[int, str], ...] = ()

    def news_day(self, sentence: Sentence) -> str | None:
        """Return the day of the news last named up to the end of ``sentence``: when those speak whom nothing else dates."""
        return next((day for start, day in reversed(self.news) if start < sentence.end), None)

    def inherited(self, sentence: Sentence) -> Dated:
        """Return the date the list item or the headings above lend to ``sentence``."""
        if sentence.section.index in self.by_item:
            return self.by_item[sentence.section.index]
        if sentence.section.lead is not None and sentence.section.lead in self.by_item:
            return self.by_item[sentence.section.lead]
        # only the heading right above: one without a date opens a stretch of its own
        heading = sentence.section.heading
        return self.by_heading.get(heading, NO_DATE) if heading is not None else NO_DATE


NEWS_DAYS = 8
"""Days before publication that are news and not background."""


def _is_news(value: str, published: str | None) -> bool:
    if published is None or not _DAY.match(value) or not _DAY.match(published):
        return False
    first, last = interval(value)[0], interval(published)[1]
    return first is not None and last is not None and 0 <= (last - first).days <= NEWS_DAYS


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


def date_frame(analysis: Analysis, times: Sequence[TimeExpression], published: str | None = None) -> DateFrame:
    """Read the dates that headings and list items lend, and the days of the news."""
    by_item: dict[int, Dated] = {}
    by_heading: dict[int, Dated] = {}
    first_of: dict[int, int] = {}
    for one in analysis.sentences:
        first_of.setdefault(one.section.index, one.start)
    for expression in times:
        value = value_of(expression)
        sentence = analysis.sentence_at(expression.start)
        if value is None or sentence is None:
            continue
        section = sentence.section
        if section.kind is SectionKind.HEADING:
            if _days(expression) <= LONGEST_HEADING:
                by_heading.setdefault(section.index, Dated(value, "heading", expression))
        elif section.kind is SectionKind.LIST_ITEM and expression.start - first_of[section.index] <= 12:
            by_item.setdefault(section.index, Dated(value, "item", expression))
    news = sorted((t.start, value) for t in times if (value := value_of(t)) is not None and _is_news(value, published))
    return DateFrame(by_item, by_heading, tuple(news))

"""The tagger: text in, time expressions out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from rapprochement.codebook import Codebook, load_codebook
from rapprochement.language.analysis import Analysis
from rapprochement.model import Document, Section, SectionKind, TimeExpression
from rapprochement.times.calendar import fold_modifier, interval
from rapprochement.times.cues import (
    UNKNOWN,
    Cues,
    Direction,
    Signal,
    Tenses,
    compile_cues,
    signal_before,
    tense_by_parse,
)
from rapprochement.times.fold import fold
from rapprochement.times.grammar import compile_grammar
from rapprochement.times.layout import sections_of
from rapprochement.times.link import link
from rapprochement.times.matcher import rewrite
from rapprochement.times.meaning import Meaning
from rapprochement.times.numerals import merge
from rapprochement.times.operations import MAX_YEAR
from rapprochement.times.reading import Point
from rapprochement.times.resolver import Context, Reading, resolve
from rapprochement.times.tokens import Item, tokenise

_SENTENCE = re.compile(r"[.!?…]+[\"'»”’)\]]*\s+(?=[^\W\d_a-z]|[\"«“0-9–-])")
_FRAME = re.compile(
    r"\W*(?:(?:en|au|a|le|la|l'|des|du|depuis|pendant|durant|mois|de|d'|cours|debut|fin|mi-|annee|printemps|ete|automne|hiver)\W*)*"
)
_ANNOUNCED = re.compile(r",? (?:a|de|des|a partir de) \d{1,2} ?(?:h|heures)\b")
"""A day with an hour and no verb announces: "samedi à 20 h, salle des fêtes"."""
_COORDINATED = re.compile(r"(?: ?[-/] ?| et | ou |, )(?:en |le |de |d')?")
"""Between two dates told in one breath ("en mars et avril"): the second looks where the first does."""
_OPENING = 4
_FOLLOWS = re.compile(r"(?: (?:plus tard|plus tot|apres|avant|auparavant))?(?:,| )? ?(?:en |le )?")
"""What may stand between "vers 0 h 40" or "un an plus tard" and the date that says when."""


def tag(
    text: str,
    *,
    published: str | None = None,
    codebook: Codebook | None = None,
    sections: Sequence[Section] = (),
    document: str = "",
) -> list[TimeExpression]:
    r"""Find the time expressions of a French text.

    Parameters
    ----------
    text : str
    published : str, optional
        EDTF of the publication (a day, or a month or year); without it dates that need it stay open.
    codebook : Codebook, optional
        Default: the built-in one.
    sections : sequence of Section, optional
        The section tree; without one headings and list items are told by their look.
    document : str
        Name to put on the rows.

    Returns
    -------
    list of TimeExpression
        In text order, not overlapping.

    Examples
    --------
    >>> [(t.text, t.value, t.anchor) for t in tag("Janvier 2024\n- 8 janvier, un essai.", published="2025-10-27")]
    [('Janvier 2024', '2024-01', 'explicit'), ('8 janvier', '2024-01-08', 'heading')]
    >>> [(t.text, t.value) for t in tag("Il est arrivé hier.", published="2024-06-19")]
    [('hier', '2024-06-18')]
    """
    rows = Document(document, document, "", text, tuple(sections) or sections_of(text), published=published)
    return find(rows, None, codebook if codebook is not None else _built_in())


@cache
def _built_in() -> Codebook:
    """Return the built-in codebook, read once in a process."""
    return load_codebook()


def find(document: Document, analysis: Analysis | None, codebook: Codebook) -> list[TimeExpression]:
    """Find the time expressions of a document.

    Parameters
    ----------
    document : Document
        Text with sections and publication time.
    analysis : Analysis or None
        Its verbs give the direction of bare months and weekdays; without it light cues of tense do.
    codebook : Codebook

    Returns
    -------
    list of TimeExpression
        In text order, not overlapping.
    """
    return _Tagger(document, analysis, codebook).run()


class _Tagger:
    def __init__(self, document: Document, analysis: Analysis | None, codebook: Codebook) -> None:
        self.document = document
        self.analysis = analysis
        self.grammar = compile_grammar(codebook)
        self.cues: Cues = compile_cues(codebook)
        self.folded = fold(document.text)
        self.published = _publication(document.published)
        self.headings: dict[int, tuple[Point, Point]] = {}
        self.passage: list[tuple[int, Reading]] = []
        self.frame: Reading | None = None
        self.sentence = 0
        self.before: tuple[int, Direction] = (0, UNKNOWN)
        self.weekdays: dict[int, date] = {}
        self.days: dict[tuple[int, int], int] = {}
        self.months: dict[int, int] = {}
        self.block = 0
        self.last_heading: int | None = None
        self.tenses: Tenses | None = None

    def run(self) -> list[TimeExpression]:
        rows: list[TimeExpression] = []
        for section in self.document.sections:
            rows += self._section(section)
        return link(rows, self.folded)

    def _section(self, section: Section) -> list[TimeExpression]:
        text = self.document.text
        items = merge(tokenise(self.folded, self.grammar.lexicon, section.start, section.end))
        for item in items:
            if item.keys is not None and item.keys == ("BREAK",):
                item.keys = ()
        items = rewrite(text, items, self.grammar)
        found = [item for item in items if item.rule]
        is_heading = section.kind is SectionKind.HEADING
        governed_by = section.index if is_heading else section.heading
        if governed_by != self.last_heading:
            self.passage = []
            self.last_heading = governed_by
        self.frame = None
        self.tenses = None
        if not found:
            self.sentence += 2
            return []
        breaks = [m.end() for m in _SENTENCE.finditer(text, section.start, section.end)]
        rows: list[TimeExpression] = []
        first_sentence = self.block = self.sentence + 2
        current = 0
        for position, item in enumerate(found):
            while current < len(breaks) and breaks[current] <= item.start:
                current += 1
            self.sentence = first_sentence + current
            low = breaks[current - 1] if current else section.start
            high = breaks[current] if current < len(breaks) else section.end
            row = self._expression(section, item, found, position, low, high)
            if row is not None:
                rows.append(row)
        self.sentence = first_sentence + len(breaks)
        self._govern(section, rows)
        return rows

    def _context(self, section: Section, direction: Direction) -> Context:
        published, base = self.published, "published"
        if section.update is not None:
            published, base = _publication(section.update) or published, "update"
        headings: list[tuple[Point, Point]] = []
        seen: set[int] = set()
        if section.lead is not None and section.lead in self.headings:
            headings.append(self.headings[section.lead])
        at = section.heading
        while at is not None and at not in seen and at < len(self.document.sections):
            seen.add(at)
            if at in self.headings:
                headings.append(self.headings[at])
            at = self.document.sections[at].heading
        return Context(
            published,
            base,
            headings,
            self.passage,
            self.frame,
            self.sentence,
            direction,
            weekdays=self.weekdays,
            days=self.days,
            months=self.months,
            block=self.block,
        )

    def _expression(
        self, section: Section, item: Item, found: list[Item], position: int, low: int, high: int
    ) -> TimeExpression | None:
        meaning: Meaning = item.values["MEANING"]
        if meaning.kind == "name":
            return None
        signal = signal_before(self.document.text, self.folded, item.start, low, self.cues)
        context = self._context(
            section, self._direction(section, item, low, high, signal) if _looks_both_ways(meaning) else UNKNOWN
        )
        self.before = (item.end, context.direction)
        context.opening = item.start - section.start <= _OPENING
        if position + 1 < len(found) and _FOLLOWS.fullmatch(self.folded, item.end, found[position + 1].start):
            following = found[position + 1].values["MEANING"]
            if following.kind == "date":
                context.following = resolve(following, context)
        reading = resolve(meaning, context)
        if reading is None:
            return None
        if section.kind is not SectionKind.HEADING or meaning.kind != "interval":
            self._remember(meaning, reading, item, low, context)
        kind, type_ = _kinds(meaning, reading)
        earliest, latest = (
            interval(reading.value, meaning.mod) if kind in ("date", "time", "interval") else (None, None)
        )
        mod = meaning.mod
        open_interval = None
        if (
            signal is not None
            and signal.open
            and kind in ("date", "time")
            and reading.value
            and reading.value[:1].isdigit()
            and "/" not in reading.value
        ):
            folded_value = fold_modifier(reading.value, mod).split("/")[0]
            open_interval = f"{folded_value}/.." if signal.open == "end" else f"../{folded_value}"
        return TimeExpression(
            document=self.document.document,
            start=item.start,
            end=item.end,
            text=self.document.text[item.start : item.end],
            value=reading.value,
            kind=kind,
            timex3_type=type_,
            timex3_value=reading.timex3,
            anchor=reading.anchor,
            rule_id=item.rule,
            mod=mod,
            earliest=earliest,
            latest=latest,
            alternatives=reading.alternatives,
            flags=reading.flags,
            signal=signal.id if signal else None,
            interval=open_interval,
        )

    def _direction(self, section: Section, item: Item, low: int, high: int, signal: Signal | None) -> Direction:
        if signal is not None and signal.direction:
            bound = Direction(signal.direction, signal.strength)
            verb = self._by_verb(section, item, low, high) if signal.yields else UNKNOWN
            return verb if verb.strength == 3 else bound
        end, direction = self.before
        if _COORDINATED.fullmatch(self.folded, end, item.start):
            return direction
        return self._by_verb(section, item, low, high)

    def _by_verb(self, section: Section, item: Item, low: int, high: int) -> Direction:
        if self.analysis is not None:
            sentence = self.analysis.sentence_at(item.start)
            if sentence is not None:
                parsed = tense_by_parse(sentence.tokens_in(item.start, item.end), self.cues)
                if parsed is not None:
                    return parsed
        if self.tenses is None:
            self.tenses = Tenses(self.document.text, self.folded, section.start, section.end, self.cues)
        direction = self.tenses.nearest(item.start, item.end, low, high)
        if not direction.sign and _ANNOUNCED.match(self.folded, item.end, high):
            return Direction(1, 1)
        return direction

    def _remember(self, meaning: Meaning, reading: Reading, item: Item, low: int, context: Context) -> None:
        if reading.point is None or reading.value is None or meaning.kind not in ("date", "time", "interval"):
            return
        self.passage.append((self.sentence, reading))
        day = reading.point.date
        if reading.explicit and day is not None:
            self.days[day.month, day.day] = day.year
        if reading.point.month is not None and (meaning.day is not None or context.direction.strength >= 3):
            self.months[reading.point.month] = reading.point.year
        if (
            meaning.weekday is not None
            and day is not None
            and (meaning.day is not None or context.direction.strength >= 3)
        ):
            self.weekdays[meaning.weekday] = day
        if len(self.passage) > 64:
            del self.passage[:32]
        if _FRAME.fullmatch(self.folded, low, item.start) if item.start - low < 40 else False:
            self.frame = reading if reading.explicit else None
        elif reading.anchor in ("published", "update") and self.frame is not None:
            self.frame = None

    def _names_a_thing(self, section: Section, row: TimeExpression) -> bool:
        """Tell whether a heading's date belongs to a thing ("Le traité de 1961") and says nothing of what follows."""
        if not _OF.fullmatch(self.folded, section.start, row.start):
            return False
        words = tokenise(self.folded, self.grammar.lexicon, section.start, row.start)
        return not any("CHRONICLE" in item.keys for item in words)

    def _govern(self, section: Section, rows: list[TimeExpression]) -> None:
        """Note the dates of a heading, or of a short line that introduces a list."""
        text = self.document.text[section.start : section.end]
        if section.kind is not SectionKind.HEADING and not (len(text) < 160 and text.endswith(":")):
            return
        dated = [
            r
            for r in rows
            if r.kind in ("date", "interval")
            and r.earliest is not None
            and r.latest is not None
            and r.anchor != "published"
        ]
        if not dated or (section.index == 0 and len(dated[0].text) * 2 < len(text)):
            return
        row = dated[0]
        if self._names_a_thing(section, row):
            return
        first, last = Point.of(row.value), Point.of((row.value or "").split("/")[-1])
        if first is not None and last is not None:
            self.headings[section.index] = (first, last)


_OF = re.compile(r".*\b(?:de|du|d'|des)\s*", re.DOTALL)


def _looks_both_ways(meaning: Meaning) -> bool:
    """Tell whether past and future can both be meant, so that tense matters."""
    if meaning.kind == "interval":
        return meaning.end is not None and _looks_both_ways(meaning.end)
    if meaning.kind not in ("date", "time") or meaning.year is not None:
        return False
    named = meaning.month is not None or meaning.division is not None or meaning.weekday is not None
    return named or meaning.unit == "WE" or meaning.kind == "time"


def _publication(value: str | None) -> Point | None:
    """Return the publication time, none for a value that is no date of the age of print."""
    point = Point.of(value)
    return (
        point
        if point is not None and 1000 <= point.year <= MAX_YEAR and (point.day is None or point.date is not None)
        else None
    )


def _kinds(meaning: Meaning, reading: Reading) -> tuple[str, str]:
    """Return our kind and the TIMEX3 type."""
    if meaning.kind == "duration":
        return "duration", "DURATION"
    if meaning.kind == "set":
        return "set", "SET"
    if meaning.kind == "vague" or reading.value in ("PAST_REF", "PRESENT_REF", "FUTURE_REF"):
        return "vague", "TIME" if meaning.kind == "vague" else "DATE"
    if meaning.kind == "interval":
        return "interval", "DATE"
    if meaning.timex3 is not None and meaning.timex3.startswith("P") and meaning.kind == "date":
        return "date", "DURATION"
    return meaning.kind, meaning.kind.upper()

"""The coded corpus as the registers read it: mentions with their ids, sentences, documents by name, all looked up by index."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapprochement.identity import mention_ids, short_hash
from rapprochement.language.normalise import normalise
from rapprochement.model import (
    ActorMention,
    CodedDocument,
    Event,
    EventMention,
    Passage,
    Section,
    SectionKind,
    TimeExpression,
)
from rapprochement.reconcile.words import fold_same_length

UNTOLD = frozenset({SectionKind.ENDNOTE, SectionKind.BOILERPLATE, SectionKind.METADATA})
_STOP = re.compile(r"[.!?…]+(?=\s|[»”\"]|$)")


@dataclass(frozen=True, slots=True)
class Told:
    """A mention with its id, its sentence's text (normalised) and the day it was published."""

    id: str
    mention: EventMention
    sentence: str
    published: str | None

    @property
    def actors(self) -> frozenset[str]:
        """Both sides together."""
        return frozenset(self.mention.source) | frozenset(self.mention.target)

    @property
    def passage(self) -> Passage:
        """The sentence as a passage."""
        return Passage(self.mention.document, self.mention.start, self.mention.end, self.id)

    @property
    def published_day(self) -> date | None:
        """Day of publication, where it is known to the day."""
        try:
            return date.fromisoformat((self.published or "")[:10])
        except ValueError:
            return None


class Corpus:
    """All coded documents with what the registers look up.

    Parameters
    ----------
    coded : sequence of CodedDocument
        In any order; everything is handed out sorted by document and offset.
    events : sequence of Event
        The reconciled events.
    roots : mapping of str to str, optional
        Root of each document's lineage; a document not named is its own.
    """

    def __init__(
        self, coded: Sequence[CodedDocument], events: Sequence[Event], roots: Mapping[str, str] | None = None
    ) -> None:
        self.coded = {c.document.document: c for c in sorted(coded, key=lambda c: c.document.document)}
        self.events = list(events)
        self.roots = dict(roots or {})
        self.plain = {name: normalise(c.document.text) for name, c in self.coded.items()}
        self._folded: dict[str, str] = {}
        self._times: dict[str, tuple[list[int], list[TimeExpression]]] = {}
        self._actors: dict[str, tuple[list[int], list[ActorMention]]] = {}
        self._spans: dict[str, list[tuple[int, int]]] = {}
        self._section_starts: dict[str, list[int]] = {}
        self.told: list[Told] = []
        for name, c in self.coded.items():
            text = self.plain[name]
            for identity, m in zip(mention_ids(c.mentions), c.mentions, strict=True):
                self.told.append(Told(identity, m, text[m.start : m.end], c.document.published))
        self.by_id = {t.id: t for t in self.told}
        self.event_of = {identity: e for e in self.events for identity in e.mentions}
        self.by_sentence: dict[tuple[str, int], list[Told]] = {}
        self.by_sides: dict[frozenset[str], list[Told]] = {}
        for t in self.told:
            self.by_sentence.setdefault((t.mention.document, t.mention.start), []).append(t)
            self.by_sides.setdefault(t.actors, []).append(t)

    def folded(self, document: str) -> str:
        """Return a document's text in small letters without accents, character for character."""
        if document not in self._folded:
            self._folded[document] = fold_same_length(self.plain[document])
        return self._folded[document]

    def event_told(self, event: Event) -> list[Told]:
        """Return the mentions of an event."""
        return [self.by_id[i] for i in event.mentions]

    def lineages(self, documents: Sequence[str]) -> int:
        """Return how many independent lineages the documents belong to."""
        return len({self.roots.get(d, d) for d in documents})

    def times_in(self, document: str, start: int, end: int) -> list[TimeExpression]:
        """Return the time expressions inside a span, in order."""
        if document not in self._times:
            ordered = sorted(self.coded[document].times, key=lambda t: (t.start, t.end))
            self._times[document] = ([t.start for t in ordered], ordered)
        starts, ordered = self._times[document]
        return [t for t in ordered[bisect_left(starts, start) : bisect_left(starts, end)] if t.end <= end]

    def actors_in(self, document: str, start: int, end: int) -> list[ActorMention]:
        """Return the actors named inside a span, in order."""
        if document not in self._actors:
            ordered = sorted(self.coded[document].actors, key=lambda a: (a.start, a.end))
            self._actors[document] = ([a.start for a in ordered], ordered)
        starts, ordered = self._actors[document]
        return [a for a in ordered[bisect_left(starts, start) : bisect_left(starts, end)] if a.end <= end]

    def section_at(self, document: str, offset: int) -> Section | None:
        """Return the section an offset lies in."""
        sections = self.coded[document].document.sections
        if document not in self._section_starts:
            self._section_starts[document] = [s.start for s in sections]
        at = bisect_right(self._section_starts[document], offset) - 1
        return sections[at] if at >= 0 and offset < sections[at].end else None

    def sentence_at(self, document: str, offset: int) -> tuple[int, int]:
        """Return the span of the sentence around an offset, as the coder cut it where it found an event there."""
        section = self.section_at(document, offset)
        text = self.plain[document]
        low, high = (section.start, section.end) if section else (0, len(text))
        spans = self._sentences(document)
        at = bisect_right(spans, (offset, len(text))) - 1
        if at >= 0 and spans[at][0] <= offset < spans[at][1]:
            return spans[at]
        begin = max((m.end() for m in _STOP.finditer(text, low, offset)), default=low)
        while begin < offset and text[begin].isspace():
            begin += 1
        stop = _STOP.search(text, offset, high)
        return begin, stop.end() if stop else high

    def _sentences(self, document: str) -> list[tuple[int, int]]:
        if document not in self._spans:
            self._spans[document] = sorted({(m.start, m.end) for m in self.coded[document].mentions})
        return self._spans[document]

    def article_places(self, document: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Return the matches of a pattern in what the document tells, not in its notes and footers."""
        return [
            m
            for m in pattern.finditer(self.folded(document))
            if (s := self.section_at(document, m.start())) is None or s.kind not in UNTOLD
        ]

    @property
    def last_day(self) -> date | None:
        """Latest day of publication in the corpus: what "overdue" is measured against."""
        days = [date.fromisoformat(p[:10]) for c in self.coded.values() if (p := c.document.published) and len(p) >= 10]
        return max(days, default=None)


def row_id(prefix: str, *parts: str) -> str:
    """Return the stable id of a register's row, from what it rests on.

    Examples
    --------
    >>> row_id("x", "a") == row_id("x", "a")
    True
    """
    return f"{prefix}-{short_hash(prefix, *parts)}"

"""The coded corpus as the registers read it: mentions with their ids, sentences, documents by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapprochement.identity import mention_ids, short_hash
from rapprochement.language.normalise import normalise
from rapprochement.model import CodedDocument, Event, EventMention, Passage, TimeExpression


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
        self.told: list[Told] = []
        for name, c in self.coded.items():
            text = self.plain[name]
            for identity, m in zip(mention_ids(c.mentions), c.mentions, strict=True):
                self.told.append(Told(identity, m, text[m.start : m.end], c.document.published))
        self.by_id = {t.id: t for t in self.told}
        self.event_of = {identity: e for e in self.events for identity in e.mentions}
        self.by_sentence: dict[tuple[str, int], list[Told]] = {}
        for t in self.told:
            self.by_sentence.setdefault((t.mention.document, t.mention.start), []).append(t)

    def event_told(self, event: Event) -> list[Told]:
        """Return the mentions of an event."""
        return [self.by_id[i] for i in event.mentions]

    def lineages(self, documents: Sequence[str]) -> int:
        """Return how many independent lineages the documents belong to."""
        return len({self.roots.get(d, d) for d in documents})

    def times_in(self, document: str, start: int, end: int) -> list[TimeExpression]:
        """Return the time expressions inside a span."""
        return [t for t in self.coded[document].times if t.start >= start and t.end <= end]

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

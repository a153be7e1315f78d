"""First merging of mentions into events: same actors, same type, dates that agree.

Mentions are put into blocks (roles, type, and for material acts the domain) and only compared inside a block, in the order of
their dates, so that the work grows with the number of mentions and not with its square. Exact dates come first; a
month or a year joins the one exact event it holds, if there is exactly one; a mention without date joins the one
event its own document tells of, if there is exactly one. Nothing depends on the order of the documents.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from rapprochement.identity import event_id, mention_ids
from rapprochement.model import CodedDocument, Event, EventMention

SYMMETRIC = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Types whose direction says nothing: the side that hosts or is named second is the target (codebook, section 2)."""

OCCASIONS = frozenset({"AGREE", "CONSULT"})
"""One meeting is told as diplomatic here and as military there, a day early or late by the clock of the newsroom."""

UNREAL = frozenset({"hypothetical", "called_for"})
"""Statuses of what did not take place: never the same event as one that did."""

EXACT_DAYS = 3
"""A date of at most this many days counts as exact."""

STATUS_ORDER = ("asserted", "claimed", "suspected", "planned", "denied", "called_for", "hypothetical")
"""An event has the first of these that one of its mentions has."""

WORD = {"asserted": 0.6, "claimed": 0.4, "suspected": 0.25, "planned": 0.3, "denied": 0.15}
"""Trust in one document's word, by status; only an order to sort by until sources are weighed (issue 5)."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A mention with what merging asks of it."""

    id: str
    mention: EventMention
    published: str
    earliest: date
    latest: date

    @property
    def days(self) -> int:
        return (self.latest - self.earliest).days + 1

    @property
    def rank(self) -> tuple[str, str, int, str]:
        """Order of telling: the first is the founding mention."""
        return (self.published, self.mention.document, self.mention.start, self.id)


@dataclass(slots=True)
class _Cluster:
    earliest: date
    latest: date
    told: list[_Told] = field(default_factory=list)


def _block(mention: EventMention) -> Hashable:
    roles: Hashable
    if mention.type in SYMMETRIC:
        roles = frozenset(mention.source) | frozenset(mention.target)
    else:
        roles = (frozenset(mention.source), frozenset(mention.target))
    domain = None if mention.type in OCCASIONS else mention.domain
    return (mention.type, roles, domain, mention.status in UNREAL)


def _exact_clusters(told: Iterable[_Told], slack: timedelta) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    for item in sorted(told, key=lambda t: (t.earliest, t.latest, t.id)):
        # compared with the cluster's first date only, so that a chain of neighbouring days does not grow into a month
        if clusters and item.earliest <= clusters[-1].latest + slack:
            clusters[-1].told.append(item)
        else:
            clusters.append(_Cluster(item.earliest, item.latest, [item]))
    return clusters


def _merge_block(told: Sequence[_Told]) -> list[_Cluster]:
    dated = [t for t in told if t.mention.earliest is not None or t.mention.latest is not None]
    exact = [t for t in dated if t.days <= EXACT_DAYS]
    slack = timedelta(days=1 if told[0].mention.type in OCCASIONS else 0)
    clusters = _exact_clusters(exact, slack)
    starts = [c.earliest for c in clusters]

    wide: dict[tuple[date, date], list[_Told]] = defaultdict(list)
    for item in dated:
        if item.days > EXACT_DAYS:
            wide[item.earliest, item.latest].append(item)
    alone: list[_Cluster] = []
    for (earliest, latest), items in sorted(wide.items()):
        low, high = (
            bisect_left(starts, earliest),
            bisect_left(starts, latest + timedelta(days=1) if latest < date.max else latest),
        )
        bounded = earliest > date.min and latest < date.max
        if bounded and high - low == 1 and clusters[low].latest <= latest:
            clusters[low].told.extend(items)
        else:
            alone.append(_Cluster(earliest, latest, items))
    clusters += alone

    undated: dict[tuple[str, str | None], list[_Told]] = defaultdict(list)
    for item in told:
        if item.mention.earliest is None and item.mention.latest is None:
            undated[item.mention.document, item.mention.mode].append(item)
    if undated:
        by_document: dict[str, list[_Cluster]] = defaultdict(list)
        for cluster in clusters:
            for document in {t.mention.document for t in cluster.told}:
                by_document[document].append(cluster)
        for (document, _), items in sorted(undated.items(), key=lambda pair: (pair[0][0], pair[0][1] or "")):
            if len(by_document[document]) == 1:
                by_document[document][0].told.extend(items)
            else:
                clusters.append(_Cluster(date.min, date.max, items))
    return clusters


def _most_common(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], v))


def _event(cluster: _Cluster) -> Event:
    told = sorted(cluster.told, key=lambda t: t.rank)
    founding = told[0]
    dated = [t for t in told if t.mention.date]
    narrowest = min((t.days for t in dated), default=0)
    best = [t for t in dated if t.days == narrowest]
    values = Counter(t.mention.date or "" for t in best)
    dating = min(best, key=lambda t: (-values[t.mention.date or ""], *t.rank), default=None)
    status = min((t.mention.status for t in told), key=lambda s: STATUS_ORDER.index(s) if s in STATUS_ORDER else 99)
    documents = {t.mention.document for t in told}
    return Event(
        event=event_id(founding.id),
        type=founding.mention.type,
        domain=_most_common(t.mention.domain for t in told),
        source=founding.mention.source,
        target=founding.mention.target,
        status=status,
        mentions=tuple(t.id for t in told),
        independent_sources=len(documents),
        date=dating.mention.date if dating else None,
        earliest=dating.mention.earliest if dating else None,
        latest=dating.mention.latest if dating else None,
        places=tuple(dict.fromkeys(t.mention.place for t in told if t.mention.place)),
        confidence=round(1 - (1 - WORD.get(status, 0.1)) ** len(documents), 4),
    )


def reconcile(coded: Sequence[CodedDocument]) -> list[Event]:
    """Merge the mentions of all documents into events.

    Parameters
    ----------
    coded : sequence of CodedDocument
        All documents, in any order.

    Returns
    -------
    list of Event
        By date, then id. ``independent_sources`` counts documents: copies are not yet told apart. ``confidence`` is
        an order to sort by, from 0 to 1, not a probability.

    Examples
    --------
    >>> from rapprochement.model import Document
    >>> def told(name, start):
    ...     m = EventMention(name, start, start + 40, start + 5, start + 9, "CONSULT", None, "diplomatic", ("NOR",), ("SWE",),
    ...                      "asserted", "visit", date="2024-05-02", earliest=date(2024, 5, 2), latest=date(2024, 5, 2))
    ...     return CodedDocument(Document(name, name, "", ""), mentions=(m,))
    >>> [(e.date, len(e.mentions), e.independent_sources) for e in reconcile([told("a.txt", 0), told("b.txt", 7)])]
    [('2024-05-02', 2, 2)]
    """
    blocks: dict[Hashable, list[_Told]] = defaultdict(list)
    for document in coded:
        published = document.document.published or "9999"
        for identity, mention in zip(mention_ids(document.mentions), document.mentions, strict=True):
            blocks[_block(mention)].append(
                _Told(identity, mention, published, mention.earliest or date.min, mention.latest or date.max)
            )
    events = [_event(cluster) for told in blocks.values() for cluster in _merge_block(told)]
    return sorted(events, key=lambda e: (e.earliest or date.max, e.latest or date.max, e.event))

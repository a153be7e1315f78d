"""Merging mentions into events.

Mentions are put into blocks (sides, family of types, whether it took place at all) and only compared inside a block, in the
order of their dates, with what each event has gathered: part of the occasion, place, objects, figures, persons, wording. Exact
dates come first; a month or a year joins the one exact event it can mean; a mention without date joins the event its own document
tells. Then events of one day whose sides are a part of each other's are joined (two presidents beside a third). The work grows
with the number of mentions, and nothing depends on the order of the documents.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from rapprochement.codebook import Codebook, load_codebook
from rapprochement.identity import event_id, mention_ids
from rapprochement.model import CodedDocument, Event
from rapprochement.reconcile.evidence import JOIN, OCCASIONS, Cluster, best, evidence
from rapprochement.reconcile.facts import LASTING, Facts, Reader
from rapprochement.reconcile.words import fold_same_length

SYMMETRIC = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Types whose direction says nothing: the side that hosts or is named second is the target (codebook, section 2)."""

FAMILIES: Mapping[str, str] = {
    "AID": "giving",
    "MOBILIZE": "giving",
    "ACCUSE": "blame",
    "THREATEN": "blame",
    "PROTEST": "blame",
    "SANCTION": "force",
    "COERCE": "force",
    "REJECT": "refusal",
}
"""Types one act is told as by different tellers; the others stand for themselves."""

UNREAL = frozenset({"hypothetical", "called_for"})
"""Statuses of what did not take place: never the same event as one that did."""

EXACT_DAYS = 3
"""A date of at most this many days counts as exact."""
SHORT_DAYS = 15
"""A visit of so many days is still one event that a month may mean."""
CANDIDATES = 12
"""Of more events inside a month or year only those that share a person, object or figure are looked at."""
WEEK = 7
COMMON_FROM, COMMON_SHARE = 12, 0.25
"""In a block of at least so many mentions, stems in more than this share of them tell nothing."""
WIDEST_ACROSS = 6
"""Days up to which events of overlapping sides are compared; and the number of sides up to which they are."""
SURE_ACROSS = 1.9
"""Evidence from which they are one event."""

STATUS_ORDER = ("asserted", "claimed", "suspected", "planned", "denied", "called_for", "hypothetical")
"""An event has the first of these that one of its mentions has."""

WORD = {"asserted": 0.6, "claimed": 0.4, "suspected": 0.25, "planned": 0.3, "denied": 0.15}
"""Trust in one lineage's word, by status; an order to sort by, not a probability."""


def _sides(facts: Facts) -> frozenset[str]:
    return frozenset(facts.source) | frozenset(facts.target)


def _block(facts: Facts) -> Hashable:
    kind = facts.mention.type
    direction = (frozenset(facts.source), frozenset(facts.target))
    roles: Hashable = direction[0] | direction[1] if kind in SYMMETRIC else direction
    return (FAMILIES.get(kind, kind), roles, facts.mention.status in UNREAL)


def _common(told: Sequence[Facts]) -> frozenset[str]:
    if len(told) < COMMON_FROM:
        return frozenset()
    counts = Counter(w for f in told for w in f.words)
    return frozenset(w for w, n in counts.items() if n > COMMON_SHARE * len(told))


def _merge_block(told: Sequence[Facts]) -> list[Cluster]:
    common = _common(told)
    clusters = _exact(told, common)
    clusters = _wide(told, clusters, common)
    return _undated(told, clusters, common)


def _exact(told: Iterable[Facts], common: frozenset[str]) -> list[Cluster]:
    """Join exact dates that overlap (occasions: a day apart), each mention to the best of the clusters still open."""
    clusters: list[Cluster] = []
    open_: list[Cluster] = []
    exact = [t for t in told if t.dated and t.days <= EXACT_DAYS]
    for item in sorted(exact, key=lambda t: (t.earliest, t.latest, t.id)):
        slack = timedelta(days=1 if item.mention.type in OCCASIONS and item.days == 1 else 0)
        open_ = [c for c in open_ if item.earliest <= c.latest + timedelta(days=1)]
        # the same day first: a day's difference is only bridged where no event of the very day is known
        near = [c for c in open_ if item.earliest <= c.latest]
        found = best(item, near, common) or (
            best(item, [c for c in open_ if item.earliest <= c.latest + slack], common) if slack else None
        )
        if found is None:
            found = Cluster.of(item)
            clusters.append(found)
            open_.append(found)
        else:
            found.add(item)
    return clusters


def _wide(told: Iterable[Facts], exact: list[Cluster], common: frozenset[str]) -> list[Cluster]:
    """Join months and years to the one narrower event each can mean, else to their like."""
    by_interval: dict[tuple[date, date], list[Facts]] = defaultdict(list)
    for item in told:
        if item.dated and item.days > EXACT_DAYS:
            by_interval[item.earliest, item.latest].append(item)
    if not by_interval:
        return exact
    pool = list(exact)  # sorted by their first day: what a longer stretch may mean
    alone: list[Cluster] = []
    for (earliest, latest), items in sorted(by_interval.items(), key=lambda p: (p[0][1] - p[0][0], p[0])):
        inside: list[Cluster] = []
        if earliest > date.min and latest < date.max:
            low, high = bisect_left(pool, earliest, key=_first_day), bisect_right(pool, latest, key=_first_day)
            inside = pool[low:high]
        keyed = _keyed(inside) if len(inside) > CANDIDATES else None
        like: list[Cluster] = []
        for item in sorted(items, key=lambda t: t.id):
            found = None
            if item.mention.mode not in LASTING:
                near = inside if keyed is None else _sharing(item, keyed)
                found = best(item, [c for c in near if c.latest <= latest], common, alone=True)
            found = found or best(item, like, common)
            if found is None:
                found = Cluster.of(item)
                like.append(found)
            else:
                found.add(item)
        alone += like
        if (latest - earliest).days < SHORT_DAYS:
            for cluster in like:
                insort(pool, cluster, key=_first_day)
    return exact + alone


def _first_day(cluster: Cluster) -> date:
    return cluster.earliest


def _keyed(clusters: Iterable[Cluster]) -> dict[str, list[Cluster]]:
    keyed: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for key in sorted(cluster.persons | cluster.figures | cluster.objects):
            keyed[key].append(cluster)
    return keyed


def _sharing(item: Facts, keyed: Mapping[str, list[Cluster]]) -> list[Cluster]:
    found: dict[int, Cluster] = {}
    for key in sorted(item.persons | item.figures | item.objects):
        listed = keyed.get(key, [])
        if len(listed) <= CANDIDATES:
            found.update({id(c): c for c in listed})
    return sorted(found.values(), key=lambda c: (c.earliest, c.latest, c.told[0].id))


def _undated(told: Iterable[Facts], clusters: list[Cluster], common: frozenset[str]) -> list[Cluster]:
    """Join what has no date: to what its document told last ("cette visite"), to the one event its document tells, to its like."""
    waiting = sorted((t for t in told if not t.dated), key=lambda t: (t.mention.document, t.mention.start, t.id))
    if not waiting:
        return clusters
    by_document: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for document in sorted(cluster.documents):
            by_document[document].append(cluster)
    news = _NewsDays(clusters)
    agreed = [c for c in clusters if "AGREE" in c.types and not c.several][: 4 * CANDIDATES]
    loose: dict[str, list[Cluster]] = defaultdict(list)
    for item in waiting:
        document = item.mention.document
        own = by_document[document]
        found = _told_before(item, [*own, *loose[document]], common) if item.again else None
        if found is None and item.near is not None:
            found = best(item, news.get(*item.near), common, alone=True)
        if found is None and item.mention.mode not in LASTING and len(own) <= CANDIDATES:
            found = best(item, own, common, alone=True)
        if found is None and item.mention.type == "AGREE":
            found = best(item, agreed, common, alone=True)
        if found is None:
            # bounded: a document with hundreds of undated mentions of one kind would make this quadratic
            found = best(item, loose[document][-CANDIDATES:], common)
        if found is None:
            found = Cluster.of(item)
            loose[document].append(found)
        else:
            found.add(item)
    return clusters + _loose([c for listed in loose.values() for c in listed], common)


def _loose(clusters: Sequence[Cluster], common: frozenset[str]) -> list[Cluster]:
    """Join undated tellings of documents of one week that are sure to mean one thing."""
    kept: list[Cluster] = []
    window: list[tuple[str, Cluster]] = []
    for cluster in sorted(clusters, key=lambda c: min(f.rank for f in c.told)):
        first = min(f.published for f in cluster.told)
        day = _day(first)
        found = None
        if day is not None and not cluster.several and not cluster.modes & LASTING:
            since = (day - timedelta(days=WEEK)).isoformat()
            window = [w for w in window if w[0] >= since][-CANDIDATES:]
            scored = []
            for _, other in window:
                each = [s for f in cluster.told[:CANDIDATES] if (s := evidence(f, other, common)) is not None]
                if each and min(each) >= SURE_ACROSS:
                    scored.append((min(each), other))
            if scored:
                found = max(scored, key=lambda pair: pair[0])[1]
        if found is None:
            kept.append(cluster)
            window.append((first[:10], cluster))
        else:
            found.absorb(cluster)
    return kept


def _day(published: str) -> date | None:
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None  # a month, a year or nothing at all


class _NewsDays:
    """Clusters of few days by the window of news they would be."""

    def __init__(self, clusters: Iterable[Cluster]) -> None:
        short = (c for c in clusters if (c.latest - c.earliest).days < SHORT_DAYS)
        self._sorted = sorted(short, key=lambda c: (c.earliest, c.latest, c.told[0].id))

    def get(self, low: date, high: date) -> list[Cluster]:
        """Return the clusters that begin in the window, at most so many as are looked at."""
        first, last = bisect_left(self._sorted, low, key=_first_day), bisect_right(self._sorted, high, key=_first_day)
        return self._sorted[first:last][: 2 * CANDIDATES]


def _told_before(item: Facts, clusters: Sequence[Cluster], common: frozenset[str]) -> Cluster | None:
    """Return the cluster of the nearest earlier mention in the document that the mention can refer back to."""
    nearest: tuple[int, Cluster] | None = None
    for cluster in clusters[-4 * CANDIDATES :]:
        if (evidence(item, cluster, common) or 0.0) < JOIN:
            continue
        before = [
            f.mention.trigger_start
            for f in cluster.told[-4 * CANDIDATES :]
            if f.mention.document == item.mention.document and f.mention.trigger_start < item.mention.trigger_start
        ]
        if before and (nearest is None or max(before) > nearest[0]):
            nearest = (max(before), cluster)
    return nearest[1] if nearest else None


def _across(blocks: Mapping[Hashable, list[Cluster]]) -> list[Cluster]:
    """Join events of the same days whose sides are a part of one another's, where a name, a place or the wording agrees."""
    index: dict[tuple[Hashable, frozenset[str], date], list[Cluster]] = defaultdict(list)
    everything: list[Cluster] = []
    larger: list[Cluster] = []
    family: dict[int, tuple[str, bool]] = {}
    sides: dict[int, frozenset[str]] = {}
    for clusters in blocks.values():
        for cluster in clusters:
            everything.append(cluster)
            first = cluster.told[0].mention
            if first.type not in OCCASIONS or (cluster.latest - cluster.earliest).days > 31 or cluster.several:
                continue
            family[id(cluster)] = (first.type, first.status in UNREAL)
            sides[id(cluster)] = _sides(cluster.told[0])
            index[family[id(cluster)], sides[id(cluster)], cluster.earliest].append(cluster)
            if 2 < len(sides[id(cluster)]) <= WIDEST_ACROSS:
                larger.append(cluster)
    gone: set[int] = set()
    for cluster in sorted(larger, key=lambda c: (c.earliest, c.latest, c.told[0].id)):
        mine = sorted(sides[id(cluster)])
        near: list[Cluster] = []
        for one in range(len(mine)):
            for other in range(one + 1, len(mine)):
                pair = frozenset({mine[one], mine[other]})
                for shift in (0, 1, -1) if (cluster.latest - cluster.earliest).days < EXACT_DAYS else (0,):
                    day = cluster.earliest
                    if (shift < 0 and day == date.min) or (shift > 0 and day == date.max):
                        continue
                    near += index.get((family[id(cluster)], pair, day + timedelta(days=shift)), [])
        for other_cluster in near[: 4 * CANDIDATES]:
            if id(other_cluster) in gone or not _one_occasion(cluster, other_cluster):
                continue
            cluster.absorb(other_cluster)
            gone.add(id(other_cluster))
    return [c for c in everything if id(c) not in gone]


def _one_occasion(one: Cluster, other: Cluster) -> bool:
    if not (one.earliest <= other.latest + timedelta(days=1) and other.earliest <= one.latest + timedelta(days=1)):
        return False
    named = bool(one.persons & other.persons) or bool(one.places & other.places)
    scores = [s for f in other.told[:CANDIDATES] if (s := evidence(f, one)) is not None]
    return named and bool(scores) and max(scores) >= SURE_ACROSS


def _most_common(values: Iterable[str]) -> str:
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], v))


def _event(cluster: Cluster, roots: Mapping[str, str]) -> Event:
    told = sorted(cluster.told, key=lambda t: t.rank)
    founding = next((t for t in told if not t.anniversary), told[0])
    dated = [t for t in told if t.value]
    dated = [t for t in dated if t.value == t.mention.date] or dated  # stated before inferred
    narrowest = min((t.days for t in dated), default=0)
    exact = [t for t in dated if t.days == narrowest]
    values = Counter(t.value or "" for t in exact)
    dating = min(exact, key=lambda t: (-values[t.value or ""], *t.rank), default=None)
    status = min((t.mention.status for t in told), key=lambda s: STATUS_ORDER.index(s) if s in STATUS_ORDER else 99)
    witnesses = len({roots.get(t.mention.document, t.mention.document) for t in told})
    return Event(
        event=event_id(founding.id),
        type=founding.mention.type,
        domain=_most_common(t.mention.domain for t in told),
        source=founding.source,
        target=founding.target,
        status=status,
        mentions=tuple(t.id for t in told),
        independent_sources=witnesses,
        date=dating.value if dating else None,
        earliest=_bound(dating.earliest) if dating else None,
        latest=_bound(dating.latest) if dating else None,
        places=tuple(dict.fromkeys(t.mention.place for t in told if t.mention.place)),
        confidence=round(1 - (1 - WORD.get(status, 0.1)) ** witnesses, 4),
    )


def _bound(day: date) -> date | None:
    return None if day in (date.min, date.max) else day


def reconcile(
    coded: Sequence[CodedDocument], codebook: Codebook | None = None, roots: Mapping[str, str] | None = None
) -> list[Event]:
    """Merge the mentions of all documents into events, and link the parts of one occasion.

    Parameters
    ----------
    coded : sequence of CodedDocument
        All documents, in any order.
    codebook : Codebook, optional
        The vocabulary (default: the built-in one).
    roots : mapping of str to str, optional
        Root of each document's lineage; a document not named is its own.

    Returns
    -------
    list of Event
        By date, then id. ``independent_sources`` counts lineages. ``confidence`` is an order to sort by, from 0 to 1, not a
        probability.

    Examples
    --------
    >>> from rapprochement.model import Document, EventMention
    >>> def told(name, start):
    ...     m = EventMention(name, start, start + 40, start + 5, start + 9, "CONSULT", None, "diplomatic", ("NOR",), ("SWE",),
    ...                      "asserted", "visit", date="2024-05-02", earliest=date(2024, 5, 2), latest=date(2024, 5, 2))
    ...     return CodedDocument(Document(name, name, "", ""), mentions=(m,))
    >>> [(e.date, len(e.mentions), e.independent_sources) for e in reconcile([told("a.txt", 0), told("b.txt", 7)])]
    [('2024-05-02', 2, 2)]
    """
    from rapprochement.reconcile.parts import linked

    reader = Reader(codebook or load_codebook())
    blocks: dict[Hashable, list[Facts]] = defaultdict(list)
    for document in sorted(coded, key=lambda c: c.document.document):
        folded = fold_same_length(document.document.text) if document.mentions else ""
        for identity, mention in zip(mention_ids(document.mentions), document.mentions, strict=True):
            facts = reader.read(identity, mention, document, folded)
            blocks[_block(facts)].append(facts)
    merged = _across({key: _merge_block(told) for key, told in blocks.items()})
    events = [_event(cluster, roots or {}) for cluster in merged]
    events.sort(key=lambda e: (e.earliest or date.max, e.latest or date.max, e.event))
    return linked(events, coded)

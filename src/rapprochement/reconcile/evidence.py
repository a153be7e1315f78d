"""How well a mention goes with what a cluster of mentions tells already."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from rapprochement.reconcile.facts import Facts

JOIN = 0.25
"""Least evidence for one event: the same type on the same day for the same sides is 1.0, and what differs takes away."""
SURE = 1.6
MARGIN = 0.7
"""Where several events could be meant the best must be sure, and better than the next by this much."""
OCCASIONS = frozenset({"AGREE", "CONSULT"})
"""One meeting is told as diplomatic here and as military there, a day early or late by the clock of the newsroom."""
COMPATIBLE_PARTS = frozenset(
    {
        frozenset({"talks", "reception"}),
        frozenset({"talks", "call"}),
        frozenset({"visit", "attendance"}),
        frozenset({"talks", "attendance"}),
        frozenset({"celebration", "culture"}),
        frozenset({"infrastructure", "trade"}),
        frozenset({"infrastructure", "relations"}),
    }
)
"""Parts that one act is told as by different tellers."""


@dataclass(slots=True)
class Cluster:
    """Mentions taken for one event so far; ``earliest`` and ``latest`` are those of the first, so that days do not chain."""

    earliest: date
    latest: date
    told: list[Facts] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    modes: set[str] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
    words: Counter[str] = field(default_factory=Counter)
    several: bool = False

    @classmethod
    def of(cls, facts: Facts) -> Cluster:
        """Return the cluster of one mention."""
        made = cls(facts.earliest, facts.latest, several=facts.several)
        made.add(facts)
        return made

    def add(self, facts: Facts) -> None:
        """Take a mention in."""
        self.told.append(facts)
        self.types.add(facts.mention.type)
        self.domains.add(facts.mention.domain)
        if facts.part:
            self.parts.add(facts.part)
        if facts.mention.mode:
            self.modes.add(facts.mention.mode)
        self.persons |= facts.persons
        self.places |= facts.places
        self.objects |= facts.objects
        self.figures |= facts.figures
        self.words.update(facts.words)

    def absorb(self, other: Cluster) -> None:
        """Take in all mentions of another cluster."""
        for facts in other.told:
            self.add(facts)

    @property
    def documents(self) -> set[str]:
        """Documents that tell it."""
        return {f.mention.document for f in self.told}


def parts_agree(one: set[str] | frozenset[str], other: set[str] | frozenset[str]) -> bool:
    """Tell whether two sets of parts can be of one act.

    Examples
    --------
    >>> parts_agree({"visit"}, {"talks"}), parts_agree({"talks"}, {"reception"}), parts_agree(set(), {"visit"})
    (False, True, True)
    """
    return not one or not other or any(a == b or frozenset({a, b}) in COMPATIBLE_PARTS for a in one for b in other)


def evidence(facts: Facts, cluster: Cluster, common: frozenset[str] = frozenset()) -> float | None:
    """Return the evidence that a mention tells the cluster's event, ``None`` where it cannot.

    Parameters
    ----------
    common : frozenset of str
        Stems too common among the mentions of the same sides and type to tell anything.
    """
    if facts.several != cluster.several:
        return None
    part = frozenset({facts.part}) if facts.part else frozenset()
    if not parts_agree(part, cluster.parts):
        return None
    if facts.objects and cluster.objects and not facts.objects & cluster.objects:
        return None
    total = 1.0 if facts.mention.type in cluster.types else -0.4
    if facts.mention.type not in OCCASIONS:
        total += 0.2 if facts.mention.domain in cluster.domains else -1.0
        if facts.mention.mode and cluster.modes:
            total += 0.3 if facts.mention.mode in cluster.modes else -0.7
    elif facts.mention.mode and facts.mention.mode in cluster.modes:
        total += 0.2
    if facts.persons and cluster.persons:
        total += 1.0 if facts.persons & cluster.persons else -1.3
    if facts.places and cluster.places:
        if facts.places & cluster.places:
            total += 1.0
        elif facts.dated and (facts.earliest > cluster.latest or facts.latest < cluster.earliest):
            return None  # another day and another place
        else:
            total -= 1.1 if facts.mention.type in OCCASIONS else 1.6
    if facts.objects & cluster.objects:
        total += 0.6
    if facts.figures & cluster.figures:
        total += 1.0
    words = facts.words - common
    theirs = cluster.words.keys() - common
    fewer = min(len(words), len(theirs))
    if fewer >= 2:
        total += 2.0 * max(0.0, sum(w in theirs for w in words) / fewer - 0.15)
    return total


def best(facts: Facts, clusters: list[Cluster], common: frozenset[str], *, alone: bool = False) -> Cluster | None:
    """Return the cluster a mention tells, if one stands out.

    ``alone`` asks for a cluster without a rival: where more than one could be meant the best must be sure, and clearly better
    than the next. Without it the best one will do.
    """
    scored = [(score, i) for i, c in enumerate(clusters) if (score := evidence(facts, c, common)) is not None]
    scored = sorted((pair for pair in scored if pair[0] >= JOIN), key=lambda pair: (-pair[0], pair[1]))
    if not scored:
        return None
    if alone and len(scored) > 1 and (scored[0][0] < SURE or scored[0][0] - scored[1][0] < MARGIN):
        return None
    return clusters[scored[0][1]]

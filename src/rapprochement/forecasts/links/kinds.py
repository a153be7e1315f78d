"""Rules over kinds of actors, where names tell kind and country: "Police (Kenya)" arrests "Citizen (Kenya)".

Event data name most actors ``Kind (Country)``. For an actor never met the pair has no history, but its kind has: how often a
source of this kind did r to a target of that kind, in the same country or not. Named persons and bodies have no kind of their
own; where no name has this form nothing is added.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from rapprochement.forecasts.links.history import History
from rapprochement.forecasts.quadruples import Ints, Quadruples

_FORM = re.compile(r"^(?P<kind>.+?)[ _]\((?P<country>[^()]+)\)$")
SAME_COUNTRY = 60
"""How many actors of the asking actor's own country, the most active ones, are made candidates."""
_PRIOR = 5.0


def parse_names(names: tuple[str, ...]) -> tuple[Ints, Ints]:
    """Return kind and country of each name as numbers: kind 0 is "other", country -1 is unknown.

    Examples
    --------
    >>> kinds, countries = parse_names(("Police (Kenya)", "Kenya", "Ann Other", "Citizen_(Kenya)"))
    >>> kinds.tolist(), countries.tolist()
    ([2, 1, 0, 3], [0, 0, -1, 0])
    """
    parts = [_FORM.match(name) for name in names]
    countries = {part["country"].replace("_", " "): 0 for part in parts if part}
    countries = {name: number for number, name in enumerate(countries)}
    kinds = {part["kind"]: 0 for part in parts if part}
    kinds = {name: number + 2 for number, name in enumerate(kinds)}
    kind = np.zeros(len(names), dtype=np.int64)
    country = np.full(len(names), -1, dtype=np.int64)
    for place, (name, part) in enumerate(zip(names, parts, strict=True)):
        if part:
            kind[place], country[place] = kinds[part["kind"]], countries[part["country"].replace("_", " ")]
        elif name.replace("_", " ") in countries:
            kind[place], country[place] = 1, countries[name.replace("_", " ")]
    return kind, country


class Kinds:
    """Counts of (kind of source, relation, kind of target, same country?) up to a history's step."""

    def __init__(self, history: History) -> None:
        facts = history.facts
        names = facts.actors if len(facts.actors) == facts.n_actors else ("",) * facts.n_actors
        self.kind, self.country = parse_names(names)
        self.known = bool((self.country >= 0).any())
        self.n_kinds = int(self.kind.max(initial=0)) + 1
        self.n_relations = facts.n_relations
        key = self._keys(facts.source, facts.relation, facts.target)
        self.key, self._fact_class = np.unique(key, return_inverse=True)
        self.count = np.zeros(len(self.key))
        self._narrow = self.key % (facts.n_relations * self.n_kinds * 2)
        self._asked = self.key // (self.n_kinds * 2)
        self._read = 0
        self._facts: Quadruples = facts
        members = np.bincount(self.kind, minlength=self.n_kinds)
        n_countries = int(self.country.max(initial=-1)) + 1
        placed = self.country >= 0
        at_home = np.bincount(
            self.country[placed] * self.n_kinds + self.kind[placed], minlength=max(n_countries, 1) * self.n_kinds
        )
        self._members, self._at_home = members, at_home

    def same(self, source: Ints, target: Ints) -> NDArray[np.bool_]:
        """Tell which pairs are of one country."""
        return np.asarray((self.country[source] == self.country[target]) & (self.country[source] >= 0))

    def _keys(self, source: Ints, relation: Ints, target: Ints) -> Ints:
        classes = (self.kind[source] * self.n_relations + relation) * self.n_kinds + self.kind[target]
        return np.asarray(classes * 2 + self.same(source, target))

    def advance(self, step: int) -> None:
        """Take in all facts before ``step``."""
        upto = int(np.searchsorted(self._facts.step, step))
        self.count += np.bincount(self._fact_class[self._read : upto], minlength=len(self.key))
        self._read = upto

    def shares(self, source: Ints, relation: Ints, target: Ints) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return log share of the target's class among what the source's kind does, and log size of that class."""
        narrow = np.bincount(self._narrow, self.count, minlength=self.n_relations * self.n_kinds * 2)
        by_relation = narrow.reshape(self.n_relations, -1).sum(axis=1)
        total = np.bincount(self._asked, self.count, minlength=self.n_kinds * self.n_relations)
        key = self._keys(source, relation, target)
        place = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        count = np.where(self.key[place] == key, self.count[place], 0)
        prior = narrow[key % len(narrow)] / np.maximum(by_relation[relation], 1)
        share = (count + _PRIOR * prior) / (total[self.kind[source] * self.n_relations + relation] + _PRIOR)
        home = self._at_home[np.maximum(self.country[source], 0) * self.n_kinds + self.kind[target]]
        size = np.where(self.same(source, target), home, self._members[self.kind[target]])
        return np.log(share + 1e-5).astype(np.float32), np.log(np.maximum(size, 1)).astype(np.float32)

    def compatriots(self, sources: Ints, activity: NDArray[np.float64]) -> tuple[Ints, Ints]:
        """Return (position in ``sources``, actor) of the most active actors of each source's country."""
        order = np.lexsort((-activity, self.country))
        order = order[(self.country[order] >= 0) & (activity[order] > 0)]
        country = self.country[order]
        place = np.arange(len(order)) - np.searchsorted(country, country)
        order, country = order[place < SAME_COUNTRY], country[place < SAME_COUNTRY]
        start = np.searchsorted(country, self.country[sources])
        length = np.searchsorted(country, self.country[sources], side="right") - start
        length[self.country[sources] < 0] = 0
        owner = np.repeat(np.arange(len(sources)), length)
        at = np.arange(len(owner)) + (start - (np.cumsum(length) - length))[owner]
        return owner, order[at]

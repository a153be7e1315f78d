"""What an act is about: its frame's domain, unless the things it names (arms, trade, culture…) say otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from rapprochement.codebook.loader import Codebook
from rapprochement.events.frames import Domain
from rapprochement.events.matcher import ClassIndex, Match, classes_of
from rapprochement.events.view import CLAUSE_EDGES, View

DOMINANT = 0.6
"""Share of an article's topical words from which its domain is that of its speech acts that say nothing closer."""


def article_domain(views: Iterable[View], classes: ClassIndex) -> str | None:
    """Return the domain most of an article's topical words belong to, ``None`` without a dominant one."""
    weights: dict[str, float] = defaultdict(float)
    for view in views:
        named = {i for a in view.actors for i in range(a.first, a.last + 1)}
        for token in view.tokens:
            if token.pos_ in ("NOUN", "ADJ") and token.i not in named:
                for name in classes_of(token, classes):
                    domain = classes.classes[name].domain
                    if domain is not None and domain != "diplomatic":
                        weights[domain] += classes.classes[name].weight
    if not weights:
        return None
    best = max(sorted(weights), key=lambda d: weights[d])
    return best if weights[best] >= DOMINANT * sum(weights.values()) and weights[best] >= MIN_WORDS else None


MIN_WORDS = 4.0
CONTENTIOUS = frozenset({"ACCUSE", "REQUEST", "THREATEN", "REJECT"})
CLEAR = 0.8
"""Weight of words in a speech act's own complements from which they decide over the article."""


def domain_of(
    view: View, match: Match, classes: ClassIndex, codebook: Codebook, article: str | None = None
) -> tuple[str, str]:
    """Return the domain of an event and the rule behind it (``frame``, ``object:arms``, ``clause:trade``).

    Words in the trigger's own complements weigh most, those elsewhere in its clause less; words inside actor names
    ("ministre de la Défense") do not count, for the domain is what the act is about, not who does it.
    """
    frame = match.frame
    if frame.fixed_domain:
        return frame.domain, "frame"
    ranks = {name: entry.rank for name, entry in codebook.entries("domains", Domain).items()}
    named = {i for a in view.actors for i in range(a.first, a.last + 1)}
    weights: dict[str, float] = defaultdict(float)
    reason: dict[str, str] = {}
    for token in view.tokens:
        if token.i in named or token.i == match.token.i:
            continue
        near = _nearness(token, match)
        if near < 0.3:
            continue
        for name in classes_of(token, classes):
            entry = classes.classes[name]
            if entry.domain is None:
                continue
            weight = near * entry.weight
            if weight > 0 and name not in reason.values():
                reason.setdefault(entry.domain, name)
            weights[entry.domain] += weight
    weights.pop("diplomatic", None)
    if (not weights or max(weights.values()) < CLEAR) and frame.type in CONTENTIOUS and article is not None:
        return article, "article"
    if not weights:
        return frame.domain, "frame"
    best = max(weights, key=lambda d: (round(weights[d], 3), -ranks.get(d, 9)))
    if weights[best] < 0.5:
        return frame.domain, "frame"
    return best, "object:" + reason.get(best, best)


def _nearness(token: Any, match: Match) -> float:
    """1 inside the trigger's complements, falling with depth and clause borders; .35 elsewhere in the clause above."""
    weight, current, steps = 1.0, token, 0
    while steps < 12:
        if current.i == match.token.i:
            return weight
        if current.head.i == current.i:
            break
        if current.dep_ in CLAUSE_EDGES:
            weight *= 0.6
        elif current.dep_ in ("nsubj",):
            weight *= 0.7
        elif current.dep_ in ("nmod", "amod") and steps > 0:
            weight *= 0.8
        else:
            weight *= 0.92
        current, steps = current.head, steps + 1
    return 0.35 if match.trigger.nominal and abs(token.i - match.token.i) < 8 else 0.2

"""What an act is about: its frame's domain, unless the things it names (arms, trade, culture…) say otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from rapprochement.codebook.loader import Codebook
from rapprochement.events.dedupe import Candidate
from rapprochement.events.frames import Domain
from rapprochement.events.matcher import ClassIndex, Match, classes_of
from rapprochement.events.view import CLAUSE_EDGES, View

DOMINANT = 0.7
"""Share of an article's topical words from which its domain is that of its speech acts that say nothing closer."""
MIN_WORDS = 4.0
CONTENTIOUS = frozenset({"ACCUSE", "REQUEST", "THREATEN", "REJECT"})
CLEAR = 0.8
"""Weight of words in a speech act's own complements from which they decide over the article."""
TOPICAL = frozenset({"NOUN", "ADJ", "PROPN", "X"})
"""Parts of speech whose words name what an act is about: the adverb "bien" is no good, the verb "produit" no product."""
NEAR = 0.3
"""Nearness under which a word says nothing about an act."""
NEAR_MEETING = 0.6
"""The same for meetings and visits, which are diplomatic unless what they are about stands in their own complements."""
COURTESIES = frozenset({"CONSULT"})
WORLD_BODIES = frozenset({"IGO:UN", "IGO:UNSC"})
"""Whose sanctions are a judgement on a state's policy; those of a state or bloc are on trade."""
MATERIAL = frozenset({"ASSAULT", "MOBILIZE", "SANCTION", "AID", "RETREAT"})
"""Acts whose domain is that of words about them."""


def article_domain(views: Iterable[View], classes: ClassIndex) -> str | None:
    """Return the domain most of an article's topical words belong to, ``None`` without a dominant one."""
    weights: dict[str, float] = defaultdict(float)
    for view in views:
        named = _named(view)
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


def _named(view: View) -> frozenset[int]:
    """Tokens that name who acts; of a thing with its nationality ("deux frégates italiennes") only the adjective."""
    return frozenset(
        i
        for actor in view.actors
        for i in range(actor.first, actor.last + 1)
        if actor.mention.role != "adjective" or i == actor.last or view.sentence.span.doc[i].pos_ != "NOUN"
    )


def domain_of(
    view: View,
    match: Match,
    classes: ClassIndex,
    codebook: Codebook,
    article: str | None = None,
    source: Sequence[str] = (),
    others: Sequence[Candidate] = (),
) -> tuple[str, str]:
    """Return the domain of an event and the rule behind it (``frame``, ``object:arms``, ``about:ASSAULT``, ``article``).

    Words in the trigger's own complements weigh most, those elsewhere in its clause less; words inside actor names
    ("ministre de la Défense") do not count, for the domain is what the act is about, not who does it.

    Parameters
    ----------
    article : str, optional
        Domain of the article, for speech acts that say nothing closer.
    source : sequence of str
        Codes of who acts.
    others : sequence of Candidate
        The other acts of the sentence: a speech act takes the domain of the act it tells of.
    """
    frame = match.frame
    if frame.fixed_domain:
        return frame.domain, "frame"
    ranks = {name: entry.rank for name, entry in codebook.entries("domains", Domain).items()}
    weights, reason = _weights(view, match, classes)
    clear = bool(weights) and max(weights.values()) >= CLEAR
    if frame.type in CONTENTIOUS and not clear:
        told = _told_of(match, others)
        if told is not None:
            return told.match.frame.domain, f"about:{told.match.frame.type}"
        if article is not None:
            return article, "article"
    if frame.type == "SANCTION" and not clear and source and WORLD_BODIES.issuperset(source):
        return "political", "body"
    if not weights:
        return _of_classes(match, classes) or (frame.domain, "frame")
    best = max(weights, key=lambda d: (round(weights[d], 3), -ranks.get(d, 9)))
    if weights[best] < 0.5:
        return frame.domain, "frame"
    return best, "object:" + reason.get(best, best)


def _weights(view: View, match: Match, classes: ClassIndex) -> tuple[dict[str, float], dict[str, str]]:
    """Weight of each domain's words about a trigger, and the first class that gave it."""
    named = _named(view)
    least = NEAR_MEETING if match.frame.type in COURTESIES else NEAR
    weights: dict[str, float] = defaultdict(float)
    reason: dict[str, str] = {}
    for token in view.tokens:
        if token.i in named or token.i == match.token.i or token.pos_ not in TOPICAL:
            continue
        near = _nearness(token, match)
        if near < least:
            continue
        for name in classes_of(token, classes):
            entry = classes.classes[name]
            if entry.domain is None or entry.domain == "diplomatic":
                continue
            weight = near * entry.weight
            if weight > 0 and name not in reason.values():
                reason.setdefault(entry.domain, name)
            weights[entry.domain] += weight
    return weights, reason


def _of_classes(match: Match, classes: ClassIndex) -> tuple[str, str] | None:
    """Domain of the things the frame asked for, where they stand outside the clause ("les armes qu'il a cédées")."""
    for name in sorted(match.classes & set(match.frame.needs)):
        domain = classes.classes[name].domain
        if domain is not None and domain != "diplomatic":
            return domain, "needs:" + name
    return None


def _told_of(match: Match, others: Sequence[Candidate]) -> Candidate | None:
    """Return the material act that a speech act's words tell of, if all of them are of one domain.

    A killing says nothing: that of an opponent is policy, that of a soldier war.
    """
    inner = [
        c
        for c in others
        if c.match.frame.type in MATERIAL
        and c.match.frame.fixed_domain
        and c.match.frame.mode != "kill"
        and (match.frame.id.startswith("utterance.") or _under(c.match.token, match.token))
    ]
    return inner[0] if len({c.match.frame.domain for c in inner}) == 1 else None


def _under(token: Any, head: Any) -> bool:
    return any(ancestor.i == head.i for ancestor in token.ancestors)


def _nearness(token: Any, match: Match) -> float:
    """1 inside the trigger's complements, falling with depth and clause borders; .35 elsewhere in the clause above."""
    weight, current, steps = 1.0, token, 0
    while steps < 12:
        if current.i == match.token.i:
            return weight
        if current.head.i == current.i:
            break
        if current.dep_ == "conj" and current.head.i == match.token.i:
            # what is named beside the act ("des visites et des exercices") is another thing
            return 0.2
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

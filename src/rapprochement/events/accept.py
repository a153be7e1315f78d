"""Which candidates count, and as what: evidence for both sides, unsaid sides, refusals, attacks in words.

A candidate whose two sides stand in slots of its frame counts. With one such side the other may be meant without being named, when the
article tells the same act elsewhere, a pronoun points back, or it is one of the article's leading actors and the type allows it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rapprochement.codebook.loader import Codebook
from rapprochement.events.frames import Frame
from rapprochement.events.matcher import BEING, ClassIndex, Match, classes_of
from rapprochement.events.roles import Reading, Side
from rapprochement.events.topic import Topic
from rapprochement.events.view import ActorAt, View
from rapprochement.model import SectionKind

EXPLICIT = 0.45
"""Weight from which a side counts as named by the sentence's syntax."""


def _is(token: Any, name: str, classes: ClassIndex) -> bool:
    return name in classes_of(token, classes)


def explicit(side: Side) -> bool:
    """Tell whether the sentence's syntax itself names a side.

    Examples
    --------
    >>> explicit(Side(("FRA",), (), 0.9, "slot:subj")), explicit(Side(("FRA",), (), 0.4, "order"))
    (True, False)
    """
    return side.level.startswith("slot") and side.weight >= EXPLICIT


def accept(view: View, match: Match, reading: Reading, topic: Topic, classes: ClassIndex) -> float:
    """Return the confidence in a candidate, 0 to drop it."""
    source, target, frame = reading.source, reading.target, match.frame
    named = explicit(source) + explicit(target)
    if match.trigger.lemma in BEING and (named < 2 or target.level not in ("slot:à", "slot:en")):
        return 0.0
    if frame.type == "CONSULT" and any(_private(actor, classes) for actor in source.actors):
        return 0.0
    if frame.speech and source.actors and all(":national" in actor.mention.rule_id for actor in source.actors):
        return 0.0
    if named == 2:
        return reading.weight
    if frame.speech and source.level in UNSAID and _other_subject(view, match, classes):
        return 0.0
    if frame.speech and source.level in ("passage", "article"):
        # nobody speaks unnamed
        return 0.0
    if "memory" in (source.level, target.level):
        return reading.weight
    implied = [side for side in (source, target) if side.level in ("passage", "article")]
    if named == 1:
        if not implied:
            return reading.weight
        missing = "target" if explicit(source) else "source"
        leading = frame.type in IMPLIED and max(topic.share(code) for code in implied[0].codes) >= LEADING
        return reading.weight if leading or frame.one_sided in (missing, "any") else 0.0
    if source.level == target.level == "article":
        return reading.weight if view.sentence.section.kind is SectionKind.HEADING or topic.concentration > 0.7 else 0.0
    if not implied:
        pair = {*source.codes, *target.codes}
        close = reading.weight >= CLOSE and pair <= {code for code, _ in topic.ranked[:3]}
        return reading.weight if close else 0.0
    return 0.0


UNSAID = frozenset({"memory", "passage", "article", "pronoun"})


def _other_subject(view: View, match: Match, classes: ClassIndex) -> bool:
    """Tell whether a verb has a noun as subject that names no actor: then nobody unnamed acts."""
    if match.trigger.nominal or match.passive:
        return False
    for child in match.token.children:
        if child.dep_ == "nsubj" and child.pos_ in ("NOUN", "PROPN") and not _is(child, "stand_in", classes):
            inside = {t.i for t in child.subtree}
            return not any(actor.head.i in inside for actor in view.actors)
    return False


def _private(actor: ActorAt, classes: ClassIndex) -> bool:
    """Tell whether an actor is a private person of a nationality ("une Française", "l'étudiant italien")."""
    head = actor.head
    if ":national" in actor.mention.rule_id:
        return True
    if actor.mention.role == "demonym":
        return any(c.lower_ in ("une", "un", "deux", "trois") for c in head.children)
    return actor.mention.role == "adjective" and _is(head.head, "private", classes)


IMPLIED = frozenset({"CONSULT", "REQUEST", "ACCUSE", "THREATEN", "REJECT", "COERCE", "CONCEDE", "ASSAULT", "SANCTION"})
"""Types of which one side may go unsaid; praise and help name whom they are for."""
CLOSE = 0.62
"""Weight from which two actors near a trigger, neither in a slot of it, are taken as its parties."""
LEADING = 0.2
"""Share of an article's mentions from which an actor may be meant without being named."""


REFUSED = "reject.not_done"
_COOPERATIVE = frozenset({"AID", "COOPERATE", "AGREE", "CONCEDE", "REQUEST"})


def refused(match: Match, codebook: Codebook) -> Match | None:
    """Return the trigger as a refusal: an act for the other that is said not to take place; ``None`` for other acts.

    "Ne pas livrer", "refuse de coopérer" are REJECT (codebook, section 6); an attack or a visit that does not happen is nothing.
    """
    return recast(match, REFUSED, codebook) if match.frame.type in _COOPERATIVE else None


VERBAL_ATTACK = "accuse.verbal_attack"
_PERSONS = frozenset({"leader", "minister", "official"})


def with_words(match: Match, reading: Reading, classes: ClassIndex) -> bool:
    """Tell whether an attack is one of words: a person attacks, and no arms or fighting stand near."""
    if match.frame.id != "assault.attack" or match.phrase:
        return False
    persons = bool(reading.source.actors) and all(a.mention.role in _PERSONS for a in reading.source.actors)
    return persons and not any(
        _is(token, name, classes)
        for token in match.token.subtree
        for name in ("arms", "forces")
        if token.i != match.token.i
    )


def recast(match: Match, frame_id: str, codebook: Codebook) -> Match:
    """Return the match under another frame, its trigger kept."""
    return replace(match, trigger=replace(match.trigger, frame=codebook.entries("frames", Frame)[frame_id]))

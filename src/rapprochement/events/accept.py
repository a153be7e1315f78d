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
from rapprochement.events.roles import Reading, Side, is_location
from rapprochement.events.topic import Topic
from rapprochement.events.view import ActorAt, View, preposition_of
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
    if _unsupported(view, match, reading, classes):
        return 0.0
    if match.trigger.lemma in CALLING and not _between_persons(source, target):
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


CALLING = frozenset({"appeler"})
"""Verbs that mean a telephone call only between persons: "le ministre a appelé son homologue", not "l'ONU appelle Rome"."""
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


def _unsupported(view: View, match: Match, reading: Reading, classes: ClassIndex) -> bool:
    """Tell whether a trigger has too little of its own syntax behind its two sides to be more than a mention in passing."""
    source, target, frame = reading.source, reading.target, match.frame
    levels = (source.level.split(":")[0], target.level.split(":")[0])
    if frame.type == "REQUEST" and (_own_wish(match) or _own_people(view, match, reading)):
        return True
    if not match.trigger.nominal:
        if frame.type == "CONSULT" and levels[0] in GUESSED:
            return True
        alone = levels[0] == "slot" and (levels[1] in UNSAID or (frame.mode == "trade" and levels[1] == "sentence"))
        if frame.type == "COOPERATE" and alone:
            return True
        return frame.type in FORCE and levels[0] in (*GUESSED, *UNSAID) and _thing_acts(view, match, classes)
    told_on = match.token.dep_ == "nsubj:pass" or (match.token.dep_ == "nsubj" and frame.type == "ASSAULT")
    if frame.type in FORCE and "slot" not in levels and not told_on:
        return True
    if frame.type == "COOPERATE" and frame.priority < 0:
        if set(levels) <= {"memory", "article", "passage"}:
            dated = view.sentence.section.kind is SectionKind.HEADING and bool(view.times)
            return not dated and (match.token.dep_ != "ROOT" or levels[0] == "article")
        return bool(match.token.dep_ == "nmod" and match.token.head.pos_ == "NOUN")
    return False


def _own_wish(match: Match) -> bool:
    """Tell whether a wish is for an act of one's own ("souhaite rencontrer"), which asks nothing of the other."""
    if match.trigger.lemma == "aimer" and not any(c.dep_ == "ccomp" for c in match.token.children):
        return True
    return match.trigger.lemma in WISHES and any(
        c.dep_ in ("xcomp", "obj", "ccomp") and "Inf" in c.morph.get("VerbForm") for c in match.token.children
    )


def _own_people(view: View, match: Match, reading: Reading) -> bool:
    """Tell whether the one addressed is of the speaker's own side ("ordonne à son ministre")."""
    if reading.target.level.startswith("slot:à") or not reading.source.codes:
        return False
    addressed = {c.i for c in match.token.children if preposition_of(c) == "à" and c.dep_ != "obl:mod"}
    return any(
        actor.head.i in addressed and set(actor.codes) <= set(reading.source.codes) and not is_location(actor)
        for actor in view.actors
    )


WISHES = frozenset({"souhaiter", "aimer"})
FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION"})
ANIMATE = ("forces", "private", "envoy", "captive", "leadership")
GUESSED = frozenset({"order", "sentence"})


def _thing_acts(view: View, match: Match, classes: ClassIndex) -> bool:
    """Tell whether what acts is no actor and nobody's soldiers ("les incendies frappent")."""
    subjects = [child for child in match.token.children if child.dep_ == "nsubj"]
    if any(child in match.phrase or _is(child, name, classes) for child in subjects for name in ANIMATE):
        return False
    return _other_subject(view, match, classes)


def _persons(side: Side) -> bool:
    return bool(side.actors) and all(actor.mention.role in _PERSONS for actor in side.actors)


def _between_persons(source: Side, target: Side) -> bool:
    actors = (*source.actors, *target.actors)
    return bool(actors) and all(a.implied or a.mention.role in (*_PERSONS, "pronoun") for a in actors)


def with_words(match: Match, reading: Reading, classes: ClassIndex) -> bool:
    """Tell whether an attack is one of words: a person attacks, and no arms or fighting stand near."""
    if match.frame.id != "assault.attack" or match.phrase:
        return False
    return _persons(reading.source) and not any(
        _is(token, name, classes)
        for token in match.token.subtree
        for name in ("arms", "forces")
        if token.i != match.token.i
    )


def recast(match: Match, frame_id: str, codebook: Codebook) -> Match:
    """Return the match under another frame, its trigger kept."""
    return replace(match, trigger=replace(match.trigger, frame=codebook.entries("frames", Frame)[frame_id]))

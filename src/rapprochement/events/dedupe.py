"""One sentence never yields more mentions than it states: competing candidates on the same words or of the same act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapprochement.events.context import StatusReading
from rapprochement.events.dates import NO_DATE, Dated
from rapprochement.events.frames import SYMMETRIC
from rapprochement.events.matcher import Match
from rapprochement.events.roles import Reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger with its roles and status, before it is known whether it becomes a mention."""

    match: Match
    reading: Reading
    status: StatusReading
    confidence: float
    dated: Dated = NO_DATE

    @property
    def parties(self) -> tuple[frozenset[str], frozenset[str]]:
        """Both sides as sets; of a symmetric type their union twice, so that direction does not count."""
        source, target = frozenset(self.reading.source.codes), frozenset(self.reading.target.codes)
        return (source | target, source | target) if self.match.frame.type in SYMMETRIC else (source, target)


def _rank(candidate: Candidate) -> tuple[float, float, float, float]:
    match = candidate.match
    return (
        match.frame.priority + len(match.phrase) * 1.5,
        candidate.confidence,
        -float(match.trigger.nominal),
        -match.token.i,
    )


VEHICLE = frozenset({"message", "talks"})
"""Frames that are but the way of another act between the same parties in the sentence ("un message pour réconforter")."""
PURPOSE = ("AID", "SUPPORT", "CONCEDE", "AGREE", "COOPERATE", "CONSULT")
"""Of an act and its purpose ("se rend à X pour présenter ses condoléances") the one earlier here is what is stated."""


def thin(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that state acts of their own, in text order.

    Of candidates on the same words the more specific frame wins; of the same type, parties and status the one with the better
    roles; a noun that is the object of a verb with a frame of its own ("suspend les exportations") is part of that; so is the
    purpose of a friendly act.
    """
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=_rank, reverse=True):
        if not any(
            _same_words(candidate, other) or _same_act(candidate, other) or _object_of(candidate, other)
            for other in kept
        ):
            kept = [other for other in kept if not _object_of(other, candidate)]
            kept.append(candidate)
    kept = [c for c in kept if not any(o is not c and _absorbed(c, o) for o in kept)]
    return sorted(kept, key=lambda c: (c.match.token.i, c.match.frame.id))


def _object_of(candidate: Candidate, other: Candidate) -> bool:
    """Tell whether the trigger is the thing the other verb's frame asks for."""
    match, verb = candidate.match, other.match
    if not match.trigger.nominal or verb.trigger.nominal or not verb.frame.needs or verb.frame.priority < 0:
        return False
    token, steps = match.token, 0
    while steps < 3 and token.head.i != token.i:
        if token.head.i == verb.token.i:
            return bool(token.dep_ in ("obj", "nsubj:pass") or (token.dep_ == "nsubj" and verb.trigger.reflexive))
        if token.dep_ not in ("nmod", "conj"):
            return False
        token, steps = token.head, steps + 1
    return bool(verb.token.head.i == match.token.i and verb.token.dep_ == "acl")


def _absorbed(candidate: Candidate, other: Candidate) -> bool:
    both = frozenset(candidate.reading.source.codes) | frozenset(candidate.reading.target.codes)
    if both != frozenset(other.reading.source.codes) | frozenset(other.reading.target.codes):
        return False
    if candidate.match.frame.id in VEHICLE and other.match.frame.id not in VEHICLE:
        return candidate.match.frame.id == "message" or other.match.frame.type == "CONSULT"
    mine, theirs = candidate.match.frame.type, other.match.frame.type
    if mine not in PURPOSE or theirs not in PURPOSE or mine == theirs:
        return False
    linked = _purpose(candidate, other) or _purpose(other, candidate)
    return linked and PURPOSE.index(mine) > PURPOSE.index(theirs)


def _purpose(inner: Candidate, outer: Candidate) -> bool:
    token, head = inner.match.token, outer.match.token
    if token.dep_ not in ("advcl", "xcomp", "acl", "obl:mod", "obl:arg") or inner.match.trigger.nominal:
        return False
    return bool(token.head.i == head.i or token.head.head.i == head.i)


def _words(candidate: Candidate) -> frozenset[int]:
    return frozenset({candidate.match.token.i, *(t.i for t in candidate.match.phrase)})


def _same_words(candidate: Candidate, other: Candidate) -> bool:
    return bool(_words(candidate) & _words(other))


def _same_act(candidate: Candidate, other: Candidate) -> bool:
    if candidate.match.frame.type != other.match.frame.type:
        return False
    if candidate.parties == other.parties and candidate.status.status == other.status.status:
        return True
    # the noun of a phrase such as "mener une visite": governed by the verb, same parties
    token, head = candidate.match.token, other.match.token
    governed = token.head.i == head.i and token.dep_ in ("obj", "nsubj:pass", "nsubj", "xcomp")
    return candidate.match.trigger.nominal and governed and candidate.parties == other.parties

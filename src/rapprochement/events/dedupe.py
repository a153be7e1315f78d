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


def thin(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that state acts of their own, in text order.

    Of candidates on the same words the more specific frame wins; of the same type, parties and status the one with the better
    roles; a noun governed by a verb of the same type is that verb's own act.
    """
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=_rank, reverse=True):
        if not any(_same_words(candidate, other) or _same_act(candidate, other) for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda c: (c.match.token.i, c.match.frame.id))


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

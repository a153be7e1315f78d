"""What an article has already told: a later, shorter mention of an act ("l'offensive", "cette livraison") takes its parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapprochement.events.dedupe import Candidate
from rapprochement.events.matcher import Match
from rapprochement.events.roles import Reading, Side

MEMORY = 0.45


@dataclass(frozen=True, slots=True)
class Told:
    """An act told with both sides named."""

    type: str
    lemma: str
    frame: str
    source: tuple[str, ...]
    target: tuple[str, ...]


KIN = {
    "COERCE": frozenset({"CONCEDE"}),
    "CONCEDE": frozenset({"COERCE"}),
    "ASSAULT": frozenset({"RETREAT", "ASSAULT"}),
    "RETREAT": frozenset({"ASSAULT"}),
    "REJECT": frozenset({"AID", "AGREE"}),
}
"""Acts that have the parties of another: who is freed was held, a ceasefire ends an attack."""


def recall(match: Match, reading: Reading | None, told: Sequence[Told]) -> Reading | None:
    """Return a reading whose missing side is taken from an act of the same kind told elsewhere in the article.

    With one side named, the act must have that side in the same role; with none, it must be told with the same word. Of several
    such acts the one whose parties are told most often wins.
    """
    source = reading.source if reading is not None and reading.source.level.startswith("slot") else None
    target = reading.target if reading is not None and reading.target.level.startswith("slot") else None
    votes: dict[tuple[tuple[str, ...], tuple[str, ...]], float] = {}
    for act in told:
        weight = _kinship(match, act)
        if weight and _fits(source, target, act, weight):
            votes[act.source, act.target] = votes.get((act.source, act.target), 0.0) + weight
    if not votes:
        return None
    if source is None and target is None and reading is not None and reading.source.level in ("order", "sentence"):
        return None
    best = max(votes, key=lambda parties: votes[parties])
    return Reading(
        source or Side(best[0], (), MEMORY, "memory"),
        target or Side(best[1], (), MEMORY, "memory"),
    )


def _kinship(match: Match, act: Told) -> float:
    if act.lemma == match.trigger.lemma:
        return 4.0
    if act.frame == match.frame.id:
        return 3.0
    if act.type == match.frame.type:
        return 2.0
    return 1.0 if act.type in KIN.get(match.frame.type, ()) else 0.0


def _fits(source: Side | None, target: Side | None, act: Told, weight: float) -> bool:
    if source is None and target is None:
        return weight >= 3.0
    if source is not None:
        return bool(set(source.codes) & set(act.source)) and not set(source.codes) & set(act.target)
    assert target is not None
    return bool(set(target.codes) & set(act.target)) and not set(target.codes) & set(act.source)


PUNCTUAL = frozenset({"ASSAULT", "COERCE", "CONCEDE", "SANCTION", "AID"})
"""Types of which an article tells one act several times; meetings and ties recur."""


@dataclass(frozen=True, slots=True)
class DatedActs:
    """Dates an article gives its acts, by type, parties and word or frame; only where it gives one."""

    dates: Mapping[tuple[str, tuple[frozenset[str], frozenset[str]], str], frozenset[str]]

    def date_of(self, candidate: Candidate) -> str | None:
        """Return the one date of an act with the same parties and word (else frame), ``None`` if none or several."""
        frame = candidate.match.frame
        punctual = frame.type in PUNCTUAL or (frame.type == "CONSULT" and candidate.status.status == "planned")
        if not punctual or candidate.status.status != "claimed":
            return None
        for key in (candidate.match.trigger.lemma, frame.id.split(".")[0]):
            found = self.dates.get((frame.type, candidate.parties, key), frozenset())
            if len(found) == 1:
                return next(iter(found))
        return None


def dated_acts(candidates: Sequence[Candidate]) -> DatedActs:
    """Collect the dates that sentences themselves give acts (not speech)."""
    found: dict[tuple[str, tuple[frozenset[str], frozenset[str]], str], set[str]] = {}
    for candidate in candidates:
        frame, value = candidate.match.frame, candidate.dated.value
        if frame.speech or value is None or not candidate.dated.own:
            continue
        for key in (candidate.match.trigger.lemma, frame.id.split(".")[0]):
            found.setdefault((frame.type, candidate.parties, key), set()).add(value)
    return DatedActs({key: frozenset(values) for key, values in found.items()})

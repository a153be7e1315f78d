"""What an article has already told: a later, shorter mention of an act ("l'offensive", "cette livraison") takes its parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def recall(match: Match, reading: Reading | None, told: Sequence[Told]) -> Reading | None:
    """Return a reading whose missing side is taken from an act of the same kind told elsewhere in the article.

    With one side named, the act must have that side in the same role; with none, it must be told with the same word.
    """
    for name in ("lemma", "frame", "type"):
        for act in told:
            if name == "lemma" and act.lemma != match.trigger.lemma:
                continue
            if name == "frame" and act.frame != match.frame.id:
                continue
            if act.type != match.frame.type:
                continue
            found = _fill(reading, act, name)
            if found is not None:
                return found
    return None


def _fill(reading: Reading | None, act: Told, name: str) -> Reading | None:
    source = reading.source if reading is not None and reading.source.level.startswith("slot") else None
    target = reading.target if reading is not None and reading.target.level.startswith("slot") else None
    if source is None and target is None:
        if name != "lemma" or reading is not None and reading.source.level in ("order", "sentence"):
            return None
        return Reading(Side(act.source, (), MEMORY, "memory"), Side(act.target, (), MEMORY, "memory"))
    if source is not None and set(source.codes) & set(act.source) and not set(source.codes) & set(act.target):
        return Reading(source, Side(act.target, (), MEMORY, "memory"))
    if target is not None and set(target.codes) & set(act.target) and not set(target.codes) & set(act.source):
        return Reading(Side(act.source, (), MEMORY, "memory"), target)
    return None

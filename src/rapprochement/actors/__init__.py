"""Actors: who is named, by state-level code, with the rule that says why; references within the article resolved."""

from rapprochement.actors.central import central
from rapprochement.actors.find import find
from rapprochement.actors.periods import as_of

__all__ = ["as_of", "central", "find"]

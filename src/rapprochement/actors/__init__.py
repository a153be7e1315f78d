"""Actors: who is named, by state-level code, with the rule that says why; references within the article resolved."""

from rapprochement.actors.central import central
from rapprochement.actors.find import find

__all__ = ["central", "find"]

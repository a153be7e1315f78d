"""The working row of the actors room: a mention in the making, with the features resolution asks for."""

from __future__ import annotations

from dataclasses import dataclass

from rapprochement.actors.lexicon import Form


@dataclass(slots=True)
class Found:
    """Words ``[i, j)`` of the document that name, or may name, an actor.

    ``rule`` becomes ``rule_id``; ``gender`` is ``m``, ``f``, ``mp``, ``fp``, a union of these, or empty; ``person`` tells that a
    human being is meant; ``form`` is the lexicon form, for phrases that of the head.
    """

    i: int
    j: int
    codes: tuple[str, ...]
    role: str
    rule: str
    form: Form
    gender: str = ""
    agent: str | None = None
    person: bool = False
    head: int = -1
    """Word of the noun that carries the syntax, where it is not the first."""

    @property
    def plural(self) -> bool:
        """Whether the words stand for several (people, a people, a group)."""
        return self.gender.endswith("p") and self.gender != "mmp"

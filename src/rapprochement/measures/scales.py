"""The weights measures rest on, from the codebook: intensity and quad class of a type, weight of a status under a policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from rapprochement.codebook import Codebook, Entry
from rapprochement.errors import UsageError

COOPERATION = ("verbal cooperation", "material cooperation")
HOSTILITY = ("verbal conflict", "material conflict")
SYMMETRIC = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Types without a giver and a taker: they join both sides and say nothing about reciprocity."""


class Intensity(Entry):
    """Weight and quad class of an event type.

    Attributes
    ----------
    quad : str
        Quad class.
    intensity, goldstein : float
        On [-10, 10].
    """

    quad: Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
    intensity: float = Field(ge=-10, le=10)
    goldstein: float = Field(ge=-10, le=10)


class Policy(Entry):
    """How much an event counts by its status and its number of independent sources.

    Attributes
    ----------
    weights : mapping of str to float
        Weight by status, in [0, 1].
    uncorroborated : float
        Factor of an event that one lineage alone tells.
    """

    label: Mapping[str, str]
    weights: Mapping[str, float]
    uncorroborated: float = Field(gt=0, le=1)

    def weight(self, status: str, independent_sources: int = 1) -> float:
        """Return the weight of one event.

        Examples
        --------
        >>> from rapprochement.codebook import load_codebook
        >>> cautious = policy(load_codebook(), "cautious")
        >>> cautious.weight("asserted", 1), cautious.weight("asserted", 2), cautious.weight("denied", 5)
        (0.6, 0.8, 0.0)
        """
        return self.weights.get(status, 0.0) * (1 - (1 - self.uncorroborated) / max(1, independent_sources))


def intensities(codebook: Codebook) -> dict[str, Intensity]:
    """Return the intensities by event type."""
    return codebook.entries("intensities", Intensity)


def policies(codebook: Codebook) -> dict[str, Policy]:
    """Return all weighting policies by name."""
    return codebook.entries("policies", Policy)


def policy(codebook: Codebook, name: str) -> Policy:
    """Return one weighting policy.

    Raises
    ------
    UsageError
        If the codebook has no such policy; the message lists those it has.
    """
    known = policies(codebook)
    if name not in known:
        raise UsageError(f"no policy '{name}'; there are {', '.join(known)}")
    return known[name]

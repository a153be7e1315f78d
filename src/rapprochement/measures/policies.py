"""What changes between the weighting policies: sums under each, and the events whose weight differs most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rapprochement.measures.pair import PairRows
from rapprochement.measures.scales import Policy


@dataclass(frozen=True, slots=True)
class PolicySum:
    """A pair under one policy: weighted events of cooperation and hostility, and how many events weigh at all."""

    policy: str
    cooperation: float
    hostility: float
    events: int


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """An event that weighs differently under the policies: ``weights`` by policy name."""

    event: str
    status: str
    independent_sources: int
    weights: tuple[tuple[str, float], ...]

    @property
    def span(self) -> float:
        """Largest less smallest weight."""
        values = [weight for _, weight in self.weights]
        return max(values) - min(values)


def compare(rows: PairRows, policies: Mapping[str, Policy]) -> tuple[list[PolicySum], list[PolicyChange]]:
    """Return the sums under each policy, and the events the policies disagree on, the most disputed first."""
    weighted = {name: rows.weights(policy) for name, policy in policies.items()}
    sums = [
        PolicySum(
            name,
            round(float(weights[rows.warm].sum()), 4),
            round(float(weights[~rows.warm].sum()), 4),
            len({event for event, weight in zip(rows.event, weights, strict=True) if weight > 0}),
        )
        for name, weights in weighted.items()
    ]
    changes: dict[str, PolicyChange] = {}
    for i, event in enumerate(rows.event):
        share = rows.share[i]
        each = tuple((name, round(float(weights[i] / share), 4)) for name, weights in weighted.items())
        if event not in changes and len({weight for _, weight in each}) > 1:
            changes[event] = PolicyChange(event, rows.status[i], int(rows.sources[i]), each)
    return sums, sorted(changes.values(), key=lambda change: (-change.span, change.event))


def spread_between(rows: PairRows, policies: Mapping[str, Policy]) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the greatest cooperation of each period under any of the policies.

    Drawn as a band it says how much of a curve hangs on which words one believes.
    """
    streams = np.array([rows.total(rows.weights(policy), rows.warm) for policy in policies.values()])
    return streams.min(axis=0), streams.max(axis=0)

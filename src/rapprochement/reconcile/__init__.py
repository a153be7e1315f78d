"""From the mentions of all documents to what they tell together: events first, further registers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapprochement.model import CodedDocument, Event
from rapprochement.reconcile.merge import reconcile

__all__ = ["Register", "reconcile", "registers"]


@dataclass(frozen=True, slots=True)
class Register:
    """One table that reconciling yields: its rows and the dataclass that names their columns."""

    row: type[Any]
    rows: Sequence[Any]


def registers(coded: Sequence[CodedDocument]) -> dict[str, Register]:
    """Return everything that is worked out across documents, by table name.

    A further register (agreements, transfers, conflicts…) is one more entry here; the dossier writes it, ``export`` and the
    page find it by its name.

    Examples
    --------
    >>> list(registers([]))
    ['events']
    """
    return {"events": Register(Event, reconcile(coded))}

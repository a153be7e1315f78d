"""From the mentions of all documents to what they tell together: events first, further registers beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapprochement.codebook import Codebook, load_codebook
from rapprochement.model import (
    Agreement,
    CodedDocument,
    Conflict,
    Derivation,
    DerivationChange,
    Driver,
    Event,
    Expectation,
    Telling,
    Transfer,
    TransferReturn,
)
from rapprochement.reconcile.merge import reconcile

__all__ = ["Register", "reconcile", "registers"]


@dataclass(frozen=True, slots=True)
class Register:
    """One table that reconciling yields: its rows and the dataclass that names their columns."""

    row: type[Any]
    rows: Sequence[Any]


def registers(
    coded: Sequence[CodedDocument], codebook: Codebook | None = None, ranks: Mapping[str, int] | None = None
) -> dict[str, Register]:
    """Return everything that is worked out across documents, by table name.

    A further register is one more entry here; the dossier writes it, ``export`` and the page find it by its name.

    Parameters
    ----------
    coded : sequence of CodedDocument
        In any order.
    codebook : Codebook, optional
        The vocabulary (default: the built-in one).
    ranks : mapping of str to int, optional
        Word frequency ranks (default: those of the French pack).

    Examples
    --------
    >>> list(registers([]))[:3]
    ['events', 'tellings', 'derivations']
    """
    from rapprochement.reconcile.agreements import agreements
    from rapprochement.reconcile.conflicts import conflicts
    from rapprochement.reconcile.corpus import Corpus
    from rapprochement.reconcile.drivers import drivers
    from rapprochement.reconcile.expectations import expectations
    from rapprochement.reconcile.tellings import tellings
    from rapprochement.reconcile.transfers import returns, transfers, with_returns

    codebook = codebook or load_codebook()
    derived, changed, roots = _lineage(coded, codebook, ranks)
    events = reconcile(coded, codebook, roots)
    corpus = Corpus(coded, events, roots)
    listed = transfers(corpus, codebook)
    listed, pairs = returns(corpus, listed, codebook)
    return {
        "events": Register(Event, events),
        "tellings": Register(Telling, tellings(corpus)),
        "derivations": Register(Derivation, derived),
        "derivation_changes": Register(DerivationChange, changed),
        "agreements": Register(Agreement, agreements(corpus, codebook)),
        "transfers": Register(Transfer, with_returns(listed, pairs)),
        "returns": Register(TransferReturn, pairs),
        "drivers": Register(Driver, drivers(corpus, codebook)),
        "expectations": Register(Expectation, expectations(corpus, codebook)),
        "conflicts": Register(Conflict, conflicts(corpus, codebook)),
    }


def _lineage(
    coded: Sequence[CodedDocument], codebook: Codebook, ranks: Mapping[str, int] | None
) -> tuple[list[Derivation], list[DerivationChange], dict[str, str]]:
    documents = [c.document for c in coded if c.document.state == "coded"]
    if len(documents) < 2:
        return [], [], {}
    from rapprochement.language.frequency import frequency_ranks
    from rapprochement.reconcile.lineage import Background, changes, find_derivations, lineages

    background = Background(ranks if ranks is not None else frequency_ranks())
    derived = find_derivations(documents, background)
    return derived, changes(derived, coded, background, codebook), lineages([d.document for d in documents], derived)

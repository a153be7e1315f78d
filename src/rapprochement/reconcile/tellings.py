"""Who asserts, claims, denies an event: one row for each document and claimant; who has no row is silent."""

from __future__ import annotations

from rapprochement.model import Telling
from rapprochement.reconcile.corpus import Corpus, Told

STANCES = {
    "asserted": "asserts",
    "claimed": "claims",
    "suspected": "suspects",
    "denied": "denies",
    "planned": "announces",
    "called_for": "demands",
    "hypothetical": "supposes",
}
"""Status of a mention to what its teller does."""
PLAINEST = tuple(STANCES)


def tellings(corpus: Corpus) -> list[Telling]:
    """Return the matrix of events, documents and claimants, by event, document, claimant and stance.

    A document that asserts an event in one passage and reports a denial in another has two rows.
    """
    rows: list[Telling] = []
    for event in corpus.events:
        cells: dict[tuple[str, str, str], list[Told]] = {}
        for told in corpus.event_told(event):
            key = (told.mention.document, told.mention.attributed_to or "", STANCES.get(told.mention.status, "asserts"))
            cells.setdefault(key, []).append(told)
        for (document, claimant, stance), listed in sorted(cells.items()):
            listed.sort(key=lambda t: (t.mention.start, t.id))
            dated = sorted(
                (t.mention for t in listed if t.mention.date),
                key=lambda m: ((m.latest - m.earliest).days if m.latest and m.earliest else 99_999, m.start),
            )
            rows.append(
                Telling(
                    event.event,
                    document,
                    corpus.roots.get(document, document),
                    claimant or None,
                    stance,
                    dated[0].date if dated else None,
                    next((t.mention.place for t in listed if t.mention.place), None),
                    tuple(dict.fromkeys(q for t in listed for q in t.mention.quantity)),
                    tuple(t.id for t in listed),
                )
            )
    return rows

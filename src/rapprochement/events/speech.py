"""Speech attributions (first stub: none)."""

from __future__ import annotations

from collections.abc import Sequence

from rapprochement.codebook.loader import Codebook
from rapprochement.events.context import Attribution
from rapprochement.language import Analysis
from rapprochement.model import ActorMention, Document


def attributions(
    document: Document, analysis: Analysis, actors: Sequence[ActorMention], codebook: Codebook
) -> tuple[Attribution, ...]:
    """Return the attributions of a document in text order."""
    return ()

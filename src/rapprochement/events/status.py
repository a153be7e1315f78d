"""Status of a mention (first stub: everything is asserted)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rapprochement.codebook.loader import Codebook
from rapprochement.events.context import Attribution, StatusReading
from rapprochement.language import Sentence


def status_of(
    trigger: Any, sentence: Sentence, attributions: Sequence[Attribution], codebook: Codebook
) -> StatusReading:
    """Return the status of the event that the spaCy token ``trigger`` states in ``sentence``."""
    return StatusReading()

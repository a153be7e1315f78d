"""The examples of the registers' vocabulary are tests: what must match does, what must not does not."""

from __future__ import annotations

import pytest

from rapprochement.codebook import load_codebook
from rapprochement.reconcile.drivers import reason_span
from rapprochement.reconcile.words import DriverCue, PatternCue, compiled, fold_same_length

CODEBOOK = load_codebook()
PATTERNS = [
    (entry, pattern)
    for kind in ("condition_cues", "return_cues", "merging_cues")
    for entry, pattern in compiled(CODEBOOK, kind, PatternCue)
]
DRIVERS = compiled(CODEBOOK, "driver_cues", DriverCue)


@pytest.mark.parametrize(("entry", "pattern"), PATTERNS, ids=lambda x: getattr(x, "id", ""))
def test_cues_match_their_examples_only(entry, pattern) -> None:
    for example in entry.examples:
        assert pattern.search(fold_same_length(example)), example
    for example in entry.counter_examples:
        assert not pattern.search(fold_same_length(example)), example


@pytest.mark.parametrize(("entry", "pattern"), DRIVERS, ids=lambda x: getattr(x, "id", ""))
def test_drivers_yield_their_reason(entry, pattern) -> None:
    for example in entry.examples:
        match = pattern.search(fold_same_length(example.text))
        assert match, example.text
        low, high = reason_span(example.text, match.start(), match.end())
        assert example.text[low:high] == example.reason
    for example in entry.counter_examples:
        assert not pattern.search(fold_same_length(example)), example

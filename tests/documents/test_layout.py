"""The examples and counter-examples of every layout cue hold."""

from __future__ import annotations

import pytest

from rapprochement.codebook import load_codebook
from rapprochement.documents.layout import Layout, LayoutCue
from rapprochement.language.normalise import normalise

CUES = Layout.of(load_codebook()).cues


@pytest.mark.parametrize(("cue", "pattern"), CUES, ids=[cue.id for cue, _ in CUES])
def test_examples(cue: LayoutCue, pattern) -> None:
    assert cue.examples
    for example in cue.examples:
        assert pattern.match(normalise(example)), example
    for example in cue.counter_examples:
        assert not pattern.match(normalise(example)), example


def test_patterns_are_fast_on_hostile_lines() -> None:
    import time

    layout = Layout.of(load_codebook())
    for line in (
        "(a" * 199,
        "Par " + "A" * 396,
        "A a " * 100,
        "par " * 100,
        "edit " * 80,
        "1/" * 200,
        "(©" * 200,
        "…par x" * 60,
    ):
        began = time.perf_counter()
        for _ in range(20):
            layout.cue(line)
        assert time.perf_counter() - began < 1.0, line[:20]

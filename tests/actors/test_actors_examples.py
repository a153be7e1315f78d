"""The examples of the vocabulary are tests: each must give a mention by its entry's rule, each counter-example none."""

from __future__ import annotations

import pytest

from rapprochement.actors.entries import AmbiguousEntry, BodyNounEntry, ReferenceEntry
from rapprochement.codebook import load_codebook

KINDS = {"actor-ambiguous-fr": AmbiguousEntry, "actor-body-fr": BodyNounEntry, "actor-reference-fr": ReferenceEntry}
ENTRIES = [(kind, entry) for kind, model in KINDS.items() for entry in load_codebook().entries(kind, model).values()]
EXAMPLES = [(entry.id, text) for _, entry in ENTRIES for text in entry.examples]
COUNTER_EXAMPLES = [(entry.id, text) for _, entry in ENTRIES for text in entry.counter_examples]


def by(rule_id: str, entry: str) -> bool:
    parts = rule_id.split(":")
    return entry in parts or (entry == "pair-adjective" and parts[0] == "pair") or (parts[0], entry) in RULES


RULES = {("pair", "pair"), ("group", "three"), ("reference", "this-last"), ("reference", "these-last")}


@pytest.mark.parametrize(("entry", "text"), EXAMPLES)
def test_example_matches(find, entry, text):
    assert any(by(m.rule_id, entry) and m.codes for m in find(text)), [(m.text, m.rule_id) for m in find(text)]


@pytest.mark.parametrize(("entry", "text"), COUNTER_EXAMPLES)
def test_counter_example_does_not(find, entry, text):
    assert not [m.text for m in find(text) if by(m.rule_id, entry)]

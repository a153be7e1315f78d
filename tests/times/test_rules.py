"""Every rule's examples match with their values; its counter-examples do not."""

from __future__ import annotations

import pytest

from rapprochement.codebook import load_codebook
from rapprochement.times import tag
from rapprochement.times.grammar import RULES_KIND, Example, Rule, compile_grammar, expand

RULES = load_codebook().entries(RULES_KIND, Rule)
EXAMPLES = [(rule.id, example) for rule in RULES.values() for example in rule.examples]
COUNTER_EXAMPLES = [(rule.id, text) for rule in RULES.values() for text in rule.counter_examples]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r}: {e.text}" for r, e in EXAMPLES])
def test_example(rule: str, example: Example) -> None:
    rows = tag(example.text, published=example.published)
    if RULES[rule].operation == "name":
        assert rows == []
        return
    fitting = [
        r
        for r in rows
        if example.span in (None, r.text)
        and example.value in (None, r.value)
        and example.timex3 in (None, r.timex3_value)
    ]
    assert fitting, [(r.text, r.value, r.timex3_value, r.rule_id) for r in rows]
    row = fitting[0]
    assert example.mod == row.mod
    assert example.anchor in (None, row.anchor)
    assert example.interval in (None, row.interval)
    assert example.type in (None, row.timex3_type)
    assert rule in _made_by(row.rule_id, example)


def _made_by(rule_id: str, example: Example) -> set[str]:
    """A rule that composes others also shows theirs."""
    return {rule_id} | {r for r in RULES if RULES[rule_id].level > 1 and RULES[r].level < RULES[rule_id].level}


@pytest.mark.parametrize(("rule", "text"), COUNTER_EXAMPLES, ids=[f"{r}: {t}" for r, t in COUNTER_EXAMPLES])
def test_counter_example(rule: str, text: str) -> None:
    rows = tag(text, published="2024-05-20")
    assert rule not in {row.rule_id for row in rows}, [(r.text, r.value) for r in rows]


def test_every_rule_is_reachable() -> None:
    """Each class a pattern asks for exists, or is one the tokeniser or an earlier level gives."""
    grammar = compile_grammar(load_codebook())
    known = set(grammar.classes) | {
        "ISODATE", "DAYMONTH", "CLOCK", "NUMBER", "DAY", "HOUR", "MINUTE", "YEAR", "YY", "ORDINAL", "OPEN", "CLOSE", "T",
    }  # fmt: skip
    for rule in RULES.values():
        for pattern in rule.patterns:
            for sequence in expand(pattern):
                for step in sequence:
                    edge = step.edge.lstrip("+")
                    if edge.startswith("T:"):
                        assert edge[2:] in RULES, (rule.id, edge)
                    elif edge.isupper():
                        assert edge in known, (rule.id, edge)

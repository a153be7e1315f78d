"""The page ``docs/times.md``: every rule of the grammar with its examples, written from the grammar itself.

``python -m rapprochement.times.document > docs/times.md`` writes it; a test fails when the page is older than the grammar.
"""

from __future__ import annotations

import sys

from rapprochement.codebook import Codebook, load_codebook
from rapprochement.times.cues import Signal
from rapprochement.times.grammar import CLASSES_KIND, RULES_KIND, Example, Rule, WordClass
from rapprochement.times.operations import OPERATIONS

_INTRODUCTION = """# Time expressions

This page is written from the grammar by `python -m rapprochement.times.document`; change the YAML under
`codebook/data/fr/times/`, not this page.

A rule reads folded text (lower case, no accents, one kind of apostrophe) and makes an *operation*, never a date; a resolver
then anchors it: explicit parts, the governing heading or list, the nearest earlier date of the passage, the publication (or the
update's) day, or nothing. What stands between words of context (marked `~`) lies outside the reported span, as in the
French TimeBank: in "il y a trois ans" the span is "trois ans".

- `value` is EDTF (ISO 8601-2), an ISO 8601 duration, or `PAST_REF`, `PRESENT_REF`, `FUTURE_REF`; `mod` stands beside it.
- `timex3_value` follows the French TimeBank: the duration for "il y a trois ans" (`P3Y`), the letters of the part of the day
  (`TMO`, `TAF`, `TEV`, `TNI`), `SP`/`SU`/`FA`/`WI` for seasons, weeks as `2020-W37`. TIMEX3 has no intervals: one that the
  grammar reads whole ("15 au 17 janvier") has the value of its first end.
- `earliest` and `latest` are inclusive days. Début, mi- and fin are the first, middle and last third of the period.
- Seasons are meteorological: spring (21) from March, summer (22) from June, autumn (23) from September, winter (24) from
  December to the end of February of the next year.
- `interval` is what the words around make of it: "depuis 2014" is `2014/..`; both ends of "entre fin 2024 et le printemps
  2025" have `2024-12~/2025-21`.
- `alternatives` holds the other reading where words decide less than they should; `flags` say what is odd: `no-such-day`
  (31 avril), `weekday-mismatch`, `heading-mismatch`, `heading-years` (the heading names several years).
"""


def page(codebook: Codebook) -> str:
    """Return the page in Markdown.

    Examples
    --------
    >>> "## Rules" in page(load_codebook())
    True
    """
    rules = codebook.entries(RULES_KIND, Rule)
    classes = codebook.entries(CLASSES_KIND, WordClass)
    signals = codebook.entries("times-signals-fr", Signal)
    parts = [_INTRODUCTION, "## Rules\n"]
    parts += [_rule(rule) for rule in rules.values()]
    parts.append("## Operations\n")
    parts += [f"- `{name}`: {_first_line(operation.__doc__)}" for name, operation in OPERATIONS.items()]
    parts.append("\n## Words that bound an expression\n")
    parts += [f"- `{signal.id}`: {', '.join(signal.words)}" for signal in signals.values()]
    parts.append("\n## Word classes\n")
    parts += [f"- `{entry.id}`{_described(entry.description)}: {', '.join(entry.words)}" for entry in classes.values()]
    return "\n".join(parts) + "\n"


def _first_line(doc: str | None) -> str:
    return (doc or "").strip().splitlines()[0] if doc else ""


def _described(text: str) -> str:
    return f" ({text.rstrip('.')})" if text else ""


def _rule(rule: Rule) -> str:
    lines = [f"### {rule.id}\n"]
    if rule.description:
        lines.append(rule.description + "\n")
    arguments = f" with {', '.join(f'{k} = {v}' for k, v in rule.arguments.items())}" if rule.arguments else ""
    lines.append(f"Level {rule.level}, operation `{rule.operation}`{arguments}.\n")
    lines += [f"    {pattern}" for pattern in rule.patterns]
    lines.append("")
    lines += [f"- {_example(example)}" for example in rule.examples]
    lines += [f"- not in: {text}" for text in rule.counter_examples]
    return "\n".join(lines) + "\n"


def _example(example: Example) -> str:
    text = example.text.replace(example.span, f"**{example.span}**", 1) if example.span else example.text
    said = [f"`{example.value}`"] if example.value else []
    said += [f"TIMEX3 `{example.timex3}`"] if example.timex3 else []
    said += [f"mod `{example.mod}`"] if example.mod else []
    said += [f"published {example.published}"] if example.published else []
    return f"{text} → {', '.join(said)}" if said else text


if __name__ == "__main__":
    sys.stdout.write(page(load_codebook()))

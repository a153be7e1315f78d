"""The grammar as data: word classes and rules of the codebook, checked and compiled to one trie per level.

A pattern is written over folded tokens::

    (le|l')? WEEKDAY? DAY ~de MONTH YEAR?

``lower-case`` is a word or sign as folded, ``UPPER`` a class, ``A|b`` alternatives, ``( … )`` a group, ``?`` makes optional,
``~`` (before a word or a group) marks context that must stand there but lies outside the reported span, ``+x`` asks that ``x`` follow without white space,
``name=CLASS`` names what was matched. Patterns have no repetition, so matching is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from rapprochement.codebook import Codebook
from rapprochement.codebook.loader import Entry
from rapprochement.errors import CodebookError
from rapprochement.times.fold import fold

CLASSES_KIND = "times-classes-fr"
RULES_KIND = "times-rules-fr"


class WordClass(Entry):
    """A class of single tokens and the value each stands for.

    Parameters
    ----------
    words : mapping
        Word as it is folded (no accents, lower case) to its value; a word ending in an apostrophe is an elided one.
    """

    words: dict[str, int | float | str | bool]
    description: str = ""


class Example(BaseModel):
    """A sentence with the expression a rule must find in it, and the reading it must get."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    span: str | None = None
    value: str | None = None
    timex3: str | None = None
    type: str | None = None
    mod: str | None = None
    anchor: str | None = None
    interval: str | None = None
    published: str | None = None

    @field_validator("value", "timex3", "published", "interval", mode="before")
    @classmethod
    def _text(cls, value: Any) -> Any:
        """A day written bare in YAML is a date, not text."""
        return value.isoformat() if isinstance(value, date) else value


class Rule(Entry):
    """One rule: patterns, the operation they name with its arguments, and sentences that must and must not match.

    Parameters
    ----------
    level : int
        1 reads tokens, 2 and above also what lower levels found.
    patterns : list of str
        See the module's text.
    operation : str
        Name of a function in :mod:`rapprochement.times.operations`.
    arguments : dict
        Passed to the operation.
    not_before, not_after : list of str
        Words or classes that must not stand right before or after the whole match.
    """

    level: Literal[1, 2, 3, 4] = 1
    description: str = ""
    patterns: tuple[str, ...] = Field(min_length=1)
    operation: str
    arguments: dict[str, Any] = Field(default_factory=dict)
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    guard: str | None = None
    examples: tuple[Example, ...] = Field(min_length=1)
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One token of an expanded pattern: trie edge, capture name, and whether it is context outside the span."""

    edge: str
    name: str
    context: bool


@dataclass(slots=True)
class Node:
    """A trie node: edges to further nodes, and the sequences that end here (in rule order)."""

    edges: dict[str, Node] = field(default_factory=dict)
    ends: list[tuple[int, Rule, tuple[Step, ...]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled grammar.

    Attributes
    ----------
    rules : dict
        Rule id to rule, in file order.
    lexicon : dict
        Folded form to its keys and class values.
    levels : tuple of Node
        One trie per level.
    """

    rules: dict[str, Rule]
    lexicon: dict[str, tuple[tuple[str, ...], dict[str, Any]]]
    levels: tuple[Node, ...]
    classes: dict[str, WordClass]


_ELEMENT = re.compile(r"\s*(?:(?P<open>~?\()|(?P<close>\)\??)|(?P<bar>\|)|(?P<atom>[^\s()|?]+(?<!~)\??|\?))")


def expand(pattern: str) -> list[tuple[Step, ...]]:
    """Return the plain sequences a pattern stands for.

    Raises
    ------
    CodebookError
        If brackets do not pair.

    Examples
    --------
    >>> [[step.edge for step in sequence] for sequence in expand("(le|l')? DAY MONTH")]
    [['le', 'DAY', 'MONTH'], ["l'", 'DAY', 'MONTH'], ['DAY', 'MONTH']]
    """
    tokens = list(_ELEMENT.finditer(pattern))
    if "".join(pattern.split()) != "".join("".join(m.group().split()) for m in tokens):
        raise CodebookError(f"times pattern {pattern!r}: cannot be read")
    position = 0

    def alternatives() -> list[tuple[Step, ...]]:
        nonlocal position
        options: list[tuple[Step, ...]] = []
        current: list[tuple[Step, ...]] = [()]
        while position < len(tokens):
            match = tokens[position]
            if match["close"]:
                break
            position += 1
            if match["bar"]:
                options += current
                current = [()]
            elif match["open"]:
                inner = alternatives()
                if match["open"].startswith("~"):
                    inner = [tuple(replace(step, context=True) for step in sequence) for sequence in inner]
                if position == len(tokens):
                    raise CodebookError(f"times pattern {pattern!r}: a bracket is not closed")
                if tokens[position]["close"].endswith("?"):
                    inner = [*inner, ()]
                position += 1
                current = [a + b for a in current for b in inner]
            else:
                current = [a + b for a in current for b in _atom(match["atom"])]
        return options + current

    sequences = alternatives()
    if position != len(tokens):
        raise CodebookError(f"times pattern {pattern!r}: a bracket closes that was not opened")
    return [s for s in dict.fromkeys(sequences) if s]


def _atom(text: str) -> list[tuple[Step, ...]]:
    optional = text.endswith("?") and len(text) > 1
    text = text[:-1] if optional else text
    context = text.startswith("~")
    text = text[1:] if context else text
    glue = "+" if text.startswith("+") and len(text) > 1 else ""
    text = text[1:] if glue else text
    name, sign, key = text.partition("=")
    if not sign or not name:
        name, key = text, text
    return [(Step(glue + key, name, context),)] + ([()] if optional else [])


def compile_grammar(codebook: Codebook) -> Grammar:
    """Return the grammar of a codebook, compiled once per codebook."""
    grammar = codebook.compiled("times-grammar", lambda: _compile(codebook))
    assert isinstance(grammar, Grammar)
    return grammar


def _compile(codebook: Codebook) -> Grammar:
    classes = codebook.entries(CLASSES_KIND, WordClass)
    rules = codebook.entries(RULES_KIND, Rule)
    lexicon: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {}
    for name, entry in classes.items():
        for word, value in entry.words.items():
            if fold(word) != word:
                raise CodebookError(f"times class '{name}': {word!r} is not folded ({fold(word)!r})")
            keys, values = lexicon.get(word, ((word,), {}))
            lexicon[word] = ((*keys, name), {**values, name: value})
    levels = tuple(Node() for _ in range(max((rule.level for rule in rules.values()), default=1)))
    for order, rule in enumerate(rules.values()):
        for pattern in rule.patterns:
            for sequence in expand(pattern):
                _insert(levels[rule.level - 1], order, rule, sequence)
    return Grammar(rules, lexicon, levels, classes)


def _insert(root: Node, order: int, rule: Rule, sequence: tuple[Step, ...]) -> None:
    if all(step.context for step in sequence):
        raise CodebookError(f"times rule '{rule.id}': a pattern is all context")
    node = root
    for step in sequence:
        node = node.edges.setdefault(step.edge, Node())
    node.ends.append((order, rule, sequence))


def forbidden(rule_words: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    """Tell whether one of a neighbour's keys is among the words a rule must not stand beside."""
    return any(key in rule_words for key in keys)

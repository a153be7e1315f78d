"""The cascade: each level rewrites the items, longest match first, never looking farther than its longest pattern."""

from __future__ import annotations

from collections.abc import Iterator

from rapprochement.times.grammar import Grammar, Node, Rule, Step, forbidden
from rapprochement.times.guards import GUARDS, Place
from rapprochement.times.meaning import Meaning
from rapprochement.times.operations import OPERATIONS, captured
from rapprochement.times.tokens import Item


def rewrite(text: str, items: list[Item], grammar: Grammar) -> list[Item]:
    """Return the items after all levels: those with a ``rule`` are time expressions, whose meaning is ``values["MEANING"]``.

    Parameters
    ----------
    text : str
        The text as it stands; guards look at its capitals.
    items : list of Item
        Tokens with numerals merged.
    """
    for root in grammar.levels:
        items = _one_level(text, items, root)
    return items


def _one_level(text: str, items: list[Item], root: Node) -> list[Item]:
    out: list[Item] = []
    edges = root.edges
    position, count = 0, len(items)
    while position < count:
        item = items[position]
        made = None
        for key in item.keys:
            if key in edges:
                made = _best(text, items, position, root)
                break
        if made is None:
            out.append(item)
            position += 1
            continue
        low, high, rule, meaning = made
        if low > position and any(
            (later := _best(text, items, at, root)) and later[1] > high for at in range(position + 1, low + 1)
        ):
            out.append(item)
            position += 1
            continue
        out.extend(items[position:low])
        keys = ("T", f"T.{meaning.shape}", f"T:{rule.id}")
        out.append(
            Item(items[low].start, items[high - 1].end, "", keys, items[low].glued, {"MEANING": meaning}, rule.id)
        )
        position = high
    return out


def _best(text: str, items: list[Item], position: int, root: Node) -> tuple[int, int, Rule, Meaning] | None:
    """Return span, rule and meaning of the longest match at ``position`` that its guard and operation accept."""
    candidates = sorted(_walk(items, position, root), key=lambda c: (-c[1], -c[2], c[5]))
    for low, high, end, rule, steps, _ in candidates:
        if rule.not_before and position and forbidden(rule.not_before, items[position - 1].keys):
            continue
        if rule.not_after and end < len(items) and forbidden(rule.not_after, items[end].keys):
            continue
        if rule.guard is not None and not GUARDS[rule.guard](Place(text, items, low, high)):
            continue
        meaning = OPERATIONS[rule.operation](captured(steps, items[position:end], rule.arguments))
        if meaning is not None:
            return low, high, rule, meaning
    return None


def _walk(items: list[Item], position: int, root: Node) -> Iterator[tuple[int, int, int, Rule, tuple[Step, ...], int]]:
    """Yield every sequence that matches at ``position``: span bounds, end with context, rule, steps."""
    stack = [(root, position)]
    count = len(items)
    while stack:
        node, at = stack.pop()
        for order, rule, steps in node.ends:
            low, high = position, at
            index = 0
            while steps[index].context:
                index += 1
                low += 1
            index = len(steps) - 1
            while steps[index].context:
                index -= 1
                high -= 1
            yield low, high, at, rule, steps, order
        if at < count:
            item = items[at]
            for key in item.keys:
                following = node.edges.get(key)
                if following is not None:
                    stack.append((following, at + 1))
                if item.glued:
                    following = node.edges.get("+" + key)
                    if following is not None:
                        stack.append((following, at + 1))

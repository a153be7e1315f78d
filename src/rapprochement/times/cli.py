"""What ``rapprochement times FILE`` prints: the text with its expressions marked, JSON lines, or TIMEX3 inline."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from rapprochement.errors import UsageError
from rapprochement.model import TimeExpression

FORMATS = ("marked", "jsonl", "timex3")


def render(text: str, expressions: Sequence[TimeExpression], form: str = "marked") -> str:
    r"""Return the text and its time expressions in one of :data:`FORMATS`.

    Parameters
    ----------
    text : str
        The text the expressions were found in.
    expressions : sequence of TimeExpression
    form : str
        ``marked``: ``[expression](value)`` in the text; ``jsonl``: one row a line; ``timex3``: XML with ``TIMEX3`` elements.

    Raises
    ------
    UsageError
        For a format that does not exist.

    Examples
    --------
    >>> from rapprochement.times import tag
    >>> text = "Mi-juillet, il part."
    >>> render(text, tag(text, published="2025-10-27"))
    '[Mi-juillet](2025-07 MID), il part.'
    >>> render("<b> hier", tag("<b> hier", published="2024-06-19"), "timex3")
    '<TEXT>&lt;b&gt; <TIMEX3 tid="t1" type="DATE" value="2024-06-18">hier</TIMEX3></TEXT>\n'
    """
    if form == "jsonl":
        return "".join(json.dumps(row(expression), ensure_ascii=False) + "\n" for expression in expressions)
    if form == "marked":
        return _inserted(text, expressions, lambda t: t, _mark)
    if form == "timex3":
        numbered = {id(expression): number for number, expression in enumerate(expressions, 1)}
        return "<TEXT>" + _inserted(text, expressions, _xml, lambda t, e: _timex3(t, e, numbered[id(e)])) + "</TEXT>\n"
    raise UsageError(f"no format '{form}' of time expressions; there are {', '.join(FORMATS)}")


def row(expression: TimeExpression) -> dict[str, Any]:
    """Return an expression as a plain mapping, days as ISO text."""
    fields = dataclasses.asdict(expression)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


def _inserted(text: str, expressions: Sequence[TimeExpression], plain: Any, marked: Any) -> str:
    pieces: list[str] = []
    at = 0
    for expression in sorted(expressions, key=lambda e: e.start):
        pieces += (plain(text[at : expression.start]), marked(text[expression.start : expression.end], expression))
        at = expression.end
    return "".join(pieces) + str(plain(text[at:]))


def _mark(words: str, expression: TimeExpression) -> str:
    value = expression.value or "?"
    return f"[{words}]({value} {expression.mod})" if expression.mod else f"[{words}]({value})"


_XML_REFUSES = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)), " ")


def _xml(words: str) -> str:
    return escape(words.translate(_XML_REFUSES))


def _timex3(words: str, expression: TimeExpression, number: int) -> str:
    mod = f" mod={quoteattr(expression.mod)}" if expression.mod else ""
    value = quoteattr(expression.timex3_value)
    return f'<TIMEX3 tid="t{number}" type="{expression.timex3_type}" value={value}{mod}>{_xml(words)}</TIMEX3>'

"""Tokens of folded text: words, numbers, numeric dates and signs, each with the keys the grammar's patterns ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapprochement.times.fold import INVISIBLE

_TOKEN = re.compile(
    r"(?P<iso>(?<!\d)\d{4}-\d{2}-\d{2}(?!\d))"
    r"|(?P<dmy>(?<![\d/.])\d{1,2}(?:/\d{1,2}/(?:\d{4}|\d{2})|\.\d{1,2}\.\d{4})(?![\d/]))"
    r"|(?P<dm>(?<![\d/.,])\d{2}/\d{2}(?![\d/]))"
    r"|(?P<clock>(?<![\d:.,])\d{1,2}:\d{2}(?![\d:]))"
    r"|(?P<first>(?<!\d)1 ?(?:er|\^\{?er\}?)(?![^\W\d_]))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:\x01+[^\W\d_]+)*'?)"
    r"|(?P<line>\n)"
    r"|(?P<sign>[^\s\x01])"
)


@dataclass(slots=True)
class Item:
    """A token, or a stretch already recognised by a lower level of the grammar.

    Attributes
    ----------
    start, end : int
        Offsets in the text.
    form : str
        Folded form.
    keys : tuple of str
        What patterns can ask for: the form itself and class names.
    glued : bool
        No white space stands before it.
    values : dict
        Class name to the class's value for this token (``{"MONTH": 3}``), or rule output.
    rule : str
        Id of the rule that made it, empty for a token.
    """

    start: int
    end: int
    form: str
    keys: tuple[str, ...]
    glued: bool
    values: dict[str, Any]
    rule: str = ""


_NO_VALUES: dict[str, Any] = {}
_BRACKETS = {"(": ("OPEN",), ")": ("CLOSE",)}
_BREAK = ("BREAK",)


def tokenise(
    folded: str, lexicon: Mapping[str, tuple[tuple[str, ...], dict[str, Any]]], start: int = 0, end: int | None = None
) -> list[Item]:
    """Return the items of ``folded[start:end]``; words outside the lexicon have no keys but their form.

    Parameters
    ----------
    folded : str
        Text after :func:`rapprochement.times.fold.fold`.
    lexicon : mapping
        Folded form to its keys and class values.

    Examples
    --------
    >>> [(i.form, i.glued) for i in tokenise("jusqu'au 8 mars", {})]
    [("jusqu'", False), ('au', True), ('8', False), ('mars', False)]
    """
    items: list[Item] = []
    previous = -1
    for match in _TOKEN.finditer(folded, start, len(folded) if end is None else end):
        form, kind, at, to = match.group(), match.lastgroup, match.start(), match.end()
        glued = at == previous
        previous = to
        if kind == "word":
            if INVISIBLE in form:
                form = form.replace(INVISIBLE, "")
            found = lexicon.get(form)
            items.append(
                Item(at, to, form, (form,), glued, _NO_VALUES)
                if found is None
                else Item(at, to, form, found[0], glued, found[1])
            )
        elif kind == "sign":
            items.append(Item(at, to, form, _BRACKETS.get(form) or (form,), glued, _NO_VALUES))
        elif kind == "line":
            items.append(Item(at, to, form, _BREAK, glued, _NO_VALUES))
        else:
            keys, values = _numeric(str(kind), form)
            items.append(Item(at, to, form, keys, glued, values))
    return items


def _numeric(kind: str, form: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return keys and values of a numeric token."""
    if kind == "iso":
        year, month, day = (int(part) for part in form.split("-"))
        return ("ISODATE",), {"ISODATE": (year, month, day)}
    if kind == "dmy":
        day, month, year = (int(part) for part in re.split(r"[/.]", form))
        if len(re.split(r"[/.]", form)[2]) == 2:
            year = two_digit_year(year)
        return ("ISODATE",), {"ISODATE": (year, month, day)}
    if kind == "dm":
        day, month = (int(part) for part in form.split("/"))
        return ("DAYMONTH",), {"DAYMONTH": (month, day)}
    if kind == "first":
        return ("1er", "DAY", "ORDINAL"), {"DAY": 1, "ORDINAL": 1}
    if kind == "clock":
        hour, minute = (int(part) for part in form.split(":"))
        return (("CLOCK",), {"CLOCK": (hour, minute)}) if hour <= 24 and minute < 60 else ((form,), {})
    if not form.isdecimal():
        number = form.replace(",", ".")
        decimal = (
            number.count(".") == 1 and number.replace(".", "").isascii() and not re.fullmatch(r"\d{1,3}\.\d{3}", number)
        )
        return ((form, "NUMBER"), {"NUMBER": number}) if decimal and len(form) < 9 else ((form,), {})
    keys: list[str] = []
    values: dict[str, Any] = {}
    if len(form) <= 4 and form.isascii():
        number_ = int(form)
        keys.append("NUMBER")
        values["NUMBER"] = str(number_)
        if len(form) <= 2:
            if 1 <= number_ <= 39:
                keys.append("DAY")
                values["DAY"] = number_
            if number_ <= 24:
                keys.append("HOUR")
                values["HOUR"] = number_
            if len(form) == 2:
                keys.append("YY")
                values["YY"] = number_
                if number_ <= 59:
                    keys.append("MINUTE")
                    values["MINUTE"] = number_
        elif len(form) == 4 and 1000 <= number_ <= 2200:
            keys.append("YEAR")
            values["YEAR"] = number_
    return (form, *keys), values


def two_digit_year(year: int) -> int:
    """Return the full year of a two-digit one: 00–39 is this century, 40–99 the last (news names the years of the war, and few of the 2040s).

    Examples
    --------
    >>> two_digit_year(98), two_digit_year(24)
    (1998, 2024)
    """
    return year + (2000 if year < 40 else 1900)

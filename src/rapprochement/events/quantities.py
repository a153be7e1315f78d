"""Figures stated for an event: number, unit, what is counted, and whether it is exact."""

from __future__ import annotations

import re
from typing import Any

from rapprochement.events.matcher import Match
from rapprochement.events.view import View
from rapprochement.model import Quantity

_WORDS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "cent": 100,
    "mille": 1000,
}  # fmt: skip
_LARGE = {"millier": 1e3, "milliers": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9}
_VAGUE = frozenset(
    {"dizaine", "dizaines", "centaine", "centaines", "millier", "milliers", "vingtaine", "trentaine", "douzaine"}
)
_CURRENCY = {"dollar": "USD", "euro": "EUR", "livre": "GBP", "rouble": "RUB", "yuan": "CNY", "yen": "JPY"}
_BOUNDS = (
    ("at least", ("plus de", "au moins", "au minimum", "plus d'")),
    ("at most", ("moins de", "au plus", "jusqu'à", "au maximum")),
    ("about", ("quelque", "environ", "près de", "une", "autour de", "quelques", "à peu près")),
)
_PARTIES = frozenset(
    {
        "pays",
        "nations",
        "états",
        "etats",
        "capitales",
        "parties",
        "dirigeants",
        "présidents",
        "voisins",
        "camps",
        "hommes d'état",
    }
    | {
        "gouvernements",
        "homologues",
        "ministres",
        "leaders",
        "alliés",
        "puissances",
        "corées",
        "chefs",
        "côtés",
        "régimes",
    }
)
"""Nouns whose number counts who acts ("les deux pays"), which is no figure of the act."""
_NUMBER = re.compile(r"^\d[\d.,]*$")


def quantities_of(view: View, match: Match) -> tuple[Quantity, ...]:
    """Return the figures in the trigger's complements, durations and dates left out."""
    timed = {t.i for e in view.times for t in view.sentence.tokens_in(e.start, e.end)}
    found: list[Quantity] = []
    used: set[int] = set()
    near = {t.i for t in match.token.subtree}
    if match.token.dep_ in ("acl", "amod") or match.trigger.nominal:
        near |= {t.i for t in match.token.head.subtree}
    for position, token in enumerate(view.tokens):
        if token.i in timed or token.i in used or token.i not in near:
            continue
        read = _number(view.tokens, position)
        if read is None:
            continue
        value, length, vague = read
        after = view.tokens[position + length : position + length + 5]
        used.update(t.i for t in view.tokens[position : position + length])
        quantity = _quantity(view, position, value, vague, after)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def _number(tokens: list[Any], position: int) -> tuple[float, int, bool] | None:
    form = tokens[position].lower_
    if form in _VAGUE:
        return _LARGE.get(form, 0.0), 1, True
    value: float
    length = 1
    if _NUMBER.match(form):
        digits = form.rstrip(".,")
        while position + length < len(tokens) and re.fullmatch(r"\d{3}", tokens[position + length].text):
            digits += tokens[position + length].text
            length += 1
        value = _parse(digits)
    elif form in _WORDS and form not in ("un", "une"):
        value = _WORDS[form]
    else:
        return None
    if position + length < len(tokens) and tokens[position + length].lower_ in _LARGE:
        value *= _LARGE[tokens[position + length].lower_]
        length += 1
    return value, length, False


def _parse(digits: str) -> float:
    if re.fullmatch(r"\d{1,3}([.]\d{3})+", digits):
        return float(digits.replace(".", ""))
    return float(digits.replace(".", "").replace(",", ".") if "," in digits else digits)


def _quantity(view: View, position: int, value: float, vague: bool, after: list[Any]) -> Quantity | None:
    words = [t for t in after if t.lower_ not in ("de", "d'", "des")]
    if not words or (words[0].pos_ not in ("NOUN", "PROPN", "SYM", "ADJ") and words[0].text != "%"):
        return None
    unit = words[0]
    if unit.lower_ in _PARTIES:
        return None
    noun = unit.text
    singular = unit.lower_.rstrip("s")
    tail = [t.text for t in words[1:3] if t.pos_ in ("ADJ", "NOUN") and t.head.i in {w.i for w in words}]
    before = " ".join(t.lower_ for t in view.tokens[max(0, position - 2) : position])
    bound = next((name for name, cues in _BOUNDS if any(before.endswith(c) for c in cues)), "about" if vague else None)
    start = view.sentence.offset(view.tokens[position])
    last = words[min(len(words) - 1, len(tail))]
    what = (
        " ".join([noun, *tail])
        if unit.text != "%"
        else " ".join(t.text for t in words[1:4] if t.pos_ in ("NOUN", "ADJ"))
    )
    return Quantity(
        view.tokens[position].text if vague else value,
        _CURRENCY.get(singular, "%" if unit.text == "%" else noun),
        what,
        bound,
        start,
        view.sentence.offset(last) + len(last.text),
    )

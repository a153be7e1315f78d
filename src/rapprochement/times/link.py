"""Two expressions that bound one stretch ("entre fin 2024 et le printemps 2025") learn of each other."""

from __future__ import annotations

import re
from dataclasses import replace

from rapprochement.model import TimeExpression
from rapprochement.times.calendar import fold_modifier, interval

_GAP_TO = re.compile(r"\s*(?:au|a|aux|jusqu'au|jusqu'a|jusqu'en|a la|a l')\s*(?:(?:le|la|l')\s*)?")
_GAP_AND = re.compile(r"\s*et\s*(?:(?:le|la|l'|en)\s*)?")
_GAP_DASH = re.compile(r"[^\S\r\n]?[-–/][^\S\r\n]?")
"""Within one line: the dash of a list item below a month joins nothing."""
_LEAD_FROM = re.compile(r"(?:^|\W)(?:de|du|d'|depuis|des|depuis le|de la)\s*$")


def link(rows: list[TimeExpression], folded: str) -> list[TimeExpression]:
    """Return the rows with ``interval`` set on both ends of each stretch two neighbours bound."""
    out = list(rows)
    for index in range(len(out) - 1):
        left, right = out[index], out[index + 1]
        if right.start - left.end > 20 or left.kind != right.kind or not (_dated(left) and _dated(right)):
            continue
        gap = folded[left.end : right.start]
        before = folded[max(0, left.start - 12) : left.start]
        joined = (
            (_GAP_AND.fullmatch(gap) and left.signal == "between")
            or (
                _GAP_TO.fullmatch(gap)
                and (_LEAD_FROM.search(before) or folded[left.start : left.start + 3] in ("le ", "du "))
            )
            or (_GAP_DASH.fullmatch(gap) and left.timex3_type == right.timex3_type)
        )
        if not joined:
            continue
        value = f"{fold_modifier(left.value or '', left.mod).split('/')[0]}/{fold_modifier(right.value or '', right.mod).split('/')[-1]}"
        first, last = interval(value)
        if first is None or last is None:
            continue
        if left.value == right.value and left.mod == right.mod:
            continue
        out[index] = replace(left, interval=value, signal=left.signal or "from")
        out[index + 1] = replace(right, interval=value, signal=left.signal or "from")
    return out


def _dated(row: TimeExpression) -> bool:
    return (row.kind in ("date", "time") and row.earliest is not None and row.interval is None) or (
        row.kind == "date" and row.signal in ("since", "between")
    )

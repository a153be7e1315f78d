"""EDTF values as days, and the forms a value takes: bounds, TIMEX3, the event date of the codebook."""

from __future__ import annotations

import calendar
import re
from datetime import MAXYEAR, date, timedelta

from rapprochement.model import TimeExpression

Bounds = tuple[date | None, date | None]

_PLAIN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}|XX))?(?:-(?P<day>\d{2}|XX))?(?:T.*)?")
_MASKED = re.compile(r"\d{1,3}X{1,3}")
_SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}

EDGE_SPLIT = {"START": (0, 1), "MID": (1, 2), "END": (2, 3)}
"""Début, mi- and fin are the first, middle and last third of the period, counted in days: the stated split."""


def interval(value: str | None, mod: str | None = None) -> Bounds:
    """Return the inclusive days an EDTF value spans; ``None`` where it is open or unknown.

    Parameters
    ----------
    value : str or None
        EDTF: a day, month, year, season (``2025-21`` spring to ``2025-24`` winter, meteorological: winter of 2025 begins on
        1 December 2025), ``198X``, ``19XX``, any of them with ``~``, ``?`` or ``%``, or an interval, open with ``..`` or nothing.
        Durations and ``PAST_REF`` have no days.
    mod : str or None
        ``START``, ``MID`` or ``END`` keep that third of the period; other modifiers do not change the bounds.

    Returns
    -------
    tuple of (date or None, date or None)

    References
    ----------
    Extended Date/Time Format, ISO 8601-2:2019 and https://www.loc.gov/standards/datetime/.

    Examples
    --------
    >>> [str(day) for day in interval("2024-02")]
    ['2024-02-01', '2024-02-29']
    >>> [str(day) for day in interval("2024-24")]
    ['2024-12-01', '2025-02-28']
    >>> [str(day) for day in interval("2024", "END")]
    ['2024-09-01', '2024-12-31']
    >>> interval("2014/..")[1] is None
    True
    """
    if not value:
        return None, None
    if "/" in value:
        left, right = value.split("/", 1)
        first, last = interval(left)[0], interval(right)[1]
        if first is not None and last is not None and last < first:
            return None, None
    else:
        first, last = _period(re.sub(r"[~?%]", "", value))
    if mod in EDGE_SPLIT and first is not None and last is not None:
        days = (last - first).days + 1
        low, high = EDGE_SPLIT[mod]
        first, last = first + timedelta(days * low // 3), first + timedelta(-(-days * high // 3) - 1)
    return first, last


def _period(value: str) -> Bounds:
    if _MASKED.fullmatch(value) and len(value) == 4:
        low, high = int(value.replace("X", "0")), int(value.replace("X", "9"))
        return date(max(low, 1), 1, 1), date(high, 12, 31)
    match = _PLAIN.fullmatch(value)
    if match is None or not 1 <= int(match["year"]) <= MAXYEAR:
        return None, None
    year, month, day = int(match["year"]), match["month"], match["day"]
    if month in (None, "XX"):
        return date(year, 1, 1), date(year, 12, 31)
    number = int(month)
    if number in _SEASON_MONTHS:
        start = _SEASON_MONTHS[number]
        end_year, end_month = (year + 1, 2) if start == 12 else (year, start + 2)
        if end_year > MAXYEAR:
            return None, None
        return date(year, start, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
    if not 1 <= number <= 12:
        return None, None
    length = calendar.monthrange(year, number)[1]
    if day in (None, "XX"):
        return date(year, number, 1), date(year, number, length)
    return (date(year, number, int(day)),) * 2 if 1 <= int(day) <= length else (None, None)


_YEAR_EDGES = {"START": ("01", "01"), "MID": ("06", "07"), "END": ("12", "12")}
_HALF_EDGES = {"START": 0, "MID": 1, "END": -1}


def fold_modifier(value: str, mod: str | None) -> str:
    """Return one EDTF value with its modifier folded in as the codebook's section 6 wants it.

    Examples
    --------
    >>> fold_modifier("2025-07", "MID"), fold_modifier("2024", "END"), fold_modifier("2024", "MID")
    ('2025-07~', '2024-12~', '2024-06~/2024-07~')
    >>> fold_modifier("198X", "END"), fold_modifier("2011-08-22/2011-08-28", "START")
    ('1989~', '2011-08-22/2011-08-24')
    """
    if mod is None or value.endswith("~"):
        return value
    if mod == "APPROX":
        return "/".join(part if part in ("", "..") else part + "~" for part in value.split("/"))
    if mod not in EDGE_SPLIT:
        return value
    if re.fullmatch(r"\d{4}", value):
        low, high = _YEAR_EDGES[mod]
        return f"{value}-{low}~" if low == high else f"{value}-{low}~/{value}-{high}~"
    if re.fullmatch(r"\d{3}X", value):
        decade = value[:3]
        return {"START": f"{decade}0~", "MID": f"{decade}4~/{decade}6~", "END": f"{decade}9~"}[mod]
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return value + "~"
    first, last = interval(value, mod)
    if first is None or last is None:
        return value
    return f"{first}/{last}" if first != last else str(first)


def to_event_date(expression: TimeExpression) -> str | None:
    """Return the EDTF date an event gets from this expression, modifiers and open ends folded in (codebook, section 6).

    "Depuis X" and "à partir de X" are open (``X/..``), an end of "entre X et Y" gives the whole stretch. Durations, sets and vague
    references give ``None``.

    Examples
    --------
    >>> from rapprochement.times import tag
    >>> [to_event_date(t) for t in tag("Entre fin 2024 et le printemps 2025, puis mi-2026.")]
    ['2024-12~/2025-21', '2024-12~/2025-21', '2026-06~/2026-07~']
    """
    if (
        expression.kind not in ("date", "time", "interval")
        or expression.value is None
        or not expression.value[:1].isdigit()
    ):
        return None
    if expression.interval is not None and expression.signal not in ("by", "before", "after", "until"):
        return expression.interval
    return fold_modifier(expression.value, expression.mod)

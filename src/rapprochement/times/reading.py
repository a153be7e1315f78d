"""Calendar arithmetic of the resolver: points on the calendar that may lack a day or month, and values made of them."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

_SEASONS = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}
_MONTHS_IN = {"Q": 3, "H": 6, "T": 4}


@dataclass(frozen=True, slots=True)
class Point:
    """A year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, value: str | None) -> Point | None:
        """Return the point an EDTF day, month or year names; the first end of an interval; ``None`` for anything else.

        Examples
        --------
        >>> Point.of("2024-06"), Point.of("198X")
        (Point(year=2024, month=6, day=None), None)
        """
        if not value:
            return None
        parts = value.rstrip("~?%").split("/")[0][:10].split("-")
        if not all(part.isdecimal() for part in parts) or len(parts[0]) != 4 or int(parts[0]) < 1:
            return None
        numbers = [int(part) for part in parts]
        if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
            return cls(numbers[0])
        return cls(numbers[0], *numbers[1:3])

    @property
    def date(self) -> datetime.date | None:
        """The day, where there is one that exists."""
        if self.month is None or self.day is None:
            return None
        return make_day(self.year, self.month, self.day)

    @property
    def value(self) -> str:
        """EDTF."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
            if self.day is not None:
                text += f"-{self.day:02d}"
        return text

    @property
    def middle(self) -> datetime.date:
        """A day that stands for the point where distances are compared."""
        return make_day(self.year, self.month or 7, self.day or (15 if self.month else 1)) or date(
            self.year, self.month or 7, 28
        )


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, ``None`` where the calendar has none."""
    if not 1 <= year <= MAXYEAR or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def easter(year: int) -> date:
    """Return Easter Sunday (Gregorian; the algorithm of Meeus, Jones and Butcher).

    Examples
    --------
    >>> easter(1999).isoformat()
    '1999-04-04'
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def division_value(year: int, division: str) -> tuple[str, str]:
    """Return EDTF and TIMEX3 value of a season, quarter, half or third of a year.

    Examples
    --------
    >>> division_value(2025, "21"), division_value(2023, "Q2")
    (('2025-21', '2025-SP'), ('2023-04/2023-06', '2023-Q2'))
    """
    if division in _SEASONS:
        return f"{year:04d}-{division}", f"{year:04d}-{_SEASONS[division]}"
    if division[0] == "E":
        day = (easter(year) + timedelta(int(division[1:]))).isoformat()
        return day, day
    length = _MONTHS_IN[division[0]]
    first = (int(division[1:]) - 1) * length + 1
    return f"{year:04d}-{first:02d}/{year:04d}-{first + length - 1:02d}", f"{year:04d}-{division}"


def division_month(division: str) -> int:
    """Return the month a division of the year begins in."""
    if division in _SEASONS:
        return {"21": 3, "22": 6, "23": 9, "24": 12}[division]
    if division[0] == "E":
        return 4
    return (int(division[1:]) - 1) * _MONTHS_IN[division[0]] + 1


def week_value(day: date) -> tuple[str, str]:
    """Return EDTF interval (Monday to Sunday) and TIMEX3 week of a day."""
    monday = day - timedelta(day.weekday())
    year, week, _ = day.isocalendar()
    return f"{monday}/{monday + timedelta(6)}", f"{year:04d}-W{week:02d}"


def shifted(anchor: Point, unit: str, offset: float) -> tuple[str, str] | None:
    """Return EDTF and TIMEX3 value of the period ``offset`` units from ``anchor``; ``None`` if the anchor is too coarse.

    Examples
    --------
    >>> shifted(Point(2024, 1, 31), "M", -2), shifted(Point(2020, 9, 14), "W", -1)
    (('2023-11', '2023-11'), ('2020-09-07/2020-09-13', '2020-W37'))
    """
    try:
        return _shifted(anchor, unit, offset)
    except (OverflowError, ValueError):
        return None


def _shifted(anchor: Point, unit: str, offset: float) -> tuple[str, str] | None:
    if unit in ("D", "W", "WE"):
        if anchor.date is None:
            return None
        moved = anchor.date + timedelta(round(offset * (1 if unit == "D" else 7)))
        if unit == "D":
            return moved.isoformat(), moved.isoformat()
        if unit == "WE":
            saturday = moved - timedelta(moved.weekday()) + timedelta(5)
            year, week, _ = saturday.isocalendar()
            return f"{saturday}/{saturday + timedelta(1)}", f"{year:04d}-W{week:02d}-WE"
        return week_value(moved)
    if unit in ("M", "Q", "H"):
        length = {"M": 1, "Q": 3, "H": 6}[unit]
        if anchor.month is None:
            return None
        index = (anchor.year * 12 + anchor.month - 1) // length + round(offset)
        year, part = divmod(index * length, 12)
        if not 1 <= year <= MAXYEAR:
            return None
        if unit == "M":
            value = f"{year:04d}-{part + 1:02d}"
            return value, value
        return division_value(year, f"{unit}{part // length + 1}")
    years = {"Y": 1, "DECADE": 10, "CENTURY": 100}[unit]
    year = anchor.year + int(offset * years)
    if not 1 <= year <= MAXYEAR:
        return None
    if unit == "DECADE":
        return f"{year // 10:03d}X", f"{year // 10:03d}X"
    if unit == "CENTURY":
        return f"{(year - 1) // 100:02d}XX", f"{(year - 1) // 100:02d}XX"
    return f"{year:04d}", f"{year:04d}"

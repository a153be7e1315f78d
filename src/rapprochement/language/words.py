"""EDTF dates in words ("mi-juillet 2025", "fin 2024 – printemps 2025", "sans date"), in French and English.

Only the part of EDTF (ISO 8601-2) that coding writes is read: years, decades and centuries (``198X``), months, days, seasons
(``2025-21``), ``~``/``?``/``%`` and intervals with open ends. Anything else is shown as it stands rather than guessed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import get_month_names

LANGUAGES = ("fr", "en")
_POINT = re.compile(r"(?P<year>-?\d{4}|\d{3}X|\d{2}XX)(?:-(?P<part>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[~?%])?")
_SEASONS = {
    "fr": {21: "printemps", 22: "été", 23: "automne", 24: "hiver"},
    "en": {21: "spring", 22: "summer", 23: "autumn", 24: "winter"},
}
_PARTS = {
    "fr": {"start": "début {}", "mid": "mi-{}", "end": "fin {}", "about": "vers {}"},
    "en": {"start": "early {}", "mid": "mid-{}", "end": "late {}", "about": "about {}"},
}
_UNDATED = {"fr": "sans date", "en": "undated"}
_DASH = " – "


@dataclass(frozen=True, slots=True)
class Point:
    """One EDTF date as read: ``part`` is a month (1–12) or a season (21–24), ``mark`` one of ``~ ? %`` or empty."""

    year: str
    part: int | None = None
    day: int | None = None
    mark: str = ""


def point(text: str) -> Point | None:
    """Read one EDTF date that is no interval; ``None`` when it is of another form.

    Examples
    --------
    >>> point("2025-07~")
    Point(year='2025', part=7, day=None, mark='~')
    >>> point("soon") is None
    True
    """
    found = _POINT.fullmatch(text.strip())
    if found is None:
        return None
    part = int(found["part"]) if found["part"] else None
    day = int(found["day"]) if found["day"] else None
    if part is not None and not (1 <= part <= 12 or (21 <= part <= 24 and day is None)):
        return None
    if day is not None and not 1 <= day <= 31:
        return None
    return Point(found["year"], part, day, found["mark"] or "")


def bounds(value: str | None) -> tuple[date | None, date | None]:
    """Return the first and last day a date may mean; ``None`` on a side that is open or unknown.

    Examples
    --------
    >>> bounds("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> bounds("2014/..")
    (datetime.date(2014, 1, 1), None)
    """
    if not value:
        return None, None
    first, _, last = value.partition("/")
    start = _days(point(first))
    if "/" not in value:
        return start
    return start[0], _days(point(last))[1]


def _days(at: Point | None) -> tuple[date | None, date | None]:
    if at is None or at.year.startswith("-") or at.year == "0000":
        return None, None
    low, high = int(at.year.replace("X", "0")), int(at.year.replace("X", "9"))
    try:
        if at.part is None:
            return date(low, 1, 1), date(high, 12, 31)
        if at.part > 12:
            month = 3 * (at.part - 21) + 3
            end_year, end_month = (low + 1, 2) if month == 12 else (low, month + 2)
            return date(low, month, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])
        if at.day is None:
            return date(low, at.part, 1), date(low, at.part, calendar.monthrange(low, at.part)[1])
        return date(low, at.part, at.day), date(low, at.part, at.day)
    except ValueError:
        return None, None


@lru_cache(maxsize=4)
def months(language: str) -> dict[int, str]:
    """Return the month names of a language from CLDR.

    Examples
    --------
    >>> months("fr")[8]
    'août'
    """
    return {int(number): str(name) for number, name in get_month_names("wide", locale=language).items()}


def in_words(value: str | None, language: str, earliest: date | None = None, latest: date | None = None) -> str:
    """Say an EDTF date in words.

    Parameters
    ----------
    value : str or None
        EDTF; ``None`` is "sans date".
    language : {"fr", "en"}
        Language of the words.
    earliest, latest : date, optional
        Days within which coding places the event. They tell the beginning, middle or end of a month or year where EDTF
        itself can only say "approximately".

    Examples
    --------
    >>> in_words("2025-07~", "fr", date(2025, 7, 11), date(2025, 7, 20))
    'mi-juillet 2025'
    >>> in_words("2024-12~/2025-21", "fr", date(2024, 10, 1), date(2025, 5, 31))
    'fin 2024 – printemps 2025'
    >>> in_words("2024-01-15/2024-01-17", "en")
    '15–17 January 2024'
    >>> in_words(None, "fr")
    'sans date'
    """
    if not value:
        return _UNDATED[language]
    if "/" not in value:
        at = point(value)
        return value if at is None else _say(at, language, earliest, latest)
    left, _, right = value.partition("/")
    start, end = point(left), point(right)
    if (start is None and left not in ("", "..")) or (end is None and right not in ("", "..")):
        return value
    if start is not None and end is not None:
        return _interval(start, end, language, earliest, latest)
    if start is not None:
        return {"fr": "depuis {}", "en": "since {}"}[language].format(_since(start, language, earliest))
    if end is not None:
        return _until(end, language, latest)
    return _UNDATED[language]


def _year(at: Point, language: str) -> str:
    if at.year.endswith("XX"):
        century = int(at.year[:2]) + 1
        return f"{_roman(century)}e siècle" if language == "fr" else f"{century}th century"
    if at.year.endswith("X"):
        return f"années {at.year[:3]}0" if language == "fr" else f"{at.year[:3]}0s"
    return at.year


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            out, number = out + sign, number - value
    return out


def _bare(at: Point, language: str) -> str:
    """Words without the sign of approximation."""
    year = _year(at, language)
    if at.part is None:
        return year
    if at.part > 12:
        return f"{_SEASONS[language][at.part]} {year}"
    month = months(language)[at.part]
    if at.day is None:
        return f"{month} {year}"
    day = "1er" if language == "fr" and at.day == 1 else str(at.day)
    return f"{day} {month} {year}"


def _say(at: Point, language: str, earliest: date | None, latest: date | None) -> str:
    words = _bare(at, language)
    if not at.mark:
        return words
    forms = _PARTS[language]
    first, last = _days(at)
    if first is None or last is None or at.year.endswith("X"):
        return words if at.year.endswith("X") else forms["about"].format(words)
    if at.part in (1, 12) and at.day is None:
        # "fin 2024" is coded 2024-12~ with bounds that reach before December, "début 2024" likewise past January.
        if at.part == 12 and earliest is not None and earliest < first and earliest.year == first.year:
            return forms["end"].format(at.year)
        if at.part == 1 and latest is not None and latest > last and latest.year == first.year:
            return forms["start"].format(at.year)
    inside = earliest is not None and latest is not None and first <= earliest and latest <= last
    if inside and at.day is None and (earliest, latest) != (first, last):
        assert earliest is not None and latest is not None
        length = (last - first).days + 1
        middle = (earliest - first).days + ((latest - earliest).days + 1) / 2
        third = "start" if middle < length * 0.4 else "mid" if middle < length * 0.6 else "end"
        return forms[third].format(words)
    return forms["about"].format(words)


def _interval(start: Point, end: Point, language: str, earliest: date | None, latest: date | None) -> str:
    if start.mark and end.mark and start.year == end.year and (start.part, end.part) == (6, 7) and not start.day:
        return _PARTS[language]["mid"].format(start.year)
    if not start.mark and not end.mark and start.year == end.year and start.part and end.part:
        if start.day and end.day and start.part == end.part:
            first = "1er" if language == "fr" and start.day == 1 else str(start.day)
            return f"{first}–{_bare(end, language)}"
        if bool(start.day) == bool(end.day):
            return f"{_bare(Point('', start.part, start.day), language).strip()}{_DASH}{_bare(end, language)}"
    return f"{_half(start, language, earliest, None)}{_DASH}{_half(end, language, None, latest)}"


def _half(at: Point, language: str, earliest: date | None, latest: date | None) -> str:
    """One end of an interval: only the bound on its own side is known, so the other side is taken from the date itself."""
    first, last = _days(at)
    return _say(at, language, earliest or first, latest or last)


def _since(at: Point, language: str, earliest: date | None) -> str:
    words = _half(at, language, earliest, None)
    if language == "fr" and at.part is not None and not at.mark:
        return f"le {words}" if at.day or at.part in (21,) else f"l’{words}" if at.part > 21 else words
    if language == "fr" and at.year.endswith("X"):
        return f"le {words}" if at.year.endswith("XX") else f"les {words}"
    return words


def _until(at: Point, language: str, latest: date | None) -> str:
    words = _half(at, language, None, latest)
    if language == "en":
        return f"until {words}"
    if at.mark:
        return f"jusqu’à {words}"
    if at.day or at.part == 21:
        return f"jusqu’au {words}"
    if at.part is not None and at.part > 21:
        return f"jusqu’à l’{words}"
    if at.year.endswith("X"):
        return f"jusqu’au {words}" if at.year.endswith("XX") else f"jusqu’aux {words}"
    return f"jusqu’en {words}"


def precision(value: str | None, earliest: date | None, latest: date | None) -> str:
    """Return ``"day"``, ``"month"``, ``"year"``, ``"wide"`` (more than a year or open) or ``"none"``.

    It is the width of what is known, so "mi-juillet" counts as a month and "jusqu'en 2027" as wide.

    Examples
    --------
    >>> precision("2024-06-19", date(2024, 6, 19), date(2024, 6, 19))
    'day'
    >>> precision("2014/..", date(2014, 1, 1), None)
    'wide'
    """
    if earliest is None and latest is None:
        return "none" if not value else "wide"
    if earliest is None or latest is None:
        return "wide"
    if earliest == latest:
        return "day"
    if latest - earliest <= timedelta(days=31) and (earliest.year, earliest.month) == (latest.year, latest.month):
        return "month"
    if latest - earliest <= timedelta(days=7):
        return "month"
    return "year" if earliest.year == latest.year else "wide"

"""Full and partial calendar dates as they stand in metadata: "2025-10-27", "25/11/2024", "19 juin 2024", "June 19, 2024".

Only dates that name their year; the dates of running text are the business of :mod:`rapprochement.times`. Month names come
from CLDR through Babel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

from rapprochement.language.normalise import normalise

LOCALES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date found in a text: its EDTF value, or ``None`` with the words when the calendar has no such day."""

    start: int
    end: int
    value: str | None
    text: str


@lru_cache(maxsize=1)
def month_numbers() -> dict[str, int]:
    """Return the month names of :data:`LOCALES`, whole and abbreviated, in lower case, with their numbers.

    Examples
    --------
    >>> month_numbers()["février"], month_numbers()["october"], month_numbers()["sept."]
    (2, 10, 9)
    """
    names: dict[str, int] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                names.setdefault(name.lower(), number)
                names.setdefault(name.lower().rstrip("."), number)
    return names


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, month_numbers()), key=len, reverse=True))
    return re.compile(
        rf"""(?<![\d/.-])(?:
          (?P<iy>\d{{4}})-(?P<im>\d{{2}})(?:-(?P<id>\d{{2}}))?(?![\d/-])
        | (?P<dd>\d{{1,2}})(?P<sep>[/.])(?P<dm>\d{{1,2}})(?P=sep)(?P<dy>\d{{4}}|\d{{2}})(?![\d/])
        | (?P<ty>\d{{4}})[/.](?P<tm>\d{{2}})[/.](?P<td>\d{{2}})(?![\d/])
        | (?:(?P<fd>\d{{1,2}})(?:\ ?er|st|nd|rd|th)?\.?\ )?(?P<fm>{months})\ (?P<fy>\d{{4}})(?!\d)
        | (?P<em>{months})\ (?P<ed>\d{{1,2}})(?:st|nd|rd|th)?,?\ (?P<ey>\d{{4}})(?!\d)
        )""",
        re.VERBOSE | re.IGNORECASE,
    )


def find_dates(text: str) -> list[FoundDate]:
    """Find the dates with a year in a short text, left to right.

    Examples
    --------
    >>> [d.value for d in find_dates("Publié le 18/06/2024, mis à jour le 1er juillet 2024 à 10h")]
    ['2024-06-18', '2024-07-01']
    >>> [d.value for d in find_dates("June 19, 2024 · 2023-06 · 31/02/2024")]
    ['2024-06-19', '2023-06', None]
    """
    found = []
    for match in _pattern().finditer(normalise(text)):
        g = match.groupdict()
        year, month, day = (
            next((g[k] for k in keys if g[k] is not None), None)
            for keys in (("iy", "dy", "ty", "fy", "ey"), ("im", "dm", "tm", "fm", "em"), ("id", "dd", "td", "fd", "ed"))
        )
        found.append(FoundDate(match.start(), match.end(), _value(year, month, day), match.group()))
    return found


def _value(year: str | None, month: str | None, day: str | None) -> str | None:
    number = int(year or 0)
    # Two digits: 69 is 2069's last rival, as in POSIX.
    y = number if len(year or "") == 4 else 2000 + number - (100 if number >= 69 else 0)
    m = int(month) if month is not None and month.isdigit() else month_numbers().get((month or "").lower(), 0)
    try:
        whole = date(y, m, int(day) if day else 1)
    except ValueError:
        return None
    return whole.isoformat() if day else f"{y:04d}-{m:02d}"


def only_date(text: str) -> FoundDate | None:
    """Return the date if a line holds nothing else but its weekday, an hour and a word or two of three letters.

    Examples
    --------
    >>> only_date("lundi 3 mai 2021 à 10h30").value, only_date("Le 3 mai 2021, Oslo répond")
    ('2021-05-03', None)
    """
    if len(text) > 60:
        return None
    dates = find_dates(text)
    if len(dates) != 1:
        return None
    rest = text[: dates[0].start] + " " + text[dates[0].end :]
    rest = re.sub(r"\d{1,2}\s?[h:]\s?(?:\d{2})?", " ", rest)
    words = [word for word in re.findall(r"\w+", rest.lower()) if word not in _weekdays()]
    return dates[0] if len(words) <= 2 and all(len(word) <= 3 for word in words) else None


@lru_cache(maxsize=1)
def _weekdays() -> frozenset[str]:
    return frozenset(
        name.lower().rstrip(".")
        for locale in LOCALES
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, locale=locale).values()
    )


_EDTF = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?[~?%]?")


def parse_edtf(text: str) -> str | None:
    """Read one field that should hold a date of publication: EDTF, an ISO time stamp, or a written date.

    Examples
    --------
    >>> parse_edtf("2023-06"), parse_edtf("2024-05-20T10:00:00+02:00"), parse_edtf("25/11/2024"), parse_edtf("soon")
    ('2023-06', '2024-05-20', '2024-11-25', None)
    """
    text = text.strip()
    if _EDTF.fullmatch(text):
        bare = text.rstrip("~?%")
        year, month, day = (*bare.split("-"), None, None)[:3]
        if month is None:
            return text if int(bare) >= 1 else None
        value = _value(year, month, day)
        return None if value is None else text
    stamp = re.match(r"(\d{4})-(\d{2})-(\d{2})[T ]\d{2}:\d{2}", text)
    if stamp:
        return _value(*stamp.groups())
    compact = re.fullmatch(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?Z?", text)
    if compact:
        return _value(*compact.groups())
    found = find_dates(text)
    return found[0].value if found else None


def is_future(value: str, today: date) -> bool:
    """Tell whether an EDTF date begins after ``today``.

    Examples
    --------
    >>> is_future("2031-01", date(2026, 1, 1)), is_future("2026", date(2026, 5, 1))
    (True, False)
    """
    bare = value.rstrip("~?%")
    return bare > today.isoformat()[: len(bare)]

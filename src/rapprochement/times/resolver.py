"""From meanings to values: each expression gets its anchor over the section tree, in the order the design states.

Explicit parts first; then the governing heading or list lead; then the nearest earlier date of the passage; then the
publication (or the update's) day; else the value stays open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rapprochement.times.cues import UNKNOWN, Direction
from rapprochement.times.meaning import Meaning
from rapprochement.times.reading import Point, division_month, division_value, make_day, shifted

_WEEK = timedelta(8)
_LONG_AGO = timedelta(31)
"""A time of day without its day belongs to the publication's day when the passage speaks of days farther away than this."""
_HISTORY = 2
"""Two dates of one year in a block, at least so many years before publication, tell history: the year goes on."""
_EVEN = 3
"""Two occurrences are about as near as each other when neither is three times as far: then a leaning tense decides."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One resolved value.

    ``point`` is what later expressions of the passage may count from; ``explicit`` tells that the text itself named the year.
    """

    value: str | None
    timex3: str
    anchor: str
    point: Point | None = None
    alternatives: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    explicit: bool = False


@dataclass(slots=True)
class Context:
    """What the resolver knows at one place of a document.

    Attributes
    ----------
    published : Point or None
        The publication or update time that holds here; ``base`` names which.
    base : str
        ``published`` or ``update``.
    headings : list of (Point, Point)
        First and last point of each governing heading or lead, nearest first.
    passage : list of (int, Reading)
        Earlier readings of the passage with the sentence they stand in, newest last.
    frame : Reading or None
        A date that opens its sentence and holds until the paragraph ends ("En 2018, …").
    sentence, block : int
        Number of the sentence the expression stands in, and of the first sentence of its block.
    direction : Direction
        What tense and words around the expression say.
    following : Reading or None
        The date right after a time of day ("vers 0 h 40, jeudi").
    opening : bool
        The expression opens its block: there a date at odds with the heading is worth a flag.
    weekdays : mapping of int to date
        Days the document itself has said to be this weekday near its publication.
    months : mapping of int to int
        Month to the year the document itself gave it, near the publication.
    days : mapping of (int, int) to int
        Month and day to the year the document itself gave them.
    """

    published: Point | None
    base: str = "published"
    headings: list[tuple[Point, Point]] = field(default_factory=list)
    passage: list[tuple[int, Reading]] = field(default_factory=list)
    frame: Reading | None = None
    sentence: int = 0
    direction: Direction = UNKNOWN
    following: Reading | None = None
    opening: bool = False
    weekdays: Mapping[int, date] = field(default_factory=dict)
    block: int = 0
    months: Mapping[int, int] = field(default_factory=dict)
    days: Mapping[tuple[int, int], int] = field(default_factory=dict)


def resolve(meaning: Meaning, context: Context) -> Reading | None:
    """Return the reading of one meaning in its context; ``None`` when it is no time expression after all."""
    if meaning.kind == "duration":
        return _duration(meaning)
    if meaning.kind == "set":
        value = meaning.value or "P1D"
        year = context.published.year if context.published is not None and meaning.anchor == "published" else None
        timex3 = f"{year:04d}{value[4:]}" if value.startswith("XXXX-W") and year else meaning.timex3 or value
        return Reading(value, timex3, "explicit")
    if meaning.kind == "vague":
        return Reading(meaning.value, meaning.timex3 or str(meaning.value), "none")
    if meaning.kind == "interval":
        return _interval(meaning, context)
    if meaning.kind == "time":
        return _time(meaning, context)
    if meaning.kind == "date":
        return _date(meaning, context)
    return None


def _duration(meaning: Meaning) -> Reading:
    day = "".join(number + unit for number, unit in meaning.amount if not unit.startswith("T"))
    clock = "".join(number + unit[1:] for number, unit in meaning.amount if unit.startswith("T"))
    timex3 = "P" + day + ("T" + clock if clock else "")
    vague = any(number == "X" for number, _ in meaning.amount)
    return Reading(
        meaning.value if meaning.value not in (None, "X") else timex3, timex3, "none" if vague else "explicit"
    )


def _interval(meaning: Meaning, context: Context) -> Reading | None:
    if meaning.begin is None or meaning.end is None:
        return None
    begin, end = meaning.begin, meaning.end
    last = _date(end, context)
    if last is None or last.value is None:
        return None
    point = last.point
    flags: tuple[str, ...] = last.flags
    if (begin.year is None and point is not None and begin.weekday is None) or (
        begin.day is not None and begin.month is None and point is not None
    ):
        month = begin.month or (point.month if begin.division is None else None)
        year = point.year
        if begin.day is not None and month is not None:
            if (month, begin.day) > (point.month or 12, point.day or 31):
                year, month = (year - 1, month) if begin.month else (year, month - 1)
                year, month = (year - 1, 12) if month == 0 else (year, month)
        elif begin.month is not None and point.month is not None and begin.month > point.month:
            year -= 1
        begin = replace(begin, year=year, month=month)
        if last.value.startswith("XXXX"):
            begin = replace(begin, year=None)
    first: Reading | None
    if begin.weekday is not None and begin.day is None and point is not None and point.date is not None:
        back = (point.date.isoweekday() - begin.weekday) % 7 or 7
        day = point.date - timedelta(back)
        first = Reading(day.isoformat(), day.isoformat(), last.anchor, Point(day.year, day.month, day.day))
    else:
        first = _date(begin, context)
    if first is None or first.value is None:
        return None
    alternatives: tuple[str, ...] = ()
    if len(first.alternatives) == len(last.alternatives):
        alternatives = tuple(f"{a}/{b}" for a, b in zip(first.alternatives, last.alternatives, strict=True))
    value = f"{first.value.split('/')[0]}/{last.value.split('/')[-1]}"
    timex3 = first.timex3 + ("T" + meaning.part if meaning.part else "")
    return Reading(
        value, meaning.timex3 or timex3, last.anchor, last.point, alternatives, first.flags + flags, last.explicit
    )


def _time(meaning: Meaning, context: Context) -> Reading | None:
    if "bare" in meaning.flags:
        return None
    has_date = any(v is not None for v in (meaning.year, meaning.month, meaning.day, meaning.weekday, meaning.unit))
    reading: Reading | None
    if has_date:
        reading = _date(replace(meaning, kind="date", part=None, hour=None, minute=None, mod=None), context)
    else:
        reading = _day_of_time(meaning, context)
    if reading is None:
        return None
    clock = ""
    if meaning.hour is not None:
        clock = f"T{meaning.hour:02d}:{meaning.minute or 0:02d}"
    elif meaning.part is not None:
        clock = f"T{meaning.part}"
    return replace(reading, timex3=(reading.timex3 if reading.value else "XXXX-XX-XX") + clock)


def _day_of_time(meaning: Meaning, context: Context) -> Reading:
    """The day a time of day belongs to: of the same sentence before it, right after it, the publication's, the passage's."""
    if meaning.anchor != "published":
        for sentence, reading in reversed(context.passage):
            if reading.point is not None and reading.point.day is not None:
                published = context.published.date if context.published is not None else None
                day = reading.point.date
                if sentence < context.sentence and published and day and abs(published - day) > _LONG_AGO:
                    break
                if sentence < context.sentence and published and day and context.direction.sign > 0 and day < published:
                    break
                return Reading(reading.point.value, reading.point.value, "passage", reading.point)
        following = context.following
        if following is not None and following.point is not None and following.point.day is not None:
            return Reading(following.point.value, following.point.value, "passage", following.point)
    for first, _ in context.headings:
        if first.day is not None:
            return Reading(first.value, first.value, "heading", first)
    if context.published is not None and context.published.day is not None:
        return Reading(context.published.value, context.published.value, context.base, context.published)
    return Reading(None, "XXXX-XX-XX", "none")


def _date(meaning: Meaning, context: Context) -> Reading | None:
    if meaning.unit is not None:
        return _relative(meaning, context)
    if meaning.decade is not None:
        return Reading(
            f"{meaning.decade:03d}X", f"{meaning.decade:03d}X", "explicit", Point(meaning.decade * 10), explicit=True
        )
    if meaning.century is not None:
        return Reading(f"{meaning.century - 1:02d}XX", f"{meaning.century - 1:02d}XX", "explicit", explicit=True)
    if meaning.year is not None:
        return _with_year(meaning, meaning.year, "explicit", context)
    if "needs-passage" in meaning.flags or (meaning.day is not None and meaning.month is None):
        return _day_alone(meaning, context)
    if meaning.month is not None or meaning.division is not None:
        return _without_year(meaning, context)
    if meaning.weekday is not None:
        return _weekday(meaning, context)
    return None


def _with_year(meaning: Meaning, year: int, anchor: str, context: Context) -> Reading:
    """The reading of a date whose year is known, with what is odd about it."""
    flags: list[str] = []
    if meaning.division is not None:
        value, timex3 = division_value(year, meaning.division)
        point: Point | None = (
            Point.of(value) if meaning.division[0] in "EQH" else Point(year, division_month(meaning.division))
        )
    else:
        point = Point(year, meaning.month, meaning.day if meaning.month else None)
        value = timex3 = point.value
        if point.day is not None:
            day = point.date
            if day is None:
                flags.append("no-such-day")
            elif meaning.weekday is not None and day.isoweekday() != meaning.weekday:
                flags.append("weekday-mismatch")
    if context.opening and context.headings and point is not None and anchor in ("explicit", "heading"):
        first, last = context.headings[0]
        months_differ = (
            first == last and first.month is not None and point.month is not None and point.month != first.month
        )
        if not first.year <= point.year <= last.year or months_differ:
            flags.append("heading-mismatch")
    return Reading(value, timex3, anchor, point, (), tuple(flags), anchor == "explicit")


def _month_of(meaning: Meaning) -> int:
    return meaning.month if meaning.month is not None else division_month(meaning.division or "21")


def _without_year(meaning: Meaning, context: Context) -> Reading:
    """Day and month, month, season or quarter without a year: heading, frame or sentence, publication, passage, none."""
    month = _month_of(meaning)
    if not meaning.direction:
        for first, last in context.headings:
            if first.year == last.year:
                return _with_year(meaning, first.year, "heading", context)
            if last.year - first.year <= 60:
                for _, reading in reversed(context.passage):
                    if reading.point is not None and first.year <= reading.point.year <= last.year:
                        return _with_year(meaning, reading.point.year, "passage", context)
                years = range(first.year, last.year + 1)
                picked = _with_year(meaning, last.year, "heading", context)
                others = tuple(str(_with_year(meaning, y, "heading", context).value) for y in years[:-1])
                return replace(picked, alternatives=others, flags=(*picked.flags, "heading-years"))
        known = (
            context.days.get((month, meaning.day)) if meaning.day is not None and meaning.month is not None else None
        )
        if known is not None and _fits_weekday(meaning, known, known) in (None, known):
            return _with_year(meaning, known, "passage", context)
        framed = _framing_year(context)
        if framed is not None and (meaning.weekday is None or _fits_weekday(meaning, framed, framed) == framed):
            return _with_year(meaning, framed, "passage", context)
    if context.published is not None:
        return _by_publication(meaning, context, context.published, month)
    for _, reading in reversed(context.passage):
        if reading.point is not None:
            return _with_year(meaning, reading.point.year, "passage", context)
    if meaning.division is not None:
        return Reading(f"XXXX-{meaning.division}" if meaning.division.isdecimal() else None, "XXXX", "none")
    value = f"XXXX-{month:02d}" + (f"-{meaning.day:02d}" if meaning.day else "")
    return Reading(value, value, "none")


def _framing_year(context: Context) -> int | None:
    """The year a frame gives ("En 2018, …"); without a publication time, any explicit date earlier in the sentence."""
    if context.published is None:
        for sentence, reading in reversed(context.passage):
            if sentence == context.sentence and reading.explicit and reading.point is not None:
                return reading.point.year
    frame = context.frame
    if frame is not None and frame.point is not None:
        return frame.point.year
    if context.published is None or len(context.passage) < 2 or context.direction.sign > 0:
        return None
    told = [
        (sentence, reading.point) for sentence, reading in context.passage[-2:] if reading.explicit and reading.point
    ]
    if len(told) < 2 or told[0][0] < context.block or any(point.month is None for _, point in told):
        return None
    (_, first), (_, last) = told
    return last.year if first.year == last.year <= context.published.year - _HISTORY else None


def _by_publication(meaning: Meaning, context: Context, published: Point, month: int) -> Reading:
    """Past or future occurrence, seen from the publication: the weekday decides, then the tense, then nearness or the past."""
    direction = Direction(meaning.direction, 3) if meaning.direction else context.direction
    day = meaning.day
    current = published.month or 12
    now = (published.year, current, published.day or 31)
    movable = (meaning.division or "").startswith("E")
    exact = day is not None or movable

    def occurrence(year: int) -> Point:
        return (
            Point.of(division_value(year, meaning.division or "")[0]) or Point(year)
            if movable
            else Point(year, month, day)
        )

    if exact:
        this = occurrence(published.year)
        named = (this.year, this.month or month, this.day or 1)
        past = published.year if named <= now else published.year - 1
        future = published.year if named >= now else published.year + 1
    else:
        past = published.year if month <= current else published.year - 1
        future = published.year if month >= current else published.year + 1
        if meaning.direction and _now_in(meaning, current):
            past, future = past - (meaning.direction < 0), future + (meaning.direction > 0)
    fitting = _fits_weekday(meaning, past, future)
    if fitting is not None:
        year = fitting
    elif exact and direction.strength < 4 and not (direction.strength == 3 and direction.sign > 0):
        back = published.middle - occurrence(past).middle
        ahead = occurrence(future).middle - published.middle
        even = max(back, ahead) < (_EVEN if direction.strength < 3 else 2 * _EVEN) * min(back, ahead)
        year = (
            (future if direction.sign > 0 else past) if even and direction.sign else past if back <= ahead else future
        )
    elif direction.strength < 3 and meaning.month is not None and context.months.get(month) in (past, future):
        year = context.months[month]
    else:
        year = future if direction.sign > 0 and direction.strength > 1 else past
    other = past if year == future else future
    reading = _with_year(meaning, year, context.base, context)
    if other != year and not meaning.direction and fitting is None:
        reading = replace(reading, alternatives=(str(_with_year(meaning, other, context.base, context).value),))
    return reading


def _now_in(meaning: Meaning, month: int) -> bool:
    """Tell whether the publication's month lies in the month or division named."""
    if meaning.month is not None:
        return meaning.month == month
    first = division_month(meaning.division or "21")
    return (month - first) % 12 < {"Q": 3, "H": 6, "T": 4}.get((meaning.division or "2")[0], 3)


def _fits_weekday(meaning: Meaning, past: int, future: int) -> int | None:
    if meaning.month is None or meaning.day is None or meaning.weekday is None:
        return None
    days = [(y, make_day(y, meaning.month, meaning.day)) for y in dict.fromkeys((past, future))]
    fitting = [y for y, d in days if d is not None and d.isoweekday() == meaning.weekday]
    return fitting[0] if fitting else None


def _weekday(meaning: Meaning, context: Context) -> Reading:
    weekday = meaning.weekday or 1
    anchor = context.base
    base = context.published.date if context.published is not None and meaning.anchor != "passage" else None
    if base is None:
        anchor = "passage"
        for _, reading in reversed(context.passage):
            if reading.point is not None and reading.point.date is not None:
                base = reading.point.date
                break
        else:
            for first, _ in context.headings:
                if first.date is not None:
                    base, anchor = first.date, "heading"
                    break
    if base is None and context.published is not None:
        base, anchor = context.published.date, context.base
    if base is None:
        return Reading(None, f"XXXX-WXX-{weekday}", "none")
    back = (base.isoweekday() - weekday) % 7
    ahead = (weekday - base.isoweekday()) % 7
    direction = meaning.direction or context.direction.sign
    if meaning.direction:
        back, ahead = back or 7, ahead or 7
    elif (
        context.direction.strength < 3
        and weekday in context.weekdays
        and abs(context.weekdays[weekday] - base) <= _WEEK
    ):
        day = context.weekdays[weekday]
        return Reading(day.isoformat(), day.isoformat(), "passage", Point(day.year, day.month, day.day))
    past, future = base - timedelta(back), base + timedelta(ahead)
    picked, other = (future, past) if direction > 0 else (past, future)
    alternatives = (other.isoformat(),) if other != picked and not meaning.direction else ()
    return Reading(
        picked.isoformat(), picked.isoformat(), anchor, Point(picked.year, picked.month, picked.day), alternatives
    )


def _day_alone(meaning: Meaning, context: Context) -> Reading | None:
    if meaning.day is None:
        return None
    candidates = [r.point for _, r in reversed(context.passage) if r.point is not None and r.point.month is not None]
    anchor = "passage"
    if not candidates:
        candidates = [
            first for first, last in context.headings if first.month is not None and first.month == last.month
        ]
        anchor = "heading"
    if not candidates:
        return None
    point = candidates[0]
    return _with_year(replace(meaning, month=point.month, flags=()), point.year, anchor, context)


def _relative(meaning: Meaning, context: Context) -> Reading | None:
    unit = meaning.unit or "D"
    if meaning.offset is None:
        value = meaning.value or ("FUTURE_REF" if meaning.direction > 0 else "PAST_REF")
        return Reading(value, meaning.timex3 or value, "none")
    anchor, name = context.published, context.base
    following = context.following
    if meaning.anchor == "passage" and following is not None and following.explicit and following.value:
        return replace(following, timex3=meaning.timex3 or following.timex3, anchor="passage")
    offset = meaning.offset
    day = anchor.date if anchor is not None else None
    if unit == "WE" and offset == 0 and context.direction.sign < 0 and day is not None and day.isoweekday() < 6:
        offset = -1.0
    if meaning.anchor == "passage":
        found = _passage_anchor(context, unit)
        if found is not None:
            anchor, name = found, "passage"
    elif meaning.anchor == "auto" and context.headings and context.headings[0][0] == context.headings[0][1]:
        anchor, name = context.headings[0][0], "heading"
    result = shifted(anchor, unit, offset) if anchor is not None else None
    if result is None:
        value = "PRESENT_REF" if meaning.offset == 0 else "PAST_REF" if meaning.offset < 0 else "FUTURE_REF"
        return Reading(value, meaning.timex3 or value, "none")
    value, timex3 = result
    point = Point.of(value)
    if "/" in value and point is not None:
        point = Point(point.year, point.month)
    flags: tuple[str, ...] = ()
    if (
        meaning.weekday is not None
        and point is not None
        and point.date is not None
        and point.date.isoweekday() != meaning.weekday
    ):
        flags = ("weekday-mismatch",)
    return Reading(value, meaning.timex3 or timex3, name, point, (), flags)


def _passage_anchor(context: Context, unit: str) -> Point | None:
    """The nearest earlier date fine enough for the unit."""
    for _, reading in reversed(context.passage):
        point = reading.point
        if point is None:
            continue
        if unit in ("D", "W", "WE") and point.date is None:
            continue
        if unit in ("M", "Q", "H") and point.month is None:
            continue
        return point
    return None


def bounds_of(point: Point) -> tuple[date, date]:
    """Return first and last day of a point."""
    first = make_day(point.year, point.month or 1, point.day or 1) or date(point.year, point.month or 1, 1)
    if point.day is not None:
        return first, first
    month = point.month or 12
    last = date(point.year, 12, 31) if month == 12 else date(point.year, month + 1, 1) - timedelta(1)
    return first, last

"""The operations rules name: each makes a :class:`Meaning` of what a pattern captured, or refuses with ``None``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rapprochement.times.meaning import Meaning
from rapprochement.times.tokens import Item, two_digit_year

Arguments = Mapping[str, Any]


class Captured(dict[str, Any]):
    """What a pattern captured, by name, with the rule's arguments beside it."""

    def __init__(self, values: Mapping[str, Any], arguments: Arguments) -> None:
        super().__init__(values)
        self.arguments = arguments


Operation = Callable[[Captured], Meaning | None]

MAX_YEAR = 2200
"""Numbers above are not read as years."""
_MEANING_FIELDS = frozenset(Meaning.__dataclass_fields__)


def _plain(arguments: Arguments) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if name in _MEANING_FIELDS}


def date(found: Captured) -> Meaning | None:
    """A date from the parts captured; ``arguments`` fill or override them."""
    arguments = found.arguments
    year, month, day = found.get("YEAR"), found.get("MONTH", found.get("MONTHNAME")), found.get("DAY")
    if "ISODATE" in found:
        year, month, day = found["ISODATE"]
    if "DAYMONTH" in found:
        month, day = found["DAYMONTH"]
    if year is None and "YY" in found:
        year = two_digit_year(found["YY"])
    if (
        (day is not None and not 1 <= day <= 31)
        or (month is not None and not 1 <= month <= 12)
        or not 1000 <= (year or 1000) <= MAX_YEAR
    ):
        return None
    division = found.get("SEASON") or found.get("DIVISION")
    if "DIVISION_KIND" in arguments:
        number = int(float(found.get("ORDINAL") or found.get("NUMBER") or 0))
        if not 1 <= number <= {"Q": 4, "H": 2, "T": 3}[arguments["DIVISION_KIND"]]:
            return None
        division = f"{arguments['DIVISION_KIND']}{number}"
    decade = found.get("DECADE")
    parts = {
        "year": year,
        "month": month,
        "day": day,
        "weekday": found.get("WEEKDAY"),
        "division": division,
        "decade": decade,
        "century": found.get("CENTURY"),
        "direction": found.get("NEXT_LAST", 0),
        "mod": found.get("EDGE"),
    }
    return Meaning(kind="date", **{**parts, **_plain(arguments), "flags": tuple(arguments.get("flags", ()))})


def decade(found: Captured) -> Meaning | None:
    """Read "Les années 1980", "les années 80", "les années quatre-vingt"."""
    number = int(float(found.get("YEAR") or found.get("NUMBER") or -1))
    if number % 10 or not (0 <= number <= 90 or 1000 <= number <= 2190):
        return None
    full = number if number >= 100 else number + (2000 if number < 20 else 1900)
    return Meaning(kind="date", decade=full // 10, mod=found.get("EDGE"))


def shift(found: Captured) -> Meaning | None:
    """A date so many units from its anchor: ``sign`` times the captured number or ``count``."""
    arguments = found.arguments
    unit = arguments.get("unit") or found.get("UNIT")
    if unit is None:
        return None
    number = found.get("NUMBER", arguments.get("count"))
    half = 0.5 if "DEMI" in found else 0.0
    offset = None if number is None else float(number) * arguments.get("sign", 1) + half * arguments.get("sign", 1)
    if "NEXT_LAST" in found:
        offset = float(found["NEXT_LAST"])
    if offset is not None and abs(offset) > 100_000:
        return None
    timex3 = None
    if arguments.get("as_duration") and number is not None:
        factor, plain = _PERIODS.get(str(unit), (1, str(unit)))
        timex3 = _iso(((f"{(float(number) + half) * factor:g}", plain),))
    elif arguments.get("as_duration"):
        timex3 = _iso((("X", str(unit)),))
    return Meaning(
        kind=arguments.get("kind", "date"),
        unit=str(unit),
        offset=offset,
        anchor=arguments.get("anchor", "published"),
        direction=arguments.get("direction", 0),
        month=found.get("MONTH"),
        division=found.get("SEASON"),
        weekday=found.get("WEEKDAY"),
        mod=found.get("EDGE") or found.get("MORE_LESS") or arguments.get("mod"),
        part=arguments.get("part") or found.get("PART"),
        value=arguments.get("value"),
        timex3=timex3,
    )


def _plus_half(number: str, half: float) -> str:
    return f"{float(number) + half:g}" if half else number


def _iso(amount: Sequence[tuple[str, str]]) -> str:
    day = "".join(number + unit for number, unit in amount if not unit.startswith("T"))
    clock = "".join(number + unit[1:] for number, unit in amount if unit.startswith("T"))
    return "P" + day + ("T" + clock if clock else "")


_PERIODS = {"CENTURY": (100, "Y"), "DECADE": (10, "Y"), "Q": (3, "M"), "H": (6, "M")}


def duration(found: Captured) -> Meaning | None:
    """A length of time from numbers and units; units that ISO 8601 does not know become years or months."""
    arguments = found.arguments
    amount: list[tuple[str, str]] = []
    for number_name, unit_name in (("NUMBER", "UNIT"), ("second", "second_unit"), ("third", "third_unit")):
        fallback = found.get("CLOCKUNIT", arguments.get("unit")) if unit_name == "UNIT" else None
        unit = found.get(unit_name, fallback)
        if unit is None and number_name in found:
            number_name, unit = (number_name, arguments.get(unit_name))
        if unit is None:
            continue
        number = str(found.get(number_name, found.get("COLLECTIVE", arguments.get("count", "X"))))
        if unit in _PERIODS:
            factor, unit = _PERIODS[unit]
            number = "X" if number == "X" else f"{float(number) * factor:g}"
        if "DEMI" in found and not arguments.get("halve") and unit_name == "UNIT" and number != "X":
            number = _plus_half(number, 0.5)
        amount.append((number, str(unit)))
    if not amount:
        return None
    if arguments.get("halve"):
        amount[0] = (f"{float(amount[0][0]) / 2:g}", amount[0][1])
    return Meaning(
        kind="duration",
        amount=tuple(amount),
        mod=found.get("MORE_LESS") or arguments.get("mod"),
        value=arguments.get("value") or found.get("VAGUE"),
        direction=arguments.get("direction", 0),
    )


def repeat(found: Captured) -> Meaning | None:
    """A set: "chaque année", "par mois", "tous les deux jours", "le mercredi"."""
    arguments = found.arguments
    if "ADJECTIVE" in found:
        return Meaning(kind="set", value=str(found["ADJECTIVE"]))
    if "value" in arguments:
        return Meaning(kind="set", value=str(arguments["value"]))
    weekday = found.get("WEEKDAY", found.get("WEEKDAYS"))
    if weekday is not None:
        return Meaning(
            kind="set",
            weekday=weekday,
            value=f"XXXX-WXX-{weekday}",
            anchor="none" if "WEEKDAYS" in found else "published",
        )
    if "MONTHNAME" in found:
        return Meaning(kind="set", value=f"XXXX-{found['MONTHNAME']:02d}")
    if "PART" in found:
        return Meaning(kind="set", value="P1D", timex3=f"XXXX-XX-XXT{found['PART']}")
    inner = duration(Captured({"NUMBER": "1", **found}, arguments))
    return None if inner is None else Meaning(kind="set", value=_iso(inner.amount))


def clock(found: Captured) -> Meaning | None:
    """A time of day: hour and minute, or a part of the day."""
    arguments = found.arguments
    hour, minute = found.get("HOUR", arguments.get("hour")), found.get("MINUTE", arguments.get("minute"))
    if "CLOCK" in found:
        hour, minute = found["CLOCK"]
    if "DEMI" in found:
        minute = 30
    if hour is not None and hour > 24:
        return None
    return Meaning(
        kind="time",
        hour=hour,
        minute=minute,
        part=found.get("PART", arguments.get("part")),
        mod=found.get("EDGE"),
        anchor=arguments.get("anchor", "auto"),
        flags=tuple(arguments.get("flags", ())),
    )


def vague(found: Captured) -> Meaning | None:
    """A reference to past, present or future that names no date."""
    arguments = found.arguments
    value = arguments.get("value") or found.get("REF")
    return None if value is None else Meaning(kind="vague", value=str(value), timex3=arguments.get("timex3"))


def modify(found: Captured) -> Meaning | None:
    """The same expression with a ``mod``: "début …", "fin …", "mi-…", "vers …", "plus de …"."""
    arguments = found.arguments
    inner = _inner(found)
    mod = found.get("EDGE") or found.get("MORE_LESS") or found.get("HALF") or arguments.get("mod")
    if inner is None or (inner.mod and mod):
        return None
    return replace(inner, mod=mod or inner.mod)


def join(found: Captured) -> Meaning | None:
    """Two expressions of one date: "lundi" + "5 juin", "hier" + "soir", "samedi" + "matin"."""
    inner, other = _inner(found), found.get("other")
    if inner is None or (other is None and "PART" not in found and "HOUR" not in found):
        return None
    part = found.get("PART")
    if isinstance(other, Meaning):
        if other.kind == "time":
            return replace(
                inner, kind="time", part=other.part, hour=other.hour, minute=other.minute, mod=other.mod, flags=()
            )
        merged = {
            name: getattr(inner, name) if getattr(inner, name) not in (None, 0, "auto") else getattr(other, name)
            for name in ("year", "month", "day", "weekday", "division", "direction", "mod")
        }
        if inner.unit is not None:
            return replace(inner, weekday=other.weekday)
        return replace(inner, **merged)
    return replace(inner, kind="time", part=part, mod=found.get("EDGE") or inner.mod)


def _inner(found: Captured) -> Meaning | None:
    inner = found.get("inner")
    return inner if isinstance(inner, Meaning) else None


def between(found: Captured) -> Meaning | None:
    """An interval whose first end may borrow month and year from the second: "du 15 au 17 janvier", "1998 à 2008"."""
    arguments = found.arguments
    begin, end = found.get("begin"), found.get("end")
    if "begin_day" in found:
        weekday = found.get("begin_weekday")
        weekday = weekday.weekday if isinstance(weekday, Meaning) else weekday
        begin = Meaning(kind="date", day=found["begin_day"], weekday=weekday)
    if "begin_year" in found:
        begin = Meaning(kind="date", year=found["begin_year"])
    if "end_year" in found:
        year = found["end_year"]
        end = Meaning(kind="date", year=year)
    if "end_yy" in found and isinstance(begin, Meaning) and begin.year:
        end = Meaning(kind="date", year=begin.year // 100 * 100 + found["end_yy"])
    if "begin_month" in found:
        begin = Meaning(kind="date", month=found["begin_month"])
    if "begin_weekday" in found and begin is None:
        begin = Meaning(kind="date", weekday=found["begin_weekday"])
    if not isinstance(begin, Meaning) or not isinstance(end, Meaning):
        return None
    if begin.year and end.year and begin.year >= end.year and begin.month is None:
        return None
    if begin.day and not begin.month and end.day and end.month and begin.day >= end.day:
        return None
    begin, end = replace(begin, flags=()), replace(end, flags=())
    return Meaning(kind="interval", begin=begin, end=end, part=arguments.get("part"), direction=end.direction)


def century(found: Captured) -> Meaning | None:
    """Read "Le XXe siècle", "le 18e siècle"."""
    number = int(float(found.get("ROMAN") or found.get("NUMBER") or 0))
    return Meaning(kind="date", century=number) if 1 <= number <= 22 else None


def half_of(found: Captured) -> Meaning | None:
    """Read "La première moitié de 2023", "la seconde moitié des années 1990"."""
    first = found.get("HALF") == "START"
    if "decade" in found:
        ten = decade(Captured({"NUMBER": found["decade"]}, {}))
        if ten is None or ten.decade is None:
            return None
        low = ten.decade * 10 + (0 if first else 5)
        return Meaning(
            kind="interval",
            begin=Meaning(kind="date", year=low),
            end=Meaning(kind="date", year=low + 4),
            timex3=f"{ten.decade}X",
        )
    return Meaning(kind="date", year=found.get("YEAR"), division="H1" if first else "H2")


def feast(found: Captured) -> Meaning | None:
    """A feast of fixed day, or one counted from Easter (``division`` ``E`` and the days after it)."""
    year = found.get("YEAR")
    if "MOVABLE" in found:
        days = found["MOVABLE"] + ("MONDAY" in found)
        return Meaning(kind="date", year=year, division=f"E{days}", direction=found.get("NEXT_LAST", 0))
    month, day = divmod(int(found.get("HOLIDAY", 101)), 100)
    return Meaning(kind="date", year=year, month=month, day=day, direction=found.get("NEXT_LAST", 0))


def weekend(found: Captured) -> Meaning | None:
    """Read "Le week-end dernier", "ce week-end"."""
    return Meaning(kind="date", unit="WE", offset=float(found.get("NEXT_LAST", 0)), anchor="published")


def name(_: Captured) -> Meaning | None:
    """A date that has become the name of an event: recognised so that no other rule takes it, and not reported."""
    return Meaning(kind="name", flags=("bare",))


def fixed_duration(found: Captured) -> Meaning | None:
    """A duration that is one word ("quinquennat")."""
    value = str(found["LONGUNIT"])
    return Meaning(kind="duration", amount=((value[1:-1], value[-1]),))


OPERATIONS: dict[str, Operation] = {
    "date": date,
    "decade": decade,
    "shift": shift,
    "duration": duration,
    "repeat": repeat,
    "clock": clock,
    "vague": vague,
    "modify": modify,
    "join": join,
    "between": between,
    "century": century,
    "half-of": half_of,
    "feast": feast,
    "weekend": weekend,
    "name": name,
    "fixed-duration": fixed_duration,
}


def captured(steps: Sequence[Any], items: Sequence[Item], arguments: Arguments) -> Captured:
    """Return capture name to value for the items a sequence matched; plain words have no value and are left out."""
    found = Captured({}, arguments)
    for step, item in zip(steps, items, strict=True):
        key = step.edge.lstrip("+")
        if key == "T" or key.startswith(("T.", "T:")):
            found[step.name if step.name != step.edge else "inner"] = item.values["MEANING"]
        elif key in item.values and key.isupper():
            found[step.name] = item.values[key]
    return found

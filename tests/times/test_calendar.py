"""Values as days, folded modifiers, calendar arithmetic."""

from __future__ import annotations

from datetime import date

import pytest

from rapprochement.times import fold_modifier, interval, tag, to_event_date
from rapprochement.times.reading import Point, easter, shifted


@pytest.mark.parametrize(
    ("value", "mod", "first", "last"),
    [
        ("2024-06-19", None, date(2024, 6, 19), date(2024, 6, 19)),
        ("2023-02", None, date(2023, 2, 1), date(2023, 2, 28)),
        ("2024~", None, date(2024, 1, 1), date(2024, 12, 31)),
        ("2025-21", None, date(2025, 3, 1), date(2025, 5, 31)),
        ("2023-24", None, date(2023, 12, 1), date(2024, 2, 29)),
        ("198X", None, date(1980, 1, 1), date(1989, 12, 31)),
        ("19XX", None, date(1900, 1, 1), date(1999, 12, 31)),
        ("2014/..", None, date(2014, 1, 1), None),
        ("../2024-06-19", None, None, date(2024, 6, 19)),
        ("2024-12~/2025-21", None, date(2024, 12, 1), date(2025, 5, 31)),
        ("2025-07", "MID", date(2025, 7, 11), date(2025, 7, 21)),
        ("2024-06", "START", date(2024, 6, 1), date(2024, 6, 10)),
        ("2024-06", "END", date(2024, 6, 21), date(2024, 6, 30)),
        ("2024-04-31", None, None, None),
        ("XXXX-01-05", None, None, None),
        ("P3Y", None, None, None),
        ("PAST_REF", None, None, None),
        (None, None, None, None),
        ("2025/2024", None, None, None),
    ],
)
def test_interval(value: str | None, mod: str | None, first: date | None, last: date | None) -> None:
    assert interval(value, mod) == (first, last)


@pytest.mark.parametrize(
    ("value", "mod", "folded"),
    [
        ("2025-07", "MID", "2025-07~"),
        ("2025-10", "START", "2025-10~"),
        ("2024", "START", "2024-01~"),
        ("2024", "MID", "2024-06~/2024-07~"),
        ("2024", "END", "2024-12~"),
        ("2024-06-19", "APPROX", "2024-06-19~"),
        ("2024", None, "2024"),
        ("P3Y", "MORE_THAN", "P3Y"),
    ],
)
def test_fold_modifier(value: str, mod: str | None, folded: str) -> None:
    assert fold_modifier(value, mod) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Depuis 2014, ils se parlent.", "2014/.."),
        ("À partir du 3 mars 2024, tout change.", "2024-03-03/.."),
        ("Jusqu'en 2027, il reste.", "2027"),
        ("Mi-juillet 2025, il promet.", "2025-07~"),
        ("Du 3 mars 2022 au 5 avril 2023, il est absent.", "2022-03-03/2023-04-05"),
        ("La guerre dura trois ans.", None),
        ("Il se tait désormais.", None),
    ],
)
def test_event_date(text: str, expected: str | None) -> None:
    assert to_event_date(tag(text)[0]) == expected


def test_easter_sundays() -> None:
    assert [easter(y).isoformat() for y in (1961, 2000, 2024, 2025)] == [
        "1961-04-02",
        "2000-04-23",
        "2024-03-31",
        "2025-04-20",
    ]


def test_shift_needs_a_fine_enough_anchor() -> None:
    assert shifted(Point(2024, 6), "D", -1) is None
    assert shifted(Point(2024), "M", -1) is None
    assert shifted(Point(2024), "Y", -1) == ("2023", "2023")
    assert shifted(Point(1, 1, 1), "D", -1) is None

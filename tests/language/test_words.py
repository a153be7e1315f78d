"""EDTF dates in words, in both languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapprochement.language.words import bounds, in_words, point, precision

D = date.fromisoformat


@pytest.mark.parametrize(
    ("value", "earliest", "latest", "french", "english"),
    [
        (None, None, None, "sans date", "undated"),
        ("2024-06-19", None, None, "19 juin 2024", "19 June 2024"),
        ("2024-01-01", None, None, "1er janvier 2024", "1 January 2024"),
        ("2024-06", None, None, "juin 2024", "June 2024"),
        ("1961", None, None, "1961", "1961"),
        ("198X", None, None, "années 1980", "1980s"),
        ("19XX", None, None, "XXe siècle", "20th century"),
        ("2025-21", None, None, "printemps 2025", "spring 2025"),
        ("2025-07~", "2025-07-11", "2025-07-21", "mi-juillet 2025", "mid-July 2025"),
        ("2025-10~", "2025-10-01", "2025-10-11", "début octobre 2025", "early October 2025"),
        ("2025-04~", "2025-04-21", "2025-04-30", "fin avril 2025", "late April 2025"),
        ("2025-10~", "2025-10-01", "2025-10-31", "vers octobre 2025", "about October 2025"),
        ("2024-12~", "2024-09-01", "2024-12-31", "fin 2024", "late 2024"),
        ("2024-01~", "2024-01-01", "2024-05-01", "début 2024", "early 2024"),
        ("2024-06~/2024-07~", None, None, "mi-2024", "mid-2024"),
        ("2024-12~/2025-21", "2024-09-01", "2025-05-31", "fin 2024 – printemps 2025", "late 2024 – spring 2025"),
        ("2024-01-15/2024-01-17", None, None, "15–17 janvier 2024", "15–17 January 2024"),
        ("2024-03-30/2024-04-02", None, None, "30 mars – 2 avril 2024", "30 March – 2 April 2024"),
        ("2024-03/2024-05", None, None, "mars – mai 2024", "March – May 2024"),
        ("2022/2023", None, None, "2022 – 2023", "2022 – 2023"),
        ("2014/..", None, None, "depuis 2014", "since 2014"),
        ("2024-06-19/..", None, None, "depuis le 19 juin 2024", "since 19 June 2024"),
        ("2024-22/..", None, None, "depuis l’été 2024", "since summer 2024"),
        ("../2027", None, None, "jusqu’en 2027", "until 2027"),
        ("../2024-06-19", None, None, "jusqu’au 19 juin 2024", "until 19 June 2024"),
        ("not a date", None, None, "not a date", "not a date"),
        ("2024-13", None, None, "2024-13", "2024-13"),
    ],
)
def test_dates_are_said_as_people_say_them(
    value: str | None, earliest: str | None, latest: str | None, french: str, english: str
) -> None:
    days = (D(earliest) if earliest else None, D(latest) if latest else None)
    assert in_words(value, "fr", *days) == french
    assert in_words(value, "en", *days) == english


def test_bounds_of_winter_reach_into_the_next_year() -> None:
    assert bounds("2024-24") == (D("2024-12-01"), D("2025-02-28"))
    assert bounds("2023-24") == (D("2023-12-01"), D("2024-02-29"))


def test_an_impossible_day_has_no_bounds() -> None:
    assert bounds("2023-02-30") == (None, None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-06-19", "day"),
        ("2024-06", "month"),
        ("2024", "year"),
        ("2024-21", "year"),
        ("2014/..", "wide"),
        ("198X", "wide"),
        (None, "none"),
    ],
)
def test_precision_is_the_width_of_what_is_known(value: str | None, expected: str) -> None:
    assert precision(value, *bounds(value)) == expected


@given(st.text(max_size=20))
def test_any_text_is_said_or_shown_as_it_stands(value: str) -> None:
    for language in ("fr", "en"):
        assert in_words(value, language) is not None
    bounds(value)
    point(value)

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapprochement.documents.dates import find_dates, is_future, only_date, parse_edtf


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-05-20", "2024-05-20"),
        ("2023-06", "2023-06"),
        ("1961", "1961"),
        ("2025-07~", "2025-07~"),
        ("2024-05-20T23:59:00+02:00", "2024-05-20"),
        ("20240520", "2024-05-20"),
        ("25/11/2024", "2024-11-25"),
        ("25.11.2024", "2024-11-25"),
        ("1er mars 2024", "2024-03-01"),
        ("lundi 19 juin 2023 à 10h05", "2023-06-19"),
        ("19\u00a0juin\u00a02024", "2024-06-19"),
        ("Oct 3, 2024", "2024-10-03"),
        ("août 2021", "2021-08"),
        ("2024-02-30", None),
        ("2024-13", None),
        ("31/02/2024", None),
        ("0000", None),
        ("hier", None),
        ("", None),
    ],
)
def test_parse(text: str, value: str | None) -> None:
    assert parse_edtf(text) == value


def test_numbers_that_are_no_dates() -> None:
    assert find_dates("tel. 01-23-45-67, art. 2024-4-1, version 1.2.3, 10/12") == []


def test_future() -> None:
    assert is_future("2026-02-01", date(2026, 1, 31))
    assert not is_future("2026-01", date(2026, 1, 31))


def test_only_date() -> None:
    assert only_date("Jeudi 25 avril 2019") is not None
    assert only_date("Sommet du 25 avril 2019") is None


@given(st.text(max_size=80))
def test_never_raises(text: str) -> None:
    parse_edtf(text)
    find_dates(text)
    only_date(text)

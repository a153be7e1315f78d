"""Selections answered by DuckDB equal a plain filter in Python; texts in parameters stay texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapprochement.dossier.queries import Queries, Selection, day_bounds
from rapprochement.dossier.schema import to_table
from rapprochement.errors import UsageError
from rapprochement.model import Event

CODES = ("NOR", "SWE", "FIN", "IGO:UN")
codes = st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True).map(tuple)
days = st.none() | st.dates(date(2020, 1, 1), date(2022, 12, 31))
events = st.builds(
    Event,
    st.uuids().map(str),
    st.sampled_from(["AID", "CONSULT"]),
    st.sampled_from(["military", "diplomatic"]),
    codes,
    codes,
    st.sampled_from(["asserted", "planned"]),
    st.just(("m-1",)),
    st.just(1),
    earliest=days,
    latest=days,
)
sides = st.frozensets(st.sampled_from(CODES), min_size=1, max_size=2)
selections = st.builds(
    Selection,
    between=st.lists(sides, max_size=2).map(tuple),
    since=days,
    until=days,
    domain=st.sampled_from([frozenset(), frozenset({"military"})]),
    type=st.sampled_from([frozenset(), frozenset({"AID"})]),
    status=st.sampled_from([frozenset(), frozenset({"asserted", "planned"})]),
)


def wanted(event: Event, selection: Selection) -> bool:
    source, target = set(event.source), set(event.target)
    if len(selection.between) == 1 and not selection.between[0] & (source | target):
        return False
    if len(selection.between) == 2:
        one, other = selection.between
        if not ((source & one and target & other) or (source & other and target & one)):
            return False
    if (selection.since or selection.until) and event.earliest is None and event.latest is None:
        return False
    if selection.since and event.latest is not None and event.latest < selection.since:
        return False
    if selection.until and event.earliest is not None and event.earliest > selection.until:
        return False
    checks: tuple[tuple[frozenset[str], str], ...] = (
        (selection.domain, event.domain),
        (selection.type, event.type),
        (selection.status, event.status),
    )
    return all(not accepted or value in accepted for accepted, value in checks)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[Event]], Queries]:
    folder = tmp_path_factory.mktemp("queries")

    def queries(rows: list[Event]) -> Queries:
        path = Path(folder, "events.parquet")
        pq.write_table(to_table(Event, rows), path)
        return Queries({"events": path})

    return queries


@settings(max_examples=60, deadline=None)
@given(st.lists(events, max_size=12), selections)
def test_a_selection_is_what_a_plain_filter_gives(
    ask: Callable[[list[Event]], Queries], rows: list[Event], selection: Selection
) -> None:
    found = [row["event"] for row in ask(rows).events(selection)]
    assert sorted(found) == sorted(e.event for e in rows if wanted(e, selection))
    assert found == [row["event"] for row in ask(rows[::-1]).events(selection)]


@pytest.mark.parametrize("hostile", ["'; drop table x; --", '" or 1=1', "$one", "RUS') or true --", "\x00"])
def test_what_a_user_says_is_never_sql(ask: Callable[[list[Event]], Queries], hostile: str) -> None:
    event = Event("e-1", "AID", "military", ("NOR",), ("SWE",), "asserted", (), 1)
    queries = ask([event])
    assert queries.events(Selection(between=(frozenset({hostile}),))) == []
    assert queries.events(Selection(type=frozenset({hostile}))) == []
    assert queries.with_prefix("events", "event", hostile) == []
    assert len(queries.events(Selection())) == 1


def test_a_dossier_may_lie_at_any_path(tmp_path: Path) -> None:
    folder = tmp_path / "it's a dossier [2] *?; select 1"
    folder.mkdir()
    pq.write_table(to_table(Event, []), folder / "events.parquet")
    assert Queries({"events": folder / "events.parquet"}).events(Selection()) == []


@pytest.mark.parametrize("value", ["", "24", "2024-13", "2024-02-30", "19 juin", "2024-06-19T00", "99999"])
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(UsageError, match="write 2024"):
        day_bounds(value)

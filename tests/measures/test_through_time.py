"""The network by period, dated blocs, third parties, visits and transfers on small made-up worlds."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis
import pyarrow as pa
from made_up_events import CODEBOOK, SCHEMA, event

from rapprochement.measures import (
    answers,
    by_period,
    dated_blocs,
    intensities,
    network_rows,
    policy,
    transfers_by_kind,
    visits,
)

SCALES = intensities(CODEBOOK)


def rows_of(events: list[dict[str, Any]], **more: Any) -> list[dict[str, Any]]:
    table = ibis.memtable(pa.Table.from_pylist(events, schema=SCHEMA))
    found: list[dict[str, Any]] = (
        network_rows(table, policy(CODEBOOK, "representative"), SCALES, **more).to_pyarrow().to_pylist()
    )
    return found


def world() -> list[dict[str, Any]]:
    triples = [("A", "B"), ("A", "C"), ("B", "C")]
    made = [
        event(f"{a}{b}{year}{n}", "COOPERATE", a, b, date(year, 3, 1 + n))
        for year in (2020, 2021)
        for a, b in triples
        for n in range(3)
    ]
    made += [event(f"hostile{n}", "THREATEN", "D", "A", date(2021, 6, 1 + n)) for n in range(3)]
    # A joint event is one event of the pair, whatever the number of directions.
    return [*made, event("joint", "AGREE", "A", "B", date(2020, 5, 5), source=["A", "B"], target=["A", "B"])]


def test_blocs_have_dates_and_hostility_is_outside() -> None:
    network = by_period(rows_of(world()), "year")
    assert [p.start.year for p in network] == [2020, 2021]
    (bloc,) = dated_blocs(network)
    assert (bloc.members, bloc.first.year, bloc.last.year) == (("A", "B", "C"), 2020, 2021)
    assert network[1].balance == 1.0
    tie = next(t for t in network[0].ties if (t.a, t.b) == ("A", "B"))
    assert tie.cooperation == 4.0 and "joint" in tie.named and tie.first == date(2020, 3, 1)


def test_former_states_and_domains() -> None:
    made = [event("x", "AID", "SUN", "PRK", date(1960, 1, 1)), event("y", "AID", "SUN", "RUS", date(1990, 1, 1))]
    (row,) = rows_of(made, aliases={"SUN": "RUS"})
    assert (row["a"], row["b"]) == ("RUS", "PRK")
    assert rows_of(made, domain="cultural") == []
    assert by_period([], "year") == []


def test_third_parties_answer_more_than_chance() -> None:
    own = [event(f"p{n}", "AGREE", "A", "B", date(2020, 1 + 2 * n, 1)) for n in range(3)]
    after = [event(f"c{n}", "ACCUSE", "C", "A", date(2020, 1 + 2 * n, 8)) for n in range(3)]
    later = [event("d0", "SUPPORT", "D", "B", date(2020, 12, 20)), event("e0", "AID", "E", "F", date(2018, 1, 1))]
    first, second = answers([*own, *after, *later], ("A", "B"), SCALES)
    assert (first.actor, first.inside, first.hostility, first.enough) == ("C", 3, 3, True)
    assert first.expected < 1
    assert (second.actor, second.inside, second.enough) == ("D", 0, False)


def test_visits_take_the_level_of_those_who_take_part() -> None:
    def mention(name: str, mode: str, agents: list[str], start: int) -> dict[str, Any]:
        return {"mention": name, "document": "d", "mode": mode, "agents": agents, "start": start, "end": start + 50}

    events = [
        {**event("e1", "CONSULT", "FRA", "ITA", date(2020, 1, 1)), "mentions": ["m1"], "places": [], "date": "2020-01-01"},
        {**event("e2", "CONSULT", "ITA", "FRA", date(2021, 1, 1)), "mentions": ["m2"], "places": [], "date": "2021-01-01"},
        {**event("e3", "CONSULT", "ITA", "FRA", date(2022, 1, 1)), "mentions": ["m3"], "places": [], "date": "2022-01-01"},
    ]  # fmt: skip
    mentions = [mention("m1", "visit", ["Ana Duc"], 0), mention("m2", "meet", [], 100), mention("m3", "phone", [], 200)]
    actors = [
        {"document": "d", "start": 3, "role": "minister", "codes": ["FRA"], "agent": "Ana Duc", "text": "Ana Duc"},
        {"document": "d", "start": 20, "role": "leader", "codes": ["ITA"], "agent": "Ugo Re", "text": "Ugo Re"},
        {"document": "d", "start": 120, "role": "leader", "codes": ["ITA"], "agent": "Ugo Re", "text": "Ugo Re"},
    ]
    found = visits(events, mentions, actors, (("FRA",), ("ITA",)))
    assert [(v.event, v.kind, v.level, v.high) for v in found] == [
        ("e1", "visit", "minister", True),
        ("e2", "meeting", "leader", True),
    ]


def test_transfers_over_many_years_have_no_year() -> None:
    row = {
        "event": "e", "source": ["SUN"], "target": ["PRK"], "kind": "arms", "status": "asserted", "in_return_for": ["t"],
        "earliest": date(1950, 1, 1), "latest": date(1990, 1, 1),
    }  # fmt: skip
    sides = (("RUS", "SUN"), ("PRK",))
    (count,) = transfers_by_kind([row], sides)
    assert (count.source, count.year, count.returned, count.claimed) == ("RUS", None, 1, 0)
    assert transfers_by_kind([{**row, "status": "planned"}], sides) == []

"""From a dossier's tables to rows and notes; the figures on ICEWS18 between states (slow)."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from rapprochement.codebook.loader import load_codebook
from rapprochement.dossier.schema import to_table
from rapprochement.errors import UsageError
from rapprochement.feeds.codes import Codes, plain_name
from rapprochement.feeds.reading import read_feed
from rapprochement.forecasts.classes import forecast_classes
from rapprochement.forecasts.commands import acts_of, backtest_shown, forecast_shown, next_shown, simulate_shown
from rapprochement.forecasts.dyads.backtest import backtest_with
from rapprochement.forecasts.dyads.fitting import Learner, TooLittle
from rapprochement.forecasts.dyads.history import Acts, Dyads
from rapprochement.model import Document, Event, EventMention

sys.path.insert(0, str(Path(__file__).parent))
from world import restless_world

TYPES = {"talk": "CONSULT", "quarrel": "ACCUSE"}


class Fake:
    """A dossier of tables in memory."""

    def __init__(self, **tables: pa.Table) -> None:
        self._tables = tables

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(self._tables)

    def table(self, name: str) -> pa.Table:
        return self._tables[name]


def event(number: int, kind: str, source: str, target: str, day: date, mentions: tuple[str, ...] = ()) -> Event:
    return Event(
        f"e{number}", kind, "diplomatic", (source,), (target,), "asserted", mentions, 1, day.isoformat(), day, day
    )


@pytest.fixture(scope="module")
def dossier() -> Fake:
    acts = restless_world(days=250, actors=10)
    begin = date(2020, 1, 1)
    rows = [
        event(
            number, TYPES[acts.classes[acts.kind[number]]], acts.actors[acts.source[number]],
            acts.actors[acts.target[number]], begin + timedelta(days=int(acts.day[number])),
        )
        for number in range(len(acts))
    ]  # fmt: skip
    return Fake(events=to_table(Event, rows))


def test_every_forecast_has_its_backtest_beside_it(dossier: Fake) -> None:
    shown = forecast_shown(dossier, ("S00", "S01"))
    assert shown.rows
    for row in shown.rows:
        assert row["low"] <= row["probability"] <= row["high"]
        assert isinstance(row["backtest_skill"], float) and row["because"] and row["rests_on"]
    assert any("backtest:" in note for note in shown.notes)
    assert any("material cooperation" in note and "No forecast" in note for note in shown.notes)
    assert {(row["source"], row["target"]) for row in shown.rows} == {("S00", "S01"), ("S01", "S00")}


def test_a_forecast_not_better_than_the_average_says_so(dossier: Fake) -> None:
    shown = forecast_shown(dossier, ("S00", "S01"), both=False)
    doubtful = [result for result in shown.results if getattr(result, "backtest", None)]
    for result in doubtful:
        said = any(result.kind in note and "prefer that" in note for note in shown.notes)
        assert said == (result.backtest.skills["climatology"].low <= 0)


def test_few_events_are_declined() -> None:
    few = Fake(events=to_table(Event, [event(1, "AID", "PRK", "RUS", date(2024, 5, 1))]))
    shown = forecast_shown(few, ("PRK", "RUS"))
    assert shown.rows == ()
    assert all("at least 3 are needed" in note for note in shown.notes)
    assert not backtest_shown(few).rows and "leaves no origin" in backtest_shown(few).notes[0]


def test_backtest_rows(dossier: Fake) -> None:
    shown = backtest_shown(dossier, horizon=20, kinds=("verbal cooperation",))
    (row,) = shown.rows
    assert row["horizon"] == 20 and row["forecasts"] > 0
    assert row["skill_over_climatology"].count(",") == 1


def test_simulation_rows_and_caveat(dossier: Fake) -> None:
    last = max(dossier.table("events").column("earliest").to_pylist())
    shown = simulate_shown(dossier, suppose=[f"{last + timedelta(days=5)} S00 CONSULT S01"], months=1, runs=50)
    assert {"q05", "q50", "q95", "probability", "with_probability", "change"} <= set(shown.rows[0])
    assert "not cause" in shown.notes[-1]
    assert simulate_shown(dossier, months=1, runs=20).rows


def test_next_names_actors_with_rules_and_dates(dossier: Fake) -> None:
    shown = next_shown(dossier, "S00", "CONSULT", count=3)
    assert [row["rank"] for row in shown.rows] == [1, 2, 3]
    assert shown.rows[0]["rules"] and shown.rows[0]["events"]
    assert "not probabilities" in shown.notes[0]
    assert next_shown(dossier, "S00", "CONSULT", toward=False, count=1).results[0].relation == "CONSULT (inverse)"
    with pytest.raises(UsageError, match="types are: ACCUSE, CONSULT"):
        next_shown(dossier, "S00", "AID")
    few = Fake(events=to_table(Event, [event(1, "AID", "PRK", "RUS", date(2024, 5, 1))]))
    with pytest.raises(TooLittle, match="at least 60"):
        next_shown(few, "PRK", "AID")


def test_acts_are_known_from_their_first_report() -> None:
    mention = EventMention("a.txt", 0, 9, 0, 3, "AID", None, "military", ("PRK",), ("RUS",), "asserted", "r")
    documents = [Document("a.txt", "a.txt", "0", "", published="2024-06-01"), Document("b.txt", "b", "1", "")]
    dossier = Fake(
        events=to_table(
            Event,
            [event(1, "AID", "PRK", "RUS", date(2024, 5, 1), ("m1",)), event(2, "AID", "PRK", "CHN", date(2024, 5, 2))],
        ),
        mentions=to_table(EventMention, [mention], {"mention": ["m1"]}),
        documents=to_table(Document, documents),
    )
    acts = acts_of(dossier)
    assert [acts.date_of(int(day)) for day in acts.known] == [date(2024, 6, 1), date(2024, 5, 2)]


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize(
    ("kind", "floor"), [("verbal cooperation", 0.06), ("material cooperation", 0.05), ("hostility", 0.05)]
)
def test_skill_on_icews18_between_states(shared: Path, kind: str, floor: float) -> None:
    result = backtest_with(Learner(Dyads(icews_states(shared)), 30), kind)
    assert result.skills["climatology"].value > floor
    assert result.skills["climatology"].low > 0
    assert result.calibration_error <= 0.015


def icews_states(shared: Path) -> Acts:
    """Acts between the actors of ICEWS18 that bear the name of a state."""
    book = load_codebook()
    codes = Codes.of(book)
    batches = list(read_feed(shared / "data" / "icews18", "quadruples", codes, date(2018, 1, 1)))
    events = [
        event
        for batch in batches
        for event, record in zip(batch.events, batch.records, strict=True)
        if not {"(", ")"} & set(record.source_name + record.target_name)
        and codes.names.keys() >= {plain_name(record.source_name), plain_name(record.target_name)}
    ]
    return Acts.of_events(events, forecast_classes(book))

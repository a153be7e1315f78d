"""The signed network on small made-up worlds."""

from __future__ import annotations

from datetime import date

from rapprochement.measures.network import Tie, blocs, graph, reactions, ties, triads


def test_ties_are_undirected_and_signed() -> None:
    rows = [
        {"a": "A", "b": "B", "value": 7.0, "weight": 1.0},
        {"a": "B", "a2": "", "b": "A", "value": -2.0, "weight": 0.5},
    ]
    (tie,) = ties(rows)
    assert (tie.cooperation, tie.hostility) == (1.0, 0.5)
    assert graph([tie]).edges["A", "B"]["weight"] == 1.5


def test_two_blocs_are_balanced_and_a_turncoat_is_not() -> None:
    world = [Tie("A", "B", 9, 0), Tie("A", "C", 9, 0), Tie("B", "C", 9, 0), Tie("D", "E", 9, 0), Tie("A", "D", 0, 9)]
    assert blocs(world) == [("A", "B", "C"), ("D", "E")]
    assert all(t.balanced for t in triads(world))
    assert not triads([Tie("A", "B", 9, 0), Tie("A", "C", 9, 0), Tie("B", "C", 0, 9)])[0].balanced


def test_reactions_lie_in_the_window_after_the_pair() -> None:
    def row(name: str, a: str, b: str, day: date) -> dict[str, object]:
        return {"event": name, "source": [a], "target": [b], "earliest": day, "latest": day}

    events = [
        row("pact", "A", "B", date(2020, 6, 1)),
        row("protest", "C", "A", date(2020, 6, 11)),
        row("before", "C", "A", date(2020, 5, 30)),
        row("late", "C", "A", date(2020, 9, 1)),
        row("own", "B", "A", date(2020, 6, 3)),
    ]
    assert [(r.event, r.reaction, r.days) for r in reactions(events, ("A", "B"))] == [
        ("own", "protest", 8),
        ("pact", "protest", 10),
    ]

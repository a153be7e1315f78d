"""Merging mentions into events: what joins, what stays apart, and that order does not matter."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rapprochement.identity import event_id, mention_ids
from rapprochement.model import CodedDocument, Document, Event, EventMention
from rapprochement.reconcile.merge import reconcile


def told(
    document: str = "a",
    start: int = 0,
    kind: str = "CONSULT",
    source: tuple[str, ...] = ("NOR",),
    target: tuple[str, ...] = ("SWE",),
    first: date | None = date(2024, 5, 2),
    days: int = 1,
    status: str = "asserted",
    domain: str = "diplomatic",
    value: str | None = None,
    mode: str | None = None,
) -> EventMention:
    last = first + timedelta(days=days - 1) if first else None
    text = value or (f"{first}/{last}" if days > 1 else str(first) if first else None)
    return EventMention(
        document,
        start,
        start + 40,
        start + 5,
        start + 9,
        kind,
        mode,
        domain,
        source,
        target,
        status,
        "rule",
        date=text,
        earliest=first,
        latest=last,
    )


def coded(*mentions: EventMention, published: dict[str, str] | None = None) -> list[CodedDocument]:
    names = list(dict.fromkeys(m.document for m in mentions))
    return [
        CodedDocument(
            Document(n, n, "", "", published=(published or {}).get(n)),
            mentions=tuple(m for m in mentions if m.document == n),
        )
        for n in names
    ]


def shapes(events: list[Event]) -> list[tuple[str | None, int]]:
    return [(e.date, len(e.mentions)) for e in events]


def test_the_same_act_in_two_documents_is_one_event() -> None:
    (event,) = reconcile(coded(told("a"), told("b", 7)))
    assert (event.independent_sources, len(event.mentions)) == (2, 2)
    assert event.earliest == event.latest == date(2024, 5, 2)


def test_direction_counts_only_where_the_type_has_one() -> None:
    assert len(reconcile(coded(told("a"), told("b", source=("SWE",), target=("NOR",))))) == 1
    assert len(reconcile(coded(told("a", kind="AID"), told("b", kind="AID", source=("SWE",), target=("NOR",))))) == 2


def test_other_type_actors_day_or_domain_is_another_event() -> None:
    base = told("a", kind="AID", domain="military")
    for other in (
        told("b", kind="SUPPORT", domain="military"),
        told("b", kind="AID", domain="military", target=("FIN",)),
        told("b", kind="AID", domain="military", first=date(2024, 5, 3)),
        told("b", kind="AID", domain="economic"),
        told("b", kind="AID", domain="military", status="called_for"),
    ):
        assert len(reconcile(coded(base, other))) == 2


def test_one_meeting_told_a_day_apart_is_one_event_but_days_do_not_chain() -> None:
    days = [told(f"d{i}", first=date(2024, 5, i)) for i in (1, 2, 3, 4)]
    assert shapes(reconcile(coded(*days))) == [("2024-05-01", 2), ("2024-05-03", 2)]


def test_a_month_joins_the_only_exact_event_it_holds() -> None:
    month = told("b", first=date(2024, 5, 1), days=31, value="2024-05")
    (event,) = reconcile(coded(told("a"), month))
    assert (event.date, len(event.mentions)) == ("2024-05-02", 2)
    both = reconcile(coded(told("a"), told("c", first=date(2024, 5, 20)), month))
    assert sorted(len(e.mentions) for e in both) == [1, 1, 1]


def test_open_intervals_join_only_their_like() -> None:
    since = [told(n, first=date(2014, 1, 1), value="2014/..") for n in ("a", "b")]
    since = [EventMention(**{**_fields(m), "latest": None}) for m in since]
    events = reconcile(coded(*since, told("c")))
    assert sorted(shapes(events)) == [("2014/..", 2), ("2024-05-02", 1)]


def _fields(mention: EventMention) -> dict[str, object]:
    return {name: getattr(mention, name) for name in mention.__dataclass_fields__}


def test_a_retelling_without_date_joins_the_one_event_of_its_document() -> None:
    (event,) = reconcile(coded(told("a"), told("a", 100, first=None)))
    assert len(event.mentions) == 2
    apart = reconcile(coded(told("a"), told("a", 200, first=date(2024, 7, 1)), told("a", 100, first=None)))
    assert sorted(len(e.mentions) for e in apart) == [1, 1, 1]
    assert len(reconcile(coded(told("a"), told("b", first=None)))) == 2


def test_the_surest_status_and_most_exact_date_stand_for_the_event() -> None:
    (event,) = reconcile(
        coded(told("a", status="claimed", first=date(2024, 5, 1), days=3), told("b", status="asserted"))
    )
    assert (event.status, event.date) == ("asserted", "2024-05-02")


def test_an_event_keeps_its_id_when_newer_articles_tell_it_again() -> None:
    published = {"m": "2024-05-03", "a": "2024-06-01", "z": "2025-01-01"}
    (first,) = reconcile(coded(told("m"), published=published))
    (more,) = reconcile(coded(told("a"), told("m"), told("z"), published=published))
    assert first.event == more.event == event_id(mention_ids([told("m")])[0])


mentions = st.builds(
    told,
    document=st.sampled_from("abcd"),
    start=st.integers(0, 400),
    kind=st.sampled_from(["CONSULT", "AID", "AGREE"]),
    source=st.sampled_from([("NOR",), ("SWE",)]),
    target=st.sampled_from([("FIN",), ("DNK", "FIN")]),
    first=st.none() | st.dates(date(2024, 5, 1), date(2024, 6, 30)),
    days=st.sampled_from([1, 2, 31, 400]),
    status=st.sampled_from(["asserted", "claimed", "hypothetical"]),
    domain=st.sampled_from(["military", "diplomatic"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(mentions, max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter_and_no_mention_is_lost(
    found: list[EventMention], rng: random.Random
) -> None:
    documents = coded(*found)
    events = reconcile(documents)
    shuffled = documents.copy()
    rng.shuffle(shuffled)
    assert reconcile(shuffled) == events
    ids = sorted(i for d in documents for i in mention_ids(d.mentions))
    assert sorted(m for e in events for m in e.mentions) == ids
    assert len({e.event for e in events}) == len(events)


@settings(max_examples=100, deadline=None)
@given(st.lists(mentions, max_size=20))
def test_ids_are_distinct_and_the_same_every_time(found: list[EventMention]) -> None:
    ids = mention_ids(found)
    assert ids == mention_ids(found)
    assert len(set(ids)) == len(ids)
    assert all(len(i) == 14 and i.startswith("m-") for i in ids)


def test_ids_do_not_depend_on_what_a_better_rule_may_change() -> None:
    other = {
        **_fields(told()),
        "status": "claimed",
        "date": None,
        "domain": "military",
        "rule_id": "new",
        "mode": "visit",
    }
    assert mention_ids([told()]) == mention_ids([EventMention(**other)])


def test_work_grows_with_the_number_of_mentions() -> None:
    def seconds(n: int) -> float:
        rng = random.Random(1)
        rows = [
            told(
                f"d{i % 500}",
                i,
                first=date(2020, 1, 1) + timedelta(days=rng.randrange(1500)),
                target=(f"A{i % 40:02d}",),
            )
            for i in range(n)
        ]
        documents = coded(*sorted(rows, key=lambda m: m.document))
        started = time.process_time()
        reconcile(documents)
        return time.process_time() - started

    seconds(1000)
    small, large = min(seconds(4000) for _ in range(2)), seconds(16000)
    assert large < 4 * small * 2.5

"""Registers beside events: parts of occasions, tellings, agreements, expectations settled by hand, on rows made here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from rapprochement.codebook import load_codebook
from rapprochement.errors import UsageError
from rapprochement.model import (
    ActorMention,
    CodedDocument,
    Document,
    EventMention,
    Quantity,
    Section,
    SectionKind,
    TimeExpression,
)
from rapprochement.reconcile import registers
from rapprochement.reconcile.conflicts import compatible
from rapprochement.reconcile.expectations import settled

CODEBOOK = load_codebook()


@dataclass
class Writer:
    """Writes one document with its mentions, actors and times."""

    name: str
    published: str

    def __post_init__(self) -> None:
        self.text = ""
        self.mentions: list[EventMention] = []
        self.times: list[TimeExpression] = []
        self.actors: list[ActorMention] = []

    def say(self, sentence: str, *rows: dict[str, Any], actors: dict[str, str] | None = None, **times: str) -> Writer:
        start = len(self.text)
        self.text += sentence + " "
        for row in rows:
            at = start + sentence.index(row["trigger"])
            day = row.get("date")
            earliest = latest = date.fromisoformat(day) if day and len(day) == 10 else None
            if day and len(day) == 4:
                earliest, latest = date(int(day), 1, 1), date(int(day), 12, 31)
            kind, _, mode = row["type"].partition("/")
            self.mentions.append(
                EventMention(
                    self.name, start, start + len(sentence), at, at + len(row["trigger"]), kind, mode or None,
                    row.get("domain", "diplomatic"), row["source"], row["target"], row.get("status", "asserted"),
                    row.get("rule", f"{kind.lower()}.{mode}"), date=day, earliest=earliest, latest=latest,
                    place=row.get("place"), attributed_to=row.get("by"), agents=row.get("agents", ()),
                )
            )  # fmt: skip
        for words, value in times.items():
            words = words.replace("_", " ")
            at = start + sentence.index(words)
            first = date(int(value[:4]), 1, 1) if len(value) == 4 else date.fromisoformat(value)
            last = date(int(value[:4]), 12, 31) if len(value) == 4 else first
            self.times.append(
                TimeExpression(
                    self.name, at, at + len(words), words, value, "date", "DATE", value, "explicit", "t", earliest=first, latest=last
                )
            )  # fmt: skip
        for words, code in (actors or {}).items():
            at = start + sentence.index(words)
            self.actors.append(ActorMention(self.name, at, at + len(words), words, (code,), "capital", "a"))
        return self

    def coded(self) -> CodedDocument:
        section = Section(0, SectionKind.PARAGRAPH, 0, len(self.text))
        document = Document(self.name, self.name, "", self.text, (section,), published=self.published)
        return CodedDocument(document, tuple(self.times), tuple(self.actors), tuple(self.mentions))


def event(found: Any, kind: str) -> Any:
    (one,) = [e for e in found["events"].rows if e.type == kind]
    return one


def test_a_visit_the_talks_and_the_treaty_are_linked_parts() -> None:
    sides = {"source": ("FIN",), "target": ("EST",)}
    a = Writer("a", "2021-06-04").say(
        "Le président finlandais visite Tallinn.", {"trigger": "visite", "type": "CONSULT/visit", "date": "2021-06-03", **sides}
    ).say(
        "Il négocie avec son hôte.", {"trigger": "négocie", "type": "CONSULT/negotiate", "date": "2021-06-03", **sides}
    ).say("Ils signent un pacte.", {"trigger": "signent", "type": "AGREE/sign", "date": "2021-06-03", **sides})  # fmt: skip
    rows = registers([a.coded()], CODEBOOK, {})["events"].rows
    whole = next(e for e in rows if e.mentions and e.part_of is None and e.type == "CONSULT")
    assert [e.part_of for e in rows if e.event != whole.event] == [whole.event, whole.event]
    talks, treaty = (e for e in rows if e.event != whole.event)
    assert talks.related == (treaty.event,) and treaty.related == (talks.event,)


def test_who_says_what_is_a_matrix() -> None:
    sides = {"source": ("KEN",), "target": ("SOM",), "type": "AID/arms", "domain": "military", "date": "2021-05-18"}
    a = Writer("a", "2021-05-18").say("Nairobi livre des fusils, dit Mogadiscio.", {**sides, "trigger": "livre", "status": "claimed", "by": "SOM"})  # fmt: skip
    b = Writer("b", "2021-05-19").say("Nairobi dément avoir livré des fusils.", {**sides, "trigger": "livré", "status": "denied", "by": "KEN"})  # fmt: skip
    found = registers([a.coded(), b.coded()], CODEBOOK, {})
    cells = {(t.document, t.claimant, t.stance) for t in found["tellings"].rows}
    assert cells == {("a", "SOM", "claims"), ("b", "KEN", "denies")}
    assert [c.kind for c in found["conflicts"].rows] == ["status"]


def test_an_anniversary_is_the_event_it_is_of() -> None:
    sides = {"source": ("NOR",), "target": ("SWE",), "type": "AGREE/sign"}
    a = Writer("a", "2003-05-07").say("Oslo et Stockholm signent un traité.", {**sides, "trigger": "signent", "date": "2003-05-06"})  # fmt: skip
    b = Writer("b", "2013-05-07").say("Oslo fête les dix ans du traité.", {**sides, "trigger": "traité", "date": "2013-05-06"})  # fmt: skip
    found = registers([a.coded(), b.coded()], CODEBOOK, {})
    assert (event(found, "AGREE").date, len(event(found, "AGREE").mentions)) == ("2003-05-06", 2)


def test_an_agreement_has_stages_gaps_provisions_and_comparisons() -> None:
    sides = {"source": ("FIN",), "target": ("EST",)}
    a = Writer("a", "2021-06-04").say(
        "Helsinki et Tallinn ont signé un pacte de défense.", {"trigger": "signé", "type": "AGREE/sign", "date": "2021-06-03", **sides}
    ).say(
        "À la différence du traité d'amitié entre Moscou et Helsinki, conclu en 1948, le pacte de défense entre Helsinki et Tallinn "
        "prévoit dans son article 2 une assistance mutuelle, comme l'article 5 de l'OTAN.",
        {"trigger": "conclu", "type": "AGREE/sign", "date": "1948", "source": ("SUN",), "target": ("FIN",)},
        actors={"Moscou": "SUN", "Helsinki,": "FIN", "Helsinki et": "FIN", "Tallinn": "EST"}, **{"1948": "1948"},
    )  # fmt: skip
    b = Writer("b", "2022-01-11").say(
        "Le parlement finlandais a ratifié le pacte de défense.", {"trigger": "ratifié", "type": "AGREE/ratify", "date": "2022-01-10", **sides}
    )  # fmt: skip
    found = registers([a.coded(), b.coded()], CODEBOOK, {})["agreements"].rows
    old, new = sorted(found, key=lambda x: x.date)
    assert (old.parties, old.date) == (("FIN", "SUN"), "1948")
    assert (new.parties, new.date, new.kind) == (("EST", "FIN"), "2021-06-03", "defence")
    assert {"signed", "ratified"} <= {s.stage for s in new.stages}
    assert new.missing_stages == ("announced", "in force")
    assert ("2", "assistance") in {(p.article, p.obligation) for p in new.provisions}
    assert {("like", "North Atlantic Treaty", "5")} <= {(c.relation, c.other, c.article) for c in new.comparisons}
    assert any(c.relation == "unlike" and "1948" in c.other for c in new.comparisons)
    assert not old.provisions


def test_goods_for_goods_are_a_return() -> None:
    a = Writer("a", "2020-02-02").say(
        "Lima livre du pétrole à Quito et reçoit en échange des fusils que Quito lui fournit.",
        {"trigger": "livre", "type": "AID/goods", "source": ("PER",), "target": ("ECU",), "date": "2020-02-01"},
        {"trigger": "fournit", "type": "AID/arms", "source": ("ECU",), "target": ("PER",), "date": "2020-02-01"},
    )
    found = registers([a.coded()], CODEBOOK, {})
    (pair,) = found["returns"].rows
    by_id = {t.transfer: t for t in found["transfers"].rows}
    assert (by_id[pair.given].source, by_id[pair.returned].source) == (("PER",), ("ECU",))
    assert by_id[pair.returned].in_return_for == (pair.given,)


@dataclass(frozen=True)
class Decision:
    kind: str
    target: str
    value: Any


def test_a_person_settles_an_expectation() -> None:
    plan = {"trigger": "ira", "type": "CONSULT/visit", "source": ("PER",), "target": ("ECU",), "status": "planned"}
    rows = registers([Writer("a", "2020-02-02").say("Le ministre péruvien ira à Quito.", plan).coded()], CODEBOOK, {})
    (x,) = rows["expectations"].rows
    assert x.state == "open"
    assert settled([x], [Decision("expectation", x.expectation, {"state": "failed"})])[0].state == "failed"
    assert settled([x], [Decision("merge", x.expectation, "failed")])[0].state == "open"
    with pytest.raises(UsageError, match="borne out"):
        settled([x], [Decision("expectation", x.expectation, "perhaps")])


@pytest.mark.parametrize(
    ("p", "q", "holds"),
    [
        ((20, None), (20, "about"), True),
        ((18, None), (20, "about"), True),
        ((3, None), (7, None), False),
        ((3, "at least"), (7, None), True),
        ((9000, "at most"), (14000, None), False),
        ((10000, None), (10500, None), True),
        ((10437, None), (10000, None), True),
        ((10437, None), (10481, None), False),
    ],
)
def test_figures_within_rounding_are_no_conflict(p, q, holds) -> None:
    one, other = (Quantity(v, "tonnes", "riz", b) for v, b in (p, q))
    assert compatible(one, other) is holds
    assert compatible(other, one) is holds

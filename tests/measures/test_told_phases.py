"""Phases as documents tell them, on sentences of our own."""

from __future__ import annotations

from datetime import date

from rapprochement import times
from rapprochement.codebook import load_codebook
from rapprochement.measures.told import ToldPhase, told_phases
from rapprochement.model import ActorMention, CodedDocument, Document, Section, SectionKind

CODEBOOK = load_codebook()


def told(
    text: str, kind: SectionKind = SectionKind.PARAGRAPH, names: dict[str, str] | None = None
) -> list[tuple[str, date, date | None]]:
    return [(p.movement, p.first, p.last) for p in phases(text, kind, names)]


def phases(
    text: str, kind: SectionKind = SectionKind.PARAGRAPH, names: dict[str, str] | None = None
) -> list[ToldPhase]:
    section = Section(0, kind, 0, len(text))
    document = Document("d", "d", "0", text, (section,), published="2024-06-01")
    actors = tuple(
        ActorMention("d", at, at + len(word), word, (code,), "state", "x")
        for word, code in (names or {}).items()
        if (at := text.find(word)) >= 0
    )
    found = tuple(times.tag(text, published="2024-06-01", sections=(section,), document="d"))
    return told_phases([CodedDocument(document, found, actors)], CODEBOOK)


def test_a_heading_with_years_tells_a_phase() -> None:
    assert told("Le renouveau du partenariat (2006–2011)", SectionKind.HEADING) == [
        ("warmer", date(2006, 1, 1), date(2011, 12, 31))
    ]


def test_since_leaves_the_end_open_and_a_day_is_no_phase() -> None:
    assert told("Depuis 2017, leurs liens se distendent et la tension monte.") == [("colder", date(2017, 1, 1), None)]
    assert told("Le 3 mai 2017, une brouille éclate.") == []


def test_a_turning_point() -> None:
    assert told("L'année 1998 marque un tournant pour Lima et Quito.")[0][:2] == ("turn", date(1998, 1, 1))


def test_a_year_without_movement_tells_nothing() -> None:
    assert told("En 2009, un traité d'amitié est signé à Lima.") == []


def test_states_named_decide_whose_phase_it_is() -> None:
    (found,) = phases("En 1998, le Pérou resserre ses liens avec le Chili.", names={"Pérou": "PER", "Chili": "CHL"})
    assert found.concerns(("PER", "CHL")) and not found.concerns(("PER", "ECU"))
    assert found.text.startswith("En 1998")

"""When an undated act took place, and whose act a noun with a nationality is."""

from __future__ import annotations

from rapprochement import actors, events, times
from rapprochement.codebook import load_codebook
from rapprochement.language import FrenchPack
from rapprochement.model import Document, EventMention, Section, SectionKind

BOOK = load_codebook()
PACK = FrenchPack()


def code(text: str) -> list[EventMention]:
    document = Document(
        "a.txt", "", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),), language="fr", published="2024-03-05"
    )
    analysis = PACK.analyse_one(document)
    found = times.find(document, analysis, BOOK)
    return events.code(document, analysis, found, actors.find(document, analysis, BOOK, found), BOOK)


def test_a_standing_reproach_has_no_day() -> None:
    found = code("La ministre suédoise a critiqué lundi la politique hongroise. La Suède accuse la Hongrie de tricher.")
    assert [m.date for m in found if m.type == "ACCUSE"] == ["2024-03-04", None]


def test_what_is_said_next_has_the_day_of_the_news() -> None:
    found = code(
        "La ministre suédoise a critiqué lundi la Hongrie. La Suède a ensuite condamné les attaques hongroises."
    )
    assert {m.date for m in found if m.type == "ACCUSE"} == {"2024-03-04"}


def test_sanctions_of_a_nationality_are_its_own() -> None:
    found = code("La Bolivie souffre des nouvelles sanctions chiliennes.")
    assert [(m.source, m.target) for m in found if m.type == "SANCTION"] == [(("CHL",), ("BOL",))]

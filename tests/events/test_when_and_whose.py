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


def test_whom_sanctions_reach_is_not_who_imposes_them() -> None:
    found = code("Oslo a puni Lima. Des proches du président péruvien sont touchés par les sanctions.")
    assert all(m.source != ("PER",) for m in found if m.type == "SANCTION")


def test_words_of_an_organisations_name_are_no_acts() -> None:
    found = code("Le Chili a écrit à l'Organisation pour l'interdiction des armes chimiques.")
    assert not [m for m in found if m.type == "SANCTION"]


def test_what_follows_a_closed_list_begins_another() -> None:
    found = code("Le ton monte entre Oslo et Lima, le Chili accusant le Pérou de tricher.")
    assert [m.source for m in found if m.type == "ACCUSE"] == [("CHL",)]


def test_what_a_private_person_says_is_nobodys_policy() -> None:
    found = code("Le touriste danois Jens Lund a critiqué le Chili.")
    assert not [m for m in found if m.type == "ACCUSE"]


def test_where_a_private_person_goes_is_no_visit() -> None:
    found = code("Le navigateur danois Jens Lund est rentré. Jens Lund s'était rendu au Yémen.")
    assert not [m for m in found if m.type == "CONSULT"]


def test_lui_is_sooner_a_person_than_an_organisation() -> None:
    found = code(
        "À l'Otan, le président grec a raillé le président bulgare. Ana Lund, ministre danoise, lui a répondu vertement."
    )
    assert all("IGO:NATO" not in m.target for m in found if m.source == ("DNK",))

"""The coder on whole small documents: what passes between sentences, and what must not be coded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rapprochement import actors, events, times
from rapprochement.codebook import load_codebook
from rapprochement.errors import UsageError
from rapprochement.language import FrenchPack
from rapprochement.model import Document, EventMention, Section, SectionKind

BOOK = load_codebook()
PACK = FrenchPack()


def document(*blocks: tuple[SectionKind, str], published: str | None = "2024-03-05") -> Document:
    text, sections, heading = "", [], None
    for index, (kind, block) in enumerate(blocks):
        start = len(text)
        text += block + "\n"
        level = 1 if kind is SectionKind.HEADING else 0
        sections.append(Section(index, kind, start, start + len(block), level, heading))
        if kind is SectionKind.HEADING:
            heading = index
    return Document("a.txt", "", "", text, tuple(sections), language="fr", published=published)


def code(made: Document) -> list[EventMention]:
    analysis = PACK.analyse_one(made)
    found = times.find(made, analysis, BOOK)
    return events.code(made, analysis, found, actors.find(made, analysis, BOOK, found), BOOK)


def paragraph(*sentences: str) -> list[EventMention]:
    return code(document((SectionKind.PARAGRAPH, " ".join(sentences))))


def brief(mentions: list[EventMention]) -> list[tuple[str, str, str]]:
    return [(m.type, "+".join(m.source), "+".join(m.target)) for m in mentions]


def test_whoever_is_asked_does_what_the_infinitive_says() -> None:
    found = brief(paragraph("Le Portugal exhorte le Brésil à libérer un journaliste espagnol."))
    assert ("REQUEST", "PRT", "BRA") in found
    assert ("CONCEDE", "BRA", "ESP") in found


def test_passive_and_relative() -> None:
    assert brief(paragraph("Le navire grec, qui avait été saisi par l'Iran, rentre au port.")) == [
        ("COERCE", "IRN", "GRC")
    ]


def test_undergoing_by_a_verb_of_seeing() -> None:
    found = paragraph("Un diplomate norvégien s'est vu refuser l'entrée par des policiers bulgares.")
    assert ("REJECT", "BGR", "NOR") in brief(found)


def test_a_deed_for_the_other_that_is_not_done_is_refused() -> None:
    assert brief(paragraph("L'Autriche ne livrera pas de munitions à la Slovénie.")) == [("REJECT", "AUT", "SVN")]


def test_a_state_in_a_phrase_of_place_is_no_party() -> None:
    assert all(
        "MLI" not in m.target for m in paragraph("Le ministre belge a remercié samedi au Mali son homologue danois.")
    )


def test_purpose_of_a_visit_is_the_act() -> None:
    found = brief(paragraph("Le ministre chilien s'est rendu à Quito pour présenter ses condoléances à l'Équateur."))
    assert found == [("SUPPORT", "CHL", "ECU")]


def test_the_thing_asked_for_by_a_frame_is_not_an_act_of_its_own() -> None:
    assert [m.type for m in paragraph("La Finlande a suspendu ses exportations de drones vers la Turquie.")] == [
        "SANCTION"
    ]


def test_parties_of_an_act_told_before() -> None:
    found = paragraph("L'armée serbe a attaqué un convoi croate.", "L'attaque a duré deux heures.")
    assert brief(found) == [("ASSAULT", "SRB", "HRV")] * 2


def test_day_of_speaking_holds_for_what_the_speaker_goes_on_to_say() -> None:
    found = paragraph(
        "La ministre suédoise a critiqué lundi la politique hongroise.",
        "Stockholm a ensuite condamné les attaques hongroises.",
    )
    assert {m.date for m in found if m.type == "ACCUSE"} == {"2024-03-04"}


def test_heading_and_list_item_lend_their_dates() -> None:
    found = code(
        document(
            (SectionKind.HEADING, "Mai 2021"),
            (SectionKind.PARAGRAPH, "Le Laos a signé un accord avec la Mongolie."),
            (SectionKind.LIST_ITEM, "12 mai, la Mongolie expulse un diplomate laotien."),
        )
    )
    assert [(m.type, m.date) for m in found] == [("AGREE", "2021-05"), ("SANCTION", "2021-05-12")]


def test_date_of_saying_is_not_that_of_what_is_said() -> None:
    found = {m.type: m.date for m in paragraph("Lundi, la Serbie a menacé de bombarder la Bosnie.")}
    assert found["THREATEN"] == "2024-03-04"
    assert found.get("ASSAULT") is None


def test_offsets_are_those_of_the_text() -> None:
    made = document((SectionKind.PARAGRAPH, "Rien. Le Kenya a accusé l’Ouganda d’ingérence."))
    (mention,) = [m for m in code(made) if m.type == "ACCUSE"]
    assert made.text[mention.start : mention.end].startswith("Le Kenya")
    assert made.text[mention.trigger_start : mention.trigger_end] == "accusé"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "Le ministre grec a démissionné.",
        "La France et l'Espagne ont une frontière commune.",
        "Une Française s'est rendue en Italie pour ses vacances.",
        "La cour d'appel de Paris a entendu un témoin espagnol.",
    ],
)
def test_nothing_to_code(text: str) -> None:
    assert paragraph(text) == []


def test_same_result_twice() -> None:
    made = document((SectionKind.PARAGRAPH, "Le Ghana et le Togo ont signé un accord. Accra a remercié Lomé."))
    assert code(made) == code(made)


def test_explain_names_frame_and_rules() -> None:
    (mention,) = paragraph("L'Islande a condamné jeudi la décision du Danemark.")
    found = events.explain(mention, BOOK)
    assert found.frame == mention.rule_id
    assert "named in the sentence" in found.source
    assert found.date == "time expression that depends on the trigger"
    with pytest.raises(UsageError, match="no frame"):
        events.explain(replace(mention, rule_id="gone"), BOOK)

"""What a trigger needs behind its two sides to count, and what an act is about."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Les incendies ont frappé le Chili et le Pérou.", id="fires attack nobody"),
        pytest.param("L'avenir de la coopération entre le Chili et le Pérou est incertain.", id="a comment's subject"),
        pytest.param("La voiture blindée du ministre grec a franchi la frontière de Chypre.", id="a car is no army"),
        pytest.param("L'ONU appelle le Pérou.", id="bodies do not telephone"),
        pytest.param("La décision d'Oslo entraîne une hausse des prix au Bénin.", id="to cause is not to train"),
    ],
)
def test_no_act(text: str) -> None:
    assert code(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le président chilien a appelé son homologue péruvien lundi.", ("CONSULT", "diplomatic")),
        ("Le Chili souhaite rencontrer le Pérou.", ("CONSULT", "diplomatic")),
        ("Un gazoduc appelé à relier le Chili au Pérou sera construit.", ("COOPERATE", "economic")),
        ("L'Irlande a livré six navires au Togo.", ("AID", "military")),
        ("La Norvège a limité les liaisons aériennes avec le Chili.", ("SANCTION", "economic")),
        ("L'ONU a puni le Laos.", ("SANCTION", "political")),
        ("Le dissident omanais a été empoisonné par Cuba.", ("ASSAULT", "political")),
    ],
)
def test_one_act_and_what_it_is_about(text: str, expected: tuple[str, str]) -> None:
    assert [(m.type, m.domain) for m in code(text)] == [expected]


def test_parties_are_no_figure() -> None:
    (mention,) = code("Les présidents des deux pays, le Chili et le Pérou, se sont rencontrés lundi.")
    assert mention.quantity == ()

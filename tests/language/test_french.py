"""Sentence borders of the French pack, on our own sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapprochement.language import FrenchPack, normalise
from rapprochement.model import Document, Section, SectionKind


@pytest.fixture(scope="module")
def pack() -> FrenchPack:
    return FrenchPack()


def sentences(pack: FrenchPack, text: str) -> list[str]:
    document = Document("a", "a", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),))
    return [text[s.start : s.end] for s in pack.analyse_one(document).sentences]


@pytest.mark.parametrize(
    "expected",
    [
        ["Kim Jong Un a reçu une délégation.", "Elle est repartie."],
        ["M. Lund a parlé.", "Mme. Berg a répondu."],
        ["George W. Bush est à Oslo.", "Il y reste."],
        ['"Nous partons", a dit la ministre.', '"Demain ou après-demain", a-t-elle ajouté.'],
        ["Il a dit : « Partons. »", "Puis il est parti."],
        ["Il s'est tu.", "« Partons », a-t-il lancé.", "Tous l'ont suivi."],
        ["Que veut Lima ?", "Nul ne le sait."],
        ["Le bilan est de 10.000 morts.", "Il monte."],
    ],
)
def test_borders(pack: FrenchPack, expected: list[str]) -> None:
    assert sentences(pack, " ".join(expected)) == expected


def test_sections_are_never_joined(pack: FrenchPack) -> None:
    text = "Visite à Lima\nLe ministre arrive"
    document = Document(
        "a", "a", "", text, (Section(0, SectionKind.HEADING, 0, 13, 1), Section(1, SectionKind.PARAGRAPH, 14, 34, 0, 0))
    )
    assert [text[s.start : s.end] for s in pack.analyse_one(document).sentences] == [
        "Visite à Lima",
        "Le ministre arrive",
    ]


def test_boilerplate_and_endnotes_are_not_analysed(pack: FrenchPack) -> None:
    text = "Partager"
    for kind in (SectionKind.BOILERPLATE, SectionKind.ENDNOTE, SectionKind.METADATA):
        document = Document("a", "a", "", text, (Section(0, kind, 0, 8),))
        assert pack.analyse_one(document).sentences == ()


def test_sentence_at(pack: FrenchPack) -> None:
    text = "Un vol part. Un autre arrive."
    document = Document("a", "a", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),))
    analysis = pack.analyse_one(document)
    assert analysis.sentence_at(0) is analysis.sentences[0]
    assert analysis.sentence_at(12) is None
    assert analysis.sentence_at(20) is analysis.sentences[1]
    assert analysis.sentence_at(len(text) + 5) is None


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_keeps_its_offsets(pack: FrenchPack, text: str) -> None:
    assert len(normalise(text)) == len(text)
    document = Document("a", "a", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),))
    analysis = pack.analyse_one(document)
    last = 0
    for sentence in analysis.sentences:
        assert last <= sentence.start < sentence.end <= len(text)
        last = sentence.end
        for token in sentence.span:
            at = sentence.offset(token)
            assert analysis.normalised[at : at + len(token.text)] == token.text


def test_a_very_long_line_is_cut_and_nothing_lost(pack: FrenchPack) -> None:
    text = "oui " * 11_000
    found = sentences(pack, text)
    assert sum(len(s.split()) for s in found) == 11_000


def test_hard_wrapped_lines_are_one_sentence(pack: FrenchPack) -> None:
    assert sentences(pack, "La ministre est\narrivée à Lima.\nElle repart.") == [
        "La ministre est\narrivée à Lima.",
        "Elle repart.",
    ]

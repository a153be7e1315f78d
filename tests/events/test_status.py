"""Status by modality (the codebook's examples), negation, chains and acts of speech, on sentences of our own."""

from __future__ import annotations

import re

import pytest

from rapprochement.codebook import load_codebook
from rapprochement.events.context import StatusReading
from rapprochement.events.modality import Modality
from rapprochement.events.speech import attributions
from rapprochement.events.status import status_of
from rapprochement.language import FrenchPack
from rapprochement.model import ActorMention, Document, Section, SectionKind

CODEBOOK = load_codebook()
PACK = FrenchPack()
MODALITIES = CODEBOOK.entries("modality", Modality)


def status(marked: str, actors: dict[str, str] | None = None, **given: object) -> StatusReading:
    """Read the status of the word in ``<>``; ``actors`` maps wording to code."""
    text = re.sub(r"[<>]", "", marked)
    at = marked.index("<")
    document = Document("d", "d", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),))
    analysis = PACK.analyse_one(document)
    people = [
        ActorMention("d", m.start(), m.end(), m[0], (code,), "capital", "test")
        for word, code in (actors or {}).items()
        for m in re.finditer(word, text)
    ]
    sentence = analysis.sentence_at(at)
    assert sentence is not None
    token = sentence.tokens_in(at, at + len(marked[at + 1 : marked.index(">")]))[0]
    return status_of(token, sentence, attributions(document, analysis, people, CODEBOOK), CODEBOOK, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(("entry", "example"), [(k, x) for k, e in MODALITIES.items() for x in e.examples])
def test_modality_examples(entry: str, example: str) -> None:
    assert status(example).status == MODALITIES[entry].status


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("Minsk a <livré> des chars à Bakou.", "asserted"),
        ("Minsk <livrera> des chars à Bakou.", "planned"),
        ("Minsk aurait <livré> des chars à Bakou.", "claimed"),
        ("Si Bakou attaque, Minsk <livrera> des chars.", "hypothetical"),
        ("Selon Oslo, Minsk a <livré> des chars.", "claimed"),
        ("Oslo soupçonne Minsk d'avoir <livré> des chars.", "suspected"),
        ("Minsk dément avoir <livré> des chars.", "denied"),
        ("Oslo exhorte Minsk à <retirer> ses soldats.", "called_for"),
        ("Oslo menace d'<imposer> des sanctions à Minsk.", "hypothetical"),
        ("Oslo craint que Minsk <attaque> Bakou.", "hypothetical"),
        ("Oslo a promis de <livrer> des chars à Bakou.", "planned"),
        ("« Minsk a <livré> des chars », a déclaré le ministre norvégien.", "claimed"),
        ("Minsk a <livré> des chars, a indiqué la présidence.", "claimed"),
        ("La <livraison> de chars aura lieu en mai.", "planned"),
    ],
)
def test_status(example: str, expected: str) -> None:
    assert status(example).status == expected


def test_chain_is_kept_from_the_outermost() -> None:
    reading = status("Oslo affirme que Rome soupçonne Minsk d'avoir <livré> des chars.", {"Oslo": "NOR", "Rome": "ITA"})
    assert (reading.status, reading.attributed_to, reading.chain) == ("suspected", "ITA", ("NOR", "ITA"))


def test_denial_of_what_is_negated_under_a_report() -> None:
    reading = status("Selon Minsk, l'armée n'a pas <livré> de chars.", {"Minsk": "BLR"}, event_type="AID")
    assert (reading.status, reading.attributed_to, reading.negated) == ("denied", "BLR", True)


def test_negation_without_a_speaker_is_marked_not_denied() -> None:
    reading = status("Minsk n'a jamais <livré> de chars.")
    assert (reading.status, reading.negated) == ("asserted", True)


def test_act_of_speech_is_asserted() -> None:
    given = {"event_type": "SUPPORT", "source": ("NOR",)}
    assert status("« Nous <saluons> ce geste », a déclaré Oslo.", {"Oslo": "NOR"}, **given).status == "asserted"


def test_date_after_publication_makes_a_plan() -> None:
    assert status("Le roi se <rend> à Rome jeudi.", future_date=True).status == "planned"


def test_background_of_a_report_stays_asserted() -> None:
    reading = status(
        "Trois soldats sont morts après l'<attaque> de mardi, selon Oslo.", {"Oslo": "NOR"}, event_type="ASSAULT"
    )
    assert (reading.status, reading.attributed_to) == ("asserted", None)

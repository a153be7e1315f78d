"""Speech attributions in all quote styles, over sentences, with pronouns and continued speech."""

from __future__ import annotations

import pytest

from rapprochement.codebook import load_codebook
from rapprochement.events.context import Attribution
from rapprochement.events.quotes import quotations
from rapprochement.events.speech import attributions
from rapprochement.language import FrenchPack
from rapprochement.model import ActorMention, Document, Section, SectionKind

CODEBOOK = load_codebook()
PACK = FrenchPack()


def read(text: str, actors: tuple[ActorMention, ...] = ()) -> list[Attribution]:
    document = Document("d", "d", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),))
    return list(attributions(document, PACK.analyse_one(document), actors, CODEBOOK))


@pytest.mark.parametrize(
    "quoted",
    [
        "« Oslo tiendra bon »",
        '"Oslo tiendra bon"',
        "“Oslo tiendra bon”",
        "«\u00a0Oslo tiendra bon\u00a0»",
        "- Oslo tiendra bon",
    ],
)
def test_quote_styles(quoted: str) -> None:
    text = f"{quoted}, a déclaré le ministre."
    (found,) = [a for a in read(text) if a.rule_id == "say:déclarer"]
    assert found.claimant == "le ministre"
    assert found.covers(text.index("tiendra"))
    assert not found.covers(text.index("ministre"))


def test_quotation_runs_over_sentences() -> None:
    text = "« Minsk a livré des chars. Bakou les a reçus », a affirmé la ministre."
    (found,) = read(text)
    assert found.covers(text.index("livré")) and found.covers(text.index("reçus"))


def test_quotation_goes_on_after_the_insertion() -> None:
    text = "« Minsk a livré des chars, a affirmé la ministre, et Bakou les a reçus. »"
    assert any(a.covers(text.index("livré")) for a in read(text))


def test_pronoun_takes_the_last_claimant() -> None:
    found = read("« Nous partons », a dit le général. « Tout est prêt », a-t-il ajouté.")
    assert [a.claimant for a in found] == ["le général", "le général"]


def test_participle_shares_the_speaker() -> None:
    found = read("« Nous partons », a dit le général, précisant que Minsk avait livré des chars.")
    assert [a.claimant for a in found] == ["le général", "le général"]


def test_claimant_is_the_code_of_a_state_actor_and_the_words_of_a_person() -> None:
    actor = ActorMention("d", 0, 4, "Oslo", ("NOR",), "capital", "test")
    (state,) = read("Oslo affirme que Minsk a livré des chars.", (actor,))
    (person,) = read("Des experts affirment que Minsk a livré des chars.")
    assert (state.claimant, state.codes) == ("NOR", ("NOR",))
    assert (person.claimant, person.codes) == ("Des experts", ())


def test_stray_mark_opens_nothing() -> None:
    assert quotations('Il mesure 5" de long.') == ()


def test_text_without_speech() -> None:
    assert read("Le pont relie les deux rives depuis 1950.") == []

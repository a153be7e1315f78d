"""Every cue entry's examples must be read as marked, its counter-examples not: ``<claimant>``, ``{content}``."""

from __future__ import annotations

import re
from typing import Any

import pytest

from rapprochement.codebook import load_codebook
from rapprochement.events.context import Attribution
from rapprochement.events.cues import SpeechAdverbial, SpeechNoun, SpeechVerb
from rapprochement.events.speech import attributions
from rapprochement.language import FrenchPack
from rapprochement.model import Document, Section, SectionKind

CODEBOOK = load_codebook()
ENTRIES: dict[str, Any] = {
    **CODEBOOK.entries("speech_verb", SpeechVerb),
    **CODEBOOK.entries("speech_noun", SpeechNoun),
    **CODEBOOK.entries("speech_adverbial", SpeechAdverbial),
}
PACK = FrenchPack()


def read(text: str) -> tuple[Attribution, ...]:
    document = Document("d", "d", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),))
    return attributions(document, PACK.analyse_one(document), (), CODEBOOK)


@pytest.mark.parametrize(("entry", "example"), [(k, x) for k, e in ENTRIES.items() for x in e.examples])
def test_examples(entry: str, example: str) -> None:
    text = re.sub(r"[<>{}]", "", example)
    found = [a for a in read(text) if a.rule_id.startswith(entry + ":")]
    assert found, f"no {entry} in: {text}"
    claimant, content = re.search(r"<(.+?)>", example), re.search(r"\{(.+?)\}", example)
    if claimant:
        assert any(a.claimant == re.sub(r"[<>{}]", "", claimant[1]) for a in found), [a.claimant for a in found]
    if content:
        covered = ["|".join(text[s:e] for s, e in a.spans) for a in found]
        assert any(c.strip(' ,."«»') == content[1].strip(" ,.") for c in covered), covered


@pytest.mark.parametrize(("entry", "example"), [(k, x) for k, e in ENTRIES.items() for x in e.counter_examples])
def test_counter_examples(entry: str, example: str) -> None:
    assert not [a for a in read(example) if a.rule_id.startswith(entry + ":")]

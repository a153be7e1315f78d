"""One parsed pack and codebook for all tests of the room, and a short way from text to mentions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rapprochement import actors
from rapprochement.codebook import Codebook, load_codebook
from rapprochement.language import FrenchPack
from rapprochement.model import ActorMention, Document, Section, SectionKind

Find = Callable[..., list[ActorMention]]


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture(scope="session")
def pack() -> FrenchPack:
    return FrenchPack()


@pytest.fixture(scope="session")
def find(codebook: Codebook, pack: FrenchPack) -> Find:
    def run(text: str, published: str | None = "2020-05-01") -> list[ActorMention]:
        sections, start = [], 0
        for line in text.split("\n"):
            if line.strip():
                sections.append(Section(len(sections), SectionKind.PARAGRAPH, start, start + len(line)))
            start += len(line) + 1
        document = Document("t.txt", "t.txt", "", text, tuple(sections), published=published)
        return actors.find(document, pack.analyse_one(document), codebook)

    return run

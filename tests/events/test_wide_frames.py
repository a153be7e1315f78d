"""The examples of the wider frame files must be coded as told, their counter-examples not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rapprochement import actors, times
from rapprochement.codebook import load_codebook
from rapprochement.codebook.loader import BUILT_IN
from rapprochement.events import code
from rapprochement.language import FrenchPack
from rapprochement.model import Document, EventMention, Section, SectionKind

FILES = sorted((BUILT_IN / "fr" / "frames").glob("2[0-35]-*.yaml"))
FRAMES: list[dict[str, Any]] = [
    entry for path in FILES for entry in yaml.safe_load(Path(path).read_text(encoding="utf-8"))["entries"]
]
CODEBOOK = load_codebook()
PACK = FrenchPack()


def coded(text: str) -> list[EventMention]:
    document = Document("d", "d", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),), published="2020-01-01")
    analysis = PACK.analyse_one(document)
    found = times.find(document, analysis, CODEBOOK)
    return list(code(document, analysis, found, actors.find(document, analysis, CODEBOOK, found), CODEBOOK))


@pytest.mark.parametrize(
    "example", [x for frame in FRAMES for x in frame.get("examples", ())], ids=lambda x: x["text"][:40]
)
def test_examples(example: dict[str, Any]) -> None:
    found = [(m.type, list(m.source), list(m.target)) for m in coded(example["text"])]
    assert (example["type"], example["source"], example["target"]) in found


@pytest.mark.parametrize(
    ("frame", "text"), [(frame["id"], text) for frame in FRAMES for text in frame.get("counter_examples", ())]
)
def test_counter_examples(frame: str, text: str) -> None:
    assert frame not in [m.rule_id for m in coded(text)]


def test_every_file_is_read() -> None:
    assert len(FILES) == 5
    assert len({frame["id"] for frame in FRAMES}) == len(FRAMES)

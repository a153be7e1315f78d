"""Every frame's examples go through the whole coder, and its counter-examples must not yield the frame."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rapprochement import actors, events, times
from rapprochement.codebook import load_codebook
from rapprochement.codebook.loader import Codebook, CodebookError
from rapprochement.events.frames import SYMMETRIC, Frame, FrameExample, frame_index
from rapprochement.language import FrenchPack
from rapprochement.model import Document, EventMention, Section, SectionKind

PUBLISHED = "2024-03-05"
BOOK = load_codebook()
FRAMES = BOOK.entries("frames", Frame)
EXAMPLES = [(frame, example) for frame in FRAMES.values() for example in frame.examples]
COUNTERS = [(frame, text) for frame in FRAMES.values() for text in frame.counter_examples]


def coded(texts: list[str], book: Codebook) -> Iterator[list[EventMention]]:
    documents = [
        Document(
            f"{n}.txt",
            "",
            "",
            text,
            (Section(0, SectionKind.PARAGRAPH, 0, len(text)),),
            language="fr",
            published=PUBLISHED,
        )
        for n, text in enumerate(texts)
    ]
    for document, analysis in zip(documents, FrenchPack().analyse(documents), strict=True):
        found = times.find(document, analysis, book)
        people = actors.find(document, analysis, book, found)
        yield events.code(document, analysis, found, people, book)


@pytest.fixture(scope="module")
def results() -> dict[str, list[EventMention]]:
    texts = list(dict.fromkeys([e.text for _, e in EXAMPLES] + [t for _, t in COUNTERS]))
    return dict(zip(texts, coded(texts, BOOK), strict=True))


def fits(frame: Frame, example: FrameExample, mention: EventMention) -> bool:
    kind = example.type or frame.type
    if mention.type != kind:
        return False
    sides = (set(mention.source), set(mention.target)) == (set(example.source), set(example.target))
    if kind in SYMMETRIC:
        sides = {*mention.source, *mention.target} == {*example.source, *example.target}
    return (
        sides
        and (example.domain is None or mention.domain == example.domain)
        and (example.status is None or mention.status == example.status)
        and (example.date is None or mention.date == example.date)
    )


@pytest.mark.parametrize(("frame", "example"), EXAMPLES, ids=lambda v: v.id if isinstance(v, Frame) else None)
def test_example(frame: Frame, example: FrameExample, results: dict[str, list[EventMention]]) -> None:
    mentions = results[example.text]
    assert any(fits(frame, example, m) for m in mentions), [
        (m.rule_id, m.type, m.source, m.target, m.domain, m.status, m.date) for m in mentions
    ]


@pytest.mark.parametrize(("frame", "text"), COUNTERS, ids=lambda v: v.id if isinstance(v, Frame) else None)
def test_counter_example(frame: Frame, text: str, results: dict[str, list[EventMention]]) -> None:
    assert not [m for m in results[text] if m.rule_id == frame.id]


def test_every_type_has_frames_and_examples() -> None:
    assert {frame.type for frame, _ in EXAMPLES} == set(frame_index(BOOK).types)


def test_every_mode_is_reached_by_a_frame() -> None:
    reached = {(frame.type, frame.mode) for frame in FRAMES.values()}
    missing = [
        (t.id, mode) for t in frame_index(BOOK).types.values() for mode in t.modes if (t.id, mode) not in reached
    ]
    assert not missing


def test_a_frame_of_an_overlay_is_used(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "mine.yaml").write_text(
        "kind: frames\nentries:\n- {id: mine.pipe, type: COOPERATE, roles: together, verbs: [tricoter]}\n",
        encoding="utf-8",
    )
    (found,) = coded(["La Suède tricote avec la Norvège."], load_codebook([folder]))
    assert [(m.rule_id, m.source, m.target) for m in found] == [("mine.pipe", ("SWE",), ("NOR",))]


def test_a_frame_with_an_unknown_role_pattern_is_refused(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "mine.yaml").write_text(
        "kind: frames\nentries:\n- {id: mine.bad, type: AID, roles: nowhere, verbs: [donner]}\n", encoding="utf-8"
    )
    with pytest.raises(CodebookError, match=r"mine\.bad"):
        frame_index(load_codebook([folder]))

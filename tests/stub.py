"""A reader and a coder small enough to see through, for tests of what stands around them.

Articles are lines such as ``NOR visit SWE 2024-05-02``; a line with RAISE, HOG, DIE or HANG makes the coder do so.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rapprochement.language import Analysis
from rapprochement.model import ActorMention, Document, EventMention, Section, SectionKind, TimeExpression
from rapprochement.pipeline import Coder

NAME = "stub:coder"
FAULTS = True
_LINE = re.compile(r"^(\w{3}) (visit|arms) (\w{3}) (\d{4}-\d\d-\d\d)", re.MULTILINE)


def document(name: str, text: str, path: str | None = None, published: str | None = None) -> Document:
    sections, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            sections.append(Section(len(sections), SectionKind.PARAGRAPH, at, at + len(line)))
        at += len(line) + 1
    return Document(
        name,
        path or name,
        hashlib.sha256(text.encode()).hexdigest(),
        text,
        tuple(sections),
        published=published,
        found_in={"published": "test"} if published else {},
    )


def read(sources: Sequence[Path], overlays: Sequence[Path]) -> Iterator[Document]:
    for source in sources:
        for path in sorted(source.rglob("*.txt")) if source.is_dir() else [source]:
            text = path.read_text(encoding="utf-8")
            if "UNREADABLE" in text:
                yield Document(
                    path.name, str(path), "", "", state="not coded", reason="truncated-pdf", message="damaged"
                )
            else:
                yield document(path.name, text, str(path))


def _analyse(documents: Any) -> Iterator[Analysis]:
    for one in documents:
        if "NOPARSE" in one.text:
            raise ValueError("parser failed")
        yield Analysis(one.document, one.text, ())


def _times(one: Document, analysis: Analysis) -> list[TimeExpression]:
    return [
        TimeExpression(one.document, m.start(4), m.end(4), m[4], m[4], "date", "DATE", m[4], "explicit", "stub")
        for m in _LINE.finditer(one.text)
    ]


def _actors(one: Document, analysis: Analysis, times: Any) -> list[ActorMention]:
    return [
        ActorMention(one.document, m.start(g), m.end(g), m[g], (m[g],), "state", "stub")
        for m in _LINE.finditer(one.text)
        for g in (1, 3)
    ]


def _events(one: Document, analysis: Analysis, times: Any, actors: Any) -> Iterator[EventMention]:
    if "RAISE" in one.text and FAULTS:
        raise KeyError("a stage failed")
    if "HOG" in one.text:
        bytearray(1 << 36)
    if "DIE" in one.text:
        os._exit(9)
    if "HANG" in one.text:
        time.sleep(600)
    if "SLOW" in one.text:
        time.sleep(0.03)
    for m in _LINE.finditer(one.text):
        day = date.fromisoformat(m[4])
        kind = {"visit": ("CONSULT", "visit", "diplomatic"), "arms": ("AID", "arms", "military")}[m[2]]
        yield EventMention(
            one.document,
            m.start(),
            m.end(),
            m.start(2),
            m.end(2),
            *kind,
            (m[1],),
            (m[3],),
            "asserted",
            "stub",
            date=m[4],
            earliest=day,
            latest=day,
        )


def coder(overlays: Sequence[str]) -> Coder:
    return Coder(_analyse, _times, _actors, _events)


def broken(overlays: Sequence[str]) -> Coder:
    raise OSError("no model here")

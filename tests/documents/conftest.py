"""Helpers for the tests of the documents room: read one text, read one folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rapprochement.codebook import load_codebook
from rapprochement.documents import read_corpus
from rapprochement.documents.layout import Layout
from rapprochement.model import Document

TODAY = date(2026, 1, 31)
Reader = Callable[..., Document]


@pytest.fixture(scope="session")
def layout() -> Layout:
    return Layout.of(load_codebook())


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Write one file and read it: ``read(content, name="a.txt")``."""

    def reader(content: str | bytes, name: str = "a.txt", **options: object) -> Document:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        documents = list(read_corpus([tmp_path / name], today=TODAY, **options))  # type: ignore[arg-type]
        assert len(documents) == 1
        return documents[0]

    return reader


@pytest.fixture
def kinds() -> Callable[[Document], list[tuple[str, str]]]:
    """Return kind and words of each section."""

    def of(document: Document) -> list[tuple[str, str]]:
        return [(s.kind.value, document.text[s.start : s.end]) for s in document.sections]

    return of

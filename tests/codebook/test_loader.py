"""The codebook: layers, errors that name the place, the worked example of the documentation, generated pages that are fresh."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rapprochement import actors, events, times
from rapprochement.codebook import Entry, load_codebook
from rapprochement.errors import CodebookError
from rapprochement.language import FrenchPack
from rapprochement.model import Document, Section, SectionKind

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "vocabulary"


class Simple(Entry):
    words: tuple[str, ...] = ()


def write(folder: Path, text: str, name: str = "a.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_later_layers_replace_entries_by_id(tmp_path: Path) -> None:
    first = write(tmp_path / "one", "kind: trial\nentries: [{id: a, words: [un]}, {id: b, words: [deux]}]")
    second = write(tmp_path / "two", "kind: trial\nentries: [{id: b, words: [trois]}]")
    entries = load_codebook([first, second]).entries("trial", Simple)
    assert {k: e.words for k, e in entries.items()} == {"a": ("un",), "b": ("trois",)}
    assert load_codebook([first]).digest != load_codebook([first, second]).digest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind: trial\nentries: [{words: [un]}]", "id"),
        ("kind: trial\nentries: {a: 1}", "entries"),
        ("entries: []", "kind"),
        ("kind: trial\nentries: [", "not YAML"),
        ("kind: trial\nentries: []\nmore: 1", "kind"),
        ("kind: trial\nentries: !!python/object/apply:os.system ['true']", "not YAML"),
    ],
)
def test_a_slip_in_an_overlay_is_told_at_once_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CodebookError, match=message) as error:
        load_codebook([write(tmp_path / "one", text)])
    assert "a.yaml" in str(error.value)


def test_unknown_fields_and_doubled_ids_are_named(tmp_path: Path) -> None:
    book = load_codebook([write(tmp_path / "one", "kind: trial\nentries: [{id: a, colour: red}]")])
    with pytest.raises(CodebookError, match=r"trial 'a', field 'colour'"):
        book.entries("trial", Simple)
    book = load_codebook([write(tmp_path / "two", "kind: trial\nentries: [{id: a}, {id: a}]")])
    with pytest.raises(CodebookError, match="twice"):
        book.entries("trial", Simple)
    with pytest.raises(CodebookError, match="no codebook folder"):
        load_codebook([tmp_path / "none"])


def test_every_built_in_file_parses() -> None:
    book = load_codebook()
    assert len(book.kinds) > 15
    for file in (file for kind in book.kinds for file in book.files(kind)):
        assert list(file.parse()), f"{file.path} holds no entry"


def code(text: str, overlays: list[Path]) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    book = load_codebook(overlays)
    document = Document("a", "a", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),), published="2032-05-04")
    analysis = FrenchPack().analyse_one(document)
    expressions = times.find(document, analysis, book)
    people = actors.find(document, analysis, book, expressions)
    return [(m.type, m.source, m.target, m.rule_id) for m in events.code(document, analysis, expressions, people, book)]


def test_the_documented_example_adds_an_actor_and_a_frame() -> None:
    text = "Saga Lindqvist a rallumé un phare avec la Finlande."
    assert code(text, []) == []
    assert code(text, [EXAMPLE]) == [("COOPERATE", ("SWE",), ("FIN",), "example.lighthouse")]


def test_the_documentation_shows_the_example_files_as_they_are() -> None:
    page = (ROOT / "docs" / "adding-vocabulary.md").read_text(encoding="utf-8")
    for path in sorted(EXAMPLE.glob("*.yaml")):
        assert path.read_text(encoding="utf-8").strip() in page


def test_generated_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "generate_docs.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr

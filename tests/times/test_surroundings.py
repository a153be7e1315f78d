"""Rendering, the spaCy component, the documentation page, the speed and the scores beside the shared gold."""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
import spacy

from rapprochement.codebook import load_codebook
from rapprochement.errors import CodebookError, UsageError
from rapprochement.times import component, tag
from rapprochement.times.cli import FORMATS, render
from rapprochement.times.document import page
from rapprochement.times.grammar import compile_grammar, expand

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Mi-juillet, <Oslo> & Bergen ont signé ; hier encore, rien."


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_renders(form: str) -> None:
    assert "2025-07" in render(TEXT, tag(TEXT, published="2025-10-27"), form)


def test_jsonl_rows_keep_offsets() -> None:
    rows = [json.loads(line) for line in render(TEXT, tag(TEXT, published="2025-10-27"), "jsonl").splitlines()]
    assert [TEXT[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    assert rows[0]["earliest"] == "2025-07-11"


def test_timex3_is_escaped() -> None:
    assert "&lt;Oslo&gt; &amp; Bergen" in render(TEXT, [], "timex3")


def test_an_unknown_format_names_the_known() -> None:
    with pytest.raises(UsageError, match="marked, jsonl, timex3"):
        render(TEXT, [], "xml")


def test_component_fills_spans() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("rapprochement_times", config={"published": "2025-10-27"})
    doc = nlp("Depuis le 19 juin 2024, ils se parlent.")
    (span,) = doc.spans["times"]
    row = component.row_of(span)
    assert (span.text, span.label_, span.kb_id_) == ("le 19 juin 2024", "DATE", "2024-06-19")
    assert row is not None
    assert row.interval == "2024-06-19/.."


def test_the_page_is_as_new_as_the_grammar() -> None:
    assert (ROOT / "docs/times.md").read_text(encoding="utf-8") == page(load_codebook()), (
        "python -m rapprochement.times.document > docs/times.md"
    )


@pytest.mark.parametrize("pattern", ["(a b", "a) b"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(CodebookError):
        assert not expand(pattern)


def test_an_overlay_adds_a_rule(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text(
        "kind: times-rules-fr\nentries:\n- id: dry-january\n  patterns: ['janvier sec']\n  operation: date\n"
        "  arguments: {month: 1}\n  examples: [{text: 'Un janvier sec.'}]\n",
        encoding="utf-8",
    )
    codebook = load_codebook([tmp_path])
    assert "dry-january" in compile_grammar(codebook).rules
    assert [r.rule_id for r in tag("Un janvier sec.", published="2024-03-01", codebook=codebook)] == ["dry-january"]


def test_fast_enough() -> None:
    text = (
        "Le 19 juin 2024, le ministre a reçu mardi son homologue à Oslo, trois ans après leur première rencontre.\n"
        * 200
    )
    tag(text, published="2024-06-20")
    begin = time.process_time()
    tag(text, published="2024-06-20")
    assert len(text) / (time.process_time() - begin) > 50_000


def quality() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quality_times", ROOT / "quality/times.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["quality_times"] = module
    spec.loader.exec_module(module)
    return module


FLOORS = {"ftb": (0.93, 0.97, 0.94), "dev": (0.99, 0.97, 0.0), "short": (0.97, 0.97, 0.0), "agency": (0.98, 0.97, 0.0)}
"""Value (F1 for the French TimeBank, right of core gold for ours), relaxed span F1, strict span F1: a little under what is reached."""


@pytest.mark.shared
@pytest.mark.slow
def test_scores_do_not_fall(shared: Path, tmp_path: Path) -> None:
    q = quality()
    q.SHARED = shared
    for name, (gold, texts, published, options) in q.sets(tmp_path).items():
        q.write(q.tag_files(texts, published), tmp_path / "out.jsonl")
        report, _ = q.score(gold, tmp_path / "out.jsonl", options)
        value, span, strict = FLOORS[name]
        assert report["span_and_value"]["f1" if name == "ftb" else "recall"] >= value, name
        assert report["span"]["f1"] >= span, name
        assert report["strict_span"]["f1"] >= strict, name
    assert min(q.bullets(None).values()) >= 0.98


def test_the_dash_of_a_list_item_is_no_range() -> None:
    rows = tag("2025\n\nSeptembre\n- 3 septembre, les deux ministres se voient à Lima.", published="2025-11-02")
    assert [(r.value, r.interval) for r in rows][1:] == [("2025-09", None), ("2025-09-03", None)]

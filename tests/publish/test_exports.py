"""Each export opened by the program that would read it, or by a reader of its format."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import docx
import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest
from made_up_dossier import MadeUp, made_up

from rapprochement.errors import UsageError
from rapprochement.publish import EXPORTS, export_as
from rapprochement.publish.exports.polecat import COLUMNS


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    return made_up(tmp_path_factory.mktemp("exports"), 100)


def test_polecat_csv_is_read_by_pandas(dossier: MadeUp, tmp_path: Path) -> None:
    table = pd.read_csv(export_as(dossier, "polecat-csv", tmp_path / "e.csv"))
    assert list(table.columns) == list(COLUMNS)
    assert len(table) == dossier.table("events").num_rows
    pair = table[(table["Actor Country"] == "RUS") & (table["Recipient Country"] == "PRK")].iloc[0]
    assert (int(pair["Actor COW"]), int(pair["Recipient COW"])) == (365, 731)
    assert set(table["Quad Code"]) <= {
        "VERBAL COOPERATION",
        "MATERIAL COOPERATION",
        "VERBAL CONFLICT",
        "MATERIAL CONFLICT",
    }
    assert table["Intensity"].notna().all()


def test_an_inexact_date_is_no_event_date(dossier: MadeUp, tmp_path: Path) -> None:
    path = export_as(dossier, "polecat-csv", tmp_path / "e.csv")
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
        exact = bool(row["Earliest Date"]) and row["Earliest Date"] == row["Latest Date"]
        assert bool(row["Event Date"]) == exact


def test_parquet_says_the_same_as_csv(dossier: MadeUp, tmp_path: Path) -> None:
    parquet = pq.read_table(export_as(dossier, "polecat-parquet", tmp_path / "e.parquet")).to_pylist()
    text = export_as(dossier, "polecat-csv", tmp_path / "e.csv").read_text(encoding="utf-8")
    assert [row["Event ID"] for row in parquet] == [row["Event ID"] for row in csv.DictReader(io.StringIO(text))]


def test_timelinejs_has_what_that_library_asks_for(dossier: MadeUp, tmp_path: Path) -> None:
    events = json.loads(export_as(dossier, "timelinejs", tmp_path / "t.json").read_text(encoding="utf-8"))["events"]
    assert events
    for slide in events:
        start = slide["start_date"]
        date(start["year"], start["month"], start["day"])
        assert start["display_date"] and slide["text"]["headline"] and slide["group"]
    assert len({slide["unique_id"] for slide in events}) == len(events)


@pytest.mark.parametrize(("name", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_networks_are_read_by_networkx(dossier: MadeUp, tmp_path: Path, name: str, read: object) -> None:
    graph = read(export_as(dossier, name, tmp_path / name))  # type: ignore[operator]
    assert {"RUS", "PRK"} <= set(graph.nodes)
    weights = [data["weight"] for _, _, data in graph.edges(data=True)]
    assert sum(weights) == dossier.table("events").num_rows
    assert all(data["domain"] for _, _, data in graph.edges(data=True))


def test_json_ld_links_claims_to_events_and_articles(dossier: MadeUp, tmp_path: Path) -> None:
    graph = json.loads(export_as(dossier, "jsonld", tmp_path / "g").read_text(encoding="utf-8"))["@graph"]
    kinds = {node["@type"] for node in graph}
    assert kinds == {"Event", "NewsArticle", "Claim"}
    ids = {node["@id"] for node in graph}
    for node in graph:
        if node["@type"] == "Claim":
            assert node["about"]["@id"] in ids and node["appearance"]["@id"] in ids


def test_annotations_select_the_very_characters(dossier: MadeUp, tmp_path: Path) -> None:
    items = json.loads(export_as(dossier, "annotations", tmp_path / "a").read_text(encoding="utf-8"))["items"]
    texts = {row["sha256"]: row["text"] for row in dossier.table("documents").to_pylist()}
    assert len(items) == dossier.table("mentions").num_rows
    for item in items:
        quote, position = item["target"]["selector"]
        text = texts[item["target"]["source"].removeprefix("urn:sha256:")]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text.index(quote["prefix"] + quote["exact"] + quote["suffix"]) >= 0


def test_citations_name_every_document(dossier: MadeUp, tmp_path: Path) -> None:
    documents = dossier.table("documents").to_pylist()
    items = json.loads(export_as(dossier, "csl", tmp_path / "c").read_text(encoding="utf-8"))
    assert [item["id"] for item in items] == [row["document"] for row in documents]
    assert items[0]["issued"]["date-parts"][0][0] == int(documents[0]["published"][:4])
    bibtex = export_as(dossier, "bibtex", tmp_path / "b").read_text(encoding="utf-8")
    keys = re.findall(r"^@article\{([^,]+),$", bibtex, re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(documents)
    assert bibtex.count("{") == bibtex.count("}")
    ris = export_as(dossier, "ris", tmp_path / "r").read_bytes().decode().split("\r\n")
    assert sum(line.startswith("TY  - NEWS") for line in ris) == len(documents)
    assert all(re.fullmatch(r"([A-Z][A-Z0-9]  - .*)?", line) for line in ris)


def test_every_line_of_the_brief_has_a_source(dossier: MadeUp, tmp_path: Path) -> None:
    text = export_as(dossier, "brief-md", tmp_path / "b.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    notes = set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert lines and notes
    for line in lines:
        named = set(re.findall(r"\[\^(\d+)\]", line))
        assert named and named <= notes, line


def test_the_word_brief_says_what_the_markdown_says(dossier: MadeUp, tmp_path: Path) -> None:
    document = docx.Document(str(export_as(dossier, "brief-docx", tmp_path / "b.docx")))
    bullets = [p for p in document.paragraphs if p.style is not None and p.style.name == "List Bullet"]
    text = export_as(dossier, "brief-md", tmp_path / "b.md").read_text(encoding="utf-8")
    assert len(bullets) == sum(line.startswith("- ") for line in text.splitlines())


@pytest.mark.parametrize("name", sorted(set(EXPORTS) - {"brief-docx"}))
def test_the_same_dossier_gives_the_same_bytes(dossier: MadeUp, tmp_path: Path, name: str) -> None:
    assert (
        export_as(dossier, name, tmp_path / "1").read_bytes() == export_as(dossier, name, tmp_path / "2").read_bytes()
    )


def test_a_folder_gets_a_file_named_after_the_export(dossier: MadeUp, tmp_path: Path) -> None:
    assert export_as(dossier, "ris", tmp_path).name == "ris.ris"


def test_an_unknown_export_lists_those_there_are(dossier: MadeUp, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="timelinejs"):
        export_as(dossier, "xml", tmp_path / "x")

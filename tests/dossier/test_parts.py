"""The parts of a dossier one by one: schemas, cache, decisions, exports, names, selections."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stub
from rapprochement.dossier import cache, decisions, store
from rapprochement.dossier.check import check
from rapprochement.dossier.dossier import DOMAINS, STATUSES, TYPES
from rapprochement.dossier.export import inert_cell, plain_rows, to_bytes
from rapprochement.dossier.naming import find_code, label
from rapprochement.dossier.schema import arrow_schema, documents_from, plain_row, row_from, tables_of, to_table
from rapprochement.dossier.sources import keep_source, source_path
from rapprochement.errors import DossierError, UsageError
from rapprochement.model import CodedDocument, Document, EventMention, Quantity, Section, SectionKind, TimeExpression

text = st.text(max_size=30)
codes = st.lists(text, max_size=3).map(tuple)
days = st.none() | st.dates()
quantities = st.builds(
    Quantity,
    st.floats(allow_nan=False, allow_infinity=False) | text,
    text,
    text,
    st.none() | text,
    st.none() | st.integers(0, 9),
)
mention_rows = st.builds(
    EventMention,
    *(text, st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6)),
    *(text, st.none() | text, text, codes, codes, text, text),
    date=st.none() | text,
    earliest=days,
    latest=days,
    quantity=st.lists(quantities, max_size=2).map(tuple),
    evidence=codes,
)
documents = st.builds(
    Document,
    *(text, text, text, text),
    sections=st.lists(
        st.builds(
            Section,
            st.integers(0, 9),
            st.sampled_from(SectionKind),
            st.integers(0, 99),
            st.integers(0, 99),
            update=st.none() | text,
        ),
        max_size=3,
    ).map(tuple),
    published=st.none() | text,
    updated=codes,
    found_in=st.dictionaries(text, text, max_size=2),
)


@settings(max_examples=80, deadline=None)
@given(mention_rows)
def test_rows_come_back_from_arrow_and_json_as_they_were(row: EventMention) -> None:
    (plain,) = to_table(EventMention, [row]).to_pylist()
    assert row_from(EventMention, plain) == row
    back = json.loads(json.dumps(plain_row(row), default=str))
    assert row_from(EventMention, back) == row


@settings(max_examples=60, deadline=None)
@given(documents)
def test_documents_come_back_from_their_tables(document: Document) -> None:
    tables = tables_of([CodedDocument(document)])
    assert documents_from(tables["documents"], tables["sections"]) == [document]


@settings(max_examples=60, deadline=None)
@given(documents, st.lists(mention_rows, max_size=3).map(tuple))
def test_the_cache_gives_back_what_was_put(
    tmp_path_factory: pytest.TempPathFactory, one: Document, rows: tuple[EventMention, ...]
) -> None:
    held = cache.Cache(tmp_path_factory.mktemp("cache"))
    coded = CodedDocument(one, mentions=rows)
    key = cache.document_key(one, "digest")
    held.put(key, coded)
    assert held.get(key) == coded


def test_half_characters_are_replaced_one_for_one() -> None:
    table = tables_of([CodedDocument(Document("a\udc80", "a", "", "x\ud800y", found_in={"title": "\udfff"}))])[
        "documents"
    ]
    assert table["document"][0].as_py() == "a\ufffd"
    assert table["text"][0].as_py() == "x\ufffdy"


def test_schemas_are_the_same_for_no_rows_and_have_the_columns_others_rely_on() -> None:
    assert tables_of([])["mentions"].schema == to_table(EventMention, [], {"mention": []}).schema
    names = tables_of([])["mentions"].column_names
    wanted = (
        "document start end trigger_start trigger_end type mode domain source target agents date earliest latest status"
    )
    assert {*wanted.split(), "attributed_to", "place", "quantity", "rule_id"} <= set(names)
    times = set(arrow_schema(TimeExpression).names)
    assert {
        *[
            "document",
            "start",
            "end",
            "text",
            "value",
            "earliest",
            "latest",
            "mod",
            "kind",
            "timex3_type",
            "timex3_value",
            "anchor",
            "rule_id",
        ]
    } <= times
    assert arrow_schema(EventMention).field("earliest").type == pa.date32()


def test_decisions_are_only_appended_and_a_torn_line_costs_nothing(tmp_path: Path) -> None:
    first = decisions.append(tmp_path, "settle", "x-1", "borne out", by="ana")
    before = (tmp_path / decisions.FILE).read_bytes()
    with (tmp_path / decisions.FILE).open("ab") as handle:
        handle.write(b'{"id": "d-torn')
    second = decisions.append(tmp_path, "settle", "x-1", "failed")
    assert (tmp_path / decisions.FILE).read_bytes().startswith(before)
    found, faults = decisions.read(tmp_path)
    assert found == [first, second]
    assert faults == ["decisions.jsonl, line 2: not a decision (a torn or edited line)"]
    with pytest.raises(UsageError):
        decisions.append(tmp_path, "", "x", 1)
    with pytest.raises(UsageError, match="plain JSON"):
        decisions.append(tmp_path, "k", "x", object())


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert inert_cell(cell).startswith("'")
    table = pa.table({"a": [cell], "b": [[cell, "x"]], "n": [-1.5]})
    (_, row) = list(csv.reader(io.StringIO(to_bytes(table, "csv").decode())))
    assert all(not c.lstrip().startswith(("=", "+", "@")) for c in row)
    assert row[2] == "-1.5"


def test_exports_are_read_by_their_own_readers() -> None:
    rows = [
        EventMention(
            *("a.txt", 0, 9, 1, 3, "AID", None, "military", ("NOR",), ("SWE",), "claimed", "r"),
            earliest=date(2024, 5, 2),
            quantity=(Quantity(600.0, "soldats", "tués"), Quantity("plusieurs", "chars", "livrés")),
        )
    ]
    table = to_table(EventMention, rows)
    (row,) = [json.loads(line) for line in to_bytes(table, "jsonl").splitlines()]
    assert row["source"] == ["NOR"]
    assert row["earliest"] == "2024-05-02"
    assert row["attributed_to"] is None
    assert [(q["value"], q["unit"], q["what"]) for q in row["quantity"]] == [
        (600, "soldats", "tués"),
        ("plusieurs", "chars", "livrés"),
    ]
    assert pq.read_table(io.BytesIO(to_bytes(table, "parquet"))).equals(table)
    with pytest.raises(UsageError, match="jsonl, csv, parquet"):
        to_bytes(table, "xlsx")
    mapped = tables_of([CodedDocument(Document("a", "a", "", "", found_in={"title": "html"}))])["documents"]
    assert next(plain_rows(mapped))["found_in"] == {"title": "html"}


def test_a_source_path_is_made_of_a_hash_only(tmp_path: Path) -> None:
    with pytest.raises(DossierError, match="no SHA-256"):
        source_path(tmp_path, "../../etc/passwd", "a.txt")
    assert source_path(tmp_path, "0" * 64, "../x/..\\evil.exe").name == "0" * 64
    article = tmp_path / "a.txt"
    article.write_text("texte", encoding="utf-8")
    assert not keep_source(tmp_path, "0" * 64, article)
    assert keep_source(tmp_path, store.file_hash(article), article)
    assert not list(tmp_path.rglob(".*"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Corée du Nord", "PRK"),
        ("coree du sud", "KOR"),
        ("États-Unis", "USA"),
        ("the United Kingdom", "GBR"),
        ("IGO:UN", "IGO:UN"),
    ],
)
def test_names_find_their_codes(name: str, code: str) -> None:
    assert find_code(name, []) == code


def test_a_name_that_is_nobodys_is_told_with_what_comes_near() -> None:
    assert find_code("Moscou", [], [("Moscou", "RUS")]) == "RUS"
    with pytest.raises(UsageError, match=r"did you mean .*RUS"):
        find_code("Rusie", ["RUS"])
    with pytest.raises(UsageError, match="this dossier has NOR, SWE"):
        find_code("qqqq", ["SWE", "NOR"])


def test_every_type_domain_and_status_has_a_name_in_both_languages() -> None:
    for language in ("fr", "en"):
        for key in (*TYPES, *(f"domain.{d}" for d in DOMAINS), *(f"status.{s}" for s in STATUSES)):
            assert label(key, language) != key


def test_every_mode_of_the_codebook_has_a_name() -> None:
    from rapprochement.codebook import load_codebook

    book = load_codebook()
    types = book.raw("event_types")
    assert set(types) == set(TYPES)
    missing = [
        f"{t}.{mode}" for t, raw in types.items() for mode in raw["modes"] if f"{t}.{mode}" not in book.raw("labels")
    ]
    assert not missing


def test_check_finds_spans_that_do_not_re_read_and_lost_mentions(tmp_path: Path) -> None:
    store.prepare(tmp_path / "d")
    one = stub.document("a.txt", "NOR visit SWE 2024-05-02")
    coder = stub.coder([])
    ((times, actors, mentions),) = coder([one])
    tables = tables_of([CodedDocument(one, times, actors, mentions)])
    from rapprochement.dossier.tombstones import LedgerEntry, Tombstone
    from rapprochement.model import Event

    lost = Event("e-x", "CONSULT", "diplomatic", ("NOR",), ("SWE",), "asserted", ("m-lost",), 1)
    tables |= {
        "events": to_table(Event, [lost]),
        "ledger": to_table(LedgerEntry, []),
        "tombstones": to_table(Tombstone, []),
    }
    wrong = tables["times"].set_column(3, "text", pa.array(["other"]))
    store.write_snapshot(tmp_path / "d", {**tables, "times": wrong}, {"created": "2026-01-01T00:00:00+00:00"})
    said = [f.message for f in check(tmp_path / "d") if f.level == "fault"]
    assert "1 rows of times do not re-read their text" in said
    assert "events name 1 mentions that do not exist" in said
    assert any("missing in sources/" in m for m in said)


def test_the_key_of_the_cache_changes_with_the_codebook(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("kind: labels\nentries:\n- {id: AID, fr: aide, en: help}\n", encoding="utf-8")
    assert cache.coding_digest([tmp_path]) != cache.coding_digest()
    assert cache.coding_digest() == cache.coding_digest()

"""Each format read from small files, what is left out counted, damaged files refused by name, imports joined."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from pydantic import ConfigDict

from rapprochement.codebook.loader import load_codebook
from rapprochement.dossier import Dossier
from rapprochement.errors import CodebookError, UsageError
from rapprochement.feeds import reading
from rapprochement.feeds.codes import Codes
from rapprochement.feeds.formats import GDELT_COLUMNS
from rapprochement.feeds.importing import import_feed
from rapprochement.feeds.reading import read_feed
from rapprochement.forecasts.classes import forecast_classes

ICEWS = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tTarget Name\t"
    "Target Sectors\tTarget Country\tPublisher\tCountry\n"
    "7\t2021-03-02\tSergey Someone\tForeign Ministry,Government\tRussian Federation\tHost a visit\t043\tNorth Korea\t\t"
    "North Korea\tSome Agency\tRussian Federation\n"
    "8\t2021-03-02\tCitizen (Kenya)\tGeneral Population\tKenya\tDemonstrate or rally\t141\tPolice (Uganda)\tPolice\tUganda\t\t\n"
    "9\t2021-03-03\tJapan\t\tJapan\tMake statement\t010\tChina\t\tChina\t\t\n"
    "10\tsome day\tJapan\t\tJapan\tProvide military aid\t072\tIndia\t\tIndia\t\t\n"
    "11\t2021-03-04\tJapan\t\tJapan\tProvide military aid\t072\tJapan\t\tJapan\t\t\n"
)
POLECAT = (
    "Event ID,Event Date,Event Type,Event Mode,Contexts,Actor Name,Actor Country,Recipient Name,Recipient Country,Source,"
    "Publication Date\n"
    'P1,2023-05-01,CONSULT,visit,"military;diplomatic","A, minister",RUS,"B",PRK,agency,2023-05-03\n'
    "P2,2023-05-02,REQUEST,,,,USA;JPN,,CHN,agency,2023-05-02\n"
    "P3,2023-05-02,STATEMENT,,,,USA,,CHN,agency,2023-05-02\n"
)


@pytest.fixture(scope="module")
def codes() -> Codes:
    return Codes.of(load_codebook())


def gdelt_row(**values: str) -> str:
    return "\t".join(values.get(name, "") for name in GDELT_COLUMNS) + "\n"


def test_icews(tmp_path: Path, codes: Codes) -> None:
    path = tmp_path / "events.tab"
    path.write_text(ICEWS, encoding="utf-8")
    (batch,) = read_feed(path, "icews", codes)
    (event,) = batch.events
    assert (event.type, event.source, event.target, event.date) == ("CONSULT", ("RUS",), ("PRK",), "2021-03-02")
    assert batch.records[0].origin == "Some Agency" and batch.records[0].record == "7"
    assert event.mentions == ("feed:icews:7",)
    assert dict(batch.left_out) == {
        "actor stands for no state": 1,
        "bare statement or unknown event code": 1,
        "date not readable": 1,
        "within one state": 1,
    }
    (everyone,) = read_feed(path, "icews", codes, private=True)
    assert [e.type for e in everyone.events] == ["CONSULT", "PROTEST"]


def test_polecat_keeps_publication_and_lists(tmp_path: Path, codes: Codes) -> None:
    path = tmp_path / "p.csv"
    path.write_text(POLECAT, encoding="utf-8")
    (batch,) = read_feed(path, "polecat", codes)
    first, second = batch.events
    assert (first.domain, batch.records[0].known) == ("military", date(2023, 5, 3))
    assert batch.records[0].source_name == "A, minister"
    assert (second.source, second.type) == (("USA", "JPN"), "REQUEST")
    assert sum(batch.left_out.values()) == 1


@pytest.mark.parametrize("packed", [False, True])
def test_gdelt_has_no_header(tmp_path: Path, codes: Codes, packed: bool) -> None:
    text = gdelt_row(
        GlobalEventID="1", Day="20230501", EventCode="0871", Actor1CountryCode="RUS", Actor2CountryCode="UKR",
        DATEADDED="20230502123000", ActionGeo_Fullname="Kyiv",
    ) + gdelt_row(GlobalEventID="2", Day="20230501", EventCode="190", Actor1CountryCode="RUS", Actor2CountryCode="WST")  # fmt: skip
    path = tmp_path / ("g.CSV.gz" if packed else "g.CSV")
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    (batch,) = read_feed(path, "gdelt", codes)
    (event,) = batch.events
    assert (event.type, event.domain, event.places, batch.records[0].known) == (
        "RETREAT", "military", ("Kyiv",), date(2023, 5, 2),
    )  # fmt: skip


def write_quadruples(folder: Path) -> Path:
    (folder / "entity2id.txt").write_text("Russia\t0\nNorth Korea\t1\nAnn Other\t2\n", encoding="utf-8")
    (folder / "relation2id.txt").write_text("Cooperate_militarily\t0\nMake statement\t1\n", encoding="utf-8")
    (folder / "train.txt").write_text("0\t0\t1\t24\n0\t1\t1\t24\n1\t0\t2\t24\n9\t0\t1\t48\n", encoding="utf-8")
    return folder


def test_quadruples_of_a_folder(tmp_path: Path, codes: Codes) -> None:
    (batch,) = read_feed(write_quadruples(tmp_path), "quadruples", codes, day_zero=date(2018, 1, 1))
    (event,) = batch.events
    assert (event.type, event.domain, event.date, event.target) == ("COOPERATE", "military", "2018-01-02", ("PRK",))
    assert batch.left_out["number without a name"] == 1
    with pytest.raises(UsageError, match="count time from a day"):
        next(read_feed(tmp_path, "quadruples", codes))
    (tmp_path / "relation2id.txt").unlink()
    with pytest.raises(UsageError, match=r"need relation2id\.txt"):
        next(read_feed(tmp_path, "quadruples", codes, day_zero=date(2018, 1, 1)))


def test_parquet_reads_like_text(tmp_path: Path, codes: Codes) -> None:
    text = tmp_path / "p.csv"
    text.write_text(POLECAT, encoding="utf-8")
    table = pa_csv.read_csv(text, convert_options=pa_csv.ConvertOptions(column_types={"Event Date": pa.string()}))
    pq.write_table(table, tmp_path / "p.parquet")
    (one,), (two,) = read_feed(text, "polecat", codes), read_feed(tmp_path / "p.parquet", "polecat", codes)
    assert one.events == two.events


def test_large_files_come_in_batches(tmp_path: Path, codes: Codes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 4096)
    header, row = ICEWS.splitlines(keepends=True)[:2]
    (tmp_path / "e.tab").write_text(
        header + "".join(row.replace("7\t", f"{n}\t", 1) for n in range(500)), encoding="utf-8"
    )
    batches = list(read_feed(tmp_path / "e.tab", "icews", codes))
    assert len(batches) > 5
    assert len({event.event for batch in batches for event in batch.events}) == 500


@pytest.mark.parametrize(
    ("feed", "content", "message"),
    [
        ("icews", "a\tb\n1\t2\n", "columns missing: Event ID"),
        ("polecat", "Event ID,Event Date\nx,y\n", "columns missing: Event Type"),
        ("gdelt", "one\ttwo\n", "g is not a table of gdelt"),
        ("icews", "", "not a table of icews"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, codes: Codes, feed: str, content: str, message: str) -> None:
    path = tmp_path / "g"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        list(read_feed(path, feed, codes))


def test_unknown_formats_and_missing_files_are_said(tmp_path: Path, codes: Codes) -> None:
    with pytest.raises(UsageError, match="icews, polecat, gdelt, quadruples"):
        next(read_feed(tmp_path, "acled", codes))
    with pytest.raises(UsageError, match="no file at"):
        next(read_feed(tmp_path / "none", "icews", codes))
    with pytest.raises(UsageError, match="no files of a feed"):
        next(read_feed(tmp_path, "icews", codes))


def test_every_mapped_type_and_domain_exists(codes: Codes) -> None:
    book = load_codebook()
    from rapprochement.codebook.loader import Entry

    class Any_(Entry):
        model_config = ConfigDict(extra="ignore", frozen=True)

    types, domains = set(book.entries("event_types", Any_)), set(book.entries("domains", Any_))
    assert {entry.type for entry in codes.cameo.values()} <= types
    assert {entry.domain for entry in codes.cameo.values()} <= domains
    classes = forecast_classes(book)
    assert set().union(*classes.values()) <= types
    assert sum(map(len, classes.values())) == len(set().union(*classes.values())), "no type in two classes"
    assert all(len(code) >= 2 for code in codes.cameo)


def test_mapping_is_data_and_can_be_overlaid(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text('kind: cameo-code\nentries:\n- {id: "062", type: AID}\n', encoding="utf-8")
    assert Codes.of(load_codebook([tmp_path])).type_of_label("Cooperate militarily") == "AID"
    (tmp_path / "mine.yaml").write_text("kind: cameo-code\nentries:\n- {id: '062'}\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="062"):
        Codes.of(load_codebook([tmp_path]))


def test_import_twice_changes_nothing_and_another_feed_is_added(tmp_path: Path) -> None:
    (tmp_path / "q").mkdir()
    root = tmp_path / "dossier"
    folder = write_quadruples(tmp_path / "q")
    report = import_feed(folder, "quadruples", root, day_zero=date(2018, 1, 1))
    assert (report.read, report.kept, report.first) == (4, 1, "2018-01-02")
    assert import_feed(folder, "quadruples", root, day_zero=date(2018, 1, 1)).kept == 1
    (tmp_path / "e.tab").write_text(ICEWS, encoding="utf-8")
    import_feed(tmp_path / "e.tab", "icews", root)
    dossier = Dossier.open(root)
    assert dossier.table("events").num_rows == dossier.table("feed_records").num_rows == 2
    assert dossier.manifest["imported"]["feed"] == "icews"
    assert dossier.manifest["imported"]["left_out"]


def test_import_of_nothing_usable_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.tab").write_text("".join(ICEWS.splitlines(keepends=True)[::3]), encoding="utf-8")
    with pytest.raises(UsageError, match="bare statement or unknown event code"):
        import_feed(tmp_path / "e.tab", "icews", tmp_path / "dossier")
    assert not (tmp_path / "dossier").exists()


@pytest.mark.slow
@pytest.mark.shared
def test_import_of_icews18(shared: Path, tmp_path: Path) -> None:
    report = import_feed(shared / "data" / "icews18", "quadruples", tmp_path / "d", day_zero=date(2018, 1, 1))
    assert report.read == 468_558
    assert report.kept > 100_000
    events = Dossier.open(tmp_path / "d").table("events").to_pylist()
    assert sum({event["source"][0], event["target"][0]} == {"RUS", "PRK"} for event in events) >= 179

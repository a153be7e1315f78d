"""Events of feeds beside those of articles: they survive builds, are told in the feed's words and checked."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from rapprochement import builder
from rapprochement.dossier import Dossier
from rapprochement.dossier.check import check
from rapprochement.dossier.imported import RECORDS, ToldByArticles
from rapprochement.feeds.importing import import_feed

sys.path.insert(0, str(Path(__file__).parents[1]))
from test_build import STAGES

HEADER = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\n"
LINES = (
    "101\t2020-03-04\tNorway\t\tNorway\tConsult\t040\t1.0\tSweden\t\tSweden\n"
    "102\t2020-03-05\tSweden\t\tSweden\tProvide military aid\t072\t8.3\tFinland\t\tFinland\n"
)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "events.tab"
    path.write_text(HEADER + LINES, encoding="utf-8")
    return path


def build(folder: Path, output: Path) -> Dossier:
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text("NOR visit SWE 2024-05-02\n", encoding="utf-8")
    return builder.build(folder, output, processes=0, stages=STAGES)


def imported(dossier: Dossier) -> list[str]:
    return dossier.table(RECORDS)["event"].to_pylist()


@pytest.mark.parametrize("articles_first", [True, False])
def test_imported_events_survive_builds(tmp_path: Path, feed: Path, articles_first: bool) -> None:
    output = tmp_path / "d"
    if articles_first:
        build(tmp_path / "articles", output)
    report = import_feed(feed, "icews", output)
    assert report.kept == 2
    d = build(tmp_path / "articles", output)
    assert d.report is not None and d.report.events == 3
    assert len(imported(d)) == 2
    assert list(d.chronology().text) == [
        "Norway: Consult: Sweden (icews 101)",
        "Sweden: Provide military aid: Finland (icews 102)",
        "NOR visit SWE 2024-05-02",
    ]
    assert not [finding for finding in check(output) if finding.level == "fault"]
    (tmp_path / "articles" / "b.txt").write_text("SWE arms NOR 2024-06-02\n", encoding="utf-8")
    assert len(build(tmp_path / "articles", output).table("events")) == 4
    again = build(tmp_path / "articles", output)
    assert again.report is not None and again.report.unchanged
    import_feed(feed, "icews", output)
    assert len(Dossier.open(output).table("events")) == 4


def test_an_imported_event_is_explained_by_its_record(tmp_path: Path, feed: Path) -> None:
    import_feed(feed, "icews", tmp_path / "d")
    d = Dossier.open(tmp_path / "d")
    event = imported(d)[0]
    found = d.explain(event[:7])
    assert found.event is not None and found.event["earliest"] == date(2020, 3, 4)
    assert found.record is not None and (found.record["file"], found.record["record"]) == ("events.tab", "101")
    assert d.sources().empty
    assert d.busiest() is not None
    assert d.queries.events(d.select(), limit=1)[0]["event"] == event


def test_the_page_holds_what_articles_tell(tmp_path: Path, feed: Path) -> None:
    d = build(tmp_path / "articles", tmp_path / "d")
    assert ToldByArticles(d).table("events").num_rows == 1
    import_feed(feed, "icews", tmp_path / "d")
    d = Dossier.open(tmp_path / "d")
    assert d.table("events").num_rows == 3
    assert ToldByArticles(d).table("events").num_rows == 1

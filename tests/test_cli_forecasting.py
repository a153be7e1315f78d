"""The commands on event data of others and on what comes next: end to end on a small feed, and what small dossiers decline."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

import rapprochement
from rapprochement.cli.forecasting import _share
from test_cli import run

sys.path.insert(0, str(Path(__file__).parent / "forecasts"))
from world import restless_world

NAMES = ("Norway", "Sweden", "Finland", "Denmark", "France", "Germany", "Italy", "Spain", "Greece", "Turkey")
LABELS = {"talk": ("Consult", "040"), "quarrel": ("Accuse", "112")}
COLUMNS = "Event ID\tEvent Date\tSource Name\tEvent Text\tCAMEO Code\tTarget Name\n"


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    acts = restless_world(days=250, actors=10)
    path = tmp_path_factory.mktemp("feed") / "events.tab"
    lines = []
    for number in range(len(acts)):
        day = date(2020, 1, 1) + timedelta(days=int(acts.day[number]))
        one, other = NAMES[acts.source[number]], NAMES[acts.target[number]]
        text, code = LABELS[acts.classes[acts.kind[number]]]
        lines.append(f"{number}\t{day}\t{one}\t{text}\t{code}\t{other}\n")
    path.write_text(COLUMNS + "".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def dossier(feed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("imported") / "d"
    code, out, err = run("import", feed, "--format", "icews", "-o", target)
    assert (code, err) == (0, "")
    assert "events kept, 2020-01" in out
    assert "rapprochement forecast" in out
    assert (target / "index.html").is_file()
    return target


def test_no_forecast_without_its_backtest(dossier: Path) -> None:
    code, out, err = run("forecast", dossier, "--between", "Norvège", "SWE", "--class", "verbal-cooperation")
    assert (code, err) == (0, "")
    assert out.count("probability ") == out.count("backtest  ") == 2
    assert "calibration error" in out
    assert "SWE: hostility" not in out
    blocks = [line for line in out.splitlines() if line.startswith((" ", "NOR", "SWE"))]
    assert all(len(line) <= 80 for line in blocks)
    code, out, err = run("forecast", dossier, "--between", "NOR", "SWE", "--format", "json", "--from", "2020-09-01")
    rows = json.loads(out)
    assert rows
    assert all(row["from"] == "2020-09-01" and isinstance(row["backtest_skill"], float) for row in rows)
    assert "backtest:" in err


def test_who_is_next_with_rules_and_dates(dossier: Path) -> None:
    code, out, _ = run("next", dossier, "Norvège", "consult", "--limit", 2)
    assert code == 0
    assert out.startswith("1. ")
    assert "rules" in out
    assert "2020-" in out
    assert "not probabilities" in out
    assert run("next", dossier, "NOR", "DANCE")[0] == 2


def test_backtest_and_simulation(dossier: Path) -> None:
    code, out, _ = run("backtest", dossier, "--class", "verbal-cooperation", "--within", 20)
    assert code == 0
    assert "skill over climatology" in " ".join(out.split())
    assert "brier" in out
    supposed = "2020-10 NOR CONSULT SWE"
    code, out, _ = run("simulate", dossier, "--months", 2, "--suppose", supposed, "--runs", 50)
    assert code == 0
    assert "NOR → SWE" in out
    assert "not cause" in out
    code, out, _ = run("simulate", dossier, "--months", 1, "--runs", 20, "--between", "NOR", "SWE", "-f", "csv")
    assert out.splitlines()[0].startswith("source,target,class,month,q05")
    for arguments, part in (
        (("forecast", dossier, "--class", "dance"), "there are verbal cooperation"),
        (("forecast", dossier, "--within", 4000), "1 to 365"),
        (("simulate", dossier, "--runs", 1), "10 to 100000"),
        (("simulate", dossier, "--suppose", "soon"), "write e.g."),
        (("import", dossier, "--format", "acled"), "icews, polecat, gdelt, quadruples"),
        (("import", dossier / "none", "--format", "icews"), "no file at"),
        (("import", dossier, "--format", "quadruples", "--day-zero", "soon"), "is no day"),
    ):
        code, _, err = run(*arguments)
        assert code == 2, arguments
        assert part in err, (arguments, err)


def test_a_small_dossier_is_told_what_is_missing(tmp_path: Path) -> None:
    feed = tmp_path / "few.tab"
    feed.write_text(COLUMNS + "1\t2020-01-03\tNorway\tConsult\t040\tSweden\n", encoding="utf-8")
    assert run("import", feed, "--format", "icews", "-o", tmp_path / "d")[0] == 0
    assert "at least 3 are needed" in run("forecast", tmp_path / "d")[1]
    for arguments in (("next", tmp_path / "d", "NOR", "CONSULT"), ("simulate", tmp_path / "d")):
        code, out, _ = run(*arguments)
        assert code == 0
        assert out.startswith("Declined: ")
    assert "No backtest of" in run("backtest", tmp_path / "d")[1]
    assert "Norway: Consult: Sweden" in " ".join(run("show", tmp_path / "d")[1].split())


def test_the_same_in_python(dossier: Path) -> None:
    d = rapprochement.open(dossier)
    table = d.forecast(("NOR", "SWE"), kinds="verbal")
    assert len(table) == len(table.attrs["results"]) == 2
    assert d.backtest(kinds="verbal", within=20).brier[0] > 0
    assert d.simulate(("NOR", "SWE"), months=1, runs=20).attrs["notes"][-1].startswith("Association")
    assert list(d.next("NOR", "CONSULT", count=2)["rank"]) == [1, 2]


def test_what_is_not_certain_is_not_rounded_to_be_so() -> None:
    assert _share(0.9999) == ">99 %"
    assert _share(0.0001) == "<1 %"

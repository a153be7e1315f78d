"""``show measures|phases|network`` and ``plot`` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rapprochement import builder
from rapprochement.cli import app
from test_build import STAGES

STARTS = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "json": b"{", "csv": b"start"}


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("measuring")
    articles = folder / "articles"
    articles.mkdir()
    for year in range(2010, 2024):
        lines = [f"NOR {'arms' if n % 2 else 'visit'} SWE {year}-05-{n + 1:02}" for n in range(1 if year < 2018 else 5)]
        (articles / f"{year}.txt").write_text(
            "\n".join([*lines, f"NOR visit FIN {year}-01-01"]) + "\n", encoding="utf-8"
        )
    builder.build(articles, folder / "d", processes=0, stages=STAGES)
    return folder / "d"


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(
        app, [str(a) for a in arguments], env={"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}
    )
    return result.exit_code, result.stdout, result.stderr


def test_measures_for_people_and_programs(dossier: Path) -> None:
    code, out, err = run("show", dossier, "measures", "--between", "NOR", "Suède")
    assert code == 0 and "2018-01-01" in out and "by policy" in err
    code, out, _ = run("show", dossier, "measures", "--between", "NOR", "SWE", "--policy", "cautious", "-f", "json")
    rows = json.loads(out)
    assert len(rows) == 14 and rows[0]["policy"] == "cautious" and rows[-1]["cooperation"] > rows[0]["cooperation"]


def test_phases_and_network(dossier: Path) -> None:
    code, out, _ = run("show", dossier, "phases", "--between", "NOR", "SWE", "-f", "json")
    assert code == 0 and [row["first"] for row in json.loads(out) if row["kind"] == "measured"] == [
        "2010-01-01",
        "2018-01-01",
    ]
    code, out, _ = run("show", dossier, "network", "-f", "csv")
    assert code == 0 and "FIN,NOR" in out


@pytest.mark.parametrize("what", [("--period", "decade"), ("--policy", "bold"), ("--scale", "x"), ("--domain", "x")])
def test_what_there_is_not_is_said(dossier: Path, what: tuple[str, str]) -> None:
    code, _, err = run("show", dossier, "measures", *what)
    assert code == 2 and "there " in err + "there is" and "Traceback" not in err


def test_too_little_is_said_with_what_is_needed(dossier: Path) -> None:
    code, _, err = run("show", dossier, "measures", "--between", "SWE", "FIN")
    assert code == 0 and "a curve needs 5" in err
    code, _, err = run("plot", dossier, "streams", "--between", "SWE", "FIN", "-o", dossier.parent / "x.svg")
    assert code == 2 and "needs 5" in err and not (dossier.parent / "x.svg").exists()


@pytest.mark.parametrize("form", list(STARTS))
def test_a_picture_in_each_format(dossier: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"p.{form}"
    code, _, err = run("plot", dossier, "streams", "--between", "NOR", "SWE", "-o", target, "--language", "en")
    assert code == 0, err
    assert target.read_bytes().startswith(STARTS[form])


@pytest.mark.parametrize("name", ["ratio", "phases", "domains", "network", "timeline", "years", "visits", "policies"])
def test_each_picture_draws(dossier: Path, tmp_path: Path, name: str) -> None:
    code, _, err = run("plot", dossier, name, "--between", "NOR", "SWE", "-o", tmp_path / "p.svg")
    assert code == 0, err
    assert "Norvège" in (tmp_path / "p.svg").read_text(encoding="utf-8")


def test_no_such_picture(dossier: Path, tmp_path: Path) -> None:
    assert "streams" in run("plot", dossier, "pie", "-o", tmp_path / "p.svg")[2]
    assert "pdf" in run("plot", dossier, "streams", "-o", tmp_path / "p.doc")[2]

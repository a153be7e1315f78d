"""A folder becomes a dossier: what is written, what a second build does, what a kill or a fault leaves behind."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import stub
from rapprochement.builder import Stages, build
from rapprochement.dossier import Dossier, cache, store
from rapprochement.dossier.check import check
from rapprochement.dossier.lock import locked
from rapprochement.errors import CodebookError, DossierError, UsageError
from rapprochement.model import CodedDocument, Event
from rapprochement.reconcile import Register
from rapprochement.reconcile.merge import reconcile

TESTS = Path(__file__).parent


def write_page(dossier: Dossier) -> None:
    (dossier.path / "index.html").write_text("page", encoding="utf-8")


def registers(coded: Sequence[CodedDocument], overlays: Sequence[Path]) -> dict[str, Register]:
    return {"events": Register(Event, reconcile(coded))}


STAGES = Stages(read=stub.read, coder=stub.NAME, registers=registers, write_page=write_page)


@pytest.fixture(autouse=True)
def same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the cache valid while the program's files are being worked on during the run."""
    monkeypatch.setattr(cache, "code_digest", lambda rooms=None: "code of the tests")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("NOR visit SWE 2024-05-02\nNOR arms SWE 2024-06-01\n", encoding="utf-8")
    (folder / "b.txt").write_text("SWE visit NOR 2024-05-02\n", encoding="utf-8")
    (folder / "c.txt").write_text("DNK visit FIN 2023-01-01\n", encoding="utf-8")
    return folder


def made(source: Path | list[Path], root: Path, **kwargs: object) -> Dossier:
    return build(source, root, processes=0, stages=STAGES, **kwargs)  # type: ignore[arg-type]


def test_a_first_build_writes_all_parts(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    d = made(articles, root)
    assert d.report is not None
    assert (d.report.documents, d.report.coded, d.report.reused, d.report.snapshot) == (3, 3, 0, 1)
    assert (d.report.mentions, d.report.events) == (4, 3)
    assert not d.report.unreadable
    assert {p.name for p in root.iterdir()} == {
        *("cache", "datapackage.json", "dossier.json", "index.html", "lock", "snapshots", "sources")
    }
    for row in d.table("documents").to_pylist():
        kept = root / "sources" / row["sha256"][:2] / (row["sha256"] + ".txt")
        assert kept.read_text(encoding="utf-8") == row["text"]
    texts = {row["document"]: row["text"] for row in d.table("documents").to_pylist()}
    for row in d.table("mentions").to_pylist():
        assert texts[row["document"]][row["trigger_start"] : row["trigger_end"]] in ("visit", "arms")
    assert list(check(root)) == []


def test_the_data_package_describes_the_files(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    made(articles, root)
    package = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["name"] for r in package["resources"]} >= {
        "documents",
        "mentions",
        "events",
        "times",
        "actors",
        "sections",
    }
    for resource in package["resources"]:
        content = (root / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        assert resource["bytes"] == len(content)
        columns = pq.read_schema(root / resource["path"]).names
        assert [f["name"] for f in resource["schema"]["fields"]] == columns


def test_a_second_build_of_the_same_folder_writes_nothing(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    made(articles, root)
    before = {p: p.stat().st_mtime_ns for p in root.rglob("*") if p.is_file() and p.name != "lock"}
    d = made(articles, root)
    assert d.report is not None
    assert d.report.unchanged
    assert (d.report.coded, d.report.reused, d.report.snapshot) == (0, 3, 1)
    assert {p: p.stat().st_mtime_ns for p in root.rglob("*") if p.is_file() and p.name != "lock"} == before


def test_only_what_is_new_is_coded(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    first = made(articles, root)
    (articles / "d.txt").write_text("NOR visit SWE 2024-05-02\n", encoding="utf-8")
    second = made(articles, root)
    assert second.report is not None
    assert (second.report.coded, second.report.reused, second.report.snapshot) == (1, 3, 2)
    assert {e["event"] for e in first.table("events").to_pylist()} == {
        e["event"] for e in second.table("events").to_pylist()
    }
    assert Dossier.open(root, snapshot=1).table("mentions").num_rows == 4
    fresh = made(articles, tmp_path / "other")
    for name in ("documents", "sections", "times", "actors", "mentions", "events"):
        assert fresh.table(name).equals(second.table(name)), name


def test_the_same_bytes_come_out_with_one_and_two_processes(articles: Path, tmp_path: Path) -> None:
    hashes = []
    for processes in (0, 1, 2):
        d = build(articles, tmp_path / f"d{processes}", processes=processes, stages=STAGES)
        hashes.append({name: t["sha256"] for name, t in d.manifest["tables"].items()})
    assert hashes[0] == hashes[1] == hashes[2]


def test_a_removed_document_leaves_a_tombstone(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    gone = [m["mention"] for m in made(articles, root).table("mentions").to_pylist() if m["document"] == "c.txt"]
    (articles / "c.txt").unlink()
    d = made(articles, root)
    assert d.report is not None
    assert d.report.retired == (("c.txt", "source-gone"),)
    (stone,) = d.table("tombstones").to_pylist()
    assert (stone["document"], stone["reason"], stone["snapshot"], stone["mentions"]) == (
        "c.txt",
        "source-gone",
        1,
        gone,
    )
    assert "c.txt" not in d.table("documents")["document"].to_pylist()
    assert [(r["document"], r["state"]) for r in d.queries.sources()][-1] == ("c.txt", "removed")
    assert "c.txt" in Dossier.open(root, snapshot=1).table("documents")["document"].to_pylist()
    # it stays said in later snapshots, and is not said twice
    (articles / "e.txt").write_text("NOR visit SWE 2020-05-02\n", encoding="utf-8")
    assert made(articles, root).table("tombstones").num_rows == 1


def test_a_changed_document_is_coded_anew_and_its_old_text_is_not_lost(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    made(articles, root)
    (articles / "c.txt").write_text("DNK visit FIN 2023-02-02\n", encoding="utf-8")
    d = made(articles, root)
    assert d.report is not None
    assert (d.report.coded, d.report.reused) == (1, 2)
    assert d.report.retired == (("c.txt", "text-changed"),)
    assert len(list((root / "sources").rglob("*.txt"))) == 4


def test_another_folder_is_added_and_names_stay_apart(articles: Path, tmp_path: Path) -> None:
    root, more = tmp_path / "dossier", tmp_path / "more"
    more.mkdir()
    (more / "a.txt").write_text("ITA visit ESP 2021-05-02\n", encoding="utf-8")
    made(articles, root)
    d = made(more, root)
    assert d.report is not None
    assert not d.report.retired
    assert d.table("documents")["document"].to_pylist() == ["a.txt", "b.txt", "c.txt", "more/a.txt"]
    again = made(articles, root)
    assert again.table("documents")["document"].to_pylist() == ["a.txt", "b.txt", "c.txt", "more/a.txt"]
    assert again.report is not None
    assert again.report.reused == 4
    assert not again.report.retired


def test_a_moved_folder_is_the_same_documents(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    made(articles, root)
    moved = articles.rename(tmp_path / "elsewhere")
    d = made(moved, root)
    assert d.table("documents")["document"].to_pylist() == ["a.txt", "b.txt", "c.txt"]
    assert d.report is not None
    assert d.report.reused == 3


def test_documents_that_cannot_be_read_or_coded_are_named(articles: Path, tmp_path: Path) -> None:
    (articles / "x.txt").write_text("UNREADABLE", encoding="utf-8")
    (articles / "y.txt").write_text("RAISE", encoding="utf-8")
    d = made(articles, tmp_path / "dossier")
    assert d.report is not None
    assert [(name, reason) for name, reason, _ in d.report.unreadable] == [
        ("x.txt", "truncated-pdf"),
        ("y.txt", "coding-failed"),
    ]
    assert d.report.mentions == 4
    assert not list(check(d.path))
    # what failed is tried again, the rest comes from the cache
    (articles / "z.txt").write_text("NOR visit SWE 1999-05-02\n", encoding="utf-8")
    again = made(articles, tmp_path / "dossier")
    assert again.report is not None
    assert (again.report.reused, len(again.report.unreadable)) == (3, 2)


def test_files_of_other_kinds_are_listed_and_count_only_when_named(articles: Path, tmp_path: Path) -> None:
    (articles / "picture.png").write_bytes(b"\x89PNG")
    (articles / "metadata.csv").write_text("file,published\na.txt,2024-01-01\nlost.txt,2024-01-01\n", encoding="utf-8")
    stages = replace(STAGES, read=Stages().read)
    d = build(articles, tmp_path / "dossier", processes=0, stages=stages)
    assert d.report is not None
    assert [(name, reason) for name, reason, _ in d.report.passed_over] == [("picture.png", "unsupported-format")]
    assert not [row for row in d.report.unreadable if row[1] == "unsupported-format"]
    assert "picture.png" in d.sources().document.tolist()
    assert "metadata.csv" not in d.sources().document.tolist()
    ((path, message),) = d.report.remarks
    assert path.endswith("metadata.csv")
    assert "lost.txt" in message
    files = sorted(articles.iterdir())
    d = build(files, tmp_path / "other", processes=0, stages=stages)
    assert d.report is not None
    assert "picture.png" in [name for name, *_ in d.report.unreadable]
    assert not d.report.passed_over
    assert "metadata.csv" not in d.sources().document.tolist()


def test_what_could_not_be_coded_is_tried_again_in_an_unchanged_folder(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (articles / "y.txt").write_text("RAISE\nNOR visit SWE 1999-05-02\n", encoding="utf-8")
    first = made(articles, tmp_path / "dossier")
    again = made(articles, tmp_path / "dossier")
    assert again.report is not None
    assert again.report.unchanged
    assert again.snapshot.number == first.snapshot.number == 1
    assert len(again.report.unreadable) == 1
    monkeypatch.setattr(stub, "FAULTS", False)
    d = made(articles, tmp_path / "dossier")
    assert d.report is not None
    assert (d.report.snapshot, d.report.mentions, d.report.unreadable) == (2, 5, ())


def test_what_could_not_be_coded_is_tried_again_even_from_another_folder(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (articles / "y.txt").write_text("RAISE\nNOR visit SWE 1999-05-02\n", encoding="utf-8")
    more = tmp_path / "more"
    more.mkdir()
    (more / "m.txt").write_text("ITA visit ESP 2021-05-02\n", encoding="utf-8")
    made(articles, tmp_path / "dossier")
    monkeypatch.setattr(stub, "FAULTS", False)
    d = made(more, tmp_path / "dossier")
    assert d.report is not None
    assert not d.report.not_coded
    assert d.report.mentions == 6


def test_wrong_use_is_told(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file or folder"):
        made(tmp_path / "nowhere", tmp_path / "d")
    with pytest.raises(UsageError, match="at least one"):
        made([], tmp_path / "d")
    with pytest.raises(DossierError, match="holds other files"):
        made(articles, articles)
    with pytest.raises(DossierError, match="is a file"):
        made(articles, articles / "a.txt")
    with pytest.raises(CodebookError, match="no codebook folder"):
        made(articles, tmp_path / "d", codebook=tmp_path / "none")


def test_a_newer_format_is_refused(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    made(articles, root)
    (root / "dossier.json").write_text(json.dumps({"format": 99}), encoding="utf-8")
    for use in (lambda: Dossier.open(root), lambda: made(articles, root), lambda: list(check(root))):
        with pytest.raises(DossierError, match=r"newer Rapprochement .format 99.*update"):
            use()


def test_a_damaged_table_is_found_and_a_build_repairs_it(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    d = made(articles, root)
    d.decide("merge", d.table("events")["event"][0].as_py(), {"with": "e-x"})
    path = root / "snapshots" / "000001" / "mentions.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))
    with pytest.raises(DossierError, match=r"is damaged.*build the same folder again"):
        Dossier.open(root).table("mentions")
    with pytest.raises(DossierError, match="is damaged"):
        Dossier.open(root).chronology()
    assert [f.level for f in check(root)] == ["fault"]
    repaired = made(articles, root)
    assert repaired.report is not None
    assert repaired.report.snapshot == 2
    assert repaired.report.reused == 3
    assert repaired.table("mentions").num_rows == 4
    assert len(repaired.decisions()) == 1


def test_a_damaged_cache_entry_is_coded_anew(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    made(articles, root)
    for path in (root / "cache").glob("*/*"):
        path.write_bytes(path.read_bytes()[:-9])
    (articles / "d.txt").write_text("NOR visit SWE 2024-05-02\n", encoding="utf-8")
    d = made(articles, root)
    assert d.report is not None
    assert (d.report.coded, d.report.mentions) == (4, 5)


def test_a_second_builder_waits_or_says_who_is_building(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    made(articles, root)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(root):
            held.set()
            release.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    with pytest.raises(DossierError, match=rf"another build works on .*process {os.getpid()}, for \d+ s"):
        made(articles, root, wait=0.1)
    threading.Timer(0.3, release.set).start()
    assert made(articles, root, wait=10).report is not None
    thread.join()


def test_a_full_disk_leaves_the_snapshot_before(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "dossier"
    made(articles, root)
    (articles / "d.txt").write_text("NOR visit SWE 2024-05-02\n", encoding="utf-8")
    real = pq.write_table

    def full(table: object, where: object, **kwargs: object) -> None:
        if "mentions" in str(where):
            raise OSError(28, "No space left on device")
        real(table, where, **kwargs)

    monkeypatch.setattr(store.pq, "write_table", full)
    with pytest.raises(DossierError, match="No space left"):
        made(articles, root)
    monkeypatch.undo()
    assert [p.name for p in (root / "snapshots").iterdir()] == ["000001"]
    assert Dossier.open(root).snapshot.number == 1
    assert made(articles, root).report is not None


def test_a_clock_set_back_does_not_change_the_order(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    made(articles, root)
    manifest = root / "snapshots" / "000001" / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**content, "created": "2099-01-01T00:00:00+00:00"}), encoding="utf-8")
    (articles / "d.txt").write_text("NOR visit SWE 2024-05-02\n", encoding="utf-8")
    assert made(articles, root).snapshot.number == 2
    assert Dossier.open(root).snapshot.number == 2


def test_as_of_answers_from_the_snapshot_then_current(articles: Path, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    made(articles, root)
    manifest = root / "snapshots" / "000001" / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**content, "created": "2026-02-01T10:00:00+00:00"}), encoding="utf-8")
    (articles / "d.txt").write_text("NOR visit SWE 2020-05-02\n", encoding="utf-8")
    made(articles, root)
    assert Dossier.open(root, as_of="2026-03-01").snapshot.number == 1
    assert Dossier.open(root).snapshot.number == 2
    with pytest.raises(DossierError, match="had no snapshot"):
        Dossier.open(root, as_of="2026-01-31")


SCRIPT = """
import sys; sys.path.insert(0, {tests!r})
import stub
from pathlib import Path
from test_build import STAGES
from rapprochement.builder import build
from rapprochement.dossier import cache
cache.code_digest = lambda rooms=None: "code of the tests"
build({articles!r}, {root!r}, processes=1, stages=STAGES, progress=lambda *a: print(*a, flush=True))
print("done", flush=True)
"""


def _start(articles: Path, root: Path) -> subprocess.Popen[str]:
    code = SCRIPT.format(tests=str(TESTS), articles=str(articles), root=str(root))
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_build_killed_in_the_middle_keeps_the_last_snapshot_and_goes_on(
    articles: Path, tmp_path: Path, how: signal.Signals
) -> None:
    root = tmp_path / "dossier"
    for i in range(60):
        (articles / f"s{i:02d}.txt").write_text(f"SLOW\nNOR arms SWE 2024-06-{i % 28 + 1:02d}\n", encoding="utf-8")
    process = _start(articles, root)
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("coding") and int(line.split()[1]) >= 16:
            process.send_signal(how)
            break
    process.wait(timeout=30)
    process.stdout.close()
    assert process.returncode != 0
    assert store.snapshot_numbers(root) == []
    with pytest.raises(DossierError, match="no finished build yet"):
        Dossier.open(root)
    d = made(articles, root)
    assert d.report is not None
    assert d.report.reused >= 16
    assert d.report.mentions == 64
    assert [f for f in check(root) if f.level == "fault"] == []
    undisturbed = made(articles, tmp_path / "other")
    assert {n: t["sha256"] for n, t in d.manifest["tables"].items()} == {
        n: t["sha256"] for n, t in undisturbed.manifest["tables"].items()
    }


@pytest.mark.slow
def test_kills_at_many_moments_never_cost_a_row(articles: Path, tmp_path: Path) -> None:
    undisturbed = made(articles, tmp_path / "other")
    root = tmp_path / "dossier"
    for step in range(25):
        process = _start(articles, root)
        time.sleep(0.05 * step)
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()
        if store.snapshot_numbers(root):
            assert Dossier.open(root).table("mentions").num_rows == 4
    d = made(articles, root)
    for name in ("documents", "sections", "times", "actors", "mentions", "events"):
        assert d.table(name).equals(undisturbed.table(name)), name
    assert not (root / "snapshots").exists() or not list((root / "snapshots").glob(".building-*"))

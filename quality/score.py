"""Scores the whole path on the development gold and fails below the floors: ``make score``, or ``python -m quality.score``.

Each set of articles is built into a dossier (``quality/out/``, so that unchanged articles are not coded again), its tables are
exported as a user would export them, and the scorers beside the gold read the files. Nothing here knows the gold but them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("RAPPROCHEMENT_SHARED", ROOT.parent / "shared"))
OUT = ROOT / "quality" / "out"
FLOORS = ROOT / "quality" / "floors.toml"
EVENT_METRICS = ("found.f1", "typed.f1", "full.f1")
TIME_METRICS = ("span.f1", "strict_span.f1", "span_and_value.f1", "span_and_value.recall")


@dataclass(frozen=True)
class Gold:
    """A gold file, the table it judges, and where its articles lie."""

    name: str
    table: str
    gold: Path
    corpus: Path
    options: tuple[str, ...] = ()


def sets() -> Iterator[Gold]:
    gold = SHARED / "gold"
    for table in ("events", "times"):
        yield Gold(f"{table}.dev", table, gold / f"{table}.dev.jsonl", SHARED / "seeds")
        yield Gold(f"{table}.short.dev", table, gold / f"{table}.short.dev.jsonl", gold / "short")
        yield Gold(f"{table}.agency.dev", table, gold / f"{table}.agency.dev.jsonl", SHARED / "data" / "agency-fr")
    timebank = OUT / "timebank"
    yield Gold("times.timebank", "times", timebank / "times.jsonl", timebank / "texts", ("--timex3",))


def prepare_timebank() -> None:
    target = OUT / "timebank"
    if not (target / "times.jsonl").exists():
        command = [sys.executable, SHARED / "score" / "timeml.py", SHARED / "data" / "fr-timebank", target]
        subprocess.run(command, check=True, capture_output=True)


def articles(one: Gold) -> list[Path]:
    """Return the articles the gold names: all of a small corpus, of a large one only those annotated."""
    if one.corpus.name != "agency-fr":
        return [one.corpus]
    rows = (json.loads(line) for line in one.gold.read_text(encoding="utf-8").splitlines() if line.strip())
    return [one.corpus / f"{name}.txt" for name in sorted({row["document"] for row in rows})]


def exported(one: Gold) -> Path:
    import rapprochement as rp

    dossier = rp.build(articles(one), OUT / "dossiers" / one.corpus.parent.name / one.corpus.name)
    assert dossier.report is not None
    for document, reason, message in dossier.report.not_coded:
        print(f"  {one.name}: {document} not coded ({reason}): {message}", file=sys.stderr)
    path = OUT / f"{one.name}.jsonl"
    dossier.export("mentions" if one.table == "events" else one.table, "jsonl", path)
    return path


def judged(one: Gold, system: Path, errors: int) -> dict[str, Any]:
    command = [sys.executable, SHARED / "score" / "score.py", one.table, one.gold, system, *one.options]
    report: dict[str, Any] = json.loads(
        subprocess.run([*command, "--json"], check=True, capture_output=True, text=True).stdout
    )
    if errors:
        print(subprocess.run([*command, "--errors", str(errors)], check=True, capture_output=True, text=True).stdout)
    return report


def value(report: dict[str, Any], metric: str) -> float:
    for key in metric.split("."):
        report = report[key]
    return float(report)  # type: ignore[arg-type]


def further() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (set, report) of what is measured by our own scripts: bullets with other years, DATE alone, speech, negation."""
    from quality import speech, times

    from rapprochement.codebook import load_codebook
    from rapprochement.language import FrenchPack

    yield "times.bullets", {f"published {year}": share for year, share in times.bullets(None).items()}
    right = times.recall_by_type(OUT / "timebank" / "times.jsonl", OUT / "times.timebank.jsonl")
    yield "times.timebank.right", right
    found = speech.timebank(FrenchPack(), load_codebook(), errors=False)
    yield "speech.timebank", {name: report["f1"] for name, report in found.items() if "f1" in report}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", help="a set, such as events.dev; may be repeated")
    parser.add_argument(
        "--errors", type=int, default=0, help="print up to N misses, inventions and wrong values of each set"
    )
    args = parser.parse_args()
    if not (SHARED / "gold").is_dir():
        print(f"Skipped: no development gold at {SHARED} (set RAPPROCHEMENT_SHARED).")
        return 0
    OUT.mkdir(parents=True, exist_ok=True)
    prepare_timebank()
    floors = {(f["set"], f["metric"]): f for f in tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floor"]}
    failed: list[str] = []

    def told(name: str, metric: str, reached: float) -> str:
        floor = floors.pop((name, metric), None)
        if floor is None:
            return f"{metric} {reached:.3f}"
        low = reached < floor["value"]
        if low:
            failed.append(f"{name} {metric} {reached:.3f} is below {floor['value']:.2f} ({floor['why']})")
        return f"{metric} {reached:.3f} ({floor['value']:.2f}{', BELOW' if low else ''})"

    print(f"{'set':<22}{'gold':>6}{'system':>8}   figures (floor)")
    for one in sets():
        if args.only and one.name not in args.only:
            continue
        report = judged(one, exported(one), args.errors)
        metrics = EVENT_METRICS if one.table == "events" else TIME_METRICS
        figures = [told(one.name, metric, value(report, metric)) for metric in metrics]
        print(f"{one.name:<22}{report['gold']:>6}{report['system']:>8}   {', '.join(figures)}", flush=True)
        if "accuracy_when_found" in report:
            accuracies = report["accuracy_when_found"]
            figures = [told(one.name, f"accuracy.{key}", reached) for key, reached in accuracies.items()]
            print(f"{'':<39}when found: {', '.join(figures)}")
    if not args.only:
        for name, report in further():
            print(f"{name:<39}{', '.join(told(name, key, reached) for key, reached in report.items())}", flush=True)
        # A floor that nothing was held against protects nothing.
        failed += [f"no figure for the floor {name} {metric}" for name, metric in floors]
    for line in failed:
        print(f"FAILED: {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Tag a folder of texts, or print the scores of the French TimeBank and of the development gold.

python quality/times.py                     scores of all sets (needs the shared folder, RAPPROCHEMENT_SHARED)
python quality/times.py --errors 20 --only ftb
python quality/times.py FOLDER -o OUT.jsonl  tags the texts of FOLDER (publication dates from its metadata.csv)
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rapprochement.codebook import load_codebook
from rapprochement.language import Analysis, FrenchPack
from rapprochement.model import Document, TimeExpression
from rapprochement.times import find
from rapprochement.times.layout import sections_of

SHARED = Path(os.environ.get("RAPPROCHEMENT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
PUBLISHED_FOR_BULLETS: tuple[str | None, ...] = ("2019-06-15", "2025-06-15", None)


def publications(folder: Path) -> dict[str, str]:
    path = folder / "metadata.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["published"] for row in csv.DictReader(file)}


def tag_files(
    paths: Iterable[Path],
    published: dict[str, str],
    pack: FrenchPack | None = None,
    override: tuple[str | None] | None = None,
) -> Iterator[TimeExpression]:
    codebook = load_codebook()
    for path in paths:
        text = path.read_bytes().decode("utf-8")
        day = override[0] if override else published.get(path.name)
        document = Document(path.name, path.name, "", text, sections_of(text), published=day)
        analysis: Analysis | None = pack.analyse_one(document) if pack else None
        yield from find(document, analysis, codebook)


def row(expression: TimeExpression) -> dict[str, Any]:
    return {
        key: str(value) if hasattr(value, "isoformat") else value
        for key, value in dataclasses.asdict(expression).items()
    }


def write(expressions: Iterable[TimeExpression], out: Path) -> None:
    out.write_text("".join(json.dumps(row(e), ensure_ascii=False) + "\n" for e in expressions), encoding="utf-8")


def sets(work: Path) -> dict[str, tuple[Path, list[Path], dict[str, str], list[str]]]:
    """Name to gold file, texts, publication times and scorer options."""
    subprocess.run(
        [sys.executable, SHARED / "score/timeml.py", SHARED / "data/fr-timebank", work / "ftb"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    gold = SHARED / "gold"
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    agency = SHARED / "data/agency-fr"
    named = {json.loads(line)["document"] for line in (gold / "times.agency.dev.jsonl").read_text("utf-8").splitlines()}
    return {
        "ftb": (
            work / "ftb/times.jsonl",
            sorted((work / "ftb/texts").glob("*.txt")),
            publications(work / "ftb/texts"),
            ["--timex3"],
        ),
        "dev": (gold / "times.dev.jsonl", seeds, publications(SHARED / "seeds"), []),
        "short": (
            gold / "times.short.dev.jsonl",
            sorted((gold / "short").glob("*.txt")),
            publications(gold / "short"),
            [],
        ),
        "agency": (
            gold / "times.agency.dev.jsonl",
            [agency / f"{n}.txt" for n in sorted(named)],
            publications(agency),
            [],
        ),
    }


def score(gold: Path, system: Path, options: list[str], errors: int = 0) -> tuple[dict[str, Any], str]:
    command = [sys.executable, str(SHARED / "score/score.py"), "times", str(gold), str(system), *options]
    report = json.loads(subprocess.run([*command, "--json"], check=True, capture_output=True, text=True).stdout)
    detail = (
        subprocess.run([*command, "--errors", str(errors)], check=True, capture_output=True, text=True).stdout
        if errors
        else ""
    )
    return report, detail


def recall_by_type(gold: Path, system: Path) -> dict[str, float]:
    """TIMEX3 type to the share of gold rows whose value is right, spans overlapping."""
    rows = [json.loads(line) for line in system.read_text("utf-8").splitlines()]
    hits: dict[str, list[bool]] = {}
    for g in (json.loads(line) for line in gold.read_text("utf-8").splitlines()):
        right = any(
            Path(s["document"]).stem == Path(g["document"]).stem
            and s["start"] < g["end"]
            and g["start"] < s["end"]
            and (s["timex3_value"] or "").rstrip("X") == (g["value"] or "").rstrip("X")
            for s in rows
        )
        hits.setdefault(g["timex3_type"], []).append(right)
    return {name: round(sum(found) / len(found), 3) for name, found in hits.items()}


def bullets(pack: FrenchPack | None) -> dict[str, float]:
    """Share of the seed 000's day-and-month bullets read right, with other publication times than the true one."""
    gold = [json.loads(line) for line in (SHARED / "gold/times.dev.jsonl").read_text("utf-8").splitlines()]
    path = next((SHARED / "seeds").glob("000*.txt"))
    wanted = [g for g in gold if g["document"] == "000" and g["start"] > 8600 and len(g["value"] or "") >= 10]
    shares: dict[str, float] = {}
    for published in PUBLISHED_FOR_BULLETS:
        rows = list(tag_files([path], {}, pack, (published,)))
        right = sum(
            any(r.start < g["end"] and g["start"] < r.end and r.value == g["value"] for r in rows) for g in wanted
        )
        shares[str(published)] = round(right / len(wanted), 3)
    return shares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only")
    parser.add_argument(
        "--parse", action="store_true", help="give the tagger the parse (verb tenses) instead of light cues"
    )
    arguments = parser.parse_args()
    pack = FrenchPack() if arguments.parse else None
    if arguments.folder:
        rows = tag_files(sorted(arguments.folder.glob("*.txt")), publications(arguments.folder), pack)
        write(rows, arguments.output or Path("times.jsonl"))
        return
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name, (gold, texts, published, options) in sets(work).items():
            if arguments.only and name != arguments.only:
                continue
            out = work / f"{name}.jsonl"
            write(tag_files(texts, published, pack), out)
            report, detail = score(gold, out, options, arguments.errors)
            print(
                f"{name:7} value F1 {report['span_and_value']['f1']:.3f} recall {report['span_and_value']['recall']:.3f} "
                f"| span F1 {report['span']['f1']:.3f} | strict F1 {report['strict_span']['f1']:.3f} "
                f"| mods {report['mod_right']} | gold {report['gold']} system {report['system']}"
            )
            if name == "ftb":
                print("        value right of all gold by type:", recall_by_type(gold, out))
            if detail:
                print(detail[detail.index("\n}") + 2 :])
        if not arguments.only or arguments.only == "bullets":
            print("bullets", bullets(pack))


if __name__ == "__main__":
    main()

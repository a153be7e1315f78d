"""How many of the gold actors are at hand: is every source and target code of a gold event among the mentions of its sentence?

``python quality/actors.py [--shared DIR] [--misses N]`` prints, per gold set, the share of codes found by a direct mention (name, adjective,
office, person…), the share found when resolved references count too, the share found when the two actors the
text is about at that place are added, and the misses.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rapprochement import actors
from rapprochement.codebook import Codebook, load_codebook
from rapprochement.language import FrenchPack
from rapprochement.model import ActorMention, Document, Section, SectionKind

ROOT = Path(__file__).resolve().parents[1]
SETS = {"dev": "seeds", "short.dev": "gold/short", "agency.dev": "data/agency-fr"}
INDIRECT = ("pronoun", "pair:", "group:", "description:", "reference:")


def read(path: Path, published: str | None) -> Document:
    """Return a document whose lines are its sections, so that this measure does not depend on the documents room."""
    text = path.read_text(encoding="utf-8", errors="replace")
    sections, position = [], 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = position + len(line) - len(line.lstrip())
            sections.append(Section(len(sections), SectionKind.PARAGRAPH, start, start + len(stripped)))
        position += len(line)
    return Document(path.stem, str(path), "", text, tuple(sections), published=published)


def corpus(folder: Path, wanted: set[str]) -> Iterator[Document]:
    """Yield the documents of one gold set; ``wanted`` holds file names without ending, or their first part."""
    dates = {}
    if (folder / "metadata.csv").exists():
        with (folder / "metadata.csv").open(encoding="utf-8") as rows:
            dates = {row["file"]: row.get("published") or None for row in csv.DictReader(rows)}
    for path in sorted(folder.glob("*.txt")):
        name = path.stem if path.stem in wanted else path.stem.split("_")[0]
        if name in wanted:
            document = read(path, dates.get(path.name))
            yield Document(name, document.path, "", document.text, document.sections, published=document.published)


def measure(shared: Path, name: str, codebook: Codebook, pack: FrenchPack) -> tuple[dict[str, float], list[str]]:
    """Return the shares of gold codes found directly, with references, and with the central actors; and the misses."""
    rows = [json.loads(line) for line in (shared / f"gold/events.{name}.jsonl").open(encoding="utf-8")]
    mentions: dict[str, list[ActorMention]] = {}
    for document in corpus(shared / SETS[name], {row["document"] for row in rows}):
        mentions[document.document] = actors.find(document, pack.analyse_one(document), codebook)
    found: Counter[str] = Counter()
    misses: list[str] = []
    for row in rows:
        said = mentions[row["document"]]
        within = [m for m in said if row["start"] <= m.start < row["end"] and m.role != "place"]
        for side in ("source", "target"):
            for code in row[side]:
                hits = [m for m in within if code in m.codes]
                found["codes"] += 1
                found["direct"] += any(not m.rule_id.startswith(INDIRECT) for m in hits)
                found["with references"] += bool(hits)
                found["or central"] += bool(hits) or code in actors.central(said, row["end"])
                if not hits:
                    misses.append(f"{row['document']} {row['start']} {side} {code} ({row['trigger'][:24]})")
    total = found.pop("codes")
    return {"codes": float(total)} | {key: count / total for key, count in found.items()}, misses


def main() -> None:
    """Print the measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument(
        "--misses", type=int, default=0, help="print up to this many misses per set (document, offset, code)"
    )
    arguments = parser.parse_args()
    codebook, pack = load_codebook(), FrenchPack()
    for name in SETS:
        shares, misses = measure(arguments.shared, name, codebook, pack)
        figures = ", ".join(f"{key} {share:.3f}" for key, share in shares.items() if key != "codes")
        worst = Counter(miss.split()[3] for miss in misses).most_common(8)
        print(f"{name}: {shares['codes']:.0f} codes, {figures}; missed {dict(worst)}")
        for miss in misses[: arguments.misses]:
            print(f"  {miss}")


if __name__ == "__main__":
    main()

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
from rapprochement.codebook import load_codebook
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


def main() -> None:
    """Print the measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument(
        "--misses", type=int, default=0, help="print up to this many misses per set (document, offset, code)"
    )
    arguments = parser.parse_args()
    codebook, pack = load_codebook(), FrenchPack()
    for name, folder in SETS.items():
        rows = [json.loads(line) for line in (arguments.shared / f"gold/events.{name}.jsonl").open(encoding="utf-8")]
        mentions: dict[str, list[ActorMention]] = {}
        for document in corpus(arguments.shared / folder, {row["document"] for row in rows}):
            mentions[document.document] = actors.find(document, pack.analyse_one(document), codebook)
        direct = resolved = implied = total = 0
        misses: list[str] = []
        causes: Counter[str] = Counter()
        for row in rows:
            within = [
                m for m in mentions[row["document"]] if row["start"] <= m.start < row["end"] and m.role != "place"
            ]
            for side in ("source", "target"):
                for code in row[side]:
                    total += 1
                    hits = [m for m in within if code in m.codes]
                    if any(not m.rule_id.startswith(INDIRECT) for m in hits):
                        direct += 1
                    implied += bool(hits) or code in actors.central(mentions[row["document"]], row["end"])
                    if hits:
                        resolved += 1
                    else:
                        causes[code] += 1
                        misses.append(f"  {row['document']} {row['start']} {side} {code} ({row['trigger'][:24]})")
        print(
            f"{name}: codes {total}, direct {direct / total:.3f}, with references {resolved / total:.3f}, or central {implied / total:.3f}; missed {dict(causes.most_common(12))}"
        )
        print("\n".join(misses[: arguments.misses]))


if __name__ == "__main__":
    main()

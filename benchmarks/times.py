"""Characters a second of the tagger alone, one core, no parser: ``python benchmarks/times.py [FOLDER]``.

Reads the texts of FOLDER (default: the agency articles beside the repository), tags them once to warm up and then as often as
fits in five seconds. HeidelTime's figure on comparable text is 14,000.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from pathlib import Path

from rapprochement.times import tag

SHARED = Path(os.environ.get("RAPPROCHEMENT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SECONDS = 5.0


def measure(folder: Path) -> dict[str, float]:
    """Return characters, expressions and characters a second."""
    published: dict[str, str] = {}
    if (folder / "metadata.csv").exists():
        with (folder / "metadata.csv").open(encoding="utf-8", newline="") as file:
            published = {row["file"]: row["published"] for row in csv.DictReader(file)}
    texts = [(path.read_text(encoding="utf-8"), published.get(path.name)) for path in sorted(folder.glob("*.txt"))]
    begin = time.perf_counter()
    tag("Il est arrivé le 19 juin 2024.")
    compiled = time.perf_counter() - begin
    characters = expressions = 0
    begin = time.process_time()
    while time.process_time() - begin < SECONDS:
        for text, day in texts:
            expressions += len(tag(text, published=day))
            characters += len(text)
    seconds = time.process_time() - begin
    return {
        "characters": characters,
        "expressions": expressions,
        "characters_a_second": round(characters / seconds),
        "seconds_to_compile_the_grammar": round(compiled, 3),
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "data/agency-fr")))

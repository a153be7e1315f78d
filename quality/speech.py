"""Measure who-says-so and how-sure: speech attributions and negation on the French TimeBank, status on the gold of events.

    python quality/speech.py [--errors]

Three measures; all three read ``../shared`` (or ``RAPPROCHEMENT_SHARED``).

* **Reporting** (``reporting.jsonl`` of ``score/timeml.py``). Gold: EVENTs of class REPORTING. System: the cue words of all
  attributions of kind ``say`` or ``announce`` found anywhere in the texts (not only on gold events) whose cue is a verb or a
  noun. "selon" and the like are left out since TimeML marks no prepositions; verbs of opinion, demand, promise, denial and
  accusation are left out since TimeML calls them I_STATE or I_ACTION. A gold event is found when a cue overlaps it; each cue
  counts once.
* **Negation** (``negated.jsonl``). Gold: EVENTs of polarity NEG. System: the EVENTs of the same ``.tml`` files, of any class,
  of which a token is negated by :func:`rapprochement.events.negation.negation`. The search is thus restricted to words that the
  gold holds for events: what is measured is the recognition of negation, not of events.
* **Status** (``gold/events*.jsonl``). Sentence, trigger, type, source and date of the gold are given; status and the presence of
  an attribution are the program's, with the program's own actors. Optional rows are left out; an accepted second value counts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rapprochement import actors
from rapprochement.codebook import Codebook, load_codebook
from rapprochement.documents import read_corpus
from rapprochement.events.negation import negation
from rapprochement.events.speech import attributions
from rapprochement.events.status import status_of
from rapprochement.language import Analysis, FrenchPack, Sentence
from rapprochement.model import Document

SHARED = Path(os.environ.get("RAPPROCHEMENT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
REPORTING = frozenset({"say", "announce"})
GOLD = (
    ("events.dev.jsonl", "seeds"),
    ("events.short.dev.jsonl", "gold/short"),
    ("events.agency.dev.jsonl", "data/agency-fr"),
)


def prf(hits: int, gold: int, system: int) -> dict[str, float]:
    precision, recall = hits / system if system else 0.0, hits / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def analysed(folder: Path, pack: FrenchPack) -> Iterator[tuple[Document, Analysis]]:
    for document in read_corpus([folder]):
        if document.state == "coded":
            yield document, pack.analyse_one(document)


def excerpt(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 60) : start]}[[{text[start:end]}]]{text[end : end + 50]}".replace("\n", " ")


def events_of(path: Path) -> list[tuple[int, int, bool]]:
    """Return start, end and whether negated of all EVENTs of a TimeML file, with offsets as ``score/timeml.py`` writes them."""
    root = ET.parse(path).getroot()
    text = root.find("TEXT")
    assert text is not None
    negated = {i.get("eventID") for i in root.iter("MAKEINSTANCE") if i.get("polarity") == "NEG"}
    found: list[tuple[int, int, bool]] = []

    def walk(element: ET.Element, position: int) -> int:
        start, position = position, position + len(element.text or "")
        for child in element:
            position = walk(child, position) + len(child.tail or "")
        if element.tag == "EVENT":
            found.append((start, position, element.get("polarity") == "NEG" or element.get("eid") in negated))
        return position

    walk(text, 0)
    return found


def timebank(pack: FrenchPack, codebook: Codebook, *, errors: bool) -> dict[str, Any]:
    source = SHARED / "data" / "fr-timebank"
    hits: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    system: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, str(SHARED / "score" / "timeml.py"), str(source), folder], check=True, capture_output=True
        )
        rows = [
            json.loads(line) for line in (Path(folder) / "reporting.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for document, analysis in analysed(Path(folder) / "texts", pack):
            name = Path(document.document).stem
            wanted = [r for r in rows if r["document"] == name]
            found = attributions(document, analysis, (), codebook)
            cues = {(a.cue_start, a.cue_end) for a in found if a.kind in REPORTING}
            gold["reporting"] += len(wanted)
            system["reporting"] += len(cues)
            for row in wanted:
                match = next((c for c in sorted(cues) if c[0] < row["end"] and c[1] > row["start"]), None)
                hits["reporting"] += match is not None
                cues.discard(match or (-1, -1))
                if errors and match is None:
                    print("reporting missed  ", excerpt(document.text, row["start"], row["end"]))
            if errors:
                for cue in sorted(cues):
                    print("reporting invented", excerpt(document.text, *cue))
            for start, end, negated in events_of(source / f"{name}.tml"):
                sentence = analysis.sentence_at(start)
                tokens = sentence.tokens_in(start, end) if sentence else []
                rule = next((r for t in tokens if t.pos_ not in ("DET", "ADP") and (r := negation(t))), None)
                gold["negated"] += negated
                system["negated"] += rule is not None
                hits["negated"] += negated and rule is not None
                if errors and negated != (rule is not None):
                    print("negated", "missed" if negated else f"invented ({rule})", excerpt(document.text, start, end))
    return {key: {"gold": gold[key], "system": system[key], **prf(hits[key], gold[key], system[key])} for key in gold}


def head_of(sentence: Sentence, start: int, end: int) -> Any:
    """Return the word of a trigger phrase that governs the others, a noun or full verb before an auxiliary."""
    tokens = [t for t in sentence.tokens_in(start, end) if not t.is_punct]
    inside = {t.i for t in tokens}
    heads = [t for t in tokens if t.head.i not in inside or t.head == t]
    full = [t for t in heads if t.pos_ in ("VERB", "NOUN", "ADJ", "PROPN", "NUM")] or heads or tokens
    return full[0] if full else None


def after(date: str | None, published: str | None) -> bool:
    """Tell whether an EDTF date begins after the day of publication (a month or year only when wholly later)."""
    if not date or not published or date.startswith(".."):
        return False
    first = date.split("/")[0].rstrip("~?%")
    return first > published[: len(first)] and "X" not in first


def status(pack: FrenchPack, codebook: Codebook, *, errors: bool) -> dict[str, Any]:
    report: dict[str, Any] = {}
    for name, folder in GOLD:
        rows = [
            json.loads(line)
            for line in (SHARED / "gold" / name).read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
        wanted = {r["document"] for r in rows}
        right: Counter[str] = Counter()
        scored = 0
        for document in read_corpus([SHARED / folder]):
            key = Path(document.document).stem
            key = key[:3] if key[:3] in wanted else key
            if key not in wanted or document.state != "coded":
                continue
            analysis = pack.analyse_one(document)
            people = actors.find(document, analysis, codebook)
            found = attributions(document, analysis, people, codebook)
            for row in rows:
                if row["document"] != key or row.get("optional"):
                    continue
                at = document.text.find(row["trigger"], row["start"])
                at = row["start"] if at < 0 or at >= row["end"] else at
                sentence = analysis.sentence_at(at)
                token = head_of(sentence, at, at + len(row["trigger"])) if sentence else None
                if sentence is None or token is None:
                    continue
                scored += 1
                reading = status_of(
                    token, sentence, found, codebook, event_type=row["type"], source=row["source"],
                    future_date=after(row["date"], document.published),
                )  # fmt: skip
                statuses = [row["status"], *row.get("also", {}).get("status", [])]
                words = [bool(w) for w in (row["attributed_to"], *row.get("also", {}).get("attributed_to", []))]
                fine = {"status": reading.status in statuses, "attributed": bool(reading.attributed_to) in words}
                right.update(k for k, ok in fine.items() if ok)
                if errors and not all(fine.values()):
                    print(f"{key} {row['type']} gold {statuses[0]}/{row['attributed_to']} system {reading.status}/{reading.attributed_to}",
                          reading.evidence, excerpt(document.text, at, at + len(row["trigger"])))  # fmt: skip
        report[name] = {"scored": scored, **{k: round(right[k] / scored, 3) for k in ("status", "attributed")}}
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    pack, codebook = FrenchPack(), load_codebook()
    report = {**timebank(pack, codebook, errors=options.errors), **status(pack, codebook, errors=options.errors)}
    print(json.dumps(report, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()

"""Times event merging on generated mentions, up to 200,000: the work must grow with their number, not with its square.

    python -m benchmarks.reconcile [--most 200000] [--registers]

Mentions are drawn for 400 pairs of states over fifteen years, with busy pairs (Zipf), days, months, years and no date at all,
copies of one event in several documents, places, persons and figures. Nothing is read from disk.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from calendar import monthrange
from datetime import date, timedelta

from rapprochement.codebook import load_codebook
from rapprochement.model import CodedDocument, Document, EventMention, Quantity, Section, SectionKind
from rapprochement.reconcile import registers
from rapprochement.reconcile.merge import reconcile

KINDS = (
    ("CONSULT", "visit"), ("CONSULT", "meet"), ("AGREE", "sign"), ("AID", "goods"), ("SUPPORT", "back"), ("ACCUSE", "criticize"),
    ("COOPERATE", "relations"), ("COOPERATE", "exercise"), ("ASSAULT", "strike"), ("SANCTION", "impose"),
)  # fmt: skip
PLACES = ("Alta", "Bergen", "Cadix", "Douai", "Essen", "Faro", "Gand", "Haïfa", "Izmir", "Jaffa")
STATES = [a + b + "X" for a in "ABCDEFGHIJ" for b in "KLMN"]
WORDS = [
    "livraison",
    "convoi",
    "frontière",
    "ministre",
    "accord",
    "gazoduc",
    "sommet",
    "manœuvre",
    "radar",
    "vivres",
    "détroit",
    "barrage",
    "vaccin",
    "mine",
    "prêt",
]


def generate(count: int, seed: int = 1) -> list[CodedDocument]:
    """Return documents that hold ``count`` mentions, some twenty each."""
    rng = random.Random(seed)
    coded: list[CodedDocument] = []
    made = 0
    first = date(2010, 1, 1)
    recent: list[tuple[tuple[str, str], str, str, tuple[str, str], date]] = []
    while made < count:
        name = f"d{len(coded):06d}"
        published = first + timedelta(days=len(coded) * 5400 // max(1, count // 20))
        mentions, text = [], ""
        for _ in range(min(20, count - made)):
            if recent and rng.random() < 0.5:
                kind, place, word, pair, day = recent[rng.randrange(len(recent))]
            else:
                pick = min(int(rng.paretovariate(0.9)), 400) * 7919
                pair = (STATES[pick % 40], STATES[(pick // 40 + 1 + pick) % 40])
                kind, place, word = rng.choice(KINDS), rng.choice(PLACES), rng.choice(WORDS)
                day = published - timedelta(days=rng.randrange(1, 40))
                recent = [*recent[-60:], (kind, place, word, pair, day)]
            if pair[0] == pair[1]:
                pair = (pair[0], "ZZX")
            sentence = f"Le {word} de {place} occupe {pair[0]} et {pair[1]}, {rng.choice(WORDS)}."
            told = rng.random()
            value: str | None = day.isoformat()
            low: date | None = day
            high: date | None = day
            if told < 0.15:
                value, low, high = (
                    f"{day:%Y-%m}",
                    day.replace(day=1),
                    day.replace(day=monthrange(day.year, day.month)[1]),
                )
            elif told < 0.2:
                value, low, high = f"{day:%Y}", date(day.year, 1, 1), date(day.year, 12, 31)
            elif told < 0.4:
                value = low = high = None
            start = len(text)
            text += sentence + " "
            figures = (Quantity(float(rng.randrange(3, 90)), "soldats", "soldats"),) if rng.random() < 0.1 else ()
            mentions.append(
                EventMention(
                    name, start, start + len(sentence), start + 3, start + 3 + len(word), kind[0], kind[1], "diplomatic",
                    pair[:1], pair[1:], "asserted", f"{kind[0].lower()}.{kind[1]}", date=value, earliest=low, latest=high,
                    place=place if rng.random() < 0.4 else None, quantity=figures,
                )
            )  # fmt: skip
        made += len(mentions)
        section = Section(0, SectionKind.PARAGRAPH, 0, len(text))
        coded.append(
            CodedDocument(
                Document(name, name, "", text, (section,), published=published.isoformat()), mentions=tuple(mentions)
            )
        )
    return coded


def main() -> int:
    """Print seconds, microseconds a mention and memory for doubling sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=200_000)
    parser.add_argument("--registers", action="store_true", help="time all registers, lineage included")
    given = parser.parse_args()
    codebook = load_codebook()
    reconcile(generate(200), codebook)
    size = min(12_500, given.most)
    print("mentions  events   seconds  µs/mention  MB")
    while size <= given.most:
        documents = generate(size)
        started = time.process_time()
        events = registers(documents, codebook)["events"].rows if given.registers else reconcile(documents, codebook)
        spent = time.process_time() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{size:>8}  {len(events):>6}  {spent:>8.1f}  {spent / size * 1e6:>10.0f}  {memory}")
        size *= 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

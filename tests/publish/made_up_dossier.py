"""Dossiers made up for the tests: any number of mentions, in sentences of our own, with every kind of date and status."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from rapprochement.dossier.schema import tables_of, to_table
from rapprochement.identity import mention_ids
from rapprochement.language.words import bounds
from rapprochement.model import CodedDocument, Document, Event, EventMention, Quantity, Section, SectionKind


@dataclass
class MadeUp:
    """A dossier in memory: all that publishing asks of one."""

    path: Path
    tables: dict[str, pa.Table]

    def table(self, name: str) -> pa.Table:
        return self.tables[name]


NAMES = {
    "RUS": "Moscou",
    "PRK": "Pyongyang",
    "KOR": "Séoul",
    "CHN": "Pékin",
    "USA": "Washington",
    "UKR": "Kiev",
    "JPN": "Tokyo",
}
ACTS = [
    ("AID", "military", "livré", "{a} a livré à {b} des caisses d'obus par le port oriental"),
    ("CONSULT", "diplomatic", "reçu", "{a} a reçu une délégation venue de {b} pour deux jours d'entretiens"),
    ("AGREE", "economic", "signé", "{a} a signé avec {b} un protocole sur le fret ferroviaire"),
    ("COOPERATE", "cultural", "accueilli", "{a} a accueilli avec {b} un festival de chant et de danse"),
    ("ACCUSE", "diplomatic", "dénoncé", "{a} a dénoncé les manœuvres de {b} près de la ligne de démarcation"),
    ("SUPPORT", "political", "félicité", "{a} a félicité {b} pour l'anniversaire du parti"),
    ("AID", "technological", "transféré", "{a} a transféré à {b} des pièces pour un satellite d'observation"),
    ("AID", "humanitarian", "envoyé", "{a} a envoyé à {b} des tentes après les inondations"),
    ("SANCTION", "economic", "gelé", "{a} a gelé des avoirs liés à {b}"),
    ("MOBILIZE", "military", "déployé", "{a} a déployé des lanceurs face à {b}"),
]
DATES = ["{y}-{m:02}-{d:02}"] * 6 + ["{y}-{m:02}", "{y}-{m:02}~", "{y}", "{y}/..", "{y}-21", "199X", None]
STATUSES = ["asserted"] * 6 + ["claimed", "claimed", "suspected", "planned", "hypothetical", "denied", "called_for"]


def document(number: int, sentences: list[str], **fields: object) -> tuple[Document, list[tuple[int, int]]]:
    """Return a document of a title, and paragraphs of four sentences, with the offsets of the sentences."""
    title = str(fields.pop("title", f"Article d'essai numéro {number}"))
    text, spans, sections = title, [], [Section(0, SectionKind.HEADING, 0, len(title), level=1)]
    for at in range(0, len(sentences), 4):
        text += "\n\n"
        start = len(text)
        for i, sentence in enumerate(sentences[at : at + 4]):
            text += " " if i else ""
            spans.append((len(text), len(text) + len(sentence)))
            text += sentence
        sections.append(Section(len(sections), SectionKind.PARAGRAPH, start, len(text), heading=0))
    known: dict[str, object] = {
        "document": f"article-{number:04}.txt",
        "path": f"articles/article-{number:04}.txt",
        "sha256": f"{number:064x}",
        "title": title,
        "publisher": ["Agence du Port", "Le Courrier des Îles", "Revue du Fleuve", None][number % 4],
        "published": f"{2023 + number % 3}-0{1 + number % 9}-1{number % 10}",
        "found_in": {"published": "metadata.csv"},
        "language": "fr",
    }
    return Document(text=text, sections=tuple(sections), **(known | fields)), spans  # type: ignore[arg-type]


def made_up(path: Path, mentions: int = 120, seed: int = 7, extra: list[CodedDocument] | None = None) -> MadeUp:
    """Return a dossier of about ``mentions`` mentions, most about one pair, with third parties and one damaged file."""
    rng = random.Random(seed)
    coded: list[CodedDocument] = []
    while sum(len(c.mentions) for c in coded) < mentions:
        number = len(coded) + 1
        plans, sentences = [], []
        for _ in range(min(20, mentions)):
            a, b = rng.choice(
                [("RUS", "PRK")] * 5
                + [("PRK", "RUS")] * 2
                + [("KOR", "PRK"), ("USA", "RUS"), ("CHN", "PRK"), ("JPN", "PRK")]
            )
            kind, domain, trigger, pattern = rng.choice(ACTS)
            year = rng.choice([2023, 2024, 2024, 2025, 2022, 2019, 2014, rng.randint(1950, 2012)])
            form = rng.choice(DATES)
            date = form.format(y=year, m=rng.randint(1, 12), d=rng.randint(1, 28)) if form else None
            if year < 1991:
                a, b = ("SUN" if a == "RUS" else a), ("SUN" if b == "RUS" else b)
            status = rng.choice(STATUSES)
            by = (
                rng.choice(["KOR", "USA", "les services de renseignement", "RUS"])
                if status in ("claimed", "suspected")
                else None
            )
            sentence = (
                pattern.format(a=NAMES.get(a, "Moscou"), b=NAMES.get(b, "Moscou"))
                + f", le dossier numéro {rng.randint(1, 99999)} en garde la trace."
            )
            sentences.append(sentence)
            plans.append((a, b, kind, domain, trigger, date, status, by))
        made, spans = document(number, sentences)
        rows = []
        for (start, end), sentence, (a, b, kind, domain, trigger, date, status, by) in zip(
            spans, sentences, plans, strict=True
        ):
            at = start + sentence.index(trigger)
            earliest, latest = bounds(date)
            rows.append(
                EventMention(
                    document=made.document, start=start, end=end, trigger_start=at, trigger_end=at + len(trigger), type=kind, mode=None,
                    domain=domain, source=(a,), target=(b,), status=status, rule_id=f"frame.{kind.lower()}.{trigger}", date=date,
                    earliest=earliest, latest=latest, attributed_to=by, place=rng.choice([None, None, "Vladivostok", "Rason"]),
                    quantity=(Quantity(600.0, "caisses", "obus", "about"),) if kind == "AID" else (),
                    evidence=("source:subject", "date:clause"),
                )
            )  # fmt: skip
        coded.append(CodedDocument(made, mentions=tuple(rows)))
    coded += extra or []
    coded.append(
        CodedDocument(
            Document(
                "abime.pdf",
                "articles/abime.pdf",
                "0" * 64,
                "",
                state="not coded",
                reason="truncated-pdf",
                message="the file ends early",
            )
        )
    )
    return MadeUp(path, {**tables_of(coded), "events": to_table(Event, events_of(coded))})


def events_of(coded: list[CodedDocument]) -> list[Event]:
    """One event per mention, save that a mention of the same pair, type and date joins the one before it."""
    groups: dict[object, list[tuple[str, EventMention]]] = {}
    for one in coded:
        for name, mention in zip(mention_ids(one.mentions), one.mentions, strict=True):
            same = (mention.source, mention.target, mention.type, mention.date) if mention.date else name
            groups.setdefault(same, []).append((name, mention))
    events = []
    for number, group in enumerate(groups.values(), 1):
        first = group[0][1]
        events.append(
            Event(
                event=f"e{number}", type=first.type, domain=first.domain, source=first.source, target=first.target, status=first.status,
                mentions=tuple(name for name, _ in group), independent_sources=len({m.document for _, m in group}), date=first.date,
                earliest=first.earliest, latest=first.latest, places=tuple(sorted({m.place for _, m in group if m.place})), confidence=0.8,
            )
        )  # fmt: skip
    return events

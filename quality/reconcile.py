"""Measures reconciling on our own labelled sets: event merging (B-cubed), lineage (cross-validated), conflicts.

    python quality/reconcile.py [events|lineage|conflicts|fit] [--errors]

`fit` fits the logistic regression of lineage anew and prints the coefficients for `lineage/derivation.py`.
"""

from __future__ import annotations

import argparse
import re
import sys
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rapprochement.identity import mention_ids
from rapprochement.model import CodedDocument, Document, EventMention, Quantity, Section, SectionKind
from rapprochement.reconcile.merge import reconcile

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "reconcile" / "data"
_FIGURE = re.compile(r"^(?P<bound>~|>=|<=)?\s*(?P<value>\d+(?:\.\d+)?)\s+(?P<unit>\S.*)$")


@dataclass(frozen=True)
class Labelled:
    """A mention with the name of the event it tells."""

    label: str
    mention: EventMention


def interval(value: str | None) -> tuple[date | None, date | None]:
    """Days of an EDTF date of the labelled sets: day, month, year or an interval of them."""
    if value is None:
        return None, None
    first, _, last = value.partition("/")
    return _bounds(first)[0], _bounds(last or first)[1]


def _bounds(value: str) -> tuple[date | None, date | None]:
    if value == "..":
        return None, None
    numbers = [int(n) for n in value.rstrip("~").split("-")]
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else None
    if len(numbers) == 3:
        return date(*numbers), date(*numbers)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def quantity(text: str) -> tuple[Quantity, ...]:
    """Figures written as ``200 tonnes``, ``~20 km`` (about), ``>=5 morts`` (at least)."""
    found = []
    for part in () if text == "-" else text.split(";"):
        match = _FIGURE.match(part.strip())
        if match is None:
            raise ValueError(f"no figure: {part!r}")
        bound = {"~": "about", ">=": "at least", "<=": "at most", None: None}[match["bound"]]
        found.append(Quantity(float(match["value"]), match["unit"], match["unit"], bound))
    return tuple(found)


def read_mention(line: str, text: str, document: str) -> tuple[str, EventMention, str]:
    """Return (label, mention, sentence) of one line of a labelled set; ``text`` is the document's so far."""
    label, _, kind, sides, when, place, agents, figure, sentence = (p.strip() for p in line.split("|", 8))
    type_and_mode, domain = kind.split()
    type_, _, mode = type_and_mode.partition("/")
    source, target = (tuple(side.split(",")) for side in sides.split(">"))
    value, status, *by = when.split()
    trigger = re.search(r"\[(.+?)\]", sentence)
    assert trigger is not None, line
    plain = sentence.replace("[", "").replace("]", "")
    start = len(text)
    stated = None if value == "-" else value
    earliest, latest = interval(stated)
    mention = EventMention(
        document, start, start + len(plain), start + trigger.start(), start + trigger.end() - 2,
        type_, mode or None, domain, source, target, status, f"{type_.lower()}.{mode or 'any'}",
        agents=() if agents == "-" else tuple(agents.split(";")),
        date=stated, earliest=earliest, latest=latest, attributed_to=by[0] if by else None,
        place=None if place == "-" else place, quantity=quantity(figure),
    )  # fmt: skip
    return label, mention, plain


def read_mentions(lines: Iterable[str], published: Mapping[str, str]) -> tuple[list[CodedDocument], dict[str, str]]:
    """Return the documents and, by mention id, the labels."""
    texts: dict[str, str] = defaultdict(str)
    labelled: dict[str, list[Labelled]] = defaultdict(list)
    for line in lines:
        document = line.split("|", 2)[1].strip()
        label, mention, plain = read_mention(line, texts[document], document)
        texts[document] += plain + "\n"
        labelled[document].append(Labelled(label, mention))
    coded, labels = [], {}
    for name, rows in labelled.items():
        mentions = tuple(r.mention for r in rows)
        labels.update(zip(mention_ids(mentions), (r.label for r in rows), strict=True))
        text = texts[name]
        section = Section(0, SectionKind.PARAGRAPH, 0, len(text))
        document_row = Document(name, name, "", text, (section,), published=str(published[name]))
        coded.append(CodedDocument(document_row, mentions=mentions))
    return coded, labels


def events_set() -> tuple[list[CodedDocument], dict[str, str]]:
    """The labelled set of event mentions."""
    raw: Mapping[str, Any] = yaml.safe_load((DATA / "events.yaml").read_text("utf-8"))
    return read_mentions(raw["mentions"], raw["documents"])


def b_cubed(system: Mapping[str, Hashable], labels: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of B-cubed (Bagga and Baldwin 1998), mean over mentions."""
    by_system, by_label = defaultdict(set), defaultdict(set)
    for mention, label in labels.items():
        by_system[system[mention]].add(mention)
        by_label[label].add(mention)
    precision = recall = 0.0
    for mention, label in labels.items():
        both = len(by_system[system[mention]] & by_label[label])
        precision += both / len(by_system[system[mention]])
        recall += both / len(by_label[label])
    precision, recall = precision / len(labels), recall / len(labels)
    return precision, recall, 2 * precision * recall / (precision + recall)


def merged(coded: Sequence[CodedDocument]) -> dict[str, Hashable]:
    """The system's event of each mention."""
    return {m: e.event for e in reconcile(coded) for m in e.mentions}


def same_lemma(coded: Sequence[CodedDocument]) -> dict[str, Hashable]:
    """The usual baseline: mentions of one pair whose triggers have one stem (lemma stands in, five letters) are one event."""
    from rapprochement.reconcile.words import fold_same_length

    found: dict[str, Hashable] = {}
    for c in coded:
        for identity, m in zip(mention_ids(c.mentions), c.mentions, strict=True):
            stem = fold_same_length(c.document.text[m.trigger_start : m.trigger_end])[:5]
            found[identity] = (stem, frozenset(m.source) | frozenset(m.target))
    return found


def same_day(coded: Sequence[CodedDocument]) -> dict[str, Hashable]:
    """A second baseline: the same type, sides and date."""
    return {
        i: (m.type, frozenset(m.source) | frozenset(m.target), m.date)
        for c in coded
        for i, m in zip(mention_ids(c.mentions), c.mentions, strict=True)
    }


def report_events(errors: bool) -> None:
    coded, labels = events_set()
    print(f"{len(labels)} mentions of {len(set(labels.values()))} events in {len(coded)} documents")
    for name, system in (("merge", merged(coded)), ("same lemma", same_lemma(coded)), ("same day", same_day(coded))):
        print(f"{name:<12} B3 P {{:.3f}} R {{:.3f}} F {{:.3f}}".format(*b_cubed(system, labels)))
    if errors:
        system = merged(coded)
        by_id = {i: (c, m) for c in coded for i, m in zip(mention_ids(c.mentions), c.mentions, strict=True)}
        groups = defaultdict(list)
        for i, event in system.items():
            groups[event].append(i)
        spread = Counter(label for members in groups.values() for label in {labels[i] for i in members})
        for members in groups.values():
            if len({labels[i] for i in members}) > 1 or spread[labels[members[0]]] > 1:
                print("--")
                for i in members:
                    c, m = by_id[i]
                    print(f"   {labels[i]} {m.document} {m.type}/{m.mode} {m.date} {c.document.text[m.start : m.end]}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="events", choices=["events", "lineage", "conflicts", "fit"])
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    if given.what == "events":
        report_events(given.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())

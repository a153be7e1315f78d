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


def events_set(name: str = "events.yaml") -> tuple[list[CodedDocument], dict[str, str]]:
    """A labelled set of event mentions: the one the rules were made with, or ``events_heldout.yaml``."""
    raw: Mapping[str, Any] = yaml.safe_load((DATA / name).read_text("utf-8"))
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


def report_events(errors: bool, of: str = "events.yaml") -> None:
    coded, labels = events_set(of)
    print(f"{of}: {len(labels)} mentions of {len(set(labels.values()))} events in {len(coded)} documents")
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


BOILERPLATE = "Abonnez-vous à notre lettre du matin. Reproduction interdite sans accord de la rédaction."
COPY_TAIL = "Avec nos correspondants. Suivez toute l'actualité internationale sur notre site."
EXTRACT_LEADS = (
    "Une dépêche a retenu notre attention cette semaine.",
    "En bref, ce que l'on sait ce soir.",
    "Dans le reste de l'actualité, une nouvelle venue d'ailleurs.",
)


@dataclass(frozen=True)
class Article:
    """A labelled article: what it reports and what it was made from."""

    document: Document
    event: str
    origin: str | None
    how: str


def article(name: str, event: str, text: str, origin: str | None, how: str) -> Article:
    sections = (Section(0, SectionKind.PARAGRAPH, 0, len(text)),)
    return Article(Document(name, name, "", text, sections, published="2024-05-02"), event, origin, how)


def lineage_set() -> list[Article]:
    """Base texts, rewrites by hand, and copies and extracts made from the base texts, all of one day."""
    raw = yaml.safe_load((DATA / "lineage.yaml").read_text("utf-8"))["documents"]
    found = [article(r["id"], r["event"], r["text"], r.get("from"), r.get("how", "base")) for r in raw]
    bases = [a for a in found if a.origin is None]
    for i, base in enumerate(bases):
        sentences = re.split(r"(?<=[.!?»]) (?=[A-ZÀ-Ý«])", base.document.text)
        name = base.document.document
        if i % 2 == 0:  # a copy cut at its end, with another title and footer
            kept = sentences[: max(3, len(sentences) - 1)]
            text = " ".join([*kept, COPY_TAIL, BOILERPLATE])
            found.append(article(f"{name}-copy", base.event, text, name, "copy"))
        elif len(sentences) >= 5:
            text = " ".join([EXTRACT_LEADS[i % 3], *sentences[1:4]])
            found.append(article(f"{name}-extract", base.event, text, name, "extract"))
    return found


def lineage_pairs(articles: Sequence[Article]) -> list[tuple[int, int, bool, str]]:
    """All pairs with their label: derived if one goes back to the other; siblings of one source are left out."""
    origin = {a.document.document: a.origin or a.document.document for a in articles}
    pairs = []
    for i, a in enumerate(articles):
        for j in range(i + 1, len(articles)):
            b = articles[j]
            names = a.document.document, b.document.document
            direct = a.origin == names[1] or b.origin == names[0]
            if direct:
                pairs.append((i, j, True, a.how if a.origin else b.how))
            elif origin[names[0]] != origin[names[1]]:
                pairs.append((i, j, False, "same event" if a.event == b.event else "other event"))
    return pairs


def lineage_features() -> tuple[list[tuple[float, float, float]], list[bool], list[str], list[tuple[str, str]]]:
    from rapprochement.language.frequency import frequency_ranks
    from rapprochement.reconcile.lineage import Background, profile
    from rapprochement.reconcile.lineage.derivation import features

    articles = lineage_set()
    background = Background(frequency_ranks())
    profiles = [profile(a.document, background) for a in articles]
    rows, labels, kinds, names = [], [], [], []
    for i, j, derived, kind in lineage_pairs(articles):
        rows.append(features(profiles[i], profiles[j]))
        labels.append(derived)
        kinds.append(kind)
        names.append((articles[i].document.document, articles[j].document.document))
    return rows, labels, kinds, names


def report_lineage(errors: bool, fit: bool) -> dict[str, float]:
    """F1 of the shipped model, and by ten-fold cross-validation of a model fitted anew."""
    from rapprochement.reconcile.lineage.derivation import THRESHOLD, score

    rows, labels, kinds, names = lineage_features()
    print(f"{sum(labels)} derived, {len(labels) - sum(labels)} independent pairs", dict(Counter(kinds)))
    shipped = [score(*r) >= THRESHOLD for r in rows]
    figures = _judge("shipped model", shipped, labels, kinds)
    if fit:
        import numpy as np
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import StratifiedKFold, cross_val_predict

        # by article of origin would be stricter still; pairs of one event stay in one fold only by chance
        model = LogisticRegression(C=10.0, max_iter=2000)
        x, y = np.array(rows), np.array(labels)
        folds = StratifiedKFold(10, shuffle=True, random_state=1)
        predicted = cross_val_predict(model, x, y, cv=folds)
        _judge("10-fold", [bool(p) for p in predicted], labels, kinds)
        model.fit(x, y)
        print(
            "INTERCEPT, COSINE, FIGURES, ORDERED =",
            [round(float(v), 2) for v in (model.intercept_[0], *model.coef_[0])],
        )
    if errors:
        for row, label, kind, name, said in zip(rows, labels, kinds, names, shipped, strict=True):
            if label != said:
                print(
                    "  missed" if label else "  false ", kind, *name, [round(f, 3) for f in row], round(score(*row), 3)
                )
    return figures


def _judge(name: str, said: Sequence[bool], labels: Sequence[bool], kinds: Sequence[str]) -> dict[str, float]:
    hit = sum(s and t for s, t in zip(said, labels, strict=True))
    precision, recall = hit / max(1, sum(said)), hit / sum(labels)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    same = [s for s, k in zip(said, kinds, strict=True) if k == "same event"]
    false = sum(same) / len(same)
    print(
        f"{name:<14} P {precision:.3f} R {recall:.3f} F {f1:.3f}; false among same-event reports {sum(same)}/{len(same)}"
    )
    by_kind = {k: [s for s, x, t in zip(said, kinds, labels, strict=True) if x == k and t] for k in set(kinds)}
    print("   found by kind:", {k: f"{sum(v)}/{len(v)}" for k, v in sorted(by_kind.items()) if v})
    return {"precision": precision, "recall": recall, "f1": f1, "same_event_false": false}


FIELDS = ("kind", "by", "when", "p", "a", "f", "t")


def conflict_cases() -> list[tuple[str, str | None, list[CodedDocument]]]:
    """Cases as (name, kind of conflict or None for a near-miss, two documents)."""
    raw = yaml.safe_load((DATA / "conflicts.yaml").read_text("utf-8"))["cases"]
    found = []
    for number, case in enumerate(raw, 1):
        parts = [p.strip() for p in case["first"].split("|", 6)]
        first = dict(zip(FIELDS, parts, strict=True))
        day = first["when"].split()[0]
        for what in ("not", "fits"):
            for i, change in enumerate(case[what], 1):
                second = {**first, **{k: v for k, v in change.items() if k in FIELDS and k != "kind"}}
                when, status, *by = first["when"].split()
                status_by = change.get("s", " ".join([status, *by]))
                second["when"] = f"{change.get('d', when)} {status_by}"
                lines = [
                    f"x | {name} | " + " | ".join(str(row[k]) for k in FIELDS)
                    for name, row in (("first", first), ("second", second))
                ]
                coded, _ = read_mentions(lines, {"first": day, "second": interval(change.get("d", day))[1]})
                found.append((f"{number}.{what}.{i}", change.get("kind"), coded))
    return found


def report_conflicts(errors: bool) -> dict[str, float]:
    """A case is found when a conflict of its kind comes out, a near-miss is false when any does."""
    from rapprochement.codebook import load_codebook
    from rapprochement.reconcile.conflicts import conflicts
    from rapprochement.reconcile.corpus import Corpus

    codebook = load_codebook()
    cases = conflict_cases()
    hit = false = seeded = 0
    for name, kind, coded in cases:
        corpus = Corpus(coded, reconcile(coded, codebook))
        kinds = {c.kind for c in conflicts(corpus, codebook)}
        seeded += kind is not None
        hit += kind is not None and kind in kinds
        wrong = kinds - {kind}
        false += len(wrong)
        if errors and (wrong or (kind is not None and kind not in kinds)):
            print(f"  {name} expected {kind}, came {sorted(kinds)}: {coded[-1].document.text.strip()}")
    precision, recall = hit / max(1, hit + false), hit / seeded
    print(f"{seeded} seeded, {len(cases) - seeded} near-misses: P {precision:.3f} R {recall:.3f}")
    return {"precision": precision, "recall": recall}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="events", choices=["events", "lineage", "conflicts", "fit"])
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    if given.what == "events":
        report_events(given.errors)
        report_events(given.errors, "events_heldout.yaml")
    elif given.what in ("lineage", "fit"):
        report_lineage(given.errors, given.what == "fit")
    else:
        report_conflicts(given.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())

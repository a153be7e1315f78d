"""What a retelling changed: attributions lost, actors dropped, figures changed, events inflated. From coded mentions of both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapprochement.codebook import Codebook, load_codebook
from rapprochement.model import CodedDocument, Derivation, DerivationChange, EventMention
from rapprochement.reconcile.facts import person_key
from rapprochement.reconcile.lineage.align import AlignedPair, align
from rapprochement.reconcile.lineage.terms import Background, profile, sentences_of
from rapprochement.reconcile.words import fold_same_length, word_patterns

PERSONS = frozenset({"leader", "minister", "official", "military"})

GRAND = 3
"""Rank from which a word makes a meeting grand (``grandeur_words`` of the codebook)."""
_NUMBER = re.compile(r"\d[\d\s.,\u00a0\u202f]*")


def changes(
    derivations: Sequence[Derivation],
    coded: Sequence[CodedDocument],
    background: Background,
    codebook: Codebook | None = None,
) -> list[DerivationChange]:
    """Return what each derived document changed against its source.

    Parameters
    ----------
    derivations : sequence of Derivation
    coded : sequence of CodedDocument
        Must hold both documents of every derivation.
    background : Background
    codebook : Codebook, optional
        The vocabulary (default: the built-in one).
    """
    by_name = {c.document.document: c for c in coded}
    words = word_patterns(codebook or load_codebook(), "grandeur_words")
    ranks = sorted(((int(k[0]), p) for k, p in words.items()), key=lambda pair: -pair[0])
    result: list[DerivationChange] = []
    for derivation in derivations:
        source, retelling = by_name[derivation.derived_from], by_name[derivation.document]
        pairs = align(profile(source.document, background), profile(retelling.document, background))
        for pair in pairs:
            result.extend(_of_pair(derivation, source, retelling, pair))
        result.extend(_inflated(derivation, source, retelling, pairs, ranks))
        result.extend(_dropped(derivation, source, retelling))
    return list(dict.fromkeys(result))


def _within(mentions: Sequence[EventMention], span: tuple[int, int]) -> list[EventMention]:
    return [m for m in mentions if m.start < span[1] and m.end > span[0]]


def _of_pair(
    derivation: Derivation, source: CodedDocument, retelling: CodedDocument, pair: AlignedPair
) -> list[DerivationChange]:
    was, now = _within(source.mentions, pair.left), _within(retelling.mentions, pair.right)
    rows: list[DerivationChange] = []

    def row(kind: str, before: str, after: str) -> None:
        rows.append(
            DerivationChange(derivation.document, *pair.right, derivation.derived_from, *pair.left, kind, before, after)
        )

    for mention in was:
        same = [
            m
            for m in now
            if m.type == mention.type and set(m.source) | set(m.target) == set(mention.source) | set(mention.target)
        ]
        if not same:
            continue
        if mention.attributed_to and all(not m.attributed_to for m in same):
            row("attribution lost", mention.attributed_to, "")
        if not mention.attributed_to and all(m.attributed_to for m in same):
            row("attribution added", "", str(same[0].attributed_to))
    before, after = source.document.text[slice(*pair.left)], retelling.document.text[slice(*pair.right)]
    lost, new = _figures(before) - _figures(after), _figures(after) - _figures(before)
    if was and now and lost and new:
        row("figure changed", ", ".join(sorted(lost)), ", ".join(sorted(new)))
    return rows


def _figures(text: str) -> set[str]:
    """Figures of a sentence that are no days or years of a date."""
    return {n for m in _NUMBER.findall(text) if (n := _plain(m)) and not (len(n) == 4 and n[:2] in {"19", "20"})}


def _plain(number: str) -> str:
    return re.sub(r"\D", "", number)


Ranks = Sequence[tuple[int, re.Pattern[str]]]


def _grandeur(text: str, ranks: Ranks) -> tuple[int, str] | None:
    """Return the grandest word for a meeting in a text, with its rank."""
    folded = fold_same_length(text)
    for rank, pattern in ranks:
        if match := pattern.search(folded):
            return rank, text[match.start() : match.end()]
    return None


def _inflated(
    derivation: Derivation,
    source: CodedDocument,
    retelling: CodedDocument,
    pairs: Sequence[AlignedPair],
    ranks: Ranks,
) -> list[DerivationChange]:
    """List the sentences that call a summit what the source calls a meeting: aligned ones, and those of the same month."""
    rows: list[DerivationChange] = []
    told = [(span, word) for span in sentences_of(source.document) if (word := _grandeur(_cut(source, span), ranks))]
    aligned = {pair.right: pair.left for pair in pairs}
    for span in sentences_of(retelling.document, told_only=True):
        high = _grandeur(_cut(retelling, span), ranks)
        if high is None or high[0] < GRAND:
            continue
        months = _months(retelling, span)
        same = [(s, w) for s, w in told if s == aligned.get(span) or months & _months(source, s)]
        if not same or any(w[0] >= GRAND for _, w in same):
            continue
        where, low = next(((s, w) for s, w in same if s == aligned.get(span)), same[0])
        rows.append(
            DerivationChange(
                derivation.document, *span, derivation.derived_from, *where, "event inflated", low[1], high[1]
            )
        )
    return rows


def _cut(coded: CodedDocument, span: tuple[int, int]) -> str:
    return coded.document.text[slice(*span)]


def _months(coded: CodedDocument, span: tuple[int, int]) -> set[str]:
    """Months named in a span."""
    return {
        f"{t.earliest:%Y-%m}"
        for t in coded.times
        if span[0] <= t.start < span[1] and t.earliest and t.latest and (t.latest - t.earliest).days <= 31
    }


def _dropped(derivation: Derivation, source: CodedDocument, retelling: CodedDocument) -> list[DerivationChange]:
    """List the persons the source names and the retelling does not; a bare office ("le ministre") is no person."""
    kept = set(fold_same_length(retelling.document.text).replace("-", " ").split())
    kept |= {w.strip(".,;:!?»«()'\"") for w in kept}
    rows: list[DerivationChange] = []
    named: set[str] = set()
    for actor in sorted(source.actors, key=lambda a: a.start):
        key = person_key(actor.agent or "")
        if not key or actor.role not in PERSONS or key in named or set(key.split()) <= kept:
            continue
        named.add(key)
        rows.append(
            DerivationChange(
                derivation.document, 0, 0, derivation.derived_from, actor.start, actor.end, "actor dropped",
                actor.agent or "", "",
            )
        )  # fmt: skip
    return rows

"""What a retelling changed: attributions lost, actors dropped, figures changed, events inflated. From coded mentions of both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapprochement.language.frequency import fold
from rapprochement.model import CodedDocument, Derivation, DerivationChange, EventMention
from rapprochement.reconcile.lineage.align import AlignedPair, align
from rapprochement.reconcile.lineage.terms import Background, profile

MEETING_RANK = {
    "entretien": 1,
    "rencontre": 1,
    "retrouvailles": 1,
    "discussion": 1,
    "visite": 2,
    "deplacement": 2,
    "sommet": 3,
    "trilateral": 4,
}
"""How grand a word for a meeting is; a retelling that climbs inflates it."""
_NUMBER = re.compile(r"\d[\d\s.,\u00a0\u202f]*")


def changes(
    derivations: Sequence[Derivation], coded: Sequence[CodedDocument], background: Background
) -> list[DerivationChange]:
    """Return what each derived document changed against its source, sentence pair by sentence pair.

    Parameters
    ----------
    derivations : sequence of Derivation
    coded : sequence of CodedDocument
        Must hold both documents of every derivation.
    background : Background
    """
    by_name = {c.document.document: c for c in coded}
    result: list[DerivationChange] = []
    for derivation in derivations:
        source, retelling = by_name[derivation.derived_from], by_name[derivation.document]
        pairs = align(profile(source.document, background), profile(retelling.document, background))
        for pair in pairs:
            result.extend(_of_pair(derivation, source, retelling, pair))
        result.extend(_dropped(derivation, source, retelling))
    return result


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
    low, high = _grandeur(before), _grandeur(after)
    if low and high and high[0] >= 3 > low[0]:
        row("event inflated", low[1], high[1])
    figures = {_plain(m) for m in _NUMBER.findall(before)}, {_plain(m) for m in _NUMBER.findall(after)}
    if was and now and figures[0] - figures[1] and figures[1] - figures[0]:
        row("figure changed", ", ".join(sorted(figures[0] - figures[1])), ", ".join(sorted(figures[1] - figures[0])))
    return rows


def _plain(number: str) -> str:
    return re.sub(r"\D", "", number)


def _grandeur(text: str) -> tuple[int, str] | None:
    folded = fold(text)
    ranked = [(rank, word) for word, rank in MEETING_RANK.items() if word in folded]
    return max(ranked) if ranked else None


def _dropped(derivation: Derivation, source: CodedDocument, retelling: CodedDocument) -> list[DerivationChange]:
    """List the persons the source names and the retelling does not."""
    kept = fold(retelling.document.text)
    rows: list[DerivationChange] = []
    named: set[str] = set()
    for actor in source.actors:
        if actor.agent is None or actor.role not in {"leader", "minister", "official"}:
            continue
        surname = fold(actor.agent).split()[-1]
        if surname in kept or actor.agent in named:
            continue
        named.add(actor.agent)
        rows.append(
            DerivationChange(
                derivation.document,
                0,
                0,
                derivation.derived_from,
                actor.start,
                actor.end,
                "actor dropped",
                actor.agent,
                "",
            )
        )
    return rows

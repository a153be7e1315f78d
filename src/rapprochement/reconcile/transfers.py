"""Who gave what to whom, and what a source says came back for it."""

from __future__ import annotations

import re

from rapprochement.codebook import Codebook
from rapprochement.events.frames import ObjectClass
from rapprochement.model import Event, Passage, Transfer, TransferReturn
from rapprochement.reconcile.corpus import Corpus, Told, row_id
from rapprochement.reconcile.words import PatternCue, compiled, fold_same_length, word_pattern

KINDS = {
    "forces": "forces", "arms": "arms", "technology": "technology", "energy": "energy", "food": "food", "money": "money",
    "relief": "medicine and relief", "goods": "goods",
}  # fmt: skip
"""Object class of the codebook to kind of transfer."""
GIFT = re.compile(r"\b(?:cadeau|offr\w+|offert\w*|present)\b")
DEBT = re.compile(r"\bdettes?\b|\bcreances?\b")
LABOUR = re.compile(r"\btravailleurs?\b|\bmain[- ]d'œuvre\b|\bouvriers?\b")
AMMUNITION = re.compile(r"\bmunitions?\b|\bobus\b")
GIVING = frozenset({"AID"})
GIVING_MODES = frozenset({"gift", "trade", "sale", "arms sale"})
REACH = 160
"""Characters from the trigger in which the thing given is looked for."""


def _is_transfer(told: Told) -> bool:
    mention = told.mention
    if mention.type in GIVING:
        return True
    return mention.type in {"SUPPORT", "COOPERATE"} and (
        (mention.mode or "") in GIVING_MODES or bool(GIFT.search(fold_same_length(_near(told))))
    )


def _near(told: Told) -> str:
    mention = told.mention
    low = max(0, mention.trigger_start - mention.start - 30)
    return told.sentence[low : mention.trigger_end - mention.start + REACH]


def _classes(codebook: Codebook) -> dict[str, re.Pattern[str]]:
    result: dict[str, re.Pattern[str]] = codebook.compiled(
        ("transfers", "classes"),
        lambda: {
            c.id: word_pattern(c.words)
            for c in codebook.entries("object_classes", ObjectClass).values()
            if c.id in KINDS
        },
    )
    return result


def kind_of(told: Told, codebook: Codebook) -> tuple[str, str]:
    """Return (kind, the word that names it) of what a mention gives; ``("other", "")`` when no word tells."""
    text = _near(told)
    folded = fold_same_length(text)
    for pattern, kind in ((DEBT, "debt relief"), (LABOUR, "labour")):
        if match := pattern.search(folded):
            return kind, text[match.start() : match.end()]
    found = sorted(
        (match.start(), kind, text[match.start() : match.end()])
        for name, pattern in _classes(codebook).items()
        for kind in [KINDS[name]]
        if (match := pattern.search(folded))
    )
    if told.mention.domain == "technological":
        found = [f for f in found if f[1] == "technology"] or found
    if not found:
        return ("gift", "") if GIFT.search(folded) else ("other", "")
    _, kind, word = found[0]
    if kind == "arms" and AMMUNITION.match(fold_same_length(word)):
        kind = "ammunition"
    if kind == "goods" and GIFT.search(folded):
        kind = "gift"
    return kind, word


def transfers(corpus: Corpus, codebook: Codebook) -> list[Transfer]:
    """Return the transfers among the events: one for each event that gives something."""
    result: list[Transfer] = []
    for event in corpus.events:
        giving = [t for t in corpus.event_told(event) if _is_transfer(t)]
        if giving:
            result.append(_transfer(event, giving, codebook))
    return sorted(result, key=lambda t: t.transfer)


def _transfer(event: Event, giving: list[Told], codebook: Codebook) -> Transfer:
    kinds = [kind_of(t, codebook) for t in giving]
    kind, what = next((k for k in kinds if k[0] != "other"), kinds[0])
    return Transfer(
        row_id("t", event.event),
        event.event,
        event.source,
        event.target,
        kind,
        what,
        event.date,
        event.earliest,
        event.latest,
        event.status,
        tuple(sorted({a for t in giving if (a := t.mention.attributed_to)})),
        tuple(q for t in giving for q in t.mention.quantity),
        tuple(t.passage for t in giving),
    )


def returns(corpus: Corpus, listed: list[Transfer], codebook: Codebook) -> list[TransferReturn]:
    """Return pairs of transfers in opposite directions that a sentence (or it and the one before) ties together."""
    cues = compiled(codebook, "return_cues", PatternCue)
    by_mention = {p.mention: t for t in listed for p in t.passages if p.mention}
    result: list[TransferReturn] = []
    for (document, start), told in sorted(corpus.by_sentence.items()):
        folded = fold_same_length(told[0].sentence)
        match = next((m for _, pattern in cues if (m := pattern.search(folded))), None)
        if match is None:
            continue
        end = told[0].mention.end
        here = [by_mention[t.id] for t in told if t.id in by_mention]
        before = [
            by_mention[t.id]
            for (d, s), others in corpus.by_sentence.items()
            if d == document and start - 400 <= s < start
            for t in others
            if t.id in by_mention
        ]
        pairs = [
            (given, back)
            for back in here
            for given in (*here, *reversed(before))
            if given is not back and set(given.source) & set(back.target) and set(given.target) & set(back.source)
        ]
        if not pairs:
            continue
        # The transfer after the cue is the return; of several candidates before it the nearest.
        at = start + match.start()
        after = [
            p
            for p in pairs
            if any(x.mention and corpus.by_id[x.mention].mention.trigger_start >= at for x in p[1].passages)
        ]
        given, back = (after or pairs)[0]
        word = told[0].sentence[match.start() : match.end()]
        claimants = [t.mention.attributed_to for t in told if t.mention.attributed_to]
        result.append(
            TransferReturn(
                given.transfer, back.transfer, word, claimants[0] if claimants else None, Passage(document, start, end)
            )
        )
    return result


def with_returns(listed: list[Transfer], pairs: list[TransferReturn]) -> list[Transfer]:
    """Return the transfers with ``in_return_for`` filled."""
    from dataclasses import replace

    back = {p.returned: [] for p in pairs}  # type: dict[str, list[str]]
    for p in pairs:
        if p.given not in back[p.returned]:
            back[p.returned].append(p.given)
    return [replace(t, in_return_for=tuple(back.get(t.transfer, ()))) for t in listed]

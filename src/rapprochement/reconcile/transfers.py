"""Who gave what to whom, and what a source says came back for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from rapprochement.codebook import Codebook
from rapprochement.events.frames import ObjectClass
from rapprochement.model import Event, Passage, Transfer, TransferReturn
from rapprochement.reconcile.corpus import UNTOLD, Corpus, Told, row_id
from rapprochement.reconcile.words import PatternCue, compiled, fold_same_length, word_pattern

KINDS = {
    "forces": "forces", "arms": "arms", "technology": "technology", "energy": "energy", "food": "food", "money": "money",
    "relief": "medicine and relief", "goods": "goods",
}  # fmt: skip
"""Object class of the codebook to kind of transfer."""
GIFT = re.compile(r"\b(?:cadeaux?|(?:offr|offert)\w*|en don)\b")
RECEIVING = re.compile(r"\b(?:recoi|recu|recev|obtien|obtenu|accept)\w*")
DEBT = re.compile(r"\bdettes?\b|\bcreances?\b")
LABOUR = re.compile(r"\btravailleurs?\b|\bmain[- ]d'œuvre\b|\bouvriers?\b")
AMMUNITION = re.compile(r"\bmunitions?\b|\bobus\b")
GIVING = frozenset({"AID"})
GIVING_MODES = frozenset({"gift", "sale", "arms sale"})
PAIRS = frozenset({"pays", "nations", "états", "capitales", "parties"})
"""Units of what is no figure of a transfer: "les deux pays"."""
BEFORE_CUE, AFTER_CUE = 400, 220
"""Characters before a sentence with "en échange", and after it, in which the other half of the exchange is told."""
OWNED = frozenset({"arms", "technology", "energy", "food", "money", "forces"})
OWNER_REACH = 45
_OF = re.compile(r"^[^.;]*\b(?:de|du|des|d')\s*(?:la |l'|le )?$")
_BREAKS = re.compile(r"[.;:»\"]")
REACH = 160
"""Characters from the trigger in which the thing given is looked for."""


def _is_transfer(told: Told) -> bool:
    mention = told.mention
    if mention.type in GIVING:
        return True
    return mention.type in {"SUPPORT", "COOPERATE"} and (mention.mode or "") in GIVING_MODES


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
        if giving and (one := _transfer(event, giving, corpus, codebook)) is not None:
            result.append(one)
    return sorted(result, key=lambda t: t.transfer)


def _received(told: Told, corpus: Corpus) -> bool:
    """Whether the coder's giver is the one who receives: "A reçoit en cadeau" with A before the verb."""
    mention = told.mention
    trigger = fold_same_length(
        told.sentence[mention.trigger_start - mention.start : mention.trigger_end - mention.start]
    )
    if not RECEIVING.match(trigger):
        return False
    before = corpus.actors_in(mention.document, mention.start, mention.trigger_start)
    return bool(before) and bool(set(before[-1].codes) & set(mention.source))


def _transfer(event: Event, giving: list[Told], corpus: Corpus, codebook: Codebook) -> Transfer | None:
    kinds = [kind_of(t, codebook) for t in giving]
    kind, what = next((k for k in kinds if k[0] != "other"), kinds[0])
    if kind == "other" and not any(t.mention.quantity for t in giving):
        return None  # nothing says what was given
    turned = _received(giving[0], corpus)
    return Transfer(
        row_id("t", event.event),
        event.event,
        event.target if turned else event.source,
        event.source if turned else event.target,
        kind,
        what,
        event.date,
        event.earliest,
        event.latest,
        event.status,
        tuple(sorted({a for t in giving if (a := t.mention.attributed_to)})),
        tuple(dict.fromkeys(q for t in giving for q in t.mention.quantity if q.value != 2 or q.unit not in PAIRS)),
        tuple(t.passage for t in giving),
    )


def returns(corpus: Corpus, listed: list[Transfer], codebook: Codebook) -> tuple[list[Transfer], list[TransferReturn]]:
    """Return pairs of transfers in opposite directions that a passage ties together, and the transfers with any they add.

    A passage is a sentence with a cue ("en échange") and what stands within reach of it in its section. Where it names two goods
    with an owner each ("les armes de A … les technologies de B") but states no act of giving, the pair is read from the owners.
    """
    cues = compiled(codebook, "return_cues", PatternCue)
    by_mention = {p.mention: t for t in listed for p in t.passages if p.mention}
    transfers_at: dict[str, list[tuple[int, Transfer]]] = {}
    for told in corpus.told:
        if told.id in by_mention:
            place = transfers_at.setdefault(told.mention.document, [])
            place.append((told.mention.trigger_start, by_mention[told.id]))
    for listed_here in transfers_at.values():
        listed_here.sort(key=lambda pair: pair[0])
    added: dict[str, Transfer] = {}
    result: list[TransferReturn] = []
    for document in corpus.coded:
        folded = corpus.folded(document)
        starts = [at for at, _ in transfers_at.get(document, [])]
        for match in sorted((m for _, p in cues for m in p.finditer(folded)), key=lambda m: m.start()):
            section = corpus.section_at(document, match.start())
            if section is None or section.kind in UNTOLD:
                continue
            start, end = corpus.sentence_at(document, match.start())
            low, high = bisect_left(starts, start - BEFORE_CUE), bisect_left(starts, end)
            near = transfers_at.get(document, [])[low:high]
            pair = _pair(near, match.start())
            claimant = _claimant(corpus, document, start)
            if pair is None:
                pair = _owned(corpus, document, start, min(section.end, end + AFTER_CUE), claimant, codebook) or _half(
                    corpus, document, near, match.start(), section.start, claimant, codebook
                )
                for one in pair or ():
                    if one.event == "":
                        added.setdefault(one.transfer, one)
            if pair is not None:
                word = corpus.plain[document][match.start() : match.end()]
                passage = Passage(document, start, end)
                result.append(TransferReturn(pair[0].transfer, pair[1].transfer, word, claimant, passage))
    unique = {(r.given, r.returned, r.passage.document): r for r in reversed(result)}
    return sorted([*listed, *added.values()], key=lambda t: t.transfer), [unique[key] for key in sorted(unique)]


def _pair(near: list[tuple[int, Transfer]], cue: int) -> tuple[Transfer, Transfer] | None:
    """The transfer after the cue is the return, else the last one before it; what it answers is the nearest the other way."""
    after = [t for at, t in near if at >= cue]
    before = [t for at, t in near if at < cue]
    for back in (*after, *reversed(before)):
        for given in (*reversed(before), *after):
            if given.transfer != back.transfer and _opposite(given, back):
                return given, back
    return None


def _opposite(one: Transfer, other: Transfer) -> bool:
    return bool(set(one.source) & set(other.target)) and bool(set(one.target) & set(other.source))


def _claimant(corpus: Corpus, document: str, start: int) -> str | None:
    told = corpus.by_sentence.get((document, start), [])
    return next((t.mention.attributed_to for t in told if t.mention.attributed_to), None)


def _half(
    corpus: Corpus,
    document: str,
    near: list[tuple[int, Transfer]],
    cue: int,
    low: int,
    claimant: str | None,
    codebook: Codebook,
) -> tuple[Transfer, Transfer] | None:
    """Read what the one transfer after the cue answers: the goods named last before it, which went the other way."""
    after = [t for at, t in near if at >= cue]
    if not after:
        return None
    folded, low = corpus.folded(document), max(low, cue - BEFORE_CUE)
    goods = [
        (m.start(), m.end(), KINDS[name])
        for name, pattern in _classes(codebook).items()
        if name in OWNED and KINDS[name] != after[0].kind
        for m in pattern.finditer(folded, low, cue)
    ]
    if not goods:
        return None
    start, end, kind = max(goods)
    sentence = corpus.sentence_at(document, start)
    given = Transfer(
        row_id("t", document, str(start), kind), "", after[0].target, after[0].source, kind,
        corpus.plain[document][start:end], None, None, None, "claimed" if claimant else "hypothetical",
        (claimant,) if claimant else (), (), (Passage(document, *sentence),),
    )  # fmt: skip
    return given, after[0]


def _owned(
    corpus: Corpus, document: str, start: int, end: int, claimant: str | None, codebook: Codebook
) -> tuple[Transfer, Transfer] | None:
    """Read two goods with different owners from a passage; each goes to the other's owner."""
    folded, text = corpus.folded(document), corpus.plain[document]
    actors = [a for a in corpus.actors_in(document, start, end) if len(a.codes) == 1]
    found: list[tuple[int, str, str, str]] = []
    for name, pattern in _classes(codebook).items():
        if name not in OWNED:
            continue
        for match in pattern.finditer(folded, start, end):
            owner = next(
                (
                    a
                    for a in actors
                    if match.end() <= a.start <= match.end() + OWNER_REACH
                    and (a.role == "adjective" or _OF.search(folded[match.end() : a.start]))
                    and not _BREAKS.search(folded[match.end() : a.start])
                ),
                None,
            )
            if owner is not None:
                found.append((match.start(), owner.codes[0], KINDS[name], text[match.start() : match.end()]))
    found.sort()
    first = found[0] if found else None
    second = next((f for f in found if first and f[1] != first[1] and f[2] != first[2]), None)
    if first is None or second is None:
        return None
    passage = Passage(document, start, end)
    made = [
        Transfer(
            row_id("t", document, str(at), kind), "", (owner,), (other,), kind, what, None, None, None,
            "claimed" if claimant else "hypothetical", (claimant,) if claimant else (), (), (passage,),
        )
        for (at, owner, kind, what), other in ((first, second[1]), (second, first[1]))
    ]  # fmt: skip
    return made[0], made[1]


def with_returns(listed: list[Transfer], pairs: list[TransferReturn]) -> list[Transfer]:
    """Return the transfers with ``in_return_for`` filled."""
    back: dict[str, list[str]] = {p.returned: [] for p in pairs}
    for p in pairs:
        if p.given not in back[p.returned]:
            back[p.returned].append(p.given)
    return [replace(t, in_return_for=tuple(back.get(t.transfer, ()))) for t in listed]

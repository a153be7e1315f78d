"""Statements about the future: their horizon and condition, and what later evidence in the corpus made of them."""

from __future__ import annotations

import re
from datetime import date

from rapprochement.codebook import Codebook
from rapprochement.model import Expectation, TimeExpression
from rapprochement.reconcile.corpus import Corpus, Told, row_id
from rapprochement.reconcile.words import PatternCue, clause_after, compiled, fold_same_length

FUTURE = frozenset({"planned", "hypothetical"})
REAL = frozenset({"asserted", "claimed"})
FAMILIES = (
    frozenset({"AID", "COOPERATE"}),
    frozenset({"ASSAULT", "MOBILIZE", "AID"}),
    frozenset({"CONSULT", "AGREE"}),
    frozenset({"SANCTION", "COERCE"}),
)
"""Types one foretold act may come true as: a planned deployment to a partner's war is told as AID when it took place."""
FAILURE = frozenset({"REJECT"})
REACH = 320
"""Characters after the sentence in which a condition or a horizon of the same statement may follow."""
_FOLLOWS = re.compile(
    r"\s*(?:et |mais )?(?:a moins|sauf|celle-ci|celui-ci|ceux-ci|celles-ci|cela|au moins)", re.IGNORECASE
)


def expectations(corpus: Corpus, codebook: Codebook) -> list[Expectation]:
    """Return every planned or hypothetical mention as an expectation, judged by what the corpus tells later."""
    cues = compiled(codebook, "condition_cues", PatternCue)
    result: list[Expectation] = []
    last = corpus.last_day
    for told in corpus.told:
        mention = told.mention
        if mention.status not in FUTURE:
            continue
        start, end = mention.start, _reach(corpus, told)
        text = corpus.plain[mention.document][start:end]
        condition = _condition(text, cues)
        horizon = _horizon(
            corpus.times_in(mention.document, start, end), mention.earliest, mention.latest, told.published
        )
        evidence, failed = _evidence(corpus, told)
        latest = horizon[2]
        if evidence:
            state = "borne out"
        elif failed:
            state, evidence = "failed", failed
        elif latest and last and latest < last:
            state = "overdue"
        else:
            state = "open"
        result.append(
            Expectation(
                row_id("x", told.id), told.id, mention.type, mention.domain, mention.source, mention.target,
                mention.attributed_to, horizon[0], horizon[1], latest, condition, state, tuple(t.id for t in evidence),
                told.passage,
            )
        )  # fmt: skip
    return result


def _reach(corpus: Corpus, told: Told) -> int:
    """Return the end of the statement: its sentence and the next ones that go on with it ("À moins que …")."""
    text = corpus.plain[told.mention.document]
    end = told.mention.end
    sections = corpus.coded[told.mention.document].document.sections
    limit = min([s.end for s in sections if s.start <= told.mention.start < s.end] or [end])
    limit = min(limit, end + REACH)
    while end < limit:
        if not _FOLLOWS.match(fold_same_length(text[end:limit])):
            break
        stop = re.compile(r"[.!?…]+").search(text, end + 1, limit)
        end = stop.end() if stop else limit
    return end


def _condition(text: str, cues: list[tuple[object, re.Pattern[str]]]) -> str | None:
    folded = fold_same_length(text)
    found = [m for _, pattern in cues if (m := pattern.search(folded))]
    if not found:
        return None
    first = min(found, key=lambda m: m.start())
    _, end = clause_after(text, first.end())
    return text[first.start() : end]


def _horizon(
    times: list[TimeExpression], earliest: date | None, latest: date | None, published: str | None
) -> tuple[str | None, date | None, date | None]:
    said = date.fromisoformat(published[:10]) if published and len(published) >= 10 else None
    ahead = [t for t in times if t.latest and t.value and (said is None or t.latest > said)]
    if ahead:
        furthest = max(ahead, key=lambda t: (t.latest or date.min, t.start))
        return furthest.value, furthest.earliest, furthest.latest
    if latest and said and latest > said:
        return None, earliest, latest
    return None, None, None


def _evidence(corpus: Corpus, told: Told) -> tuple[list[Told], list[Told]]:
    """Return later mentions that bear the expectation out, and those that tell it failed."""
    mention = told.mention
    family = frozenset({mention.type}).union(*(f for f in FAMILIES if mention.type in f))
    borne: list[Told] = []
    failed: list[Told] = []
    for other in corpus.told:
        if not _later(told, other) or not told.actors & other.actors or len(told.actors & other.actors) < 2:
            continue
        if other.mention.type in FAILURE and other.mention.status == "asserted" and other.actors == told.actors:
            if mention.domain == other.mention.domain:
                failed.append(other)
        elif (
            other.mention.type in family
            and other.mention.status in REAL
            and other.mention.domain == mention.domain
            and (other.mention.latest is None or mention.earliest is None or other.mention.latest >= mention.earliest)
        ):
            borne.append(other)
    exact = [t for t in borne if t.mention.type == mention.type] or borne
    return exact[:5], failed[:5]


def _later(told: Told, other: Told) -> bool:
    """Whether ``other`` was published later and tells of an act that is not known to lie before the expectation was voiced."""
    if not told.published or not other.published or len(told.published) < 10:
        return False
    if other.published[:10] <= told.published[:10]:
        return False
    return other.mention.latest is not None and other.mention.latest >= date.fromisoformat(told.published[:10])

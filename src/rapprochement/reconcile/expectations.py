"""Statements about the future: their horizon and condition, and what later evidence in the corpus made of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from rapprochement.codebook import Codebook
from rapprochement.errors import UsageError
from rapprochement.model import EventMention, Expectation, TimeExpression
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
STATES = ("open", "borne out", "failed", "overdue")
VAGUE = frozenset({"relations"})
"""Modes of which anything told later would be evidence: "the ties should grow" is left to the reader."""
MOST_SIDES = 5
WINDOW = 200
"""Later tellings of one pair that are looked at for one expectation."""
SAME_MATTER = 2
"""Words that two sentences must share to be of one matter."""
REACH = 320
"""Characters after the sentence in which a condition or a horizon of the same statement may follow."""
_FOLLOWS = re.compile(
    r"\s*(?:et |mais )?(?:a moins|sauf|celle-ci|celui-ci|ceux-ci|celles-ci|cela|au moins)", re.IGNORECASE
)


class Decided(Protocol):
    """A human decision, as :mod:`rapprochement.dossier.decisions` keeps it."""

    @property
    def kind(self) -> str:
        """What is decided."""

    @property
    def target(self) -> str:
        """Id of the row."""

    @property
    def value(self) -> Any:
        """The decision."""


def expectations(corpus: Corpus, codebook: Codebook) -> list[Expectation]:
    """Return every planned or hypothetical mention as an expectation, judged by what the corpus tells later."""
    cues = compiled(codebook, "condition_cues", PatternCue)
    result: list[Expectation] = []
    last = corpus.last_day
    later = _Later(corpus)
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
        latest = horizon[2]
        evidence, failed = _evidence(later, told, latest)
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


class _Later:
    """What the corpus tells, by pair of sides and day of publication, so that each expectation looks at its own pair only."""

    def __init__(self, corpus: Corpus) -> None:
        by_pair: dict[frozenset[str], list[tuple[str, str, Told]]] = {}
        for told in corpus.told:
            if told.published_day is None or told.mention.latest is None:
                continue
            if told.mention.status not in REAL and told.mention.type not in FAILURE:
                continue
            sides = sorted(told.actors)[:MOST_SIDES]
            for i, a in enumerate(sides):
                for b in sides[i + 1 :]:
                    row = ((told.published or "")[:10], told.id, told)
                    by_pair.setdefault(frozenset({a, b}), []).append(row)
        self._by_pair = {pair: sorted(rows, key=lambda r: r[:2]) for pair, rows in by_pair.items()}

    def after(self, told: Told) -> list[Told]:
        """Return what was published after the expectation was voiced, about two of its sides, the earliest first."""
        sides = sorted(told.actors)[:MOST_SIDES]
        day = (told.published or "")[:10]
        found: dict[str, tuple[str, Told]] = {}
        for i, a in enumerate(sides):
            for b in sides[i + 1 :]:
                rows = self._by_pair.get(frozenset({a, b}), [])
                for published, name, other in rows[bisect_right(rows, day, key=lambda r: r[0]) :][:WINDOW]:
                    found[name] = (published, other)
        return [t for _, t in sorted(found.values(), key=lambda pair: (pair[0], pair[1].id))]


def _evidence(later: _Later, told: Told, horizon: date | None) -> tuple[list[Told], list[Told]]:
    """Return later mentions that bear the expectation out, and those that tell it failed."""
    mention = told.mention
    said = told.published_day
    if said is None or mention.mode in VAGUE:
        return [], []
    family = frozenset({mention.type}).union(*(f for f in FAMILIES if mention.type in f))
    borne: list[Told] = []
    failed: list[Told] = []
    for other in later.after(told):
        act = other.mention
        if act.latest is None or act.latest < said:
            continue
        if act.type in FAILURE and act.status in REAL and other.actors == told.actors:
            if mention.domain == act.domain and _alike(told, other) >= SAME_MATTER:
                failed.append(other)
        elif (
            act.type in family
            and act.status in REAL
            and act.domain == mention.domain
            and (mention.earliest is None or act.latest >= mention.earliest)
            and (horizon is None or act.earliest is None or act.earliest <= horizon)
            and _directed(mention, act)
            and ((act.type == mention.type and act.mode == mention.mode) or _alike(told, other) >= SAME_MATTER)
        ):
            borne.append(other)
    exact = [t for t in borne if t.mention.type == mention.type] or borne
    return exact[:5], failed[:5]


def _directed(mention: EventMention, act: EventMention) -> bool:
    """Whether the one who was to act did: a visit, a treaty and a joint work have no direction."""
    if mention.type in {"CONSULT", "AGREE", "COOPERATE"} or act.type in {"CONSULT", "AGREE", "COOPERATE"}:
        return True
    return bool(set(mention.source) & set(act.source))


def _alike(one: Told, other: Told) -> int:
    """How many telling words two sentences share."""
    return len(_words(one) & _words(other))


def _words(told: Told) -> frozenset[str]:
    names = {fold_same_length(c)[:6] for c in told.actors}
    return frozenset(w[:6] for w in re.findall(r"[a-z]{6,}", fold_same_length(told.sentence))) - names


def settled(found: Sequence[Expectation], decisions: Iterable[Decided]) -> list[Expectation]:
    """Return the expectations with what people decided about them in place of what the corpus suggests.

    Parameters
    ----------
    found : sequence of Expectation
    decisions : iterable
        Rows of ``decisions.jsonl`` with ``kind``, ``target`` and ``value``; those of kind ``expectation`` count, the last one wins.
        ``value`` is the state, or an object with ``state``.

    Raises
    ------
    UsageError
        If a decision names a state that does not exist.

    Examples
    --------
    >>> settled([], [])
    []
    """
    chosen: dict[str, str] = {}
    for decision in decisions:
        if decision.kind != "expectation":
            continue
        value = decision.value
        state = value.get("state") if isinstance(value, Mapping) else value
        if state not in STATES:
            raise UsageError(f"an expectation is {', '.join(STATES)}; not {state!r} (decision about {decision.target})")
        chosen[decision.target] = str(state)
    return [replace(x, state=chosen[x.expectation]) if x.expectation in chosen else x for x in found]

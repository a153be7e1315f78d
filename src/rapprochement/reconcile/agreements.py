"""The register of agreements: names, parties, stages and what is missing, provisions by article, comparisons."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapprochement.codebook import Codebook
from rapprochement.model import Agreement, Comparison, Passage, Provision, Stage
from rapprochement.reconcile.corpus import Corpus, Told, row_id
from rapprochement.reconcile.words import fold_same_length, word_patterns

STAGES = ("announced", "signed", "ratified", "in force")
"""Stages every agreement goes through; those the corpus does not tell are shown as gaps."""
REACH = 170
_ARTICLE = re.compile(r"\barticle\s+(\d{1,3}|premier)\b(?:\s+(?:de|du)\s+(?:la |l')?([\w' -]{3,40}))?")
_NAME_TAIL = re.compile(
    r"(?:\s+(?:strategique|globale?|mutuelle?|bilateral\w*|commercial\w*|militaire|historique|de partenariat|d'amitie|de defense|"
    r"d'assistance|de cooperation|de collaboration|de libre-echange|de paix|de non-agression|de securite|"
    r"et (?:de |d')\w+|, de \w+)(?:\s+mutuelle?)?)*"
)


@dataclass
class _Draft:
    parties: frozenset[str]
    year: int | None
    kind: str
    told: list[Told] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def agreements(corpus: Corpus, codebook: Codebook) -> list[Agreement]:
    """Return the agreements of the corpus: AGREE mentions that name a treaty, accord or pact, joined by parties and year.

    An undated mention joins the one agreement of its parties and kind that its own document, or else the corpus, dates.
    """
    words = word_patterns(codebook, "agreement_words")
    drafts: list[_Draft] = []
    waiting: list[tuple[Told, str, str]] = []
    for told in corpus.told:
        if told.mention.type != "AGREE" or told.mention.status in {"called_for", "denied"}:
            continue
        name = name_in(told, words)
        if name is None:
            continue
        kind = kind_of(name, told.sentence, words)
        year = told.mention.earliest.year if told.mention.earliest else None
        if year is None:
            waiting.append((told, name, kind))
            continue
        _join(drafts, told, name, kind, year)
    for told, name, kind in waiting:
        fits = [d for d in drafts if d.parties == told.actors]
        same = [d for d in fits if any(t.mention.document == told.mention.document for t in d.told)] or fits
        if len(same) == 1:
            same[0].told.append(told)
            same[0].names.append(name)
        else:
            drafts.append(_Draft(told.actors, None, kind, [told], [name]))
    return sorted((_finish(d, corpus, words) for d in drafts), key=lambda a: (a.date or "9999", a.agreement))


def _join(drafts: list[_Draft], told: Told, name: str, kind: str, year: int) -> None:
    for draft in drafts:
        if draft.parties == told.actors and draft.year == year:
            draft.told.append(told)
            draft.names.append(name)
            if draft.kind in {"other", "partnership"} and kind != "other":
                draft.kind = kind
            return
    drafts.append(_Draft(told.actors, year, kind, [told], [name]))


def name_in(told: Told, words: dict[str, re.Pattern[str]]) -> str | None:
    """Return the agreement's name as given in the sentence: its noun and the words that qualify it."""
    folded = fold_same_length(told.sentence)
    at = told.mention.trigger_start - told.mention.start
    found = [m for m in words["name"].finditer(folded) if abs(m.start() - at) <= REACH]
    if not found:
        return None
    nearest = min(found, key=lambda m: abs(m.start() - at))
    tail = _NAME_TAIL.match(folded, nearest.end())
    end = tail.end() if tail else nearest.end()
    return told.sentence[nearest.start() : end]


def kind_of(name: str, sentence: str, words: dict[str, re.Pattern[str]]) -> str:
    """Return the kind by the words of the name, else of its sentence."""
    for text in (name, sentence):
        folded = fold_same_length(text)
        for key, pattern in words.items():
            if key.startswith("kind:") and pattern.search(folded):
                return key.removeprefix("kind:")
    return "other"


def _stage(told: Told, words: dict[str, re.Pattern[str]]) -> str:
    mention = told.mention
    low = max(0, mention.trigger_start - mention.start - 40)
    folded = fold_same_length(told.sentence[low : mention.trigger_end - mention.start + 40])
    for key, pattern in words.items():
        if key.startswith("stage:") and pattern.search(folded):
            name = key.removeprefix("stage:")
            return "announced" if name == "signed" and mention.status in {"planned", "hypothetical"} else name
    return "announced" if mention.status in {"planned", "hypothetical"} else "signed"


def _finish(draft: _Draft, corpus: Corpus, words: dict[str, re.Pattern[str]]) -> Agreement:
    told = sorted(draft.told, key=lambda t: (t.published or "9999", t.mention.document, t.mention.start))
    stages: list[Stage] = []
    for t in told:
        m = t.mention
        stages.append(Stage(_stage(t, words), m.date, m.earliest, m.latest, m.attributed_to, t.passage))
    documents = tuple(sorted({t.mention.document for t in told}))
    dated = [t.mention for t in told if t.mention.earliest]
    best = min(
        dated, key=lambda m: ((m.latest - m.earliest).days if m.latest and m.earliest else 9999, m.start), default=None
    )
    name = max(draft.names, key=lambda n: (len(n.split()), -draft.names.index(n)))
    told_stages = {s.stage for s in stages}
    provisions, comparisons = _articles(told, documents, corpus, words, draft.parties)
    return Agreement(
        row_id("a", *sorted(draft.parties), str(draft.year), told[0].id if draft.year is None else ""),
        name,
        draft.kind,
        tuple(sorted(draft.parties)),
        best.date if best else None,
        tuple(stages),
        tuple(s for s in STAGES if s not in told_stages),
        tuple(provisions),
        tuple(comparisons),
        tuple(sorted({corpus.event_of[t.id].event for t in told if t.id in corpus.event_of})),
        documents,
        corpus.lineages(documents),
    )


def _articles(
    told: list[Told],
    documents: tuple[str, ...],
    corpus: Corpus,
    words: dict[str, re.Pattern[str]],
    _parties: frozenset[str],
) -> tuple[list[Provision], list[Comparison]]:
    """Read provisions and comparisons from the sentences of the agreement's mentions and those that name an article of it."""
    provisions: list[Provision] = []
    comparisons: list[Comparison] = []
    for document in documents:
        text = corpus.plain[document]
        spans = {(t.mention.start, t.mention.end) for t in told if t.mention.document == document}
        spans |= {
            s for m in _ARTICLE.finditer(fold_same_length(text)) if (s := _sentence_at(corpus, document, m.start()))
        }
        for start, end in sorted(spans):
            folded = fold_same_length(text[start:end])
            place = Passage(document, start, end)
            own: str | None = None
            for match in _ARTICLE.finditer(folded):
                other = next(
                    (
                        k.removeprefix("text:")
                        for k, p in words.items()
                        if k.startswith("text:") and match.group(2) and p.search(match.group(2))
                    ),
                    None,
                )
                if other is None:
                    own = match.group(1)
                    continue
                relation = "unlike" if words["compare:unlike"].search(folded[: match.start()][-60:]) else "like"
                comparisons.append(Comparison(relation, other, match.group(1), place))
            for key, pattern in words.items():
                if key.startswith("obligation:") and pattern.search(folded):
                    obligation = key.removeprefix("obligation:")
                    if own or obligation not in {"cooperation"}:
                        provisions.append(Provision(own, obligation, None, place))
            if (m := words["compare:unlike"].search(folded)) and words["name"].search(folded, m.end()):
                tail = words["name"].search(folded, m.end())
                assert tail is not None
                name_end = _NAME_TAIL.match(folded, tail.end())
                comparisons.append(
                    Comparison(
                        "unlike",
                        text[start + tail.start() : start + (name_end.end() if name_end else tail.end())],
                        None,
                        place,
                    )
                )
    return provisions, comparisons


def _sentence_at(corpus: Corpus, document: str, offset: int) -> tuple[int, int] | None:
    for section in corpus.coded[document].document.sections:
        if section.start <= offset < section.end and section.kind.value not in {"endnote", "boilerplate", "metadata"}:
            text = corpus.plain[document]
            start = max(text.rfind(". ", section.start, offset) + 2, section.start)
            end = text.find(". ", offset, section.end)
            return start, end + 1 if end >= 0 else section.end
    return None

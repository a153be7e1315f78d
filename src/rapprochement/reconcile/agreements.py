"""The register of agreements: names, parties, stages and what is missing, provisions by article, comparisons.

An agreement is read from the nouns that name one ("traité d'amitié entre A et B, signé en 1961"), with the parties and the date that
stand beside the noun, and from the event mentions there. Tellings of one event are of one agreement; a ratification, an entry into
force, an end joins the signature before it of the same parties and name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from rapprochement.actors.lexicon import load_lexicon
from rapprochement.actors.periods import as_of
from rapprochement.codebook import Codebook
from rapprochement.model import Agreement, Comparison, Event, Passage, Provision, Stage
from rapprochement.reconcile.corpus import Corpus, Told, row_id
from rapprochement.reconcile.words import fold_same_length, word_patterns

STAGES = ("announced", "signed", "ratified", "in force")
"""Stages every agreement goes through; those the corpus does not tell are shown as gaps."""
REACH = 130
"""Characters from an agreement's noun in which its parties, its date and the trigger of its mention stand."""
STAGE_TYPES = frozenset({"AGREE", "COOPERATE", "REJECT", "SANCTION", "RETREAT", "CONCEDE"})
ENDING_MODES = frozenset({"suspend", "end", "withdraw", "cancel"})
GENERIC = frozenset(
    {"traite", "accord", "pacte", "conven", "protoc", "memora", "parten", "chart", "charte", "entent", "allian"}
)
LIKE_REACH = 60
_ARTICLE = re.compile(r"\barticle\s+(\d{1,3}|premier)\b")
_ARTICLE_OF = re.compile(r"\s+(?:de |du |des )(?:la |l'|le )?")
_NAME_TAIL = re.compile(
    r"(?:\s+(?:strategique|globale?|mutuel(?:le)?|bilateral\w*|commercial\w*|militaire|historique|de partenariat|d'amitie|de defense|"
    r"d'assistance|de cooperation|de collaboration|de libre-echange|de paix|de non-agression|de securite|frontalier|maritime|"
    r"et d(?:e |')(?!l[ae]s? )\w+)|, d(?:e |')(?!l[ae]s? )\w+)*"
)
_NEW = re.compile(r"\b(?:recent|nouve(?:l|au)|actuel|dernier)e? $")
_LINK = re.compile(r"\s+(?:entre|liant|unissant)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """An agreement's noun in a sentence, with the parties and the date beside it."""

    document: str
    start: int
    end: int
    name: str
    parties: frozenset[str]
    value: str | None
    earliest: date | None
    latest: date | None


@dataclass(slots=True)
class _Draft:
    parties: frozenset[str]
    told: list[tuple[Told, Named, Event | None]] = field(default_factory=list)
    names: list[Named] = field(default_factory=list)

    @property
    def year(self) -> int | None:
        days = [e.earliest for _, _, e in self.told if e is not None]
        days += [n.earliest for n in self.names]
        return min((day.year for day in days if day is not None), default=None)

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(s for n in self.names for s in _stems(n.name))


def _stems(name: str) -> frozenset[str]:
    return frozenset(w[:6] for w in re.findall(r"[a-z]{5,}", fold_same_length(name)) if w[:6] not in GENERIC)


class _Reader:
    """Finds the agreements named in the documents that have mentions of them."""

    def __init__(self, corpus: Corpus, codebook: Codebook) -> None:
        self.corpus = corpus
        self.codebook = codebook
        self.words = word_patterns(codebook, "agreement_words")
        self._named: dict[tuple[str, int, int], list[Named]] = {}
        states = load_lexicon(codebook).states
        self._successors = {
            s.predecessor: code for code, s in states.items() if s.predecessor and s.predecessor in states
        }
        """A "recent" treaty is of today's state, also beside one of its predecessor."""

    def named(self, document: str, start: int, end: int) -> list[Named]:
        """Return the agreements named in a sentence, in order."""
        key = (document, start, end)
        if key not in self._named:
            folded = self.corpus.folded(document)
            found = list(self.words["name"].finditer(folded, start, end))
            spans: list[tuple[int, int]] = []
            for match in found:
                tail = _NAME_TAIL.match(folded, match.end(), end)
                stop = tail.end() if tail else match.end()
                if not spans or match.start() >= spans[-1][1]:  # "un accord de partenariat" is one name
                    spans.append((match.start(), stop))
            self._named[key] = [
                self._read(document, a, b, spans[i + 1][0] if i + 1 < len(spans) else end)
                for i, (a, b) in enumerate(spans)
            ]
        return self._named[key]

    def all_named(self) -> list[Named]:
        """Return all agreements named in the sentences asked for so far."""
        return [named for key in sorted(self._named) for named in self._named[key]]

    def _read(self, document: str, start: int, stop: int, limit: int) -> Named:
        """Read what follows a name up to the next one: "entre A et B", "signé en 1961"."""
        text = self.corpus.plain[document]
        limit = min(limit, stop + REACH)
        times = [t for t in self.corpus.times_in(document, stop, limit) if t.earliest and t.timex3_type == "DATE"]
        when = times[0] if times else None
        parties: tuple[str, ...] = ()
        if _LINK.match(self.corpus.folded(document), stop):
            codes = [c for a in self.corpus.actors_in(document, stop, limit) for c in a.codes]
            parties = tuple(dict.fromkeys(codes))[:2]
            if when is None and _NEW.search(self.corpus.folded(document)[max(0, start - 14) : start]):
                parties = tuple(self._successors.get(c, c) for c in parties)
            parties = as_of(parties, when.latest if when else None, self.codebook)
        return Named(
            document, start, stop, text[start:stop], frozenset(parties) if len(parties) > 1 else frozenset(),
            when.value if when else None, when.earliest if when else None, when.latest if when else None,
        )  # fmt: skip


def agreements(corpus: Corpus, codebook: Codebook) -> list[Agreement]:
    """Return the agreements of the corpus, by date."""
    reader = _Reader(corpus, codebook)
    drafts = _drafts(corpus, reader)
    owner: dict[tuple[str, int], _Draft] = {(n.document, n.start): d for d in drafts for n in d.names}
    by_parties: dict[frozenset[str], list[_Draft]] = {}
    for draft in drafts:
        by_parties.setdefault(draft.parties, []).append(draft)
    for named in reader.all_named():  # named beside a mention of another agreement
        if (named.document, named.start) not in owner and named.parties in by_parties:
            stems = _stems(named.name)
            owner[named.document, named.start] = max(
                by_parties[named.parties], key=lambda d: (len(d.stems & stems), d.year or 0)
            )
    rows = [_finish(d, corpus, reader, owner) for d in drafts]
    return sorted(rows, key=lambda a: (a.date or "9999", a.agreement))


def _drafts(corpus: Corpus, reader: _Reader) -> list[_Draft]:
    by_event: dict[tuple[str, frozenset[str]], _Draft] = {}
    for told in corpus.told:
        named = _named_by(told, reader)
        if named is None:
            continue
        event = corpus.event_of.get(told.id)
        sides = frozenset(event.source) | frozenset(event.target) if event else told.actors
        parties = named.parties or sides
        key = (event.event if event and parties == sides else f"{told.id}", parties)
        draft = by_event.setdefault(key, _Draft(parties))
        draft.told.append((told, named, event if parties == sides else None))
        if named not in draft.names:
            draft.names.append(named)
    by_parties: dict[frozenset[str], list[_Draft]] = {}
    for draft in by_event.values():
        by_parties.setdefault(draft.parties, []).append(draft)
    result: list[_Draft] = []
    for parties in sorted(by_parties, key=sorted):
        result += _joined(by_parties[parties])
    return result


def _named_by(told: Told, reader: _Reader) -> Named | None:
    """Return the agreement a mention is of: the name its trigger stands in or nearest to."""
    mention = told.mention
    if mention.type not in STAGE_TYPES or mention.status in {"called_for", "denied"}:
        return None
    listed = reader.named(mention.document, mention.start, mention.end)
    near = [(gap, n) for n in listed if (gap := _gap(n, mention.trigger_start, mention.trigger_end)) <= REACH]
    if not near:
        return None
    # the parties beside a name tell more than the distance to it
    gap, named = min(
        near, key=lambda pair: (pair[1].parties != told.actors, bool(pair[1].parties), pair[0], pair[1].start)
    )
    if mention.type == "AGREE":
        return named
    # another act in the words of an agreement: only if a word for a stage stands beside the name
    folded = reader.corpus.folded(mention.document)
    around = folded[max(mention.start, named.start - 45) : min(mention.end, named.end + 60)]
    staged = any(
        p.search(around)
        for k, p in reader.words.items()
        if k in {"stage:signed", "stage:ratified", "stage:in force", "stage:invoked", "stage:ended"}
    )
    if mention.type == "COOPERATE":
        return named if staged and gap == 0 else None
    return named if staged and (mention.mode or "") in ENDING_MODES else None


def _gap(named: Named, start: int, end: int) -> int:
    if start < named.end and named.start < end:
        return 0
    return min(abs(named.start - end), abs(start - named.end))


def _joined(drafts: list[_Draft]) -> list[_Draft]:
    """Join the drafts of two parties: dated ones of one year and name first, undated ones to the best by name."""
    dated = sorted((d for d in drafts if d.year is not None), key=lambda d: (d.year or 0, d.told[0][0].id))
    result: list[_Draft] = []
    for draft in dated:
        later = _is_later_stage(draft)
        home = next(
            (
                d
                for d in reversed(result)
                if (d.year == draft.year and _alike(d, draft) > 0) or (later and _alike(d, draft) >= 0.5)
            ),
            None,
        )
        _take(result, home, draft)
    for draft in sorted((d for d in drafts if d.year is None), key=lambda d: d.told[0][0].id):
        scored = sorted(
            ((_alike(d, draft) + _same_document(d, draft), -i, d) for i, d in enumerate(result)), key=lambda x: x[:2]
        )
        sure = scored and (scored[-1][0] >= 0.75 or len(scored) == 1) and _alike(scored[-1][2], draft) > 0
        _take(result, scored[-1][2] if sure else None, draft)
    return result


def _take(result: list[_Draft], home: _Draft | None, draft: _Draft) -> None:
    if home is None:
        result.append(draft)
    else:
        home.told += draft.told
        home.names += [n for n in draft.names if n not in home.names]


def _is_later_stage(draft: _Draft) -> bool:
    return any(t.mention.mode in {"ratify", *ENDING_MODES} or t.mention.type != "AGREE" for t, _, _ in draft.told)


def _alike(one: _Draft, other: _Draft) -> float:
    """Share of the stems of the shorter name that both have; a bare "accord" is like any by half."""
    if not one.stems or not other.stems:
        return 0.5
    return len(one.stems & other.stems) / min(len(one.stems), len(other.stems))


def _same_document(one: _Draft, other: _Draft) -> float:
    return 0.3 if {n.document for n in one.names} & {n.document for n in other.names} else 0.0


def kind_of(names: list[str], sentences: list[str], words: dict[str, re.Pattern[str]]) -> str:
    """Return the kind by the words of the names, else of the sentences: that of the most, the more telling kind first."""
    kinds = [k for k in words if k.startswith("kind:")]
    for texts in (names, sentences):
        counts = {k: sum(bool(words[k].search(fold_same_length(t))) for t in texts) for k in kinds}
        found = [k for k in kinds if counts[k]]
        if found:
            return found[0].removeprefix("kind:")
    return "other"


def _stage(told: Told, named: Named, corpus: Corpus, words: dict[str, re.Pattern[str]]) -> str:
    mention = told.mention
    if mention.mode == "ratify":
        return "ratified"
    if mention.mode in ENDING_MODES:
        return "ended"
    folded = corpus.folded(mention.document)
    low = max(mention.start, min(mention.trigger_start, named.start) - 40)
    near = folded[low : min(mention.end, max(mention.trigger_end, named.end) + 40)]
    for key, pattern in words.items():
        if key.startswith("stage:") and pattern.search(near):
            name = key.removeprefix("stage:")
            return "announced" if name == "signed" and mention.status in {"planned", "hypothetical"} else name
    return "announced" if mention.status in {"planned", "hypothetical"} else "signed"


def _finish(draft: _Draft, corpus: Corpus, reader: _Reader, owner: dict[tuple[str, int], _Draft]) -> Agreement:
    told = sorted(
        draft.told, key=lambda row: (row[0].published or "9999", row[0].mention.document, row[0].mention.start)
    )
    stages = []
    for t, named, event in told:
        stage = _stage(t, named, corpus, reader.words)
        value, earliest, latest = t.mention.date, t.mention.earliest, t.mention.latest
        if named.value and (stage in {"signed", "announced"} or value is None):
            value, earliest, latest = named.value, named.earliest, named.latest
        elif event is not None and value is None:
            value, earliest, latest = event.date, event.earliest, event.latest
        elif event is None and named.parties:
            value = earliest = latest = None  # the mention's date is that of the other agreement in the sentence
        stages.append(Stage(stage, value, earliest, latest, t.mention.attributed_to, t.passage))
    # one sentence is one telling of a stage, however many mentions it holds
    stages = list({(s.stage, s.passage.document, s.passage.start): s for s in reversed(stages)}.values())[::-1]
    documents = tuple(sorted({t.mention.document for t, _, _ in told}))
    founding = [s for s in stages if s.earliest and s.stage in {"signed", "announced"}] or [
        s for s in stages if s.earliest
    ]
    best = min(
        founding,
        key=lambda s: (
            s.stage != "signed",
            (s.latest - s.earliest).days if s.latest and s.earliest else 9999,
            str(s.date),
        ),
        default=None,
    )
    name = max(draft.names, key=lambda n: (len(n.name.split()), -draft.names.index(n))).name
    provisions, comparisons = _articles(draft, documents, corpus, reader, owner)
    told_stages = {s.stage for s in stages}
    return Agreement(
        row_id("a", *sorted(draft.parties), told[0][0].id),
        " ".join(name.split()),
        kind_of([n.name for n in draft.names], [t.sentence for t, _, _ in told], reader.words),
        tuple(sorted(draft.parties)),
        best.date if best else None,
        tuple(stages),
        tuple(s for s in STAGES if s not in told_stages),
        tuple(provisions),
        tuple(comparisons),
        tuple(sorted({e.event for _, _, e in told if e})),
        documents,
        corpus.lineages(documents),
    )


def _articles(
    draft: _Draft,
    documents: tuple[str, ...],
    corpus: Corpus,
    reader: _Reader,
    owner: dict[tuple[str, int], _Draft],
) -> tuple[list[Provision], list[Comparison]]:
    """Read provisions and comparisons from the sentences that name the agreement or an article of it."""
    provisions: dict[tuple[str | None, str, int], Provision] = {}
    comparisons: dict[tuple[str, str, str | None, int], Comparison] = {}
    words = reader.words
    for document in documents:
        folded_text = corpus.folded(document)
        spans = {(n.document, *corpus.sentence_at(document, n.start)) for n in draft.names if n.document == document}
        spans |= {
            (document, *corpus.sentence_at(document, m.start())) for m in corpus.article_places(document, _ARTICLE)
        }
        for _, start, end in sorted(spans):
            folded = folded_text[start:end]
            place = Passage(document, start, end)
            listed = reader.named(document, start, end)
            unlike = words["compare:unlike"].search(folded)
            compared = next((n for n in listed if unlike and n.start >= start + unlike.end()), None) if unlike else None
            mains = [n for n in listed if n is not compared]
            subject = _subject(mains, document, draft, owner)
            if not subject:
                continue
            own: str | None = None
            for match in _ARTICLE.finditer(folded):
                other = _other_text(folded, match.end(), words)
                if other is None:
                    own = match.group(1)
                    continue
                before = folded[max(0, match.start() - LIKE_REACH) : match.start()]
                relation = "unlike" if words["compare:unlike"].search(before) else "like"
                comparisons[relation, other, match.group(1), start] = Comparison(relation, other, match.group(1), place)
            for key, pattern in words.items():
                if not key.startswith("obligation:"):
                    continue
                obligation = key.removeprefix("obligation:")
                hits = [
                    m
                    for m in pattern.finditer(folded)
                    if compared is None or not compared.start - 5 <= start + m.start() < compared.end + 5
                ]
                if hits and (own or obligation != "cooperation"):
                    if own and obligation == "cooperation" and all(_in_name(start + m.start(), listed) for m in hits):
                        continue
                    field_ = _field(folded, hits[0].end(), words) if obligation == "cooperation" else None
                    provisions[own, obligation, start] = Provision(own, obligation, field_, place)
            if compared is not None:
                year = f" ({compared.earliest.year})" if compared.earliest else ""
                comparisons["unlike", compared.name, None, start] = Comparison(
                    "unlike", " ".join(compared.name.split()) + year, None, place
                )
    return list(provisions.values()), list(comparisons.values())


def _subject(mains: list[Named], document: str, draft: _Draft, owner: dict[tuple[str, int], _Draft]) -> bool:
    """Whether a sentence speaks of this agreement: by a name in it, else if it is the one its document tells most of."""
    owners = [owner[n.document, n.start] for n in mains if (n.document, n.start) in owner]
    if owners:
        return any(o is draft for o in owners)
    counts: dict[int, int] = {}
    for (where, _), other in owner.items():
        if where == document:
            counts[id(other)] = counts.get(id(other), 0) + 1
    return bool(counts) and counts.get(id(draft), 0) == max(counts.values())


def _other_text(folded: str, end: int, words: dict[str, re.Pattern[str]]) -> str | None:
    link = _ARTICLE_OF.match(folded, end)
    if link is None:
        return None
    for key, pattern in words.items():
        if key.startswith("text:") and pattern.match(folded, link.end()):
            return key.removeprefix("text:")
    return None


def _in_name(offset: int, listed: list[Named]) -> bool:
    return any(n.start <= offset < n.end for n in listed)


def _field(folded: str, end: int, words: dict[str, re.Pattern[str]]) -> str | None:
    near = folded[end : end + 60]
    found = [
        (m.start(), k.removeprefix("field:"))
        for k, p in words.items()
        if k.startswith("field:") and (m := p.search(near))
    ]
    return min(found)[1] if found else None

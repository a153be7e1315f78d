"""Speech attributions: who says, claims, denies, asks, promises or fears what, in which words of the document.

Found are direct speech in all quote styles ("« … », a déclaré X", also over several sentences), insertions without quotes ("…, a
indiqué X"), clauses and infinitives ("X affirme que …", "X dit avoir …", "X appelle Y à …"), noun objects ("X annonce la
libération …"), passives ("est accusé par X de …"), nouns of speech ("l'annonce par X de …") and phrases ("selon X").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rapprochement.codebook.loader import Codebook
from rapprochement.events.claimants import Claimant, ClaimantFinder
from rapprochement.events.content import Content, SentenceContent
from rapprochement.events.context import Attribution
from rapprochement.events.cues import CueTable, Hit, SpeechAdverbial, SpeechNoun, SpeechVerb, cue_table, hits
from rapprochement.events.quotes import Quotation, quotations
from rapprochement.events.verbs import auxiliaries, finite, infinitive
from rapprochement.language import Analysis, Sentence
from rapprochement.model import ActorMention, Document

UTTER = frozenset({"émettre", "formuler", "lancer", "faire", "adresser", "proférer", "brandir", "exprimer", "réitérer", "renouveler",
                   "multiplier", "porter", "présenter", "agiter", "nourrir"})  # fmt: skip
"""Verbs whose subject utters the noun of speech that is their object ("émettre une demande")."""
NEAR = 2
"""How many sentences back a pronoun ("a-t-il ajouté") looks for the last claimant."""


def attributions(
    document: Document, analysis: Analysis, actors: Sequence[ActorMention], codebook: Codebook
) -> tuple[Attribution, ...]:
    """Return the attributions of a document in text order.

    Parameters
    ----------
    document, analysis
        The text and its parse.
    actors : sequence of ActorMention
        Resolved actors; without them claimants stay words.
    codebook : Codebook
        Kinds ``speech_verb``, ``speech_noun``, ``speech_adverbial``, ``speech_words``.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> from rapprochement.language import FrenchPack
    >>> from rapprochement.model import Section, SectionKind
    >>> text = "Un navire a été saisi, a indiqué la marine grecque. « Tout va bien », a-t-elle ajouté."
    >>> document = Document("a", "a", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),))
    >>> found = attributions(document, FrenchPack().analyse_one(document), (), load_codebook())
    >>> [(a.rule_id, a.claimant, [text[s:e] for s, e in a.spans]) for a in found]
    [('say:indiquer', 'la marine grecque', ['Un navire a été saisi,']), ('say:ajouter', 'la marine grecque', ['Tout va bien'])]
    """
    table = cue_table(codebook)
    finder = ClaimantFinder(table, actors, document.text)
    quoted: dict[int, tuple[Quotation, ...]] = {}
    found: list[Attribution] = []
    for sentence in analysis.sentences:
        section = sentence.section
        if section.index not in quoted:
            quoted[section.index] = quotations(analysis.normalised, section.start, section.end)
        reader = _Reader(
            sentence, table, finder, SentenceContent(sentence, quoted[section.index], analysis.normalised), found
        )
        reader.read()
    return _continued(analysis, quoted, found)


class _Reader:
    """Reads the attributions of one sentence and appends them to ``found``."""

    def __init__(
        self,
        sentence: Sentence,
        table: CueTable,
        finder: ClaimantFinder,
        content: SentenceContent,
        found: list[Attribution],
    ) -> None:
        self._sentence, self._table, self._finder, self._content, self._found = sentence, table, finder, content, found
        self._inserted: Attribution | None = None
        self._doc = sentence.span.doc
        self._end = sentence.span.end

    def read(self) -> None:
        for hit in hits(self._sentence.span, self._table):
            if isinstance(hit.entry, SpeechVerb):
                self._verb(hit, hit.entry)
            elif isinstance(hit.entry, SpeechNoun):
                self._noun(hit)
            else:
                self._adverbial(hit, hit.entry)

    def _emit(self, hit: Hit, content: Content, claimant: Claimant | None) -> None:
        if claimant is not None and (claimant.label or "").lower() == "on" and not finite(self._doc[hit.first]):
            content = Content()  # "on peut souligner": nobody's word
        if claimant is not None and claimant.pronoun and not _speaker_self(claimant):
            claimant = self._antecedent(claimant)
        first, last = self._doc[hit.first], self._doc[hit.last]
        content = self._clipped(content, hit)
        status = hit.entry.status
        if content.finite and isinstance(hit.entry, SpeechVerb) and hit.entry.finite_status:
            status = hit.entry.finite_status
        self._found.append(
            Attribution(
                sentence=self._sentence.index,
                cue_start=self._sentence.offset(first),
                cue_end=self._sentence.offset(last) + len(last.text),
                rule_id=hit.rule_id,
                kind=hit.entry.speech,
                status=status,
                spans=tuple(self._content.trimmed(s) for s in content.spans),
                claimant=claimant.label if claimant else None,
                codes=claimant.codes if claimant else (),
                claimant_start=claimant.start if claimant else None,
                claimant_end=claimant.end if claimant else None,
                quoted=content.quoted,
            )
        )

    def _clipped(self, content: Content, hit: Hit) -> Content:
        """Cut a content that no quotation holds together before ", dénonçant …": the participle goes on with the speaker's act."""
        if content.quoted or isinstance(hit.entry, SpeechAdverbial):
            return content
        spans: list[tuple[int, int]] = []
        for start, end in content.spans:
            cut = next((t for t in self._sentence.tokens_in(start, end) if self._goes_on(t, hit)), None)
            end = end if cut is None else min(end, self._sentence.offset(cut.nbor(-1)))
            if self._detached(hit):
                comma = next((t for t in self._sentence.tokens_in(start, end) if t.text == ","), None)
                end = end if comma is None else self._sentence.offset(comma)
            spans.append((start, end))
        return replace(content, spans=tuple(s for s in spans if s[1] > s[0]))

    def _detached(self, hit: Hit) -> bool:
        """Tell whether a cue is a participle that opens the sentence ("Soupçonnée d'avoir livré des chars, Minsk …")."""
        cue = self._doc[hit.first]
        opens = hit.first - self._sentence.span.start <= 3 and not any(
            finite(t) for t in self._doc[self._sentence.span.start : hit.first]
        )
        return opens and "Part" in cue.morph.get("VerbForm") and not auxiliaries(cue)

    def _goes_on(self, token: Any, hit: Hit) -> bool:
        """Tell whether a verb of speech inside a content goes on with the speaker's own act: ", dénonçant …", "et assuré que …"."""
        if (
            token.i <= hit.last + 2
            or "Part" not in token.morph.get("VerbForm")
            or infinitive(token) not in self._table.verbs
        ):
            return False
        before = token.nbor(-1).text
        if "Pres" in token.morph.get("Tense"):
            return bool(before == ",")
        cue = self._doc[hit.first]
        told = any(infinitive(a) == "avoir" for a in auxiliaries(cue))
        return bool(told and before in ("et", ",", "puis") and not auxiliaries(token) and token.dep_ == "conj")

    def _antecedent(self, claimant: Claimant) -> Claimant:
        """Return ``claimant`` with the label of the last named claimant, when one stands near."""
        for earlier in reversed(self._found):
            if self._sentence.index - earlier.sentence > NEAR:
                break
            if (
                earlier.claimant
                and earlier.claimant_start is not None
                and earlier.kind not in ("according", "fear", "cite")
            ):
                return Claimant(earlier.claimant, earlier.codes, claimant.start, claimant.end)
        return claimant

    def _verb(self, hit: Hit, entry: SpeechVerb) -> None:
        verb = self._doc[hit.first]
        if "inverted" in entry.takes and (inserted := self._content.inserted(verb, hit.last)):
            claimant = self._finder.after(self._sentence, verb, hit.last, self._end)
            if claimant is not None:
                after = claimant.end if claimant.end is not None else self._sentence.offset(verb)
                self._emit(hit, self._content.around(inserted, after, self._inserted_before()), claimant)
                self._inserted = self._found[-1]
                return
        passive = self._content.passive(verb)
        content = self._content.complement(verb, hit.last, entry.takes, passive)
        if passive:
            claimant = self._finder.agent(self._sentence, verb, self._end)
        else:
            claimant = self._finder.before(self._sentence, verb) or self._finder.beside(self._sentence, verb)
        if not passive and (
            claimant is None or ("Pres" in verb.morph.get("Tense") and "Part" in verb.morph.get("VerbForm"))
        ):
            claimant = self._same_speaker() or claimant
        if content.spans or entry.bare:
            self._emit(hit, content, claimant)

    def _same_speaker(self) -> Claimant | None:
        """Return the claimant of an insertion earlier in the sentence ("…, a dit X, *ajoutant* que …")."""
        if self._inserted is None:
            return None
        return Claimant(self._inserted.claimant, self._inserted.codes)

    def _inserted_before(self) -> int | None:
        """Return where the last insertion of this sentence ends ("« A », a dit X, « B », a ajouté …")."""
        for earlier in reversed(self._found):
            if earlier.sentence != self._sentence.index:
                return None
            if earlier.claimant_end is not None and earlier.claimant_end > earlier.cue_end:
                return earlier.claimant_end
        return None

    def _noun(self, hit: Hit) -> None:
        noun = self._doc[hit.first]
        if noun.i > 0 and (
            noun.nbor(-1).lower_ == "à" or (noun.i > 1 and noun.nbor(-2).lower_ == "à" and hit.word == "propos")
        ):
            return  # "à propos", "à ce propos"
        claimant_at, content = self._content.of_noun(noun, self._is_speaker)
        claimant = None
        if claimant_at is not None:
            claimant = self._finder.phrase(self._sentence, *claimant_at)
        elif any(c.dep_ == "det" and c.lower_ in ("son", "sa", "ses", "leur", "leurs") for c in noun.children):
            claimant = self._finder.before(self._sentence, noun)
        elif noun.dep_ in ("obj", "obl:arg") and noun.head.pos_ == "VERB" and infinitive(noun.head) in UTTER:
            claimant = self._finder.before(self._sentence, noun.head)
        if claimant is None and not content.spans and not getattr(hit.entry, "bare", False):
            return
        self._emit(hit, content, claimant)

    def _is_speaker(self, head_index: int) -> bool:
        head = self._doc[head_index]
        official = self._table.lists.get("official", frozenset())
        return head.pos_ == "PROPN" or head.lemma_.lower() in official or self._finder.names_actor(self._sentence, head)

    def _adverbial(self, hit: Hit, entry: SpeechAdverbial) -> None:
        first = hit.first if entry.unnamed else hit.last + 1
        if first >= self._end:
            return
        last = self._finder.phrase_end(self._doc, first if not entry.unnamed else hit.last, self._end)
        tokens = self._doc[first : last + 1]
        head = next((t for t in tokens if t.pos_ in ("NOUN", "PROPN", "PRON")), self._doc[first])
        if not entry.unnamed:
            refused = self._table.lists.get("not-claimants", frozenset())
            if head.lemma_.lower() in refused or head.lower_ in (
                "laquelle",
                "lesquelles",
                "lequel",
                "lesquels",
                "que",
                "qui",
            ):
                return
            if entry.initial and not self._introduces(head, last):
                return
        claimant = self._finder.phrase(self._sentence, first, last, head)
        learnt = self._found[-1] if self._found and self._found[-1].sentence == self._sentence.index else None
        if entry.unnamed and learnt is not None and learnt.kind == "learn":
            self._emit(hit, Content(learnt.spans, finite=True), claimant)
            return
        self._emit(hit, self._content.modified(self._doc[hit.first], head, last), claimant)

    def _introduces(self, head: object, last: int) -> bool:
        """Tell whether "Pour X" names a speaker: an actor or official, with a comma after it."""
        lemma = getattr(head, "lemma_", "").lower()
        if (
            lemma in self._table.lists.get("not-pour", frozenset())
            or last + 1 >= self._end
            or self._doc[last + 1].text != ","
        ):
            return False
        return self._is_speaker(getattr(head, "i", last))


def _continued(
    analysis: Analysis, quoted: dict[int, tuple[Quotation, ...]], found: list[Attribution]
) -> tuple[Attribution, ...]:
    """Give a quotation that no cue covers to the speaker of the quotation just before it."""
    out = list(found)
    by_sentence = {s.index: s for s in analysis.sentences}
    covered = [(s, e) for a in found if a.quoted for s, e in a.spans]
    for section in sorted(quoted):
        for quotation in quoted[section]:
            if any(s < quotation.inner_end and e > quotation.inner_start for s, e in covered):
                continue
            sentence = analysis.sentence_at(quotation.inner_start)
            if sentence is None or quotation.start > sentence.start + 1 or quotation.end < sentence.end - 2:
                continue
            if any(a.sentence == sentence.index for a in found):
                continue
            n = next((k for k in range(len(out) - 1, -1, -1)
                      if out[k].sentence < sentence.index and out[k].quoted and out[k].kind in ("say", "announce")), None)  # fmt: skip
            if (
                n is None
                or sentence.index - out[n].sentence > 1
                or by_sentence[out[n].sentence].section.kind != sentence.section.kind
            ):
                continue
            out[n] = replace(out[n], spans=(*out[n].spans, (quotation.inner_start, quotation.inner_end)))
    return tuple(sorted((_first_person(a, out) for a in out), key=lambda a: (a.cue_start, a.cue_end)))


_SELF = ("j", "je", "nous", "on")


def _speaker_self(claimant: Claimant) -> bool:
    return (claimant.label or "").lower().rstrip("'’") in _SELF


def _first_person(attribution: Attribution, found: Sequence[Attribution]) -> Attribution:
    """Return ``attribution`` with "je", "nous" inside a quotation replaced by the one who speaks there."""
    if (attribution.claimant or "").lower().rstrip("'’") not in _SELF:
        return attribution
    for other in found:
        if other is not attribution and other.quoted and other.covers(attribution.cue_start):
            return replace(attribution, claimant=other.claimant, codes=other.codes)
    return attribution

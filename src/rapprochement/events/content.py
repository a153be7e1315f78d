"""Which words a cue of speech covers: the clause, infinitive, noun phrase or quotation that is said.

The parse gives the extent of a complement; the words between cue and complement ("a indiqué *à l'AFP, jeudi,* que …") are walked
in text order, since parsers of French attach them in many ways.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rapprochement.events.quotes import Quotation
from rapprochement.events.verbs import (
    CLITICS,
    auxiliaries,
    clitic_subject,
    finite,
    group_head,
    group_start,
    infinitive,
    is_infinitive,
    leading,
    subordinate_of,
)
from rapprochement.language import Sentence

REACH = 28
"""Tokens between a cue and its complement at most."""
_CLOSING = frozenset({'"', "»", "”", "“", "'", "’"})
_BEFORE_INSERTION = _CLOSING | {",", "-", "–", "—", ")", "!", "?", "..", "...", "…"}
_BEFORE_OTHER_QUE = frozenset({"plus", "moins", "autant", "tel", "telle", "tels", "telles", "alors", "tandis", "ainsi", "après", "avant", "depuis",
                               "dès", "pendant", "bien", "parce", "lors", "jusqu'à", "sans", "pour", "afin", "maintenant", "outre", "aussi"})  # fmt: skip
"""Words whose "que" begins no reported clause."""
_NEGATION = frozenset({"pas", "plus", "jamais", "rien"})


@dataclass(frozen=True, slots=True)
class Content:
    """Spans of what is said (document offsets), whether quoted, whether a finite clause."""

    spans: tuple[tuple[int, int], ...] = ()
    quoted: bool = False
    finite: bool = False


class SentenceContent:
    """Finds the content of cues in one sentence.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    quotes : sequence of Quotation
        Quotations of its section.
    text : str
        The document's normalised text.
    """

    def __init__(self, sentence: Sentence, quotes: Sequence[Quotation], text: str) -> None:
        self._sentence, self._quotes, self._text = sentence, quotes, text
        self._doc = sentence.span.doc
        self._first, self._end = sentence.span.start, sentence.span.end

    # -- insertions: "…, a déclaré X" ---------------------------------------------------------------------------------------

    def inserted(self, verb: Any, last: int) -> int | None:
        """Return the offset where an inserted verb group begins, or ``None`` when the verb has its subject before it."""
        if verb.pos_ in ("VERB", "AUX") and not (finite(verb) or finite(leading(verb))):
            return None
        start = group_start(verb)
        while start > self._first and self._doc[start - 1].lower_ in ("comme", "ainsi", "aussi", "encore", "notamment"):
            start -= 1
        if clitic_subject(self._doc, leading(verb).i, last):
            return self._sentence.offset(self._doc[start])
        j = start - 1
        while j >= self._first and self._doc[j].is_space:
            j -= 1
        after = self._doc[last + 1] if last + 1 < self._end else None
        if after is not None and after.lower_ in ("que", "qu'", ":"):
            return None
        if start < group_start(verb) and self._doc[start].lower_ in ("comme", "ainsi"):
            return self._sentence.offset(self._doc[start])
        if j < self._first:
            begins = self._doc[start].text[:1].islower() and self._quote_before(self._sentence.start) is not None
            return self._sentence.offset(self._doc[start]) if begins else None
        if self._doc[j].text not in _BEFORE_INSERTION:
            return None
        if self._doc[j].text in _CLOSING and self._quote_before(self._sentence.offset(self._doc[start])) is not None:
            return self._sentence.offset(self._doc[start])
        if any(c.dep_.startswith("nsubj") and c.i < start for c in verb.children):
            return None
        if not any(finite(t) or t.pos_ in ("VERB", "AUX") for t in self._doc[self._first : j]):
            return None
        return self._sentence.offset(self._doc[start])

    def around(self, inserted: int, after: int, previous: int | None) -> Content:
        """Return what an insertion at ``inserted`` with a claimant ending at ``after`` attributes: before it, and on after it."""
        begin = max(self._sentence.start, previous or 0)
        quote = self._quote_before(inserted)
        spans: list[tuple[int, int]] = []
        if quote is not None and quote.start <= begin:
            spans.append((quote.inner_start, min(quote.inner_end, inserted)))
        elif quote is not None and not any(finite(t) for t in self._sentence.tokens_in(begin, quote.start)):
            spans.append((quote.inner_start, quote.inner_end))
        else:
            spans.append((begin, self._trim(begin, inserted)))
        if not any(t.pos_ in ("VERB", "AUX") for t in self._sentence.tokens_in(begin, inserted)):
            spans = []
        following = self._text[after : after + 200]
        rest = after + len(following) - len(following.lstrip(" ,.:;"))
        opened = next(
            (q for q in self._quotes if after <= q.start <= rest <= q.inner_start and q.start < self._sentence.end),
            None,
        )
        if opened is not None:
            spans.append((opened.inner_start, opened.inner_end))
        elif (
            previous is None
            and rest < self._sentence.end
            and "," in self._text[after:rest]
            and (not spans or self._resumes(inserted, rest))
        ):
            spans.append((rest, self._sentence.end))
        return Content(tuple(s for s in spans if s[1] > s[0]), quoted=quote is not None, finite=True)

    def _resumes(self, inserted: int, rest: int) -> bool:
        """Tell whether the clause begun before an insertion goes on at ``rest``: its verb stands there, its subject before."""
        for token in self._sentence.tokens_in(rest, self._sentence.end):
            if finite(token) and any(
                c.dep_.startswith("nsubj") and self._sentence.offset(c) < inserted for c in group_head(token).children
            ):
                return True
        return False

    def trimmed(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return a span without white space at its ends."""
        words = self._text[span[0] : span[1]]
        start = span[0] + len(words) - len(words.lstrip())
        return start, max(start, span[0] + len(words.rstrip()))

    def _trim(self, start: int, end: int) -> int:
        return start + len(self._text[start:end].rstrip())

    def _quote_before(self, offset: int) -> Quotation | None:
        """Return the quotation that ends right before ``offset``."""
        for quote in self._quotes:
            if quote.end <= offset and not self._text[quote.end : offset].strip(" ,-–—.;") and quote.closed:
                return quote
            if quote.start < offset <= quote.inner_end and not quote.closed:
                return quote
        return None

    # -- complements: "X affirme que …", "X promet de …" ----------------------------------------------------------------------

    def passive(self, verb: Any) -> bool:
        """Tell whether a verb form is passive: auxiliary of the passive, or a participle that modifies a noun."""
        if any(c.dep_ == "aux:pass" for c in verb.children):
            return True
        if "Part" not in verb.morph.get("VerbForm") or "Past" not in verb.morph.get("Tense") or auxiliaries(verb):
            return False
        if verb.dep_ == "conj" and any(infinitive(a) == "avoir" for a in auxiliaries(verb.head)):
            return False
        return not any(c.dep_ == "nsubj" for c in verb.children)

    def complement(self, verb: Any, last: int, takes: Sequence[str], passive: bool) -> Content:
        """Return the content after a cue: clause, infinitive, quotation, predicate or noun phrase, whichever comes first."""
        stop = self._limit(last)
        clause = self._clause(last, stop) if "que" in takes else None
        before = self._sentence.tokens_in(*clause.spans[0])[0].i if clause else stop
        if found := self._infinitive(last, min(stop, before - 1) if clause else stop, takes):
            return found
        if clause:
            return clause
        if "quote" in takes and (found := self._quotation(last)):
            return found
        if passive and "object" in takes:
            subject = next((c for c in verb.children if c.dep_ == "nsubj:pass"), None)
            if subject is None and verb.dep_.startswith("acl"):
                subject = verb.head
            if subject is not None and subject.pos_ in ("NOUN", "PROPN"):
                return Content(self._phrase(subject, subject.i, min(subject.i + 14, group_start(verb))))
            return Content()
        if "predicate" in takes:
            predicate = next(
                (c for c in verb.children if c.i > last and c.pos_ in ("ADJ", "VERB") and c.dep_ == "xcomp"), None
            )
            if predicate is not None:
                return Content(
                    self._span(predicate.left_edge.i if predicate.left_edge.i > last else predicate.i, predicate)
                )
        return self._nominal(verb, last, stop, takes)

    def _limit(self, last: int) -> int:
        """Return where the search for a complement ends: a finite verb of another clause, a semicolon, the sentence's end."""
        for i in range(last + 1, min(self._end, last + REACH)):
            if self._doc[i].text in (";", ":") or (finite(self._doc[i]) and self._doc[i].pos_ in ("VERB", "AUX")):
                return i
        return int(min(self._end, last + REACH))

    def _clause(self, last: int, stop: int) -> Content | None:
        for i in range(last + 1, min(stop, self._end)):
            token = self._doc[i]
            if token.lower_ not in ("que", "qu'") or token.dep_ in ("obj", "nsubj"):
                continue
            if self._doc[i - 1].lower_ in _BEFORE_OTHER_QUE:
                continue
            head = token.head if token.head.i > i else None
            if head is None:
                return Content(((self._after(i), self._sentence.end),), finite=True, quoted=self._in_quote(i + 1))
            span = self._span(i + 1, head)
            if not any(finite(t) for t in self._sentence.tokens_in(*span[0])):
                span = ((span[0][0], self._sentence.end),)
            return Content(span, finite=True, quoted=self._in_quote(i + 1))
        return None

    def _infinitive(self, last: int, stop: int, takes: Sequence[str]) -> Content | None:
        bare = "inf" in takes
        for i in range(last + 1, min(self._end, stop + 1)):
            token = self._doc[i]
            if not is_infinitive(token):
                if (
                    bare
                    and token.pos_ in ("NOUN", "PROPN", "PUNCT", "SCONJ", "CCONJ")
                    and token.text not in ('"', "«", ",")
                ):
                    bare = False
                continue
            j = i - 1
            while j > last and (
                self._doc[j].lower_ in CLITICS
                or self._doc[j].lower_ in _NEGATION
                or self._doc[j].text in ('"', "«", "“")
            ):
                j -= 1
            marker = self._doc[j].lower_ if j > last else ""
            marker = "de" if marker == "d'" else marker
            if (marker in ("de", "à") and marker in takes) or (
                bare and marker not in ("de", "à", "pour", "afin", "après", "avant", "sans")
            ):
                helper = token.dep_.startswith("aux") or token.dep_ == "cop"
                head = token.head if helper and token.head.i > i else token
                return Content(self._span(j + 1, head), quoted=self._in_quote(i))
            return None
        return None

    def _quotation(self, last: int) -> Content | None:
        cue_end = self._sentence.offset(self._doc[last]) + len(self._doc[last].text)
        for quote in self._quotes:
            if quote.start < cue_end or quote.start - cue_end > 120:
                continue
            between = self._text[cue_end : quote.start]
            if "\n" in between.strip(" ") or "." in between.strip():
                return None
            if any(finite(t) for t in self._sentence.tokens_in(cue_end, quote.start)):
                return None
            if between.rstrip().endswith(":") or len(between.split()) <= 6:
                return Content(
                    ((quote.inner_start, quote.inner_end),), quoted=True, finite=between.rstrip().endswith(":")
                )
            return None
        return None

    def _nominal(self, verb: Any, last: int, stop: int, takes: Sequence[str]) -> Content:
        if "à" in takes or "with" in takes:
            wanted = ("à", "au", "aux", "pour") if "à" in takes else ("de", "d'")
            for i in range(last + 1, stop):
                token = self._doc[i]
                if token.lower_ in wanted and (noun := self._noun_after(i, stop)) is not None and noun.pos_ == "NOUN":
                    return Content(self._span(i + 1, noun))
        if "object" in takes:
            objects = [
                c for c in verb.children if c.dep_ in ("obj", "obl:arg", "obl:mod") and c.i > last and c.pos_ == "NOUN"
            ]
            for noun in objects[:1]:
                if noun.left_edge.i > last:
                    return Content(self._span(noun.left_edge.i, noun))
        return Content()

    def _noun_after(self, i: int, stop: int) -> Any | None:
        for token in self._doc[i + 1 : min(stop, i + 6)]:
            if token.pos_ in ("NOUN", "PROPN"):
                return token
            if token.pos_ not in ("DET", "ADJ", "NUM", "ADV") and token.text not in ('"', "«", "“"):
                return None
        return None

    # -- nouns and phrases ------------------------------------------------------------------------------------------------------

    def of_noun(self, noun: Any, is_speaker: Callable[[int], bool]) -> tuple[tuple[int, int] | None, Content]:
        """Return where the claimant of a noun of speech stands (token indices) and the noun's content."""
        claimant: tuple[int, int] | None = None
        i = noun.i + 1
        stop = min(self._end, noun.i + REACH)
        while i < stop:
            token = self._doc[i]
            if token.lower_ in ("selon", "que", "qu'") and i + 1 < stop:
                relative = self._doc[i + 1].lower_ in ("laquelle", "lesquelles", "lequel", "lesquels")
                if token.lower_ != "selon" or relative:
                    start = i + 2 if relative else i + 1
                    clause = self._doc[start].head if not relative else self._doc[i + 1].head
                    if clause.i > start:
                        return claimant, Content(self._span(start, clause), finite=True)
                    return claimant, Content(
                        ((self._sentence.offset(self._doc[start]), self._sentence.end),), finite=True
                    )
            if token.lower_ in ("de", "d'", "du", "des", "par", "à", "au", "aux") and i + 1 < stop:
                follow = self._doc[i + 1]
                if token.lower_ in ("de", "d'", "à") and (inf := self._infinitive_after(i, stop)) is not None:
                    return claimant, Content(self._span(i + 1, inf))
                head = self._noun_after(i, stop)
                if head is None:
                    return claimant, Content()
                if (
                    (token.lower_ == "par" or is_speaker(head.i))
                    and claimant is None
                    and token.lower_ not in ("à", "au", "aux")
                ):
                    claimant = (i + 1, head.i)
                    i = head.i + 1
                    continue
                if not is_speaker(head.i):
                    wider = (
                        noun
                        if noun.right_edge.i > head.right_edge.i
                        and not any(finite(t) for t in self._doc[head.i : noun.right_edge.i + 1])
                        else head
                    )
                    return claimant, Content(self._span(follow.i, wider))
                i = head.i + 1
                continue
            if finite(token) or token.is_punct or token.pos_ in ("CCONJ", "ADP"):
                break
            i += 1
        return claimant, Content()

    def _infinitive_after(self, i: int, stop: int) -> Any | None:
        for token in self._doc[i + 1 : min(stop, i + 6)]:
            if is_infinitive(token):
                return token.head if token.dep_.startswith("aux") and token.head.i > token.i else token
            if token.lower_ not in CLITICS and token.lower_ not in _NEGATION and token.text not in ('"', "«", "“"):
                return None
        return None

    def modified(self, cue: Any, head: Any, last: int) -> Content:
        """Return what "selon X" applies to: the sentence, or the subordinate clause or phrase it stands in without a comma."""
        before, after = self._sentence.offset(cue), self._after(last)
        initial = not any(t.is_alpha for t in self._doc[self._first : cue.i])
        clause = subordinate_of(head)
        if not initial and clause is not None and clause.i > self._first:
            left, right = clause.left_edge.i, clause.right_edge.i
            if left <= cue.i <= right and left > self._first:
                return Content(((self._sentence.offset(self._doc[left]), self._offset_end(right)),), finite=True)
        spans = [(self._sentence.start, self._trim(self._sentence.start, before)), (after, self._sentence.end)]
        return Content(tuple(s for s in spans if self._text[s[0] : s[1]].strip(" ,.:;")), finite=True)

    # -- offsets ----------------------------------------------------------------------------------------------------------------

    def _span(self, first: int, head: Any) -> tuple[tuple[int, int], ...]:
        start = self._sentence.offset(self._doc[first])
        right = min(head.right_edge.i, self._end - 1)
        right = self._before_insertion(first, right)
        end = self._offset_end(right)
        for quote in self._quotes:
            if (start <= quote.start < end < quote.end and quote.closed) or (
                start <= quote.inner_start and quote.start < start and quote.end > end
            ):
                end = quote.inner_end
        return ((start, end),)

    def _phrase(self, noun: Any, first: int, stop: int) -> tuple[tuple[int, int], ...]:
        left = min(max(noun.left_edge.i, self._first), first)
        return ((self._sentence.offset(self._doc[left]), self._offset_end(max(noun.i, stop - 1))),)

    def _before_insertion(self, first: int, right: int) -> int:
        """Cut a content before a later insertion (", a-t-il ajouté") that the parser took for part of it."""
        for i in range(first + 1, right + 1):
            if self._doc[i].text == "," and i + 1 <= right and clitic_subject(self._doc, i + 1, min(i + 4, right)):
                return i
        return right

    def _offset_end(self, i: int) -> int:
        return self._sentence.offset(self._doc[i]) + len(str(self._doc[i].text))

    def _after(self, i: int) -> int:
        return self._offset_end(i)

    def _in_quote(self, i: int) -> bool:
        if i >= self._end:
            return False
        at = self._sentence.offset(self._doc[i])
        return any(q.start <= at < q.end for q in self._quotes)

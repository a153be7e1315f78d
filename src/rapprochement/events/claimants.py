"""Who makes a statement: finds the words that name the claimant of a cue, and the actor they stand for.

A state actor's claimant is its code; a person, a paper, an expert or a body without a code stays as named in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapprochement.events.cues import CueTable
from rapprochement.events.verbs import CLITICS, finite, group_start, leading
from rapprochement.language import Sentence
from rapprochement.model import ActorMention

_SUBJECT = ("nsubj", "nsubj:pass", "nsubj:caus")
_STOPS = frozenset({"dans", "lors", "à", "au", "aux", "sur", "en", "devant", "auprès", "après", "avant", "pendant", "depuis", "pour",
                    "selon", "via", "par", "qui", "que", "qu'", "dont", "où", "à l'issue", "alors", "sous", "citant", "cité", "citée",
                    "cités", "et", "mais", "ou", "contre", "avec", "lequel", "peu", "plus", "tout", "dès", "lorsque", "face"})  # fmt: skip
_SPANS_OF_TIME = frozenset(
    {"jour", "semaine", "mois", "an", "année", "heure", "tôt", "tard", "minute", "veille", "lendemain"}
)
_CLITIC_SUBJECTS = frozenset({"je", "j'", "il", "elle", "on", "ils", "elles"})
_HONORIFICS = frozenset({"m.", "mm.", "mme", "mmes", "mlle", "m"})
_MARKS = frozenset({'"', "«", "“", "»", "”"})
_PERSONAL = frozenset({"il", "elle", "ils", "elles", "-il", "-elle", "-ils", "-elles", "-t-il", "celui-ci", "celle-ci", "ceux-ci",
                       "lui", "elle-même", "celui", "celle", "dernier", "dernière", "derniers", "je", "nous"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claimant:
    """A claimant: ``label`` for ``attributed_to`` (a code or the words), ``codes``, and where it stands in the document."""

    label: str | None
    codes: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    pronoun: bool = False


class ClaimantFinder:
    """Finds claimants in one document.

    Parameters
    ----------
    table : CueTable
        Word lists of the codebook.
    actors : sequence of ActorMention
        Mentions of the document, in text order.
    text : str
        The document's text.
    """

    def __init__(self, table: CueTable, actors: Sequence[ActorMention], text: str) -> None:
        self._official = table.lists.get("official", frozenset())
        self._time = table.lists.get("time-words", frozenset())
        self._actors = [a for a in actors if a.codes and a.role != "place"]
        self._text = text

    def phrase(self, sentence: Sentence, first: int, last: int, head: Any | None = None) -> Claimant:
        """Return the claimant that the tokens ``first`` to ``last`` (document indices, inclusive) of a sentence name."""
        doc = sentence.span.doc
        while last > first and (doc[last].is_punct or doc[last].is_space) and doc[last].lower_ not in _HONORIFICS:
            last -= 1
        while doc[last].lower_ in _HONORIFICS and last + 1 < sentence.span.end:
            last += 1
            while last + 1 < sentence.span.end and doc[last + 1].pos_ == "PROPN":
                last += 1
        start, end = sentence.offset(doc[first]), sentence.offset(doc[last]) + len(doc[last].text)
        if head is None:
            head = next((t for t in doc[first : last + 1] if t.pos_ in ("NOUN", "PROPN", "PRON", "NUM")), doc[first])
        at = sentence.offset(head)
        pronoun = (first == last and doc[first].lower_ in _PERSONAL) or doc[last].lower_ in (
            "dernier",
            "dernière",
            "derniers",
        )
        named = [a for a in self._actors if a.start < end and a.end > start]
        best = next((a for a in named if a.start <= at < a.end and self._speaks(a, doc[first])), None)
        if best is None and head.lemma_.lower() in self._official:
            best = next(iter(named), None)
        codes = best.codes if best else ()
        words = self._text[start:end].strip(" ,")
        named_by_code = best is not None and best.role != "media"
        return Claimant(", ".join(codes) if named_by_code else words, codes, start, end, pronoun and not codes)

    def after(self, sentence: Sentence, verb: Any, cue_last: int, limit: int) -> Claimant | None:
        """Return the claimant named after an inverted verb ("a déclaré *le ministre*", "a-t-*il* dit"), before ``limit``."""
        doc = sentence.span.doc
        for token in doc[leading(verb).i : min(limit, cue_last + 4)]:
            if token.lower_.startswith("-") and token.lower_.lstrip("-t") in ("il", "elle", "ils", "elles", "on", "je"):
                return self.phrase(sentence, token.i, token.i)
            if token.is_punct:
                break
        i = cue_last + 1
        while i < limit:
            token = doc[i]
            if token.pos_ == "ADP" and token.lower_ not in ("de", "d'", "du", "des"):
                i = self._skip_phrase(doc, i, limit)
                continue
            if (
                token.lower_ in ("de", "d'")
                and i + 2 < limit
                and doc[i + 1].pos_ == "DET"
                and doc[i + 2].lower_ == "côté"
            ):
                i += 3
                continue
            if (
                token.pos_ == "ADV"
                or self._is_time(doc, i)
                or token.lower_ in (",", "ce", "cette", "(")
                or token.is_space
            ):
                i += 1
                continue
            if token.pos_ in ("NOUN", "PROPN", "DET", "NUM", "ADJ", "PRON") and token.lower_ not in (
                "que",
                "qu'",
                "qui",
            ):
                return self.phrase(sentence, i, self.phrase_end(doc, i, limit))
            return None
        return None

    def before(self, sentence: Sentence, verb: Any) -> Claimant | None:
        """Return the subject of ``verb``, through coordination, participles, infinitives and relative pronouns."""
        seen: set[int] = set()
        start = group_start(verb)
        if start > sentence.span.start and verb.doc[start - 1].lower_ in _CLITIC_SUBJECTS:
            return self.phrase(sentence, start - 1, start - 1)
        while verb.i not in seen:
            seen.add(verb.i)
            subjects = (c for c in verb.children if c.dep_ in _SUBJECT and c.i < verb.i)
            subject = next((c for c in subjects if c.lemma_.lower() not in _SPANS_OF_TIME), None)
            if subject is not None and subject.lower_ in ("qui", "lequel", "laquelle", "lesquels", "lesquelles"):
                subject = verb.head if verb.dep_ == "acl:relcl" and verb.head.i < verb.i else None
                subject = subject or self._nearest_noun(verb)
            if subject is not None:
                return self._subject(sentence, subject)
            if (
                verb.dep_ in ("acl", "acl:relcl")
                and verb.head.pos_ in ("NOUN", "PROPN", "PRON")
                and verb.head.i < verb.i
            ):
                return self._subject(sentence, verb.head)
            if verb.head.pos_ in ("VERB", "AUX", "ADJ", "NOUN") and verb.head != verb and verb.sent == verb.head.sent:
                verb = verb.head
                continue
            break
        return None

    def beside(self, sentence: Sentence, verb: Any) -> Claimant | None:
        """Return the noun phrase that ends right before the verb group, for sentences parsed without a subject."""
        doc = sentence.span.doc
        i = group_start(verb) - 1
        while i >= sentence.span.start and (doc[i].pos_ == "ADV" or doc[i].lower_ in CLITICS or self._is_time(doc, i)):
            i -= 1
        if i >= sentence.span.start and doc[i].lower_ == ",":
            j = i - 1
            while j >= sentence.span.start and doc[j].lower_ != ",":
                j -= 1
            i = (j if j > sentence.span.start else i) - 1
        if i >= sentence.span.start and doc[i].lemma_.lower() in _SPANS_OF_TIME:
            return None
        if i < sentence.span.start or doc[i].pos_ not in ("NOUN", "PROPN", "PRON", "ADJ"):
            return None
        head = doc[i]
        while (
            head.head.i < head.i and head.head.pos_ in ("NOUN", "PROPN", "PRON") and head.head.i >= sentence.span.start
        ):
            head = head.head
        return self._subject(sentence, head, last=i)

    def agent(self, sentence: Sentence, verb: Any, limit: int) -> Claimant | None:
        """Return the agent of a passive ("accusé *par Séoul* de …")."""
        doc = sentence.span.doc
        for i in range(verb.i + 1, min(limit, verb.i + 9)):
            token = doc[i]
            if token.lower_ == "par" and i + 1 < limit:
                return self.phrase(sentence, i + 1, self.phrase_end(doc, i + 1, limit))
            if token.lower_ in ("que", "qu'", ".", ";") or finite(token):
                return None
        return None

    def _subject(self, sentence: Sentence, subject: Any, last: int | None = None) -> Claimant:
        doc = sentence.span.doc
        first = min((c.left_edge.i for c in subject.children if c.i < subject.i), default=subject.i)
        first = max(first, sentence.span.start)
        while first < subject.i and (doc[first].is_punct or doc[first].pos_ in ("CCONJ", "ADP", "SCONJ")):
            first += 1
        end = self.phrase_end(doc, subject.i, sentence.span.end) if last is None else last
        return self.phrase(sentence, first, max(end, subject.i), subject)

    def _nearest_noun(self, verb: Any) -> Any | None:
        for i in range(group_start(verb) - 1, verb.sent.start - 1, -1):
            if verb.doc[i].pos_ in ("NOUN", "PROPN"):
                head = verb.doc[i]
                while head.head.i < head.i and head.head.pos_ in ("NOUN", "PROPN"):
                    head = head.head
                return head
        return None

    def _speaks(self, actor: ActorMention, first: Any) -> bool:
        """Tell whether a mention that holds the head of a claimant is the actor itself: no adjective; a people only with "les"."""
        return actor.role != "adjective" and (actor.role != "demonym" or first.lower_ == "les")

    def names_actor(self, sentence: Sentence, head: Any) -> bool:
        """Tell whether a resolved actor (no adjective) covers a token."""
        at = sentence.offset(head)
        return any(a.start <= at < a.end and a.role not in ("adjective", "demonym") for a in self._actors)

    def phrase_end(self, doc: Any, first: int, limit: int) -> int:
        """Return the index of the last token of the noun phrase that begins at ``first``."""
        i = first
        while i + 1 < limit:
            token = doc[i + 1]
            if token.is_space or (token.text in _MARKS and doc[i].pos_ in ("ADP", "DET", "PUNCT")):
                i += 1
                continue
            if token.is_punct and token.text not in ("-", "'"):
                break
            if (
                token.lower_ in _STOPS
                or token.pos_ in ("VERB", "AUX", "SCONJ")
                or token.lower_ in CLITICS - {"la", "le", "les", "l'"}
            ):
                if token.lower_ not in ("aux", "à", "et"):
                    break
                nxt = doc[i + 2] if i + 2 < limit else None
                if not (nxt is not None and token.lower_ == "et" and nxt.pos_ in ("PROPN", "DET", "NOUN")) and not (
                    nxt is not None and token.lower_ in ("aux", "à") and doc[i].lemma_.lower() in self._official
                    and not nxt.lower_.startswith(("afp", "reuters", "la", "un"))
                ):  # fmt: skip
                    break
            if self._is_time(doc, i + 1) or token.pos_ == "ADV":
                break
            if (
                token.pos_ == "DET"
                and doc[i].pos_ in ("NOUN", "PROPN", "ADJ")
                and token.lower_ not in ("de", "d'", "des", "du")
            ):
                break
            following = doc[i + 2] if i + 2 < limit else None
            if token.lower_ in ("de", "d'", "du", "des") and (
                following is None or following.pos_ in ("VERB", "AUX") or following.lower_.startswith("source") or
                following.lower_ in CLITICS - {"la", "le", "les", "l'"}
            ):  # fmt: skip
                break
            i += 1
        return i

    def _is_time(self, doc: Any, i: int) -> bool:
        return doc[i].lower_ in self._time or (doc[i].like_num and i + 1 < len(doc) and doc[i + 1].lower_ in self._time)

    def _skip_phrase(self, doc: Any, i: int, limit: int) -> int:
        """Return the index after a prepositional phrase or insertion that stands between verb and claimant ("à l'AFP", "sur RTL")."""
        i += 1
        nouns = 0
        while i < limit:
            token = doc[i]
            if nouns and token.pos_ in ("DET", "PROPN", "NOUN", "NUM", "ADV") and token.pos_ != doc[i - 1].pos_:
                return i
            if nouns and token.pos_ == "PUNCT" and token.text == ",":
                return i + 1
            nouns += token.pos_ in ("NOUN", "PROPN", "PRON", "NUM")
            i += 1
        return limit

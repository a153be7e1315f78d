"""What has been said up to a word: the mentions of a document by sentence, their subjects, what lies in quotation marks."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rapprochement.actors.found import Found
from rapprochement.actors.lexicon import Lexicon
from rapprochement.actors.matcher import Tokens
from rapprochement.actors.syntax import SUBJECTS, Syntax
from rapprochement.language import Sentence

LOOK_BACK = 4
"""Sentences before its own in which a reference looks for what it stands for."""
_HONORIFICS = frozenset({"m", "mm", "mme", "mmes", "mlle", "me", "mgr", "dr"})
_STATE_KINDS = frozenset(
    {"name", "capital", "seat", "adjective", "demonym", "named body", "body", "ambiguous", "person", "surname"}
)


class Discourse:
    """The mentions of one document in text order, and what the parse says about them.

    Parameters
    ----------
    found : list of Found
        Mentions in text order; resolving changes them in place, unresolved ones keep empty ``codes``.
    sentences : list of Sentence or None
        The sentence of each mention.
    """

    def __init__(
        self, found: list[Found], sentences: list[Sentence | None], tokens: Tokens, lexicon: Lexicon, syntax: Syntax
    ) -> None:
        self.found = found
        self.sentences = sentences
        self.tokens = tokens
        self.lexicon = lexicon
        self.syntax = syntax
        self.counts: Counter[str] = Counter(c for f in found for c in f.codes if f.role != "place")
        self.by_sentence: dict[int, list[int]] = {}
        for k, sentence in enumerate(sentences):
            if sentence is not None:
                self.by_sentence.setdefault(sentence.index, []).append(k)
        self._subjects: dict[int, list[tuple[Any, Found | None]]] = {}

    def subjects(self, index: int) -> list[tuple[Any, Found | None]]:
        """Return the nominal subjects of a sentence in text order, each with the mention it belongs to, if any."""
        known = self._subjects.get(index)
        if known is not None:
            return known
        sentence = self.syntax.sentences[index]
        spans = [
            (self.tokens.starts[f.i], self.tokens.ends[f.j - 1], f)
            for f in (self.found[k] for k in self.by_sentence.get(index, []))
            if f.form.kind != "pronoun"
        ]
        subjects: list[tuple[Any, Found | None]] = []
        for token in sentence.span:
            if token.dep_ in SUBJECTS and token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "X"}:
                named = token
                if token.lower_.rstrip(".") in _HONORIFICS and token.i + 1 < sentence.span.end:
                    named = token.doc[token.i + 1]  # "M. Lund": the mention begins after it
                offset = sentence.base + named.idx
                subjects.append((token, next((f for start, end, f in spans if start <= offset < end), None)))
        self._subjects[index] = subjects
        return subjects

    def quoted(self, index: int, offset: int) -> bool:
        """Tell whether ``offset`` lies inside a quotation of its section, whichever marks it uses."""
        start = self.syntax.sentences[index].section.start
        before = self.tokens.text[start:offset]
        return before.count('"') % 2 == 1 or before.count("«") + before.count("“") > before.count("»") + before.count(
            "”"
        )

    def single_person(self, one: Found, other: Found) -> bool:
        """Tell whether ``other`` names one person of the right gender."""
        if not other.person or len(other.codes) != 1 or other.plural or other.form.kind == "pronoun":
            return False
        return not (other.gender and one.gender and not agrees(one.gender, other))

    def one_state(self, one: Found) -> bool:
        """Tell whether a mention stands for a single state."""
        return len(one.codes) == 1 and one.codes[0] in self.lexicon.states and one.form.kind in _STATE_KINDS


def agrees(gender: str, mention: Found) -> bool:
    """Tell whether a pronoun of this gender and number can stand for the mention; unknown features agree with all."""
    other = mention.gender
    if gender.endswith("p"):
        if len(mention.codes) > 1:
            return True
        return other.endswith("p") and (gender[0] in other or gender == "mp")
    if other in {"mp", "fp", "mfp"} or len(mention.codes) > 1:
        return False
    return not other or bool(set(gender) & set(other) - {"p"})

"""What the parse says about a mention: which token carries it and whether it is a subject."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from rapprochement.language import Analysis, Sentence

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:caus"})


class Syntax:
    """Looks parsed tokens up by document offset.

    Parameters
    ----------
    analysis : Analysis
        Sentences of the document, in text order.
    """

    def __init__(self, analysis: Analysis) -> None:
        self.sentences = analysis.sentences
        self._starts = [s.start for s in analysis.sentences]
        self._offsets: dict[int, list[int]] = {}

    def sentence(self, offset: int) -> Sentence | None:
        """Return the sentence that holds ``offset``."""
        k = bisect_left(self._starts, offset + 1) - 1
        if k < 0 or self.sentences[k].end <= offset:
            return None
        return self.sentences[k]

    def token(self, offset: int) -> Any | None:
        """Return the token that begins at or holds ``offset``; ``None`` outside the sentences."""
        sentence = self.sentence(offset)
        if sentence is None:
            return None
        offsets = self._offsets.get(sentence.index)
        if offsets is None:
            base = sentence.base
            offsets = self._offsets[sentence.index] = [base + t.idx for t in sentence.span]
        k = bisect_left(offsets, offset + 1) - 1
        return sentence.span[k] if k >= 0 else None

    def carrier(self, start: int, end: int) -> Any | None:
        """Return the token within ``[start, end)`` that the others depend on."""
        token = self.token(start)
        if token is None:
            return None
        sentence = self.sentence(start)
        assert sentence is not None
        base = sentence.base
        for _ in range(8):
            head = token.head
            if head.i == token.i or not start <= base + head.idx < end:
                break
            token = head
        return token

    def is_subject(self, token: Any) -> bool:
        """Tell whether ``token`` is a subject, itself or by coordination."""
        for _ in range(4):
            if token.dep_ in SUBJECTS:
                return True
            if token.dep_ not in {"conj", "appos", "flat:name", "nmod"} or token.dep_ == "nmod":
                return False
            token = token.head
        return False

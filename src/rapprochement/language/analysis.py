"""What a language pack makes of one document: sentences that never cross a section, with parsed tokens.

Every section of a document is one spaCy ``Doc`` (parsed on its own, so that a heading is never joined to the sentence after
it); a token's place in the document is the section's start plus ``token.idx``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rapprochement.model import Section


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a section.

    Attributes
    ----------
    index : int
        Position in ``Analysis.sentences``.
    start, end : int
        Offsets in the document, without surrounding white space.
    section : Section
        The section it lies in.
    span : spacy.tokens.Span
        The parsed tokens; ``base + token.idx`` is a token's offset in the document.
    base : int
        Offset of the section's ``Doc`` in the document.
    """

    index: int
    start: int
    end: int
    section: Section
    span: Any = field(repr=False)
    base: int = 0

    def offset(self, token: Any) -> int:
        """Return where ``token`` starts in the document."""
        return self.base + int(token.idx)

    def tokens_in(self, start: int, end: int) -> list[Any]:
        """Return the tokens of this sentence that overlap document offsets ``[start, end)``."""
        low, high = start - self.base, end - self.base
        return [t for t in self.span if t.idx < high and t.idx + len(t.text) > low]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The sentences of one document, in text order.

    Attributes
    ----------
    document : str
        The document's name.
    normalised : str
        The document's text after offset-preserving normalisation; same length.
    sentences : tuple of Sentence
        Only of sections that are coded (headings, paragraphs, list items, table rows, captions).
    """

    document: str
    normalised: str
    sentences: tuple[Sentence, ...]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds ``offset``, by bisection; ``None`` between sentences."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            sentence = self.sentences[middle]
            if sentence.end <= offset:
                low = middle + 1
            elif sentence.start > offset:
                high = middle
            else:
                return sentence
        return None

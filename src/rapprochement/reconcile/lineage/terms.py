"""What a document is compared by: weighted terms of its sentences, its figures and months.

Sentences that stand word for word in many documents of the corpus (boilerplate) are left out, so that two articles of one
site are not taken for relatives because of their footers.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapprochement.language.frequency import fold
from rapprochement.model import Document, SectionKind

_WORD = re.compile(r"\d+(?:[.,]\d+)?|[a-z]{3,}")
_BREAK = re.compile(r"(?<=[.!?…])[\s»”\"]+(?=[A-ZÀ-Ý\"«“])|\n+")
_NAME = re.compile(r"(?<=[\w,;][ \u00a0])[A-ZÀ-Ý][\w-]{2,}")
_SPACE = re.compile(r"\s+")
MONTHS = frozenset(
    [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ]
)
COMMON_RANK = 120
"""Words among the commonest of the language carry no evidence: articles, pronouns, auxiliaries."""
UNKNOWN_RANK = 30_000
NUMBER_WEIGHT = 2.5
RANK_SCALE = 20.0
STEM = 7
NAME_WEIGHT = 4.0
"""Weight from which a capitalised word inside a sentence is taken for a name (rank above some 1,000)."""
BOILERPLATE_SHARE = 0.2
BOILERPLATE_MINIMUM = 4
SKIPPED = frozenset({SectionKind.BOILERPLATE, SectionKind.METADATA})


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence as a bag of weighted terms; ``weight`` is the sum over its terms."""

    start: int
    end: int
    terms: Mapping[str, float]
    weight: float


@dataclass(frozen=True, slots=True)
class Profile:
    """What one document is compared by.

    Attributes
    ----------
    vector : mapping of str to float
        Terms of the whole document, TF-IDF, of length 1.
    figures : frozenset of str
        Numbers and month names.
    passages : tuple of Passage
        Its sentences in order.
    names : frozenset of str
        Rare words that stand with a capital letter inside a sentence: persons and places, mostly.
    """

    document: str
    vector: Mapping[str, float]
    figures: frozenset[str]
    passages: tuple[Passage, ...]
    names: frozenset[str]


class Background:
    """How telling a term is: from the language's word frequencies and, once there are enough documents, the corpus.

    Parameters
    ----------
    ranks : mapping of str to int
        Frequency rank of folded words (:func:`rapprochement.language.frequency.frequency_ranks`).

    Notes
    -----
    By Zipf's law a word of rank r has a frequency near 1/r, so log(1 + r/20) serves as its inverse document frequency.

    Examples
    --------
    >>> background = Background({"guerre": 400, "la": 3})
    >>> background.weight("la"), background.weight("guerre") < background.weight("cosmodr")
    (0.0, True)
    """

    def __init__(self, ranks: Mapping[str, int]) -> None:
        self._ranks: dict[str, int] = {}
        for word, rank in ranks.items():
            stem = stem_of(word)
            self._ranks[stem] = min(rank, self._ranks.get(stem, rank))

    def weight(self, term: str) -> float:
        """Return the weight of a (stemmed, folded) term; 0 for function words."""
        if term[0].isdigit():
            return NUMBER_WEIGHT
        rank = self._ranks.get(term, UNKNOWN_RANK)
        return 0.0 if rank < COMMON_RANK else math.log(1 + rank / RANK_SCALE)


def stem_of(word: str) -> str:
    """Return a crude stem: seven letters, no plural s. Enough to match inflected forms across two texts."""
    return word if word[0].isdigit() else word[:STEM].rstrip("s") or word


def sentences_of(document: Document, *, told_only: bool = False) -> list[tuple[int, int]]:
    """Return the offsets of the sentences of a document without a parser, section by section.

    ``told_only`` leaves out headings, whose capitals are no names.
    """
    spans = []
    for section in document.sections:
        if section.kind in SKIPPED or (told_only and section.kind is SectionKind.HEADING):
            continue
        start = section.start
        for gap in _BREAK.finditer(document.text, section.start, section.end):
            if gap.start() > start:
                spans.append((start, gap.start()))
            start = gap.end()
        if section.end > start:
            spans.append((start, section.end))
    return spans


def fingerprint(text: str) -> str:
    """Return the text a sentence is compared by for boilerplate: folded, white space made single."""
    return _SPACE.sub(" ", fold(text)).strip()


def boilerplate(documents: Iterable[Document]) -> frozenset[str]:
    """Return the fingerprints of sentences that stand in many documents: footers, credits, calls to subscribe.

    A sentence counts from four documents or a fifth of the corpus on, whichever is more.
    """
    counts: Counter[str] = Counter()
    number = 0
    for document in documents:
        number += 1
        counts.update({fingerprint(document.text[a:b]) for a, b in sentences_of(document)})
    least = max(BOILERPLATE_MINIMUM, math.ceil(number * BOILERPLATE_SHARE))
    return frozenset(text for text, count in counts.items() if count >= least)


def profile(document: Document, background: Background, skip: frozenset[str] = frozenset()) -> Profile:
    """Make the profile of one document, leaving out sentences whose fingerprint is in ``skip``."""
    passages: list[Passage] = []
    counts: Counter[str] = Counter()
    figures: set[str] = set()
    names: set[str] = set()
    told = set(sentences_of(document, told_only=True))
    for start, end in sentences_of(document):
        text = document.text[start:end]
        if skip and fingerprint(text) in skip:
            continue
        words = _WORD.findall(fold(text))
        figures.update(w for w in words if w[0].isdigit() or w in MONTHS)
        if (start, end) in told:
            names.update(w for w in map(fold, _NAME.findall(text)) if background.weight(stem_of(w)) >= NAME_WEIGHT)
        terms = {t: weight for t in {stem_of(w) for w in words} if (weight := background.weight(t)) > 0}
        counts.update(stem_of(w) for w in words)
        if len(terms) >= 2:
            passages.append(Passage(start, end, terms, sum(terms.values())))
    vector = {t: (1 + math.log(n)) * w for t, n in counts.items() if (w := background.weight(t)) > 0}
    length = math.sqrt(sum(x * x for x in vector.values())) or 1.0
    return Profile(
        document.document,
        {t: x / length for t, x in vector.items()},
        frozenset(figures),
        tuple(passages),
        frozenset(names),
    )

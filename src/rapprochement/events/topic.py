"""Whom an article, a section and a passage are about: the last resort when a sentence leaves one side unsaid."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapprochement.language import Analysis
from rapprochement.model import ActorMention, Document, SectionKind

PLACE_WEIGHT = 0.4
"""A state in a phrase of place ("au Mali") is where things happen more often than who acts."""
TITLE_WEIGHT = 1.5
HEADING_WEIGHT = 2.0
LEAD_WEIGHT = 2.0
LEAD_SENTENCES = 3


_PLACE = re.compile(r"\b(en|au|aux|à|dans (le|la|les|l'))\s*$")


@dataclass(frozen=True, slots=True)
class Topic:
    """Actors of an article by weight.

    Attributes
    ----------
    ranked : tuple of (str, float)
        Codes and their share of all (weighted) mentions, falling.
    by_section : mapping of int to tuple of str
        Codes named in a heading, by its section index.
    """

    ranked: tuple[tuple[str, float], ...]
    by_section: Mapping[int, tuple[str, ...]]

    @property
    def pair(self) -> tuple[str, str] | None:
        """The two leading actors, in the order the article first names them by rank; ``None`` with fewer than two."""
        return (self.ranked[0][0], self.ranked[1][0]) if len(self.ranked) > 1 else None

    @property
    def concentration(self) -> float:
        """Share of all mentions that name one of the two leading actors."""
        return sum(share for _, share in self.ranked[:2])

    def share(self, code: str) -> float:
        """Return the share of mentions that name ``code``."""
        return next((share for c, share in self.ranked if c == code), 0.0)

    def counterpart(self, codes: Sequence[str]) -> tuple[str, float] | None:
        """Return the leading actor other than ``codes`` and its share.

        Examples
        --------
        >>> Topic((("FRA", 0.5), ("DZA", 0.4), ("DJI", 0.1)), {}).counterpart(["FRA"])
        ('DZA', 0.4)
        """
        return next(((code, share) for code, share in self.ranked if code not in codes), None)


def topic_of(document: Document, analysis: Analysis, actors: Sequence[ActorMention]) -> Topic:
    """Weigh the actors of a document: mentions in headings, in the title and in the lead count double.

    Pronouns do not count; a mention of several codes counts for each.
    """
    weights: dict[str, float] = defaultdict(float)
    title = (document.title or "").lower()
    titled: set[str] = set()
    by_section: dict[int, list[str]] = defaultdict(list)
    for mention in actors:
        if mention.role == "pronoun":
            continue
        sentence = analysis.sentence_at(mention.start)
        if sentence is None:
            continue
        weight = 1.0
        before = analysis.normalised[max(sentence.start, mention.start - 12) : mention.start].lower()
        if mention.role == "place" or (mention.role in ("state", "capital") and _PLACE.search(before)):
            weight = PLACE_WEIGHT
        elif sentence.section.kind is SectionKind.HEADING:
            weight = HEADING_WEIGHT
            by_section[sentence.section.index].extend(mention.codes)
        elif sentence.index < LEAD_SENTENCES:
            weight = LEAD_WEIGHT
        for code in mention.codes:
            weights[code] += weight
        if len(mention.text) > 2 and mention.text.lower() in title:
            titled.update(mention.codes)
    for code in sorted(titled):
        weights[code] += TITLE_WEIGHT
    total = sum(weights.values()) or 1.0
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    return Topic(
        tuple((code, weight / total) for code, weight in ranked),
        {index: tuple(dict.fromkeys(codes)) for index, codes in by_section.items()},
    )

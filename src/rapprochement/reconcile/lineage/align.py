"""Aligned sentences of two documents, in order: what a rewrite keeps even where every word is another."""

from __future__ import annotations

from dataclasses import dataclass

from rapprochement.reconcile.lineage.terms import Passage, Profile

LEAST_SIMILARITY = 0.3
"""Below it two sentences share words by chance: among unrelated agency articles 99 % of sentence pairs lie under it."""
LEAST_WEIGHT = 8.0
"""A passage of fewer telling terms ("International") would be contained in anything."""


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """Two sentences that tell the same, with the share of the lighter one's term weight they have in common."""

    left: tuple[int, int]
    right: tuple[int, int]
    similarity: float


def similarity(left: Passage, right: Passage) -> float:
    """Return the weight of the shared terms over the weight of the lighter passage, in [0, 1].

    Examples
    --------
    >>> a = Passage(0, 9, {"pont": 5.0, "avril": 4.0}, 9.0)
    >>> similarity(a, Passage(0, 9, {"pont": 5.0, "routier": 6.0}, 11.0))
    0.5555555555555556
    """
    least = min(left.weight, right.weight)
    if least < LEAST_WEIGHT:
        return 0.0
    fewer, more = (left.terms, right.terms) if len(left.terms) <= len(right.terms) else (right.terms, left.terms)
    return sum(w for t, w in fewer.items() if t in more) / least


def align(left: Profile, right: Profile) -> list[AlignedPair]:
    """Return the best alignment of two documents' sentences that keeps the order of both.

    A weighted longest common subsequence (Needleman and Wunsch 1970, no gap cost): O(n·m) in the numbers of sentences.
    """
    a, b = left.passages, right.passages
    scores = [[s if (s := similarity(p, q)) >= LEAST_SIMILARITY else 0.0 for q in b] for p in a]
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, row in enumerate(scores):
        above, here = best[i], best[i + 1]
        for j, score in enumerate(row):
            here[j + 1] = max(above[j + 1], here[j], above[j] + score)
    pairs: list[AlignedPair] = []
    i, j = len(a), len(b)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append(AlignedPair((a[i].start, a[i].end), (b[j].start, b[j].end), scores[i][j]))
    return pairs[::-1]


def ordered_share(pairs: list[AlignedPair], left: Profile, right: Profile) -> float:
    """Return the summed similarity of the aligned pairs over the number of sentences of the shorter document, in [0, 1]."""
    shorter = min(len(left.passages), len(right.passages))
    return sum(p.similarity for p in pairs) / shorter if shorter else 0.0

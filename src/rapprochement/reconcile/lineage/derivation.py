"""Decides which documents derive from which, in what direction, and groups them into lineages."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapprochement.model import Derivation, Document
from rapprochement.reconcile.lineage.align import align, ordered_share
from rapprochement.reconcile.lineage.terms import Background, Profile, boilerplate, profile

INTERCEPT, COSINE, FIGURES, ORDERED = -8.37, 9.70, 2.00, 7.18
"""Logistic regression (L2, C = 10) on 41 derived and 2,290 independent pairs of our own: ``python quality/reconcile.py fit``."""
THRESHOLD = 0.5
LEAST_COSINE = 0.25
"""Below it no derived pair of the labelled set lies; it bounds the alignments that are computed."""
COPY_ORDERED = 0.85
EXTRACT_RATIO = 0.5
SIGNATURE = 24
"""Heaviest terms of a document that block candidates."""
LEAST_SHARED = 4
FREQUENT_TERM = 200
"""A signature term of more documents than this blocks nothing: it would make the work quadratic."""

_CREDIT = re.compile(r"\b(AFP|Reuters|AP|Associated Press|EFE|dpa|TASS|Xinhua|Yonhap|Kyodo|ANSA|Belga|ATS)\b")


def score(cosine: float, figures: float, ordered: float) -> float:
    """Return the probability of derivation for the three features, each in [0, 1].

    Examples
    --------
    >>> score(.9, 1.0, .9) > .99 and score(.3, .2, .1) < .05
    True
    """
    return 1 / (1 + math.exp(-(INTERCEPT + COSINE * cosine + FIGURES * figures + ORDERED * ordered)))


def cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Return the cosine of two vectors of length 1."""
    fewer, more = (left, right) if len(left) <= len(right) else (right, left)
    return sum(x * more.get(t, 0.0) for t, x in fewer.items())


def shared_figures(left: Profile, right: Profile) -> float:
    """Return the share of figures and months in common, of the document that has fewer; 0 when it has under three."""
    fewer = min(len(left.figures), len(right.figures))
    return len(left.figures & right.figures) / fewer if fewer >= 3 else 0.0


def features(left: Profile, right: Profile) -> tuple[float, float, float]:
    """Return (cosine, share of figures, share of sentences aligned in order) of two documents."""
    return (
        cosine(left.vector, right.vector),
        shared_figures(left, right),
        ordered_share(align(left, right), left, right),
    )


def candidates(profiles: Sequence[Profile]) -> Iterable[tuple[int, int]]:
    """Yield index pairs that share enough heavy terms, in order; near-linear in the number of documents."""
    postings: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(profiles):
        heavy = sorted(one.vector, key=lambda t: (-one.vector[t], t))[:SIGNATURE]
        for term in heavy:
            postings[term].append(i)
    shared: Counter[tuple[int, int]] = Counter()
    for listed in postings.values():
        if len(listed) <= FREQUENT_TERM:
            shared.update((a, b) for n, a in enumerate(listed) for b in listed[n + 1 :])
    return sorted(pair for pair, count in shared.items() if count >= LEAST_SHARED)


def direction(left: Document, right: Document, a: Profile, b: Profile) -> tuple[bool, str]:
    """Tell whether ``right`` derives from ``left``, and by what sign.

    In order: the later publication day derives from the earlier; the one that credits an agency which the other is
    (or that names none where the other does) …; the one that has lost names; the shorter one.
    """
    if (
        left.published
        and right.published
        and left.published[:10] != right.published[:10]
        and min(len(left.published), len(right.published)) >= 10
    ):
        return left.published < right.published, "published"
    credit = (
        bool(_CREDIT.search(left.text) or _CREDIT.search(left.publisher or "")),
        bool(_CREDIT.search(right.text) or _CREDIT.search(right.publisher or "")),
    )
    if credit[0] != credit[1]:
        return credit[0], "credit"
    lost_right, lost_left = len(a.names - b.names), len(b.names - a.names)
    if lost_right != lost_left:
        return lost_right > lost_left, "names lost"
    if len(left.text) != len(right.text):
        return len(left.text) > len(right.text), "length"
    return left.document < right.document, "name"


def find_derivations(documents: Sequence[Document], background: Background) -> list[Derivation]:
    """Return the derivations among documents, each retelling with its likeliest source only.

    Parameters
    ----------
    documents : sequence of Document
        Their order does not matter.
    background : Background

    Returns
    -------
    list of Derivation
        Sorted by document.
    """
    ordered_documents = sorted((d for d in documents if d.state == "coded"), key=lambda d: d.document)
    skip = boilerplate(ordered_documents)
    profiles = [profile(d, background, skip) for d in ordered_documents]
    found: dict[str, Derivation] = {}
    for i, j in candidates(profiles):
        near = cosine(profiles[i].vector, profiles[j].vector)
        if near < LEAST_COSINE:
            continue
        pairs = align(profiles[i], profiles[j])
        in_order = ordered_share(pairs, profiles[i], profiles[j])
        figures = shared_figures(profiles[i], profiles[j])
        probability = score(near, figures, in_order)
        if probability < THRESHOLD:
            continue
        right_derives, sign = direction(ordered_documents[i], ordered_documents[j], profiles[i], profiles[j])
        source, retelling = (i, j) if right_derives else (j, i)
        one = Derivation(
            ordered_documents[retelling].document,
            ordered_documents[source].document,
            round(probability, 4),
            _kind(in_order, profiles[source], profiles[retelling]),
            round(near, 4),
            round(figures, 4),
            round(in_order, 4),
            sign,
        )
        other = found.get(one.document)
        if other is None or (one.score, other.derived_from) > (other.score, one.derived_from):
            found[one.document] = one
    return [found[name] for name in sorted(found)]


def _kind(in_order: float, source: Profile, retelling: Profile) -> str:
    if len(retelling.passages) < EXTRACT_RATIO * len(source.passages):
        return "extract"
    return "copy" if in_order >= COPY_ORDERED else "rewrite"


def lineages(documents: Iterable[str], derivations: Iterable[Derivation]) -> dict[str, str]:
    """Return for each document the root of its lineage: the document that everything in it goes back to.

    Examples
    --------
    >>> d = Derivation("b", "a", .9, "rewrite", .5, .5, .5, "published")
    >>> lineages(["a", "b", "c"], [d])
    {'a': 'a', 'b': 'a', 'c': 'c'}
    """
    parent = {d.document: d.derived_from for d in derivations}
    roots = {}
    for name in documents:
        root, seen = name, {name}
        while root in parent and parent[root] not in seen:
            root = parent[root]
            seen.add(root)
        roots[name] = root
    return roots

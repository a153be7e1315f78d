"""Whom a passage is about when it does not say: the actors a document has named most, near ones counting more."""

from __future__ import annotations

from collections.abc import Sequence

from rapprochement.model import ActorMention

NEAR = 600
"""Characters over which the weight of an earlier mention falls by half: about a paragraph."""
WHOLE = 0.5
"""Weight of one mention anywhere in the document beside one just before the passage."""


def central(mentions: Sequence[ActorMention], offset: int | None = None, *, count: int = 2) -> tuple[str, ...]:
    """Return the codes a document, or its text around ``offset``, is most about.

    Parameters
    ----------
    mentions : sequence of ActorMention
        What :func:`rapprochement.actors.find` returned for the document.
    offset : int or None
        A place in the text; mentions before it weigh more the nearer they are. ``None`` asks for the document as a whole.
    count : int
        How many codes at most.

    Returns
    -------
    tuple of str
        Heaviest first; towns and blocs (``GRP:``) left out.

    Examples
    --------
    >>> def named(start, code):
    ...     return ActorMention("a.txt", start, start + 1, "x", (code,), "state", "name")
    >>> central([named(0, "FRA"), named(9, "ITA"), named(20, "FRA"), named(40, "DZA")])
    ('FRA', 'DZA')
    >>> central([named(0, "FRA"), named(9, "ITA"), named(20, "FRA"), named(5000, "DZA")], 30)
    ('FRA', 'ITA')
    """
    weights: dict[str, float] = {}
    for mention in mentions:
        if mention.role == "place":
            continue
        weight = WHOLE
        if offset is not None and mention.start < offset:
            weight += 0.5 ** ((offset - mention.start) / NEAR)
        for code in mention.codes:
            if not code.startswith("GRP:"):
                weights[code] = weights.get(code, 0.0) + weight
    return tuple(sorted(weights, key=lambda code: (-weights[code], code))[:count])

"""Where an event took place: a locative complement of the trigger or of the verb above it, as named in the text."""

from __future__ import annotations

from typing import Any

from rapprochement.events.matcher import Match
from rapprochement.events.view import CLAUSE_EDGES, View

_LOCATIVE = frozenset({"à", "au", "aux", "en", "dans", "sur", "près", "chez", "depuis"})
_PLACE_NOUNS = frozenset(
    [
        "capitale",
        "ville",
        "frontière",
        "région",
        "province",
        "nord",
        "sud",
        "est",
        "ouest",
        "nord-est",
        "nord-ouest",
        "sud-est",
        "sud-ouest",
        "ambassade",
        "île",
        "palais",
        "aéroport",
        "port",
        "base",
        "détroit",
        "mer",
        "cosmodrome",
        "siège",
        "territoire",
        "eaux",
        "zone",
        "cathédrale",
        "église",
        "localité",
        "village",
        "côte",
        "désert",
    ]
)


def place_of(view: View, match: Match) -> str | None:
    """Return the place of an event as it stands in the text, ``None`` when no complement names one."""
    timed = {t.i for e in view.times for t in view.sentence.tokens_in(e.start, e.end)}
    heads = [match.token]
    if match.trigger.nominal and match.token.head.pos_ in ("VERB", "AUX"):
        heads.append(match.token.head)
    for head in heads:
        for child in head.children:
            if child.i in timed or not _locative(child):
                continue
            if child.pos_ == "PROPN" or child.lower_ in _PLACE_NOUNS:
                return _phrase(child, timed)
    return None


def _locative(token: Any) -> bool:
    return any(c.lower_ in _LOCATIVE and c.dep_ in ("case", "advmod", "fixed", "mark") for c in token.lefts)


def _phrase(token: Any, timed: set[int]) -> str:
    kept = [
        t
        for t in token.subtree
        if t.i >= token.i and t.i not in timed and not any(a.dep_ in CLAUSE_EDGES for a in _between(t, token))
    ]
    end = token.i
    for t in kept:
        if t.i <= end + 1 and (t.pos_ in ("PROPN", "ADJ", "NOUN", "ADP", "DET")):
            end = t.i
        elif t.i > end + 1 or t.is_punct:
            break
    while end > token.i and token.doc[end].pos_ in ("ADP", "DET"):
        end -= 1
    return str(token.doc[token.i : end + 1].text)


def _between(token: Any, top: Any) -> list[Any]:
    found = []
    while token.i != top.i and token.head.i != token.i:
        found.append(token)
        token = token.head
    return found

"""Direction of a date that names no year or week: words bound to it (signals), then the tense of the verb beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapprochement.codebook import Codebook
from rapprochement.codebook.loader import Entry

_WORD = re.compile(r"[^\W\d_]+'?")
_WINDOW = 160


class Signal(Entry):
    """Words right before an expression that bound it, the direction they give and the end they leave open."""

    words: tuple[str, ...]
    direction: int = 0
    open: str | None = None


class Tense(Entry):
    """Light cues of one tense: word forms, endings of finite verbs and the words that only look like them."""

    direction: int
    words: tuple[str, ...]
    endings: tuple[str, ...]
    participles: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cues:
    """Signals and tense cues of one codebook, ready for use."""

    signals: tuple[tuple[str, Signal], ...]
    tenses: tuple[tuple[int, frozenset[str], tuple[str, ...], frozenset[str]], ...]


def compile_cues(codebook: Codebook) -> Cues:
    """Return the cues of a codebook, compiled once."""
    cues = codebook.compiled("times-cues", lambda: _compile(codebook))
    assert isinstance(cues, Cues)
    return cues


def _compile(codebook: Codebook) -> Cues:
    signals = codebook.entries("times-signals-fr", Signal).values()
    tenses = codebook.entries("times-tense-fr", Tense).values()
    pairs = sorted(((word, s) for s in signals for word in s.words), key=lambda pair: -len(pair[0]))
    return Cues(tuple(pairs), tuple((t.direction, frozenset(t.words), t.endings, frozenset(t.exceptions)) for t in tenses))


def signal_before(folded: str, start: int, cues: Cues) -> Signal | None:
    """Return the signal that stands right before offset ``start``, the longest that fits."""
    before = folded[max(0, start - 24) : start].rstrip()
    for word, signal in cues.signals:
        if before.endswith(word):
            at = len(before) - len(word)
            if at == 0 or not (before[at - 1].isalpha() or before[at - 1] == "'"):
                return signal
    return None


def tense_by_words(folded: str, start: int, end: int, low: int, high: int, cues: Cues) -> int:
    """Return the direction of the verb form nearest to ``[start, end)`` within the sentence ``[low, high)``; 0 without one."""
    best, best_distance = 0, _WINDOW + 1
    left, right = max(low, start - _WINDOW), min(high, end + _WINDOW)
    for match in _WORD.finditer(folded, left, right):
        if match.start() < end and match.end() > start:
            continue
        before = match.end() <= start
        distance = start - match.end() if before else (match.start() - end) * 1.0
        if distance >= best_distance:
            continue
        direction = _direction(match.group(), cues)
        if direction:
            best, best_distance = direction, int(distance)
    return best


def _direction(word: str, cues: Cues) -> int:
    for direction, words, endings, exceptions in cues.tenses:
        if word in words or (len(word) > 4 and word.endswith(endings) and word not in exceptions):
            return direction
    return 0


def tense_by_parse(tokens: Sequence[Any]) -> int | None:
    """Return the direction of the verb that governs the expression's tokens: -1 past, 1 future, 0 present, ``None`` if unknown.

    A participle takes the tense of its auxiliary ("a signé": past; "sera signé": future); "devoir" and "aller" in the present with
    an infinitive look ahead.
    """
    for token in tokens:
        node = token
        for _ in range(12):
            if node.pos_ in ("VERB", "AUX"):
                direction = _tense_of(node)
                if direction is not None:
                    return direction
            if node.head is node:
                break
            node = node.head
    return None


def _tense_of(verb: Any) -> int | None:
    forms = [verb, *(child for child in verb.children if child.dep_.startswith("aux") or child.dep_ == "cop")]
    tenses = {value for form in forms for value in form.morph.get("Tense")}
    finite = any("Fin" in form.morph.get("VerbForm") for form in forms)
    if "Fut" in tenses:
        return 1
    if any(form.lemma_ in ("devoir", "aller") and "Pres" in form.morph.get("Tense") for form in forms) and (
        "Inf" in verb.morph.get("VerbForm") or any("Inf" in c.morph.get("VerbForm") for c in verb.children)
    ):
        return 1
    if not finite:
        return None
    if "Past" in tenses or "Imp" in tenses:
        return -1
    return 0

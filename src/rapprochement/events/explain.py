"""Why a mention is coded as it is: its frame, trigger and the rule behind every field, in words."""

from __future__ import annotations

from dataclasses import dataclass

from rapprochement.codebook.loader import Codebook
from rapprochement.errors import UsageError
from rapprochement.events.frames import Frame, frame_index
from rapprochement.model import EventMention

LEVELS = {
    "slot": "named in the sentence, in the place the frame gives it",
    "order": "named in the sentence, nearest on that side of the trigger",
    "sentence": "named elsewhere in the sentence",
    "pronoun": "meant by a pronoun or possessive",
    "memory": "named where the article tells the same act",
    "passage": "named in the sentences before",
    "article": "one of the actors the article is about",
    "speaker": "who says these words",
    "tells": "whose hostile act the words tell",
    "announces": "toward whom the words announce an act",
    "commands": "whom the words command",
    "tone_blame": "whom the words blame",
    "tone_praise": "whom the words praise",
    "tone_demand": "of whom the words demand",
}
DATES = {
    "clause": "time expression that depends on the trigger",
    "sentence": "time expression of the sentence",
    "item": "date the list item begins with",
    "heading": "date in the heading above",
    "told": "date the article gives the same act elsewhere",
    "speaking": "day on which the speaker is said to have spoken",
    "none": "the text gives none",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What speaks for a mention.

    Attributes
    ----------
    frame, type, mode : str
        Frame id, and definitions of type and mode in words.
    trigger : str
        Lemma or phrase of the vocabulary that matched.
    trigger_start, trigger_end : int
        Where it stands in the document.
    source, target, date, domain : str
        The rule behind each field, in words.
    status : tuple of str
        Cues and rules behind status and attribution.
    confidence : float
        Summed weight of the two sides, up to 2.
    """

    frame: str
    type: str
    mode: str | None
    trigger: str
    trigger_start: int
    trigger_end: int
    source: str
    target: str
    date: str
    domain: str
    status: tuple[str, ...]
    confidence: float


def explain(mention: EventMention, codebook: Codebook) -> Explanation:
    """Return why ``mention`` is coded as it is.

    Parameters
    ----------
    mention : EventMention
        As :func:`rapprochement.events.code` made it.
    codebook : Codebook
        The vocabulary it was made with.

    Raises
    ------
    UsageError
        If the codebook has no frame of the mention's rule: it was coded with another one.

    Examples
    --------
    >>> from rapprochement.codebook.loader import load_codebook
    >>> mention = EventMention("a", 0, 40, 10, 18, "ASSAULT", "strike", "military", ("AZE",), ("ARM",), "asserted", "assault.strike",
    ...     evidence=("trigger:bombarder", "source:slot:subj", "target:order", "date:none", "domain:frame", "confidence:1.40"))
    >>> found = explain(mention, load_codebook())
    >>> found.trigger, found.target, found.date
    ('bombarder', 'named in the sentence, nearest on that side of the trigger', 'the text gives none')
    """
    frames = codebook.entries("frames", Frame)
    if mention.rule_id not in frames:
        raise UsageError(f"no frame '{mention.rule_id}' in this codebook; the mention was coded with another one")
    kind = frame_index(codebook).types[mention.type]
    evidence: dict[str, str] = {}
    status: list[str] = []
    for item in mention.evidence:
        key, _, value = item.partition(":")
        if key in ("status", "negated", "attribution", "utterance"):
            status.append(value)
        else:
            evidence.setdefault(key, value)
    return Explanation(
        mention.rule_id,
        kind.definition,
        kind.modes.get(mention.mode) if mention.mode else None,
        evidence.get("trigger", ""),
        mention.trigger_start,
        mention.trigger_end,
        _level(evidence.get("source", "")),
        _level(evidence.get("target", "")),
        DATES.get(evidence.get("date", "none"), evidence.get("date", "")),
        _domain(evidence.get("domain", "frame")),
        tuple(status),
        float(evidence.get("confidence", 0.0)),
    )


def _level(value: str) -> str:
    name, _, slot = value.partition(":")
    words = LEVELS.get(name.rstrip("+"), name)
    return f"{words} ({slot.rstrip('+')})" if slot else words


def _domain(value: str) -> str:
    if value.startswith("object:"):
        return f"what the act is about: {value[7:]}"
    return "what the whole article is about" if value == "article" else "default of the frame"

"""Words that are an act by what they say: "« C'est une provocation », a lancé le ministre" accuses without a verb of accusing.

A quotation or reported sentence whose speaker is an actor becomes a speech act of its own when its content (a) tells a hostile act of
the other side (ACCUSE) or announces one of the speaker's own (THREATEN), (b) commands or says what the other must do (REQUEST), or
(c) holds words of blame or praise about the other (ACCUSE, SUPPORT). It is left alone when a frame has already coded it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapprochement.events.context import Attribution, StatusReading
from rapprochement.events.dates import date_in_sentence
from rapprochement.events.dedupe import Candidate
from rapprochement.events.frames import Frame, Trigger
from rapprochement.events.matcher import ClassIndex, Match, classes_of
from rapprochement.events.roles import Reading, Side, is_location
from rapprochement.events.topic import Topic
from rapprochement.events.view import View

HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
SAYING = frozenset({"say", "opine", "claim", "admit", "cite"})
VERBAL_ACTS = frozenset({"ACCUSE", "THREATEN", "REQUEST", "SUPPORT", "REJECT", "AGREE"})
FRAMES = {name: f"utterance.{name.lower()}" for name in ("ACCUSE", "THREATEN", "REQUEST", "SUPPORT")}
TONES = {"tone_blame": "ACCUSE", "tone_praise": "SUPPORT", "tone_demand": "REQUEST"}
IMPLIED_SHARE = 0.25
"""Share of the article from which the other side may be meant by a quotation that does not name it."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one sentence holds of an attribution: its tokens, and who else is named in them."""

    attribution: Attribution
    tokens: tuple[Any, ...]
    others: tuple[str, ...]


def utterances(
    view: View,
    attributions: Sequence[Attribution],
    kept: Sequence[Candidate],
    topic: Topic,
    frames: Mapping[str, Frame],
    classes: ClassIndex,
) -> list[Candidate]:
    """Return the speech acts that the quoted or reported words of a sentence are by their content.

    Parameters
    ----------
    kept : sequence of Candidate
        What frames made of the sentence.
    """
    found: list[Candidate] = []
    for attribution in attributions:
        if not attribution.codes or attribution.kind not in SAYING:
            continue
        said = _said(view, attribution)
        if said is None or _coded(attribution, kept):
            continue
        act = _act(said, kept, topic, classes)
        if act is None or not set(act[1]).isdisjoint(attribution.codes):
            continue
        name, target, reason = act
        token = _cue(view, attribution) or said.tokens[0]
        trigger = Trigger(frames[FRAMES[name]], token.lower_, False, False, ())
        match = Match(trigger, token, token.i, "finite", False, (), frozenset())
        reading = Reading(Side(attribution.codes, (), 1.0, "speaker"), Side(target, (), 0.8, reason))
        found.append(
            Candidate(
                match,
                reading,
                StatusReading(evidence=(f"utterance:{reason}",)),
                1.0,
                date_in_sentence(view, match),
            )
        )
    return found


def _said(view: View, attribution: Attribution) -> Utterance | None:
    sentence = view.sentence
    spans = [(max(s, sentence.start), min(e, sentence.end)) for s, e in attribution.spans]
    tokens = [t for s, e in spans if s < e for t in sentence.tokens_in(s, e) if not t.is_space]
    if len(tokens) < 3:
        return None
    inside = {t.i for t in tokens}
    others = [
        code
        for actor in view.actors
        if actor.head.i in inside and not actor.implied and not is_location(actor)
        for code in actor.codes
        if code not in attribution.codes
    ]
    return Utterance(attribution, tuple(tokens), tuple(dict.fromkeys(others)))


def _coded(attribution: Attribution, kept: Sequence[Candidate]) -> bool:
    """Tell whether a frame has coded these words as a speech act of the speaker."""
    return any(
        c.match.frame.speech
        and set(c.reading.source.codes) & set(attribution.codes)
        and c.match.frame.type in VERBAL_ACTS
        for c in kept
    )


def _cue(view: View, attribution: Attribution) -> Any:
    tokens = view.sentence.tokens_in(attribution.cue_start, attribution.cue_end)
    return next((t for t in tokens if t.pos_ == "VERB"), tokens[-1] if tokens else None)


def _act(
    said: Utterance, kept: Sequence[Candidate], topic: Topic, classes: ClassIndex
) -> tuple[str, tuple[str, ...], str] | None:
    speaker = set(said.attribution.codes)
    inside = {t.i for t in said.tokens}
    for inner in kept:
        if inner.match.token.i not in inside or inner.match.frame.type not in HOSTILE:
            continue
        source, target = set(inner.reading.source.codes), inner.reading.target.codes
        if source & speaker:
            if inner.status.status in ("hypothetical", "planned") and inner.reading.target.level != "article":
                return "THREATEN", target, "announces"
        elif (
            inner.status.status not in ("hypothetical", "planned")
            and inner.reading.source.level.startswith("slot")
            and not any(code.startswith("NSA:") for code in source)
        ):
            return "ACCUSE", inner.reading.source.codes, "tells"
    tones: dict[str, int] = {}
    for token in said.tokens:
        for name in classes_of(token, classes):
            if name in TONES:
                tones[name] = tones.get(name, 0) + 1
    commands = any("Imp" in t.morph.get("Mood") for t in said.tokens if t.pos_ == "VERB")
    target = said.others[:1]
    if not target:
        counterpart = topic.counterpart(said.attribution.codes)
        if counterpart is None or counterpart[1] < IMPLIED_SHARE or not said.attribution.quoted:
            return None
        target = (counterpart[0],)
    if commands and said.attribution.quoted:
        return "REQUEST", target, "commands"
    if not tones:
        return None
    best = max(TONES, key=lambda name: tones.get(name, 0))
    return TONES[best], target, best

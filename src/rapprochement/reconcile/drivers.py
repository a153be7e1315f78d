"""Stated motives and causes: why an act was done, in whose explanation."""

from __future__ import annotations

from rapprochement.codebook import Codebook
from rapprochement.model import Driver
from rapprochement.reconcile.corpus import Corpus, Told, row_id
from rapprochement.reconcile.words import DriverCue, clause_after, compiled, fold_same_length

LEAST_REASON = 6
"""Characters; a shorter reason ("cela") explains nothing."""


def drivers(corpus: Corpus, codebook: Codebook) -> list[Driver]:
    """Return a driver for each cue in a sentence with a mention, tied to the mention it explains.

    The act explained is the mention whose trigger stands nearest to the cue outside the reason; a mention inside the reason is
    the cause itself (``reason_mention``).
    """
    cues = compiled(codebook, "driver_cues", DriverCue)
    result: list[Driver] = []
    for (document, start), told in sorted(corpus.by_sentence.items()):
        sentence = told[0].sentence
        folded = fold_same_length(sentence)
        taken: list[tuple[int, int]] = []
        for entry, pattern in cues:
            assert isinstance(entry, DriverCue)
            for match in pattern.finditer(folded):
                if any(a <= match.start() < b for a, b in taken):
                    continue
                low, high = reason_span(sentence, match.start(), match.end())
                if high - low < LEAST_REASON:
                    continue
                inside = [t for t in told if start + low <= t.mention.trigger_start < start + high]
                outside = [t for t in told if t not in inside]
                if not outside:
                    continue
                effect = min(outside, key=lambda t: (_distance(t, start + match.start()), t.id))
                taken.append((match.start(), high))
                result.append(
                    Driver(
                        row_id("d", effect.id, entry.id, str(start + low)),
                        entry.driver,
                        effect.id,
                        corpus.coded[document].document.text[start + low : start + high],
                        start + low,
                        start + high,
                        inside[0].id if inside else None,
                        effect.mention.attributed_to,
                        effect.passage,
                        entry.id,
                    )
                )
    return result


def reason_span(sentence: str, cue_start: int, cue_end: int) -> tuple[int, int]:
    """Return the span of the reason after a cue: from the contracted preposition on, to the end of the clause."""
    tail = fold_same_length(sentence[cue_start:cue_end])
    for contracted in ("aux", "au", "du", "des"):
        if tail.endswith(" " + contracted):
            return clause_after(sentence, cue_end - len(contracted))
    return clause_after(sentence, cue_end)


def _distance(told: Told, offset: int) -> int:
    return abs(told.mention.trigger_start - offset)

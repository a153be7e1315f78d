"""Predecessor states by time: "Moscou" in 1961 is the Soviet Union."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from rapprochement.actors.entries import StateEntry
from rapprochement.actors.found import Found
from rapprochement.actors.lexicon import Lexicon, load_lexicon
from rapprochement.actors.matcher import Tokens
from rapprochement.codebook import Codebook
from rapprochement.language import Analysis, Sentence
from rapprochement.model import Document, TimeExpression

_NAMING = frozenset({"name", "adjective", "demonym"})
_YEAR = re.compile(r"(?<![\d-])(1[89]\d\d|20\d\d)(?![\d-])")


class Clock:
    """Tells until when the passage around an offset speaks of, from its nearest time expression.

    The sentence comes first, then the sentence before it in its section, then the headings above.
    """

    def __init__(self, document: Document, analysis: Analysis, times: Sequence[TimeExpression]) -> None:
        self._sections = document.sections
        self._sentences = analysis.sentences
        if times:
            self._ends = sorted(
                (time.start, time.latest)
                for time in times
                if time.latest is not None  # also "cinq ans plus tard" once it has a date
            )
        else:
            self._ends = [(m.start(), date(int(m[1]), 12, 31)) for m in _YEAR.finditer(analysis.normalised)]

    @property
    def old(self) -> bool:
        """Whether any time before the last predecessor's end is named at all."""
        return any(latest < date(2003, 3, 1) for _, latest in self._ends)

    def latest(self, offset: int, sentence: Sentence, *, near: bool) -> date | None:
        """Return the last day of the nearest time expression, ``None`` when nothing says when; ``near`` asks the sentence only."""
        for low, high in self._stretches(sentence)[: 1 if near else None]:
            ends = [(abs(start - offset), start, latest) for start, latest in self._ends if low <= start < high]
            if ends:
                return min(ends)[2]
        return None

    def _stretches(self, sentence: Sentence) -> list[tuple[int, int]]:
        stretches = [(sentence.start, sentence.end)]
        if sentence.index and self._sentences[sentence.index - 1].section is sentence.section:
            before = self._sentences[sentence.index - 1]
            stretches.append((before.start, before.end))
        heading = sentence.section.heading
        for _ in range(6):
            if heading is None or not 0 <= heading < len(self._sections):
                break
            section = self._sections[heading]
            stretches.append((section.start, section.end))
            heading = section.heading
        return stretches


def as_of(codes: Sequence[str], day: date | None, codebook: Codebook) -> tuple[str, ...]:
    """Return ``codes`` as they were on ``day``: a state that did not exist yet gives way to its predecessor.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> as_of(("RUS", "PRK"), date(1961, 12, 31), load_codebook())
    ('SUN', 'PRK')
    >>> as_of(("RUS", "PRK"), date(1992, 1, 1), load_codebook())
    ('RUS', 'PRK')
    """
    states = load_lexicon(codebook).states
    return tuple(_then(code, day, states) for code in codes)


def _then(code: str, day: date | None, states: Mapping[str, StateEntry]) -> str:
    state = states.get(code)
    if day is None or state is None or state.predecessor is None or state.predecessor_until is None:
        return code
    return state.predecessor if day <= state.predecessor_until else code


def place_in_time(
    found: Sequence[Found], tokens: Tokens, sentences: Sequence[Sentence | None], clock: Clock, lexicon: Lexicon
) -> None:
    """Replace a state's code by its predecessor's where the passage's own time lies before the succession."""
    if not clock.old:
        return
    named: set[tuple[int, str]] = set()
    for one, sentence in zip(found, sentences, strict=True):
        if sentence is not None and one.form.kind in _NAMING:
            named.update((sentence.index, code) for code in one.codes)
    for one, sentence in zip(found, sentences, strict=True):
        if sentence is None or one.person or not one.codes:
            continue
        before = {state.predecessor for code in one.codes if (state := lexicon.states.get(code)) and state.predecessor}
        if not before or any((sentence.index, code) in named for code in before if code):
            continue  # beside "l'Union soviétique" "Moscou" is today's
        latest = clock.latest(tokens.starts[one.i], sentence, near=one.role != "capital")
        changed = tuple(_then(code, latest, lexicon.states) for code in one.codes)
        if changed != one.codes:
            one.codes, one.rule = changed, f"{one.rule}:predecessor"


def follow_time(
    found: Sequence[Found], tokens: Tokens, sentences: Sequence[Sentence | None], clock: Clock, lexicon: Lexicon
) -> None:
    """Give references ("les deux pays", "le pays") the state of their own sentence's time, whichever was named before.

    A pair named in 1990 and taken up in 2000 is no longer the Soviet Union's; without a time in the sentence the code stays.
    """
    successors = {state.predecessor: code for code, state in lexicon.states.items() if state.predecessor}
    for one, sentence in zip(found, sentences, strict=True):
        if sentence is None or one.person or one.form.kind not in {"reference", "body", "pronoun"}:
            continue
        if one.rule.startswith("phrase") or not any(code in successors for code in one.codes):
            continue
        latest = clock.latest(tokens.starts[one.i], sentence, near=True)
        if latest is not None:
            one.codes = tuple(_then(successors.get(code, code), latest, lexicon.states) for code in one.codes)

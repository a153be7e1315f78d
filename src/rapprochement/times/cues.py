"""Direction of a date that names no year or week: words bound to it (signals), then the tense of the verb beside it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapprochement.codebook import Codebook
from rapprochement.codebook.loader import Entry
from rapprochement.times.fold import fold

_BEFORE = re.compile(r"[^\W\d_]+'?|[^\s]")
_WINDOW = 160


class Signal(Entry):
    """Words right before an expression that bound it, the direction they give and the end they leave open.

    ``yields`` lets a finite verb have the last word ("dès mars, l'ONU a alerté").
    """

    words: tuple[str, ...]
    direction: int = 0
    strength: int = 4
    yields: bool = False
    open: str | None = None


class Tense(Entry):
    """Light cues of one tense: word forms (with accents), folded endings of finite verbs and words that only look like them."""

    direction: int
    words: tuple[str, ...]
    endings: tuple[str, ...]
    strength: int = 1
    description: str = ""
    exceptions: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Direction:
    """Where the words around an expression send it.

    Attributes
    ----------
    sign : int
        -1 past, 1 future, 0 unknown.
    strength : int
        4 a word bound to the date, 3 a finite verb, 2 a word that says something lies ahead ("prévu"), 1 a present tense.
    """

    sign: int = 0
    strength: int = 0


UNKNOWN = Direction()


@dataclass(frozen=True, slots=True)
class Cues:
    """Signals and tense cues of one codebook, ready for use."""

    signals: dict[str, Signal]
    last_words: frozenset[str]
    longest: int
    words: dict[str, Direction]
    bare: dict[str, Direction]
    endings: tuple[tuple[tuple[str, ...], frozenset[str], Direction], ...]
    participles: frozenset[str]


def compile_cues(codebook: Codebook) -> Cues:
    """Return the cues of a codebook, compiled once."""
    cues = codebook.compiled("times-cues", lambda: _compile(codebook))
    assert isinstance(cues, Cues)
    return cues


def _compile(codebook: Codebook) -> Cues:
    entries = codebook.entries("times-signals-fr", Signal).values()
    signals = {" ".join(_BEFORE.findall(word)): s for s in entries for word in s.words}
    words: dict[str, Direction] = {}
    bare: dict[str, Direction] = {}
    participles: set[str] = set()
    endings: list[tuple[tuple[str, ...], frozenset[str], Direction]] = []
    for tense in codebook.entries("times-tense-fr", Tense).values():
        direction = Direction(tense.direction, tense.strength)
        words |= dict.fromkeys(tense.words, direction)
        bare |= dict.fromkeys(map(fold, tense.words), direction)
        participles |= {word + ending for word in tense.participles for ending in ("", "e", "s", "es")}
        if tense.endings:
            endings.append((tense.endings, frozenset(tense.exceptions), direction))
    return Cues(
        signals,
        frozenset(phrase.split()[-1] for phrase in signals),
        max(map(len, signals), default=0),
        words,
        bare,
        tuple(endings),
        frozenset(participles),
    )


def signal_before(text: str, folded: str, start: int, low: int, cues: Cues) -> Signal | None:
    """Return the signal that stands right before offset ``start``, the longest that fits.

    "Des" is an article and "dès" a signal: a word whose accent tells it from another is written with it in the codebook.
    """
    at = max(low, start - cues.longest - 2)
    while at > low and folded[at - 1].isalpha():
        at -= 1
    words = [m.span() for m in _BEFORE.finditer(folded, at, start)]
    if not words or not {folded[slice(*words[-1])], text[slice(*words[-1])].lower()} & cues.last_words:
        return None
    for index, (begin, _) in enumerate(words):
        phrase = " ".join(folded[a:b] for a, b in words[index:])
        signal = cues.signals.get(phrase)
        if signal is None:
            signal = cues.signals.get(" ".join(text[a:b].lower() for a, b in words[index:]))
        if signal is not None and (begin == 0 or not folded[begin - 1].isalpha()):
            return signal
    return None


class Tenses:
    """The verb forms of one stretch of text, found once, and the one nearest to any place in it.

    Parameters
    ----------
    text, folded : str
        The document's text and its folded form.
    start, end : int
        The stretch: a section.
    cues : Cues
    """

    def __init__(self, text: str, folded: str, start: int, end: int, cues: Cues) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._directions: list[Direction] = []
        self._signs: list[int] = []
        self._relatives: list[int] = []
        self._participles: set[int] = set()
        words = ("", "")
        for match in _BEFORE.finditer(folded, start, end):
            word = match.group()
            if word in _CLAUSE_SIGNS:
                self._signs.append(match.start())
                continue
            if word in _RELATIVES:
                self._relatives.append(match.start())
            written = text[match.start() : match.end()].lower()
            direction = _direction(word, written, words, cues)
            if (
                not direction.sign
                and (written in cues.participles or _BARE_PARTICIPLE.fullmatch(written))
                and words[1] not in cues.words
                and words[1] != "être"
            ):
                self._participles.add(match.end())
            words = (words[1], written)
            if direction.sign:
                self._starts.append(match.start())
                self._ends.append(match.end())
                self._directions.append(direction)

    def nearest(self, start: int, end: int, low: int, high: int) -> Direction:
        """Return the direction of the verb form nearest to ``[start, end)`` within the sentence ``[low, high)``.

        A word after the expression counts as twice as far, for French news puts the date after its verb, and none counts that
        stands beyond a relative pronoun; across commas and quotation marks only finite verbs count.
        """
        best, best_distance = UNKNOWN, float(_WINDOW)
        if any(start - gap in self._participles for gap in _PARTICIPLE_GAPS):
            return Direction(-1, 2)
        index = bisect_right(self._ends, start) - 1
        while index >= 0 and self._starts[index] >= low and start - self._ends[index] <= best_distance:
            crossed = bisect_left(self._signs, start) - bisect_left(self._signs, self._ends[index])
            distance = float(start - self._ends[index]) + _CROSSING * crossed
            if distance < best_distance and not (crossed and self._directions[index].strength < 3):
                best, best_distance = self._directions[index], distance
            index -= 1
        relative = bisect_left(self._relatives, end)
        stop = min(high, self._relatives[relative] if relative < len(self._relatives) else high, end + _WINDOW)
        passed = bisect_left(self._signs, end)
        if passed < len(self._signs) and self._signs[passed] - end <= 2 and not best.sign:
            passed += 1
        index = bisect_left(self._starts, end)
        while index < len(self._starts) and self._starts[index] < stop:
            crossed = max(0, bisect_left(self._signs, self._starts[index]) - passed)
            distance = (self._starts[index] - end) * 2.0 + 8 + _CROSSING * crossed
            if distance < best_distance and not (crossed and self._directions[index].strength < 3):
                return self._directions[index]
            index += 1
        return best


_CLAUSE_SIGNS = frozenset(',;:()«»"“”–')
_RELATIVES = frozenset({"qui", "que", "dont", "qu'"})
_CROSSING = 30.0
"""What a comma or quotation mark between verb and date adds to their distance, in characters: about one short clause."""
_AUXILIARIES = frozenset(
    {
        "a",
        "ont",
        "avait",
        "avaient",
        "aurait",
        "auraient",
        "ai",
        "est",
        "sont",
        "était",
        "étaient",
        "s'est",
        "avons",
        "ayant",
        "fut",
        "furent",
        "m'a",
        "l'a",
    }
)
_ADVERBS = frozenset(
    {
        "pas",
        "plus",
        "aussi",
        "déjà",
        "été",
        "ainsi",
        "alors",
        "jamais",
        "encore",
        "tout",
        "bien",
        "notamment",
        "ensuite",
        "même",
    }
)
_NOT_PARTICIPLES = frozenset(
    {
        "plus",
        "aussi",
        "lui",
        "trois",
        "ainsi",
        "depuis",
        "puis",
        "tous",
        "sous",
        "mais",
        "jamais",
        "ici",
        "parmi",
        "celui",
        "qui",
        "dessus",
        "bonne",
        "mis-",
        "mardi",
        "lundi",
        "jeudi",
        "vendredi",
        "samedi",
        "midi",
        "cependant",
        "fort",
        "tôt",
        "plutôt",
        "aujourd'hui",
    }
)
_PARTICIPLE_GAPS = (1, 4)
"""From a participle to its date: a space, or "en", "le", "au" and the spaces around them."""
_BARE_PARTICIPLE = re.compile(r".+(?:é|ée|és|ées)")
_PARTICIPLE = re.compile(r".+(?:é|ée|és|ées|i|ie|is|ise|it|ite|u|ue|us|ues|ert|erte|int|inte|ort|orte)")


def _direction(word: str, written: str, words: tuple[str, str], cues: Cues) -> Direction:
    """Return the direction of one word, given the two before it as written (accents tell "a" from "à")."""
    known = cues.words.get(written) or (cues.bare.get(word) if word == written else None)
    if known is not None:
        return known
    auxiliary = words[1] in _AUXILIARIES or (
        words[0] in _AUXILIARIES and (words[1] in _ADVERBS or words[1].endswith("ment"))
    )
    if auxiliary and written not in _NOT_PARTICIPLES and _PARTICIPLE.fullmatch(written):
        return Direction(-1, 3)
    if words[1] == "pour" and len(word) > 3 and word.endswith(("er", "ir", "re")):
        return Direction(1, 2)
    for endings, exceptions, direction in cues.endings:
        if len(word) > 4 and word.endswith(endings) and word not in exceptions:
            return direction
    return UNKNOWN


def tense_by_parse(tokens: Sequence[Any], cues: Cues) -> Direction | None:
    """Return the direction of the verb that governs the expression's tokens; present leans ahead, ``None`` if no verb says.

    A participle takes the tense of its auxiliary ("a signé": past; "sera signé": future); "devoir" and "aller" in the present with
    an infinitive look ahead; a present says nothing of "l'attaque de vendredi".
    """
    for token in tokens:
        node = token
        of_noun = any(child.lower_ in ("de", "du", "d'") for child in token.children)
        for _ in range(12):
            if node.pos_ in ("VERB", "AUX"):
                direction = _tense_of(node, cues)
                if direction is not None:
                    return UNKNOWN if of_noun and direction.strength == 1 else direction
            if node.head is node:
                break
            node = node.head
    return None


def _tense_of(verb: Any, cues: Cues) -> Direction | None:
    known = cues.words.get(verb.lower_)
    if known is not None and known.strength == 2:
        return known
    forms = [verb, *(child for child in verb.children if child.dep_.startswith("aux") or child.dep_ == "cop")]
    tenses = {value for form in forms for value in form.morph.get("Tense")}
    finite = any("Fin" in form.morph.get("VerbForm") for form in forms)
    if "Fut" in tenses:
        return Direction(1, 3)
    if any(form.lemma_ in ("devoir", "aller") and "Pres" in form.morph.get("Tense") for form in forms) and (
        "Inf" in verb.morph.get("VerbForm") or any("Inf" in c.morph.get("VerbForm") for c in verb.children)
    ):
        return Direction(1, 3)
    if "Inf" in verb.morph.get("VerbForm") and any(child.lower_ == "pour" for child in verb.children):
        return Direction(1, 2)
    if not finite:
        return None
    conditional = [form for form in forms if "Cnd" in form.morph.get("Mood")]
    if conditional:
        told = any(form is not verb and form.lemma_ == "avoir" for form in conditional)
        return Direction(-1, 3) if told else Direction(1, 2)
    if "Past" in tenses or "Imp" in tenses:
        return Direction(-1, 3)
    return Direction(1, 1)

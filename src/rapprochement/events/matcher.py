"""Finds triggers of frames in a sentence: by form, with part of speech, reflexive pronoun and the further words of a phrase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapprochement.codebook.loader import Codebook
from rapprochement.events.frames import Frame, FrameIndex, ObjectClass, Trigger
from rapprochement.events.morphology import INFINITIVE, PAST, noun_forms
from rapprochement.events.slots import is_passive
from rapprochement.events.view import CLAUSE_EDGES, View

GAP = 6
"""Furthest distance, in tokens, between two words of a verbal phrase ("apporte depuis un an un soutien")."""

BEING = frozenset({"être à", "être en"})
"""Triggers that hold only as a copula with a place ("le ministre est à Oslo")."""
DESTINED = frozenset({"appeler à"})
"""Triggers whose participle after a noun tells what it is for ("un gazoduc appelé à relier"), not what was asked."""
_VERBAL = frozenset({"VERB", "AUX"})
_REFLEXIVE = frozenset({"se", "s'", "me", "m'", "nous"})
_DETERMINERS = frozenset({"DET", "ADP", "NUM"})


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger found: ``token`` is its first word, ``last`` the last token of the phrase, ``phrase`` its further tokens."""

    trigger: Trigger
    token: Any
    last: int
    kind: str
    passive: bool
    phrase: tuple[Any, ...]
    classes: frozenset[str]

    @property
    def frame(self) -> Frame:
        """The frame of the trigger."""
        return self.trigger.frame


@dataclass(frozen=True, slots=True)
class ClassIndex:
    """Object classes by word form, single words and phrases."""

    words: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    classes: Mapping[str, ObjectClass]


def class_index(codebook: Codebook) -> ClassIndex:
    """Return the object classes by form, compiled once per codebook."""
    index: ClassIndex = codebook.compiled(("object_classes", "index"), lambda: _compile_classes(codebook))
    return index


def _compile_classes(codebook: Codebook) -> ClassIndex:
    classes = codebook.entries("object_classes", ObjectClass)
    words: dict[str, list[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, entry in classes.items():
        for word in entry.words:
            head, *rest = word.split()
            if rest:
                for form in noun_forms(head.lower()):
                    phrases.setdefault(form, []).append((tuple(w.lower() for w in rest), name))
            else:
                for form in noun_forms(head.lower()):
                    words.setdefault(form, []).append(name)
    return ClassIndex(
        {k: tuple(dict.fromkeys(v)) for k, v in words.items()}, {k: tuple(v) for k, v in phrases.items()}, classes
    )


SUBSTANCES = frozenset({"arms"})
"""Classes whose words count as nouns only: a "train blindé" brings no arms."""


def classes_of(token: Any, index: ClassIndex) -> tuple[str, ...]:
    """Return the object classes that the word ``token`` names, alone or with the words after it."""
    found = [n for n in index.words.get(token.lower_, ()) if n not in SUBSTANCES or token.pos_ != "ADJ"]
    for rest, name in index.phrases.get(token.lower_, ()):
        position, doc, i = 0, token.doc, token.i + 1
        while position < len(rest) and i < len(doc) and i - token.i <= 4:
            form = doc[i].lower_
            if form in noun_forms(rest[position]):
                position += 1
            elif form not in _LINKS:
                break
            i += 1
        if position == len(rest):
            found.append(name)
    return tuple(found)


_LINKS = frozenset({"de", "du", "des", "d'", "la", "le", "les", "l'", "à", "-", "en"})


def find_matches(view: View, index: FrameIndex, classes: ClassIndex) -> list[Match]:
    """Return all triggers of a sentence whose words fit; competing ones are left for the coder to weigh."""
    found: list[Match] = []
    stopped = _stopped(view, index)
    for position, token in enumerate(view.tokens):
        if position in stopped:
            continue
        for trigger, kind in index.by_form.get(view.forms[position], ()):
            match = _try(view, position, token, trigger, kind, classes)
            if match is not None:
                found.append(match)
    return found


def _stopped(view: View, index: FrameIndex) -> set[int]:
    """Positions of words that belong to a stop phrase."""
    stopped: set[int] = set()
    for position, form in enumerate(view.forms):
        for words in index.stops.get(form, ()):
            if tuple(view.forms[position : position + len(words)]) == words:
                stopped.update(range(position, position + len(words)))
    return stopped


def _try(view: View, position: int, token: Any, trigger: Trigger, kind: str, classes: ClassIndex) -> Match | None:
    nominal = trigger.nominal
    if not _part_of_speech(view, position, token, nominal, kind, bool(trigger.rest)):
        return None
    if not nominal:
        reflexive = _is_reflexive(view, position)
        if trigger.reflexive != reflexive:
            return None
        if trigger.clitic and "en" not in view.forms[max(0, position - 3) : position]:
            return None
    if trigger.lemma in DESTINED and kind == PAST and token.dep_ in ("acl", "amod"):
        return None
    phrase = _phrase(view, position, trigger, nominal)
    if phrase is None:
        return None
    if trigger.lemma in BEING and not (token.dep_ == "cop" and phrase[0].head.i == token.head.i):
        return None
    passive = not nominal and is_passive(token, kind)
    frame = trigger.frame
    region = _classes_near(token, phrase, nominal, passive, classes) if (frame.needs or frame.unless) else frozenset()
    if frame.needs and not region & frozenset(frame.needs):
        return None
    if frame.unless and region & frozenset(frame.unless) and not _class_of_phrase(phrase, frame, classes):
        return None
    last = max([token.i, *(t.i for t in phrase)])
    return Match(trigger, token, last, kind, passive, phrase, region)


def _class_of_phrase(phrase: tuple[Any, ...], frame: Frame, classes: ClassIndex) -> bool:
    return bool(frame.needs) and any(set(classes_of(t, classes)) & set(frame.needs) for t in phrase)


def _part_of_speech(view: View, position: int, token: Any, nominal: bool, kind: str, phrase: bool = False) -> bool:
    pos = token.pos_
    if nominal:
        if kind == "word":
            return True
        if pos == "NOUN":
            return True
        if pos == "PROPN":
            return position == 0 or not any(a.first <= token.i <= a.last for a in view.actors)
        before = view.tokens[position - 1] if position else None
        return (
            pos in ("VERB", "ADJ", "X", "ADV")
            and before is not None
            and before.pos_ == "DET"
            and before.head.i == token.i
        )
    if pos in _VERBAL:
        auxiliary = token.dep_ in ("aux", "aux:tense", "aux:pass", "aux:caus") and token.lower_ in _AUXILIARY
        return not auxiliary or phrase
    if kind == "finite" and pos in ("NOUN", "ADJ", "PROPN") and _mistagged(view, position, token):
        return True
    if kind == "finite" and _has_reflexive(token):
        return True
    if pos == "ADJ":
        return kind == PAST
    if pos in ("NOUN", "PROPN", "X", "ADV", "ADP"):
        before = view.tokens[position - 1] if position else None
        return (
            kind in ("finite", INFINITIVE) and pos != "NOUN" and before is not None and before.pos_ not in _DETERMINERS
        ) or (
            kind == PAST
            and token.lower_.endswith(("é", "ée", "és", "ées"))
            and before is not None
            and before.pos_ == "AUX"
        )
    return False


def _mistagged(view: View, position: int, token: Any) -> bool:
    """Tell whether a word tagged as a noun stands where a verb must: right after an actor, without article, before an object."""
    if position == 0 or position + 1 >= len(view.tokens):
        return False
    before, after = view.tokens[position - 1], view.tokens[position + 1]
    bare = not any(c.dep_ in ("det", "case") for c in token.children if c.i < token.i)
    follows = any(a.last == before.i and not a.implied for a in view.actors)
    return (
        bare
        and follows
        and (after.pos_ in ("DET", "ADP", "NUM", "ADV") or any(a.first == after.i for a in view.actors))
    )


_AUXILIARY = frozenset(
    [
        "est",
        "sont",
        "était",
        "étaient",
        "sera",
        "seront",
        "serait",
        "seraient",
        "être",
        "été",
        "suis",
        "sommes",
        "a",
        "ont",
        "avait",
        "avaient",
        "aura",
        "auront",
        "fait",
        "font",
    ]
)


def _is_reflexive(view: View, position: int) -> bool:
    token = view.tokens[position]
    for back in range(1, 5):
        if position - back < 0:
            return False
        form = view.forms[position - back]
        if form in ("se", "s'"):
            return True
        if form in ("me", "m'") or (
            form == "nous" and back == 1 and position >= 2 and view.forms[position - 2] == "nous"
        ):
            return True
        if view.tokens[position - back].pos_ not in ("AUX", "ADV", "PRON") or token.pos_ == "NOUN":
            return False
        if form in ("le", "la", "les", "l'", "leur", "lui") and back > 1:
            return False
    return False


def _phrase(view: View, position: int, trigger: Trigger, nominal: bool) -> tuple[Any, ...] | None:
    if not trigger.rest:
        return ()
    gap = 0 if trigger.literal else 1 if nominal or trigger.lemma.startswith("être ") else GAP
    tokens: list[Any] = []
    current = position
    for forms in trigger.rest:
        step = next(
            (k for k in range(current + 1, min(current + 2 + gap, len(view.forms))) if view.forms[k] in forms), None
        )
        if step is None:
            return _inverted(view, position, trigger) if not nominal and len(trigger.rest) == 1 else None
        tokens.append(view.tokens[step])
        current = step
    return tuple(tokens)


def _inverted(view: View, position: int, trigger: Trigger) -> tuple[Any, ...] | None:
    """Passive or relative order: the noun of the phrase stands before its verb ("des sanctions ont été imposées")."""
    forms = trigger.rest[0]
    token = view.tokens[position]
    for k in range(max(0, position - 12), position):
        candidate = view.tokens[k]
        if view.forms[k] in forms and candidate.pos_ == "NOUN" and _undergoes(candidate, token):
            return (candidate,)
    return None


def _undergoes(noun: Any, verb: Any) -> bool:
    """Tell whether a noun before its verb is what the verb does, not who does it ("la taxe impose" is no imposed tax)."""
    if noun.head.i == verb.i:
        return noun.dep_ != "nsubj" or any(
            c.dep_ in ("aux:pass", "cop") or c.lower_ in ("se", "s'") for c in verb.children
        )
    return verb.head.i == noun.i and not any(c.lower_ == "qui" for c in verb.children)


def _classes_near(
    token: Any, phrase: tuple[Any, ...], nominal: bool, passive: bool, classes: ClassIndex
) -> frozenset[str]:
    """Object classes named in the trigger's complements (and, of a passive, participle or reflexive, in its subject)."""
    found: set[str] = set()
    for other in phrase:
        found.update(classes_of(other, classes))
    for t in _region(token, nominal, passive):
        if t.i != token.i:
            found.update(classes_of(t, classes))
    return frozenset(found)


def _region(token: Any, nominal: bool, passive: bool) -> list[Any]:
    region: list[Any] = []
    stack = [
        c for c in token.children if nominal or passive or c.dep_ not in ("nsubj", "csubj") or _has_reflexive(token)
    ]
    if token.dep_ in ("acl", "acl:relcl", "amod", "appos"):
        region.append(token.head)
        stack.extend(c for c in token.head.children if c.i != token.i and c.dep_ in ("nmod", "amod"))
    depth = 0
    while stack and depth < 60:
        current = stack.pop()
        depth += 1
        if current.dep_ in CLAUSE_EDGES and current.dep_ not in ("xcomp",) and current.pos_ in _VERBAL:
            continue
        if current.dep_ == "conj" and current.pos_ in _VERBAL:
            continue
        region.append(current)
        stack.extend(current.children)
    return region


def _has_reflexive(token: Any) -> bool:
    return any(c.lower_ in ("se", "s'") for c in token.children)

"""Frames: what words state an event of which type, and where in the sentence its two sides stand. Schema and compilation.

A frame (``codebook/data/fr/frames/*.yaml``) lists triggers and names a *role pattern* (``role_patterns``), which says for
verbal and for nominal triggers in which syntactic slots source and target are looked for, best first. Slots:

==============  =======================================================================================================
``subj``        subject of an active verb, "par …" of a passive one; for a noun the subject of its support verb
``obj``         direct object of an active verb, subject of a passive one, the noun a participle modifies
``iobj``        clitic "lui", "leur" and the phrase in "à"
``gen``         complement of a noun in "de", its adjective of nationality, its possessive ("sa visite")
``owner``       whoever stands inside the object's phrase ("salue *la décision de Rome*")
``content``     whoever acts in the infinitive or clause governed ("demande que *Rome* cède")
``topic``       whoever the verb's other complements name
``à`` ``de`` …  a complement with that preposition ("avec", "contre", "chez", "vers", "en", "dans", "entre", "envers" …)
==============  =======================================================================================================

When no slot yields anyone, word order, then the passage, then the article's own pair of actors answer: see
:mod:`rapprochement.events.roles`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rapprochement.codebook.loader import Codebook, Entry
from rapprochement.errors import CodebookError
from rapprochement.events.morphology import noun_forms, verb_forms

EventTypeName = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
DomainName = Literal["military", "diplomatic", "economic", "cultural", "technological", "humanitarian", "political"]
SYMMETRIC = frozenset({"AGREE", "CONSULT", "COOPERATE"})


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EventType(Entry):
    """One of the 16 PLOVER types: ``id`` is its name, ``modes`` what frames may give as mode.

    Parameters
    ----------
    quad : str
        Quad class ("verbal cooperation" …).
    definition : str
        In our own words.
    modes : dict of str to str
        Mode and its definition.
    """

    quad: Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
    definition: str
    modes: dict[str, str] = Field(default_factory=dict)


class Domain(Entry):
    """A domain of relations; ``definition`` says what it holds, ``rank`` settles ties (low wins)."""

    definition: str
    rank: int = 5


class ObjectClass(Entry):
    """A class of things acts are about ("arms", "food", "agreement"), with the words that name them.

    ``domain`` is what the class says about the act's domain; ``None`` when it says nothing. ``words`` are lemmas of nouns and
    adjectives, or phrases; ``weight`` says how much one word of the class counts against others.
    """

    words: tuple[str, ...]
    domain: DomainName | None = None
    weight: float = 1.0


class RolePattern(Entry):
    """Slots for the two sides, for verbal and for nominal triggers, best first."""

    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    noun_source: tuple[str, ...] = ()
    noun_target: tuple[str, ...] = ()
    note: str = ""


class VerbClass(Entry):
    """Verbs that share a habit of syntax (control of infinitives, causative passive)."""

    verbs: tuple[str, ...]
    note: str = ""


class StopPhrase(Entry):
    """Words that hold a trigger's form but mean no event ("cour d'appel", "viser à"); ``words`` are forms in order."""

    phrases: tuple[str, ...]
    note: str = ""


class FrameExample(_Part):
    """A sentence of our own and what the whole coder must make of it (only the given fields are compared)."""

    text: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    type: EventTypeName | None = None
    domain: DomainName | None = None
    status: str | None = None
    date: str | None = None


class Frame(Entry):
    """One frame.

    Parameters
    ----------
    type, mode, domain
        What is coded. ``domain`` is the default, kept when ``fixed_domain``; else words of object classes decide.
    verbs, nouns : tuple of str
        Triggers by lemma. A verb may be reflexive ("se rendre") or a phrase whose further words must follow near by
        ("apporter soutien", "mettre en garde"); a noun may be a phrase ("coup de feu", "conférence de presse").
        ``words`` are further forms taken literally (adjectives, fixed phrases).
    roles : str
        Id of a role pattern; ``source``/``target``/``noun_source``/``noun_target`` override its slots.
    needs : tuple of str
        Object classes of which one must stand in the trigger's complements; ``unless``: of which none may.
    one_sided : {"none", "source", "target", "any"}
        Which side may be taken from the article's own pair of actors when the sentence does not name it.
    speech : bool
        A speech act: takes the time of speaking, is asserted itself, and what is said in it is coded again.
    quoted : bool
        Whether the trigger also counts when it stands inside a quotation (then the speaker is "I", "we").
    priority : int
        Of two frames on the same words the higher wins.
    """

    type: EventTypeName
    mode: str | None = None
    domain: DomainName = "diplomatic"
    fixed_domain: bool = False
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    roles: str = "act_on"
    source: tuple[str, ...] | None = None
    target: tuple[str, ...] | None = None
    noun_source: tuple[str, ...] | None = None
    noun_target: tuple[str, ...] | None = None
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    one_sided: Literal["none", "source", "target", "any"] = "none"
    speech: bool = False
    quoted: bool = True
    priority: int = 0
    status: str | None = None
    examples: tuple[FrameExample, ...] = ()
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger of one frame, ready for matching: the head's forms lead here.

    ``rest`` holds, for each further word of a phrase, the forms it may take; ``nominal`` tells which roles apply; ``clitic`` asks for
    "en" before the verb ("s'en prendre").
    """

    frame: Frame
    lemma: str
    nominal: bool
    reflexive: bool
    rest: tuple[frozenset[str], ...]
    literal: bool = False
    clitic: bool = False


@dataclass(frozen=True, slots=True)
class Slots:
    """Role slots of a frame after its pattern and overrides are merged."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    noun_source: tuple[str, ...]
    noun_target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrameIndex:
    """All frames of a codebook, by the form of their triggers' first word.

    Attributes
    ----------
    by_form : mapping of str to tuple of (Trigger, str)
        Lower-case form to triggers and the kind of the form (``finite``, ``past participle``, ``noun``…).
    slots : mapping of str to Slots
        By frame id.
    types : mapping of str to EventType
        The types by name.
    verb_classes : mapping of str to frozenset of str
        Forms of the verbs of each class.
    stops : mapping of str to tuple of tuple of str
        Stop phrases by their first form.
    """

    by_form: Mapping[str, tuple[tuple[Trigger, str], ...]]
    slots: Mapping[str, Slots]
    types: Mapping[str, EventType]
    verb_classes: Mapping[str, frozenset[str]]
    stops: Mapping[str, tuple[tuple[str, ...], ...]]


def frame_index(codebook: Codebook) -> FrameIndex:
    """Return the compiled frames of a codebook, made once.

    Raises
    ------
    CodebookError
        If a frame names a role pattern, mode or object class that does not exist.

    Examples
    --------
    >>> from rapprochement.codebook.loader import load_codebook
    >>> index = frame_index(load_codebook())
    >>> sorted({t.frame.type for t, _ in index.by_form["bombarde"]})
    ['ASSAULT']
    """
    index: FrameIndex = codebook.compiled(("frames", "index"), lambda: _compile(codebook))
    return index


def _compile(codebook: Codebook) -> FrameIndex:
    patterns = codebook.entries("role_patterns", RolePattern)
    types = codebook.entries("event_types", EventType)
    classes = codebook.entries("object_classes", ObjectClass)
    by_form: dict[str, list[tuple[Trigger, str]]] = {}
    slots: dict[str, Slots] = {}
    for frame in codebook.entries("frames", Frame).values():
        _check(frame, patterns, types, classes)
        pattern = patterns[frame.roles]
        slots[frame.id] = Slots(
            frame.source if frame.source is not None else pattern.source,
            frame.target if frame.target is not None else pattern.target,
            frame.noun_source if frame.noun_source is not None else pattern.noun_source,
            frame.noun_target if frame.noun_target is not None else pattern.noun_target,
        )
        for form, trigger, kind in _triggers(frame):
            by_form.setdefault(form, []).append((trigger, kind))
    verb_classes = {
        name: frozenset(form for verb in entry.verbs for form in verb_forms(verb))
        for name, entry in codebook.entries("verb_classes", VerbClass).items()
    }
    stops: dict[str, list[tuple[str, ...]]] = {}
    for entry in codebook.entries("stop_phrases", StopPhrase).values():
        for phrase in entry.phrases:
            words = tuple(phrase.lower().split())
            stops.setdefault(words[0], []).append(words)
    return FrameIndex(
        {form: tuple(found) for form, found in by_form.items()},
        slots,
        types,
        verb_classes,
        {form: tuple(found) for form, found in stops.items()},
    )


def _check(
    frame: Frame,
    patterns: Mapping[str, RolePattern],
    types: Mapping[str, EventType],
    classes: Mapping[str, ObjectClass],
) -> None:
    if frame.roles not in patterns:
        raise CodebookError(
            f"frame '{frame.id}': no role pattern '{frame.roles}'; there are {', '.join(sorted(patterns))}"
        )
    if frame.mode is not None and frame.mode not in types[frame.type].modes:
        raise CodebookError(f"frame '{frame.id}': {frame.type} has no mode '{frame.mode}'")
    for name in (*frame.needs, *frame.unless):
        if name not in classes:
            raise CodebookError(f"frame '{frame.id}': no object class '{name}'")


def _triggers(frame: Frame) -> Iterable[tuple[str, Trigger, str]]:
    for lemma in frame.verbs:
        words = _words(lemma)
        reflexive = words[0] == "se"
        words = words[1:] if reflexive else words
        clitic = words[0] == "en"
        head, *rest = words[1:] if clitic else words
        trigger = Trigger(frame, lemma, False, reflexive, tuple(_rest_forms(w) for w in rest), clitic=clitic)
        for form, kind in verb_forms(head).items():
            if form not in _AUXILIARIES or head in ("être", "avoir"):
                yield form, trigger, kind
    for lemma in frame.nouns:
        head, *rest = _words(lemma)
        trigger = Trigger(frame, lemma, True, False, tuple(_rest_forms(w) for w in rest))
        for form in noun_forms(head):
            yield form, trigger, "noun"
    for lemma in frame.words:
        head, *rest = lemma.lower().split()
        yield head, Trigger(frame, lemma, True, False, tuple(frozenset({w}) for w in rest), literal=True), "word"


def _words(lemma: str) -> list[str]:
    """Split a trigger into words as the tokens have them: "prise d'otage", "s'engager"."""
    return lemma.replace("s'", "se ").replace("d'", "de ").replace("l'", "l' ").split()


_AUXILIARIES = frozenset({"sommes", "suis", "est", "a", "as", "ai", "ont", "sont", "fut", "fus", "fût"})
"""Forms of "être" and "avoir" that other verbs share ("nous sommes" is no summons)."""
_SMALL = frozenset(
    [
        "à",
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l'",
        "d'",
        "en",
        "au",
        "aux",
        "un",
        "une",
        "par",
        "sur",
        "pour",
        "d",
        "avec",
        "contre",
        "que",
    ]
)


def _rest_forms(word: str) -> frozenset[str]:
    if word in _SMALL:
        return (
            frozenset({"de", "d'", "du", "des"})
            if word == "de"
            else frozenset({"à", "au", "aux"})
            if word == "à"
            else frozenset({word})
        )
    return noun_forms(word) | (frozenset(verb_forms(word)) if word.endswith(("er", "ir", "re")) else frozenset())

"""The kinds of codebook entry that the actors room reads, as validated models."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from rapprochement.codebook import Entry

Gender = Literal["m", "f", "mp", "fp"]


class StateEntry(Entry):
    """A state-level code (kind ``actor-state``).

    ``predecessor`` takes over this state's name, capital and seat for times that end on or before ``predecessor_until``.
    """

    cow: int | None = None
    gw: int | None = None
    since: date | None = None
    until: date | None = None
    predecessor: str | None = None
    predecessor_until: date | None = None


class StateNamesEntry(Entry):
    """French names of one state (kind ``actor-state-fr``); ``id`` is the state's code."""

    gender: Literal["m", "f"] = "m"
    number: Literal["singular", "plural"] = "singular"
    names: list[str] = Field(default_factory=list)
    adjectives: list[str] = Field(default_factory=list)
    prefixes: list[str] = Field(default_factory=list)
    capitals: list[str] = Field(default_factory=list)
    seats: list[str] = Field(default_factory=list)
    places: list[str] = Field(default_factory=list)


class OrganisationEntry(Entry):
    """An organisation of states, an armed group or a bloc (kind ``actor-organisation-fr``); ``codes`` replaces ``id`` if given."""

    role: Literal["igo", "armed group", "bloc"]
    gender: Gender = "m"
    codes: list[str] = Field(default_factory=list)
    names: list[str] = Field(default_factory=list)
    adjectives: list[str] = Field(default_factory=list)
    prefixes: list[str] = Field(default_factory=list)
    demonyms: list[str] = Field(default_factory=list)
    becomes: list[str] = Field(default_factory=list)
    """Codes of which one, when the document names it, is meant by these words ("les rebelles")."""


class NotActorEntry(Entry):
    """Words that hold a state's name without naming the state as an actor (kind ``actor-not-actor-fr``)."""

    names: list[str]
    place: bool = False


class NamedBodyEntry(Entry):
    """A body known by its own name: a news agency, a service, a parliament, a company (kind ``actor-named-body``)."""

    code: str
    role: str
    names: list[str]
    gender: Gender = "m"


class PersonEntry(Entry):
    """A leader, minister or head of an organisation (kind ``actor-person``).

    ``terms`` reads ``"president 2000-05-07/2008-05-07"``: an office and an EDTF interval, open ends written ``..``.
    ``alone`` says that the surname without first name or title is enough; ``surname`` defaults to the last word of ``name``.
    """

    code: str
    name: str
    sex: Literal["m", "f"] = "m"
    surname: str | None = None
    variants: list[str] = Field(default_factory=list)
    epithets: list[str] = Field(default_factory=list)
    alone: bool = False
    terms: list[str] = Field(default_factory=list)


class BodyNounEntry(Entry):
    """Nouns for holders of office and bodies of a state, which name an actor with an adjective or "de …" (kind ``actor-body-fr``).

    ``bare`` says what "le …" without adjective stands for: the ``person`` last named who fits, the ``state``
    spoken of, the state of the ``same`` kind of body last named, or nothing. ``of`` false: "l'allié de Moscou" is not Moscow; ``of_state`` false:
    nor is "le retrait des soldats du Mali" about Malian ones. ``prefers``
    names states whose people come first ("le président de la République"). ``codes`` is the only state that has such an office.
    """

    role: str
    m: list[str] = Field(default_factory=list)
    f: list[str] = Field(default_factory=list)
    mp: list[str] = Field(default_factory=list)
    fp: list[str] = Field(default_factory=list)
    person: bool = False
    bare: Literal["person", "state", "same", "none"] = "none"
    of: bool = True
    of_state: bool = True
    prefers: list[str] = Field(default_factory=list)
    codes: list[str] = Field(default_factory=list)
    examples: list[str] = Field(default_factory=list)
    counter_examples: list[str] = Field(default_factory=list)


class AmbiguousEntry(Entry):
    """A name that context settles (kind ``actor-ambiguous-fr``): the first choice one of whose cues the document holds, else ``default``."""

    names: list[str]
    role: str = "state"
    gender: Gender = "m"
    choices: list[Choice]
    default: list[str] = Field(default_factory=list)
    examples: list[str] = Field(default_factory=list)
    counter_examples: list[str] = Field(default_factory=list)


class Choice(Entry):
    """One reading of an ambiguous name: ``codes`` (none: not an actor) when any of ``cues`` stands in the document."""

    codes: list[str] = Field(default_factory=list)
    cues: list[str] = Field(default_factory=list)
    count_of: list[str] = Field(default_factory=list)
    """Codes; the choice holds when these are named in the document, the most frequent one winning."""


AmbiguousEntry.model_rebuild()


class PortfolioEntry(Entry):
    """What a minister or ministry is in charge of, "des Affaires étrangères" (kind ``actor-portfolio-fr``).

    ``codes`` is the state that alone calls it so, for "le ministère des Armées" without adjective.
    """

    names: list[str]
    codes: list[str] = Field(default_factory=list)


class WordsEntry(Entry):
    """Lists of words the phrase grammar asks for (kind ``actor-words-fr``): fillers, stops, titles, particles, prepositions."""

    words: list[str]


class ReferenceEntry(Entry):
    """Words that refer to actors named before (kind ``actor-reference-fr``).

    ``means``: ``pair`` (the two states the text is about), ``all`` (the three it just named), fixed ``codes``, or ``last`` (the
    one named last).
    """

    names: list[str]
    means: Literal["pair", "codes", "last", "all"]
    role: str = "group"
    codes: list[str] = Field(default_factory=list)
    gender: Gender = "mp"
    examples: list[str] = Field(default_factory=list)
    counter_examples: list[str] = Field(default_factory=list)

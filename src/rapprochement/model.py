"""The rows that flow from room to room. Offsets are code points in ``Document.text``, end exclusive.

Names follow ACE/ECB+ (event mention, event), ISO-TimeML TIMEX3, EDTF (ISO 8601-2) and PROV where those have a word.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Day = date
"""A calendar day, by a name that no field of a row hides."""


class SectionKind(StrEnum):
    """What a stretch of a document is; one block of text never crosses a section of these kinds."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    ENDNOTE = "endnote"
    METADATA = "metadata"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Section:
    """One block of a document: a heading, a paragraph, a list item, a table row, a caption, an endnote…

    Attributes
    ----------
    index : int
        Position in ``Document.sections`` (text order, non-overlapping).
    kind : SectionKind
        ``metadata`` ("date créée 25/11/2024", bylines) and ``boilerplate`` (sharing links) are kept, not coded.
    start, end : int
        Offsets of the block without surrounding white space or bullet sign.
    level : int
        For a heading 1 (title) to 6; for a list item its nesting depth from 1; else 0.
    heading : int or None
        Index of the governing heading section, for a heading that of the heading above it.
    lead : int or None
        For a list item, the index of the paragraph that introduces the list ("Il y est question de :"), if any.
    update : str or None
        EDTF day of the update this block belongs to ("EDIT du 19 juin 2024"), when it is not of the first publication.
    """

    index: int
    kind: SectionKind
    start: int
    end: int
    level: int = 0
    heading: int | None = None
    lead: int | None = None
    update: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One article as read.

    Attributes
    ----------
    document : str
        File name, made unique within the corpus when two files share one name.
    published : str or None
        EDTF of the first publication; ``None`` when nothing says it.
    updated : tuple of str
        EDTF of later versions named in the document.
    found_in : dict
        Field name to the place it was found in (``"metadata.csv"``, ``"html:meta"``, ``"json-ld"``, ``"text:first line"``…).
    state : str
        ``"coded"`` or ``"not coded"``; with ``reason`` a stable key and ``message`` a sentence.
    """

    document: str
    path: str
    sha256: str
    text: str
    sections: tuple[Section, ...] = ()
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    published: str | None = None
    updated: tuple[str, ...] = ()
    found_in: dict[str, str] = field(default_factory=dict)
    state: str = "coded"
    reason: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression and its reading.

    ``value`` is EDTF, an ISO 8601 duration, or ``PAST_REF``/``PRESENT_REF``/``FUTURE_REF``; without ``mod`` folded in
    ("mi-juillet" is value ``2025-07``, mod ``MID``). ``earliest``/``latest`` are inclusive days, ``None`` when open.
    ``anchor`` is one of ``explicit``, ``heading``, ``passage``, ``published``, ``update``, ``none``.
    """

    document: str
    start: int
    end: int
    text: str
    value: str | None
    kind: str
    timex3_type: str
    timex3_value: str
    anchor: str
    rule_id: str
    mod: str | None = None
    earliest: Day | None = None
    latest: Day | None = None
    alternatives: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    signal: str | None = None
    """Function of the words around it: ``since``, ``until``, ``from``, ``by``, ``before``, ``after``, ``between``, ``during``."""
    interval: str | None = None
    """EDTF of the stretch it bounds, open ("depuis 2014": ``2014/..``) or with its partner ("entre 1990 et 1999")."""


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that name an actor.

    Attributes
    ----------
    codes : tuple of str
        State-level codes (``RUS``, ``IGO:UN``, ``NSA:HAMAS``, ``GRP:WEST``); several for a group ("les deux Corées");
        empty when the actor is recognised but not resolved.
    role : str
        ``state``, ``adjective``, ``demonym``, ``capital``, ``seat``, ``leader``, ``minister``, ``official``, ``military``,
        ``agency``, ``parliament``, ``party``, ``media``, ``company``, ``igo``, ``armed group``, ``bloc``, ``group``, ``pronoun``,
        ``national`` (a private person of that state), ``place`` (a town, region or sea: it does not act).
    agent : str or None
        The person or body beside the code ("Sergueï Lavrov", "ministère de la Défense").
    """

    document: str
    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    role: str
    rule_id: str
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure stated for an event: ``bound`` is ``about``, ``at least``, ``at most`` or ``None``; ``value`` may be a word."""

    value: float | str
    unit: str
    what: str
    bound: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One passage that states one event (see the codebook). ``start``/``end`` are those of the sentence or bullet item."""

    document: str
    start: int
    end: int
    trigger_start: int
    trigger_end: int
    type: str
    mode: str | None
    domain: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    status: str
    rule_id: str
    agents: tuple[str, ...] = ()
    date: str | None = None
    earliest: Day | None = None
    latest: Day | None = None
    attributed_to: str | None = None
    attribution_chain: tuple[str, ...] = ()
    place: str | None = None
    quantity: tuple[Quantity, ...] = ()
    evidence: tuple[str, ...] = ()
    """Rule ids behind roles, date, status and attribution, as ``"source:subject"``, ``"date:clause:day-month"``…"""


@dataclass(frozen=True, slots=True)
class Event:
    """Mentions reconciled into one real event. ``mentions`` are ``mention`` ids (see :func:`rapprochement.dossier`).

    ``part_of`` is the event it took place within (talks during a visit, the treaty signed on its occasion); ``related`` are
    events of the same occasion that are neither part nor whole.
    """

    event: str
    type: str
    domain: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    status: str
    mentions: tuple[str, ...]
    independent_sources: int
    date: str | None = None
    earliest: Day | None = None
    latest: Day | None = None
    places: tuple[str, ...] = ()
    confidence: float = 0.0
    part_of: str | None = None
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """What one document, on one claimant's word, says of one event: a cell of the matrix of who asserts, claims and denies.

    Attributes
    ----------
    event, document : str
        Who is silent about an event has no row.
    lineage : str
        Root of the document's lineage: tellings of one lineage are one witness.
    claimant : str or None
        On whose word; ``None`` when the author vouches.
    stance : str
        ``asserts``, ``claims``, ``suspects``, ``denies``, ``announces``, ``demands`` or ``supposes``.
    date, place, quantity
        The values this telling gives.
    mentions : tuple of str
    """

    event: str
    document: str
    lineage: str
    claimant: str | None
    stance: str
    date: str | None
    place: str | None
    quantity: tuple[Quantity, ...]
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodedDocument:
    """All that coding makes of one document: the unit of the cache and of distribution."""

    document: Document
    times: tuple[TimeExpression, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    mentions: tuple[EventMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """One document made from another (PROV ``wasDerivedFrom``).

    Attributes
    ----------
    document, derived_from : str
        The retelling and what it retells.
    score : float
        Probability of derivation under the fitted model, in [0, 1].
    kind : str
        ``copy`` (nearly the same words), ``rewrite`` or ``extract``.
    cosine, figures, ordered : float
        TF-IDF cosine, share of the figures and months in common, share of sentences aligned in order: the features.
    direction : str
        What told which came first: ``published``, ``credit``, ``names lost``, ``length``.
    """

    document: str
    derived_from: str
    score: float
    kind: str
    cosine: float
    figures: float
    ordered: float
    direction: str


@dataclass(frozen=True, slots=True)
class DerivationChange:
    """What a retelling changed in one aligned pair of sentences.

    ``kind`` is ``attribution lost``, ``attribution added``, ``actor dropped``, ``figure changed`` or ``event inflated``;
    ``was`` and ``now`` the words or codes concerned.
    """

    document: str
    start: int
    end: int
    derived_from: str
    from_start: int
    from_end: int
    kind: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a register's row rests: a span of a document, and the mention it belongs to, if any."""

    document: str
    start: int
    end: int
    mention: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of an agreement: ``announced``, ``signed``, ``ratified``, ``in force``, ``invoked`` or ``ended``."""

    stage: str
    date: str | None
    earliest: Day | None
    latest: Day | None
    attributed_to: str | None
    passage: Passage


@dataclass(frozen=True, slots=True)
class Provision:
    """What an agreement obliges to (ATOP's categories, Leeds et al. 2002), by article where the text names one."""

    article: str | None
    obligation: str
    field: str | None
    passage: Passage


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison an author makes: ``like`` or ``unlike`` another text ("UN Charter", article "51")."""

    relation: str
    other: str
    article: str | None
    passage: Passage


@dataclass(frozen=True, slots=True)
class Agreement:
    """A treaty or accord told by the corpus, with the stages found and those missing.

    ``kind`` is ``friendship``, ``defence``, ``partnership``, ``trade``, ``border``, ``arms control``, ``ceasefire`` or ``other``.
    """

    agreement: str
    name: str
    kind: str
    parties: tuple[str, ...]
    date: str | None
    stages: tuple[Stage, ...]
    missing_stages: tuple[str, ...]
    provisions: tuple[Provision, ...]
    comparisons: tuple[Comparison, ...]
    events: tuple[str, ...]
    documents: tuple[str, ...]
    independent_sources: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """Who gave what to whom. ``in_return_for`` are the transfers a source ties to it ("en échange")."""

    transfer: str
    event: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    kind: str
    what: str
    date: str | None
    earliest: Day | None
    latest: Day | None
    status: str
    attributed_to: tuple[str, ...]
    quantity: tuple[Quantity, ...]
    passages: tuple[Passage, ...]
    in_return_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TransferReturn:
    """Two transfers that one source ties together, with the words that do."""

    given: str
    returned: str
    cue: str
    attributed_to: str | None
    passage: Passage


@dataclass(frozen=True, slots=True)
class Driver:
    """A stated motive or cause. ``kind`` is ``response``, ``counter``, ``cause``, ``purpose`` or ``context``.

    ``effect`` is the mention explained; ``reason`` the words of the motive, at ``reason_start``–``reason_end``.
    """

    driver: str
    kind: str
    effect: str
    reason: str
    reason_start: int
    reason_end: int
    reason_mention: str | None
    explained_by: str | None
    passage: Passage
    rule_id: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """A statement about the future and what became of it.

    ``state`` is ``open``, ``borne out``, ``failed`` or ``overdue`` (its horizon passed without evidence either way).
    """

    expectation: str
    mention: str
    type: str
    domain: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    attributed_to: str | None
    horizon: str | None
    horizon_earliest: Day | None
    horizon_latest: Day | None
    condition: str | None
    state: str
    evidence: tuple[str, ...]
    passage: Passage


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that cannot both hold, or one at odds with itself.

    ``kind`` is ``date``, ``figure``, ``status``, ``actor`` or ``place``, or a doubt about one date: ``heading``, ``weekday``,
    ``calendar``.
    """

    conflict: str
    kind: str
    left_value: str
    right_value: str
    left: Passage
    right: Passage
    within_document: bool
    event: str | None = None

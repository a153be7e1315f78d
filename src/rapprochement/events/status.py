"""Status of a mention: how sure an event is, and on whose word, from attributions, modality and negation around its trigger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rapprochement.codebook.loader import Codebook
from rapprochement.events.context import Attribution, StatusReading
from rapprochement.events.modality import Layer, Table, layers, modality_table
from rapprochement.events.negation import negation
from rapprochement.events.verbs import auxiliaries, conditional, finite, future, infinitive, leading
from rapprochement.language import Sentence

ACTS = frozenset({"ACCUSE", "SUPPORT", "REQUEST", "THREATEN", "REJECT", "AGREE", "CONCEDE", "SANCTION"})
"""Types that are done by saying so: said by their own source in the present, they are performed, not claimed."""
VERBAL = frozenset({"ACCUSE", "SUPPORT", "REQUEST", "THREATEN"})
_NEGATIVE = frozenset({"REJECT", "THREATEN", "REQUEST", "ACCUSE"})
"""Types that a negation may express ("ne livrera pas" is REJECT): negated words are then no denial."""
_DEEDS = frozenset({"AID", "COOPERATE", "CONSULT", "ASSAULT", "MOBILIZE", "COERCE", "SANCTION", "RETREAT", "CONCEDE"})
"""Types that are deeds: when the trigger is itself a promise, a suspicion or a modal, the deed has its status."""
_ATTITUDES = frozenset({"aimer", "vouloir", "souhaiter", "désirer", "tenir"})
_REPORTS = frozenset({"say", "announce", "according", "opine", "cite", "admit", "learn"})
_OWN_WORD = frozenset({"promise", "suspect", "deny"})
NEAR = 2
"""Sentences back in which the source of a conditional of hearsay is looked for."""


def status_of(
    trigger: Any,
    sentence: Sentence,
    attributions: Sequence[Attribution],
    codebook: Codebook,
    *,
    event_type: str | None = None,
    source: Sequence[str] = (),
    future_date: bool = False,
) -> StatusReading:
    """Return the status of the event that the spaCy token ``trigger`` states in ``sentence``.

    Parameters
    ----------
    trigger : spacy.tokens.Token
        Head word of the event.
    sentence : Sentence
        Its sentence.
    attributions : sequence of Attribution
        Of the document, see :func:`rapprochement.events.speech.attributions`.
    codebook : Codebook
        Kind ``modality``.
    event_type : str or None
        PLOVER type; a speech act told by its own source is asserted, not claimed.
    source : sequence of str
        Codes of the event's source.
    future_date : bool
        Whether the event's own date lies after the publication: plain tense then means a plan.

    Returns
    -------
    StatusReading
        Innermost status wins; ``chain`` names the claimants from the outermost in.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> from rapprochement.events.speech import attributions
    >>> from rapprochement.language import FrenchPack
    >>> from rapprochement.model import Document, Section, SectionKind
    >>> text = "Séoul affirme que Washington soupçonne Pékin d'avoir livré des radars."
    >>> document = Document("a", "a", "", text, (Section(0, SectionKind.PARAGRAPH, 0, len(text)),))
    >>> analysis, book = FrenchPack().analyse_one(document), load_codebook()
    >>> sentence = analysis.sentences[0]
    >>> trigger = next(t for t in sentence.span if t.text == "livré")
    >>> reading = status_of(trigger, sentence, attributions(document, analysis, (), book), book)
    >>> reading.status, reading.attributed_to, reading.chain
    ('suspected', 'Washington', ('Séoul', 'Washington'))
    """
    offset = sentence.offset(trigger)
    covering = sorted(
        (
            a
            for a in attributions
            if a.covers(offset) and not a.cue_start <= offset < a.cue_end and a.status != "asserted"
        ),
        key=lambda a: -max(end - start for start, end in a.spans),
    )
    covering = [a for a in covering if not _background(a, trigger, sentence) and not _not_said(a, sentence)]
    table = modality_table(codebook)
    local = [x for x in layers(trigger, table) if not _act_itself(x, trigger, event_type)]
    local.extend(_own_word(trigger, offset, attributions, table, event_type))
    denied = negation(trigger) or _negated_governor(trigger, local)
    told = [a for a in covering if not _performed(a, trigger, event_type, source)]
    status, evidence = _combine(local, told, source)
    if status == "asserted":
        covering = told
    if status == "asserted" and future_date and not _past(trigger):
        status, evidence = "planned", (*evidence, "status:date after publication")
    claimants = [a for a in covering if a.claimant]
    attributed = claimants[-1].claimant if claimants else None
    if status == "claimed" and not covering:
        attributed = _carried(sentence, attributions)
    if denied and covering and status in ("asserted", "claimed", "planned") and event_type not in _NEGATIVE:
        status = "denied"
    if denied:
        evidence = (*evidence, f"negated:{denied}")
    chain = tuple(dict.fromkeys(a.claimant for a in claimants if a.claimant))
    evidence = (*evidence, *(f"attribution:{a.rule_id}" for a in covering))
    return StatusReading(status, attributed, chain, evidence, negated=denied is not None)


def _combine(
    local: Sequence[Layer], covering: Sequence[Attribution], source: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """Return the status that the innermost of modality and attributions gives, and its evidence."""
    marked = [x for x in local if x.status != "asserted"]
    strong = [x for x in marked if x.status != "claimed"]
    inner = [a for a in covering if a.status != "claimed"]
    hypothetical = next((x for x in strong if x.status == "hypothetical"), None)
    if hypothetical is not None:
        return "hypothetical", (f"status:{hypothetical.rule}",)
    if inner:
        chosen = inner[-1]
        status = chosen.status
        return status, (f"status:{chosen.rule_id}",)
    if strong:
        return strong[0].status, (f"status:{strong[0].rule}",)
    if covering:
        announced = covering[-1]
        if announced.kind == "announce" and _own_plan(announced, source):
            return "planned", (f"status:{announced.rule_id}",)
        return "claimed", (f"status:{announced.rule_id}",)
    if marked:
        return marked[0].status, (f"status:{marked[0].rule}",)
    return "asserted", ()


def _own_plan(attribution: Attribution, source: Sequence[str]) -> bool:
    """Tell whether an announcement is of the announcer's own deed, named by a noun or infinitive: a plan."""
    if attribution.claimant is None:
        return "annonce" in attribution.rule_id
    return bool(set(source) & set(attribution.codes)) and attribution.spans != () and not attribution.quoted


def _performed(attribution: Attribution, trigger: Any, event_type: str | None, source: Sequence[str]) -> bool:
    """Tell whether the words said *are* the event: an act of speech by the one who speaks, not told of the past."""
    if attribution.kind not in _REPORTS:
        return False
    first = leading(trigger)
    person = _first_person(trigger)
    if event_type in VERBAL and attribution.quoted and person and not _past(trigger) and not conditional(first):
        return event_type != "AGREE" or not future(first) or person
    if event_type in ACTS and not attribution.codes and _official(attribution):
        present = trigger.pos_ == "NOUN" or "Pres" in first.morph.get("Tense")
        return (
            (attribution.quoted or present)
            and not auxiliaries(trigger)
            and not future(first)
            and not conditional(first)
        )
    if event_type in ACTS and source and set(source) & set(attribution.codes):
        told_past = bool(auxiliaries(trigger)) and event_type in VERBAL and not attribution.quoted
        bare = "Inf" in first.morph.get("VerbForm")
        infinitive_past = bare and bool(auxiliaries(trigger) or (trigger.dep_ == "advcl" and auxiliaries(trigger.head)))
        return not (future(first) or conditional(first) or infinitive_past or (told_past and not person))
    return False


def _official(attribution: Attribution) -> bool:
    words = (attribution.claimant or "").lower()
    return any(
        word in words
        for word in ("ministère", "ministre", "gouvernement", "autorités", "présidence", "sénateur", "président")
    )


def _act_itself(layer: Layer, trigger: Any, event_type: str | None) -> bool:
    """Tell whether a modality belongs to the act of speech ("aimerait", "nous ferons tout"), not to something beyond it."""
    own = layer.token == leading(trigger).i
    if event_type in VERBAL and own and infinitive(trigger) in _ATTITUDES:
        return True
    return event_type in ("AGREE", "SUPPORT") and own and layer.rule == "future" and _first_person(trigger)


def _own_word(
    trigger: Any, offset: int, attributions: Sequence[Attribution], table: Table, event_type: str | None
) -> Iterator[Layer]:
    """Yield the status a deed has because its own trigger is a word of promise, suspicion, demand or possibility."""
    if event_type not in _DEEDS or trigger.pos_ not in ("VERB", "AUX"):
        return
    for attribution in attributions:
        if attribution.cue_start <= offset < attribution.cue_end and attribution.kind in _OWN_WORD:
            yield Layer(attribution.status, attribution.rule_id, trigger.i)
            return
    for helper, entry in table.get(infinitive(trigger), ()):
        lexical = helper is None and "complement" in entry.of and not entry.carries and not entry.participle
        weighty = entry.status in ("planned", "hypothetical") and entry.id not in ("plan", "near-future")
        if lexical and weighty and finite(leading(trigger)):
            yield Layer(entry.status, f"{entry.id}:{infinitive(trigger)}", trigger.i)
            return


def _first_person(trigger: Any) -> bool:
    before = trigger.doc[max(trigger.sent.start, leading(trigger).i - 2) : leading(trigger).i]
    return any(t.lower_ in _FIRST for t in before) or any(
        c.lower_ in _FIRST and c.dep_.startswith("nsubj") for c in trigger.children
    )


_FIRST = frozenset({"je", "j'", "nous"})


def _background(attribution: Attribution, trigger: Any, sentence: Sentence) -> bool:
    """Tell whether a report covers the event only in passing: a participle beside a noun, a noun in a clause of time or cause."""
    if attribution.kind == "ask":
        participle = "Part" in trigger.morph.get("VerbForm") and trigger.dep_ == "acl" and not auxiliaries(trigger)
        return participle or (trigger.pos_ == "NOUN" and _ended(trigger))
    if attribution.kind not in _REPORTS:
        return False
    if trigger.pos_ == "NOUN" and _in_relative(trigger, attribution, sentence):
        return True
    if trigger.pos_ == "NOUN":
        case = next((c for c in trigger.children if c.dep_ == "case"), None)
        words = " ".join(t.lower_ for t in trigger.doc[max(sentence.span.start, trigger.i - 6) : trigger.i])
        return (
            case is not None
            and any(w in words for w in _CIRCUMSTANCE)
            and trigger.dep_ in ("obl:mod", "nmod", "obl:arg", "advmod", "dep")
        )
    helpers = auxiliaries(trigger)
    if helpers and helpers[0].lower_ in ("ayant", "étant") and not attribution.quoted:
        return True
    if trigger.dep_ == "advcl" and any(c.lower_ == "après" for c in trigger.children):
        return True
    if _in_relative(trigger, attribution, sentence):
        return True
    participle = "Part" in trigger.morph.get("VerbForm") and trigger.dep_ == "acl" and not helpers
    return participle and trigger.head.pos_ in ("NOUN", "PROPN") and not attribution.quoted


def _ended(noun: Any) -> bool:
    """Tell whether a demand is to end what the noun names, which therefore goes on ("appelle à cesser l'offensive")."""
    verb = noun.head
    fin = any(c.lower_ == "fin" for c in verb.children)
    articles = ("le", "la", "les", "l'", "son", "sa", "ses", "leur", "leurs")
    definite = any(c.dep_ == "det" and c.lower_ in articles for c in noun.children)
    return definite and verb.pos_ == "VERB" and (fin or infinitive(verb) in _ENDING)


_ENDING = frozenset({"cesser", "arrêter", "stopper", "interrompre", "suspendre", "abandonner", "terminer"})


def _not_said(attribution: Attribution, sentence: Sentence) -> bool:
    """Tell whether a wish, demand or promise of the same sentence is itself negated ("ne veut pas …")."""
    if attribution.kind not in ("want", "ask", "promise", "hope") or attribution.sentence != sentence.index:
        return False
    cue = sentence.tokens_in(attribution.cue_start, attribution.cue_end)
    if not cue:
        return False
    tried = attribution.kind == "want" and bool(auxiliaries(cue[0]))  # "a voulu …" tells of an attempt
    return tried or negation(cue[0]) is not None


def _in_relative(trigger: Any, attribution: Attribution, sentence: Sentence) -> bool:
    """Tell whether an event stands in a relative clause about something that is not the subject of what is reported."""
    node = trigger
    while node.head != node and attribution.covers(sentence.offset(node)):
        if node.dep_ == "acl:relcl":
            head = node.head
            if future(leading(node)) or conditional(leading(node)):
                return False
            inside = attribution.covers(sentence.offset(head))
            while head.dep_ == "nmod" and head.head.pos_ in ("NOUN", "PROPN"):
                head = head.head
            return inside and head.dep_ not in ("nsubj", "nsubj:pass", "ROOT", "obj")
        node = node.head
    return False


_CIRCUMSTANCE = ("après", "depuis", "lors d", "en riposte", "à la suite", "à l'occasion", "en marge", "en réponse", "au lendemain",
                 "en représailles", "à l' occasion", "à l' issue", "au cours d", "au moment d", "pendant", "en raison", "à cause d",
                 "en réaction", "mettre fin")  # fmt: skip


def _carried(sentence: Sentence, attributions: Sequence[Attribution]) -> str | None:
    """Return the last claimant near before a conditional of hearsay that names none itself."""
    for attribution in reversed(attributions):
        if attribution.sentence > sentence.index or attribution.kind not in (*_REPORTS, "suspect", "accuse"):
            continue
        if sentence.index - attribution.sentence > NEAR:
            return None
        if attribution.claimant:
            return attribution.claimant
    return None


def _negated_governor(trigger: Any, local: Sequence[Layer]) -> str | None:
    """Return the negation of the modal or plan that governs the event ("ne souhaite pas récupérer")."""
    for layer in local:
        if layer.token != trigger.i and layer.status in ("planned", "called_for") and ":" in layer.rule:
            governor = trigger.doc[layer.token]
            if governor.pos_ in ("VERB", "AUX", "NOUN") and (found := negation(governor)):
                return f"{found} ({infinitive(governor)})"
    return None


def _past(trigger: Any) -> bool:
    first = leading(trigger)
    if first.i != trigger.i:
        return infinitive(first) in ("avoir", "être") and any(a.dep_ == "aux:tense" for a in auxiliaries(trigger))
    return finite(first) and "Imp" in first.morph.get("Tense")

"""What words around an event make it planned, possible, demanded: tense, modal verbs, governing verbs and nouns, modifiers.

:func:`layers` climbs from an event's word through the words that govern it to the border of its clause and names each status
it passes, innermost first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from rapprochement.codebook.loader import Codebook, Entry
from rapprochement.events.cues import Status
from rapprochement.events.negation import negation
from rapprochement.events.verbs import (
    CLITICS,
    auxiliaries,
    conditional,
    finite,
    future,
    infinitive,
    is_infinitive,
    leading,
)

Position = Literal["complement", "subject", "modifier"]


class Modality(Entry):
    """Words that give what they govern, or are said of, a status.

    Parameters
    ----------
    words : tuple of str
        Infinitives, nouns or adjectives; "se …" asks for the reflexive, "être prévu" for the predicate.
    status : str
        The status given.
    of : tuple of str
        ``complement``: of what the word governs; ``subject``: of the noun it is the predicate of; ``modifier``: of the noun
        beside which it stands.
    participle : bool
        Only as past participle ("prévu"): a finite active form ("il attend") does not count.
    conditional : bool
        A present indicative of the verb does not count where it expresses ability ("peut" does, "a pu" does not).
    carries : bool
        A verb without a status of its own that hands its tense and modality on to its noun ("une visite aura lieu").
    own : str or None
        Status when the infinitive has the verb's own subject ("veut livrer").
    except_nouns : tuple of str
        Words of the list that give their status to infinitives only, not to nouns ("la décision de livrer").
    examples : tuple of str
        Sentences; the word in ``<>`` gets the status.
    """

    words: tuple[str, ...]
    status: Status
    of: tuple[Position, ...]
    participle: bool = False
    conditional: bool = False
    carries: bool = False
    own: Status | None = None
    except_nouns: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """One status found around an event: which, by what rule, and from which token it comes."""

    status: str
    rule: str
    token: int


Table = dict[str, list[tuple[str | None, Modality]]]
_MODALS = frozenset({"pouvoir", "devoir", "falloir"})
_AIMS = frozenset({"objectif", "but", "idée", "projet", "plan", "intention", "ambition", "priorité", "volonté"})
_SETTLING = frozenset({"signer", "conclure", "parapher", "sceller", "convoquer", "créer", "ratifier"})
"""Verbs whose purpose is still to come: "un accord est signé pour livrer …"."""
_BARRIERS = frozenset({"acl:relcl", "parataxis", "advcl:cleft"})
_HYPOTHETICAL_CONDITIONAL = frozenset({"permettre", "relier", "constituer", "représenter", "entraîner", "impliquer", "vouloir",
                                       "aimer", "souhaiter", "passer", "nécessiter", "offrir", "rendre", "mettre"})  # fmt: skip


def modality_table(codebook: Codebook) -> Table:
    """Return the compiled entries of kind ``modality``: word to (first word of a phrase, entry).

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> modality_table(load_codebook())["devoir"][0][1].status
    'planned'
    """

    def build() -> Table:
        table: Table = {}
        for entry in codebook.entries("modality", Modality).values():
            for word in entry.words:
                parts = word.replace("s'", "se ").split()
                helper = parts[0] if parts[0] in ("se", "être") and len(parts) > 1 else None
                table.setdefault(parts[1] if helper else parts[0], []).append((helper, entry))
        return table

    made: Table = codebook.compiled("modality", build)
    return made


def layers(trigger: Any, table: Table) -> list[Layer]:
    """Return the statuses around ``trigger``, innermost first; empty when nothing but plain tense stands there.

    Parameters
    ----------
    trigger : spacy.tokens.Token
        Head word of the event.
    table : dict
        Of :func:`modality_table`.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> from rapprochement.language import FrenchPack
    >>> doc = FrenchPack().nlp("Minsk pourrait livrer des chars.")
    >>> [(x.status, x.rule) for x in layers(doc[2], modality_table(load_codebook()))]
    [('hypothetical', 'possible:pouvoir')]
    """
    found: list[Layer] = []
    node = trigger
    seen: set[int] = set()
    found.extend(_modifiers(trigger, table))
    found.extend(_linear(trigger, table))
    aim = next((c for c in trigger.children if c.dep_.startswith("nsubj") and c.lemma_.lower() in _AIMS), None)
    if aim is not None and infinitive_form(leading(trigger)):
        found.append(Layer("planned", f"plan-noun:{aim.lemma_.lower()}", aim.i))
    while node.i not in seen:
        seen.add(node.i)
        if node.pos_ in ("VERB", "AUX") or auxiliaries(node):
            found.extend(_tense(node))
            if finite(leading(node)):
                break
        governor = node.head
        if governor == node or node.dep_ in _BARRIERS or governor.sent != node.sent:
            break
        if node.dep_ == "conj":
            if governor.pos_ in ("VERB", "AUX") and node.morph.get("VerbForm") != governor.morph.get("VerbForm"):
                break
            node = governor
            continue
        if node.dep_.startswith("nsubj") and node.pos_ == "NOUN":
            found.extend(_of_subject(governor, node, table))
            break
        step = _govern(governor, node, table)
        found.extend(step[0])
        if not step[1]:
            break
        node = governor
    unique: dict[tuple[str, int], Layer] = {}
    for layer in found:
        unique.setdefault((layer.status, layer.token), layer)
    return list(unique.values())


def _entries(word: Any, table: Table, position: Position) -> Iterator[Modality]:
    for helper, entry in table.get(infinitive(word), ()):
        if position not in entry.of:
            continue
        before = [t.lower_ for t in word.doc[max(word.sent.start, word.i - 5) : word.i]]
        if helper == "se" and not {"se", "s'"} & set(before):
            continue
        if helper == "être" and not any(infinitive(a) == "être" for a in auxiliaries(word)):
            continue
        yield entry


def _linear(trigger: Any, table: Table) -> Iterator[Layer]:
    """Read the words right before an infinitive or noun, for sentences the parser attaches elsewhere."""
    doc, start = trigger.doc, trigger.sent.start
    i = trigger.i - 1
    while i >= start and (
        doc[i].lower_ in CLITICS or doc[i].lower_ in ("être", "avoir", "pas", "plus") or doc[i].pos_ == "ADV"
    ):
        i -= 1
    if i < start:
        return
    if trigger.pos_ in ("VERB", "AUX"):
        first = leading(trigger)
        if finite(first) or not is_infinitive(first):
            return
        if doc[i].lower_ in ("de", "d'", "à") and i > start:
            i -= 1
            while i > start and doc[i].pos_ == "ADV":
                i -= 1
        for entry in _entries(doc[i], table, "complement"):
            if not entry.carries and not _idle(entry, doc[i]):
                yield Layer(_own(entry, doc[i], trigger), f"{entry.id}:{infinitive(doc[i])}", doc[i].i)
                return
    elif doc[i].lower_ in ("de", "d'", "du", "des", "toute") and i > start:
        if doc[i].lower_ == "toute" and i - 1 > start:
            i -= 1
        for entry in _entries(doc[i - 1], table, "complement"):
            if doc[i - 1].pos_ == "NOUN" and not entry.carries and infinitive(doc[i - 1]) not in entry.except_nouns:
                yield Layer(entry.status, f"{entry.id}:{infinitive(doc[i - 1])}", i - 1)
                return


def infinitive_form(token: Any) -> bool:
    """Tell whether a token is an infinitive."""
    return token.pos_ in ("VERB", "AUX") and "Inf" in token.morph.get("VerbForm")


def _idle(entry: Modality, verb: Any) -> bool:
    """Tell whether a modal says that a thing was done: "a pu livrer", "a dû céder", "n'a pas hésité à …"."""
    if infinitive(verb) == "devoir":
        return bool(auxiliaries(verb)) and not conditional(leading(verb))
    if infinitive(verb) in ("hésiter", "craindre", "manquer") and negation(verb) is not None:
        return True
    return entry.conditional and _past(verb)


def _past(verb: Any) -> bool:
    """Tell whether a modal speaks of what was possible in fact ("a pu livrer")."""
    first = leading(verb)
    return (bool(auxiliaries(verb)) or "Imp" in first.morph.get("Tense")) and not conditional(first)


def _own(entry: Modality, governor: Any, event: Any) -> str:
    if entry.own is None:
        return entry.status
    other = any(c.dep_.startswith("nsubj") for c in event.children) or event.dep_ == "ccomp"
    return entry.status if other or governor.pos_ not in ("VERB", "AUX") else entry.own


def _modifiers(noun: Any, table: Table) -> Iterator[Layer]:
    if noun.pos_ not in ("NOUN", "PROPN"):
        return
    doc = noun.doc
    near = [c for c in noun.children if c.dep_ in ("amod", "acl")]
    near += [
        t
        for t in doc[max(noun.sent.start, noun.i - 2) : noun.i + 2]
        if t.i != noun.i and t not in near and t.pos_ in ("ADJ", "VERB")
    ]
    for token in near:
        if any(a for a in auxiliaries(token)):
            continue
        lemma = token.lemma_.lower()
        for entry in _entries(token, table, "modifier"):
            if not entry.participle or "Part" in token.morph.get("VerbForm") or token.pos_ == "ADJ":
                yield Layer(entry.status, f"{entry.id}:{lemma}", token.i)
    if noun.i + 2 < len(doc) and doc[noun.i + 1].lower_ == "à" and doc[noun.i + 2].lower_ == "venir":
        yield Layer("planned", "to-come:à venir", noun.i + 2)


def _tense(verb: Any) -> Iterator[Layer]:
    first = leading(verb)
    if future(first):
        hedged = any(
            c.lower_ in ("si", "s'") for child in verb.children if child.dep_ == "advcl" for c in child.children
        )
        yield Layer("hypothetical" if hedged else "planned", "future", first.i)
    elif conditional(first):
        lemma = infinitive(verb)
        if lemma in _MODALS:
            return
        if _if_clause(verb.sent, verb) or lemma in _HYPOTHETICAL_CONDITIONAL:
            yield Layer("hypothetical", "conditional", first.i)
        elif _told_past(verb):
            yield Layer("planned", "conditional:future in the past", first.i)
        elif any(t.text == "?" for t in verb.sent[-2:]):
            yield Layer("suspected", "conditional:question", first.i)
        else:
            yield Layer("claimed", "conditional:hearsay", first.i)
    mark = next((c for c in verb.children if c.lower_ in ("si", "s'") and c.i < verb.i and c.pos_ in ("SCONJ", "ADV", "PRON")
                 and c.dep_ in ("mark", "advmod")), None)  # fmt: skip
    if mark is not None and not _contrast(verb, mark):
        yield Layer("hypothetical", "if", mark.i)
    edge = verb.left_edge.i
    left = [t.lower_ for t in verb.doc[max(verb.sent.start, edge - 3) : min(verb.i, edge + 3)]]
    for words, rule in ((("à", "moins", "qu"), "unless"), (("au", "cas", "où"), "in case"), (("pour", "que"), "purpose"),
                        (("afin", "que"), "purpose"), (("pourvu", "que"), "provided"), (("afin", "qu'"), "purpose"),
                        (("pour", "qu'"), "purpose"), (("à", "condition", "qu"), "provided")):  # fmt: skip
        if any(all(left[n + k].startswith(w) for k, w in enumerate(words)) for n in range(len(left) - len(words) + 1)):
            yield Layer("called_for" if rule == "purpose" else "hypothetical", rule, verb.i)


def _contrast(verb: Any, mark: Any) -> bool:
    """Tell whether "si" opposes two facts ("si Rome a signé, Oslo hésite") or follows "même"."""
    if mark.i > verb.sent.start and mark.nbor(-1).lower_ in ("même", "comme"):
        return bool(mark.nbor(-1).lower_ == "même")
    first = leading(verb)
    if first.i == verb.i or infinitive(first) not in ("avoir", "être"):
        return False
    main = leading(verb.head)
    return not (conditional(main) or future(main) or infinitive(main) in ("pouvoir", "devoir"))


def _if_clause(sentence: Any, verb: Any) -> bool:
    return any(t.lower_ in ("si", "s'") and t.dep_ == "mark" and t.head != verb for t in sentence)


def _told_past(verb: Any) -> bool:
    """Tell whether a conditional is the future of a past report ("a promis qu'il livrerait")."""
    if not any(c.lower_ in ("que", "qu'") and c.i < verb.i for c in verb.children):
        return False
    governor = verb.head
    if infinitive_form(governor) and governor.head.pos_ in ("VERB", "AUX"):
        governor = governor.head
    first = leading(governor)
    past = bool(auxiliaries(governor)) or "Imp" in first.morph.get("Tense") or "Past" in first.morph.get("Tense")
    compound = any(infinitive(a) in ("avoir", "être") and a.i != leading(verb).i for a in auxiliaries(verb))
    return past and governor.pos_ == "VERB" and not (compound and infinitive(leading(verb)) == "avoir")


def _of_subject(predicate: Any, noun: Any, table: Table) -> Iterator[Layer]:
    """Yield what a predicate says of the event noun that is its subject: "la livraison est prévue", "le sommet aura lieu"."""
    passive = noun.dep_ == "nsubj:pass" or any(a.dep_ in ("aux:pass", "cop") for a in auxiliaries(predicate))
    for entry in _entries(predicate, table, "subject"):
        if entry.carries:
            yield from _tense(predicate)
            governor = predicate.head
            if "Inf" in predicate.morph.get("VerbForm") and governor != predicate:
                yield from (Layer(e.status, f"{e.id}:{infinitive(governor)}", governor.i)
                            for e in _entries(governor, table, "complement") if not e.carries)  # fmt: skip
        elif not entry.participle or passive:
            if "complement" in entry.of:
                child = next((c for c in predicate.children if c.dep_ == "xcomp"), None)
                if child is None or not any(e.carries for e in _entries(child, table, "subject")):
                    continue
            yield Layer(entry.status, f"{entry.id}:{infinitive(predicate)}", predicate.i)
            return
    if passive and (future(leading(predicate)) or conditional(leading(predicate))) and predicate.pos_ == "VERB":
        yield from _tense(predicate)


def _govern(governor: Any, node: Any, table: Table) -> tuple[list[Layer], bool]:
    """Return the layers a governing word gives to ``node``, and whether to climb on."""
    relation = node.dep_
    nominal = node.pos_ in ("NOUN", "PROPN")
    if governor.pos_ in ("VERB", "AUX", "ADJ"):
        if nominal and relation not in ("obj", "obl:arg", "xcomp", "obl:mod", "iobj", "ccomp"):
            return [], False
        if not nominal and relation in ("advcl", "acl:relcl"):
            purpose = any(c.lower_ in ("pour", "afin") for c in node.children) and not finite(leading(node))
            if purpose and infinitive(governor) in _SETTLING:
                return [Layer("planned", f"purpose:{infinitive(governor)}", governor.i)], False
            return [], purpose
        given = list(_entries(governor, table, "complement"))
        active = [e for e in given if not e.carries and not _idle(e, governor)]
        if nominal:
            active = [e for e in active if relation in ("obj", "obl:arg", "obl:mod") and e.id not in ("near-future",)]
        out = [Layer(_own(e, governor, node), f"{e.id}:{infinitive(governor)}", governor.i) for e in active[:1]]
        aim = next((c for c in governor.children if c.dep_ == "nsubj" and c.lemma_.lower() in _AIMS), None)
        if infinitive_form(leading(node)) and aim is not None and infinitive(governor) == "être":
            out.append(Layer("planned", f"plan-noun:{aim.lemma_.lower()}", aim.i))
        definite = any(
            c.dep_ == "det" and c.lower_ in ("le", "la", "les", "l'", "ce", "cette", "ces", "cet")
            for c in node.children
        )
        carries = any(e.carries for e in given) and relation != "obl:mod" and not definite
        return out, bool(out) or carries or not nominal
    if governor.pos_ == "NOUN" and relation in ("nmod", "acl", "xcomp", "ccomp"):
        if not nominal and not (infinitive_form(leading(node)) or finite(leading(node))):
            return [], False
        lemma = infinitive(governor)
        named = [e for e in _entries(governor, table, "complement") if not (nominal and lemma in e.except_nouns)]
        out = [Layer(e.status, f"{e.id}:{lemma}", governor.i) for e in named if not e.carries][:1]
        return out, bool(out) or not nominal
    return [], False

"""Which syntactic slot of a trigger an actor fills, read from the dependency parse.

The path from the actor's head word up to the trigger names the slot by its last edge; edges of coordination and apposition are
free, others cost a little, and an edge into a clause of its own costs much. A trigger also borrows: a participle takes the noun
it modifies, an infinitive or a coordinated verb the subject of its governor, a noun the subject of its support verb.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapprochement.events.morphology import PAST, PRESENT
from rapprochement.events.view import CLAUSE_EDGES, FREE_EDGES, ActorAt, preposition_of

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "expl:subj", "nsubj:caus"})
_NEAR = 0.92
_CLAUSE = 0.45
_TELLING = frozenset(
    {
        "confirmation", "annonce", "révélation", "condamnation", "dénonciation", "accusation", "rejet", "refus", "récit", "description",
        "enquête", "commémoration", "célébration", "reconnaissance", "critique", "démenti", "évocation", "publication",
    }
)  # fmt: skip
"""Nouns whose "par …" tells or judges the act inside ("la confirmation par Oslo du meurtre") and has not done it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A token from whose children slots are read, how (``self``, ``subject``, ``modified`` …) and with what weight."""

    token: Any
    role: str
    weight: float


def is_passive(token: Any, kind: str) -> bool:
    """Tell whether a verbal trigger is passive: an auxiliary of the passive, a passive subject, or a bare past participle."""
    if kind != PAST:
        return any(c.dep_ == "nsubj:pass" for c in token.children) and not any(
            c.dep_ in ("obj", "expl:comp", "expl:pass") for c in token.children
        )
    deps = {c.dep_ for c in token.children}
    if "aux:pass" in deps or "nsubj:pass" in deps:
        return True
    lemmas = {c.lower_ for c in token.children if c.dep_ in ("aux:tense", "aux", "cop")}
    if "expl:comp" in deps or "expl:pass" in deps or ("expl:subj" in deps and lemmas):
        return False
    if lemmas & _AVOIR:
        return False
    if lemmas:
        return token.lower_.rstrip("es") not in _ETRE_VERBS
    return token.lower_.rstrip("es") not in _ETRE_VERBS


_AVOIR = frozenset(
    [
        "a",
        "ont",
        "ai",
        "as",
        "avons",
        "avez",
        "avait",
        "avaient",
        "avais",
        "avions",
        "aura",
        "auront",
        "aurait",
        "auraient",
        "ayant",
        "eu",
        "avoir",
        "ait",
        "aient",
    ]
)
_ETRE_VERBS = frozenset(
    [
        "all",
        "arriv",
        "venu",
        "parti",
        "rendu",
        "revenu",
        "sorti",
        "entré",
        "arrivé",
        "allé",
        "resté",
        "mort",
        "né",
        "reparti",
        "devenu",
        "parvenu",
        "intervenu",
    ]
)


def anchors(token: Any, nominal: bool, kind: str, passive: bool, classes: Mapping[str, frozenset[str]]) -> list[Anchor]:
    """Return the tokens a trigger takes its arguments from.

    Parameters
    ----------
    classes : mapping of str to frozenset of str
        ``FrameIndex.verb_classes``: forms of verbs whose object does what their infinitive says, and others.
    """
    found = [Anchor(token, "self", 1.0)]
    head = token.head
    if head.i == token.i:
        return found
    if token.dep_ == "cop":
        return [*found, Anchor(head, "copula", 1.0)]
    if nominal:
        current = token
        while current.dep_ in ("conj", "appos") and current.head.i != current.i:
            current = current.head
            found.append(Anchor(current, "sister", 0.6))
        governor, edge = current.head, current.dep_
        if governor.pos_ in ("VERB", "AUX") or governor.tag_ == "VERB":
            weight = 0.85 if edge in ("obj", "nsubj:pass") else 0.6 if edge.startswith("obl") or edge == "iobj" else 0.5
            stance = edge in ("obj", "nsubj:pass", "iobj", "obl:arg") and governor.lower_ in classes.get("attitude", ())
            hit = edge == "obj" and governor.lower_ in classes.get("undergo", ())
            found.append(Anchor(governor, ("stance:" if stance else "hit:" if hit else "support:") + edge, weight))
            if not stance and not hit:
                found.extend(_borrowed_subject(governor, weight, classes))
        elif governor.pos_ in ("NOUN", "PROPN") and edge == "nmod":
            # "le lancement d'une offensive par …", "des accusations de collusion": the outer noun's complements count too
            found.append(Anchor(governor, "outer", 0.7))
            outer = governor
            if outer.dep_ in ("obj", "nsubj:pass") and outer.head.i != outer.i:
                found.append(Anchor(outer.head, "support:" + outer.dep_, 0.65))
        return found
    if token.dep_ in ("acl", "amod") or (token.dep_ == "acl:relcl"):
        found.append(Anchor(head, _modified(token, kind, passive), 0.95))
        return found
    if passive and head.pos_ == "NOUN" and token.dep_ in ("appos", "nmod", "conj"):
        found.append(Anchor(head, "modified:obj", 0.8))
    found.extend(_borrowed_subject(token, 1.0, classes, passive))
    return found


def _modified(token: Any, kind: str, passive: bool) -> str:
    if token.dep_ == "acl:relcl":
        for child in token.subtree:
            if child.lower_ in ("qui",) and child.dep_ in SUBJECTS:
                return "modified:obj" if passive and child.head.i == token.i else "modified:subj"
            if child.lower_ in ("que", "qu'") and child.dep_ == "obj":
                return "modified:obj"
            if child.lower_ in ("lequel", "laquelle", "lesquels", "lesquelles"):
                return "modified:" + (preposition_of(child) or "avec")
            if child.lower_ in ("où", "auquel"):
                return "modified:en"
            if child.lower_ == "dont":
                return "modified:owner"
        return "modified:subj"
    if kind == PRESENT:
        return "modified:subj"
    return "modified:obj" if passive else "modified:subj"


def _borrowed_subject(
    token: Any, weight: float, classes: Mapping[str, frozenset[str]], passive: bool = False
) -> list[Anchor]:
    """Anchors from which a verb without a subject of its own takes one: governor of a conjunct, infinitive or gerund."""
    found: list[Anchor] = []
    current, steps = token, 0
    while steps < 4 and current.head.i != current.i and not any(c.dep_ in SUBJECTS for c in current.children):
        below, edge, current, steps = current, current.dep_, current.head, steps + 1
        weight *= 0.94
        if edge == "conj" and current.pos_ in ("VERB", "AUX", "ADJ"):
            found.append(Anchor(current, "conjoined", weight))
        elif edge in _GOVERNED:
            infinitive = below.lower_.endswith(("er", "ir", "re", "oir")) and edge != "advcl"
            if infinitive and current.lower_ in classes.get("caused_passive", ()) and _reflexive(current):
                found.append(Anchor(current, "caused", weight))
                break
            if infinitive and current.lower_ in classes.get("object_control", ()) and _has_object(current, below):
                found.append(Anchor(current, "object:passive" if passive else "object", weight))
                break
            found.append(Anchor(current, "controlled:passive" if passive else "controlled", weight))
            if current.pos_ in ("NOUN", "PROPN") and edge == "acl":
                found.append(Anchor(current, "of noun", weight))
        else:
            break
    if current.dep_ == "acl:relcl" or (current.dep_ == "acl" and current.i != token.i):
        found.append(Anchor(current.head, _modified(current, "finite", False), weight * 0.9))
    return found


_GOVERNED = frozenset({"xcomp", "ccomp", "advcl", "acl", "obl:mod", "obl:arg", "obj", "advmod", "dep", "parataxis"})
_CLITICS = frozenset({"lui", "leur", "le", "la", "les", "l'"})


def _reflexive(token: Any) -> bool:
    return any(c.lower_ in ("se", "s'") for c in token.children)


def _has_object(governor: Any, below: Any) -> bool:
    """Tell whether someone is addressed: an object, a phrase in "à" or a clitic."""
    for child in governor.children:
        if child.i == below.i:
            continue
        if child.dep_ in ("obj", "iobj") or (child.lower_ in _CLITICS and child.pos_ == "PRON"):
            return True
        if child.i > governor.i and preposition_of(child) == "à" and child.pos_ in ("NOUN", "PROPN", "PRON"):
            return True
    return False


def slots_of(actor: ActorAt, trigger: Any, nominal: bool, passive: bool, found: list[Anchor]) -> dict[str, float]:
    """Return the slots that ``actor`` fills for ``trigger``, each with a weight in (0, 1].

    Parameters
    ----------
    found : list of Anchor
        What :func:`anchors` returned for the trigger.
    """
    result: dict[str, float] = {}
    for anchor in found:
        _read(actor, trigger, anchor, nominal, passive, result)
    if "par" in result and any(anchor.role == "caused" for anchor in found):
        _put(result, "subj", result["par"])
    return result


def _read(actor: ActorAt, trigger: Any, anchor: Anchor, nominal: bool, passive: bool, result: dict[str, float]) -> None:
    path = actor.path
    position = next((k for k, t in enumerate(path) if t.i == anchor.token.i), None)
    if position is None:
        return
    if anchor.role.startswith("modified:"):
        if any(t.i == trigger.i for t in path[:position]):
            return
        weight = _weight(path[: position + 1]) * anchor.weight
        if position > 0 and path[position - 1].dep_ in CLAUSE_EDGES:
            weight *= _CLAUSE
        slot = anchor.role.split(":", 1)[1]
        _put(result, slot, weight)
        if slot == "obj" and position > 0:
            _put(result, "owner", weight)
        return
    if position == 0:
        if anchor.role == "outer" and preposition_of(trigger) == "en":
            # "le ministre, en visite à Oslo": the noun stands beside its own subject
            _put(result, "subj", 0.85)
        if anchor.role == "copula":
            case = preposition_of(anchor.token)
            if case is not None:
                _put(result, case, anchor.weight)
        return
    child = path[position - 1]
    if any(t.i == trigger.i for t in path[:position]):
        return
    weight = _weight(path[:position]) * anchor.weight
    edge = child.dep_
    while edge in FREE_EDGES and edge != "appos" and child.head.i != child.i and child.head.i != anchor.token.i:
        child = child.head
        edge = child.dep_
    case = preposition_of(child)
    if anchor.role == "self":
        if nominal:
            _nominal(result, edge, case, weight)
        else:
            _verbal(result, child, edge, case, weight, passive, position)
            if edge in ("obj", "nsubj:pass", "obl:arg", "obl:mod", "iobj") and position > 1:
                _inside_object(result, path[: position - 1], weight)
    elif anchor.role == "copula":
        _verbal(result, child, edge, case, weight, False, position)
    elif anchor.role in ("conjoined", "controlled", "controlled:passive"):
        slot = "obj" if passive else "subj"
        if edge in SUBJECTS:
            _put(result, slot, weight)
        elif case in ("contre", "avec", "entre", "vers"):
            _put(result, case, weight * 0.6)
    elif anchor.role.startswith("object"):
        if edge in ("obj", "iobj", "expl:comp") or (case == "à" and child.i > anchor.token.i):
            _put(result, "obj" if passive else "subj", weight)
        elif edge in SUBJECTS and child.i < anchor.token.i:
            _put(result, "iobj", weight * 0.6)
    elif anchor.role == "caused":
        if edge in SUBJECTS:
            for slot in ("obj", "iobj"):
                _put(result, slot, weight)
        elif case == "par":
            _put(result, "subj", weight)
    elif anchor.role.startswith(("stance:", "hit:")):
        if edge in SUBJECTS:
            _put(result, "contre" if anchor.role.startswith("hit:") else "stance", weight)
        elif case is not None and edge not in CLAUSE_EDGES:
            _put(result, case, weight * 0.92)
    elif anchor.role.startswith("support:"):
        _support(result, anchor.role.split(":", 1)[1], edge, case, weight)
    elif anchor.role in ("outer", "sister", "of noun"):
        if (edge == "nmod" and case in (None, "de")) or edge == "amod":
            _put(result, "gen", weight * 0.8)
        elif case is not None and not (case == "par" and anchor.token.lower_ in _TELLING):
            _put(result, case, weight * 0.9)


def _inside_object(result: dict[str, float], path: list[Any], weight: float) -> None:
    """A phrase the parser hung on the object may be the verb's own: "promet du riz *au Népal*"."""
    for token in path[-2:]:
        case = preposition_of(token)
        if case in ("à", "vers", "contre", "avec", "envers", "auprès", "par") and token.dep_ not in CLAUSE_EDGES:
            _put(result, case, weight * 0.95)


def _nominal(result: dict[str, float], edge: str, case: str | None, weight: float) -> None:
    if edge == "amod":
        _put(result, "adj", weight)
    elif edge == "det":
        _put(result, "poss", weight)
    if edge in ("amod", "det", "appos", "flat:name", "compound", "flat:foreign", "nummod") or (
        edge == "nmod" and case is None
    ):
        _put(result, "gen", weight)
    elif case == "de":
        _put(result, "gen", weight)
        _put(result, "de", weight)
    elif case is not None:
        _put(result, case, weight)
    elif edge in ("acl", "acl:relcl"):
        _put(result, "content", weight * _CLAUSE)
    elif edge in SUBJECTS:
        _put(result, "subj", weight)


def _verbal(
    result: dict[str, float], child: Any, edge: str, case: str | None, weight: float, passive: bool, position: int
) -> None:
    if edge in ("nsubj", "nsubj:pass", "expl:subj", "csubj", "nsubj:caus"):
        _put(result, "obj" if passive else "subj", weight)
        if passive and position > 1:
            _put(result, "owner", weight)
    elif edge == "obl:agent" or (case == "par" and passive):
        _put(result, "subj", weight)
    elif edge in ("obj", "expl:comp", "expl:pass") and case is None:
        _put(result, "obj", weight if edge == "obj" else weight * 0.5)
        if edge == "expl:comp" or child.lower_ in ("lui", "leur"):
            _put(result, "iobj", weight)
        if position > 1:
            _put(result, "owner", weight)
    elif edge == "iobj":
        _put(result, "iobj", weight)
    elif edge in ("ccomp", "xcomp", "advcl"):
        _put(result, "content", weight * _CLAUSE if edge == "advcl" else weight * 0.8)
    elif edge in ("acl", "acl:relcl", "parataxis", "conj"):
        _put(result, "topic", weight * _CLAUSE)
    elif case is not None:
        _put(result, case, weight)
        if position > 1:
            _put(result, "topic", weight * 0.8)
    else:
        _put(result, "topic", weight * 0.7)


def _support(result: dict[str, float], trigger_edge: str, edge: str, case: str | None, weight: float) -> None:
    trigger_is_object = trigger_edge in ("obj", "nsubj:pass")
    if trigger_edge == "obl:agent" and edge in ("nsubj:pass", "nsubj"):
        # "les Chiliens sont touchés par des sanctions": whom the thing reaches
        _put(result, "contre", weight)
        _put(result, "à", weight)
        return
    if edge in ("nsubj", "expl:subj", "nsubj:caus") or edge == "obl:agent" or case == "par":
        _put(result, "subj", weight)
    elif edge == "nsubj:pass" and not trigger_is_object:
        _put(result, "subj", weight * 0.7)
    elif edge in ("obj", "iobj") and not trigger_is_object:
        _put(result, "obj", weight * 0.8)
        _put(result, "à", weight * 0.7)
    elif edge == "iobj" or (edge == "expl:comp" and trigger_is_object):
        _put(result, "à", weight)
    elif case is not None and edge not in CLAUSE_EDGES:
        _put(result, case, weight * 0.92)


def _put(result: dict[str, float], slot: str, weight: float) -> None:
    if weight > result.get(slot, 0.0):
        result[slot] = weight


def _weight(path: list[Any]) -> float:
    """Weight of climbing ``path``: from the actor's head to the child of the anchor."""
    weight = 1.0
    for k, token in enumerate(path[:-1]):
        edge = token.dep_
        if edge in FREE_EDGES:
            continue
        if edge in CLAUSE_EDGES:
            weight *= _CLAUSE
        elif edge == "amod" or k == 0:
            weight *= 0.97
        else:
            weight *= _NEAR
    return weight

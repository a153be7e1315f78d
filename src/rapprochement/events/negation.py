"""Negation and its scope: which word "ne … pas", "aucun", "sans", "ni" deny.

The parser attaches "ne" and its second part loosely, so the verb group is read in text order; what is negated is the verb (or
predicate) itself and a noun with "aucun", "nul", "sans", not all that depends on it.
"""

from __future__ import annotations

from typing import Any

from rapprochement.events.verbs import CLITICS, auxiliaries, finite, infinitive, leading

_SECOND = frozenset(
    {"pas", "plus", "jamais", "rien", "aucun", "aucune", "aucuns", "aucunes", "nul", "nulle", "nullement", "aucunement", "guère",
     "point", "personne", "ni", "non"}
)  # fmt: skip
_DETERMINERS = frozenset({"aucun", "aucune", "nul", "nulle"})
_ALONE = frozenset({"pouvoir", "cesser", "oser", "savoir", "manquer"})
"""Verbs that "ne" alone negates ("ne cesse de" is affirmative: see ``_DOUBLE``)."""
_DOUBLE = frozenset({"cesser", "manquer"})
_NE = frozenset({"ne", "n'", "n"})
REACH = 9
"""Tokens after the verb within which the second part of a negation may stand ("n'octroyer à personne aucune …")."""


def negation(token: Any) -> str | None:
    """Return the rule by which ``token`` (a verb, noun or adjective that states an event) is negated, or ``None``.

    Parameters
    ----------
    token : spacy.tokens.Token
        Head word of an event.

    Examples
    --------
    >>> from rapprochement.language import FrenchPack
    >>> doc = FrenchPack().nlp("Minsk n'a jamais livré de chars, sans aucune explication.")
    >>> [(t.text, negation(t)) for t in doc if t.pos_ in ("VERB", "NOUN") and negation(t)]
    [('livré', 'ne … jamais'), ('explication', 'sans')]
    """
    if token.pos_ in ("VERB", "AUX"):
        return _verb(token) or _without(token)
    if any(c.dep_ == "cop" for c in token.children) and (found := _verb(token)):
        return found
    return _noun(token)


def _verb(token: Any) -> str | None:
    doc, sent = token.doc, token.sent
    ne = _particle(token)
    if ne is None:
        before = doc[token.i - 1] if token.i > sent.start else None
        if (
            before is not None
            and before.lower_ in ("pas", "non", "jamais")
            and (before.i == sent.start or before.nbor(-1).is_punct)
        ):
            return str(before.lower_)
        return None
    second = next((t for t in doc[sent.start : ne.i] if _subject_part(t, ne.i)), None)
    end = token.i
    if second is None:
        limit = min(sent.end, max(token.i, ne.i) + REACH)
        for t in doc[ne.i + 1 : limit]:
            if t.i > end and (finite(t) or t.text in (".", ";", ":", "»") or t.lower_ in ("mais", "qui", "dont")):
                break
            if t.lower_ in _SECOND:
                second = t
                break
            if t.lower_ in ("que", "qu'") and t.i > leading(token).i:
                return None
    lemma = infinitive(token)
    if second is None:
        alone = infinitive(leading(token)) if lemma not in _ALONE else lemma
        return "ne" if alone in _ALONE - _DOUBLE else None
    if lemma in _DOUBLE and second.lower_ in ("pas", "point"):
        return None
    if second.lower_ == "plus" and second.i + 1 < sent.end and second.nbor().lower_ == "que":
        return None
    return f"ne … {second.lower_}"


def _subject_part(token: Any, ne: int) -> bool:
    """Tell whether a negative word before "ne" is its subject: "rien n'est joué", "aucun accord n'a …", "ni l'un ni l'autre ne"."""
    if token.lower_ not in _SECOND - {"pas", "plus", "point", "non", "jamais"}:
        return False
    return not any(finite(t) for t in token.doc[token.i : ne])


def _particle(token: Any) -> Any | None:
    """Return the "ne" of a verb group: before its finite verb, or before the infinitive ("ne pas livrer")."""
    doc, sent = token.doc, token.sent
    for start in dict.fromkeys((leading(token).i, *(a.i for a in auxiliaries(token)), token.i)):
        i = start - 1
        while i >= sent.start:
            low = doc[i].lower_
            if low in _NE:
                return doc[i]
            if (
                low not in CLITICS
                and not (low in _SECOND and start == leading(token).i)
                and low not in ("donc", "toujours", "encore")
            ):
                break
            i -= 1
    return None


def _without(token: Any) -> str | None:
    """Return "sans" for "sans livrer", "sans avoir livré"."""
    first = leading(token)
    i = first.i - 1
    while i >= token.sent.start and (
        token.doc[i].lower_ in CLITICS or token.doc[i].lower_ in ("pour", "autant", "toutefois", "jamais")
    ):
        i -= 1
    return "sans" if i >= token.sent.start and token.doc[i].lower_ == "sans" else None


def _noun(token: Any) -> str | None:
    left = list(token.doc[max(token.sent.start, token.i - 4) : token.i])
    for t in reversed(left):
        if t.lower_ in _DETERMINERS:
            return "sans" if any(o.lower_ == "sans" for o in left if o.i < t.i) else str(t.lower_)
        if t.lower_ in ("sans", "ni"):
            return str(t.lower_)
        if t.pos_ not in ("DET", "ADJ", "NUM", "ADV") and t.lower_ not in ("d'", "de"):
            return None
        if t.lower_ in ("non", "pas") and t.i == token.i - 1:
            return str(t.lower_)
    return None

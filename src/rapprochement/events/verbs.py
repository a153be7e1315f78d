"""French verb forms read from the token itself, where the tagger's lemma or mood is not to be trusted.

The tagger of the French pack gives ``estime`` for the lemma of "estime" and the imperfect for many a conditional
("accepterait"); for who-says-so and how-sure both matter, so infinitive, conditional and future are taken from the ending.
"""

from __future__ import annotations

from typing import Any

_INFINITIVE_ENDINGS = ("er", "ir", "re", "oir", "ïr")
_CONDITIONAL = ("rais", "rait", "raient", "rions", "riez")
_FUTURE = ("rai", "ras", "ra", "rons", "rez", "ront")


def infinitive(token: Any) -> str:
    """Return the infinitive of a verb token in small letters; for other parts of speech the lemma.

    Examples
    --------
    >>> from types import SimpleNamespace as Token
    >>> infinitive(Token(lemma_="estime", lower_="estime", pos_="VERB"))
    'estimer'
    >>> infinitive(Token(lemma_="dire", lower_="dit", pos_="VERB"))
    'dire'
    """
    lemma = str(token.lemma_).lower()
    if token.pos_ not in ("VERB", "AUX"):
        return lemma
    if lemma.endswith(_INFINITIVE_ENDINGS):
        return lemma
    if lemma.endswith("e") and len(lemma) > 3:
        return lemma + "r"
    if lemma.endswith("é") and len(lemma) > 3:
        return lemma[:-1] + "er"
    return lemma


def conditional(token: Any) -> bool:
    """Tell whether a finite verb stands in the conditional ("serait", "accepterait"), by its ending and stem.

    An imperfect of a verb whose stem ends in r ("tirait", "ouvrait") has the bare stem before its ending; a conditional has not.

    Examples
    --------
    >>> from types import SimpleNamespace as Token
    >>> conditional(Token(lemma_="accepter", lower_="accepterait", pos_="VERB"))
    True
    >>> conditional(Token(lemma_="tirer", lower_="tirait", pos_="VERB"))
    False
    """
    return _inflected(token, _CONDITIONAL)


def future(token: Any) -> bool:
    """Tell whether a finite verb stands in the future ("signera"), by its ending and stem.

    Examples
    --------
    >>> from types import SimpleNamespace as Token
    >>> future(Token(lemma_="signer", lower_="signera", pos_="VERB"))
    True
    >>> future(Token(lemma_="entrer", lower_="entra", pos_="VERB"))
    False
    """
    return _inflected(token, _FUTURE)


def _inflected(token: Any, endings: tuple[str, ...]) -> bool:
    if token.pos_ not in ("VERB", "AUX"):
        return False
    form = str(token.lower_)
    ending = next((e for e in sorted(endings, key=len, reverse=True) if form.endswith(e)), None)
    if ending is None or len(form) <= len(ending):
        return False
    stem = infinitive(token)[:-2]
    before = form[: len(form) - len(ending) + 1]
    return before != stem and not form.endswith("éra")


def finite(token: Any) -> bool:
    """Tell whether a token is a finite verb form by the tagger (person and mood) or by conditional or future ending.

    Examples
    --------
    >>> import spacy
    >>> from rapprochement.language import FrenchPack
    >>> doc = FrenchPack().nlp("Les deux ministres signeront un accord avant de partir.")
    >>> [t.text for t in doc if finite(t)]
    ['signeront']
    """
    if token.pos_ not in ("VERB", "AUX"):
        return False
    return "Fin" in token.morph.get("VerbForm") or conditional(token) or future(token)


def auxiliaries(token: Any) -> list[Any]:
    """Return the auxiliaries of a verb (or the copula of a predicate) in text order, outermost first.

    Examples
    --------
    >>> from rapprochement.language import FrenchPack
    >>> doc = FrenchPack().nlp("Un accord aurait été signé.")
    >>> [t.text for t in auxiliaries(doc[4])]
    ['aurait', 'été']
    """
    return sorted((c for c in token.children if c.dep_.startswith("aux") or c.dep_ == "cop"), key=lambda t: t.i)


def leading(token: Any) -> Any:
    """Return the finite token of the verb group: the first auxiliary or copula, else the verb itself.

    Examples
    --------
    >>> from rapprochement.language import FrenchPack
    >>> doc = FrenchPack().nlp("Un accord aurait été signé.")
    >>> leading(doc[4]).text
    'aurait'
    """
    helpers = auxiliaries(token)
    return helpers[0] if helpers and helpers[0].i < token.i else token


def group_start(token: Any) -> int:
    """Return the index of the first token of a verb group, its clitics and the particle "ne" included.

    Examples
    --------
    >>> from rapprochement.language import FrenchPack
    >>> doc = FrenchPack().nlp("Le ministre ne s'est pas rendu à Oslo.")
    >>> doc[group_start(doc[6])].text
    'ne'
    """
    first = leading(token).i
    doc = token.doc
    while first > 0 and doc[first - 1].lower_ in CLITICS and doc[first - 1].sent == token.sent:
        first -= 1
    return int(first)


CLITICS = frozenset(
    {"ne", "n'", "se", "s'", "me", "m'", "te", "t'", "nous", "vous", "le", "la", "l'", "les", "lui", "leur", "y", "en"}
)
"""Words that stand between subject and finite verb."""


_INVERTED = ("il", "elle", "ils", "elles", "on", "je", "nous")


def is_infinitive(token: Any) -> bool:
    """Tell whether a token is an infinitive, also where the tagger takes "de le venger" for a noun.

    Examples
    --------
    >>> from rapprochement.language import FrenchPack
    >>> [t.text for t in FrenchPack().nlp("Oslo promet de livrer des chars.") if is_infinitive(t)]
    ['livrer']
    """
    if token.i > 1 and token.lower_.endswith(("er", "ir", "re")) and token.nbor(-1).lower_ in ("le", "les"):
        # before a noun the preposition and article would have been one word: "du", "des", "au", "aux"
        return str(token.nbor(-2).lower_) in ("de", "à")
    return token.pos_ in ("VERB", "AUX") and (
        "Inf" in token.morph.get("VerbForm")
        or (token.lower_ == infinitive(token) and token.lower_.endswith(("er", "ir", "oir", "re")))
    )


def clitic_subject(doc: Any, first: int, last: int) -> bool:
    """Tell whether an inverted pronoun follows the finite verb ("a-t-il", "déclare-t-elle") between two indices.

    Examples
    --------
    >>> from rapprochement.language import FrenchPack
    >>> clitic_subject(FrenchPack().nlp("a-t-elle ajouté"), 0, 3)
    True
    """
    for token in doc[first : last + 4]:
        word = token.lower_
        if word.startswith("-") and word.lstrip("-t") in _INVERTED and token.i <= last + 3:
            return True
        if token.i > first and not word.startswith("-") and token.pos_ in ("NOUN", "PROPN", "PUNCT"):
            return False
    return False


def group_head(token: Any) -> Any:
    """Return the full verb (or predicate) an auxiliary or copula belongs to; any other token is returned as it is.

    Examples
    --------
    >>> from rapprochement.language import FrenchPack
    >>> group_head(FrenchPack().nlp("Un accord aurait été signé.")[2]).text
    'signé'
    """
    return token.head if token.dep_.startswith("aux") or token.dep_ == "cop" else token


def subordinate_of(token: Any) -> Any | None:
    """Return the head of the subordinate clause or modifier a token stands in, or ``None`` in a main clause.

    Examples
    --------
    >>> from rapprochement.language import FrenchPack
    >>> doc = FrenchPack().nlp("Le navire que la marine a saisi repart.")
    >>> subordinate_of(doc[4]).text
    'saisi'
    """
    node = token
    while node.head != node:
        if node.dep_ in ("acl:relcl", "ccomp", "advcl", "acl", "amod") and node.i != token.i:
            return node
        node = node.head
    return None

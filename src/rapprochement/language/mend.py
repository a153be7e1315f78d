"""Mends a few attachments the parser gets wrong again and again in news: what hangs on a day, on "de son côté", on a near plural.

Each rule moves one edge of the dependency tree within its sentence and never touches tokens or sentence borders.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

TIME_WORDS = frozenset(
    {
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "matin", "matinée", "midi", "après-midi", "soir", "soirée",
        "nuit", "hier", "aujourd'hui", "demain", "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre", "décembre",
    }
)  # fmt: skip
_HANGERS = frozenset({"nmod", "obl:mod", "obl:arg", "acl", "appos", "advcl"})
_SIDES = frozenset({"côté", "tour"})
_CLOSING = frozenset({'"', "»", "”"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "expl:subj", "csubj", "nsubj:caus"})


def mend(doc: Doc) -> Doc:
    """Return ``doc`` with its attachments mended in place.

    Examples
    --------
    >>> import spacy
    >>> words = ["Rome", "a", "lancé", "lundi", "des", "raids"]
    >>> doc = Doc(spacy.blank("fr").vocab, words, heads=[2, 2, 2, 2, 5, 3], deps=["nsubj", "aux:tense", "ROOT", "obl:mod", "case", "nmod"],
    ...           pos=["PROPN", "AUX", "VERB", "NOUN", "ADP", "NOUN"])
    >>> [(token.head.text, token.dep_) for token in mend(doc)][4:]
    [('raids', 'det'), ('lancé', 'obj')]
    """
    for token in doc:
        if token.lower_ in TIME_WORDS:
            _release(token)
        elif token.lower_ in _SIDES:
            _aside(token)
        elif token.dep_ == "acl:relcl":
            _agree(token)
        elif token.dep_ == "acl" and token.pos_ == "VERB" and token.lower_.endswith("ant"):
            _absolute(token)
        elif token.pos_ == "VERB":
            _inverted(token)
    return doc


def _move(token: Token, head: Token, edge: str) -> None:
    if head.i != token.i and not any(above.i == token.i for above in head.ancestors):
        token.head = head
        token.dep_ = edge


def _case(token: Token) -> Token | None:
    return next((c for c in token.lefts if c.dep_ == "case"), None)


def _release(day: Token) -> None:
    """Hang on the verb or noun above what the parser hung on a day ("a lancé *lundi* des raids", "un entretien *mardi* avec Oslo")."""
    above = day.head
    while above.lower_ in TIME_WORDS and above.head.i != above.i:
        above = above.head
    if above.i == day.i or above.i > day.i or above.pos_ not in {"VERB", "NOUN", "AUX", "ADJ"}:
        return
    for child in [c for c in day.rights if c.dep_ in _HANGERS and c.pos_ in {"NOUN", "PROPN"}]:
        case = _case(child)
        if case is None or _temporal(child):
            continue
        if above.pos_ == "NOUN":
            _move(child, above, "nmod")
        elif case.lower_ == "des" and not any(c.dep_ == "obj" for c in above.children):
            _move(child, above, "obj")
            case.dep_ = "det"
        else:
            _move(child, above, "obl:arg" if case.lower_ in {"de", "du", "d'", "des", "à", "au", "aux"} else "obl:mod")


def _temporal(token: Token) -> bool:
    words = {
        "semaine",
        "mois",
        "heure",
        "heures",
        "année",
        "an",
        "début",
        "fin",
        "jour",
        "veille",
        "dernier",
        "prochain",
    }
    return any(t.lower_ in TIME_WORDS or t.lower_ in words or t.like_num for t in (token, *token.children))


def _aside(token: Token) -> None:
    """Give the verb the name that the parser took for a part of "de son côté" ("accuse de son côté *Rome*")."""
    verb = token.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return
    names = [
        c for c in token.rights if c.dep_ in {"flat:name", "nmod", "appos"} and not c.is_punct and _case(c) is None
    ]
    if not names or names[0].pos_ != "PROPN" or verb.i > token.i:
        return
    _move(names[0], verb, "obj" if any(c.dep_ in _SUBJECTS for c in verb.children) else "nsubj")
    for rest in names[1:]:
        _move(rest, names[0], "flat:name")


def _number(token: Token) -> str:
    for one in (*(c for c in token.lefts if c.dep_ == "det"), token):
        found = one.morph.get("Number", [])
        if found:
            return str(found[0])
    return ""


def _agree(verb: Token) -> None:
    """Hang ", qui a …" on the nearest noun before it that has the verb's number, when the one above it has not."""
    who = next((c for c in verb.lefts if c.lower_ == "qui" and c.dep_ in _SUBJECTS), None)
    if who is None or verb.head.i > who.i:
        return
    finite = next((c for c in verb.lefts if c.dep_.startswith("aux") or c.dep_ == "cop"), verb)
    wanted = finite.morph.get("Number", [])
    if not wanted or _number(verb.head) in {"", wanted[0]}:
        return
    i = who.i - 1
    while i > verb.head.i and (verb.doc[i].is_punct or verb.doc[i].pos_ in {"ADJ", "ADP", "DET", "NUM"}):
        i -= 1
    near: Token = verb.doc[i]
    while near.i > verb.head.i:
        if (
            near.pos_ in {"NOUN", "PROPN"}
            and near.dep_ not in {"flat:name", "flat:foreign"}
            and _number(near) == wanted[0]
        ):
            _move(verb, near, "acl:relcl")
            return
        if near.head.i >= near.i:
            return
        near = near.head


def _inverted(verb: Token) -> None:
    """Make whoever follows the verb after a quotation its subject ("« … », a tancé *Ana Lund*")."""
    if any(c.dep_ in _SUBJECTS for c in verb.children):
        return
    first = min([verb.i, *(c.i for c in verb.lefts if c.dep_.startswith("aux"))])
    if first < verb.sent.start + 2 or verb.doc[first - 1].text != "," or verb.doc[first - 2].text not in _CLOSING:
        return
    if first == verb.i and "Fin" not in verb.morph.get("VerbForm", []):
        return
    for child in verb.rights:
        if child.dep_ == "obj" and child.pos_ in {"NOUN", "PROPN"} and _case(child) is None:
            child.dep_ = "nsubj"
            return


def _absolute(verb: Token) -> None:
    """Make a clause of its own of ", Rome accusant Oslo" where the parser coordinated the name with those before it."""
    noun = verb.head
    left = noun.left_edge
    if noun.dep_ != "conj" or noun.i > verb.i or left.i == 0 or verb.doc[left.i - 1].text != ",":
        return
    if any(c.dep_ == "cc" for c in noun.lefts):
        return
    root = noun
    while root.head.i != root.i:
        root = root.head
    if root.i in {verb.i, noun.i}:
        return
    _move(verb, root, "advcl")
    _move(noun, verb, "nsubj")

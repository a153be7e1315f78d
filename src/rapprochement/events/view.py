"""A sentence with the actors that stand in it: the common ground of trigger search, roles, dates and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rapprochement.language import Sentence
from rapprochement.model import ActorMention, TimeExpression

CLAUSE_EDGES = frozenset({"acl:relcl", "advcl", "ccomp", "parataxis", "acl", "xcomp", "csubj"})
FREE_EDGES = frozenset({"conj", "appos", "flat", "flat:name", "flat:foreign", "compound", "fixed", "dislocated"})
PREPOSITIONS = {
    "au": "à", "aux": "à", "à": "à", "du": "de", "des": "de", "d'": "de", "de": "de", "en": "en", "dans": "dans",
    "chez": "chez", "vers": "vers", "contre": "contre", "avec": "avec", "envers": "envers", "pour": "pour", "par": "par",
    "sur": "sur", "entre": "entre", "auprès": "auprès", "face": "contre", "devant": "à", "sous": "sous", "via": "par",
    "depuis": "depuis", "selon": "selon", "d'après": "selon", "visant": "contre",
}  # fmt: skip


@dataclass(slots=True)
class ActorAt:
    """An actor mention placed on tokens: ``head`` is the token whose governor lies outside the mention.

    ``path`` leads from the head upward: ``path[0]`` is the head, ``path[-1]`` the root of the sentence.
    """

    mention: ActorMention
    codes: tuple[str, ...]
    first: int
    last: int
    head: Any
    path: list[Any] = field(default_factory=list)
    implied: bool = False


@dataclass(slots=True)
class View:
    """One sentence, its tokens, actors and time expressions, in text order.

    ``context`` are the codes that the passage before suggests, most recent subject first.
    """

    sentence: Sentence
    tokens: list[Any]
    actors: list[ActorAt]
    times: list[TimeExpression]
    forms: list[str]
    context: tuple[tuple[str, ...], ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """All codes named in the sentence."""
        return frozenset(code for actor in self.actors for code in actor.codes)


def make_view(
    sentence: Sentence, actors: Sequence[ActorMention], times: Sequence[TimeExpression], speaker: tuple[str, ...] = ()
) -> View:
    """Place the mentions that overlap a sentence on its tokens.

    Parameters
    ----------
    speaker : tuple of str
        Codes of whoever says "je", "nous" here; such pronouns then count as actors.
    """
    tokens = [t for t in sentence.span if not t.is_space]
    placed: list[ActorAt] = []
    taken: set[int] = set()
    for mention in actors:
        inside = sentence.tokens_in(mention.start, mention.end)
        inside = [t for t in inside if not t.is_space]
        if not inside or not mention.codes:
            continue
        head = _head(inside)
        placed.append(ActorAt(mention, mention.codes, inside[0].i, inside[-1].i, head, _path(head)))
        taken.update(t.i for t in inside)
    if speaker:
        for token in tokens:
            if token.i not in taken and token.lower_ in FIRST_PERSON:
                start = sentence.offset(token)
                mention = ActorMention(
                    "", start, start + len(token.text), token.text, speaker, "pronoun", "speaker:first-person"
                )
                placed.append(ActorAt(mention, speaker, token.i, token.i, token, _path(token), implied=True))
    placed.sort(key=lambda a: (a.first, a.last))
    return View(sentence, tokens, placed, list(times), [t.lower_ for t in tokens])


FIRST_PERSON = frozenset({"je", "j'", "nous", "notre", "nos", "moi", "mon", "ma", "mes"})


def _head(tokens: list[Any]) -> Any:
    """Return the token whose governor lies outside: of several the one highest in the tree, nouns before function words."""
    indices = {t.i for t in tokens}
    tops = [t for t in tokens if t.head.i not in indices or t.head is t or t.head.i == t.i]
    content = [t for t in tops if t.pos_ in ("NOUN", "PROPN", "ADJ", "PRON", "X", "VERB")]
    return (content or tops or tokens)[0]


def _path(token: Any) -> list[Any]:
    path = [token]
    while token.head.i != token.i and len(path) < 40:
        token = token.head
        path.append(token)
    return path


def preposition_of(token: Any) -> str | None:
    """Return the normalised preposition that introduces the phrase of ``token``, ``None`` without one."""
    for child in token.lefts:
        if child.dep_ == "case" or (child.pos_ == "ADP" and child.dep_ in ("mark", "fixed", "dep", "advmod")):
            found = PREPOSITIONS.get(child.lower_)
            if found is not None:
                return found
    return None

"""Subject pronouns of the third person: "il", "elle", "ils", "elles", also inverted ("a-t-il ajouté")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rapprochement.actors.discourse import LOOK_BACK, Discourse, agrees
from rapprochement.actors.found import Found
from rapprochement.actors.lexicon import Form
from rapprochement.actors.matcher import Tokens, fold
from rapprochement.actors.syntax import SUBJECTS
from rapprochement.language import Sentence

PRONOUNS = {"il": "m", "elle": "f", "ils": "mp", "elles": "fp"}
NEAR_PERSON = 2
"""Sentences back in which the last person named will do for the subject of a verb of speech."""
_HAPPENS = frozenset(
    {"pouvoir", "trouver", "averer", "passer", "produire", "dire", "agir", "ensuivre", "dérouler", "creer"}
)
FIRST_SENTENCES = 2
"""Sentences of an article whose pronoun may stand for somebody only named after it."""
_IMPERSONAL = frozenset(
    {
        "falloir",
        "agir",
        "sembler",
        "neiger",
        "pleuvoir",
        "suffire",
        "importer",
        "convenir",
        "exister",
        "rester",
        "valoir",
        "faillir",
    }
)


class Pronouns:
    """Resolves pronouns against what was said before them."""

    def __init__(self, said: Discourse) -> None:
        self.said = said

    def resolve(self, k: int, one: Found, sentence: Sentence) -> None:
        """Resolve a subject pronoun to the nearest subject before it that agrees; another noun in between leaves it open.

        With a verb of speech or other human doing ("a-t-il ajouté") only people and states come into question, and other nouns
        do not stand in the way; then the last person named who agrees will do.
        """
        token = self.said.syntax.token(self.said.tokens.starts[one.i])
        if token is None:
            return
        inverted = token.i > token.head.i or self.said.tokens.gap(one.i) == "-"
        speaks = self.human(token, inverted)
        if (
            not (token.dep_ in SUBJECTS or (inverted and speaks) or _turns_on(token))
            or token.head.lemma_ in _IMPERSONAL
        ):
            return
        here = sentence.base + token.idx
        human = inverted or speaks
        if self.said.tokens.folds[max(0, one.i - 2) : one.i] in (["pour", "qu"], ["afin", "qu"]):
            for n in reversed(self.said.by_sentence.get(sentence.index, [])):
                owner = self.said.found[n]
                if n < k and owner.codes and owner.role not in {"adjective", "place"} and agrees(one.gender, owner):
                    self.stand_for(one, owner, "pronoun:purpose")
                    return
        for back in range(LOOK_BACK):
            index = sentence.index - back
            if index < 0:
                break
            for subject, mention in reversed(self.said.subjects(index)):
                offset = self.said.syntax.sentences[index].base + subject.idx
                if offset >= here or (inverted and self.said.quoted(index, offset)) or _relative_of(token, subject):
                    continue
                if mention is not None and mention.codes:
                    fits = (
                        mention.person
                        or mention.role == "agency"
                        or one.plural
                        or not human
                        or (back == 0 and not inverted)
                    )
                    if fits and agrees(one.gender, mention):
                        self.stand_for(one, mention, "pronoun:sentence" if back == 0 else "pronoun:previous")
                        return
                elif _noun_agrees(one.gender, subject) and (not human or subject.pos_ == "PROPN"):
                    return
        if sentence.index < FIRST_SENTENCES and not any(f.codes and f.person for f in self.said.found[:k]):
            self.named_next(k, one, sentence)
            return
        if human and not one.plural:
            floor = sentence.index - NEAR_PERSON
            for n in range(k - 1, -1, -1):
                where = self.said.sentences[n]
                if where is None or where.index < floor:
                    return
                if self.said.single_person(one, self.said.found[n]) and not (
                    inverted and self.said.quoted(where.index, self.said.tokens.starts[self.said.found[n].i])
                ):
                    self.stand_for(one, self.said.found[n], "pronoun:last-person")
                    return

    def named_next(self, k: int, one: Found, sentence: Sentence) -> None:
        """Let a standfirst's "Il avait été arrêté" stand for whoever the article introduces next."""
        for n in range(k + 1, len(self.said.found)):
            where, later = self.said.sentences[n], self.said.found[n]
            if where is None or where.index > sentence.index + LOOK_BACK:
                return
            private = later.role == "national" and ":national" in later.rule
            single = len(later.codes) == 1 and not later.plural and later.form.kind != "pronoun"
            if single and (later.person or private) and agrees(one.gender, later):
                self.stand_for(one, later, "pronoun:named-next")
                return

    def human(self, token: Any, inverted: bool) -> bool:
        """Tell whether the pronoun's verb is one of speech or other human doing; the parser often takes "-il" for an expletive."""
        verbs = self.said.lexicon.words["human-verbs"]
        if fold(token.head.lemma_) in verbs:
            return True
        after = token.i + 1
        return inverted and after < len(token.doc) and fold(token.doc[after].lemma_) in verbs

    def stand_for(self, one: Found, mention: Found, rule: str) -> None:
        """Let a pronoun stand for a mention."""
        one.codes, one.agent, one.rule, one.person = mention.codes, mention.agent, rule, mention.person
        if ":national" in mention.rule:
            one.rule += ":national"  # a private person: hears of acts, makes no policy


def _turns_on(token: Any) -> bool:
    """Tell whether "il" is the subject of a reflexive verb with a complement ("il s'en prend à …"), which the parser takes for empty."""
    if token.dep_ != "expl:subj" or fold(token.head.lemma_) in _HAPPENS:
        return False
    edges = {child.dep_ for child in token.head.children}
    return "expl:comp" in edges and "obl:arg" in edges


def pronouns(tokens: Tokens, ranges: Sequence[tuple[int, int]]) -> list[Found]:
    """Return the subject pronouns of the third person as unresolved mentions."""
    out: list[Found] = []
    spans = iter(ranges)
    span = next(spans, None)
    for i, word in enumerate(tokens.folds):
        if word not in PRONOUNS:
            continue
        while span is not None and tokens.starts[i] >= span[1]:
            span = next(spans, None)
        if span is None:
            break
        if tokens.starts[i] >= span[0]:
            gender = PRONOUNS[word]
            out.append(Found(i, i + 1, (), "pronoun", "pronoun", Form("pronoun", word, "pronoun", (), gender), gender))
    return out


def _relative_of(pronoun: Any, noun: Any) -> bool:
    """Tell whether the pronoun is the subject of a relative clause on the noun ("X, qu'il a reçu"): then it is another."""
    verb = pronoun.head
    return bool(verb.dep_ == "acl:relcl" and verb.head.i == noun.i)


def _noun_agrees(gender: str, token: Any) -> bool:
    morph = token.morph
    number, gendered = morph.get("Number"), morph.get("Gender")
    if number and (number[0] == "Plur") != gender.endswith("p"):
        return False
    return not gendered or gender == "mp" or gendered[0][0].lower() == gender[0]

"""Descriptions that refer back: "le président", "le gouvernement", "son pays", "le Sénat", "le diplomate"."""

from __future__ import annotations

from collections import Counter

from rapprochement.actors.discourse import LOOK_BACK, Discourse
from rapprochement.actors.found import Found
from rapprochement.language import Sentence

_BY_ROLE = frozenset({"leader", "official", "officer"})
"""Body nouns so general that anybody of their role will do."""
_OFFICES = {
    "president": "president",
    "president-of-republic": "president",
    "vice-president": "vice-president",
    "prime-minister": "prime minister",
    "chancellor": "chancellor",
    "monarch": "king",
    "minister": "minister",
}


class Descriptions:
    """Resolves body nouns without adjective against what was said before them."""

    def __init__(self, said: Discourse) -> None:
        self.said = said

    def resolve(self, k: int, one: Found, sentence: Sentence) -> None:
        """Resolve "le président", "le gouvernement" to the person or state last named that fits."""
        body = self.said.lexicon.bodies[one.form.key]
        before = self.said.tokens.folds[one.i - 1] if one.i else ""
        if (
            body.bare == "none"
            or before not in self.said.lexicon.words["definite"]
            or (one.plural and body.bare == "person")
        ):
            return
        if not one.plural and before in self.said.lexicon.words["plural-determiners"]:
            return  # "tous les pays"
        if body.person and self.apposed(k, one):
            return
        if body.bare == "person":
            self.person_described(k, one)
        elif body.bare == "same":
            self.same_kind(k, one)
        else:
            self.state_described(k, one, sentence)

    def apposed(self, k: int, one: Found) -> bool:
        """Let "son secrétaire général, Ana Vidal," be whoever is named right after the comma."""
        following = self.said.found[k + 1] if k + 1 < len(self.said.found) else None
        if following is None or not self.said.single_person(one, following) or following.i != one.j:
            return False
        if self.said.tokens.gap(following.i) != ", ":
            return False
        one.codes, one.agent, one.rule = following.codes, following.agent, f"description:{one.form.key}:apposed"
        return True

    def person_described(self, k: int, one: Found) -> None:
        """Take the last person named who holds the office, else the last of that role, else whom the document names later."""
        body = self.said.lexicon.bodies[one.form.key]
        earlier = [f for f in self.said.found[:k] if self.said.single_person(one, f)]
        holders = [f for f in earlier if self.holds(f, body.id)]
        holders = [f for f in holders if f.codes[0] in body.prefers] or holders
        if holders:
            best = self.likeliest(k, holders)
            one.codes, one.agent, one.rule = best.codes, best.agent, f"description:{body.id}"
            return
        of_role = [f for f in earlier if f.role == body.role or (body.id == "official" and f.role == "minister")]
        if of_role and body.id in _BY_ROLE:
            one.codes, one.agent, one.rule = of_role[-1].codes, of_role[-1].agent, f"description:{body.id}:role"
            return
        if body.role == "leader":
            for later in self.said.found[k + 1 :]:
                if self.said.single_person(one, later) and later.form.kind == "person" and self.holds(later, body.id):
                    one.codes, one.agent, one.rule = later.codes, later.agent, f"description:{body.id}:later"
                    return

    def likeliest(self, k: int, people: list[Found]) -> Found:
        """Return the one of ``people``, all named before, whom nearness and the document's attention favour."""
        here = self.said.sentences[k]
        counts = Counter(code for f in self.said.found if f.person for code in f.codes)
        top = max(counts.values())
        where = {id(f): s for f, s in zip(self.said.found, self.said.sentences, strict=True)}
        weights: dict[str, float] = {}
        for person in people:
            sentence = where[id(person)]
            if sentence is not None and here is not None:
                weights[person.codes[0]] = weights.get(person.codes[0], 0.0) + 0.5 ** (here.index - sentence.index)
        if not weights:
            return people[-1]
        best = max(weights, key=lambda c: (weights[c] + counts[c] / top, c))
        return next(f for f in reversed(people) if f.codes[0] == best)

    def holds(self, one: Found, body: str) -> bool:
        """Tell whether a mention's person holds the office of this body noun."""
        office = _OFFICES.get(body, "")
        person = self.said.lexicon.persons.get(one.rule.partition(":")[2])
        return (
            person is not None and office != "" and any(office in t.office for t in person.terms)
        ) or one.form.key == body

    def same_kind(self, k: int, one: Found) -> None:
        """Give "le Sénat", "le sénateur X" the state whose parliament the document names, before this or else after."""
        for other in (*reversed(self.said.found[:k]), *self.said.found[k + 1 :]):
            if other.role == one.role and other.codes and not other.rule.startswith("introduced"):
                one.codes, one.rule = other.codes, f"description:{one.form.key}"
                return

    def state_described(self, k: int, one: Found, sentence: Sentence) -> None:
        """Take the state that is nearest, most often a subject and most named; after "son" that of the person just named."""
        start = self.said.tokens.starts[one.i]
        if one.i and self.said.tokens.folds[one.i - 1] in {"son", "sa", "ses"}:
            for n in reversed(self.said.by_sentence.get(sentence.index, [])):
                owner = self.said.found[n]
                if n < k and owner.person and self.said.one_state(owner):
                    one.codes, one.rule = owner.codes, f"description:{one.form.key}:possessive"
                    return
        word = self.said.tokens.folds[one.i]
        if one.i and self.said.tokens.folds[one.i - 1] in {"ce", "cet", "cette"}:
            for earlier in reversed(self.said.found[:k]):
                if self.said.one_state(earlier) and earlier.role != "adjective":
                    one.codes, one.rule = earlier.codes, f"description:{one.form.key}:this"
                    return
        if word == "pays" and self.located(k, one):
            return
        weights: dict[str, float] = {}
        for earlier in self.said.found[:k]:
            if (
                self.said.one_state(earlier)
                and earlier.rule.startswith("phrase")
                and self.said.tokens.folds[earlier.i] == word
            ):
                weights[earlier.codes[0]] = 1.0
        for back in range(LOOK_BACK):
            index = sentence.index - back
            if index < 0:
                break
            for n in self.said.by_sentence.get(index, []):
                if n < k and self.said.one_state(self.said.found[n]):
                    code = self.said.found[n].codes[0]
                    weights[code] = weights.get(code, 0.0) + 0.5 * 0.5**back
            base = self.said.syntax.sentences[index].base
            for subject, mention in self.said.subjects(index):
                if (
                    mention is not None
                    and mention is not one
                    and base + subject.idx < start
                    and self.said.one_state(mention)
                ):
                    code = mention.codes[0]
                    weights[code] = weights.get(code, 0.0) + 0.5**back
        top = max((count for code, count in self.said.counts.items() if code in self.said.lexicon.states), default=0)
        for code, count in self.said.counts.items():
            if code in self.said.lexicon.states:
                weights[code] = weights.get(code, 0.0) + count / top
        if weights:
            best = min(weights, key=lambda c: (-weights[c], c))
            one.codes, one.rule = (best,), f"description:{one.form.key}"
            one.agent = self.said.tokens.text[start : self.said.tokens.ends[one.j - 1]]

    def located(self, k: int, one: Found) -> bool:
        """Let "dans le pays", "du pays" be the state last said to be the scene ("en Irak", "au Mali")."""
        token = self.said.syntax.token(self.said.tokens.starts[one.i])
        if token is None or self.said.syntax.is_subject(token):
            return False
        for earlier in reversed(self.said.found[max(0, k - 8) : k]):
            before = self.said.tokens.folds[earlier.i - 1] if earlier.i else ""
            if earlier.form.kind == "name" and before in {"en", "au", "aux"}:
                one.codes, one.rule = earlier.codes, f"description:{one.form.key}:scene"
                return True
        return False

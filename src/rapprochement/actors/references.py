"""Words that refer to actors named before: "les deux pays", "le président", "il", "ce dernier", "le gouvernement"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rapprochement.actors.found import Found
from rapprochement.actors.lexicon import Form, Lexicon
from rapprochement.actors.matcher import Tokens, fold
from rapprochement.actors.syntax import SUBJECTS, Syntax
from rapprochement.language import Sentence

PRONOUNS = {"il": "m", "elle": "f", "ils": "mp", "elles": "fp"}
LOOK_BACK = 4
"""Sentences before its own in which a pronoun looks for what it stands for."""
DOCUMENT_WEIGHT = 0.6
"""What the most named actor of a document weighs against one named in the same sentence, when a pair is sought."""
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
_STATE_KINDS = frozenset(
    {"name", "capital", "seat", "adjective", "demonym", "named body", "body", "ambiguous", "person", "surname"}
)
_BY_ROLE = frozenset({"leader", "official", "officer"})
"""Body nouns so general that anybody of their role will do."""
_OFFICES = {
    "president": "president",
    "vice-president": "vice-president",
    "prime-minister": "prime minister",
    "chancellor": "chancellor",
    "monarch": "king",
    "minister": "minister",
}


class Resolver:
    """Resolves references in text order, each against what was said before it.

    Parameters
    ----------
    found : list of Found
        Mentions in text order; resolved ones are changed in place, unresolved ones keep empty ``codes``.
    sentences : list of Sentence or None
        The sentence of each mention.
    """

    def __init__(
        self, found: list[Found], sentences: list[Sentence | None], tokens: Tokens, lexicon: Lexicon, syntax: Syntax
    ) -> None:
        self.found = found
        self.sentences = sentences
        self.tokens = tokens
        self.lexicon = lexicon
        self.syntax = syntax
        self.counts: Counter[str] = Counter(c for f in found for c in f.codes if f.role != "place")
        self.by_sentence: dict[int, list[int]] = {}
        for k, sentence in enumerate(sentences):
            if sentence is not None:
                self.by_sentence.setdefault(sentence.index, []).append(k)
        self._subjects: dict[int, list[tuple[Any, Found | None]]] = {}

    def run(self) -> None:
        """Resolve every reference and description."""
        for k, one in enumerate(self.found):
            sentence = self.sentences[k]
            if sentence is None:
                continue
            if one.form.kind == "reference":
                self.reference(k, one, sentence)
            elif one.form.kind == "pronoun":
                self.pronoun(k, one, sentence)
            elif one.form.kind == "body" and not one.codes:
                self.description(k, one, sentence)

    def reference(self, k: int, one: Found, sentence: Sentence) -> None:
        """Resolve "les deux pays", "les trois capitales", "ce dernier"."""
        means = self.lexicon.references[one.form.key].means
        if means == "pair":
            pair = self.pair(k, sentence)
            if pair is not None:
                one.codes, one.rule = pair[0], f"pair:{pair[1]}"
        elif means == "all":
            codes = self.group(k, sentence, 3)
            if codes:
                one.codes, one.rule = codes, "group:named"
        elif means == "last":
            following = self.syntax.token(self.tokens.ends[one.j - 1] + 1)
            if following is not None and following.pos_ in {"NOUN", "ADJ", "NUM"}:
                return  # "ces derniers jours"
            for earlier in reversed(self.found[max(0, k - 6) : k]):
                if earlier.codes and _agrees(one.gender, earlier) and earlier.role not in {"place", "adjective"}:
                    one.codes, one.agent, one.rule = earlier.codes, earlier.agent, "reference:last"
                    return

    def states(self, keys: Sequence[int]) -> list[str]:
        """Return the codes of these mentions in order; towns, media and blocs apart."""
        codes: list[str] = []
        for k in keys:
            one = self.found[k]
            if one.role in {"place", "media"} or one.form.kind in {"pronoun"}:
                continue
            codes += [c for c in one.codes if c not in codes and not c.startswith("GRP:")]
        return codes

    def pair(self, k: int, sentence: Sentence) -> tuple[tuple[str, ...], str] | None:
        """Return the two actors meant by "les deux pays".

        "Ces deux pays" are the last two named. Otherwise every code gathers weight from each earlier mention, halved with every
        sentence back, and a little from how often the whole document names it: near actors first, those of the subject next.
        """
        before = self.tokens.folds[self.found[k].i - 1] if self.found[k].i else ""
        weights: dict[str, float] = {}
        order: list[str] = []
        for back in range(LOOK_BACK):
            keys = [n for n in self.by_sentence.get(sentence.index - back, []) if n < k]
            named = self.states(keys)
            if before == "ces" and not order and len(named) >= 2:
                return tuple(named[-2:]), "these"
            for code in named:
                weights[code] = weights.get(code, 0.0) + 0.5**back
                if code not in order:
                    order.append(code)
        most = self.counts.most_common(1)
        top = most[0][1] if most else 1
        for code, count in self.counts.items():
            if not code.startswith("GRP:"):
                weights[code] = weights.get(code, 0.0) + DOCUMENT_WEIGHT * count / top
        if len(weights) < 2:
            return None
        best = sorted(weights, key=lambda c: (-weights[c], c))[:2]
        rule = "near" if all(c in order for c in best) else "most-named"
        return tuple(sorted(best, key=lambda c: order.index(c) if c in order else len(order))), rule

    def group(self, k: int, sentence: Sentence, size: int) -> tuple[str, ...]:
        """Return the ``size`` actors named in this sentence and the two before it, if they are that many."""
        window = [n for n in self.by_sentence.get(sentence.index, []) if n < k]
        for back in (1, 2):
            if len(self.states(window)) >= size:
                break
            window = self.by_sentence.get(sentence.index - back, []) + window
        codes = self.states(window)
        return tuple(codes) if len(codes) == size else ()

    def description(self, k: int, one: Found, sentence: Sentence) -> None:
        """Resolve "le président", "le gouvernement" to the person or state last named that fits."""
        body = self.lexicon.bodies[one.form.key]
        before = self.tokens.folds[one.i - 1] if one.i else ""
        if (
            body.bare == "none"
            or before not in self.lexicon.words["definite"]
            or (one.plural and body.bare == "person")
        ):
            return
        if not one.plural and before in self.lexicon.words["plural-determiners"]:
            return  # "tous les pays"
        if body.bare == "person":
            self.person_described(k, one)
        elif body.bare == "same":
            self.same_kind(k, one)
        else:
            self.state_described(k, one, sentence)

    def person_described(self, k: int, one: Found) -> None:
        """Take the last person named who holds the office, else the last of that role, else whom the document names later."""
        body = self.lexicon.bodies[one.form.key]
        earlier = [f for f in self.found[:k] if self.single_person(one, f)]
        holders = [f for f in earlier if self.holds(f, body.id)]
        if holders:
            best = self.likeliest(k, holders)
            one.codes, one.agent, one.rule = best.codes, best.agent, f"description:{body.id}"
            return
        of_role = [f for f in earlier if f.role == body.role or (body.id == "official" and f.role == "minister")]
        if of_role and body.id in _BY_ROLE:
            one.codes, one.agent, one.rule = of_role[-1].codes, of_role[-1].agent, f"description:{body.id}:role"
            return
        if body.role == "leader":
            for later in self.found[k + 1 :]:
                if self.single_person(one, later) and later.form.kind == "person" and self.holds(later, body.id):
                    one.codes, one.agent, one.rule = later.codes, later.agent, f"description:{body.id}:later"
                    return

    def likeliest(self, k: int, people: list[Found]) -> Found:
        """Return the one of ``people``, all named before, whom nearness and the document's attention favour."""
        here = self.sentences[k]
        counts = Counter(code for f in self.found if f.person for code in f.codes)
        top = max(counts.values())
        where = {id(f): s for f, s in zip(self.found, self.sentences, strict=True)}
        weights: dict[str, float] = {}
        for person in people:
            sentence = where[id(person)]
            if sentence is not None and here is not None:
                weights[person.codes[0]] = weights.get(person.codes[0], 0.0) + 0.5 ** (here.index - sentence.index)
        if not weights:
            return people[-1]
        best = max(weights, key=lambda c: (weights[c] + counts[c] / top, c))
        return next(f for f in reversed(people) if f.codes[0] == best)

    def single_person(self, one: Found, other: Found) -> bool:
        """Tell whether ``other`` names one person of the right gender."""
        if not other.person or len(other.codes) != 1 or other.plural or other.form.kind == "pronoun":
            return False
        return not (other.gender and one.gender and not _agrees(one.gender, other))

    def holds(self, one: Found, body: str) -> bool:
        """Tell whether a mention's person holds the office of this body noun."""
        office = _OFFICES.get(body, "")
        person = self.lexicon.persons.get(one.rule.partition(":")[2])
        return (
            person is not None and office != "" and any(office in t.office for t in person.terms)
        ) or one.form.key == body

    def same_kind(self, k: int, one: Found) -> None:
        """Give "le Sénat", "le sénateur X" the state whose parliament the document names, before this or else after."""
        for other in (*reversed(self.found[:k]), *self.found[k + 1 :]):
            if other.role == one.role and other.codes and not other.rule.startswith("introduced"):
                one.codes, one.rule = other.codes, f"description:{one.form.key}"
                return

    def state_described(self, k: int, one: Found, sentence: Sentence) -> None:
        """Take the state that is nearest, most often a subject and most named; after "son" that of the person just named."""
        start = self.tokens.starts[one.i]
        if one.i and self.tokens.folds[one.i - 1] in {"son", "sa", "ses"}:
            for n in reversed(self.by_sentence.get(sentence.index, [])):
                owner = self.found[n]
                if n < k and owner.person and self.one_state(owner):
                    one.codes, one.rule = owner.codes, f"description:{one.form.key}:possessive"
                    return
        word = self.tokens.folds[one.i]
        if one.i and self.tokens.folds[one.i - 1] in {"ce", "cet", "cette"}:
            for earlier in reversed(self.found[:k]):
                if self.one_state(earlier) and earlier.role != "adjective":
                    one.codes, one.rule = earlier.codes, f"description:{one.form.key}:this"
                    return
        if word == "pays" and self.located(k, one):
            return
        weights: dict[str, float] = {}
        for earlier in self.found[:k]:
            if self.one_state(earlier) and earlier.rule.startswith("phrase") and self.tokens.folds[earlier.i] == word:
                weights[earlier.codes[0]] = 1.0
        for back in range(LOOK_BACK):
            index = sentence.index - back
            if index < 0:
                break
            for n in self.by_sentence.get(index, []):
                if n < k and self.one_state(self.found[n]):
                    code = self.found[n].codes[0]
                    weights[code] = weights.get(code, 0.0) + 0.5 * 0.5**back
            base = self.syntax.sentences[index].base
            for subject, mention in self.subjects(index):
                if (
                    mention is not None
                    and mention is not one
                    and base + subject.idx < start
                    and self.one_state(mention)
                ):
                    code = mention.codes[0]
                    weights[code] = weights.get(code, 0.0) + 0.5**back
        top = max((count for code, count in self.counts.items() if code in self.lexicon.states), default=0)
        for code, count in self.counts.items():
            if code in self.lexicon.states:
                weights[code] = weights.get(code, 0.0) + count / top
        if weights:
            best = min(weights, key=lambda c: (-weights[c], c))
            one.codes, one.rule = (best,), f"description:{one.form.key}"
            one.agent = self.tokens.text[start : self.tokens.ends[one.j - 1]]

    def located(self, k: int, one: Found) -> bool:
        """Let "dans le pays", "du pays" be the state last said to be the scene ("en Irak", "au Mali")."""
        token = self.syntax.token(self.tokens.starts[one.i])
        if token is None or self.syntax.is_subject(token):
            return False
        for earlier in reversed(self.found[max(0, k - 8) : k]):
            before = self.tokens.folds[earlier.i - 1] if earlier.i else ""
            if earlier.form.kind == "name" and before in {"en", "au", "aux"}:
                one.codes, one.rule = earlier.codes, f"description:{one.form.key}:scene"
                return True
        return False

    def one_state(self, one: Found) -> bool:
        """Tell whether a mention stands for a single state."""
        return len(one.codes) == 1 and one.codes[0] in self.lexicon.states and one.form.kind in _STATE_KINDS

    def subjects(self, index: int) -> list[tuple[Any, Found | None]]:
        """Return the nominal subjects of a sentence in text order, each with the mention it belongs to, if any."""
        known = self._subjects.get(index)
        if known is not None:
            return known
        sentence = self.syntax.sentences[index]
        spans = [
            (self.tokens.starts[f.i], self.tokens.ends[f.j - 1], f)
            for f in (self.found[k] for k in self.by_sentence.get(index, []))
            if f.form.kind != "pronoun"
        ]
        subjects: list[tuple[Any, Found | None]] = []
        for token in sentence.span:
            if token.dep_ in SUBJECTS and token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "X"}:
                offset = sentence.base + token.idx
                subjects.append((token, next((f for start, end, f in spans if start <= offset < end), None)))
        self._subjects[index] = subjects
        return subjects

    def pronoun(self, k: int, one: Found, sentence: Sentence) -> None:
        """Resolve a subject pronoun to the nearest subject before it that agrees; another noun in between leaves it open.

        With a verb of speech or other human doing ("a-t-il ajouté") only people and states come into question, and other nouns
        do not stand in the way; then the last person named who agrees will do.
        """
        token = self.syntax.token(self.tokens.starts[one.i])
        if token is None:
            return
        inverted = token.i > token.head.i or self.tokens.gap(one.i) == "-"
        speaks = self.human(token, inverted)
        if not (token.dep_ in SUBJECTS or (inverted and speaks)) or token.head.lemma_ in _IMPERSONAL:
            return
        here = sentence.base + token.idx
        human = inverted or speaks
        for back in range(LOOK_BACK):
            index = sentence.index - back
            if index < 0:
                break
            for subject, mention in reversed(self.subjects(index)):
                offset = self.syntax.sentences[index].base + subject.idx
                if offset >= here or (inverted and self.quoted(index, offset)) or _relative_of(token, subject):
                    continue
                if mention is not None and mention.codes:
                    fits = mention.person or one.plural or not human or (back == 0 and not inverted)
                    if fits and _agrees(one.gender, mention):
                        self.stand_for(one, mention, "pronoun:sentence" if back == 0 else "pronoun:previous")
                        return
                elif mention is None and _noun_agrees(one.gender, subject) and (not human or subject.pos_ == "PROPN"):
                    return
        if human and not one.plural:
            floor = sentence.index - LOOK_BACK
            for n in range(k - 1, -1, -1):
                where = self.sentences[n]
                if where is None or where.index < floor:
                    return
                if self.single_person(one, self.found[n]) and not (
                    inverted and self.quoted(where.index, self.tokens.starts[self.found[n].i])
                ):
                    self.stand_for(one, self.found[n], "pronoun:last-person")
                    return

    def human(self, token: Any, inverted: bool) -> bool:
        """Tell whether the pronoun's verb is one of speech or other human doing; the parser often takes "-il" for an expletive."""
        verbs = self.lexicon.words["human-verbs"]
        if fold(token.head.lemma_) in verbs:
            return True
        after = token.i + 1
        return inverted and after < len(token.doc) and fold(token.doc[after].lemma_) in verbs

    def quoted(self, index: int, offset: int) -> bool:
        """Tell whether ``offset`` lies inside a quotation of its section, whichever marks it uses."""
        start = self.syntax.sentences[index].section.start
        before = self.tokens.text[start:offset]
        return before.count('"') % 2 == 1 or before.count("«") + before.count("“") > before.count("»") + before.count(
            "”"
        )

    def stand_for(self, one: Found, mention: Found, rule: str) -> None:
        """Let a pronoun stand for a mention."""
        one.codes, one.agent, one.rule, one.person = mention.codes, mention.agent, rule, mention.person


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


def _agrees(gender: str, mention: Found) -> bool:
    """Tell whether a pronoun of this gender and number can stand for the mention; unknown features agree with all."""
    other = mention.gender
    if gender.endswith("p"):
        if len(mention.codes) > 1:
            return True
        return other.endswith("p") and (gender[0] in other or gender == "mp")
    if other in {"mp", "fp", "mfp"} or len(mention.codes) > 1:
        return False
    return not other or gender in other


def _relative_of(pronoun: Any, noun: Any) -> bool:
    """Tell whether the pronoun is the subject of a relative clause on the noun ("X, qu'il a reçu"): then it is another."""
    verb = pronoun.head
    return verb.dep_ == "acl:relcl" and verb.head.i == noun.i


def _noun_agrees(gender: str, token: Any) -> bool:
    morph = token.morph
    number, gendered = morph.get("Number"), morph.get("Gender")
    if number and (number[0] == "Plur") != gender.endswith("p"):
        return False
    return not gendered or gender == "mp" or gendered[0][0].lower() == gender[0]

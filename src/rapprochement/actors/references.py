"""Words that refer to actors named before: "les deux pays", "le président", "il", "ce dernier", "le gouvernement"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rapprochement.actors.found import Found
from rapprochement.actors.lexicon import Form, Lexicon
from rapprochement.actors.matcher import Tokens
from rapprochement.actors.syntax import SUBJECTS, Syntax
from rapprochement.language import Sentence

PRONOUNS = {"il": "m", "elle": "f", "ils": "mp", "elles": "fp"}
LOOK_BACK = 4
"""Sentences before its own in which a pronoun looks for what it stands for."""
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
                self.description(k, one)

    def reference(self, k: int, one: Found, sentence: Sentence) -> None:
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
            for earlier in reversed(self.found[max(0, k - 6) : k]):
                if earlier.codes and _agrees(one.gender, earlier) and earlier.role not in {"place", "adjective"}:
                    one.codes, one.agent, one.rule = earlier.codes, earlier.agent, "reference:last"
                    return

    def states(self, keys: Sequence[int]) -> list[str]:
        codes: list[str] = []
        for k in keys:
            one = self.found[k]
            if one.role in {"place"} or (one.form.kind in {"reference", "pronoun"} and len(one.codes) != 2):
                continue
            codes += [c for c in one.codes if c not in codes and not c.startswith("GRP:")]
        return codes

    def pair(self, k: int, sentence: Sentence) -> tuple[tuple[str, ...], str] | None:
        """Return the two actors meant by "les deux pays": nearest first, then those the document names most."""
        window: list[int] = [n for n in self.by_sentence.get(sentence.index, []) if n < k]
        back = sentence.index
        while True:
            codes = self.states(window)
            if len(codes) == 2:
                return tuple(codes), "near"
            if len(codes) > 2:
                ranked = sorted(codes, key=lambda c: (-self.counts[c], codes.index(c)))[:2]
                return tuple(c for c in codes if c in ranked), "near-most-named"
            back -= 1
            if back < 0 or sentence.index - back > LOOK_BACK:
                break
            window = self.by_sentence.get(back, []) + window
        most = [
            c for c, _ in sorted(self.counts.items(), key=lambda item: (-item[1], item[0])) if not c.startswith("GRP:")
        ]
        codes = codes[:1] + [c for c in most if c not in codes[:1]]
        return (tuple(codes[:2]), "most-named") if len(codes) >= 2 else None

    def group(self, k: int, sentence: Sentence, size: int) -> tuple[str, ...]:
        window = [n for n in self.by_sentence.get(sentence.index, []) if n < k]
        for back in (1, 2):
            if len(self.states(window)) >= size:
                break
            window = self.by_sentence.get(sentence.index - back, []) + window
        codes = self.states(window)
        return tuple(codes) if len(codes) == size else ()

    def description(self, k: int, one: Found) -> None:
        """Resolve "le président", "le gouvernement" to the person or state last named that fits."""
        body = self.lexicon.bodies[one.form.key]
        before = self.tokens.folds[one.i - 1] if one.i else ""
        if body.bare == "none" or before not in self.lexicon.words["definite"] or one.plural:
            return
        if body.bare == "person":
            office = _OFFICES.get(body.id, "")
            fallback: Found | None = None
            for earlier in reversed(self.found[:k]):
                if not (earlier.person and earlier.codes and len(earlier.codes) == 1) or earlier.plural:
                    continue
                if earlier.gender and one.gender and not _agrees(one.gender, earlier):
                    continue
                person = self.lexicon.persons.get(earlier.rule.partition(":")[2])
                held = " ".join(t.office for t in person.terms) if person is not None else earlier.form.key
                if (office and office in held) or earlier.form.key == body.id:
                    one.codes, one.agent, one.rule = earlier.codes, earlier.agent, f"description:{body.id}"
                    return
                if fallback is None and earlier.role == body.role and person is None:
                    fallback = earlier
            if fallback is not None and body.role in {"leader", "official", "military"}:
                one.codes, one.agent, one.rule = fallback.codes, fallback.agent, f"description:{body.id}:role"
            return
        for earlier in reversed(self.found[:k]):
            if (
                len(earlier.codes) == 1
                and earlier.codes[0] in self.lexicon.states
                and earlier.form.kind in _STATE_KINDS
            ):
                one.codes, one.rule = earlier.codes, f"description:{body.id}"
                one.agent = self.tokens.text[self.tokens.starts[one.i] : self.tokens.ends[one.j - 1]]
                return

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
        """Resolve a subject pronoun to the nearest subject before it that agrees; another noun in between leaves it open."""
        token = self.syntax.token(self.tokens.starts[one.i])
        if token is None or token.dep_ not in SUBJECTS or token.head.lemma_ in _IMPERSONAL:
            return
        here = sentence.base + token.idx
        inverted = token.i > token.head.i
        for back in range(LOOK_BACK):
            index = sentence.index - back
            if index < 0:
                return
            for subject, mention in reversed(self.subjects(index)):
                offset = self.syntax.sentences[index].base + subject.idx
                if offset >= here:
                    continue
                if mention is not None and mention.codes:
                    if _agrees(one.gender, mention) and (mention.person or not inverted or one.plural):
                        one.codes, one.agent = mention.codes, mention.agent
                        one.rule = "pronoun:sentence" if back == 0 else "pronoun:previous"
                        one.person = mention.person
                        return
                elif (
                    mention is None and _noun_agrees(one.gender, subject) and (not inverted or subject.pos_ == "PROPN")
                ):
                    return
            if self.syntax.sentences[index].section.kind == "heading" and back:
                return


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


def _noun_agrees(gender: str, token: Any) -> bool:
    morph = token.morph
    number, gendered = morph.get("Number"), morph.get("Gender")
    if number and (number[0] == "Plur") != gender.endswith("p"):
        return False
    return not gendered or gender == "mp" or gendered[0][0].lower() == gender[0]

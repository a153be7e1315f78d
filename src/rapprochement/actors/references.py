"""Words that refer to actors named before: pairs and groups ("les deux pays"), "ce dernier"; hands descriptions and pronouns on."""

from __future__ import annotations

from collections.abc import Sequence

from rapprochement.actors.descriptions import Descriptions
from rapprochement.actors.discourse import LOOK_BACK, Discourse, agrees
from rapprochement.actors.found import Found
from rapprochement.actors.pronouns import Pronouns
from rapprochement.language import Sentence

DOCUMENT_WEIGHT = 0.6
"""What the most named actor of a document weighs against one named in the same sentence, when a pair is sought."""


class Resolver:
    """Resolves every reference of a document in text order, each against what was said before it."""

    def __init__(self, said: Discourse) -> None:
        self.said = said
        self.descriptions = Descriptions(said)
        self.pronouns = Pronouns(said)

    def run(self) -> None:
        """Resolve every reference and description."""
        for k, one in enumerate(self.said.found):
            sentence = self.said.sentences[k]
            if sentence is None:
                continue
            if one.form.kind == "reference":
                self.reference(k, one, sentence)
            elif one.form.kind == "pronoun":
                self.pronouns.resolve(k, one, sentence)
            elif one.form.kind == "body" and not one.codes:
                self.descriptions.resolve(k, one, sentence)

    def reference(self, k: int, one: Found, sentence: Sentence) -> None:
        """Resolve "les deux pays", "les trois capitales", "ce dernier"."""
        means = self.said.lexicon.references[one.form.key].means
        if means == "pair":
            pair = self.pair(k, sentence)
            if pair is not None:
                one.codes, one.rule = pair[0], f"pair:{pair[1]}"
        elif means == "all":
            codes = self.group(k, sentence, 3)
            if codes:
                one.codes, one.rule = codes, "group:named"
        elif means == "last":
            following = self.said.syntax.token(self.said.tokens.ends[one.j - 1] + 1)
            if following is not None and following.pos_ in {"NOUN", "ADJ", "NUM"}:
                return  # "ces derniers jours"
            for earlier in reversed(self.said.found[max(0, k - 6) : k]):
                if earlier.codes and agrees(one.gender, earlier) and earlier.role not in {"place", "adjective"}:
                    one.codes, one.agent, one.rule = earlier.codes, earlier.agent, "reference:last"
                    return

    def states(self, keys: Sequence[int]) -> list[str]:
        """Return the codes of these mentions in order; towns, media and blocs apart."""
        codes: list[str] = []
        for k in keys:
            one = self.said.found[k]
            if one.role in {"place", "media"} or one.form.kind in {"pronoun"}:
                continue
            codes += [c for c in one.codes if c not in codes and not c.startswith("GRP:")]
        return codes

    def pair(self, k: int, sentence: Sentence) -> tuple[tuple[str, ...], str] | None:
        """Return the two actors meant by "les deux pays".

        "Ces deux pays" are the last two named. Otherwise every code gathers weight from each earlier mention, halved with every
        sentence back, and a little from how often the whole document names it: near actors first, those of the subject next.
        """
        before = self.said.tokens.folds[self.said.found[k].i - 1] if self.said.found[k].i else ""
        weights: dict[str, float] = {}
        order: list[str] = []
        for back in range(LOOK_BACK):
            keys = [n for n in self.said.by_sentence.get(sentence.index - back, []) if n < k]
            named = self.states(keys)
            if before == "ces" and not order and len(named) >= 2:
                return tuple(named[-2:]), "these"
            for code in named:
                weights[code] = weights.get(code, 0.0) + 0.5**back
                if code not in order:
                    order.append(code)
        most = self.said.counts.most_common(1)
        top = most[0][1] if most else 1
        for code, count in self.said.counts.items():
            if not code.startswith("GRP:"):
                weights[code] = weights.get(code, 0.0) + DOCUMENT_WEIGHT * count / top
        for new, state in self.said.lexicon.states.items():
            old = state.predecessor
            if old is not None and old in weights and new in weights:  # a state and its predecessor are one party
                last = max((old, new), key=lambda code: (code in order, weights[code]))
                weights[last] += weights.pop(new if last == old else old)
        if len(weights) < 2:
            return None
        best = sorted(weights, key=lambda c: (-weights[c], c))[:2]
        rule = "near" if all(c in order for c in best) else "most-named"
        return tuple(sorted(best, key=lambda c: order.index(c) if c in order else len(order))), rule

    def group(self, k: int, sentence: Sentence, size: int) -> tuple[str, ...]:
        """Return the ``size`` actors named in this sentence and the two before it, if they are that many."""
        window = [n for n in self.said.by_sentence.get(sentence.index, []) if n < k]
        for back in (1, 2):
            if len(self.states(window)) >= size:
                break
            window = self.said.by_sentence.get(sentence.index - back, []) + window
        codes = self.states(window)
        return tuple(codes) if len(codes) == size else ()

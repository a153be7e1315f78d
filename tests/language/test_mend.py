"""Attachments that the parser gets wrong in news, mended by hand-made trees and by the parser's own."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from rapprochement.language import FrenchPack
from rapprochement.language.mend import mend

VOCAB = spacy.blank("fr").vocab


def tree(words: str, heads: list[int], deps: list[str], pos: list[str]) -> list[tuple[str, str]]:
    doc = mend(Doc(VOCAB, words.split(), heads=heads, deps=deps, pos=pos))
    return [(token.head.text, token.dep_) for token in doc]


def test_what_hung_on_a_day_hangs_on_the_noun_above_it() -> None:
    found = tree(
        "un entretien mardi avec Oslo",
        [1, 1, 1, 4, 2],
        ["det", "ROOT", "nmod", "case", "nmod"],
        ["DET", "NOUN", "NOUN", "ADP", "PROPN"],
    )
    assert found[4] == ("entretien", "nmod")


def test_dates_stay_with_their_day() -> None:
    found = tree(
        "parti lundi de la semaine", [0, 0, 4, 4, 1], ["ROOT", "obl:mod", "case", "det", "nmod"], ["VERB", "NOUN", "ADP", "DET", "NOUN"]
    )  # fmt: skip
    assert found[4] == ("lundi", "nmod")


def test_a_name_after_de_son_cote_is_the_subject_or_the_object() -> None:
    deps, pos = ["ROOT", "case", "det", "obl:mod", "flat:name"], ["VERB", "ADP", "DET", "NOUN", "PROPN"]
    assert tree("assure de son côté Oslo", [0, 3, 3, 0, 3], deps, pos)[4] == ("assure", "nsubj")
    found = tree("Rome accuse de son côté Oslo", [1, 1, 4, 4, 1, 4], ["nsubj", *deps], ["PROPN", *pos])
    assert found[5] == ("accuse", "obj")


def test_mending_keeps_trees_trees_and_borders() -> None:
    text = "Paris et Rome se brouillent, Oslo accusant Lima lundi de la crise. L'accord sur le gaz, qui a été signé, tient."
    doc = FrenchPack().nlp(text)
    before = [span.text for span in doc.sents]
    mend(doc)
    assert [span.text for span in doc.sents] == before
    for token in doc:
        assert token.sent.root in (token, *token.ancestors)


def test_whoever_follows_the_verb_after_a_quotation_speaks() -> None:
    words = '" Non " , a tancé Oslo'
    heads, pos = [1, 5, 1, 5, 5, 5, 5], ["PUNCT", "NOUN", "PUNCT", "PUNCT", "AUX", "VERB", "PROPN"]
    deps = ["punct", "dep", "punct", "punct", "aux:tense", "ROOT", "obj"]
    assert tree(words, heads, deps, pos)[6] == ("tancé", "nsubj")

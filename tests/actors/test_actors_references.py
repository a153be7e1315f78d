"""Pairs, pronouns and descriptions, each with its rule."""

from __future__ import annotations

import itertools

import pytest


def last(mentions, text):
    return [m for m in mentions if m.text == text][-1]


@pytest.mark.parametrize(
    ("text", "word", "expected", "rule"),
    [
        ("Le Chili reçoit le Pérou. Les deux pays signent.", "deux pays", ("CHL", "PER"), "pair:near"),
        ("Le Chili, le Pérou et Cuba. Ces deux pays signent.", "deux pays", ("PER", "CUB"), "pair:these"),
        ("Les deux Corées se parlent.", "deux Corées", ("PRK", "KOR"), "reference:two-koreas"),
        ("Le président chilien est à Lima. Il a salué la foule.", "Il", ("CHL",), "pronoun:previous"),
        ('La ministre chilienne parle. "Nous verrons", a-t-elle ajouté.', "elle", ("CHL",), "pronoun:previous"),
        ("Le Pérou appelle le gouvernement chilien pour qu'il cède.", "il", ("CHL",), "pronoun:purpose"),
        ("Le Chili se tait. Le gouvernement attend.", "gouvernement", ("CHL",), "description:government"),
        ("Emmanuel Macron parle. Le président attend.", "président", ("FRA",), "description:president"),
        ("Des troupes vont au Mali. La France reste dans le pays.", "pays", ("MLI",), "description:government:scene"),
        (
            "Le sénat chilien vote. Le sénateur démocrate Tom Lund rit.",
            "sénateur démocrate Tom Lund",
            ("CHL",),
            "description:lawmaker",
        ),
    ],
)
def test_reference(find, text, word, expected, rule):
    mention = last(find(text), word)
    assert (mention.codes, mention.rule_id) == (expected, rule)


def test_counterpart_is_the_other_side(find):
    mentions = find("Le Chili négocie avec le Pérou. Le ministre chilien Tom Lund voit son homologue Ana Vidal.")
    assert (mentions[-1].codes, mentions[-1].agent) == (("PER",), "Ana Vidal")


@pytest.mark.parametrize(
    "text", ["Il pleut sur le Chili.", "Il faut un accord, dit la pluie.", "La loi est votée. Elle est longue."]
)
def test_expletives_and_things_are_not_actors(find, text):
    assert not [m for m in find(text) if m.role == "pronoun"]


def test_quoted_subjects_do_not_speak(find):
    mentions = find('Donald Trump arrive. "Xi Jinping ment", a-t-il dit.')
    assert last(mentions, "il").codes == ("USA",)


def test_nothing_to_refer_to(find):
    assert find("Les deux pays signent et il rit.") == []


def test_sorted_without_overlap(find):
    mentions = find(
        "Le président russe Vladimir Poutine et le ministre iranien Tom Lund, ambassadeur de Russie, se voient."
    )
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
    assert mentions == sorted(mentions, key=lambda m: m.start)

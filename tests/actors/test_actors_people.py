"""Leaders by lexicon, people by introduction, bodies with their adjectives."""

from __future__ import annotations

import pytest

from rapprochement.actors.entries import PersonEntry
from rapprochement.actors.lexicon import load_lexicon


def found(mentions):
    return [(m.text, m.codes, m.role) for m in mentions]


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("M. Bush a parlé.", "1990-06-01", "George H. W. Bush"),
        ("M. Bush a parlé.", "2004-06-01", "George W. Bush"),
        ("M. Kim a parlé.", "1990-06-01", "Kim Il Sung"),
        ("M. Kim a parlé.", "2019-06-01", "Kim Jong Un"),
        ("Poutine a parlé.", None, "Vladimir Poutine"),
        ("Donald Tusk a parlé.", "2018-01-01", "Donald Tusk"),
    ],
)
def test_terms_decide(find, text, published, expected):
    assert [m.agent for m in find(text, published)] == [expected]


def test_office_held_at_the_time_gives_the_code(find):
    assert find("Donald Tusk a parlé.", "2018-01-01")[0].codes == ("IGO:EU",)
    assert find("Donald Tusk a parlé.", "2024-06-01")[0].codes == ("POL",)


@pytest.mark.parametrize(
    "text", ["Boris Poutinov joue.", "Jean Trump chante.", "Une voile, un macron.", "Xiaoming Li court."]
)
def test_other_people_are_not_leaders(find, text):
    assert find(text) == []


def test_spellings(find):
    for name in (
        "Kim Jong-un",
        "Kim Jong Un",
        "Kim Jong-Un",
        "Volodymyr Zelenski",
        "Mohamed ben Salmane",
        "Benyamin Nétanyahou",
    ):
        assert len(find(f"{name} est arrivé.")) == 1, name


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Le ministre kényan des Transports Tom Lund est parti. M. Lund a dit non.", "Tom Lund", "KEN"),
        ("La porte-parole de la diplomatie chilienne, Ana Vidal, nie. Mme Vidal rit.", "Ana Vidal", "CHL"),
        ("Ana Vidal, ancienne ambassadrice du Chili, nie. Mme Vidal rit.", "Ana Vidal", "CHL"),
        ("L'Irlandais Sean Mac Lund est arrêté. M. Lund proteste.", "Sean Mac Lund", "IRL"),
        ("Le vice-ministre nord-coréen Pak Chol-ho est là. M. Pak sourit.", "Pak Chol-ho", "PRK"),
    ],
)
def test_introduced_people_are_known_again(find, text, name, code):
    last = find(text)[-1]
    assert (last.agent, last.codes) == (name, (code,))
    assert last.rule_id.startswith("introduced") and last.rule_id.endswith("again")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'armée israélienne avance.", ("armée israélienne", ("ISR",), "military")),
        ("Le ministère iranien de la Défense nie.", ("ministère iranien de la Défense", ("IRN",), "agency")),
        ("L'ambassadeur de Russie à Oslo sourit.", ("ambassadeur de Russie", ("RUS",), "official")),
        ("KCNA le confirme.", ("KCNA", ("PRK",), "media")),
        ("Les responsables militaires chiliens nient.", ("responsables militaires chiliens", ("CHL",), "official")),
        ("Le général chilien Tom Lund parle.", ("général chilien Tom Lund", ("CHL",), "military")),
        (
            "Le porte-parole du ministère des Armées nie.",
            ("porte-parole du ministère des Armées", ("FRA",), "official"),
        ),
    ],
)
def test_bodies(find, text, expected):
    assert found(find(text))[0] == expected


def test_two_adjectives_make_two_ministers(find):
    assert [(m.codes, m.role) for m in find("Les ministres russe et nord-coréen se voient.")] == [
        (("RUS",), "minister"),
        (("PRK",), "minister"),
    ]


def test_manoeuvres_are_no_soldiers(find):
    assert [m.role for m in find("Des manœuvres militaires chiliennes commencent.")] == ["adjective"]


def test_lexicon_is_sound(codebook):
    lexicon = load_lexicon(codebook)
    for key, entry in codebook.entries("actor-person", PersonEntry).items():
        assert (
            entry.code in lexicon.states
            or entry.code in lexicon.organisations
            or entry.code.startswith(("NSA:", "IGO:"))
        ), key
        for term in lexicon.persons[key].terms:
            assert term.start is None or term.end is None or term.start <= term.end, key


def test_security_council_and_others_have_leaders_since_1945(codebook):
    people = load_lexicon(codebook).persons.values()
    for code, year in [
        ("USA", 1946),
        ("SUN", 1946),
        ("CHN", 1950),
        ("GBR", 1946),
        ("FRA", 1948),
        ("PRK", 1949),
        ("JPN", 1947),
    ]:
        for y in range(year, 2026):
            state = "RUS" if code == "SUN" and y > 1991 else code
            held = [
                p
                for p in people
                if p.code == state
                for t in p.terms
                if (t.start or t.end).year <= y <= (t.end or t.start).year or (t.end is None and t.start.year <= y)
            ]
            assert held, (code, y)

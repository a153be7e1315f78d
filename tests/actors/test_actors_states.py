"""States by name, adjective, demonym, capital and seat; what holds such a name without being the state."""

from __future__ import annotations

import pytest
from babel import Locale

from rapprochement.actors.entries import StateEntry, StateNamesEntry
from rapprochement.actors.inflect import inflect
from rapprochement.actors.matcher import fold

NO_STATES = {
    "AC AS AW AX AI AN AQ BL BM BQ BV CC CK CP CQ CW CX DG EA EU EZ FK FO GF GG GI GL GP GS GU HM IC IM IO JE KY MF MO MP MQ MS"
    " NC NF NU PF PM PN PR QO RE SH SJ SX TA TC TF TK UM UN VG VI WF XA XB YT ZZ"
}.pop().split()


def codes(mentions):
    return [m.codes for m in mentions if m.role != "place"]


def test_every_state_of_the_world_has_its_name(codebook):
    known = {
        fold(name).replace("-", " ")
        for entry in codebook.entries("actor-state-fr", StateNamesEntry).values()
        for name in (*entry.names, *entry.places)
    }
    territories = Locale("fr").territories
    missing = [
        territories[code]
        for code in territories
        if len(code) == 2 and code.isalpha() and code not in NO_STATES and not variants(territories[code]) & known
    ]
    assert missing == []


def variants(name: str) -> set[str]:
    plain = fold(name.replace("’", "'")).replace("-", " ")
    short = plain.split(" (")[0]
    return {
        plain,
        short,
        short.replace(" - ", "-"),
        f"iles {short}",
        f"ile {short}",
        f"le {short}",
        f"la {short}",
        ALIAS.get(plain, ""),
    }


ALIAS = {
    "congo-brazzaville": "congo-brazzaville",
    "r.a.s. chinoise de hong kong": "hong kong",
    "etat de la cite du vatican": "vatican",
}


def test_numbers_of_the_field(codebook):
    states = codebook.entries("actor-state", StateEntry)
    assert (states["PRK"].cow, states["RUS"].cow, states["DEU"].gw) == (731, 365, 260)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La Coree du Nord répond aux Etats-Unis.", [("PRK",), ("USA",)]),
        ("La R.P.D.C. et le Myanmar se voient.", [("PRK",), ("MMR",)]),
        ("Les relations russo-nord-coréennes et franco-britanniques s'améliorent.", [("RUS", "PRK"), ("FRA", "GBR")]),
        ("L'axe Moscou-Pékin-Téhéran inquiète.", [("RUS",), ("CHN",), ("IRN",)]),
        ("Russes et Chinois se parlent.", [("RUS",), ("CHN",)]),
        ("Le Kremlin, la Maison-Blanche et l’Élysée se taisent.", [("RUS",), ("USA",), ("FRA",)]),
        ("Une mission part au Caire puis à la Havane.", [("EGY",), ("CUB",)]),
        ("Un marin nigérian et un marin nigérien.", [("NGA",), ("NER",)]),
        ("Zhongnanhai reçoit l'Otan et l'ONU.", [("CHN",), ("IGO:NATO",), ("IGO:UN",)]),
        ("Daech, le Hamas et les talibans nient.", [("NSA:IS",), ("NSA:HAMAS",), ("NSA:TALIBAN",)]),
        ("Les Occidentaux et le G7 attendent.", [("GRP:WEST",), ("IGO:G7",)]),
        ("L'URSS et la Tchécoslovaquie signent.", [("SUN",), ("CSK",)]),
        ("Taïwan, le Kosovo et le Vatican votent.", [("TWN",), ("XKX",), ("VAT",)]),
    ],
)
def test_names(find, text, expected):
    assert codes(find(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "La mer de Chine méridionale est agitée.",
        "La guerre de Corée fut longue.",
        "L'Amérique du Sud vote.",
        "L'accord de Paris sur le climat tient.",
        "Il parle l'allemand et lit en russe.",
        "Michael Jordan joue.",
        "Le delta du Niger est pollué.",
        "Les factions pro-iraniennes et anti-américaines reculent.",
        "Une dinde et un crépuscule.",
        "Une grenade a explosé.",
        "Le Washington Post le dit.",
        "Il faut deux Etats : une solution à deux Etats.",
        "George Washington est né en hiver.",
    ],
)
def test_not_actors(find, text):
    assert codes(find(text)) == []


def test_towns_are_places(find):
    (town,) = find("Le train part de Vladivostok.")
    assert (town.role, town.codes) == ("place", ("RUS",))


def test_capitals_matter_for_acronyms(find):
    assert codes(find("Le chef de l'EI est mort.")) == [("NSA:IS",)]
    assert codes(find("Des amis, des gens, un pam, un quad.")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("En 1961, Moscou signe un traité.", "SUN"),
        ("En 1994, Moscou signe un traité.", "RUS"),
        ("En 1985, Prague signe un traité.", "CSK"),
        ("Moscou signe un traité.", "RUS"),
    ],
)
def test_predecessors_by_time(find, text, expected):
    assert codes(find(text, "2024-01-01")) == [(expected,)]


def test_inflection_of_irregular():
    assert inflect("grec/grecque") == {"grec": "m", "grecque": "f", "grecs": "mp", "grecques": "fp"}

"""Names of actors with their articles, and pairs."""

import pytest

from rapprochement.actors.names import name, pairs


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("RUS", "la Russie", "Russia"),
        ("PRK", "la Corée du Nord", "North Korea"),
        ("USA", "les États-Unis", "the United States"),
        ("GBR", "le Royaume-Uni", "the United Kingdom"),
        ("IRN", "l’Iran", "Iran"),
        ("CUB", "Cuba", "Cuba"),
        ("MEX", "le Mexique", "Mexico"),
        ("SUN", "l’Union soviétique", "the Soviet Union"),
        ("IGO:UN", "l’ONU", "the UN"),
        ("NSA:UNKNOWN GROUP", "UNKNOWN GROUP", "UNKNOWN GROUP"),
        ("les services de renseignement", "les services de renseignement", "les services de renseignement"),
        ("", "", ""),
    ],
)
def test_names_stand_in_a_sentence(code: str, french: str, english: str) -> None:
    assert name(code, "fr").phrase == french
    assert name(code, "en").phrase == english


def test_a_former_state_goes_with_its_successor() -> None:
    assert pairs(("SUN",), ("PRK",)) == pairs(("PRK",), ("RUS",)) == {("PRK", "RUS")}


def test_no_pair_of_a_state_with_itself() -> None:
    assert pairs(("RUS", "SUN"), ("RUS",)) == set()

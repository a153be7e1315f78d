"""Anchors in their order, directions, doubt: the sentences are made up for the purpose."""

from __future__ import annotations

import pytest

from rapprochement.codebook import load_codebook
from rapprochement.language import FrenchPack
from rapprochement.model import Document, Section, SectionKind, TimeExpression
from rapprochement.times import find, tag
from rapprochement.times.layout import sections_of


def one(text: str, published: str | None = None) -> TimeExpression:
    rows = tag(text, published=published)
    assert len(rows) == 1, [(r.text, r.value) for r in rows]
    return rows[0]


@pytest.mark.parametrize("published", ["2019-06-01", "2025-06-01", None])
def test_heading_governs_whatever_the_publication(published: str | None) -> None:
    text = "Chronologie\n\nJanvier 2024\n\n- 5 janvier, un essai.\n- 8 janvier, un autre essai.\n\nFévrier 2024\n\n- Du 3 au 5 février, un sommet."
    rows = [r for r in tag(text, published=published) if r.rule_id in ("day-month", "range-days")]
    assert [r.value for r in rows] == ["2024-01-05", "2024-01-08", "2024-02-03/2024-02-05"]
    assert {r.anchor for r in rows} == {"heading"}


def test_date_at_odds_with_its_heading_is_kept_and_flagged() -> None:
    rows = tag("Février 2024\n\nLe mois de mars a été calme.", published="2024-05-20")
    assert (rows[1].value, rows[1].flags) == ("2024-03", ("heading-mismatch",))


def test_heading_of_several_years_leaves_alternatives() -> None:
    rows = tag("Dégel (2022–2023)\n\nEn septembre, ils se sont vus.", published="2024-05-20")
    assert (rows[1].value, rows[1].alternatives, rows[1].flags) == ("2023-09", ("2022-09",), ("heading-years",))


def test_passage_anchors() -> None:
    rows = tag("Reçu le 19 juin 2024, il est reparti le 22 ; la veille, il avait signé.", published="2025-01-05")
    assert [r.value for r in rows] == ["2024-06-19", "2024-06-22", "2024-06-21"]
    assert [r.anchor for r in rows] == ["explicit", "passage", "passage"]


def test_update_has_its_own_day() -> None:
    text = "Ils se voient mardi.\nIls ont signé ce mercredi."
    sections = (
        Section(0, SectionKind.PARAGRAPH, 0, 20),
        Section(1, SectionKind.PARAGRAPH, 21, 47, update="2024-06-19"),
    )
    document = Document("a.txt", "a.txt", "", text, sections, published="2024-06-18")
    rows = find(document, None, load_codebook())
    assert [(r.value, r.anchor) for r in rows] == [("2024-06-18", "published"), ("2024-06-19", "update")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Il a parlé lundi.", "2024-06-17"),
        ("Il parlera lundi.", "2024-06-24"),
        ("Il doit parler lundi.", "2024-06-24"),
        ("Le sommet prévu lundi inquiète.", "2024-06-24"),
        ("Concert lundi à 20 h.", "2024-06-24"),
        ("Une frappe, lundi, a fait dix morts.", "2024-06-17"),
        ("Il a parlé mercredi.", "2024-06-19"),
        ("Mercredi prochain, il parle.", "2024-06-26"),
        ("Ils se sont vus en octobre.", "2023-10"),
        ("Ils se verront en octobre.", "2024-10"),
        ("Ils se sont vus en mai.", "2024-05"),
        ("Ils se sont vus le 3 juillet 2023 puis le 5 août.", "2023-07-03"),
        ("Le sommet a été reporté au 3 juillet.", "2024-07-03"),
        ("Il est mort le 25 décembre.", "2023-12-25"),
    ],
)
def test_direction_of_bare_dates(text: str, value: str) -> None:
    assert tag(text, published="2024-06-19")[0].value == value


def test_verb_morphology_decides_with_a_parse() -> None:
    pack, codebook = FrenchPack(), load_codebook()
    for text, value in (
        ("Le ministre rencontrera jeudi son homologue.", "2024-06-20"),
        ("Le ministre rencontra jeudi son homologue.", "2024-06-13"),
    ):
        document = Document("a.txt", "a.txt", "", text, sections_of(text), published="2024-06-19")
        assert [r.value for r in find(document, pack.analyse_one(document), codebook)] == [value]


def test_both_readings_are_kept() -> None:
    row = one("Rencontre jeudi.", "2024-06-19")
    assert (row.value, row.alternatives) == ("2024-06-13", ("2024-06-20",))


@pytest.mark.parametrize(
    ("text", "flag"),
    [("Signé le 31 avril 2024.", "no-such-day"), ("Signé le lundi 19 juin 2024.", "weekday-mismatch")],
)
def test_doubt_is_shown(text: str, flag: str) -> None:
    assert one(text).flags == (flag,)


def test_weekday_chooses_the_year() -> None:
    assert one("Le jeudi 20 juin, il est venu.", "2025-01-10").value == "2024-06-20"


def test_without_anchor_no_year_is_guessed() -> None:
    row = one("Il arrive le 5 janvier.")
    assert (row.value, row.anchor, row.earliest, row.latest) == ("XXXX-01-05", "none", None, None)
    assert one("Il arrive hier.").value == "PAST_REF"
    assert one("Il arrive lundi.").value is None


@pytest.mark.parametrize(
    "text",
    [
        "La sonde tourne autour de la planète Mars.",
        "Le traité a été signé.",
        "Kim Jong An est arrivé.",
        "Le logiciel Windows 2024 est vendu.",
        "Il a vendu 2000 chars.",
        "Depuis les attentats du 11-Septembre, tout a changé.",
        "La résolution 1718 a été votée.",
        "Un homme âgé de 45 ans.",
    ],
)
def test_not_a_time(text: str) -> None:
    assert tag(text, published="2024-06-19") == []


@pytest.mark.parametrize(
    "text", ["L’été dernier", "L'ETE DERNIER", "l\u2019ete dernier", "l'e\u0301te\u0301 dernier", "l' été dernier"]
)
def test_writing_does_not_matter(text: str) -> None:
    assert one(text, "2024-10-19").value == "2024-22"


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Que dit le traité de 1961 ?", "2024-03"),
        ("Bilan de 2022", "2022-03"),
        ("La rupture (2022)", "2022-03"),
        ("En 2022", "2022-03"),
    ],
)
def test_a_heading_governs_unless_its_date_names_a_thing(heading: str, value: str) -> None:
    rows = tag(f"Dossier\n\nUn mot.\n\n{heading}\n\nEn mars, ils ont négocié.", published="2024-05-20")
    assert rows[-1].value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Dimanche, un navire aurait été pris pour cible.", "2024-06-16"),
        ("Il a dit qu'il verrait ses alliés le 2 août.", "2024-08-02"),
        ("L'accord signé en février doit durer.", "2024-02"),
        ("Il produira dès septembre ce vaccin.", "2024-09"),
        ("Dès mars, il avait alerté ses voisins.", "2024-03"),
    ],
)
def test_direction_of_reports(text: str, value: str) -> None:
    assert tag(text, published="2024-06-19")[0].value == value

"""What the lines of a plain text are said to be, and what governs what."""

from __future__ import annotations

import pytest

PARAGRAPH = "Les deux gouvernements ont signé à Oslo un accord sur la construction du pont de Narva."


def governing(document, words: str) -> str | None:
    section = next(s for s in document.sections if document.text[s.start : s.end].startswith(words))
    if section.heading is None:
        return None
    above = document.sections[section.heading]
    return document.text[above.start : above.end]


def kind(document, words: str) -> str:
    return next(s.kind.value for s in document.sections if document.text[s.start : s.end].startswith(words))


def test_text_is_kept_to_the_character(read) -> None:
    text = "\ufeffTitre\r\n\r\nUn\u00a0paragraphe  avec \t blancs.\r\n"
    document = read(text)
    assert document.text == text
    assert [text[s.start : s.end] for s in document.sections] == ["Titre", "Un\u00a0paragraphe  avec \t blancs."]


def test_title_paragraph_and_questions(read, kinds) -> None:
    document = read(f"Vers un nouveau pont ?\n\n{PARAGRAPH}\n\nPourquoi Oslo hésite-t-elle ?\n\n{PARAGRAPH}\n")
    assert [k for k, _ in kinds(document)] == ["heading", "paragraph", "heading", "paragraph"]
    assert [s.level for s in document.sections] == [1, 0, 2, 0]
    assert document.title == "Vers un nouveau pont ?"
    assert document.found_in["title"] == "text:first line"


def test_date_before_title(read) -> None:
    document = read(f" date 2021-03-04 Un pont entre deux rives du fleuve\n\n{PARAGRAPH}")
    assert document.published == "2021-03-04"
    assert document.found_in["published"] == "text:first line"
    assert kind(document, "date 2021") == "metadata"
    assert kind(document, "Un pont") == "heading"
    assert document.title == "Un pont entre deux rives du fleuve"


def test_chronology_nests_months_under_years(read) -> None:
    document = read(
        f"{PARAGRAPH}\nLe temps des essais (2019–2021)\n{PARAGRAPH}\nLe premier pont (2019)\n{PARAGRAPH}\n"
        f"Un tournant (2022)\n{PARAGRAPH}\nJanvier\n- 5 janvier, Oslo écrit à Berne.\n- 8 janvier, Berne répond.\n"
        f"Février 2022\n- 3 février, les deux ministres se voient.\nQue reste-t-il à faire ?\n{PARAGRAPH}\n"
    )
    assert governing(document, "Le premier pont") == "Le temps des essais (2019–2021)"
    assert governing(document, "Un tournant") is None
    assert governing(document, "Janvier") == "Un tournant (2022)"
    assert governing(document, "5 janvier") == "Janvier"
    assert governing(document, "Février") == "Un tournant (2022)"
    assert governing(document, "Que reste") is None


def test_month_after_undated_heading_finds_its_year(read) -> None:
    document = read(
        f"2023 en bref\n\n2023\n\n{PARAGRAPH}\n\nJanvier\n\n{PARAGRAPH}\n\nLes réactions\n\n{PARAGRAPH}\n\nMars\n\n{PARAGRAPH}"
    )
    assert governing(document, "Mars") == "2023"


@pytest.mark.parametrize(
    "month", ["Janvier", "Mi-janvier", "Fin janvier", "Janvier :", "Janvier-mars 2022", "Janvier : le gel"]
)
def test_forms_of_month_headings(read, month: str) -> None:
    document = read(
        f"Un tournant (2022)\n\n{PARAGRAPH}\n\n{month}\n\n- 5 janvier, Oslo écrit à Berne.\n- 8 janvier, Berne répond.\n"
    )
    assert governing(document, "5 janvier") == month
    assert document.sections[2].level > document.sections[0].level


def test_heading_with_a_colon_or_lead_of_a_list(read) -> None:
    document = read(
        f"Un pont\n\n{PARAGRAPH}\n\nLe contexte :\n\n{PARAGRAPH}\n\nÀ retenir :\n\n- Oslo signe.\n- Berne attend.\n"
    )
    assert kind(document, "Le contexte") == "heading"
    assert kind(document, "À retenir") == "paragraph"


def test_credit_glued_to_lines(read) -> None:
    document = read(
        f"CanalNeufOslo et Berne se rapprochent\n\nLe pont de Narva\n\nCanalNeufOslo répond à Berne\n\n{PARAGRAPH}"
    )
    assert document.title == "Oslo et Berne se rapprochent"
    assert kind(document, "Oslo répond") == "heading"


def test_dateline_and_outlet_line(read) -> None:
    document = read(f"Un pont\n\nOSLO, 3 mai 2021 (Agence) - {PARAGRAPH}")
    assert (document.published, document.found_in["published"]) == ("2021-05-03", "text:dateline")
    document = read(f"Un pont\n\nLa Gazette, 4 mai 2021\n\nOSLO, 3 mai 2021 - {PARAGRAPH}")
    assert (document.published, document.found_in["published"]) == ("2021-05-04", "text:line 3")


def test_undated_headings_stand_below_their_period(read) -> None:
    document = read(
        f"{PARAGRAPH}\nUne longue entente (1950–2010)\n{PARAGRAPH}\nLe froid\n{PARAGRAPH}\nLe retour\n{PARAGRAPH}\n"
        f"2014, l'année du pont\n{PARAGRAPH}\n"
    )
    assert governing(document, "Le froid") == "Une longue entente (1950–2010)"
    assert governing(document, "Le retour") == "Une longue entente (1950–2010)"
    assert governing(document, "2014") is None


@pytest.mark.parametrize("bullet", ["- ", "• ", "  •  ", "* ", "– ", "1. ", "2) ", "a) "])
def test_list_items_start_after_the_bullet(read, bullet: str) -> None:
    items = ["routes et ponts", "postes de douane"]
    document = read(f"{PARAGRAPH}\n\nIl y est question de :\n\n" + "\n".join(bullet + item for item in items))
    found = [s for s in document.sections if s.kind.value == "list_item"]
    assert [document.text[s.start : s.end] for s in found] == items
    lead = found[0].lead
    assert lead is not None
    assert {s.lead for s in found} == {lead}
    assert document.text[document.sections[lead].start :].startswith("Il y est question")


def test_list_without_lead_and_nested_items(read) -> None:
    document = read(f"{PARAGRAPH}\n- un point :\n  - un détail\n- autre point\n")
    levels = [(s.level, s.lead) for s in document.sections if s.kind.value == "list_item"]
    assert levels == [(1, None), (2, 1), (1, None)]


def test_agency_subheads(read) -> None:
    document = read(f'{PARAGRAPH}\n- "Un pas de géant" -\n{PARAGRAPH}\n- Quelles suites?\n{PARAGRAPH}')
    assert kind(document, '"Un pas de géant"') == "heading"
    assert kind(document, "Quelles suites?") == "heading"
    heading = next(s for s in document.sections if s.kind.value == "heading")
    assert document.text[heading.start : heading.end] == '"Un pas de géant"'


def test_table_of_short_lines(read) -> None:
    rows = "Domaine Faits\nMilitaire Un pacte et des soldats.\nÉconomique Un pont.\nCulturel Une troupe de danse."
    document = read(f"Un pont\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n\n{rows}\n\n{PARAGRAPH}")
    assert [s.kind.value for s in document.sections].count("table_row") == 4


def test_captions_notes_and_furniture(read, kinds) -> None:
    document = read(
        "Un pont entre deux rives\n\nPar Anne Lund\n\nPublié le 4 mars 2021 à 10h\n\n"
        "Les deux ministres, à Oslo ( POOL / ANNE LUND )\n\n"
        f"{PARAGRAPH}\n\nOslo répond à Bernepar Canal Neuf\n\n{PARAGRAPH}\n\n"
        "Notes :\n\n(1) Anne Lund, Le pont, 2019.\n\n(2) Paul Morel, « Rives », 3 mars 2020.\n\n"
        "Vignette : le pont (copyright : ville d'Oslo).\n\n* Anne Lund est étudiante en histoire à Oslo.\n\n"
        "date créée\n\n04/03/2021\n\nSource : Agence du Nord\nLaisser un commentaire\nJean : très bon article.\n"
    )
    assert [k for k, _ in kinds(document)] == [
        *("heading", "metadata", "metadata", "caption", "paragraph", "caption", "paragraph", "heading"),
        *(
            "endnote",
            "endnote",
            "caption",
            "boilerplate",
            "metadata",
            "metadata",
            "boilerplate",
            "boilerplate",
            "boilerplate",
        ),
    ]
    assert document.author == "Anne Lund"
    assert document.published == "2021-03-04"
    assert document.found_in["published"] == "text:line 5"


def test_update_governs_its_paragraph_or_what_follows(read) -> None:
    document = read(
        f"Publié le 18 mai 2021\n\nEDIT du 19\u00a0mai : Oslo a signé.\n\n{PARAGRAPH}\n\nMise à jour du 20 mai 2021 :\n\n{PARAGRAPH}\n"
    )
    assert [s.update for s in document.sections] == [None, "2021-05-19", None, "2021-05-20", "2021-05-20"]
    assert document.updated == ("2021-05-19", "2021-05-20")
    assert document.published == "2021-05-18"


def test_published_and_updated_on_one_line(read) -> None:
    document = read(f"Un pont\n\nPublié le 18/06/2024 à 10h02, mis à jour le 19/06/2024 à 8h\n\n{PARAGRAPH}")
    assert (document.published, document.updated) == ("2024-06-18", ("2024-06-19",))


def test_date_lines_that_are_headings(read) -> None:
    document = read(
        f"Chronologie\n\n3 mai 2020\n\n{PARAGRAPH}\n\n5 mai 2020\n\n{PARAGRAPH}\n\n9 juin 2020\n\n{PARAGRAPH}"
    )
    assert document.published is None
    assert [s.kind.value for s in document.sections].count("heading") == 4


def test_wrapped_text_is_joined(read) -> None:
    import textwrap

    text = "\n\n".join(textwrap.fill(PARAGRAPH * 3, 72) for _ in range(4))
    document = read(text)
    assert [s.kind.value for s in document.sections] == ["paragraph"] * 4
    assert document.text == text


def test_first_line_with_full_stop_is_no_title(read) -> None:
    document = read(f"{PARAGRAPH}\n{PARAGRAPH}\n")
    assert document.title is None
    assert all(s.kind.value == "paragraph" for s in document.sections)


def test_button_above_the_text_does_not_end_it(read) -> None:
    document = read(f"Laisser un commentaire\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n")
    assert [s.kind.value for s in document.sections] == ["boilerplate", "paragraph", "paragraph", "paragraph"]


@pytest.mark.shared
def test_seed_trees(shared) -> None:
    from rapprochement.documents import read_corpus

    documents = {d.document[:3]: d for d in read_corpus([shared / "seeds"])}
    assert set(documents) == {"000", "001", "002", "003", "004"}
    for document in documents.values():
        assert document.state == "coded"
        assert document.language == "fr"
        for section in document.sections:
            words = document.text[section.start : section.end]
            assert words == words.strip()
            assert not words.startswith(("- ", "• "))
    first = documents["000"]
    months = [s for s in first.sections if s.kind.value == "heading" and s.level == 3 and s.heading is not None]
    under_2024 = [
        m for m in months if "(2024)" in first.text[first.sections[m.heading].start : first.sections[m.heading].end]
    ]
    assert len(under_2024) == 5
    assert documents["002"].updated == ("2024-06-19",)
    assert [s.kind.value for s in documents["003"].sections].count("table_row") == 5
    assert [s.kind.value for s in documents["001"].sections].count("endnote") == 5


@pytest.mark.shared
def test_gold_passages_lie_in_coded_sections(shared) -> None:
    """Every passage with an event lies within one section that is coded."""
    import json

    from rapprochement.documents import read_corpus
    from rapprochement.language.french import CODED_KINDS

    folders = [shared / "seeds", shared / "gold" / "short", shared / "data" / "agency-fr"]
    documents = {d.document.removesuffix(".txt"): d for d in read_corpus(folders)}
    documents |= {name[:3]: d for name, d in documents.items() if name[:3].isdigit()}
    for gold in ("events.dev", "events.short.dev", "events.agency.dev"):
        for line in (shared / "gold" / f"{gold}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            document = documents[row["document"]]
            assert any(
                s.start <= row["start"] and row["end"] <= s.end and s.kind in CODED_KINDS for s in document.sections
            ), (row["document"], document.text[row["start"] : row["end"]][:60])

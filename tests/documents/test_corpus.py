"""Folders, names, order, metadata.csv, dates and languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rapprochement.documents import read_corpus

FRENCH = "Le ministre des Affaires étrangères est arrivé à Oslo où il a été reçu par son homologue.\n"
ENGLISH = "The foreign minister arrived in Oslo on Monday, where he was received by his counterpart for talks.\n"


def folder(path: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    return path


def test_order_and_names(tmp_path: Path) -> None:
    source = folder(
        tmp_path, {"b/x.txt": FRENCH, "a/x.txt": FRENCH, "a/y.txt": FRENCH, "z.md": FRENCH, ".hidden.txt": FRENCH}
    )
    names = [d.document for d in read_corpus([source])]
    assert sorted(names) == ["a/x.txt", "b/x.txt", "y.txt", "z.md"]
    assert names == [d.document for d in read_corpus([source])]


def test_same_file_in_two_sources(tmp_path: Path) -> None:
    one, two = folder(tmp_path / "one", {"x.txt": FRENCH}), folder(tmp_path / "two", {"x.txt": FRENCH})
    assert [d.document for d in read_corpus([one, two])] == ["one/x.txt", "two/x.txt"]
    assert [d.document for d in read_corpus([one, one / "x.txt"])] == ["x.txt"]


def test_a_dossier_within_the_folder_is_passed_over(tmp_path: Path) -> None:
    source = folder(tmp_path, {"a.txt": FRENCH, "dossier/datapackage.json": "{}", "dossier/sources/a.txt": FRENCH})
    assert [d.document for d in read_corpus([source])] == ["a.txt"]


def test_metadata_csv_wins(tmp_path: Path) -> None:
    source = folder(
        tmp_path,
        {
            "a.txt": f"Titre du texte\n\nPublié le 3 mai 2020\n\n{FRENCH}",
            "sub/b.txt": FRENCH,
            "metadata.csv": "\ufefffile;published;title;author;publisher;url;language;pair\r\n"
            "a.txt;2023-06;Titre donné;Anne Lund;La Gazette;https://example.org/a;fr;X\r\nsub/b.txt;25/11/2024;;;;;\r\n",
        },
    )
    one, two = read_corpus([source])
    assert (one.published, one.title, one.author, one.publisher) == (
        "2023-06",
        "Titre donné",
        "Anne Lund",
        "La Gazette",
    )
    assert one.url == "https://example.org/a"
    assert set(one.found_in.values()) == {"metadata.csv"}
    assert (two.document, two.published, two.title) == ("b.txt", "2024-11-25", None)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("name,published\na.txt,2020\n", "no column 'file'"),
        ("file,published\na.txt,2020\nnone.txt,2021\n", "no such file: none.txt"),
        ("file,published\na.txt,2020\na.txt,2021\n", "a second time"),
        ("", "empty"),
    ],
)
def test_faulty_metadata_csv(tmp_path: Path, table: str, words: str) -> None:
    source = folder(tmp_path, {"a.txt": FRENCH, "metadata.csv": table})
    one, problem = read_corpus([source])
    assert one.state == "coded"
    assert (problem.document, problem.state, problem.reason) == ("metadata.csv", "not coded", "metadata-csv")
    assert problem.message is not None
    assert words in problem.message


def test_one_file_uses_the_table_beside_it(tmp_path: Path) -> None:
    source = folder(
        tmp_path, {"a.txt": FRENCH, "b.txt": FRENCH, "metadata.csv": "file,published\na.txt,2020\nb.txt,2021\n"}
    )
    documents = list(read_corpus([source / "b.txt"]))
    assert [(d.document, d.published) for d in documents] == [("b.txt", "2021")]


@pytest.mark.parametrize(
    ("stated", "reason"), [("2031-01-01", "future-date"), ("2024-02-31", "bad-date"), ("soon", "bad-date")]
)
def test_impossible_dates_are_left_out_and_said(tmp_path: Path, stated: str, reason: str) -> None:
    source = folder(
        tmp_path,
        {"a.txt": f"Un pont\n\nPublié le 3 mai 2020\n\n{FRENCH}", "metadata.csv": f"file,published\na.txt,{stated}\n"},
    )
    (one,) = read_corpus([source], today=date(2026, 1, 31))
    assert (one.state, one.reason) == ("coded", reason)
    assert (one.published, one.found_in["published"]) == ("2020-05-03", "text:line 3"), "the next best date is taken"
    assert one.message is not None
    assert stated in one.message


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("2021-03-04-pont.txt", "2021-03-04"),
        ("pont_20210304.txt", "2021-03-04"),
        ("gazette.2021.03.04.txt", "2021-03-04"),
        ("pont_2021-03.txt", "2021-03"),
        ("000_f4d3f61eefcf2024.txt", None),
        ("o20200.txt", None),
    ],
)
def test_date_in_the_file_name(tmp_path: Path, name: str, published: str | None) -> None:
    (one,) = read_corpus([folder(tmp_path, {name: FRENCH})])
    assert one.published == published
    assert one.found_in.get("published") == (None if published is None else "file name")


def test_no_date_at_all(tmp_path: Path) -> None:
    (one,) = read_corpus([folder(tmp_path, {"a.txt": FRENCH})])
    assert (one.published, one.state, one.reason, one.message) == (None, "coded", None, None)


def test_languages(tmp_path: Path) -> None:
    source = folder(
        tmp_path,
        {
            "english.txt": ENGLISH * 5,
            "english-short.txt": ENGLISH,
            "french.txt": FRENCH * 5,
            "french-short.txt": FRENCH,
            "numbers.txt": "12 — 14 — 16",
            "stated.txt": ENGLISH * 5,
            "metadata.csv": "file,language\nstated.txt,fr-FR\n",
        },
    )
    found = {d.document: (d.language, d.state, d.reason) for d in read_corpus([source])}
    assert found["english.txt"] == ("en", "not coded", "language")
    assert found["english-short.txt"] == ("en", "not coded", "language")
    assert found["french.txt"] == found["french-short.txt"] == ("fr", "coded", None)
    assert found["numbers.txt"] == (None, "coded", None)
    assert found["stated.txt"] == ("fr", "coded", None)
    both = {d.document: d.state for d in read_corpus([source], languages={"fr", "en"})}
    assert set(both.values()) == {"coded"}


def test_not_coded_documents_keep_their_text(tmp_path: Path) -> None:
    (one,) = read_corpus([folder(tmp_path, {"a.txt": ENGLISH * 5})])
    assert one.text == ENGLISH * 5
    assert one.sections


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "El ministre va arribar a Oslo dilluns amb una delegació de deu persones i va signar l'acord del pont. "
            * 4,
            "ca",
        ),
        (
            "Il ministro è arrivato a Oslo lunedì con una delegazione di dieci persone e ha firmato l'accordo sul ponte. "
            * 4,
            "it",
        ),
        (
            "Министр прибыл в Осло в понедельник с делегацией из десяти человек и подписал соглашение о мосте. " * 4,
            "ru",
        ),
        (
            "Pak Thae-song, Choe Son-hui, Ri Yong-gil et No Kwang-chol sont à Wonsan avec Kim Jong-un et Ri Sol-ju. "
            * 4,
            "fr",
        ),
    ],
)
def test_other_languages(tmp_path: Path, text: str, code: str) -> None:
    (one,) = read_corpus([folder(tmp_path, {"a.txt": text})])
    assert one.language == code

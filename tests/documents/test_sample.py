"""The sample corpus is read as its README says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rapprochement.documents import read_corpus
from rapprochement.model import Document

ROOT = Path(__file__).resolve().parents[2]
DATES = {
    "2014-05-06_dette-nord-coreenne.txt": ("2014-05-06", "file name"),
    "athenes-ankara-detente.txt": ("2024-05-14", "text:line 3"),
    "axes-cooperation-dossier.txt": ("2025-07-14", "text:first line"),
    "chronologie-1950-2025.txt": ("2025-09-10", "text:line 56"),
    "condoleances-et-limousine.txt": ("2024-03-29", "text:line 5"),
    "conteneurs-rason-dementi.html": ("2023-10-18", "json-ld"),
    "deux-traites-une-clause.docx": ("2024-12-12", "text:line 3"),
    "himalaya-patrol-deal.txt": ("2024-10-30", "text:line 3"),
    "pekin-delhi-vols-directs.txt": ("2025-10-27", "text:line 3"),
    "pont-trains-et-plages.html": ("2025-08-04", "html:meta article:published_time"),
    "rapport-annuel-endommage.pdf": (None, None),
    "retour-sur-un-deploiement.txt": ("2025-10-27", "metadata.csv"),
    "satellite-espion-en-orbite.txt": ("2023-11-24", "text:line 3"),
    "seoul-tokyo-pekin-reagissent.pdf": ("2024-06-22", "text:line 7"),
    "soldats-koursk-premiers-chiffres.txt": ("2024-11-05", "metadata.csv"),
    "tests-et-ble-pour-le-nord.txt": ("2020-05-15", "text:line 3"),
    "une-entente-qui-bouscule-le-monde.txt": ("2025-07-21", "metadata.csv"),
    "veto-fin-des-experts.md": ("2024-05-02", "front matter"),
    "visite-de-poutine-questions.txt": ("2024-06-18", "text:line 3"),
    "vostotchny-ce-qui-se-prepare.txt": ("2023-09-20", "text:line 4"),
}


@pytest.fixture(scope="module")
def sample() -> dict[str, Document]:
    return {document.document: document for document in read_corpus([ROOT / "sample" / "articles"])}


def test_dates_and_places(sample) -> None:
    assert {d.document: (d.published, d.found_in.get("published")) for d in sample.values()} == DATES


def test_states(sample) -> None:
    states = {d.document: d.reason for d in sample.values() if d.state != "coded"}
    assert states == {"himalaya-patrol-deal.txt": "language", "rapport-annuel-endommage.pdf": "truncated-pdf"}
    assert all(d.title for d in sample.values() if d.state == "coded")


def test_length_of_articles(sample) -> None:
    assert all(150 <= len(d.text.split()) <= 450 for d in sample.values() if d.text)


def test_rewrite_and_update(sample) -> None:
    assert sample["visite-de-poutine-questions.txt"].updated == ("2024-06-19",)
    kinds = [s.kind.value for s in sample["une-entente-qui-bouscule-le-monde.txt"].sections]
    assert kinds.count("table_row") == 5
    assert [s.kind.value for s in sample["deux-traites-une-clause.docx"].sections].count("endnote") == 3


def test_readme_names_every_file(sample) -> None:
    readme = (ROOT / "sample" / "README.md").read_text(encoding="utf-8")
    assert [name for name in sample if f"`{name}`" not in readme] == []


def test_generated_files_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_sample.py", "--check"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.shared
def test_no_sentence_is_borrowed(shared, sample) -> None:
    """No nine words on end stand in the seeds, the gold texts or the agency articles."""
    import re

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[i : i + 9]) for i in range(len(words) - 8)}

    theirs: set[tuple[str, ...]] = set()
    for folder in ("seeds", "gold/short", "data/agency-fr"):
        for path in (shared / folder).glob("*.txt"):
            theirs |= runs(path.read_text(encoding="utf-8"))
    for document in sample.values():
        assert not runs(document.text) & theirs, document.document

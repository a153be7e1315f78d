"""The registers of later stages: each becomes a table whose rows open their passages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from made_up_dossier import MadeUp, made_up
from page_view import Opener
from playwright.sync_api import expect

from rapprochement.dossier.schema import to_table
from rapprochement.model import (
    Agreement,
    Comparison,
    Conflict,
    Derivation,
    DerivationChange,
    Driver,
    Expectation,
    Passage,
    Provision,
    Quantity,
    Stage,
    Transfer,
    TransferReturn,
)
from rapprochement.publish import write_page
from rapprochement.publish.evidence import Evidence
from rapprochement.publish.registers import registers
from rapprochement.publish.source import read
from rapprochement.publish.tally import Dates


def with_registers(path: Path) -> MadeUp:
    """A dossier with two rows or one in every register, resting on its first mentions."""
    base = made_up(path, 60)
    mentions = [m for m in base.table("mentions").to_pylist() if {*m["source"], *m["target"]} == {"RUS", "PRK"}]
    one, two = mentions[0], mentions[1]
    events = {name: row["event"] for row in base.table("events").to_pylist() for name in row["mentions"]}
    here = Passage(one["document"], one["start"], one["end"], one["mention"])
    there = Passage(two["document"], two["start"], two["end"], two["mention"])
    gone = Passage("no-such-file.txt", 0, 5)
    day = date(2024, 6, 19)
    rows: dict[str, pa.Table] = {
        "agreements": to_table(Agreement, [
            Agreement("a1", "traité d'essai", "defence", ("RUS", "PRK"), "2024-06-19",
                      (Stage("ratified", "2024-11", None, None, None, there), Stage("signed", "2024-06-19", day, day, None, here), Stage("signed", None, None, None, None, gone)),
                      ("in force",), (Provision("4", "assistance", None, here),), (Comparison("like", "UN Charter", "51", there),), (events[one["mention"]],), (one["document"],), 1),
            Agreement("a2", "pacte d'ailleurs", "other", ("CHN", "PRK"), None, (), (), (), (), (), (), 0),
        ]),
        "transfers": to_table(Transfer, [
            Transfer("t1", events[one["mention"]], ("PRK",), ("RUS",), "forces", "soldats", "2024", None, None, "claimed", ("KOR",), (Quantity(10000.0, "soldats", "soldats", "about"),), (here,), ("t2",)),
            Transfer("t2", events[two["mention"]], ("RUS",), ("PRK",), "technology", "satellite", None, None, None, "suspected", (), (), (there,)),
        ]),
        "returns": to_table(TransferReturn, [TransferReturn("t1", "t2", "en échange", "KOR", there)]),
        "drivers": to_table(Driver, [Driver("d1", "purpose", one["mention"], "rompre son isolement", 0, 5, two["mention"], "KOR", here, "in-order-to")]),
        "expectations": to_table(Expectation, [Expectation("x1", one["mention"], "CONSULT", "diplomatic", ("RUS",), ("PRK",), None, "../2027", None, date(2027, 12, 31), "à moins d'un changement", "open", (), here)]),
        "conflicts": to_table(Conflict, [Conflict("c1", "date", "2024-01-16", "2024-01-17", here, there, True, events[one["mention"]]), Conflict("c2", "figure", "600", "6 000", here, gone, False)]),
        "derivations": to_table(Derivation, [Derivation(one["document"], two["document"], 0.88, "rewrite", 0.5, 0.9, 0.5, "published")]),
        "derivation_changes": to_table(DerivationChange, [DerivationChange(one["document"], one["start"], one["end"], two["document"], two["start"], two["end"], kind, "KOR", "") for kind in ("attribution lost", "actor dropped")]),
        "phases": pa.table({"phase": ["p1"], "rate": [float("nan")], "from": [date(2014, 1, 1)], "events": [[events[one["mention"]]]]}),
    }  # fmt: skip
    return MadeUp(path, base.tables | rows)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    return with_registers(tmp_path_factory.mktemp("registers"))


def test_every_register_has_its_rows_and_passages(full: MadeUp) -> None:
    material = read(full)
    found = registers(material, Evidence(material, Dates()), Dates())
    assert set(found) == {"agreements", "transfers", "drivers", "expectations", "conflicts", "derivations", "phases"}
    for name, register in found.items():
        for row in register["rows"]:
            assert len(row["cells"]) == len(register["columns"]), name
    assert len(found["agreements"]["rows"][0]["refs"]) == 2
    assert found["agreements"]["rows"][0]["cells"][2]["lines"][0][0] == {"c": ["stage", "signed"]}
    assert found["conflicts"]["rows"][1]["refs"] == found["conflicts"]["rows"][0]["refs"][:1]


def test_a_former_state_stands_under_its_pair(full: MadeUp) -> None:
    material = read(full)
    found = registers(material, Evidence(material, Dates()), Dates())
    assert found["agreements"]["rows"][0]["actors"] == ["PRK", "RUS"]


@pytest.mark.browser
@pytest.mark.parametrize("name", ["agreements", "transfers", "drivers", "expectations", "conflicts", "derivations"])
def test_a_row_opens_its_passages(opened: Opener, full: MadeUp, name: str) -> None:
    view = opened(write_page(full))
    view.page.locator(f"#r-{name} a.row-open").first.click()
    panel = view.page.locator("#evidence")
    expect(panel).to_be_visible()
    assert panel.locator("mark.sentence").count() >= 1
    assert f"event=r%3A{name}%3A" in view.page.url
    again = opened(write_page(full), "#" + view.page.url.split("#")[1])
    expect(again.page.locator("#evidence mark.sentence").first).to_be_visible()
    assert view.quiet() and again.quiet(), (view.errors, again.errors)


@pytest.mark.browser
def test_rows_about_other_pairs_are_kept_apart(opened: Opener, full: MadeUp) -> None:
    page = opened(write_page(full)).page
    expect(page.locator("#r-agreements > .scroll")).not_to_contain_text("pacte d'ailleurs")
    page.select_option("#pair", "CHN~PRK")
    expect(page.locator("#r-agreements > .scroll")).to_contain_text("pacte d'ailleurs")


@pytest.mark.browser
def test_registers_speak_both_languages(opened: Opener, full: MadeUp) -> None:
    page = opened(write_page(full)).page
    register = page.locator("#r-expectations")
    expect(register).to_contain_text("échéance", ignore_case=True)
    page.click("#language")
    expect(register).to_contain_text("By when", ignore_case=True)
    expect(register).to_contain_text("until 2027", ignore_case=True)

"""The registers of later stages as readable tables: agreements, transfers, drivers, expectations, contradictions, lineage.

A cell is text, a list of cells (one a line), or one of ``{"a": actor codes}``, ``{"d": date}``, ``{"e": event}``, ``{"q": words of
a source}``, ``{"c": [context, code]}`` (a label of the catalogue), ``{"s": document}``. A row knows its passages and the actors
it is about. A table this module does not know is shown as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from rapprochement.actors.names import successor
from rapprochement.language.words import bounds
from rapprochement.publish.evidence import Evidence
from rapprochement.publish.source import Material, Row, quantity_words
from rapprochement.publish.tally import Dates

Cell = Any


class Registers:
    """Turns the rows of a dossier's registers into cells."""

    def __init__(self, material: Material, evidence: Evidence, dates: Dates) -> None:
        self._material = material
        self._evidence = evidence
        self._dates = dates
        self._mentions = {row["mention"]: row for row in material.mentions}
        self._events = {row["event"]: row for row in material.events}
        self._event_of = {name: row["event"] for row in material.events for name in row["mentions"] or ()}

    def all(self) -> dict[str, Any]:
        """Return every register that holds something, in reading order."""
        known: dict[str, tuple[list[str], Callable[[Row], tuple[list[Cell], Iterable[Row], Iterable[str]]]]] = {
            "agreements": (["Agreement", "Parties", "Stages", "Provisions"], self._agreement),
            "transfers": (["Date", "Who to whom", "What", "Status", "In return for"], self._transfer),
            "drivers": (["Kind", "Reason given", "Event explained"], self._driver),
            "expectations": (["Expected", "By when", "Condition", "Outcome"], self._expectation),
            "conflicts": (["Kind", "One says", "Another says", "Event"], self._conflict),
            "told": (["When", "Movement", "In these words"], self._told),
            "derivations": (["Document", "derived from", "How", "What changed"], self._derivation),
        }
        found: dict[str, Any] = {}
        for name, rows in self._material.registers.items():
            if name in ("returns", "derivation_changes"):
                continue
            if name in known:
                columns, make = known[name]
                ordered = sorted(rows, key=self._when)
                found[name] = {"columns": columns, "rows": [self._row(*make(row)) for row in ordered]}
            else:
                found[name] = _plain(rows)
        return found

    def _row(self, cells: list[Cell], passages: Iterable[Row], actors: Iterable[str]) -> dict[str, Any]:
        numbers = dict.fromkeys(self._evidence.reference(passage) for passage in passages if passage)
        return {
            "cells": cells,
            "refs": [number for number in numbers if number is not None],
            "actors": sorted({successor(code) for code in actors}),
        }

    def _when(self, row: Row) -> str:
        """Rows run in time where they have one, undated ones last; else in their own order."""
        first = row.get("earliest") or row.get("horizon_earliest") or bounds(row.get("date"))[0]
        return first.isoformat() if first else "9999"

    def _date(self, row: Row, prefix: str = "") -> Cell:
        keys = {key: row.get(f"{prefix}{key}" if key != "date" or not prefix else prefix.rstrip("_")) for key in _DATE}
        return {"d": self._dates.number(keys)}

    def _agreement(self, row: Row) -> tuple[list[Cell], Iterable[Row], Iterable[str]]:
        dated = {s["stage"] for s in row["stages"] or () if s["date"]}
        told = {(s["stage"], s["date"]): s for s in row["stages"] or () if s["date"] or s["stage"] not in dated}
        stages: list[Cell] = [
            [{"c": ["stage", s["stage"]]}, self._date(s)] for s in sorted(told.values(), key=self._when)
        ]
        missing = [{"c": ["stage", stage]} for stage in row["missing_stages"] or ()]
        provisions = Counter((p["article"], p["obligation"]) for p in row["provisions"] or ())
        articles: list[Cell] = [[_article(article), {"c": ["obligation", duty]}] for article, duty in provisions]
        compared = dict.fromkeys((c["relation"], c["other"], c["article"]) for c in row["comparisons"] or ())
        likes = [[{"c": ["relation", how]}, {"q": other}, _article(article)] for how, other, article in compared]
        passages = [one["passage"] for key in ("stages", "provisions", "comparisons") for one in row[key] or ()]
        name = [{"q": row["name"]}, {"c": ["agreement", row["kind"]]}]
        cells = [name, {"a": row["parties"]}, {"lines": stages, "missing": missing}, {"lines": articles + likes}]
        return cells, passages, row["parties"]

    def _transfer(self, row: Row) -> tuple[list[Cell], Iterable[Row], Iterable[str]]:
        others = {one["transfer"]: one for one in self._material.registers["transfers"]}
        ties = [
            one
            for one in self._material.registers.get("returns", ())
            if row["transfer"] in (one["given"], one["returned"])
        ]
        returns = [
            [{"a": others[other]["source"]}, {"c": ["transfer", others[other]["kind"]]}, {"e": others[other]["event"]}]
            for other in row["in_return_for"] or ()
            if other in others
        ]
        what = [{"c": ["transfer", row["kind"]]}, {"q": row["what"]}, *quantity_words(row["quantity"])]
        cells = [
            self._date(self._events.get(row["event"], row)),
            {"a": row["source"], "to": row["target"]},
            {"lines": [what, [{"e": row["event"]}]]},
            {"status": row["status"], "by": row["attributed_to"]},
            {"lines": returns},
        ]
        passages = [*(row["passages"] or ()), *(tie["passage"] for tie in ties)]
        return cells, passages, [*row["source"], *row["target"]]

    def _driver(self, row: Row) -> tuple[list[Cell], Iterable[Row], Iterable[str]]:
        effect = self._mentions.get(row["effect"], {})
        reason = self._event_of.get(row["reason_mention"] or "")
        cells: list[Cell] = [
            {"c": ["driver", row["kind"]]},
            {"lines": [[{"q": row["reason"]}], *([[{"e": reason}]] if reason else [])], "by": row["explained_by"]},
            {"e": self._event_of.get(row["effect"])},
        ]
        return cells, [row["passage"]], [*(effect.get("source") or ()), *(effect.get("target") or ())]

    def _expectation(self, row: Row) -> tuple[list[Cell], Iterable[Row], Iterable[str]]:
        borne = dict.fromkeys(event for name in row["evidence"] or () if (event := self._event_of.get(name)))
        what: Cell = [{"a": row["source"], "to": row["target"]}, {"c": ["type", row["type"]]}]
        cells: list[Cell] = [
            {"lines": [what, [{"e": self._event_of.get(row["mention"])}]], "by": row["attributed_to"]},
            self._date(row, "horizon_") if row["horizon"] else "",
            {"q": row["condition"]} if row["condition"] else "",
            {"lines": [[{"c": ["outcome", row["state"]]}], *([[{"e": event}] for event in borne])]},
        ]
        return cells, [row["passage"]], [*row["source"], *row["target"]]

    def _conflict(self, row: Row) -> tuple[list[Cell], Iterable[Row], Iterable[str]]:
        event = self._events.get(row["event"], {})
        cells: list[Cell] = [
            {"c": ["conflict", row["kind"]]},
            {"q": row["left_value"]},
            {"q": row["right_value"]},
            {"e": row["event"]},
        ]
        return cells, [row["left"], row["right"]], [*(event.get("source") or ()), *(event.get("target") or ())]

    def _told(self, row: Row) -> tuple[list[Cell], Iterable[Row], Iterable[str]]:
        last = f"{row['last'].year}" if row["last"] else "…"
        when = f"{row['first'].year}" if last == str(row["first"].year) else f"{row['first'].year}–{last}"
        return [when, {"c": ["movement", row["movement"]]}, {"q": row["text"]}], [row["passage"]], row["codes"]

    def _derivation(self, row: Row) -> tuple[list[Cell], Iterable[Row], Iterable[str]]:
        changes = [
            one
            for one in self._material.registers.get("derivation_changes", ())
            if (one["document"], one["derived_from"]) == (row["document"], row["derived_from"])
        ]
        by_kind: dict[str, dict[str, None]] = {}
        for one in changes:
            words = " → ".join(part for part in (one["was"], one["now"]) if part)
            by_kind.setdefault(one["kind"], {})[words] = None
        lines = [[{"c": ["change", kind]}, ":", {"a": list(words)}] for kind, words in by_kind.items()]
        how = [{"c": ["derivation", row["kind"]]}, f"{row['score']:.2f}"]
        passages = [
            passage
            for one in changes
            for passage in (
                {"document": one["document"], "start": one["start"], "end": one["end"]},
                {"document": one["derived_from"], "start": one["from_start"], "end": one["from_end"]},
            )
        ]
        return [{"s": row["document"]}, {"s": row["derived_from"]}, how, {"lines": lines}], passages, []


_DATE = ("date", "earliest", "latest")


def _article(article: str | None) -> str:
    return f"art. {article}" if article else ""


def registers(material: Material, evidence: Evidence, dates: Dates) -> dict[str, Any]:
    """Return the registers of a dossier for the page, by name."""
    return Registers(material, evidence, dates).all()


def _plain(rows: list[Row]) -> dict[str, Any]:
    """A later table in generic form: its columns that hold something, and its rows as plain text."""
    columns = [name for name in rows[0] if any(row.get(name) not in (None, "", []) for row in rows)]
    return {
        "columns": columns,
        "rows": [{"cells": [_cell(row.get(name)) for name in columns], "refs": [], "actors": []} for row in rows],
    }


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return round(value, 4) if value == value and abs(value) != float("inf") else None
    if isinstance(value, list | tuple):
        return [_cell(item) for item in value]
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_cell(item)}" for key, item in value.items() if item is not None)
    return str(value)

"""What the page and the exports read of a dossier: its tables as plain rows, whatever class hands them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from rapprochement.errors import RapprochementError

Row = dict[str, Any]
REGISTERS = (
    "agreements", "transfers", "returns", "drivers", "expectations", "conflicts", "phases", "forecasts", "derivations",
    "derivation_changes",
)  # fmt: skip
"""Tables of later stages that get a section of their own when the dossier holds them."""


class Tables(Protocol):
    """The part of :class:`rapprochement.dossier.Dossier` that publishing needs."""

    @property
    def path(self) -> Path:
        """Folder of the dossier."""

    def table(self, name: str) -> pa.Table:
        """Return a table by name."""


@dataclass(frozen=True)
class Material:
    """A dossier's rows, read once.

    Attributes
    ----------
    documents, mentions, events : list of dict
        Rows as in the tables; every mention has ``mention`` (its id).
    sections : dict
        Document name to the rows of its sections in text order.
    registers : dict
        Name of a later table to its rows, only those that exist and hold something.
    """

    documents: list[Row]
    mentions: list[Row]
    events: list[Row]
    sections: dict[str, list[Row]] = field(default_factory=dict)
    registers: dict[str, list[Row]] = field(default_factory=dict)

    def document(self, name: str) -> Row | None:
        """Return the row of a document, or ``None``."""
        return self._documents.get(name)

    @property
    def _documents(self) -> dict[str, Row]:
        cached: dict[str, Row] | None = self.__dict__.get("_by_name")
        if cached is None:
            cached = {row["document"]: row for row in self.documents}
            self.__dict__["_by_name"] = cached
        return cached


def optional_rows(dossier: Tables, name: str) -> list[Row]:
    """Return the rows of a table that may be absent (then none)."""
    try:
        table = dossier.table(name)
    except (KeyError, FileNotFoundError, RapprochementError):
        return []
    rows: list[Row] = table.to_pylist()
    return rows


def read(dossier: Tables) -> Material:
    """Read what publishing needs.

    Raises
    ------
    rapprochement.errors.DossierError
        If the dossier has no complete snapshot.
    """
    documents: list[Row] = dossier.table("documents").to_pylist()
    mentions: list[Row] = dossier.table("mentions").to_pylist()
    events: list[Row] = dossier.table("events").to_pylist()
    for index, row in enumerate(mentions):
        row.setdefault("mention", str(index))
    sections: dict[str, list[Row]] = {}
    for row in optional_rows(dossier, "sections"):
        sections.setdefault(row["document"], []).append(row)
    sharpen(mentions, events, optional_rows(dossier, "times"))
    registers = {name: rows for name in REGISTERS if (rows := optional_rows(dossier, name))}
    return Material(documents, mentions, events, sections, registers)


def _number(value: float) -> str:
    """Return a number as people write it, in groups of three: 10000000000.0 is not "1e+10"."""
    return (f"{value:,.0f}" if value.is_integer() else f"{value:,.4f}".rstrip("0")).replace(",", "\u202f")


def quantity_words(quantities: Iterable[Row] | None) -> list[str]:
    """Say the quantities of a mention ("at least 600 soldiers (killed)") without their language: bound signs and numbers.

    Examples
    --------
    >>> quantity_words([{"value": 600.0, "value_text": None, "unit": "soldats", "what": "tués", "bound": "about"}])
    ['≈ 600 soldats tués']
    """
    signs = {"about": "≈ ", "at least": "≥ ", "at most": "≤ "}
    words = []
    for row in quantities or ():
        value = row.get("value_text") if row.get("value_text") is not None else row.get("value")
        number = _number(value) if isinstance(value, float) else str(value or "")
        unit, what = row.get("unit") or "", row.get("what") or ""
        parts = (signs.get(row.get("bound") or "", "") + number, unit if unit not in what.split() else "", what)
        words.append(" ".join(part for part in parts if part).strip())
    return words


def sharpen(mentions: list[Row], events: list[Row], times: Iterable[Row]) -> None:
    """Give approximate dates the days of the words behind them, in place.

    EDTF writes "mi-juillet" and "fin juillet" both as ``2025-07~``; the time expression in the sentence knows which part of the
    month is meant. An event takes the days of a mention that bears its date.
    """
    by_document: dict[str, list[Row]] = {}
    for row in times:
        if row.get("mod"):
            by_document.setdefault(row["document"], []).append(row)
    meant: dict[str, Row] = {}
    for mention in mentions:
        if "~" not in (mention.get("date") or ""):
            continue
        for row in by_document.get(mention["document"], ()):
            if mention["start"] <= row["start"] and row["end"] <= mention["end"] and _fits(row, mention["date"]):
                if row.get("earliest"):
                    mention["earliest"] = row["earliest"]
                if row.get("latest") and "/" not in mention["date"]:
                    mention["latest"] = row["latest"]
                meant[mention["mention"]] = mention
                break
    for event in events:
        for name in event["mentions"] or ():
            bearer = meant.get(name)
            if bearer is not None and bearer["date"] == event.get("date"):
                event["earliest"], event["latest"] = bearer["earliest"], bearer["latest"]
                break


def _fits(row: Row, value: str) -> bool:
    if row.get("interval") == value:
        return True
    first = value.split("/")[0].rstrip("~")
    written = row.get("value") or ""
    return written in (first, first[:4]) and "/" not in value

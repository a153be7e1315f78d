"""Events under the column names of POLECAT (Halterman et al. 2023), so that code written for it reads ours.

Three differences, on purpose: ``Event Date`` is filled only when the day is known (the interval stands in ``Earliest Date``
and ``Latest Date``), no coordinates are invented, and columns after ``Version`` are ours.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rapprochement.actors.entries import StateEntry
from rapprochement.actors.names import name
from rapprochement.codebook import load_codebook
from rapprochement.dossier.export import inert_cell
from rapprochement.measures import intensities
from rapprochement.publish.exports.entries import Entry, entries
from rapprochement.publish.payload import QUAD
from rapprochement.publish.source import Material

_SIDE = ("Name", "Country", "COW", "Title")
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(f"Actor {what}" for what in _SIDE), *(f"Recipient {what}" for what in _SIDE),
    "Placename", "Raw Placename", "Source", "Publication Date", "Language", "Version",
    "Event Date EDTF", "Earliest Date", "Latest Date", "Status", "Attributed To", "Independent Sources", "Documents", "Sentence",
)  # fmt: skip
SEPARATOR = ";"


@cache
def _cow() -> dict[str, int]:
    return {
        code: row.cow for code, row in load_codebook().entries("actor-state", StateEntry).items() if row.cow is not None
    }


@cache
def _intensity() -> dict[str, float]:
    return {code: row.intensity for code, row in intensities(load_codebook()).items()}


def rows(material: Material) -> list[dict[str, Any]]:
    """Return one dict an event, keys :data:`COLUMNS`; several actors are joined by ``;``."""
    return [_row(entry) for entry in entries(material)]


def _row(entry: Entry) -> dict[str, Any]:
    event = entry.event
    lead = entry.mentions[0] if entry.mentions else {}
    exact = entry.earliest is not None and entry.earliest == entry.latest
    published = sorted({row["published"] for row in entry.documents if row.get("published")})
    row: dict[str, Any] = {
        "Event ID": event["event"],
        "Event Date": entry.earliest.isoformat() if exact and entry.earliest else None,
        "Event Type": event["type"],
        "Event Mode": lead.get("mode"),
        "Intensity": _intensity().get(event["type"]),
        "Quad Code": QUAD.get(event["type"], "").upper() or None,
        "Contexts": event["domain"],
        "Placename": _joined(event.get("places")),
        "Raw Placename": lead.get("place"),
        "Source": _joined(dict.fromkeys(row["publisher"] for row in entry.documents if row.get("publisher"))),
        "Publication Date": published[0] if published else None,
        "Language": _joined(dict.fromkeys(row["language"] for row in entry.documents if row.get("language"))),
        "Version": "rapprochement",
        "Event Date EDTF": event.get("date"),
        "Earliest Date": entry.earliest.isoformat() if entry.earliest else None,
        "Latest Date": entry.latest.isoformat() if entry.latest else None,
        "Status": event["status"],
        "Attributed To": _joined(entry.claimants),
        "Independent Sources": event.get("independent_sources"),
        "Documents": _joined(row["document"] for row in entry.documents),
        "Sentence": entry.sentence or None,
    }
    for side, key in (("Actor", "source"), ("Recipient", "target")):
        codes = list(event[key] or ())
        row[f"{side} Name"] = _joined(name(code, "en").bare for code in codes)
        row[f"{side} Country"] = _joined(codes)
        row[f"{side} COW"] = _joined(str(_cow()[code]) for code in codes if code in _cow())
        row[f"{side} Title"] = _joined(lead.get("agents")) if side == "Actor" else None
    return {column: row[column] for column in COLUMNS}


def _joined(values: Any) -> str | None:
    return SEPARATOR.join(str(value) for value in values or ()) or None


def as_csv(material: Material) -> bytes:
    """Return the rows as CSV (UTF-8, comma); no cell can run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writeheader()
    for row in rows(material):
        writer.writerow({key: inert_cell(value) if isinstance(value, str) else value for key, value in row.items()})
    return out.getvalue().encode()


def as_parquet(material: Material) -> bytes:
    """Return the rows as Parquet; every column but intensity and the count of sources is text."""
    kinds = {"Intensity": pa.float64(), "Independent Sources": pa.int64()}
    schema = pa.schema([pa.field(column, kinds.get(column, pa.string())) for column in COLUMNS])
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows(material), schema=schema), sink)
    return bytes(sink.getvalue().to_pybytes())

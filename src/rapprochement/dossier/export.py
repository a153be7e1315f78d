"""Tables written for other tools: JSON Lines, CSV, Parquet. Columns keep their names, offsets are code points.

In CSV a cell never begins with a sign that makes a spreadsheet run it as a formula, and control characters are left
out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rapprochement.dossier.schema import TEXT_SUFFIX
from rapprochement.dossier.store import write_file
from rapprochement.errors import UsageError

FORMATS = ("jsonl", "csv", "parquet")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
"""With the full-width signs, which some spreadsheets take as well (OWASP, CSV injection)."""

LEFT_OUT = {"documents": ("text",)}
"""Columns that only ``with_text`` exports: an article's full text is not ours to spread."""

_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)))


def inert_cell(text: str) -> str:
    r"""Return ``text`` so that no spreadsheet takes it for a formula and no terminal for a command.

    Examples
    --------
    >>> inert_cell("=1+1"), inert_cell("a\x1b[31mb"), inert_cell("-5 %")
    ("'=1+1", 'a[31mb', "'-5 %")
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    return "'" + clean if clean.lstrip(" \n\xa0").startswith(FORMULA_SIGNS) else clean


def _plain(value: Any, kind: pa.DataType) -> Any:
    if value is None:
        return None
    if pa.types.is_map(kind):
        return {k: _plain(v, kind.item_type) for k, v in value}
    if pa.types.is_list(kind):
        return [_plain(v, kind.value_type) for v in value]
    if pa.types.is_struct(kind):
        row = {
            kind.field(i).name: _plain(value[kind.field(i).name], kind.field(i).type) for i in range(kind.num_fields)
        }
        for name in [n for n in row if n.endswith(TEXT_SUFFIX) and n.removesuffix(TEXT_SUFFIX) in row]:
            text = row.pop(name)
            number = row[name.removesuffix(TEXT_SUFFIX)]
            whole = isinstance(number, float) and number.is_integer()
            row[name.removesuffix(TEXT_SUFFIX)] = text if text is not None else int(number) if whole else number
        return row
    return value.isoformat() if isinstance(value, date | datetime) else value


def plain_rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table as plain JSON values: dates in ISO form, maps as objects.

    Examples
    --------
    >>> from datetime import date
    >>> list(plain_rows(pa.table({"day": [date(2024, 6, 19)], "codes": [["RUS"]]})))
    [{'day': '2024-06-19', 'codes': ['RUS']}]
    """
    types = {column.name: column.type for column in table.schema}
    for batch in table.to_batches(max_chunksize=5_000):
        for row in batch.to_pylist():
            yield {name: _plain(value, types[name]) for name, value in row.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return inert_cell(value)
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return inert_cell("; ".join(value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def to_bytes(table: pa.Table, format: str) -> bytes:
    """Return a table in ``"jsonl"``, ``"csv"`` or ``"parquet"``.

    Raises
    ------
    UsageError
        If there is no such format.
    """
    if format == "parquet":
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        return bytes(sink.getvalue())
    if format == "jsonl":
        lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in plain_rows(table))
        return "".join(line + "\n" for line in lines).encode("utf-8")
    if format == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(table.column_names)
        writer.writerows([_cell(value) for value in row.values()] for row in plain_rows(table))
        return text.getvalue().encode("utf-8")
    raise UsageError(f"there is no format {format!r}; there are {', '.join(FORMATS)}")


def export_table(
    table: pa.Table, name: str, format: str = "jsonl", path: str | Path | None = None, *, with_text: bool = False
) -> Path | None:
    """Write one table to a file.

    Parameters
    ----------
    table : pyarrow.Table
        The table.
    name : str
        Its name; with no ``path`` the file is ``NAME.FORMAT`` in the current folder.
    format : {"jsonl", "csv", "parquet"}
        ``jsonl`` is what the scorers of the project read.
    path : path, optional
        The file.
    with_text : bool
        Whether ``documents`` has the full text too.

    Returns
    -------
    pathlib.Path
        The file written.
    """
    target = Path(path) if path is not None else Path(f"{name}.{format}")
    write_file(target, to_bytes(for_export(table, name, with_text), format))
    return target


def for_export(table: pa.Table, name: str, with_text: bool = False) -> pa.Table:
    """Return a table without the columns that are not exported unasked."""
    return table if with_text else table.drop_columns([c for c in LEFT_OUT.get(name, ()) if c in table.column_names])

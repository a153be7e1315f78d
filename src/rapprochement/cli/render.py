"""Rows for people and for programs: tables that fit 80 columns, CSV, JSON, Markdown; nothing an article says takes effect."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import typer

from rapprochement.dossier.export import inert_cell

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

Row = Mapping[str, Any]
NARROW = 32
"""Columns of a terminal that a field beside the text may take; a longer file name is folded."""

_COMMANDS = re.compile(
    "\x1b(?:\\[[0-?]*[ -/]*[@-~]|[\\]PX^_].*?(?:\x1b\\\\|\x07|$)|[@-_])|[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\u202a-\u202e\u2066-\u2069\u200e\u200f]"
)


class Format(StrEnum):
    """How rows are shown."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"


def clean(text: str) -> str:
    r"""Return ``text`` without escape sequences, control characters and signs that turn the writing direction.

    Examples
    --------
    >>> clean("a\x1b[31mb\x07\u202ec")
    'abc'
    """
    return _COMMANDS.sub("", text)


def words(value: Any) -> str:
    """Return a cell as words: lists joined by commas, nothing for ``None``.

    Examples
    --------
    >>> words(["RUS", "PRK"]), words(None), words(date(2024, 6, 19))
    ('RUS, PRK', '', '2024-06-19')
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(words(v) for v in value)
    if isinstance(value, dict):
        return ", ".join(f"{k}: {words(v)}" for k, v in value.items() if v is not None)
    return clean(f"{value:g}" if isinstance(value, float) else str(value))


def console(*, error: bool = False) -> Console:
    """Return a console that takes no markup from texts."""
    from rich.console import Console

    return Console(stderr=error, markup=False, highlight=False, emoji=False)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value


def to_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """Return rows as CSV whose cells no spreadsheet runs as formulas."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, int | float) or value is None:
        return value
    if isinstance(value, list | tuple):
        return inert_cell("; ".join(words(v) for v in value))
    return inert_cell(words(value))


def to_json(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """Return rows as a JSON list."""
    return json.dumps([{c: _plain(row.get(c)) for c in columns} for row in rows], ensure_ascii=False, indent=1) + "\n"


def to_markdown(rows: Iterable[Row], columns: Sequence[str], heads: Sequence[str]) -> str:
    r"""Return rows as a Markdown table; signs that would be markup are escaped.

    Examples
    --------
    >>> print(to_markdown([{"a": "x|y <b>"}], ["a"], ["A"]))
    | A |
    | --- |
    | x\|y &lt;b> |
    <BLANKLINE>
    """
    lines = ["| " + " | ".join(heads) + " |", "|" + "|".join(" --- " for _ in heads) + "|"]
    lines += ["| " + " | ".join(_markdown(words(row.get(c))) for c in columns) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _markdown(text: str) -> str:
    text = " ".join(text.replace("&", "&amp;").replace("<", "&lt;").split())
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", text)


def to_table(
    rows: Iterable[Row],
    columns: Sequence[str],
    heads: Sequence[str],
    wide: str | None = None,
    narrow: Mapping[str, int] | None = None,
) -> RenderableType:
    """Return rows as a table for the terminal.

    The column ``wide`` takes the room that is left; ``narrow`` says how many columns of the terminal others may take at most.
    A cell may be a ``rich.text.Text`` whose words were cleaned before.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=wide is not None)
    for column, head in zip(columns, heads, strict=True):
        most = (narrow or {}).get(column, NARROW) if wide is not None else None
        table.add_column(
            head, ratio=1 if column == wide else None, overflow="fold", max_width=None if column == wide else most
        )
    for row in rows:
        cells = (row.get(column) for column in columns)
        table.add_row(*(cell if isinstance(cell, Text) else Text(words(cell)) for cell in cells))
    return table


def to_block(lines: Iterable[tuple[str, Any]], head: str = "") -> RenderableType:
    """Return one thing as a block for the terminal: a head, and under it what is known of it, empty lines left out."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for key, value in lines:
        shown = value if isinstance(value, str) else said(value)
        if shown:
            grid.add_row(key, Text(clean(shown)))
    if not head:
        return Padding(grid, (0, 0, 1, 0))
    return Group(Text(clean(head), style="bold"), Padding(grid, (0, 0, 1, 2)))


def said(value: Any) -> str:
    r"""Return a value of a table in words; a passage as the place it stands at, several things one a line.

    Examples
    --------
    >>> said({"document": "a.txt", "start": 3, "end": 9, "mention": "m-abc"})
    'a.txt [3:9] m-abc'
    >>> said([{"stage": "signed", "date": None}, {"stage": "ended", "date": "2023"}])
    'stage: signed\nstage: ended, date: 2023'
    >>> said(["RUS", "PRK"])
    'RUS, PRK'
    """
    if isinstance(value, dict):
        if {"document", "start", "end"} <= set(value):
            place = f"{words(value['document'])} [{value['start']}:{value['end']}]"
            rest = [said(v) for k, v in value.items() if k not in ("document", "start", "end")]
            return " ".join([place, *(part for part in rest if part)])
        return ", ".join(f"{k}: {said(v)}" for k, v in value.items() if v not in (None, "", [], {}))
    if isinstance(value, list | tuple) and any(isinstance(v, dict) for v in value):
        return "\n".join(said(v) for v in value)
    return words(value)


def show(
    rows: Sequence[Row],
    columns: Sequence[str],
    form: Format,
    *,
    heads: Sequence[str] | None = None,
    table: Sequence[Row] | None = None,
    table_columns: Sequence[str] | None = None,
    wide: str | None = None,
    narrow: Mapping[str, int] | None = None,
    empty: str = "Nothing found.",
) -> None:
    """Print rows in one of the formats.

    Parameters
    ----------
    rows : sequence of mappings
        For programs (``csv``, ``json``).
    columns : sequence of str
        Their columns.
    heads, table, table_columns, wide, narrow
        For people (``table``, ``md``), where other words and fewer columns are wanted.
    empty : str
        Said on standard error when there is nothing.
    """
    people, shown = (rows if table is None else table), table_columns or columns
    if form is Format.CSV:
        sys.stdout.write(to_csv(rows, columns))
    elif form is Format.JSON:
        sys.stdout.write(to_json(rows, columns))
    elif form is Format.MD:
        sys.stdout.write(to_markdown(people, shown, heads or shown))
    elif not rows:
        typer.echo(empty, err=True)
    else:
        console().print(to_table(people, shown, heads or shown, wide, narrow))

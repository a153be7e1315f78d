"""``import``, ``forecast``, ``next``, ``backtest`` and ``simulate``: event data of others, and what comes next.

No number of a forecast is shown without its backtest; what a dossier is too small for is declined, with what is missing.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from rapprochement.cli.app import app, told
from rapprochement.cli.render import Format, clean, console, to_block, words
from rapprochement.cli.render import show as show_rows

if TYPE_CHECKING:
    from rapprochement.forecasts.commands import Shown

Folder = Annotated[Path, typer.Argument(help="Folder of the dossier.")]
Between = Annotated[
    Optional[tuple[str, str]],  # noqa: UP045  (Typer reads the annotation)
    typer.Option("--between", help="Two actors, as codes (RUS PRK) or names. [default: the busiest pair]"),
]
Within = Annotated[int, typer.Option("--within", help="Days ahead: at least one act within them.")]
Classes = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option(
        "--class", help="verbal-cooperation, material-cooperation, hostility; may be repeated. [default: all]"
    ),
]
Form = Annotated[Format, typer.Option("--format", "-f", help="How the rows are shown.")]
AsOf = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--as-of", help="Answer from the snapshot that was current on this day (2026-03-01)."),
]
MOST_DIRECTIONS = 4
"""Directions of a simulation shown in the terminal; the other formats have all of them."""


@app.command("import")
@told
def import_(
    file: Annotated[Path, typer.Argument(help="TSV, CSV (also .gz) or Parquet; for quadruples the folder of them.")],
    form: Annotated[str, typer.Option("--format", "-f", help="icews, polecat, gdelt or quadruples.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder of the dossier: new, empty, or one to add to.")
    ] = Path("dossier"),
    day_zero: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--day-zero", help="quadruples: the day their time counts from, such as 2018-01-01."),
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="Let citizens, firms and parties stand for their country.")
    ] = False,
    codebook: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--codebook", help="Folder of YAML entries that overlay the vocabulary; may be repeated."),
    ] = None,
) -> None:
    """Bring coded event data of others into a dossier.

    Each event keeps where it comes from (`show DOSSIER feed_records`). Articles can be built into the same dossier,
    before or after; importing a file again adds nothing twice. The page shows what articles tell; imported events are
    in `show`, `export`, measures and forecasts.

    **Examples**

    `rapprochement import events.tab --format icews -o dossier`

    `rapprochement import icews18/ --format quadruples --day-zero 2018-01-01 -o dossier`
    """
    from rapprochement.builder import add_feed
    from rapprochement.dossier import Dossier

    with _counting() as count:
        report = add_feed(
            file, form, output, day_zero=day_zero, private=private, codebook=codebook or (), progress=count
        )
    say = console().print
    say(
        f"Snapshot {report.snapshot} of {output}: {report.read} rows read, {report.kept} events kept, "
        f"{report.first or 'undated'} to {report.last or 'undated'}.",
        soft_wrap=True,
    )
    for reason, number in report.left_out.items():
        say(f"  {number} left out: {clean(reason)}", soft_wrap=True)
    pair = Dossier.open(output).busiest()
    if pair is not None:
        where = shlex.quote(str(output))
        say("\nNext:")
        say(f"  rapprochement backtest {where}", soft_wrap=True)
        say(f"  rapprochement forecast {where} --between {pair[0]} {pair[1]}", soft_wrap=True)


@app.command()
@told
def forecast(
    dossier: Folder,
    between: Between = None,
    within: Within = 30,
    kinds: Classes = None,
    today: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--from", help="First day of the window. [default: the day after the last event]"),
    ] = None,
    form: Form = Format.TABLE,
    as_of: AsOf = None,
) -> None:
    """Say how likely acts between two actors are, in both directions, each number with its backtest beside it.

    Learned from the events of this dossier alone. What they are too few for is declined, with what is missing.

    **Examples**

    `rapprochement forecast dossier --between RUS PRK --within 30`

    `rapprochement forecast dossier --between Russie 'Corée du Nord' --class hostility --format json`
    """
    from rapprochement.dossier import Dossier, forecasting

    opened = Dossier.open(dossier, as_of=as_of)
    with _working("Learning and backtesting"):
        shown = forecasting.forecast(opened, between, within, today, kinds)
    _tell(shown, form, _forecast_blocks)


def _forecast_blocks(rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        judged = (
            f"skill {row['backtest_skill']:+.3f} [{row['skill_low']:+.3f}, {row['skill_high']:+.3f}] over the average"
        )
        _block(
            f"{row['source']} → {row['target']}: {row['class']}, {row['from']} to {row['to']}",
            (
                ("probability", f"{_share(row['probability'])} ({_share(row['low'])} to {_share(row['high'])})"),
                ("average", f"{_share(row['climatology'])}: how often it happened between these two"),
                ("acts", f"{row['expected']:g} expected ({row['count_low']} to {row['count_high']})"),
                ("backtest", f"{judged}; calibration error {row['calibration_error']:.3f}"),
                ("because", row["because"]),
                ("rests on", row["rests_on"]),
            ),
        )


@app.command("next")
@told
def following(
    dossier: Folder,
    source: Annotated[str, typer.Argument(help="An actor, as code or name.")],
    kind: Annotated[str, typer.Argument(metavar="TYPE", help="AGREE, CONSULT, AID, THREATEN…")],
    by: Annotated[
        bool, typer.Option("--toward-it", help="Ask who will do so toward the actor, not toward whom it will.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Answers at most.")] = 5,
    form: Form = Format.TABLE,
    as_of: AsOf = None,
) -> None:
    """Rank toward whom an actor's next act of a type will be, with the rules and the dated events behind each answer.

    Scores order the answers to one question. They are not probabilities: `forecast` gives those.

    **Examples**

    `rapprochement next dossier PRK CONSULT`

    `rapprochement next dossier UKR AID --toward-it --limit 3`
    """
    from rapprochement.dossier import Dossier, forecasting

    opened = Dossier.open(dossier, as_of=as_of)
    with _working("Learning rules"):
        shown = _or_declined(lambda: forecasting.following(opened, source, kind, not by, limit))
    _tell(shown, form, _next_blocks)


def _next_blocks(rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        _block(
            f"{row['rank']}. {row['actor']}  (score {row['score']:g})",
            (
                ("because", row["because"]),
                ("rules", row["rules"].replace("; ", "\n")),
                ("events", row["events"]),
                ("through", row["through"]),
            ),
        )


@app.command()
@told
def backtest(
    dossier: Folder,
    within: Within = 30,
    kinds: Classes = None,
    form: Form = Format.TABLE,
    as_of: AsOf = None,
) -> None:
    """Say how forecasts would have fared: made at past days from what was known then, judged by what came.

    Skill is the share of the squared error a reference makes that the forecasts take away; above 0 is better. The
    references: the pair's own average (climatology), the last window again (persistence), the time since (recurrency).

    **Examples**

    `rapprochement backtest dossier`

    `rapprochement backtest dossier --within 7 --class hostility --format json`
    """
    from rapprochement.dossier import Dossier, forecasting

    opened = Dossier.open(dossier, as_of=as_of)
    with _working("Backtesting"):
        shown = forecasting.backtest(opened, within, kinds)
    _tell(shown, form, _backtest_table)


def _backtest_table(rows: Sequence[dict[str, Any]]) -> None:
    lines = [
        {"": name.replace("_", " "), **{row["class"]: _figure(row.get(name)) for row in rows}}
        for name in dict.fromkeys(key for row in rows for key in row)
        if name != "class"
    ]
    columns = ("", *(row["class"] for row in rows))
    show_rows(lines, columns, Format.TABLE)


@app.command()
@told
def simulate(
    dossier: Folder,
    between: Between = None,
    months: Annotated[int, typer.Option("--months", min=1, help="Months of 30 days.")] = 12,
    suppose: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--suppose", help="An act that is supposed: 'DATE SOURCE TYPE TARGET [DOMAIN]'; may be repeated."),
    ] = None,
    runs: Annotated[int, typer.Option("--runs", help="How often the system is run forward.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same figures.")] = 0,
    form: Form = Format.TABLE,
    as_of: AsOf = None,
) -> None:
    """Run the system of some actors forward, with and without supposed acts.

    Supposed acts are in this run only. What comes out is association under the fitted model, not cause.

    **Examples**

    `rapprochement simulate dossier --between RUS PRK --months 6`

    `rapprochement simulate dossier --months 12 --suppose "2025-12 KOR AID UKR military" --runs 2000`
    """
    from rapprochement.dossier import Dossier, forecasting

    opened = Dossier.open(dossier, as_of=as_of)
    with _working("Simulating"):
        shown = _or_declined(lambda: forecasting.simulate(opened, between or (), suppose or (), months, runs, seed))
    _tell(shown, form, _fans)


def _fans(rows: Sequence[dict[str, Any]]) -> None:
    """Show one table for each direction: months down, classes across, those that change most first."""
    by_direction: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        by_direction.setdefault((row["source"], row["target"]), []).append(row)

    def moved(direction: tuple[str, str]) -> float:
        return -max(abs(float(row.get("change", 0.0))) for row in by_direction[direction])

    shown = sorted(by_direction, key=moved)[:MOST_DIRECTIONS]
    terminal = console()
    for source, target in shown:
        supposed = "" if "change" not in by_direction[source, target][0] else ", without→with"
        terminal.print(f"{source} → {target}: acts, median (5 to 95 %); chance of one or more{supposed}")
        months: dict[str, dict[str, Any]] = {}
        for row in by_direction[source, target]:
            cell = f"{row['q50']:g} ({row['q05']:g}–{row['q95']:g}) {_share(row['probability'], '')}"
            if "with_probability" in row:
                cell += f"→{_share(row['with_probability'], '')}"
            months.setdefault(str(row["month"]), {})[row["class"]] = cell + " %"
        columns = dict.fromkeys(row["class"] for row in by_direction[source, target])
        lines = [{"30 days from": month, **cells} for month, cells in months.items()]
        show_rows(lines, ("30 days from", *columns), Format.TABLE)
        terminal.print()
    if len(by_direction) > len(shown):
        terminal.print(f"{len(by_direction) - len(shown)} more directions with --format csv or json.")


def _tell(shown: Shown, form: Format, people: Callable[[Sequence[dict[str, Any]]], None]) -> None:
    """Show rows and, beside them, their notes: on standard error where a program reads the rows."""
    if form is Format.TABLE:
        if shown.rows:
            people(shown.rows)
    else:
        show_rows(shown.rows, list(dict.fromkeys(key for row in shown.rows for key in row)), form)
    sys.stdout.flush()
    terminal = console(error=form is not Format.TABLE)
    for note in shown.notes:
        terminal.print(clean(note), soft_wrap=not terminal.is_terminal)


def _or_declined(answer: Callable[[], Shown]) -> Shown:
    """Return the answer, or a refusal that says what is missing: too little history is no wrong use."""
    from rapprochement.forecasts.commands import Shown as Told
    from rapprochement.forecasts.dyads.fitting import TooLittle

    try:
        return answer()
    except TooLittle as missing:
        return Told((), (f"Declined: {missing}.",), ())


def _block(head: str, lines: Sequence[tuple[str, str]]) -> None:
    console().print(to_block(lines, head))


def _share(value: float, unit: str = " %") -> str:
    """Return a probability as a percentage; one that is not certain is never rounded to be so.

    Examples
    --------
    >>> _share(0.262), _share(0.9996), _share(0.0001), _share(1.0)
    ('26 %', '>99 %', '<1 %', '100 %')
    """
    if 0.995 <= value < 1:
        return ">99" + unit
    if 0 < value < 0.005:
        return "<1" + unit
    return f"{100 * value:.0f}{unit}"


def _figure(value: Any) -> str:
    return words(value).replace(" n=", "\nn=")


@contextmanager
def _counting() -> Iterator[Callable[[int], None]]:
    """Show on a terminal how many rows were read."""
    terminal = console(error=True)
    if not terminal.is_terminal:
        yield lambda _: None
        return
    with terminal.status("Reading") as status:
        yield lambda number: status.update(f"Reading: {number} rows")


@contextmanager
def _working(what: str) -> Iterator[None]:
    """Say on a terminal that something is being worked out."""
    terminal = console(error=True)
    if not terminal.is_terminal:
        yield
        return
    with terminal.status(what):
        yield

"""``show measures|phases|network`` and ``plot``: the relation in figures and pictures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from rapprochement.cli.app import app, told
from rapprochement.cli.render import Format, clean
from rapprochement.cli.render import show as show_rows
from rapprochement.errors import UsageError

if TYPE_CHECKING:
    from rapprochement.dossier import Dossier
    from rapprochement.measures import Relation

VIEWS = ("measures", "phases", "network")
Pair = Optional[tuple[str, str]]  # noqa: UP045  (Typer reads the annotation)
SIGNIFICANT = 3
"""Disputed events named below the figures."""


def show_measured(
    opened: Dossier,
    what: str,
    form: Format,
    *,
    between: tuple[str, str] | None,
    period: str,
    policy: str,
    scale: str,
    domain: str | None,
    language: str,
    limit: int | None,
) -> None:
    """Print one of ``VIEWS``; what a reader must know beside the rows goes to standard error."""
    if what == "network":
        _network(opened, form, period, policy, domain, scale, language, limit)
        return
    found = opened.measured.relation(between, period=period, policy=policy, domain=domain, scale=scale)
    if form is Format.TABLE:
        for line in _said(found, policy):
            typer.echo(clean(line), err=True)
    if what == "measures":
        _measures(found, form, limit)
    else:
        _phases(found, form, limit)


def _said(found: Relation, policy: str) -> list[str]:
    one, other = found.pair
    lines = [
        f"{one} – {other}: {found.events:.3g} weighted dated events ({policy} policy), {found.undated} without a date"
    ]
    if not found.series:
        return lines
    if found.note:
        lines.append(found.note)
    answered = (
        "reciprocity unknown" if found.reciprocity != found.reciprocity else f"reciprocity {found.reciprocity:.2f}"
    )
    lines.append(
        f"{found.material_share:.0%} of cooperation is material; {answered}; {found.lineages} independent lineages"
    )
    sums = "; ".join(f"{s.policy} {s.cooperation:.3g} / {s.hostility:.3g}" for s in found.policies)
    lines.append(f"cooperation / hostility by policy: {sums}")
    disputed = ", ".join(f"{c.event[:8]} ({c.status})" for c in found.changes[:SIGNIFICANT])
    if disputed:
        lines.append(f"{len(found.changes)} events weigh differently, most of all {disputed}")
    told = found.agreement
    if told is not None and told.told:
        lines.append(
            f"beginnings told {', '.join(map(str, told.told))}; measured {', '.join(map(str, told.measured)) or 'none'}; "
            f"{len(told.both)} of {len(told.told)} agree (by chance {told.chance * len(told.told):.1f})"
        )
    return lines


def _measures(found: Relation, form: Format, limit: int | None) -> None:
    from dataclasses import asdict, fields

    from rapprochement.measures import SeriesRow

    rows = [asdict(row) for row in found.series]
    people = [
        {
            "start": row.start,
            "cooperation": _range(row.cooperation, row.cooperation_low, row.cooperation_high),
            "hostility": _range(row.hostility, row.hostility_low, row.hostility_high),
            "ratio": _range(row.ratio, row.ratio_low, row.ratio_high),
            "net": "" if row.net is None else f"{row.net:+.1f}",
            "told": row.told,
        }
        for row in found.series
        if row.known
    ]
    unknown = len(found.series) - len(people)
    if form is Format.TABLE and unknown:
        typer.echo(
            f"{unknown} of {len(found.series)} {found.series[0].period}s are unknown (no document tells of them)",
            err=True,
        )
    heads = ("Start", "Cooperation [90 %]", "Hostility [90 %]", "Log ratio [90 %]", "Net", "Told by")
    columns = [one.name for one in fields(SeriesRow)]
    shown = ("start", "cooperation", "hostility", "ratio", "net", "told")
    empty = found.note or "No period with an event."
    show_rows(rows[:limit], columns, form, heads=heads, table=people[:limit], table_columns=shown, empty=empty)


def _range(value: float | None, low: float | None, high: float | None) -> str:
    return "unknown" if value is None or low is None or high is None else f"{value:.1f} [{low:.1f}, {high:.1f}]"


def _phases(found: Relation, form: Format, limit: int | None) -> None:
    from rapprochement.dossier.measured import PHASES, phase_rows

    rows = phase_rows(found)
    people = []
    for row in rows:
        if row["kind"] == "measured":
            change = "" if row["change"] is None else f" (× {row['change']:.2g}, stability {row['stability']:.0%})"
            known = f", {row['known']} of {row['periods']} periods known" if row["known"] < row["periods"] else ""
            what = f"{row['rate']:.2g} events a {found.phases[0].period}{change}{known}: {', '.join(e[:8] for e in row['events'])}"
        else:
            what = f"{row['movement']}: “{row['text']}” [{row['document']}:{row['start']}]"
        last = row["last"].isoformat() if row["last"] else "…"
        people.append({"kind": row["kind"], "span": f"{row['first']} –\n{last}", "what": what})
    heads, shown = ("Kind", "From – to", "What"), ("kind", "span", "what")
    empty = found.note or "No phase measured or told."
    show_rows(
        rows[:limit], PHASES, form, heads=heads, table=people[:limit], table_columns=shown, wide="what", empty=empty
    )


def _network(
    opened: Dossier, form: Format, period: str, policy: str, domain: str | None, scale: str, language: str,
    limit: int | None,
) -> None:  # fmt: skip
    from rapprochement.dossier.measured import TIES, tie_rows
    from rapprochement.dossier.naming import actor_name
    from rapprochement.measures import dated_blocs

    network = opened.measured.network(period=period, policy=policy, domain=domain, scale=scale)
    rows = tie_rows(network)
    if form is Format.TABLE:
        for one in network:
            triads = len(one.triads)
            if triads:
                typer.echo(f"{one.start}: {triads} triads, balance {one.balance:.2f}", err=True)
        for bloc in dated_blocs(network):
            typer.echo(f"bloc {'–'.join(bloc.members)}, {bloc.first} to {bloc.last}", err=True)
        for answer in opened.measured.answers()[:5] if opened.busiest() else ():
            if answer.enough:
                typer.echo(
                    f"{answer.actor}: {answer.inside} of {answer.total} acts towards the busiest pair within 30 days after "
                    f"its events ({answer.expected:.1f} expected)",
                    err=True,
                )
    people = [
        {
            "start": row["start"],
            "who": f"{actor_name(row['a'], language)} – {actor_name(row['b'], language)}",
            "sign": f"{row['sign']:+.2f}",
            "warm": f"{row['cooperation']:.3g}",
            "cold": f"{row['hostility']:.3g}",
        }
        for row in rows
    ]
    heads = ("Start", "Who", "Sign", "Cooperation", "Hostility")
    shown = ("start", "who", "sign", "warm", "cold")
    show_rows(
        rows[:limit], TIES, form, heads=heads, table=people[:limit], table_columns=shown,
        empty="No dated event between two actors.",
    )  # fmt: skip


def one_domain(domains: list[str] | None) -> str | None:
    """Return the one domain asked for.

    Raises
    ------
    UsageError
        If there are several: measures are of one domain or of all.
    """
    if domains and len(domains) > 1:
        raise UsageError("measures are of one domain or of all; give --domain once")
    return domains[0].lower() if domains else None


@app.command()
@told
def plot(
    dossier: Annotated[Path, typer.Argument(help="Folder of the dossier.")],
    name: Annotated[
        str,
        typer.Argument(
            help="`streams`, `ratio`, `phases`, `domains`, `network`, `timeline`, `years`, `transfers`, `visits` or `policies`."
        ),
    ],
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--output", "-o", help="File to write: .svg, .png, .pdf, .json (Vega-Lite) or .csv. [default: NAME.svg]"
        ),
    ] = None,
    between: Annotated[Pair, typer.Option("--between", help="Two actors. [default: the busiest pair]")] = None,
    period: Annotated[str, typer.Option("--period", help="day, week, month, quarter or year.")] = "year",
    policy: Annotated[str, typer.Option("--policy", help="cautious, representative or inclusive.")] = "representative",
    domain: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--domain", help="military, diplomatic, economic…"),
    ] = None,
    scale: Annotated[str, typer.Option("--scale", help="intensity or goldstein.")] = "intensity",
    language: Annotated[str, typer.Option("--language", help="fr or en.")] = "fr",
    as_of: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--as-of", help="Draw the snapshot that was current on this day."),
    ] = None,
) -> None:
    """Draw a picture for a paper, with its units, uncertainty and source.

    **Examples**

    `rapprochement plot dossier streams --between RUS PRK -o streams.pdf`

    `rapprochement plot dossier network --period quarter --language en -o network.svg`
    """
    from rapprochement.dossier import Dossier
    from rapprochement.publish.papers import figure, save

    target = output or Path(f"{name}.svg")
    chart = figure(
        Dossier.open(dossier, as_of=as_of), name, between=between, period=period, policy=policy, domain=domain,
        scale=scale, language=language,
    )  # fmt: skip
    save(chart, target)
    _tell(f"{target} written.")


def _tell(message: str) -> None:
    stream: Any = sys.stderr
    typer.echo(clean(message), file=stream)

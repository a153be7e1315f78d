"""``show``, ``explain`` and ``times``: what a dossier says, and why."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from rapprochement.cli import measuring
from rapprochement.cli.app import WRONG, app, told
from rapprochement.cli.registers import VIEWS, blocks
from rapprochement.cli.render import Format, clean, console, to_block, to_table, words
from rapprochement.cli.render import show as show_rows
from rapprochement.errors import UsageError

if TYPE_CHECKING:
    from rapprochement.dossier import Dossier
    from rapprochement.dossier.explain import Explanation, MentionExplained
    from rapprochement.dossier.queries import Selection

Folder = Annotated[Path, typer.Argument(help="Folder of the dossier.")]
AsOf = Annotated[
    Optional[str],  # noqa: UP045  (Typer reads the annotation)
    typer.Option("--as-of", help="Answer from the snapshot that was current on this day (2026-03-01)."),
]
Several = Optional[list[str]]  # noqa: UP045
SHORT_ID = 8
DATE = 18
"""Columns a date may take: "30 septembre 1990" fits, a longer one is wrapped."""
SENTENCES = 400
"""Characters of a sentence in a table; 'explain' shows all of it."""


@app.command()
@told
def show(
    dossier: Folder,
    what: Annotated[
        str,
        typer.Argument(
            help="`chronology`, `domains`, `sources`, `events`, `pairs`, `measures`, `phases`, `network`, or the name of any "
            "table of the dossier."
        ),
    ] = "chronology",
    between: Annotated[
        Optional[tuple[str, str]],  # noqa: UP045
        typer.Option("--between", help="Two actors, as codes (RUS PRK) or names (Russie 'Corée du Nord')."),
    ] = None,
    since: Annotated[Optional[str], typer.Option("--since", help="2024, 2024-06 or 2024-06-19.")] = None,  # noqa: UP045
    until: Annotated[Optional[str], typer.Option("--until", help="Likewise; both ends count.")] = None,  # noqa: UP045
    domain: Annotated[
        Several, typer.Option("--domain", help="military, diplomatic, economic…; may be repeated.")
    ] = None,
    type: Annotated[Several, typer.Option("--type", help="AGREE, CONSULT, AID…; may be repeated.")] = None,
    status: Annotated[Several, typer.Option("--status", help="asserted, claimed, planned…; may be repeated.")] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How the rows are shown.")] = Format.TABLE,
    limit: Annotated[Optional[int], typer.Option("--limit", "-n", min=1, help="Rows at most.")] = None,  # noqa: UP045
    language: Annotated[str, typer.Option("--language", help="Language of dates and labels: fr or en.")] = "fr",
    period: Annotated[str, typer.Option("--period", help="Measures: day, week, month, quarter or year.")] = "year",
    policy: Annotated[
        str, typer.Option("--policy", help="Measures: cautious, representative or inclusive weights of claims.")
    ] = "representative",
    scale: Annotated[str, typer.Option("--scale", help="Measures: intensity or goldstein.")] = "intensity",
    as_of: AsOf = None,
) -> None:
    """Show what a dossier says.

    `domains` is the table "Domaine | Actions clés" of one pair, by default the busiest; the others show all pairs
    unless `--between` names one.

    **Examples**

    `rapprochement show dossier chronology --between RUS PRK --since 2024 --domain military`

    `rapprochement show dossier domains --format md`

    `rapprochement show dossier sources --format csv > sources.csv`

    `rapprochement show dossier measures --between RUS PRK --period quarter --policy cautious`
    """
    from rapprochement.dossier import Dossier

    if language not in ("fr", "en"):
        raise UsageError(f"there is no language {language!r}; there are fr, en")
    opened = Dossier.open(dossier, as_of=as_of)

    def select(pair: tuple[str, str] | None) -> Selection:
        return opened.select(pair, since, until, domain, type, status)

    if what == "chronology":
        _chronology(opened.chronology_rows(select(between), limit), form, language)
    elif what == "domains":
        pair = between or opened.busiest()
        if pair is not None and between is None and form is Format.TABLE:
            typer.echo(f"Busiest pair: {pair[0]} – {pair[1]} (choose another with --between)", err=True)
        _domains(opened, select(pair), form, language, limit)
    elif what == "sources":
        _sources(opened, form, limit)
    elif what == "events":
        _events(opened.chronology_rows(select(between), limit), form)
    elif what == "pairs":
        show_rows(opened.pair_rows()[:limit], ("one", "other", "events"), form)
    elif what in measuring.VIEWS:
        measuring.show_measured(
            opened, what, form, between=between, period=period, policy=policy, scale=scale,
            domain=measuring.one_domain(domain), language=language, limit=limit,
        )  # fmt: skip
    elif what in opened.tables:
        _table(opened, what, form, limit)
    else:
        views = ["chronology", "domains", "sources", "events", "pairs", *measuring.VIEWS]
        more = [name for name in opened.tables if name not in views]
        raise UsageError(f"there is no {what!r} to show; there are {', '.join(views + more)}")


def _who(row: dict[str, Any]) -> str:
    from rapprochement.dossier.dossier import SYMMETRIC

    return " ".join((words(row["source"]), "–" if row["type"] in SYMMETRIC else "→", words(row["target"])))


def _chronology(rows: list[dict[str, Any]], form: Format, language: str) -> None:
    from rapprochement.dossier.dossier import CHRONOLOGY
    from rapprochement.dossier.naming import date_words, label

    people: list[dict[str, Any]] = [
        {
            "date": date_words(row, language),
            "act": f"{label(row['type'], language, row['mode'])} · {_who(row)}",
            "text": _said(row, language),
        }
        for row in rows
    ]
    heads = ("Date", "Acte", "Phrase") if language == "fr" else ("Date", "Act", "Sentence")
    if form is Format.TABLE and rows:  # the sentence stands under its act: beside it, it would have no room
        from rich.text import Text

        for row in people:
            row["text"] = Text.assemble((clean(row["act"]), "bold"), "\n", clean(row["text"]))
        console().print(
            to_table(people, ("date", "text"), (heads[0], f"{heads[1]} · {heads[2].lower()}"), "text", {"date": DATE})
        )
        return
    show_rows(rows, CHRONOLOGY, form, heads=heads, table=people, table_columns=("date", "act", "text"))


def _said(row: dict[str, Any], language: str) -> str:
    from rapprochement.dossier.naming import label

    text: str = row["text"] if len(row["text"]) <= SENTENCES else row["text"][: SENTENCES - 1] + "…"
    notes = [] if row["status"] == "asserted" else [label(f"status.{row['status']}", language)]
    if row["claimants"]:
        notes.append(("selon " if language == "fr" else "according to ") + words(row["claimants"]))
    if row["independent_sources"] > 1:
        notes.append(f"{row['independent_sources']} sources")
    return text + f" [{'; '.join([*notes, row['event'][:SHORT_ID]])}]"


def _domains(opened: Dossier, selection: Selection, form: Format, language: str, limit: int | None) -> None:
    from rapprochement.dossier.dossier import KEY_ACTIONS

    found = opened.domain_rows(selection, language, limit or KEY_ACTIONS)
    heads = ("Domaine", "Actions clés") if language == "fr" else ("Domain", "Key actions")
    if form is Format.JSON:
        rows = [
            {
                "domain": domain,
                "events": of,
                "actions": [{"words": a.words, "event": a.event, "mentions": a.mentions} for a in actions],
            }
            for domain, actions, of in found
        ]
        show_rows(rows, ("domain", "events", "actions"), form)
    elif form is Format.CSV:
        flat = [
            {"domain": d, "action": a.words, "event": a.event, "mentions": a.mentions}
            for d, acts, _ in found
            for a in acts
        ]
        show_rows(flat, ("domain", "action", "event", "mentions"), form)
    else:
        more = "autres" if language == "fr" else "more"
        between = " ; " if form is Format.MD else "\n"
        people = []
        for domain, actions, of in found:
            sign = "" if form is Format.MD else "• "
            lines = [f"{sign}{a.words} [{a.event[:SHORT_ID]}]" for a in actions]
            lines += [f"… {of - len(actions)} {more}"] if of > len(actions) else []
            people.append({"domain": domain, "actions": between.join(lines)})
        show_rows(people, ("domain", "actions"), form, heads=heads, wide="actions")


def _sources(opened: Dossier, form: Format, limit: int | None) -> None:
    rows = opened.queries.sources()[:limit]
    columns = (
        *("document", "state", "published", "title", "publisher", "author", "language", "url", "mentions"),
        *("reason", "message"),
    )
    people: list[dict[str, Any]] = [
        {
            "published": row["published"] or "no date",
            "mentions": row["mentions"] if row["state"] == "coded" else row["state"],
            "document": row["document"],
            "title": " · ".join(p for p in (row["title"], row["publisher"], row["message"]) if p),
        }
        for row in rows
    ]
    if form is Format.TABLE and rows:
        from rich.text import Text

        for row in people:
            row["document"] = Text.assemble(
                (clean(row["document"]), "bold"), *(("\n", clean(row["title"])) if row["title"] else ())
            )
        shown, heads = (
            ("published", "mentions", "document"),
            ("Published", "Mentions", "Document: title · publisher · remark"),
        )
        console().print(to_table(people, shown, heads, "document", {"published": DATE}))
        return
    four = ("Document", "Published", "Mentions", "Title · publisher · remark")
    show_rows(
        rows, columns, form, heads=four, table=people, table_columns=("document", "published", "mentions", "title")
    )


def _events(rows: list[dict[str, Any]], form: Format) -> None:
    columns = (
        *("event", "date", "type", "mode", "domain", "source", "target", "status", "independent_sources", "confidence"),
        *("places", "earliest", "latest", "mentions"),
    )
    people = [
        {
            **row,
            "event": row["event"][:SHORT_ID] if form is Format.TABLE else row["event"],
            "who": _who(row),
            "type": row["type"] + (f"/{row['mode']}" if row["mode"] else ""),
            "n": len(row["mentions"]),
        }
        for row in rows
    ]
    shown = ("event", "date", "type", "who", "domain", "status", "n")
    heads = ("Event", "Date", "Type", "Who", "Domain", "Status", "Told")
    narrow = {"date": 10, "who": 13, "domain": 13, "status": 12}
    show_rows(rows, columns, form, heads=heads, table=people, table_columns=shown, wide="type", narrow=narrow)


def _table(opened: Dossier, name: str, form: Format, limit: int | None) -> None:
    from rapprochement.dossier.export import for_export, plain_rows

    table = for_export(opened.table(name), name)
    rows = list(plain_rows(table.slice(0, limit) if limit else table))
    if form is not Format.TABLE:
        show_rows(rows, table.column_names, form)
        return
    terminal = console()
    if name in VIEWS:
        for head, lines in blocks(opened, name, table.slice(0, limit).to_pylist() if limit else table.to_pylist()):
            terminal.print(to_block(lines, head))
    else:
        for row in rows:  # one block a row: such a table has more columns than a terminal has room for
            terminal.print(to_block((key.replace("_", " "), value) for key, value in row.items()))
    if not rows:
        typer.echo(f"The table {name} is empty.", err=True)


@app.command()
@told
def explain(
    dossier: Folder,
    id: Annotated[str, typer.Argument(help="Id of an event or a mention, or the beginning of it.")],
    form: Annotated[Format, typer.Option("--format", "-f", help="table or json.")] = Format.TABLE,
    as_of: AsOf = None,
) -> None:
    """Show why an event or a mention is coded as it is: sentences, spans, rules, dates, actors.

    **Example**

    `rapprochement explain dossier e-4aai6n`
    """
    from rapprochement.dossier import Dossier

    if form not in (Format.TABLE, Format.JSON):
        raise UsageError("explain has the formats table and json")
    found = Dossier.open(dossier, as_of=as_of).explain(id)
    if form is Format.JSON:
        from dataclasses import asdict

        sys.stdout.write(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str) + "\n")
        return
    _explained(found)


def _explained(found: Explanation) -> None:
    from rapprochement.dossier.naming import actor_names, date_words, label

    terminal = console()
    if found.event is not None:
        event = found.event
        terminal.print(f"{event['event']}  {label(event['type'], 'en')} ({event['type']}), {event['domain']}")
        terminal.print(f"  {_who(event)}  ({actor_names(event['source'], 'en')}; {actor_names(event['target'], 'en')})")
        terminal.print(f"  {date_words(event, 'en')} ({event['date'] or 'no date'}), {event['status']}")
        n, sources = len(event["mentions"]), event["independent_sources"]
        if found.record is None:
            terminal.print(f"  told {n} time{'s' * (n != 1)}, by {sources} independent source{'s' * (sources != 1)}\n")
        else:
            terminal.print("  coded by others; its record:\n")
            lines = [(key.replace("_", " "), value) for key, value in found.record.items() if key != "event"]
            terminal.print(to_block(lines, f"{found.record['feed']} {found.record['record']}"))
    for mention in found.mentions:
        _mention(mention, terminal)


def _mention(mention: MentionExplained, terminal: Any) -> None:
    from rich.padding import Padding
    from rich.text import Text

    row = mention.row
    about = ", ".join(clean(str(row[k])) for k in ("title", "publisher", "published") if row[k])
    terminal.print(Text(f"{row['mention']}  {clean(row['document'])} [{row['start']}:{row['end']}]", style="bold"))
    if about:
        terminal.print(Padding(Text(about, style="dim"), (0, 0, 0, 2)))
    sentence, low, high = row["sentence"], row["trigger_start"] - row["start"], row["trigger_end"] - row["start"]
    text = Text("“" + clean(sentence[:low]))
    text.append(f"[{clean(sentence[low:high])}]", style="bold reverse")
    text.append(clean(sentence[high:]) + "”")
    terminal.print(Padding(text, (0, 0, 0, 2)))
    lines = [
        (
            "coded",
            f"{row['type']}{'/' + row['mode'] if row['mode'] else ''}, {row['domain']}, {_who(row)}, {row['status']}",
        ),
        ("date", f"{row['date']}  ({row['earliest'] or '…'} to {row['latest'] or '…'})" if row["date"] else "none"),
        ("on whose word", words(row["attributed_to"]) or "the author's"),
        ("place", words(row["place"])),
        ("agents", words(row["agents"])),
        ("figures", "; ".join(words(q) for q in row["quantity"] or ())),
        ("rule", _rule(row["rule_id"], mention)),
        *(("because", _rule(rule, mention)) for rule in row["evidence"] or ()),
        *(("time", f"“{t['text']}” = {t['value']} (anchor {t['anchor']}, rule {t['rule_id']})") for t in mention.times),
        *(
            ("actor", f"“{a['text']}” = {words(a['codes']) or 'not resolved'} ({a['role']}, rule {a['rule_id']})")
            for a in mention.actors
        ),
    ]
    terminal.print(Padding(to_block(lines), (0, 0, 0, 2)))


def _rule(rule: str, mention: MentionExplained) -> str:
    meaning = mention.rules.get(rule)
    return f"{rule}  ({meaning})" if meaning else rule


@app.command()
@told
def times(
    file: Annotated[Path, typer.Argument(help="An article (.txt .md .html .pdf .docx).")],
    published: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--published", help="Its day of publication, when the file does not say it: 2024-06-19."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How the rows are shown.")] = Format.TABLE,
) -> None:
    """Find the time expressions of one article and say how each is read.

    **Example**

    `rapprochement times article.txt --published 2024-06-19`
    """
    from rapprochement import times as room
    from rapprochement.documents import read_corpus
    from rapprochement.dossier.schema import plain_row

    if not file.is_file():
        raise UsageError(f"there is no file {file}")
    document = next(iter(read_corpus([file])))
    if document.state != "coded" and document.reason != "language":
        typer.echo(clean(f"Error: {file}: {document.message}"), err=True)
        raise typer.Exit(WRONG)
    found = room.tag(
        document.text, published=published or document.published, sections=document.sections, document=document.document
    )
    rows = [plain_row(row) for row in found]
    columns = (
        *(
            "document",
            "start",
            "end",
            "text",
            "value",
            "mod",
            "earliest",
            "latest",
            "kind",
            "timex3_type",
            "timex3_value",
        ),
        *("anchor", "rule_id"),
    )
    if form is Format.TABLE and not (published or document.published):
        typer.echo("No day of publication is known: dates that need it stay open (--published gives it).", err=True)
    people = [
        {
            "text": row["text"],
            "value": " ".join(words(row[key]) for key in ("value", "mod")).strip() or "open",
            "days": " ".join(dict.fromkeys(words(row[key]) for key in ("earliest", "latest"))).strip(),
            "anchor": row["anchor"],
        }
        for row in rows
    ]
    heads = ("Words", "Value", "Earliest, latest", "Anchor")
    shown = ("text", "value", "days", "anchor")
    show_rows(
        rows,
        columns,
        form,
        heads=heads,
        table=people,
        table_columns=shown,
        wide="text",
        empty="No time expression found.",
    )

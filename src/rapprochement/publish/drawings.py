"""How the pictures for papers are drawn: Altair charts from measured rows. Data come from :mod:`rapprochement.publish.papers`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from rapprochement.measures import Relation, SeriesRow

INK, QUIET, RULE, VOID = "#1c2430", "#5a6270", "#d9d5ca", "#efece3"
WARM, COLD, TURN = "#0062a3", "#b3400a", "#1c2430"
"""Blue and vermilion are told apart by the colour-blind; direction or dashes say it too."""
MARKS = {"warmer": "triangle-up", "colder": "triangle-down", "turn": "diamond"}
COLOURS = {"warmer": WARM, "colder": COLD, "turn": TURN}
WIDTH = 640
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
NAMED_TOLD = 12
SHORT = 78
Say = Callable[..., str]
Row = Mapping[str, Any]
Tables = dict[str, list[Any]]
"""Rows of a picture by name: charts refer to them, since Altair copies rows inside a chart with every step."""


def kept(tables: Tables, rows: list[Any]) -> Any:
    """Keep rows beside the chart and return the reference to them."""
    name = f"table{len(tables)}"
    tables[name] = rows
    return alt.NamedData(name)


def frame(parts: Sequence[Any], title: str, heads: Sequence[str], source: str, tables: Tables) -> Any:
    """Put panels under one title, with the source line below, in the style of all pictures."""
    foot = (
        alt.Chart(kept(tables, [{"source": line} for line in _folded(source)]))
        .transform_window(line="row_number()")
        .mark_text(align="left", fontSize=10, color=QUIET, baseline="top")
        .encode(x=alt.value(0), y=alt.Y("line:O", axis=None), text="source:N")
        .properties(width=WIDTH // 2, height=13 * len(_folded(source)))
    )
    heading = alt.TitleParams(
        title, subtitle=[line for head in heads for line in _folded(head)], anchor="start", offset=14,
        fontSize=16, subtitleFontSize=11.5, subtitleColor=QUIET, color=INK, fontWeight=600, subtitlePadding=5,
    )  # fmt: skip
    chart = (
        alt.vconcat(*parts, foot, title=heading, spacing=10)
        .resolve_scale(color="independent", x="independent", y="independent")
        .configure(font=FONT, background="white", padding=14)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=QUIET,
            titleColor=INK,
            domainColor=RULE,
            tickColor=RULE,
            gridColor=VOID,
            labelFontSize=11,
            titleFontSize=11.5,
            titleFontWeight=500,
        )
        .configure_legend(labelColor=INK, titleColor=QUIET, labelFontSize=11, titleFontSize=11)
        .configure_header(labelColor=INK, labelFontSize=12.5)
    )
    chart["datasets"] = tables
    return chart


def framed(title: str, heads: Sequence[str]) -> dict[str, Any]:
    """Return title and style of a single picture as parts of a Vega-Lite specification."""
    lines = [line for head in heads for line in _folded(head)]
    return {
        "title": {
            "text": title, "subtitle": lines, "anchor": "start", "frame": "bounds", "offset": 18, "fontSize": 16,
            "subtitleFontSize": 11.5, "subtitleColor": QUIET, "color": INK, "subtitlePadding": 5,
        },
        "background": "white",
        "padding": 14,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": {"gridColor": RULE, "labelColor": QUIET}},
    }  # fmt: skip


def _folded(text: str, width: int = 108) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def short(text: str, length: int = SHORT) -> str:
    """Return words of at most ``length`` signs, cut with an ellipsis.

    Examples
    --------
    >>> short("one two three", 8)
    'one two…'
    """
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _ends(starts: Sequence[date]) -> list[date]:
    """Return the first day after each period; the last is as long as the one before, by the calendar.

    Examples
    --------
    >>> _ends([date(2024, 1, 1), date(2025, 1, 1)])[-1], _ends([date(2024, 1, 1), date(2024, 2, 1)])[-1]
    (datetime.date(2026, 1, 1), datetime.date(2024, 3, 1))
    """
    last = starts[-1]
    days = (last - starts[-2]).days if len(starts) > 1 else 365
    months = 12 if days >= 365 else 3 if days >= 89 else 1 if days >= 28 else 0
    if not months:
        return [*starts[1:], last + timedelta(days=days)]
    total = last.month - 1 + months
    return [*starts[1:], date(last.year + total // 12, total % 12 + 1, 1)]


def at_time(field: str, first: date, last: date, **axis: Any) -> Any:
    """Return the time axis from ``first`` to ``last``, in UTC so that no clock of the reader moves a day."""
    scale = alt.Scale(type="utc", domain=[first.isoformat(), last.isoformat()], nice=False)
    return alt.X(f"{field}:T", title=None, scale=scale, axis=alt.Axis(grid=False, labelOverlap=True, **axis))


def _rows(series: Sequence[SeriesRow], share: float = 0.8) -> list[dict[str, Any]]:
    """Return one row a period: its bar from ``x`` to ``x2`` fills ``share`` of it, hostility is negative."""
    ends = _ends([row.start for row in series])
    rows = []
    for row, end in zip(series, ends, strict=True):
        inset = (end - row.start) * ((1 - share) / 2)
        rows.append(
            {
                "start": row.start.isoformat(), "end": end.isoformat(), "x": (row.start + inset).isoformat(),
                "x2": (end - inset).isoformat(), "mid": (row.start + (end - row.start) / 2).isoformat(),
                "known": row.known, "cooperation": row.cooperation, "material": row.material,
                "cooperation_low": row.cooperation_low, "cooperation_high": row.cooperation_high,
                "hostility": _down(row.hostility), "hostility_low": _down(row.hostility_low),
                "hostility_high": _down(row.hostility_high), "band_low": row.band_low, "band_high": row.band_high,
                "hostility_band_low": _down(row.hostility_band_low), "hostility_band_high": _down(row.hostility_band_high),
                "ratio": row.ratio, "ratio_low": row.ratio_low, "ratio_high": row.ratio_high, "net": row.net,
                "documents": row.documents, "link": years_between(row.start, end - timedelta(days=1)), "told": row.told,
            }
        )  # fmt: skip
    return rows


def years_between(first: date, last: date) -> str:
    """Return the query of the page for a period.

    Examples
    --------
    >>> years_between(date(2024, 1, 1), date(2024, 12, 31))
    'from=2024&to=2024'
    """
    if first.timetuple().tm_yday == 1 and (last + timedelta(days=1)).timetuple().tm_yday == 1:
        return f"from={first.year}&to={last.year}"
    return f"from={first}&to={last}"


def _down(value: float | None) -> float | None:
    return None if value is None else -value


def _span(series: Sequence[SeriesRow]) -> tuple[date, date]:
    return series[0].start, _ends([row.start for row in series])[-1]


def _void(data: Any, x: Any) -> Any:
    """Shade the periods no document tells of."""
    return alt.Chart(data).transform_filter("!datum.known").mark_rect(color=VOID, opacity=0.75).encode(x=x, x2="end:T")


def _legend(tables: Tables, entries: Sequence[tuple[str, str, float]]) -> Any:
    """Draw a row of swatches with their words above a panel."""
    place, rows = 0.0, []
    for words, colour, opacity in entries:
        rows.append({"x": place, "words": words, "colour": colour, "opacity": opacity})
        place += 30 + 6.1 * len(words)
    base = alt.Chart(kept(tables, rows)).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False))
    )
    return (
        base.mark_square(size=110).encode(
            color=alt.Color("colour:N", scale=None), opacity=alt.Opacity("opacity:Q", scale=None, legend=None)
        )
        + base.mark_text(align="left", dx=9, fontSize=11, color=INK).encode(text="words:N")
    ).properties(width=WIDTH, height=14)


def _coverage(data: Any, series: Sequence[SeriesRow], say: Say) -> Any:
    """Draw how many documents tell of each period."""
    x = at_time("x", *_span(series), orient="bottom")
    y = alt.Y("told:Q", title=say("coverage_axis"), axis=alt.Axis(tickCount=2, format="d", grid=False))
    bars = alt.Chart(data).transform_filter("datum.told > 0").mark_rect(color=QUIET).encode(x=x, x2="x2:T", y=y)
    return (_void(data, at_time("start", *_span(series))) + bars.encode(y2=alt.datum(0))).properties(
        width=WIDTH, height=38
    )


def streams(found: Relation, say: Say, title: str, heads: Sequence[str], source: str) -> Any:
    """Draw cooperation upwards and hostility downwards, with intervals; below, how many documents tell of each period."""
    tables: Tables = {}
    rows = _rows(found.series)
    data = kept(tables, rows)
    x = at_time("x", *_span(found.series), labels=False, ticks=False)
    axis = alt.Axis(format="~g", labelExpr="abs(datum.value)", tickCount=6)

    def y(field: str) -> Any:
        return alt.Y(f"{field}:Q", title=say("events_axis"), axis=axis)

    layers = [_void(data, at_time("start", *_span(found.series), labels=False, ticks=False))]
    for stream, colour in (("", WARM), ("hostility_", COLD)):
        if any(row.band_low is not None for row in found.series):
            band = alt.Chart(data).mark_rect(color=colour, opacity=0.18)
            layers.append(
                band.encode(x=at_time("start", *_span(found.series), labels=False), x2="end:T", y=y(f"{stream}band_low"),
                            y2=f"{stream}band_high:Q")
            )  # fmt: skip
    for field, colour, opacity in (("cooperation", WARM, 0.55), ("material", WARM, 1.0), ("hostility", COLD, 0.8)):
        bars = alt.Chart(data).transform_filter(f"datum.{field} != 0").mark_rect(color=colour, opacity=opacity)
        layers.append(bars.encode(x=x, x2="x2:T", y=y(field), y2=alt.datum(0)))
    for field in ("cooperation", "hostility"):
        rules = (
            alt.Chart(data).transform_filter(f"datum.known && datum.{field} != 0").mark_rule(color=INK, strokeWidth=1)
        )
        layers.append(
            rules.encode(x=at_time("mid", *_span(found.series), labels=False, ticks=False), y=y(f"{field}_low"),
                         y2=f"{field}_high:Q")
        )  # fmt: skip
    zero = alt.Chart(kept(tables, [{"zero": 0}])).mark_rule(color=QUIET).encode(y=y("zero"))
    panel = alt.layer(*layers, zero).properties(width=WIDTH, height=270)
    legend = _legend(
        tables, [(say("cooperation"), WARM, 0.55), (say("material"), WARM, 1.0), (say("hostility"), COLD, 0.8), (say("unknown"), VOID, 1.0)]
    )  # fmt: skip
    return frame([legend, panel, _coverage(data, found.series, say)], title, heads, source, tables)


def ratio(found: Relation, say: Say, title: str, heads: Sequence[str], source: str) -> Any:
    """Draw the log ratio with its interval; unknown periods leave gaps."""
    tables: Tables = {}
    data = kept(tables, _rows(found.series))
    span = _span(found.series)
    x = at_time("mid", *span)
    y_axis = say("ratio_axis")
    known = alt.Chart(data).transform_filter("datum.known")
    panel = alt.layer(
        _void(data, at_time("start", *span)),
        alt.Chart(kept(tables, [{"zero": 0}])).mark_rule(color=QUIET).encode(y=alt.Y("zero:Q", title=y_axis)),
        known.mark_rule(color=WARM, strokeWidth=6, opacity=0.28).encode(
            x=x, y=alt.Y("ratio_low:Q", title=y_axis), y2="ratio_high:Q"
        ),
        alt.Chart(data).mark_line(color=WARM, strokeWidth=1.4, invalid="break-paths-show-domains").encode(
            x=x, y=alt.Y("ratio:Q", title=y_axis)
        ),
        known.mark_point(filled=True, color=WARM, size=34, opacity=1).encode(x=x, y=alt.Y("ratio:Q", title=y_axis)),
    ).properties(width=WIDTH, height=250)  # fmt: skip
    legend = _legend(tables, [(say("unknown"), VOID, 1.0)])
    return frame([legend, panel, _coverage(data, found.series, say)], title, heads, source, tables)


def phases(found: Relation, say: Say, title: str, heads: Sequence[str], source: str) -> Any:
    """Draw events by period with the level of each measured phase; below, the phases the documents tell."""
    tables: Tables = {}
    rows = _rows(found.series)
    for row in rows:
        row["events"] = None if row["cooperation"] is None else row["cooperation"] - row["hostility"]
    data, span = kept(tables, rows), _span(found.series)
    if found.told:
        span = min(span[0], *(t.first for t in found.told)), max(span[1], *(t.last or span[1] for t in found.told))
    plain = at_time("x", *span, labels=False, ticks=False)
    layers = [
        _void(data, at_time("start", *span, labels=False, ticks=False)),
        alt.Chart(data).mark_rect(color=QUIET, opacity=0.55).encode(x=plain, x2="x2:T", y=alt.Y("events:Q", title=None), y2=alt.datum(0)),
    ]  # fmt: skip
    steps = [
        {
            "first": p.first.isoformat(), "last": (p.last + timedelta(days=1)).isoformat(), "rate": p.rate,
            "words": f"{p.rate:.2g}", "stability": say("stability", share=round(100 * p.stability)), "begins": i > 0,
            "link": years_between(p.first, p.last),
        }
        for i, p in enumerate(found.phases)
    ]  # fmt: skip
    if steps:
        levels = alt.Chart(kept(tables, steps))
        at = at_time("first", *span, labels=False, ticks=False)
        layers += [
            levels.mark_rule(color=WARM, strokeWidth=2.5).encode(x=at, x2="last:T", y=alt.Y("rate:Q", title=None)),
            levels.mark_text(color=WARM, align="left", dx=3, dy=-8, fontSize=12, fontWeight=600).encode(
                x=at, y=alt.Y("rate:Q", title=None), text="words:N"
            ),
            levels.transform_filter("datum.begins").mark_rule(color=WARM, strokeDash=[4, 3]).encode(x=at),
        ]  # fmt: skip
        # Each on a line of its own: changes may lie close to one another.
        layers += [
            alt.Chart(kept(tables, [step]))
            .mark_text(color=WARM, align="right", dx=-4, fontSize=10.5)
            .encode(x=at, y=alt.value(6 + 14 * i), text="stability:N")
            for i, step in enumerate(steps[1:])
        ]
    parts = [alt.layer(*layers).properties(width=WIDTH, height=210)]
    parts.append(_told(found, span, say, tables))
    return frame(parts, title, heads, source, tables)


def _told(found: Relation, span: tuple[date, date], say: Say, tables: Tables) -> Any:
    """Draw one lane for each told phase, its words beside it."""
    seen: dict[tuple[date, str], dict[str, Any]] = {}
    for number, phase in enumerate(found.told):
        seen.setdefault(
            (phase.first, phase.movement),
            {
                "first": phase.first.isoformat(), "last": (phase.last or span[1]).isoformat(), "movement": say(phase.movement),
                "words": short(phase.text), "link": f"event=r:told:{number}", "left": (phase.first - span[0]) < (span[1] - span[0]) * 0.45,
            },
        )  # fmt: skip
    rows = [{**row, "lane": i} for i, row in enumerate(list(seen.values())[:NAMED_TOLD])]
    kinds = ["warmer", "colder", "turn"]
    names = [say(kind) for kind in kinds]
    colour = alt.Color(
        "movement:N", title=None, scale=alt.Scale(domain=names, range=[COLOURS[k] for k in kinds]),
        legend=alt.Legend(orient="top", symbolType="square") if rows else None,
    )  # fmt: skip
    shape = alt.Shape(
        "movement:N", title=None, legend=None, scale=alt.Scale(domain=names, range=[MARKS[k] for k in kinds])
    )
    base = alt.Chart(kept(tables, rows or [{"first": span[0].isoformat(), "lane": 0, "void": True}]))
    x, y = at_time("first", *span), alt.Y("lane:O", axis=None, title=None)
    if not rows:
        return base.mark_point(opacity=0).encode(x=x, y=y).properties(width=WIDTH, height=12)
    return alt.layer(
        base.mark_rule(strokeWidth=5, opacity=0.4).encode(x=x, x2="last:T", y=y, color=colour),
        base.mark_point(filled=True, size=55, opacity=1).encode(x=x, y=y, color=colour, shape=shape),
        base.transform_filter("datum.left").mark_text(align="left", dx=8, dy=-8, fontSize=10.5, color=INK).encode(
            x=x, y=y, text="words:N"
        ),
        base.transform_filter("!datum.left").mark_text(align="right", dx=-8, fontSize=10.5, color=INK).encode(
            x=x, y=y, text="words:N"
        ),
    ).properties(width=WIDTH, height=24 * len(rows), title=alt.TitleParams(say("told"), anchor="start", fontSize=12, color=INK))  # fmt: skip


def domains(found: Relation, say: Say, names: Mapping[str, str], title: str, heads: Sequence[str], source: str) -> Any:
    """Draw the streams of each domain under one another, on one scale."""
    tables: Tables = {}
    ends = dict(zip([r.start for r in found.series], _ends([r.start for r in found.series]), strict=True))
    rows: list[dict[str, Any]] = [
        {"domain": names[row.domain], "x": row.start.isoformat(), "x2": ends[row.start].isoformat(),
         "cooperation": row.cooperation, "hostility": -row.hostility}
        for row in found.domains
    ]  # fmt: skip
    totals: dict[str, float] = {}
    for row in rows:
        totals[row["domain"]] = totals.get(row["domain"], 0) + row["cooperation"] - row["hostility"]
    x = at_time("x", *_span(found.series))
    axis = alt.Axis(labelExpr="abs(datum.value)", tickCount=3)
    base = alt.Chart()
    bars = [
        base.transform_filter(f"datum.{field} != 0").mark_rect(color=colour, opacity=0.8).encode(
            x=x, x2="x2:T", y=alt.Y(f"{field}:Q", title=None, axis=axis), y2=alt.datum(0)
        )
        for field, colour in (("cooperation", WARM), ("hostility", COLD))
    ]  # fmt: skip
    order = sorted(totals, key=lambda name: (-totals[name], name))
    faceted = (
        alt.layer(*bars, data=kept(tables, rows))
        .properties(width=WIDTH - 120, height=62)
        .facet(
            row=alt.Row(
                "domain:N", sort=order, title=None, header=alt.Header(labelAngle=0, labelAlign="left", labelPadding=6)
            ),
            spacing=8,
        )
    )
    legend = _legend(tables, [(say("cooperation"), WARM, 0.8), (say("hostility"), COLD, 0.8)])
    return frame([legend, faceted], title, heads, source, tables)


def policies(found: Mapping[str, Relation], say: Say, title: str, heads: Sequence[str], source: str) -> Any:
    """Draw cooperation under every policy: where lines part, much hangs on whose word is believed."""
    tables: Tables = {}
    rows, starts = [], [row.start for relation in found.values() for row in relation.series]
    for label, relation in found.items():
        ends = _ends([row.start for row in relation.series]) if relation.series else []
        rows += [
            {
                "policy": label,
                "mid": (row.start + (end - row.start) / 2).isoformat(),
                "cooperation": row.cooperation,
                "link": years_between(row.start, end - timedelta(days=1)),
            }
            for row, end in zip(relation.series, ends, strict=True)
        ]
    x = at_time("mid", min(starts), max(starts) + timedelta(days=366))
    order = list(found)
    y = alt.Y("cooperation:Q", title=say("cooperation"))
    colours = alt.Scale(domain=order, range=[INK, WARM, COLD])
    colour = alt.Color("policy:N", title=None, scale=colours, legend=alt.Legend(orient="top", symbolType="stroke"))
    shape = alt.Shape("policy:N", title=None, scale=alt.Scale(domain=order), legend=None)
    base = alt.Chart(kept(tables, rows))
    panel = alt.layer(
        base.mark_line(invalid="break-paths-show-domains").encode(x=x, y=y, color=colour),
        base.mark_point(size=40).encode(x=x, y=y, color=colour, shape=shape),
    ).properties(width=WIDTH, height=240)  # fmt: skip
    return frame([panel], title, heads, source, tables)

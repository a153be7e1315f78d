"""How the network, transfers and visits are drawn for papers; the frame is that of :mod:`rapprochement.publish.drawings`."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from rapprochement.measures import NetworkPeriod, TransferCount, Visit
from rapprochement.publish.drawings import (
    COLD,
    INK,
    QUIET,
    WARM,
    WIDTH,
    Tables,
    at_time,
    frame,
    kept,
    short,
    years_between,
)

LEAST_TIE = 1.0
"""Weighted events from which a tie is drawn."""
PANELS = 6
"""Periods of the network shown: the busiest, in their order."""
MOST_YEARS = 25
"""Years shown without gaps."""


def network(
    periods: Sequence[NetworkPeriod], focus: tuple[str, str], say: Any, title: str, heads: Sequence[str], source: str
) -> Any:
    """Draw the network of the busiest periods, every actor at the same place in each."""
    tables: Tables = {}
    import networkx as nx

    busiest = sorted(sorted(periods, key=lambda p: -sum(t.events for t in p.ties))[:PANELS], key=lambda p: p.start)
    weights: dict[tuple[str, str], float] = {}
    for period in busiest:
        for tie in period.ties:
            if tie.events >= LEAST_TIE:
                weights[tie.a, tie.b] = weights.get((tie.a, tie.b), 0) + tie.events
    graph: Any = nx.Graph()
    graph.add_nodes_from(sorted({actor for pair in weights for actor in pair} | set(focus)))
    graph.add_weighted_edges_from((a, b, w**0.5) for (a, b), w in sorted(weights.items()))
    place = _places(graph, focus)
    edges, nodes = [], []
    ends = _last_days(periods)
    for period in busiest:
        label = (
            period.start.isoformat()
            if period.start.day != 1
            else period.start.isoformat()[: 4 if period.start.month == 1 else 7]
        )
        shown = [tie for tie in period.ties if tie.events >= LEAST_TIE]
        for tie in shown:
            (left, up), (right, down) = place[tie.a], place[tie.b]
            edges.append(
                {"period": label, "x": left, "y": up, "x2": right, "y2": down, "events": round(tie.events, 2),
                 "kind": say("cooperation") if tie.sign > 0 else say("hostility"), "a": tie.a, "b": tie.b,
                 "link": f"pair={min(tie.a, tie.b)}~{max(tie.a, tie.b)}&" + years_between(period.start, ends[period.start])}
            )  # fmt: skip
        for actor in sorted({a for tie in shown for a in (tie.a, tie.b)}):
            nodes.append(
                {"period": label, "x": place[actor][0], "y": place[actor][1], "name": short(say.actor(actor), 20),
                 "focus": actor in focus}
            )  # fmt: skip
    kinds = [say("cooperation"), say("hostility")]
    colour = alt.Color(
        "kind:N", title=None, scale=alt.Scale(domain=kinds, range=[WARM, COLD]), legend=alt.Legend(orient="top")
    )
    dash = alt.StrokeDash("kind:N", title=None, scale=alt.Scale(domain=kinds, range=[[1, 0], [5, 3]]), legend=None)
    scale = alt.Scale(domain=[-1.35, 1.35], nice=False)
    x, y = alt.X("x:Q", axis=None, scale=scale), alt.Y("y:Q", axis=None, scale=scale)
    columns = min(3, len(busiest))
    side = (WIDTH - 24 * (columns - 1)) // columns
    lines = alt.Chart().transform_filter("isValid(datum.kind)").mark_rule(opacity=0.75).encode(
        x=x, y=y, x2="x2:Q", y2="y2:Q", color=colour, strokeDash=dash,
        strokeWidth=alt.StrokeWidth("events:Q", legend=None, scale=alt.Scale(range=[1, 9], type="sqrt")),
    )  # fmt: skip
    named = alt.Chart().transform_filter("isValid(datum.name)")
    points = named.mark_point(filled=True, opacity=1, color=INK).encode(
        x=x, y=y, size=alt.condition("datum.focus", alt.value(70), alt.value(28))
    )
    words = named.mark_text(dy=-9, fontSize=10.5, color=INK, stroke="white", strokeWidth=3, strokeOpacity=0.85)
    halo, text = words.encode(x=x, y=y, text="name:N"), named.mark_text(dy=-9, fontSize=10.5, color=INK).encode(
        x=x, y=y, text="name:N"
    )  # fmt: skip
    faceted = (
        alt.layer(lines, points, halo, text, data=kept(tables, [*edges, *nodes]))
        .properties(width=side, height=side)
        .facet(facet=alt.Facet("period:N", title=None), columns=columns, spacing=14)
    )
    return frame([faceted], title, heads, source, tables)


def _last_days(periods: Sequence[NetworkPeriod]) -> dict[date, date]:
    """Return the last day of each period, from the shortest step between two of them."""
    starts = sorted(period.start for period in periods)
    step = min((b - a for a, b in itertools.pairwise(starts)), default=timedelta(days=365))
    whole = step >= timedelta(days=365)
    return {
        s: s.replace(year=s.year + 1) - timedelta(days=1) if whole else s + step - timedelta(days=1) for s in starts
    }


def _places(graph: Any, focus: tuple[str, str]) -> dict[str, tuple[float, float]]:
    """Put the pair in the middle and everybody else on a ring, neighbours near one another."""
    import networkx as nx

    others = [actor for actor in graph if actor not in focus]
    # Angles of a spring layout without the pair's own tie, spread evenly so that no two names cover one another.
    found = nx.spring_layout(graph, seed=7, weight=None, pos={focus[0]: (-0.4, 0.0), focus[1]: (0.4, 0.0)}, fixed=focus)
    ordered = sorted(others, key=lambda a: math.atan2(found[a][1], found[a][0]))
    ring = {
        actor: (1.05 * math.cos(angle), 1.05 * math.sin(angle))
        for i, actor in enumerate(ordered)
        for angle in [2 * math.pi * (i + 0.5) / len(ordered) - math.pi]
    }
    return {focus[0]: (-0.42, 0.0), focus[1]: (0.42, 0.0), **ring}


def transfers(counted: Sequence[TransferCount], say: Any, title: str, heads: Sequence[str], source: str) -> Any:
    """Draw transfers by kind and year, one panel a direction."""
    tables: Tables = {}
    undated = say("undated")
    data = [
        {
            "way": f"{say.actor(c.source)} → {say.actor(c.target)}", "kind": say(f"kind.{c.kind}"),
            "year": str(c.year) if c.year else undated, "transfers": c.transfers, "sure": c.claimed < c.transfers, "link": f"event={c.events[0]}" if c.transfers == 1 else _link_of(c),
        }
        for c in counted
    ]  # fmt: skip
    told = sorted({c.year for c in counted if c.year})
    # Years without any are shown too, unless that would leave most of the picture empty.
    whole = bool(told) and told[-1] - told[0] < MOST_YEARS
    years = [str(year) for year in (range(told[0], told[-1] + 1) if whole else told)]
    x = alt.X(
        "year:O",
        title=None,
        scale=alt.Scale(domain=[*years, undated]),
        axis=alt.Axis(labelAngle=0, labelOverlap=True, grid=True),
    )
    y = alt.Y("kind:N", title=None, axis=alt.Axis(grid=True))
    size = alt.Size(
        "transfers:Q", legend=None, scale=alt.Scale(domain=[1, max(c.transfers for c in counted) + 1], range=[60, 420])
    )
    base = alt.Chart()
    layers = [
        base.transform_filter("datum.sure").mark_point(filled=True, opacity=0.9, color=WARM).encode(x=x, y=y, size=size),
        base.transform_filter("!datum.sure").mark_point(filled=False, opacity=0.9, color=WARM).encode(x=x, y=y, size=size),
        base.transform_filter("datum.transfers > 1").mark_text(color="white", fontSize=10).encode(x=x, y=y, text="transfers:Q"),
    ]  # fmt: skip
    faceted = (
        alt.layer(*layers, data=kept(tables, data))
        .properties(width=WIDTH - 140, height=alt.Step(24))
        .facet(
            row=alt.Row(
                "way:N",
                title=None,
                header=alt.Header(labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start"),
            ),
            spacing=12,
        )
        .resolve_scale(y="independent")
    )
    return frame([faceted], title, heads, source, tables)


def _link_of(count: TransferCount) -> str:
    dated = f"from={count.year}&to={count.year}&" if count.year else "dating=none&"
    return f"{dated}type=AID%7CCOOPERATE"


def visits(held: Sequence[Visit], say: Any, title: str, heads: Sequence[str], source: str) -> Any:
    """Draw visits and meetings in time, one lane a rank."""
    tables: Tables = {}
    data: list[dict[str, Any]] = []
    for visit in held:
        first, last = visit.earliest or visit.latest, visit.latest or visit.earliest
        if first is None or last is None or (last - first).days > 366:
            continue
        way = (
            say("meeting")
            if visit.kind == "meeting"
            else f"{say.actor(visit.source[0])} → {say.actor(visit.target[0])}"
        )
        middle = first + (last - first) / 2
        data.append(
            {
                "level": say(visit.level),
                "day": middle.isoformat(),
                "way": way,
                "event": visit.event,
                "link": f"event={visit.event}",
            }
        )
    order = [say(level) for level in ("leader", "minister", "delegation")]
    days = [date.fromisoformat(row["day"]) for row in data]
    x = at_time("day", min(days) - timedelta(days=60), max(days) + timedelta(days=60))
    slots: dict[tuple[str, str], int] = {}
    for row in data:
        key = (row["level"], row["day"][:4])
        row["slot"] = slots[key] = slots.get(key, -1) + 1
    ways = sorted({row["way"] for row in data})
    colours = [WARM, COLD, QUIET, INK, *[QUIET] * len(ways)][: len(ways)]
    shape = alt.Shape("way:N", title=None, scale=alt.Scale(domain=ways), legend=alt.Legend(orient="top"))
    colour = alt.Color("way:N", title=None, scale=alt.Scale(domain=ways, range=colours), legend=None)
    panel = (
        alt.Chart(kept(tables, data))
        .mark_point(filled=True, size=60, opacity=0.8)
        .encode(x=x, y=alt.Y("level:N", sort=order, title=None), yOffset="slot:O", shape=shape, color=colour)
        .properties(width=WIDTH - 150, height=150)
    )
    return frame([panel], title, heads, source, tables)

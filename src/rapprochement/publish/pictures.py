"""The pictures as Vega-Lite specifications, made with Altair: the page draws them, and so do the files for papers.

In the page the data and the sizes are put in by ``assets/6-pictures.js``; labels and colours too, since they follow language,
theme and the pair shown.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from rapprochement.publish.catalogues import Catalogue

PALETTE = {
    "military": "#882255",
    "diplomatic": "#0062a3",
    "economic": "#117733",
    "cultural": "#aa4499",
    "technological": "#a85f00",
    "humanitarian": "#23859f",
    "political": "#66666e",
}
"""Colours of the domains on paper, told apart with any colour vision (after Tol and Okabe-Ito); ``page.css`` has the same."""


def specifications(words: Catalogue) -> dict[str, dict[str, Any]]:
    """Return every picture's specification in one language, by name.

    Examples
    --------
    >>> from rapprochement.publish.catalogues import catalogue
    >>> sorted(specifications(catalogue("fr")))
    ['timeline', 'years']
    """
    return {"years": years(words), "timeline": timeline(words)}


def _bare(chart: Any) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict(validate=True)
    spec.pop("config", None)
    return spec


def years(words: Catalogue) -> dict[str, Any]:
    """Events that lie within one year, counted by year: one row of bars a domain, so that colour alone tells nothing."""
    period = alt.selection_interval(name="period", encodings=["x"], mark=alt.BrushConfig(fillOpacity=0.12))
    bars = (
        alt.Chart()
        .mark_bar(cursor="pointer", width=6)
        .encode(
            x=alt.X("year:Q", title=None, axis=alt.Axis(format="d", grid=False, tickMinStep=1)),
            y=alt.Y("count():Q", title=None, axis=alt.Axis(values=[0], format="d", domain=False, ticks=False)),
            color=alt.Color("label:N", legend=None),
            tooltip=alt.value(None),
        )
        .add_params(period)
        .properties(name="bars")
    )
    header = alt.Header(title=None, labelAngle=0, labelAlign="left", labelAnchor="middle", labelPadding=8)
    chart = bars.facet(
        row=alt.Row("label:N", header=header, sort=alt.EncodingSortField("rank", op="min")),
        data=alt.NamedData("events"),
        spacing=16,
    ).properties(description=words.text("Events by year and domain"))
    return _bare(chart.resolve_scale(y="shared"))


def timeline(words: Catalogue) -> dict[str, Any]:
    """Draw every dated event in its place: a mark for a day, a bar for the stretch within which it lies."""
    x = alt.X("from:T", title=None, axis=alt.Axis(grid=False, labelOverlap=True))
    y = alt.Y("y:Q", axis=None)
    colour = alt.Color("label:N", legend=None)
    events = alt.NamedData("events")
    stretches = (
        alt.Chart(events)
        .mark_rule(strokeWidth=5, opacity=0.5, cursor="pointer")
        .encode(x=x, x2="to:T", y=y, color=colour)
        .transform_filter("datum.kind == 'stretch'")
        .properties(name="stretches")
    )
    marks = (
        alt.Chart(events)
        .mark_point(filled=True, size=42, opacity=0.95, cursor="pointer", shape="circle")
        .encode(x=x, y=y, color=colour)
        .transform_filter("datum.kind == 'day'")
        .properties(name="marks")
    )
    lanes = alt.NamedData("lanes")
    rules = alt.Chart(lanes).mark_rule(strokeWidth=1).encode(y=alt.Y("line:Q", axis=None)).properties(name="rules")
    labels = (
        alt.Chart(lanes)
        .mark_text(baseline="middle", fontSize=13)
        .encode(y=alt.Y("y:Q", axis=None), x=alt.value(0), text="label:N")
        .properties(name="labels")
    )
    return _bare(
        alt.layer(rules, stretches, marks, labels).properties(description=words.text("Each event in its place in time"))
    )

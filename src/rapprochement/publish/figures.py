"""The page's pictures as files for papers: SVG, PNG or PDF, from the same Vega-Lite specifications."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import vl_convert

from rapprochement.actors.names import pairs, successor
from rapprochement.dossier.store import write_file
from rapprochement.errors import UsageError
from rapprochement.language.words import LANGUAGES, bounds, precision
from rapprochement.publish.catalogues import Catalogue, catalogue
from rapprochement.publish.payload import DOMAINS, pair_counts
from rapprochement.publish.pictures import PALETTE, specifications
from rapprochement.publish.source import Row, Tables, read

WIDTH = 640
"""Width of the plot in pixels: a text column of a journal at 110 pixels an inch."""

LANE = 9
MOST_LANES = 9


def plot(
    dossier: Tables,
    name: str,
    path: str | Path,
    *,
    between: tuple[str, str] | None = None,
    language: str = "fr",
) -> Path:
    """Write one picture of a pair to a file; its suffix (``.svg``, ``.png``, ``.pdf``) decides the format.

    Parameters
    ----------
    dossier : Dossier
        Anything with ``table(name)``.
    name : {"years", "timeline"}
        Events by year and domain, or each event in its place in time.
    path : path
        File to write; it appears whole or not at all.
    between : pair of actor codes, optional
        By default the busiest pair.
    language : {"fr", "en"}
        Language of the labels.

    Raises
    ------
    UsageError
        If there is no such picture, format or language, or the pair has no event that could be drawn.
    """
    target = Path(path)
    write = _FORMATS.get(target.suffix.lower())
    if name not in PICTURES or write is None or language not in LANGUAGES:
        raise UsageError(
            f"no picture {name!r} as {target.suffix or 'a file without suffix'} in {language!r}; there are: "
            f"{', '.join(sorted(PICTURES))} as {', '.join(sorted(_FORMATS))} in {', '.join(LANGUAGES)}"
        )
    write_file(target, write(specification(dossier, name, between=between, language=language)))
    return target


def specification(
    dossier: Tables, name: str, *, between: tuple[str, str] | None = None, language: str = "fr"
) -> dict[str, Any]:
    """Return the Vega-Lite specification of one of ``PICTURES`` with its data; see :func:`plot`.

    Raises
    ------
    UsageError
        If the pair has no event that could be drawn.
    """
    events = read(dossier).events
    asked = between or next(((one, other) for one, other, _ in pair_counts(events)), None)
    key = tuple(sorted(map(successor, asked))) if asked else ()
    rows = [row for row in events if key in pairs(tuple(row["source"] or ()), tuple(row["target"] or ()))]
    spec = specifications(catalogue(language))[name]
    PICTURES[name](spec, rows, catalogue(language))
    return spec


def _bounds(row: Row) -> tuple[date | None, date | None]:
    first, last = bounds(row.get("date"))
    return row.get("earliest") or first, row.get("latest") or last


def _labels(domains: set[str], words: Catalogue) -> tuple[list[str], list[str], list[str]]:
    """Return domains in their order, their labels and colours."""
    ordered = [*(d for d in DOMAINS if d in domains), *sorted(domains - set(DOMAINS))]
    labels = [words.text(domain, "domain").capitalize() for domain in ordered]
    return ordered, labels, [PALETTE.get(domain, "#66666e") for domain in ordered]


def _years(spec: dict[str, Any], rows: list[Row], words: Catalogue) -> None:
    placed = [
        (first.year, row["domain"])
        for row in rows
        for first, last in [_bounds(row)]
        if first is not None and precision(row.get("date"), first, last) in ("day", "month", "year")
    ]
    if not placed:
        raise UsageError("no event of this pair can be placed in a year: nothing to draw")
    ordered, labels, colours = _labels({domain for _, domain in placed}, words)
    spec["datasets"] = {
        "events": [
            {"year": year, "label": labels[ordered.index(domain)], "rank": ordered.index(domain)}
            for year, domain in sorted(placed, key=lambda one: (ordered.index(one[1]), one[0]))
        ]
    }
    first, last = min(placed)[0], max(max(placed)[0], min(placed)[0] + 3)
    most = max(placed.count(one) for one in set(placed))
    inner = spec["spec"]
    inner["width"], inner["height"] = WIDTH, 44
    inner["mark"]["width"] = max(1.5, min(26.0, WIDTH / (last - first + 1) * 0.78))
    inner["encoding"]["x"]["scale"] = {"domain": [first - 0.5, last + 0.5], "nice": False}
    inner["encoding"]["y"]["axis"]["values"] = [0, most]
    inner["encoding"]["y"]["scale"] = {"domain": [0, most], "nice": False}
    inner["encoding"]["color"]["scale"] = {"domain": labels, "range": colours}
    spec.pop("params", None)


def _milliseconds(day: date) -> float:
    return (datetime.combine(day, time()) - datetime(1970, 1, 1)).total_seconds() * 1000


def _timeline(spec: dict[str, Any], rows: list[Row], words: Catalogue) -> None:
    placed = sorted(
        ((*_bounds(row), row) for row in rows if any(_bounds(row))), key=lambda one: one[0] or one[1] or date.min
    )
    if not placed:
        raise UsageError("no event of this pair has a date: nothing to draw")
    start = min(day for first, last, _ in placed for day in (first, last) if day)
    end = max(day for first, last, _ in placed for day in (first, last) if day)
    gap = max((end - start).days, 30) / 110
    ordered, labels, colours = _labels({row["domain"] for _, _, row in placed}, words)
    taken: dict[str, list[float]] = {domain: [] for domain in ordered}
    marks = []
    for number, (first, last, row) in enumerate(placed):
        low, high = first or start, (last or end) + timedelta(days=1)
        lanes = taken[row["domain"]]
        free = (at for at, until in enumerate(lanes) if until + gap / 4 <= low.toordinal())
        lane = next(free, len(lanes) if len(lanes) < MOST_LANES else number % MOST_LANES)
        if lane == len(lanes):
            lanes.append(0.0)
        lanes[lane] = max(high.toordinal(), low.toordinal() + gap)
        kind = "day" if first == last else "stretch"
        marks.append((low, high, row["domain"], lane, kind))
    tops, y = {}, 0
    for domain in ordered:
        tops[domain], y = y, y + len(taken[domain]) * LANE + 16
    spec["datasets"] = {
        "events": [
            {"from": _milliseconds(low), "to": _milliseconds(high), "label": labels[ordered.index(domain)], "kind": kind, "y": tops[domain] + lane * LANE + 6}
            for low, high, domain, lane, kind in marks
        ],
        "lanes": [{"label": label, "y": tops[domain] + 6, "line": tops[domain] - 8} for domain, label in zip(ordered, labels, strict=True)],
    }  # fmt: skip
    spec["width"], spec["height"] = WIDTH, y
    for layer in spec["layer"]:
        layer["encoding"]["y"]["scale"] = {"domain": [y, -10], "nice": False, "zero": False}
        if "field" in layer["encoding"].get("color", {}):
            layer["encoding"]["color"]["scale"] = {"domain": labels, "range": colours}
        if layer["name"] == "labels":
            layer["mark"] |= {"align": "right", "dx": -10}
        if layer["name"] == "rules":
            layer["mark"]["color"] = "#d9d5ca"


PICTURES: dict[str, Callable[[dict[str, Any], list[Row], Catalogue], None]] = {"years": _years, "timeline": _timeline}
_CONFIG = {"font": "Helvetica, Arial, sans-serif", "view": {"stroke": None}, "axis": {"gridColor": "#d9d5ca"}}
_FORMATS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    ".svg": lambda spec: str(vl_convert.vegalite_to_svg(spec, config=_CONFIG)).encode(),
    ".png": lambda spec: bytes(vl_convert.vegalite_to_png(spec, config=_CONFIG, scale=2)),
    ".pdf": lambda spec: bytes(vl_convert.vegalite_to_pdf(spec, config=_CONFIG)),
}

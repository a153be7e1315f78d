"""Measured pictures for papers: Altair charts with title, units, uncertainty and source, saved as SVG, PNG, PDF or JSON.

Nothing is fetched: vl-convert draws without a browser and without the network.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from rapprochement.actors.names import name as actor_name
from rapprochement.errors import UsageError
from rapprochement.publish import drawings, drawings_actors

if TYPE_CHECKING:
    from rapprochement.dossier import Dossier
    from rapprochement.measures import Relation

FORMATS = ("svg", "png", "pdf", "json", "csv")
PNG_SCALE = 2.5


class NothingToDraw(UsageError):
    """There is too little for a picture; the message says how much is needed."""

    reason = "nothing-to-draw"


@dataclass(frozen=True)
class Words:
    """The words of the pictures in one language."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key, with its ``{placeholders}`` filled; an unknown key names itself.

        Examples
        --------
        >>> Words("fr")("unknown_key"), Words("en")("stability", share=90)
        ('unknown_key', 'stability 90%')
        """
        text = _vocabulary().get(key, {}).get(self.language, key)
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def actor(self, code: str) -> str:
        """Return an actor's name."""
        return actor_name(code, self.language).bare


@cache
def _vocabulary() -> dict[str, dict[str, str]]:
    text = files(__package__).joinpath("locale/figures.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(text)
    return found


@dataclass(frozen=True)
class Request:
    """What a picture is asked for: the dossier, the pair and the options of the measures."""

    dossier: Any
    between: Sequence[str] | None
    period: str
    policy: str
    domain: str | None
    scale: str
    words: Words

    def relation(self) -> Relation:
        """Return the pair measured.

        Raises
        ------
        NothingToDraw
            If there is too little.
        """
        found: Relation = self.dossier.measured.relation(
            self.between, period=self.period, policy=self.policy, domain=self.domain, scale=self.scale
        )
        if not found.series:
            raise NothingToDraw(f"no curve: {found.note}")
        return found

    def said(self, key: str, pair: Sequence[str] = (), **more: object) -> str:
        """Return words with the pair, the period and the policy filled in."""
        from rapprochement.measures import policies

        label = policies(self.dossier.measured.codebook)[self.policy].label[self.words.language]
        named = dict(zip("ab", map(self.words.actor, pair), strict=False))
        return self.words(key, unit=self.words(self.period), policy=label, **named, **more)

    def source(self, found: Relation | None = None) -> str:
        """Return the line that says where the figures come from."""
        from rapprochement import __version__

        documents = sum(state == "coded" for state in self.dossier.table("documents").column("state").to_pylist())
        if found is None:
            return self.words("network_source", documents=documents, version=__version__)
        events = len({e for row in found.domains for e in row.events})
        return self.words("source", documents=documents, version=__version__, events=events, undated=found.undated)


def _streams(ask: Request) -> Any:
    from rapprochement.measures.relation import LEAST_LINEAGES

    found = ask.relation()
    banded = any(row.band_low is not None for row in found.series)
    band = (
        ask.words("band_subtitle", n=found.lineages)
        if banded
        else ask.words("no_band_subtitle", n=found.lineages, least=LEAST_LINEAGES)
    )
    heads = [ask.said("streams_subtitle"), band]
    return drawings.streams(found, ask.words, ask.said("streams_title", found.pair), heads, ask.source(found))


def _ratio(ask: Request) -> Any:
    found = ask.relation()
    return drawings.ratio(
        found, ask.words, ask.said("ratio_title", found.pair), [ask.said("ratio_subtitle")], ask.source(found)
    )


def _phases(ask: Request) -> Any:
    found = ask.relation()
    heads = [ask.said("phases_subtitle")]
    if found.note:
        heads.append(found.note)
    if found.agreement is not None and found.agreement.told:
        told = found.agreement
        chance = f"{told.chance * len(told.told):.1f}"
        heads.append(ask.words("agreement", told=len(told.told), both=len(told.both), chance=chance))
    return drawings.phases(found, ask.words, ask.said("phases_title", found.pair), heads, ask.source(found))


def _domains(ask: Request) -> Any:
    from rapprochement.dossier.naming import label

    found = ask.relation()
    names = {row.domain: label(f"domain.{row.domain}", ask.words.language) for row in found.domains}
    return drawings.domains(
        found,
        ask.words,
        names,
        ask.said("domains_title", found.pair),
        [ask.said("domains_subtitle")],
        ask.source(found),
    )


def _network(ask: Request) -> Any:
    network = ask.dossier.measured.network(period=ask.period, policy=ask.policy, domain=ask.domain, scale=ask.scale)
    if not any(period.ties for period in network):
        raise NothingToDraw("no network: no dated event between two actors; it needs at least one")
    focus = ask.dossier.measured.pair(ask.between)
    heads = [ask.said("network_subtitle", least=f"{drawings_actors.LEAST_TIE:g}")]
    return drawings_actors.network(network, focus, ask.words, ask.said("network_title"), heads, ask.source())


def _of_page(name: str) -> Callable[[Request], Any]:
    """Return how a picture of the page is drawn for a paper: the same marks, with a title."""

    def draw(ask: Request) -> Any:
        import altair as alt

        from rapprochement.publish.figures import specification

        pair = ask.dossier.measured.pair(ask.between)
        spec = specification(ask.dossier, name, between=pair, language=ask.words.language)
        heads = [ask.words(f"{name}_subtitle"), ask.source()]
        return alt.Chart.from_dict({**spec, **drawings.framed(ask.said(f"{name}_title", pair), heads)})

    return draw


def _transfers(ask: Request) -> Any:
    pair = ask.dossier.measured.pair(ask.between)
    counted = ask.dossier.measured.transfers(pair)
    if not counted:
        raise NothingToDraw(f"no transfers between {pair[0]} and {pair[1]} are told; a picture needs at least one")
    heads = [ask.words("transfers_subtitle")]
    return drawings_actors.transfers(counted, ask.words, ask.said("transfers_title", pair), heads, ask.source())


def _visits(ask: Request) -> Any:
    pair = ask.dossier.measured.pair(ask.between)
    held = [visit for visit in ask.dossier.measured.visits(pair) if visit.earliest or visit.latest]
    if not held:
        raise NothingToDraw(f"no dated visit between {pair[0]} and {pair[1]} is told; a picture needs at least one")
    heads = [ask.words("visits_subtitle")]
    return drawings_actors.visits(held, ask.words, ask.said("visits_title", pair), heads, ask.source())


def _policies(ask: Request) -> Any:
    from rapprochement.measures import policies

    known = policies(ask.dossier.measured.codebook)
    found = {
        entry.label[ask.words.language]: ask.dossier.measured.relation(
            ask.between, period=ask.period, policy=name, domain=ask.domain, scale=ask.scale
        )
        for name, entry in known.items()
    }
    shown = ask.relation()
    return drawings.policies(
        found, ask.words, ask.said("policies_title", shown.pair), [ask.said("policies_subtitle")], ask.source(shown)
    )


FIGURES: Mapping[str, Callable[[Request], Any]] = {
    "streams": _streams,
    "ratio": _ratio,
    "phases": _phases,
    "domains": _domains,
    "network": _network,
    "timeline": _of_page("timeline"),
    "years": _of_page("years"),
    "transfers": _transfers,
    "visits": _visits,
    "policies": _policies,
}


def figure(
    dossier: Dossier,
    name: str,
    *,
    between: Sequence[str] | None = None,
    period: str = "year",
    policy: str = "representative",
    domain: str | None = None,
    scale: str = "intensity",
    language: str = "fr",
) -> Any:
    """Return one picture.

    Parameters
    ----------
    dossier : Dossier
    name : str
        One of ``FIGURES``.
    between : two actors, optional
        By default the busiest pair.
    period, policy, domain, scale
        As for :meth:`rapprochement.dossier.Dossier.measures`.
    language : {"fr", "en"}

    Returns
    -------
    altair.Chart
        Of any kind; it shows itself in a notebook and is saved with :func:`save`.

    Raises
    ------
    UsageError
        If there is no such picture, pair, period, policy, domain or language.
    NothingToDraw
        If there is too little to draw; the message says what is needed.
    """
    if name not in FIGURES:
        raise UsageError(f"there is no picture {name!r}; there are {', '.join(FIGURES)}")
    if language not in ("fr", "en"):
        raise UsageError(f"there is no language {language!r}; there are fr, en")
    return FIGURES[name](Request(dossier, between, period, policy, domain, scale, Words(language)))


def to_bytes(chart: Any, form: str) -> bytes:
    """Return a chart as ``svg``, ``png``, ``pdf``, ``json`` (its Vega-Lite specification) or ``csv`` (its data).

    Raises
    ------
    UsageError
        If there is no such format.
    """
    import vl_convert

    if form not in FORMATS:
        raise UsageError(f"a picture cannot be saved as {form!r}; it can as {', '.join(FORMATS)}")
    specification = chart.to_dict()
    if form == "json":
        return (json.dumps(specification, ensure_ascii=False, indent=1) + "\n").encode()
    if form == "csv":
        return csv_of(specification).encode()
    if form == "png":
        return bytes(vl_convert.vegalite_to_png(specification, scale=PNG_SCALE))
    if form == "pdf":
        return bytes(vl_convert.vegalite_to_pdf(specification))
    return str(vl_convert.vegalite_to_svg(specification)).encode()


def save(chart: Any, path: str | Path) -> Path:
    """Write a chart to a file; its name's ending says the format.

    Raises
    ------
    UsageError
        If the ending is none of ``FORMATS`` or the file cannot be written.
    """
    target = Path(path)
    content = to_bytes(chart, target.suffix.lstrip(".").lower())
    try:
        target.write_bytes(content)
    except OSError as error:
        raise UsageError(f"cannot write {target}: {error.strerror or error}") from error
    return target


def csv_of(specification: Mapping[str, Any]) -> str:
    """Return the rows behind a picture, one table after the other, cells that a spreadsheet would run made inert."""
    from rapprochement.dossier.export import inert_cell

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for _, rows in sorted(specification.get("datasets", {}).items()):
        names = dict.fromkeys(key for row in rows for key in row)
        columns = [name for name in names if name not in ("link", "colour", "opacity")]
        # Legends, zero lines and the source line are no data.
        if len(columns) < 3 or columns[:2] == ["x", "words"]:
            continue
        writer.writerow(columns)
        for row in rows:
            cells = (row.get(column) for column in columns)
            writer.writerow([inert_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    return text.getvalue()

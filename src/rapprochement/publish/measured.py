"""The measured part of the page: pictures of the pair shown first, drawn before, whose marks lead to their events.

The pictures are those for papers (:mod:`rapprochement.publish.papers`); here each mark gets an address of the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import vl_convert

from rapprochement.dossier.measured import Measured
from rapprochement.language.words import LANGUAGES
from rapprochement.measures import NetworkPeriod, Relation, ToldPhase, dated_blocs
from rapprochement.publish.drawings import VOID
from rapprochement.publish.papers import FIGURES, NothingToDraw, Request, Words, csv_of
from rapprochement.publish.source import Row, Tables

_Made = TypeVar("_Made")
_ELSEWHERE = re.compile(r'xlink:href="[^"#]*#\?')
_SPOKEN = re.compile(r' (?:aria-label|aria-roledescription|aria-hidden|role)="[^"]*"')
"""Vega's words on every mark; the page gives the picture one name instead."""
SHOWN = ("streams", "phases", "policies", "transfers", "visits", "network")
"""Pictures of the page, in their order."""


class _OfPair(Measured):
    """Measures of a dossier that knows its pair already, each worked out once for both languages."""

    def __init__(self, dossier: Any) -> None:
        super().__init__(dossier)
        self._known: dict[tuple[Any, ...], Any] = {}

    def relation(self, between: Sequence[str] | None = None, **options: Any) -> Relation:
        """Measure the pair, or return what was measured before."""
        return self._once(
            ("relation", *sorted(options.items())), lambda: super(_OfPair, self).relation(between, **options)
        )

    def network(self, **options: Any) -> list[NetworkPeriod]:
        """Return the network, worked out once."""
        return self._once(("network",), lambda: super(_OfPair, self).network(**options))

    def _once(self, key: tuple[Any, ...], make: Callable[[], _Made]) -> _Made:
        if key not in self._known:
            self._known[key] = make()
        found: _Made = self._known[key]
        return found

    def pair(self, between: Sequence[str] | None) -> tuple[str, str]:
        """Return the pair as it is."""
        assert between is not None
        return between[0], between[1]


@dataclass(frozen=True)
class _Shown:
    """What a picture asks of a dossier."""

    measured: _OfPair
    tables: Tables

    def table(self, name: str) -> Any:
        return self.tables.table(name)


def measured(dossier: Any, pair: Sequence[str]) -> tuple[dict[str, Any], list[Row]]:
    """Return the measured part of the page and the phases told, as rows of a register.

    Parameters
    ----------
    dossier : Dossier
        Anything with ``tables`` and ``table(name)``; one without times and actors has no measured part.
    pair : pair of actor codes
        The one shown first; empty when there is none.
    """
    if len(pair) != 2 or not {"times", "actors", "sections"} <= set(dossier.tables):
        return {}, []
    found = _OfPair(dossier)
    relation = found.relation(pair, period="year", policy="representative", domain=None, scale="intensity")
    told = [_told(phase) for phase in found.told]
    figures = [one for name in SHOWN if (one := _figure(_Shown(found, dossier), name, pair)) is not None]
    return {"pair": list(pair), "note": relation.note, "facts": _facts(relation, found), "figures": figures}, told


def _told(phase: ToldPhase) -> Row:
    return {
        "first": phase.first, "last": phase.last, "movement": phase.movement, "text": " ".join(phase.text.split()),
        "codes": phase.codes, "passage": {"document": phase.document, "start": phase.start, "end": phase.end},
    }  # fmt: skip


def _facts(relation: Relation, found: _OfPair) -> dict[str, Any]:
    """Return the figures that are said in words."""
    visits = [v for v in found.visits(relation.pair) if v.high]
    told = relation.agreement
    return {
        "events": round(relation.events, 1),
        "undated": relation.undated,
        "material": _share(relation.material_share),
        "reciprocity": _share(relation.reciprocity),
        "visits": [v.event for v in visits],
        "policies": [[s.policy, s.cooperation, s.hostility] for s in relation.policies],
        "disputed": [change.event for change in relation.changes if change.status != "asserted"],
        "told": len(told.told) if told else 0,
        "both": len(told.both) if told else 0,
        "chance": round(told.chance * len(told.told), 1) if told else 0,
        "blocs": [[list(b.members), b.first.year, b.last.year] for b in dated_blocs(found.network())],
    }


def _share(value: float) -> float | None:
    return None if value != value else round(value, 3)


def _figure(shown: _Shown, name: str, pair: Sequence[str]) -> dict[str, Any] | None:
    """Return one picture in every language with its data; ``None`` when there is too little for it."""
    made: dict[str, Any] = {"name": name, "svg": {}, "title": {}}
    for language in LANGUAGES:
        ask = Request(shown, tuple(pair), "year", "representative", None, "intensity", Words(language))
        try:
            specification = FIGURES[name](ask).to_dict(validate=False)
        except NothingToDraw:
            return None
        made["title"][language] = _title(specification)
        made["csv"] = csv_of(specification)
        linked(specification, "~".join(pair))
        made["svg"][language] = _svg(json.dumps(specification, sort_keys=True))
    return made


def _title(specification: Mapping[str, Any]) -> list[str]:
    title = specification.get("title") or {}
    lines = title.get("subtitle") or []
    return [title.get("text", ""), " ".join([lines] if isinstance(lines, str) else lines)]


@lru_cache(maxsize=64)
def _svg(specification: str) -> str:
    drawn: str = vl_convert.vegalite_to_svg(specification)
    # Addresses of the page stay in the page: vl-convert resolves them against a site of its own.
    return _SPOKEN.sub("", _ELSEWHERE.sub('xlink:href="#?', drawn))


def linked(
    specification: dict[str, Any],
    pair: str,
    rows: Sequence[Row] = (),
    tables: Mapping[str, Sequence[Row]] | None = None,
) -> None:
    """Give every mark whose rows have a ``link`` the address of its events, in place.

    A row's ``link`` is a query without the pair (``from=2024&to=2024``); a mark of hostility also takes ``hostile``, one of
    cooperation ``friendly``.
    """
    tables = tables if tables is not None else specification.get("datasets", {})
    here = tables.get((specification.get("data") or {}).get("name", ""), rows)
    for key in ("layer", "vconcat", "hconcat", "concat"):
        for part in specification.get(key, ()):
            linked(part, pair, here, tables)
    if "spec" in specification:
        linked(specification["spec"], pair, here, tables)
    if "mark" not in specification or not any("link" in row for row in here):
        return
    mark = specification["mark"]
    if isinstance(mark, dict) and mark.get("color") == VOID:
        return  # nothing is known there: there is nothing to open
    field = str(specification.get("encoding", {}).get("y", {}).get("field", ""))
    kinds = (
        HOSTILE if field.startswith("hostility") else FRIENDLY if field.startswith(("cooperation", "material")) else ""
    )
    query = f"'#?pair={pair}&{kinds}' + datum.link"
    transform = specification.setdefault("transform", [])
    transform.append({"calculate": f"isValid(datum.link) ? {query} : null", "as": "address"})
    specification.setdefault("encoding", {})["href"] = {"field": "address", "type": "nominal"}


FRIENDLY = "type=AGREE%7CCONSULT%7CSUPPORT%7CCONCEDE%7CCOOPERATE%7CAID%7CRETREAT&"
HOSTILE = "type=REQUEST%7CACCUSE%7CREJECT%7CTHREATEN%7CPROTEST%7CSANCTION%7CMOBILIZE%7CCOERCE%7CASSAULT&"

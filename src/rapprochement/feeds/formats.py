"""The columns of each feed and how one of its rows reads; what differs between feeds is here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rapprochement.errors import UsageError
from rapprochement.feeds.codes import Codes

FORMATS = ("icews", "polecat", "gdelt", "quadruples")

GDELT_COLUMNS = (
    *("GlobalEventID", "Day", "MonthYear", "Year", "FractionDate"),
    *(
        f"Actor{number}{part}"
        for number in (1, 2)
        for part in (
            *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
            *("Type1Code", "Type2Code", "Type3Code"),
        )
    ),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(
        f"{who}Geo_{part}"
        for who in ("Actor1", "Actor2", "Action")
        for part in ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    ),
    *("DATEADDED", "SOURCEURL"),
)
"""Columns of GDELT 2 event files, which have no header line."""
REQUIRED = {
    "icews": ("Event ID", "Event Date", "Event Text", "Source Name", "Target Name"),
    "polecat": ("Event ID", "Event Date", "Event Type", "Actor Country", "Recipient Country"),
    "gdelt": ("GlobalEventID", "Day", "EventCode", "Actor1CountryCode", "Actor2CountryCode"),
    "quadruples": ("subject", "relation", "object", "time"),
}
OPTIONAL = {
    "icews": (
        "CAMEO Code",
        "Source Country",
        "Target Country",
        "Source Sectors",
        "Target Sectors",
        "Publisher",
        "Country",
    ),
    "polecat": ("Event Mode", "Contexts", "Actor Name", "Recipient Name", "Source", "Publication Date", "Placename"),
    "gdelt": (
        "Actor1Name",
        "Actor2Name",
        "Actor1Type1Code",
        "Actor2Type1Code",
        "ActionGeo_Fullname",
        "DATEADDED",
        "SOURCEURL",
    ),
    "quadruples": (),
}
_POLECAT_TYPES = {"REQUEST": "REQUEST", "DEMAND": "REQUEST", "APPEAL": "REQUEST"}
_POLECAT_DOMAINS = (
    ("military", "military"),
    ("economic", "economic"),
    ("trade", "economic"),
    ("humanitarian", "humanitarian"),
    ("technology", "technological"),
    ("cultural", "cultural"),
)


class Skip(Exception):
    """A row is not taken over; the text is the reason it is counted under."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What one row of a feed says, in our codes."""

    record: str
    type: str
    domain: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    day: date
    label: str
    source_name: str
    target_name: str
    known: date | None = None
    origin: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Quadruple:
    """What quadruples need beside their file: names by id, day 0 and units of time in a day."""

    actors: tuple[str, ...]
    relations: tuple[str, ...]
    day_zero: date
    hours: int = 24


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _day(value: Any) -> date:
    text = _text(value)
    digits = text.replace("-", "")[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as error:
        raise Skip("date not readable") from error


def _some_day(value: Any) -> date | None:
    try:
        return _day(value)
    except Skip:
        return None


def _both(source: str | None, target: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not source or not target:
        raise Skip("actor stands for no state")
    if source == target:
        raise Skip("within one state")
    return (source,), (target,)


def _typed(codes: Codes, cameo: str | None) -> tuple[str, str]:
    entry = codes.of_cameo(cameo) if cameo else None
    if entry is None:
        raise Skip("bare statement or unknown event code")
    return entry.type, entry.domain


def read_icews(row: Mapping[str, Any], codes: Codes, private: bool) -> Coded:
    """Read a row of ICEWS as distributed on Dataverse."""
    code = _text(row.get("CAMEO Code")).zfill(2) if row.get("CAMEO Code") is not None else None
    kind, domain = _typed(codes, code or codes.cameo_of_label(_text(row["Event Text"])))

    def state(side: str) -> str | None:
        name, country = _text(row[f"{side} Name"]), _text(row.get(f"{side} Country"))
        own = codes.state_of(name, private)
        sectors = [part.strip() for part in _text(row.get(f"{side} Sectors")).split(",")]
        if own or not country or not (private or any(map(codes.official, sectors))):
            return own
        return codes.state_of(country)

    source, target = _both(state("Source"), state("Target"))
    return Coded(
        record=_text(row["Event ID"]),
        type=kind,
        domain=domain,
        source=source,
        target=target,
        day=_day(row["Event Date"]),
        label=_text(row["Event Text"]),
        source_name=_text(row["Source Name"]),
        target_name=_text(row["Target Name"]),
        origin=_text(row.get("Publisher")) or None,
        place=_text(row.get("Country")) or None,
    )


def read_polecat(row: Mapping[str, Any], codes: Codes, private: bool) -> Coded:  # noqa: ARG001 (one signature for all)
    """Read a row of POLECAT (types are PLOVER's already)."""
    kind = _text(row["Event Type"]).upper()
    kind = _POLECAT_TYPES.get(kind, kind)
    if kind not in {entry.type for entry in codes.cameo.values()}:
        raise Skip("bare statement or unknown event code")
    context = _text(row.get("Contexts")).lower()
    domain = next((ours for theirs, ours in _POLECAT_DOMAINS if theirs in context), "diplomatic")

    def states(column: str) -> tuple[str, ...]:
        parts = [part.strip() for part in _text(row[column]).replace(",", ";").split(";")]
        found = [part if len(part) == 3 and part.isupper() else codes.state_of(part) for part in parts if part]
        return tuple(dict.fromkeys(code for code in found if code))

    source, target = states("Actor Country"), states("Recipient Country")
    if not source or not target:
        raise Skip("actor stands for no state")
    if set(source) == set(target):
        raise Skip("within one state")
    return Coded(
        record=_text(row["Event ID"]),
        type=kind,
        domain=domain,
        source=source,
        target=target,
        day=_day(row["Event Date"]),
        label=" ".join(filter(None, (kind, _text(row.get("Event Mode"))))),
        source_name=_text(row.get("Actor Name")),
        target_name=_text(row.get("Recipient Name")),
        known=_some_day(row.get("Publication Date")),
        origin=_text(row.get("Source")) or None,
        place=_text(row.get("Placename")) or None,
    )


def read_gdelt(row: Mapping[str, Any], codes: Codes, private: bool) -> Coded:
    """Read a row of a GDELT 2 event file."""
    kind, domain = _typed(codes, _text(row["EventCode"]).zfill(2))

    def state(number: int) -> str | None:
        country, sector = _text(row[f"Actor{number}CountryCode"]), _text(row.get(f"Actor{number}Type1Code"))
        counts = private or not sector or codes.official(sector)
        return country if counts and len(country) == 3 and country in set(codes.names.values()) else None

    source, target = _both(state(1), state(2))
    return Coded(
        record=_text(row["GlobalEventID"]),
        type=kind,
        domain=domain,
        source=source,
        target=target,
        day=_day(row["Day"]),
        label=f"CAMEO {_text(row['EventCode'])}",
        source_name=_text(row.get("Actor1Name")),
        target_name=_text(row.get("Actor2Name")),
        known=_some_day(row.get("DATEADDED")),
        origin=_text(row.get("SOURCEURL")) or None,
        place=_text(row.get("ActionGeo_Fullname")) or None,
    )


def read_quadruple(row: Mapping[str, Any], codes: Codes, private: bool, about: Quadruple, number: int) -> Coded:
    """Read a row of numbers (subject, relation, object, time)."""
    try:
        subject, relation, target_id, time = (int(row[name]) for name in REQUIRED["quadruples"])
        names = about.actors[subject], about.actors[target_id]
        label = about.relations[relation]
    except (ValueError, IndexError, TypeError) as error:
        raise Skip("number without a name") from error
    kind, domain = _typed(codes, codes.cameo_of_label(label))
    source, target = _both(codes.state_of(names[0], private), codes.state_of(names[1], private))
    return Coded(
        record=str(number),
        type=kind,
        domain=domain,
        source=source,
        target=target,
        day=about.day_zero + timedelta(days=time // about.hours),
        label=label,
        source_name=names[0],
        target_name=names[1],
    )


def verify_columns(feed: str, present: tuple[str, ...]) -> None:
    """Refuse a file that lacks columns of its feed.

    Raises
    ------
    UsageError
        The message names the missing columns.

    Examples
    --------
    >>> verify_columns("quadruples", ("subject", "relation", "object", "time"))
    """
    missing = [name for name in REQUIRED[feed] if name not in present]
    if missing:
        raise UsageError(f"not {feed}: columns missing: {', '.join(missing)}; the file has: {', '.join(present[:12])}")

"""Codes of other event data in ours: event labels and CAMEO codes to types, names of actors to state codes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from babel import Locale
from babel.core import get_global

from rapprochement.codebook.loader import Codebook, Entry


class CameoCode(Entry):
    """A CAMEO code (or the beginning of one) and the event type it stands for."""

    type: str


class IcewsLabel(Entry):
    """How an ICEWS event label begins, and its CAMEO code."""

    code: str


class StateName(Entry):
    """An English name of a state and its code."""

    code: str


class ForecastClass(Entry):
    """A class of event types forecast together."""

    types: tuple[str, ...]


_COUNTRY = re.compile(r"\((?P<country>[^()]+)\)\s*$")


@dataclass(slots=True)
class Codes:
    """Translates codes and names, remembering what it has met.

    Examples
    --------
    >>> from rapprochement.codebook.loader import load_codebook
    >>> codes = Codes.of(load_codebook())
    >>> codes.type_of_label("Cooperate_militarily"), codes.type_of_cameo("0871"), codes.type_of_label("Make statement")
    ('COOPERATE', 'RETREAT', None)
    >>> codes.state_of("Foreign Affairs (North Korea)"), codes.state_of("Russia"), codes.state_of("Ann Other")
    ('PRK', 'RUS', None)
    """

    cameo: dict[str, str]
    labels: dict[str, str]
    names: dict[str, str]
    _seen: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, codebook: Codebook) -> Codes:
        """Read the tables of a codebook; names of states also come from Unicode CLDR."""
        alpha3 = {two: three for three, two in _alpha3().items()}
        names = {
            _plain(name): alpha3[two] for two, name in Locale("en").territories.items() if two in alpha3 and name
        }
        names |= {_plain(entry.id): entry.code for entry in codebook.entries("feed-state-name", StateName).values()}
        return cls(
            {entry.id: entry.type for entry in codebook.entries("cameo-code", CameoCode).values()},
            {entry.id.lower(): entry.code for entry in codebook.entries("icews-label", IcewsLabel).values()},
            names,
        )

    def type_of_cameo(self, code: str) -> str | None:
        """Return the event type of a CAMEO code, ``None`` for a bare statement or an unknown code."""
        return next((self.cameo[code[:size]] for size in range(len(code), 1, -1) if code[:size] in self.cameo), None)

    def cameo_of_label(self, label: str) -> str | None:
        """Return the CAMEO code of an ICEWS label."""
        plain = label.replace("_", " ").lower()
        best = max((start for start in self.labels if plain.startswith(start)), key=len, default=None)
        return self.labels[best] if best is not None else None

    def type_of_label(self, label: str) -> str | None:
        """Return the event type of an ICEWS label."""
        code = self.cameo_of_label(label)
        return self.type_of_cameo(code) if code else None

    def state_of(self, name: str) -> str | None:
        """Return the state an actor's name stands for: its own name, or the one in brackets after it."""
        if name not in self._seen:
            match = _COUNTRY.search(name.replace("_", " "))
            self._seen[name] = self.names.get(_plain(match["country"] if match else name))
        return self._seen[name]


def forecast_classes(codebook: Codebook) -> dict[str, frozenset[str]]:
    """Return the classes of events that are forecast, with their types."""
    entries = codebook.entries("forecast-class", ForecastClass).values()
    return {entry.id: frozenset(entry.types) for entry in entries}


def _alpha3() -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 to alpha-2, from CLDR's aliases."""
    aliases = get_global("territory_aliases")
    current = {three: two[0] for three, two in aliases.items() if len(three) == 3 and three.isalpha() and len(two) == 1}
    return {"XKX": "XK"} | {three: two for three, two in current.items() if three not in _OBSOLETE}


_OBSOLETE = frozenset({"BUR", "TMP", "ZAR", "YUG", "SCG", "SUN", "DDR", "ROM", "ANT", "FXX", "QUU", "YMD", "NTZ", "CSK"})


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]+", " ", name.replace("_", " ").replace("&", "and").lower()).strip()

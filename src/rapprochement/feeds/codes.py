"""Codes of other event data in ours: event labels and CAMEO codes to types, names of actors to state codes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from babel import Locale
from babel.core import get_global
from pydantic import ConfigDict

from rapprochement.codebook.loader import Codebook, Entry


class CameoCode(Entry):
    """A CAMEO code (or the beginning of one), the event type it stands for and, where it says so, the domain."""

    type: str
    domain: str = "diplomatic"


class IcewsLabel(Entry):
    """How an ICEWS event label begins, and its CAMEO code."""

    code: str


class StateName(Entry):
    """An English name of a state and its code."""

    code: str


class Official(Entry):
    """How a kind of actor begins that acts for its state."""


class PersonName(Entry):
    """What a feed needs of the lexicon's persons: names and code."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    code: str
    name: str
    variants: tuple[str, ...] = ()


PERSONS = "actor-person"
_BRACKET = re.compile(r"^(?P<kind>.*?)\s*\((?P<country>[^()]+)\)\s*$")
_OBSOLETE = frozenset(
    {"BUR", "TMP", "ZAR", "YUG", "SCG", "SUN", "DDR", "ROM", "ANT", "FXX", "QUU", "YMD", "NTZ", "CSK"}
)


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
    >>> codes.state_of("Protester (Kenya)"), codes.state_of("Protester (Kenya)", private=True)
    (None, 'KEN')
    """

    cameo: dict[str, CameoCode]
    labels: dict[str, str]
    names: dict[str, str]
    persons: dict[str, str]
    officials: tuple[str, ...]
    _seen: dict[tuple[str, bool], str | None] = field(default_factory=dict)
    _typed: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, codebook: Codebook) -> Codes:
        """Read the tables of a codebook; names of states also come from Unicode CLDR."""
        alpha3 = {two: three for three, two in _alpha3().items()}
        names = {
            plain_name(name): alpha3[two] for two, name in Locale("en").territories.items() if two in alpha3 and name
        }
        names |= {plain_name(entry.id): entry.code for entry in codebook.entries("feed-state-name", StateName).values()}
        persons: dict[str, str] = {}
        for person in codebook.entries(PERSONS, PersonName).values():
            for name in (person.name, *person.variants):
                if " " in name:
                    persons[plain_name(name)] = person.code
        return cls(
            codebook.entries("cameo-code", CameoCode),
            {entry.id.lower(): entry.code for entry in codebook.entries("icews-label", IcewsLabel).values()},
            names,
            persons,
            tuple(entry.id.lower() for entry in codebook.entries("feed-official", Official).values()),
        )

    def of_cameo(self, code: str) -> CameoCode | None:
        """Return the entry of a CAMEO code, ``None`` for a bare statement or an unknown code."""
        beginnings = (code[:size] for size in range(len(code), 1, -1))
        return next((self.cameo[start] for start in beginnings if start in self.cameo), None)

    def type_of_cameo(self, code: str) -> str | None:
        """Return the event type of a CAMEO code."""
        entry = self.of_cameo(code)
        return entry.type if entry else None

    def cameo_of_label(self, label: str) -> str | None:
        """Return the CAMEO code of an ICEWS label."""
        if label not in self._typed:
            plain = label.replace("_", " ").lower()
            best = max((start for start in self.labels if plain.startswith(start)), key=len, default=None)
            self._typed[label] = self.labels[best] if best is not None else None
        return self._typed[label]

    def type_of_label(self, label: str) -> str | None:
        """Return the event type of an ICEWS label."""
        code = self.cameo_of_label(label)
        return self.type_of_cameo(code) if code else None

    def official(self, kind: str) -> bool:
        """Tell whether a kind of actor, or a sector, acts for its state."""
        return kind.lower().startswith(self.officials)

    def state_of(self, name: str, private: bool = False) -> str | None:
        """Return the state an actor stands for: a state by its name, a body or official with it in brackets, a leader.

        With ``private`` citizens, firms, parties and others of a country stand for it too.
        """
        key = (name, private)
        if key not in self._seen:
            match = _BRACKET.match(name.replace("_", " "))
            if match:
                counts = private or self.official(match["kind"])
                self._seen[key] = self.names.get(plain_name(match["country"])) if counts else None
            else:
                plain = plain_name(name)
                self._seen[key] = self.names.get(plain) or self.persons.get(plain)
        return self._seen[key]


def _alpha3() -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 to alpha-2, from CLDR's aliases."""
    aliases = get_global("territory_aliases")
    current = {three: two[0] for three, two in aliases.items() if len(three) == 3 and three.isalpha() and len(two) == 1}
    return {"XKX": "XK"} | {three: two for three, two in current.items() if three not in _OBSOLETE}


def plain_name(name: str) -> str:
    """Return a name without case, accents and punctuation, as the tables hold it.

    Examples
    --------
    >>> plain_name("Kim Jong-Un"), plain_name("Côte d'Ivoire")
    ('kim jong un', 'cote d ivoire')
    """
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", " ", folded.replace("&", "and").lower()).strip()

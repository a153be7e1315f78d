"""Names of actors in French and English, with their article, and the pairs (dyads) of events."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

import yaml
from babel import Locale
from babel.core import get_global

from rapprochement.actors.entries import OrganisationEntry
from rapprochement.codebook import load_codebook

_VOWELS = frozenset("aeiouéèêëîïôâœ")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in one language: alone ("Corée du Sud") and inside a sentence ("la Corée du Sud")."""

    bare: str
    phrase: str


@cache
def _data() -> dict[str, Any]:
    text = files(__package__).joinpath("names.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


@cache
def name(code: str, language: str) -> Name:
    """Return the name of an actor code; an unknown code names itself, without its prefix.

    Examples
    --------
    >>> name("KOR", "fr").phrase, name("IRN", "fr").phrase, name("USA", "fr").phrase
    ('la Corée du Sud', 'l’Iran', 'les États-Unis')
    >>> name("USA", "en").phrase
    'the United States'
    >>> name("NSA:M23", "fr").bare
    'M23'
    """
    known = _data()["names"].get(code)
    if known is not None:
        bare, phrase = known[language]
        return Name(bare, phrase)
    territory = None
    if len(code) == 3 and code.isalpha():
        alpha2 = get_global("territory_aliases").get(code, [None])[0]
        territory = Locale(language).territories.get(alpha2) if alpha2 else None
    if territory is None:
        return _organisation(code, language)
    bare = str(territory).split(" (")[0].replace("'", "’")
    return Name(bare, _phrase(code, bare, language))


@cache
def _organisations() -> dict[str, OrganisationEntry]:
    return load_codebook().entries("actor-organisation-fr", OrganisationEntry)


def _organisation(code: str, language: str) -> Name:
    """A name from the actor lexicon (French; English readers get the same words), else the code without its prefix."""
    entry = _organisations().get(code)
    if entry is None or not entry.names:
        bare = code.split(":", 1)[-1]
        return Name(bare, bare)
    bare = entry.names[0].replace("'", "’")
    if language != "fr":
        return Name(bare, bare)
    if entry.gender in ("mp", "fp"):
        return Name(bare, f"les {bare}")
    if bare[0].lower() in _VOWELS:
        return Name(bare, f"l’{bare}")
    return Name(bare, f"{'le' if entry.gender == 'm' else 'la'} {bare}")


def _phrase(code: str, bare: str, language: str) -> str:
    article = _data()["article"][language]
    if language == "en":
        return f"the {bare}" if code in article["the"] else bare
    if code in article["none"]:
        return bare
    if code in article["plural"]:
        return f"les {bare}"
    if bare[0].lower() in _VOWELS:
        return f"l’{bare}"
    last = bare.split()[0].split("-")[0]
    feminine = last.endswith("e") and code not in article["masculine_in_e"]
    return f"la {bare}" if feminine else f"le {bare}"


def successor(code: str) -> str:
    """Return the state that a former state is read with, else the code itself.

    Examples
    --------
    >>> successor("SUN"), successor("FRA")
    ('RUS', 'FRA')
    """
    found: str = _data()["predecessors"].get(code, code)
    return found


def predecessors() -> dict[str, str]:
    """Return former state to the state it is read with."""
    return dict(_data()["predecessors"])


def pairs(source: tuple[str, ...], target: tuple[str, ...]) -> set[tuple[str, str]]:
    """Return the pairs one event is about: each source with each target, sorted, former states as their successors.

    Examples
    --------
    >>> sorted(pairs(("SUN",), ("PRK", "CHN")))
    [('CHN', 'RUS'), ('PRK', 'RUS')]
    """
    found = set()
    for one, other in product(map(successor, source), map(successor, target)):
        if one != other:
            found.add((min(one, other), max(one, other)))
    return found

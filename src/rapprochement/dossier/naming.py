"""Actors, types and dates in words, and the way back from a name to its code."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from rapprochement.errors import UsageError

LANGUAGES = ("fr", "en")
_CODE = re.compile(r"[A-Z]{3}|(?:IGO|NSA|GRP|[A-Z]{3}):[A-Z0-9_\-]+")


@cache
def _labels() -> dict[str, dict[str, str]]:
    content = files("rapprochement.codebook").joinpath("data/labels.yaml").read_bytes()
    entries: list[dict[str, str]] = yaml.safe_load(content)["entries"]
    return {entry["id"]: entry for entry in entries}


def label(key: str, language: str = "fr", mode: str | None = None) -> str:
    """Return how a type, a type with its mode, ``domain.NAME`` or ``status.NAME`` is called; an unknown key names
    itself.

    Examples
    --------
    >>> label("AID", "fr", "arms"), label("AID", "fr", "of a new kind"), label("domain.cultural", "en")
    ("livraison d'armes", 'aide', 'Cultural')
    """
    labels = _labels()
    entry = labels.get(f"{key}.{mode}") if mode else None
    entry = entry or labels.get(key)
    return entry[language] if entry else key


def actor_name(code: str, language: str = "fr") -> str:
    """Return the name of an actor code ("Corée du Nord"); an unknown code names itself.

    Examples
    --------
    >>> actor_name("NOR"), actor_name("NOR", "en")
    ('Norvège', 'Norway')
    """
    from rapprochement.actors.names import name

    return name(code, language).bare


def actor_names(codes: Iterable[str], language: str = "fr") -> str:
    """Return the names of several actors, joined by commas."""
    return ", ".join(actor_name(code, language) for code in codes)


def read_as(code: str) -> frozenset[str]:
    """Return the code and those of the former states that are read with it.

    Examples
    --------
    >>> sorted(read_as("RUS")), sorted(read_as("SUN"))
    (['RUS', 'SUN'], ['SUN'])
    """
    from rapprochement.actors.names import predecessors

    return frozenset({code, *(old for old, new in predecessors().items() if new == code)})


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("’", "'").replace("-", " ").casefold())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"^(?:l'|l[ae]s? |the )", "", letters.strip())


@cache
def _territories() -> dict[str, str]:
    from babel import Locale
    from babel.core import get_global

    alpha3: dict[str, str] = {}
    for old, new in get_global("territory_aliases").items():
        if len(old) == 3 and old.isalpha() and len(new) == 1:
            alpha3.setdefault(new[0], old)
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for alpha2, name in Locale(language).territories.items():
            if alpha2 in alpha3:
                found.setdefault(_plain(str(name)), alpha3[alpha2])
    return found


def find_code(text: str, known: Collection[str], mentioned: Iterable[tuple[str, str]] = ()) -> str:
    """Return the actor code that ``text`` is or names.

    Parameters
    ----------
    text : str
        A code (``RUS``, ``IGO:UN``) or a name in French or English, with or without accents and article.
    known : collection of str
        Codes of the dossier.
    mentioned : iterable of (str, str)
        Words of the dossier's documents with the one code they name, most frequent first.

    Raises
    ------
    UsageError
        If nothing fits; the message names what comes near, or the codes there are.

    Examples
    --------
    >>> find_code("Russie", []), find_code("the united states", []), find_code("rus", ["RUS"])
    ('RUS', 'USA', 'RUS')
    """
    upper = text.strip().upper()
    if upper in known:
        return upper
    wanted = _plain(text)
    names: dict[str, str] = {}
    for code in known:
        for language in LANGUAGES:
            names.setdefault(_plain(actor_name(code, language)), code)
    names |= {k: v for k, v in _territories().items() if k not in names}
    if wanted in names:
        return names[wanted]
    if _CODE.fullmatch(upper) and (":" in upper or upper in _territories().values() or upper in _former()):
        return upper
    said: dict[str, str] = {}
    for words, code in mentioned:
        said.setdefault(_plain(words), code)
    if wanted in said:
        return said[wanted]
    near = difflib.get_close_matches(wanted, list(names | said), n=3, cutoff=0.7)
    if near:
        hints = ", ".join(f"{word} ({(names | said)[word]})" for word in near)
        raise UsageError(f"no actor is called {text!r}; did you mean {hints}?")
    raise UsageError(f"no actor is called {text!r}; this dossier has {', '.join(sorted(known)[:20]) or 'none'}")


def _former() -> set[str]:
    from rapprochement.actors.names import predecessors

    return set(predecessors())


def date_words(row: dict[str, Any], language: str = "fr") -> str:
    """Return the date of an event or mention in words ("mi-juillet 2025")."""
    from rapprochement.language.words import in_words

    return in_words(row.get("date"), language, row.get("earliest"), row.get("latest"))

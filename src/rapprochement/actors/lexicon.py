"""The lexicon of actors: every form of the codebook in one trie, with what it stands for."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from rapprochement.actors.entries import (
    AmbiguousEntry,
    BodyNounEntry,
    NamedBodyEntry,
    NotActorEntry,
    OrganisationEntry,
    PersonEntry,
    PortfolioEntry,
    ReferenceEntry,
    StateEntry,
    StateNamesEntry,
    WordsEntry,
)
from rapprochement.actors.inflect import inflect
from rapprochement.actors.matcher import Trie, fold
from rapprochement.codebook import Codebook
from rapprochement.errors import CodebookError

_TERM = re.compile(r"^(?P<office>.+) (?P<start>\.\.|\d{4}(?:-\d\d){0,2})/(?P<end>\.\.|\d{4}(?:-\d\d){0,2})$")
NOT_YET = 10
"""How much worse a day before somebody's term is than one after it: nobody is named for an office still to come."""
_SMALL_ARTICLES = {"Le": ("le", "du", "au"), "La": ("la",)}
"""How the article of a capital is met in a sentence: "au Caire", "à la Havane"."""
_LEADERS = frozenset(
    {
        "prime minister",
        "king",
        "queen",
        "emperor",
        "shah",
        "crown prince",
        "leader",
        "chancellor",
        "secretary general",
        "pope",
    }
)
_CROWNS = frozenset({"king", "queen", "emperor", "shah", "crown prince"})
_PRIVATE = frozenset(
    {"detainee", "journalist", "spy", "student", "opposition", "preacher", "company", "party", "cleric", ""}
)
_UNION = {("m", "f"): "mf", ("mp", "fp"): "mfp"}


@dataclass(frozen=True, slots=True)
class Form:
    """What a form of the lexicon stands for.

    Attributes
    ----------
    kind : str
        ``name``, ``adjective``, ``prefix``, ``demonym``, ``capital``, ``seat``, ``place``, ``organisation``, ``named body``,
        ``body``, ``portfolio``, ``skip``, ``ambiguous``, ``reference``, ``person``, ``surname``, ``epithet``.
    key : str
        Id of the codebook entry.
    gender : str
        ``m``, ``f``, ``mp``, ``fp`` or a union (``mf``, ``mfp``, ``mmp``); empty when unknown.
    """

    kind: str
    key: str
    role: str
    codes: tuple[str, ...] = ()
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of office: from ``start`` to ``end`` inclusive, ``None`` when open."""

    office: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """A leader or minister of the lexicon."""

    key: str
    code: str
    name: str
    sex: str
    surname: str
    alone: bool
    terms: tuple[Term, ...]

    def distance(self, day: date | None) -> int:
        """Return how many days ``day`` lies outside this person's nearest term; 0 within one, a large number when unknown.

        Examples
        --------
        >>> term = Term("president", date(2000, 1, 1), date(2008, 1, 1))
        >>> Person("x", "RUS", "X Y", "m", "Y", False, (term,)).distance(date(2008, 1, 11))
        10
        """
        if day is None or not self.terms:
            return 100_000
        return min(
            (term.start - day).days * NOT_YET
            if term.start is not None and day < term.start
            else (day - term.end).days
            if term.end is not None and day > term.end
            else 0
            for term in self.terms
        )

    def office(self, day: date | None) -> str:
        """Return the office held on ``day``, else the last one held."""
        for term in self.terms:
            if day is not None and (term.start is None or term.start <= day) and (term.end is None or day <= term.end):
                return term.office
        return self.terms[-1].office if self.terms else ""

    def crowned(self, day: date | None) -> bool:
        """Tell whether this is a king, a queen, an emperor or a prince."""
        return self.office(day) in _CROWNS

    def role(self, day: date | None) -> str:
        """Return ``leader``, ``minister``, ``official``, or ``national`` for those known without speaking for their state."""
        office = self.office(day)
        if office in _PRIVATE:
            return "national"
        if office in _LEADERS or office.startswith("president"):
            return "leader"
        return "minister" if office.endswith("minister") else "official"


@dataclass(slots=True)
class Lexicon:
    """All forms and the tables the resolution rules ask for."""

    trie: Trie[Form] = field(default_factory=Trie)
    states: dict[str, StateEntry] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    surnames: dict[str, list[Person]] = field(default_factory=dict)
    bodies: dict[str, BodyNounEntry] = field(default_factory=dict)
    ambiguous: dict[str, AmbiguousEntry] = field(default_factory=dict)
    references: dict[str, ReferenceEntry] = field(default_factory=dict)
    organisations: dict[str, OrganisationEntry] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)


def load_lexicon(codebook: Codebook) -> Lexicon:
    """Return the lexicon of a codebook, built once for it.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> load_lexicon(load_codebook()).states["RUS"].predecessor
    'SUN'
    """
    lexicon = codebook.compiled("actors.lexicon", lambda: _build(codebook))
    assert isinstance(lexicon, Lexicon)
    return lexicon


def _build(codebook: Codebook) -> Lexicon:
    lexicon = Lexicon()
    lexicon.states = codebook.entries("actor-state", StateEntry)
    lexicon.ambiguous = codebook.entries("actor-ambiguous-fr", AmbiguousEntry)
    lexicon.references = codebook.entries("actor-reference-fr", ReferenceEntry)
    lexicon.bodies = codebook.entries("actor-body-fr", BodyNounEntry)
    lexicon.organisations = codebook.entries("actor-organisation-fr", OrganisationEntry)
    lexicon.words = {
        key: frozenset(word if key.endswith("surname-first") else fold(word) for word in entry.words)
        for key, entry in codebook.entries("actor-words-fr", WordsEntry).items()
    }
    add = lexicon.trie.add
    for skip in codebook.entries("actor-not-actor-fr", NotActorEntry).values():
        for name in skip.names:
            add(name, Form("skip", skip.id, "place" if skip.place else ""))
    for ambiguous in lexicon.ambiguous.values():
        for name in ambiguous.names:
            add(
                name,
                Form("ambiguous", ambiguous.id, ambiguous.role, (), ambiguous.gender),
                lower=ambiguous.role == "adjective",
            )
    for reference in lexicon.references.values():
        for name in reference.names:
            add(name, Form("reference", reference.id, reference.role, tuple(reference.codes), reference.gender))
    _add_organisations(lexicon)
    for named in codebook.entries("actor-named-body", NamedBodyEntry).values():
        for name in named.names:
            add(name, Form("named body", named.id, named.role, (named.code,), named.gender))
    _add_states(lexicon, codebook)
    _add_persons(lexicon, codebook)
    _add_bodies(lexicon, codebook)
    return lexicon


def _add_organisations(lexicon: Lexicon) -> None:
    add = lexicon.trie.add
    for entry in lexicon.organisations.values():
        codes = tuple(entry.codes) or (entry.id,)
        for name in entry.names:
            add(name, Form("organisation", entry.id, entry.role, codes, entry.gender))
        for adjective in entry.adjectives:
            for form, gender in inflect(adjective).items():
                add(form, Form("adjective", entry.id, "adjective", codes, gender), lower=True)
        for prefix in entry.prefixes:
            add(prefix, Form("prefix", entry.id, "adjective", codes))
        for demonym in entry.demonyms:
            add(demonym, Form("demonym", entry.id, "demonym", codes, "mp"))


def _add_states(lexicon: Lexicon, codebook: Codebook) -> None:
    add = lexicon.trie.add
    for code, entry in codebook.entries("actor-state-fr", StateNamesEntry).items():
        if code not in lexicon.states:
            raise CodebookError(f"actor-state-fr '{code}' has no entry of kind actor-state")
        gender = entry.gender + ("p" if entry.number == "plural" else "")
        lexicon.genders[code] = gender
        for kind, role, names, named in (
            ("name", "state", entry.names, gender),
            ("capital", "capital", entry.capitals, "m"),
            ("seat", "seat", entry.seats, ""),
            ("place", "place", entry.places, ""),
        ):
            for name in names:
                form = Form(kind, code, role, (code,), named)
                add(name, form)
                article, _, rest = name.partition(" ")
                for small in _SMALL_ARTICLES.get(article, ()):
                    add(f"{small} {rest}", form)
        for adjective in entry.adjectives:
            for word, feature in inflect(adjective).items():
                add(word, Form("adjective", code, "adjective", (code,), feature), lower=True)
                add(word[0].upper() + word[1:], Form("demonym", code, "demonym", (code,), feature))
        for prefix in entry.prefixes:
            add(prefix, Form("prefix", code, "adjective", (code,)))


def _add_persons(lexicon: Lexicon, codebook: Codebook) -> None:
    add = lexicon.trie.add
    for entry in codebook.entries("actor-person", PersonEntry).values():
        surname = entry.surname or entry.name.split()[-1]
        person = Person(
            entry.id, entry.code, entry.name, entry.sex, surname, entry.alone, tuple(_term(t) for t in entry.terms)
        )
        lexicon.persons[entry.id] = person
        form = Form("person", entry.id, "leader", (entry.code,), entry.sex)
        for name in (entry.name, *entry.variants):
            if " " in name or "-" in name:
                add(name, form)
        for epithet in entry.epithets:
            add(epithet, Form("epithet", entry.id, "leader", (entry.code,), entry.sex))
        surnames = {surname, *(v for v in entry.variants if " " not in v)}
        for word in sorted(surnames):
            key = fold(word)
            add(word, Form("surname", key, "leader", (), entry.sex))
            lexicon.surnames.setdefault(key, []).append(person)


def _term(text: str) -> Term:
    match = _TERM.match(text)
    if match is None:
        raise CodebookError(f"term of office '{text}' is not 'office START/END'")
    return Term(match["office"], _day(match["start"], last=False), _day(match["end"], last=True))


def _day(text: str, *, last: bool) -> date | None:
    """Return the first or last day of a year, month or day."""
    if text == "..":
        return None
    parts = [int(part) for part in text.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (12 if last else 1)
    day = parts[2] if len(parts) > 2 else (monthrange(year, month)[1] if last else 1)
    return date(year, month, day)


def _add_bodies(lexicon: Lexicon, codebook: Codebook) -> None:
    add = lexicon.trie.add
    for body in lexicon.bodies.values():
        genders: dict[str, str] = {}
        for gender, nouns in (("m", body.m), ("f", body.f), ("mp", body.mp), ("fp", body.fp)):
            for noun in nouns:
                known = genders.get(noun)
                genders[noun] = gender if known is None else _UNION.get((known, gender), known)
        for noun, gender in genders.items():
            add(noun, Form("body", body.id, body.role, (), gender))
    for portfolio in codebook.entries("actor-portfolio-fr", PortfolioEntry).values():
        for name in portfolio.names:
            add(name, Form("portfolio", portfolio.id, "", tuple(portfolio.codes)))

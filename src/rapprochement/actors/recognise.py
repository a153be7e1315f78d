"""Finds the forms of the lexicon in a document and settles those that context decides: ambiguous names and surnames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from rapprochement.actors.entries import AmbiguousEntry
from rapprochement.actors.found import Found
from rapprochement.actors.lexicon import Form, Lexicon, Person
from rapprochement.actors.matcher import Match, Tokens, fold

_DIRECTIONS = frozenset({"the-north", "the-south"})
_BEFORE_PORTFOLIO = frozenset({"body", "adjective", "demonym", "portfolio", "prefix"})
_BEFORE_LANGUAGE = frozenset({"le", "l", "du", "en", "un"})
_COMPASS = frozenset({"mer", "pole", "gare", "hemisphere"})
_NAME_GOES_ON = frozenset({"al", "el", "ben", "bin", "ould", "abou", "abu", "ibn"})
FAMILIAR_DAYS = 730
"""A surname with a title before it is taken for whoever held office within two years of the document's date."""


class Context:
    """What the document as a whole says: its words, and how often each code is named without doubt."""

    def __init__(self, tokens: Tokens) -> None:
        self._words = f" {' '.join(tokens.folds)} "
        self.counts: Counter[str] = Counter()

    def most(self) -> list[tuple[str, int]]:
        """Return the codes by how often they are named, blocs apart."""
        ranked = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        return [(code, count) for code, count in ranked if not code.startswith("GRP:")]

    def holds(self, cue: str) -> bool:
        """Tell whether the document contains ``cue`` as whole words, accents and capitals apart."""
        return f" {' '.join(Tokens.of(cue).folds)} " in self._words


def recognise(
    tokens: Tokens, ranges: Sequence[tuple[int, int]], lexicon: Lexicon, published: date | None
) -> tuple[list[Found], Context]:
    """Return what the lexicon finds in the stretches ``ranges`` (offsets), in text order and without overlap."""
    matches = _scan(tokens, ranges, lexicon)
    context = Context(tokens)
    for match in matches:
        if match.payload.kind not in {"place", "prefix", "reference"}:
            context.counts.update(match.payload.codes)
    full = {match.payload.key for match in matches if match.payload.kind in {"person", "epithet"}}
    settled: dict[str, tuple[tuple[str, ...], str] | None] = {}
    found: list[Found] = []
    for match in matches:
        form = match.payload
        if form.kind == "skip":
            found.append(Found(match.i, match.j, (), form.role or "skip", f"place:{form.key}", form))
        elif form.kind == "ambiguous":
            if form.key not in settled:
                settled[form.key] = _settle(lexicon.ambiguous[form.key], context)
            choice = settled[form.key]
            if choice is not None:
                codes, rule = choice
                found.append(Found(match.i, match.j, codes, form.role, rule, form, form.gender))
        elif form.kind == "surname":
            person = _bearer(tokens, match, lexicon, full, published)
            if person is not None:
                found.append(_person(match, form, person, "surname", published))
        elif form.kind in {"person", "epithet"}:
            person = _namesake(lexicon, lexicon.persons[form.key], published)
            found.append(_person(match, form, person, "person" if form.kind == "person" else "epithet", published))
        elif form.kind == "prefix":
            compound = _compound(tokens, match, lexicon)
            if compound is not None:
                found.append(compound)
        elif not _language(tokens, match) and not _stance(tokens, match, lexicon):
            found.append(
                Found(
                    match.i,
                    match.j,
                    form.codes,
                    form.role,
                    f"{form.kind.replace(' ', '-')}:{form.key}",
                    form,
                    form.gender,
                )
            )
    return _without_overlap(_become(found, lexicon, context)), context


def _scan(tokens: Tokens, ranges: Sequence[tuple[int, int]], lexicon: Lexicon) -> list[Match[Form]]:
    matches: list[Match[Form]] = []
    at, folds, starts, ends = lexicon.trie.at, tokens.folds, tokens.starts, tokens.ends
    first = lexicon.trie.first
    i, n = 0, len(folds)
    for low, high in ranges:
        while i < n and starts[i] < low:
            i += 1
        while i < n and ends[i] <= high:
            step = 1
            if folds[i] in first:
                for match in at(tokens, i):
                    if ends[match.j - 1] <= high and _admitted(tokens, match, matches):
                        matches.append(match)
                        step = match.j - i
                        break
            i += step
    return matches


def _admitted(tokens: Tokens, match: Match[Form], before: list[Match[Form]]) -> bool:
    """Refuse a direction that is part of a longer name, and a portfolio that no office stands before."""
    form = match.payload
    if form.key in _DIRECTIONS:
        return _direction_free(tokens, match)
    if form.kind == "prefix":
        return match.j < len(tokens) and tokens.gap(match.j) == "-"
    if form.kind == "portfolio":
        return bool(before) and before[-1].j >= match.i - 1 and before[-1].payload.kind in _BEFORE_PORTFOLIO
    return True


def _settle(entry: AmbiguousEntry, context: Context) -> tuple[tuple[str, ...], str] | None:
    """Return codes and rule of the reading the document supports; ``None`` when that reading is not an actor."""
    for choice in entry.choices:
        if choice.count_of:
            counts = [(context.counts[code], -k, code) for k, code in enumerate(choice.count_of)]
            best = max(counts)
            if best[0]:
                return (best[2],), f"ambiguous:{entry.id}:{choice.id}"
        elif any(context.holds(cue) for cue in choice.cues):
            return (tuple(choice.codes), f"ambiguous:{entry.id}:{choice.id}") if choice.codes else None
    return (tuple(entry.default), f"ambiguous:{entry.id}:default") if entry.default else None


def _direction_free(tokens: Tokens, match: Match[Form]) -> bool:
    """Refuse "mer du Nord", "Afrique du Nord", "au Nord de" and "le Nord-Coréen" for the two Koreas' short names."""
    before, after = match.i - 1, match.j
    if before >= 0 and tokens.gap(match.i) == " " and (tokens.capital(before) or tokens.folds[before] in _COMPASS):
        return False
    if after < len(tokens) and tokens.gap(after) == "-":
        return False
    return not (after < len(tokens) and tokens.gap(after) == " " and tokens.folds[after] in {"de", "du", "d"})


def _bearer(
    tokens: Tokens, match: Match[Form], lexicon: Lexicon, full: set[str], published: date | None
) -> Person | None:
    """Return who is meant by a surname: one named in full in the document, one known by it alone, or one in office after a title."""
    people = lexicon.surnames[match.payload.key]
    before = tokens.folds[match.i - 1] if match.i else ""
    titled = before in lexicon.words["titles"] and tokens.gap(match.i) in {" ", ". "}
    if match.i and not titled and _part_of_name(tokens, match.i, match.i - 1, lexicon):
        return None  # another first name stands before it
    if match.j < len(tokens) and tokens.gap(match.j) == " " and tokens.folds[match.j] in _NAME_GOES_ON:
        return None  # "le général Ahmed al-…"
    if match.j < len(tokens) and not titled and _part_of_name(tokens, match.j, match.j, lexicon):
        return None  # it is somebody's first name
    names = {lexicon.persons[key].name for key in full}
    named = [p for p in people if p.name in names]
    if named:
        return min(named, key=lambda p: _rank(p, published))
    alone = [p for p in people if p.alone]
    if alone:
        return min(alone, key=lambda p: _rank(p, published))
    if titled:
        crowned = before in lexicon.words["crowns"]
        near = [p for p in people if p.distance(published) <= FAMILIAR_DAYS and p.crowned(published) == crowned]
        if near:
            return min(near, key=lambda p: _rank(p, published))
    return None


def _part_of_name(tokens: Tokens, border: int, other: int, lexicon: Lexicon) -> bool:
    """Tell whether the word ``other`` across ``border`` makes a longer name ("Boris Johnson", but not "Kim-Poutine")."""
    if not tokens.capital(other) or tokens.folds[other] in lexicon.words["particles"]:
        return False
    if tokens.gap(border) == "-":
        return tokens.folds[other] not in lexicon.surnames
    if tokens.gap(border) != " ":
        return False
    if other >= border or not _starts(tokens, other):
        return True
    words = lexicon.words
    return not any(tokens.folds[other] in words[k] for k in ("stops", "not-names", "weekdays", "sentence-starters"))


def _rank(person: Person, published: date | None) -> tuple[int, bool, str]:
    return (person.distance(published), person.role(published) != "leader", person.key)


def _starts(tokens: Tokens, i: int) -> bool:
    """Tell whether word ``i`` may have its capital from beginning a sentence."""
    gap = tokens.gap(i)
    return i == 0 or any(c in gap for c in '.!?:\n"«»-–•(')


def _namesake(lexicon: Lexicon, person: Person, published: date | None) -> Person:
    same = [p for p in lexicon.surnames[fold(person.surname)] if p.name == person.name]
    return min(same, key=lambda p: _rank(p, published)) if len(same) > 1 else person


def _stance(tokens: Tokens, match: Match[Form], lexicon: Lexicon) -> bool:
    """Tell whether the word only says for or against whom others are ("pro-iranien", "anti-Chine")."""
    i = match.i
    return i > 0 and tokens.gap(i) == "-" and tokens.folds[i - 1] in lexicon.words["stances"]


def _language(tokens: Tokens, match: Match[Form]) -> bool:
    """Tell whether an adjective names a language ("l'allemand est parlé", "en turc")."""
    i, j = match.i, match.j
    if (
        match.payload.kind != "adjective"
        or not i
        or "m" not in match.payload.gender
        or match.payload.gender in {"mp", "mfp"}
    ):
        return False
    if tokens.folds[i - 1] not in _BEFORE_LANGUAGE or tokens.gap(i) not in {" ", "'"}:
        return False
    return not (j < len(tokens) and tokens.gap(j) == " " and tokens.capital(j))


def _person(match: Match[Form], form: Form, person: Person, rule: str, published: date | None) -> Found:
    role = person.role(published)
    return Found(
        match.i, match.j, (person.code,), role, f"{rule}:{person.key}", form, person.sex, person.name, person=True
    )


def _compound(tokens: Tokens, match: Match[Form], lexicon: Lexicon) -> Found | None:
    """Read "franco-britannique", "russo-nord-coréen": first members, then an adjective, joined by hyphens."""
    codes = list(match.payload.codes)
    j = match.j
    while j < len(tokens) and tokens.gap(j) == "-":
        following = next(
            (
                m
                for m in lexicon.trie.at(tokens, j)
                if m.payload.kind in {"prefix", "adjective", "ambiguous", "demonym"}
            ),
            None,
        )
        if following is None:
            return None
        codes += [
            code
            for code in following.payload.codes or lexicon.ambiguous[following.payload.key].default
            if code not in codes
        ]
        j = following.j
        if following.payload.kind != "prefix":
            form = following.payload
            return Found(
                match.i,
                j,
                tuple(codes),
                "adjective",
                "adjective:compound",
                Form("adjective", form.key, "adjective", tuple(codes), form.gender),
                form.gender,
            )
    return None


def _become(found: list[Found], lexicon: Lexicon, context: Context) -> list[Found]:
    """Let general words ("les rebelles") stand for the group the document names."""
    for one in found:
        if one.form.kind == "organisation":
            options = lexicon.organisations[one.form.key].becomes
            best = max(((context.counts[code], -k, code) for k, code in enumerate(options)), default=(0, 0, ""))
            if best[0]:
                one.codes, one.rule = (best[2],), f"{one.rule}:context"
    return found


def _without_overlap(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in found:
        if not kept or one.i >= kept[-1].j:
            kept.append(one)
    return kept

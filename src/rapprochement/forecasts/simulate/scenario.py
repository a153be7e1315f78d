"""What if: the fitted system run forward with and without supposed acts.

Supposed acts exist in the run only and are never stored. What comes out is association under the fitted model, not cause:
:data:`CAVEAT` stands beside every result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from rapprochement.errors import UsageError
from rapprochement.forecasts.dyads.history import Acts
from rapprochement.forecasts.evaluation import Floats
from rapprochement.forecasts.simulate.hawkes import Hawkes, System, fit_hawkes

CAVEAT = "Association under the fitted model, not cause: past acts of this kind were followed by more or fewer others."
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MONTH = 30
THIRD_PARTIES = 3
SIMILAR_DAYS = 30
_FORM = re.compile(r"^(\d{4})-(\d{2})(?:-(\d{2}))? (\S+) ([A-Za-z]+) (\S+)(?: (\S+))?$")


@dataclass(frozen=True, slots=True)
class Supposition:
    """A supposed act: ``day`` is the middle of the month when only a month was given."""

    day: date
    source: str
    type: str
    target: str
    domain: str | None = None


def parse_supposition(text: str) -> Supposition:
    """Read ``"2025-12 KOR AID UKR military"``: date, source, type, target and, optionally, domain.

    Raises
    ------
    UsageError
        If the text has another form or the date does not exist.

    Examples
    --------
    >>> parse_supposition("2025-12 KOR AID UKR military").day.isoformat()
    '2025-12-15'
    """
    match = _FORM.match(" ".join(text.split()))
    if not match:
        raise UsageError(f"not a supposed act: {text!r}; write e.g. '2025-12 KOR AID UKR military'")
    year, month, day, source, kind, target, domain = match.groups()
    try:
        when = date(int(year), int(month), int(day or 15))
    except ValueError as error:
        raise UsageError(f"no such date in {text!r}") from error
    return Supposition(when, source, kind.upper(), target, domain)


@dataclass(frozen=True, slots=True)
class Fan:
    """A series by month: quantiles of the number of acts (``QUANTILES`` by month) and P(at least one), without and with."""

    source: str
    target: str
    kind: str
    begins: tuple[str, ...]
    without: tuple[tuple[float, ...], ...]
    with_supposed: tuple[tuple[float, ...], ...]
    probability_without: tuple[float, ...]
    probability_with: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A rule that carries a change: the acts expected through it, and the cases of the past it was learned from."""

    relation: str
    cause: str
    effect: str
    expected: float
    strength: float
    occasions: int


@dataclass(frozen=True, slots=True)
class Similar:
    """A past act like a supposed one and how many acts of the system followed within ``SIMILAR_DAYS``, and preceded."""

    day: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """Result of a simulation: fans by series, what carries the change, similar past acts."""

    actors: tuple[str, ...]
    begin: str
    days: int
    runs: int
    half_life: float
    reproduction: float
    scaled: float
    acts: int
    fans: tuple[Fan, ...]
    supposed: tuple[Supposition, ...]
    carriers: tuple[Carrier, ...]
    similar: tuple[Similar, ...]
    usual_following: float
    caveat: str = CAVEAT


def choose_actors(acts: Acts, named: Sequence[str], third: int = THIRD_PARTIES) -> tuple[str, ...]:
    """Return the named actors and those that deal most with them.

    Raises
    ------
    UsageError
        If fewer than two actors are named or one has no act.
    """
    known = {name: number for number, name in enumerate(acts.actors)}
    missing = [name for name in named if name not in known]
    if missing or len(set(named)) < 2:
        raise UsageError(
            f"no acts of {', '.join(missing)}; actors with most acts: {', '.join(_most_active(acts))}"
            if missing
            else "name at least two actors"
        )
    chosen = [known[name] for name in dict.fromkeys(named)]
    dealing = np.zeros(len(acts.actors))
    for side, other in ((acts.source, acts.target), (acts.target, acts.source)):
        dealing += np.bincount(other[np.isin(side, chosen)], minlength=len(dealing))
    dealing[chosen] = 0
    best = [number for number in np.argsort(-dealing, kind="stable")[:third] if dealing[number] > 0]
    return tuple(acts.actors[number] for number in [*chosen, *best])


def _most_active(acts: Acts) -> list[str]:
    size = np.bincount(np.concatenate([acts.source, acts.target]), minlength=len(acts.actors))
    return [acts.actors[number] for number in np.argsort(-size, kind="stable")[:10]]


def simulate(
    acts: Acts,
    actors: Sequence[str],
    months: int = 12,
    supposed: Sequence[Supposition] = (),
    classes: dict[str, frozenset[str]] | None = None,
    runs: int = 2000,
    seed: int = 0,
    third: int = THIRD_PARTIES,
) -> Simulation:
    """Fit the system of some actors and run it forward, with and without supposed acts.

    Parameters
    ----------
    actors : sequence of str
        The actors asked about; ``third`` further ones, those that deal most with them, complete the system.
    supposed : sequence of Supposition
        Their actors join the system.
    classes : dict
        Class to event types; needed with supposed acts.

    Raises
    ------
    TooLittle
        If the history is too short.
    UsageError
        If a supposed act lies outside the run, or its type in no class.
    """
    named = tuple(dict.fromkeys([*actors, *(name for act in supposed for name in (act.source, act.target))]))
    system = System.of(choose_actors(acts, named, third), acts.classes)
    first = int(acts.day[-1]) + 1
    days = months * MONTH
    overlay = np.zeros((days, len(system)))
    places = []
    for act in supposed:
        place = _place(system, act, classes or {})
        offset = (act.day - acts.date_of(first)).days
        if not 0 <= offset < days:
            raise UsageError(
                f"the supposed act of {act.day} lies outside the run from {acts.date_of(first)}, {days} days"
            )
        overlay[offset, place] += 1
        places.append(place)
    counts = system.counts(acts)
    model = fit_hawkes(system, counts)
    own, caused, by_rule = model.run(
        model.state(counts), days, runs, np.random.default_rng(seed), overlay if places else None
    )
    with_supposed = own + caused + overlay
    asked = {system.actors.index(name) for name in named}
    fans = tuple(
        _fan(acts, system, series, first, months, own, with_supposed)
        for series in range(len(system))
        if system.source[series] in asked and system.target[series] in asked
    )
    begin = acts.date_of(first).isoformat()
    following = np.array([counts[day + 1 : day + 1 + SIMILAR_DAYS].sum() for day in range(len(counts) - SIMILAR_DAYS)])
    return Simulation(
        actors=system.actors,
        begin=begin,
        days=days,
        runs=runs,
        half_life=model.half_life,
        reproduction=model.reproduction,
        scaled=model.scaled,
        acts=int(counts.sum()),
        fans=fans,
        supposed=tuple(supposed),
        carriers=_carriers(model, counts, by_rule),
        similar=_similar(acts, counts, sorted(set(places))),
        usual_following=float(following.mean()) if len(following) else float("nan"),
    )


def _place(system: System, act: Supposition, classes: dict[str, frozenset[str]]) -> int:
    kind = next((name for name, types in classes.items() if act.type in types), None)
    if kind is None:
        known = sorted(kind for types in classes.values() for kind in types)
        raise UsageError(f"no class of forecasts holds acts of type {act.type!r}; types are: {', '.join(known)}")
    place = system.find(act.source, act.target, kind)
    if place is None:
        raise UsageError(f"{act.source} and {act.target} must be two different actors")
    return place


def _fan(acts: Acts, system: System, series: int, first: int, months: int, own: Floats, other: Floats) -> Fan:
    def monthly(counts: Floats) -> Floats:
        return np.asarray(counts[:, :, series].reshape(len(counts), months, MONTH).sum(axis=2))

    without, with_supposed = monthly(own), monthly(other)

    def quantiles(counts: Floats) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(float(value) for value in row) for row in np.quantile(counts, QUANTILES, axis=0).T)

    return Fan(
        source=system.actors[system.source[series]],
        target=system.actors[system.target[series]],
        kind=system.classes[system.kind[series]],
        begins=tuple(acts.date_of(first + MONTH * month).isoformat() for month in range(months)),
        without=quantiles(without),
        with_supposed=quantiles(with_supposed),
        probability_without=tuple(float(value) for value in (without > 0).mean(axis=0)),
        probability_with=tuple(float(value) for value in (with_supposed > 0).mean(axis=0)),
    )


def _carriers(model: Hawkes, counts: Floats, by_rule: Floats) -> tuple[Carrier, ...]:
    totals = counts.sum(axis=0)
    carriers = []
    for number in np.argsort(-by_rule, kind="stable")[:8]:
        if by_rule[number] > 1e-6:
            relation, cause, effect = model.system.rules[number]
            occasions = int(totals[model.system.links[number].any(axis=0)].sum())
            carriers.append(
                Carrier(relation, cause, effect, float(by_rule[number]), float(model.strength[number]), occasions)
            )
    return tuple(carriers)


def _similar(acts: Acts, counts: Floats, places: list[int]) -> tuple[Similar, ...]:
    begin = int(acts.day[0])
    out = []
    for place in places:
        days = np.flatnonzero(counts[: len(counts) - SIMILAR_DAYS, place])
        for day in days[-10:]:
            before = counts[max(day - SIMILAR_DAYS, 0) : day].sum()
            after = counts[day + 1 : day + 1 + SIMILAR_DAYS].sum()
            out.append(Similar(acts.date_of(begin + int(day)).isoformat(), int(before), int(after)))
    return tuple(out)

"""Bodies of ``forecast``, ``next``, ``backtest`` and ``simulate``: from a dossier's tables to rows and sentences; nothing is printed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from rapprochement.codebook.loader import load_codebook
from rapprochement.errors import UsageError
from rapprochement.forecasts.classes import forecast_classes
from rapprochement.forecasts.dyads.backtest import Backtest, backtest_with
from rapprochement.forecasts.dyads.fitting import Learner, TooLittle
from rapprochement.forecasts.dyads.forecast import Declined, Forecast, Forecaster
from rapprochement.forecasts.dyads.history import FACTUAL, LONGEST, Acts, Dyads
from rapprochement.forecasts.links.explain import LinkExplanation, answers, explain
from rapprochement.forecasts.links.forecaster import LinkForecaster
from rapprochement.forecasts.quadruples import Quadruples
from rapprochement.forecasts.simulate.scenario import QUANTILES, Simulation, parse_supposition, simulate

_ORIGIN = date(1900, 1, 1)
LEAST_STEPS = 60
"""Days with events below which no rules are learned."""


class Tables(Protocol):
    """What of a dossier forecasts need."""

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        ...

    def table(self, name: str) -> pa.Table:
        """Return one table."""
        ...


@dataclass(frozen=True, slots=True)
class Shown:
    """Rows for a table, sentences to stand around it, and the typed results behind both."""

    rows: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]
    results: tuple[Any, ...]


def acts_of(dossier: Tables, classes: dict[str, frozenset[str]] | None = None) -> Acts:
    """Read a dossier's events as acts: each source to each target, known from the day the first report was published.

    Parameters
    ----------
    classes : dict, optional
        Class to event types; by default those of the codebook.
    """
    classes = classes or forecast_classes(load_codebook())
    class_of = {kind: name for name, kinds in classes.items() for kind in kinds}
    events = dossier.table("events")
    known = _known(dossier)
    columns = ("event", "type", "status", "source", "target", "earliest", "latest", "mentions")
    rows: list[tuple[str, str, str, int, int]] = []
    for event, kind, status, source, target, earliest, latest, mentions in zip(
        *(events.column(name).to_pylist() for name in columns), strict=True
    ):
        if status not in FACTUAL or kind not in class_of or earliest is None or latest is None:
            continue
        if (latest - earliest).days > LONGEST:
            continue
        day = (earliest - _ORIGIN).days
        reports = [known[name] for name in (event, *(mentions or ())) if name in known]
        seen = max(day, (min(reports) - _ORIGIN).days) if reports else day
        rows.extend((a, b, class_of[kind], day, seen) for a in source for b in target)
    return Acts.of(rows, tuple(classes), _ORIGIN)


def quadruples_of(dossier: Tables) -> tuple[Quadruples, date]:
    """Read a dossier's dated, factual events as quadruples (relation = event type, step = day); return them and day 0."""
    events = dossier.table("events")
    columns = ("type", "status", "source", "target", "earliest", "latest")
    dated = [
        (source, kind, target, earliest)
        for kind, status, source, target, earliest, latest in zip(
            *(events.column(name).to_pylist() for name in columns), strict=True
        )
        if status in FACTUAL and earliest is not None and latest is not None and (latest - earliest).days <= LONGEST
    ]
    if not dated:
        raise TooLittle("the dossier holds no dated event")
    actors = sorted({name for source, _, target, _ in dated for name in (*source, *target)})
    kinds = sorted({kind for _, kind, _, _ in dated})
    actor, relation = ({name: number for number, name in enumerate(names)} for names in (actors, kinds))
    zero = min(day for *_, day in dated)
    rows = [
        (actor[a], relation[kind], actor[b], (day - zero).days)
        for source, kind, target, day in dated
        for a in source
        for b in target
        if a != b
    ]
    return Quadruples.of(rows, actors=tuple(actors), relations=tuple(kinds)), zero


def next_shown(dossier: Tables, source: str, type: str, toward: bool = True, count: int = 10) -> Shown:
    """Rank with whom an actor will have its next event of a type, each answer with its rules and their dates.

    Parameters
    ----------
    source, type : str
        Actor code and event type.
    toward : bool
        Ask for the target of the source's act; else for the source of an act toward it.
    count : int
        Answers shown.

    Raises
    ------
    UsageError
        If the actor or the type does not occur; the message lists what does.
    TooLittle
        If the history is too short to learn rules from.
    """
    there, zero = quadruples_of(dossier)
    if source not in there.actors or type not in there.relations:
        raise UsageError(
            f"no event of {source!r} with type {type!r}; types are: {', '.join(there.relations)}; "
            f"actors: {', '.join(there.actors[:20])}{'…' if len(there.actors) > 20 else ''}"
        )
    facts = there.both_directions()
    steps = np.unique(facts.step)
    if len(steps) < LEAST_STEPS:
        raise TooLittle(f"events fall on {len(steps)} days; at least {LEAST_STEPS} are needed to learn rules")
    step = int(steps[-1]) + 1
    forecaster = LinkForecaster.fit(facts, stack_from=int(steps[int(0.8 * len(steps))]), until=step)
    relation = there.relations.index(type) + (0 if toward else there.n_relations)
    number = there.actors.index(source)
    rows: list[dict[str, Any]] = []
    results: list[LinkExplanation] = []
    for target, _ in answers(forecaster, facts, step, number, relation, count):
        why = explain(forecaster, facts, step, number, relation, target)
        results.append(why)
        parts = sorted(why.parts.items(), key=lambda part: -part[1])
        rows.append(
            {
                "rank": why.rank,
                "actor": why.target,
                "score": round(why.score, 2),
                "because": "; ".join(f"{name} {value:+.2f}" for name, value in parts[:3]),
                "rules": "; ".join(
                    f"{rule.body} {rule.recency} d ago, {rule.count}×: {rule.confidence:.3f} ({rule.held}/{rule.support})"
                    for rule in why.rules[:3]
                ),
                "events": ", ".join(
                    sorted(
                        {(zero + timedelta(days=at)).isoformat() for rule in why.rules[:3] for at in rule.steps[-2:]}
                    )
                ),
                "through": ", ".join(third.actor for third in why.third[:3]),
            }
        )
    note = "Scores order the answers to this one question; they are not probabilities of an event."
    return Shown(tuple(rows), (note,), tuple(results))


def _known(dossier: Tables) -> dict[str, date]:
    """Return the day of publication of each imported event and of each mention, where a full day is known."""
    known: dict[str, date] = {}
    if "feed_records" in dossier.tables:
        records = dossier.table("feed_records").select(["event", "known"])
        known |= {row["event"]: row["known"] for row in records.to_pylist() if row["known"]}
    if "mentions" in dossier.tables and "documents" in dossier.tables:
        published: dict[str, date] = {}
        for row in dossier.table("documents").select(["document", "published"]).to_pylist():
            if row["published"] and len(row["published"]) == 10:
                try:
                    published[row["document"]] = date.fromisoformat(row["published"])
                except ValueError:  # an EDTF of ten characters that is no day, such as 2024-1X-XX
                    continue
        mentions = dossier.table("mentions").select(["mention", "document"])
        known |= {
            row["mention"]: published[row["document"]] for row in mentions.to_pylist() if row["document"] in published
        }
    return known


def forecast_shown(
    dossier: Tables, between: tuple[str, str], horizon: int = 30, today: date | None = None, both: bool = True
) -> Shown:
    """Forecast the acts between two actors; every number has its backtest beside it, and what cannot be said is declined.

    Parameters
    ----------
    between : (str, str)
        Codes of the actors.
    today : date, optional
        First day of the window; by default the day after the last act.
    both : bool
        Also from the second toward the first.
    """
    acts = acts_of(dossier)
    day = (today - _ORIGIN).days if today else None
    forecaster = Forecaster(acts, horizon, day)
    directions = [between, (between[1], between[0])] if both else [between]
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    results: list[Forecast | Declined] = []
    for source, target in directions:
        for result in forecaster.forecast(source, target):
            results.append(result)
            if isinstance(result, Declined):
                notes.append(f"No forecast of {result.kind}, {source} → {target}: {result.missing}.")
                continue
            over = result.backtest.skills["climatology"]
            rows.append(
                {
                    "source": source,
                    "target": target,
                    "class": result.kind,
                    "from": result.begin,
                    "to": result.end,
                    "probability": round(result.probability, 3),
                    "low": round(result.low, 3),
                    "high": round(result.high, 3),
                    "expected": round(result.expected, 2),
                    "count_low": result.count_low,
                    "count_high": result.count_high,
                    "climatology": round(result.climatology, 3),
                    "backtest_brier": round(result.backtest.brier, 4),
                    "backtest_skill": round(over.value, 3),
                    "skill_low": round(over.low, 3),
                    "skill_high": round(over.high, 3),
                    "calibration_error": round(result.backtest.calibration_error, 3),
                    "because": "; ".join(f"{reason.name} ({reason.effect:+.2f})" for reason in result.reasons[:3]),
                    "rests_on": "; ".join(
                        f"{rest.day} {rest.source}→{rest.target} {rest.kind} ({-rest.change:+.3f})"
                        for rest in result.rests_on
                    ),
                }
            )
    notes += list(dict.fromkeys(_verdict(result) for result in results if isinstance(result, Forecast)))
    return Shown(tuple(rows), tuple(dict.fromkeys(notes)), tuple(results))


def _verdict(result: Forecast) -> str:
    over = result.backtest.skills["climatology"]
    worth = "" if over.low > 0 else " It has not been shown to beat the pair's own average: prefer that."
    return f"{result.kind}: {result.backtest.line()}.{worth}"


def backtest_shown(dossier: Tables, horizon: int = 30, kinds: Sequence[str] = ()) -> Shown:
    """Backtest every class of acts (or those named) over all pairs of the dossier."""
    acts = acts_of(dossier)
    learner = Learner(Dyads(acts), horizon)
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    results: list[Backtest] = []
    for kind in kinds or acts.classes:
        try:
            result = backtest_with(learner, kind)
        except TooLittle as error:
            notes.append(f"No backtest of {kind}: {error}.")
            continue
        results.append(result)
        row: dict[str, Any] = {
            "class": kind,
            "horizon": horizon,
            "origins": len(result.origins),
            "forecasts": result.cases,
            "came_true": round(result.share, 4),
            "brier": round(result.brier, 4),
            "log_score": round(result.log_score, 4),
            "calibration_error": round(result.calibration_error, 4),
            "count_coverage": round(result.coverage, 3),
        }
        for name, gain in result.skills.items():
            row[f"skill_over_{name}"] = f"{gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]"
        for stratum in result.strata:
            gain = stratum.skill
            row[f"{stratum.name}_pairs"] = f"{gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}] n={stratum.cases}"
        rows.append(row)
    return Shown(tuple(rows), tuple(notes), tuple(results))


def simulate_shown(
    dossier: Tables,
    between: tuple[str, ...] = (),
    suppose: Sequence[str] = (),
    months: int = 12,
    runs: int = 2000,
    seed: int = 0,
) -> Shown:
    """Run the system of some actors forward, with and without supposed acts.

    Parameters
    ----------
    between : tuple of str
        Actors asked about; with supposed acts their actors are added. By default the pair with most acts.
    suppose : sequence of str
        ``"2025-12 KOR AID UKR military"``.

    Raises
    ------
    UsageError, TooLittle
        See :func:`~rapprochement.forecasts.simulate.scenario.simulate`.
    """
    supposed = tuple(parse_supposition(text) for text in suppose)
    classes = forecast_classes(load_codebook())
    acts = acts_of(dossier, classes)
    if not between and not supposed:
        between = _busiest(acts)
    result = simulate(acts, between, months, supposed, classes, runs, seed)
    rows = [
        {
            "source": fan.source,
            "target": fan.target,
            "class": fan.kind,
            "month": begin,
            **{f"q{round(100 * level):02d}": fan.without[month][place] for place, level in enumerate(QUANTILES)},
            "probability": round(fan.probability_without[month], 3),
            **(
                {
                    "with_q50": fan.with_supposed[month][2],
                    "with_probability": round(fan.probability_with[month], 3),
                    "change": round(fan.probability_with[month] - fan.probability_without[month], 3),
                }
                if supposed
                else {}
            ),
        }
        for fan in result.fans
        for month, begin in enumerate(fan.begins)
    ]
    return Shown(tuple(rows), _simulation_notes(result), (result,))


def _simulation_notes(result: Simulation) -> tuple[str, ...]:
    notes = [
        f"System of {', '.join(result.actors)}: {result.acts} past acts, effects halve in {result.half_life:.1f} days, "
        f"one act brings {result.reproduction:.2f} others; {result.runs} runs of {result.days} days from {result.begin}."
    ]
    if result.scaled < 1:
        notes.append(
            "The fit would have grown without end and was scaled down: reporting grew over the time it rests on; take no level from it."
        )
    notes += [
        f"Carried by: {carrier.cause} → {carrier.effect} ({carrier.relation}), {carrier.expected:+.2f} acts expected at first "
        f"hand, learned from {carrier.occasions} past acts."
        for carrier in result.carriers
    ]
    if result.similar:
        following = [similar.after for similar in result.similar]
        notes.append(
            f"After {len(following)} similar past acts {min(following)} to {max(following)} acts of the system followed within "
            f"30 days (mean {np.mean(following):.1f}; after any day {result.usual_following:.1f})."
        )
    return (*notes, result.caveat)


def _busiest(acts: Acts) -> tuple[str, ...]:
    if not len(acts):
        raise TooLittle("the dossier holds no dated act between two actors")
    dyads = Dyads(acts)
    counts = dyads.counts(None, dyads.first_day, dyads.end_day)
    best = int(np.argmax(counts + counts[dyads.mirror]))
    return acts.actors[dyads.source[best]], acts.actors[dyads.target[best]]

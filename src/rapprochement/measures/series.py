"""Counts and streams by period, dyad, domain: Ibis expressions, so that the same code runs on DuckDB and on Spark.

An event stands for the days of its interval: one whose interval crosses periods is spread over them by its days in each, so a
"spring 2025" adds up to one event and invents no day. An event whose interval is open at an end is put at its known end.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import ibis
from ibis import _

from rapprochement.errors import UsageError
from rapprochement.measures.scales import Intensity, Policy

Period = Literal["day", "week", "month", "quarter", "year"]
_UNIT: dict[str, str] = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_STEP: dict[str, Any] = {
    "day": {"days": 1}, "week": {"weeks": 1}, "month": {"months": 1}, "quarter": {"months": 3}, "year": {"years": 1},
}  # fmt: skip
LONGEST_DAYS = 3_700
"""An interval of more than ten years ("durant la guerre froide") places an event nowhere; it is left out of series."""


def check_period(period: str) -> Period:
    """Return ``period`` if it is one, else raise :class:`UsageError`.

    Examples
    --------
    >>> check_period("month")
    'month'
    """
    if period not in _UNIT:
        raise UsageError(f"no period '{period}'; there are {', '.join(_UNIT)}")
    return period  # type: ignore[return-value]


def dyad_rows(events: Any, policy: Policy, intensities: Mapping[str, Intensity], scale: str = "intensity") -> Any:
    """Return one row for each event, source and target, with quad class, intensity and weight.

    Parameters
    ----------
    events : ibis.Table
        Columns event, type, domain, source[], target[], status, earliest, latest, independent_sources.
    policy : Policy
    intensities : mapping of str to Intensity
    scale : {"intensity", "goldstein"}

    Returns
    -------
    ibis.Table
        event, type, quad, domain, status, independent_sources, a, b (source and target), begins, ends, days, value
        (intensity), weight. Rows of weight 0, without a date, or of an actor with itself are left out.
    """
    types = sorted(intensities)
    counted = sorted(status for status, weight in policy.weights.items() if weight > 0)
    # Statuses that weigh nothing go first: half of a large table need not be looked at again.
    dated = (
        events.filter(_.status.isin(counted))
        .mutate(begins=ibis.coalesce(_.earliest, _.latest), ends=ibis.coalesce(_.latest, _.earliest))
        .filter(_.begins.notnull())
    )
    status_weight = ibis.cases(*[(_.status == s, policy.weights[s]) for s in counted], else_=0.0).cast("float64")
    sources = ibis.greatest(_.independent_sources, 1)
    rows = (
        dated.mutate(
            quad=ibis.cases(*[(_.type == t, intensities[t].quad) for t in types], else_=""),
            value=ibis.cases(*[(_.type == t, float(getattr(intensities[t], scale))) for t in types], else_=0.0).cast(
                "float64"
            ),
            weight=status_weight * (1.0 - (1.0 - policy.uncorroborated) / sources),
            days=(_.ends.delta(_.begins, unit="day") + 1),
        )
        .filter(_.weight > 0, _.days >= 1, _.days <= LONGEST_DAYS)
        .mutate(a=_.source.unnest())
    )
    rows = rows.mutate(b=_.target.unnest()).filter(_.a != _.b)
    return rows.select(
        "event", "type", "quad", "domain", "status", "independent_sources", "a", "b", "begins", "ends", "days", "value",
        "weight",
    )  # fmt: skip


def spread(rows: Any, period: Period) -> Any:
    """Return ``rows`` with one row for each period an event's interval touches; ``share`` is its part of the interval's days."""
    unit = _UNIT[period]
    steps = ibis.interval(**_STEP[period])
    starts = rows.mutate(
        period=ibis.range(
            rows.begins.truncate(unit).cast("timestamp"), rows.ends.cast("timestamp") + ibis.interval(days=1), steps
        ).unnest()
    ).mutate(period=_.period.cast("date"))
    until = (_.period.cast("timestamp") + steps).cast("date")
    inside = (
        ibis.least(_.ends, (until.cast("timestamp") - ibis.interval(days=1)).cast("date")).delta(
            ibis.greatest(_.begins, _.period), unit="day"
        )
        + 1
    )
    return starts.mutate(share=inside.cast("float64") / _.days).filter(_.share > 0)


def counts(rows: Any, period: Period, by: Sequence[str] = ("a", "b", "quad")) -> Any:
    """Return weighted counts and intensities by period and the columns ``by``.

    Parameters
    ----------
    rows : ibis.Table
        From :func:`dyad_rows`.
    period : str
    by : sequence of str
        Any of a, b, type, quad, domain.

    Returns
    -------
    ibis.Table
        period, the columns ``by``, ``events`` (weighted number), ``intensity`` (weighted sum), ``n`` (distinct events).
    """
    return (
        spread(rows, period)
        .group_by("period", *by)
        .aggregate(
            events=(_.weight * _.share).sum(),
            intensity=(_.weight * _.share * _.value).sum(),
            n=_.event.nunique(),
        )
        .order_by("period", *by)
    )


def streams(rows: Any, period: Period, by: Sequence[str] = ()) -> Any:
    """Return cooperation and hostility by period, kept apart, as weighted numbers and as intensities (both positive).

    Columns: period, ``by``, cooperation, hostility, material (material cooperation alone), cooperation_intensity,
    hostility_intensity.
    """
    spread_rows = spread(rows, period)
    part = _.weight * _.share
    warm, material = _.value > 0, _.quad == "material cooperation"
    return (
        spread_rows.group_by("period", *by)
        .aggregate(
            cooperation=part.sum(where=warm),
            hostility=part.sum(where=_.value < 0),
            material=part.sum(where=material),
            cooperation_intensity=(part * _.value).sum(where=warm),
            hostility_intensity=-(part * _.value).sum(where=_.value < 0),
        )
        .fill_null(
            dict.fromkeys(("cooperation", "hostility", "material", "cooperation_intensity", "hostility_intensity"), 0.0)
        )
        .order_by("period", *by)
    )


def coverage(documents: Any, period: Period) -> Any:
    """Return how many coded documents each period's news comes from: columns period, documents.

    A period without any is *unknown*, not calm; a series must be drawn with a gap there.
    """
    unit = _UNIT[period]
    day = _.published.length() >= 7
    published = ibis.ifelse(_.published.length() == 7, _.published + "-01", _.published.substr(0, 10))
    return (
        documents.filter(_.state == "coded", _.published.notnull(), day)
        .mutate(period=published.cast("date").truncate(unit))
        .group_by("period")
        .aggregate(documents=_.count())
        .order_by("period")
    )


def narrated(mentions: Any, period: Period, widest: int = 366) -> Any:
    """Return how many documents tell something dated in each period, of whomever: columns period, documents.

    A chronicle covers the years it tells of, not only the one it was published in. Dates of more than ``widest`` days place
    nothing and do not count.
    """
    dated = mentions.filter(_.earliest.notnull(), _.latest.notnull())
    dated = dated.mutate(begins=_.earliest, ends=_.latest, days=_.latest.delta(_.earliest, unit="day") + 1)
    spread_rows = spread(
        dated.filter(_.days >= 1, _.days <= widest).select("document", "begins", "ends", "days"), period
    )
    return spread_rows.group_by("period").aggregate(documents=_.document.nunique()).order_by("period")


def between(rows: Any, first: str | Collection[str], second: str | Collection[str], *, directed: bool = False) -> Any:
    """Return the rows of one pair, both directions unless ``directed``; a side may be several codes (RUS and SUN)."""
    one, other = (sorted({side} if isinstance(side, str) else side) for side in (first, second))
    one_way = _.a.isin(one) & _.b.isin(other)
    return rows.filter(one_way if directed else one_way | (_.a.isin(other) & _.b.isin(one)))


def periods(first: date, last: date, period: Period) -> list[date]:
    """Return the first days of all periods from the one that holds ``first`` to the one that holds ``last``.

    Examples
    --------
    >>> periods(date(2024, 11, 5), date(2025, 1, 2), "month")
    [datetime.date(2024, 11, 1), datetime.date(2024, 12, 1), datetime.date(2025, 1, 1)]
    """
    import pandas as pd

    frequency = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}[period]
    return [p.start_time.date() for p in pd.period_range(first, last, freq=frequency)]

"""Forecasts of a dossier: what a user says turned into what :mod:`rapprochement.forecasts.commands` takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rapprochement.codebook import load_codebook
from rapprochement.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from rapprochement.dossier.dossier import Dossier, Values
    from rapprochement.forecasts.commands import Shown

LONGEST = 365
"""Days ahead; a year of history says nothing about a longer window."""


def forecast(
    dossier: Dossier,
    between: Sequence[str] | None = None,
    within: int = 30,
    today: str | date | None = None,
    kinds: Values = None,
) -> Shown:
    """Return the forecasts between two actors; see :meth:`rapprochement.dossier.Dossier.forecast`."""
    from rapprochement.dossier.queries import day_bounds
    from rapprochement.forecasts.commands import forecast_shown

    wanted = classes(kinds)
    _check_days(within)
    day = day_bounds(today)[0] if isinstance(today, str) else today
    shown = forecast_shown(dossier, dossier.measured.pair(between), within, day)
    if kinds is None:
        return shown
    others = [name for name in classes(None) if name not in wanted]
    return replace(
        shown,
        rows=tuple(row for row in shown.rows if row["class"] in wanted),
        notes=tuple(
            n
            for n in shown.notes
            if not n.startswith(tuple(f"{p}{o}" for o in others for p in ("", "No forecast of ")))
        ),
        results=tuple(result for result in shown.results if result.kind in wanted),
    )


def following(dossier: Dossier, source: str, type: str, toward: bool = True, count: int = 10) -> Shown:
    """Return who is next; see :meth:`rapprochement.dossier.Dossier.next`."""
    from rapprochement.forecasts.commands import next_shown

    (kind,) = dossier.select(type=type).type
    return next_shown(dossier, dossier.actor(source), kind, toward, count)


def backtest(dossier: Dossier, within: int = 30, kinds: Values = None) -> Shown:
    """Return the backtest; see :meth:`rapprochement.dossier.Dossier.backtest`."""
    from rapprochement.forecasts.commands import backtest_shown

    wanted = classes(kinds)
    _check_days(within)
    return backtest_shown(dossier, within, wanted)


def simulate(
    dossier: Dossier,
    between: Sequence[str] = (),
    suppose: str | Sequence[str] = (),
    months: int = 12,
    runs: int = 2000,
    seed: int = 0,
) -> Shown:
    """Return a simulation; see :meth:`rapprochement.dossier.Dossier.simulate`."""
    from rapprochement.forecasts.commands import simulate_shown

    if not 1 <= months <= 60:
        raise UsageError(f"{months} months cannot be simulated; ask for 1 to 60")
    if not 10 <= runs <= 100_000:
        raise UsageError(f"{runs} runs cannot be made; ask for 10 to 100000")
    supposed = (suppose,) if isinstance(suppose, str) else tuple(suppose)
    return simulate_shown(dossier, tuple(dossier.actor(one) for one in between), supposed, months, runs, seed)


def classes(kinds: Values) -> tuple[str, ...]:
    """Return the classes of acts that are meant, all of them when none is named.

    Raises
    ------
    UsageError
        If there is no such class.

    Examples
    --------
    >>> classes(["material", "hostility"])
    ('material cooperation', 'hostility')
    """
    from rapprochement.forecasts.classes import forecast_classes

    known = tuple(forecast_classes(load_codebook()))
    asked = [kinds] if isinstance(kinds, str) else kinds
    if asked is None:
        return known
    found = []
    for one in asked:
        words = " ".join(one.lower().replace("-", " ").split())
        name = next((name for name in known if words and name.startswith(words)), None)
        if name is None:
            raise UsageError(f"there is no class {one!r}; there are {', '.join(known)}")
        found.append(name)
    return tuple(dict.fromkeys(found))


def frame(shown: Shown) -> pd.DataFrame:
    """Return rows as a data frame, with ``attrs["notes"]`` and ``attrs["results"]``."""
    import pandas as pd

    table = pd.DataFrame(list(shown.rows))
    table.attrs["notes"], table.attrs["results"] = shown.notes, shown.results
    return table


def _check_days(within: int) -> None:
    if not 1 <= within <= LONGEST:
        raise UsageError(f"{within} days cannot be forecast; ask for 1 to {LONGEST}")

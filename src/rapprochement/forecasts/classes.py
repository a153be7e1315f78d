"""The classes of acts that are forecast, and the event types of each: data, not code."""

from __future__ import annotations

from rapprochement.codebook.loader import Codebook, Entry


class ForecastClass(Entry):
    """A class of event types forecast together."""

    types: tuple[str, ...]


def forecast_classes(codebook: Codebook) -> dict[str, frozenset[str]]:
    """Return the classes of events that are forecast, with their types.

    Examples
    --------
    >>> from rapprochement.codebook.loader import load_codebook
    >>> sorted(forecast_classes(load_codebook()))
    ['hostility', 'material cooperation', 'verbal cooperation']
    """
    entries = codebook.entries("forecast-class", ForecastClass).values()
    return {entry.id: frozenset(entry.types) for entry in entries}

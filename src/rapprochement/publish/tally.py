"""Values that stand once in the page's data and are named by number: dates with their words, texts, rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from rapprochement.language import words
from rapprochement.publish.source import Row


class Numbered:
    """Values met so far, each with its number."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._index: dict[Any, int] = {}

    def number(self, key: Any, row: Any = None) -> int:
        """Return the number of a value, new ones at the end; ``row`` is what stands there instead of the key."""
        if key not in self._index:
            self._index[key] = len(self.rows)
            self.rows.append(key if row is None else row)
        return self._index[key]


class Dates:
    """Distinct dates with their words in both languages; bounds count, because they tell "mi-juillet" from "juillet"."""

    def __init__(self) -> None:
        self._table = Numbered()

    def number(self, row: Row) -> int:
        """Return the number of a row's date (``date``, ``earliest``, ``latest``)."""
        value, earliest, latest = row.get("date"), row.get("earliest"), row.get("latest")
        known_first, known_last = words.bounds(value)
        first, last = earliest or known_first, latest or known_last
        key = (value, first, last)
        return self._table.number(
            key,
            [
                value,
                iso(first),
                iso(last),
                words.precision(value, first, last),
                *(words.in_words(value, language, earliest, latest) for language in words.LANGUAGES),
            ],
        )

    @property
    def rows(self) -> list[Any]:
        """EDTF, first and last day, precision, words in French and English."""
        return self._table.rows


def iso(day: date | None) -> str | None:
    """Return a day as ``YYYY-MM-DD``."""
    return None if day is None else day.isoformat()

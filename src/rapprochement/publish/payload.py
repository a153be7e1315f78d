"""The data of the page: a dossier's rows as compact JSON that a script element can hold without taking effect.

Two parts: ``core`` (events, documents, names: enough to draw the page) and ``evidence`` (mentions and their paragraphs, looked
up when a line is opened). Lists run in columns, and dates, codes and texts stand once, so that 20,000 mentions stay light.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from rapprochement.dossier.naming import label
from rapprochement.publish import names, words
from rapprochement.publish.passages import Passage, Passages, utf16
from rapprochement.publish.source import Material, Row, quantity_words

QUAD = {
    "AGREE": "verbal cooperation",
    "CONSULT": "verbal cooperation",
    "SUPPORT": "verbal cooperation",
    "CONCEDE": "verbal cooperation",
    "COOPERATE": "material cooperation",
    "AID": "material cooperation",
    "RETREAT": "material cooperation",
    "REQUEST": "verbal conflict",
    "ACCUSE": "verbal conflict",
    "REJECT": "verbal conflict",
    "THREATEN": "verbal conflict",
    "PROTEST": "material conflict",
    "SANCTION": "material conflict",
    "MOBILIZE": "material conflict",
    "COERCE": "material conflict",
    "ASSAULT": "material conflict",
}
"""PLOVER's quad classes, as stated in the codebook."""

STATUSES = ("asserted", "claimed", "suspected", "denied", "planned", "hypothetical", "called_for")
DOMAINS = ("military", "diplomatic", "economic", "cultural", "technological", "humanitarian", "political")
SYMMETRIC = ("AGREE", "CONSULT", "COOPERATE")


def inert(data: Any) -> str:
    r"""Return JSON that cannot end a script element, open a comment or break a line in one.

    Examples
    --------
    >>> inert({"a": "</script>&"})
    '{"a":"\\u003c/script\\u003e\\u0026"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def safe_url(url: str | None) -> str | None:
    """Return a web address a reader may follow; anything but plain http(s) is dropped.

    Examples
    --------
    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if not url or any(ord(sign) < 33 for sign in url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.hostname else None


def pair_counts(events: Iterable[Row]) -> list[tuple[str, str, int]]:
    """Return the pairs, busiest first, the side that acts more often named first.

    Examples
    --------
    >>> pair_counts([{"source": ["RUS"], "target": ["PRK"]}, {"source": ["RUS", "CHN"], "target": ["PRK"]}])
    [('RUS', 'PRK', 2), ('CHN', 'PRK', 1)]
    """
    counts: Counter[tuple[str, str]] = Counter()
    acts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in events:
        source, target = tuple(row["source"] or ()), tuple(row["target"] or ())
        for pair in names.pairs(source, target):
            counts[pair] += 1
            acts[pair].update(code for code in map(names.successor, source) if code in pair)
    ordered = []
    for (one, other), n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        first, second = (other, one) if acts[one, other][other] > acts[one, other][one] else (one, other)
        ordered.append((first, second, n))
    return ordered


class _Table:
    """Values met so far, each with its number."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._index: dict[Any, int] = {}

    def number(self, key: Any, row: Any = None) -> int:
        if key not in self._index:
            self._index[key] = len(self.rows)
            self.rows.append(key if row is None else row)
        return self._index[key]


class _Dates:
    """Distinct dates with their words in both languages; bounds count, because they tell "mi-juillet" from "juillet"."""

    def __init__(self) -> None:
        self._table = _Table()

    def number(self, row: Row) -> int:
        value, earliest, latest = row.get("date"), row.get("earliest"), row.get("latest")
        known_first, known_last = words.bounds(value)
        first, last = earliest or known_first, latest or known_last
        key = (value, first, last)
        return self._table.number(
            key,
            [
                value,
                _iso(first),
                _iso(last),
                words.precision(value, first, last),
                *(words.in_words(value, language, earliest, latest) for language in words.LANGUAGES),
            ],
        )

    @property
    def rows(self) -> list[Any]:
        return self._table.rows


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def lead_order(mentions: Sequence[Row], ids: Iterable[int]) -> list[int]:
    """Order an event's mentions so that the first can stand for it: dated, told in a sentence of readable length."""

    def rank(index: int) -> tuple[bool, bool, int, int]:
        row = mentions[index]
        length = row["end"] - row["start"]
        return row.get("date") is None, not 50 <= length <= 320, abs(length - 160) // 40, index

    return sorted(ids, key=rank)


def build(material: Material, between: tuple[str, str] | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the two parts of the page's data, ``core`` and ``evidence``, as plain values.

    Parameters
    ----------
    material : Material
        The dossier.
    between : pair of actor codes, optional
        Pair shown first; by default the one with most events.
    """
    dates = _Dates()
    documents = {row["document"]: index for index, row in enumerate(material.documents)}
    mention_numbers = {row["mention"]: index for index, row in enumerate(material.mentions)}
    evidence = _evidence(material, documents, dates)
    pairs = pair_counts(material.events)
    events = _events(material, mention_numbers, dates)
    codes = {code for row in (*material.events, *material.mentions) for code in (*row["source"], *row["target"])}
    codes |= {code for row in material.mentions if (code := row.get("attributed_to"))}
    codes |= {code for row in material.mentions for code in row.get("attribution_chain") or ()}
    codes |= set(between or ()) | {names.successor(code) for code in codes}
    core = {
        "default": list(between or (pairs[0][:2] if pairs else ())),
        "chosen": between is not None,
        "pairs": pairs,
        "predecessors": {old: new for old, new in names.predecessors().items() if old in codes},
        "actors": {code: _names(code) for code in sorted(codes)},
        "modes": _modes(material),
        "docs": _documents(material, dates),
        "events": events,
        "dates": dates.rows,
        "registers": {name: _register(rows) for name, rows in material.registers.items()},
    }
    return core, evidence


def _names(code: str) -> list[str]:
    fr, en = names.name(code, "fr"), names.name(code, "en")
    return [fr.bare, fr.phrase, en.bare, en.phrase]


def _modes(material: Material) -> dict[str, list[str]]:
    """Labels of the kinds met that say more than the type alone: ``"AID.arms"`` to its words in both languages."""
    met = sorted({(row["type"], row["mode"]) for row in material.mentions if row.get("mode")})
    return {f"{kind}.{mode}": [label(kind, language, mode) for language in words.LANGUAGES] for kind, mode in met}


def _documents(material: Material, dates: _Dates) -> list[dict[str, Any]]:
    coded = Counter(row["document"] for row in material.mentions)
    rows = []
    for row in material.documents:
        found = row.get("found_in") or {}
        rows.append(
            {
                "id": row["document"],
                "title": row.get("title"),
                "publisher": row.get("publisher"),
                "author": row.get("author"),
                "url": safe_url(row.get("url")),
                "language": row.get("language"),
                "published": dates.number({"date": row.get("published")}),
                "updated": [dates.number({"date": value}) for value in row.get("updated") or ()],
                "found": dict(found),
                "state": row.get("state") or "coded",
                "reason": row.get("reason"),
                "message": row.get("message"),
                "mentions": coded[row["document"]],
                "from": row.get("derived_from"),
                "length": len(row.get("text") or ""),
            }
        )
    return rows


def _events(material: Material, mention_numbers: dict[str, int], dates: _Dates) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = defaultdict(list)
    for row in material.events:
        found = [mention_numbers[name] for name in row["mentions"] or () if name in mention_numbers]
        mentions = lead_order(material.mentions, found)
        claimants = dict.fromkeys(by for index in mentions if (by := material.mentions[index].get("attributed_to")))
        columns["id"].append(row["event"])
        columns["type"].append(row["type"])
        columns["domain"].append(row["domain"])
        columns["source"].append(list(row["source"] or ()))
        columns["target"].append(list(row["target"] or ()))
        columns["status"].append(row["status"])
        columns["date"].append(dates.number(row))
        columns["mentions"].append(mentions)
        columns["sources"].append(row.get("independent_sources") or 0)
        columns["places"].append(list(row.get("places") or ()))
        columns["by"].append(list(claimants))
    return dict(columns)


def _evidence(material: Material, documents: dict[str, int], dates: _Dates) -> dict[str, Any]:
    finders = {
        row["document"]: Passages(row["document"], row["text"], material.sections.get(row["document"], []))
        for row in material.documents
        if row.get("text")
    }
    passages = _Table()
    columns: dict[str, list[Any]] = defaultdict(list)
    strings = _Table()
    for row in material.mentions:
        finder = finders.get(row["document"])
        passage = finder.around(row["start"], row["end"]) if finder else None
        columns["doc"].append(documents.get(row["document"], -1))
        columns["passage"].append(-1 if passage is None else passages.number(passage, _passage(passage)))
        columns["spans"].append([] if passage is None else _spans(row, passage))
        columns["type"].append(row["type"])
        columns["mode"].append(row.get("mode"))
        columns["domain"].append(row["domain"])
        columns["source"].append(list(row["source"] or ()))
        columns["target"].append(list(row["target"] or ()))
        columns["agents"].append(list(row.get("agents") or ()))
        columns["status"].append(row["status"])
        columns["date"].append(dates.number(row))
        columns["by"].append(row.get("attributed_to"))
        columns["chain"].append(list(row.get("attribution_chain") or ()))
        columns["place"].append(row.get("place"))
        columns["quantity"].append(quantity_words(row.get("quantity")))
        columns["rule"].append(strings.number(row["rule_id"]))
        columns["why"].append([strings.number(rule) for rule in row.get("evidence") or ()])
        columns["at"].append([row["start"], row["end"]])
    return {"passages": passages.rows, "mentions": dict(columns), "rules": strings.rows}


def _passage(passage: Passage) -> list[Any]:
    return [passage.text, passage.heading, int(passage.cut_before), int(passage.cut_after)]


def _spans(row: Row, passage: Passage) -> list[int]:
    """Sentence and trigger inside the passage, in UTF-16 units, clipped to it."""
    inside = []
    for key in ("start", "end", "trigger_start", "trigger_end"):
        at = min(max(row[key] - passage.start, 0), len(passage.text))
        inside.append(utf16(passage.text, at))
    return inside


def _register(rows: list[Row]) -> dict[str, Any]:
    """A later table in generic form: its columns that hold something, and its rows as plain text."""
    columns = [name for name in rows[0] if any(row.get(name) not in (None, "", []) for row in rows)]
    return {"columns": columns, "rows": [[_cell(row.get(name)) for name in columns] for row in rows]}


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return round(value, 4) if value == value and abs(value) != float("inf") else None
    if isinstance(value, list | tuple):
        return [_cell(item) for item in value]
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_cell(item)}" for key, item in value.items() if item is not None)
    return str(value)

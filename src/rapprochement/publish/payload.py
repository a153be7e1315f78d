"""The data of the page: a dossier's rows as compact JSON that a script element can hold without taking effect.

Two parts: ``core`` (events, documents, names: enough to draw the page) and ``evidence`` (mentions and their paragraphs, looked
up when a line is opened). Lists run in columns, and dates, codes and texts stand once, so that 20,000 mentions stay light.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from rapprochement.actors import names
from rapprochement.dossier.naming import label
from rapprochement.language import words
from rapprochement.publish.evidence import Evidence
from rapprochement.publish.movement import MOST_PAIRS, phases_of
from rapprochement.publish.registers import registers
from rapprochement.publish.source import Material, Row
from rapprochement.publish.tally import Dates

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
    dates = Dates()
    mention_numbers = {row["mention"]: index for index, row in enumerate(material.mentions)}
    evidence = Evidence(material, dates)
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
        "phases": {
            f"{one}~{other}": phases_of(material.events, (min(one, other), max(one, other)))
            for one, other, _ in pairs[:MOST_PAIRS]
        },
        "registers": registers(material, evidence, dates),
    }
    return core, evidence.data()


def _names(code: str) -> list[str]:
    fr, en = names.name(code, "fr"), names.name(code, "en")
    return [fr.bare, fr.phrase, en.bare, en.phrase]


def _modes(material: Material) -> dict[str, list[str]]:
    """Labels of the kinds met that say more than the type alone: ``"AID.arms"`` to its words in both languages."""
    met = sorted({(row["type"], row["mode"]) for row in material.mentions if row.get("mode")})
    return {f"{kind}.{mode}": [label(kind, language, mode) for language in words.LANGUAGES] for kind, mode in met}


def _documents(material: Material, dates: Dates) -> list[dict[str, Any]]:
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


def _events(material: Material, mention_numbers: dict[str, int], dates: Dates) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = defaultdict(list)
    for row in material.events:
        found = [mention_numbers[name] for name in row["mentions"] or () if name in mention_numbers]
        mentions = lead_order(material.mentions, found)
        claimants = _claimants(row, [material.mentions[index] for index in mentions])
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
        columns["by"].append(claimants)
    return dict(columns)


def _claimants(event: Row, mentions: list[Row]) -> list[str]:
    """On whose word an event rests: nobody's when one source tells it as fact in its own voice."""
    if event["status"] == "asserted" and any(
        row["status"] == "asserted" and not row.get("attributed_to") for row in mentions
    ):
        return []
    return list(dict.fromkeys(by for row in mentions if (by := row.get("attributed_to"))))

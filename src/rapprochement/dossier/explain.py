"""Why an event is coded as it is: its mentions with their sentences, spans, rules, dates and actors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rapprochement.errors import UsageError

if TYPE_CHECKING:
    from rapprochement.dossier.dossier import Dossier

Row = dict[str, Any]
IMPORTED = re.compile(r"f[0-9a-z]{3,}")
"""Ids of imported events have no hyphen."""
SHORTEST = 3
"""Characters of an id after its ``e-`` or ``m-`` that are asked for at least."""


@dataclass(frozen=True, slots=True)
class MentionExplained:
    """One mention and what its coding rests on.

    Attributes
    ----------
    row : dict
        The mention with ``sentence``, ``trigger``, ``title``, ``publisher``, ``published``.
    times, actors : list of dict
        Time expressions and actor mentions in the sentence, each with its own rule.
    rules : dict
        ``rule_id`` to what the codebook says of it: kind, file, and the entry's own words.
    """

    row: Row
    times: list[Row]
    actors: list[Row]
    rules: dict[str, str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An event (``None`` for a mention that belongs to none) and its mentions; ``record`` where a feed states it."""

    id: str
    event: Row | None
    mentions: list[MentionExplained]
    record: Row | None = None


def explain(dossier: Dossier, id: str) -> Explanation:
    """Explain one event or mention; see :meth:`rapprochement.dossier.Dossier.explain`."""
    queries = dossier.queries
    wanted = id.strip().lower()
    bare = wanted.removeprefix("e-").removeprefix("m-")
    if len(bare) < SHORTEST:
        raise UsageError(
            f"{id!r} is too short for an id; give the first {SHORTEST} characters after 'e-' or 'm-' at least"
        )
    events = [] if wanted.startswith("m-") else queries.with_prefix("events", "event", "e-" + bare)
    if IMPORTED.fullmatch(wanted):
        events += queries.with_prefix("events", "event", wanted)
    mentions = [] if wanted.startswith("e-") else queries.with_prefix("mentions", "mention", "m-" + bare)
    found = [*(row["event"] for row in events), *(row["mention"] for row in mentions)]
    if not found:
        raise UsageError(
            f"no event or mention has an id that begins with {id!r}; 'rapprochement show {dossier.path} events' lists them"
        )
    if len(found) > 1:
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        raise UsageError(f"{len(found)} ids begin with {id!r}: {', '.join(found[:5])}{more}; give more characters")
    if events:
        event: Row | None = events[0]
        ids = list(events[0]["mentions"])
    else:
        event = next(iter(queries.events_with(mentions[0]["mention"])), None)
        ids = [mentions[0]["mention"]]
    told = queries.told([{"mentions": ids}])
    record = queries.records([event]).get(event["event"]) if event is not None else None
    return Explanation(found[0], event, [_explained(dossier, told[m]) for m in ids if m in told], record)


def _explained(dossier: Dossier, row: Row) -> MentionExplained:
    place = (row["document"], row["start"], row["end"])
    times = dossier.queries.inside("times", *place)
    actors = dossier.queries.inside("actors", *place)
    named = [row["rule_id"], *(row["evidence"] or ()), *(r["rule_id"] for r in (*times, *actors))]
    return MentionExplained(row, times, actors, _rules(dict.fromkeys(named)))


def _rules(ids: Mapping[str, None]) -> dict[str, str]:
    """Look rules up in the built-in codebook; one of an overlay, or of another version, is only named."""
    from rapprochement.codebook import load_codebook

    codebook = load_codebook()
    found: dict[str, str] = {}
    for rule_id in ids:
        for name in dict.fromkeys((rule_id, rule_id.split(":", 1)[-1], rule_id.rsplit(":", 1)[-1])):
            entry = next(iter(codebook.find(name)), None)
            if entry is not None:
                kind, _, raw = entry
                words = raw.get("definition") or raw.get("comment") or raw.get("note") or _example(raw)
                found[rule_id] = f"{kind}: {words}" if words else kind
                break
    return found


def _example(raw: Row) -> str:
    examples = raw.get("examples")
    if not isinstance(examples, list) or not examples:
        return ""
    first = examples[0]
    return f"such as “{first if isinstance(first, str) else first.get('text', '')}”" if first else ""

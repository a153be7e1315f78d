"""The codebook as a page of documentation, written from the data itself: types, modes, domains, frames, actors, cues.

The page needs no schema: it shows the entries of every kind as they stand, the kinds readers come for in a form of their own
and all others as tables. ``scripts/generate_docs.py`` writes it; a test fails when it is stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ConfigDict

from rapprochement.codebook.loader import Codebook, Entry

LONGEST = 110
"""Characters of a cell of a table of entries; definitions are shown whole."""
WHOLE = 1_000
SHOWN = 12
"""Entries shown of a long list of names (persons, states), which the codebook files hold in full."""
LONG_KINDS = {"actor-person": "persons with terms of office", "actor-state": "codes of states"}
HEAD = """# The codebook

*This page is written from the vocabulary (`src/rapprochement/codebook/data`) by `make docs`; do not edit it.*

An event mention is one passage that states that one actor did, does, will do or may do something to, with or about
another. It has one of 16 PLOVER types, a domain, sources and targets, a date in EDTF, a status and, where someone else's word
is repeated, a claimant. Every row of a dossier names the entry it came from (`rule_id`), which is the `id` given here.

To add or change an entry, write a file of the same form into a folder of your own and name the folder with `--codebook`; see
[Adding to the vocabulary](adding-vocabulary.md).
"""


class _Raw(Entry):
    model_config = ConfigDict(extra="allow", frozen=True)


def codebook_page(codebook: Codebook) -> str:
    """Return the page in Markdown.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> page = codebook_page(load_codebook())
    >>> page.startswith("# The codebook") and "## Event types" in page
    True
    """
    parts = [HEAD, *_types(codebook), *_domains(codebook), *_frames(codebook)]
    shown = {"event_types", "domains", "frames"}
    parts.append("## All other entries\n")
    for kind in codebook.kinds:
        if kind not in shown:
            parts.extend(_kind(kind, _entries(codebook, kind)))
    return "\n".join(parts).rstrip() + "\n"


def _entries(codebook: Codebook, kind: str) -> dict[str, dict[str, Any]]:
    return {name: entry.model_dump() for name, entry in codebook.entries(kind, _Raw).items()}


def _cell(value: Any, longest: int = LONGEST) -> str:
    if isinstance(value, str):
        text = value
    elif isinstance(value, Mapping):
        text = "; ".join(f"{k}: {_cell(v)}" for k, v in value.items())
    elif isinstance(value, Iterable):
        text = ", ".join(_cell(v) for v in value)
    else:
        text = str(value)
    text = " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _table(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]], longest: int = LONGEST) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(_cell(v, longest) for v in row) + " |" for row in rows]
    return [*lines, ""]


def _types(codebook: Codebook) -> list[str]:
    rows = _entries(codebook, "event_types")
    parts = [
        "## Event types\n",
        *_table(("type", "quad class", "what"), ((i, e["quad"], e["definition"]) for i, e in rows.items()), WHOLE),
    ]
    for name, entry in rows.items():
        if entry.get("modes"):
            parts += [f"### Modes of {name}\n", *_table(("mode", "what"), entry["modes"].items())]
    return parts


def _domains(codebook: Codebook) -> list[str]:
    rows = _entries(codebook, "domains")
    return ["## Domains\n", *_table(("domain", "what"), ((i, e["definition"]) for i, e in rows.items()), WHOLE)]


def _frames(codebook: Codebook) -> list[str]:
    frames = _entries(codebook, "frames")
    parts = ["## Frames\n", f"{len(frames)} frames say which words state an event of which type.\n"]
    for kind in _entries(codebook, "event_types"):
        parts.append(f"### {kind}\n")
        for name, frame in frames.items():
            if frame.get("type") != kind:
                continue
            parts.append(
                f"**`{name}`** · domain {frame.get('domain', 'diplomatic')} · roles `{frame.get('roles', 'act_on')}`\n"
            )
            for label in ("verbs", "nouns", "words"):
                if frame.get(label):
                    parts.append(f"- {label}: {', '.join(map(str, frame[label]))}")
            parts += [f"- example: *{_sentence(e)}*" for e in frame.get("examples", ())]
            parts += [f"- not: *{_sentence(e)}*" for e in frame.get("counter_examples", ())]
            parts.append("")
    return parts


def _sentence(example: Any) -> str:
    text = example.get("text", "") if isinstance(example, Mapping) else str(example)
    return text.replace("*", "\\*").replace("<", "&lt;")


def _kind(kind: str, rows: dict[str, dict[str, Any]]) -> list[str]:
    parts = [f"### {kind} ({len(rows)})\n"]
    shown = list(rows.items())
    if kind in LONG_KINDS and len(shown) > SHOWN:
        parts.append(f"The first {SHOWN} of {len(shown)} {LONG_KINDS[kind]}; the files hold them all.\n")
        shown = shown[:SHOWN]
    columns = list(
        dict.fromkeys(k for _, e in shown for k in e if k not in {"id", "examples", "counter_examples", "note"})
    )[:4]
    return [*parts, *_table(("id", *columns), ((i, *(e.get(c, "") for c in columns)) for i, e in shown))]

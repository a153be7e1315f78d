"""TimelineJS 3 JSON. Its texts are HTML to that library, so everything from articles is escaped here.

An uncertain date is shown by ``display_date`` in words, while ``start_date``/``end_date`` give the whole stretch.
"""

from __future__ import annotations

import html
import json
import re
from datetime import date
from typing import Any

from rapprochement.publish.catalogues import catalogue
from rapprochement.publish.exports.entries import Entry, entries
from rapprochement.publish.payload import safe_url
from rapprochement.publish.source import Material


def as_json(material: Material, language: str = "fr") -> bytes:
    """Return the dated events; TimelineJS has no place for an undated one, so those are left out."""
    events = [slide for entry in entries(material) if (slide := _slide(entry, language)) is not None]
    return json.dumps({"events": events}, ensure_ascii=False, indent=1).encode()


def _slide(entry: Entry, language: str) -> dict[str, Any] | None:
    start = entry.earliest or entry.latest
    if start is None:
        return None
    words = catalogue(language)
    kind = entry.kind(language)
    sources = "; ".join(_source(row) for row in entry.documents)
    slide: dict[str, Any] = {
        "start_date": _date(start) | {"display_date": entry.when(language)},
        "text": {
            "headline": html.escape(
                f"{entry.who(language)} : {kind}" if language == "fr" else f"{entry.who(language)}: {kind}"
            ),
            "text": f"<p>{html.escape(entry.sentence)}</p><p><small>{sources}</small></p>",
        },
        "group": html.escape(words.text(entry.event["domain"], "domain")),
        "unique_id": re.sub(r"[^\w-]", "_", str(entry.event["event"])),
    }
    if entry.latest is not None and entry.latest != start:
        slide["end_date"] = _date(entry.latest)
    return slide


def _date(day: date) -> dict[str, Any]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _source(row: dict[str, Any]) -> str:
    title = html.escape(row.get("title") or row["document"])
    url = safe_url(row.get("url"))
    return f'<a href="{html.escape(url, quote=True)}">{title}</a>' if url else title

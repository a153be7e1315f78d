"""Linked data: schema.org JSON-LD (Event, NewsArticle, Claim) and W3C Web Annotations of the passages.

``Claim`` says who claims what; there is no ``ClaimReview``, for the program gives no verdict.
"""

from __future__ import annotations

import json
from typing import Any

from rapprochement.actors.names import name
from rapprochement.publish.exports.entries import Entry, entries
from rapprochement.publish.payload import safe_url
from rapprochement.publish.source import Material, Row

PROV = "http://www.w3.org/ns/prov#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
CONTEXT_CHARACTERS = 40
"""Characters before and after a quote that a TextQuoteSelector carries, enough to find it again in a page."""


def as_json_ld(material: Material, language: str = "fr") -> bytes:
    """Return one graph of articles, events and claims."""
    nodes = [_article(row) for row in material.documents]
    for entry in entries(material):
        nodes.append(_event(entry, language))
        nodes += _claims(entry)
    context = ["https://schema.org", {"prov": PROV, "edtf": {"@id": "schema:temporalCoverage", "@type": EDTF}}]
    return json.dumps({"@context": context, "@graph": nodes}, ensure_ascii=False, indent=1).encode()


def _without_none(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def _article(row: Row) -> dict[str, Any]:
    return _without_none(
        {
            "@id": _id("document", row["document"]),
            "@type": "NewsArticle",
            "name": row.get("title") or row["document"],
            "author": row.get("author"),
            "publisher": {"@type": "Organization", "name": row["publisher"]} if row.get("publisher") else None,
            "datePublished": row.get("published"),
            "inLanguage": row.get("language"),
            "url": safe_url(row.get("url")),
            "identifier": f"sha256:{row['sha256']}" if row.get("sha256") else None,
        }
    )


def _id(kind: str, value: object) -> str:
    """A blank node's name that no text can break out of."""
    return f"_:{kind}-" + "".join(
        sign if sign.isascii() and sign.isalnum() else f".{ord(sign):x}." for sign in str(value)
    )


def _actors(codes: Any, language: str) -> list[dict[str, Any]]:
    kind = {"IGO": "Organization", "NSA": "Organization", "GRP": "Organization"}
    return [
        {"@type": kind.get(str(code).split(":")[0], "Country"), "name": name(code, language).bare, "identifier": code}
        for code in codes or ()
    ]


def _event(entry: Entry, language: str) -> dict[str, Any]:
    row = entry.event
    return _without_none(
        {
            "@id": _id("event", row["event"]),
            "@type": "Event",
            "identifier": row["event"],
            "name": f"{entry.who(language)} – {entry.kind(language)}",
            "additionalType": f"PLOVER:{row['type']}",
            "about": row["domain"],
            "startDate": entry.earliest.isoformat() if entry.earliest else None,
            "endDate": entry.latest.isoformat() if entry.latest else None,
            "edtf": row.get("date"),
            "organizer": _actors(row["source"], language),
            "attendee": _actors(row["target"], language),
            "location": [{"@type": "Place", "name": place} for place in row.get("places") or ()],
            "prov:wasQuotedFrom": [{"@id": _id("document", found["document"])} for found in entry.documents],
            "eventStatus": "https://schema.org/EventScheduled" if row["status"] == "planned" else None,
        }
    )


def _claims(entry: Entry) -> list[dict[str, Any]]:
    claims = []
    for mention in entry.mentions:
        if mention["status"] == "asserted" and not mention.get("attributed_to"):
            continue
        by = mention.get("attributed_to")
        claims.append(
            _without_none(
                {
                    "@id": _id("claim", mention["mention"]),
                    "@type": "Claim",
                    "additionalType": mention["status"],
                    "about": {"@id": _id("event", entry.event["event"])},
                    "prov:wasAttributedTo": {"@type": "Thing", "name": name(by, "fr").bare, "identifier": by}
                    if by
                    else None,
                    "appearance": {"@id": _id("document", mention["document"])},
                }
            )
        )
    return claims


def as_annotations(material: Material) -> bytes:
    """Return an annotation page: one annotation a mention, with quote and position selectors (code points)."""
    items = []
    for row in material.mentions:
        document = material.document(row["document"]) or {}
        text = document.get("text") or ""
        start, end = row["start"], row["end"]
        quote = {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - CONTEXT_CHARACTERS) : start],
            "suffix": text[end : end + CONTEXT_CHARACTERS],
        }
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        items.append(
            {
                "id": f"urn:rapprochement:mention:{row['mention']}",
                "type": "Annotation",
                "motivation": "classifying",
                "body": [
                    {"type": "TextualBody", "purpose": "tagging", "value": row["type"]},
                    {"type": "TextualBody", "purpose": "tagging", "value": row["domain"]},
                    {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": _describe(row)},
                ],
                "target": {
                    "source": safe_url(document.get("url")) or f"urn:sha256:{document.get('sha256') or ''}",
                    "selector": ([quote] if text else []) + [position],
                },
            }
        )
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:rapprochement:annotations",
        "type": "AnnotationPage",
        "items": items,
    }
    return json.dumps(page, ensure_ascii=False, indent=1).encode()


def _describe(row: Row) -> str:
    sides = " → ".join(",".join(row[side] or ()) for side in ("source", "target"))
    parts = [f"{row['type']} {sides}", row.get("date") or "undated", row["status"]]
    if row.get("attributed_to"):
        parts.append(f"on the word of {row['attributed_to']}")
    return "; ".join([*parts, f"rule {row['rule_id']}"])

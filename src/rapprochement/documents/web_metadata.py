"""What an HTML page says of its article: JSON-LD (schema.org), OpenGraph, ``meta`` names, ``time``, ``title``, canonical link."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rapprochement.documents.reading import Reading

MAX_JSON = 1024 * 1024
MAX_VALUE = 500
_ARTICLE_TYPES = ("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting", "Report")
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title"),
    "author": (
        "author",
        "article:author",
        "dc.creator",
        "dcterms.creator",
        "citation_author",
        "byl",
        "sailthru.author",
    ),
    "publisher": ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name"),
    "url": ("og:url",),
    "language": ("og:locale", "content-language", "dc.language"),
}
_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "citation_publication_date",
    "pubdate",
    "publish-date",
    "publication_date",
    "sailthru.date",
)
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")


def read_metadata(tree: Any) -> Reading:
    """Read the metadata of a parsed page into an empty reading.

    Examples
    --------
    >>> from lxml import html
    >>> page = '<html lang="fr"><head><title>Un pont</title><meta name="date" content="2024-05-03"></head></html>'
    >>> reading = read_metadata(html.document_fromstring(page))
    >>> reading.fields["title"], reading.published
    (('Un pont', 'html:title'), [('2024-05-03', 'html:meta date')])
    """
    reading = Reading("")
    for thing in _json_ld(tree):
        _from_json_ld(thing, reading)
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (
            meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        ).lower()
        content = _clean(meta.get("content"))
        if name and content:
            metas.setdefault(name, content)
    for key, names in _META.items():
        for name in names:
            if name in metas and not (key == "author" and metas[name].startswith("http")):
                reading.fields.setdefault(key, (metas[name], f"html:meta {name}"))
    reading.published += [(metas[name], f"html:meta {name}") for name in _PUBLISHED if name in metas]
    reading.updated += [(metas[name], f"html:meta {name}") for name in _UPDATED if name in metas]
    for element in tree.iter("time"):
        stamp = _clean(element.get("datetime"))
        marked = element.get("pubdate") is not None or element.get("itemprop") == "datePublished"
        if stamp and (marked or any(a.tag in ("header", "article") for a in element.iterancestors())):
            reading.published.append((stamp, "html:time"))
            break
    heading = next((_clean(h.text_content()) for h in tree.iter("h1")), "")
    if heading:
        reading.fields.setdefault("title", (heading, "html:h1"))
    title = next((_clean(t.text) for t in tree.iter("title")), "")
    if title:
        reading.fields.setdefault("title", (title, "html:title"))
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and _clean(link.get("href")):
            reading.fields.setdefault("url", (_clean(link.get("href")), "html:canonical"))
    if _clean(tree.get("lang")):
        reading.fields["language"] = (_clean(tree.get("lang")), "html:lang")
    return reading


def _clean(value: object) -> str:
    return " ".join(value.split())[:MAX_VALUE] if isinstance(value, str) else ""


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the articles described in the page's JSON-LD; what is not JSON is passed over."""
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or len(script.text or "") > MAX_JSON:
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        todo = [data]
        steps = 0
        while todo and steps < 10_000:
            steps += 1
            thing = todo.pop(0)
            if isinstance(thing, list):
                todo += thing
            elif isinstance(thing, dict):
                kinds = thing.get("@type")
                if any(kind in _ARTICLE_TYPES for kind in (kinds if isinstance(kinds, list) else [kinds])):
                    yield thing
                for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                    todo.append(thing.get(key))


def _from_json_ld(thing: dict[str, Any], reading: Reading) -> None:
    place = "json-ld"
    pairs = {
        "title": _clean(thing.get("headline")) or _clean(thing.get("name")),
        "author": ", ".join(_names(thing.get("author"))),
        "publisher": ", ".join(_names(thing.get("publisher"))),
        "url": _clean(thing.get("url")),
        "language": _clean(thing.get("inLanguage")),
    }
    for key, value in pairs.items():
        if value:
            reading.fields.setdefault(key, (value, place))
    if _clean(thing.get("datePublished")):
        reading.published.append((_clean(thing.get("datePublished")), place))
    if _clean(thing.get("dateModified")):
        reading.updated.append((_clean(thing.get("dateModified")), place))


def _names(value: object) -> list[str]:
    things = value if isinstance(value, list) else [value]
    names = [_clean(t.get("name")) if isinstance(t, dict) else _clean(t) for t in things[:20]]
    return [name for name in names if name]

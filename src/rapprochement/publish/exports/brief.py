"""A brief to hand on: the chronology of the busiest pair by domain, every line with a numbered source (Markdown, DOCX)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import docx
from docx.shared import Pt

from rapprochement.actors.names import name, pairs
from rapprochement.language.words import in_words
from rapprochement.publish.catalogues import Catalogue, catalogue
from rapprochement.publish.exports.entries import Entry, entries
from rapprochement.publish.payload import DOMAINS, pair_counts, safe_url
from rapprochement.publish.source import Material, Row

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_LIST_START = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")
LONGEST_QUOTE = 300
"""Characters of a sentence that a line of the brief quotes."""


@dataclass(frozen=True)
class Line:
    """One line: date in words, who toward whom and kind, the sentence, and the numbers of its sources."""

    date: str
    act: str
    word: str
    quote: str
    notes: tuple[int, ...]


@dataclass(frozen=True)
class Brief:
    """What a brief says, before any format."""

    title: str
    summary: str
    domains: list[tuple[str, list[Line]]]
    sources: list[Row]


def make(material: Material, language: str = "fr") -> Brief:
    """Return the brief of the busiest pair."""
    words = catalogue(language)
    busiest = pair_counts(material.events)[:1]
    if not busiest:
        return Brief("Rapprochement", words.text("This dossier is empty."), [], [])
    one, other, _ = busiest[0]
    key = (min(one, other), max(one, other))
    told = [
        e for e in entries(material) if key in pairs(tuple(e.event["source"] or ()), tuple(e.event["target"] or ()))
    ]
    sources: dict[str, tuple[int, Row]] = {}
    domains: list[tuple[str, list[Line]]] = []
    others = sorted({entry.event["domain"] for entry in told} - set(DOMAINS))
    for domain in (*DOMAINS, *others):
        lines = [_line(entry, language, words, sources) for entry in told if entry.event["domain"] == domain]
        if lines:
            domains.append((words.text(domain, "domain").capitalize(), lines))
    summary = words.text(
        "Between {a} and {b}, this dossier records {events}, stated in {passages} of {documents}.",
        a=name(one, language).phrase,
        b=name(other, language).phrase,
        events=words.count("{n} event", "{n} events", len(told)),
        passages=words.count("{n} passage", "{n} passages", sum(len(entry.mentions) for entry in told)),
        documents=words.count("{n} document", "{n} documents", len(sources)),
    )
    title = f"{name(one, language).bare} – {name(other, language).bare}"
    return Brief(title, summary, domains, [row for _, row in sources.values()])


def _line(entry: Entry, language: str, words: Catalogue, sources: dict[str, tuple[int, Row]]) -> Line:
    for row in entry.documents:
        sources.setdefault(row["document"], (len(sources) + 1, row))
    row = entry.event
    status = "" if row["status"] == "asserted" else words.text(row["status"], "status")
    by = ", ".join(name(code, language).phrase for code in entry.claimants)
    word = words.text("{status}, according to {who}", status=status, who=by) if status and by else status
    quote = (
        entry.sentence
        if len(entry.sentence) <= LONGEST_QUOTE
        else entry.sentence[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " […]"
    )
    notes = tuple(sources[found["document"]][0] for found in entry.documents)
    return Line(entry.when(language), f"{entry.who(language)}, {entry.kind(language)}", word, quote, notes)


def _source(row: Row, language: str) -> str:
    parts = [row.get("title") or row["document"], row.get("publisher"), row.get("author")]
    parts.append(
        in_words(row["published"], language)
        if row.get("published")
        else catalogue(language).text("date of publication unknown")
    )
    return ", ".join(" ".join(str(part).split()) for part in parts if part)


def _escape(text: str) -> str:
    """Escape what Markdown would read as mark-up, HTML included."""
    escaped = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return _LIST_START.sub(r"\1\\\2\3", escaped).replace("&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;")


def _quoted(text: str, language: str) -> str:
    return f"«\u00a0{text}\u00a0»" if language == "fr" else f"“{text}”"


def _markdown_lines(brief: Brief, language: str) -> Iterator[str]:
    words = catalogue(language)
    yield f"# {_escape(brief.title)}\n"
    yield f"{_escape(brief.summary)}\n"
    for domain, lines in brief.domains:
        yield f"\n## {_escape(domain)}\n"
        for line in lines:
            word = f" ({_escape(line.word)})" if line.word else ""
            notes = "".join(f"[^{note}]" for note in line.notes)
            quote = f" {_quoted(_escape(line.quote), language)}" if line.quote else ""
            yield f"- **{_escape(line.date)}** – {_escape(line.act)}{word}.{quote}{notes}"
    if brief.sources:
        yield f"\n## {_escape(words.text('Sources'))}\n"
    for number, row in enumerate(brief.sources, 1):
        url = safe_url(row.get("url"))
        link = f" <{url}>" if url and not set(url) & set("<> ") else ""
        yield f"[^{number}]: {_escape(_source(row, language))}.{link}"


def as_markdown(material: Material, language: str = "fr") -> bytes:
    """Return the brief as Markdown with footnotes."""
    return ("\n".join(_markdown_lines(make(material, language), language)) + "\n").encode()


def as_docx(material: Material, language: str = "fr") -> bytes:
    """Return the brief as a Word document; sources are numbered notes at its end."""
    brief = make(material, language)
    document: Any = docx.Document()
    document.styles["Normal"].font.size = Pt(10.5)
    document.core_properties.title = _xml(brief.title)
    document.core_properties.author = "Rapprochement"
    # A fixed day: the same dossier gives the same file.
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1)
    document.add_heading(_xml(brief.title), 0)
    document.add_paragraph(_xml(brief.summary))
    for domain, lines in brief.domains:
        document.add_heading(_xml(domain), 1)
        for line in lines:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(_xml(line.date)).bold = True
            paragraph.add_run(_xml(f" – {line.act}" + (f" ({line.word})" if line.word else "") + "."))
            if line.quote:
                paragraph.add_run(_xml(" " + _quoted(line.quote, language))).italic = True
            note = paragraph.add_run(" " + ", ".join(map(str, line.notes)))
            note.font.superscript = True
    if brief.sources:
        document.add_heading(catalogue(language).text("Sources"), 1)
    for number, row in enumerate(brief.sources, 1):
        document.add_paragraph(_xml(f"{number}. {_source(row, language)}. {safe_url(row.get('url')) or ''}".strip()))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xml(text: str) -> str:
    """Leave out control characters, which WordprocessingML cannot hold."""
    return "".join(
        sign
        for sign in text
        if sign in "\t\n"
        or (ord(sign) >= 32 and not 0xD800 <= ord(sign) <= 0xDFFF and ord(sign) not in (0xFFFE, 0xFFFF))
    )

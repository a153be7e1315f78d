"""The sources for reference managers: CSL-JSON, BibTeX and RIS. Documents that could not be read are listed too."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from rapprochement.language.words import Point, point
from rapprochement.publish.payload import safe_url
from rapprochement.publish.source import Material, Row

_BIBTEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip


def _line(text: str | None) -> str:
    """One line without control characters: these formats are read line by line."""
    kept = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text or "")
    return " ".join(kept.split())


def _published(row: Row) -> Point | None:
    found = point((row.get("published") or "").split("T")[0])
    return found if found is not None and found.year.isdigit() else None


def as_csl_json(material: Material) -> bytes:
    """Return CSL-JSON items of type ``article-newspaper``."""
    items = []
    for row in material.documents:
        when = _published(row)
        parts = [int(when.year)] if when else []
        if when and when.part and when.part <= 12:
            parts += [when.part] + ([when.day] if when.day else [])
        item: dict[str, Any] = {
            "id": row["document"],
            "type": "article-newspaper",
            "title": _line(row.get("title")) or row["document"],
            "author": [{"literal": _line(row["author"])}] if row.get("author") else None,
            "container-title": _line(row.get("publisher")) or None,
            "issued": {"date-parts": [parts]} if parts else None,
            "URL": safe_url(row.get("url")),
            "language": row.get("language"),
        }
        items.append({key: value for key, value in item.items() if value is not None})
    return json.dumps(items, ensure_ascii=False, indent=1).encode()


def _key(row: Row, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", row["document"]).encode("ascii", "ignore").decode()
    base = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower() or "source"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    taken.add(key)
    return key


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in text)


def as_bibtex(material: Material) -> bytes:
    """Return BibTeX entries (UTF-8, as biber and Zotero read them); signs with a meaning in TeX are escaped."""
    taken: set[str] = set()
    entries = []
    for row in material.documents:
        when = _published(row)
        fields = {
            "title": _tex(_line(row.get("title")) or row["document"]),
            "author": "{" + _tex(_line(row["author"])) + "}" if row.get("author") else "",
            "journal": _tex(_line(row.get("publisher"))),
            "year": when.year if when else "",
            "month": str(when.part) if when and when.part and when.part <= 12 else "",
            "day": str(when.day) if when and when.day else "",
            "url": (safe_url(row.get("url")) or "").replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
            "langid": _tex(_line(row.get("language"))),
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        entries.append(f"@article{{{_key(row, taken)},\n{body}\n}}\n")
    return "\n".join(entries).encode()


def as_ris(material: Material) -> bytes:
    """Return RIS records of type NEWS."""
    records = []
    for row in material.documents:
        when = _published(row)
        date_ = (
            "/".join(
                [
                    when.year,
                    f"{when.part:02}" if when.part and when.part <= 12 else "",
                    f"{when.day:02}" if when.day else "",
                    "",
                ]
            )
            if when
            else ""
        )
        lines = [("TY", "NEWS"), ("TI", _line(row.get("title")) or _line(row["document"])), ("AU", _line(row.get("author"))), ("T2", _line(row.get("publisher"))),
                 ("PY", when.year if when else ""), ("DA", date_), ("UR", safe_url(row.get("url")) or ""), ("LA", _line(row.get("language"))), ("ID", _line(row["document"]))]  # fmt: skip
        records.append("".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n")
    return "\r\n".join(records).encode()

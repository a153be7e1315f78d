"""Write the PDF and DOCX files of the sample corpus from their Markdown sources, the same bytes every time.

python scripts/make_sample.py            # writes sample/articles/*.pdf and *.docx
python scripts/make_sample.py --check    # says whether the files there are what would be written
"""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

SAMPLE = Path(__file__).resolve().parents[1] / "sample"
EPOCH = (2025, 1, 1, 0, 0, 0)
"""Time stamp of the parts of a DOCX, so that the same text gives the same bytes."""


def parse(source: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return the front matter and the blocks ("h1", "h2", "item", "p") of a source."""
    _, head, body = source.split("---\n", 2)
    fields = {key.strip(): value.strip() for key, value in (line.split(":", 1) for line in head.strip().split("\n"))}
    blocks: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, body.split("\n"))):
        heading = re.match(r"(#{1,2}) (.+)", line)
        if heading:
            blocks.append((f"h{len(heading[1])}", heading[2]))
        elif line.startswith("- "):
            blocks.append(("item", line[2:]))
        else:
            blocks.append(("p", line))
    return fields, blocks


def make_pdf(fields: dict[str, str], blocks: list[tuple[str, str]]) -> bytes:
    """Set the blocks in A5 with a running head and page numbers; ``cut`` keeps only that share of the bytes."""
    styles = getSampleStyleSheet()
    names = {"h1": "Title", "h2": "Heading2", "item": "Bullet", "p": "BodyText"}

    def edges(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        if "running" in fields:
            canvas.drawString(72, 560, fields["running"])
        canvas.drawCentredString(210, 30, str(document.page))

    stream = io.BytesIO()
    template = SimpleDocTemplate(stream, pagesize=A5, invariant=1, title=fields["title"], author=fields["author"])
    template.build(
        [Paragraph(words, styles[names[kind]]) for kind, words in blocks], onFirstPage=edges, onLaterPages=edges
    )
    data = stream.getvalue()
    return data[: int(len(data) * float(fields["cut"]))] if "cut" in fields else data


def make_docx(fields: dict[str, str], blocks: list[tuple[str, str]]) -> bytes:
    """Write the blocks with Word's own styles, then pack the parts again with a fixed time."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author = fields["title"], fields["author"]
    properties.created = properties.modified = datetime.fromisoformat(fields["date"])
    styles = {"h1": "Title", "h2": "Heading 1", "item": "List Bullet", "p": None}
    for kind, words in blocks:
        document.add_paragraph(words, style=styles[kind])
    loose, packed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def main() -> int:
    """Write or check the files; return 1 if a check fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    check = parser.parse_args().check
    stale = []
    for source in sorted((SAMPLE / "sources").glob("*.md")):
        fields, blocks = parse(source.read_text(encoding="utf-8"))
        data = make_docx(fields, blocks) if fields["format"] == "docx" else make_pdf(fields, blocks)
        target = SAMPLE / "articles" / f"{source.stem}.{fields['format']}"
        if check:
            stale += [target.name] if not target.is_file() or target.read_bytes() != data else []
        else:
            target.write_bytes(data)
    for name in stale:
        print(f"not up to date: {name}")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Small files of each format for the tests, made on the spot."""

from __future__ import annotations

import io
import zipfile

from docx import Document as WordDocument
from pypdf import PdfReader, PdfWriter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

SENTENCE = (
    "Les deux gouvernements ont signé à Oslo un accord sur la construction du pont routier de Narva, "
    "que le ministre nord-coréen des Transports a présenté à la presse. "
)


def pdf(pieces: list[tuple[str, str]], *, foot: str | None = None, title: str | None = None) -> bytes:
    """Return a PDF of (style, words) pieces."""
    stream = io.BytesIO()
    styles = getSampleStyleSheet()

    def draw(canvas, document) -> None:
        if foot:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(60, 30, foot.format(document.page))

    template = SimpleDocTemplate(stream, invariant=1, title=title)
    template.build([Paragraph(words, styles[style]) for style, words in pieces], onFirstPage=draw, onLaterPages=draw)
    return stream.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([("BodyText", SENTENCE)]))))
    writer.encrypt("secret", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pdf_of_commands(commands: bytes) -> bytes:
    """Return a PDF of one page with these drawing commands, packed."""
    from pypdf.generic import NameObject, StreamObject

    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    content = StreamObject()
    content.set_data(commands)
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def docx() -> bytes:
    """Return a Word document with title, headings, list, table and note."""
    document = WordDocument()
    document.core_properties.author = "Anne Lund"
    document.core_properties.title = "Autre titre"
    document.add_paragraph("Un pont entre deux rives", style="Title")
    document.add_paragraph("Publié le 4 mars 2021")
    document.add_paragraph(SENTENCE)
    document.add_heading("Ce que dit le texte", level=1)
    document.add_paragraph("Il y est question de :")
    document.add_paragraph("routes et ponts", style="List Bullet")
    document.add_paragraph("postes de douane", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Domaine", "Faits"), ("Économique", "Un pont")), strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph(SENTENCE)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def zip_bomb(size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * size)
    return stream.getvalue()

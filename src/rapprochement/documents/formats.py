"""Which reader a file is given to: by its first bytes, else by the suffix of its name."""

from __future__ import annotations

import re

from rapprochement.documents.decode import decode
from rapprochement.documents.layout import Layout
from rapprochement.documents.limits import Limits
from rapprochement.documents.markdown import MarkdownReader
from rapprochement.documents.plain import PlainReader
from rapprochement.documents.reading import Reading
from rapprochement.errors import DocumentError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)


def read_bytes(data: bytes, suffix: str, layout: Layout, limits: Limits) -> Reading:
    """Read the bytes of one file by what they are.

    Parameters
    ----------
    data : bytes
    suffix : str
        Of the file's name, in lower case, with the dot.
    layout : Layout
    limits : Limits

    Raises
    ------
    DocumentError
        If nothing can be read from them, with a reason of :data:`rapprochement.documents.reasons.REASONS`.

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> read_bytes(b"Oslo", ".txt", Layout.of(load_codebook()), Limits()).text
    'Oslo'
    """
    if not data.strip(b" \t\r\n\x00"):
        raise DocumentError("empty", "")
    if data.startswith(b"%PDF-") or suffix == ".pdf":
        from rapprochement.documents.pdf import read_pdf

        return read_pdf(data, layout, limits)
    if suffix == ".docx" or data.startswith(b"PK\x03\x04"):
        from rapprochement.documents.word import read_docx

        if data.startswith(_OLE):
            raise DocumentError("password", "")
        return read_docx(data, layout, limits)
    if suffix in (".html", ".htm", ".xhtml") or _HTML.match(data[:2048]):
        from rapprochement.documents.web import read_html

        return read_html(data, layout, limits)
    return read_text(data, layout, limits, markdown=suffix in (".md", ".markdown"))


def read_text(data: bytes, layout: Layout, limits: Limits, *, markdown: bool = False) -> Reading:
    """Read plain text or Markdown; the text is what the bytes say, to the character.

    Raises
    ------
    DocumentError
        If the bytes are no text, hold none, or more than the limit.
    """
    if len(data) > 4 * limits.max_text:
        raise DocumentError("too-large", f"{len(data) / 1024**2:.0f} MB of text, limit {limits.max_text:,} characters")
    decoded = decode(data)
    if len(decoded.text) > limits.max_text:
        raise DocumentError("too-large", f"{len(decoded.text):,} characters, limit {limits.max_text:,}")
    reader = MarkdownReader(decoded.text, layout) if markdown else PlainReader(decoded.text, layout)
    reading = Reading(decoded.text, reader.blocks())
    reading.add_found(reader.found)
    if decoded.guessed:
        reading.notes["encoding"] = f"guessed:{decoded.encoding}"
        reading.remarks.append(("encoding", decoded.encoding))
    return reading

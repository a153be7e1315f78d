"""How large a document may be before it is refused, with the reason for each figure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on one document; beyond them it is listed as not coded.

    Attributes
    ----------
    max_bytes : int
        Size of a file in bytes. A PDF with photographs can be large; above 64 MiB it is no article.
    max_text : int
        Characters of text. Two million are a book of 800 pages; parsing more would take minutes and gigabytes.
    max_html : int
        Bytes of an HTML page, whose tree takes some ten times its size in memory.
    max_elements : int
        Elements of an HTML page: news pages have some thousands, the longest encyclopedia articles some ten thousand.
    max_unpacked : int
        Bytes of a DOCX or PDF stream once unpacked, against zip bombs.
    max_pages : int
        Pages of a PDF that are read.
    max_seconds : float
        Time for reading one PDF.

    Examples
    --------
    >>> Limits().max_text
    2000000
    """

    max_bytes: int = 64 * 1024 * 1024
    max_text: int = 2_000_000
    max_html: int = 16 * 1024 * 1024
    max_elements: int = 60_000
    max_unpacked: int = 128 * 1024 * 1024
    max_pages: int = 2_000
    max_seconds: float = 60.0

"""The one table of reasons why a document is not coded, or is coded with a remark."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "empty": "the file holds no text",
    "too-large": "the file is larger than the limit for one document",
    "too-slow": "reading the file took longer than the limit for one document",
    "binary": "the file holds no text but other data",
    "unreadable": "the file cannot be opened",
    "missing": "there is no such file",
    "not-a-file": "this is a device, socket or pipe, not a file",
    "symlink-loop": "the link leads back to itself",
    "unsupported-format": "files of this kind are not read (.txt, .md, .html, .pdf and .docx are)",
    "truncated-pdf": "the PDF is damaged or incomplete",
    "password": "the file is locked with a password",
    "no-text-pdf": "the PDF holds pictures of pages, no text",
    "damaged-docx": "the DOCX file is damaged or is no Word document",
    "zip-bomb": "unpacked, the file would be larger than the limit",
    "damaged-html": "the HTML cannot be parsed",
    "language": "the document is in a language that is not coded",
    "metadata-csv": "metadata.csv is not as expected",
    "bad-date": "a date of publication is impossible and was left out",
    "future-date": "a date of publication lies in the future and was left out",
    "encoding": "the file is not in UTF-8; its encoding was guessed",
}
"""Stable key to the sentence that explains it; the last three stand on documents that are coded nevertheless."""


def sentence(reason: str, detail: str = "") -> str:
    """Return the sentence for a reason, with a detail in brackets.

    Raises
    ------
    KeyError
        If the reason is not in :data:`REASONS`.

    Examples
    --------
    >>> sentence("empty")
    'the file holds no text'
    >>> sentence("language", "en")
    'the document is in a language that is not coded (en)'
    """
    return f"{REASONS[reason]} ({detail})" if detail else REASONS[reason]

"""Bytes to text: UTF-8 to the character, other encodings by their mark or by charset-normalizer."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes

from rapprochement.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 256 * 1024
"""Bytes the encoding is guessed from."""
MAX_CONTROL = 0.02
"""Share of control characters above which a file is no text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in; ``guessed`` when nothing in the file says so."""

    text: str
    encoding: str
    guessed: bool


def decode(data: bytes) -> Decoded:
    r"""Decode the bytes of a text file.

    UTF-8 is taken as it stands: no new-line translation, a byte order mark stays a character, so that offsets are those of
    the file read as UTF-8.

    Raises
    ------
    DocumentError
        With reason ``"binary"`` if the bytes are no text in any encoding, ``"empty"`` if there is none.

    Examples
    --------
    >>> decode("été".encode()).encoding, decode("L'été à Oslo, dit-il, fut très doux.".encode("cp1252")).text
    ('utf-8', "L'été à Oslo, dit-il, fut très doux.")
    """
    decoded = _decode(data)
    if not decoded.text.strip().strip("\ufeff\u200b\x00"):
        raise DocumentError("empty", "")
    sample = decoded.text[:SAMPLE]
    control = sum(1 for c in sample if c < " " and c not in "\t\n\r\f\v\x00\x1b")
    if control > MAX_CONTROL * len(sample) or sample.count("\x00") > 0.3 * len(sample):
        raise DocumentError("binary", "")
    return decoded


def _decode(data: bytes) -> Decoded:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(name, errors="replace"), name, False)
    wide = _without_mark(data)
    if wide is not None:
        return wide
    try:
        return Decoded(data.decode("utf-8"), "utf-8", False)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.end >= len(data):
            # A file cut in the middle of a character: all before it is sound.
            return Decoded(data.decode("utf-8", errors="replace"), "utf-8", False)
    matches = list(from_bytes(data[:SAMPLE], cp_isolation=list(_CANDIDATES), threshold=0.4))
    if not matches:
        raise DocumentError("binary", "")
    # Among equally clean readings the encoding most common in French files is taken (cp1252 before cp1250).
    least = min(match.chaos for match in matches)
    best = min((m.encoding for m in matches if m.chaos <= least + 0.02), key=_CANDIDATES.index)
    return Decoded(data.decode(best, errors="replace"), best, True)


_CANDIDATES = (
    "utf_8",
    "cp1252",
    "latin_1",
    "iso8859_15",
    "mac_roman",
    "cp850",
    "cp1250",
    "cp1251",
    "koi8_r",
    "gb18030",
    "shift_jis",
    "euc_kr",
)


def _without_mark(data: bytes) -> Decoded | None:
    """Recognise UTF-16 without a mark: in Latin script every second byte of it is zero."""
    head = data[:4096]
    if len(head) < 8 or b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.6 * half and others < 0.1 * half:
            return Decoded(data.decode(name, errors="replace"), name, True)
    return None

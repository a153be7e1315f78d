"""``metadata.csv`` beside the documents: what the user states about each file, which wins over what the file says."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from rapprochement.documents.decode import decode
from rapprochement.errors import DocumentError

NAME = "metadata.csv"
FIELDS = ("published", "title", "author", "publisher", "url", "language")
MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The rows of one ``metadata.csv``.

    Attributes
    ----------
    rows : dict of str to dict
        File (path relative to the folder, with ``/``) to its non-empty fields.
    problems : tuple of str
        Sentences about what could not be used.
    """

    path: Path
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def read_sidecar(path: Path) -> Sidecar:
    """Read a ``metadata.csv``; what is wrong with it is said in ``problems``, never raised.

    Comma or semicolon, any encoding; columns other than ``file`` and :data:`FIELDS` are ignored.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            return Sidecar(path, problems=(f"larger than {MAX_BYTES // 1024**2} MB",))
        text = decode(path.read_bytes()).text.lstrip("\ufeff").replace("\x00", "")
    except OSError as error:
        return Sidecar(path, problems=(f"cannot be opened: {error.strerror}",))
    except DocumentError as error:
        return Sidecar(path, problems=(f"cannot be read ({error.reason})",))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: dict[str, dict[str, str]] = {}
    problems: list[str] = []
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if "file" not in header:
            return Sidecar(path, problems=(f"has no column 'file' (found: {', '.join(header)[:200]})",))
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            record = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
            name = record.get("file", "").replace("\\", "/").removeprefix("./")
            if not name:
                problems.append(f"line {reader.line_num} names no file")
            elif name in rows:
                problems.append(f"line {reader.line_num} names '{name}' a second time; the first counts")
            else:
                rows[name] = {k: record[k] for k in FIELDS if record.get(k)}
    except csv.Error as error:
        problems.append(f"line {reader.line_num}: {error}")
    return Sidecar(path, rows, tuple(problems))

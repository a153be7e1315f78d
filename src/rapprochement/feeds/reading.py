"""Reads feeds in batches, so that a file may be larger than memory, and turns them into events with their provenance."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from rapprochement.errors import UsageError
from rapprochement.feeds.codes import Codes
from rapprochement.feeds.formats import (
    FORMATS,
    GDELT_COLUMNS,
    OPTIONAL,
    REQUIRED,
    Coded,
    Quadruple,
    Skip,
    read_gdelt,
    read_icews,
    read_polecat,
    read_quadruple,
    verify_columns,
)
from rapprochement.identity import short_hash
from rapprochement.model import Event

BLOCK = 16 << 20
"""Bytes of a text file read at a time."""
BATCH = 50_000
"""Rows of a Parquet file read at a time."""
_SPLITS = ("train.txt", "valid.txt", "test.txt")
_QUADRUPLE_COLUMNS = (*REQUIRED["quadruples"], "more")


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """Where an imported event comes from: one row of one file of a feed.

    Attributes
    ----------
    event : str
        Id of the event made of it.
    feed, file, record : str
        Format, file name, and the feed's own id (or the row's number).
    label, source_name, target_name : str
        The feed's words for act and actors.
    known : date or None
        Day of publication, when the feed has it.
    origin, place : str or None
        Publisher or address; place as the feed names it.
    """

    event: str
    feed: str
    file: str
    record: str
    label: str
    source_name: str
    target_name: str
    known: date | None
    origin: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class FeedBatch:
    """Events of one batch, their records in the same order, and how many rows were left out for which reason."""

    events: tuple[Event, ...]
    records: tuple[FeedRecord, ...]
    read: int
    left_out: Counter[str] = field(default_factory=Counter)


def read_feed(
    path: Path | str,
    feed: str,
    codes: Codes,
    day_zero: date | None = None,
    private: bool = False,
) -> Iterator[FeedBatch]:
    """Read coded event data.

    Parameters
    ----------
    path : path
        A TSV, CSV (also ``.gz``) or Parquet file; for quadruples also a folder of ``train.txt``, ``valid.txt``, ``test.txt``.
        ``entity2id.txt`` and ``relation2id.txt`` stand beside quadruples.
    feed : str
        One of :data:`~rapprochement.feeds.formats.FORMATS`.
    day_zero : date, optional
        The day from which quadruples count their time.
    private : bool
        Let citizens, firms and parties stand for their country.

    Yields
    ------
    FeedBatch
        In the order of the file; an event's id depends on the feed and its own record id, so that reading a file twice
        gives the same events.

    Raises
    ------
    UsageError
        If the file is missing, is not of the format, or quadruples come without names or day.
    """
    path = Path(path)
    if feed not in FORMATS:
        raise UsageError(f"no feed format {feed!r}; there are: {', '.join(FORMATS)}")
    if not path.exists():
        raise UsageError(f"no file at {path}")
    about = _about(path, day_zero) if feed == "quadruples" else None
    number = 0
    for file in _files(path, feed):
        for rows in _rows(file, feed):
            yield _batch(rows, feed, file.name, codes, private, about, number)
            number += rows.num_rows


def _files(path: Path, feed: str) -> list[Path]:
    if not path.is_dir():
        return [path]
    names = (
        _SPLITS if feed == "quadruples" else tuple(sorted(child.name for child in path.iterdir() if child.is_file()))
    )
    files = [path / name for name in names if (path / name).is_file()]
    if not files:
        raise UsageError(f"no files of a feed in {path}")
    return files


def _about(path: Path, day_zero: date | None) -> Quadruple:
    folder = path if path.is_dir() else path.parent
    if day_zero is None:
        raise UsageError("quadruples count time from a day they do not name: give it (for ICEWS18, 2018-01-01)")
    names = []
    for file in ("entity2id.txt", "relation2id.txt"):
        if not (folder / file).is_file():
            raise UsageError(f"quadruples need {file} beside them, in {folder}")
        found: dict[int, str] = {}
        for line in (folder / file).read_text(encoding="utf-8").splitlines():
            name, _, number = line.rpartition("\t")
            if name and number.strip().isdigit():
                found[int(number)] = name.strip()
        names.append(tuple(found.get(index, "") for index in range(max(found, default=-1) + 1)))
    return Quadruple(names[0], names[1], day_zero)


def _rows(file: Path, feed: str) -> Iterator[pa.Table]:
    if file.suffix == ".parquet":
        source = pq.ParquetFile(file)
        present = tuple(source.schema_arrow.names)
        verify_columns(feed, present)
        wanted = [name for name in (*REQUIRED[feed], *OPTIONAL[feed]) if name in present]
        for batch in source.iter_batches(batch_size=BATCH, columns=wanted):
            yield pa.Table.from_batches([batch])
        return
    tab = feed in ("gdelt", "quadruples", "icews") or ".tsv" in file.suffixes or ".txt" in file.suffixes
    if feed in ("icews", "polecat"):
        tab = _first_line(file).count("\t") > _first_line(file).count(",")
    columns = {"gdelt": GDELT_COLUMNS, "quadruples": _QUADRUPLE_COLUMNS}.get(feed)
    if feed == "quadruples":
        columns = _QUADRUPLE_COLUMNS[: 4 + (_first_line(file).count("\t") >= 4)]
    text = dict.fromkeys((*REQUIRED[feed], *OPTIONAL[feed]), pa.string())
    try:
        reader = pa_csv.open_csv(
            file,
            read_options=pa_csv.ReadOptions(block_size=BLOCK, column_names=list(columns) if columns else None),
            parse_options=pa_csv.ParseOptions(
                delimiter="\t" if tab else ",", quote_char=False if tab else '"', newlines_in_values=not tab
            ),
            convert_options=pa_csv.ConvertOptions(column_types=text, strings_can_be_null=True),
        )
        verify_columns(feed, tuple(reader.schema.names))
        wanted = [name for name in (*REQUIRED[feed], *OPTIONAL[feed]) if name in reader.schema.names]
        for batch in reader:
            yield pa.Table.from_batches([batch]).select(wanted)
    except pa.ArrowInvalid as error:
        raise UsageError(f"{file.name} is not a table of {feed}: {str(error).splitlines()[0][:200]}") from error


def _first_line(file: Path) -> str:
    with pa.input_stream(str(file), compression="detect") as stream:
        return bytes(stream.read(65536)).split(b"\n", 1)[0].decode("utf-8", "replace")


def _batch(
    rows: pa.Table, feed: str, file: str, codes: Codes, private: bool, about: Quadruple | None, first: int
) -> FeedBatch:
    readers = {"icews": read_icews, "polecat": read_polecat, "gdelt": read_gdelt}
    events, records, left_out = [], [], Counter[str]()
    for offset, row in enumerate(_plain_rows(rows)):
        try:
            if about is not None:
                coded = read_quadruple(row, codes, private, about, first + offset)
            else:
                coded = readers[feed](row, codes, private)
        except Skip as reason:
            left_out[str(reason)] += 1
            continue
        event = _event(coded, feed)
        events.append(event)
        records.append(
            FeedRecord(
                event=event.event,
                feed=feed,
                file=file,
                record=coded.record,
                label=coded.label,
                source_name=coded.source_name,
                target_name=coded.target_name,
                known=coded.known,
                origin=coded.origin,
                place=coded.place,
            )
        )
    return FeedBatch(tuple(events), tuple(records), rows.num_rows, left_out)


def _plain_rows(rows: pa.Table) -> Iterator[dict[str, Any]]:
    names = rows.column_names
    for values in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        yield dict(zip(names, values, strict=True))


def _event(coded: Coded, feed: str) -> Event:
    """Return the event of a row: one act reported by one source of another's coding, dated to the day."""
    identity = short_hash(feed, coded.record, coded.day.isoformat(), coded.label, *coded.source, *coded.target)
    return Event(
        event=f"f{identity}",
        type=coded.type,
        domain=coded.domain,
        source=coded.source,
        target=coded.target,
        status="asserted",
        mentions=(f"feed:{feed}:{coded.record}",),
        independent_sources=1,
        date=coded.day.isoformat(),
        earliest=coded.day,
        latest=coded.day,
        places=(coded.place,) if coded.place else (),
    )


def file_digest(path: Path) -> str:
    """Return SHA-256 of a file read piece by piece, for the provenance of an import."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()

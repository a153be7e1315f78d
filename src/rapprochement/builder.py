"""From a folder of articles to a dossier: read, code what is new, reconcile, write one snapshot and the page.

A build adds: documents of other folders stay, what was coded under the same codebook, model and code is taken from
the cache, and a document that is gone or has changed leaves a tombstone that says so. When nothing at all has changed
nothing is written.
"""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapprochement import __version__, pipeline
from rapprochement.codebook.loader import load_codebook
from rapprochement.dossier import cache, store
from rapprochement.dossier.lock import locked
from rapprochement.errors import DossierError, UsageError
from rapprochement.model import CodedDocument, Document

if TYPE_CHECKING:
    from rapprochement.dossier.dossier import Dossier
    from rapprochement.dossier.tombstones import LedgerEntry, Tombstone
    from rapprochement.feeds.importing import ImportReport
    from rapprochement.reconcile import Register

log = logging.getLogger(__name__)

PAGE = "index.html"
METADATA = "metadata-csv"
"""Reason under which the reader tells what is wrong with a ``metadata.csv``, which is no article."""
Progress = Callable[[str, int, int | None], None]
"""Called with the stage (``"reading"``, ``"coding"``, ``"reconciling"``, ``"writing"``), how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one build did.

    Attributes
    ----------
    snapshot : int
        Number of the snapshot that is now current.
    unchanged : bool
        True when there was nothing to do.
    documents, coded, reused : int
        Documents in the dossier; of them coded now, and taken from the cache.
    not_coded : tuple of (document, reason, message)
        Documents that were kept but not coded, with why.
    retired : tuple of (document, reason)
        Documents that are gone, or were replaced by a changed version.
    passed_over : tuple of (document, reason, message)
        Files of other kinds met in folders: nobody asked to read them by name.
    remarks : tuple of (path, message)
        What is wrong with a ``metadata.csv``.
    mentions, events : int
        Rows of the snapshot.
    seconds : float
        Time the build took.
    """

    snapshot: int
    unchanged: bool
    documents: int
    coded: int
    reused: int
    not_coded: tuple[tuple[str, str, str], ...]
    retired: tuple[tuple[str, str], ...]
    mentions: int
    events: int
    seconds: float
    passed_over: tuple[tuple[str, str, str], ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()

    @property
    def unreadable(self) -> tuple[tuple[str, str, str], ...]:
        """Documents not coded because something is wrong with them, and not only in another language."""
        return tuple(row for row in self.not_coded if row[1] != "language")


@dataclass(frozen=True, slots=True)
class Stages:
    """The rooms a build goes through, each replaceable in tests.

    Attributes
    ----------
    read : callable
        From the sources (absolute paths) and the overlays to documents.
    coder : str
        See :func:`rapprochement.pipeline.code_documents`.
    registers : callable
        From coded documents and the overlays to tables; see :func:`rapprochement.reconcile.registers`.
    write_page : callable
        From the dossier to the path of its page.
    """

    read: Callable[[Sequence[Path], Sequence[Path]], Iterable[Document]] = field(default=lambda s, o: _read(s, o))
    coder: str = pipeline.FRENCH
    registers: Callable[[Sequence[CodedDocument], Sequence[Path]], Mapping[str, Register]] = field(
        default=lambda c, o: _registers(c, o)
    )
    write_page: Callable[[Dossier], Any] = field(default=lambda d: _write_page(d))


def _read(sources: Sequence[Path], overlays: Sequence[Path]) -> Iterable[Document]:
    from rapprochement.documents import read_corpus

    return read_corpus(sources, codebook=load_codebook(overlays))


def _registers(coded: Sequence[CodedDocument], overlays: Sequence[Path]) -> Mapping[str, Register]:
    from rapprochement.reconcile import registers

    return registers(coded, load_codebook(overlays))


def _write_page(dossier: Dossier) -> Any:
    from rapprochement.dossier.imported import ToldByArticles
    from rapprochement.publish import write_page

    return write_page(ToldByArticles(dossier))


def build(
    source: str | Path | Sequence[str | Path],
    output: str | Path = "dossier",
    *,
    codebook: str | Path | Sequence[str | Path] = (),
    processes: int | None = None,
    progress: Progress | None = None,
    wait: float = 10.0,
    stages: Stages | None = None,
) -> Dossier:
    """Build a dossier from files and folders of articles, or add to one.

    Parameters
    ----------
    source : path or sequence of paths
        Files (``.txt .md .html .pdf .docx``) and folders of them.
    output : path
        Folder of the dossier: new, empty, or a dossier already.
    codebook : path or sequence of paths
        Folders of YAML that overlay the vocabulary.
    processes : int, optional
        Worker processes (default: one per processor, at most four); 0 codes in this process.
    progress : callable, optional
        Called as the build goes on; see :data:`Progress`.
    wait : float
        Seconds to wait for another build of the same dossier.

    Returns
    -------
    Dossier
        Opened; ``dossier.report`` says what was done (:class:`BuildReport`).

    Raises
    ------
    UsageError
        If a source does not exist.
    DossierError
        If the folder cannot be used, or another build holds it.
    CodebookError
        If the vocabulary is wrong.

    Examples
    --------
    >>> build("articles/", output="dossier").report.events  # doctest: +SKIP
    86
    """
    sources = [Path(p) for p in ([source] if isinstance(source, str | Path) else source)]
    overlays = [Path(p) for p in ([codebook] if isinstance(codebook, str | Path) else codebook)]
    if not sources:
        raise UsageError("name at least one file or folder of articles")
    for path in sources:
        if not os.path.lexists(path):
            raise UsageError(
                f"there is no file or folder {path}; name one that holds articles (.txt .md .html .pdf .docx)"
            )
    root = Path(output)
    store.prepare(root)
    try:
        with locked(root, wait):
            store.remove_debris(root)
            return _Build(root, sources, overlays, processes, progress or _silent, stages or Stages()).run()
    except PermissionError as error:
        raise DossierError(f"cannot write to {root}: {error.strerror}; choose another folder") from error


def add_feed(
    path: str | Path,
    feed: str,
    output: str | Path = "dossier",
    *,
    day_zero: str | date | None = None,
    private: bool = False,
    codebook: str | Path | Sequence[str | Path] = (),
    progress: Callable[[int], None] | None = None,
    write_page: Callable[[Dossier], Any] | None = None,
) -> ImportReport:
    """Bring coded event data of others into a dossier, made if it is not there; articles can be built into it as well.

    Parameters
    ----------
    path : path
        TSV, CSV (also ``.gz``) or Parquet; for quadruples also the folder of ``train.txt``, ``valid.txt``, ``test.txt``.
    feed : {"icews", "polecat", "gdelt", "quadruples"}
        Its format.
    output : path
        Folder of the dossier.
    day_zero : str or datetime.date, optional
        The day from which quadruples count their time.
    private : bool
        Let citizens, firms and parties stand for their country.
    codebook : path or sequence of paths
        Folders of YAML that overlay the vocabulary.
    progress : callable, optional
        Called with the number of rows read so far.

    Returns
    -------
    ImportReport
        Rows read, kept and left out, and why.

    Raises
    ------
    UsageError
        If the file is not of the format or holds nothing that can be taken over.
    DossierError
        If the dossier cannot be written.

    Examples
    --------
    >>> add_feed("icews.tab", "icews", "dossier").kept  # doctest: +SKIP
    109248
    """
    from rapprochement.dossier.dossier import Dossier
    from rapprochement.feeds.importing import import_feed

    overlays = [Path(p) for p in ([codebook] if isinstance(codebook, str | Path) else codebook)]
    report = import_feed(path, feed, output, _day(day_zero), private, overlays, progress)
    opened = Dossier.open(output)
    if not (opened.path / PAGE).is_file():
        (write_page or _write_page)(opened)
    return report


def _day(value: str | date | None) -> date | None:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{value!r} is no day; write 2018-01-01") from None


def _silent(stage: str, done: int, total: int | None) -> None:
    """Take progress and say nothing."""


class _Build:
    """One run, its lock held."""

    def __init__(
        self,
        root: Path,
        sources: Sequence[Path],
        overlays: Sequence[Path],
        processes: int | None,
        progress: Progress,
        stages: Stages,
    ) -> None:
        self.root = root
        self.sources = [_absolute(p) for p in sources]
        self.given = {os.fspath(_absolute(p)): os.fspath(p) for p in sources}
        self.overlays = overlays
        self.processes = processes
        self.progress = progress
        self.stages = stages
        self.started = time.monotonic()
        self.coding = cache.coding_digest(overlays)
        self.reused = self.coded = 0

    def run(self) -> Dossier:
        previous = self._previous()
        inputs = self._inputs()
        if previous is not None and _same(previous.manifest, inputs) and not _some_failed(previous.manifest):
            if not (self.root / PAGE).is_file():
                self.stages.write_page(self._open())
            return self._open(self._report(previous, unchanged=True))
        from rapprochement.dossier.imported import carried_over, with_imported
        from rapprochement.dossier.tombstones import join

        self.progress("reading", 0, None)
        read = list(self._counted(self.stages.read(self.sources, self.overlays)))
        read = [self._as_given(d) for d in read]
        fresh = [d for d in read if d.reason != METADATA]
        remarks = [[d.path, d.message or ""] for d in read if d.reason == METADATA]
        joined = join(
            fresh, [self._roots(d) for d in fresh], [self._location(d) for d in fresh], previous, self._root_ids()
        )
        self._keep_sources(fresh)
        coded = self._code(joined.documents)
        self.progress("reconciling", 0, None)
        tables = with_imported(self._tables(coded, joined.ledger, joined.tombstones), carried_over(previous))
        self.progress("writing", 0, None)
        not_coded = [c.document for c in coded if c.document.state != "coded"]
        about = {
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "parent": previous.number if previous else None,
            "inputs": inputs,
            "day": datetime.now(UTC).date().isoformat() if _depends_on_day(fresh) else None,
            "program": __version__,
            "code": cache.code_digest(),
            "codebook": load_codebook(self.overlays).digest,
            "overlays": [p.name for p in self.overlays],
            "model": cache.model_digest(),
            "coding": self.coding,
            "python": platform.python_version(),
            "report": {
                "coded": self.coded,
                "reused": self.reused,
                "not_coded": [_named(d) for d in not_coded if not self._unasked(d)],
                "passed_over": [_named(d) for d in not_coded if self._unasked(d)],
                "remarks": remarks,
                "retired": [[t.document, t.reason] for t in joined.retired_now],
            },
        }
        same = previous if previous is not None and _same(previous.manifest, inputs) else None
        snapshot = store.write_snapshot(self.root, tables, about, same)
        self._cache.keep_only(self._keys)
        self.stages.write_page(self._open())
        return self._open(self._report(snapshot, unchanged=snapshot is previous))

    def _open(self, report: BuildReport | None = None) -> Dossier:
        from rapprochement.dossier.dossier import Dossier

        return Dossier.open(self.root, report=report)

    def _previous(self) -> store.Snapshot | None:
        """Return the newest snapshot that is whole; a damaged one is passed over, with a warning."""
        from rapprochement.dossier.imported import RECORDS

        for number in reversed(store.snapshot_numbers(self.root)):
            snapshot = store.load_snapshot(self.root, number)
            try:
                feeds = ("events", RECORDS) if RECORDS in snapshot.manifest["tables"] else ()
                for name in ("documents", "sections", "ledger", "tombstones", "mentions", *feeds):
                    store.table_path(snapshot, name)
            except DossierError as error:
                log.warning("snapshot %d is passed over: %s", number, error)
                continue
            return snapshot
        return None

    def _inputs(self) -> dict[str, str] | None:
        """Return digests of everything a build depends on; equal ones mean that there is nothing to do."""
        from rapprochement.documents.discover import discover

        digest = hashlib.sha256()
        folders: set[Path] = set()
        for found in discover(self.sources):
            digest.update(os.fsencode(found.path) + b"\0" + (found.problem or "").encode() + b"\0")
            try:
                if found.problem is None:
                    digest.update(store.file_hash(found.path).encode())
            except OSError:
                return None
            folder = found.path.parent
            while folder not in folders:
                folders.add(folder)
                if folder == found.root or found.root not in folder.parents:
                    break
                folder = folder.parent
        for folder in sorted(folders):
            sidecar = folder / "metadata.csv"
            if sidecar.is_file():
                digest.update(os.fsencode(sidecar) + b"\0" + store.file_hash(sidecar).encode())
        roots = hashlib.sha256("\n".join(sorted(self._root_ids())).encode()).hexdigest()
        return {"files": digest.hexdigest(), "roots": roots, "coding": self.coding, "code": cache.code_digest()}

    def _counted(self, documents: Iterable[Document]) -> Iterator[Document]:
        for number, document in enumerate(documents, 1):
            self.progress("reading", number, None)
            yield document

    def _as_given(self, document: Document) -> Document:
        """Write the path as the user named it, not with the folders of this machine above it."""
        for absolute, given in self.given.items():
            if document.path == absolute or document.path.startswith(absolute + os.sep):
                return replace(document, path=given.rstrip(os.sep) + document.path[len(absolute) :])
        return document

    def _unasked(self, document: Document) -> bool:
        """Tell whether a file is of a kind that is not read, and was met in a folder rather than named."""
        return document.reason == "unsupported-format" and document.path not in self.given.values()

    def _location(self, document: Document) -> str:
        return _hash(os.fspath(_absolute(Path(document.path))))

    def _roots(self, document: Document) -> tuple[str, ...]:
        path = os.fspath(_absolute(Path(document.path)))
        return tuple(
            _hash(os.fspath(s)) for s in self.sources if path == os.fspath(s) or path.startswith(os.fspath(s) + os.sep)
        )

    def _root_ids(self) -> frozenset[str]:
        return frozenset(_hash(os.fspath(s)) for s in self.sources)

    def _keep_sources(self, documents: Iterable[Document]) -> None:
        from rapprochement.dossier.sources import keep_source

        for document in documents:
            if document.sha256 and not keep_source(self.root, document.sha256, Path(document.path)):
                log.warning("%r changed while it was read; its source is not kept", document.document)

    @property
    def _cache(self) -> cache.Cache:
        return cache.Cache(self.root / "cache")

    def _code(self, documents: Sequence[Document]) -> list[CodedDocument]:
        """Code the documents, from the cache where it has them; a document is cached as soon as it is coded."""
        store_ = self._cache
        self._keys = [cache.document_key(d, self.coding) if d.state == "coded" else "" for d in documents]
        results: list[CodedDocument | None] = []
        for document, key in zip(documents, self._keys, strict=True):
            found = CodedDocument(document) if not key else store_.get(key)
            results.append(replace(found, document=document) if found else None)
        self.reused = sum(r is not None and bool(key) for r, key in zip(results, self._keys, strict=True))
        missing = [i for i, r in enumerate(results) if r is None]
        self.coded = len(missing)
        self.progress("coding", 0, len(missing))
        coded = pipeline.code_documents(
            (documents[i] for i in missing), self.overlays, self.processes, coder=self.stages.coder
        )
        for done, (i, row) in enumerate(zip(missing, coded, strict=True), 1):
            results[i] = row
            if row.document.state == "coded":
                store_.put(self._keys[i], row)
            self.progress("coding", done, len(missing))
        return [r for r in results if r is not None]

    def _tables(
        self, coded: Sequence[CodedDocument], ledger: Sequence[LedgerEntry], tombstones: Sequence[Tombstone]
    ) -> dict[str, Any]:
        from rapprochement.dossier.schema import tables_of, to_table, with_lineage
        from rapprochement.dossier.tombstones import LedgerEntry, Tombstone

        tables = tables_of(coded)
        for name, register in self.stages.registers(coded, self.overlays).items():
            tables[name] = to_table(register.row, register.rows)
        tables["documents"] = with_lineage(tables["documents"], tables.get("derivations"))
        tables["ledger"] = to_table(LedgerEntry, ledger)
        tables["tombstones"] = to_table(Tombstone, tombstones)
        return tables

    def _report(self, snapshot: store.Snapshot, unchanged: bool) -> BuildReport:
        rows = {name: table["rows"] for name, table in snapshot.manifest["tables"].items()}
        told = snapshot.manifest.get("report", {})
        return BuildReport(
            snapshot=snapshot.number,
            unchanged=unchanged,
            documents=rows["documents"],
            coded=0 if unchanged else told["coded"],
            reused=rows["documents"] if unchanged else told["reused"],
            not_coded=tuple((row[0], row[1], row[2]) for row in told["not_coded"]),
            retired=() if unchanged else tuple((row[0], row[1]) for row in told["retired"]),
            mentions=rows["mentions"],
            events=rows.get("events", 0),
            seconds=time.monotonic() - self.started,
            passed_over=tuple((row[0], row[1], row[2]) for row in told.get("passed_over", ())),
            remarks=tuple((row[0], row[1]) for row in told.get("remarks", ())),
        )


def _named(document: Document) -> list[str]:
    return [document.document, document.reason or "", document.message or ""]


def _depends_on_day(documents: Iterable[Document]) -> bool:
    """Tell whether a date was left out because it lies in the future: tomorrow the same file may be read otherwise."""
    return any("future" in (d.reason or "") or "future" in (d.message or "") for d in documents)


def _some_failed(manifest: Mapping[str, Any]) -> bool:
    """Tell whether the coding of a document failed: it may have been the machine, so it is tried again."""
    return any(str(row[1]).startswith("coding-") for row in manifest["report"]["not_coded"])


def _same(manifest: Mapping[str, Any], inputs: Mapping[str, str] | None) -> bool:
    day = manifest.get("day")
    return (
        inputs is not None and manifest.get("inputs") == inputs and day in (None, datetime.now(UTC).date().isoformat())
    )


def _absolute(path: Path) -> Path:
    """Return ``path`` from the root of the file system, links left as they are (the reader follows them itself)."""
    return Path(os.path.normpath(path.absolute()))


def _hash(text: str) -> str:
    """Return a short hash of a path: enough to know it again, without telling the folders of this machine."""
    return hashlib.sha256(os.fsencode(text)).hexdigest()[:16]

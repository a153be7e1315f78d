"""From files and folders to documents, in a fixed order, one bad file never stopping the others."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from rapprochement.codebook import Codebook, load_codebook
from rapprochement.documents.dates import find_dates, is_future, parse_edtf
from rapprochement.documents.discover import FoundFile, discover, is_folder
from rapprochement.documents.formats import read_bytes
from rapprochement.documents.languages import base, detect, is_coded
from rapprochement.documents.layout import Layout
from rapprochement.documents.limits import Limits
from rapprochement.documents.printable import printable
from rapprochement.documents.reading import Reading
from rapprochement.documents.reasons import sentence
from rapprochement.documents.sidecar import NAME, Sidecar, read_sidecar
from rapprochement.documents.tree import sections_of
from rapprochement.errors import DocumentError
from rapprochement.model import Document, SectionKind

MAX_REMARKS = 5
"""Remarks told of one document; more of them say nothing new."""


MAX_FIELD = 1_000
"""Longest title, name or address kept."""


def read_corpus(
    sources: Sequence[Path | str] | Path | str,
    *,
    limits: Limits | None = None,
    codebook: Codebook | None = None,
    languages: Collection[str] = ("fr",),
    today: date | None = None,
) -> Iterator[Document]:
    r"""Read files and folders into documents, ordered by path.

    Parameters
    ----------
    sources : sequence of path
        Files (``.txt .md .html .pdf .docx``) and folders of them, each with an optional ``metadata.csv``.
    limits : Limits, optional
        How large a document may be.
    codebook : Codebook, optional
        Where the layout cues are; the built-in one by default.
    languages : collection of str
        Languages that are coded; a document in another one is kept with the reason ``"language"``.
    today : datetime.date, optional
        Publication dates after this day are not believed; the current day by default.

    Yields
    ------
    Document
        One per file. A file that cannot be read has ``state="not coded"``, a ``reason`` of
        :data:`rapprochement.documents.reasons.REASONS` and a ``message``; nothing is raised for a single file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("Publié le 3 mai 2024\n\nOslo a reçu le ministre avec les égards.")
    ...     [(d.document, d.published, d.found_in["published"]) for d in read_corpus([folder])]
    [('a.txt', '2024-05-03', 'text:first line')]
    """
    paths = [Path(sources)] if isinstance(sources, (str, Path)) else [Path(source) for source in sources]
    reader = CorpusReader(limits or Limits(), codebook or load_codebook(), frozenset(languages), today or date.today())
    return reader.read(paths)


class CorpusReader:
    """Reads documents with one set of limits and cues; see :func:`read_corpus`."""

    def __init__(self, limits: Limits, codebook: Codebook, languages: frozenset[str], today: date) -> None:
        self.limits = limits
        self.layout = Layout.of(codebook)
        self.languages = languages
        self.today = today
        self._sidecars: dict[Path, Sidecar] = {}

    def read(self, sources: Sequence[Path]) -> Iterator[Document]:
        """Yield the documents of the sources in order."""
        files = list(discover(sources))
        names = unique_names(files)
        used: set[tuple[Path, str]] = set()
        for found, name in zip(files, names, strict=True):
            stated = self._stated(found, used)
            yield self.read_one(found, name, stated)
        yield from self._sidecar_problems(sources, used)

    def read_one(self, found: FoundFile, name: str, stated: dict[str, str] | None = None) -> Document:
        """Read one file; what goes wrong becomes the document's state."""
        blank = Document(name, printable(os.fspath(found.path)), "", "", found_in={})
        if found.problem is not None:
            return _not_coded(blank, found.problem, "")
        try:
            data, digest = self._bytes(found.path)
        except DocumentError as error:
            return _not_coded(blank, error.reason, str(error))
        except OSError as error:
            return _not_coded(blank, "unreadable", error.strerror or "")
        blank = replace(blank, sha256=digest)
        try:
            reading = read_bytes(data, found.path.suffix.lower(), self.layout, self.limits)
        except DocumentError as error:
            return self._describe(_not_coded(blank, error.reason, str(error)), Reading(""), found, stated or {})
        return self._describe(blank, reading, found, stated or {})

    def _bytes(self, path: Path) -> tuple[bytes, str]:
        size = path.stat().st_size
        with path.open("rb") as stream:
            if size > self.limits.max_bytes:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                raise _TooLarge(digest, size, self.limits.max_bytes)
            data = stream.read(self.limits.max_bytes + 1)
        return data, hashlib.sha256(data).hexdigest()

    # -- metadata ------------------------------------------------------------------------------------------------------

    def _describe(self, document: Document, reading: Reading, found: FoundFile, stated: dict[str, str]) -> Document:
        """Join what metadata.csv, the file and its name say; earlier ones win."""
        values: dict[str, str] = {}
        places: dict[str, str] = dict(reading.notes)
        remarks: list[tuple[str, str]] = list(reading.remarks)
        for key, value in stated.items():
            if key != "published":
                values[key], places[key] = printable(value)[:MAX_FIELD], NAME
        for key, (value, place) in reading.fields.items():
            if value and key not in values:
                values[key], places[key] = printable(value)[:MAX_FIELD], place
        candidates = [(stated["published"], NAME)] if stated.get("published") else []
        candidates += reading.published
        candidates += [(d.text, "file name") for d in find_dates(_spaced_name(found.path.stem))]
        candidates += reading.weak_dates
        published = self._first_date(candidates, places, remarks)
        updated: list[str] = []
        for value, place in reading.updated:
            parsed = parse_edtf(value) or _with_year(value, published)
            if parsed is None:
                if published is not None:  # "19 juin" without any year is no fault, only unresolved.
                    remarks.append(("bad-date", f"{printable(value)[:60]}, {place}"))
            elif is_future(parsed, self.today):
                remarks.append(("future-date", f"{parsed}, {place}"))
            elif parsed != published and parsed not in updated:
                updated.append(parsed)
                places.setdefault("updated", place)
        for block in reading.blocks:
            if block.update:
                block.update = parse_edtf(block.update) or _with_year(block.update, published)
                block.opens = block.opens and block.update is not None
        language, means = self._language(values.get("language"), reading)
        if language is not None:
            values["language"] = language
            places["language"] = means or places.get("language", "")
        document = replace(
            document,
            text=reading.text,
            sections=sections_of(reading.text, reading.blocks),
            title=values.get("title"),
            author=values.get("author"),
            publisher=values.get("publisher"),
            url=values.get("url"),
            language=values.get("language"),
            published=published,
            updated=tuple(updated),
            found_in=places,
        )
        if document.state == "coded" and not is_coded(language, self.languages):
            document = _not_coded(document, "language", str(language))
        if remarks:
            told = "; ".join(sentence(reason, detail) for reason, detail in remarks[:MAX_REMARKS])
            document = replace(
                document,
                reason=document.reason or remarks[0][0],
                message=f"{document.message}; {told}" if document.message else told,
            )
        return document

    def _first_date(
        self, candidates: Sequence[tuple[str, str]], places: dict[str, str], remarks: list[tuple[str, str]]
    ) -> str | None:
        for value, place in candidates:
            parsed = parse_edtf(value)
            if parsed is None:
                remarks.append(("bad-date", f"{printable(value)[:60]}, {place}"))
            elif is_future(parsed, self.today):
                remarks.append(("future-date", f"{parsed}, {place}"))
            else:
                places["published"] = place
                return parsed
        return None

    def _language(self, stated: str | None, reading: Reading) -> tuple[str | None, str]:
        if stated and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*", stated.strip()):
            return base(stated), ""
        coded = (SectionKind.PARAGRAPH, SectionKind.LIST_ITEM, SectionKind.HEADING)
        pieces: list[str] = []
        size = 0
        for block in reading.blocks:
            if block.kind in coded and size < 20_000:
                pieces.append(reading.text[block.start : block.end][:20_000])
                size += len(pieces[-1])
        return detect(" \n".join(pieces)) if pieces else (None, "")

    # -- metadata.csv --------------------------------------------------------------------------------------------------

    def _stated(self, found: FoundFile, used: set[tuple[Path, str]]) -> dict[str, str]:
        """Return the row for a file from the nearest metadata.csv at or above it, within its source."""
        folder = found.path.parent
        while True:
            sidecar = self._sidecar(folder)
            if sidecar is not None:
                key = found.path.relative_to(folder).as_posix()
                if key in sidecar.rows:
                    used.add((folder, key))
                    return sidecar.rows[key]
            if folder == found.root or found.root not in folder.parents:
                return {}
            folder = folder.parent

    def _sidecar(self, folder: Path) -> Sidecar | None:
        if folder not in self._sidecars:
            path = folder / NAME
            self._sidecars[folder] = read_sidecar(path) if os.path.lexists(path) else Sidecar(path)
        return self._sidecars[folder]

    def _sidecar_problems(self, sources: Sequence[Path], used: set[tuple[Path, str]]) -> Iterator[Document]:
        whole = {source for source in sources if is_folder(source)}
        for folder, sidecar in sorted(self._sidecars.items()):
            problems = list(sidecar.problems)
            if folder in whole:
                lost = [name for name in sidecar.rows if (folder, name) not in used]
                if lost:
                    more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
                    problems.append("no such file: " + ", ".join(printable(name) for name in lost[:5]) + more)
            if problems:
                path = printable(os.fspath(sidecar.path))
                yield _not_coded(Document(NAME, path, "", ""), "metadata-csv", "; ".join(problems[:20]))


class _TooLarge(DocumentError):
    """A file beyond the limit; its hash is known all the same."""

    def __init__(self, digest: str, size: int, limit: int) -> None:
        super().__init__("too-large", f"{size / 1024**2:.0f} MB, limit {limit / 1024**2:.0f} MB")
        self.digest = digest


def _not_coded(document: Document, reason: str, detail: str) -> Document:
    return replace(document, state="not coded", reason=reason, message=sentence(reason, detail))


def _with_year(words: str, published: str | None) -> str | None:
    """Read "19 juin" with the year of publication."""
    return parse_edtf(f"{words} {published[:4]}") if published else None


def _spaced_name(stem: str) -> str:
    return re.sub(
        r"(?<!\d)(\d{4})[-_.](\d{2})[-_.](\d{2})(?!\d)",
        r" \1-\2-\3 ",
        re.sub(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)", r" \1-\2-\3 ", stem),
    )


def unique_names(files: Sequence[FoundFile]) -> list[str]:
    """Name each file so that no two documents share a name: the file name, else the path within the source, else with a number.

    Examples
    --------
    >>> root = Path("/c")
    >>> unique_names([FoundFile(root / "a/x.txt", root), FoundFile(root / "b/x.txt", root), FoundFile(root / "y.txt", root)])
    ['a/x.txt', 'b/x.txt', 'y.txt']
    """
    bare = [printable(found.path.name) for found in files]
    counts = Counter(bare)
    longer = [
        name if counts[name] == 1 else printable(found.path.relative_to(found.root).as_posix())
        for name, found in zip(bare, files, strict=True)
    ]
    again = Counter(longer)
    longer = [
        name if again[name] == 1 else printable(f"{found.root.name}/{found.path.relative_to(found.root).as_posix()}")
        for name, found in zip(longer, files, strict=True)
    ]
    seen: Counter[str] = Counter()
    names = []
    for name in longer:
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names

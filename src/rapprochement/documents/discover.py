"""Which files a source holds: folders walked in a fixed order, links followed once, nothing opened."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapprochement.documents.sidecar import NAME

SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx"})


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file, the source folder it was found in, and what is already known to be wrong with it."""

    path: Path
    root: Path
    problem: str | None = None


def discover(sources: Sequence[Path]) -> Iterator[FoundFile]:
    """Yield the files of the sources, each once, sorted by path within each source.

    Hidden files, ``metadata.csv`` and folders that are dossiers themselves are passed over. A file of another kind is
    yielded with the problem ``"unsupported-format"``.
    """
    seen: set[tuple[int, int]] = set()
    for source in sources:
        if is_folder(source):
            yield from _walk(source, source, seen, frozenset())
        elif source.name != NAME:  # "articles/*" of a shell names it too
            yield from _file(source, source.parent, seen, named=True)


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; one that may not be looked at is not."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _walk(
    folder: Path, root: Path, seen: set[tuple[int, int]], above: frozenset[tuple[int, int]]
) -> Iterator[FoundFile]:
    # A stack instead of recursion: folders can be nested deeper than Python's stack.
    pending: list[tuple[Path, frozenset[tuple[int, int]]]] = [(folder, above)]
    while pending:
        current, ancestors = pending.pop()
        try:
            state = current.stat()
            key = (state.st_dev, state.st_ino)
            if key in ancestors:
                yield FoundFile(current, root, "symlink-loop")
                continue
            names = sorted(path.name for path in current.iterdir())
        except OSError as error:
            yield FoundFile(current, root, _reason(error))
            continue
        if current != root and "datapackage.json" in names:
            continue
        inner = ancestors | {key}
        for name in names:
            if name.startswith(".") or name == NAME:
                continue
            path = current / name
            if is_folder(path):
                pending.append((path, inner))
            else:
                yield from _file(path, root, seen, named=False)


def _file(path: Path, root: Path, seen: set[tuple[int, int]], *, named: bool) -> Iterator[FoundFile]:
    try:
        state = path.stat()
    except OSError as error:
        yield FoundFile(path, root, _reason(error))
        return
    except ValueError:  # A NUL in the name: no file can be called so.
        yield FoundFile(path, root, "missing")
        return
    key = (state.st_dev, state.st_ino)
    if key in seen and (path.is_symlink() or named):
        return
    seen.add(key)
    if not stat.S_ISREG(state.st_mode):
        yield FoundFile(path, root, "not-a-file")
    elif path.suffix.lower() not in SUFFIXES:
        yield FoundFile(path, root, "unsupported-format")
    else:
        yield FoundFile(path, root)


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "symlink-loop"
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return "missing"
    return "unreadable"

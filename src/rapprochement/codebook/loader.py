"""Reads codebook files, checks them and hands their entries out by kind."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from rapprochement.errors import CodebookError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KIND = re.compile(rb"^kind:[ \t]*[\"']?([\w-]+)", re.MULTILINE)
BUILT_IN = Path(__file__).parent / "data"


class Entry(BaseModel):
    """Base of every codebook entry: unknown keys are refused, values are frozen.

    Parameters
    ----------
    id : str
        Unique within the entry's kind; it is what ``rule_id`` names.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """One YAML file of the vocabulary, not yet parsed; ``layer`` is 0 for the built-in ones, then the overlays in order."""

    path: Path
    layer: int
    kind: str
    content: bytes = field(repr=False)

    def parse(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (id, entry) in file order.

        Raises
        ------
        CodebookError
            If the file is not YAML of the form ``{kind: NAME, entries: [{id: …}, …]}``.
        """
        try:
            data = yaml.load(self.content, Loader=_Loader)
        except yaml.YAMLError as error:
            raise CodebookError(f"{self.path}: not YAML: {error}") from error
        if not isinstance(data, dict) or set(data) != {"kind", "entries"} or not isinstance(data["entries"], list):
            raise CodebookError(f"{self.path}: a codebook file is a mapping with 'kind' and 'entries' (a list)")
        for entry in data["entries"]:
            if not isinstance(entry, dict) or "id" not in entry:
                raise CodebookError(f"{self.path}: every entry is a mapping with an 'id'; found {entry!r:.80}")
            yield str(entry["id"]), entry


E_ = TypeVar("E_", bound=Entry)


class Codebook:
    """The vocabulary of one run: the built-in files and any overlays.

    Parameters
    ----------
    files : sequence of CodebookFile
        In order of precedence, later ones winning.
    digest : str
        SHA-256 over all files, part of the cache key of coded documents.

    Notes
    -----
    A file is parsed when its kind is first asked for: a run that only reads a dossier parses none.

    Examples
    --------
    >>> load_codebook().digest == load_codebook().digest
    True
    """

    def __init__(self, files: Sequence[CodebookFile], digest: str) -> None:
        self._files: dict[str, list[CodebookFile]] = {}
        for file in files:
            self._files.setdefault(file.kind, []).append(file)
        self._origins: dict[tuple[str, str], str] = {}
        self._typed: dict[tuple[str, type[Entry]], dict[str, Any]] = {}
        self._compiled: dict[Any, Any] = {}
        self.digest = digest

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds present, sorted."""
        return tuple(sorted(self._files))

    def files(self, kind: str) -> tuple[CodebookFile, ...]:
        """Return the files that hold entries of ``kind``, in order of precedence."""
        return tuple(self._files.get(kind, ()))

    def entries(self, kind: str, model: type[E_]) -> dict[str, E_]:
        """Return the entries of one kind, validated as ``model``, by id in file order.

        Raises
        ------
        CodebookError
            If an entry does not fit the model; the message names file, entry and field.
        """
        key = (kind, model)
        if key not in self._typed:
            typed: dict[str, E_] = {}
            for entry_id, raw in self._parse(kind).items():
                try:
                    typed[entry_id] = model.model_validate(raw)
                except ValidationError as error:
                    first = error.errors()[0]
                    where = ".".join(str(part) for part in first["loc"])
                    raise CodebookError(
                        f"{self._origins[kind, entry_id]}: {kind} '{entry_id}', field '{where}': {first['msg']}"
                    ) from error
            self._typed[key] = typed
        return dict(self._typed[key])

    def _parse(self, kind: str) -> dict[str, dict[str, Any]]:
        merged: dict[str, dict[str, Any]] = {}
        seen: set[tuple[int, str]] = set()
        for file in self._files.get(kind, []):
            for entry_id, entry in file.parse():
                if (file.layer, entry_id) in seen:
                    raise CodebookError(f"{file.path}: {kind} '{entry_id}' stands twice")
                seen.add((file.layer, entry_id))
                merged[entry_id] = entry
                self._origins[kind, entry_id] = str(file.path)
        return merged

    def find(self, entry_id: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield (kind, file, entry as read) of every entry with this id, whatever its kind: what a ``rule_id`` names.

        Examples
        --------
        >>> next(load_codebook().find("CONSULT"))[0]
        'event_types'
        """
        for kind in self.kinds:
            entry = self._parse(kind).get(entry_id)
            if entry is not None:
                yield kind, self._origins[kind, entry_id], entry

    def raw(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return the entries of one kind as read, by id; none for a kind there is not."""
        return self._parse(kind)

    def counts(self) -> dict[str, int]:
        """Return how many entries each kind has; every file is parsed, so that a faulty one is told."""
        return {kind: len(self._parse(kind)) for kind in self.kinds}

    def compiled(self, key: Any, build: Any) -> Any:
        """Return what ``build()`` made for ``key``, made once per codebook (matchers, compiled grammars)."""
        if key not in self._compiled:
            self._compiled[key] = build()
        return self._compiled[key]


def load_codebook(overlays: Sequence[Path | str] = ()) -> Codebook:
    """Find the built-in codebook and any overlay folders, later ones winning.

    Parameters
    ----------
    overlays : sequence of path
        Folders of YAML files of the same form as the built-in ones; they are parsed at once, so that a slip in one is told
        before any work.

    Raises
    ------
    CodebookError
        If a folder is missing or a file is not of the right form.
    """
    files: list[CodebookFile] = []
    digest = hashlib.sha256()
    for number, layer in enumerate((BUILT_IN, *map(Path, overlays))):
        if not layer.is_dir():
            raise CodebookError(f"no codebook folder at {layer}")
        for path in sorted(layer.rglob("*.y*ml")):
            content = path.read_bytes()
            digest.update(path.relative_to(layer).as_posix().encode() + b"\0" + content + b"\0")
            named = _KIND.search(content)
            if named is None:
                raise CodebookError(f"{path}: a codebook file is a mapping with 'kind' and 'entries' (a list)")
            file = CodebookFile(path, number, named.group(1).decode(), content)
            if number:
                list(file.parse())
            files.append(file)
    return Codebook(files, digest.hexdigest())

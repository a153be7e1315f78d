"""Reads codebook files, checks them and hands their entries out by kind."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from rapprochement.errors import CodebookError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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


E_ = TypeVar("E_", bound=Entry)


class Codebook:
    """The vocabulary of one run: the built-in files and any overlays.

    Parameters
    ----------
    raw : mapping of str to mapping of str to dict
        Kind, then entry id, then the entry as read.
    origins : mapping of (str, str) to str
        File each entry came from, for messages.
    digest : str
        SHA-256 over all files read, part of the cache key of coded documents.

    Examples
    --------
    >>> load_codebook().digest == load_codebook().digest
    True
    """

    def __init__(self, raw: Mapping[str, Mapping[str, dict[str, Any]]], origins: Mapping[tuple[str, str], str], digest: str) -> None:
        self._raw = raw
        self._origins = origins
        self._typed: dict[tuple[str, type[Entry]], dict[str, Any]] = {}
        self._compiled: dict[Any, Any] = {}
        self.digest = digest

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds present, sorted."""
        return tuple(sorted(self._raw))

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
            for entry_id, raw in self._raw.get(kind, {}).items():
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

    def compiled(self, key: Any, build: Any) -> Any:
        """Return what ``build()`` made for ``key``, made once per codebook (matchers, compiled grammars)."""
        if key not in self._compiled:
            self._compiled[key] = build()
        return self._compiled[key]


def load_codebook(overlays: Sequence[Path | str] = ()) -> Codebook:
    """Read the built-in codebook and any overlay folders, later ones winning.

    Parameters
    ----------
    overlays : sequence of path
        Folders of YAML files of the same form as the built-in ones.

    Raises
    ------
    CodebookError
        If a folder is missing, a file is not YAML of the right form, or an id stands twice in one layer.
    """
    raw: dict[str, dict[str, dict[str, Any]]] = {}
    origins: dict[tuple[str, str], str] = {}
    digest = hashlib.sha256()
    for layer in (BUILT_IN, *map(Path, overlays)):
        if not layer.is_dir():
            raise CodebookError(f"no codebook folder at {layer}")
        seen: set[tuple[str, str]] = set()
        for path in sorted(layer.rglob("*.y*ml")):
            content = path.read_bytes()
            digest.update(path.relative_to(layer).as_posix().encode() + b"\0" + content + b"\0")
            try:
                data = yaml.load(content, Loader=_Loader)
            except yaml.YAMLError as error:
                raise CodebookError(f"{path}: not YAML: {error}") from error
            if not isinstance(data, dict) or set(data) != {"kind", "entries"} or not isinstance(data["entries"], list):
                raise CodebookError(f"{path}: a codebook file is a mapping with 'kind' and 'entries' (a list)")
            kind = str(data["kind"])
            for entry in data["entries"]:
                if not isinstance(entry, dict) or "id" not in entry:
                    raise CodebookError(f"{path}: every entry is a mapping with an 'id'; found {entry!r:.80}")
                entry_id = str(entry["id"])
                if (kind, entry_id) in seen:
                    raise CodebookError(f"{path}: {kind} '{entry_id}' stands twice")
                seen.add((kind, entry_id))
                raw.setdefault(kind, {})[entry_id] = entry
                origins[kind, entry_id] = str(path)
    return Codebook(raw, origins, digest.hexdigest())

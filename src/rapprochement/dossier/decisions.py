"""``decisions.jsonl``: what people decided, append-only and apart from everything that can be rebuilt.

One JSON object a line: ``id``, ``made`` (when), ``by``, ``kind``, ``target`` (an id of a mention, event, expectation…),
``value`` and ``note``. A line is never changed; a later decision about the same target and kind wins.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rapprochement.errors import DossierError, UsageError
from rapprochement.identity import short_hash

FILE = "decisions.jsonl"


@dataclass(frozen=True, slots=True)
class Decision:
    """One human decision."""

    id: str
    made: str
    by: str
    kind: str
    target: str
    value: Any
    note: str = ""


def append(root: Path, kind: str, target: str, value: Any, by: str = "", note: str = "") -> Decision:
    """Append one decision, flushed to disk before returning.

    Raises
    ------
    UsageError
        If ``kind`` or ``target`` is empty or ``value`` is not JSON.
    DossierError
        If the file cannot be written.
    """
    if not kind or not target:
        raise UsageError("a decision needs a kind and the id it is about")
    made = datetime.now(UTC).isoformat(timespec="microseconds")
    try:
        decision = Decision(
            "d-" + short_hash(made, kind, target, json.dumps(value)), made, by, kind, target, value, note
        )
    except TypeError as error:
        raise UsageError(f"the value of a decision must be plain JSON: {error}") from error
    path = root / FILE
    line = json.dumps(asdict(decision), ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
    try:
        with path.open("ab+") as handle:
            if handle.tell():
                handle.seek(-1, os.SEEK_END)
                if handle.read(1) != b"\n":  # a kill tore the last line: keep it as it is, on a line of its own
                    line = b"\n" + line
            handle.write(line)
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        raise DossierError(f"cannot write {path}: {error.strerror or error}") from error
    return decision


def read(root: Path) -> tuple[list[Decision], list[str]]:
    """Return all decisions in order, and a sentence for each line that is no decision.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = append(Path(folder), "merge", "e-abc", {"with": "e-def"})
    ...     decisions, faults = read(Path(folder))
    >>> decisions[0].kind, faults
    ('merge', [])
    """
    path = root / FILE
    if not path.exists():
        return [], []
    decisions, faults = [], []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            decisions.append(Decision(**json.loads(line)))
        except (ValueError, TypeError):
            faults.append(f"{FILE}, line {number}: not a decision (a torn or edited line)")
    return decisions, faults

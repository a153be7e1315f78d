"""Rooms import what stands before them, never what stands after; what ARCHITECTURE.md says is so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "rapprochement"
ORDER = (
    *("errors", "model", "codebook", "identity", "workers", "language", "documents", "times", "actors", "events"),
    *("pipeline", "reconcile", "measures", "forecasts", "dossier", "feeds", "publish", "builder", "cli", "__main__"),
)
"""Rooms and modules from the first to the last; each imports earlier ones only."""
DOORS = {("dossier", "publish")}
"""``Dossier.plot`` leads to the room behind it, imported when it is called: a method for people, nothing rests on it."""


def _imports(path: Path) -> Iterator[str]:
    """Yield the rooms a file imports when it runs; what only a type checker sees does not count."""
    pending: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            pending.extend(node.orelse)
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "rapprochement":
            inner = (node.module or "").split(".")[1:]
            yield from inner[:1] or [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("rapprochement."))
        pending.extend(ast.iter_child_nodes(node))


def test_no_room_imports_a_later_one() -> None:
    wrong = []
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if room == "__init__":
            continue
        for other in _imports(path):
            known = other in ORDER and (room, other) not in DOORS and other != room
            if known and ORDER.index(other) > ORDER.index(room):
                wrong.append(f"{path.relative_to(SOURCE)} imports {other}")
    assert not wrong


def test_every_room_stands_in_the_order_and_in_the_architecture() -> None:
    rooms = {p.name.removesuffix(".py") for p in SOURCE.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    assert rooms - {"__init__"} == set(ORDER)
    stated = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert not [room for room in rooms if not room.startswith("__") and room not in stated]

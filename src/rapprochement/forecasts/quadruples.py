"""Dated facts (source, relation, target, step) as arrays: what all forecasts read, whatever feed they came from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rapprochement.errors import UsageError

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Quadruples:
    """Distinct facts ordered by time step.

    Attributes
    ----------
    source, relation, target, step : array of int
        Ids into ``actors`` and ``relations``; ``step`` counts equal intervals (days for ICEWS).
    actors, relations : tuple of str
        Names by id; may be empty when only ids are known.
    n_actors, n_relations : int
        Sizes of the id spaces.

    Examples
    --------
    >>> facts = Quadruples.of([(0, 0, 1, 3), (1, 0, 0, 1), (0, 0, 1, 3)])
    >>> len(facts), facts.step.tolist()
    (2, [1, 3])
    """

    source: Ints
    relation: Ints
    target: Ints
    step: Ints
    n_actors: int
    n_relations: int
    actors: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        rows: NDArray[np.integer] | list[tuple[int, int, int, int]],
        n_actors: int = 0,
        n_relations: int = 0,
        actors: tuple[str, ...] = (),
        relations: tuple[str, ...] = (),
    ) -> Quadruples:
        """Make quadruples of rows (source, relation, target, step): repeated facts count once, order is by step.

        Raises
        ------
        UsageError
            If an id or a step is negative.
        """
        array = np.asarray(rows, dtype=np.int64).reshape(-1, 4)
        if array.size and array.min() < 0:
            raise UsageError("ids and steps of quadruples must not be negative")
        array = np.unique(array[:, [3, 0, 1, 2]], axis=0)
        top_actor = int(array[:, [1, 3]].max()) + 1 if len(array) else 0
        top_relation = int(array[:, 2].max()) + 1 if len(array) else 0
        return cls(
            source=np.ascontiguousarray(array[:, 1]),
            relation=np.ascontiguousarray(array[:, 2]),
            target=np.ascontiguousarray(array[:, 3]),
            step=np.ascontiguousarray(array[:, 0]),
            n_actors=max(n_actors, top_actor, len(actors)),
            n_relations=max(n_relations, top_relation, len(relations)),
            actors=actors,
            relations=relations,
        )

    def __len__(self) -> int:
        return len(self.step)

    def rows(self) -> Ints:
        """Return the facts as an array of (source, relation, target, step)."""
        return np.column_stack([self.source, self.relation, self.target, self.step])

    def both_directions(self) -> Quadruples:
        """Add every fact read from its target's side, as relation ``relation + n_relations``."""
        there = self.rows()
        back = there[:, [2, 1, 0, 3]].copy()
        back[:, 1] += self.n_relations
        names = (*self.relations, *(f"{name} (inverse)" for name in self.relations))
        return Quadruples.of(np.vstack([there, back]), self.n_actors, 2 * self.n_relations, self.actors, names)

    def until(self, step: int) -> Quadruples:
        """Return the facts before ``step``."""
        return Quadruples.of(
            self.rows()[self.step < step], self.n_actors, self.n_relations, self.actors, self.relations
        )


@dataclass(frozen=True, slots=True, eq=False)
class Benchmark:
    """All facts of a benchmark set and the steps at which its valid and its test part begin, and the step after its end."""

    facts: Quadruples
    valid: int
    test: int
    end: int


def _names(path: Path) -> tuple[str, ...]:
    names: dict[int, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if "\t" in line:
            name, number = line.rsplit("\t", 1)
            names[int(number)] = name.strip()
    return tuple(names.get(number, str(number)) for number in range(max(names, default=-1) + 1))


def read_benchmark(folder: Path | str, hours: int = 24) -> Benchmark:
    """Read a set distributed as ``train.txt``, ``valid.txt``, ``test.txt`` with ``entity2id.txt`` and ``relation2id.txt``.

    Parameters
    ----------
    folder : path
        Lines are ``subject relation object time …`` separated by tabs; splits follow each other in time.
    hours : int
        Units of the time column in one step.

    Raises
    ------
    UsageError
        If a file is missing or the splits overlap in time.
    """
    folder = Path(folder)
    parts = []
    for name in ("train", "valid", "test"):
        path = folder / f"{name}.txt"
        if not path.is_file():
            raise UsageError(f"no {name}.txt in {folder}; expected train.txt, valid.txt, test.txt")
        parts.append(np.loadtxt(path, dtype=np.int64, usecols=(0, 1, 2, 3), ndmin=2))
    for part in parts:
        part[:, 3] //= hours
    train, valid, test = parts
    if train[:, 3].max() >= valid[:, 3].min() or valid[:, 3].max() >= test[:, 3].min():
        raise UsageError(f"the splits in {folder} overlap in time")
    entities, relations = folder / "entity2id.txt", folder / "relation2id.txt"
    facts = Quadruples.of(
        np.vstack(parts),
        actors=_names(entities) if entities.is_file() else (),
        relations=_names(relations) if relations.is_file() else (),
    )
    return Benchmark(facts, int(valid[:, 3].min()), int(test[:, 3].min()), int(test[:, 3].max()) + 1)

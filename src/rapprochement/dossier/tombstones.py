"""Joining what was just read with what the dossier holds: names that stay, documents carried on, tombstones for those
gone.

Nothing leaves a dossier silently (ACLED deletes rows, and who used them never learns): a document whose file is gone,
or whose text has changed, leaves a tombstone with the reason and the ids of the mentions that went with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from rapprochement.dossier import store
from rapprochement.dossier.schema import documents_from, row_from
from rapprochement.model import Document


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Where a document was found: hashes of its path and of the sources that held it, and the snapshot it came with."""

    document: str
    location: str
    roots: tuple[str, ...]
    added: int


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A document, or a version of one, that is no longer part of the dossier.

    ``reason`` is ``"source-gone"`` or ``"text-changed"``; ``snapshot`` the last one that holds it; ``mentions`` their
    ids.
    """

    document: str
    sha256: str
    reason: str
    message: str
    snapshot: int
    mentions: tuple[str, ...]
    title: str | None = None
    publisher: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """What a snapshot is made of: all documents in the order of their names, where they were found, and who is gone."""

    documents: list[Document]
    ledger: list[LedgerEntry]
    tombstones: list[Tombstone]
    retired_now: list[Tombstone]


def _free_name(document: Document, taken: set[str]) -> str:
    """Return a name nobody has: the document's own, else with its folder, else with a number."""
    longer = PurePath(document.path).parent.name + "/" + document.document
    number = 2
    for name in (document.document, longer):
        if name not in taken:
            return name
    while f"{document.document} ({number})" in taken:
        number += 1
    return f"{document.document} ({number})"


def join(
    fresh: Sequence[Document],
    roots: Sequence[tuple[str, ...]],
    locations: Sequence[str],
    previous: store.Snapshot | None,
    read_roots: frozenset[str],
) -> Joined:
    """Join documents just read with those of the snapshot before.

    Parameters
    ----------
    fresh : sequence of Document
        As read.
    roots, locations : sequence
        For each of them the hashes of the sources it was found under, and of its path.
    previous : Snapshot, optional
        The snapshot before.
    read_roots : frozenset of str
        Hashes of the sources that were read now: a document once found under one of them and not found again is gone.
    """
    number = previous.number + 1 if previous else 1
    old: dict[str, Document] = {}
    entries: dict[str, LedgerEntry] = {}
    tombstones: list[Tombstone] = []
    mentions: dict[str, list[str]] = defaultdict(list)
    if previous is not None:
        read = {name: store.read_table(previous, name) for name in ("documents", "sections", "ledger", "tombstones")}
        old = {d.document: d for d in documents_from(read["documents"], read["sections"])}
        entries = {e.document: e for e in (row_from(LedgerEntry, row) for row in read["ledger"].to_pylist())}
        tombstones = [row_from(Tombstone, row) for row in read["tombstones"].to_pylist()]
        for row in store.read_table(previous, "mentions").select(["mention", "document"]).to_pylist():
            mentions[row["document"]].append(row["mention"])
    by_location = {e.location: e.document for e in entries.values()}
    by_content = {(PurePath(d.path).name, d.sha256): name for name, d in old.items() if d.sha256}

    documents: dict[str, Document] = {}
    ledger: dict[str, LedgerEntry] = {}
    retired: list[Tombstone] = []
    here = set(locations)
    unnamed: list[int] = []
    for i, document in enumerate(fresh):
        name = by_location.get(locations[i])
        if name is None:
            # the same file in another place, the place it had before being empty now: moved, not new
            moved = by_content.get((PurePath(document.path).name, document.sha256))
            name = moved if moved is not None and entries[moved].location not in here else None
        if name is None or name in documents:
            unnamed.append(i)
            continue
        documents[name] = replace(document, document=name)
        before, entry = old[name], entries[name]
        ledger[name] = LedgerEntry(name, locations[i], tuple(sorted({*roots[i], *entry.roots})), entry.added)
        if before.text and before.sha256 != document.sha256:
            retired.append(_tombstone(before, "text-changed", number - 1, mentions[name]))
    for name, before in old.items():
        if name in documents:
            continue
        if read_roots & set(entries[name].roots):
            retired.append(_tombstone(before, "source-gone", number - 1, mentions[name]))
        else:
            documents[name] = _tried_again(before)
            ledger[name] = entries[name]
    for i in unnamed:
        name = _free_name(fresh[i], set(documents))
        documents[name] = replace(fresh[i], document=name)
        ledger[name] = LedgerEntry(name, locations[i], tuple(sorted(roots[i])), number)
    names = sorted(documents)
    return Joined([documents[n] for n in names], [ledger[n] for n in names], tombstones + retired, retired)


def _tried_again(document: Document) -> Document:
    """Take back that coding failed: another version of the program may do better."""
    if (document.reason or "").startswith("coding-"):
        return replace(document, state="coded", reason=None, message=None)
    return document


def _tombstone(document: Document, reason: str, snapshot: int, mentions: Sequence[str]) -> Tombstone:
    message = {
        "source-gone": f"its file is no longer in the folder it was read from; snapshot {snapshot} is the last to hold it",
        "text-changed": f"its file has changed; snapshot {snapshot} is the last to hold the text before",
    }[reason]
    return Tombstone(
        document.document,
        document.sha256,
        reason,
        message,
        snapshot,
        tuple(mentions),
        document.title,
        document.publisher,
        document.published,
    )

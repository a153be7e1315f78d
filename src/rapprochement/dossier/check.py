"""``rapprochement check``: hashes, references, spans, decisions and versions verified, with the way to repair each fault."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from rapprochement.dossier import decisions, store
from rapprochement.dossier.imported import RECORDS
from rapprochement.dossier.schema import row_from
from rapprochement.dossier.sources import source_path
from rapprochement.errors import DossierError
from rapprochement.identity import mention_ids
from rapprochement.model import EventMention

REBUILD = "build the same folder again: tables are made anew from the sources and the cache, decisions are kept"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: ``fault`` (data is damaged or missing) or ``warning`` (it can be made anew)."""

    level: str
    message: str
    advice: str


def check(root: Path) -> Iterator[Finding]:
    """Verify a dossier and yield what is wrong with it; nothing when it is whole.

    Raises
    ------
    DossierError
        If there is no dossier, or it is of a newer format.
    """
    store.verify_is_dossier(root)
    numbers = store.snapshot_numbers(root)
    if not numbers:
        yield Finding("fault", "there is no complete snapshot", "run 'rapprochement build' again")
    for number in numbers:
        broken = yield from _check_files(root, number)
        if number == numbers[-1] and not broken:
            snapshot = store.load_snapshot(root, number)
            yield from _check_rows(snapshot)
            yield from _check_sources(root, snapshot)
            yield from _check_package(root, snapshot)
    yield from _check_decisions(root, numbers)
    folder = root / store.SNAPSHOTS
    for path in sorted(folder.glob(".building-*")) if folder.is_dir() else []:
        yield Finding(
            "warning", f"{path.name} was left behind by a build that was stopped", "the next build removes it"
        )


def _check_files(root: Path, number: int) -> Generator[Finding, None, bool]:
    """Verify one snapshot's files; return whether any is broken."""
    try:
        snapshot = store.load_snapshot(root, number)
    except DossierError as error:
        yield Finding("fault", str(error), REBUILD)
        return True
    broken = False
    for name in sorted(snapshot.manifest["tables"]):
        try:
            store.table_path(snapshot, name)
        except DossierError as error:
            broken = True
            yield Finding("fault", str(error).split("; ")[0], REBUILD)
    return broken


def _check_rows(snapshot: store.Snapshot) -> Iterator[Finding]:
    tables = {name: store.read_table(snapshot, name) for name in ("documents", "mentions", "times", "actors", "events")}
    texts = dict(zip(tables["documents"]["document"].to_pylist(), tables["documents"]["text"].to_pylist(), strict=True))
    for name in ("mentions", "times", "actors"):
        wrong = 0
        for row in tables[name].to_pylist():
            text = texts.get(row["document"])
            inside = text is not None and 0 <= row["start"] < row["end"] <= len(text)
            if inside and name == "mentions":
                inside = 0 <= row["trigger_start"] < row["trigger_end"] <= len(text or "")
            elif inside:
                inside = (text or "")[row["start"] : row["end"]] == row["text"]
            wrong += not inside
        if wrong:
            yield Finding("fault", f"{wrong} rows of {name} do not re-read their text", REBUILD)
    rows = tables["mentions"].to_pylist()
    by_document: dict[str, list[EventMention]] = {}
    stated: dict[str, list[str]] = {}
    for row in rows:
        by_document.setdefault(row["document"], []).append(row_from(EventMention, row))
        stated.setdefault(row["document"], []).append(row["mention"])
    if any(mention_ids(by_document[d]) != stated[d] for d in by_document):
        yield Finding("fault", "ids of mentions do not follow from their content", REBUILD)
    known = {row["mention"] for row in rows}
    events = tables["events"]
    if RECORDS in snapshot.manifest["tables"]:
        recorded = set(store.read_table(snapshot, RECORDS)["event"].to_pylist())
        without = recorded - set(events["event"].to_pylist())
        if without:
            yield Finding("fault", f"{len(without)} records of feeds have no event", "import the feed again")
    else:
        recorded = set()
    lost = sum(
        m not in known
        for event, mentions in zip(events["event"].to_pylist(), events["mentions"].to_pylist(), strict=True)
        if event not in recorded
        for m in mentions
    )
    if lost:
        yield Finding("fault", f"events name {lost} mentions that do not exist", REBUILD)


def _check_sources(root: Path, snapshot: store.Snapshot) -> Iterator[Finding]:
    documents = store.read_table(snapshot, "documents").select(["document", "path", "sha256"]).to_pylist()
    missing, damaged = [], []
    for row in documents:
        if not row["sha256"]:
            continue
        path = source_path(root, row["sha256"], row["path"])
        if not path.is_file():
            missing.append(row["document"])
        elif store.file_hash(path) != row["sha256"]:
            damaged.append(row["document"])
    for what, found in (("missing", missing), ("damaged", damaged)):
        if found:
            names = ", ".join(repr(name) for name in found[:3]) + (
                f" and {len(found) - 3} more" if len(found) > 3 else ""
            )
            yield Finding(
                "fault",
                f"the original file of {len(found)} documents is {what} in sources/: {names}",
                "remove the damaged files from sources/ and build the folder they came from again",
            )


def _check_package(root: Path, snapshot: store.Snapshot) -> Iterator[Finding]:
    try:
        package = json.loads((root / store.PACKAGE_FILE).read_bytes())
        stale = package != json.loads((snapshot.path / store.PACKAGE_FILE).read_bytes())
    except (OSError, ValueError):
        stale = True
    if stale:
        yield Finding(
            "warning", f"{store.PACKAGE_FILE} does not describe the current snapshot", "the next build renews it"
        )
    if not (root / "index.html").is_file():
        yield Finding("warning", "there is no page (index.html)", f"run 'rapprochement page {root}'")


def _check_decisions(root: Path, numbers: list[int]) -> Iterator[Finding]:
    made, faults = decisions.read(root)
    for fault in faults:
        yield Finding("fault", fault, "repair the line by hand or remove it; the other decisions count")
    if not made:
        return
    known: set[str] = set()
    for number in numbers:
        for name, column in (("mentions", "mention"), ("events", "event")):
            try:
                known.update(store.read_table(store.load_snapshot(root, number), name)[column].to_pylist())
            except DossierError:  # said above, where files are checked
                continue
    for decision in made:
        if decision.target.startswith(("e-", "m-")) and decision.target not in known:
            yield Finding(
                "warning",
                f"decision {decision.id} is about {decision.target}, which no snapshot holds",
                "look whether its document was removed; the decision is kept",
            )

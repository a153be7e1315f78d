"""Events a dossier has from feeds beside those of its articles: kept through builds, told with the feed's own words.

A feed's event has no mention in an article; its row in ``feed_records`` says which record of which file it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from rapprochement.dossier import store

if TYPE_CHECKING:
    from rapprochement.dossier.dossier import Dossier

RECORDS = "feed_records"
"""Table with one row for each imported event."""


def carried_over(previous: store.Snapshot | None) -> dict[str, pa.Table]:
    """Return the imported events of a snapshot and their records; nothing when it has none."""
    if previous is None or RECORDS not in previous.manifest["tables"]:
        return {}
    records = store.read_table(previous, RECORDS)
    events = store.read_table(previous, "events")
    return {"events": events.filter(_among(events, records)), RECORDS: records}


def with_imported(tables: Mapping[str, pa.Table], imported: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the tables of a build with the imported events put behind those of the articles."""
    joined = dict(tables)
    for name, table in imported.items():
        joined[name] = pa.concat_tables([joined[name], table], promote_options="default") if name in joined else table
    return joined


def empty_tables() -> dict[str, pa.Table]:
    """Return the tables of a dossier that holds nothing yet.

    Examples
    --------
    >>> {"events", "documents", "ledger", "tombstones"} <= set(empty_tables())
    True
    """
    from rapprochement.dossier.schema import tables_of, to_table, with_lineage
    from rapprochement.dossier.tombstones import LedgerEntry, Tombstone
    from rapprochement.reconcile import registers

    tables = tables_of([])
    for name, register in registers([]).items():
        tables[name] = to_table(register.row, ())
    tables["documents"] = with_lineage(tables["documents"], tables.get("derivations"))
    return {**tables, "ledger": to_table(LedgerEntry, ()), "tombstones": to_table(Tombstone, ())}


def _among(events: pa.Table, records: pa.Table) -> pa.Array:
    return pc.is_in(events.column("event"), value_set=records.column("event").combine_chunks())


@dataclass(frozen=True, slots=True)
class ToldByArticles:
    """A dossier without its imported events: what the page can show the words of.

    A feed has more events than a page can hold, and no sentence for any of them.
    """

    dossier: Dossier

    @property
    def path(self) -> Path:
        """Folder of the dossier."""
        return self.dossier.path

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        return self.dossier.tables

    def table(self, name: str) -> pa.Table:
        """Return one table; ``events`` without the imported ones."""
        table = self.dossier.table(name)
        if name != "events" or RECORDS not in self.dossier.tables:
            return table
        return table.filter(pc.invert(_among(table, self.dossier.table(RECORDS))))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.dossier, name)


def record_words(record: Mapping[str, Any]) -> str:
    """Say in one line what a feed's record states, in the feed's own words.

    Examples
    --------
    >>> record_words({"source_name": "Norway", "label": "Consult", "target_name": "Sweden", "feed": "icews", "record": "7"})
    'Norway: Consult: Sweden (icews 7)'
    """
    words = ": ".join(str(record[key]) for key in ("source_name", "label", "target_name") if record[key])
    return f"{words} ({record['feed']} {record['record']})"

"""Questions to a snapshot, answered by DuckDB over its Parquet files in place.

The SQL is fixed text; what a user or an article says goes in as bound parameters only.
"""

from __future__ import annotations

import calendar
import glob
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rapprochement.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def day_bounds(value: str) -> tuple[date, date]:
    """Return the first and last day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises
    ------
    UsageError
        If it is none of these.

    Examples
    --------
    >>> day_bounds("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    found = _DAY.fullmatch(value.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        raise UsageError(f"{value!r} is no date; write 2024, 2024-06 or 2024-06-19") from None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events are asked for; what is ``None`` or empty does not restrict.

    Attributes
    ----------
    between : tuple of frozenset of str
        One or two sides, each as the codes that count as it; an event must join them, in either direction.
    since, until : datetime.date, optional
        An event that may have taken place within them counts; one without date does not.
    domain, type, status : frozenset of str
        Accepted values.
    """

    between: tuple[frozenset[str], ...] = ()
    since: date | None = None
    until: date | None = None
    domain: frozenset[str] = frozenset()
    type: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()

    def condition(self) -> tuple[str, dict[str, Any]]:
        """Return the SQL condition on a row ``e`` of events and its parameters."""
        parts, values = ["true"], dict[str, Any]()
        if self.between:
            one = sorted(self.between[0])
            values["one"] = one
            if len(self.between) == 1:
                parts.append("(list_has_any(e.source, $one) or list_has_any(e.target, $one))")
            else:
                values["other"] = sorted(self.between[1])
                parts.append(
                    "((list_has_any(e.source, $one) and list_has_any(e.target, $other))"
                    " or (list_has_any(e.source, $other) and list_has_any(e.target, $one)))"
                )
        if self.since or self.until:
            parts.append("(e.earliest is not null or e.latest is not null)")
        if self.since:
            parts.append("(e.latest is null or e.latest >= $since)")
            values["since"] = self.since
        if self.until:
            parts.append("(e.earliest is null or e.earliest <= $until)")
            values["until"] = self.until
        for column in ("domain", "type", "status"):
            accepted = getattr(self, column)
            if accepted:
                parts.append(f"list_contains(${column}, e.{column})")
                values[column] = sorted(accepted)
        return " and ".join(parts), values


@dataclass
class Queries:
    """Runs the questions.

    Parameters
    ----------
    files : mapping of str to pathlib.Path
        Table name to Parquet file, hashes verified.
    """

    files: Mapping[str, Path]
    _connection: Any = field(default=None, repr=False)

    @cached_property
    def connection(self) -> Any:
        """A DuckDB connection of its own, in memory, that cannot load extensions."""
        import duckdb

        return duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})

    def rows(self, sql: str, values: Mapping[str, Any] | None = None) -> list[Row]:
        """Return the rows of fixed SQL in which ``$t_NAME`` stands for the file of table NAME."""
        # DuckDB takes a path for a pattern, so that a folder called "notes [2]" would not be found
        named = {f"t_{name}": glob.escape(str(path)) for name, path in self.files.items() if f"$t_{name}" in sql}
        cursor = self.connection.execute(sql, {**named, **(values or {})})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def events(self, selection: Selection, limit: int | None = None) -> list[Row]:
        """Return the events of a selection by date, those without date last; the first ``limit`` of them."""
        condition, values = selection.condition()
        return self.rows(
            f"""select e.* from read_parquet($t_events) e where {condition}
            order by coalesce(e.earliest, e.latest) nulls last, e.latest nulls last, e.event
            limit $limit""",
            {**values, "limit": limit if limit is not None else 2**62},
        )

    def records(self, events: Sequence[Row]) -> dict[str, Row]:
        """Return the records of those of ``events`` that come from a feed, by event."""
        if "feed_records" not in self.files:
            return {}
        ids = [event["event"] for event in events]
        found = self.rows(
            "select r.* from read_parquet($t_feed_records) r where r.event in (select unnest($ids::varchar[]))",
            {"ids": ids},
        )
        return {row["event"]: row for row in found}

    def told(self, events: Sequence[Row]) -> dict[str, Row]:
        """Return the mentions of ``events`` by id, each with its sentence, trigger and what is known of its document."""
        ids = [mention for event in events for mention in event["mentions"] or ()]
        found = self.rows(
            """select m.*, substring(d.text, m.start + 1, m."end" - m.start) as sentence,
                substring(d.text, m.trigger_start + 1, m.trigger_end - m.trigger_start) as trigger,
                d.title, d.publisher, d.published, d.url
            from read_parquet($t_mentions) m join read_parquet($t_documents) d using (document)
            where m.mention in (select unnest($ids::varchar[]))""",
            {"ids": ids},
        )
        return {row["mention"]: row for row in found}

    def sources(self) -> list[Row]:
        """Return all documents with the number of their mentions, and the tombstones of those that are gone."""
        return self.rows(
            """select d.document, d.state, d.published, d.title, d.publisher, d.author, d.language, d.url, d.reason,
                d.message, coalesce(m.mentions, 0) as mentions
            from read_parquet($t_documents) d
            left join (select document, count(*) as mentions from read_parquet($t_mentions) group by document) m
                using (document)
            union all
            select document, 'removed', published, title, publisher, null, null, null, reason, message, 0
            from read_parquet($t_tombstones)
            order by 1, 2"""
        )

    def pair_counts(self) -> list[Row]:
        """Return unordered pairs of codes with the number of events that join them."""
        return self.rows(
            """with pairs as (
                select distinct event, least(s, t) as one, greatest(s, t) as other from (
                    select e.event, s, unnest(e.target) as t
                    from (select event, target, unnest(source) as s from read_parquet($t_events)) e)
                where s <> t)
            select one, other, count(*) as events from pairs group by one, other order by events desc, one, other"""
        )

    def codes(self) -> list[str]:
        """Return all actor codes of the events."""
        found = self.rows(
            """select distinct code from (
                select unnest(source) as code from read_parquet($t_events)
                union all select unnest(target) from read_parquet($t_events)) order by code"""
        )
        return [row["code"] for row in found]

    def names(self) -> list[tuple[str, str]]:
        """Return words that name one actor, with its code, most frequent first."""
        found = self.rows(
            """select text, codes[1] as code, count(*) as n from read_parquet($t_actors)
            where len(codes) = 1 group by text, codes[1] order by n desc, text, code"""
        )
        return [(row["text"], row["code"]) for row in found]

    def with_prefix(self, table: str, column: str, prefix: str) -> list[Row]:
        """Return the rows of ``events`` or ``mentions`` whose id begins with ``prefix``."""
        fixed = {
            ("events", "event"): "select * from read_parquet($t_events) where starts_with(event, $prefix) order by 1",
            (
                "mentions",
                "mention",
            ): "select * from read_parquet($t_mentions) where starts_with(mention, $prefix) order by 1",
        }
        return self.rows(fixed[table, column], {"prefix": prefix})

    def events_with(self, mention: str) -> list[Row]:
        """Return the events one mention belongs to."""
        return self.rows(
            "select * from read_parquet($t_events) where list_contains(mentions, $mention) order by event",
            {"mention": mention},
        )

    def inside(self, table: str, document: str, start: int, end: int) -> list[Row]:
        """Return the rows of ``times`` or ``actors`` that lie in a stretch of a document."""
        fixed = {
            "times": "select * from read_parquet($t_times)",
            "actors": "select * from read_parquet($t_actors)",
        }
        return self.rows(
            fixed[table] + ' where document = $document and start < $to and "end" > $from order by start, "end"',
            {"document": document, "from": start, "to": end},
        )

"""The measures of a dossier: its tables handed to :mod:`rapprochement.measures`, former states read as their successors."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rapprochement.codebook import load_codebook
from rapprochement.errors import UsageError
from rapprochement.measures import (
    Answer,
    NetworkPeriod,
    Record,
    Relation,
    ToldPhase,
    TransferCount,
    Visit,
    answers,
    by_period,
    intensities,
    network_rows,
    policy,
    relation,
    sides,
    told_phases,
    transfers_by_kind,
    visits,
)
from rapprochement.measures.series import check_period

if TYPE_CHECKING:
    import pandas as pd

    from rapprochement.codebook import Codebook
    from rapprochement.dossier.dossier import Dossier

PHASES = (
    "kind", "first", "last", "rate", "change", "stability", "known", "periods", "movement", "text", "document", "start", "end",
    "events",
)  # fmt: skip
"""Columns of the phases of a pair: a measured one has ``rate`` to ``periods`` and ``events``, a told one ``movement`` to ``end``."""
TIES = ("start", "a", "b", "cooperation", "hostility", "sign", "events")
SCALES = ("intensity", "goldstein")


class Measured:
    """Measures of one snapshot; tables are read once.

    Parameters
    ----------
    dossier : Dossier
    codebook : Codebook, optional
        By default the built-in one.
    """

    def __init__(self, dossier: Dossier, codebook: Codebook | None = None) -> None:
        from rapprochement.actors.names import predecessors

        self.dossier = dossier
        self.codebook = codebook or load_codebook()
        self.aliases = predecessors()
        self._record: Record | None = None
        self._told: list[ToldPhase] | None = None

    def pair(self, between: Sequence[str] | None) -> tuple[str, str]:
        """Return the two actor codes meant, by default the busiest pair.

        Raises
        ------
        UsageError
            If they are not two, or there are no events at all.
        """
        if between is None:
            busiest = self.dossier.busiest()
            if busiest is None:
                raise UsageError("this dossier has no events between two actors; there is nothing to measure")
            return busiest
        if isinstance(between, str) or len(between) != 2:
            raise UsageError('between takes two actors, such as ("RUS", "PRK")')
        one, other = (self.dossier.actor(actor) for actor in between)
        if one == other:
            raise UsageError(f"{one} has no relation with itself; name two actors")
        return one, other

    @property
    def record(self) -> Record:
        """The tables that measures read, with the lineages that tell each event."""
        if self._record is None:
            events, mentions, documents = (self.dossier.table(n) for n in ("events", "mentions", "documents"))
            columns = (mentions.column(name).to_pylist() for name in ("mention", "document"))
            told_in: dict[str, str] = {str(m): str(d) for m, d in zip(*columns, strict=True)}
            lineage = "derived_from" in documents.column_names
            roots = _roots(documents.select(["document", "derived_from"]).to_pylist()) if lineage else {}
            tellers = {
                str(row["event"]): tuple(
                    sorted({roots.get(told_in[m], told_in[m]) for m in row["mentions"] or () if m in told_in})
                )
                for row in events.select(["event", "mentions"]).to_pylist()
            }
            self._record = Record(events, documents, mentions, tellers)
        return self._record

    @property
    def told(self) -> list[ToldPhase]:
        """Phases told by the documents, of any pair."""
        if self._told is None:
            self._told = told_phases(_coded(self.dossier), self.codebook)
        return self._told

    def relation(
        self,
        between: Sequence[str] | None = None,
        *,
        period: str = "year",
        policy: str = "representative",
        domain: str | None = None,
        scale: str = "intensity",
    ) -> Relation:
        """Measure one pair; see :func:`rapprochement.measures.relation.relation`."""
        return relation(
            self.record, self.pair(between), self.codebook, period=period, policy_name=policy,
            domain=self._domain(domain), scale=_scale(scale), aliases=self.aliases, told=self.told,
        )  # fmt: skip

    def network(
        self,
        *,
        period: str = "year",
        policy: str = "representative",
        domain: str | None = None,
        scale: str = "intensity",
    ) -> list[NetworkPeriod]:
        """Return the network of all actors by period; see :func:`rapprochement.measures.through_time.by_period`."""
        rows = self._dyads(policy, domain, scale)
        return by_period(rows.to_pyarrow().to_pylist(), check_period(period))

    def _dyads(self, policy_name: str, domain: str | None, scale: str) -> Any:
        import ibis

        return network_rows(
            ibis.memtable(self.record.events), policy(self.codebook, policy_name), intensities(self.codebook),
            scale=_scale(scale), domain=self._domain(domain), aliases=self.aliases,
        )  # fmt: skip

    def answers(self, between: Sequence[str] | None = None, *, window: int = 30) -> list[Answer]:
        """Return how third parties act soon after events of a pair."""
        from rapprochement.measures.through_time import renamed
        from rapprochement.measures.visits import HELD

        rows = [row for row in self.record.events.to_pylist() if row["status"] in HELD]
        return answers(renamed(rows, self.aliases), self.pair(between), intensities(self.codebook), window=window)

    def visits(self, between: Sequence[str] | None = None) -> list[Visit]:
        """Return the visits and meetings of a pair."""
        joined = sides(self.pair(between), self.aliases)
        mentions = self.record.mentions.to_pylist() if self.record.mentions is not None else []
        return visits(self.record.events.to_pylist(), mentions, self.dossier.table("actors").to_pylist(), joined)

    def transfers(self, between: Sequence[str] | None = None) -> list[TransferCount]:
        """Return the transfers of a pair by kind and year; none when the dossier has no such table."""
        if "transfers" not in self.dossier.tables:
            return []
        return transfers_by_kind(self.dossier.table("transfers").to_pylist(), sides(self.pair(between), self.aliases))

    def _domain(self, domain: str | None) -> str | None:
        from rapprochement.dossier.dossier import DOMAINS

        if domain is not None and domain not in DOMAINS:
            raise UsageError(f"there is no domain {domain!r}; there are {', '.join(DOMAINS)}")
        return domain


def frame(cls: type, rows: Sequence[Any], note: str | None = None) -> pd.DataFrame:
    """Return rows of one dataclass as a data frame."""
    import pandas as pd

    names = [one.name for one in dataclasses.fields(cls)]
    table = pd.DataFrame([[getattr(row, name) for name in names] for row in rows], columns=names)
    table.attrs["note"] = note
    return table


def phase_rows(found: Relation) -> list[dict[str, Any]]:
    """Return the measured and the told phases of a pair as rows of one table, in the order they begin."""
    measured = [
        {
            "kind": "measured", "first": p.first, "last": p.last, "rate": p.rate, "change": p.change, "stability": p.stability,
            "known": p.known, "periods": p.periods, "events": p.leading,
        }
        for p in found.phases
    ]  # fmt: skip
    told = [
        {
            "kind": "told", "first": t.first, "last": t.last, "movement": t.movement, "text": " ".join(t.text.split()),
            "document": t.document, "start": t.start, "end": t.end, "events": (),
        }
        for t in found.told
    ]  # fmt: skip
    found_rows: list[dict[str, Any]] = [*measured, *told]
    rows = [{name: row.get(name) for name in PHASES} for row in found_rows]
    return sorted(rows, key=lambda row: (row["first"], row["kind"], row["document"] or "", row["start"] or 0))


def tie_rows(network: Sequence[NetworkPeriod]) -> list[dict[str, Any]]:
    """Return the ties of every period as rows."""
    return [
        {
            "start": period.start, "a": tie.a, "b": tie.b, "cooperation": round(tie.cooperation, 4),
            "hostility": round(tie.hostility, 4), "sign": round(tie.sign, 4), "events": tie.named,
        }
        for period in network
        for tie in period.ties
    ]  # fmt: skip


def _scale(scale: str) -> str:
    if scale not in SCALES:
        raise UsageError(f"there is no scale {scale!r}; there are {', '.join(SCALES)}")
    return scale


def _roots(documents: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return for each document the one its lineage goes back to."""
    above = {row["document"]: row["derived_from"] for row in documents if row["derived_from"]}
    roots = {}
    for name in above:
        at, seen = name, {name}
        while at in above and above[at] not in seen:
            at = above[at]
            seen.add(at)
        roots[name] = at
    return roots


def _coded(dossier: Dossier) -> list[Any]:
    """Return the documents with their times and actors, as coding handed them out."""
    from rapprochement.dossier.schema import documents_from, row_from
    from rapprochement.model import ActorMention, CodedDocument, TimeExpression

    times: dict[str, list[TimeExpression]] = {}
    actors: dict[str, list[ActorMention]] = {}
    for row in dossier.table("times").to_pylist():
        times.setdefault(row["document"], []).append(row_from(TimeExpression, row))
    for row in dossier.table("actors").to_pylist():
        actors.setdefault(row["document"], []).append(row_from(ActorMention, row))
    return [
        CodedDocument(one, tuple(times.get(one.document, ())), tuple(actors.get(one.document, ())))
        for one in documents_from(dossier.table("documents"), dossier.table("sections"))
    ]

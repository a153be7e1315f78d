"""A dossier opened: its tables, the questions people ask of them, and the decisions they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapprochement.dossier import decisions, store
from rapprochement.errors import DossierError, UsageError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from rapprochement.builder import BuildReport
    from rapprochement.dossier.explain import Explanation
    from rapprochement.dossier.measured import Measured
    from rapprochement.dossier.queries import Queries, Selection

Row = dict[str, Any]
Values = str | Iterable[str] | None
CHRONOLOGY = (
    "date",
    "type",
    "mode",
    "domain",
    "source",
    "target",
    "status",
    "claimants",
    "text",
    "places",
    "independent_sources",
    "documents",
    "earliest",
    "latest",
    "confidence",
    "event",
)
"""Columns of a chronology; ``text`` is the sentence that stands for the event."""

KEY_ACTIONS = 6
"""Key actions listed for a domain, unless told otherwise: what a reader takes in at a glance."""


@dataclass(frozen=True, slots=True)
class Action:
    """One key action of the domain table: its words, and the event and mentions that say so."""

    words: str
    event: str
    mentions: tuple[str, ...]


class Dossier:
    """A dossier, at one of its snapshots.

    Parameters
    ----------
    path : pathlib.Path
        Its folder.
    snapshot : Snapshot
        The snapshot that is read.

    Attributes
    ----------
    report : BuildReport or None
        What the build did that returned this dossier.

    Examples
    --------
    >>> d = Dossier.open("dossier")  # doctest: +SKIP
    >>> d.chronology(between=("RUS", "PRK"), since="2024", domain="military")  # doctest: +SKIP
    """

    def __init__(self, path: Path, snapshot: store.Snapshot, report: BuildReport | None = None) -> None:
        self.path = path
        self.snapshot = snapshot
        self.report = report

    def __repr__(self) -> str:
        return f"Dossier({str(self.path)!r}, snapshot {self.snapshot.number})"

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        snapshot: int | None = None,
        as_of: str | date | None = None,
        report: BuildReport | None = None,
    ) -> Dossier:
        """Open a dossier.

        Parameters
        ----------
        path : path
            Its folder.
        snapshot : int, optional
            The number of an older snapshot.
        as_of : str or datetime.date, optional
            A day: the snapshot that was current at its end.

        Raises
        ------
        DossierError
            If there is no dossier, it is of a newer format, or it has no such snapshot.
        """
        root = Path(path)
        store.verify_is_dossier(root)
        if as_of is not None:
            return cls(root, _as_of(root, as_of), report)
        found = store.current_snapshot(root) if snapshot is None else store.load_snapshot(root, snapshot)
        return cls(root, found, report)

    # -- tables --------------------------------------------------------------------------------------------------------

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(sorted(self.snapshot.manifest["tables"]))

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the snapshot says of itself: versions, digests, hashes."""
        return self.snapshot.manifest

    def table(self, name: str) -> pa.Table:
        """Return one table, its file's hash verified.

        Raises
        ------
        DossierError
            If there is no such table or its file is damaged.
        """
        return store.read_table(self.snapshot, name)

    @cached_property
    def queries(self) -> Queries:
        """DuckDB over the snapshot's files."""
        from rapprochement.dossier.queries import Queries

        return Queries({name: store.table_path(self.snapshot, name) for name in self.tables})

    # -- actors --------------------------------------------------------------------------------------------------------

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Actor codes of the events."""
        return tuple(self.queries.codes())

    def actor(self, text: str) -> str:
        """Return the actor code that ``text`` is or names ("Russie", "RUS").

        Raises
        ------
        UsageError
            If it names nobody; the message says what comes near.
        """
        from rapprochement.dossier.naming import find_code

        if text.strip().upper() in self.codes:
            return text.strip().upper()
        return find_code(text, self.codes, self.queries.names())

    def pairs(self) -> pd.DataFrame:
        """Return the pairs of actors, busiest first: ``one``, ``other``, ``events``; former states count as their successors."""
        import pandas as pd

        return pd.DataFrame(self.pair_rows(), columns=["one", "other", "events"])

    def pair_rows(self) -> list[Row]:
        """Return the rows of :meth:`pairs`."""
        from rapprochement.actors.names import successor

        counts: Counter[tuple[str, str]] = Counter()
        for row in self.queries.pair_counts():
            one, other = sorted((successor(row["one"]), successor(row["other"])))
            if one != other:
                counts[one, other] += row["events"]
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [{"one": one, "other": other, "events": n} for (one, other), n in ordered]

    # -- questions -----------------------------------------------------------------------------------------------------

    def select(
        self,
        between: Sequence[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        domain: Values = None,
        type: Values = None,
        status: Values = None,
    ) -> Selection:
        """Return a selection of events from what a user says.

        Raises
        ------
        UsageError
            If an actor, date, domain, type or status does not exist; the message lists what does.
        """
        from rapprochement.dossier.naming import read_as
        from rapprochement.dossier.queries import Selection, day_bounds

        if isinstance(between, str) or (between is not None and len(between) not in (1, 2)):
            raise UsageError('between takes two actors, such as ("RUS", "PRK")')
        return Selection(
            between=tuple(read_as(self.actor(one)) for one in between or ()),
            since=day_bounds(since)[0] if isinstance(since, str) else since,
            until=day_bounds(until)[1] if isinstance(until, str) else until,
            domain=_values(domain, DOMAINS, "domain", str.lower),
            type=_values(type, TYPES, "type", str.upper),
            status=_values(status, STATUSES, "status", str.lower),
        )

    def chronology_rows(self, selection: Selection, limit: int | None = None) -> list[Row]:
        """Return the (first) events of a selection in order, each with the sentence that stands for it."""
        from rapprochement.dossier.imported import record_words

        events = self.queries.events(selection, limit)
        told, records = self.queries.told(events), self.queries.records(events)
        rows = [_chronicled(event, [told[m] for m in event["mentions"] or () if m in told]) for event in events]
        for row in rows:
            record = records.get(row["event"])
            if record is not None:
                row["text"], row["documents"] = record_words(record), [record["file"]]
        return rows

    def chronology(
        self,
        between: Sequence[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        domain: Values = None,
        type: Values = None,
        status: Values = None,
    ) -> pd.DataFrame:
        """Return events in the order of their dates.

        Parameters
        ----------
        between : two actors, optional
            Codes or names; all pairs when not given. Events of former states count ("RUS" includes "SUN").
        since, until : str or datetime.date, optional
            ``2024``, ``2024-06`` or ``2024-06-19``. An event that may have taken place within them counts.
        domain, type, status : str or several, optional
            Values to keep.

        Returns
        -------
        pandas.DataFrame
            One row an event, columns :data:`CHRONOLOGY`. ``date`` is EDTF; ``text`` a sentence that tells the event.

        Raises
        ------
        UsageError
            If an actor, date or value does not exist.

        Examples
        --------
        >>> Dossier.open("dossier").chronology(since="2024", type="AGREE")  # doctest: +SKIP
        """
        import pandas as pd

        rows = self.chronology_rows(self.select(between, since, until, domain, type, status))
        return pd.DataFrame(rows, columns=list(CHRONOLOGY))

    def domain_rows(
        self, selection: Selection, language: str = "fr", limit: int = KEY_ACTIONS
    ) -> list[tuple[str, list[Action], int]]:
        """Return for each domain its key actions in the order of their dates, and how many events it has in all."""
        from rapprochement.dossier.naming import actor_names, date_words, label

        by_domain: dict[str, list[Row]] = {}
        for row in self.chronology_rows(selection):
            by_domain.setdefault(row["domain"], []).append(row)
        found = []
        for domain in sorted(by_domain, key=lambda d: DOMAINS.index(d) if d in DOMAINS else len(DOMAINS)):
            rows = by_domain[domain]
            key = sorted(sorted(range(len(rows)), key=lambda i: (*_weight(rows[i]), i))[:limit])
            actions = []
            for row in (rows[i] for i in key):
                joint = " – " if row["type"] in SYMMETRIC else " → "
                who = actor_names(row["source"], language) + joint + actor_names(row["target"], language)
                sure = "" if row["status"] == "asserted" else f" ({label('status.' + row['status'], language)})"
                words = f"{date_words(row, language)} : {label(row['type'], language, row['mode'])}, {who}{sure}"
                actions.append(Action(words, row["event"], tuple(row["mentions"])))
            found.append((label(f"domain.{domain}", language), actions, len(rows)))
        return found

    def domains(
        self,
        between: Sequence[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        status: Values = None,
        language: str = "fr",
        limit: int = KEY_ACTIONS,
    ) -> pd.DataFrame:
        """Return the table "Domaine | Actions clés" of a pair (by default the busiest).

        Returns
        -------
        pandas.DataFrame
            One row a key action: ``Domaine``, ``Actions clés`` (generated words: date, kind of act, who toward whom),
            ``event`` and ``mentions`` (ids that lead to the sentences), ``of`` (events in the domain). English column
            names with ``language="en"``.
        """
        import pandas as pd

        selection = self.select(between or self.busiest(), since, until, None, None, status)
        rows = [
            (domain, action.words, action.event, action.mentions, of)
            for domain, actions, of in self.domain_rows(selection, language, limit)
            for action in actions
        ]
        heads = ("Domaine", "Actions clés") if language == "fr" else ("Domain", "Key actions")
        return pd.DataFrame(rows, columns=[*heads, "event", "mentions", "of"])

    def busiest(self) -> tuple[str, str] | None:
        """Return the pair with most events; ``None`` when there are no events."""
        rows = self.pair_rows()
        return (rows[0]["one"], rows[0]["other"]) if rows else None

    def sources(self) -> pd.DataFrame:
        """Return what was read, what was not and why, and what has been removed."""
        import pandas as pd

        return pd.DataFrame(self.queries.sources())

    def explain(self, id: str) -> Explanation:
        """Return why an event or a mention is coded as it is.

        Parameters
        ----------
        id : str
            Its id, or the beginning of it.

        Raises
        ------
        UsageError
            If no id or more than one begins so.
        """
        from rapprochement.dossier.explain import explain

        return explain(self, id)

    def export(self, name: str, format: str = "jsonl", path: str | Path | None = None) -> Path | None:
        """Write one table for other tools; see :func:`rapprochement.dossier.export.export_table`.

        What is not a table (a timeline, a network, a bibliography, a brief) :func:`rapprochement.publish.export_as` writes.
        """
        from rapprochement.dossier.export import export_table

        return export_table(self.table(name), name, format, path)

    # -- measures ------------------------------------------------------------------------------------------------------

    @cached_property
    def measured(self) -> Measured:
        """The measures as typed results: ``relation``, ``network``, ``visits``, ``transfers``, ``answers``."""
        from rapprochement.dossier.measured import Measured

        return Measured(self)

    def measures(
        self,
        between: Sequence[str] | None = None,
        period: str = "year",
        policy: str = "representative",
        domain: str | None = None,
        scale: str = "intensity",
    ) -> pd.DataFrame:
        """Return the streams of a pair (by default the busiest) by period, with intervals and coverage.

        Parameters
        ----------
        between : two actors, optional
        period : {"day", "week", "month", "quarter", "year"}
        policy : {"cautious", "representative", "inclusive"}
            What claimed, suspected and uncorroborated events weigh.
        domain : str, optional
        scale : {"intensity", "goldstein"}

        Returns
        -------
        pandas.DataFrame
            Columns of :class:`rapprochement.measures.relation.SeriesRow`; unknown periods are empty. ``attrs["note"]`` says
            why when there is nothing.
        """
        from rapprochement.dossier.measured import frame
        from rapprochement.measures import SeriesRow

        found = self.measured.relation(between, period=period, policy=policy, domain=domain, scale=scale)
        return frame(SeriesRow, found.series, found.note)

    def phases(
        self,
        between: Sequence[str] | None = None,
        period: str = "year",
        policy: str = "representative",
        domain: str | None = None,
    ) -> pd.DataFrame:
        """Return the phases of a pair, measured and told: ``kind`` is ``measured`` or ``told``, ``events`` lead it."""
        import pandas as pd

        from rapprochement.dossier.measured import PHASES, phase_rows

        found = self.measured.relation(between, period=period, policy=policy, domain=domain)
        table = pd.DataFrame(phase_rows(found), columns=list(PHASES))
        table.attrs["note"] = found.note
        return table

    def network(self, period: str = "year", policy: str = "representative", domain: str | None = None) -> pd.DataFrame:
        """Return the ties between all actors by period: ``sign`` in [-1, 1], shrunk towards 0 where little is told."""
        import pandas as pd

        from rapprochement.dossier.measured import TIES, tie_rows

        return pd.DataFrame(
            tie_rows(self.measured.network(period=period, policy=policy, domain=domain)), columns=list(TIES)
        )

    def plot(self, name: str, between: Sequence[str] | None = None, **options: Any) -> Any:
        """Return a picture as an Altair chart; see :func:`rapprochement.publish.papers.figure`.

        Examples
        --------
        >>> Dossier.open("dossier").plot("streams", between=("RUS", "PRK")).save("streams.svg")  # doctest: +SKIP
        """
        from rapprochement.publish.papers import figure

        return figure(self, name, between=between, **options)

    # -- forecasts -----------------------------------------------------------------------------------------------------

    def forecast(
        self,
        between: Sequence[str] | None = None,
        within: int = 30,
        today: str | date | None = None,
        kinds: Values = None,
    ) -> pd.DataFrame:
        """Return how likely acts between two actors are (by default the busiest pair), each with its backtest beside it.

        Parameters
        ----------
        between : two actors, optional
            Codes or names.
        within : int
            Days.
        today : str or datetime.date, optional
            First day of the window; by default the day after the last event. What became known later is not used.
        kinds : str or several, optional
            Classes: verbal cooperation, material cooperation, hostility.

        Returns
        -------
        pandas.DataFrame
            One row a direction and class: probability with 90 % bounds, expected count, the pair's own average
            (``climatology``), Brier score and skill in the backtest, reasons. What is declined has no row: why stands in
            ``attrs["notes"]``; ``attrs["results"]`` holds the typed results.
        """
        from rapprochement.dossier import forecasting

        return forecasting.frame(forecasting.forecast(self, between, within, today, kinds))

    def next(self, source: str, type: str, toward: bool = True, count: int = 10) -> pd.DataFrame:
        """Return with whom an actor is likeliest to have its next event of a type, with the rules and dated events behind it.

        Scores order the answers to this one question; they are no probabilities. With ``toward=False`` the actors are asked
        for that act toward ``source``.

        Raises
        ------
        UsageError
            If the actor or type does not occur, or the history is too short (``TooLittle``).
        """
        from rapprochement.dossier import forecasting

        return forecasting.frame(forecasting.following(self, source, type, toward, count))

    def backtest(self, within: int = 30, kinds: Values = None) -> pd.DataFrame:
        """Return how forecasts of all pairs would have fared: Brier and log score, skill over references, by class."""
        from rapprochement.dossier import forecasting

        return forecasting.frame(forecasting.backtest(self, within, kinds))

    def simulate(
        self,
        between: Sequence[str] = (),
        suppose: str | Sequence[str] = (),
        months: int = 12,
        runs: int = 2000,
        seed: int = 0,
    ) -> pd.DataFrame:
        """Run the system of some actors forward, with and without supposed acts (``"2025-12 KOR AID UKR military"``).

        What comes out is association under the fitted model, not cause. Supposed acts are stored nowhere.

        Returns
        -------
        pandas.DataFrame
            One row a direction, class and month: quantiles of the number of acts, probability of at least one, and both with
            the supposed acts. ``attrs["notes"]`` says what carries the change.

        Raises
        ------
        UsageError
            If an actor or act does not exist, or the history is too short (``TooLittle``).
        """
        from rapprochement.dossier import forecasting

        return forecasting.frame(forecasting.simulate(self, between, suppose, months, runs, seed))

    # -- decisions -----------------------------------------------------------------------------------------------------

    def decide(self, kind: str, target: str, value: Any, by: str = "", note: str = "") -> decisions.Decision:
        """Append a human decision to ``decisions.jsonl``; nothing that can be rebuilt is touched."""
        return decisions.append(self.path, kind, target, value, by, note)

    def decisions(self) -> list[decisions.Decision]:
        """Return all decisions in the order they were made."""
        return decisions.read(self.path)[0]


TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
DOMAINS = ("military", "diplomatic", "economic", "cultural", "technological", "humanitarian", "political")
STATUSES = ("asserted", "claimed", "suspected", "denied", "planned", "hypothetical", "called_for")
SYMMETRIC = frozenset({"AGREE", "CONSULT", "COOPERATE"})


def _values(given: Values, known: Sequence[str], what: str, form: Any) -> frozenset[str]:
    found = frozenset(form(v) for v in ([given] if isinstance(given, str) else given or ()))
    unknown = sorted(found - set(known))
    if unknown:
        raise UsageError(f"there is no {what} {unknown[0]!r}; there are {', '.join(known)}")
    return found


def _as_of(root: Path, day: str | date) -> store.Snapshot:
    from rapprochement.dossier.queries import day_bounds

    last = day_bounds(day)[1] if isinstance(day, str) else day
    numbers = store.snapshot_numbers(root)
    for number in reversed(numbers):
        snapshot = store.load_snapshot(root, number)
        try:
            created = datetime.fromisoformat(snapshot.manifest["created"]).date()
        except (KeyError, TypeError, ValueError) as error:
            raise DossierError(f"{snapshot.path} does not say when it was made; it is damaged") from error
        if created <= last:
            return snapshot
    raise DossierError(f"{root} had no snapshot on {last}; its first is later")


DEEDS = {
    **dict.fromkeys(("AGREE", "AID", "ASSAULT", "SANCTION"), 0),
    **dict.fromkeys(("CONSULT", "COOPERATE", "MOBILIZE", "COERCE"), 1),
}
"""What is told first when not all can be: deeds that bind or cost before meetings, meetings before words."""


def _weight(row: Row) -> tuple[bool, int, int, int, float]:
    """Order of importance: what took place and is dated, what more sources tell, deeds before words, exact before vague."""
    sure = row["status"] in ("asserted", "claimed", "suspected") and row["date"]
    deed = 2 if row["mode"] == "relations" else DEEDS.get(row["type"], 2)
    bounded = row["earliest"] is not None and row["latest"] is not None
    days = (row["latest"] - row["earliest"]).days if bounded else 10**6
    vague = 0 if days <= 7 else 1 if days <= 92 else 2
    return (not sure, -min(row["independent_sources"], 3), deed, vague, -row["confidence"])


def _chronicled(event: Row, told: list[Row]) -> Row:
    def fit(row: Row) -> tuple[bool, bool, int]:
        length = row["end"] - row["start"]
        return (row["date"] is None, not 40 <= length <= 350, told.index(row))

    lead = min(told, key=fit, default=None)
    modes = Counter(row["mode"] for row in told if row["mode"])
    return {
        **event,
        "mode": min(modes, key=lambda m: (-modes[m], m)) if modes else None,
        "claimants": list(dict.fromkeys(row["attributed_to"] for row in told if row["attributed_to"])),
        "text": " ".join(lead["sentence"].split()) if lead else "",
        "documents": list(dict.fromkeys(row["document"] for row in told)),
    }


def open_dossier(path: str | Path, *, snapshot: int | None = None, as_of: str | date | None = None) -> Dossier:
    """Open a dossier; see :meth:`Dossier.open`.

    Examples
    --------
    >>> open_dossier("nowhere")
    Traceback (most recent call last):
        ...
    rapprochement.errors.DossierError: no dossier at nowhere; make one with 'rapprochement build FOLDER -o nowhere'
    """
    return Dossier.open(path, snapshot=snapshot, as_of=as_of)

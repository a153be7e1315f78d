"""The registers as blocks for people: what each row says first, then the sentences it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rapprochement.cli.render import words

if TYPE_CHECKING:
    from rapprochement.dossier import Dossier

Row = Mapping[str, Any]
Lines = list[tuple[str, Any]]
SENTENCE = 240
"""Characters of a sentence shown; ``explain`` shows all of it."""
PASSAGES = 3
"""Sentences shown for one row; the JSON form has all."""


class _Words:
    """Words for the things rows point to: passages as quoted sentences, mentions and transfers as what they say."""

    def __init__(self, opened: Dossier) -> None:
        self._opened = opened
        self.text = lru_cache(maxsize=512)(self._text)

    def _text(self, document: str) -> str:
        return self._texts.get(document, "")

    @property
    def _texts(self) -> dict[str, str]:
        if not hasattr(self, "_read"):
            table = self._opened.table("documents").select(["document", "text"])
            self._read = dict(zip(table["document"].to_pylist(), table["text"].to_pylist(), strict=True))
        return self._read

    @property
    def mentions(self) -> dict[str, Row]:
        """Mentions by id."""
        if not hasattr(self, "_mentions"):
            table = self._opened.table("mentions").select(
                ["mention", "document", "start", "end", "type", "source", "target"]
            )
            self._mentions: dict[str, Row] = {m["mention"]: m for m in table.to_pylist()}
        return self._mentions

    @property
    def transfers(self) -> dict[str, Row]:
        """Transfers by id."""
        if not hasattr(self, "_transfers"):
            self._transfers: dict[str, Row] = {t["transfer"]: t for t in self._opened.table("transfers").to_pylist()}
        return self._transfers

    def transfer(self, name: str) -> str:
        """Return a transfer as sides and kind."""
        t = self.transfers.get(name)
        return f"{_sides(t)} {t['kind']} ({t['what']})" if t else name

    def quote(self, place: Row | None) -> str:
        """Return a passage as its sentence in quotation marks, with the document."""
        if not place:
            return ""
        text = " ".join(self.text(place["document"])[place["start"] : place["end"]].split())
        text = text if len(text) <= SENTENCE else text[: SENTENCE - 1] + "…"
        return f"“{text}” {place['document']}"

    def quotes(self, places: Iterable[Row]) -> str:
        """Return some passages, one a line, each sentence once."""
        found = list({(p["document"], p["start"]): p for p in places}.values())
        more = [f"… {len(found) - PASSAGES} more"] if len(found) > PASSAGES else []
        return "\n".join([*(self.quote(p) for p in found[:PASSAGES]), *more])

    def mention(self, name: str) -> str:
        """Return a mention as type and sides."""
        m = self.mentions.get(name)
        return f"{m['type']} {_sides(m)}" if m else name


def _sides(row: Row) -> str:
    return f"{words(row['source'])} → {words(row['target'])}"


def _by(claimant: str | None) -> str:
    return f" (according to {claimant})" if claimant else ""


def _agreement(row: Row, say: _Words) -> tuple[str, Lines]:
    stages: dict[tuple[str, str], int] = {}
    for stage in row["stages"] or ():
        key = (stage["stage"], stage["date"] or "no date")
        stages[key] = stages.get(key, 0) + 1
    told = [f"{stage} {day}" + (f", told {n} times" if n > 1 else "") for (stage, day), n in stages.items()]
    obliged = dict.fromkeys(
        (f"article {p['article']}: " if p["article"] else "")
        + p["obligation"]
        + (f" ({p['field']})" if p["field"] else "")
        for p in row["provisions"] or ()
    )
    compared = dict.fromkeys(
        f"{c['relation']} " + (f"article {c['article']} of " if c["article"] else "") + c["other"]
        for c in row["comparisons"] or ()
    )
    n = row["independent_sources"]
    return f"{row['name']}, {words(row['parties'])}, {row['date'] or 'no date'}", [
        ("kind", row["kind"]),
        ("stages", "\n".join(told)),
        ("not told", words(row["missing_stages"])),
        ("provisions", "\n".join(obliged)),
        ("compared", "\n".join(compared)),
        ("sources", f"{n} independent: {words(row['documents'])}"),
        ("sentences", say.quotes(s["passage"] for s in row["stages"] or ())),
    ]


def _transfer(row: Row, say: _Words) -> tuple[str, Lines]:
    figures = ", ".join(words([q["value"], q["unit"]]).replace(",", "") for q in row["quantity"] or ())
    what = f"{row['kind']}" + (f" ({row['what']})" if row["what"] else "")
    return f"{row['date'] or 'no date'}  {_sides(row)}  {what}", [
        ("how much", figures),
        ("status", row["status"] + _by(words(row["attributed_to"]) or None)),
        ("in return for", "\n".join(say.transfer(t) for t in row["in_return_for"] or ())),
        ("sentences", say.quotes(row["passages"] or ())),
        ("id", row["transfer"]),
    ]


def _return(row: Row, say: _Words) -> tuple[str, Lines]:
    return f"“{row['cue']}”{_by(row['attributed_to'])}", [
        ("given", say.transfer(row["given"])),
        ("returned", say.transfer(row["returned"])),
        ("sentence", say.quote(row["passage"])),
    ]


def _driver(row: Row, say: _Words) -> tuple[str, Lines]:
    return f"{row['kind']}: {row['reason']}{_by(row['explained_by'])}", [
        ("explains", say.mention(row["effect"])),
        ("cause", say.mention(row["reason_mention"]) if row["reason_mention"] else ""),
        ("sentence", say.quote(row["passage"])),
    ]


def _expectation(row: Row, say: _Words) -> tuple[str, Lines]:
    evidence = [m for name in row["evidence"] or () if (m := say.mentions.get(name))]
    return f"{row['state']}: {row['type']} {_sides(row)}{_by(row['attributed_to'])}", [
        ("by", row["horizon"]),
        ("condition", row["condition"]),
        ("sentence", say.quote(row["passage"])),
        ("evidence", say.quotes(evidence)),
        ("id", row["expectation"]),
    ]


def _conflict(row: Row, say: _Words) -> tuple[str, Lines]:
    where = "in one document" if row["within_document"] else "between documents"
    return f"{row['kind']}: {row['left_value']} ≠ {row['right_value']} ({where})", [
        ("one says", say.quote(row["left"])),
        ("another", say.quote(row["right"])),
        ("event", row["event"]),
    ]


def _derivation(row: Row, _say: _Words) -> tuple[str, Lines]:
    return f"{row['document']} is a {row['kind']} of {row['derived_from']}", [
        ("probability", f"{row['score']:.2f}"),
        ("features", f"words {row['cosine']:.2f}, figures {row['figures']:.2f}, order {row['ordered']:.2f}"),
        ("direction by", row["direction"]),
    ]


def _change(row: Row, say: _Words) -> tuple[str, Lines]:
    change = f"{row['was']} → {row['now']}" if row["now"] else row["was"]
    source = {"document": row["derived_from"], "start": row["from_start"], "end": row["from_end"]}
    return f"{row['kind']}: {change}", [
        ("was", say.quote(source) if row["kind"] != "actor dropped" else f"named in {row['derived_from']}"),
        ("became", say.quote(row) if row["end"] else f"not in {row['document']}"),
    ]


def _telling(row: Row, _say: _Words) -> tuple[str, Lines]:
    figures = ", ".join(f"{words(q['value'])} {q['unit']}" for q in row["quantity"] or ())
    who = row["claimant"] or "the author"
    return f"{row['event']}  {row['document']}: {who} {row['stance']}", [
        ("date", row["date"]),
        ("place", row["place"]),
        ("figures", figures),
    ]


VIEWS: Mapping[str, Callable[[Row, _Words], tuple[str, Lines]]] = {
    "agreements": _agreement,
    "transfers": _transfer,
    "returns": _return,
    "drivers": _driver,
    "expectations": _expectation,
    "conflicts": _conflict,
    "derivations": _derivation,
    "derivation_changes": _change,
    "tellings": _telling,
}
"""Registers that have a view of their own; the other tables are shown column by column."""


def blocks(opened: Dossier, name: str, rows: Sequence[Row]) -> list[tuple[str, Lines]]:
    """Return the rows of a register as (head, lines), for :func:`rapprochement.cli.render.to_block`.

    Parameters
    ----------
    opened : Dossier
        Where the sentences are read.
    name : str
        One of :data:`VIEWS`.
    rows : sequence of mappings
        Rows of the table, as plain values.

    Examples
    --------
    >>> blocks(None, "derivations", [])  # type: ignore[arg-type]
    []
    """
    say = _Words(opened)
    return [VIEWS[name](row, say) for row in rows]

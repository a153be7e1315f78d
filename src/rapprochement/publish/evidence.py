"""The evidence of the page: every mention with its paragraph, and the further passages that registers point to."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from rapprochement.publish.passages import Passage, Passages, utf16
from rapprochement.publish.source import Material, Row, quantity_words
from rapprochement.publish.tally import Dates, Numbered


class Evidence:
    """Collects passages, each paragraph once.

    Parameters
    ----------
    material : Material
        The dossier.
    dates : Dates
        Table of dates that mentions refer to.
    """

    def __init__(self, material: Material, dates: Dates) -> None:
        self._documents = {row["document"]: index for index, row in enumerate(material.documents)}
        self._finders = {
            row["document"]: Passages(row["document"], row["text"], material.sections.get(row["document"], []))
            for row in material.documents
            if row.get("text")
        }
        self._passages = Numbered()
        self._rules = Numbered()
        self._references = Numbered()
        self._mentions: dict[str, list[Any]] = defaultdict(list)
        for row in material.mentions:
            self._add(row, dates)

    def reference(self, passage: Row) -> int | None:
        """Return the number of a passage (``document``, ``start``, ``end``); ``None`` when its document is gone."""
        document, start, end = passage["document"], passage["start"], passage["end"]
        if document not in self._documents:
            return None
        number, spans = self._place(document, (start, end, start, start))
        return self._references.number((document, start, end), [self._documents[document], number, spans])

    def data(self) -> dict[str, Any]:
        """Return what the page embeds."""
        return {
            "passages": self._passages.rows,
            "mentions": dict(self._mentions),
            "rules": self._rules.rows,
            "refs": self._references.rows,
        }

    def _place(self, document: str, offsets: tuple[int, int, int, int]) -> tuple[int, list[int]]:
        """Return the number of the paragraph and the offsets inside it, in UTF-16 units, clipped to it."""
        finder = self._finders.get(document)
        if finder is None:
            return -1, []
        passage = finder.around(offsets[0], offsets[1])
        inside = [min(max(at - passage.start, 0), len(passage.text)) for at in offsets]
        return self._passages.number(passage, _row(passage)), [utf16(passage.text, at) for at in inside]

    def _add(self, row: Row, dates: Dates) -> None:
        offsets = (row["start"], row["end"], row["trigger_start"], row["trigger_end"])
        passage, spans = self._place(row["document"], offsets)
        values = {
            "doc": self._documents.get(row["document"], -1),
            "passage": passage,
            "spans": spans,
            "type": row["type"],
            "mode": row.get("mode"),
            "domain": row["domain"],
            "source": list(row["source"] or ()),
            "target": list(row["target"] or ()),
            "agents": list(row.get("agents") or ()),
            "status": row["status"],
            "date": dates.number(row),
            "by": row.get("attributed_to"),
            "chain": list(row.get("attribution_chain") or ()),
            "place": row.get("place"),
            "quantity": quantity_words(row.get("quantity")),
            "rule": self._rules.number(row["rule_id"]),
            "why": [self._rules.number(rule) for rule in row.get("evidence") or ()],
            "at": [row["start"], row["end"]],
        }
        for key, value in values.items():
            self._mentions[key].append(value)


def _row(passage: Passage) -> list[Any]:
    return [passage.text, passage.heading, int(passage.cut_before), int(passage.cut_after)]

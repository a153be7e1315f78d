"""One event with what an export says of it: its mentions, their sentences and documents, sorted in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rapprochement.actors import names
from rapprochement.dossier.naming import label
from rapprochement.language import words
from rapprochement.publish.catalogues import catalogue
from rapprochement.publish.payload import SYMMETRIC, lead_order
from rapprochement.publish.source import Material, Row


@dataclass(frozen=True)
class Entry:
    """An event of a dossier with its evidence.

    Attributes
    ----------
    event : dict
        Row of the events table.
    mentions : list of dict
        Its mentions, the one that can stand for the event first.
    documents : list of dict
        The documents of those mentions, in the same order, each once.
    sentence : str
        The sentence of the first mention on one line; empty when the dossier keeps no text.
    """

    event: Row
    mentions: list[Row]
    documents: list[Row]
    sentence: str

    @property
    def earliest(self) -> date | None:
        """First day the event may be on."""
        return self.event.get("earliest") or words.bounds(self.event.get("date"))[0]

    @property
    def latest(self) -> date | None:
        """Last day the event may be on."""
        return self.event.get("latest") or words.bounds(self.event.get("date"))[1]

    @property
    def claimants(self) -> list[str]:
        """Those on whose word it rests, as coded."""
        return list(dict.fromkeys(by for row in self.mentions if (by := row.get("attributed_to"))))

    def when(self, language: str) -> str:
        """Say the date in words."""
        row = self.event
        return words.in_words(row.get("date"), language, row.get("earliest"), row.get("latest"))

    def kind(self, language: str) -> str:
        """Name the kind of act: the mode of a mention where the codebook has a word for it, else the type."""
        kind = self.event["type"]
        mode = next((row["mode"] for row in self.mentions if row["type"] == kind and row.get("mode")), None)
        return label(kind, language, mode) if mode else catalogue(language).text(kind, "type")

    def who(self, language: str) -> str:
        """Say who toward whom ("Russie → Corée du Nord")."""
        sides = (
            ", ".join(names.name(code, language).bare for code in self.event[side] or ())
            for side in ("source", "target")
        )
        return (" – " if self.event["type"] in SYMMETRIC else " → ").join(sides)


def sentence_of(material: Material, mention: Row) -> str:
    """Return a mention's sentence on one line; empty when the text is not kept."""
    document = material.document(mention["document"])
    text = (document or {}).get("text") or ""
    return " ".join(text[mention["start"] : mention["end"]].split())


def entries(material: Material) -> list[Entry]:
    """Return every event in the order of time, undated ones last."""
    numbers = {row["mention"]: index for index, row in enumerate(material.mentions)}
    found = []
    for row in material.events:
        order = lead_order(material.mentions, [numbers[name] for name in row["mentions"] or () if name in numbers])
        mentions = [material.mentions[index] for index in order]
        told_in = dict.fromkeys(mention["document"] for mention in mentions)
        documents = [one for name in told_in if (one := material.document(name)) is not None]
        found.append(Entry(row, mentions, documents, sentence_of(material, mentions[0]) if mentions else ""))
    far = date.max
    return sorted(found, key=lambda one: (one.earliest or one.latest or far, one.latest or far, one.event["event"]))

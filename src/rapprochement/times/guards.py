"""Guards: checks a pattern cannot express, by name; each sees the text and the items around a match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapprochement.times.meaning import Meaning
from rapprochement.times.tokens import Item


@dataclass(frozen=True, slots=True)
class Place:
    """A match among the items of its level.

    Attributes
    ----------
    text : str
        The text as it stands: capitals count here.
    items : sequence of Item
    first, last : int
        First item of the match, and the one after its last.
    """

    text: str
    items: Sequence[Item]
    first: int
    last: int

    @property
    def before(self) -> Item | None:
        """The item before the match."""
        return self.items[self.first - 1] if self.first else None

    @property
    def after(self) -> Item | None:
        """The item after the match."""
        return self.items[self.last] if self.last < len(self.items) else None


Guard = Callable[[Place], bool]
"""``False`` refuses the match."""


def _near(text: str, left: Item, right: Item) -> bool:
    return "\n" not in text[left.end : right.start] and right.start - left.end <= 2


def bare_year(place: Place) -> bool:
    """A four-digit number alone is a year unless it counts something or ends a name ("2024 soldats", "Vision 2030")."""
    text, items, first, last = place.text, place.items, place.first, place.last
    item = items[last - 1]
    if last - first > 1:
        return True
    year = int(text[item.start : item.end]) if text[item.start : item.end].isdecimal() else 0
    if not 1000 <= year <= 2100:
        return False
    before = place.before
    after = place.after
    if after is not None and after.glued and (after.form in "%°€$_/" or after.form.isalnum()):
        return after.form == "/" and last + 1 < len(items) and "YEAR" in items[last + 1].values
    if (
        before is not None
        and item.glued
        and (before.form in "-_.,°$€#@:+" or (before.form.isalpha() and "'" not in before.form))
    ):
        return before.form == "-" and first > 1 and ("YEAR" in items[first - 2].values or items[first - 2].form == "mi")
    if before is not None and "YEAR_LEAD" in before.keys:
        return True
    if before is not None and before.form == "a" and first > 1 and "YEAR" in items[first - 2].values:
        return True
    if after is not None and ("COUNTED" in after.keys or "UNIT" in after.keys or after.form in "%°€$"):
        return False
    if before is not None and before.form.isalpha() and _near(text, before, item):
        if text[before.start].isupper():
            return "YEAR_TAIL" in before.keys or "EDGE" in before.keys
        if "NOT_YEAR_LEAD" in before.keys:
            return False
    if after is not None and after.form.isalpha() and _near(text, item, after) and text[after.start].islower():
        return "YEAR_TAIL" in after.keys or not after.form.endswith(("s", "x"))
    return year >= 1500


def month_word(place: Place) -> bool:
    """A month's name alone, unless it is the planet ("la planète Mars", "sur Mars"), a champ de Mars or part of a name."""
    text, items, first = place.text, place.items, place.first
    item = items[first]
    before = place.before
    after = place.after
    capital = text[item.start].isupper()
    if item.glued and before is not None and before.form == "-" and first > 1 and items[first - 2].form != "mi":
        return "T" in items[first - 2].keys or "MONTH" in items[first - 2].keys
    if not capital:
        return True
    word = text[item.start : item.end]
    if word.isupper() and len(word) > 1:
        return True
    if before is not None and before.form.isalpha() and _near(text, before, item) and text[before.start].isupper():
        return False
    if item.form == "mars" and (before is None or before.form not in ("en", "de", "fin", "debut", "d'", "mi", "-")):
        return before is None or before.form in ("BREAK", ".", "\n", "-", "–", "•", "*") or "BREAK" in before.keys
    return after is None or not (after.form.isalpha() and _near(text, item, after) and text[after.start].isupper())


def month_year(place: Place) -> bool:
    """Month and year; an abbreviation with a full stop counts, "sept" the number and "mars 98" in a count do not."""
    items, first = place.items, place.first
    return not (first and "NUMBER" in items[first - 1].keys and items[first].form == "sept")


def two_digit_year(place: Place) -> bool:
    """Judge "En 68": never the start of a larger number or of a count."""
    text, items, last = place.text, place.items, place.last
    after = place.after
    if after is None or not _near(text, items[last - 1], after):
        return True
    return not after.form.isalnum() or "YEAR_TAIL" in after.keys


def season_word(place: Place) -> bool:
    """Judge "Été" the season; "a été reçu" never gets here, but "l'été" before a participle ("a l'été") could."""
    after = place.after
    return after is None or after.form not in ("arabe", "arabes", "chaud")


def feast(place: Place) -> bool:
    """Feasts are written with a capital, and are not a person's first name ("Noël Mamère")."""
    text, items, first, last = place.text, place.items, place.first, place.last
    for item in items[first:last]:
        if ("HOLIDAY" in item.values or "MOVABLE" in item.values) and not text[item.start].isupper():
            return False
    after = place.after
    return after is None or not (
        after.form.isalpha() and _near(text, items[last - 1], after) and text[after.start].isupper()
    )


def day_alone(place: Place) -> bool:
    """Judge "Le 22": written in figures and followed by no noun it could count."""
    text, items, last = place.text, place.items, place.last
    item = items[last - 1]
    if not text[item.start : item.end].isdecimal():
        return False
    after = place.after
    if after is None or not after.form.isalpha() or not _near(text, item, after):
        return True
    return "YEAR_TAIL" in after.keys or text[after.start].isupper()


def eve(place: Place) -> bool:
    """Judge "La veille", not "la veille technologique"."""
    after = place.after
    return after is None or after.form not in ("technologique", "sanitaire", "informationnelle", "strategique")


def singular(place: Place) -> bool:
    """One unit, not several, and with an article where French wants one ("semaine dernière" after a preposition is fine)."""
    items, first, last = place.items, place.first, place.last
    units = [item for item in items[first:last] if "UNIT" in item.values]
    return bool(units) and not units[0].form.endswith(
        ("annees", "jours", "semaines", "siecles", "decennies", "trimestres", "ans")
    )


def plural(place: Place) -> bool:
    """Several units: "ces derniers jours", not "la dernière semaine"."""
    items, first, last = place.items, place.first, place.last
    return any(
        item.form.endswith(("s", "mois", "temps"))
        and ("UNIT" in item.values or "CLOCKUNIT" in item.values or item.form == "temps")
        for item in items[first:last]
    )


def one_unit(place: Place) -> bool:
    """Judge "Toute la journée", not "toutes les heures"."""
    return not place.items[place.last - 1].form.endswith(("ans", "jours", "semaines", "heures"))


def this_unit(place: Place) -> bool:
    """Judge "Cette semaine", "ce mois"; "cette journée" and "ce jour" speak of a day told before."""
    items, first, last = place.items, place.first, place.last
    units = [item for item in items[first:last] if "UNIT" in item.values]
    return bool(units) and units[0].form in ("semaine", "mois", "trimestre", "semestre", "annee", "decennie", "siecle")


def after_noun(place: Place) -> bool:
    """An adjective that follows a noun: no article, preposition or sentence start before it."""
    text, items, first = place.text, place.items, place.first
    before = place.before
    return (
        before is not None
        and before.form.isalpha()
        and len(before.form) > 3
        and _near(text, before, items[first])
        and "YEAR_TAIL" not in before.keys
        and "DEMONSTRATIVE" not in before.keys
        and "VAGUE" not in before.keys
        and before.form not in ("nombreux", "nombreuses", "aucun")
    )


def duration(place: Place) -> bool:
    """A length of time, not an age ("âgé de 45 ans", "Marc, 45 ans,", "(45 ans)"), not a name ("Jong An")."""
    text, items, first, last = place.text, place.items, place.first, place.last
    head = items[first]
    unit = items[last - 1]
    before = place.before
    after = place.after
    if (
        after is not None
        and after.form == "-"
        and after.glued
        and last + 1 < len(items)
        and items[last + 1].form.isalpha()
    ):
        return False
    if text[unit.start].isupper() and not text[unit.start : unit.end].isupper():
        return False
    if unit.form in ("an", "ans", "mois") and before is not None:
        if before.form == "de" and unit.form != "mois" and first > 1 and "LASTING" not in items[first - 2].keys:
            return False
        if (
            before.form == "de"
            and first > 3
            and items[first - 2].form in ("moins", "plus")
            and _counts_people(text, items, first - 3)
        ):
            return False
        if (
            unit.form != "mois"
            and before.form in (",", "(")
            and (after is None or after.form in (",", ")", ".", "et") or "BREAK" in after.keys)
        ):
            return False
    return not (before is not None and before.form in ("-", "–") and head.glued and unit.form == "ans")


def _counts_people(text: str, items: Sequence[Item], position: int) -> bool:
    """Tell whether "… plus de 60 ans" at ``position`` is said of people: "les", "ont", or "de" after what does not last."""
    word = items[position].form
    if word == "de":
        return position > 0 and "LASTING" not in items[position - 1].keys
    if word in ("a", "avait"):
        if text[items[position].start] in "àÀ":
            return False
        return position > 0 and items[position - 1].form != "y"
    return word in ("les", "des", "aux", "ont", "avaient", "ayant")


def periodic(place: Place) -> bool:
    """Judge "Annuel" the adjective; "un quotidien", "l'hebdomadaire" are newspapers, and "la vie quotidienne" repeats nothing."""
    text, items, first = place.text, place.items, place.first
    item = items[first]
    before = place.before
    if text[item.start].isupper():
        return False
    if before is not None and ("DEMONSTRATIVE" in before.keys or "VAGUE" in before.keys or "NUMBER" in before.keys):
        return False
    articles = ("le", "un", "l'", "du", "au", "les", "des", "ce", "cet", "son", "grand", "grands", "au")
    return before is None or before.form not in articles or item.form.endswith("ment")


def clock(place: Place) -> bool:
    """A time of day, not a duration ("2 h 30 de vol") or a score ("3:12")."""
    items, first = place.items, place.first
    after = place.after
    return (
        after is None
        or not (after.form in ("de", "d'", "plus") or "MINUTE" in after.values)
        or "CLOCK" in items[first].values
    )


def the_part(place: Place) -> bool:
    """Judge "Le matin", "la nuit": not "la nuit des longs couteaux"; "midi" never has an article of this kind (le Midi)."""
    items, first, last = place.items, place.first, place.last
    after = place.after
    if any(item.form == "midi" for item in items[first:last]):
        return False
    return after is None or after.form not in ("des",)


def joins_part(place: Place) -> bool:
    """A day with its part, unless it begins a night between two days ("la nuit de lundi à mardi")."""
    items, first, last = place.items, place.first, place.last
    if not any(meaning.kind == "time" and meaning.part == "NI" for meaning in _meanings(items, first, last)):
        return True
    return last + 1 >= len(items) or items[last].form not in ("a", "au") or "T" not in items[last + 1].keys


def _meanings(items: Sequence[Item], first: int, last: int) -> list[Meaning]:
    return [item.values["MEANING"] for item in items[first:last] if "MEANING" in item.values]


def range_days(place: Place) -> bool:
    """The first day is a bare number: never the second half of a larger number."""
    before = place.before
    return before is None or "NUMBER" not in before.keys


def borrows_year(place: Place) -> bool:
    """The second end names a year and the first does not: else they are two expressions bound by an interval."""
    items, first, last = place.items, place.first, place.last
    meanings = _meanings(items, first, last)
    return (
        len(meanings) == 2 and meanings[0].year is None and meanings[1].year is not None and meanings[0].direction == 0
    )


def plain_years(place: Place) -> bool:
    """Two years and nothing else."""
    items, first, last = place.items, place.first, place.last
    meanings = _meanings(items, first, last)
    return len(meanings) == 2 and not any(m.mod for m in meanings)


def night(place: Place) -> bool:
    """The part of the day is the night."""
    items, first, last = place.items, place.first, place.last
    meanings = _meanings(items, first, last)
    return bool(meanings) and meanings[0].kind == "time" and meanings[0].part == "NI"


def event_name(place: Place) -> bool:
    """Judge "11-Septembre": hyphen and capital make a name of a day."""
    text, items, last = place.text, place.items, place.last
    item = items[last - 1]
    return text[item.start].isupper()


GUARDS: dict[str, Guard] = {
    "bare-year": bare_year,
    "month-word": month_word,
    "month-year": month_year,
    "two-digit-year": two_digit_year,
    "season-word": season_word,
    "feast": feast,
    "day-alone": day_alone,
    "eve": eve,
    "singular": singular,
    "plural": plural,
    "one-unit": one_unit,
    "this-unit": this_unit,
    "after-noun": after_noun,
    "duration": duration,
    "periodic": periodic,
    "clock": clock,
    "the-part": the_part,
    "joins-part": joins_part,
    "range-days": range_days,
    "borrows-year": borrows_year,
    "plain-years": plain_years,
    "night": night,
    "event-name": event_name,
}

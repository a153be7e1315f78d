"""French adjectives and demonyms in all genders and numbers, from the masculine singular."""

from __future__ import annotations

Forms = dict[str, str]
"""Form to gender and number: ``m``, ``f``, ``mp``, ``fp`` (``mf``/``mfp`` where one form serves both)."""

_FEMININE = (
    ("ien", "ienne"),
    ("éen", "éenne"),
    ("on", "onne"),
    ("in", "ine"),
    ("ain", "aine"),
    ("an", "ane"),
    ("ais", "aise"),
    ("ois", "oise"),
    ("ol", "ole"),
    ("al", "ale"),
    ("i", "ie"),
    ("ou", "oue"),
)


def inflect(adjective: str) -> Forms:
    """Return the forms of an adjective given as masculine singular, or as ``masculine/feminine`` where that is irregular.

    Examples
    --------
    >>> inflect("nord-coréen")
    {'nord-coréen': 'm', 'nord-coréenne': 'f', 'nord-coréens': 'mp', 'nord-coréennes': 'fp'}
    >>> inflect("turc/turque")
    {'turc': 'm', 'turque': 'f', 'turcs': 'mp', 'turques': 'fp'}
    >>> inflect("russe")
    {'russe': 'mf', 'russes': 'mfp'}
    >>> inflect("chinois")
    {'chinois': 'mmp', 'chinoise': 'f', 'chinoises': 'fp'}
    """
    masculine, _, feminine = adjective.partition("/")
    if not feminine:
        feminine = masculine
        if not masculine.endswith("e"):
            feminine = masculine + "e"
            for ending, replacement in _FEMININE:
                if masculine.endswith(ending):
                    feminine = masculine[: -len(ending)] + replacement
                    break
    masculine_plural = masculine if masculine.endswith(("s", "x")) else _plural(masculine)
    forms: Forms = {}
    for form, feature in (
        (masculine, "m"),
        (feminine, "f"),
        (masculine_plural, "mp"),
        (feminine + "s", "fp"),
    ):
        forms[form] = _join(forms.get(form), feature)
    return forms


def _plural(masculine: str) -> str:
    return masculine[:-2] + "aux" if masculine.endswith("al") else masculine + "s"


def _join(known: str | None, feature: str) -> str:
    if known is None:
        return feature
    if known == "m" and feature == "f":
        return "mf"
    if known == "mp" and feature == "fp":
        return "mfp"
    return "mmp" if known == "m" else known

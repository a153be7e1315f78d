"""The interface's words: Babel catalogues (``locale/<language>.po``), read at run time so that no build step is needed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

CONTEXT_SIGN = "\u0004"
"""Between context and message in a key, as in GNU gettext's .mo files."""


@dataclass(frozen=True)
class Catalogue:
    """Messages of one language: English message (with its context before it) to translation; plurals are lists."""

    language: str
    messages: dict[str, str | list[str]]

    def text(self, message: str, context: str = "", **values: object) -> str:
        """Return a message with its ``{placeholders}`` filled; one without translation stands for itself.

        Examples
        --------
        >>> catalogue("fr").text("military", "domain")
        'militaire'
        """
        key = f"{context}{CONTEXT_SIGN}{message}" if context else message
        found = self.messages.get(key, message)
        words = found if isinstance(found, str) else found[0]
        for name, value in values.items():
            words = words.replace("{" + name + "}", str(value))
        return words

    def count(self, singular: str, plural: str, n: int) -> str:
        """Return the form for ``n`` with ``{n}`` filled (French counts 0 and 1 as singular).

        Examples
        --------
        >>> catalogue("fr").count("{n} event", "{n} events", 0)
        '0 événement'
        """
        one = n <= 1 if self.language == "fr" else n == 1
        found = self.messages.get(singular)
        forms = found if isinstance(found, list) else [singular, plural]
        return forms[0 if one else 1].replace("{n}", str(n))


@cache
def catalogue(language: str) -> Catalogue:
    """Return the catalogue of ``"fr"`` or ``"en"``.

    Raises
    ------
    KeyError
        If there is no catalogue of that language.
    """
    source = files(__package__).joinpath(f"locale/{language}.po")
    if not source.is_file():
        raise KeyError(language)
    with source.open("rb") as stream:
        read = read_po(stream, locale=language)
    messages: dict[str, str | list[str]] = {}
    for message in read:
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            forms = [str(form) for form in message.string or ()]
            if all(forms):
                messages[str(message.id[0])] = forms
        elif message.string:
            prefix = f"{message.context}{CONTEXT_SIGN}" if message.context else ""
            messages[prefix + str(message.id)] = str(message.string)
    return Catalogue(language, messages)

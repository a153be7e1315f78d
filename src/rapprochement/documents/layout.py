"""The cues by which lines of furniture are known (bylines, credits, sharing links): codebook entries of kind ``layout``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pydantic import field_validator

from rapprochement.codebook import Codebook, Entry
from rapprochement.language.normalise import normalise

MAX_LINE = 400
"""A longer line is no furniture (only an update may open it); it also bounds what a pattern has to do."""


class Role(StrEnum):
    """What a line that fits a cue is."""

    METADATA = "metadata"
    LABEL = "label"
    PUBLISHED = "published"
    UPDATED = "updated"
    AUTHOR = "author"
    UPDATE = "update"
    CAPTION = "caption"
    NOTES = "notes"
    BOILERPLATE = "boilerplate"
    TAIL = "tail"
    END = "end"


class LayoutCue(Entry):
    """One way in which a line shows that it is furniture.

    Parameters
    ----------
    role : Role
        ``label``: a line whose value stands on the next line; ``published``/``updated``: a line with a date of a version;
        ``update``: opens a passage added later; ``notes``: opens the endnotes; ``tail``: boilerplate only at the end of a
        document; ``end``: nothing after it belongs to the article.
    pattern : str
        Regular expression, matched without regard to case at the start of the normalised line.
    examples, counter_examples : tuple of str
        Lines that must and must not fit.
    """

    role: Role
    pattern: str
    case: bool = False
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return value


@dataclass(frozen=True, slots=True)
class Layout:
    """All layout cues, compiled."""

    cues: tuple[tuple[LayoutCue, re.Pattern[str]], ...]

    @classmethod
    def of(cls, codebook: Codebook) -> Layout:
        """Compile the cues of a codebook, once.

        Examples
        --------
        >>> from rapprochement.codebook import load_codebook
        >>> Layout.of(load_codebook()).cue("Laisser un commentaire").role.value
        'end'
        """

        def build() -> Layout:
            entries = codebook.entries("layout", LayoutCue).values()
            return cls(tuple((cue, re.compile(cue.pattern, 0 if cue.case else re.IGNORECASE)) for cue in entries))

        layout: Layout = codebook.compiled("layout", build)
        return layout

    def cue(self, line: str, *roles: Role) -> LayoutCue | None:
        """Return the first cue that fits a line, of the roles asked for (all if none)."""
        if len(line) > MAX_LINE:
            roles = (Role.UPDATE, Role.TAIL)
        plain = normalise(line[:MAX_LINE])
        for cue, pattern in self.cues:
            if (not roles or cue.role in roles) and pattern.match(plain):
                return cue
        return None

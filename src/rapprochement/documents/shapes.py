"""The shape of single lines: bullets, headings, table rows, endnotes; told from a line and its neighbours alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from rapprochement.documents.blocks import Line
from rapprochement.documents.tree import Period

MAX_TITLE = 200
"""A first line longer than this is a paragraph even without a full stop."""
MAX_HEADING = 120
MAX_HEADING_WORDS = 20
MAX_COLON = 60

BULLET = re.compile(r"(?:[-–—•·▪●◦‣○►➤➢✓■□*+]\s+|[•▪●◦‣►➤➢■□]|\d{1,3}[.)]\s+|[a-z]\)\s+)(?=\S)")
NUMBER = re.compile(r"\d{1,3}[.)]\s+")
BETWEEN_DASHES = re.compile(r"[-–—]\s*(?P<inner>\S.{0,118}?)\s*[-–—]")
ENDNOTE = re.compile(r"(?:\(\d{1,3}\)|\[\d{1,3}\]|\d{1,3}[.)]|[¹²³⁴⁵⁶⁷⁸⁹⁰⁽⁾]+|\^\d{1,3}|↑)\s*(?=\S)")
NAME = re.compile(
    r"(?:[A-ZÀ-Ý][\w'’-]*\.?\s+){1,3}[A-ZÀ-Ý][\w'’-]+"
    r"(?:\s*(?:,|et|&)\s*(?:[A-ZÀ-Ý][\w'’-]*\.?\s*){2,4})*"
)
_GLUED = re.compile(r"[A-ZÀ-Ý][\w.]{3,38}[a-zà-ÿ]")
GLUE_LINES = 8
"""Credits glued to lines are looked for among the first lines: they come from the player or picture above an article."""
_CLOSERS = "\"'»”’)]* \u00a0\u202f"


def final(text: str) -> str:
    """Return the mark a line ends with, quotes and brackets left aside; ``""`` if it ends with a word.

    Examples
    --------
    >>> final("Il a dit « oui. »"), final("Vers un sommet"), final("Il y voit :")
    ('.', '', ':')
    """
    bare = text.rstrip(_CLOSERS)
    return bare[-1] if bare and bare[-1] in ".!?…;:," else ""


def titular(line: Line) -> bool:
    """Tell whether a line of the head could be a title: short, no full stop."""
    return final(line.text) in ("", "?", "!") and len(line.text) <= MAX_HEADING and not BULLET.match(line.text)


def heading_like(lines: Sequence[Line], i: int, words: str) -> bool:
    """Tell whether line ``i`` (its words without bullet) is a heading: short, no full stop, with longer text below it."""
    mark = final(words)
    if mark == ":":
        return _heading_with_colon(lines, i, words)
    if mark not in ("", "?", "!") or len(words) > MAX_HEADING or len(words.split()) > MAX_HEADING_WORDS:
        return False
    if not (words[0].isupper() or words[0].isdigit() or words[0] in "\"'«“(‘’¿"):
        return False
    if re.search(r"[.!?]\s+\S", words.rstrip(_CLOSERS + "?!")):
        return False
    below = _below(lines, i)
    if below is None:
        return False
    if mark == "!" and (len(words) > 60 or len(below.text) < 2 * len(words)):
        return False
    return not (mark == "?" and len(below.text) < len(words) / 2)


def _heading_with_colon(lines: Sequence[Line], i: int, words: str) -> bool:
    """Tell whether "Le contexte :" is a heading: text stands below it, not the list it would introduce, or it names a time."""
    if len(words) > MAX_COLON or i + 1 >= len(lines) or not (words[0].isupper() or words[0].isdigit()):
        return False
    below = lines[i + 1]
    if BULLET.match(below.text):
        return Period.of(words).grain != ""
    return below.gap > 0 and len(below.text) > 2 * len(words) and below.text[0] not in '"«“'


def _below(lines: Sequence[Line], i: int) -> Line | None:
    """Return the first line of running text or list below, when at most two other short lines stand between."""
    for line in lines[i + 1 : i + 4]:
        if BULLET.match(line.text) or final(line.text) in (".", "…", ":", ";", ",") or len(line.text) > MAX_HEADING:
            return line
    return None


def lone_bullet(lines: Sequence[Line], i: int) -> bool:
    """Tell whether no line beside a bulleted one is bulleted too."""
    around = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    return not any(BULLET.match(line.text) and not BETWEEN_DASHES.fullmatch(line.text) for line in around)


def bullet_depth(lines: Sequence[Line], i: int) -> int:
    """Return how deep a bullet stands: by its indent among the bullets just before it."""
    indents = [lines[i].indent]
    for other in reversed(lines[max(0, i - 30) : i]):
        if not BULLET.match(other.text):
            break
        indents.append(other.indent)
    return 1 + len({indent for indent in indents if indent < lines[i].indent})


def table_rows(lines: Sequence[Line]) -> set[int]:
    """Return the lines that are rows: three or more short ones on end in a text whose blocks stand apart."""
    rows: set[int] = set()
    if sum(line.gap > 0 for line in lines[1:]) < 0.5 * (len(lines) - 1):
        return rows
    i = 0
    while i < len(lines):
        j = i + 1
        while j < len(lines) and lines[j].gap == 0:
            j += 1
        run = lines[i:j]
        if (
            len(run) >= 3
            and i >= 2
            and all(len(line.text) <= MAX_HEADING and not BULLET.match(line.text) for line in run)
            and not final(run[0].text)
            and len(run[0].text) <= 60
            and all(line.text[0].isupper() or line.text[0].isdigit() for line in run)
            and not any(ENDNOTE.match(line.text) for line in run)
        ):
            rows.update(range(i, j))
        i = j
    return rows


def unwrap(text: str, lines: list[Line]) -> list[Line]:
    r"""Join the lines of a text wrapped at a fixed width into paragraphs; other texts are returned as they are.

    A line goes on the next when the next line's first word would not have fitted on it.

    Examples
    --------
    >>> from rapprochement.documents.blocks import lines_of
    >>> text = "Les ministres des deux pays se sont réunis à Oslo afin de\nparler du pont.\n\n" * 5
    >>> len(unwrap(text, list(lines_of(text))))
    5
    """
    width = max((len(line.text) for line in lines), default=0)
    if not 40 <= width <= 110 or len(lines) < 6:
        return lines
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if b.gap == 0 and not BULLET.match(b.text)]
    full = [(a, b) for a, b in pairs if _overfull(a, b, width)]
    if len(full) < 0.3 * len(lines) or sum(final(a.text) not in (".", "!", "?") for a, _ in full) < 0.7 * len(full):
        return lines
    joined: list[Line] = []
    last: Line | None = None
    for line in lines:
        goes_on = last is not None and line.gap == 0 and not BULLET.match(line.text) and _overfull(last, line, width)
        if goes_on:
            first = joined[-1]
            joined[-1] = Line(first.start, line.end, text[first.start : line.end], first.gap, first.indent)
        else:
            joined.append(line)
        last = line
    return joined


def _overfull(line: Line, following: Line, width: int) -> bool:
    word = following.text.split(None, 1)[0]
    return len(line.text) + 1 + len(word) > 0.92 * width


def unglue(lines: list[Line]) -> list[Line]:
    r"""Cut a credit that is glued to the front of several of the first lines ("GazetteVideoOslo répond").

    Examples
    --------
    >>> from rapprochement.documents.blocks import lines_of
    >>> [line.text for line in unglue(list(lines_of("CanalNeufOslo répond\nBerne écoute\nCanalNeufUn pont")))]
    ['Oslo répond', 'Berne écoute', 'Un pont']
    """
    head = lines[:GLUE_LINES]
    for i, line in enumerate(head):
        for other in head[i + 1 :]:
            credit = _credit(line.text[:40], other.text[:40])
            if credit:
                glued = [line.text.startswith(credit) and line.text[len(credit) :][:1].isupper() for line in head]
                cut = [_without(line, credit) if is_glued else line for line, is_glued in zip(head, glued, strict=True)]
                return cut + lines[GLUE_LINES:]
    return lines


def _credit(one: str, other: str) -> str:
    """Return what two lines begin with, if it is one word glued to a capital letter in both."""
    if one == other:
        return ""
    for k in range(min(len(one), len(other)) - 1, 4, -1):
        if one[k].isupper() and other[k].isupper() and one[:k] == other[:k] and _GLUED.fullmatch(one[:k]):
            return one[:k]
    return ""


def _without(line: Line, prefix: str) -> Line:
    return Line(line.start + len(prefix), line.end, line.text[len(prefix) :], line.gap, line.indent)

"""Where quotations begin and end in a block of text: guillemets, curly and straight quotes, dialogue dashes.

A quotation is followed over the sentences of its section, since a speaker named after its last sentence said all of it.
"""

from __future__ import annotations

from dataclasses import dataclass

_OPEN = {"«": "»", "“": "”", "„": "“", "‹": "›"}
STRAY, STRAY_STRAIGHT = 15, 40
"""Characters that must follow a mark that never closes for it to open a quotation and not be a stray sign."""
_DIALOGUE = ("- ", "– ", "— ", "-\u00a0", "–\u00a0", "—\u00a0")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: ``start``/``end`` with its marks, ``inner_start``/``inner_end`` without; ``closed`` if its end is marked."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True


def quotations(text: str, start: int = 0, end: int | None = None) -> tuple[Quotation, ...]:
    """Find the outermost quotations in ``text[start:end]`` (one section), with offsets in ``text``.

    A quotation nested in another is part of it. Straight quotes open when an odd one is met and white space or an opening sign
    stands before it; a block that begins with a dash is one quotation to its end (the speaker's insertion lies inside it).

    Parameters
    ----------
    text : str
        The document.
    start, end : int
        The section.

    Examples
    --------
    >>> text = 'Il a dit : « Nous "tenons" bon ». Puis "rien".'
    >>> [text[q.inner_start:q.inner_end] for q in quotations(text)]
    [' Nous "tenons" bon ', 'rien']
    """
    end = len(text) if end is None else end
    found: list[Quotation] = []
    i = start
    if text[start : start + 2] in _DIALOGUE and not text[start + 2 : start + 3].islower():
        return (Quotation(start, end, start + 2, end, closed=False),)
    while i < end:
        sign = text[i]
        if sign in _OPEN:
            j = _closing(text, i, end, sign, _OPEN[sign])
        elif sign == '"':
            j = text.find('"', i + 1, end)
        else:
            i += 1
            continue
        if j < 0:
            if end - i >= (STRAY_STRAIGHT if sign == '"' else STRAY) and (
                sign != '"' or i == start or text[i - 1].isspace()
            ):
                found.append(Quotation(i, end, i + 1, end, closed=False))
            break
        found.append(Quotation(i, j + 1, i + 1, j))
        i = j + 1
    return tuple(found)


def _closing(text: str, i: int, end: int, sign: str, closing: str) -> int:
    depth = 0
    for j in range(i, end):
        if text[j] == sign:
            depth += 1
        elif text[j] == closing:
            depth -= 1
            if depth == 0:
                return j
    return text.find(closing, i + 1, end)

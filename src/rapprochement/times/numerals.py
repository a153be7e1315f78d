"""French numerals in words: "vingt-quatre", "quatre-vingt-dix", "cent vingt" become one number item."""

from __future__ import annotations

from rapprochement.times.tokens import Item

_LARGE = (100, 1000)


def merge(items: list[Item]) -> list[Item]:
    """Return the items with each spelled numeral joined to one item of class ``NUMBER``.

    Words are joined across hyphens, after and before "cent" and "mille", and across "et" before "un", "une" and "onze".

    Examples
    --------
    >>> from rapprochement.codebook import load_codebook
    >>> from rapprochement.times.grammar import compile_grammar
    >>> from rapprochement.times.tokens import tokenise
    >>> lexicon = compile_grammar(load_codebook()).lexicon
    >>> [i.values["NUMBER"] for i in merge(tokenise("quatre-vingt-dix, vingt et un", lexicon)) if "NUMBER" in i.values]
    ['90', '21']
    """
    out: list[Item] = []
    position, count = 0, len(items)
    while position < count:
        item = items[position]
        if "NUMERAL" not in item.values:
            out.append(item)
            position += 1
            continue
        words, end = [int(item.values["NUMERAL"])], position + 1
        while True:
            step = _joins(items, end, words[-1])
            if not step or len(words) > 8:
                break
            end += step
            words.append(int(items[end - 1].values["NUMERAL"]))
        value = _value(words)
        literal = item.keys if end == position + 1 else ()
        keys = (*literal, "NUMBER", *(("DAY",) if 1 < value <= 31 else ()), *(("HOUR",) if 1 <= value <= 24 else ()))
        values = {**(item.values if literal else {}), "NUMBER": str(value), "DAY": value, "HOUR": value}
        out.append(Item(item.start, items[end - 1].end, item.form if literal else "", keys, item.glued, values))
        position = end
    return out


def _joins(items: list[Item], position: int, before: int) -> int:
    """Return how many items the numeral's next word takes (itself and what joins it), 0 when it ends."""
    if position >= len(items):
        return 0
    item = items[position]
    following = items[position + 1] if position + 1 < len(items) else None
    if "NUMERAL" in item.values:
        value = int(item.values["NUMERAL"])
        return int(value in _LARGE or before in _LARGE)
    if following is None or "NUMERAL" not in following.values:
        return 0
    if item.form == "-":
        return 2 * (item.glued and following.glued)
    return 2 * (item.form == "et" and before >= 20 and int(following.values["NUMERAL"]) in (1, 11))


def _value(words: list[int]) -> int:
    total = current = 0
    for previous, word in zip([0, *words], words, strict=False):
        if word == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif word == 100:
            current = max(current, 1) * 100
        elif word == 20 and previous == 4:
            current += 76
        else:
            current += word
    return total + current

"""Text that can be written as UTF-8."""

from __future__ import annotations

import re

_HALVES = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    r"""Return a text without half characters (lone surrogates), which file names, JSON and PDFs can hold but UTF-8 cannot.

    Examples
    --------
    >>> printable("caf\udce9.txt")
    'caf\ufffd.txt'
    """
    return _HALVES.sub("\ufffd", text)

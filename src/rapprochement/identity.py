"""Names of mentions and events: short, derived from content, the same on every machine and in every build.

A mention's id hashes what makes it *that* mention (document, spans, type, roles), not what a better rule may read
differently tomorrow (date, status, domain), so that a human decision about it still finds it after the codebook has
grown. An event's id hashes the id of its founding mention, the one told first, so that an event keeps its id when
newer articles tell it again.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable

from rapprochement.model import EventMention

LENGTH = 12
"""Characters of base 32 after the prefix: 60 bits, so that a million ids collide with probability below 5e-7."""


def short_hash(*parts: str) -> str:
    """Return the first 60 bits of SHA-256 over ``parts``, in lower-case base 32.

    Examples
    --------
    >>> short_hash("a", "b") != short_hash("ab")
    True
    >>> len(short_hash("a"))
    12
    """
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(len(content).to_bytes(8, "big") + content)
    return base64.b32encode(digest.digest()[:10]).decode("ascii").lower()[:LENGTH]


def mention_ids(mentions: Iterable[EventMention]) -> list[str]:
    """Return one id for each mention, in order.

    Two mentions that agree in everything an id is made of (which a coder should not yield) are numbered in their order.

    Examples
    --------
    >>> m = EventMention("a.txt", 0, 30, 8, 12, "CONSULT", None, "diplomatic", ("NOR",), ("SWE",), "asserted", "visit")
    >>> mention_ids([m]) == mention_ids([m])
    True
    >>> len(set(mention_ids([m, m])))
    2
    """
    seen: Counter[tuple[str, ...]] = Counter()
    ids = []
    for m in mentions:
        key = (
            m.document,
            f"{m.start}:{m.end}:{m.trigger_start}:{m.trigger_end}",
            m.type,
            "|".join(sorted(m.source)),
            "|".join(sorted(m.target)),
        )
        ordinal = seen[key]
        seen[key] += 1
        ids.append("m-" + short_hash(*key, *([str(ordinal)] if ordinal else [])))
    return ids


def event_id(founding_mention: str) -> str:
    """Return the id of the event whose founding mention has the id ``founding_mention``.

    Examples
    --------
    >>> event_id("m-abcdefghijkl").startswith("e-")
    True
    """
    return "e-" + short_hash("event", founding_mention)

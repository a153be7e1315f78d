"""Language packs: tokens, sentences and parse over a document's text, with the offsets of that text.

The pack, and with it spaCy, is imported when it is first asked for: who only normalises a text does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rapprochement.language.analysis import Analysis, Sentence
from rapprochement.language.normalise import normalise

if TYPE_CHECKING:
    from rapprochement.language.french import FrenchPack

__all__ = ["Analysis", "FrenchPack", "Sentence", "normalise"]


def __getattr__(name: str) -> Any:
    if name == "FrenchPack":
        from rapprochement.language.french import FrenchPack

        return FrenchPack
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

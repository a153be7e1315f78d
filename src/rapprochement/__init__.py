"""Rapprochement reads news about states and keeps the system of their relations as sourced, dated event data.

Importing the package is quick: what needs a language model or a database is imported when it is first used.

Examples
--------
>>> import rapprochement as rp
>>> d = rp.build("articles/", output="dossier")  # doctest: +SKIP
>>> d.chronology(between=("RUS", "PRK"), since="2024")  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from rapprochement.errors import CodebookError, DocumentError, DossierError, RapprochementError, UsageError

if TYPE_CHECKING:
    from rapprochement.builder import BuildReport, add_feed, build
    from rapprochement.dossier import Dossier
    from rapprochement.dossier import open_dossier as open

__version__ = "0.1.0"

__all__ = [
    "BuildReport",
    "CodebookError",
    "DocumentError",
    "Dossier",
    "DossierError",
    "RapprochementError",
    "UsageError",
    "__version__",
    "add_feed",
    "build",
    "open",
]

_LAZY = {
    "BuildReport": ("rapprochement.builder", "BuildReport"),
    "Dossier": ("rapprochement.dossier", "Dossier"),
    "add_feed": ("rapprochement.builder", "add_feed"),
    "build": ("rapprochement.builder", "build"),
    "open": ("rapprochement.dossier", "open_dossier"),
}


_ROOMS = ("times",)
"""Rooms of use alone: ``rp.times.tag(text, published=…)``."""


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in _LAZY:
        raise AttributeError(f"module 'rapprochement' has no attribute {name!r}")
    module, attribute = _LAZY[name]
    value = getattr(importlib.import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, *_ROOMS])

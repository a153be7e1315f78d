"""The page and the exports of a dossier.

Names are loaded when first used: who writes one export does not wait for Vega, Word and networkx.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapprochement.publish.exports import EXPORTS, export_as
    from rapprochement.publish.figures import plot
    from rapprochement.publish.page import render, write_page

__all__ = ["EXPORTS", "export_as", "plot", "render", "write_page"]
_HOME = {"EXPORTS": "exports", "export_as": "exports", "plot": "figures", "render": "page", "write_page": "page"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)

"""The page and the exports of a dossier; what draws is imported when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rapprochement.publish.page import render, write_page

__all__ = ["render", "write_page"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from rapprochement.publish import page

        return getattr(page, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

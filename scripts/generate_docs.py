"""Writes the generated pages of docs/: the codebook, the grammar of times, the command line. ``--check`` only compares."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def pages() -> dict[str, Callable[[], str]]:
    """Return the generated pages by file name, each with the function that makes it."""
    from rapprochement.cli import document
    from rapprochement.codebook import load_codebook
    from rapprochement.codebook.pages import codebook_page
    from rapprochement.times import document as times

    codebook = load_codebook()
    return {
        "codebook.md": lambda: codebook_page(codebook),
        "cli.md": document.render,
        "times.md": lambda: times.page(codebook),
    }


def main() -> int:
    """Write the pages, or with ``--check`` name the stale ones."""
    stale = []
    for name, make in pages().items():
        path = ROOT / "docs" / name
        text = make()
        if "--check" in sys.argv[1:]:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"stale: {', '.join(stale)}; run make docs")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

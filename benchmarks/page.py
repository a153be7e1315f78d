"""How long a page takes to show its first rows: 20,000 mentions against 200, in the same run. Needs Chromium.

python benchmarks/page.py [MENTIONS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "publish"))
sys.path.insert(0, str(ROOT / "scripts"))


def first_rows(path: Path) -> float:
    """Return the seconds until the page's first rows stand."""
    from playwright.sync_api import sync_playwright
    from screenshot import ARGUMENTS, chromium

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page()
        started = time.perf_counter()
        page.goto(path.as_uri())
        page.wait_for_selector("a.row")
        taken = time.perf_counter() - started
        browser.close()
    return taken


def main() -> None:
    """Print both times and their ratio."""
    from made_up_dossier import made_up

    from rapprochement.publish import write_page

    many = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        taken = {}
        for number in (200, many):
            home = Path(folder) / str(number)
            home.mkdir()
            path = write_page(made_up(home, number))
            taken[number] = min(first_rows(path) for _ in range(3))
            print(f"{number:>7} mentions: {path.stat().st_size / 1e6:.1f} MB, first rows after {taken[number]:.2f} s")
        print(f"ratio {taken[many] / taken[200]:.1f}")


if __name__ == "__main__":
    main()

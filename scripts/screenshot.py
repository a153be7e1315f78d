#!/usr/bin/env python3
"""Pictures of a page as a reader sees it: desktop, dark, phone and print. Needs Chromium (scripts/install-chromium).

python scripts/screenshot.py DOSSIER/index.html OUT [--hash '#?event=…'] [--only desktop,phone] [--section chronologie]
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
SIZES = {"desktop": (1280, 900, "light"), "dark": (1280, 900, "dark"), "phone": (375, 812, "light")}


def chromium() -> str:
    """Return the path of the browser, or end with a word on how to get one."""
    named = os.environ.get("RAPPROCHEMENT_CHROMIUM")
    found = named or next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        sys.exit("no Chromium: run scripts/install-chromium or set RAPPROCHEMENT_CHROMIUM")
    return found


def shoot(browser: Browser, page: Path, out: Path, name: str, fragment: str, section: str | None, full: bool) -> None:
    """Write one picture."""
    width, height, scheme = SIZES[name]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        device_scale_factor=2 if name == "phone" else 1,
    )
    view = context.new_page()
    view.on("console", lambda message: print(f"{name}: {message.type}: {message.text}", file=sys.stderr))
    view.on("pageerror", lambda error: print(f"{name}: {error}", file=sys.stderr))
    view.goto(page.resolve().as_uri() + fragment)
    view.wait_for_timeout(900)
    if section:
        view.evaluate("id => document.getElementById(id).scrollIntoView()", section)
        view.wait_for_timeout(500)
    view.screenshot(path=out / f"{name}.png", full_page=full)
    context.close()


def main() -> None:
    """Read the arguments and write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--hash", default="", help="the address after the file name, such as '#?event=e1'")
    parser.add_argument("--only", default="desktop,dark,phone,print")
    parser.add_argument("--section", help="id of the section to scroll to")
    parser.add_argument("--full", action="store_true", help="the whole page, not only the first screen")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name in asked.only.split(","):
            if name == "print":
                view = browser.new_page()
                view.goto(asked.page.resolve().as_uri() + asked.hash)
                view.wait_for_timeout(900)
                view.pdf(path=asked.out / "print.pdf", format="A4", print_background=True)
            else:
                shoot(browser, asked.page, asked.out, name, asked.hash, asked.section, asked.full)
        browser.close()


if __name__ == "__main__":
    main()

"""The browser and the made-up dossiers of the page's tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up_dossier import MadeUp, made_up
from page_view import ARGUMENTS, Opener, View
from playwright.sync_api import Browser, sync_playwright

from rapprochement.publish import write_page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("RAPPROCHEMENT_CHROMIUM") or next(
        (found for name in names if (found := shutil.which(name))), None
    )
    if path is None:
        pytest.skip("no Chromium: run scripts/install-chromium or set RAPPROCHEMENT_CHROMIUM")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Open a page from its file and watch it; further arguments are those of a Playwright context."""
    contexts = []

    def open_(path: Path, fragment: str = "", **options: object) -> View:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        view = View(page)
        own = path.resolve().as_uri()
        page.on(
            "request", lambda request: None if request.url.split("#")[0] == own else view.requests.append(request.url)
        )
        page.on(
            "console",
            lambda message: view.errors.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: view.errors.append(str(error)))
        page.on("dialog", lambda dialog: (view.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(own + fragment)
        return view

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    return made_up(tmp_path_factory.mktemp("dossier"), mentions=160)


@pytest.fixture(scope="session")
def page_file(dossier: MadeUp) -> Path:
    return write_page(dossier)

"""Fixtures for all tests: the development material beside the repository, and the ``--slow`` switch."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests marked slow too (CI does)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow") or os.environ.get("CI"):
        return
    skip = pytest.mark.skip(reason="slow: run with --slow")
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds, gold and benchmark data; tests that need it are skipped where it is absent."""
    path = Path(os.environ.get("RAPPROCHEMENT_SHARED", ROOT.parent / "shared"))
    if not (path / "gold").is_dir():
        pytest.skip(f"no development gold at {path} (set RAPPROCHEMENT_SHARED)")
    return path

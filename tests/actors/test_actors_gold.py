"""Floors under the share of gold actors at hand (see quality/actors.py, which prints the figures and the misses)."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def quality():
    spec = importlib.util.spec_from_file_location("quality_actors", ROOT / "quality" / "actors.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "references", "central"), [("dev", 0.77, 0.96), ("short.dev", 0.76, 0.91), ("agency.dev", 0.84, 0.94)]
)
def test_gold_actors_are_at_hand(shared, codebook, pack, name, references, central):
    shares, _ = quality().measure(shared, name, codebook, pack)
    assert shares["with references"] >= references
    assert shares["or central"] >= central

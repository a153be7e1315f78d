"""Floors under what reconciling reaches on our own labelled sets (``python quality/reconcile.py`` prints figures and misses)."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from rapprochement.reconcile.merge import reconcile

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def quality() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quality_reconcile", ROOT / "quality" / "reconcile.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_events_merge_better_than_by_lemma(quality) -> None:
    coded, labels = quality.events_set()
    assert len(labels) >= 150 and len(set(labels.values())) >= 60
    ours, lemma = (quality.b_cubed(f(coded), labels)[2] for f in (quality.merged, quality.same_lemma))
    assert ours >= 0.85 > lemma


def test_events_of_new_texts_merge(quality) -> None:
    coded, labels = quality.events_set("events_heldout.yaml")
    assert quality.b_cubed(quality.merged(coded), labels)[2] >= 0.85


def test_the_labelled_set_merges_the_same_in_any_order(quality) -> None:
    coded, _ = quality.events_set()
    expected = reconcile(coded)
    for seed in range(3):
        shuffled = coded.copy()
        random.Random(seed).shuffle(shuffled)
        assert reconcile(shuffled) == expected


@pytest.mark.slow
def test_lineage(quality) -> None:
    figures = quality.report_lineage(errors=False, fit=False)
    assert figures["f1"] >= 0.90
    assert figures["same_event_false"] <= 0.02


def test_the_lineage_set_is_large_enough(quality) -> None:
    pairs = quality.lineage_pairs(quality.lineage_set())
    assert sum(p[2] for p in pairs) >= 40
    assert sum(not p[2] for p in pairs) >= 400
    assert sum(p[3] == "same event" for p in pairs) >= 40


def test_conflicts(quality) -> None:
    cases = quality.conflict_cases()
    assert sum(kind is not None for _, kind, _ in cases) >= 60 <= sum(kind is None for _, kind, _ in cases)
    figures = quality.report_conflicts(errors=False)
    assert figures["precision"] >= 0.85
    assert figures["recall"] >= 0.75

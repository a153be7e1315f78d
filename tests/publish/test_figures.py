"""Pictures as files for papers."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from made_up_dossier import MadeUp, made_up

from rapprochement.errors import UsageError
from rapprochement.publish import plot
from rapprochement.publish.pictures import PALETTE

STARTS = {".svg": b"<svg", ".png": b"\x89PNG", ".pdf": b"%PDF"}


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    return made_up(tmp_path_factory.mktemp("figures"), 120)


@pytest.mark.parametrize("name", ["years", "timeline"])
@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_each_picture_in_each_format(dossier: MadeUp, tmp_path: Path, name: str, suffix: str) -> None:
    written = plot(dossier, name, tmp_path / f"figure{suffix}").read_bytes()
    assert written.startswith(STARTS[suffix])


def test_labels_follow_the_language(dossier: MadeUp, tmp_path: Path) -> None:
    french = plot(dossier, "timeline", tmp_path / "f.svg").read_text(encoding="utf-8")
    english = plot(dossier, "timeline", tmp_path / "e.svg", language="en").read_text(encoding="utf-8")
    assert "Militaire" in french and "Military" in english and "Militaire" not in english


def test_a_pair_may_be_named_in_any_order(dossier: MadeUp, tmp_path: Path) -> None:
    one = plot(dossier, "years", tmp_path / "1.svg", between=("KOR", "PRK")).read_bytes()
    assert one == plot(dossier, "years", tmp_path / "2.svg", between=("PRK", "KOR")).read_bytes()


@pytest.mark.parametrize(("name", "file"), [("map", "x.svg"), ("years", "x.gif"), ("years", "x")])
def test_what_there_is_not_is_said(dossier: MadeUp, tmp_path: Path, name: str, file: str) -> None:
    with pytest.raises(UsageError, match="timeline, years"):
        plot(dossier, name, tmp_path / file)


def test_a_pair_without_events_is_said(dossier: MadeUp, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to draw"):
        plot(dossier, "years", tmp_path / "x.svg", between=("FRA", "BEL"))


def test_paper_and_page_share_their_colours() -> None:
    css = files("rapprochement.publish").joinpath("assets/page.css").read_text(encoding="utf-8")
    first = dict(re.findall(r"--d-(\w+): (#\w+)", css.split("@media")[0]))
    assert first == PALETTE

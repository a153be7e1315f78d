"""The page as a file: its policy, its data, the same bytes each time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
from made_up_dossier import MadeUp, made_up

from rapprochement.errors import UsageError
from rapprochement.publish import render, write_page
from rapprochement.publish.source import read, sharpen


@pytest.fixture(scope="module")
def html(dossier: MadeUp) -> str:
    return render(dossier)


def block(html: str, name: str) -> object:
    found = re.search(rf'<script type="application/json" id="data-{name}">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_the_policy_names_each_script_and_nothing_else(html: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    rules = policy[1].replace("&#39;", "'")
    assert "default-src 'none'" in rules and "unsafe" not in rules and "http" not in rules
    for script in re.findall(r"<script>(.*?)</script>", html, re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules


def test_no_attribute_loads_anything(html: str) -> None:
    markup = re.sub(r"<script.*?</script>|<style.*?</style>", "", html, flags=re.DOTALL)
    assert not re.search(r"\s(?:src|srcset|action|data|poster)=", markup)
    assert all(link.startswith("#") for link in re.findall(r'href="([^"]*)"', markup))
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None and "url(" not in style[1] and "@import" not in style[1]


def test_the_same_dossier_gives_the_same_bytes(dossier: MadeUp, html: str) -> None:
    assert render(dossier) == html


def test_the_page_is_switched_in_whole(tmp_path: Path) -> None:
    dossier = made_up(tmp_path, 20)
    (tmp_path / "index.html").write_text("before")
    written = write_page(dossier)
    assert written.read_text(encoding="utf-8").endswith("</html>")
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_an_unknown_language_is_a_usage_error(dossier: MadeUp) -> None:
    with pytest.raises(UsageError, match="fr, en"):
        render(dossier, language="de")


def test_spans_in_the_data_are_those_of_the_text(dossier: MadeUp, html: str) -> None:
    evidence = block(html, "evidence")
    assert isinstance(evidence, dict)
    mentions = dossier.table("mentions").to_pylist()
    texts = {row["document"]: row["text"] for row in dossier.table("documents").to_pylist()}
    for i, row in enumerate(mentions):
        passage = evidence["passages"][evidence["mentions"]["passage"][i]][0]
        start, end, trigger, trigger_end = evidence["mentions"]["spans"][i]
        text = texts[row["document"]]
        assert passage[start:end] == text[row["start"] : row["end"]]
        assert passage[trigger:trigger_end] == text[row["trigger_start"] : row["trigger_end"]]


def test_astral_signs_before_a_sentence_do_not_shift_it(tmp_path: Path) -> None:
    from made_up_dossier import document, events_of

    from rapprochement.dossier.schema import tables_of, to_table
    from rapprochement.model import CodedDocument, Event, EventMention

    made, spans = document(1, ["🚀🚀🚀 décolle.", "Moscou a livré 🛰 à Pyongyang."])
    start, end = spans[1]
    mention = EventMention(made.document, start, end, start + 9, start + 14, "AID", None, "technological", ("RUS",), ("PRK",), "asserted", "r")  # fmt: skip
    coded = [CodedDocument(made, mentions=(mention,))]
    tables = {**tables_of(coded), "events": to_table(Event, events_of(coded))}
    evidence = block(render(MadeUp(tmp_path, tables)), "evidence")
    assert isinstance(evidence, dict)
    units = evidence["passages"][0][0].encode("utf-16-le")
    first, last, trigger, trigger_end = evidence["mentions"]["spans"][0]
    assert units[2 * first : 2 * last].decode("utf-16-le") == "Moscou a livré 🛰 à Pyongyang."
    assert units[2 * trigger : 2 * trigger_end].decode("utf-16-le") == "livré"


def test_the_words_behind_an_approximate_date_sharpen_it() -> None:
    month = {"earliest": date(2025, 7, 1), "latest": date(2025, 7, 31)}
    mention = {"mention": "m", "document": "d", "start": 0, "end": 40, "date": "2025-07~", **month}
    event = {"event": "e", "mentions": ["m"], "date": "2025-07~", **month}
    told = {"document": "d", "start": 3, "end": 13, "value": "2025-07", "mod": "MID", "interval": None}
    sharpen([mention], [event], [told | {"earliest": date(2025, 7, 11), "latest": date(2025, 7, 21)}])
    assert (event["earliest"], event["latest"]) == (date(2025, 7, 11), date(2025, 7, 21))


def test_reading_needs_no_optional_table(dossier: MadeUp) -> None:
    bare = MadeUp(dossier.path, {name: dossier.tables[name] for name in ("documents", "mentions", "events")})
    assert read(bare).registers == {}
    assert "data-core" in render(bare)

"""Texts that try to be more than text: in titles, sentences, names, metadata. Nothing runs, nothing is fetched, no formula lives."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from made_up_dossier import MadeUp, document, events_of, made_up
from page_view import Opener

from rapprochement.dossier.schema import tables_of, to_table
from rapprochement.model import CodedDocument, Document, Event, EventMention, Quantity
from rapprochement.publish import EXPORTS, export_as, write_page
from rapprochement.publish.payload import inert, safe_url

_CALL = "window.hacked=1"
_TAGS = [
    "<script>{c}</script>", "</script><script>{c}</script>", "<img src=x onerror={c}>", "<svg onload={c}>", "<svg/onload={c}>",
    "<body onload={c}>", "<iframe src=javascript:{c}>", "<iframe srcdoc='<script>parent.hacked=1</script>'>", "<a href=javascript:{c}>x</a>",
    "<details open ontoggle={c}>", "<video><source onerror={c}>", "<audio src=x onerror={c}>", "<input autofocus onfocus={c}>",
    "<select autofocus onfocus={c}>", "<textarea autofocus onfocus={c}>", "<marquee onstart={c}>", "<object data=javascript:{c}>",
    "<embed src=javascript:{c}>", "<form action=javascript:{c}><button>x", "<button formaction=javascript:{c}>x", "<math href=javascript:{c}>x",
    "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import '//evil.example/x.css';</style>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>", "<img src=//evil.example/pixel>", "<template><script>{c}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={c}>'>", "<svg><script>{c}</script></svg>", "<svg><animate onbegin={c} attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:{c}><text>x", "<xmp><img src=x onerror={c}></xmp>", "<p style=background:url(//evil.example/x)>", "<isindex action=javascript:{c}>",
    "<keygen autofocus onfocus={c}>", "<div onpointerover={c} style=position:fixed;inset:0>", "<table background=//evil.example/x>", "<custom-x onclick={c} tabindex=1 autofocus onfocus={c}>",
    "<dialog open onclose={c}>", "<portal src=//evil.example>", "<fencedframe src=//evil.example>",
]  # fmt: skip
_BREAKERS = [
    "-->{t}", "]]>{t}", "\"'>{t}", "`>{t}", "\\\"{t}", "</title>{t}", "</textarea>{t}", "</style>{t}", "<!--{t}", "<![CDATA[{t}",
]  # fmt: skip
_SCRIPTY = [
    "${window.hacked=1}", "{{window.hacked=1}}", "{{constructor.constructor('window.hacked=1')()}}", "<%= window.hacked=1 %>", "{% import os %}{{ os.system('id') }}",
    "#{window.hacked=1}", "javascript:window.hacked=1", "JaVaScRiPt:window.hacked=1", "java\tscript:window.hacked=1", "data:text/html,<script>parent.hacked=1</script>",
    "vbscript:hacked", "\u2028window.hacked=1\u2029", "');window.hacked=1;//", '");window.hacked=1;//', "`;window.hacked=1;//", "\\u003cscript\\u003ewindow.hacked=1\\u003c/script\\u003e",
    "&lt;script&gt;window.hacked=1&lt;/script&gt;", "&#60;img src=x onerror=window.hacked=1&#62;", "%3Cscript%3Ewindow.hacked=1%3C/script%3E", "＜script＞window.hacked=1＜/script＞",
    "https://evil.example/?<script>window.hacked=1</script>", "http://evil.example/\"onclick=window.hacked=1//",
    "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "\u202egnirts desrever", "\u0000null", "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b31m",
    "'; DROP TABLE events; --", "../../../../etc/passwd", "C:\\windows\\system32", "{who} {n} {events} {constructor}", "[x](javascript:window.hacked=1)", "![x](//evil.example/x)", "[^1]: forged note",
    "# forged heading", "<https://evil.example/>", "\\input{/etc/passwd}", "}\n@article{forged, title={x}", "TY  - FORGED\nER  - ", "\nER  - \nTY  - FORGED",
    "\U0001f680 rocket", "a" * 5000, "\u0301" * 50, "\ufeff", "﷽" * 20,
]  # fmt: skip
_FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "=HYPERLINK(\"//evil.example\")", " =1+1", "\n=1+1", "=IMPORTXML(\"//evil.example\")", "-2+3+cmd|'x'!A0"]  # fmt: skip

PAYLOADS = (
    [tag.replace("{c}", _CALL) for tag in _TAGS]
    + [breaker.replace("{t}", tag.replace("{c}", _CALL)) for breaker in _BREAKERS for tag in _TAGS[:6]]
    + _SCRIPTY
    + _FORMULAS
)


def hostile(path: Path) -> MadeUp:
    """A dossier in which every field that comes from outside carries a payload in turn."""
    coded = []
    for number, payload in enumerate(PAYLOADS, 1):
        words = payload.replace("\x00", "").replace("\n", " ").replace("\r", " ")
        sentence = f"Moscou a livré {words} à Pyongyang."
        made, spans = document(
            number, [sentence, "Une phrase calme suit."], title=payload, publisher=payload, author=payload, url=payload,
            document=f"{number}-{payload[:60]}.txt", published=[payload, "2024-03-0" + str(number % 9 + 1)][number % 2],
            found_in={"published": payload}, message=payload, language=payload[:8], updated=(payload,),
        )  # fmt: skip
        start, end = spans[0]
        code = [("RUS", "PRK"), (payload, "PRK"), ("RUS", payload)][number % 3]
        mention = EventMention(
            document=made.document, start=start, end=end, trigger_start=start + 9, trigger_end=start + 14, type=["AID", payload][number % 7 == 0], mode=payload,
            domain=["military", payload][number % 11 == 0], source=(code[0],), target=(code[1],), status=["claimed", payload][number % 5 == 0], rule_id=payload,
            agents=(payload,), date=["2024-03-05", payload, None][number % 3], attributed_to=payload, attribution_chain=(payload, "KOR"), place=payload,
            quantity=(Quantity(payload, payload, payload, payload),), evidence=(payload,),
        )  # fmt: skip
        coded.append(CodedDocument(made, mentions=(mention,)))
    refused = [
        CodedDocument(
            Document(f"refused-{n}-{p[:40]}", p, "0" * 64, "", state="not coded", reason=p, message=p, title=p, url=p)
        )
        for n, p in enumerate(PAYLOADS)
    ]
    base = made_up(path, 40)
    tables = tables_of(coded + refused)
    events = [
        replace(event, event=f"{event.event}-{PAYLOADS[i % len(PAYLOADS)]}") for i, event in enumerate(events_of(coded))
    ]
    tables["events"] = to_table(Event, events)
    for name in ("agreements", "anything"):
        tables[name] = base.tables["events"].slice(0, 0)
    return MadeUp(path, tables)


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    return hostile(tmp_path_factory.mktemp("hostile"))


def test_there_are_at_least_150() -> None:
    assert len(set(PAYLOADS)) >= 150


@pytest.mark.browser
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_runs_in_the_page(opened: Opener, dossier: MadeUp, language: str) -> None:
    view = opened(write_page(dossier, language=language))
    page = view.page
    page.wait_for_selector("a.row")
    page.wait_for_selector("#picture-timeline svg")
    page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true })")
    page.select_option("#pair", "all")
    page.wait_for_timeout(300)
    links = [link.get_attribute("href") for link in page.locator("a.row").all()]
    for href in links[:: max(1, len(links) // 60)]:
        page.evaluate("href => { location.hash = href }", href)
        page.wait_for_timeout(15)
        assert page.locator("#evidence").is_visible(), href
    page.fill("#q", "<img src=x onerror=window.hacked=1>")
    page.wait_for_timeout(400)
    for target in (
        "script",
        "iframe",
        "object",
        "embed",
        "img",
        "link",
        "base",
        "form[action]",
        "video",
        "audio",
        "[onload]",
        "[onerror]",
        "[onfocus]",
        "marquee",
    ):
        inside = page.locator(f"main {target}, #evidence {target}").count()
        assert inside == 0, target
    assert page.evaluate("window.hacked") is None
    assert page.locator("a[href^='javascript' i], a[href^='data' i], a[href^='vbscript' i]").count() == 0
    assert view.quiet(), (view.requests, view.errors[:3], view.dialogs)


@pytest.mark.browser
def test_the_policy_stops_what_slips_in(opened: Opener, dossier: MadeUp) -> None:
    """Were a text ever to become markup, the policy would still keep it from running or fetching."""
    view = opened(write_page(dossier))
    view.page.evaluate("""() => {
      const box = document.createElement("div");
      box.innerHTML = "<img src=x onerror='window.hacked=1'><a id=bad href='javascript:window.hacked=1'>x</a><iframe src='https://evil.example/'></iframe>";
      document.body.append(box);
      document.getElementById("bad").click();
      const script = document.createElement("script");
      script.textContent = "window.hacked=1";
      document.body.append(script);
    }""")
    view.page.wait_for_timeout(300)
    assert view.page.evaluate("window.hacked") is None
    assert view.errors
    assert not [url for url in view.requests if url.startswith("http")] or all(
        "evil" not in url for url in view.requests
    )


def test_data_blocks_hold_no_markup(dossier: MadeUp) -> None:
    html = write_page(dossier).read_text(encoding="utf-8")
    for block in html.split('<script type="application/json"')[1:]:
        body = block.split(">", 1)[1].split("</script>", 1)[0]
        assert "<" not in body and "\u2028" not in body
        json.loads(body)
    assert html.count("<script") == 7
    assert html.count("</script>") == 7


@pytest.mark.parametrize("url", [p for p in PAYLOADS if safe_url(p)])
def test_only_web_addresses_are_links(url: str) -> None:
    assert url.startswith(("http://", "https://"))


def test_inert_json_round_trips() -> None:
    for payload in PAYLOADS:
        assert json.loads(inert([payload])) == [payload]


def test_no_formula_survives_in_csv(dossier: MadeUp, tmp_path: Path) -> None:
    path = export_as(dossier, "polecat-csv", tmp_path / "events.csv")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert len(rows) > len(PAYLOADS) / 2
    for row in rows:
        for cell in row:
            assert not cell.lstrip(" \t\r\n").startswith(("=", "+", "@")), cell
            assert not cell.startswith("-") or cell.lstrip("-").replace(".", "").isdigit(), cell
            assert "\x1b" not in cell


@pytest.mark.browser
def test_no_formula_survives_in_the_csv_of_the_page(opened: Opener, dossier: MadeUp, tmp_path: Path) -> None:
    view = opened(write_page(dossier), "#?pair=all", accept_downloads=True)
    with view.page.expect_download() as waited:
        view.page.click("#csv")
    waited.value.save_as(tmp_path / "events.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "events.csv").read_text(encoding="utf-8-sig"), newline="")))
    for row in rows:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "@", "-")), cell


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_every_export_takes_hostile_texts(dossier: MadeUp, tmp_path: Path, name: str) -> None:
    written = export_as(dossier, name, tmp_path / "out").read_bytes()
    assert written
    if name in ("timelinejs", "brief-md"):
        for tag in (b"<script", b"<img", b"<svg", b"<iframe"):
            assert tag not in written.lower(), tag
    if name == "ris":
        lines = written.decode().splitlines()
        assert sum(line.startswith("TY  - ") for line in lines) == sum(line.startswith("ER  - ") for line in lines)
        assert sum(line == "TY  - NEWS" for line in lines) == dossier.table("documents").num_rows
    if name == "bibtex":
        assert written.decode().count("\n@article{") + 1 == dossier.table("documents").num_rows

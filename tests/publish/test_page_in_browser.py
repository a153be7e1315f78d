"""The page in Chromium, opened from its file: what readers do with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from made_up_dossier import MadeUp, made_up
from page_view import Opener
from playwright.sync_api import Page, expect

from rapprochement.publish import write_page

pytestmark = pytest.mark.browser


def number(text: str) -> int:
    """Return the first number of a text ("12 sur 40 événements")."""
    found = re.search(r"\d[\d\s\u202f]*", text)
    assert found is not None, text
    return int(re.sub(r"\s", "", found[0]))


def counted_as(page: Page, expected: int) -> bool:
    """Wait until the page counts ``expected`` events: it redraws after it has answered a click."""
    for _ in range(100):
        if number(page.inner_text("#count")) == expected:
            return True
        page.wait_for_timeout(50)
    return False


def drawn(page: Page) -> None:
    """Wait for both pictures."""
    page.wait_for_selector("#picture-years svg")
    page.wait_for_selector("#picture-timeline svg")


def test_opens_without_network_or_complaint(opened: Opener, page_file: Path) -> None:
    view = opened(page_file)
    drawn(view.page)
    expect(view.page.locator("h1")).to_have_text("Russie – Corée du Nord")
    assert view.page.locator("a.row").count() == number(view.page.inner_text("#count"))
    assert view.quiet(), (view.requests, view.errors, view.dialogs)


def test_says_that_the_busiest_pair_is_the_default(opened: Opener, page_file: Path) -> None:
    page = opened(page_file).page
    assert "plus actif des" in page.inner_text("#pair-note")
    before = number(page.inner_text("#count"))
    page.select_option("#pair", "KOR~PRK")
    expect(page.locator("h1")).to_have_text("Corée du Sud – Corée du Nord")
    expect(page.locator("a.row").first).to_contain_text("Corée du Sud")
    assert number(page.inner_text("#count")) < before
    assert "pair=KOR%7EPRK" in page.url or "pair=KOR~PRK" in page.url


def test_a_pair_can_be_chosen_by_the_maker(opened: Opener, tmp_path: Path) -> None:
    page = opened(write_page(made_up(tmp_path, 80), between=("KOR", "PRK"), language="en")).page
    expect(page.locator("h1")).to_have_text("South Korea – North Korea")
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_click_shows_the_sentence_in_its_paragraph(opened: Opener, page_file: Path) -> None:
    page = opened(page_file).page
    row = page.locator("a.row").nth(3)
    told = row.locator(".snippet").inner_text()
    trigger = row.locator(".snippet b").inner_text()
    row.click()
    panel = page.locator("#evidence")
    expect(panel).to_be_visible()
    sentence = panel.locator("mark.sentence").first.inner_text()
    assert told.rstrip(" …") in sentence
    assert panel.locator("mark.trigger").first.inner_text() == trigger
    assert len(panel.locator(".passage").first.inner_text()) > len(sentence)
    for shown in (".source-title", ".source-rest", "dt", "code"):
        assert panel.locator(shown).first.text_content()
    assert "event=" in page.url


def test_enter_opens_escape_closes_and_focus_returns(opened: Opener, page_file: Path) -> None:
    page = opened(page_file).page
    page.locator("a.row").nth(2).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#evidence")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "evidence-title"
    chosen = page.locator("a.row").nth(3)
    assert chosen.get_attribute("aria-current") == "true"
    page.keyboard.press("Escape")
    expect(page.locator("#evidence")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.event") == chosen.get_attribute("data-event")


def test_the_first_tab_is_the_skip_link(opened: Opener, page_file: Path) -> None:
    page = opened(page_file).page
    page.keyboard.press("Tab")
    assert "skip" in (page.evaluate("document.activeElement.className") or "")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_filters_count_live_and_stand_in_the_address(opened: Opener, page_file: Path) -> None:
    page = opened(page_file).page
    chip = page.locator("#f-domain .chip").first
    expected = number(chip.locator(".n").inner_text())
    chip.click()
    expect(page.locator("#active li")).not_to_have_count(0)
    expect(page.locator("a.row")).to_have_count(expected)
    assert number(page.inner_text("#count")) == expected
    assert chip.get_attribute("aria-pressed") == "true"
    assert "domain=" in page.url
    page.fill("#q", "obus")
    expect(page.locator("#active li")).to_have_count(3)
    assert number(page.inner_text("#count")) <= expected
    assert all("obus" in text for text in page.locator(".snippet").all_inner_texts())
    address = page.url
    again = opened(page_file, "#" + address.split("#")[1]).page
    assert again.inner_text("#count") == page.inner_text("#count")
    assert again.input_value("#q") == "obus"


def test_search_ignores_accents_and_case(opened: Opener, page_file: Path) -> None:
    page = opened(page_file).page
    page.fill("#q", "DELEGATION")
    expect(page.locator("#active li")).to_have_count(1)
    assert page.locator("a.row").count() > 0


def test_a_period_keeps_what_begins_in_it_and_drops_the_undated(opened: Opener, page_file: Path) -> None:
    page = opened(page_file, "#?from=2024&to=2024&dating=day|month|year").page
    years = [text.split()[0] for text in page.locator(".year h3").all_inner_texts()]
    assert years == ["2024"]


def test_every_figure_of_the_overview_opens_as_many_rows(opened: Opener, page_file: Path) -> None:
    page = opened(page_file).page
    figures = page.locator("#overview a.figure").all()
    asked = [(link.get_attribute("href"), link.inner_text()) for link in figures]
    counted = [(href, text) for href, text in asked if href and "event=" not in href]
    assert len(counted) > 12
    for href, text in counted:
        page.evaluate("href => { location.hash = href }", href)
        assert counted_as(page, number(text)), (href, text)


def test_a_deep_link_opens_its_event(opened: Opener, page_file: Path) -> None:
    page = opened(page_file).page
    event = page.locator("a.row").nth(5).get_attribute("data-event")
    again = opened(page_file, f"#?event={event}").page
    expect(again.locator("#evidence")).to_be_visible()
    assert again.locator(f'a.row[data-event="{event}"]').get_attribute("aria-current") == "true"


@pytest.mark.parametrize(
    "fragment",
    [
        "#?event=nothing",
        "#?pair=x",
        "#?from=abc&domain=%3Cb%3E",
        "#?__proto__=1",
        "#?lang=xx",
        "#nowhere",
        "#?event=r:constructor:0",
    ],
)
def test_an_address_that_makes_no_sense_does_no_harm(opened: Opener, page_file: Path, fragment: str) -> None:
    view = opened(page_file, fragment)
    expect(view.page.locator("h1")).not_to_be_empty()
    expect(view.page.locator("#evidence")).to_be_hidden()
    assert view.quiet(), view.errors


def test_language_changes_in_place_and_keeps_the_state(opened: Opener, page_file: Path) -> None:
    view = opened(page_file, "#?domain=military")
    page = view.page
    count = number(page.inner_text("#count"))
    page.click("#language")
    expect(page.locator("h1")).to_have_text("Russia – North Korea")
    assert page.locator("html").get_attribute("lang") == "en"
    assert counted_as(page, count)
    expect(page.locator("#count")).to_contain_text("events")
    assert "events" in page.inner_text("#count")
    for french in ("événements", "Chronologie", "Aperçu", "Domaine"):
        assert french not in page.inner_text("main").split("Sources")[0] or french in page.inner_text(
            ".snippet >> nth=0"
        )
    page.click("#language")
    expect(page.locator("h1")).to_have_text("Russie – Corée du Nord")
    assert view.quiet(), view.errors


def test_uncertain_dates_are_said_not_invented(opened: Opener, page_file: Path) -> None:
    page = opened(page_file).page
    dates = page.locator(".row .date").all_inner_texts()
    assert "sans date" in dates
    assert any(text.startswith("depuis ") for text in dates)
    assert "années 1990" in dates
    assert any(text.startswith("printemps ") for text in dates)


def test_claims_name_the_claimant(opened: Opener, page_file: Path) -> None:
    page = opened(page_file).page
    badges = set(page.locator(".row .badge").all_inner_texts())
    assert "selon la Corée du Sud" in badges
    assert "soupçonné, selon les services de renseignement" in badges


def test_a_mark_of_the_timeline_opens_its_sentences(opened: Opener, page_file: Path) -> None:
    view = opened(page_file)
    drawn(view.page)
    view.page.locator("#picture-timeline svg .mark-symbol path").first.click()
    expect(view.page.locator("#evidence")).to_be_visible()
    assert view.quiet(), view.errors


def test_a_bar_of_the_years_filters(opened: Opener, page_file: Path) -> None:
    view = opened(page_file)
    drawn(view.page)
    view.page.locator("#picture-years svg [class*=bars_marks] path").last.click()
    expect(view.page.locator("#active li")).not_to_have_count(0)
    assert "from=" in view.page.url and "domain=" in view.page.url


def test_pictures_and_rows_can_be_saved(opened: Opener, page_file: Path, tmp_path: Path) -> None:
    view = opened(page_file, accept_downloads=True)
    drawn(view.page)
    for number_, (suffix, start) in enumerate(((".svg", b"<svg"), (".png", b"\x89PNG"), (".csv", b"\xef\xbb\xbf"))):
        with view.page.expect_download() as waited:
            view.page.locator("#picture-years .tools button").nth(number_).click()
        assert waited.value.suggested_filename == "years" + suffix
        waited.value.save_as(tmp_path / "saved")
        assert (tmp_path / "saved").read_bytes().startswith(start)
    with view.page.expect_download() as waited:
        view.page.click("#csv")
    waited.value.save_as(tmp_path / "events.csv")
    lines = (tmp_path / "events.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) - 1 == number(view.page.inner_text("#count"))
    assert view.quiet(), (view.requests, view.errors)


def test_on_a_phone_nothing_is_wider_than_the_screen(opened: Opener, page_file: Path) -> None:
    view = opened(page_file, viewport={"width": 375, "height": 812}, has_touch=True)
    drawn(view.page)
    assert view.page.evaluate("document.documentElement.scrollWidth") <= 375
    view.page.locator("a.row").first.click()
    box = view.page.locator("#evidence").bounding_box()
    assert box is not None and box["width"] == 375
    assert view.page.evaluate("document.getElementById('evidence').scrollWidth") <= 375


def test_print_shows_the_rows_and_no_controls(opened: Opener, page_file: Path) -> None:
    view = opened(page_file)
    drawn(view.page)
    view.page.emulate_media(media="print")
    assert not view.page.locator("#filters").is_visible()
    assert not view.page.locator(".bar").is_visible()
    assert view.page.locator("a.row").first.is_visible()
    assert view.page.pdf()[:4] == b"%PDF"


def test_documents_that_were_not_coded_are_listed_with_the_reason(opened: Opener, page_file: Path) -> None:
    text = opened(page_file).page.inner_text("#source-table")
    assert "abime.pdf" in text and "PDF endommagé" in text


def test_an_empty_dossier_says_so(opened: Opener, tmp_path: Path) -> None:
    whole = made_up(tmp_path, 20)
    empty = MadeUp(tmp_path, {name: table.slice(0, 0) for name, table in whole.tables.items()})
    view = opened(write_page(empty))
    assert "vide" in view.page.inner_text("#overview")
    assert view.quiet(), view.errors


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["", "#?event=e5"])
def test_contrast_is_wcag_aa(opened: Opener, page_file: Path, scheme: str, fragment: str) -> None:
    page = opened(page_file, fragment, color_scheme=scheme).page
    page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true })")
    poor = page.evaluate(CONTRAST)
    assert not poor, poor[:10]


CONTRAST = """() => {
  const parse = (c) => { const m = c.match(/[\\d.]+/g).map(Number); return [m[0], m[1], m[2], m[3] === undefined ? 1 : m[3]]; };
  const lum = ([r, g, b]) => [r, g, b].map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; })
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = (node) => { for (let at = node; at; at = at.parentElement) { const c = parse(getComputedStyle(at).backgroundColor); if (c[3] > .99) return c; } return [255, 255, 255, 1]; };
  const poor = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !node || node.closest("script,style,option,svg,.unseen,.skip,:disabled") || !node.checkVisibility()) continue;
    const style = getComputedStyle(node), a = lum(parse(style.color)), b = lum(behind(node));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) poor.push([ratio.toFixed(2), node.className, walk.currentNode.textContent.slice(0, 40)]);
  }
  return poor;
}"""


def test_names_roles_and_ids_hold_for_assistive_tools(opened: Opener, page_file: Path) -> None:
    page = opened(page_file).page
    drawn(page)
    assert not page.evaluate(UNNAMED)


UNNAMED = """() => {
  const wrong = [];
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) wrong.push("two " + id);
  for (const node of document.querySelectorAll("a, button, select, input")) {
    const label = node.getAttribute("aria-label") || node.textContent.trim() || (node.labels && node.labels[0] && node.labels[0].textContent);
    if (!label) wrong.push(node.outerHTML.slice(0, 80));
  }
  for (const node of document.querySelectorAll("[aria-labelledby]")) if (!document.getElementById(node.getAttribute("aria-labelledby")) && !node.hidden) wrong.push(node.id);
  let level = 0;
  for (const node of document.querySelectorAll("main h1, main h2, main h3, main h4")) {
    const own = Number(node.tagName[1]);
    if (own > level + 1) wrong.push(node.textContent);
    level = own;
  }
  return wrong;
}"""


@pytest.mark.slow
def test_of_twenty_thousand_mentions_only_those_in_sight_are_drawn(opened: Opener, tmp_path: Path) -> None:
    """How long it takes to open is for benchmarks/page.py to say; here, that the work does not grow with the dossier."""
    path = write_page(made_up(tmp_path, 20_000))
    view = opened(path)
    view.page.wait_for_selector("a.row")
    assert view.page.locator("a.row").count() < 2000
    drawn(view.page)
    view.page.locator("#f-domain .chip").first.click()
    view.page.wait_for_selector("#active li")
    assert view.page.locator("a.row").count() < 2000
    view.page.locator("#years a").nth(20).click()
    view.page.wait_for_timeout(600)
    assert view.page.locator("a.row").count() > 0
    assert view.quiet(), view.errors


def test_dragging_across_the_years_chooses_a_period(opened: Opener, page_file: Path) -> None:
    view = opened(page_file)
    drawn(view.page)
    view.page.locator("#picture-years").scroll_into_view_if_needed()
    box = view.page.locator("#picture-years svg .mark-group.role-scope").first.bounding_box()
    assert box is not None
    mouse, y = view.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] * 0.55, y)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.75, y, steps=4)
    mouse.move(box["x"] + box["width"] * 0.9, y, steps=4)
    mouse.up()
    expect(view.page.locator("#active li")).to_have_count(1)
    assert re.search(r"from=\d{4}&to=\d{4}", view.page.url)
    assert view.quiet(), view.errors


def test_who_says_what_shows_events_of_several_documents(opened: Opener, page_file: Path) -> None:
    view = opened(page_file)
    rows = view.page.locator("#claims tbody tr")
    assert rows.count() > 0
    for i in range(rows.count()):
        assert sum(bool(text.strip()) for text in rows.nth(i).locator("td").all_inner_texts()) >= 1
    rows.first.locator("th a").click()
    expect(view.page.locator("#evidence .mention")).not_to_have_count(1)
    assert view.quiet(), view.errors


def test_measured_marks_lead_to_their_events(opened: Opener, page_file: Path) -> None:
    view = opened(page_file)
    page = view.page
    drawn(page)
    marks = page.locator("#measured-streams svg .leads")
    assert marks.count() > 3
    marks.last.dispatch_event("click")
    page.wait_for_function("location.hash.includes('from=')")
    assert page.locator("#measured svg a").count() == 0
    assert view.quiet()

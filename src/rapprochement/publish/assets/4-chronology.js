// The chronology: filters with live counts, years and months, rows drawn as they come near the window.
let shown = [];
const BLOCK = 60;        // rows a block draws at once
const ALL_AT_ONCE = 400; // up to here everything is drawn, so that the browser's own search finds it

function chip(facet, value, label, n, mark) {
  const on = state[facet].includes(value);
  return el("button", {
    type: "button", class: "chip", "aria-pressed": String(on), disabled: !n && !on, dataset: { facet, value },
    onclick: () => go({ [facet]: on ? state[facet].filter((v) => v !== value) : [...state[facet], value], event: "" }),
  }, mark, el("bdi", { text: label }), el("span", { class: "n", text: number(n) }));
}
function drawFacet(facet, values, label, rows) {
  const counts = new Map(tally(rows.filter((e) => passes(e, state, facet)), facetOf[facet]));
  const own = values || tally(rows, facetOf[facet]).slice(0, 14).map(([value]) => value);
  for (const value of state[facet]) if (!own.includes(value)) own.push(value);
  const present = new Set(rows.flatMap(facetOf[facet]));
  const box = $("f-" + facet);
  const focused = document.activeElement && box.contains(document.activeElement) ? document.activeElement.dataset.value : null;
  empty(box).append(...own.filter((value) => present.has(value) || state[facet].includes(value))
    .map((value) => chip(facet, value, label(value), counts.get(value) || 0, facet === "domain" ? glyph(value) : null)));
  box.parentElement.hidden = !box.childElementCount;
  if (focused !== null) for (const button of box.children) if (button.dataset.value === focused) button.focus();
}
const DATING_LABEL = { __proto__: null, day: "to the day", month: "to the month or week", year: "to the year or season", wide: "several years or open", none: "no date" };
const facetLabel = {
  domain: (v) => tc("domain", v), type: (v) => tc("type", v), status: (v) => tc("status", v),
  by: (v) => (Object.hasOwn(CORE.actors, v) ? actor(v) : v), dating: (v) => t(DATING_LABEL[v] || v),
  src: (v) => (v === "2" ? t("two or more") : t("one only")), doc: (v) => docTitle(CORE.docs.find((doc) => doc.id === v)),
};

function drawFilters() {
  const rows = pairEvents();
  drawFacet("domain", DOMAINS.slice(), facetLabel.domain, rows);
  drawFacet("type", TYPES.slice(), facetLabel.type, rows);
  drawFacet("status", STATUSES.slice(), facetLabel.status, rows);
  drawFacet("by", null, facetLabel.by, rows);
  drawFacet("dating", DATINGS.slice(), facetLabel.dating, rows);
  drawFacet("src", ["2", "1"], facetLabel.src, rows);
  for (const id of ["q", "from", "to"]) if (document.activeElement !== $(id)) $(id).value = state[id];
  const active = empty($("active"));
  const put = (text, changed) => active.append(el("li", null, el("button", { type: "button", onclick: () => go({ ...changed, event: "" }), "aria-label": t("Remove the filter {name}", { name: text }) },
    el("bdi", { text }), el("span", { "aria-hidden": "true", text: " ×" }))));
  for (const facet of FACETS) for (const value of state[facet]) put(capital(facetLabel[facet](value)), { [facet]: state[facet].filter((v) => v !== value) });
  if (state.q) put("“" + state.q + "”", { q: "" });
  if (state.from || state.to) put((state.from || "…") + " – " + (state.to || "…"), { from: "", to: "" });
  if (active.childElementCount > 1) active.append(el("li", null, el("a", { href: only({}), text: t("Remove all") })));
  if (["type", "status", "by", "dating", "src"].some((facet) => state[facet].length)) $("more").open = true;
}

/** Where an event stands in the chronology: its year and, when known, its month. */
function place(event) {
  if (event.dating === "none" || !event.at) return ["", ""];
  const year = event.at.slice(0, 4);
  return [year, ["day", "month"].includes(event.dating) ? event.at.slice(0, 7) : event.dating];
}
const monthName = (key) => key.length === 7 ? new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" }).format(new Date(key + "-01T00:00:00Z"))
  : key === "year" ? t("In the year") : key === "wide" ? t("Over several years") : "";

function rowOf(event) {
  const lead = event.mentions.length ? mention(event.mentions[0]) : null;
  const doc = lead ? docOf(lead) : null;
  const uncertain = event.dating !== "day";
  return el("li", null, el("a", { class: "row", href: hashOf({ event: event.id }), dataset: { event: event.id } },
    el("span", { class: "date" + (uncertain ? " uncertain" : "") }, el("time", { text: event.dating === "none" ? t("undated") : shortDate(event) })),
    el("span", { class: "pin" }, glyph(event.domain)),
    el("span", { class: "body" },
      el("span", { class: "head" }, el("bdi", { class: "who", text: whoToWhom(event) }), " ", el("span", { class: "type", text: kind(event) }), badge(event)),
      lead && lead.passage !== null ? snippet(lead) : null,
      el("span", { class: "tail" }, el("span", { text: tc("domain", event.domain) }), event.places.length ? el("bdi", { text: event.places.slice(0, 2).join(", ") }) : null,
        doc ? el("bdi", { class: "from", text: doc.publisher || docTitle(doc) }) : null,
        event.sources > 1 ? el("span", { class: "many", text: tn("{n} independent source", "{n} independent sources", event.sources) })
          : event.mentions.length > 1 ? el("span", { text: tn("{n} passage", "{n} passages", event.mentions.length) }) : null))));
}
/** The date without what the heading above already says. */
function shortDate(event) {
  const words = dateWords(event.date);
  return words;
}
const SNIPPET = 260;
function snippet(m) {
  const sentence = sentenceOf(m);
  let from = m.spans[2] - m.spans[0], to = m.spans[3] - m.spans[0];
  if (from < 0 || to > sentence.length || to < from) from = to = 0;
  let left = 0, right = sentence.length;
  if (right > SNIPPET) {
    left = Math.max(0, Math.min(from - 90, right - SNIPPET));
    left = left && sentence.indexOf(" ", left) + 1 || left;
    right = Math.min(right, left + SNIPPET);
    const space = sentence.lastIndexOf(" ", right);
    if (right < sentence.length && space > Math.max(to, left)) right = space;
  }
  return el("q", { class: "snippet" }, left ? "… " : null, sentence.slice(left, Math.max(left, from)), el("b", { text: sentence.slice(Math.max(left, from), to) }),
    sentence.slice(Math.max(left, to), right).replace(/\s+$/, ""), right < sentence.length ? " …" : null);
}

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) fillBlock(entry.target);
}, { rootMargin: "1200px 0px" });
const waiting = new Map();
function fillBlock(list) {
  const rows = waiting.get(list);
  if (!rows) return;
  waiting.delete(list);
  watcher.unobserve(list);
  list.append(...rows.map(rowOf));
  list.style.minHeight = "";
  for (const row of list.querySelectorAll(".row")) if (row.dataset.event === state.event) row.setAttribute("aria-current", "true");
}

function drawChronology() {
  const all = pairEvents();
  shown = all.filter((event) => passes(event, state)).sort(byDate);
  if (state.order === "desc") shown = [...shown.filter((e) => e.at).reverse(), ...shown.filter((e) => !e.at)];
  $("count").textContent = shown.length === all.length ? events_(all.length) : t("{shown} of {all}", { shown: number(shown.length), all: events_(all.length) });
  $("order").textContent = state.order === "desc" ? t("Oldest first") : t("Most recent first");
  const list = empty($("list"));
  waiting.clear();
  watcher.disconnect();
  const years = new Map();
  for (const event of shown) {
    const [year, month] = place(event);
    if (!years.has(year)) years.set(year, new Map());
    const months = years.get(year);
    if (!months.has(month)) months.set(month, []);
    months.get(month).push(event);
  }
  const eager = shown.length <= ALL_AT_ONCE;
  let drawn = 0;
  for (const [year, months] of years) {
    const n = [...months.values()].reduce((sum, rows) => sum + rows.length, 0);
    const section = el("section", { class: "year", id: "y" + (year || "none"), "aria-label": year || t("Undated") },
      el("h3", null, year || t("Undated"), " ", el("span", { class: "n", text: events_(n) })));
    for (const [month, rows] of months) {
      if (monthName(month)) section.append(el("h4", { text: capital(monthName(month)) }));
      for (let at = 0; at < rows.length; at += BLOCK) {
        const block = el("ol", { class: "rows" });
        const part = rows.slice(at, at + BLOCK);
        waiting.set(block, part);
        if (eager || drawn < BLOCK) fillBlock(block);
        else {
          block.style.minHeight = part.length * 92 + "px";
          watcher.observe(block);
        }
        drawn += part.length;
        section.append(block);
      }
    }
    list.append(section);
  }
  if (!shown.length) list.append(el("p", { class: "none" }, t("No event passes these filters."), " ", el("a", { href: only({}), text: t("Remove all") })));
  const nav = empty($("years"));
  if (years.size > 1) for (const [year, months] of years) {
    const n = [...months.values()].reduce((sum, rows) => sum + rows.length, 0);
    nav.append(el("a", { href: "#y" + (year || "none"), dataset: { go: "y" + (year || "none") } }, el("span", { text: year || t("Undated") }), " ", el("span", { class: "n", text: number(n) })));
  }
}

/** CSV of the events in view; cells that a spreadsheet would run are made text. */
function saveCsv(name, header, rows) {
  const cell = (value) => {
    let text = value === null || value === undefined ? "" : String(value);
    if (/^[\s\u0000-\u001f]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text)) text = "'" + text;
    return '"' + text.replaceAll('"', '""') + '"';
  };
  const csv = "\ufeff" + [header, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  saveBlob(name, new Blob([csv], { type: "text/csv;charset=utf-8" }));
}
function saveBlob(name, blob) {
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
function csvOfShown() {
  saveCsv("events.csv", ["event", "date", "earliest", "latest", "source", "target", "type", "domain", "status", "attributed_to", "places", "independent_sources", "documents", "sentence"],
    shown.map((e) => [e.id, CORE.dates[e.date][0], e.from, e.to, e.source.join(";"), e.target.join(";"), e.type, e.domain, e.status, e.by.join(";"), e.places.join(";"), e.sources,
      [...new Set(docsOf(e))].join(";"), e.mentions.length ? sentenceOf(mention(e.mentions[0])) : ""]));
}

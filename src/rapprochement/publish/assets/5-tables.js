// The tables: actions by domain, what third parties did near in time, sources, later registers, method.
const line = (event) => el("li", null, el("a", { class: "line", href: hashOf({ event: event.id }) },
  el("span", { class: "line-date" + (event.dating === "day" ? "" : " uncertain"), text: dateWords(event.date) }), " ",
  el("span", null, el("bdi", { text: lineText(event) }), badge(event))));
function lineText(event) {
  const lead = event.mentions.length ? mention(event.mentions[0]) : null;
  const text = lead ? sentenceOf(lead).replace(/\s+/g, " ").trim() : whoToWhom(event);
  return text.length > 150 ? text.slice(0, text.lastIndexOf(" ", 148) > 90 ? text.lastIndexOf(" ", 148) : 148) + " …" : text;
}
const KEY_ACTIONS = 6;
/** What to name first: told by several, told as fact, exactly dated, in deeds. */
const weight = (e) => Math.min(e.sources, 4) * 3 + (e.status === "asserted" ? 2 : e.status === "claimed" ? 1 : 0) + (e.dating === "day" ? 2 : e.dating === "none" ? -2 : 1)
  + (e.quad.startsWith("material") ? 2 : 0) - (leadMode(e) === "relations" ? 5 : 0) + Math.min(e.mentions.length, 4) * 0.5;

function drawDomains() {
  const box = empty($("domain-table"));
  const rows = pairEvents();
  if (!rows.length) return void box.append(el("p", { class: "none", text: t("No event.") }));
  const body = el("tbody");
  for (const [domain, n] of tally(rows, (e) => [e.domain])) {
    const own = rows.filter((e) => e.domain === domain);
    const types = tally(own, (e) => [e.type]).slice(0, 4).map(([type, m]) => tc("type", type) + " " + number(m)).join(" · ");
    const seen = new Set();
    const key = own.slice().sort((a, b) => weight(b) - weight(a) || byDate(b, a)).filter((e) => {
      const text = fold(lineText(e)).slice(0, 80);
      return seen.has(text) ? false : seen.add(text);
    }).slice(0, KEY_ACTIONS).sort(byDate);
    body.append(el("tr", null,
      el("th", { scope: "row" }, el("span", { class: "domain-name" }, glyph(domain), " ", capital(tc("domain", domain))), el("span", { class: "quiet", text: events_(n) })),
      el("td", null, el("p", { class: "kinds", text: types }), el("ul", { class: "lines" }, key.map(line)),
        n > key.length ? el("p", { class: "rest" }, linked(t("All {n}", { n: events_(n) }), { domain: [domain] })) : null)));
  }
  box.append(el("table", { class: "domains" }, el("caption", { class: "unseen", text: t("Key actions of the pair by domain") }),
    el("thead", null, el("tr", null, el("th", { scope: "col", text: t("Domain") }), el("th", { scope: "col", text: t("Key actions") }))), body));
}

const WINDOW_DAYS = 30;
const REACTION_ACTORS = 12;
const days = (iso) => Date.parse(iso + "T00:00:00Z") / 864e5;
/** Acts between one side and a third party within a month after a dated event of the pair. */
function drawReactions() {
  const box = empty($("reactions"));
  if (state.pair === "all") return void box.append(el("p", { class: "note", text: t("Choose a pair to see what third parties did.") }));
  const sides = state.pair.split("~");
  const close = (e) => e.dating === "day";
  const own = pairEvents().filter(close).sort(byDate);
  const starts = own.map((e) => days(e.from));
  const found = new Map();
  for (const event of EVENTS) {
    if (!close(event) || inPair(event, state.pair)) continue;
    const source = event.source.map(today), target = event.target.map(today);
    if (!sides.some((side) => source.includes(side) || target.includes(side))) continue;
    const at = days(event.from);
    let low_ = 0, high_ = starts.length;
    while (low_ < high_) { const mid = (low_ + high_) >> 1; if (starts[mid] <= at) low_ = mid + 1; else high_ = mid; }
    const before = low_ - 1;
    if (before < 0 || at - starts[before] > WINDOW_DAYS) continue;
    const third = [...new Set([...source, ...target])].filter((code) => !sides.includes(code));
    for (const code of third) found.set(code, [...(found.get(code) || []), { event, after: own[before], days: at - starts[before] }]);
  }
  box.append(el("p", { class: "note", text: t("Acts between either side and a third party within {n} days after a dated event of the pair. Nearness in time is no proof of a reaction.", { n: WINDOW_DAYS }) }));
  if (!found.size) return void box.append(el("p", { class: "none", text: t("None found in these documents.") }));
  const body = el("tbody");
  for (const [code, acts] of [...found].sort((a, b) => b[1].length - a[1].length).slice(0, REACTION_ACTORS)) {
    const seen = new Set();
    const chosen = acts.slice().sort((a, b) => weight(b.event) - weight(a.event)).filter(({ event }) => !seen.has(lineText(event)) && seen.add(lineText(event))).slice(0, 4).sort((a, b) => byDate(a.event, b.event));
    const conflict = acts.filter(({ event }) => event.quad && !COOPERATION.includes(event.quad)).length;
    const other = sides.map((side) => pairLink(code, side)).filter(Boolean);
    body.append(el("tr", null, el("th", { scope: "row" }, el("bdi", { text: actor(code) }), el("span", { class: "quiet", text: t("{a} cooperation, {b} conflict", { a: number(acts.length - conflict), b: number(conflict) }) }), other),
      el("td", null, el("ul", { class: "lines" }, chosen.map((found_) => {
        const item = line(found_.event);
        item.append(el("span", { class: "after" }, phrase(found_.days ? tn("{n} day after: {what}", "{n} days after: {what}", found_.days) : t("the same day as: {what}"), {
          what: el("a", { href: hashOf({ event: found_.after.id }) }, el("bdi", { text: kind(found_.after) + ", " + dateWords(found_.after.date) })) })));
        return item;
      })))));
  }
  box.append(el("table", { class: "domains" }, el("thead", null, el("tr", null, el("th", { scope: "col", text: t("Third party") }), el("th", { scope: "col", text: t("Acts near in time") }))), body));
}
function pairLink(a, b) {
  const pair = CORE.pairs.find(([x, y]) => (x === a && y === b) || (x === b && y === a));
  return pair ? el("a", { class: "pair-link", href: hashOf({ ...BLANK(), pair: pair[0] + "~" + pair[1] }), text: actor(pair[0]) + " – " + actor(pair[1]) + " (" + number(pair[2]) + ")" }) : null;
}

/** Where a date was found: "text:line 3" and the names of the catalogue; anything else as it stands. */
function foundIn(place_) {
  const line_ = /^text:line (\d+)$/.exec(place_);
  return line_ ? t("line {n} of the text", { n: line_[1] }) : tc("found", place_.startsWith("html:meta") ? "html:meta" : place_);
}
function drawSources() {
  const box = empty($("source-table"));
  const coded = CORE.docs.filter((doc) => doc.state === "coded"), not = CORE.docs.filter((doc) => doc.state !== "coded");
  const publishers = new Set(coded.map((doc) => doc.publisher).filter(Boolean));
  const dated = coded.filter((doc) => CORE.dates[doc.published][1]).map((doc) => doc.published).sort((a, b) => (CORE.dates[a][1] < CORE.dates[b][1] ? -1 : 1));
  box.append(el("p", null, t("{read} read and coded, {not} not.", { read: tn("{n} document", "{n} documents", coded.length), not: number(not.length) }), " ",
    publishers.size ? tn("{n} publisher is named.", "{n} publishers are named.", publishers.size) + " " : null,
    dated.length ? t("Published between {first} and {last}.", { first: dateWords(dated[0]), last: dateWords(dated[dated.length - 1]) }) : null));
  const row = (doc) => el("tr", null,
    el("th", { scope: "row" }, doc.url ? el("a", { href: doc.url, rel: "noopener noreferrer", target: "_blank" }, el("bdi", { text: docTitle(doc) })) : el("bdi", { text: docTitle(doc) }),
      el("span", { class: "file" }, el("bdi", { text: doc.id })), doc.from ? el("span", { class: "quiet" }, t("derived from"), " ", el("bdi", { text: doc.from })) : null),
    el("td", { dataset: { label: t("Publisher, author") } }, el("bdi", { text: [doc.publisher, doc.author].filter(Boolean).join(", ") || "–" })),
    el("td", { dataset: { label: t("Published") } }, el("span", { text: CORE.dates[doc.published][0] ? dateWords(doc.published) : t("unknown") }), doc.updated.length ? el("span", { class: "quiet", text: t("updated {dates}", { dates: joined(doc.updated.map(dateWords)) }) }) : null,
      doc.found.published ? el("span", { class: "quiet" }, t("found in:"), " ", el("bdi", { text: foundIn(doc.found.published) })) : null),
    el("td", { class: "num", dataset: { label: t("Passages coded") } }, doc.mentions ? linked(number(doc.mentions), { pair: "all", doc: [doc.id] }) : el("span", { text: "0" })));
  const head = (...labels) => el("thead", null, el("tr", null, labels.map((label, i) => el("th", { scope: "col", class: i === 3 ? "num" : null, text: label }))));
  if (coded.length) box.append(el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("Documents read") }, el("table", { class: "sources" }, el("caption", { text: t("Documents read") }),
    head(t("Document"), t("Publisher, author"), t("Published"), t("Passages coded")), el("tbody", null, lazily(coded, row)))));
  if (not.length) box.append(el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("Documents not coded") }, el("table", { class: "sources" }, el("caption", { text: t("Documents not coded") }),
    head(t("Document"), t("Reason"), t("What was found")), el("tbody", null, not.map((doc) => el("tr", null, el("th", { scope: "row" }, el("bdi", { text: docTitle(doc) }), doc.title ? el("span", { class: "file" }, el("bdi", { text: doc.id })) : null),
      el("td", { dataset: { label: t("Reason") } }, el("span", { text: tc("reason", doc.reason || "") })), el("td", { dataset: { label: t("What was found") } }, el("bdi", { text: doc.message || "" }))))))));
}
const AT_FIRST = 200;
/** The first rows now, the rest behind a button. */
function lazily(docs, row) {
  const first = docs.slice(0, AT_FIRST).map(row);
  if (docs.length <= AT_FIRST) return first;
  const more = el("tr", null, el("td", { colspan: "4" }, el("button", { type: "button", text: t("Show all {n}", { n: number(docs.length) }), onclick: () => more.replaceWith(...docs.slice(AT_FIRST).map(row)) })));
  return [...first, more];
}

function drawMethod() {
  append(empty($("method")), [
    "An event is a passage that says that one actor did, does, will do or may do something to, with or about another. Each is coded by rules that anyone can read: type and quad class after PLOVER, domain, who to whom, date, status, and on whose word.",
    "Passages that tell the same event (same pair and type, dates that fit) are merged. A source that only repeats another is not counted a second time where the dossier knows of it.",
    "Dates are kept as exact as the source gives them (EDTF, ISO 8601-2): “mi-juillet” stays a stretch of days, and an event without a date is listed as undated, never given the date of the article.",
    "“According to” is kept: what a source reports on someone’s word is not shown as fact. No verdict on truth is given here.",
    "The record holds what these documents say and the rules found in them. Rules miss sentences and misread some; a silence in the chronology may be a silence of the sources. Open the sentence before you quote a line.",
    "A former state is read with its successor (Soviet Union with Russia) and shown under its own name.",
  ].map((text) => el("p", { text: t(text) })));
  $("method").append(el("p", { class: "note", text: t("Keys: Tab and Enter open a line, arrow keys go from line to line, Escape closes the passage.") }));
}

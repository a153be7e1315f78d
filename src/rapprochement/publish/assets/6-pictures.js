// Pictures: Vega specifications made in Python (pictures.py), drawn here by the inlined Vega with its expression interpreter,
// because the page's policy forbids evaluating code. Any mark opens its sentences.
const PICTURES = read("data-pictures");
const views = new Map();
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function theme() {
  const ink = css("--ink"), quiet = css("--quiet"), rule = css("--rule");
  return {
    background: "transparent", font: css("--sans"), padding: 4,
    axis: { labelColor: quiet, titleColor: quiet, domainColor: rule, tickColor: rule, gridColor: rule, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500 },
    header: { labelColor: ink, labelFontSize: 13 }, view: { stroke: null }, text: { color: ink }, style: { cell: { stroke: null } },
  };
}
const colourOf = (domain) => css(KNOWN_DOMAINS.includes(domain) ? "--d-" + domain : "--quiet");

/** Rows of a picture: one per event, with lanes so that bars of one domain do not lie on each other. */
function pictureRows(rows, name, focus) {
  if (name === "years") {
    return rows.filter((e) => DATED_IN_A_YEAR.includes(e.dating)).map((e) => ({ id: e.id, year: Number(e.from.slice(0, 4)), domain: e.domain, rank: DOMAINS.indexOf(e.domain), label: capital(tc("domain", e.domain)) }))
      .sort((a, b) => a.rank - b.rank); // Vega without eval leaves the rows of a facet in the order of the data
  }
  const placed = rows.filter((e) => e.from || e.to).sort(byDate);
  if (!placed.length) return [];
  const clip = (iso, edge) => (iso && iso > edge[0] && iso < edge[1] ? iso : null);
  const first = focus !== null ? focus + "-01-01" : state.from ? low(state.from) : placed.find((e) => e.from)?.from || placed[0].at;
  const lasts = placed.map((e) => e.to || e.from).sort();
  const last = state.to ? high(state.to).replace("-31", "-28") : lasts[lasts.length - 1];
  const span = Math.max(days(last) - days(first), 30), gap = span / 110;
  const lanes = new Map();
  return placed.map((e) => {
    const from = Math.max(days(e.from || first), days(first)), to = Math.min(days(e.to || last) + 1, days(last) + 1);
    const taken = lanes.get(e.domain) || lanes.set(e.domain, []).get(e.domain);
    let lane = taken.findIndex((end) => end + gap * 0.25 <= from);
    if (lane < 0) lane = taken.length < MOST_LANES ? taken.push(0) - 1 : e.i % MOST_LANES;
    taken[lane] = Math.max(to, from + gap);
    return { id: e.id, domain: e.domain, label: capital(tc("domain", e.domain)), from: from * 864e5, to: Math.max(to, from + span / 220) * 864e5, lane, kind: e.dating === "day" ? "day" : "stretch",
      open: !e.from || !e.to, title: dateWords(e.date) + " · " + whoToWhom(e) + " · " + kind(e) };
  });
}
const MOST_LANES = 9;

function drawPictures() {
  const box = $("pictures");
  if (!window.vegaEmbed) return;
  const all = pairEvents();
  for (const name of ["years", "timeline"]) {
    let figure = $("picture-" + name);
    if (!figure) {
      figure = el("figure", { id: "picture-" + name, class: "picture" }, el("figcaption"), el("div", { class: "canvas" }), el("p", { class: "said note" }), el("p", { class: "tools" }));
      box.append(figure);
    }
    const passed = all.filter((e) => passes(e, state, name === "years" ? "period" : null));
    const from = focusYear(all);
    const seen = from === null ? passed : passed.filter((e) => (e.to || "9999") >= String(from));
    drawPicture(name, figure, pictureRows(seen, name, from), all, from, passed.length - seen.length);
  }
}
/** First year of the pictures: where nine in ten events begin, when the years before are long and nearly empty. */
let wholeSpan = false;
function focusYear(rows) {
  if (wholeSpan || state.from || state.to) return null;
  const years = rows.filter((e) => DATED_IN_A_YEAR.includes(e.dating)).map((e) => Number(e.from.slice(0, 4))).sort((a, b) => a - b);
  if (years.length < 20) return null;
  const first = years[0], last = years[years.length - 1], from = years[Math.floor(years.length * 0.1)];
  return last - first > 20 && last - from < (last - first) / 2 ? from - 1 : null;
}
let drawing = 0;
async function drawPicture(name, figure, rows, all, focus, earlier) {
  const [caption, canvas, said, tools] = figure.children;
  const mine = (figure.dataset.turn = String(++drawing));
  append(empty(caption), [el("strong", { text: name === "years" ? t("Events by year and domain") : t("Each event in its place in time") }), " ",
    name === "years" ? t("Click a bar for its events; drag across years to choose a period.") : t("A mark is a day, a bar the stretch within which an event may lie; open ends run to the edge. Click one for its sentences.")]);
  const without = all.filter((e) => (name === "years" ? !DATED_IN_A_YEAR.includes(e.dating) : !e.from && !e.to)).length;
  said.textContent = without ? tn(name === "years" ? "{n} event that cannot be placed in one year is not drawn." : "{n} event without a date is not drawn.", name === "years" ? "{n} events that cannot be placed in one year are not drawn." : "{n} events without a date are not drawn.", without) : "";
  if (earlier || wholeSpan) {
    said.append(said.textContent ? " " : "", earlier ? tn("{n} event before {year} is left out of this picture.", "{n} events before {year} are left out of this picture.", earlier).replace("{year}", focus) + " " : "",
      el("button", { type: "button", class: "inline", text: earlier ? t("Show all years") : t("Show the fullest years"), onclick: () => { wholeSpan = !wholeSpan; drawPictures(); } }));
  }
  const usual = [...said.childNodes];
  const old = views.get(name);
  if (old) old.finalize();
  views.delete(name);
  if (!rows.length) {
    canvas.replaceChildren(el("p", { class: "none", text: t("Nothing to draw.") }));
    empty(tools);
    return;
  }
  const spec = structuredClone(PICTURES[name][language]);
  const present = DOMAINS.filter((domain) => rows.some((row) => row.domain === domain));
  const labels = present.map((domain) => capital(tc("domain", domain)));
  const narrow = canvas.clientWidth < 560;
  spec.datasets = { events: rows };
  PREPARE[name](spec, { rows, labels, present, narrow, width: canvas.clientWidth, focus });
  const holder = el("div");
  canvas.replaceChildren(holder);
  const { view } = await vegaEmbed(holder, spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: false, config: theme() });
  if (figure.dataset.turn !== mine) return view.finalize();
  views.set(name, { finalize: () => view.finalize() });
  const svg = holder.querySelector("svg");
  if (svg) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", caption.textContent + " " + said.textContent);
    // One image with one text: Vega's own roles on every mark would be read out one by one, without names.
    for (const inner of svg.querySelectorAll("[role], [aria-roledescription], [aria-label]")) for (const name_ of ["role", "aria-roledescription", "aria-label"]) inner.removeAttribute(name_);
  }
  view.addEventListener("click", (press, item) => {
    const datum = item && item.datum;
    if (!datum) return;
    if (datum.id && BY_ID.has(datum.id)) go({ event: datum.id });
    else if (datum.year && datum.label) {
      const domain = DOMAINS.find((code) => capital(tc("domain", code)) === datum.label);
      location.hash = only({ from: String(datum.year), to: String(datum.year), domain: [domain], dating: DATED_IN_A_YEAR });
      scrollToSection("chronologie");
    }
  });
  if (name === "years") followBrush(view);
  if (name === "timeline") hints(view, said, usual);
  saveTools(tools, view, name, rows);
}

const PREPARE = {
  years(spec, { rows, labels, present, narrow, width, focus }) {
    const years = rows.map((row) => row.year);
    const first = focus ?? Math.min(...years), last = Math.max(...years, first + 3);
    spec.spec.width = Math.max(width - (narrow ? 24 : 150), 180);
    spec.spec.height = narrow ? 38 : 44;
    spec.spec.encoding.x.scale = { domain: [first - 0.5, last + 0.5], nice: false };
    spec.spec.encoding.x.axis.tickCount = narrow ? 4 : 10;
    spec.spec.mark.width = Math.max(1.5, Math.min(26, (spec.spec.width / (last - first + 1)) * 0.78));
    const most = Math.max(...tally(rows, (row) => [row.domain + row.year]).map(([, n]) => n));
    spec.spec.encoding.y.axis.values = most > 1 ? [0, most] : [0, 1];
    spec.spec.encoding.y.scale = { domain: [0, most], nice: false };
    if (narrow) Object.assign(spec.facet.row.header, { labelAngle: 0, labelOrient: "top", labelAnchor: "start", labelPadding: 2 });
    spec.spec.encoding.color.scale = { domain: labels, range: present.map(colourOf) };
    if (state.from || state.to) spec.spec.encoding.opacity = { condition: { test: "datum.year >= " + (Number((state.from || "0").slice(0, 4)) || 0) + " && datum.year <= " + (Number((state.to || "9999").slice(0, 4)) || 9999), value: 1 }, value: 0.3 };
  },
  timeline(spec, { rows, labels, present, narrow, width }) {
    const depth = new Map(present.map((domain) => [domain, 1 + Math.max(...rows.filter((row) => row.domain === domain).map((row) => row.lane))]));
    let y = 0;
    const tops = new Map();
    for (const domain of present) { tops.set(domain, y); y += depth.get(domain) * 9 + 16; }
    for (const row of rows) row.y = tops.get(row.domain) + row.lane * 9 + 6;
    spec.width = Math.max(width - (narrow ? 16 : 140), 180);
    spec.height = y;
    spec.datasets.lanes = present.map((domain, i) => ({ label: labels[i], y: tops.get(domain) + (narrow ? -5 : 6), line: tops.get(domain) - 8 }));
    const kinds = { marks: "day", stretches: "stretch" };
    spec.layer = spec.layer.filter((layer) => !kinds[layer.name] || rows.some((row) => row.kind === kinds[layer.name]));
    for (const layer of spec.layer) {
      if (layer.encoding.y) layer.encoding.y.scale = { domain: [y, -10], nice: false, zero: false };
      if (layer.encoding.color && layer.encoding.color.field) layer.encoding.color.scale = { domain: labels, range: present.map(colourOf) };
      if (layer.name === "labels") Object.assign(layer.mark, narrow ? { align: "left", dx: 0, fontSize: 11, color: css("--quiet") } : { align: "right", dx: -10, fontSize: 13, color: css("--ink") });
      if (layer.name === "rules") layer.mark.color = css("--rule");
    }
  },
};

/** Dragging across the years sets the period of the chronology. */
function followBrush(view) {
  let timer = 0;
  try {
    view.addSignalListener("period", (name, value) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const range = value && Object.values(value)[0];
        if (range && range.length === 2 && range[1] - range[0] > 0.6) go({ from: String(Math.ceil(Math.min(...range) - 0.5)), to: String(Math.floor(Math.max(...range) + 0.5)), event: "" });
      }, 350);
    });
  } catch (error) {
    if (!/signal/i.test(String(error))) throw error;
  }
}
/** Our own hint under the picture (Vega's tooltip would add a style sheet, which the policy forbids). */
function hints(view, said, usual) {
  view.addEventListener("mouseover", (move, item) => { if (item && item.datum && item.datum.title) said.replaceChildren(item.datum.title); });
  view.addEventListener("mouseout", () => said.replaceChildren(...usual));
}
function saveTools(tools, view, name, rows) {
  empty(tools).append(
    el("button", { type: "button", text: t("Save as SVG"), onclick: async () => saveBlob(name + ".svg", new Blob([await view.background(css("--paper")).toSVG()], { type: "image/svg+xml" })) }),
    el("button", { type: "button", text: t("Save as PNG"), onclick: async () => (await view.background(css("--paper")).toCanvas(2)).toBlob((blob) => saveBlob(name + ".png", blob)) }),
    el("button", { type: "button", text: t("Data as CSV"), onclick: () => {
      const ids = new Set(rows.map((row) => row.id));
      const own = EVENTS.filter((e) => ids.has(e.id)).sort(byDate);
      saveCsv(name + ".csv", ["event", "date", "earliest", "latest", "domain", "type", "source", "target"], own.map((e) => [e.id, CORE.dates[e.date][0], e.from, e.to, e.domain, e.type, e.source.join(";"), e.target.join(";")]));
    } }));
}

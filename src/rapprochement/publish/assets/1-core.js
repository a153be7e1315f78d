// Data, words and the state of the page. Text from articles only ever goes through textContent (see `el`).
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const CORE = read("data-core");
const WORDS = read("data-words");
// A text such as "constructor" must not find what every object inherits.
for (const table of [WORDS.quad, CORE.predecessors, CORE.actors, CORE.phases, CORE.modes, CORE.registers, ...Object.values(WORDS.catalogues)]) Object.setPrototypeOf(table, null);
const $ = (id) => document.getElementById(id);

let language = document.documentElement.lang === "en" ? "en" : "fr";

/** A message in the language of the page; `values` fill its {placeholders}. */
function t(message, values) {
  let found = WORDS.catalogues[language][message];
  found = Array.isArray(found) ? found[0] : found;
  return fill(found || message, values);
}
/** A label of a codebook value ("type", "domain", "status"…). */
const tc = (context, code) => WORDS.catalogues[language][context + "\u0004" + code] || code;
/** A counted message; French counts 0 and 1 as singular. */
function tn(one, many, n) {
  const forms = WORDS.catalogues[language][one] || [one, many];
  return fill(forms[(language === "fr" ? n <= 1 : n === 1) ? 0 : 1], { n: number(n) });
}
function fill(message, values) {
  if (!values) return message;
  return message.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
const number = (n) => new Intl.NumberFormat(language).format(n);
const LANG_AT = () => (language === "fr" ? 0 : 2);
const actor = (code) => (Object.hasOwn(CORE.actors, code) ? CORE.actors[code][LANG_AT()] : code);
const theActor = (code) => (Object.hasOwn(CORE.actors, code) ? CORE.actors[code][LANG_AT() + 1] : code);
const actors = (codes) => joined(codes.map(actor));
function joined(parts) {
  return new Intl.ListFormat(language, { style: "long", type: "conjunction" }).format(parts);
}
const dateWords = (index) => CORE.dates[index][language === "fr" ? 4 : 5];
const capital = (text) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[’ʼ]/g, "'").toLowerCase();

/** Make an element: attributes by name (`on…` listeners, `class`, `text`), children as nodes or plain text. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else if (name === "dataset") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  append(node, children);
  return node;
}
function append(node, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === "") continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}
const empty = (node) => (node.replaceChildren(), node);

/** A sentence with nodes in the place of its {placeholders}. */
function phrase(message, nodes) {
  const out = document.createDocumentFragment();
  for (const part of message.split(/(\{\w+\})/)) {
    const name = part.startsWith("{") ? part.slice(1, -1) : null;
    if (name && name in nodes) append(out, [nodes[name]]);
    else if (part) out.append(part);
  }
  return out;
}

function glyph(domain) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "glyph d-" + (KNOWN_DOMAINS.includes(domain) ? domain : "other"));
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", "#g-" + (KNOWN_DOMAINS.includes(domain) ? domain : "political"));
  svg.append(use);
  return svg;
}

// A codebook overlay may bring domains, types and statuses of its own: they follow those that have a label and a colour.
const KNOWN_DOMAINS = WORDS.domains;
const withOthers = (known, met) => [...known, ...[...new Set(met || [])].filter((code) => !known.includes(code)).sort()];
const DOMAINS = withOthers(KNOWN_DOMAINS, CORE.events.domain);
const STATUSES = withOthers(WORDS.statuses, CORE.events.status);
const TYPES = withOthers(WORDS.types, CORE.events.type);
const QUAD = WORDS.quad;
const DATINGS = ["day", "month", "year", "wide", "none"];
const FACETS = ["domain", "type", "status", "by", "dating", "src", "doc"];

/** One object per event, from the columns of the data. */
const EVENTS = (() => {
  const c = CORE.events;
  return (c.id || []).map((id, i) => {
    const [, from, to, dating] = CORE.dates[c.date[i]];
    return {
      i, id, type: c.type[i], domain: c.domain[i], source: c.source[i], target: c.target[i], status: c.status[i],
      date: c.date[i], from, to, dating, mentions: c.mentions[i], sources: c.sources[i], places: c.places[i], by: c.by[i],
      quad: QUAD[c.type[i]] || "", src: c.sources[i] >= 2 ? "2" : "1", at: from || to || "",
    };
  });
})();
const BY_ID = new Map(EVENTS.map((event) => [event.id, event]));
const today = (code) => CORE.predecessors[code] || code;

// ---- State: what the address after # says -----------------------------------------------------------------------
const BLANK = () => ({
  pair: CORE.default.join("~") || "all", domain: [], type: [], status: [], by: [], dating: [], src: [], doc: [],
  q: "", from: "", to: "", order: "", event: "",
});
let state = BLANK();

function parseHash(hash) {
  const next = BLANK();
  if (!hash.startsWith("#?")) return next;
  const asked = new URLSearchParams(hash.slice(2));
  for (const [key, value] of asked) {
    if (key === "lang" || !Object.hasOwn(next, key)) continue;
    next[key] = FACETS.includes(key) ? value.split("|").filter(Boolean) : value;
  }
  if (next.pair !== "all" && next.pair.split("~").length !== 2) next.pair = BLANK().pair;
  for (const key of ["from", "to"]) if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(next[key])) next[key] = "";
  return next;
}
function hashOf(changed) {
  const next = { ...state, ...changed };
  const out = new URLSearchParams();
  const blank = BLANK();
  for (const key of Object.keys(blank)) {
    const value = FACETS.includes(key) ? next[key].join("|") : next[key];
    if (value && value !== blank[key]) out.set(key, value);
  }
  if (language !== WORDS.language) out.set("lang", language);
  return "#?" + out.toString();
}
/** Address of the same pair with only these filters. */
const only = (changed) => hashOf({ ...BLANK(), pair: state.pair, order: state.order, ...changed });
const go = (changed) => { location.hash = hashOf(changed); };

function inPair(event, pair) {
  if (pair === "all") return true;
  const [a, b] = pair.split("~");
  const source = event.source.map(today), target = event.target.map(today);
  return (source.includes(a) && target.includes(b)) || (source.includes(b) && target.includes(a));
}
const low = (text) => (text + "-01-01").slice(0, text.length === 4 ? 10 : text.length === 7 ? 10 : 10);
const high = (text) => (text.length === 4 ? text + "-12-31" : text.length === 7 ? text + "-31" : text);
function inPeriod(event, from, to) {
  if (!from && !to) return true;
  if (event.dating === "none") return false;
  // A wide or open event belongs to every period it may touch; any other to the one it begins in.
  const first = event.from || "0000-00-00", last = event.dating === "wide" ? event.to || "9999-12-31" : first;
  return (!to || first <= high(to)) && (!from || last >= low(from));
}
const facetOf = {
  domain: (e) => [e.domain], type: (e) => [e.type], status: (e) => [e.status], by: (e) => e.by, dating: (e) => [e.dating],
  src: (e) => [e.src], doc: (e) => docsOf(e),
};
/** Does the event pass all filters, save the facet `except`? */
function passes(event, s, except) {
  for (const key of FACETS) {
    if (key === except || !s[key].length) continue;
    const own = facetOf[key](event);
    if (!s[key].some((value) => own.includes(value))) return false;
  }
  if (except !== "period" && !inPeriod(event, s.from, s.to)) return false;
  return !s.q || matches(event, s.q);
}
const pairEvents = () => EVENTS.filter((event) => inPair(event, state.pair));
const byDate = (a, b) => {
  if (!a.at !== !b.at) return a.at ? -1 : 1;
  return a.at < b.at ? -1 : a.at > b.at ? 1 : (a.to || "9") < (b.to || "9") ? -1 : (a.to || "9") > (b.to || "9") ? 1 : a.i - b.i;
};

// Mentions and their paragraphs: parsed when first needed; the panel that shows them; free-text search over them.
let parsed = null;
const EVIDENCE = () => (parsed = parsed || read("data-evidence"));
const mention = (i) => {
  const { passages, mentions: c, rules } = EVIDENCE();
  const passage = passages[c.passage[i]];
  return {
    i, doc: c.doc[i], passage: passage ? passage[0] : null, heading: passage ? passage[1] : "", before: passage && passage[2],
    after: passage && passage[3], spans: c.spans[i], type: c.type[i], mode: c.mode[i], domain: c.domain[i], source: c.source[i],
    target: c.target[i], agents: c.agents[i], status: c.status[i], date: c.date[i], by: c.by[i], chain: c.chain[i],
    place: c.place[i], quantity: c.quantity[i], rule: rules[c.rule[i]], why: c.why[i].map((n) => rules[n]), at: c.at[i],
  };
};
const docOf = (m) => CORE.docs[m.doc];
const docTitle = (doc) => (doc ? doc.title || doc.id : t("unknown document"));
const docsOf = (event) => event.mentions.map((i) => CORE.docs[EVIDENCE().mentions.doc[i]]).filter(Boolean).map((doc) => doc.id);
const sentenceOf = (m) => (m.passage === null ? "" : m.passage.slice(m.spans[0], m.spans[1]));
/** The kind of act: its mode where the codebook names one ("livraison d'armes"), else its type. */
function kindOf(m) {
  const key = m.type + "." + m.mode;
  return m.mode && Object.hasOwn(CORE.modes, key) ? CORE.modes[key][language === "fr" ? 0 : 1] : tc("type", m.type);
}
const kind = (event) => (event.mentions.length ? kindOf({ type: event.type, mode: leadMode(event) }) : tc("type", event.type));
function leadMode(event) {
  const { mentions: c } = EVIDENCE();
  const at = event.mentions.find((i) => c.type[i] === event.type && c.mode[i]);
  return at === undefined ? null : c.mode[at];
}
const arrow = (m) => (SYMMETRIC.includes(m.type) ? " – " : " → ");
const SYMMETRIC = WORDS.symmetric;
const whoToWhom = (m) => actors(m.source) + arrow(m) + actors(m.target);

const folded = new Map();
function matches(event, asked) {
  let text = folded.get(event.i);
  if (text === undefined) {
    const parts = [...event.source, ...event.target].flatMap((code) => [code, ...(CORE.actors[code] || [])]);
    for (const i of event.mentions) {
      const m = mention(i);
      parts.push(sentenceOf(m), docOf(m) ? docTitle(docOf(m)) : "", m.place || "", m.by || "", ...m.agents);
    }
    folded.set(event.i, (text = fold(parts.join(" \n "))));
  }
  return fold(asked).split(/\s+/).filter(Boolean).every((word) => text.includes(word));
}

const theBy = (by) => (Object.hasOwn(CORE.actors, by) ? theActor(by) : by);
/** "selon la Corée du Sud", "soupçonné", "prévu"… or nothing for what is told as fact. */
function statusWords(status, by) {
  const who = by.length ? joined(by.map(theBy)) : "";
  if (status === "asserted" || (status === "claimed" && who)) return who ? t("according to {who}", { who }) : "";
  return who ? t("{status}, according to {who}", { status: tc("status", status), who }) : tc("status", status);
}
const badge = (event) => {
  const text = statusWords(event.status, event.by);
  return text ? el("span", { class: "badge s-" + event.status }, el("bdi", { text })) : null;
};

function marked(m) {
  const [start, end, from, to] = m.spans;
  const text = m.passage;
  const p = el("p", { class: "passage" });
  if (m.before) p.append("[…] ");
  p.append(text.slice(0, start));
  const sentence = el("mark", { class: "sentence" });
  if (from >= start && to <= end && from < to) {
    append(sentence, [text.slice(start, from), el("mark", { class: "trigger", text: text.slice(from, to) }), text.slice(to, end)]);
  } else sentence.append(text.slice(start, end));
  p.append(sentence, text.slice(end));
  if (m.after) p.append(" […]");
  return p;
}

function sourceLine(doc) {
  const title = docTitle(doc);
  const link = doc.url ? el("a", { href: doc.url, rel: "noopener noreferrer", target: "_blank" }, el("bdi", { text: title })) : el("bdi", { text: title });
  const rest = [doc.publisher, doc.author].filter(Boolean);
  return el("p", { class: "source-line" }, el("span", { class: "source-title" }, link),
    el("span", { class: "source-rest" }, rest.length ? el("bdi", { text: rest.join(", ") + ", " }) : null,
      CORE.dates[doc.published][0] ? dateWords(doc.published) : t("date of publication unknown")));
}

function fact(list, label, ...content) {
  const shown = content.flat().filter((c) => c !== null && c !== undefined && c !== "");
  if (shown.length) list.append(el("div", null, el("dt", { text: label }), el("dd", null, ...shown)));
}
function between(index) {
  const [value, from, to, dating] = CORE.dates[index];
  if (dating === "none" || dating === "day" || (!from && !to)) return null;
  const words = from && to ? t("between {from} and {to}", { from: dayWords(from), to: dayWords(to) }) + ", " : "";
  return el("span", { class: "quiet", text: " (" + words + "EDTF " + value + ")" });
}
const dayWords = (iso) => dayFormat(iso).replace(/^1 /, language === "fr" ? "1er " : "1 ");
const dayFormat = (iso) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso + "T00:00:00Z"));

function mentionCard(m, event) {
  const doc = docOf(m);
  const facts = el("dl", { class: "facts" });
  fact(facts, t("Who to whom"), el("bdi", { text: whoToWhom(m) }), m.agents.length ? el("span", { class: "quiet" }, " (", el("bdi", { text: m.agents.join(", ") }), ")") : null);
  fact(facts, t("Coded"), kindOf(m) + " (" + m.type + (m.mode ? " · " + m.mode : "") + ", " + tc("quad", QUAD[m.type]) + ") · " + tc("domain", m.domain));
  fact(facts, t("Status"), capital(tc("status", m.status)), m.by ? el("bdi", { text: " – " + t("on the word of {who}", { who: theBy(m.by) }) }) : null,
    m.chain.length > 1 ? el("bdi", { class: "quiet", text: " (" + m.chain.map(theBy).join(" ← ") + ")" }) : null);
  fact(facts, t("Date"), dateWords(m.date), between(m.date));
  fact(facts, t("Place"), m.place ? el("bdi", { text: m.place }) : null);
  fact(facts, t("Quantity"), m.quantity.length ? el("bdi", { text: m.quantity.join(" ; ") }) : null);
  const why = el("details", { class: "why" }, el("summary", { text: t("Why coded so") }),
    el("p", null, t("Rule") + " ", el("code", { text: m.rule }), " · " + t("characters {start}–{end} of {file}", { start: m.at[0], end: m.at[1], file: "" }), doc ? el("code", { text: doc.id }) : null),
    m.why.length ? el("ul", null, m.why.map((rule) => el("li", null, el("code", { text: rule })))) : null);
  return el("article", { class: "mention" }, doc ? sourceLine(doc) : null,
    doc && doc.from ? el("p", { class: "note" }, t("derived from"), " ", el("bdi", { text: doc.from })) : null,
    m.heading && doc && fold(m.heading) !== fold(docTitle(doc)) ? el("p", { class: "under", text: m.heading }) : null,
    m.passage === null ? el("p", { class: "note", text: t("The dossier does not keep the text of this document.") }) : marked(m),
    facts, why);
}

let opener = null;
function openEvidence(event) {
  const n = event.mentions.length;
  openPanel([
    el("p", { class: "when" }, el("time", { text: capital(dateWords(event.date)) }), between(event.date)),
    el("h2", { id: "evidence-title", tabindex: "-1" }, el("bdi", { text: whoToWhom(event) })),
    el("p", { class: "what" }, glyph(event.domain), " ", capital(kind(event)), " · ", tc("domain", event.domain), " ", badge(event)),
    el("p", { class: "note" }, tn("{n} passage", "{n} passages", n) + ", " + tn("{n} independent source", "{n} independent sources", event.sources), " · ",
      el("a", { href: hashOf({ event: event.id }), class: "permalink", text: t("Link to this event") })),
    event.mentions.map((i) => mentionCard(mention(i), event)),
  ], event.id);
}
/** Show the panel with this content; `id` is the event whose line is marked as current. */
function openPanel(content, id) {
  const panel = $("evidence");
  append(empty($("evidence-body")), content);
  if (panel.hidden) opener = document.activeElement;
  panel.hidden = false;
  document.body.classList.add("reading");
  panel.scrollTop = 0;
  $("evidence-title").focus({ preventScroll: true });
  $("previous").hidden = $("next").hidden = id === null;
  for (const row of document.querySelectorAll("[aria-current=true]")) row.removeAttribute("aria-current");
  for (const row of document.querySelectorAll(".row")) if (row.dataset.event === id) row.setAttribute("aria-current", "true");
}
function closeEvidence() {
  if ($("evidence").hidden) return;
  $("evidence").hidden = true;
  document.body.classList.remove("reading");
  for (const row of document.querySelectorAll("[aria-current=true]")) row.removeAttribute("aria-current");
  if (opener && opener.isConnected && opener !== document.body) opener.focus({ preventScroll: true });
  opener = null;
}
function step(by) {
  const list = shown.map((event) => event.id);
  const at = list.indexOf(state.event);
  const next = at < 0 ? list[0] : list[at + by];
  if (!next) return;
  go({ event: next });
  for (const row of document.querySelectorAll(".row")) if (row.dataset.event === next) row.scrollIntoView({ block: "center" });
}

// Who says what: events told by several documents, each cell how that document tells it.
const MOST_DOCUMENTS = 10;
const MOST_EVENTS = 30;

/** How one document tells an event: as fact, on someone's word, as planned… */
function toldBy(event, at) {
  const told = event.mentions.map(mention).filter((m) => m.doc === at);
  if (!told.length) return null;
  const words = told.map((m) => statusWords(m.status, m.by ? [m.by] : []) || t("as fact"));
  return [...new Set(words)];
}

function drawClaims() {
  const box = empty($("claims"));
  const rows = pairEvents().map((event) => ({ event, docs: [...new Set(event.mentions.map((i) => EVIDENCE().mentions.doc[i]))] })).filter(({ docs }) => docs.length > 1);
  if (!rows.length) return void box.append(el("p", { class: "none", text: t("No event of the pair is told by two documents.") }));
  const shown_ = rows.sort((a, b) => b.docs.length - a.docs.length || byDate(a.event, b.event)).slice(0, MOST_EVENTS).sort((a, b) => byDate(a.event, b.event));
  const documents = tally(shown_, ({ docs }) => docs).slice(0, MOST_DOCUMENTS).map(([at]) => at).sort((a, b) => a - b);
  const differs = ({ event, docs }) => new Set(docs.map((at) => (toldBy(event, at) || []).join())).size > 1;
  box.append(el("p", { class: "note", text: t("Events told by two documents or more, and how each tells them. Rows in which documents differ are marked.") }));
  const body = el("tbody", null, shown_.map((row) => el("tr", { class: differs(row) ? "differs" : null },
    el("th", { scope: "row" }, el("a", { href: hashOf({ event: row.event.id }) }, el("bdi", { text: whoToWhom(row.event) + ", " + kind(row.event) })), el("span", { class: "quiet", text: dateWords(row.event.date) + (differs(row) ? " · " + t("told differently") : "") })),
    documents.map((at, i) => {
      const words = toldBy(row.event, at);
      return el("td", { dataset: { label: words ? number(i + 1) + ". " + (CORE.docs[at].publisher || docTitle(CORE.docs[at])) : "" } }, words ? el("bdi", { text: words.join(" ; ") }) : null);
    }))));
  box.append(el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("Who says what") }, el("table", { class: "register claims" },
    el("thead", null, el("tr", null, el("th", { scope: "col", text: t("Event") }), documents.map((at, i) => el("th", { scope: "col" }, number(i + 1) + ". ", el("bdi", { text: CORE.docs[at].publisher || docTitle(CORE.docs[at]) }), el("span", { class: "quiet", text: dateWords(CORE.docs[at].published) }))))), body)));
  const hidden = rows.length - shown_.length;
  if (hidden > 0) box.append(el("p", { class: "note", text: tn("{n} more event told by several documents is in the chronology.", "{n} more events told by several documents are in the chronology.", hidden) }));
}

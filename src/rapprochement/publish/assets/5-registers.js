// Registers of later stages (agreements, transfers…): tables whose rows open their passages in the panel.
const ROWS_AT_FIRST = 60;

function cellOf(cell) {
  if (cell === null || cell === undefined || cell === "") return null;
  if (Array.isArray(cell)) return el("span", { class: "cell" }, cell.map(cellOf).filter(Boolean).flatMap((part, i) => (i ? [" ", part] : [part])));
  if (typeof cell !== "object") return el("bdi", { text: String(cell) });
  if ("lines" in cell) {
    const missing = cell.missing && cell.missing.length ? el("li", { class: "quiet" }, t("not found:"), " ", cell.missing.map((one) => tc(...one.c)).join(", ")) : null;
    const by = cell.by ? el("li", { class: "quiet" }, t("according to {who}", { who: theBy(cell.by) })) : null;
    if (!cell.lines.length && !missing && !by) return null;
    return el("ul", { class: "cell-lines" }, cell.lines.map((line_) => el("li", null, cellOf(line_))), missing, by);
  }
  if ("a" in cell) return el("bdi", { text: cell.to ? actors(cell.a) + " → " + actors(cell.to) : actors(cell.a) });
  if ("d" in cell) return el("span", { text: dateWords(cell.d) });
  if ("q" in cell) return cell.q ? el("q", { class: "words", text: cell.q }) : null;
  if ("c" in cell) return el("span", { text: tc(...cell.c) });
  if ("s" in cell) return el("bdi", { text: docTitle(CORE.docs.find((doc) => doc.id === cell.s) || { id: cell.s }) });
  if ("status" in cell) return el("span", null, statusWords(cell.status, cell.by || []) || tc("status", cell.status));
  if ("e" in cell) {
    const event = BY_ID.get(cell.e);
    return event ? el("a", { href: hashOf({ event: event.id }), text: capital(kind(event)) + ", " + dateWords(event.date) }) : null;
  }
  return null;
}

function drawRegisters() {
  const box = empty($("registers"));
  for (const item of document.querySelectorAll("#nav .register")) item.remove();
  const sides = state.pair === "all" ? [] : state.pair.split("~");
  for (const [name, { columns, rows }] of Object.entries(CORE.registers)) {
    const title = capital(tc("register", name)), id = "r-" + name;
    const numbered = rows.map((row, i) => [row, i]);
    const own = numbered.filter(([row]) => !row.actors.length || sides.every((side) => row.actors.includes(side)));
    const others = numbered.filter((one) => !own.includes(one));
    const table = (part) => {
      const lineOf = ([row, i]) => el("tr", null, row.cells.map((cell, at) => el("td", { dataset: { label: t(columns[at]) } }, cellOf(cell))),
        el("td", { class: "num", dataset: { label: t("Sources") } }, row.refs.length ? el("a", { class: "row-open", href: hashOf({ event: "r:" + name + ":" + i }), text: tn("{n} passage", "{n} passages", row.refs.length) }) : null));
      const body = el("tbody", null, part.slice(0, ROWS_AT_FIRST).map(lineOf));
      if (part.length > ROWS_AT_FIRST) {
        const more = el("tr", null, el("td", { colspan: columns.length + 1 }, el("button", { type: "button", text: t("Show all {n}", { n: number(part.length) }), onclick: () => more.replaceWith(...part.slice(ROWS_AT_FIRST).map(lineOf)) })));
        body.append(more);
      }
      return el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": title }, el("table", { class: "register" },
        el("thead", null, el("tr", null, columns.map((c) => el("th", { scope: "col", text: capital(t(c)) })), el("th", { scope: "col", class: "num", text: t("Sources") }))), body));
    };
    box.append(el("section", { id, "aria-labelledby": id + "-title" }, el("h2", { id: id + "-title", text: title }),
      own.length ? table(own) : el("p", { class: "none", text: t("None between these two.") }),
      others.length ? el("details", { class: "more" }, el("summary", { text: tn("{n} row about other pairs", "{n} rows about other pairs", others.length) }), table(others)) : null));
    $("nav").insertBefore(el("li", { class: "register" }, el("a", { href: "#" + id, dataset: { go: id }, text: capital(tc("short", name) === name ? tc("register", name) : tc("short", name)) })), $("nav").querySelector("[data-go=sources]").parentElement);
  }
}

/** The row an address such as "r:agreements:0" names. */
function registerRow(address) {
  const [kind_, name, i] = address.split(":");
  if (kind_ !== "r" || !Object.hasOwn(CORE.registers, name)) return null;
  const register = CORE.registers[name], row = register.rows[Number(i)];
  return row ? { name, register, row } : null;
}
function openRegisterRow({ name, register, row }) {
  const facts = el("dl", { class: "facts" });
  register.columns.forEach((column, i) => fact(facts, t(column), cellOf(row.cells[i])));
  openPanel([
    el("p", { class: "when", text: capital(tc("register", name)) }),
    el("h2", { id: "evidence-title", tabindex: "-1" }, el("bdi", { text: row.actors.length ? actors(row.actors) : capital(tc("register", name)) })),
    facts,
    row.refs.map((ref) => {
      const [doc, passage, spans] = EVIDENCE().refs[ref], found = EVIDENCE().passages[passage];
      return el("article", { class: "mention" }, sourceLine(CORE.docs[doc]),
        found ? marked({ passage: found[0], before: found[2], after: found[3], spans: [spans[0], spans[1], 0, 0] }) : el("p", { class: "note", text: t("The dossier does not keep the text of this document.") }));
    }),
  ], null);
}

// The relation measured: pictures drawn in Python for the pair shown first (measured.py); any mark leads to its events.
const MEASURED = read("data-measured");

function drawMeasured() {
  const box = empty($("measured"));
  const section = $("mesures"), entry = $("nav").querySelector("[data-go=mesures]").parentElement;
  section.hidden = entry.hidden = !MEASURED.pair;
  if (!MEASURED.pair) return;
  const [one, other] = MEASURED.pair, own = MEASURED.pair.join("~");
  const pairWords = actor(one) + " – " + actor(other);
  if (state.pair !== own && state.pair !== other + "~" + one) {
    box.append(el("p", { class: "note" }, t("Measured for {pair} only; the program measures any other pair (rapprochement show … measures).", { pair: pairWords }), " ",
      el("a", { href: hashOf({ ...BLANK(), pair: own }), text: pairWords })));
    return;
  }
  box.append(measuredWords(MEASURED.facts));
  if (!MEASURED.figures.some((figure) => figure.name === "streams")) box.append(el("p", { class: "note", text: t("Too few dated events for a curve: {why}", { why: MEASURED.note || "" }) }));
  for (const figure of MEASURED.figures) box.append(measuredFigure(figure));
}

/** What the figures say, in words; each number that rests on events leads to them. */
function measuredWords(facts) {
  const list = el("ul", { class: "measured-words" });
  const say = (...parts) => list.append(el("li", null, parts));
  say(tn("{n} weighted event with a date", "{n} weighted events with a date", facts.events), "; ",
    el("a", { href: only({ dating: ["none"] }), text: tn("{n} without a date is in no curve", "{n} without a date are in no curve", facts.undated) }));
  if (facts.material !== null) say(t("{share} % of the cooperation is material", { share: Math.round(100 * facts.material) }));
  if (facts.reciprocity !== null) say(t("Reciprocity of what is given: {share} % (100 % when each gives as much as it gets)", { share: Math.round(100 * facts.reciprocity) }));
  if (facts.policies.length) say(t("Cooperation / hostility when believing little, as is usual, or all: {sums}", { sums: facts.policies.map(([, warm, cold]) => number(warm) + " / " + number(cold)).join(" · ") }));
  const links = (label, ids) => {
    const known = ids.filter((id) => BY_ID.has(id));
    if (known.length) say(label(known.length), ...known.slice(0, 8).flatMap((id, i) => [i ? ", " : " ", el("a", { href: hashOf({ event: id }), text: dateWords(BY_ID.get(id).date) })]), known.length > 8 ? " …" : "");
  };
  links((n) => tn("{n} visit or meeting of leaders or ministers:", "{n} visits or meetings of leaders or ministers:", n), facts.visits);
  links((n) => tn("{n} event that weighs more or less according to whom one believes:", "{n} events that weigh more or less according to whom one believes:", n), facts.disputed);
  for (const [members, first, last] of facts.blocs) say(t("Bloc {members}, {years}", { members: members.map((code) => actor(code)).join(" – "), years: first === last ? String(first) : first + "–" + last }));
  return list;
}

function measuredFigure(figure) {
  const [title, words] = figure.title[language];
  const drawn = new DOMParser().parseFromString(figure.svg[language], "image/svg+xml").documentElement;
  const svg = document.importNode(drawn, true);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", title + ". " + words);
  // Marks, not links: hundreds of unnamed stops help nobody who uses a keyboard; the same events stand in the chronology.
  for (const link of svg.querySelectorAll("a")) {
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "g");
    mark.setAttribute("class", "leads");
    mark.dataset.to = link.getAttributeNS("http://www.w3.org/1999/xlink", "href") || "";
    mark.append(...link.childNodes);
    link.replaceWith(mark);
  }
  svg.addEventListener("click", (press) => {
    const mark = press.target.closest(".leads");
    if (!mark) return;
    const asked = parseHash(mark.dataset.to);
    location.hash = hashOf({ ...BLANK(), ...asked });
    if (!asked.event) scrollToSection("chronologie");
  });
  return el("figure", { class: "picture measured", id: "measured-" + figure.name },
    el("div", { class: "paper", tabindex: "0", role: "group", "aria-label": title }, svg),
    el("p", { class: "tools" },
      el("button", { type: "button", text: t("Save as SVG"), onclick: () => saveBlob(figure.name + ".svg", new Blob([figure.svg[language]], { type: "image/svg+xml" })) }),
      el("button", { type: "button", text: t("Data as CSV"), onclick: () => saveBlob(figure.name + ".csv", new Blob(["\ufeff" + figure.csv], { type: "text/csv;charset=utf-8" })) })));
}

// The answer first: what the record says of the pair, in words made from the figures. Every number opens its rows.
const COOPERATION = ["verbal cooperation", "material cooperation"];
const typesOf = (...quads) => TYPES.filter((type) => quads.includes(QUAD[type]));

function tally(rows, of) {
  const counts = new Map();
  for (const row of rows) for (const key of of(row)) counts.set(key, (counts.get(key) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
/** A number as link to the rows it counts. */
const linked = (text, filter) => el("a", { class: "figure", href: only(filter), onclick: goToList, text });
function goToList(press) {
  press.preventDefault();
  const target = press.currentTarget.getAttribute("href");
  if (location.hash === target) applyHash();
  else location.hash = target;
  scrollToSection("chronologie");
}
const events_ = (n) => tn("{n} event", "{n} events", n);
const DATED_IN_A_YEAR = ["day", "month", "year"];

function drawOverview() {
  const box = empty($("overview"));
  const rows = pairEvents();
  if (!rows.length) {
    box.append(el("p", { class: "lead", text: CORE.docs.length ? t("The documents read state no event between these two.") : t("This dossier is empty.") }));
    return;
  }
  const docs = new Set(), publishers = new Set();
  let passages = 0;
  for (const event of rows) {
    passages += event.mentions.length;
    for (const i of event.mentions) {
      const at = EVIDENCE().mentions.doc[i];
      docs.add(at);
      if (CORE.docs[at]) publishers.add(CORE.docs[at].publisher || CORE.docs[at].id);
    }
  }
  const placed = rows.filter((e) => DATED_IN_A_YEAR.includes(e.dating)).sort(byDate);
  const parties = state.pair === "all" ? null : state.pair.split("~").map(theActor);
  const say = (...content) => box.append(el("p", { class: box.childElementCount ? null : "lead" }, ...content));

  const since = placed.length ? placed[0] : null, latest = placed.length ? placed[placed.length - 1] : null;
  say(phrase(parties ? t("Between {a} and {b}, this dossier records {events}, stated in {passages} of {documents}.") : t("This dossier records {events} in all, stated in {passages} of {documents}."), {
    a: el("bdi", { text: parties ? parties[0] : "" }), b: el("bdi", { text: parties ? parties[1] : "" }), events: linked(events_(rows.length), {}),
    passages: tn("{n} passage", "{n} passages", passages), documents: tn("{n} document", "{n} documents", docs.size),
  }), " ", since && since.date !== latest.date ? phrase(t("The earliest that can be placed in a year is {first}, the latest {last}."), {
    first: el("a", { class: "figure", href: only({ event: since.id }), text: wordsInText(since) }),
    last: el("a", { class: "figure", href: only({ event: latest.id }), text: wordsInText(latest) }),
  }) : null);

  if (placed.length >= 8) {
    const middle = placed[Math.floor(placed.length / 2)].from.slice(0, 4);
    const after = placed.filter((e) => e.from.slice(0, 4) >= middle).length;
    const years = tally(placed, (e) => [e.from.slice(0, 4)]);
    say(phrase(t("Of the {placed} that can be placed in a year, {after} begin in {year} or later; the fullest year is {peak} ({most})."), {
      placed: linked(number(placed.length), { dating: DATED_IN_A_YEAR }), year: middle,
      after: linked(number(after), { from: middle, dating: DATED_IN_A_YEAR }),
      peak: years[0][0], most: linked(number(years[0][1]), { from: years[0][0], to: years[0][0], dating: DATED_IN_A_YEAR }),
    }), " ", el("span", { class: "quiet", text: t("This counts what was reported: more articles about a period make it look fuller.") }));
  }

  drawPhases(say, placed);
  const domains = tally(rows, (e) => [e.domain]);
  const fields = el("span", { class: "fields" }, domains.map(([domain, n]) =>
    el("span", { class: "field-count" }, glyph(domain), " ", tc("domain", domain), " ", linked(number(n), { domain: [domain] }))));
  say(domains.length > 1 ? t("In these fields:") : t("In one field:"), " ", fields);

  const acts = rows.filter((e) => e.quad === "material cooperation").length, said = rows.filter((e) => e.quad === "verbal cooperation").length;
  const conflict = rows.filter((e) => e.quad && !COOPERATION.includes(e.quad)).length;
  say(phrase(t("{cooperation} are cooperation ({acts} in deeds, {said} in words) and {conflict} conflict."), {
    cooperation: linked(number(acts + said), { type: typesOf(...COOPERATION) }), acts: linked(number(acts), { type: typesOf("material cooperation") }),
    said: linked(number(said), { type: typesOf("verbal cooperation") }), conflict: linked(number(conflict), { type: typesOf("verbal conflict", "material conflict") }),
  }));

  drawWord(rows, say);
  const uncertain = rows.filter((e) => ["month", "year", "wide"].includes(e.dating)).length, none = rows.filter((e) => e.dating === "none").length;
  const twice = rows.filter((e) => e.src === "2").length;
  say(phrase(t("{twice} stand in two or more independent sources, {once} in one only. {day} are dated to the day, {uncertain} less exactly, {none} not at all."), {
    twice: linked(number(twice), { src: ["2"] }), once: linked(number(rows.length - twice), { src: ["1"] }),
    day: linked(number(rows.length - uncertain - none), { dating: ["day"] }),
    uncertain: linked(number(uncertain), { dating: ["month", "year", "wide"] }), none: linked(number(none), { dating: ["none"] }),
  }));
  const notCoded = CORE.docs.filter((doc) => doc.state !== "coded").length;
  if (notCoded) box.append(el("p", { class: "note" }, phrase(t("{n} could not be read or coded: see the sources."), { n: el("a", { href: "#sources", dataset: { go: "sources" }, text: tn("{n} document", "{n} documents", notCoded) }) })));
}
const wordsInText = (event) => dateWords(event.date);

/** Phases of the yearly number of events, each a link to its years. */
function drawPhases(say, placed) {
  const [a, b] = state.pair.split("~");
  const phases = CORE.phases[state.pair] || CORE.phases[b + "~" + a];
  if (!phases || placed.length < 12) return;
  const rate = (n) => new Intl.NumberFormat(language, { maximumFractionDigits: n < 10 ? 1 : 0 }).format(n);
  if (phases.length < 2) return void (phases.length && say(t("The number of events a year shows no clear break.")));
  const parts = phases.map(([first, last, n], i) => el("span", { class: "phase" }, i ? " → " : null,
    el("strong", { text: first === last ? String(first) : first + "–" + last }), " ",
    linked(number(placed.filter((e) => e.from.slice(0, 4) >= String(first) && e.from.slice(0, 4) <= String(last)).length), { from: String(first), to: String(last), dating: DATED_IN_A_YEAR }),
    " (" + t("{n} a year", { n: rate(n) }) + ")"));
  say(t("Phases measured in the number of events a year:"), " ", parts, ".");
}

/** On whose word: told as fact, on someone's word, still to come, denied. */
function drawWord(rows, say) {
  const fact_ = rows.filter((e) => e.status === "asserted").length;
  const word = rows.filter((e) => ["claimed", "suspected"].includes(e.status)).length;
  const come = rows.filter((e) => ["planned", "hypothetical", "called_for"].includes(e.status)).length;
  const denied = rows.filter((e) => e.status === "denied").length;
  const who = tally(rows.filter((e) => ["claimed", "suspected"].includes(e.status)), (e) => e.by).slice(0, 3);
  const names = who.length ? phrase(t(" (mostly {who})"), { who: el("span", null, who.flatMap(([by, n], i) => [i ? ", " : null,
    el("bdi", { text: theBy(by) }), " ", linked(number(n), { by: [by], status: ["claimed", "suspected"] })])) }) : "";
  say(phrase(t("{fact} are told as fact; {word} rest on someone’s word{names}; {come} are planned, possible or called for; {denied} are denied."), {
    fact: linked(number(fact_), { status: ["asserted"] }), word: linked(number(word), { status: ["claimed", "suspected"] }), names,
    come: linked(number(come), { status: ["planned", "hypothetical", "called_for"] }), denied: linked(number(denied), { status: ["denied"] }),
  }));
}

function drawPairs() {
  const select = empty($("pair"));
  const label = (a, b) => actor(a) + " – " + actor(b);
  const known = CORE.pairs.map(([a, b, n]) => [a + "~" + b, label(a, b), n]);
  const asked = CORE.default.join("~");
  const listed = known.filter(([key]) => key !== asked && key !== CORE.default.slice().reverse().join("~"));
  if (asked) {
    const own = known.find(([key]) => key === asked || key === CORE.default.slice().reverse().join("~"));
    listed.unshift([asked, label(...CORE.default), own ? own[2] : 0]);
  }
  if (state.pair !== "all" && !listed.some(([key]) => key === state.pair)) listed.push([state.pair, label(...state.pair.split("~")), pairEvents().length]);
  for (const [key, text, n] of listed) select.append(el("option", { value: key, text: text + " (" + number(n) + ")" }));
  select.append(el("option", { value: "all", text: t("All pairs") + " (" + number(EVENTS.length) + ")" }));
  select.value = state.pair;
  const first = state.pair === asked && asked;
  $("pair-note").textContent = first ? (CORE.chosen ? t("Chosen when this page was made.") : tn("The busiest of {n} pair.", "The busiest of {n} pairs.", CORE.pairs.length)) : "";
  const parties = state.pair === "all" ? [t("All pairs")] : state.pair.split("~").map(actor);
  $("title").replaceChildren(...parties.flatMap((name, i) => [i ? el("span", { class: "dash", "aria-hidden": "true", text: " – " }) : "", el("bdi", { text: name })]).filter(Boolean));
}

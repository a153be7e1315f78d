// Start: listen to the address, the controls and the keys; draw what changed.
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
function scrollToSection(id) {
  const target = document.getElementById(id);
  if (!target) return;
  target.scrollIntoView({ behavior: calm() || EVENTS.length > 2000 ? "auto" : "smooth", block: "start" });
  if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
}

function drawAll() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
  $("language").textContent = language === "fr" ? "English" : "Français";
  $("language").lang = language === "fr" ? "en" : "fr";
  drawSources();
  drawMethod();
  drawPair();
}
function drawPair() {
  drawPairs();
  document.title = $("title").textContent + " – Rapprochement";
  drawOverview();
  drawMeasured();
  drawDomains();
  drawClaims();
  drawReactions();
  drawRegisters();
  drawFiltered();
}
let pictureTimer = 0;
function drawFiltered() {
  drawFilters();
  drawChronology();
  clearTimeout(pictureTimer);
  pictureTimer = setTimeout(drawPictures, 30);
}

function applyHash() {
  const hash = location.hash;
  if (hash && !hash.startsWith("#?")) return; // a section of the page
  const asked = new URLSearchParams(hash.slice(2)).get("lang");
  const wanted = asked === "fr" || asked === "en" ? asked : WORDS.language;
  const before = state, next = parseHash(hash);
  state = next;
  const same = (keys) => keys.every((key) => String(before[key]) === String(next[key]));
  if (wanted !== language) {
    language = wanted;
    drawAll();
  } else if (!same(["pair"])) drawPair();
  else if (!same([...FACETS, "q", "from", "to", "order"])) drawFiltered();
  openAsked();
}

/** Open what the address names: an event, or a row of a register. */
function openAsked() {
  if (state.event && BY_ID.has(state.event)) return openEvidence(BY_ID.get(state.event));
  const row = state.event ? registerRow(state.event) : null;
  if (row) openRegisterRow(row);
  else closeEvidence();
}

function start() {
  language = document.documentElement.lang === "en" ? "en" : "fr";
  const asked = new URLSearchParams(location.hash.slice(2)).get("lang");
  if (location.hash.startsWith("#?") && (asked === "fr" || asked === "en")) language = asked;
  state = parseHash(location.hash);
  $("pair").addEventListener("change", () => { location.hash = hashOf({ ...BLANK(), pair: $("pair").value, order: state.order }); });
  let typing = 0;
  $("q").addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => go({ q: $("q").value.trim(), event: "" }), 160); });
  for (const id of ["from", "to"]) $(id).addEventListener("change", () => { if ($(id).checkValidity()) go({ [id]: $(id).value.trim(), event: "" }); });
  $("filters").addEventListener("submit", (press) => press.preventDefault());
  $("order").addEventListener("click", () => go({ order: state.order === "desc" ? "" : "desc" }));
  $("csv").addEventListener("click", csvOfShown);
  $("close").addEventListener("click", () => go({ event: "" }));
  $("previous").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  $("language").addEventListener("click", () => {
    const other = language === "fr" ? "en" : "fr";
    const out = new URLSearchParams(hashOf({}).slice(2));
    if (other === WORDS.language) out.delete("lang"); else out.set("lang", other);
    location.hash = "#?" + out;
  });
  $("theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    $("theme").setAttribute("aria-pressed", String(!dark));
    drawPictures();
  });
  // Links to a section scroll without touching the address, which holds the filters.
  document.addEventListener("click", (press) => {
    const link = press.target.closest && press.target.closest("[data-go], [data-skip]");
    if (!link || press.metaKey || press.ctrlKey) return;
    press.preventDefault();
    scrollToSection(link.dataset.go || link.dataset.skip);
  });
  document.addEventListener("click", (press) => {
    const row = press.target.closest && press.target.closest("a.row, a.line, a.row-open");
    // Clicking the line already open: the address does not change, so open it again by hand.
    if (row && row.getAttribute("href") === location.hash) { press.preventDefault(); applyHash(); }
  });
  document.addEventListener("keydown", (press) => {
    if (press.key === "Escape" && !$("evidence").hidden) { press.preventDefault(); go({ event: "" }); }
    const row = document.activeElement && document.activeElement.closest ? document.activeElement.closest("a.row") : null;
    if (row && (press.key === "ArrowDown" || press.key === "ArrowUp")) {
      const rows = [...document.querySelectorAll("a.row")];
      const next = rows[rows.indexOf(row) + (press.key === "ArrowDown" ? 1 : -1)];
      if (next) { press.preventDefault(); next.focus(); }
    }
  });
  addEventListener("hashchange", applyHash);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawPictures);
  let width = innerWidth, resized = 0;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(resized);
    resized = setTimeout(drawPictures, 200);
  });
  const PRINTED = 2000;
  addEventListener("beforeprint", () => { if (shown.length <= PRINTED) for (const block of [...waiting.keys()]) fillBlock(block); });
  drawAll();
  openAsked();
  addEventListener("load", drawPictures);
}
start();

// The state of the page stands in its address: #errors?class=…&field=…&at=2&open=1&lang=zh&theme=dark
const NAMES = ["class", "field", "document", "part", "confidence", "q"];
const DEFAULT = "wrong,missing,spurious";

function checked() {
  return [...filters.querySelectorAll('[name="outcome"]:checked')].map((box) => box.value).join(",");
}

function remember() {
  const state = new URLSearchParams();
  for (const name of NAMES) {
    const { value } = filters.elements[name];
    if (name === "part" ? value !== PART : value) state.set(name, value);
  }
  if (checked() !== DEFAULT) state.set("outcome", checked());
  if (at) state.set("at", at + 1);
  if (reader.open) state.set("open", 1);
  if (language !== preferredLanguage()) state.set("lang", language);
  if (root.dataset.theme) state.set("theme", root.dataset.theme);
  const text = state.toString();
  history.replaceState(null, "", text ? `#errors?${text}` : location.pathname + location.search);
}

function recall(event) {
  const [section, text] = location.hash.slice(1).split(/\?(.*)/s);
  if (event && text === undefined && section) return; // a link within the page
  const state = new URLSearchParams(text ?? "");
  if (state.has("lang")) choose(state.get("lang"));
  if (state.has("theme")) setTheme(state.get("theme"));
  for (const name of NAMES) filters.elements[name].value = state.get(name) ?? (name === "part" ? PART : "");
  const ungrounded = state.get("class") === "ungrounded" ? "ungrounded" : DEFAULT;
  const outcomes = (state.get("outcome") ?? ungrounded).split(",");
  for (const box of filters.querySelectorAll('[name="outcome"]')) box.checked = outcomes.includes(box.value);
  at = Math.max(0, Number(state.get("at") ?? 1) - 1) || 0;
  fillList();
  if (section) document.getElementById(section === "errors" ? "filters" : section)?.scrollIntoView();
  if (state.has("open") && shown[at]) openReader(shown[at]);
}

function choose(wanted) {
  setLanguage(wanted);
  fillFilters();
  fillList();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || reader.open) return;
  if (event.target.closest("input, select, textarea")) return;
  const act = { j: () => look(at + 1), k: () => look(at - 1), o: () => shown[at] && openReader(shown[at]) }[event.key];
  if (!act) return;
  act();
  remember();
}

startTables();
startReader();
choose(preferredLanguage());
setTheme("auto");
recall();
filters.addEventListener("input", () => { at = 0; fillList(); remember(); });
filters.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("reset").addEventListener("click", () => { filters.reset(); filters.elements.part.value = PART; at = 0; fillList(); remember(); });
document.getElementById("language").addEventListener("change", (event) => { choose(event.target.value); remember(); });
document.getElementById("theme").addEventListener("change", (event) => { setTheme(event.target.value); remember(); });
document.addEventListener("keydown", onKey);
window.addEventListener("hashchange", recall);

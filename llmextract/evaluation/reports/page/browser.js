// The error browser: filters, the list of cases, and the case that is looked at.
const filters = document.getElementById("filters");
const list = document.getElementById("cases");
const detail = document.getElementById("detail");
const PART = "field"; // what is shown at first: the cells that make the headline
const BANDS = [0, 0.5, 0.8, 0.95, 1.01];
const all = data.cases.filter((entry) => isError(entry) || entry.class === "ungrounded");
let shown = [];
let at = 0;

function nameOf(field) {
  const { label, pointer } = data.fields[field];
  return label || pointer;
}

function outcomeOf(entry) {
  return isError(entry) ? entry.o : "ungrounded";
}

function options(name, entries) {
  const select = filters.elements[name];
  const kept = select.value;
  select.replaceChildren(make("option", { value: "" }, word("all")),
    ...entries.map(([value, text, n]) => make("option", { value }, n === undefined ? text : `${text} (${n})`)));
  select.value = kept;
  if (select.selectedIndex < 0) select.value = "";
}

function tallied(key) {
  const counts = new Map();
  for (const entry of all) for (const one of [key(entry)].flat()) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}

function fillFilters() {
  const classes = [...tallied((entry) => entry.class)].sort((a, b) => b[1] - a[1]);
  options("class", classes.map(([name, n]) => [name, word(`class.${name}`), n]));
  const groups = tallied((entry) => `/${data.fields[entry.f].pointer.split("/")[1]}/`);
  const fields = tallied((entry) => data.fields[entry.f].pointer);
  const labels = new Map(data.fields.map((field, index) => [field.pointer, nameOf(index)]));
  options("field", [...[...groups].sort(), ...[...fields].sort()].map(
    ([name, n]) => [name, labels.has(name) && labels.get(name) !== name ? `${labels.get(name)} ${name}` : name, n]));
  const documents = tallied((entry) => data.documents[entry.d].name);
  options("document", [...documents].map(([name, n]) => [name, name, n]));
  const parts = tallied((entry) => (entry.part === "field" ? entry.part : ["inner", entry.part]));
  options("part", [...parts].map(([name, n]) => [name, word(`part.${name}`), n]));
  options("confidence", [...BANDS.slice(0, -1).keys(), "none"].map((band) => [String(band), bandName(band)]));
}

function bandName(band) {
  if (band === "none") return word("no_confidence");
  const [low, high] = [BANDS[band], BANDS[band + 1]];
  if (band === 0) return word("band_low", { high });
  return high > 1 ? word("band_high", { low }) : word("band", { low, high });
}

function bandOf(entry) {
  if (entry.c === undefined) return "none";
  return String(BANDS.findLastIndex((low) => entry.c >= low));
}

function passes(entry) {
  const chosen = (name) => filters.elements[name].value;
  const outcomes = [...filters.querySelectorAll('[name="outcome"]:checked')].map((box) => box.value);
  const { pointer } = data.fields[entry.f];
  const field = chosen("field");
  const words = chosen("q").trim().toLowerCase();
  return outcomes.includes(outcomeOf(entry))
    && (!chosen("class") || entry.class === chosen("class"))
    && (!field || (field.endsWith("/") ? `${pointer}/`.startsWith(field) : pointer === field))
    && (!chosen("document") || data.documents[entry.d].name === chosen("document"))
    && (!chosen("part") || entry.part === chosen("part") || (chosen("part") === "inner" && entry.part !== "field"))
    && (!chosen("confidence") || bandOf(entry) === chosen("confidence"))
    && (!words || haystack(entry).includes(words));
}

function haystack(entry) {
  const { name, text } = data.documents[entry.d];
  const quotes = marksOf(entry).map((mark) => text.slice(mark.start, mark.end));
  const { pointer, label } = data.fields[entry.f];
  return [name, pointer, label, entry.g ?? "", entry.p ?? "", ...quotes].join("\n").toLowerCase();
}

function chip(entry) {
  return make("span", { class: `chip ${entry.o}` }, word(outcomeOf(entry)));
}

function fillList() {
  shown = all.filter(passes);
  at = Math.min(at, Math.max(0, shown.length - 1));
  document.getElementById("shown").textContent = word("shown", { n: shown.length, all: all.length });
  list.replaceChildren(...shown.map((entry, index) => make("li", {}, make("button",
    { type: "button", on: { click: () => look(index) } },
    make("span", { class: "line" }, make("span", {}, nameOf(entry.f)), chip(entry)),
    make("span", { class: "line vals" }, `${entry.g ?? "–"} → ${entry.p ?? "–"}`),
    make("span", { class: "line vals" }, data.documents[entry.d].name)))));
  fillDetail();
}

function look(index) {
  if (!shown.length) return;
  at = Math.max(0, Math.min(shown.length - 1, index));
  fillDetail();
  remember();
}

function fillDetail() {
  for (const [index, item] of [...list.children].entries())
    item.firstChild.setAttribute("aria-current", String(index === at));
  const current = list.children[at];
  if (current) list.scrollTop = Math.max(0, current.offsetTop - list.offsetTop - list.clientHeight / 3);
  const entry = shown[at];
  detail.replaceChildren(...(entry ? caseNodes(entry) : [make("p", {}, word("none_shown"))]));
}

function caseNodes(entry) {
  const { pointer, label } = data.fields[entry.f];
  const button = (key, index) => make("button",
    { type: "button", disabled: !shown[index], on: { click: () => look(index) } }, word(key));
  const nodes = [
    make("div", { class: "move" }, button("previous", at - 1),
      make("span", { class: "small soft" }, word("position", { n: at + 1, all: shown.length })), button("next", at + 1)),
    make("h4", {}, label || pointer, " ", chip(entry)),
    make("div", { class: "pointer" }, `${data.documents[entry.d].name} ${pointer}`),
  ];
  if (entry.part !== "field") nodes.push(make("div", { class: "small soft" }, word(`part.${entry.part}`)));
  if (entry.class) nodes.push(make("p", {}, make("strong", {}, word(`class.${entry.class}`)),
    entry.m ? ` ×${entry.m.toLocaleString("en")}` : "", " · ", word(`means.${entry.class}`)));
  if (entry.with !== undefined) nodes.push(make("p", {}, word("mixed_with", { name: nameOf(entry.with) }),
    " ", make("span", { class: "pointer" }, data.fields[entry.with].pointer)));
  nodes.push(values(entry), ...passages(entry));
  nodes.push(make("button", { type: "button", on: { click: () => { openReader(entry); remember(); } } }, word("whole_document")));
  return nodes;
}

function values(entry) {
  const said = (kind, name) => (name ? word(`${kind}.${name}`) : "–");
  const head = (key) => make("th", { scope: "col" }, word(key));
  const row = (key, value, status, qualifier, sure) => make("tr", {},
    make("th", { scope: "row" }, make("mark", { class: key === "gold" ? "gold" : "run" }, word(key))),
    make("td", {}, value ?? word("nothing")), make("td", {}, said("status", status)),
    make("td", {}, said("qualifier", qualifier)), make("td", {}, sure));
  const sure = entry.c === undefined ? "–" : entry.c.toFixed(3);
  return make("div", { class: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {}, make("td", {}), head("value"), head("status"), head("qualifier"), head("confidence_band"))),
    make("tbody", {}, row("gold", entry.g, entry.gs, entry.gq, ""), row("predicted", entry.p, entry.ps, entry.pq, sure))));
}

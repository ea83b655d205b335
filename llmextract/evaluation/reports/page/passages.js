// Text with its marks: gold's places and the run's, both where they overlap.
const CONTEXT = 90;
const NEAR = 160;

function marksOf(entry) {
  const gold = (entry.gp ?? []).map(([start, end]) => ({ start, end, kind: entry.guess ? "guess" : "gold", entry }));
  const run = (entry.pp ?? []).map(([start, end]) => ({ start, end, kind: "run", entry }));
  return [...gold, ...run];
}

// Nodes for text[from:to]: the pieces between all ends of marks, each with the kinds that cover it.
function marked(text, from, to, marks, describe) {
  const inside = marks.filter((mark) => mark.start < to && mark.end > from);
  const cuts = new Set([from, to]);
  for (const mark of inside) {
    cuts.add(Math.max(from, mark.start));
    cuts.add(Math.min(to, mark.end));
  }
  const ends = [...cuts].sort((a, b) => a - b);
  return ends.slice(0, -1).map((start, at) => {
    const piece = text.slice(start, ends[at + 1]);
    const over = inside.filter((mark) => mark.start <= start && mark.end >= ends[at + 1]);
    if (!over.length) return document.createTextNode(piece);
    const kinds = new Set(over.map((mark) => mark.kind));
    const element = make("mark", { class: [...kinds].join(" ") }, piece);
    describe?.(element, over, start);
    return element;
  });
}

// Stretches of the text around marks; those near one another become one.
function windows(text, marks) {
  const sorted = [...marks].sort((a, b) => a.start - b.start || a.end - b.end);
  const found = [];
  for (const mark of sorted) {
    const last = found.at(-1);
    if (last && mark.start - last.end <= NEAR) {
      last.end = Math.max(last.end, mark.end);
      last.marks.push(mark);
    } else found.push({ start: mark.start, end: mark.end, marks: [mark] });
  }
  return found.map((one) => ({
    from: edge(text, Math.max(0, one.start - CONTEXT), -1),
    to: edge(text, Math.min(text.length, one.end + CONTEXT), 1),
    marks: one.marks,
  }));
}

// Not within a surrogate pair.
function edge(text, at, step) {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + step : at;
}

function titleOf(kinds) {
  if (kinds.has("run")) return kinds.size > 1 ? "both_passage" : "run_passage";
  return kinds.has("guess") ? "gold_printed" : "gold_passage";
}

function passages(entry) {
  const text = data.documents[entry.d].text;
  if (!text) return [make("p", { class: "soft" }, word("no_text"))];
  const marks = marksOf(entry);
  const nodes = windows(text, marks).flatMap((one) => {
    const kinds = new Set(one.marks.map((mark) => mark.kind));
    const quote = make("blockquote", {}, one.from > 0 ? "…" : "",
      ...marked(text, one.from, one.to, marks), one.to < text.length ? "…" : "");
    for (const node of quote.childNodes)
      if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace(/\n\s*\n/g, "\n"); // no empty lines
    return [make("div", { class: "passage-head" }, word(titleOf(kinds))), quote];
  });
  const lacks = (key) => make("p", { class: "soft small" }, word(key));
  if (entry.g !== undefined && !entry.gp) nodes.push(lacks("no_gold_passage"));
  if (entry.p !== undefined && !entry.pp) nodes.push(lacks("no_run_passage"));
  return nodes;
}

// A whole document with its marks.
const reader = document.getElementById("reader");
const reading = document.getElementById("reading");
const readerMarks = document.getElementById("reader-marks");
let open = null;

function isError(entry) {
  return entry.o !== "right";
}

function fillReader() {
  const text = data.documents[open.d].text;
  document.getElementById("reader-name").textContent = data.documents[open.d].name;
  const wanted = data.cases.filter((entry) => entry.d === open.d
    && (entry === open || readerMarks.value === "all" || (readerMarks.value === "errors" && isError(entry))));
  const describe = (element, over) => {
    const entries = [...new Set(over.map((mark) => mark.entry))];
    element.title = entries.map((entry) => `${nameOf(entry.f)}: ${entry.g ?? "–"} → ${entry.p ?? "–"}`).join("\n");
    if (entries.includes(open)) element.classList.add("current");
  };
  const nodes = text ? marked(text, 0, text.length, wanted.flatMap(marksOf), describe) : [word("no_text")];
  reading.replaceChildren(...nodes);
  const current = reading.querySelector("mark.current");
  if (current) current.scrollIntoView({ block: "center" });
  else reader.scrollTop = 0;
}

function openReader(entry) {
  open = entry;
  if (!reader.open) reader.showModal();
  fillReader();
}

function startReader() {
  document.getElementById("reader-close").addEventListener("click", () => reader.close());
  readerMarks.addEventListener("change", fillReader);
  reader.addEventListener("close", () => {
    open = null;
    remember();
  });
  readerMarks.value = "errors";
}

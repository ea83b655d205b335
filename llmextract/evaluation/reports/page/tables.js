// Tables sorted by a column, and rows without errors put away.
function sortBy(button) {
  const heading = button.closest("th");
  const column = [...heading.parentElement.children].indexOf(heading);
  const numeric = button.dataset.sort === "number";
  const order = heading.getAttribute("aria-sort") === (numeric ? "descending" : "ascending")
    ? (numeric ? "ascending" : "descending")
    : (numeric ? "descending" : "ascending");
  for (const other of heading.parentElement.children) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", order);
  const body = heading.closest("table").tBodies[0];
  const key = (row) => numeric ? Number(row.cells[column].dataset.n) : row.cells[column].textContent;
  const compare = (a, b) => numeric ? key(a) - key(b) : key(a).localeCompare(key(b), language);
  const rows = [...body.rows].sort(compare);
  if (order === "descending") rows.reverse();
  body.append(...rows);
}

function startTables() {
  for (const button of document.querySelectorAll("button[data-sort]"))
    button.addEventListener("click", () => sortBy(button));
  const only = document.getElementById("only-errors");
  only?.addEventListener("change", () => {
    for (const row of document.querySelectorAll('table[data-kind="field"] tbody tr'))
      row.hidden = only.checked && row.dataset.errors === "0";
  });
}

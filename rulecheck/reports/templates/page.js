
"use strict";
// The page says everything without this; it only adds sorting, filtering and folding.

const made = (name, text, properties = {}) =>
  Object.assign(document.createElement(name), { textContent: text }, properties);

// -- tables sort by a column; empty and equal cells keep their order

const keyOf = (row, column) => {
  const cell = row.cells[column];
  return cell.dataset.sort ?? cell.textContent.trim();
};

const sortBy = (table, column, heading) => {
  const sign = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  const rows = [...table.tBodies[0].rows];
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  rows.sort((one, other) => {
    const [left, right] = [keyOf(one, column), keyOf(other, column)];
    const numbers = [Number(left), Number(right)];
    const isNumeric = left !== "" && right !== "" && !numbers.some(Number.isNaN);
    return sign * (isNumeric ? numbers[0] - numbers[1] : compare(left, right));
  });
  table.tBodies[0].append(...rows);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", sign === 1 ? "ascending" : "descending");
};

for (const table of document.querySelectorAll("table.sortable")) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = made("button", heading.textContent, { type: "button" });
    button.addEventListener("click", () => sortBy(table, column, heading));
    heading.replaceChildren(button);
  });
}

// -- findings and rules fold, and are filtered by what they say

for (const list of document.querySelectorAll(".filtered")) {
  const entries = [...list.querySelectorAll(".entry")];
  const groups = [...list.querySelectorAll(".group")];
  const tools = made("div", "", { className: "tools" });
  const label = made("label", "Filter: ");
  const filter = made("input", "", { type: "search" });
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const each of entries) each.hidden = !each.textContent.toLowerCase().includes(wanted);
    for (const each of groups) each.hidden = !each.querySelector(".entry:not([hidden])");
  });
  label.append(filter);
  const folding = (text, open) => {
    const button = made("button", text, { type: "button" });
    button.addEventListener("click", () => entries.forEach((each) => (each.open = open)));
    return button;
  };
  tools.append(label, folding("Unfold all", true), folding("Fold all", false));
  list.before(tools);
}

// -- a link to something folded unfolds it, and what is printed is unfolded

const unfold = () => {
  const target = document.getElementById(location.hash.slice(1));
  const folded = target?.closest("details");
  if (folded) folded.open = true;
  target?.scrollIntoView();
};
addEventListener("hashchange", unfold);
if (location.hash) unfold();

let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open], .aside)")];
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});

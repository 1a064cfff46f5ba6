#include "analysis/report/page.h"

namespace pann::analysis {

std::string_view page_script() {
  return R"__js__(
"use strict";

// Numbers by value, words by the alphabet, empty cells last in either direction.
function compareCells(a, b, direction) {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  const order = typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
  return direction * order;
}

function cellKey(cell) {
  if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
  const text = cell.textContent.trim();
  if (text === "" || text === "\u2013") return null;
  return cell.classList.contains("number") && !isNaN(text) ? Number(text) : text;
}

function sortBy(table, column) {
  const heads = table.tHead.rows[0].cells;
  const next = { none: "ascending", ascending: "descending", descending: "none" };
  const order = next[heads[column].getAttribute("aria-sort")];
  for (const head of heads) head.setAttribute("aria-sort", "none");
  heads[column].setAttribute("aria-sort", order);
  const direction = order === "descending" ? -1 : 1;
  const rows = [...table.originalRows];
  if (order !== "none") {
    const keys = new Map(rows.map((row) => [row, cellKey(row.cells[column])]));
    rows.sort((a, b) => compareCells(keys.get(a), keys.get(b), direction));
  }
  table.tBodies[0].append(...rows);
}

// Long tables get a field that leaves the rows with all the words typed.
function addFilter(table) {
  const field = document.createElement("input");
  field.type = "search";
  field.placeholder = `Filter ${table.originalRows.length} rows`;
  field.setAttribute("aria-label", `${field.placeholder} of ${table.caption.textContent}`);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const row of table.originalRows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  });
  table.caption.firstElementChild.append(field);
}

for (const table of document.querySelectorAll("table.sortable")) {
  table.originalRows = [...table.tBodies[0].rows];
  if (table.originalRows.length > 20) addFilter(table);
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => sortBy(table, column));
  });
}

// A table that does not fit says so, and at which edge there is more.
function showEdges(box) {
  const slack = 2;
  const right = box.scrollWidth - box.clientWidth - box.scrollLeft > slack;
  const below = box.scrollHeight - box.clientHeight - box.scrollTop > slack;
  box.classList.toggle("more-right", right);
  box.classList.toggle("more-below", below);
  box.classList.toggle("scrolls", box.scrollWidth - box.clientWidth > slack);
}

for (const box of document.querySelectorAll(".scroll")) {
  showEdges(box);
  box.addEventListener("scroll", () => showEdges(box), { passive: true });
  new ResizeObserver(() => showEdges(box)).observe(box);
}

// Pages opened from a file have no clipboard in some browsers: then the text is selected.
async function copyText(button) {
  const source = button.parentElement.querySelector("pre");
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = "Copied";
  } catch (error) {
    getSelection().selectAllChildren(source);
    button.textContent = "Selected";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", () => copyText(button));
}

// The contents show which section is being read.
const entries = new Map([...document.querySelectorAll("nav.contents a")].map(
  (link) => [link.getAttribute("href").slice(1), link]));
if (matchMedia("(max-width: 68rem)").matches) {
  document.querySelector("nav.contents details")?.removeAttribute("open");
}
const observer = new IntersectionObserver((changes) => {
  for (const change of changes) {
    const link = entries.get(change.target.id);
    if (!link || !change.isIntersecting) continue;
    for (const other of entries.values()) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  }
}, { rootMargin: "0px 0px -75% 0px" });
for (const section of document.querySelectorAll("main > section")) observer.observe(section);
)__js__";
}

}  // namespace pann::analysis

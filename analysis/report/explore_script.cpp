#include "analysis/report/page.h"

namespace pann::analysis {

std::string_view explore_script() {
  return R"__js__(
// A table that can be explored has a plot of any two of its columns, coloured by a third. The plot shows the rows that
// the table's filter leaves; a mark tells its row, and a click on it leads there.
const SVG = "http://www.w3.org/2000/svg";
const FRAME = { width: 760, height: 420, left: 76, right: 14, top: 12, bottom: 34 };
const COLOURS = 8;

function draw(parent, tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

function titleOf(head) {
  return head.querySelector("button").textContent.trim();
}

function isNumeric(table, column) {
  const keys = table.originalRows.map((row) => cellKey(row.cells[column]));
  return keys.some((key) => typeof key === "number") && keys.every((key) => key === null || typeof key === "number");
}

function choice(label, names, chosen) {
  const box = document.createElement("label");
  const select = document.createElement("select");
  names.forEach(([value, name]) => select.append(new Option(name, value, false, value === chosen)));
  box.append(label, " ", select);
  return [box, select];
}

function toggle(label) {
  const box = document.createElement("label");
  const input = document.createElement("input");
  input.type = "checkbox";
  box.append(input, " ", label);
  return [box, input];
}

// 1, 2 or 5 times a power of ten, about six of them; decades on a logarithmic axis.
function ticks(low, high, logarithmic) {
  const marks = [];
  if (logarithmic) {
    for (let power = Math.ceil(Math.log10(low)); power <= Math.log10(high); ++power) marks.push(10 ** power);
    return marks.length > 1 ? marks : [low, high];
  }
  const rough = (high - low) / 6 || 1;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * [1, 2, 5, 10].find((factor) => factor * unit >= rough);
  for (let mark = Math.ceil(low / step) * step; mark <= high + step / 1e6; mark += step) marks.push(mark);
  return marks;
}

// Where a value lies between two places of the drawing.
function scale(values, logarithmic, from, to) {
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (low === high) [low, high] = logarithmic ? [low / 2, high * 2] : [low - 1, high + 1];
  const place = logarithmic ? Math.log10 : (value) => value;
  const margin = 0.03 * (to - from);
  const at = (value) =>
    from + margin + (place(value) - place(low)) / (place(high) - place(low)) * (to - from - 2 * margin);
  return { at, ticks: ticks(low, high, logarithmic) };
}

function axis(drawing, scaled, vertical) {
  for (const mark of scaled.ticks) {
    const at = scaled.at(mark);
    const text = Number(mark.toPrecision(6)).toString();
    if (vertical) {
      draw(drawing, "line", { class: "grid", x1: FRAME.left, x2: FRAME.width - FRAME.right, y1: at, y2: at });
      draw(drawing, "text", { x: FRAME.left - 8, y: at + 4, "text-anchor": "end" }, text);
    } else {
      const foot = FRAME.height - FRAME.bottom;
      draw(drawing, "line", { class: "grid", x1: at, x2: at, y1: FRAME.top, y2: foot });
      draw(drawing, "text", { x: at, y: foot + 20, "text-anchor": "middle" }, text);
    }
  }
}

function pointsOf(table, x, y, group, logarithmic) {
  const points = [];
  for (const row of table.originalRows) {
    const point = { row, x: cellKey(row.cells[x]), y: cellKey(row.cells[y]),
      group: group < 0 ? "" : row.cells[group].textContent.trim() };
    const placed = point.x !== null && point.y !== null && (!logarithmic.x || point.x > 0) && (!logarithmic.y || point.y > 0);
    if (!row.hidden && placed) points.push(point);
  }
  return points;
}

function tell(table, point) {
  const heads = [...table.tHead.rows[0].cells];
  return heads.map((head, column) => `${titleOf(head)}: ${point.row.cells[column].textContent.trim()}`).join("\n");
}

function lead(point) {
  point.row.scrollIntoView({ block: "center" });
  point.row.classList.add("led");
  setTimeout(() => point.row.classList.remove("led"), 2500);
}

function drawPoints(table, figure, points, logarithmic) {
  figure.drawing.replaceChildren();
  figure.legend.replaceChildren();
  figure.count.textContent = `${points.length} points`;
  if (points.length === 0) return;
  const foot = FRAME.height - FRAME.bottom;
  const x = scale(points.map((point) => point.x), logarithmic.x, FRAME.left, FRAME.width - FRAME.right);
  const y = scale(points.map((point) => point.y), logarithmic.y, foot, FRAME.top);
  axis(figure.drawing, x, false);
  axis(figure.drawing, y, true);
  const groups = [...new Set(points.map((point) => point.group))];
  // Further groups than colours tell apart share the last one.
  const colour = (group) => `var(--s${Math.min(groups.indexOf(group), COLOURS - 1)})`;
  for (const point of points) {
    const mark = draw(figure.drawing, "circle", { cx: x.at(point.x), cy: y.at(point.y), r: 4, style: `color: ${colour(point.group)}` });
    draw(mark, "title", {}, tell(table, point));
    mark.addEventListener("click", () => lead(point));
  }
  if (groups.length < 2) return;
  groups.slice(0, COLOURS).forEach((group, index) => {
    const item = document.createElement("li");
    item.style.color = `var(--s${index})`;
    item.textContent = groups.length > COLOURS && index === COLOURS - 1 ? "others" : group || "\u2013";
    figure.legend.append(item);
  });
}

function explore(table) {
  const heads = [...table.tHead.rows[0].cells].map((head, column) => [String(column), titleOf(head)]);
  const numbers = heads.filter(([column]) => isNumeric(table, Number(column)));
  if (numbers.length < 2) return;
  const last = numbers.length - 1;
  const [xBox, x] = choice("across", numbers, numbers[Math.max(0, last - 1)][0]);
  const [yBox, y] = choice("up", numbers, numbers[last][0]);
  const words = heads.filter(([column]) => !isNumeric(table, Number(column)));
  const [groupBox, group] = choice("colour", [["-1", "none"], ...heads], words.length > 0 ? words[0][0] : "-1");
  const [xLogBox, xLog] = toggle("logarithmic across");
  const [yLogBox, yLog] = toggle("logarithmic up");
  const panel = document.createElement("figure");
  panel.className = "explorer";
  const controls = document.createElement("div");
  const figure = { legend: document.createElement("ul"), count: document.createElement("output") };
  figure.legend.className = "legend";
  controls.append(xBox, yBox, groupBox, xLogBox, yLogBox, figure.count);
  panel.append(controls, figure.legend);
  figure.drawing = draw(panel, "svg", { class: "plot", viewBox: `0 0 ${FRAME.width} ${FRAME.height}`, role: "img",
    "aria-label": `Plot of two columns of ${table.caption.textContent}` });
  table.closest(".scroll").before(panel);
  const update = () => {
    const logarithmic = { x: xLog.checked, y: yLog.checked };
    drawPoints(table, figure, pointsOf(table, Number(x.value), Number(y.value), Number(group.value), logarithmic), logarithmic);
  };
  for (const control of [x, y, group, xLog, yLog]) control.addEventListener("change", update);
  table.caption.addEventListener("input", update);
  update();
}

for (const table of document.querySelectorAll("table.explorable")) explore(table);
)__js__";
}

}  // namespace pann::analysis

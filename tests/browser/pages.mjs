// Checks of HTML reports in a browser; started by `check` beside it.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [browserPath, shots, ...pages] = process.argv.slice(2);
let checks = 0;
let faults = 0;
let explored = 0;

function expect(good, what) {
  checks += 1;
  if (good) return;
  faults += 1;
  console.log(`FAILED: ${what}`);
}

// Each table: does it fit its box, and if not, does it say so and keep head and first column?
async function checkTables(page, label) {
  const boxes = await page.$$(".scroll");
  for (const box of boxes) {
    const seen = await box.evaluate((element) => {
      const over = element.scrollWidth - element.clientWidth > 2;
      const told = element.classList.contains("scrolls") && element.classList.contains("more-right");
      element.scrollLeft = 1e6;
      element.scrollTop = 200;
      const frame = element.getBoundingClientRect();
      const first = element.querySelector("tbody th:first-child");
      const corner = element.querySelector("thead th:first-child");
      const head = element.querySelector("thead");
      const result = {
        id: element.id, over, told,
        firstStays: !first || Math.abs(first.getBoundingClientRect().left - frame.left) < 4,
        cornerStays: !first || Math.abs(corner.getBoundingClientRect().left - frame.left) < 4,
        headStays: element.scrollTop < (element.querySelector("caption")?.offsetHeight ?? 0) ||
          Math.abs(corner.getBoundingClientRect().top - frame.top) < 4,
        firstWidth: first ? first.getBoundingClientRect().width / frame.width : 0,
        head: head !== null,
      };
      element.scrollLeft = 0;
      element.scrollTop = 0;
      return result;
    });
    expect(!seen.over || seen.told, `${label} ${seen.id}: does not fit and does not say so`);
    expect(seen.firstStays && seen.cornerStays, `${label} ${seen.id}: first column scrolls away`);
    expect(seen.headStays, `${label} ${seen.id}: head scrolls away`);
    expect(!seen.over || seen.firstWidth < 0.6,
      `${label} ${seen.id}: first column leaves no room for the others`);
  }
}

async function checkSorting(page, label) {
  const head = await page.$("table.sortable thead th:nth-child(2) button");
  if (!head) return;
  const opacity = await head.evaluate((b) => Number(getComputedStyle(b, "::after").opacity));
  expect(opacity > 0.2, `${label}: sort marks cannot be seen`);
  await head.click();
  const state = await head.evaluate((button) => {
    const cell = button.parentElement;
    const rows = [...cell.closest("table").tBodies[0].rows];
    const values = rows.map((row) => row.cells[cell.cellIndex])
      .map((c) => Number(c.dataset.value ?? c.textContent)).filter((v) => !Number.isNaN(v));
    return { sort: cell.getAttribute("aria-sort"),
      ordered: values.every((v, i) => i === 0 || values[i - 1] <= v) };
  });
  expect(state.sort === "ascending" && state.ordered, `${label}: a click on a head does not sort`);
}

// A table that can be explored: marks for its rows, other columns by choice, fewer marks by the filter.
async function checkExploring(page, label) {
  const panel = await page.$("figure.explorer");
  if (!panel) return false;
  const rows = await page.$$eval("table.explorable tbody tr", (all) => all.length);
  const marks = () => panel.$$eval("circle", (all) => all.map((mark) => mark.getAttribute("cy")).join());
  const count = async () => (await marks()).split(",").filter((place) => place !== "").length;
  expect(await count() === rows, `${label}: ${await count()} marks for ${rows} rows`);
  expect((await marks()).match(/NaN|Infinity/) === null, `${label}: marks without a place`);
  const before = await marks();
  const up = (await panel.$$("select"))[1];
  const other = await up.evaluate((select) => [...select.options].find((option) => !option.selected).value);
  await up.selectOption(other);
  expect(await marks() !== before, `${label}: another column leaves the marks where they are`);
  for (const box of await panel.$$("input[type=checkbox]")) await box.check();
  expect((await marks()).match(/NaN|Infinity/) === null, `${label}: marks without a place on logarithmic axes`);
  const told = await panel.$eval("circle title", (title) => title.textContent);
  expect(told.includes("\n") && told.includes(": "), `${label}: a mark does not tell its row`);
  const filter = await page.$("table.explorable caption input");
  if (filter) {
    await filter.fill("booth4");
    const left = await page.$$eval("table.explorable tbody tr", (all) => all.filter((row) => !row.hidden).length);
    expect(left < rows && await count() === left, `${label}: the filter leaves ${left} rows and ${await count()} marks`);
    await filter.fill("");
  }
  return true;
}

async function checkLinks(page, file, label) {
  const links = await page.$$eval("a[href]", (all) => all.map((a) => a.getAttribute("href")));
  for (const link of new Set(links)) {
    if (link.startsWith("#")) {
      expect(await page.$(`[id="${link.slice(1)}"]`) !== null, `${label}: ${link} leads nowhere`);
    } else if (!/^https?:/.test(link)) {
      const target = path.join(path.dirname(file), decodeURI(link));
      expect(fs.existsSync(target), `${label}: ${link} leads nowhere`);
    }
  }
}

// Marks and words must stand out from the panel.
async function checkContrast(page, label) {
  const worst = await page.evaluate(() => {
    const luminance = (text) => {
      const [r, g, b] = text.match(/[\d.]+/g).slice(0, 3).map((v) => {
        const c = Number(v) / 255;
        return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const back = luminance(getComputedStyle(document.body).backgroundColor);
    let least = 99;
    for (const element of document.querySelectorAll("p, td, th, figcaption, a, summary, .origin")) {
      const fore = luminance(getComputedStyle(element).color);
      least = Math.min(least, (Math.max(back, fore) + 0.05) / (Math.min(back, fore) + 0.05));
    }
    return least;
  });
  expect(worst >= 4, `${label}: text with a contrast of ${worst.toFixed(2)}`);
}

async function checkScreen(browser, file, width, scheme) {
  const label = `${path.basename(path.dirname(file))} ${width} px ${scheme}`;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  page.setDefaultTimeout(180000);
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  await page.waitForTimeout(200);
  const name = path.basename(path.dirname(file));
  await page.screenshot({ path: path.join(shots, `${name}-${width}-${scheme}.png`), fullPage: true });
  const over = await page.evaluate(() =>
    document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over <= 1, `${label}: the page is ${over} px wider than the window`);
  await checkTables(page, label);
  await checkContrast(page, label);
  await checkSorting(page, label);
  explored += await checkExploring(page, label);
  await checkLinks(page, file, label);
  expect(errors.length === 0, `${label}: ${errors[0]}`);
  await page.close();
}

// On paper nothing scrolls: every table is as wide as the sheet at most, in dark rooms too.
async function checkPrint(browser, file) {
  // A4 between margins of 12 mm at 96 dpi; wide tables are printed across
  const kSheet = 703;
  const kSheetAcross = 1031;
  const name = path.basename(path.dirname(file));
  const page = await browser.newPage({ viewport: { width: kSheet, height: 1000 }, colorScheme: "dark" });
  page.setDefaultTimeout(180000);
  await page.goto(pathToFileURL(file).href);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.waitForTimeout(200);
  const wide = await page.$$eval("table.sortable", (tables, [upright, across]) => tables
    .filter((table) => table.getBoundingClientRect().width >
      (table.classList.contains("wide") ? across : upright) + 1)
    .map((table) => table.parentElement.id), [kSheet, kSheetAcross]);
  expect(wide.length === 0, `${name} print: cut off: ${wide.join(", ")}`);
  const back = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(back === "rgb(255, 255, 255)", `${name} print: background ${back}`);
  await page.screenshot({ path: path.join(shots, `${name}-print.png`), fullPage: true });
  await page.pdf({ path: path.join(shots, `${name}.pdf`), format: "A4", preferCSSPageSize: true });
  await page.close();
}

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
for (const file of pages) {
  for (const width of [390, 1280]) {
    for (const scheme of ["light", "dark"]) await checkScreen(browser, file, width, scheme);
  }
  await checkPrint(browser, file);
}
await browser.close();
if (pages.some((file) => fs.readFileSync(file, "utf8").includes("explorable\""))) {
  expect(explored > 0, "no table could be explored");
}
console.log(`${checks} checks of HTML reports, ${faults} failed`);
process.exit(faults === 0 ? 0 : 1);

#include "analysis/report/page.h"

namespace pann::analysis {

std::string_view page_style() {
  // Any two of --s0 to --s7 differ by 16 and more (CIE 1976) to normal, deuteranopic and protanopic
  // eyes (Machado et al. 2009), and from the panel by a contrast of 3 and more.
  return R"__css__(
:root {
  color-scheme: light dark;
  --back: #ffffff; --panel: #ffffff; --shade: #f4f6f9; --ink: #1b2430; --muted: #566273;
  --line: #dde3ea; --grid: #e7ebf0; --frame: #8793a2; --accent: #0a5ea8;
  --s0: #0a68b4; --s1: #cc4a00; --s2: #008264; --s3: #b03a86;
  --s4: #5c4300; --s5: #3f2a8c; --s6: #2b9cc4; --s7: #2b323b;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --back: #12161c; --panel: #171c24; --shade: #1d232d; --ink: #e3e8ef; --muted: #9ba8b8;
    --line: #2d3643; --grid: #27303b; --frame: #6f7c8c; --accent: #71b7f5;
    --s0: #4aa3f0; --s1: #ff8a4c; --s2: #2fc79b; --s3: #e86fb8;
    --s4: #ffe27a; --s5: #7f66f5; --s6: #7fdcf5; --s7: #f1f4f8;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 0 1.25rem 4rem; max-width: 90rem; background: var(--back);
  color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans",
  "DejaVu Sans", sans-serif; overflow-wrap: break-word;
}
a { color: var(--accent); }
header { padding: 2.25rem 0 1rem; border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; }
h1 { margin: 0 0 .5rem; font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.2rem); line-height: 1.2; }
h2 { margin: 0 0 .6rem; font-size: 1.35rem; line-height: 1.25; }
p { margin: 0 0 .8rem; max-width: 46rem; white-space: pre-line; }
header p { color: var(--muted); }
section { padding: 1.5rem 0 1.75rem; border-bottom: 1px solid var(--line); }
main > section:first-child { padding-top: 0; }
main > section:last-child { border-bottom: 0; }
.anchor { margin-left: .4rem; color: var(--muted); text-decoration: none; opacity: 0; }
h2:hover .anchor, .anchor:focus-visible { opacity: 1; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.marks { position: absolute; width: 0; height: 0; }

nav.contents { font-size: .92rem; margin-bottom: 1.5rem; }
nav.contents summary { font-weight: 600; cursor: pointer; padding: .3rem 0; }
nav.contents ol { list-style: none; margin: 0; padding: 0; }
nav.contents a { display: block; padding: .25rem .6rem; color: var(--muted); line-height: 1.35;
  text-decoration: none; border-left: 2px solid var(--line); }
nav.contents a:hover { color: var(--ink); }
nav.contents a[aria-current] { color: var(--accent); border-color: var(--accent); }
@media screen and (min-width: 68rem) {
  .layout { display: grid; grid-template-columns: 13rem minmax(0, 1fr); column-gap: 2rem; }
  nav.contents { position: sticky; top: 1rem; align-self: start; max-height: calc(100vh - 2rem);
    overflow-y: auto; }
}

.plots { display: grid; gap: 1.25rem; margin: 1.1rem 0;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); }
figure { display: flex; flex-direction: column; margin: 0; padding: .9rem 1rem .8rem; background: var(--panel);
  border: 1px solid var(--line); border-radius: .5rem; min-width: 0; max-width: 40rem; }
figcaption { font-weight: 600; line-height: 1.35; margin-bottom: .45rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .15rem 1rem; margin: 0 0 .55rem;
  padding: 0; font-size: .84rem; line-height: 1.4; }
.legend li { display: flex; align-items: center; gap: .4rem; min-width: 0; }
.swatch { flex: none; width: 32px; height: 14px; fill: none; stroke: currentColor;
  stroke-width: 1.8; }
.swatch.bar { width: 16px; }
.axis { margin: 0; font-size: .8rem; color: var(--muted); max-width: none; line-height: 1.35; }
.axis.y { margin-top: auto; padding-bottom: .25rem; }
.axis.x { text-align: center; padding-top: .2rem; }
svg.plot { display: block; width: 100%; height: auto; fill: none; stroke: currentColor;
  stroke-linecap: round; stroke-linejoin: round; overflow: visible; }
svg.plot text { fill: var(--muted); stroke: none; font-size: 13px; }
svg.plot polygon { stroke: none; }
svg.plot use:hover { stroke-width: 1.2; stroke: currentColor; }
svg.plot polygon:hover { filter: brightness(1.15); }
.solid { fill: currentColor; stroke: none; }
.hollow { fill: var(--panel); stroke: currentColor; stroke-width: .45; }

.origin { display: inline-block; padding: 0 .4em; border: 1px solid var(--frame);
  border-radius: .6em; color: var(--muted); font-size: .72rem; font-weight: 400; line-height: 1.5;
  white-space: nowrap; }
.origin.modelled { border-style: dashed; }
.origin.printed, .origin.not-measured { border-style: dotted; }

.scroll { overflow: auto; max-height: min(44rem, 85vh); margin: 1.1rem 0; border: 1px solid var(--line);
  border-radius: .5rem; background: var(--panel); }
.scroll.more-right { border-right: 3px solid var(--accent); }
.scroll.more-below { border-bottom: 3px solid var(--accent); }
.scroll.scrolls caption span::after { content: "scrolls \2194"; color: var(--accent);
  font-size: .8rem; font-weight: 400; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .88rem; line-height: 1.4; }
caption { text-align: left; font-weight: 600; padding: .7rem .6rem .55rem; }
caption span { position: sticky; left: .6rem; display: inline-flex; flex-wrap: wrap; gap: .4rem 1rem;
  align-items: baseline; max-width: min(100%, 85vw); }
caption input { width: 12rem; color: inherit; padding: .2rem .5rem; border: 1px solid var(--line); border-radius: .35rem; font: inherit;
  font-size: .84rem; font-weight: 400; background: var(--back); }
th, td { padding: .32rem .6rem; text-align: left; vertical-align: top;
  border-top: 1px solid var(--line); }
thead th { position: sticky; top: 0; z-index: 2; vertical-align: bottom; border-top: 0;
  background: var(--shade); font-weight: 600; box-shadow: inset 0 1px var(--line),
  inset 0 -1px var(--line); }
tbody th { font-weight: 500; }
tbody th:first-child, thead th:first-child { position: sticky; left: 0; min-width: 7rem;
  max-width: min(45vw, 16rem); overflow-wrap: break-word; box-shadow: inset -1px 0 var(--line); }
tbody th:first-child { background: var(--panel); z-index: 1; }
thead th:first-child { z-index: 3; }
tbody tr:first-child > * { border-top: 0; }
tbody tr:hover > * { background: var(--shade); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.short { white-space: nowrap; }
.remark { min-width: 9rem; }
.prose { min-width: 13rem; max-width: 32rem; }
thead button { display: block; position: relative; width: 100%; padding: 0; border: 0; background: none; color: inherit;
  font: inherit; text-align: inherit; cursor: pointer; }
thead button::after { content: "\2195"; position: absolute; right: -.6rem; bottom: 0; opacity: .5;
  color: var(--accent); width: .6rem; text-align: center; }
thead button:hover::after, th:not([aria-sort="none"]) button::after { opacity: 1; }
th[aria-sort="ascending"] button::after { content: "\2191"; }
th[aria-sort="descending"] button::after { content: "\2193"; }
.unit { color: var(--muted); font-weight: 400; white-space: nowrap; }

.explorer { max-width: none; margin: 1.1rem 0 0; }
.explorer div { display: flex; flex-wrap: wrap; gap: .3rem 1rem; margin-bottom: .5rem; font-size: .84rem; align-items: baseline; }
.explorer select { color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: .35rem; font: inherit;
  max-width: 12rem; padding: .1rem .3rem; }
.explorer output { color: var(--muted); }
.explorer circle { fill: currentColor; fill-opacity: .75; stroke: var(--panel); stroke-width: .7; cursor: pointer; }
.explorer circle:hover { stroke: var(--ink); stroke-width: 1.6; }
.explorer .grid { stroke: var(--grid); }
.explorer .legend li::before { content: "\25cf"; }
tbody tr.led > * { background: var(--shade); box-shadow: inset 0 2px var(--accent), inset 0 -2px var(--accent); }

.command, .points { position: relative; }
.command { margin: 1.1rem 0 0; }
pre { margin: 0; padding: .7rem 5.2rem .7rem .9rem; background: var(--shade); overflow-x: auto;
  border: 1px solid var(--line); border-radius: .5rem; font: .84rem/1.5 ui-monospace,
  SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.command pre { white-space: pre-wrap; }
button.copy { position: absolute; top: .4rem; right: .4rem; padding: .2rem .6rem; cursor: pointer;
  border: 1px solid var(--line); border-radius: .35rem; background: var(--panel);
  color: var(--ink); font: inherit; font-size: .78rem; }
button.copy:hover { border-color: var(--accent); }
details.data { margin-top: .5rem; font-size: .84rem; }
details.data summary { color: var(--muted); cursor: pointer; }
details.data pre { max-height: 16rem; overflow: auto; margin-top: .4rem; }
footer { padding-top: 1.25rem; }
dl.origins { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; margin: 0;
  font-size: .9rem; align-items: baseline; }
dl.origins dd { margin: 0; color: var(--muted); }

@media (max-width: 40rem) {
  body { padding: 0 .9rem 3rem; }
  header { padding-top: 1.4rem; }
  figure { padding: .75rem .7rem .7rem; }
  svg.plot text { font-size: 16px; }
  th, td { padding: .3rem .6rem; }
  tbody th.prose { min-width: 40vw; }
  .prose { min-width: 11rem; }
}
.missing { padding: .5rem .7rem; border: 1px dashed var(--frame); border-radius: .4rem;
  color: var(--muted); }
@page { size: A4; margin: 12mm; }
@page wide { size: A4 landscape; margin: 12mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav.contents, button.copy, details.data, .anchor, thead button::after { display: none; }
  figure, tr, .command { break-inside: avoid; }
  h2, caption, figcaption { break-after: avoid; }
  .scroll { overflow: visible; max-height: none; }
  thead th, tbody th:first-child, thead th:first-child { position: static; max-width: none;
    min-width: 0; }
  .scroll:has(table.wide) { page: wide; }
  thead { display: table-header-group; }
  .scroll.scrolls { border: 1px solid var(--line); }
  .scroll.scrolls caption span::after { content: none; }
  .layout { display: block; }
  .plots { grid-template-columns: 1fr 1fr; }
  table { font-size: 8pt; }
  table.wide { font-size: 7pt; }
  table.wide th, table.wide td { padding: .2rem .25rem; }
  table.wide .number, table.wide .short { white-space: normal; }
  table.wide .origin { white-space: normal; padding: 0 .15em; font-size: 6pt; }
  .prose, .remark, tbody th.prose { min-width: 0; }
  caption input, .explorer div { display: none; }
  pre { padding-right: .9rem; white-space: pre-wrap; }
  section { border: 0; }
}
)__css__";
}

}  // namespace pann::analysis

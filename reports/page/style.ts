import { dark, light, onPaper } from "./colors.ts";

/** The page's style sheet. */
export const style = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 4rem; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
.page { max-width: 1280px; margin: 0 auto; padding: 2.5rem 2rem 3rem; }
h1 { font-size: 2rem; line-height: 1.15; letter-spacing: -0.015em; margin: 0 0 0.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; letter-spacing: -0.01em; margin: 0 0 0.25rem; overflow-wrap: anywhere; }
h3 { font-size: 0.9rem; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
p { margin: 0; max-width: 75ch; }
a { color: var(--link); text-underline-offset: 0.15em; }
a:hover { text-decoration-thickness: 2px; }
.eyebrow { color: var(--muted); font-size: 0.8rem; letter-spacing: 0.02em; margin-bottom: 0.35rem; }
.lead { font-size: 1.05rem; color: var(--muted); }
.note { max-width: 95ch; }
.note, .unit { color: var(--muted); font-size: 0.85rem; }
.unit { font-weight: 400; }
th .unit { font-size: inherit; }
section { margin-top: 2.75rem; }
section > .note { margin-bottom: 0.85rem; }
.notes { color: var(--muted); font-size: 0.85rem; max-width: 105ch; }
ul.notes { margin: 0.85rem 0 0; padding-left: 1.15rem; }
.notes ul { margin: 0.35rem 0 0; padding-left: 1.15rem; }
.notes li + li { margin-top: 0.2rem; }
details.notes { margin-top: 0.6rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.75rem 2rem; margin: 1.25rem 0 0; }
.facts div { min-width: 0; }
.facts dt { color: var(--muted); font-size: 0.78rem; }
.facts dd { margin: 0; font-weight: 500; }

/* Shadows at the sides where more can be scrolled to: covers move with the table, shadows stay. */
.scroll {
  background: linear-gradient(to right, var(--paper) 40%, transparent) left / 2.5rem 100% no-repeat local,
    linear-gradient(to left, var(--paper) 40%, transparent) right / 2.5rem 100% no-repeat local,
    linear-gradient(to right, var(--shade), transparent) left / 0.9rem 100% no-repeat scroll,
    linear-gradient(to left, var(--shade), transparent) right / 0.9rem 100% no-repeat scroll;
  position: relative; overflow-x: auto; scrollbar-width: thin; border: 1px solid var(--line); border-radius: 8px; }
.scroll:focus-visible, .plot:focus-visible, summary:focus-visible, a:focus-visible, button:focus-visible, input:focus-visible, .why:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 0.875rem; }
th, td { padding: 0.5rem 0.65rem; text-align: left; vertical-align: top; }
thead th { color: var(--muted); font-weight: 500; font-size: 0.78rem; vertical-align: bottom; white-space: nowrap; }
thead tr:last-child th { border-bottom: 1px solid var(--line); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
.number { text-align: right; white-space: nowrap; }
.families th { padding-bottom: 0; color: var(--ink); font-weight: 600; }
.first { border-left: 1px solid var(--line); }
.sticky { position: sticky; left: 0; background: var(--paper); z-index: 1; }
tbody th { font-weight: 600; white-space: nowrap; }
.interval { display: block; color: var(--muted); font-size: 0.72rem; }
.of { display: inline-block; min-width: 1.75em; text-align: left; color: var(--muted); font-weight: 400; font-size: 0.75rem; }
.summary th, .summary td { padding-left: 0.42rem; padding-right: 0.42rem; }
.group > * { background: var(--raised); padding-top: 0.3rem; padding-bottom: 0.3rem; }
tbody + tbody > tr:first-child > * { border-top: 1px solid var(--line); }
.summary .best { background: var(--best-paper); }
.summary .best > b { color: var(--best); }
.number b { font-weight: 600; }
.unclear b { color: var(--muted); font-weight: 400; }
.answer { margin-top: 1.75rem; padding-left: 1rem; border-left: 3px solid var(--ink); overflow-wrap: anywhere; }
.answer p { max-width: 95ch; }
.answer p + p { margin-top: 0.25rem; }
.answer strong { font-size: 1.15rem; font-weight: 600; line-height: 1.4; }
.swatch { display: inline-block; flex: none; vertical-align: -0.06em; margin-right: 0.4rem; width: 0.75rem; height: 0.75rem; }
.policy { display: inline-flex; align-items: baseline; min-width: 0; }
.hints .policy { display: inline; }
tbody th:has(> .policy) { max-width: 18rem; white-space: normal; }
thead th:has(> .policy) { min-width: 8rem; white-space: normal; }
.beside th, .beside b { font-weight: 500; }
.swatch.beside { width: 0.6rem; height: 0.6rem; background: var(--muted); transform: rotate(45deg); }
.swatch.area { background: currentColor; border-radius: 2px; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.warnings { margin-top: 1.25rem; background: var(--warn-paper); border: 1px solid var(--warn-line); border-radius: 8px; padding: 0.85rem 1.1rem; }
.warnings h2 { color: var(--warn); font-size: 0.95rem; }
.hints { margin-top: 1.25rem; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 0.85rem 1.1rem; }
.hints h2 { font-size: 0.95rem; }
.warnings ul, .hints ul { margin: 0.25rem 0 0; padding-left: 1.15rem; }
.warnings li, .hints li { overflow-wrap: anywhere; }

.js-only { display: none; }
.js .js-only { display: block; }
.js .grid.js-only { display: grid; }
.chooser { position: sticky; top: 0; z-index: 5; background: var(--paper); border-bottom: 1px solid var(--line); margin: 2.75rem -0.5rem 0; padding: 0.6rem 0.5rem; }
.js .chooser.alone { display: none; }
.chooser:not(.alone) + section { margin-top: 1.5rem; }
.chooser fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.4rem; align-items: center; min-width: 0; }
.chooser legend { float: left; padding: 0; margin-right: 0.6rem; color: var(--muted); font-size: 0.85rem; }
.chooser label { position: relative; display: inline-flex; align-items: center; border: 1px solid var(--line); border-radius: 999px; padding: 0.2rem 0.8rem 0.2rem 0.65rem; font-size: 0.875rem; cursor: pointer; }
.chooser label:hover { background: var(--raised); }
.chooser input { position: absolute; opacity: 0; inset: 0; margin: 0; cursor: pointer; }
.chooser label:has(:checked) { border-color: var(--ink); box-shadow: inset 0 0 0 1px var(--ink); font-weight: 600; }
.chooser label:has(:focus-visible) { outline: 2px solid var(--focus); outline-offset: 2px; }

.grid > figure:last-child:nth-child(odd) { grid-column: 1 / -1; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem 2rem; }
.stack { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.35rem; }
figure { margin: 0; min-width: 0; }
figcaption { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.1rem 0.9rem; margin-bottom: 0.15rem; }
figcaption .note { flex-basis: 100%; max-width: none; }
.legend { display: flex; flex-wrap: wrap; gap: 0 0.9rem; margin: 0 0 0 auto; padding: 0; list-style: none; color: var(--muted); font-size: 0.78rem; }
.legend li { display: inline-flex; align-items: baseline; }
.legend svg { flex: none; width: 18px; height: 10px; margin-right: 0.35rem; overflow: visible; }
.plot { position: relative; width: 100%; border-radius: 4px; touch-action: pan-y; }
.plot svg { display: block; max-width: 100%; }
.plot .mark-rect path { shape-rendering: crispEdges; }
.cursor { display: none; position: absolute; top: 0; bottom: 18px; width: 1px; background: var(--ink); opacity: 0.55; pointer-events: none; }
.spot { display: none; position: absolute; width: 9px; height: 9px; margin: -4.5px; border: 2px solid var(--ink); border-radius: 50%; background: var(--paper); pointer-events: none; }
.range, .chosen { display: none; position: absolute; top: 0; bottom: 18px; pointer-events: none; }
.range { background: color-mix(in srgb, var(--accent) 18%, transparent); border: solid var(--accent); border-width: 0 1px; }
.chosen { width: 0; border-left: 2px solid var(--focus); }
.timebar { position: sticky; top: var(--chooser, 3.2rem); z-index: 4; background: var(--paper); padding: 0.4rem 0 0.3rem; margin-bottom: 1rem; border-bottom: 1px solid var(--line); }
.zoom { display: flex; align-items: center; justify-content: space-between; gap: 1rem; font-size: 0.85rem; color: var(--muted); }
.zoom output { color: var(--ink); font-weight: 600; }
.buttons { display: inline-flex; gap: 0.3rem; }
.buttons button { font: inherit; line-height: 1; min-width: 2rem; height: 2rem; padding: 0 0.5rem; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
.buttons button:hover:enabled { background: var(--raised); }
.buttons button:disabled { color: var(--axis); cursor: default; }
.overview { touch-action: none; cursor: crosshair; }
.overview .cursor, .overview .chosen { bottom: 18px; }
.window { position: absolute; top: 4px; bottom: 20px; background: color-mix(in srgb, var(--accent) 12%, transparent); border: 1px solid var(--accent); border-radius: 3px; cursor: grab; }
.handle { position: absolute; top: 6px; bottom: 22px; width: 11px; margin-left: -5.5px; padding: 0; background: var(--paper); border: 1px solid var(--accent); border-radius: 4px; cursor: ew-resize; touch-action: none; }
.handle::after { content: ""; position: absolute; inset: 5px 4px; border: solid var(--accent); border-width: 0 1px; }
.why { position: fixed; z-index: 8; right: 1rem; bottom: 1rem; width: min(31rem, calc(100vw - 2rem)); max-height: min(70vh, 44rem); overflow: auto; background: var(--paper); border: 1px solid var(--axis); border-radius: 10px; box-shadow: 0 8px 32px rgb(0 0 0 / 0.24); padding: 0 1rem 1rem; font-size: 0.85rem; }
.why[hidden] { display: none; }
.why header { position: sticky; top: 0; z-index: 2; background: var(--paper); display: flex; align-items: center; justify-content: space-between; gap: 0.75rem; padding: 0.8rem 0 0.4rem; }
.why-title { font-size: 1.05rem; margin: 0; }
.why h3 { margin: 0.9rem 0 0.25rem; }
.why-reasons { margin: 0; padding-left: 1.2rem; }
.why-reasons li + li { margin-top: 0.35rem; }
.why-heading { color: var(--muted); margin-top: 0.35rem; }
.pairs { display: flex; flex-wrap: wrap; gap: 0.05rem 1rem; margin: 0.1rem 0 0; }
.pairs div { display: flex; gap: 0.35rem; }
.pairs dt { color: var(--muted); }
.pairs dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.why table { font-size: 0.8rem; }
.why th, .why td { padding: 0.3rem 0.45rem; }
.why .definition { font-size: 0.72rem; }
.why .own > * { background: var(--raised); }
.tip { position: fixed; z-index: 10; max-width: min(26rem, calc(100vw - 8px)); background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 4px 16px rgb(0 0 0 / 0.16); padding: 0.4rem 0.65rem; font-size: 0.8rem; line-height: 1.45; pointer-events: none; }
.tip[hidden] { display: none; }
.tip-title { color: var(--muted); }
.tip-line { display: flex; align-items: center; gap: 0.4rem; }
.tip-line .swatch { margin: 0; }
.tip-line b { margin-left: auto; padding-left: 1rem; font-weight: 600; text-align: right; }

.signals { margin-top: 1.75rem; }
.signals + .note { margin-bottom: 0.6rem; }
.money { margin-top: 2rem; align-items: start; }
.sort, .about, .moment { font: inherit; color: inherit; letter-spacing: inherit; background: none; border: 0; padding: 0; margin: 0; text-align: inherit; white-space: inherit; }
.js .sort { cursor: pointer; }
.js .sort::after { content: "↕"; display: inline-block; width: 0.9em; margin-left: 0.15em; color: var(--muted); text-align: center; }
[aria-sort=ascending] .sort::after { content: "↑"; color: var(--ink); }
[aria-sort=descending] .sort::after { content: "↓"; color: var(--ink); }
.js .about { cursor: help; text-decoration: underline dotted var(--axis); text-underline-offset: 0.2em; }
.js .sort:hover { color: var(--ink); }
.js .moment { cursor: pointer; color: var(--link); text-decoration: underline; text-underline-offset: 0.15em; }
.verdict { font-size: 0.72rem; font-weight: 500; }
.better .verdict { color: var(--best); }
.worse .verdict { color: var(--fault-ink); }
.expected { min-width: 11rem; max-width: 24rem; white-space: normal; }
.expected b { font-weight: 600; }
.met b { color: var(--best); font-weight: 500; }
.failed b { color: var(--fault-ink); }
.differences:has(.only input:checked) .further { display: none; }
.differences .interval { white-space: normal; max-width: 20rem; margin-left: auto; }
.differences td.number { min-width: 12rem; }
.differences th.sticky, .measures th.sticky { min-width: 11rem; white-space: normal; }
.measures tbody th { font-weight: 500; min-width: 18rem; }
.definition { display: block; color: var(--muted); font-weight: 400; font-size: 0.76rem; max-width: 46ch; white-space: normal; }
.measures details .scroll { margin-top: 0.75rem; }
.reasons { margin-top: 1.5rem; }
.reasons h3 { margin-bottom: 0.25rem; }
.reasons .note { margin-bottom: 0.5rem; }
.reasons td:nth-last-child(4) { min-width: 15rem; }
.reasons .scroll { max-height: 24rem; overflow: auto; }
.bar { display: block; min-width: 8rem; height: 0.7rem; margin-top: 0.3rem; background: var(--raised); border-radius: 2px; }
.bar i { display: block; height: 100%; background: var(--accent); border-radius: 2px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.workload .scroll + .note { margin: 1rem 0 0.5rem; }
.parameters .differs th { border-left: 3px solid var(--accent-ink); }
.parameters .other { background: var(--warn-paper); font-weight: 600; }
@media screen { .js .parameters:has(.only input:checked) tr.plain { display: none; } }
.decisions { margin-top: 1.25rem; }
.faults h3 { margin-bottom: 0.4rem; }
.orders { margin-bottom: 1.5rem; }
.orders .note { margin: 0.25rem 0 0.5rem; }
.orders .what { white-space: nowrap; }
.orders td:last-child { min-width: 15rem; }
.workload td { min-width: 5rem; }
.workload td:nth-child(3) { min-width: 15rem; }
.decisions .scroll { max-height: 30rem; overflow: auto; }
.decisions thead th { position: sticky; top: 0; background: var(--paper); z-index: 1; }
.desired { white-space: nowrap; }
.decisions ol { min-width: 13rem; list-style: none; margin: 0; padding: 0; }
.decisions li + li { margin-top: 0.15rem; }
.decisions h3 { margin-bottom: 0.4rem; }
.code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.85em; }
.decisions .code { font-weight: 600; }
.fact { color: var(--muted); white-space: nowrap; }
.fact + .fact::before { content: "· "; }
.up::before { content: "▲ "; font-size: 0.7em; vertical-align: 0.1em; }
.down::before { content: "▼ "; font-size: 0.7em; vertical-align: 0.1em; }
.up::before, .down::before { color: var(--accent); }
.only { display: inline-flex; align-items: center; gap: 0.4rem; font-size: 0.85rem; margin: 0 0 0.5rem; }
.js .only.js-only { display: inline-flex; }
.decisions:has(.only input:checked) .held { display: none; }
.parameters td { overflow-wrap: anywhere; min-width: 7rem; }
details > summary { cursor: pointer; font-weight: 500; }
pre { margin: 0.75rem 0 0; padding: 0.9rem 1.1rem; background: var(--raised); border-radius: 8px; overflow: auto; font-size: 0.8rem; line-height: 1.45; max-height: 30rem; }
footer { margin-top: 3.5rem; padding-top: 1.1rem; border-top: 1px solid var(--line); }
footer pre { margin: 0.35rem 0 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
footer .facts { margin-top: 0; }
footer .facts dd { font-weight: 400; font-size: 0.85rem; overflow-wrap: anywhere; }

@media (max-width: 640px) {
  .page { padding: 1.5rem 1rem 2rem; }
  h1 { font-size: 1.6rem; }
  .facts { gap: 0.6rem 1.4rem; }
  .legend { margin-left: 0; flex-basis: 100%; }
  .chooser fieldset { flex-wrap: nowrap; overflow-x: auto; }
  .chooser label { white-space: nowrap; }
  th, td { padding: 0.45rem 0.55rem; }
  .parameters .sticky { min-width: 9.5rem; }
  .sticky { max-width: 9.5rem; white-space: normal !important; overflow-wrap: break-word; }
}
.print-only { display: none; }
@media print {
  .print-only { display: block; }
  :root { color-scheme: light; ${light} ${onPaper} }
  @page { margin: 14mm 12mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  html { font-size: 11px; }
  body { font-size: 8.5pt; }
  .js .grid { grid-template-columns: 1fr 1fr; }
  .page { max-width: none; padding: 0; }
  section { margin-top: 1.6rem; }
  .scroll, .decisions .scroll, pre { overflow: visible; max-height: none; }
  .scroll { border: 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); border-radius: 0; }
  .summary table { font-size: 7.6pt; }
  .summary .interval { font-size: 6.4pt; }
  .summary th, .summary td { padding: 0.3rem 0.28rem; }
  th, td { padding: 0.3rem 0.45rem; }
  /* Many policies side by side: all of them on the paper, however narrow. */
  .wide table:has(thead th:nth-child(6)) { table-layout: fixed; font-size: 6.6pt; }
  .wide table:has(thead th:nth-child(6)) :is(th, td) { min-width: 0; padding: 0.25rem 0.2rem; white-space: normal; overflow-wrap: anywhere; }
  .wide table:has(thead th:nth-child(6)) thead th.sticky { width: 15%; }
  .wide table:has(thead th:nth-child(6)) :is(thead th, .interval, .verdict, .definition) { font-size: 5.6pt; }
  .chooser { position: static; border: 0; padding: 0; margin: 1.6rem 0 0; break-inside: avoid; }
  .sticky, .decisions thead th, .timebar { position: static; }
  .timebar { display: none; }
  .js .sort::after { content: none; }
  .js .about, .js .moment { text-decoration: none; color: inherit; }
  .reasons .scroll { max-height: none; }
  figure, .warnings, .hints, tr, footer, section > .note { break-inside: avoid; }
  h2, h3, section > .note, :is(.reasons, .orders, .decisions) > .note { break-after: avoid; }
  .decisions tbody tr:nth-child(n+61) { display: none; }
  .plot svg { width: 100%; height: auto; }
  .only, .tip, .cursor, .spot, .skip, .zoom, .window, .handle, .range, .chosen, .why { display: none !important; }
}
`;

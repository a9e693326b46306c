import { cursor } from "./cursor.ts";
import { drawing } from "./drawing.ts";
import { explain } from "./explain.ts";
import { format } from "./format.ts";
import { printing } from "./printing.ts";
import { reading } from "./reading.ts";
import { sorting } from "./sorting.ts";
import { tables } from "./tables.ts";
import { tip } from "./tip.ts";
import { zoom } from "./zoom.ts";

/**
 * What runs in the page: draws the charts with the inlined Vega, switches between policies, moves one cursor through all charts over
 * time, zooms them together, tells why a decision was made, sorts. Plain script as text, so that nothing between here and the page can
 * change it; the parts share one scope.
 */
export const client = `
"use strict";
(() => {
${[format, tables, tip, drawing, reading, cursor, zoom, explain, sorting, printing].join("\n")}

  for (const choice of document.querySelectorAll("input[name=policy]"))
    choice.addEventListener("change", () => select(Number(choice.value)));
  const chosen = document.querySelector("input[name=policy]:checked");
  select(chosen ? Number(chosen.value) : 0);
  Promise.all([...document.querySelectorAll(".plot")].map(draw)).then(() => {
    drawn.forEach(listen);
    openZoom();
    document.documentElement.dataset.drawn = "yes";
  });
})();
`;

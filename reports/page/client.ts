/**
 * What runs in the page: draws the charts with the inlined Vega, switches between policies, and moves one cursor through all
 * charts over time. Plain script as text, so that nothing between here and the page can change it.
 */
export const client = String.raw`
"use strict";
(() => {
  const page = JSON.parse(document.getElementById("data").textContent);
  const rowsOf = (table) => {
    const names = Object.keys(table), [first = []] = Object.values(table);
    return first.map((_, row) => Object.fromEntries(names.map((name) => [name, table[name][row]])));
  };
  const policies = page.policies.map((policy) => ({
    label: policy.label,
    color: policy.color,
    bins: rowsOf(policy.bins),
    heat: rowsOf(policy.heat),
    decisions: rowsOf(policy.decisions),
    faults: rowsOf(policy.faults),
  }));
  const latency = rowsOf(page.latency);
  const shared = {
    latency,
    cost: rowsOf(page.cost),
    all: policies.flatMap(({ bins }, p) => bins.map((row) => ({ ...row, p }))),
  };
  let selected = 0;
  const drawn = [];

  // Drawing

  async function draw(plot) {
    const chart = page.charts[plot.dataset.chart];
    const view = new vega.View(vega.parse(chart.spec), { renderer: "svg", logLevel: vega.Warn });
    const one = { plot, chart, view };
    view.tooltip((_, event, item, value) => {
      if (chart.cursor.kind === "marks") value ? showMark(one, event, item.datum) : hide();
    });
    fill(one);
    await view.initialize(plot).runAsync();
    plot.querySelector("svg").setAttribute("aria-hidden", "true");
    plot.append(element("div", "cursor"));
    drawn.push(one);
  }

  function fill({ chart, view }) {
    view.data(chart.data, shared[chart.data] ?? policies[selected][chart.data]);
    if (chart.faults) view.data("faults", policies[selected].faults);
    if (chart.selects) view.signal("selected", selected);
  }

  function select(index) {
    selected = index;
    document.documentElement.style.setProperty("--accent", policies[index].color);
    for (const place of document.querySelectorAll("[data-selected-label]")) place.textContent = policies[index].label;
    for (const part of document.querySelectorAll("[data-policy]")) part.hidden = Number(part.dataset.policy) !== index;
    hide();
    for (const one of drawn) if (one.chart.selects || !(one.chart.data in shared)) { fill(one); one.view.runAsync(); }
  }

  // The cursor

  const tip = element("div", "tip");
  tip.setAttribute("role", "status");
  tip.hidden = true;
  document.body.append(tip);

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  const left = ({ view }) => view.origin()[0] + view.padding().left;
  const two = (value) => String(value).padStart(2, "0");
  const clock = (seconds) => {
    const whole = Math.round(seconds);
    return Math.floor(whole / 3600) + ":" + two(Math.floor(whole / 60) % 60) + ":" + two(whole % 60);
  };
  const moment = (seconds) => page.start === 0 ? clock(seconds)
    : clock(seconds) + " · " + new Date((page.start + seconds) * 1000).toISOString().slice(0, 19).replace("T", " ") + " UTC";
  const number = (value) => typeof value !== "number" ? "–"
    : Number.isInteger(value) || Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US")
    : value.toPrecision(3).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  const duration = (seconds) => seconds < 1 ? number(seconds * 1000) + " ms" : seconds < 90 ? number(seconds) + " s"
    : seconds < 5400 ? number(seconds / 60) + " min" : number(seconds / 3600) + " h";
  const written = (value, unit) => typeof value === "string" ? value : typeof value !== "number" ? "–"
    : unit === "$" ? "$" + value.toFixed(2) : number(value) + (unit ? " " + unit : "");

  /** Index of the row whose bin holds t; the last row only closes the drawing. */
  function rowAt(rows, t) {
    let low = 0, high = rows.length - 2;
    while (low < high) { const middle = (low + high + 1) >> 1; rows[middle].t <= t ? (low = middle) : (high = middle - 1); }
    return Math.max(0, low);
  }

  function readTime(one, t) {
    const { chart, view } = one;
    if (chart.data === "decisions") {
      const scale = view.scale("x"), reach = scale.invert(8) - scale.invert(0);
      const near = policies[selected].decisions.filter((row) => Math.abs(row.t - t) <= reach).slice(0, 8);
      return near.map((row) => ["", clock(row.t), row.s]);
    }
    return (chart.data === "all" ? policies : [policies[selected]]).flatMap(({ bins, label, color }) => {
      const row = bins.length < 2 || t > bins[bins.length - 1].t ? undefined : bins[rowAt(bins, t)];
      return chart.cursor.values.map((value) =>
        chart.data === "all" ? [color, label, written(row?.[value.field], value.unit)] : ["", value.label, written(row?.[value.field], value.unit)]);
    });
  }

  function readDistribution({ chart }, x) {
    return policies.map(({ label, color }, p) => {
      const points = latency.filter((row) => row.p === p && row.k === chart.cursor.what && row.q === chart.cursor.queue);
      const below = points.filter((row) => row.x <= x);
      const share = points.length === 0 ? undefined : below.length === 0 ? 0 : below[below.length - 1].y;
      return [color, label, share === undefined ? "–" : number(Math.floor(share * 1000) / 10) + " %"];
    });
  }

  function at(one, x, clientY) {
    const { chart, view, plot } = one;
    const scale = view.scale("x");
    const [first, last] = scale.domain();
    const value = Math.min(last, Math.max(first, scale.invert(x)));
    one.at = value;
    const overTime = chart.cursor.kind === "time";
    for (const other of drawn) {
      const line = other.plot.querySelector(".cursor");
      const on = other === one || (overTime && other.chart.cursor.kind === "time");
      line.style.display = on ? "block" : "none";
      if (on) line.style.left = left(other) + other.view.scale("x")(value) + "px";
    }
    const lines = overTime ? readTime(one, value) : readDistribution(one, value);
    if (lines.length === 0) return void (tip.hidden = true);
    const box = plot.getBoundingClientRect();
    show(overTime ? moment(value) : "within " + duration(value), lines, box.left + left(one) + scale(value), clientY ?? box.top + 20);
  }

  function showMark({ chart }, event, datum) {
    const lines = chart.cursor.values.map(({ field, label, unit }) => ["", label, written(datum[field], unit)]);
    show(typeof datum.t === "number" ? moment(datum.t) : "", lines, event.clientX, event.clientY);
  }

  function show(title, lines, x, y) {
    tip.replaceChildren(...(title ? [element("div", "tip-title", title)] : []), ...lines.map(([color, label, value]) => {
      const line = element("div", "tip-line");
      if (color) { const mark = element("i", "swatch area"); mark.style.color = color; line.append(mark); }
      line.append(element("span", "", label), element("b", "", value));
      return line;
    }));
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, x + 14 + width > innerWidth ? x - 14 - width : x + 14) + "px";
    tip.style.top = Math.max(4, Math.min(innerHeight - height - 4, y + 14)) + "px";
  }

  function hide() {
    tip.hidden = true;
    for (const { plot } of drawn) plot.querySelector(".cursor").style.display = "none";
  }

  function listen(one) {
    const { plot, chart, view } = one;
    if (chart.cursor.kind === "marks") return;
    plot.addEventListener("pointermove", (event) => at(one, event.clientX - plot.getBoundingClientRect().left - left(one), event.clientY));
    plot.addEventListener("pointerleave", hide);
    plot.addEventListener("blur", hide);
    plot.addEventListener("keydown", (event) => {
      const width = view.width(), scale = view.scale("x");
      const now = one.at === undefined ? 0 : scale(one.at);
      const step = event.shiftKey ? width / 10 : width / 120;
      const to = { ArrowLeft: now - step, ArrowRight: now + step, Home: 0, End: width }[event.key];
      if (event.key === "Escape") hide();
      if (to === undefined) return;
      event.preventDefault();
      at(one, Math.min(width, Math.max(0, to)));
    });
  }

  // Start

  for (const choice of document.querySelectorAll("input[name=policy]"))
    choice.addEventListener("change", () => select(Number(choice.value)));
  const chosen = document.querySelector("input[name=policy]:checked");
  select(chosen ? Number(chosen.value) : 0);
  Promise.all([...document.querySelectorAll(".plot")].map(draw)).then(() => {
    drawn.forEach(listen);
    document.documentElement.dataset.drawn = "yes";
  });
})();
`;

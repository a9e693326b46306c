/** Charts with the inlined Vega, and which policy they show. */
export const drawing = `
  const drawn = [];

  async function draw(plot) {
    const chart = page.charts[plot.dataset.chart];
    const view = new vega.View(vega.parse(chart.spec), { renderer: "svg", logLevel: vega.Warn });
    const one = { plot, chart, view };
    view.tooltip((_, event, item, value) => {
      if (chart.cursor.kind === "marks") value ? show("", readMark(one, item.datum), event.clientX, event.clientY) : hide();
    });
    fill(one);
    await view.initialize(plot).runAsync();
    plot.querySelector("svg").setAttribute("aria-hidden", "true");
    plot.append(element("div", "cursor"), element("div", "spot"), element("div", "range"), element("div", "chosen"));
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
    unexplain();
    for (const one of drawn) if (one.chart.selects || !(one.chart.data in shared)) { fill(one); one.view.runAsync(); }
  }

  /** Where the plot begins within its element. */
  const left = ({ view }) => view.origin()[0] + view.padding().left;
  const top = (view) => view.origin()[1] + view.padding().top;
  const overTime = ({ chart }) => chart.cursor.kind === "time" || chart.cursor.kind === "rows";
`;

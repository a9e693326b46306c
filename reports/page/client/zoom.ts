/** All charts over time show the same stretch of it: chosen by dragging over a chart, in the overview, by buttons or keys. */
export const zoom = `
  let shown = [0, page.end];
  let due = false;
  const least = Math.min(page.end, Math.max(page.end / 2000, 1e-3));
  const overview = () => drawn.find(({ chart }) => chart.overview);

  function ticksOf([from, to]) {
    const step = page.steps.find((each) => (to - from) / each <= 10) ?? Math.ceil((to - from) / 10 / 604800) * 604800;
    const first = Math.ceil(from / step - 1e-9);
    return { ticks: Array.from({ length: Math.max(0, Math.floor(to / step + 1e-9) - first + 1) }, (_, at) => (first + at) * step), fine: step < 60 };
  }

  function zoomTo(from, to) {
    const width = Math.min(page.end, Math.max(least, to - from));
    const begin = Math.min(page.end - width, Math.max(0, from));
    shown = [begin, begin + width];
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      const { ticks, fine } = ticksOf(shown);
      for (const { chart, view } of drawn) {
        if (!chart.zooms || chart.overview) continue;
        view.signal("from", shown[0]).signal("to", shown[1]).signal("ticks", ticks).signal("fine", fine).runAsync();
      }
      hide();
      placeRange();
      mark();
    });
  }

  const around = (t, factor) => zoomTo(t - (t - shown[0]) * factor, t + (shown[1] - t) * factor);
  const moveBy = (part) => zoomTo(shown[0] + part * (shown[1] - shown[0]), shown[1] + part * (shown[1] - shown[0]));

  function placeRange() {
    const all = shown[0] <= 0 && shown[1] >= page.end;
    const told = page.wallClock ? clock(shown[0]) + " – " + clock(shown[1]) + " UTC"
      : all ? "all of " + clock(page.end) : clock(shown[0]) + " – " + clock(shown[1]) + " of " + clock(page.end);
    for (const place of document.querySelectorAll("[data-shown]")) place.textContent = told;
    const one = overview();
    if (one === undefined) return;
    const scale = one.view.scale("x");
    for (const [index, handle] of one.handles.entries()) {
      handle.style.left = left(one) + scale(shown[index]) + "px";
      handle.setAttribute("aria-valuenow", Math.round(shown[index]));
      handle.setAttribute("aria-valuetext", clock(shown[index]));
    }
    one.window.style.left = left(one) + scale(shown[0]) + "px";
    one.window.style.width = scale(shown[1]) - scale(shown[0]) + "px";
  }

  /** Calls back with the moments under the pointer at the start and now, until it is up. */
  function drag(one, event, moved, done) {
    const timeAt = ({ clientX }) => {
      const [first, last] = one.view.scale("x").domain();
      const x = clientX - one.plot.getBoundingClientRect().left - left(one);
      return Math.min(last, Math.max(first, one.view.scale("x").invert(x)));
    };
    const start = timeAt(event), startX = event.clientX;
    let far = false;
    const move = (next) => {
      far ||= Math.abs(next.clientX - startX) > 4;
      if (far) moved(start, timeAt(next));
    };
    const end = (last) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      done?.(start, timeAt(last), far && last.type === "pointerup");
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  }

  function listenToZoom(one) {
    const { plot, chart, view } = one;
    if (chart.overview) return listenToOverview(one);
    const range = plot.querySelector(".range");
    plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      drag(one, event, (a, b) => {
        const scale = view.scale("x");
        range.style.display = "block";
        range.style.left = left(one) + scale(Math.min(a, b)) + "px";
        range.style.width = Math.abs(scale(b) - scale(a)) + "px";
      }, (a, b, far) => {
        range.style.display = "none";
        if (far) zoomTo(Math.min(a, b), Math.max(a, b));
      });
    });
    plot.addEventListener("dblclick", () => zoomTo(0, page.end));
    plot.addEventListener("keydown", (event) => {
      const t = Math.min(shown[1], Math.max(shown[0], one.at ?? (shown[0] + shown[1]) / 2));
      const act = { "+": () => around(t, 0.5), "=": () => around(t, 0.5), "-": () => around(t, 2), 0: () => zoomTo(0, page.end) }[event.key];
      if (act === undefined || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      act();
    });
  }

  /** The window can be moved, its ends too, and a drag beside it begins another. */
  function listenToOverview(one) {
    const { plot } = one;
    one.window = element("div", "window");
    one.handles = ["Start of the time shown", "End of the time shown"].map((label, index) => {
      const handle = element("button", "handle");
      handle.type = "button";
      handle.setAttribute("role", "slider");
      handle.setAttribute("aria-label", label);
      handle.setAttribute("aria-valuemin", "0");
      handle.setAttribute("aria-valuemax", Math.round(page.end));
      const to = (t) => index === 0 ? zoomTo(Math.min(t, shown[1] - least), shown[1]) : zoomTo(shown[0], Math.max(t, shown[0] + least));
      handle.addEventListener("pointerdown", (event) => { event.stopPropagation(); drag(one, event, (_, t) => to(t)); });
      handle.addEventListener("keydown", (event) => {
        const step = page.end / (event.shiftKey ? 10 : 100);
        const next = { ArrowLeft: shown[index] - step, ArrowRight: shown[index] + step, Home: 0, End: page.end }[event.key];
        if (next === undefined) return;
        event.preventDefault();
        to(next);
      });
      return handle;
    });
    one.window.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      const [from, to] = shown;
      drag(one, event, (a, b) => zoomTo(from + b - a, to + b - a));
    });
    plot.addEventListener("pointerdown", (event) => drag(one, event, (a, b) => zoomTo(Math.min(a, b), Math.max(a, b))));
    plot.append(one.window, ...one.handles);
  }

  /** The bar sticks below that of the policies, which may take several lines. */
  function placeBar() {
    const chooser = document.querySelector(".chooser");
    document.documentElement.style.setProperty("--chooser", Math.round(chooser.getBoundingClientRect().height) + "px");
  }

  function openZoom() {
    const acts = {
      in: () => around((shown[0] + shown[1]) / 2, 0.5),
      out: () => around((shown[0] + shown[1]) / 2, 2),
      earlier: () => moveBy(-0.5),
      later: () => moveBy(0.5),
      all: () => zoomTo(0, page.end),
    };
    for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", acts[button.dataset.zoom]);
    new ResizeObserver(() => requestAnimationFrame(() => { placeBar(); placeRange(); mark(); })).observe(document.querySelector(".page"));
    placeBar();
    placeRange();
  }
`;

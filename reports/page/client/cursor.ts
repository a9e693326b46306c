/** One cursor through all charts over time, by pointer and arrow keys; in charts of rows up and down choose the row. */
export const cursor = `
  function at(one, x, clientY) {
    const { view, plot } = one;
    const scale = view.scale("x");
    const [first, last] = scale.domain();
    const value = Math.min(last, Math.max(first, scale.invert(x)));
    one.at = value;
    for (const other of drawn) {
      const line = other.plot.querySelector(".cursor");
      const on = other === one || (overTime(one) && overTime(other));
      line.style.display = on ? "block" : "none";
      if (on) line.style.left = left(other) + other.view.scale("x")(value) + "px";
    }
    const box = plot.getBoundingClientRect();
    const place = box.left + left(one) + scale(value);
    if (one.row !== undefined) {
      const y = middle(one, one.row);
      placeSpot(one, left(one) + scale(value), y);
      return show(one.row + " · " + moment(value), readRow(one, one.row, value), place, clientY ?? box.top + y);
    }
    const lines = overTime(one) ? readTime(one, value) : readDistribution(one, value);
    if (lines.length === 0) return void (tip.hidden = true);
    show(overTime(one) ? moment(value) : "within " + duration(value), lines, place, clientY ?? box.top + 20);
  }

  /** Pixels from the top of a chart to the middle of a row. */
  const middle = ({ view }, name) => top(view) + view.scale("y")(name) + view.scale("y").bandwidth() / 2;

  function rowNear(one, clientY) {
    const y = clientY - one.plot.getBoundingClientRect().top;
    const far = (name) => Math.abs(middle(one, name) - y);
    return one.view.scale("y").domain().reduce((best, name) => (far(name) < far(best) ? name : best));
  }

  function placeSpot({ plot }, x, y) {
    Object.assign(plot.querySelector(".spot").style, { display: "block", left: x + "px", top: y + "px" });
  }

  function listen(one) {
    const { plot, chart, view } = one;
    if (chart.zooms) listenToZoom(one);
    if (chart.cursor.kind === "marks") return listenToMarks(one);
    const names = chart.cursor.kind === "rows" ? view.scale("y").domain() : [];
    one.row = names[0];
    const pointAt = (event) => {
      if (names.length > 0) one.row = rowNear(one, event.clientY);
      at(one, event.clientX - plot.getBoundingClientRect().left - left(one), event.clientY);
    };
    plot.addEventListener("pointermove", pointAt);
    plot.addEventListener("pointerleave", hide);
    plot.addEventListener("blur", hide);
    if (chart.data === "decisions") plot.addEventListener("click", (event) => { pointAt(event); explainAt(one, rowNear(one, event.clientY)); });
    plot.addEventListener("keydown", (event) => {
      const width = view.width(), scale = view.scale("x");
      const now = one.at === undefined ? 0 : scale(one.at);
      const step = event.shiftKey ? width / 10 : width / 120;
      const beside = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const row = beside && names[names.indexOf(one.row) + beside];
      const to = row !== undefined ? now : { ArrowLeft: now - step, ArrowRight: now + step, Home: 0, End: width }[event.key];
      if (row !== undefined) one.row = row;
      if (event.key === "Escape") hide();
      if (event.key === "Enter" && overTime(one)) explainAt(one);
      if (to === undefined) return;
      event.preventDefault();
      at(one, Math.min(width, Math.max(0, to)));
    });
  }

  /** Points and bars, not over time: told when pointed at, and one after the other by keys. */
  function listenToMarks(one) {
    const { plot, view } = one;
    const marks = (item) => [...(item.tooltip ? [item] : []), ...(item.items ?? []).flatMap(marks)];
    let place = -1;
    plot.addEventListener("blur", () => { place = -1; hide(); });
    plot.addEventListener("keydown", (event) => {
      const all = marks(view.scenegraph().root);
      const to = { ArrowLeft: place - 1, ArrowUp: place - 1, ArrowRight: place + 1, ArrowDown: place + 1, Home: 0, End: all.length - 1 }[event.key];
      if (event.key === "Escape") hide();
      if (to === undefined || all.length === 0) return;
      event.preventDefault();
      place = Math.min(all.length - 1, Math.max(0, to));
      const { bounds, datum } = all[place], box = plot.getBoundingClientRect();
      const x = left(one) + (bounds.x1 + bounds.x2) / 2, y = top(view) + (bounds.y1 + bounds.y2) / 2;
      placeSpot(one, x, y);
      show("", readMark(one, datum), box.left + x, box.top + y);
    });
  }
`;

/** One cursor through all charts over time, by pointer and arrow keys, and what is read out there. */
export const cursor = `
  function readTime({ chart, view }, t) {
    if (chart.data === "decisions") {
      const near = nearDecisions(view, t).slice(0, 8);
      return near.map((row) => ["", clock(row.t), saying(policies[selected], row)]);
    }
    return (chart.data === "all" ? policies : [policies[selected]]).flatMap(({ bins, label, color }) => {
      const row = bins.length < 2 || t > bins[bins.length - 1].t ? undefined : bins[rowAt(bins, t)];
      return chart.cursor.values.map((value) =>
        chart.data === "all" ? [color, label, written(row?.[value.field], value.unit)] : ["", value.label, written(row?.[value.field], value.unit)]);
    });
  }

  function readDistribution({ chart }, x) {
    return policies.map(({ label, color }, p) => {
      const points = shared.latency.filter((row) => row.p === p && row.k === chart.cursor.what && row.q === chart.cursor.queue);
      const below = points.filter((row) => row.x <= x);
      const share = points.length === 0 ? undefined : below.length === 0 ? 0 : below[below.length - 1].y;
      return [color, label, share === undefined ? "–" : number(Math.floor(share * 1000) / 10) + " %"];
    });
  }

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
    const lines = overTime(one) ? readTime(one, value) : readDistribution(one, value);
    if (lines.length === 0) return void (tip.hidden = true);
    const box = plot.getBoundingClientRect();
    show(overTime(one) ? moment(value) : "within " + duration(value), lines, box.left + left(one) + scale(value), clientY ?? box.top + 20);
  }

  function showMark({ chart }, event, datum) {
    const lines = chart.cursor.values.filter(({ field }) => datum[field] !== null).map(({ field, label, unit }) => ["", label, written(datum[field], unit)]);
    show(typeof datum.t === "number" ? moment(datum.t) : "", lines, event.clientX, event.clientY);
  }

  function listen(one) {
    const { plot, chart, view } = one;
    if (chart.zooms) listenToZoom(one);
    if (chart.cursor.kind === "marks") return;
    const pointAt = (event) => at(one, event.clientX - plot.getBoundingClientRect().left - left(one), event.clientY);
    plot.addEventListener("pointermove", pointAt);
    plot.addEventListener("pointerleave", hide);
    plot.addEventListener("blur", hide);
    if (chart.data === "decisions") plot.addEventListener("click", (event) => { pointAt(event); explainAt(one, subjectAt(one, event.clientY)); });
    plot.addEventListener("keydown", (event) => {
      const width = view.width(), scale = view.scale("x");
      const now = one.at === undefined ? 0 : scale(one.at);
      const step = event.shiftKey ? width / 10 : width / 120;
      const to = { ArrowLeft: now - step, ArrowRight: now + step, Home: 0, End: width }[event.key];
      if (event.key === "Escape") hide();
      if (event.key === "Enter" && overTime(one)) explainAt(one);
      if (to === undefined) return;
      event.preventDefault();
      at(one, Math.min(width, Math.max(0, to)));
    });
  }
`;

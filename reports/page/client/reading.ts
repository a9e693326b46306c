/** What is read out at a place of a chart: lines of a color, a name and a value. */
export const reading = `
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

  /** What stands in a row at a moment; of the same thing the last, which covers those before it. */
  function readRow({ chart: { data, cursor: { row, of, each, values, nothing } } }, name, moment) {
    const t = Math.min(moment, page.end * (1 - 1e-9));
    const there = policies[selected][data].filter((one) => one[row] === name && (!of || one[of.field] === of.is) && one.t <= t && t < one.u);
    const told = (one) => values.filter(({ field }) => one[field] !== null && one[field] !== undefined).map(({ field, label, unit }) => written(one[field], unit) + (label && " " + label)).join(", ");
    const seen = [...new Map(there.map((one) => [one[each], one])).values()].filter(told);
    return seen.length === 0 ? [["", nothing, ""]] : seen.map((one) => ["", each ? one[each] : "", told(one)]);
  }

  function readDistribution({ chart }, x) {
    return policies.map(({ label, color }, p) => {
      const points = shared.latency.filter((row) => row.p === p && row.k === chart.cursor.what && row.q === chart.cursor.queue);
      const below = points.filter((row) => row.x <= x);
      const share = points.length === 0 ? undefined : below.length === 0 ? 0 : below[below.length - 1].y;
      return [color, label, share === undefined ? "–" : number(Math.floor(share * 1000) / 10) + " %"];
    });
  }

  const readMark = ({ chart }, datum) =>
    chart.cursor.values.filter(({ field }) => datum[field] !== null).map(({ field, label, unit }) => ["", label, written(datum[field], unit)]);
`;

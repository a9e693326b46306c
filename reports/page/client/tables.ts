/** The page's data: columns as they travel become rows. */
export const tables = `
  const page = JSON.parse(document.getElementById("data").textContent);
  const rowsOf = (table) => {
    const columns = Object.entries(table).map(([name, column]) => [name, Array.isArray(column) ? column : column.at.map((place) => column.of[place])]);
    return (columns[0]?.[1] ?? []).map((_, row) => Object.fromEntries(columns.map(([name, column]) => [name, column[row]])));
  };
  const policies = page.policies.map((policy) => ({
    label: policy.label,
    color: policy.color,
    reasons: policy.reasons,
    sees: policy.sees,
    bins: rowsOf(policy.bins),
    heat: rowsOf(policy.heat),
    lanes: rowsOf(policy.lanes),
    decisions: rowsOf(policy.decisions).map((row) => ({ ...row, k: row.a === null || row.a === row.b ? "hold" : row.b > row.a ? "up" : "down" })),
    faults: rowsOf(policy.faults),
    alerts: rowsOf(policy.alerts),
  }));
  const shared = {
    latency: rowsOf(page.latency),
    cost: rowsOf(page.cost),
    tradeoff: rowsOf(page.tradeoff),
    all: policies.flatMap(({ bins }, p) => bins.map((row) => ({ ...row, p }))),
  };
  let selected = 0;

  /** Index of the row whose bin holds t; the last row only closes the drawing. */
  function rowAt(rows, t) {
    let low = 0, high = rows.length - 2;
    while (low < high) { const middle = (low + high + 1) >> 1; rows[middle].t <= t ? (low = middle) : (high = middle - 1); }
    return Math.max(0, low);
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }
`;

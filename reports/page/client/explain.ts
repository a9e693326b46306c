/** Why here: a decision's reasons and facts, what the policy saw, its limits, and what the others did at that moment. */
export const explain = `
  const why = document.getElementById("why");
  let explained, before;

  const changed = (row) => row.k !== "hold";
  const saying = (policy, row) => row.g + (changed(row) ? " " + row.a + " → " + row.b : "") + ": " + meaning(policy, row.r[row.r.length - 1]);
  const meaning = ({ reasons }, reason) => reason === undefined ? "" : reasons[reason[0]].meaning ?? reasons[reason[0]].code;

  function nearDecisions(view, t) {
    const scale = view.scale("x"), reach = Math.abs(scale.invert(8) - scale.invert(0));
    return policies[selected].decisions.filter((row) => Math.abs(row.t - t) <= reach).sort((a, b) => Math.abs(a.t - t) - Math.abs(b.t - t));
  }

  /** The decision nearest to the cursor, of the subject that was pointed at, if any; changes come first. */
  function explainAt(one, subject) {
    const t = one.at ?? 0;
    const near = nearDecisions(one.view, t).filter(({ g }) => subject === undefined || g === subject);
    const [found] = [...near.filter(changed), ...near, ...policies[selected].decisions.filter(changed).sort((a, b) => Math.abs(a.t - t) - Math.abs(b.t - t))];
    if (found !== undefined) explainRow(found);
  }

  function explainRow(row) {
    if (!explained) before = document.activeElement;
    explained = row;
    const policy = policies[selected];
    const list = policy.decisions.filter(changed(row) ? changed : () => true);
    const place = list.indexOf(row);
    why.querySelector(".why-title").textContent = row.g + (changed(row) ? " " + row.a + " → " + row.b : ", no change");
    why.querySelector(".why-moment").textContent = policy.label + " at " + moment(row.t) + (row.n > 1 ? ", and the same for " + number(row.n) + " checks in a row" : "");
    why.querySelector(".why-body").replaceChildren(...[
      ...part("Why", reasonsOf(policy, row)),
      ...part("What it saw", seenOf(policy, row)),
      ...part("What the others did", othersAt(row)),
    ]);
    for (const [name, to] of [["earlier", list[place - 1]], ["later", list[place + 1]]]) {
      const button = why.querySelector("[data-step=" + name + "]");
      button.disabled = to === undefined;
      button.onclick = () => explainRow(to);
    }
    hide();
    why.hidden = false;
    if (row.t < shown[0] || row.t > shown[1]) { const half = (shown[1] - shown[0]) / 2; zoomTo(row.t - half, row.t + half); }
    mark();
    why.focus({ preventScroll: true });
  }

  function unexplain() {
    if (explained === undefined) return;
    explained = undefined;
    why.hidden = true;
    mark();
    if (why.contains(document.activeElement) || document.activeElement === document.body) before?.focus?.({ preventScroll: true });
  }

  /** A line through all charts over time at the decision that is told. */
  function mark() {
    for (const one of drawn) {
      if (!overTime(one)) continue;
      const line = one.plot.querySelector(".chosen");
      const scale = one.view.scale("x"), [first, last] = scale.domain();
      const on = explained !== undefined && explained.t >= first && explained.t <= last;
      line.style.display = on ? "block" : "none";
      if (on) line.style.left = left(one) + scale(explained.t) + "px";
    }
  }

  const part = (title, content) => content.length === 0 ? [] : [element("h3", "", title), ...content];

  function reasonsOf(policy, row) {
    const list = element("ol", "why-reasons");
    for (const [index, ...values] of row.r) {
      const { code, meaning, names } = policy.reasons[index];
      const item = element("li");
      if (meaning !== undefined) item.append(element("span", "", meaning + " "));
      item.append(element("span", "code", code));
      if (values.length > 0) item.append(pairs(names.map((name, at) => [name, named(name, values[at])])));
      list.append(item);
    }
    return [list];
  }

  function pairs(entries) {
    const list = element("dl", "pairs");
    for (const [name, value] of entries) {
      const pair = element("div");
      pair.append(element("dt", "", name), element("dd", "", value));
      list.append(pair);
    }
    return list;
  }

  function seenOf(policy, row) {
    if (!row.o) return changed(row) ? [element("p", "note", "Facts and readings of this one are not kept on this page; " + page.source + " has them.")] : [];
    const groups = new Map();
    row.o.forEach((value, at) => {
      if (value === null || value === undefined) return;
      const [heading, name, kind] = policy.sees[at];
      const told = kind === "s" ? duration(value) : kind === "1/s" ? number(value) + "/s" : named(name, value);
      groups.set(heading, [...(groups.get(heading) ?? []), [name, told]]);
    });
    const order = ["Its replicas", "Its limits", "Signals"];
    const sorted = [...groups].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
    return sorted.flatMap(([heading, entries]) => [element("p", "why-heading", heading), pairs(entries)]);
  }

  function othersAt(row) {
    if (policies.length < 2 || page.moments === undefined) return [];
    const table = element("table"), body = element("tbody"), head = element("tr");
    const fields = page.moments[row.g] ?? [];
    for (const name of ["Policy", ...fields.map(({ label }) => label)]) {
      const cell = element("th", fields.some(({ label }) => label === name) ? "number" : "", name);
      cell.scope = "col";
      head.append(cell);
    }
    policies.forEach((policy, index) => {
      const line = element("tr", index === selected ? "own" : "");
      const name = element("th");
      name.scope = "row";
      const swatch = element("i", "swatch area");
      swatch.style.color = policy.color;
      name.append(swatch, policy.label);
      const bin = policy.bins[rowAt(policy.bins, row.t)];
      const last = policy.decisions.filter((each) => each.g === row.g && changed(each) && each.t <= row.t).pop();
      const text = last === undefined ? "no change yet" : last.a + " → " + last.b + (last.t === row.t ? " now" : ", " + duration(row.t - last.t) + " before");
      name.append(element("span", "definition", text));
      const value = ({ field }) => element("td", "number", typeof bin?.[field] === "number" ? number(Math.round(100 * bin[field]) / 100) : "–");
      line.append(name, ...fields.map(value));
      body.append(line);
    });
    const thead = element("thead");
    thead.append(head);
    table.append(thead, body);
    const scroll = element("div", "scroll");
    scroll.append(table);
    return [scroll];
  }

  why.querySelector("[data-close]").addEventListener("click", unexplain);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") unexplain(); });
  for (const button of document.querySelectorAll("[data-decision]"))
    button.addEventListener("click", () => explainRow(policies[selected].decisions[Number(button.dataset.decision)]));
`;

/** Tables sort by the column whose heading is pressed: up, down, as they came. */
export const sorting = `
  for (const button of document.querySelectorAll("button.sort")) {
    const head = button.closest("th"), table = button.closest("table"), body = table.tBodies[0];
    const given = [...body.rows];
    button.addEventListener("click", () => {
      const place = [...head.parentElement.cells].indexOf(head);
      const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort") ?? "none"];
      for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
      if (next !== "none") head.setAttribute("aria-sort", next);
      const value = (row) => {
        const cell = row.cells[place];
        return cell.dataset.mean === undefined ? (place === 0 ? cell.textContent.trim() : undefined) : Number(cell.dataset.mean);
      };
      const sign = next === "descending" ? -1 : 1;
      const order = (a, b) => {
        const [one, other] = [value(a), value(b)];
        // What is not known comes last either way.
        if (one === undefined || other === undefined) return (one === undefined) - (other === undefined);
        return sign * (typeof one === "string" ? one.localeCompare(other, "en") : one - other);
      };
      body.append(...(next === "none" ? given : [...given].sort(order)));
    });
  }
`;

/** One box of text beside the pointer or the focus: values of charts, definitions of measures. */
export const tip = `
  const tip = element("div", "tip");
  tip.setAttribute("role", "status");
  tip.hidden = true;
  document.body.append(tip);

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
    for (const { plot } of drawn) for (const line of plot.querySelectorAll(".cursor, .spot")) line.style.display = "none";
  }

  for (const place of document.querySelectorAll("[data-definition]")) {
    const define = () => {
      const { left, bottom } = place.getBoundingClientRect();
      show(place.dataset.definition, [], left - 10, bottom - 8);
    };
    place.addEventListener("pointerenter", define);
    place.addEventListener("focus", define);
    place.addEventListener("click", define);
    place.addEventListener("pointerleave", hide);
    place.addEventListener("blur", hide);
  }
`;

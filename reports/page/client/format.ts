/** Numbers as the page writes them, like `reports/format.ts`. */
export const format = String.raw`
  const two = (value) => String(value).padStart(2, "0");
  const clock = (seconds) => {
    if (page.wallClock) return new Date((page.start + seconds) * 1000).toISOString().slice(0, 19).replace("T", " ");
    const whole = Math.round(seconds);
    return Math.floor(whole / 3600) + ":" + two(Math.floor(whole / 60) % 60) + ":" + two(whole % 60);
  };
  const moment = (seconds) => page.wallClock ? clock(seconds) + " UTC" : page.start === 0 ? clock(seconds)
    : clock(seconds) + " · " + new Date((page.start + seconds) * 1000).toISOString().slice(0, 19).replace("T", " ") + " UTC";
  const number = (value) => typeof value !== "number" ? "–"
    : Number.isInteger(value) || Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en-US")
    : value.toPrecision(3).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  const duration = (seconds) => seconds > 0 && seconds < 1 ? number(seconds * 1000) + " ms" : seconds < 90 ? number(seconds) + " s"
    : seconds < 5400 ? number(seconds / 60) + " min" : number(seconds / 3600) + " h";
  const written = (value, unit) => typeof value === "string" ? value : typeof value !== "number" ? "–"
    : unit === "$" ? "$" + value.toFixed(2) : unit === "duration" ? duration(value) : number(value) + (unit ? " " + unit : "");
  /** Of a fact or a reading: memory is in bytes, which nobody reads. */
  const named = (name, value) => typeof value !== "number" ? String(value)
    : /memory/i.test(name) && Math.abs(value) >= 2 ** 20 ? number(value / 2 ** 30) + " GiB" : number(value);
`;

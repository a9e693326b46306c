import type { Result } from "../../sim/result.ts";
import { answerSentences } from "../answer.ts";
import { html, type Markup } from "./markup.ts";

/** The recommendation, and under it what it costs against others. */
export function answerLine(result: Result): Markup | undefined {
  const [first, ...more] = answerSentences(result);
  if (first === undefined) return undefined;
  return html`<div class="answer" id="answer"><p><strong>${first}</strong></p>${more.map((said) => html`<p>${said}</p>`)}</div>`;
}

import type { Result } from "../../sim/result.ts";
import { answer } from "../answer.ts";
import { html, type Markup } from "./markup.ts";

export function answerLine(result: Result): Markup | undefined {
  const said = answer(result);
  return said === undefined ? undefined : html`<p class="answer" id="answer">${said}</p>`;
}

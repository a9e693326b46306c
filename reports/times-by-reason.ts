import type { Drawable } from "./charts/drawable.ts";
import { shownRun } from "./shown-run.ts";

/** How long one subject was under which reason. */
export interface Times {
  readonly subject: string;
  readonly total: number;
  readonly reasons: readonly { readonly code: string; readonly seconds: number; readonly checks: number }[];
}

/** From a decision until the next on the same subject, of several reasons under the last. The most time first; `partial`: not all decisions are known, and nothing is said of the time after the last one that is. */
export function timesByReason(policy: Drawable): { readonly subjects: Times[]; readonly partial: boolean } {
  const { decisions, decisionsLeftOut } = policy.detail;
  const partial = decisionsLeftOut > 0;
  const end = partial ? decisions.at(-1)?.time : shownRun(policy)?.duration;
  const about = new Map<string, { code: string; time: number; repeats: number }[]>();
  for (const { subject, controller, because, time, repeats } of decisions) {
    const name = controller === undefined ? subject : `${controller}: ${subject}`;
    const told = { code: because.at(-1)?.code ?? "", time, repeats };
    about.set(name, [...(about.get(name) ?? []), told]);
  }
  const subjects = [...about].map(([subject, entries]): Times => {
    const spent = new Map<string, { seconds: number; checks: number }>();
    for (const [index, { code, time, repeats }] of entries.entries()) {
      const until = entries[index + 1]?.time ?? end ?? time;
      const { seconds, checks } = spent.get(code) ?? { seconds: 0, checks: 0 };
      spent.set(code, { seconds: seconds + Math.max(0, until - time), checks: checks + repeats });
    }
    const reasons = [...spent].map(([code, told]) => ({ code, ...told })).sort((a, b) => b.seconds - a.seconds);
    return {
      subject,
      total: Math.max(
        1e-9,
        reasons.reduce((sum, { seconds }) => sum + seconds, 0),
      ),
      reasons,
    };
  });
  return { subjects, partial };
}

/** Custom properties for the colors of policies, phases and inks: the page and its drawings use the same. */
export const light = `
  --paper: #ffffff; --raised: #f6f7f9; --ink: #1b1f24; --muted: #5b6470; --line: #dfe3e8; --grid: #eceff2; --axis: #9aa3ad;
  --warn: #8a5300; --warn-paper: #fff6e5; --warn-line: #efc97f; --best: #0b6e4f; --best-paper: #e6f4ee; --focus: #1a66cc; --link: #0a58a8; --shade: rgb(0 0 0 / 0.22); --fault: rgb(200 69 59); --fault-ink: #a3271d; --held: #6f4bb8; --demand: #b0217a; --accent-ink: #0a58a8;
  --policy-0: #0072b2; --policy-1: #d55e00; --policy-2: #009e73; --policy-3: #c2639a;
  --policy-4: #3fa0da; --policy-5: #7a5230; --policy-6: #4b4f55; --policy-7: #a08a00; --policy-8: #6f4bb8; --policy-9: #a8163f;
  --ready: #5ba6a6; --idle: #d3e6e5; --draining: #a394cc; --warming: #f0b93a; --pending: #ccd1d7; --unhealthy: #8fae3f; --failed: #c8453b; --killed: #c8453b; --nodes: #7b8794;
  --accent: var(--policy-0);
`;

export const dark = `
  --paper: #14171b; --raised: #1d2126; --ink: #e8ebee; --muted: #a3acb6; --line: #31373e; --grid: #252a30; --axis: #5d6771;
  --warn: #ffcf7a; --warn-paper: #2b2415; --warn-line: #6b5424; --best: #63d3a6; --best-paper: #17312a; --focus: #7db4ff; --link: #86bdff; --shade: rgb(255 255 255 / 0.28); --fault: rgb(255 120 110); --fault-ink: #ff9a90; --held: #b39af0; --demand: #ff7cc3; --accent-ink: #86bdff;
  --policy-0: #4aa3e6; --policy-1: #ff8544; --policy-2: #2bc197; --policy-3: #e594c4;
  --policy-4: #9bd8ff; --policy-5: #c79a6b; --policy-6: #c3c8ce; --policy-7: #d5c13d; --policy-8: #b39af0; --policy-9: #ff7a98;
  --ready: #4fa3a3; --idle: #23403f; --draining: #8b7cb8; --warming: #d9a530; --pending: #57606a; --unhealthy: #9dbb52; --failed: #e0645a; --killed: #e0645a; --nodes: #7f8b98;
`;

/** Where paper differs from light. */
export const onPaper = `
  --ink: #000000; --muted: #444c55; --line: #c8ced4; --grid: #e6e9ec; --axis: #7d868f; --warn: #6b4000; --warn-paper: #ffffff; --warn-line: #8a5300; --best-paper: #eaf5f0; --shade: transparent;
`;

/** The light ones by name, for drawings that stand alone. */
export const lightColors: ReadonlyMap<string, string> = new Map(
  [...light.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = "", color = ""]) => [name, color]),
);

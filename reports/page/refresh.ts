/** Beside a page that is watched: a script that says which result the page should show. */
export const STAMP = "report.stamp.js";

export function stamp(fingerprint: string): string {
  return `window.disfunSimResult = ${JSON.stringify(fingerprint)};\n`;
}

/** Loads the page again when there is another result; by a script, because a page from a file may read nothing else. */
export function refresh(fingerprint: string): string {
  return `setInterval(() => {
  const stamp = document.createElement("script");
  stamp.src = "${STAMP}?" + Date.now();
  stamp.onload = () => { if (window.disfunSimResult !== ${JSON.stringify(fingerprint)}) location.reload(); stamp.remove(); };
  stamp.onerror = () => stamp.remove();
  document.head.append(stamp);
}, 1000);
`;
}

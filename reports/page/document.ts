import { vegaBuild } from "../charts/compile.ts";
import { client } from "./client/index.ts";
import { html, json, type Markup, raw, script } from "./markup.ts";
import { style } from "./style.ts";

/** A page with everything in it, that opens from a file without a network. `data` is for its script; `more` is another script. */
export async function htmlDocument(page: {
  readonly title: string;
  /** The tool and its version. */
  readonly generator: string;
  readonly body: Markup;
  readonly data: unknown;
  readonly more?: string | undefined;
}): Promise<string> {
  const vega = await vegaBuild();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${page.generator}">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
<script>document.documentElement.classList.add("js")</script>
</head>
<body>
<div class="page">
${page.body}
</div>
<script type="application/json" id="data">${json(page.data)}</script>
<script>${script(vega)}</script>
<script>${script(client)}</script>
${page.more === undefined ? undefined : html`<script>${script(page.more)}</script>`}</body>
</html>
`.markup;
}

// Renders formulas with KaTeX and Temml: an array of [renderer, TeX, display] comes in as JSON, one of HTML goes out.
import { readFileSync } from "node:fs";
import katex from "katex";
import temml from "temml";

const renderers = {
  katex: (tex, displayMode) => katex.renderToString(tex, { displayMode }),
  "katex-mathml": (tex, displayMode) => katex.renderToString(tex, { displayMode, output: "mathml" }),
  temml: (tex, displayMode) => temml.renderToString(tex, { displayMode, annotate: true }),
  "temml-bare": (tex, displayMode) => temml.renderToString(tex, { displayMode }),
};
const formulas = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(formulas.map(([renderer, tex, display]) => renderers[renderer](tex, display))));

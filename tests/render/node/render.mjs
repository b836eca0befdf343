// Renders Markdown with a renderer of JavaScript: an array of documents comes in as JSON, one of HTML goes out.
import { readFileSync } from "node:fs";
import MarkdownIt from "markdown-it";
import { marked } from "marked";

const linkifying = new MarkdownIt({ html: true, linkify: true });
const renderers = {
  marked: (markdown) => marked.parse(markdown),
  "markdown-it": (markdown) => linkifying.render(markdown),
};
const documents = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(documents.map(renderers[process.argv[2]])));

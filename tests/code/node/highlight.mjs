// Highlights code with highlight.js, Prism and Shiki: [highlighter, language, code] come in as JSON, HTML goes out.
import { readFileSync } from "node:fs";
import hljs from "highlight.js";
import Prism from "prismjs";
import loadLanguages from "prismjs/components/index.js";
import { codeToHtml } from "shiki";

loadLanguages(["python", "javascript", "bash", "yaml", "go"]);
const highlighters = {
  hljs: (language, code) =>
    `<pre><code class="hljs language-${language}">${hljs.highlight(code, { language }).value}</code></pre>`,
  prism: (language, code) =>
    `<pre class="language-${language}"><code class="language-${language}">` +
    `${Prism.highlight(code, Prism.languages[language], language)}</code></pre>`,
  shiki: (language, code) => codeToHtml(code, { lang: language, theme: "github-light" }),
};
const jobs = JSON.parse(readFileSync(0, "utf8"));
const done = await Promise.all(jobs.map(([name, language, code]) => highlighters[name](language, code)));
process.stdout.write(JSON.stringify(done));

"""Make the pages of code with the real highlighters: ``python -m tests.code.make_pages``.

Pygments runs here, highlight.js, Prism and Shiki in node, their plugins in a browser, Rouge in ruby, Chroma in hugo. The
shapes of GitHub, Gist, Jupyter and of old plugins are written here as these programs write them. Needs chromium, hugo,
ruby-rouge, and ``npm ci --ignore-scripts`` in ``node``.
"""

import html
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

HERE = Path(__file__).parent
PAGES = HERE / "pages"
NODE = HERE / "node"
CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--allow-file-access-from-files", "--virtual-time-budget=10000", "--dump-dom",
)  # fmt: skip


class Sample(NamedTuple):
    """A piece of code."""

    language: str
    code: str


SAMPLES = {
    "python": Sample("python", (
        "def ferry(tides, *, fare=4.50):\n"
        '    """Sail at high water."""\n'
        "    for tide in tides:\n"
        "        if tide.height > 2 and not tide.fog:\n"
        '            yield f"{tide.hour:02}:15 <{fare}>"\n'
        "\n"
        "    return None  # no more today"
    )),
    "javascript": Sample("javascript", (
        "const fares = { adult: 4.5, child: 2 };\n"
        "\n"
        "export function total(people) {\n"
        "\treturn people\n"
        "\t\t.map((p) => fares[p.kind] ?? 0)\n"
        "\t\t.reduce((a, b) => a + b, 0);\n"
        "}"
    )),
    "yaml": Sample("yaml", (
        "ferry:\n  crossings:\n    - from: Harbour\n      to: Island  # twice on Sundays\n      hours: [8, 12, 16]\n  fare: 4.50"
    )),
    "bash": Sample("bash", (
        "#!/bin/bash\nset -euo pipefail\n\nfor day in mon tue wed; do\n    cp \"plan-$day.txt\" /srv/ferry/ && echo \"done $day\"\ndone"
    )),
}  # fmt: skip


def make_page(name: str, block: str, head: str = "", tail: str = "") -> str:
    """A page with a piece of code between paragraphs."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{name} | Ferry notes</title>{head}</head>\n'
        '<body><nav><a href="/">Home</a> <a href="/all">All notes</a></nav>\n<article><h1>How the ferry plans its day</h1>\n'
        "<p>The plan of the ferry is made by a small program, which reads the tides of the week and prints the hours at which "
        "the boat can leave the harbour without touching the bar.</p>\n"
        f"{block}\n"
        "<p>It has run every morning for eleven years, and nobody has dared to change a line of it since the engineer who "
        "wrote it moved to the other side of the bay.</p></article>\n"
        f"<footer>© 2024 Ferry notes</footer>{tail}</body></html>\n"
    )


def _pygments(sample: Sample, **options: object) -> str:
    return str(highlight(sample.code, get_lexer_by_name(sample.language), HtmlFormatter(**options)))


def _sphinx(sample: Sample) -> str:
    return f'<div class="highlight-{sample.language} notranslate">{_pygments(sample, linenos="inline")}</div>'


def highlight_with_node(highlighter: str, sample: Sample) -> str:
    """The HTML of a sample by highlight.js, Prism or Shiki."""
    job = json.dumps([[highlighter, sample.language, sample.code]])
    done = subprocess.run(["node", NODE / "highlight.mjs"], input=job, capture_output=True, text=True, check=True)
    return str(json.loads(done.stdout)[0])


def highlight_with_browser(head: str, block: str) -> str:
    """A page once its scripts have run, without these and its styles."""
    modules = f"file://{NODE / 'node_modules'}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(make_page("Plan", block, tail=head.replace("MODULES", modules)), "utf-8")
        done = subprocess.run([*CHROMIUM, f"file://{path}"], capture_output=True, text=True, check=True)
    return re.sub(r"<(style|script)\b.*?</\1>", "", done.stdout, flags=re.DOTALL)


_PRISM_PLUGINS = "".join(
    f'<script src="MODULES/prismjs/{name}"></script>'
    for name in (
        "prism.js", "components/prism-python.js", "components/prism-bash.js", "components/prism-yaml.js",
        "plugins/line-numbers/prism-line-numbers.js", "plugins/toolbar/prism-toolbar.js",
        "plugins/show-language/prism-show-language.js", "plugins/copy-to-clipboard/prism-copy-to-clipboard.js",
    )
)  # fmt: skip
_HLJS_PLUGINS = (
    '<script src="MODULES/@highlightjs/cdn-assets/highlight.min.js"></script>'
    '<script src="MODULES/highlightjs-line-numbers.js/dist/highlightjs-line-numbers.min.js"></script>'
    "<script>hljs.highlightAll(); hljs.initLineNumbersOnLoad();</script>"
)


def _plain(sample: Sample, classes: str = "") -> str:
    return f'<pre class="{classes}"><code class="language-{sample.language}">{html.escape(sample.code)}</code></pre>'


def _rouge(sample: Sample, formatter: str) -> str:
    program = (
        "require 'rouge'; code = STDIN.read; lexer = Rouge::Lexer.find(ARGV[0]).new; "
        f"print Rouge::Formatters::{formatter}.format(lexer.lex(code))"
    )
    done = subprocess.run(
        ["ruby", "-e", program, sample.language], input=sample.code, capture_output=True, text=True, check=True
    )
    return done.stdout


def _jekyll(sample: Sample) -> str:
    inner = _rouge(sample, "HTML.new")
    return (
        f'<div class="language-{sample.language} highlighter-rouge"><div class="highlight"><pre class="highlight"><code>'
        f"{inner}\n</code></pre></div></div>"
    )


def _jekyll_numbers(sample: Sample) -> str:
    inner = _rouge(sample, "HTMLTable.new(Rouge::Formatters::HTML.new)")
    return (
        f'<figure class="highlight"><pre><code class="language-{sample.language}" data-lang="{sample.language}">{inner}'
        "</code></pre></figure>"
    )


def _chroma(sample: Sample, options: str) -> str:
    """The HTML of a fenced block by hugo."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "hugo.toml").write_text(
            f'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n[markup.highlight]\n{options}\n'
        )
        (site / "layouts").mkdir()
        (site / "layouts" / "index.html").write_text("{{ .Content }}")
        (site / "content").mkdir()
        (site / "content" / "_index.md").write_text(f"```{sample.language}\n{sample.code}\n```\n")
        subprocess.run(["hugo", "--source", folder, "--quiet"], check=True)
        return (site / "public" / "index.html").read_text("utf-8")


def _lines(sample: Sample) -> list[str]:
    return [html.escape(line) for line in sample.code.split("\n")]


def _github(sample: Sample) -> str:
    rows = "".join(
        f'<tr><td id="L{i}" class="blob-num js-line-number js-blob-rnum" data-line-number="{i}"></td>'
        f'<td id="LC{i}" class="blob-code blob-code-inner js-file-line">{line or chr(10)}</td></tr>'
        for i, line in enumerate(_lines(sample), 1)
    )
    return (
        f'<div itemprop="text" class="Box-body p-0 blob-wrapper data type-{sample.language}"><table class="highlight tab-size '
        f'js-file-line-container" data-tab-size="8">{rows}</table></div>'
    )


def _gist(sample: Sample) -> str:
    return (
        f'<div class="gist"><div class="gist-file"><div class="gist-data">{_github(sample)}</div><div class="gist-meta">'
        '<a href="/raw">view raw</a> <a href="/gist">plan.txt</a> hosted with ❤ by <a href="/">GitHub</a></div></div></div>'
    )


def _diff(sample: Sample) -> str:
    rows = "".join(
        f'<tr><td class="blob-num blob-num-addition empty-cell"></td><td class="blob-num blob-num-addition js-linkable-line-number" '
        f'data-line-number="{i}"></td><td class="blob-code blob-code-addition js-file-line"><span class="blob-code-inner '
        f'blob-code-marker" data-code-marker="+">{line}</span></td></tr>'
        for i, line in enumerate(_lines(sample), 1)
    )
    return f'<table class="diff-table tab-size" data-tab-size="8"><tbody>{rows}</tbody></table>'


def _gutter(sample: Sample) -> str:
    """A table with a gutter of numbers beside the code, as many programs write it."""
    numbers = "\n".join(str(i) for i in range(1, 1 + len(_lines(sample))))
    return (
        f'<div class="highlight"><table><tr><td class="gutter"><pre class="lineno">{numbers}</pre></td><td class="code">'
        f'<pre><code class="language-{sample.language}">{html.escape(sample.code)}</code></pre></td></tr></table></div>'
    )


def _syntaxhighlighter(sample: Sample) -> str:
    lines = _lines(sample)
    numbers = "".join(f'<div class="line number{i} index{i - 1} alt2">{i}</div>' for i in range(1, 1 + len(lines)))
    code = "".join(
        f'<div class="line number{i} index{i - 1} alt2">{_spaced(line)}</div>' for i, line in enumerate(lines, 1)
    )
    return (
        f'<div><div id="highlighter_1" class="syntaxhighlighter  {sample.language}"><div class="toolbar"><span><a href="#" '
        f'class="toolbar_item command_help help">?</a></span></div><table border="0"><tbody><tr><td class="gutter">{numbers}</td>'
        f'<td class="code"><div class="container">{code}</div></td></tr></tbody></table></div></div>'
    )


def _spaced(line: str) -> str:
    words = line.lstrip()
    indent = "".join("&nbsp;" * (4 if c == "\t" else 1) for c in line[: len(line) - len(words)])
    return f'<code class="plain spaces">{indent}</code><code class="plain">{words}</code>' if words else "&nbsp;"


def _crayon(sample: Sample) -> str:
    lines = _lines(sample)
    numbers = "".join(f'<div class="crayon-num" data-line="c-{i}">{i}</div>' for i in range(1, 1 + len(lines)))
    code = "".join(f'<div class="crayon-line" id="c-{i}">{line or "&nbsp;"}</div>' for i, line in enumerate(lines, 1))
    return (
        '<div id="crayon-1" class="crayon-syntax crayon-theme-classic"><div class="crayon-toolbar"><span class="crayon-title">'
        f'</span></div><div class="crayon-main"><table class="crayon-table"><tr class="crayon-row"><td class="crayon-nums" '
        f'data-settings="show"><div class="crayon-nums-content">{numbers}</div></td><td class="crayon-code"><div '
        f'class="crayon-pre">{code}</div></td></tr></table></div></div>'
    )


def _prettify(sample: Sample) -> str:
    items = "".join(
        f'<li class="L{i % 10}"><span class="pln">{line}</span></li>' for i, line in enumerate(_lines(sample))
    )
    return f'<pre class="prettyprint lang-{sample.language} linenums prettyprinted"><ol class="linenums">{items}</ol></pre>'


def _jupyter(sample: Sample) -> str:
    return (
        '<div class="cell border-box-sizing code_cell rendered"><div class="input"><div class="prompt input_prompt">In&nbsp;[1]:'
        f'</div><div class="inner_cell"><div class="input_area">{_pygments(sample)}</div></div></div></div>'
    )


def _jupyterlab(sample: Sample) -> str:
    return (
        '<div class="jp-Cell jp-CodeCell jp-Notebook-cell"><div class="jp-Cell-inputWrapper"><div class="jp-InputArea jp-Cell-'
        'inputArea"><div class="jp-InputPrompt jp-InputArea-prompt">In&nbsp;[1]:</div><div class="jp-CodeMirrorEditor '
        f'jp-Editor jp-InputArea-editor"><div class="cm-editor cm-s-jupyter">{_pygments(sample)}</div></div></div></div></div>'
    )


def _copy_button(sample: Sample) -> str:
    return (
        f'<div class="code-block"><div class="code-header"><span class="lang">{sample.language}</span><button class="copy-button" '
        f'type="button">Copy code</button></div>{_plain(sample)}</div>'
    )


def _button_in_pre(sample: Sample) -> str:
    return _plain(sample).replace("</code></pre>", '</code><button class="copy-btn" title="Copy">Copy</button></pre>')


def _prompts(sample: Sample) -> str:
    """Lines behind prompts that cannot be selected."""
    lines = "\n".join(f'<span class="prompt" style="user-select: none">$ </span>{line}' for line in _lines(sample))
    return f'<pre><code class="language-{sample.language}">{lines}</code></pre>'


MAKERS: dict[str, Callable[[Sample], str]] = {
    "pygments": _pygments,
    "pygments-table": lambda sample: _pygments(sample, linenos="table"),
    "pygments-inline": lambda sample: _pygments(sample, linenos="inline"),
    "sphinx": _sphinx,
    "hljs": lambda sample: highlight_with_node("hljs", sample),
    "prism": lambda sample: highlight_with_node("prism", sample),
    "shiki": lambda sample: highlight_with_node("shiki", sample),
    "rouge": _jekyll,
    "rouge-table": _jekyll_numbers,
    "chroma": lambda sample: _chroma(sample, "noClasses = false"),
    "chroma-table": lambda sample: _chroma(sample, "noClasses = false\nlineNos = true\nlineNumbersInTable = true"),
    "chroma-inline": lambda sample: _chroma(sample, "noClasses = false\nlineNos = true\nlineNumbersInTable = false"),
    "chroma-styles": lambda sample: _chroma(sample, "lineNos = true\nlineNumbersInTable = true"),
    "github": _github,
    "gist": _gist,
    "diff": _diff,
    "gutter": _gutter,
    "syntaxhighlighter": _syntaxhighlighter,
    "crayon": _crayon,
    "prettify": _prettify,
    "jupyter": _jupyter,
    "jupyterlab": _jupyterlab,
    "copy-button": _copy_button,
    "button-in-pre": _button_in_pre,
    "prompts": _prompts,
}


def make_all() -> Iterator[tuple[str, Sample, str]]:
    """Yield the name of each page, its code and the page."""
    for kind, sample in SAMPLES.items():
        for name, make in MAKERS.items():
            if name == "syntaxhighlighter" and "\t" in sample.code:
                continue  # it writes tabs as spaces
            yield f"{name}-{kind}", sample, make_page(name, make(sample))
        yield f"prism-plugins-{kind}", sample, highlight_with_browser(_PRISM_PLUGINS, _plain(sample, "line-numbers"))
        yield f"hljs-plugins-{kind}", sample, highlight_with_browser(_HLJS_PLUGINS, _plain(sample))


def main() -> None:
    """Write each page, with its code beside it."""
    PAGES.mkdir(exist_ok=True)
    for name, sample, page in make_all():
        (PAGES / f"{name}.html").write_text(page, "utf-8")
        (PAGES / f"{name}.json").write_text(json.dumps(sample._asdict(), indent=1), "utf-8")
    print(len(list(PAGES.glob("*.html"))), "pages")


if __name__ == "__main__":
    main()

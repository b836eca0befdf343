"""Make the pages of formulas with the real renderers: ``python -m tests.formulas.make_pages``.

KaTeX and Temml run in node, MathJax 2, 3 and 4 in a browser, as on real pages. The shapes of MediaWiki, LaTeXML, Pandoc,
Sphinx and of images are written here as these programs write them. Needs ``npm ci --ignore-scripts`` in ``node``.
"""

import html
import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PAGES = HERE / "pages"
NODE = HERE / "node"
CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--allow-file-access-from-files", "--virtual-time-budget=20000", "--dump-dom",
)  # fmt: skip


class Formula(NamedTuple):
    """TeX, and whether it stands on a line of its own."""

    tex: str
    display: bool = False


TOPICS: dict[str, tuple[str, tuple[str | Formula, ...]]] = {
    "river": ("en", (
        "The flow of a river is measured with a float. If it needs the time ", Formula("t"), " for the length ",
        Formula("L"), ", then its speed is ", Formula("v = \\frac{L}{t}"), ", and the flow is",
        Formula("Q = \\int_0^{w} v(x)\\, d(x)\\, \\mathrm{d}x", display=True),
        "where the depth at each point of the section has to be known before the float is let go.",
    )),
    "spring": ("de", (
        "Eine Feder schwingt mit der Kreisfrequenz ", Formula("\\omega_0 = \\sqrt{k/m}"), ", solange die Auslenkung ",
        Formula("x"), " klein bleibt. Mit Reibung gilt dagegen die Gleichung",
        Formula("m\\ddot{x} + \\gamma\\dot{x} + kx = F_0\\cos(\\omega t)", display=True),
        "deren Lösung nach einiger Zeit nur noch vom Antrieb abhängt und nicht mehr vom Anfang.",
    )),
    "primes": ("fr", (
        "On note ", Formula("\\pi(n)"), " le nombre des nombres premiers jusqu'à ", Formula("n"), ". Pour ",
        Formula("n \\to \\infty"), ", il se comporte comme le quotient suivant,",
        Formula("\\pi(n) \\sim \\frac{n}{\\ln n}, \\qquad \\sum_{p \\le n} \\frac{1}{p} \\to \\infty", display=True),
        "ce que l'on a deviné bien avant de savoir le démontrer dans toute sa rigueur.",
    )),
    "matrix": ("es", (
        "Una matriz ", Formula("A \\in \\mathbb{R}^{2 \\times 2}"), " gira el plano si su determinante es ",
        Formula("\\det A = 1"), " y sus columnas son ortogonales, como en el ejemplo",
        Formula("A = \\begin{pmatrix} \\cos\\theta & -\\sin\\theta \\\\ \\sin\\theta & \\cos\\theta \\end{pmatrix}", display=True),
        "que todos los programas de dibujo llevan dentro, aunque nadie lo vea nunca.",
    )),
    "sets": ("en", (
        "Two sets are equal when ", Formula("A \\subseteq B"), " and ", Formula("B \\subseteq A"),
        ". For finite ones it is enough that one holds and that ", Formula("|A| = |B| < \\infty"), ". In general",
        Formula("|A \\cup B| = |A| + |B| - |A \\cap B| \\le |A| + |B|", display=True),
        "which children find out with buttons and two hoops long before they see a sign for it.",
    )),
}  # fmt: skip
"""By name the language and a paragraph with formulas in it."""


def make_page(language: str, topic: str, paragraph: str, head: str = "") -> str:
    """A page with a paragraph with formulas, and a menu and a footer around it."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{topic.title()} | Notes</title>{head}'
        f'</head>\n<body><nav><a href="/">Home</a> <a href="/all">All notes</a></nav>\n<article><h1>{topic.title()}</h1>\n'
        f"{paragraph}\n<p>{_ENDINGS[language]}</p></article>\n<footer>© 2024 Notes</footer></body></html>\n"
    )


_ENDINGS = {
    "en": "What is left is an exercise for a long evening, and the answer stands at the end of the book.",
    "de": "Der Rest ist eine Übung für einen langen Abend, und die Lösung steht am Ende des Buches.",
    "fr": "Le reste est un exercice pour une longue soirée, et la réponse se trouve à la fin du livre.",
    "es": "Lo que queda es un ejercicio para una tarde larga, y la respuesta está al final del libro.",
}


def render_paragraphs(parts: tuple[str | Formula, ...], render: Callable[[Formula], str]) -> str:
    """Paragraphs with rendered formulas; one on a line of its own ends a paragraph."""
    out = ["<p>"]
    for part in parts:
        if isinstance(part, str):
            out.append(html.escape(part))
        elif part.display:
            out += ["</p>\n<div>", render(part), "</div>\n<p>"]
        else:
            out.append(render(part))
    return "".join([*out, "</p>"])


def render_with_node(renderer: str, formulas: list[Formula]) -> dict[Formula, str]:
    """The HTML of formulas by KaTeX or Temml."""
    jobs = json.dumps([[renderer, f.tex, f.display] for f in formulas])
    done = subprocess.run(["node", NODE / "render.mjs"], input=jobs, capture_output=True, text=True, check=True)
    return dict(zip(formulas, json.loads(done.stdout), strict=True))


_SCRIPTS = {
    "mathjax-2-chtml": ("mathjax-2/MathJax.js?config=TeX-MML-AM_CHTML", ""),
    "mathjax-2-svg": ("mathjax-2/MathJax.js?config=TeX-AMS_SVG", ""),
    "mathjax-3-chtml": ("mathjax-3/es5/tex-chtml-full.js", ""),
    "mathjax-3-svg": ("mathjax-3/es5/tex-svg-full.js", ""),
    "mathjax-4-chtml": ("mathjax/tex-chtml.js", ""),
}
"""By renderer the script of MathJax that a page loads."""


def render_with_browser(renderer: str, page: str) -> str:
    """A page as it is once MathJax has run in it, without its scripts and styles, as crawlers with a browser store it."""
    script, _ = _SCRIPTS[renderer]
    address = f"file://{NODE / 'node_modules' / script}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page.replace("</head>", f'<script src="{address}"></script></head>'), "utf-8")
        done = subprocess.run([*CHROMIUM, f"file://{path}"], capture_output=True, text=True, check=True)
    without = re.sub(r"<style\b.*?</style>", "", done.stdout, flags=re.DOTALL)
    without = re.sub(r"<script\b(?![^>]*math/)[^>]*>.*?</script>", "", without, flags=re.DOTALL)
    return re.sub(r'<div id="MathJax_(?:Hidden|Message|SVG_Hidden)".*?</div>', "", without, flags=re.DOTALL)


def _delimit(formula: Formula) -> str:
    return html.escape(f"\\[{formula.tex}\\]" if formula.display else f"\\({formula.tex}\\)")


def _double_dollars(formula: Formula) -> str:
    return html.escape(f"$${formula.tex}$$" if formula.display else f"\\({formula.tex}\\)")


def _mediawiki(formula: Formula, mathml: str) -> str:
    kind = "display" if formula.display else "inline"
    source = html.escape(f"{{\\displaystyle {formula.tex}}}")
    return (
        f'<span class="mwe-math-element mwe-math-element-{kind}"><span class="mwe-math-mathml-{kind} mwe-math-mathml-a11y" '
        f'style="display: none;">{_with_source(mathml, source)}</span><img src="/media/math/render/svg/1" '
        f'class="mwe-math-fallback-image-{kind} mw-invert skin-invert" aria-hidden="true" alt="{source}"></span>'
    )


def _with_source(mathml: str, source: str) -> str:
    """MathML with its TeX as an annotation and as alternative text."""
    inner = re.sub(r"^<math[^>]*>|</math>$", "", mathml)
    return (
        f'<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="{source}"><semantics><mrow>{inner}</mrow>'
        f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    )


def _latexml(formula: Formula, mathml: str) -> str:
    inner = re.sub(r"^<math[^>]*>|</math>$", "", mathml)
    kind, source = ("block", f"\\displaystyle {formula.tex}") if formula.display else ("inline", formula.tex)
    return f'<math id="S1.m1" class="ltx_Math" alttext="{html.escape(source)}" display="{kind}"><semantics>{inner}</semantics></math>'


def _pandoc(formula: Formula) -> str:
    return f'<span class="math {"display" if formula.display else "inline"}">{_delimit(formula)}</span>'


def _pandoc_katex(formula: Formula) -> str:
    return f'<span class="math {"display" if formula.display else "inline"}">{html.escape(formula.tex)}</span>'


def _math_script(formula: Formula) -> str:
    mode = "; mode=display" if formula.display else ""
    return f'<script type="math/tex{mode}">{formula.tex}</script>'


def _wordpress_image(formula: Formula) -> str:
    return (
        f'<img src="https://s0.example/latex.php?latex=1&amp;bg=ffffff" alt="{html.escape(formula.tex)}" class="latex">'
    )


def _github(formula: Formula) -> str:
    text = html.escape(f"$${formula.tex}$$" if formula.display else f"${formula.tex}$")
    kind = "display" if formula.display else "inline"
    return f'<math-renderer class="js-{kind}-math" style="display: inline-block">{text}</math-renderer>'


_PLAIN: dict[str, Callable[[Formula], str]] = {
    "delimiters": _delimit,
    "double-dollars": _double_dollars,
    "pandoc": _pandoc,
    "pandoc-katex": _pandoc_katex,
    "math-script": _math_script,
    "wordpress-image": _wordpress_image,
    "github": _github,
}


def make_all() -> Iterator[tuple[str, str, list[Formula], str]]:
    """Yield renderer, topic, formulas and page."""
    for topic, (language, parts) in TOPICS.items():
        formulas = [part for part in parts if isinstance(part, Formula)]
        for renderer, plain in _PLAIN.items():
            yield renderer, topic, formulas, make_page(language, topic, render_paragraphs(parts, plain))
        for renderer in ("katex", "katex-mathml", "temml", "temml-bare"):
            rendered = render_with_node(renderer, formulas)
            yield renderer, topic, formulas, make_page(language, topic, render_paragraphs(parts, rendered.__getitem__))
        bare = render_with_node("temml-bare", formulas)
        for renderer, wrap in (("mediawiki", _mediawiki), ("latexml", _latexml)):
            paragraphs = render_paragraphs(parts, lambda f, wrap=wrap: wrap(f, bare[f]))
            yield renderer, topic, formulas, make_page(language, topic, paragraphs)
        source = make_page(language, topic, render_paragraphs(parts, _delimit))
        for renderer in _SCRIPTS:
            yield renderer, topic, formulas, render_with_browser(renderer, source)


def main() -> None:
    """Write each page, with its formulas beside it."""
    PAGES.mkdir(exist_ok=True)
    for renderer, topic, formulas, page in make_all():
        path = PAGES / f"{renderer}-{topic}.html"
        path.write_text(page, "utf-8")
        path.with_suffix(".json").write_text(json.dumps([f._asdict() for f in formulas], indent=1), "utf-8")
        print(path.name, len(page))


if __name__ == "__main__":
    main()

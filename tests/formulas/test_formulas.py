"""Formulas between delimiters, MathML as TeX, and what is no formula."""

import pytest

import cleancopy
from cleancopy.block import Layout, MarkKind
from cleancopy.dom import Tree
from cleancopy.formulas import Formula, split_at_formulas
from cleancopy.segment import segment_html


def read(html: str) -> list[str]:
    return [block.text for block in segment_html(Tree(html)).blocks]


@pytest.mark.parametrize(
    "text, parts",
    [
        (r"a \(x\) b", ["a ", Formula("x"), " b"]),
        ("\\[ x +\n y \\]", [Formula("x + y", display=True)]),
        ("so $$a=b$$.", ["so ", Formula("a=b", display=True), "."]),
        (r"\begin{align*}a&=b\end{align*}", [Formula(r"\begin{align*}a&=b\end{align*}", display=True)]),
        (r"no \( end", [r"no \( end"]),
        ("costs $5 and $6", ["costs $5 and $6"]),
        ("$$$ cheap $$$", ["$$$ cheap $$$"]),
        (r"\( . \)", [r"\( . \)"]),
    ],
)
def test_text_is_split_at_delimiters(text, parts):
    assert list(split_at_formulas(text)) == parts


@pytest.mark.parametrize(
    "mathml, tex",
    [
        ("<mfrac><mi>a</mi><mn>2</mn></mfrac>", r"$\frac{a}{2}$"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", r"$\sqrt{x+1}$"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", r"$\sqrt[3]{x}$"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>12</mn></msubsup>", "$x_i^{12}$"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>0</mn></mrow><mi>n</mi></munderover>",
         r"$\sum _{i=0}^n$"),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", r"$\bar{x}$"),
        ("<mi>sin</mi><mo>⁡</mo><mi>α</mi>", r"$\sin \alpha$"),
        ("<mi mathvariant='bold'>v</mi>", r"$\mathbf{v}$"),
        ("<mi>𝑡</mi>", "$t$"),
        ("<mtext>if </mtext><mi>x</mi>", r"$\text{if }x$"),
        ("<mfenced open='[' close=')'><mi>a</mi><mi>b</mi></mfenced>", "$[a,b)$"),
        ("<mo>(</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable><mo>)</mo>",
         r"$\begin{pmatrix} a & b \end{pmatrix}$"),
        ("<mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac>", r"$\binom{n}{k}$"),
        ("<mn>50</mn><mo>%</mo>", r"$50\%$"),
        ("<msup><mi>f</mi><mo>′</mo></msup>", "$f'$"),
        ("<mphantom><mi>x</mi></mphantom><mi>y</mi>", "$y$"),
    ],
)  # fmt: skip
def test_mathml_becomes_tex(mathml, tex):
    assert read(f"<p><math>{mathml}</math></p>") == [tex]


def test_deep_mathml_is_no_problem():
    assert len(read("<p><math>" + "<mrow>" * 400 + "<mi>x</mi>" + "</mrow>" * 400 + "</math></p>")) == 1


def test_formulas_in_code_are_code():
    assert read(r"<p>Write <code>\(x\)</code> for it.</p>") == [r"Write \(x\) for it."]
    (block,) = segment_html(Tree(r"<pre>\(x\)</pre>")).blocks
    assert (block.text, block.layout) == (r"\(x\)", Layout.CODE)


@pytest.mark.parametrize(
    "html, text",
    [
        ("10<sup>6</sup> litres", "10⁶ litres"),
        ("H<sub>2</sub>O", "H₂O"),
        ("x<sup>n+k</sup>", "xⁿ⁺ᵏ"),
        ("x<sup>Q</sup>", "x^(Q)"),
        ("m<sub>max</sub>", "mₘₐₓ"),
        ("a<sub>b,c</sub>", "a_(b,c)"),
        ("the 1<sup>st</sup> of May", "the 1st of May"),
        ("le 2<sup>e</sup> jour", "le 2e jour"),
        ("M<sup>lle</sup> Lange", "Mlle Lange"),
        ("end.<sup>1</sup>", "end.¹"),
        ("end.<sup><a href=#n>1</a></sup>", "end.¹"),
        ("end.<sup>[1]</sup>", "end.[1]"),
        ("<sup>Small print of the house</sup>", "Small print of the house"),
        ("<sup>New</sup> Ferry", "New Ferry"),
    ],
)
def test_raised_and_lowered_text(html, text):
    assert read(f"<p>{html}</p>") == [text]


def test_raised_text_keeps_what_it_was():
    (block,) = segment_html(Tree("<p>10<sup>6</sup> and x<sub>i</sub></p>")).blocks
    assert [(m.kind, block.text[m.start : m.end], m.value) for m in block.marks] == [
        (MarkKind.SUPERSCRIPT, "⁶", "6"),
        (MarkKind.SUBSCRIPT, "ᵢ", "i"),
    ]


PROSE = "The river is measured by anybody who has a float, a watch and a friend on the other bank of it. " * 2
OTHER = "Nobody has asked for the numbers in a long time, but they are written down every Sunday after church."


def test_struck_out_text_is_in_the_marks_alone():
    struck = "All of this was struck out on the next day, because the numbers had been taken from another river."
    page = (
        f"<h1>River</h1><p>It costs <s>nine</s> ten. {PROSE}</p><p>{OTHER}</p><p><del>{struck}</del></p><p>{PROSE}</p>"
    )
    article = cleancopy.extract(page)
    assert "nine" not in article.text
    assert "struck out" not in article.text
    assert article.text.startswith("It costs ten.")
    assert "<del>nine</del>" in article.render("markdown")


@pytest.mark.parametrize("tex", ["a<b", "a<script>", "[x](y)", "x`y`", "&lt;", "![a](b)", "http://a.b", "[^1]"])
def test_tex_never_becomes_markup(tex):
    source = tex.replace("<", "&lt;")
    article = cleancopy.extract(f"<h1>River</h1><p>{PROSE}</p><p>{OTHER} <math alttext='{source}'></math> {PROSE}</p>")
    assert article.text
    markdown = article.render("markdown")
    assert "<script" not in markdown
    assert "](y)" not in markdown.replace("] (y)", "")


@pytest.mark.parametrize(
    "html",
    [
        "<ruby>x<rt><a href=/a></a></rt></ruby> <b>y</b>",
        "<ruby>x<rt><sup><b></b></sup></rt></ruby>y",
        "<a href=/a>b</a><sup><a href=/b>1</a></sup><a href=/c>C</a>",
        "x<sup><b>1</b><i>2</i></sup><span>Y</span><span>Z</span>",
    ],
)
def test_marks_in_readings_and_raised_text_are_no_problem(html):
    assert read(f"<p>{html}</p>")

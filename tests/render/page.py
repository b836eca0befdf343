"""An article with everything that a body can hold, from a page written by us."""

from cleancopy.article import Article
from cleancopy.article_data import Image, Passage
from cleancopy.assemble.passages import build_body
from cleancopy.assemble.posts import number_posts
from cleancopy.block import Layout, Role
from cleancopy.classify import ROLE_OF_LAYOUT
from cleancopy.dom import Tree
from cleancopy.post_boxes import PostStart
from cleancopy.segment import segment_html

URL = "https://example.org/ferry"
PAGE = """
<p>The <a href="/pier">pier</a> is <b>open</b>, says <i>the board</i>: run <code>ferry --now</code><sup><a
href="#fn1">[1]</a></sup>. <a href="javascript:alert(1)">Do not click</a>.</p>
<h2>Boats &amp; fares</h2>
<ul><li>Gannet<ol start="3"><li><p>Deck three</p><p>Closed in winter</p></li><li>Deck four</li></ol></li>
<li>Tern</li></ul>
<table><tr><th>Boat</th><th colspan="2">Fare</th></tr><tr><td rowspan="2">Gannet</td><td>single</td><td>£3</td></tr>
<tr><td>return</td><td>£5</td></tr></table>
<pre><code class="language-python">def fare(boat):
    return 3 &lt; 5</code></pre>
<blockquote><p>We waited nine winters.</p><footer>Ann Lee</footer></blockquote>
<blockquote class="twitter-tweet"><p>Sailing!</p>
&mdash; Tern (@tern) <a href="https://x.example/1">May 1, 2024</a></blockquote>
<p>The tide is <math alttext="h = a\\sin t"></math>, at 10<sup>6</sup> litres of H<sub>2</sub>O;
<s>four</s> <ins>five</ins> boats, <kbd>Esc</kbd>, <mark>soon</mark>, <abbr title="North Quay">NQ</abbr>.</p>
<dl><dt>Tern</dt><dd>A boat.</dd></dl>
<ol><li>Call:<pre><code class="language-sh">ferry --now</code></pre></li></ol>
<table><tr><th>Day</th><th>Times</th></tr><tr><td>Sunday</td><td><ul><li>8</li><li>16</li></ul></td></tr>
<tr><td>Monday</td><td><a href="/monday">by</a><br><code>day</code></td></tr></table>
<div class="stanza"><div>Sail, Tern,</div><div>and return.</div></div>
<h3>Next</h3>
<p>The end.</p>
<ol><li id="fn1">Of the timetable.</li></ol>
"""
COMMENT = Passage(Role.COMMENT, "I was on the first boat.")


def everything() -> Article:
    segmentation = segment_html(Tree(PAGE))
    by_layout = ROLE_OF_LAYOUT | {Layout.HEADING: Role.SUBHEADING}
    roles = [by_layout.get(b.layout, Role.PARAGRAPH) for b in segmentation.blocks]
    kept = [True] * len(roles)
    starts = [PostStart(0, "Ann Lee", "2024-05-01"), PostStart(len(roles) // 2, "bo_ray", None)]
    body, posts = number_posts(build_body(segmentation, roles, kept, URL), kept, starts)
    return Article(
        body=body,
        posts=posts,
        title="The ferry sails",
        dek="After nine winters",
        authors=("Ann Lee", "Bo Ray"),
        published="2024-05-01",
        modified="2024-05-02T10:00:00+00:00",
        site="Saltmere Post",
        language="en",
        url=URL,
        images=(
            Image("https://example.org/pier.jpg", "a pier", "The pier", "Bo Ray", lead=True, passage_index=0),
            Image("https://example.org/tern.jpg", None, "The Tern", None, passage_index=1),
            Image("https://example.org/aside.jpg", None, "Elsewhere"),
        ),
        tags=("ferries",),
        section="News",
        license="https://creativecommons.org/licenses/by/4.0/",
        paywalled=False,
        comments=(COMMENT,),
    )

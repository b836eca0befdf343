"""Ways to damage a page. Each takes a source of randomness, the page and another page, and gives bytes."""

import re
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

Mutation = Callable[[Random, bytes, bytes], bytes]

MAX_BYTES = 400_000
"""Maximum size of a mutated page; `fuzzing.scaling` has longer ones."""

TAGS = (
    "a b i p br td tr table ul ol li div span font select option button form input img svg math template noscript "
    "script style title head body html iframe textarea plaintext pre code h1 h2 blockquote figure figcaption time "
    "frameset object caption colgroup tbody nobr marquee dl dt dd sup sub dialog details summary ruby rt base meta"
).split()
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-16", "shift_jis", "euc-jp", "gb18030", "big5", "koi8-r",
             "windows-1252", "windows-1251", "iso2022_jp", "euc-kr", "iso8859-8", "utf-7", "utf-32")  # fmt: skip
CHARSETS = ("utf-8", "utf-16", "shift_jis", "euc-jp", "iso-2022-jp", "gbk", "big5", "koi8-r", "windows-1252",
            "hz-gb-2312", "x-user-defined", "replacement", "iso-8859-8-i", "utf-7", "", "nonsense", "x-mac-cyrillic",
            "euc-kr")  # fmt: skip
CONTROLS = (b"\0", b"\x01", b"\x1b", b"\x7f", b"\x85", b"\x0b", b"\x0c", b"\r", b"\xff", b"\xef\xbb\xbf", b"\x1b$B",
            "\u2028".encode(), "\u202e".encode(), "\ufffe".encode(), b"\xed\xa0\x80", "\U0010ffff".encode(),
            "\u0301".encode(), "\u200d".encode(), "İ".encode(), "ﬃ".encode())  # fmt: skip
ENTITIES = (b"&", b"&#", b"&#x", b"&#0;", b"&#xD800;", b"&#x110000;", b"&#99999999999;", b"&amp", b"&notit;", b"&nbsp;",
            b"&#x80;", b"&lt;script&gt;", b"&zwj;", b"&NotEqualTilde;", b"&#13;", b"&AMP;&&amp;amp;")  # fmt: skip
_TAG = re.compile(rb"<[^<>]{1,200}>")
_CLOSING = re.compile(rb"</[a-zA-Z0-9]{1,20}>")
_ENTITY = re.compile(rb"&[#a-zA-Z0-9]{1,20};?")


def _choose_span(random: Random, page: bytes, longest: int = 2000) -> tuple[int, int]:
    start = random.randrange(len(page) + 1)
    return start, min(len(page), start + random.randint(1, longest))


def flip(random: Random, page: bytes, _: bytes) -> bytes:
    """Flip some bits."""
    out = bytearray(page)
    for _n in range(random.randint(1, 8) if out else 0):
        out[random.randrange(len(out))] ^= 1 << random.randrange(8)
    return bytes(out)


def add_noise(random: Random, page: bytes, _: bytes) -> bytes:
    """Change one byte in a hundred."""
    out = bytearray(page)
    for _n in range(len(out) // 100):
        out[random.randrange(len(out))] = random.randrange(256)
    return bytes(out)


def delete(random: Random, page: bytes, _: bytes) -> bytes:
    start, end = _choose_span(random, page)
    return page[:start] + page[end:]


def duplicate(random: Random, page: bytes, _: bytes) -> bytes:
    start, end = _choose_span(random, page)
    return page[:end] + page[start:end] * random.choice((1, 1, 2, 20)) + page[end:]


def swap(random: Random, page: bytes, _: bytes) -> bytes:
    a, b, c = sorted(random.randrange(len(page) + 1) for _n in range(3))
    return page[:a] + page[b:c] + page[a:b] + page[c:]


def splice(random: Random, page: bytes, other: bytes) -> bytes:
    """Join the beginning of one page and the end of another."""
    return page[: random.randrange(len(page) + 1)] + other[random.randrange(len(other) + 1) :]


def graft(random: Random, page: bytes, other: bytes) -> bytes:
    """Insert a piece of another page."""
    at = random.randrange(len(page) + 1)
    start, end = _choose_span(random, other)
    return page[:at] + other[start:end] + page[at:]


def truncate(random: Random, page: bytes, _: bytes) -> bytes:
    return page[: random.randrange(len(page) + 1)]


def behead(random: Random, page: bytes, _: bytes) -> bytes:
    return page[random.randrange(len(page) + 1) :]


def unclose(random: Random, page: bytes, _: bytes) -> bytes:
    """Remove all closing tags or some of them."""
    share = random.choice((0.1, 0.5, 1.0))
    return _CLOSING.sub(lambda match: b"" if random.random() < share else match[0], page)


def multiply(random: Random, page: bytes, _: bytes) -> bytes:
    """Repeat a tag of the page many times."""
    found = list(_TAG.finditer(page))
    if not found:
        return page
    match = random.choice(found)
    return page[: match.start()] + match[0] * random.choice((2, 10, 100, 600)) + page[match.end() :]


def retag(random: Random, page: bytes, _: bytes) -> bytes:
    """Replace a tag by a random one."""
    tag = f"<{random.choice(('', '/'))}{random.choice(TAGS)}>".encode()
    found = list(_TAG.finditer(page))
    match = random.choice(found) if found else None
    start, end = match.span() if match else _choose_span(random, page, 1)
    return page[:start] + tag + page[end:]


def blow_up(random: Random, page: bytes, _: bytes) -> bytes:
    """Insert a tag with hundreds of attributes, with a long one, or without an end."""
    tag = random.choice(TAGS).encode()
    many = b"".join(b' a%d="%d"' % (i, i) for i in range(random.choice((20, 300))))
    long = random.choice((b"class", b"id", b"href", b"style", b"content", b"colspan", b"datetime", b"src", b"srcset"))
    value = random.choice((b"9" * 5000, b"x " * 3000, b"display:none;" * 50, b"&quot;" * 200, b"\xff" * 100, b""))
    at = random.randrange(len(page) + 1)
    made = random.choice((b"<%b%b>" % (tag, many), b'<%b %b="%b">' % (tag, long, value), b'<%b %b="' % (tag, long)))
    return page[:at] + made + page[at:]


def add_controls(random: Random, page: bytes, _: bytes) -> bytes:
    """Insert control characters and other invalid ones."""
    for _n in range(random.randint(1, 6)):
        at = random.randrange(len(page) + 1)
        page = page[:at] + random.choice(CONTROLS) * random.choice((1, 1, 1, 50)) + page[at:]
    return page


def mangle(random: Random, page: bytes, _: bytes) -> bytes:
    """Replace entities, and insert broken ones."""
    page = _ENTITY.sub(lambda match: match[0] if random.random() < 0.5 else random.choice(ENTITIES), page)
    at = random.randrange(len(page) + 1)
    return page[:at] + random.choice(ENTITIES) * random.choice((1, 3)) + page[at:]


def recode(random: Random, page: bytes, _: bytes) -> bytes:
    """Encode the text in another encoding that is not declared."""
    return page.decode("utf-8", "replace").encode(random.choice(ENCODINGS), "ignore")


def misdeclare(random: Random, page: bytes, _: bytes) -> bytes:
    """Insert a meta tag with an encoding, which may be wrong."""
    charset = random.choice(CHARSETS).encode()
    tag = random.choice((b'<meta charset="%b">', b'<meta http-equiv=content-type content="text/html; charset=%b">'))
    return tag % charset + page


def flatten(random: Random, page: bytes, _: bytes) -> bytes:
    """Replace the tags by line ends or gaps, so that the page is flattened text."""
    between = random.choice((b"\n", b" ", b"\r\n", b"\n\n", b"\t", b"   ", b"\n* ", b"\n> ", b"\n    ", b" | "))
    return _TAG.sub(between, page)


def indent(random: Random, page: bytes, _: bytes) -> bytes:
    """Prefix each line."""
    before = random.choice((b"* ", b"> ", b">> ", b"1. ", b"    ", b"\t", b"# ", b"| ", b"```\n", b"a) ", b"- - "))
    return b"\n".join(before + line for line in page.split(b"\n"))


MUTATIONS: Mapping[str, Mutation] = MappingProxyType(
    {
        mutation.__name__: mutation
        for mutation in (flip, add_noise, delete, duplicate, swap, splice, graft, truncate, behead, unclose, multiply,
                         retag, blow_up, add_controls, mangle, recode, misdeclare, flatten, indent)
    }
)  # fmt: skip


def mutate(random: Random, page: bytes, other: bytes) -> bytes:
    """Apply one or several mutations to a page."""
    for _n in range(random.choice((1, 1, 2, 3, 5))):
        page = random.choice(tuple(MUTATIONS.values()))(random, page, other)[:MAX_BYTES]
    return page

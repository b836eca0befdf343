"""Spellings of addresses that must not be asked: what a URL parser, a resolver or a kernel may take for them."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

TARGETS = (
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "0.0.0.0", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.1",
    "192.168.0.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.8", "192.0.0.170", "198.18.0.1",
    "192.0.2.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
"""Loopback, private, link-local, shared, for protocols, for tests, relays, multicast, reserved, broadcast."""


def spellings(target: str) -> Iterator[str]:
    """A host of IPv4 as URLs may spell it."""
    number = int(IPv4Address(target))
    a, b, c, d = (int(part) for part in target.split("."))
    yield target
    yield f"{target}."
    yield str(number)
    yield f"{number:#x}"
    yield f"0{number:o}"
    yield ".".join(f"{part:#x}" for part in (a, b, c, d))
    yield ".".join(f"0{part:o}" for part in (a, b, c, d))
    yield ".".join(f"{part:03}" for part in (a, b, c, d))
    yield f"{a}.{number & 0xFF_FFFF}"
    yield f"{a}.{b}.{c << 8 | d}"
    yield f"{a:#x}.{b}.{c << 8 | d}"
    yield target.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    yield target.translate({ord(str(n)): chr(0x245F + n) if n else "⓪" for n in range(10)})
    yield target.replace(".", "。")
    yield target.replace(".", "%2e")
    yield "".join(f"%{ord(character):02x}" for character in target)


def embeddings(target: str) -> Iterator[str]:
    """Addresses of IPv6 that stand for one of IPv4."""
    number = int(IPv4Address(target))
    high, low = number >> 16, number & 0xFFFF
    yield f"[::ffff:{target}]"
    yield f"[::ffff:{high:x}:{low:x}]"
    yield f"[0:0:0:0:0:ffff:{high:x}:{low:x}]"
    yield f"[::{target}]"
    yield f"[::ffff:0:{target}]"
    yield f"[64:ff9b::{target}]"
    yield f"[64:ff9b:1::{target}]"
    yield f"[2002:{high:x}:{low:x}::1]"
    yield f"[{IPv6Address((0x2001 << 112) | (0x0808_0808 << 64) | (number ^ 0xFFFF_FFFF))}]"


SIX = (
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[fe80::1]", "[fe80::1%25lo]", "[fe80::1%lo]",
    "[fe80::1%251]",
    "[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "[ff02::1]", "[ff0e::1]", "[100::1]", "[2001:db8::1]", "[2001::1]",
    "[2001:2::1]", "[2001:10::1]", "[2001:20::1]", "[3fff::1]", "[5f00::1]", "[4000::1]", "[::1%25lo]",
)  # fmt: skip

NAMES = ("localhost", "LOCALHOST", "localhost.", "ip6-localhost", "localhost.localdomain", "foo.localhost")


def urls(port: int) -> Iterator[str]:
    """Every form as a URL with a port."""
    for target in TARGETS:
        for host in (*spellings(target), *embeddings(target)):
            yield f"http://{host}:{port}/"
    for host in (*SIX, *NAMES):
        yield f"http://{host}:{port}/"
        yield f"https://{host}:{port}/"
    yield from tricks(port)


def tricks(port: int) -> Iterator[str]:
    """URLs that one parser reads another way than the next, and schemes that are none of the web."""
    here = f"127.0.0.1:{port}"
    yield from (
        f"http://public.example@{here}/", f"http://public.example:80@{here}/", f"http://{here}#@public.example/",
        f"http://{here}?@public.example/", f"http://{here}\\@public.example/", f"http://public.example\\@{here}/",
        f"http://a:b@{here}/", f"http://@{here}/", f"http://{here}%2f@public.example/", f"http:{here}/",
        f"http:/{here}/",
        f"http:///{here}/", f"http:\\\\{here}\\", f"//{here}/", f"{here}/", f" http://{here}/", f"http://{here} /",
        f"http://{here}\t/", f"ht\ntp://{here}/", f"http://127.0.0.1\r\nX: y:{port}/", f"http://127.0.0.1\0:{port}/",
        f"http://[{here}]/", f"http://[::1]{here}/", f"http://0:{port}/", f"http://[::ffff:7f00:1]:{port}/",
        f"HTTP://{here}/", f"hTTps://{here}/", f"http://127.0.0.1:0{port}/", f"http://127.0.0.1:{port + 65536}/",
        f"http://127.0.0.1:+{port}/", "http://127.0.0.1:/", "http:///", "http://", "http:", "", "http://:80/",
        f"ftp://{here}/", f"gopher://{here}/_GET", f"dict://{here}/", f"ldap://{here}/", f"ws://{here}/",
        f"tftp://{here}/",
        "file:///etc/passwd", "file://localhost/etc/passwd", "FILE:///etc/passwd", "data:text/html,<p>x", "jar:http://x!/",
        "javascript:alert(1)", "about:blank", "unix:///run/docker.sock", "http+unix://%2frun%2fx/",
        "mailto:a@b.example",
    )  # fmt: skip

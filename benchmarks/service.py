"""Measures what the documents promise for the service, on localhost: `python -m benchmarks.service [NAME…]`.

    latency    time that the service adds to an extraction; its throughput with two workers, and the library's
    overload   four times the capacity: statuses, /healthz, memory, and the speed before and after it (--seconds)
    bodies     large and slow bodies, and false lengths: status, seconds, and the number of bytes read

CLEANCOPY_BENCH names the folder of the labelled pages; without them it uses a page that it makes. Clients run on the
same machine as the service, so with few processors the speeds are lower bounds.
"""

import argparse
import asyncio
import http.client
import multiprocessing
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

# Like the guard, before numpy is loaded: sums are small, and more threads would compete for the processors.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

import cleancopy
from cleancopy.service.settings import ServiceSettings
from labelled import has_sets, read_set

SETS = ("news-world", "news-en")
WORKERS = 2
PAUSE = 0.25
"""Seconds that a refused client waits: a quarter of Retry-After."""


def read_pages(most: int = 200) -> list[bytes]:
    if not has_sets():
        return [make_page(100_000)]
    return [row["html"] for name in SETS for row in read_set(name)][:most]


def make_page(size: int) -> bytes:
    """A page of about `size` bytes: thirty paragraphs and a long menu, like a news page."""
    sentence = "The harbour board met on {} and put off its decision on the new pier, which {} had asked for."
    body = "".join(f"<p>{sentence.format(f'day {i}', f'member {i}') * 3}</p>" for i in range(30))
    item = '<li class="nav-item menu-{0}"><a class="link" href="/section/{0}.html">Section {0}</a></li>'
    page = f"<!doctype html><title>The pier</title><body><main><article><h1>The pier</h1>{body}</article></main><ul>"
    return (page + "".join(item.format(i) for i in range((size - len(page)) // 87)) + "</ul>").encode()


def compute_percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


# ── the service, and clients ──────────────────────────────────────────────────────────────────────


@dataclass
class Service:
    process: subprocess.Popen[bytes]
    port: int

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def read_metric(self, name: str) -> float:
        connection = self.connect()
        connection.request("GET", "/metrics")
        lines = connection.getresponse().read().decode().splitlines()
        connection.close()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


@contextmanager
def run_service(*options: str) -> Iterator[Service]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = "from cleancopy.cli.main import main; main()"
    command = [sys.executable, "-c", code, "serve", "--port", str(port), "--workers", str(WORKERS), *options]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=environment)
    service = Service(process, port)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with suppress(OSError):
            service.read_metric("cleancopy_capacity")
            break
        time.sleep(0.1)
    try:
        yield service
    finally:
        process.send_signal(signal.SIGTERM)
        print(f"exit code after SIGTERM: {process.wait(70)}")


def post(connection: http.client.HTTPConnection, page: bytes) -> int:
    connection.request("POST", "/extract", page, {"Content-Type": "text/html"})
    response = connection.getresponse()
    response.read()
    return response.status


async def run_client(port: int, bodies: list[bytes], end: float, statuses: Counter[str], start: int, step: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    index = start
    while time.time() < end:
        body = bodies[index % len(bodies)]
        index += step
        writer.write(b"POST /extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/html\r\n")
        writer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        await reader.readexactly(length)
        status = head.split(b" ", 2)[1].decode()
        statuses[status if status != "503" or b"retry-after" in head else "503 without Retry-After"] += 1
        if status == "503":
            await asyncio.sleep(PAUSE)
        if b"connection: close" in head:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    writer.close()


async def run_clients(port: int, bodies: list[bytes], seconds: float, number: int) -> Counter[str]:
    statuses: Counter[str] = Counter()
    end = time.time() + seconds
    done = await asyncio.gather(
        *(run_client(port, bodies, end, statuses, i, number) for i in range(number)), return_exceptions=True
    )
    statuses.update(type(error).__name__ for error in done if error is not None)
    return statuses


def run_load(answer: "multiprocessing.Queue[Counter[str]]", port: int, *job: Any) -> None:
    answer.put(asyncio.run(run_clients(port, *job)))


def measure_rate(port: int, bodies: list[bytes], seconds: float, number: int = 2 * WORKERS) -> float:
    began = time.perf_counter()
    statuses = asyncio.run(run_clients(port, bodies, seconds, number))
    if set(statuses) != {"200"}:
        print(f"  statuses other than 200: {dict(statuses)}")
    return statuses["200"] / (time.perf_counter() - began)


# ── latency ───────────────────────────────────────────────────────────────────────────────────────


def measure_latency(_: argparse.Namespace) -> None:
    page = make_page(100_000)
    with run_service() as service:
        connection = service.connect()
        plain, over = [], []
        for i in range(220):
            began = time.perf_counter()
            cleancopy.extract(page)
            between = time.perf_counter()
            assert post(connection, page) == 200
            if i >= 20:  # by now each worker has answered before
                plain.append(between - began)
                over.append(time.perf_counter() - between)
        connection.close()
        own, all_in = statistics.median(plain) * 1000, statistics.median(over) * 1000
        print(f"page of {len(page):,} bytes, p50 of 200: extract {own:.1f} ms, service {all_in:.1f} ms")
        print(f"over plain extract: {all_in - own:.2f} ms")
        measure_throughput(service)


def measure_throughput(service: Service) -> None:
    bodies = read_pages()
    seconds = 10.0
    shares = []
    for _ in range(3):
        library, ours = measure_library_rate(bodies, seconds), measure_rate(service.port, bodies, seconds)
        shares.append(ours / library)
        print(f"{WORKERS} processes: library {library:.1f} pages/s, service {ours:.1f} pages/s")
    print(f"share of the library's, median: {statistics.median(shares):.0%}")


def measure_library_rate(bodies: list[bytes], seconds: float) -> float:
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        pool.map(extract_pages, [(bodies, 0.5, i) for i in range(WORKERS)])
        return sum(pool.map(extract_pages, [(bodies, seconds, i) for i in range(WORKERS)], chunksize=1)) / seconds


def extract_pages(job: tuple[list[bytes], float, int]) -> int:
    bodies, seconds, index = job
    end, done = time.perf_counter() + seconds, 0
    while time.perf_counter() < end:
        cleancopy.extract(bodies[index % len(bodies)])
        index += WORKERS
        done += 1
    return done


# ── overload ──────────────────────────────────────────────────────────────────────────────────────


def measure_overload(args: argparse.Namespace) -> None:
    bodies = read_pages()
    with run_service() as service:
        capacity = int(service.read_metric("cleancopy_capacity"))
        before = measure_rate(service.port, bodies, 8)
        print(f"before: {before:.1f} pages/s, {service.read_metric('cleancopy_resident_bytes') / 1e6:.0f} MB")
        answer: multiprocessing.Queue[Counter[str]] = multiprocessing.Queue()
        job = (answer, service.port, bodies, args.seconds, 4 * capacity)
        flood = multiprocessing.get_context("fork").Process(target=run_load, args=job)
        flood.start()
        times, memory = watch_service(service, flood)
        statuses = answer.get(timeout=10)
        flood.join()
        first, after = measure_rate(service.port, bodies, 1), measure_rate(service.port, bodies, 8)
        print(f"{4 * capacity} clients on a capacity of {capacity} for {args.seconds:.0f} s: {dict(statuses)}")
        print(f"/healthz, {len(times)} times: p50 {compute_percentile(times, 0.5) * 1000:.0f} ms, p99 "
              f"{compute_percentile(times, 0.99) * 1000:.0f} ms, max {max(times) * 1000:.0f} ms")  # fmt: skip
        shown = memory[:: max(len(memory) // 6, 1)]
        print(f"memory: {', '.join(f'{m / 1e6:.0f}' for m in shown)} MB, max {max(memory) / 1e6:.0f}")
        print(f"afterwards: {first:.1f} pages/s in the first second, {after:.1f} in the next eight")


def watch_service(service: Service, flood: multiprocessing.Process) -> tuple[list[float], list[float]]:
    """Measure the time of /healthz, twenty times a second, and the memory, once a second, while the flood lasts."""
    times: list[float] = []
    memory: list[float] = []
    connection = service.connect()
    while flood.is_alive():
        began = time.perf_counter()
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - began)
        assert response.status == 200
        if len(times) % 20 == 0:
            memory.append(service.read_metric("cleancopy_resident_bytes"))
        time.sleep(0.05)
    connection.close()
    return times, memory


# ── bodies ────────────────────────────────────────────────────────────────────────────────────────

HEAD = b"POST /extract HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"


def measure_bodies(_: argparse.Namespace) -> None:
    """The limits are the defaults of the command: 16 MB, 30 s for a body, 10 s without a byte."""
    settings = ServiceSettings()
    lists = b"[" + b"[]," * 4_999_999 + b"1]"
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    cases: dict[str, tuple[bytes, list[bytes], float]] = {
        "1 GB announced": (HEAD + b"Content-Length: 1000000000\r\n\r\n", [b"x" * 1_000_000] * 1000, 0),
        "chunks without end": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", [chunk] * 1000, 0),
        "1 byte a second": (HEAD + b"Content-Length: 1000\r\n\r\n", [b"x"] * 60, 1),
        "silence": (HEAD + b"Content-Length: 1000\r\n\r\nx", [], 0),
        "head, 1 byte a second": (b"", [bytes([b]) for b in HEAD], 1),
        "head of 100,000 lines": (HEAD, [b"X: y\r\n" * 100_000], 0),
        "Content-Length: abc": (HEAD + b"Content-Length: abc\r\n\r\n", [], 0),
        "deep JSON": (HEAD + b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n", [b"[" * 100_000], 0),
        "15 MB of JSON": (HEAD + b"Content-Type: application/json\r\nContent-Length: 15000000\r\n\r\n", [lists], 0),
    }
    with run_service() as service:
        for name, (head, parts, pause) in cases.items():
            read = service.read_metric("cleancopy_body_bytes_total")
            began = time.perf_counter()
            status = send_parts(service.port, head, parts, pause)
            seconds = time.perf_counter() - began
            read = service.read_metric("cleancopy_body_bytes_total") - read
            print(f"{name:<24} {status}  {seconds:5.1f} s  {int(read):>11,} bytes read")
        print(f"bound: {settings.body_bytes:,} bytes")


def send_parts(port: int, head: bytes, parts: list[bytes], pause: float) -> str:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        answer = bytearray()
        ended = threading.Event()

        def listen() -> None:
            with suppress(OSError):
                while piece := connection.recv(65536):
                    answer.extend(piece)
            ended.set()

        listener = threading.Thread(target=listen)
        listener.start()
        with suppress(OSError):
            for part in (head, *parts):
                if ended.is_set() or answer:
                    break
                connection.sendall(part)
                ended.wait(pause)
        listener.join(60)
    return bytes(answer[9:12]).decode() or "no answer"


PARTS = {"latency": measure_latency, "overload": measure_overload, "bodies": measure_bodies}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PARTS))
    parser.add_argument("--seconds", type=float, default=60, help="seconds of overload (default: 60)")
    args = parser.parse_args()
    for name in args.names or PARTS:
        print(f"── {name}")
        PARTS[name](args)


if __name__ == "__main__":
    main()

"""A crowd of people on one site: keep-alive connections, each with a session of its own, thinking between requests.

Plain sockets over asyncio, HTTP/1.1 read by Content-Length or chunks: the generator shares the machine with the server, so it must be cheap; what it
takes of the processor is reported.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import time
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field


@dataclass(frozen=True)
class Errand:
    """Something a person does: its name, how often (weight), the path, and what is sent (None: reading): by chance, of whom, and the version of the
    book that its page shows, as the page's script would send it.
    """

    name: str
    weight: int
    path: Callable[[random.Random, int], str]
    body: Callable[[random.Random, int, int], object] | None = None


@dataclass
class Told:
    """What the crowd met: seconds by errand, answers that were no success."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    size: int = 0


class Person:
    """One signed-in person on one connection."""

    def __init__(self, number: int, address: tuple[str, int], cookies: str, token: str, told: Told, version: int = 0) -> None:
        self.number = number
        self.address = address
        self.cookies = cookies
        self.token = token
        self.told = told
        self.version = version
        self.chance = random.Random(number)
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def live(self, errands: Sequence[Errand], until: float, thinking: float) -> None:
        """Do errands until the time is up, thinking so many seconds in the mean between two (exponentially; 0: none)."""
        weights = [errand.weight for errand in errands]
        await asyncio.sleep(self.chance.uniform(0, thinking or 0.5))
        while time.perf_counter() < until:
            await self.do(self.chance.choices(errands, weights)[0])
            if thinking:
                await asyncio.sleep(min(self.chance.expovariate(1 / thinking), max(0.0, until - time.perf_counter())))
        if self.streams is not None:
            self.streams[1].close()

    async def do(self, errand: Errand) -> None:
        """One request; a connection that was closed is opened again once."""
        body = b"" if errand.body is None else json.dumps(errand.body(self.chance, self.number, self.version), ensure_ascii=False).encode()
        head = (
            f"{'GET' if errand.body is None else 'POST'} {errand.path(self.chance, self.number)} HTTP/1.1\r\nHost: {self.address[0]}\r\nCookie: {self.cookies}\r\n"
            f"X-CSRFToken: {self.token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        begun = time.perf_counter()
        kept = self.streams is not None
        try:
            try:
                status = await asyncio.wait_for(self.exchange(head.encode() + body), 60)
            except (ConnectionError, asyncio.IncompleteReadError) as error:
                if not kept or getattr(error, "partial", b""):
                    raise
                self.streams = None  # the server had closed it while the person was thinking: a browser asks again on a new one
                status = await asyncio.wait_for(self.exchange(head.encode() + body), 60)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            status = type(error).__name__
            self.streams = None
        self.told.seconds.setdefault(errand.name, []).append(time.perf_counter() - begun)
        if status != 200:
            self.told.faults[f"{errand.name} {status}"] = self.told.faults.get(f"{errand.name} {status}", 0) + 1

    async def exchange(self, request: bytes) -> int:
        """Send a request and read its answer; the status."""
        if self.streams is None:
            self.streams = await asyncio.open_connection(*self.address, limit=1 << 20)
        reader, writer = self.streams
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        low = head.lower()
        if b"transfer-encoding: chunked" in low:
            while size := int((await reader.readline()).split(b";")[0], 16):
                await reader.readexactly(size + 2)
                self.told.size += size
            await reader.readline()
        elif b"content-length:" in low:
            size = int(low.split(b"content-length:")[1].split(b"\r\n")[0])
            answer = await reader.readexactly(size)
            self.told.size += size
            if b"application/json" in low:
                self.version = json.loads(answer).get("version", self.version)
        if b"connection: close" in low:
            writer.close()
            self.streams = None
        return status


async def crowd(people: Sequence[Person], errands: Sequence[Errand], seconds: float, thinking: float) -> float:
    """Let everybody live for so many seconds; returns the share of one core that the generator itself took."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    await asyncio.gather(*(person.live(errands, begun + seconds, thinking) for person in people))
    after = resource.getrusage(resource.RUSAGE_SELF)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / (time.perf_counter() - begun)


def report(told: Told, seconds: float, share: float) -> None:
    """Print what was met: count, mean, median, 99th percentile and longest by errand and together; faults; the generator's share."""
    everything = sorted(second for group in told.seconds.values() for second in group)
    print(f"  {'errand':28}{'requests':>9}{'a second':>10}{'mean':>9}{'p50':>9}{'p99':>9}{'longest':>9}")
    for name, group in [*sorted(told.seconds.items()), ("together", everything)]:
        ordered = sorted(group)
        print(f"  {name:28}{len(ordered):>9}{len(ordered) / seconds:>10.1f}{1000 * sum(ordered) / len(ordered):>7.0f}ms"
              f"{1000 * ordered[len(ordered) // 2]:>7.0f}ms{1000 * ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]:>7.0f}ms{1000 * ordered[-1]:>7.0f}ms")
    print(f"  faults: {told.faults or 'none'}; {told.size / 1e6:.1f} MB received; the generator took {100 * share:.0f} % of one core")

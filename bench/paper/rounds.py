"""Rounds: in each, every page is asked for on every paper, right after nginx's file. What counts is the ratio of the two."""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice

from bench.paper import load, processes
from bench.paper.papers import Paper, Postgres
from bench.paper.servers import HEADERS, Server

GZIP = {**HEADERS, "Accept-Encoding": "gzip"}
AT_ONCE = 4  # requests for pages that are made: as many as the server has threads
SPENT = 0.3  # seconds of CPU that one measurement of such a page takes
FEWEST, MOST = 8, 300  # requests of one measurement


@dataclass
class Sample:
    """One measurement: µs of CPU a request, requests a second, and the same of nginx over the file beside it."""

    cpu: float
    rate: float
    limit_cpu: float
    limit_rate: float


@dataclass
class Measured:
    """All rounds of one page of one paper, or of the cached article one way. `size`: bytes as it is sent, where it is one page."""

    page: str
    paper: str
    size: int = 0
    samples: list[Sample] = field(default_factory=list)
    failed: int = 0

    def ratios(self) -> list[float]:
        return [sample.cpu / sample.limit_cpu for sample in self.samples]

    def rates(self) -> list[float]:
        return [sample.rate / sample.limit_rate for sample in self.samples]

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios())

    @property
    def rate(self) -> float:
        return statistics.median(self.rates())

    @property
    def disagrees(self) -> bool:
        """Rounds differ by more than 30 %: the machine was not quiet, or the page is not the same each time."""
        return spread(self.ratios()) > 0.3


def spread(values: list[float]) -> float:
    return (max(values) - min(values)) / statistics.median(values)


class Site:
    """A paper that is served, and what it costs: its web process and its database's."""

    def __init__(self, paper: Paper, server: Server, name: str) -> None:
        self.paper, self.server, self.name = paper, server, name
        self.postgres = Postgres(paper.url) if paper.vendor == "postgresql" else None
        self._roots = [server.pid, *([self.postgres.postmaster()] if self.postgres else [])]

    def cost(self, run: Callable[[], load.Run]) -> tuple[float, load.Run]:
        """Seconds of CPU that a run took on the server's side."""
        strangers = self._strangers()
        before = processes.snapshot(self._roots)
        done = run()
        after = processes.snapshot(self._roots)
        return processes.between(before, after, strangers | self._strangers()), done

    def _strangers(self) -> set[int]:
        return self.postgres.strangers(self.name) if self.postgres else set()


class Pages:
    """The addresses of one kind of page in one paper, handed out as they are needed."""

    def __init__(self, site: Site, page: str, paths: list[str], cookie: str) -> None:
        self.site, self.measured = site, Measured(page, site.paper.name)
        self._once = page.endswith(", cold")
        self._paths: Iterator[str] = cycle(paths)
        self._most = len(paths) if self._once else MOST
        self._headers = {**GZIP, "Cookie": cookie} if page.startswith("desk") else GZIP
        self._few = len(paths)
        self.requests = FEWEST

    def warm(self, rounds: int) -> None:
        """Ask for each a few times, and find out how many requests fill a measurement. Cold pages stay cold."""
        count = FEWEST if self._once else max(FEWEST, 2 * self._few)
        self._ask(count)
        if not self._once:
            with load.Client(self.site.server.port, self._headers) as client:
                self.measured.size = len(client.get(next(self._paths))[2])
        cost, run = self.site.cost(lambda: self._ask(FEWEST))
        wanted = int(SPENT / max(cost / run.requests, 1e-5))
        most = min(MOST, (self._most - 2 * FEWEST) // rounds) if self._once else MOST
        self.requests = max(FEWEST, min(wanted, most))

    def measure(self, limit: tuple[float, float]) -> None:
        cost, run = self.site.cost(lambda: self._ask(self.requests))
        self.measured.failed += run.failed
        rate = run.requests / run.seconds
        self.measured.samples.append(Sample(cost / run.requests * 1e6, rate, *limit))

    def _ask(self, count: int) -> load.Run:
        paths = list(islice(self._paths, count))
        return load.burst(self.site.server.port, paths, self._headers, AT_ONCE)


def of_limit(limit: Server) -> tuple[float, float]:
    """µs of CPU a request and requests a second of nginx over the file."""
    return _hammered(limit, [limit.pid], "/page")


def _hammered(server: Server, roots: list[int], path: str) -> tuple[float, float]:
    before = processes.snapshot(roots)
    run = load.wrk(server.port, path, GZIP)
    spent = processes.between(before, processes.snapshot(roots))
    if run.failed:
        raise RuntimeError(f"{run.failed} of {run.requests} requests for {path} failed")
    return spent / run.requests * 1e6, run.requests / run.seconds


def uncached(pages: list[Pages], limit: Server, rounds: int, say: Callable[[str], None]) -> list[Measured]:
    """Every kind of page of every paper; papers of one kind one after the other, so that growth is a ratio of neighbours."""
    for one in pages:
        one.warm(rounds)
    kinds = list(dict.fromkeys(one.measured.page for one in pages))
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}: pages that are made")
        for kind in kinds:
            beside = of_limit(limit)
            for one in pages:
                if one.measured.page == kind:
                    one.measure(beside)
    return [one.measured for one in pages]


def cached(
    site: Site, front: Server, limit: Server, path: str, rounds: int, say: Callable[[str], None]
) -> list[Measured]:
    """The article from the page cache: asked of the paper itself, and through nginx in front of it."""
    direct, behind = Measured("direct", site.paper.name), Measured("nginx in front", site.paper.name)
    ways = [(direct, site.server, [site.server.pid]), (behind, front, [front.pid, site.server.pid])]
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}: the cached article on {site.paper.name}")
        for measured, server, roots in ways:
            beside = of_limit(limit)
            measured.samples.append(Sample(*_hammered(server, roots, path), *beside))
    return [direct, behind]

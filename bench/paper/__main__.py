"""Shows whether Newsroom is as fast as it says: `make bench`, or `python -m bench.paper`.

    make bench                                            papers of 1,000, 100,000 and 1,000,000 stories in var/bench/
    make bench STORIES=1000,100000 ROUNDS=3               smaller, sooner
    make bench DATABASES="sqlite:////path postgres://…"   papers that are filled already (manage.py make_corpus), by size

A million stories take up to an hour to fill, on each database, once. It says at the end how long it took. It needs nginx and wrk (Debian: apt install nginx-light wrk). Let the machine do nothing else meanwhile.
The table goes to docs/performance.md, every measurement to var/bench/results.json.
"""

import argparse
import json
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

from bench.paper import VAR, bytes_alike, load, processes, report, rounds, servers
from bench.paper.freshness import freshness
from bench.paper.papers import NAMES, Paper, Postgres, SQLiteFiles, asked, filled, given, made

PARTS = ("cached", "made", "fresh")
FOR_FRESHNESS = 1_000  # stories of a paper of its own, which is written to
DIFFERENT = 3_000  # addresses asked for before the memory of a web process is looked at


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", default="1000,100000,1000000", help="sizes of the papers, with commas")
    parser.add_argument("--vendors", default="sqlite,postgresql")
    parser.add_argument("--databases", default="", help="URLs of filled papers, with spaces, in place of our own")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--parts", default=",".join(PARTS), help="some of them; docs/performance.md then stays as it is"
    )
    parser.add_argument("--pages", default="", help="only the kinds of pages that begin so, with commas; alike")
    return parser.parse_args()


def check_tools() -> None:
    lacking = [tool for tool in ("nginx", "wrk") if not shutil.which(tool)]
    if lacking:
        sys.exit(
            f"{' and '.join(lacking)} cannot be found. Install them (Debian: apt install nginx-light wrk), then try again."
        )


_began = time.monotonic()


def say(line: str) -> None:
    print(f"{time.monotonic() - _began:5.0f} s  {line}", flush=True)


def main() -> None:
    asks = options()
    check_tools()
    VAR.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that the servers end too
    with ExitStack() as running:
        papers = chosen(asks, running)
        say(f"papers: {'; '.join(paper.name for paper in papers)}")
        asked(papers[0].url, "static")
        found = measure(papers, asks, running)
    (VAR / "results.json").write_text(json.dumps(found, default=vars, indent=1))
    if not asks.pages and asks.parts == ",".join(PARTS):
        report.write(found)
    say("done")
    print(report.table(found))


def chosen(asks: argparse.Namespace, running: ExitStack) -> list[Paper]:
    if asks.databases:
        return given(asks.databases.split())
    return made([int(size) for size in asks.stories.split(",")], asks.vendors.split(","), running)


def measure(papers: list[Paper], asks: argparse.Namespace, running: ExitStack) -> dict:
    told = {paper: asked(paper.url, "pages") for paper in papers}
    largest = list({paper.vendor: paper for paper in papers}.values())
    keeping = [start(paper, running, "cached") for paper in largest]
    with load.Client(keeping[0].server.port, rounds.GZIP) as client:
        limit = servers.start_limit(client.get(told[largest[0]]["pages"]["article"][0]), running)
    found = {
        "machine": report.machine(),
        "rounds": asks.rounds,
        "papers": papers,
        "cached": [],
        "made": [],
        "memory": [],
        "seen": [],
    }
    for site in keeping if "cached" in asks.parts else []:
        found["cached"] += cached(site, limit, told[site.paper]["pages"], asks.rounds, running)
    if "made" in asks.parts:
        making = [start(paper, running, "making", PAGE_CACHE="off") for paper in papers]
        found["made"] = rounds.uncached(list(wanted(making, told, asks)), limit, asks.rounds, say)
        found["memory"] = [memory(site, told[site.paper]["pages"]) for site in (*keeping, *making)]
    for paper in largest if "fresh" in asks.parts else []:
        found["seen"] += fresh(paper, running)
    return found


def cached(
    site: rounds.Site, limit: servers.Server, pages: dict[str, list[str]], times: int, running: ExitStack
) -> list:
    front = servers.start_front(site.server, running)
    bytes_alike.check(site.server.port, front.port, [paths[0] for paths in pages.values()])
    return rounds.cached(site, front, limit, pages["article"][0], times, say)


def wanted(sites: list[rounds.Site], told: dict, asks: argparse.Namespace) -> Iterator[rounds.Pages]:
    for site in sites:
        for kind, paths in told[site.paper]["pages"].items():
            if kind.startswith(tuple(asks.pages.split(","))):
                yield rounds.Pages(site, kind, paths, told[site.paper]["cookie"])


def start(paper: Paper, running: ExitStack, what: str, **settings: str) -> rounds.Site:
    """A web process of the paper that has answered once."""
    name = f"{paper.vendor}-{paper.stories}-{what}"
    server = servers.start_site(paper.url, name, running, **settings)
    with load.Client(server.port, rounds.GZIP) as client:
        status, head, _ = client.get("/")
    if status != 200:
        raise RuntimeError(f"The front of {paper.name} answers {status}:\n{head.decode()}")
    return rounds.Site(paper, server, name)


def memory(site: rounds.Site, pages: dict[str, list[str]]) -> dict:
    """MiB of the largest process of a site after thousands of different pages."""
    load.burst(site.server.port, pages["article, cold"][:DIFFERENT], rounds.GZIP, rounds.AT_ONCE)
    return {
        "paper": site.paper.name,
        "site": site.name,
        **max(processes.memory(site.server.pid), key=lambda one: one["rss"]),
    }


def fresh(paper: Paper, running: ExitStack) -> list:
    """On a paper of its own beside this one: publishing writes."""
    server = Postgres(paper.url) if paper.vendor == "postgresql" else SQLiteFiles()
    url = filled(server, paper.vendor, FOR_FRESHNESS, "newsroom_bench_fresh")
    written = Paper(paper.vendor, FOR_FRESHNESS, url)
    sites = [start(written, running, f"fresh-{number}").server for number in range(2)]
    return freshness(url, NAMES[paper.vendor], sites, servers.start_front(sites[0], running), running, say)


if __name__ == "__main__":
    main()

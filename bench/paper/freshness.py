"""How soon readers see what was published: on a page that is cached, in this process and in another, and at a schedule."""

import gzip
import http.client
import json
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlencode

from lxml import html

from bench.paper import ROOT, load
from bench.paper.papers import asked, surroundings
from bench.paper.rounds import GZIP
from bench.paper.servers import HEADERS, Server

TIMES = 10
SCHEDULES = 4
AHEAD = 3  # seconds
PATIENCE = 30  # seconds
PAUSE = 0.001  # seconds between two looks


@dataclass
class Seen:
    """Milliseconds until a page showed what had been published, one for each time."""

    what: str
    paper: str
    late: list[float]


class Desk:
    """Somebody who is signed in at one process."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie

    def publish(self, article: int, headline: str) -> float:
        """Type a headline over the story's and press Publish. Returns when the answer came."""
        url = f"/admin/articles/article/{article}/change/"
        page, token = self._ask("GET", url)
        form = html.fromstring(page).get_element_by_id("story")
        typed = [pair for pair in form.form_values() if pair[0] not in ("headline", "do")]
        typed += [("headline", headline), ("do", "publish")]
        answer, _ = self._ask("POST", url, typed, token)
        if answer:  # warnings come first
            seen = html.fromstring(answer).xpath("//*[@id='panel']//input[@name='seen']/@value")
            typed = [pair for pair in typed if pair[0] != "note"] + [("seen", seen[0]), ("note", "It cannot wait.")]
            self._ask("POST", url, typed, token)
        return time.time()

    def _ask(self, method: str, url: str, typed: list | None = None, token: str = "") -> tuple[str, str]:
        """The page, "" where it leads on to another; and the token that proves a form is ours."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        cookie = self._cookie + (f"; csrftoken={token}" if token else "")
        headers = {**HEADERS, "Cookie": cookie, "Referer": f"https://127.0.0.1{url}"}
        if typed is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, url, urlencode(typed) if typed else None, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        if answer.status not in (200, 302):
            raise RuntimeError(f"The desk answers {answer.status} to {method} {url}: {page[:500]}")
        given = [line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie", [])]
        tokens = [line.removeprefix("csrftoken=") for line in given if line.startswith("csrftoken=")]
        return (page if answer.status == 200 else ""), tokens[0] if tokens else token


class Verbs:
    """A process of its own in which verbs are done: the paper's other process, a command, a colleague at the desk."""

    def __init__(self, url: str, running: ExitStack) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "bench.paper.inside", "verbs"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        self._process = running.enter_context(subprocess.Popen(command, cwd=ROOT, env=surroundings(url), **pipes))
        running.callback(self._process.terminate)
        self._answer()

    def publish(self, article: int, headline: str, seconds: float = 0) -> dict:
        """{"kept": when the transaction was over, "from": when readers have it}: seconds since 1970."""
        print(
            json.dumps({"article": article, "headline": headline, "in": seconds}), file=self._process.stdin, flush=True
        )
        return self._answer()

    def _answer(self) -> dict:
        return json.loads(self._process.stdout.readline())


def seen_at(port: int, path: str, word: str) -> float:
    """When the page first showed the word. Raises RuntimeError where it never does."""
    until = time.time() + PATIENCE
    with load.Client(port, GZIP) as client:
        while time.time() < until:
            status, _, body = client.get(path)
            if status == 200 and word.encode() in gzip.decompress(body):
                return time.time()
            time.sleep(PAUSE)
    raise RuntimeError(f"{path} never showed what was published.")


def watched(ports: list[int], path: str, word: str, act: Callable[[], float]) -> list[float]:
    """Milliseconds from the moment that `act` returns until each port showed the word, which it began to look for before."""
    found: dict[int, float] = {}
    watch = [threading.Thread(target=lambda p=p: found.update({p: seen_at(p, path, word)})) for p in ports]
    for port in ports:
        keep(port, path, word)
    for thread in watch:
        thread.start()
    moment = act()
    for thread in watch:
        thread.join()
    return [max(0.0, found[port] - moment) * 1000 for port in ports]


def keep(port: int, path: str, word: str) -> None:
    """Have the page in the cache. Raises RuntimeError where it is not kept, or has the word already."""
    with load.Client(port, GZIP) as client:
        first, again = (client.get(path) for _ in range(2))
    if first[0] != 200 or first[2] != again[2]:
        raise RuntimeError(f"{path} answers {first[0]}, or another page each time.")
    if word.encode() in gzip.decompress(first[2]):
        raise RuntimeError(f"{path} says {word} before it is published.")


def freshness(url: str, name: str, sites: list[Server], front: Server, running: ExitStack, say: Callable) -> list[Seen]:
    """`sites`: two web processes of one paper; `front`: nginx in front of the first."""
    told = asked(url, "subjects")
    subjects = iter(told["stories"])
    desk, verbs = Desk(sites[0].port, told["cookie"]), Verbs(url, running)
    here, there, proxy = (server.port for server in (*sites, front))
    seen = {
        what: Seen(what, name, [])
        for what in ("same process", "another process", "nginx in front", "schedule, under load")
    }
    say(f"publish to visible on {name}")
    this = secrets.token_hex(4)  # run: what an earlier one published still stands
    for number in range(TIMES):
        article, path = next(subjects)
        word = f"Desk{number}-{this}"
        (late,) = watched([here], path, word, lambda a=article, w=word: desk.publish(a, f"News from the {w}"))
        seen["same process"].late.append(late)
        article, path = next(subjects)
        word = f"Verb{number}-{this}"
        late, behind = watched(
            [there, proxy], path, word, lambda a=article, w=word: verbs.publish(a, f"News by {w}")["kept"]
        )
        seen["another process"].late.append(late)
        seen["nginx in front"].late.append(behind)
    for number in range(SCHEDULES):
        article, path = next(subjects)
        _, other = next(subjects)
        word = f"Clock{number}-{this}"
        with ExitStack() as loaded:
            loaded.callback(under_load(here, other).join)
            (late,) = watched(
                [here], path, word, lambda a=article, w=word: verbs.publish(a, f"News at {w}", AHEAD)["from"]
            )
        seen["schedule, under load"].late.append(late)
    return list(seen.values())


def under_load(port: int, path: str) -> threading.Thread:
    """Everything the machine has, for as long as a schedule takes."""
    thread = threading.Thread(target=load.wrk, args=(port, path, GZIP, AHEAD + 2))
    thread.start()
    return thread

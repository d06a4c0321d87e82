"""All pages of a paper, kept, beside those that Django would render now."""
# ruff: noqa: F811 (a fixture is named where it is used)

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import replace
from difflib import unified_diff

import pytest
from django.db import transaction
from django.test import TestCase

from pagecache import memory, wsgi
from tests.cached import Visitor, visitor  # noqa: F401 (a fixture)
from tests.whole_paper import NOW, addresses, after, whole_paper

NEVER_KEPT = {  # these say themselves how long they last, and nobody here keeps them
    "articles:share", "authors:check", "images:rendition", "images:icon", "images:icon_share", "images:icon_svg",
    "images:favicon", "images:touch_icon", "paper:stylesheet", "paper:security_txt",
}  # fmt: skip
LATER = after(seconds=1)  # than the paper was made
OF_THE_MOMENT = {"Cache-Control", "X-Accel-Expires", "ETag", "Content-Length", "Vary"}


class Kept:
    """All pages of a paper, with the cache filled."""

    def __init__(self, reader: Visitor, clock, paper) -> None:
        self.visitor, self.clock, self.paper = reader, clock, paper
        found = addresses(paper)
        self.addresses = [address for name in found if name not in NEVER_KEPT for address in found[name]]
        self.samples = {
            its[0] for its in found.values()
        }  # of each view one page: looked at also where it was made anew
        self.fill()

    def fill(self) -> None:
        """Ask for every page, and see which of them are there then."""
        for address in self.addresses:
            self.visitor.get(address)
        self.there = {address for address in self.addresses if self.visitor.get(address).kept}

    def dropped(self) -> set[str]:
        """Of the pages that were kept, those that are not any more."""
        return {address for address in self.there if not self.visitor.get(address).kept}

    def stale(self) -> list[str]:
        """What is wrong with the pages as the cache answers now, one for each that differs from what Django makes when it
        has nothing in memory."""
        served = {address: self.visitor.get(address) for address in self.addresses}
        served = {address: page for address, page in served.items() if page.kept or address in self.samples}
        memory.distrust()
        return [
            f"{address} ({'kept' if page.kept else 'made anew'}): {found}"
            for address, page in served.items()
            if (found := difference(page, self.visitor.fresh(address)))
        ]

    @contextmanager
    def for_once(self) -> Iterator[None]:
        """What is done within was not done: afterwards the rows, the clock and the pages are as before."""
        pages = {name: replace(page) for name, page in wsgi.shelf._kept.items()}
        coming = deepcopy(memory._coming)
        with suppress(Undone), transaction.atomic():
            yield
            raise Undone
        self.clock.set(LATER)
        memory.forget()
        memory._coming.update(coming)
        for name, page in pages.items():
            wsgi.shelf.put(name, page.value, page.tags, memory.begin(), until=page.until, weight=page.weight)


class Undone(Exception):
    pass


def difference(served, fresh) -> str:
    """The first lines that differ, "" where nothing does."""
    if served.status != fresh.status:
        return f"{served.status}, and it is {fresh.status}"
    for name in (served.headers.keys() | fresh.headers.keys()) - OF_THE_MOMENT:
        if served.headers.get(name) != fresh.headers.get(name):
            return f"{name}: {served.headers.get(name)}, and it is {fresh.headers.get(name)}"
    if served.plain == fresh.plain:
        return ""
    lines = (re.sub(r"(?<=>)(?=<)", "\n", text).splitlines() for text in (served.text, fresh.text))
    return "\n".join([line[:300] for line in unified_diff(*lines, lineterm="", n=0)][2:8])


@pytest.fixture
def kept(visitor, clock, administrator):
    clock.set(NOW)
    with verbs_committed():
        paper = whole_paper()
    paper.administrator = administrator
    clock.set(LATER)
    return Kept(visitor, clock, paper)


@contextmanager
def verbs_committed() -> Iterator[None]:
    """What the verbs do once their transaction is kept is done, in the order they asked for it."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield

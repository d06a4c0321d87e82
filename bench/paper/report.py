"""The tables of docs/performance.md: what was measured, beside the targets, met or not."""

import os
import platform
import statistics
from collections.abc import Callable
from datetime import date

from bench.paper import ROOT
from bench.paper.papers import Paper
from bench.paper.rounds import Measured

FILE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
MOST = {  # times the CPU of nginx over the file
    "article": 300,
    "article, cold": 600,
    "author": 450,
    "author, deepest": 450,
    "section": 450,
    "section, deepest": 450,
    "search, common word": 900,
    "search, rare word": 900,
}
DIRECT, BEHIND = 3.5, 1.0
ROUNDED = 0.05  # 1.0 is what rounds to it
RATE = 0.8  # of nginx's requests a second, without nginx in front
GROWTH, GROWTH_OF_SEARCH_AND_DESK = 1.3, 1.5
SAME, OTHER, LATE = 100, 300, 1_000  # milliseconds
MEMORY = 150  # MiB
SOONEST = {"same process": SAME, "another process": OTHER, "schedule, under load": LATE}


def machine() -> dict[str, str | int]:
    with open("/proc/cpuinfo") as told:
        names = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    return {
        "on": date.today().isoformat(), "processor": names[0] if names else platform.machine(), "cores": os.cpu_count() or 0,
        "python": platform.python_version(), "system": platform.platform(),
    }  # fmt: skip


def write(found: dict) -> None:
    """Put the tables between their two marks."""
    before, _, rest = FILE.read_text().partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise RuntimeError(f"{FILE.name} has no marks {BEGIN} and {END} to write between.")
    FILE.write_text(f"{before}{BEGIN}\n{table(found)}\n{END}{after}")


def table(found: dict) -> str:
    parts = [_heading(found), _cached(found["cached"])]
    for vendor in dict.fromkeys(paper.vendor for paper in found["papers"]):
        papers = [paper for paper in found["papers"] if paper.vendor == vendor]
        parts.append(_made(papers, found["made"]))
    parts += [_seen(found["seen"]), _memory(found["memory"]), _uneasy([*found["cached"], *found["made"]])]
    return "\n\n".join(part for part in parts if part)


def _heading(found: dict) -> str:
    one = found["machine"]
    samples = [sample for measured in [*found["cached"], *found["made"]] for sample in measured.samples]
    limits = [sample.limit_cpu for sample in samples]
    middle = statistics.median(limits)
    return (
        f"{one['on']}, {one['cores']} cores of {one['processor']}, Python {one['python']}; medians of {found['rounds']} rounds. nginx over "
        f"the precompressed file: {middle:.1f} µs of CPU a request = 1 ({min(limits):.1f} to {max(limits):.1f} in this run)."
    )


def _cached(measured: list[Measured]) -> str:
    rows = []
    for one in measured:
        direct = one.page == "direct"
        most, least = (DIRECT, RATE) if direct else (BEHIND, 0)
        met = one.ratio < most + ROUNDED and one.rate >= least
        target = f"CPU {most}, requests {least}" if direct else f"CPU {most}"
        rows.append(
            [one.paper, one.page, _with_spread(one.ratios(), 2), _with_spread(one.rates(), 2), target, said(met)]
        )
    heads = ["cached article", "asked", "CPU", "requests a second", "target", ""]
    return _markdown(heads, rows)


def _made(papers: list[Paper], measured: list[Measured]) -> str:
    """One row for each kind of page: times nginx's CPU at each size, and the growth from the smallest to the largest."""
    by_page: dict[str, list[Measured]] = {}
    for paper in papers:
        for one in measured:
            if one.paper == paper.name:
                by_page.setdefault(one.page, []).append(one)
    rows = [_row(page, ones, len(papers)) for page, ones in by_page.items()]
    heads = [
        f"{papers[0].name.partition(',')[0]}, not cached",
        *(f"{paper.stories:,}" for paper in papers),
        "ms",
        "growth",
        "of its size",
        "target",
        "",
    ]
    return _markdown(heads, rows)


def _row(page: str, ones: list[Measured], sizes: int) -> list[str]:
    grown = growth(ones) if sizes > 1 else None
    most, limit = MOST.get(page), GROWTH_OF_SEARCH_AND_DESK if page.startswith(("search", "desk")) else GROWTH
    judged = [
        *([max(one.ratio for one in ones) <= most] if most else []),
        *([round(grown, 2) <= limit] if grown else []),
    ]
    last = statistics.median(sample.cpu for sample in ones[-1].samples) / 1000
    target = ", ".join([*([str(most)] if most else []), *([f"growth {limit}"] if grown else [])])
    marks = ["*" if one.disagrees else "" for one in ones]
    cells = [f"{one.ratio:.0f}{mark}" for one, mark in zip(ones, marks, strict=True)]
    return [
        page, *cells, f"{last:.1f}", f"{grown:.2f}" if grown else "", larger(ones), target, said(all(judged)) if judged else "",
    ]  # fmt: skip


def larger(ones: list[Measured]) -> str:
    """How many times the bytes of the smallest paper's page the largest one's has; "" where pages differ in any paper."""
    return f"{ones[-1].size / ones[0].size:.1f}" if ones[0].size else ""


def growth(ones: list[Measured]) -> float:
    """From the smallest paper to the largest: the median of the rounds' own ratios."""
    pairs = zip(ones[0].ratios(), ones[-1].ratios(), strict=True)
    return statistics.median(last / first for first, last in pairs)


def _seen(seen: list) -> str:
    rows = []
    for one in seen:
        most = SOONEST.get(one.what)
        met = "" if most is None else said(max(one.late) < most)
        row = [one.paper, one.what, f"{statistics.median(one.late):.0f}", f"{max(one.late):.0f}", str(len(one.late))]
        rows.append([*row, f"{most}" if most else "", met])
    return _markdown(["publish to visible", "where", "median ms", "worst ms", "times", "target", ""], rows)


def _memory(memory: list[dict]) -> str:
    rows = [
        [
            one["paper"],
            one["site"].rpartition("-")[2],
            f"{one['rss']:.0f}",
            f"{one['pss']:.0f}" if "pss" in one else "",
            str(MEMORY),
        ]
        + [said(one["rss"] < MEMORY)]
        for one in memory
    ]
    return _markdown(["memory of a web process", "pages", "MiB", "of its own", "target", ""], rows)


def _uneasy(measured: list[Measured]) -> str:
    uneasy = [one for one in measured if one.disagrees]
    failed = [one for one in measured if one.failed]
    lines = []
    if uneasy:
        names = "; ".join(f"{one.page} ({one.paper}: {_with_spread(one.ratios(), 1)})" for one in uneasy)
        lines.append(f"\\* Rounds disagree by more than 30 % (median, least to most): {names}.")
    if failed:
        lines.append(
            f"Answers that were no pages: {'; '.join(f'{one.page} ({one.paper}): {one.failed}' for one in failed)}."
        )
    return "\n\n".join(lines)


def _with_spread(values: list[float], digits: int) -> str:
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def said(met: bool) -> str:
    return "met" if met else "**not met**"


def _markdown(heads: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return ""
    line: Callable = lambda cells: f"| {' | '.join(cells)} |"  # noqa: E731
    return "\n".join([line(heads), line(["---"] * len(heads)), *map(line, rows)])

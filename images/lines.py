"""How a text breaks into lines of like length. Widths are those at one size: type grows in proportion."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

SOFT_HYPHEN, ZERO_SPACE = "\u00ad", "\u200b"
INVISIBLE = re.compile(f"[{SOFT_HYPHEN}{ZERO_SPACE}]")

_GAP = f" {ZERO_SPACE}"
_SIGN = (  # Chinese and Japanese: a line may break between any two
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u309f\u30a1-\u30ff\u3105-\u312f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_OPEN = r"(\[{“‘「『（《〈【〔［｛"  # ends no line
_SHUT = "、。，．！？：；」』）》〉】〕］｝"
_NEVER_FIRST = (  # begins no line
    _SHUT + r")\]}”’,.!?:;%…‥・ーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ々〻"
    "\u0300-\u036f\u200c\u200d\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_BREAK = re.compile(
    "|".join(
        (
            rf"(?<=[{_GAP}])(?=[^{_GAP}])",
            rf"(?<={SOFT_HYPHEN})(?=[^{_GAP}{SOFT_HYPHEN}])",
            rf"(?<=[{_SIGN}{_SHUT}])(?=[^{_NEVER_FIRST}{_GAP}{SOFT_HYPHEN}])",
            rf"(?<=[^{_OPEN}{_GAP}])(?=[{_SIGN}])(?![{_NEVER_FIRST}])",
            r"(?<=[^\W\d_]{3}[-–—/])(?=[^\W\d_]{3})",  # long words with hyphens: not e-mail, not COVID-19
        )
    )
)
LONG_WORD = re.compile(r"[^\W\d_]{20,}")
GERMAN_JOINT = re.compile(r"(\w{3}(?:fahrts|heits|keits|schafts|täts|tions|ungs))(?=\w{4})")
NONE = (float("inf"), ())

Ways = tuple[float, tuple[int, ...]]


def jointed(text: str, language: str) -> str:
    """With soft hyphens where a very long word certainly has a joint, as German ones do."""
    if not language.lower().startswith("de"):
        return text
    return LONG_WORD.sub(lambda found: GERMAN_JOINT.sub(rf"\1{SOFT_HYPHEN}", found[0]), text)


def pieces(text: str) -> list[str]:
    """What a line may begin with, each with the space after it: words and their parts, single Chinese signs."""
    return _BREAK.split(text)


def printed(line: str) -> str:
    """As it is drawn: a hyphen only where the line breaks at one."""
    line = line.strip(_GAP)
    hyphen = "-" if line.endswith(SOFT_HYPHEN) else ""
    return INVISIBLE.sub("", line) + hyphen


class Widths:
    """How wide the pieces are that stand together on a line."""

    def __init__(self, last: Sequence[float], inside: Sequence[float]):
        """Of each piece: how wide it is at a line's end, and before another."""
        self.count = len(last)
        self._ends = [0.0, *accumulate(inside)]
        self._more = [end - before for end, before in zip(last, inside, strict=True)]
        self._slack = max(map(abs, self._more), default=0.0)

    def of(self, start: int, stop: int) -> float:
        return self._ends[stop] - self._ends[start] + self._more[stop - 1]

    def least(self, count: int) -> float:
        """The width in which they need no more than so many lines, to within a percent."""
        low, high = 0.0, self._ends[-1] + self._slack
        while high - low > high / 100:
            middle = (low + high) / 2
            low, high = (low, middle) if self._fit(middle, count) else (middle, high)
        return high

    def _fit(self, width: float, count: int) -> bool:
        start = 0
        for _ in range(count):
            stop = start
            while stop < self.count and self.of(start, stop + 1) <= width:
                stop += 1
            start = stop
        return start == self.count

    def stops(self, width: float, count: int) -> tuple[int, ...]:
        """Where `count` lines end that are no wider than `width` and as alike as can be; () where there are none."""

        @cache
        def rest(start: int, left: int) -> Ways:
            """The least sum of the cubed widths of what is left, which lines of one length have, and where they end."""
            if left == 1:
                last = self.of(start, self.count)
                return (last**3, (self.count,)) if last <= width else NONE
            return min(ways(start, left), default=NONE)

        def ways(start: int, left: int) -> Iterator[Ways]:
            for stop in range(start + 1, self.count - left + 2):
                if (line := self.of(start, stop)) > width:
                    return
                if self.of(stop, self.count) <= (width + self._slack) * (left - 1):
                    cost, stops = rest(stop, left - 1)
                    yield cost + line**3, (stop, *stops)

        cost, stops = rest(0, count)
        return stops if cost < NONE[0] else ()

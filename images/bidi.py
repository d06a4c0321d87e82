"""The order in which a line's letters stand when some of them run from right to left.

The Unicode bidirectional algorithm (UAX 9) without explicit marks, which a headline has none of. It is ours because one
line may need several faces: what shapes the letters orders those of one face alone.
"""

import re
import unicodedata
from itertools import groupby

LETTERS = {"L": "L", "R": "R", "AL": "A", "EN": "N", "AN": "M", "ES": "S", "ET": "T", "CS": "C", "NSM": "X", "BN": "X"}
OTHER = "O"
BRACKETS = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")
RIGHT_TO_LEFT = re.compile("[RAM]")


def levels(text: str, direction: str) -> list[int]:
    """How deep each character stands: even from left to right, odd from right to left. `direction` is the line's."""
    kinds, base = _kinds(text), "R" if direction == "rtl" else "L"
    if base == "L" and not RIGHT_TO_LEFT.search(kinds):
        return [0] * len(text)
    kinds = _neutral(_brackets(_weak(kinds, base), text, base), base)
    return [_level(kind, base) for kind in kinds]


def order(levels: list[int]) -> list[int]:
    """The places of what has these levels, from left to right as they are seen (rule L2)."""
    places = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        places = _turned(places, {place for place in places if levels[place] >= level})
    return places


def _turned(places: list[int], deep: set[int]) -> list[int]:
    groups = [(is_deep, list(group)) for is_deep, group in groupby(places, deep.__contains__)]
    return [place for is_deep, group in groups for place in (reversed(group) if is_deep else group)]


def _kinds(text: str) -> str:
    return "".join(LETTERS.get(unicodedata.bidirectional(character), OTHER) for character in text)


def _weak(kinds: str, base: str) -> str:
    """Rules W1 to W7: what marks, numbers and their signs take from their neighbours."""
    kinds = re.sub(r"(.)X+", lambda found: found[1] * len(found[0]), base + kinds)
    kinds = re.sub(r"A[^LRA]*", lambda found: found[0].replace("N", "M"), kinds).replace("A", "R")
    kinds = re.sub(r"(?<=N)[SC](?=N)", "N", kinds)
    kinds = re.sub(r"(?<=M)C(?=M)", "M", kinds)
    kinds = re.sub(r"(?<=N)T+|T+(?=N)", lambda found: "N" * len(found[0]), kinds)
    kinds = re.sub(r"[STC]", OTHER, kinds)
    return re.sub(r"L[^LR]*", lambda found: found[0].replace("N", "L"), kinds)[1:]


def _brackets(kinds: str, text: str, base: str) -> str:
    """Rule N0, for pairs with no others inside: both signs of a pair belong together."""
    for found in BRACKETS.finditer(text):
        first, last = found.start(), found.end() - 1
        if side := _side_of(kinds[first + 1 : last], kinds[:first], base):
            kinds = kinds[:first] + side + kinds[first + 1 : last] + side + kinds[last + 1 :]
    return kinds


def _side_of(inside: str, before: str, base: str) -> str:
    strong = set(re.sub("[NM]", "R", inside)) & {"L", "R"}
    if not strong or base in strong:
        return base if strong else ""
    earlier = re.sub("[NM]", "R", before).replace(OTHER, "")
    return (strong.pop() if earlier[-1:] in strong else base) if earlier else base


def _neutral(kinds: str, base: str) -> str:
    """Rules N1 and N2: what stands between two of one direction has it, anything else the line's."""
    kinds = base + kinds + base
    kinds = re.sub(r"(?<=[RNM])O+(?=[RNM])", lambda found: "R" * len(found[0]), kinds)
    kinds = re.sub(r"(?<=L)O+(?=L)", lambda found: "L" * len(found[0]), kinds)
    return kinds.replace(OTHER, base)[1:-1]


def _level(kind: str, base: str) -> int:
    """Rules I1 and I2."""
    if base == "R":
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)

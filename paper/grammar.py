"""The grammar of a story: a list holds items, a table rows, words stand in paragraphs.

`read` builds a tree of blocks from well-formed HTML, putting right what stands where it may not; `html` and
`text` write a tree. What `html` wrote, `read` and `html` give back unchanged.

A figure stands for a picture of ours or for something elsewhere on the web, and only between the story's other blocks.
It holds its caption and nothing else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import count
from os.path import commonprefix

from paper import attributes
from paper.attributes import EDGES, INVISIBLE, SPACES

ASIDES = ("pull-quote", "fact-box")

SAME = {"b": "strong", "i": "em", "cite": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
MARKS = ("a", "span", "strong", "em", "sub", "sup")  # from the outside in
HEADINGS = ("h2", "h3")
TEXTS = ("p", *HEADINGS)
CAPTION = "figcaption"
RUNNING = (*TEXTS, CAPTION)  # what holds words
LISTS = ("ul", "ol")
CELLS = ("td", "th")
HOLDS: dict[str, tuple[str, ...]] = {  # what may stand directly inside what, beside paragraphs; "" is the story
    "": (*ASIDES, *LISTS, "blockquote", "table", "hr"),
    "blockquote": LISTS,
    "fact-box": LISTS,
    "ul": ("li",),
    "ol": ("li",),
    "li": LISTS,
    "table": ("tr",),
    "tr": CELLS,
    "td": LISTS,
    "th": LISTS,
}
DEEPEST_LIST = 6
WIDEST_SPAN = 40  # columns
MOST_CELLS = 20_000

Mark = tuple[str, tuple[tuple[str, str], ...]]  # tag, its attributes
Run = tuple[str, tuple[Mark, ...]]
BREAK = "\u2028"  # a line break inside a paragraph: a run of its own


@dataclass
class Block:
    """`tag` is an HTML tag or an aside's class. Paragraphs, headings and captions hold runs, all others hold blocks."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Block"] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


def read(html: str, tags: dict[str, set[str]]) -> Block:
    """The story, a block with tag "", made of well-formed HTML; tags outside `tags` only part paragraphs.

    `tags` names the attributes of each; a link or a span is read without any other."""
    reader = _Reader(tags)
    reader.feed(html)
    reader.close()
    return Block("", children=_all_tidied(reader.story.children))


# Reading ------------------------------------------------------------------------------------------------


class _Reader(HTMLParser):
    def __init__(self, tags: dict[str, set[str]]) -> None:
        super().__init__(convert_charrefs=True)
        self.tags = tags
        self.story = Block("")
        self.inside = [self.story]
        self.open: list[Block | Mark | None] = []  # one for each open tag: its block, its mark, or neither
        self.figures: list[Block | None] = []  # one for each open figure; None where it is somebody else's
        self.lifted: list[Block] = []  # figures that stand inside another block, until it ends
        self.paragraph: Block | None = None

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        tag, given = SAME.get(tag, tag), {name: value or "" for name, value in found}
        if tag == "br":
            self.handle_data(BREAK)
        elif tag == "hr":
            self.opened("hr", given)
        elif tag == "q":
            self.handle_data("“")
            self.open.append(None)
        elif tag in MARKS:
            known = {name: value for name, value in given.items() if name in self.tags.get(tag, ())}
            self.open.append(_mark(tag, known) if tag in self.tags else None)
        else:
            self.open.append(self.opened(tag, given))

    def handle_endtag(self, tag: str) -> None:
        tag = SAME.get(tag, tag)
        if tag in ("br", "hr"):
            return
        if tag == "q":
            self.handle_data("”")
        elif tag not in MARKS:
            self.paragraph = None
        if tag == "figure":
            self.figures.pop()
        if isinstance(self.open.pop(), Block):
            self.leave()

    def handle_data(self, data: str) -> None:
        if self.paragraph is None:
            if not data.strip():
                return
            self.paragraph = self.begin("p", {})
        marks = {mark[0]: mark for mark in self.open if isinstance(mark, tuple)}
        ordered = tuple(marks[name] for name in MARKS if name in marks)
        self.paragraph.runs.extend((piece, ordered) for piece in re.split(f"({BREAK})", data) if piece)

    def opened(self, tag: str, given: dict[str, str]) -> Block | Mark | None:
        self.paragraph = None
        if tag == "caption":
            return ("strong", ())
        if tag in TEXTS:
            self.paragraph = self.begin(tag, given)
            return None
        if tag == "figure":
            self.figures.append(self.figure(given))
            return None
        return self.caption() if tag == CAPTION else self.enter(given.get("class", tag), given)

    def begin(self, tag: str, given: dict[str, str]) -> Block:
        """A paragraph or heading where we are: in a list, an item's; in a table (a caption), before it; in a figure's
        caption, a line of that."""
        host = self.inside[-1]
        if host.tag == CAPTION:
            host.runs.append((BREAK, ()))
            return host
        if tag in HEADINGS and (host.tag or tag not in self.tags):
            tag = "h3" if host.tag == "fact-box" else "p"
        block = Block(tag, attributes.of_language(given))
        if host.tag in ("table", "tr"):
            self.story.children.insert(-1, block)
        elif host.tag in LISTS:
            host.children.append(Block("li", children=[block]))
        else:
            host.children.append(block)
        return block

    def enter(self, kind: str, given: dict[str, str]) -> Block | None:
        """A block that holds blocks, if it may stand here; a list in a list belongs to the item before."""
        host = self.inside[-1]
        if kind in LISTS and host.tag in LISTS:
            host.children = host.children or [Block("li")]
            host = host.children[-1]
        if not self.may_stand(kind, host):
            return None
        block = Block(kind, attributes.of_numbers(kind, given))
        host.children.append(block)
        if kind == "hr":
            return None
        self.inside.append(block)
        return block

    def figure(self, given: dict[str, str]) -> Block | None:
        """A figure of ours, between the blocks of the story; what is in it beside its caption stands where it stood."""
        shown = attributes.of_figure({name: given[name] for name in self.tags.get("figure", ()) if name in given})
        if not shown:
            return None
        block = Block("figure", shown)
        (self.lifted if len(self.inside) > 1 else self.story.children).append(block)
        return block

    def caption(self) -> Block | None:
        """The one caption of the figure we are in, if that is ours."""
        figure = self.figures[-1] if self.figures else None
        if figure is None:
            return None
        figure.children = figure.children or [Block(CAPTION)]
        self.inside.append(figure.children[0])
        return figure.children[0]

    def leave(self) -> None:
        self.inside.pop()
        if len(self.inside) == 1:
            self.story.children += self.lifted
            self.lifted = []

    def may_stand(self, kind: str, host: Block) -> bool:
        too_deep = kind in LISTS and len(self.inside) > 2 * DEEPEST_LIST
        known = ("aside" if kind in ASIDES else kind) in self.tags
        return known and not too_deep and kind in HOLDS.get(host.tag, ())


def _mark(tag: str, given: dict[str, str]) -> Mark | None:
    kept = attributes.of_link(given) if tag == "a" else attributes.of_language(given)
    return (tag, tuple(kept.items())) if kept or tag not in ("a", "span") else None


# Tidying ------------------------------------------------------------------------------------------------


def _all_tidied(blocks: Iterable[Block]) -> list[Block]:
    return [tidy for block in blocks for tidy in _tidied(block)]


def _tidied(block: Block) -> list[Block]:
    """What stands in this block's place: itself without what is empty, several, or nothing."""
    if block.tag in RUNNING:
        return _paragraphs(block)
    block.children = _all_tidied(block.children)
    if block.tag == "table":
        return _table(block)
    if block.tag == "li" and all(child.tag in LISTS for child in block.children):
        return [item for child in block.children for item in child.children]
    return [block] if block.children or block.tag in ("hr", "figure", *CELLS) else []


def _paragraphs(block: Block) -> list[Block]:
    """The paragraph, parted where two line breaks meet; a heading has no breaks and no bold of its own, a caption no
    breaks."""
    runs = block.runs if block.tag == "p" else [(" " if run == BREAK else run, marks) for run, marks in block.runs]
    runs = _without_bold(runs) if block.tag in HEADINGS else runs
    paragraphs: list[list[Run]] = [[]]
    for line in map(_line, _lines(runs)):
        if not line:
            paragraphs.append([])
        elif paragraphs[-1]:
            paragraphs[-1] += [(BREAK, _shared(paragraphs[-1][-1], line[0])), *line]
        else:
            paragraphs[-1] = line
    return [Block(block.tag, block.attributes, runs=_merged(found)) for found in paragraphs if found]


def _without_bold(runs: list[Run]) -> list[Run]:
    return [(text, tuple(mark for mark in marks if mark[0] != "strong")) for text, marks in runs]


def _lines(runs: list[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run[0] == BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def _line(runs: list[Run]) -> list[Run]:
    """One line with single spaces and none at its ends; [] if there is nothing to see in it."""
    if not "".join(text for text, _ in runs).strip(INVISIBLE + "\t\n\r\f"):
        return []
    line: list[Run] = []
    for raw, marks in runs:
        spaced = SPACES.sub(" ", raw)
        text = spaced.lstrip(EDGES if not line else " " if line[-1][0].endswith(" ") else "")
        if text:
            line.append((text, marks))
    while not line[-1][0].rstrip(EDGES):
        line.pop()
    line[-1] = (line[-1][0].rstrip(EDGES), line[-1][1])
    return line


def _merged(runs: list[Run]) -> list[Run]:
    """Neighbours with the same marks as one; a bare space has the marks that its neighbours share."""
    merged: list[Run] = []
    for place, (text, marks) in enumerate(runs):
        ours = _shared(runs[place - 1], runs[place + 1]) if text == " " else marks
        if merged and merged[-1][1] == ours and BREAK not in (text, merged[-1][0]):
            merged[-1] = (merged[-1][0] + text, ours)
        else:
            merged.append((text, ours))
    return merged


def _shared(before: Run, after: Run) -> tuple[Mark, ...]:
    return tuple(mark for mark in before[1] if mark in after[1])


def _table(table: Block) -> list[Block]:
    """The table, its rows equally wide; what is in its cell if it has only one; nothing if it is empty."""
    cells = [cell for row in table.children for cell in row.children]
    if len(cells) == 1:
        return cells[0].children
    if not any(cell.children for cell in cells):
        return []
    _square(table.children)
    return [table]


def _square(rows: list[Block]) -> None:
    """Cuts spans that reach over other cells or out of the table, and fills short rows with empty cells."""
    reach: dict[int, int] = {}  # column: how many rows, this one first, are covered from above
    widths = []
    for rows_left, row in zip(range(len(rows), 0, -1), rows, strict=True):
        for cell in row.children:
            reach |= _fit(cell, reach, rows_left)
        widths.append(len(reach))
        reach = {column: tall - 1 for column, tall in reach.items() if tall > 1}
    if max(widths) * len(rows) <= MOST_CELLS:
        for row, width in zip(rows, widths, strict=True):
            row.children += [Block(row.children[-1].tag) for _ in range(max(widths) - width)]


def _fit(cell: Block, reach: dict[int, int], rows_left: int) -> dict[int, int]:
    """Cuts the cell's spans to what is free; the columns it then covers, each with the number of rows."""
    column = next(free for free in count() if free not in reach)
    wide = min(int(cell.attributes.get("colspan", 1)), WIDEST_SPAN)
    wide = next((n for n in range(1, wide) if column + n in reach), wide)
    tall = min(int(cell.attributes.get("rowspan", 1)), rows_left)
    cell.attributes = attributes.of_numbers(cell.tag, {"colspan": str(wide), "rowspan": str(tall)})
    return dict.fromkeys(range(column, column + wide), tall)


# Writing ------------------------------------------------------------------------------------------------


def html(block: Block) -> str:
    """The block as HTML, with what is in it; of the story, all its blocks."""
    if block.tag == "hr":
        return "<hr>"
    if block.tag in RUNNING:
        return _element(block.tag, block.attributes, _inline(block.runs))
    if block.tag == "table":
        return _table_html(block.children)
    inner = _inside(block)
    if block.tag in ASIDES:
        return _element("aside", {"class": block.tag}, inner)
    return _element(block.tag, block.attributes, inner) if block.tag else inner


def text(block: Block) -> str:
    """The words alone: an empty line between paragraphs and captions, lines for items and rows, tabs between cells."""
    if block.tag in RUNNING:
        return "".join(run for run, _ in block.runs).replace(BREAK, "\n")
    between = {"tr": "\t", "td": " ", "th": " ", "li": "\n", "ul": "\n", "ol": "\n", "table": "\n"}
    parts = [text(child) for child in block.children if child.tag not in ("figure", "hr") or child.children]
    return between.get(block.tag, "\n\n").join(parts)


def _inside(block: Block) -> str:
    """What is in a block; an item's or a cell's only paragraph needs no `<p>`."""
    first, rest = block.children[:1], block.children[1:]
    bare = block.tag in ("li", *CELLS) and first and first[0].tag == "p" and not first[0].attributes
    if bare and all(block.tag == "li" and child.tag in LISTS for child in rest):
        return _inline(first[0].runs) + "".join(map(html, rest))
    return "".join(map(html, block.children))


def _table_html(rows: list[Block]) -> str:
    """Rows of headings at the top are the table's head, unless a cell reaches from there into the body."""
    kinds = [{cell.tag for cell in row.children} for row in rows]
    head = next((place for place, kind in enumerate(kinds) if "td" in kind), 0)
    lowest = [
        place + int(cell.attributes.get("rowspan", 1)) for place, row in enumerate(rows[:head]) for cell in row.children
    ]
    head = 0 if max(lowest, default=0) > head else head
    above, below = "".join(map(_row_html, rows[:head])), "".join(map(_row_html, rows[head:]))
    return _element("table", {}, (f"<thead>{above}</thead>" if above else "") + f"<tbody>{below}</tbody>")


def _row_html(row: Block) -> str:
    scope = {"scope": "row" if any(cell.tag == "td" for cell in row.children) else "col"}
    cells = (
        _element(cell.tag, cell.attributes | (scope if cell.tag == "th" else {}), _inside(cell))
        for cell in row.children
    )
    return f"<tr>{''.join(cells)}</tr>"


def _inline(runs: list[Run]) -> str:
    written = []
    before: tuple[Mark, ...] = ()
    for run, marks in [*runs, ("", ())]:
        kept = len(commonprefix([before, marks]))
        written += [f"</{tag}>" for tag, _ in reversed(before[kept:])]
        written += [f"<{tag}{_attributes(dict(given))}>" for tag, given in marks[kept:]]
        written.append("<br>" if run == BREAK else escape(run, quote=False))
        before = marks
    return "".join(written)


def _element(tag: str, given: dict[str, str], content: str) -> str:
    return f"<{tag}{_attributes(given)}>{content}</{tag}>"


def _attributes(given: dict[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in given.items() if value)

"""A story's body and an author's bio: what they may contain, and every way of cleaning and reading it.

`BODY_TOOLS` and `BIO_TOOLS` are the one allow-list. From them come the tools the editor offers and the tags
and attributes the sanitiser lets through, so what one can write is what is kept.

Cleaning takes three steps: nh3 parses whatever came as a browser would and drops what runs; `grammar` makes
the rest a story; nh3 has the last word with the strict list. Clean HTML comes out as it went in.
"""

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from typing import TYPE_CHECKING, Any

import nh3
from django.db import models
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField

from paper import attributes, grammar
from paper.widgets import BodyWidget

Tools = dict[str, dict[str, set[str]]]

LANGUAGE = {"lang", "dir"}
BIO_TOOLS: Tools = {  # the editor's extension: the tags it may write, with their attributes
    "Paragraph": {"p": set()},
    "HardBreak": {"br": set()},
    "Bold": {"strong": set()},
    "Italic": {"em": set()},
    "Link": {"a": {"href", "rel"}},
}
BODY_TOOLS: Tools = BIO_TOOLS | {
    "Link": {"a": {"href", "rel", "data-story"}},
    "Paragraph": {"p": LANGUAGE},
    "Heading": {"h2": LANGUAGE, "h3": LANGUAGE},
    "Language": {"span": LANGUAGE},
    "Subscript": {"sub": set()},
    "Superscript": {"sup": set()},
    "Blockquote": {"blockquote": set()},
    "PullQuote": {"aside": {"class"}},
    "FactBox": {"aside": {"class"}},
    "BulletList": {"ul": set()},
    "OrderedList": {"ol": {"start"}},
    "ListItem": {"li": set()},
    "HorizontalRule": {"hr": set()},
    "Table": {"table": set(), "thead": set(), "tbody": set()},
    "TableRow": {"tr": set()},
    "TableHeader": {"th": {"colspan", "rowspan", "scope"}},
    "TableCell": {"td": {"colspan", "rowspan"}},
    "Figure": {"figure": {"data-picture", "data-alt"}, "figcaption": set()},
    "Embed": {"figure": {"data-embed"}, "figcaption": set()},
}

# Tags of others: these mean nothing here, but a paragraph ends where they begin and end.
PARTING = set(
    """address article caption center dd details dialog div dl dt fieldset figcaption figure footer form
    header hgroup legend main menu nav pre search section summary tfoot""".split()  # noqa: SIM905
)
# These go with all they hold. Struck words were taken back by their writer: printed plain they would lie.
DROPPED = set(
    """applet audio button canvas del iframe math noembed noframes noscript object s script select strike
    style svg template textarea title video""".split()  # noqa: SIM905
)

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
DEEPEST_TREE = 300  # open tags at once; the time to parse grows with the square of it
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
CLOSED_BY_OTHERS = set(
    "p li dt dd tr td th thead tbody tfoot option br hr img input meta link col area wbr".split()  # noqa: SIM905
)
IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
INNER_TAG = re.compile(r"<[^<>]*>")
IN_A_TAG = r"(?:[^<>\"]|\"[^\"]*\")*"  # clean HTML has its values in quotation marks
CLEAN_TAG = re.compile(f"<{IN_A_TAG}>")
PARTED = re.compile(rf"</?(?!(?:a|em|span|strong|sub|sup)\b)[a-z]{IN_A_TAG}>")
ASIDE = re.compile(r'<(/?)aside( class="[a-z-]+")?>')
STORY_OF_LINK = re.compile(r'(<a href="[^"]*"(?: rel="[^"]*")?) data-story="[0-9]+"')  # in clean HTML
FIGURE = re.compile(  # in clean HTML: one figure whole; its words and addresses are HTML, so escaped
    r'<figure(?: data-picture="(?P<picture>[0-9]+)"(?: data-alt="(?P<alt>[^"]*)")?| data-embed="(?P<embed>[^"]*)")>'
    r"(?:<figcaption>(?P<caption>.*?)</figcaption>)?</figure>",
    re.DOTALL,
)
UNFILLED = re.compile(  # a figure that nothing was put into, whatever else its tag says
    r'<figure(?:\s(?:[^<>"]|"[^"]*")*)?\sdata-(?:picture|embed)=(?:[^<>"]|"[^"]*")*>(?:(?!<figure).)*?</figure>',
    re.DOTALL,
)
TABLE = re.compile(  # in clean HTML, where tables stand by themselves; with what may name it
    r"(?P<before><h[23][^<>]*>(?P<heading>(?:(?!</h[23]>).)*)</h[23]>"
    r"|<p><strong>(?P<title>(?:(?!</strong>).)*)</strong></p>|)(?P<table><table>.*?</table>)",
    re.DOTALL,
)


def sanitize(html: str) -> str:
    """A story's clean HTML of any text at all; clean HTML comes back as it is. Never raises.

    Every word stays, but for what is not text (scripts, styles, form controls) and what is struck out. Figures of
    ours stay between the blocks; of any other figure only its words."""
    return _clean(html, BODY_TOOLS, STRICT_BODY)


def sanitize_bio(html: str) -> str:
    """A bio's clean HTML: p, a, strong, em and br. The words of anything else stay, as paragraphs."""
    return _clean(html, BIO_TOOLS, STRICT_BIO)


def from_plain_text(paragraphs: Iterable[str]) -> str:
    """Clean HTML of paragraphs of plain text; a line break inside one becomes a space, empty ones go."""
    return sanitize("".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs))


def plain_text(html: str) -> str:
    """The words alone, of any HTML: an empty line between paragraphs and captions, lines for items and rows, tabs
    between cells."""
    return grammar.text(_read(html, BODY_TOOLS))


def word_count(html: str) -> int:
    """How many words a reader reads, of any HTML; each Chinese or Japanese sign counts as one."""
    return _count(plain_text(html))


def words_of(html: str) -> str:
    """The words of clean HTML in one line, without a parser: what is not a word's own tag parts words. Twin: plain_text."""
    return unescape(CLEAN_TAG.sub("", PARTED.sub(" ", html)))


def word_count_of(html: str) -> int:
    """The same as word_count, of clean HTML."""
    return _count(words_of(html))


def _count(text: str) -> int:
    text = text.replace("—", " ")
    signs = 0 if text.isascii() else len(IDEOGRAPH.findall(text))
    words = (IDEOGRAPH.sub(" ", text) if signs else text).split()
    return signs + sum(word.isalnum() or any(map(str.isalnum, word)) for word in words)


def pictures_in(html: str) -> list[int]:
    """The pictures of ours that clean HTML shows, by their numbers: each once, in the order of the text."""
    return list(dict.fromkeys(int(figure["picture"]) for figure in FIGURE.finditer(html) if figure["picture"]))


def embeds_in(html: str) -> list[str]:
    """The addresses of what clean HTML embeds: each once, in the order of the text."""
    return list(dict.fromkeys(unescape(figure["embed"]) for figure in FIGURE.finditer(html) if figure["embed"]))


def for_page(html: str, label: str = "Table") -> str:
    """Clean HTML as the reader's page shows it: each table in a named region that scrolls and takes focus.

    Pull quotes and fact boxes become plain boxes: as landmarks they would each need a name. Which story of ours
    a link means is for the desk alone. A figure is to be filled in before: what still names its picture or its
    address goes whole. A table's name is the heading or bold line just before it, else `label`, numbered where there
    are several."""
    several = html.count("<table>") > 1
    names: list[str] = []

    def region(match: re.Match[str]) -> str:
        title = unescape(INNER_TAG.sub("", match["heading"] or match["title"] or ""))
        names.append(" ".join(title.split()) or (f"{label} {len(names) + 1}" if several else label))
        again = names.count(names[-1])
        name = escape(f"{names[-1]} ({again})" if again > 1 else names[-1])
        opening = f'<section class="table" tabindex="0" aria-label="{name}">'
        return f"{match['before']}{opening}{match['table']}</section>"

    filled = UNFILLED.sub("", html)
    return TABLE.sub(region, ASIDE.sub(r"<\1div\2>", STORY_OF_LINK.sub(r"\1", filled)))


def _clean(html: str, tools: Tools, strict: nh3.Cleaner) -> str:
    return strict.clean(grammar.html(_read(html, tools)))


def _read(html: str, tools: Tools) -> grammar.Block:
    text = UNPRINTABLE.sub("", str(html or ""))
    safe = LOOSE.clean(_words_only(text) if _is_too_deep(text) else text)
    return grammar.read(UNPRINTABLE.sub("", safe), _allowed(tools))


def _is_too_deep(html: str) -> bool:
    depth = 0
    for found in TAG.finditer(html):
        closing, tag = found.groups()
        if tag.lower() not in CLOSED_BY_OTHERS:
            depth = max(depth - 1, 0) if closing else depth + 1
            if depth > DEEPEST_TREE:
                return True
    return False


def _words_only(html: str) -> str:
    """What is too deep for a story: a paragraph for each piece between its tags."""
    pieces = (unescape(piece) for piece in INNER_TAG.split(html))
    return "".join(f"<p>{escape(piece)}</p>" for piece in pieces if piece.strip())


# The sanitiser's lists, made from the tools -------------------------------------------------------------


def _allowed(tools: Tools) -> dict[str, set[str]]:
    """Every tag, with its attributes."""
    allowed: dict[str, set[str]] = {}
    for tags in tools.values():
        for tag, names in tags.items():
            allowed[tag] = allowed.get(tag, set()) | names
    return allowed


def _cleaner(tools: Tools, also: Iterable[str] = ()) -> nh3.Cleaner:
    allowed = _allowed(tools)
    return nh3.Cleaner(
        tags={*allowed, *also},
        clean_content_tags=DROPPED,
        # Without "*" nh3 lets lang and title through everywhere.
        attributes={"*": set(), **{tag: names - {"class"} for tag, names in allowed.items()}},
        allowed_classes={tag: set(grammar.ASIDES) for tag in allowed.keys() & {"aside"}},
        url_schemes=attributes.SCHEMES,
        link_rel=None,
    )


LOOSE = _cleaner(BODY_TOOLS, also=[*grammar.SAME, *PARTING, "q"])
STRICT_BODY, STRICT_BIO = _cleaner(BODY_TOOLS), _cleaner(BIO_TOOLS)


# The fields ---------------------------------------------------------------------------------------------


class BodyFormField(ProseEditorFormField):
    """Whatever widget a form or the admin asks for, the writing surface is what it gets."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"widget": BodyWidget})


class BodyField(ProseEditorField):
    """A story's body: `body = BodyField(blank=True)`. A plain TextField to migrations.

    What reaches the table is clean whichever way it came: a form, save(), bulk_create() or update()."""

    tools = BODY_TOOLS
    clean_html: Callable[[str], str] = staticmethod(sanitize)

    if TYPE_CHECKING:  # the package has no types of its own

        def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> str: ...
        def __set__(self, instance: models.Model, value: str) -> None: ...

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        config = {"extensions": dict.fromkeys(self.tools, True)}
        super().__init__(*args, config=config, preset="news", sanitize=type(self).clean_html, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**kwargs | {"form_class": BodyFormField})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self._cleaned(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(self._cleaned(value), connection)

    def _cleaned(self, value: Any) -> Any:
        return self.clean_html(value) if isinstance(value, str) else value


class BioField(BodyField):
    """An author's bio: bold, italics and links."""

    tools = BIO_TOOLS
    clean_html = staticmethod(sanitize_bio)

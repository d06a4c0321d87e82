"""The paper's own words, as its templates and its code hold them; and catalogues of them, read without gettext's tools."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

HOME = Path(__file__).resolve().parent.parent
LOCALE = HOME / "locale"
ROOMS = ("accounts", "pagecache", "paper", "images", "authors", "articles", "interchange", "newsroom")
CALLS = {  # how many arguments are words: (context, singular, plural)
    "gettext": (0, 1, 0), "gettext_lazy": (0, 1, 0), "gettext_noop": (0, 1, 0), "_": (0, 1, 0),
    "ngettext": (0, 1, 1), "ngettext_lazy": (0, 1, 1),
    "pgettext": (1, 1, 0), "pgettext_lazy": (1, 1, 0),
    "npgettext": (1, 1, 1), "npgettext_lazy": (1, 1, 1),
}  # fmt: skip
QUOTED = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATES = re.compile(rf"\b(n?p?gettext|_)\(\s*({QUOTED}(?:\s*,\s*{QUOTED})*)")
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")


class Message(NamedTuple):
    """Words to translate; `context` and `plural` are "" for none."""

    context: str
    one: str
    plural: str


class Entry(NamedTuple):
    """Words in a catalogue with their translations, one for each plural form, and the flags of the entry."""

    message: Message
    said: list[str]
    flags: set[str]


def messages() -> dict[Message, set[str]]:
    """Everything that is translated, with the files it stands in."""
    found: dict[Message, set[str]] = {}
    for path in sources():
        read = _in_code if path.suffix == ".py" else _in_template
        for message in read(path.read_text()):
            found.setdefault(message, set()).add(str(path.relative_to(HOME)))
    return found


def sources() -> list[Path]:
    templates = [path for path in (HOME / "templates").rglob("*") if path.suffix in (".html", ".txt")]
    return sorted([*templates, *(path for room in ROOMS for path in (HOME / room).rglob("*.py"))])


def _in_template(text: str) -> Iterator[Message]:
    for name, quoted in IN_TEMPLATES.findall(templatize(text)):
        yield _message(name, [ast.literal_eval(word) for word in re.findall(QUOTED, quoted)])


def _in_code(text: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(text)):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if name in CALLS:
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if len(words) >= sum(CALLS[name]):
                yield _message(name, words)


def _message(name: str, words: list[str]) -> Message:
    context, one, plural = CALLS[name]
    return Message(words[0] if context else "", words[context], words[context + one] if plural else "")


def catalogues() -> dict[str, Path]:
    """The .po of each language, by the name of its folder."""
    return {path.parent.parent.name: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))}


def read_catalogue(path: Path) -> list[Entry]:
    """The entries of a .po, its header first (whose words are ""); those that are out of use are left out."""
    blocks = re.split(r"\n\s*\n", path.read_text())
    return [_entry(block) for block in blocks if re.search(r"^msgid ", block, re.MULTILINE)]


def _entry(block: str) -> Entry:
    flags: set[str] = set()
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("#,"):
            flags |= {flag.strip() for flag in line[2:].split(",")}
        elif not line.startswith("#"):
            keyword, _, quoted = line.partition('"')
            name = keyword.strip() or name
            fields[name] = fields.get(name, "") + ast.literal_eval(f'"{quoted}')
    said = [fields[key] for key in sorted(fields) if key.startswith("msgstr")]
    return Entry(Message(fields.get("msgctxt", ""), fields["msgid"], fields.get("msgid_plural", "")), said, flags)


def placeholders(words: str) -> set[str]:
    return set(PLACEHOLDER.findall(words))

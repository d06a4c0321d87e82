"""The bytes of a text file and the letters in them: UTF-8, marked UTF-16 and UTF-32, certain Windows-1252."""

import codecs
import re

MAX_BYTES = 5_000_000
SAVE_AS_UTF8 = "Open it in the program it was written in and save it as plain text, UTF-8."
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FORMATS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, OpenDocument or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "an XML file"),
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What Windows-1252 prose never has, and other encodings read as Windows-1252 soon do.
NOT_WINDOWS = re.compile(
    "[À-ÖØ-öø-ÿŠšŽžŒœŸ]{3}"  # another alphabet
    "|(?!(.)\\1{4})[^\x00-\x7f]{5}"
    "|[a-zß-öø-ÿšœ][À-ÖØ-ÞŠŽŒŸ]"  # a Macintosh: "itÕs"
    "|[A-Za-zÀ-ÿ][¡-¬®-¶¸-¿×÷€‚„†‡‰‹›“”•™][a-zß-ÿ]"  # a sign inside a word: "Po³czenie"
    "|[ÐðÞþÝý¤¦¨¬¯´¸ƒˆ˜]"
)
WINDOWS_LETTER = re.compile("[À-ÖØ-öø-ÿŠšŽžŒœŸ]")
LINE_END = re.compile("\r{0,2}\n|[\r\x85\u2028\u2029]")


class StoryError(Exception):
    """This text is not a story: `path` ("" if it is no file), `line` (from 1; 0 is the whole file), `message`."""

    def __init__(self, path: str, line: int, message: str):
        super().__init__(path, line, message)
        self.path, self.line, self.message = path, line, message

    def __str__(self) -> str:
        where = [self.path] if self.path else []
        where += [f"line {self.line}"] if self.line else []
        return f"{', '.join(where)}: {self.message}" if where else self.message


def read_file(path: str) -> str:
    """Return the text of a file; never reads more of it than MAX_BYTES. Raises StoryError."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StoryError(path, 0, f"The file cannot be read: {reason}. Check its name and who may read it.") from None
    return decode(data, path)


def decode(data: bytes, path: str = "") -> str:
    """Return text from UTF-8, marked UTF-16 or UTF-32, or (only where certain) Windows-1252. Raises StoryError."""
    if len(data) > MAX_BYTES:
        message = f"The file is larger than {MAX_BYTES // 1_000_000} MB: no story is. Check that it is the right file."
        raise StoryError(path, 0, message)
    _refuse_formats(data, path)
    text = _to_text(data, path).removeprefix("\ufeff").rstrip("\x1a")
    if not text.strip():
        raise StoryError(path, 1, "The file is empty. Put the headline on its first line and the text below it.")
    refuse_controls(one_kind_of_line_end(text), path)
    return text


def _refuse_formats(data: bytes, path: str) -> None:
    start = data[:1000].removeprefix(codecs.BOM_UTF8).lstrip()
    for magic, name in FORMATS:
        if magic in (start[: len(magic)], start[: len(magic)].lower()):
            raise StoryError(path, 1, f"This is {name}, not plain text. {SAVE_AS_UTF8}")


def _to_text(data: bytes, path: str) -> str:
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        text = _windows_text(data) if encoding == "utf-8" else None
        if text is not None:
            return text
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        message = f"The letters of this file cannot be told for certain: it is not UTF-8. {SAVE_AS_UTF8}"
        raise StoryError(path, line, message) from None


def _windows_text(data: bytes) -> str | None:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = sum(map(str.isalpha, text))
    accented = len(WINDOWS_LETTER.findall(text))
    # Western languages have 1–6 accented letters in a hundred; Czech or Hungarian, coded otherwise, twice that.
    return None if NOT_WINDOWS.search(text) or accented > 4 + letters * 0.08 else text


def refuse_controls(text: str, path: str) -> None:
    """Raise StoryError at the first NUL, control character or half a letter; `text` has one kind of line end."""
    found = CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        code = f"U+{ord(found[0]):04X}"
        raise StoryError(path, line, f"A character that plain text never has ({code}) stands here. {SAVE_AS_UTF8}")


def one_kind_of_line_end(text: str) -> str:
    """Return `text` with a newline at the end of every line."""
    return LINE_END.sub("\n", text)

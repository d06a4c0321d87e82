"""Names whose letters run against the words around them, kept from turning their neighbours round."""

import unicodedata

ISOLATE, POP = "\u2068", "\u2069"


def runs_otherwise(name: str, direction: str) -> bool:
    """Whether something in the name runs against `direction`, and would turn its neighbours round."""
    if name.isascii() and direction != "rtl":
        return False  # as most are
    against = ("L",) if direction == "rtl" else ("R", "AL")
    return any(unicodedata.bidirectional(c) in against for c in name)


def isolated(name: str, direction: str) -> str:
    """The name in plain text, kept from turning its neighbours round."""
    return f"{ISOLATE}{name}{POP}" if runs_otherwise(name, direction) else name

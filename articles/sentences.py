import unicodedata

ISOLATE, POP = "\u2068", "\u2069"


def join_names(names: list[str]) -> str:
    """A · A and B · A, B and C"""
    names = [_isolated(name) for name in names]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _isolated(name: str) -> str:
    """A name that runs from right to left, kept from turning its neighbours round."""
    return f"{ISOLATE}{name}{POP}" if any(unicodedata.bidirectional(c) in ("R", "AL") for c in name) else name

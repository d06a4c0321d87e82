def join_names(names: list[str]) -> str:
    """A · A and B · A, B and C"""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"

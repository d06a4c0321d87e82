"""Passages that were taken down: out of values, and never back in."""

import re
from typing import Any

from articles.models.sealed import Sealed
from paper.redaction import redact_html, redact_json, redact_text

# Of a version or of what was typed: values that are no words.
NO_WORDS = re.compile(
    r"(?:.*[-_])?(?:author|kind|role|key|topic|slug|section|language|direction|at|version|tab|change|offset|picture|picture_id)"
)


def redact_field(name: str, value: Any, passage: str, limit: int | None = None) -> tuple[Any, int]:
    """A row's value without the passage, and how often it stood there. `limit`: characters that fit."""
    if NO_WORDS.fullmatch(name):
        return value, 0
    if not isinstance(value, str):
        return redact_values(value, passage)
    clean, found = (redact_html if name == "body" else redact_text)(value, passage)
    return clean[:limit] if found and limit else clean, found


def redact_values(value: Any, passage: str) -> tuple[Any, int]:
    """A JSON value without the passage; kinds, roles, keys and the like stay, whatever they spell."""
    if isinstance(value, list):
        parts = [redact_values(part, passage) for part in value]
        return [part for part, _ in parts], sum(times for _, times in parts)
    if not isinstance(value, dict):
        return redact_json(value, passage)
    pairs = {
        name: (part, 0) if NO_WORDS.fullmatch(name) else redact_values(part, passage) for name, part in value.items()
    }
    return {name: part for name, (part, _) in pairs.items()}, sum(times for _, times in pairs.values())


def returned(article: int | None, words: dict[str, Any]) -> list[str]:
    """Passages that were taken out of this story and stand in these words again: from a window that was open then."""
    passages = Sealed.objects.filter(article=article).exclude(passage="").values_list("passage", flat=True)
    return [passage for passage in passages if redact_values(words, passage)[1]] if article else []

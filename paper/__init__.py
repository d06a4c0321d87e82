"""The paper itself: `current()` is its settings, `zone()` its time zone, both from memory."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pagecache import memory

if TYPE_CHECKING:
    from paper.models import Paper


def current() -> Paper:
    """The paper's settings, kept in memory under the tag `site`. Not to be changed or saved."""
    return memory.keep("paper", ["site"], _load)


def _load() -> Paper:
    from paper.models import Paper

    return Paper.load()


def zone() -> ZoneInfo:
    """The paper's time zone. Nothing else decides which day a moment falls on."""
    return current().zone

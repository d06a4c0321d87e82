from paper.models.page import Page, PageVersion
from paper.models.settings import (
    AiCrawlers,
    Paper,
    direction_of,
    hold_zone,
    is_colour,
    is_language,
    is_zone,
    lock_paper,
)

__all__ = [
    "AiCrawlers",
    "Page",
    "PageVersion",
    "Paper",
    "direction_of",
    "hold_zone",
    "is_colour",
    "is_language",
    "is_zone",
    "lock_paper",
]

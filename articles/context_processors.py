from django.http import HttpRequest

from articles.models.section import Section, top_sections
from pagecache import memory


def navigation(request: HttpRequest) -> dict:
    """The sections for every page, from memory."""
    return {"nav": memory.keep("navigation", ["site", "sections"], _tree)}


def _tree() -> list[dict]:
    return [{**_entry(section), "children": [_entry(child) for child in section.below]} for section in top_sections()]


def _entry(section: Section) -> dict[str, str]:
    return {"name": section.name, "url": section.url, "slug": section.slug}

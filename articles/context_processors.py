from django.http import HttpRequest

from articles.models.section import top_sections


def navigation(request: HttpRequest) -> dict:
    """The sections for every page, from memory."""
    return {
        "nav": [
            {
                "name": s.name,
                "url": s.url,
                "slug": s.slug,
                "children": [{"name": c.name, "url": c.url, "slug": c.slug} for c in s.below],
            }
            for s in top_sections()
        ]
    }

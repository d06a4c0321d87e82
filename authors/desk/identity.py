"""Who is who: changing a name, finding two authors who are one, merging them and parting them again."""

from collections.abc import Callable
from functools import partial

from django.contrib.admin import ModelAdmin
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from authors.desk import doubles, merging, renaming

READ, WRITE, BOTH = ["GET", "HEAD"], ["POST"], ["GET", "HEAD", "POST"]
PAGES: tuple[tuple[str, Callable[..., HttpResponse], str, list[str]], ...] = (
    ("<int:pk>/name/", renaming.rename, "rename", BOTH),
    ("<int:pk>/name/<int:change>/", renaming.old_printings, "old_printings", READ),
    ("duplicates/", doubles.duplicates, "duplicates", READ),
    ("duplicates/different/", doubles.say_different, "say_different", WRITE),
    ("duplicates/different/<int:pk>/", doubles.ask_again, "ask_again", WRITE),
    ("<int:pk>/merge/", merging.merge, "merge", BOTH),
    ("merges/", merging.merges, "merges", READ),
    ("merges/<int:pk>/undo/", merging.undo, "unmerge", BOTH),
)


def paths(admin: ModelAdmin) -> list[URLPattern]:
    """For AuthorAdmin.get_urls."""
    return [
        path(
            address,
            admin.admin_site.admin_view(require_http_methods(methods)(partial(view, admin))),
            name=f"authors_author_{name}",
        )
        for address, view, name, methods in PAGES
    ]

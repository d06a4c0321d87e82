"""The pages of one picture, and where they are."""

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern

from images.desk.cropping import crop
from images.desk.filing import delete, original, replace
from images.desk.picture import change, point
from images.desk.record import history
from images.desk.serving import page_of
from images.desk.sights import sight
from images.desk.uses import all_uses
from images.desk.withdrawing import put_back, withdraw


def picture_urls(admin: ModelAdmin) -> list[URLPattern]:
    """For PictureAdmin.get_urls."""
    return [
        page_of(admin, "<int:pk>/change/", change, "change"),
        page_of(admin, "<int:pk>/focus/", point, "point"),
        page_of(admin, "<int:pk>/crop/<slug:place>/", crop, "crop"),
        page_of(admin, "<int:pk>/uses/", all_uses, "uses"),
        page_of(admin, "<int:pk>/withdraw/", withdraw, "withdraw"),
        page_of(admin, "<int:pk>/put-back/", put_back, "put_back"),
        page_of(admin, "<int:pk>/replace/", replace, "replace"),
        page_of(admin, "<int:pk>/original/", original, "original"),
        page_of(admin, "<int:pk>/sight/", sight, "sight"),
        page_of(admin, "<int:pk>/history/", history, "history"),
        page_of(admin, "<int:pk>/delete/", delete, "delete"),
    ]

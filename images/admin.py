"""The picture library on the desk."""

from django.contrib import admin
from django.http import HttpRequest

from images.desk.bulk import bulk
from images.desk.library import library
from images.desk.pages import picture_urls
from images.desk.pick import describe, facts, pick
from images.desk.rights import may_change
from images.desk.serving import page_of
from images.desk.upload import add, upload
from images.models import Picture


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    """All its pages are the library's own: nothing is saved or deleted but by a picture's verbs."""

    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("images.change_picture") or request.user.has_perm("images.change_own_picture")
        return may_change(request.user, obj)

    def get_urls(self) -> list:
        return [
            page_of(self, "", library, "changelist"),
            page_of(self, "add/", add, "add"),
            page_of(self, "upload/", upload, "upload"),
            page_of(self, "same/", bulk, "bulk"),
            page_of(self, "pick/", pick, "pick"),
            page_of(self, "facts/", facts, "facts"),
            page_of(self, "<int:pk>/describe/", describe, "describe"),
            *picture_urls(self),
        ]

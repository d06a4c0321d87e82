"""The picture as its own pages on the desk show it: large, and also where readers do not see it any more."""

from dataclasses import replace
from datetime import datetime

from django.contrib.admin import ModelAdmin
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from images import files
from images.desk.access import seen
from images.models import Picture
from images.rendering import EXTENSIONS, Manifest
from images.shown import Shown, shown

SIZES = "(width >= 64rem) 50rem, 100vw"


def sight_of(picture: Picture, at: datetime) -> Shown | None:
    """The whole picture; None where it is withdrawn: nobody gets that any more."""
    image = shown(picture, "whole", sizes=SIZES, first=True)
    if image is None or picture.withdrawn_at:
        return None
    image = replace(image, alt=picture.alt or "The picture. Nothing is said yet of what one sees.")
    return _on_the_desk(image) if picture.licence_has_ended(at) else image


def _on_the_desk(image: Shown) -> Shown:
    """At an address of the desk's: where the licence ended the public ones are gone, and a licence may be renewed."""
    url = reverse("admin:images_picture_sight", args=[image.pk])
    return replace(image, src=url, jpeg=f"{url} {image.width}w", avif="")


def sight(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponseBase:
    """The largest rendition of the whole picture, for the desk alone."""
    picture = seen(request, pk)
    name = _largest(picture.renditions)
    if picture.withdrawn_at or not name:
        raise Http404("Nothing is made of this picture.")
    try:
        return FileResponse(files.read(name), content_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff"})
    except (FileNotFoundError, files.StorageAway) as error:
        raise Http404("The picture cannot be read just now.") from error


def _largest(manifest: Manifest) -> str:
    """Its name in the storage; "" for none."""
    made = manifest.get("whole", {"jpeg": []})
    if not made["jpeg"]:
        return ""
    return files.rendition_name(made["recipe"], f"whole-{made['jpeg'][-1][0]}.{EXTENSIONS['jpeg']}")

"""Who may open the pages of one picture."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from images.desk.rights import may_change
from images.desk.serving import check
from images.models import Picture


def seen(request: HttpRequest, pk: int, right: str = "view_picture") -> Picture:
    """The picture, for whoever has this right of the room of pictures; 403 and 404 for the others."""
    check(request, right)
    return get_object_or_404(Picture.objects.select_related("uploaded_by"), pk=pk)


def changeable(request: HttpRequest, pk: int) -> Picture:
    """The same for whoever may say something else of it, point, crop, replace."""
    picture = seen(request, pk)
    if not may_change(request.user, picture):  # type: ignore[arg-type]
        raise PermissionDenied("images.change_picture")
    return picture

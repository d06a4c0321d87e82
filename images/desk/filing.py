"""The file itself: another one in its place, the original to keep, and deleting the picture for good."""

from functools import partial
from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from images import files
from images.desk.access import changeable, seen
from images.desk.limits import ACCEPTED, ALONGSIDE, LIMITS
from images.desk.serving import LIBRARY, show
from images.desk.sights import sight_of
from images.desk.upload import AWAY, NO_ROOM, NOT_WRITTEN, TOO_MUCH
from images.desk.uses import is_used, uses
from images.intake import DAMAGED, MOST_BYTES, Rejected, display_name, take_in
from images.models import Known, Picture
from images.models.refusals import InUse, Refused

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif", "tiff": "image/tiff"}
NOT_HERE = "The file is not where it is kept. Tell whoever looks after the paper’s server."
NOT_NOW = "The place where pictures are stored does not answer just now. Try again in a minute."


# Another file in its place --------------------------------------------------------------------------------


class ReplaceForm(forms.Form):
    file = forms.FileField(
        label="The new file",
        widget=forms.ClearableFileInput({"accept": ACCEPTED}),
        help_text=f"JPEG, PNG, WebP, AVIF or TIFF, up to {LIMITS['megabytes']} MB.",
        error_messages={
            "required": "Choose the file that takes its place.",
            "empty": "This file is empty: send it again.",
        },
    )


@csrf_exempt
def replace(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """How long the request is gets looked at before any of it is read, and its token after that: as in images.desk.upload."""
    picture = changeable(request, pk)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > MOST_BYTES + ALONGSIDE:
        return _refused(admin, request, picture, TOO_MUCH.format(LIMITS["megabytes"]), 413)
    try:
        return csrf_protect(partial(_replace, admin, picture))(request)
    except OSError:  # of the folder in which what comes in is put while it comes
        return _refused(admin, request, picture, NO_ROOM, 503)


def _replace(admin: ModelAdmin, picture: Picture, request: HttpRequest) -> HttpResponse:
    form = ReplaceForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    if form.is_valid() and _replaced(request, picture, form):
        said = (
            "Another file is in its place. Read what is said about it again: the words are those of the former picture."
        )
        messages.success(request, said)
        return redirect(f"{reverse('admin:images_picture_change', args=[picture.pk])}#content")
    return _replace_page(admin, request, picture, form)


def _refused(admin: ModelAdmin, request: HttpRequest, picture: Picture, problem: str, status: int) -> HttpResponse:
    """Nothing of the request was taken."""
    response = _replace_page(admin, request, picture, ReplaceForm(), problem)
    response.status_code = status
    return response


def _replace_page(
    admin: ModelAdmin, request: HttpRequest, picture: Picture, form: ReplaceForm, problem: str = ""
) -> HttpResponse:
    context = {
        "title": "Put another file in its place",
        "picture": picture,
        "form": form,
        "problems": [problem] if problem else [],
        "sight": sight_of(picture, timezone.now()),
        "nothing": "This picture is withdrawn. Put it back first." if picture.withdrawn_at else "",
    }
    return show(admin, request, "picture_replace.html", context)


def _replaced(request: HttpRequest, picture: Picture, form: ReplaceForm) -> bool:
    """Whether the file was taken; the form says why it was not."""
    sent: UploadedFile = form.cleaned_data["file"]
    quoted = f"“\u2068{display_name(sent.name or '')}\u2069”"
    try:
        picture.replace(take_in(sent), by=request.user)  # type: ignore[arg-type]
    except Known as known:
        form.add_error("file", _known(known))
    except (Rejected, Refused) as no:
        form.add_error("file", str(no))
    except files.StorageAway:
        form.add_error("file", AWAY.format(quoted))
    except (OSError, MemoryError):  # its pixels, when all of them were looked at
        form.add_error("file", DAMAGED.format(quoted))
    except DatabaseError:
        form.add_error("file", NOT_WRITTEN.format(quoted))
    return form.is_valid()


def _known(known: Known) -> ValidationError:
    return ValidationError(render_to_string("admin/images/_picture_known.html", {"known": known}))


# The original ---------------------------------------------------------------------------------------------


def original(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it came, to be kept and never shown: of a withdrawn picture for those alone who may put it back."""
    picture = changeable(request, pk)
    if picture.withdrawn_at and not request.user.has_perm("images.withdraw_picture"):
        raise PermissionDenied("images.withdraw_picture")
    try:
        opened = files.read(picture.original)
    except (FileNotFoundError, files.StorageAway) as error:
        messages.error(request, NOT_HERE if isinstance(error, FileNotFoundError) else NOT_NOW)
        return redirect("admin:images_picture_change", pk)
    response = FileResponse(
        opened, as_attachment=True, filename=name_of(picture), content_type=TYPES[picture.extension]
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def name_of(picture: Picture) -> str:
    """As it was uploaded, with the ending of what it is."""
    return f"{PurePath(picture.file_name).stem or 'picture'}.{picture.extension}"


# Deleting -------------------------------------------------------------------------------------------------


def delete(admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Refused where it is used: the page says where that is."""
    picture = seen(request, pk, "delete_picture")
    if request.method == "POST":
        try:
            picture.remove(by=request.user)  # type: ignore[arg-type]
            messages.success(request, f"Deleted: {picture}.")
            return redirect(LIBRARY)
        except InUse as no:
            messages.error(request, str(no))
    at = timezone.now()
    context = {
        "title": f"Delete “{picture}”?",
        "picture": picture,
        "uses": uses(picture, at),
        "is_used": is_used(picture),
        "sight": sight_of(picture, at),
    }
    return show(admin, request, "picture_delete.html", context)

"""A picture as the desk tells it: as JSON for scripts, and as a cell of the grid."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from images.models import Picture
from images.rendering import address
from images.shown import Shown, shown
from paper.days import day_of

WITHDRAWN, ENDED = "withdrawn", "licence ended"
SOON = timedelta(days=30)
SQUARE = 320  # pixels
SIZES = "(width >= 80rem) 13rem, (width >= 48rem) 30vw, 46vw"
NEEDED = (  # columns
    "alt", "decorative", "caption", "credit", "licence", "licensed_through", "width", "height", "file_name", "renditions",
    "withdrawn_at", "withdrawn_because", "uploaded_by_id", "uploaded_at", "version",
)  # fmt: skip


def facts_of(picture: Picture, at: datetime) -> dict[str, Any]:
    """{"id": 12, "version": 3, "name": "Ferry at the quay", "alt": …, "decorative": false, "caption": …, "credit": …,
    "licence": "own", "licensed_through": "2026-12-31" or "", "width": 4000, "height": 3000, "thumb": address or "", "square":
    the same cut square where that is made, "missing": ["credit"], "state": "", "withdrawn" or "licence ended", "url": address}
    """
    state = state_of(picture, at)
    thumb = "" if state else _smallest(picture, "whole", "jpeg")
    return {
        "id": picture.pk,
        "version": picture.version,
        "name": str(picture),
        **{name: getattr(picture, name) for name in ("alt", "decorative", "caption", "credit", "licence")},
        "licensed_through": picture.licensed_through.isoformat() if picture.licensed_through else "",
        "width": picture.width,
        "height": picture.height,
        "thumb": thumb,
        "square": thumb and (_smallest(picture, "square", "avif", SQUARE) or thumb),
        "missing": picture.missing,
        "state": state,
        "url": page_url(picture),
    }


def page_url(picture: Picture) -> str:
    return reverse("admin:images_picture_change", args=[picture.pk])


def state_of(picture: Picture, at: datetime) -> str:
    """Why readers do not see it: "withdrawn", "licence ended"; "" where they may."""
    if picture.withdrawn_at:
        return WITHDRAWN
    return ENDED if picture.licence_has_ended(at) else ""


def _smallest(picture: Picture, shape: str, kind: str, least: int = 0) -> str:
    """The address of the smallest rendition at least so wide, else of the largest there is; "" where none is made."""
    made = picture.renditions.get(shape, {})
    widths = [width for width, _ in made.get(kind, [])]
    chosen = next((width for width in widths if width >= least), widths[-1] if widths else None)
    return address(picture.pk, shape, made["recipe"], chosen, kind) if chosen else ""


@dataclass(frozen=True)
class Cell:
    """What `admin/images/_cell.html` draws. `gaps`: "No credit"; `ends`: its last day, where that is near; `image` None where
    readers see it no more. `may_choose`: whether it may be said the same of."""

    picture: Picture
    url: str
    image: Shown | None
    state: str
    gaps: list[str]
    ends: date | None
    may_choose: bool = False


def cell_of(picture: Picture, at: datetime, *, may_choose: bool = False) -> Cell:
    state = state_of(picture, at)
    image = None if state else shown(picture, "square", sizes=SIZES)
    return Cell(
        picture=picture,
        url=page_url(picture),
        image=image and replace(image, alt="" if image.alt == str(picture) else image.alt),  # its name stands beside it
        state=state,
        gaps=[] if picture.withdrawn_at else [f"No {name}" for name in picture.missing],
        ends=picture.licensed_through if not state and ends_soon(picture, at) else None,
        may_choose=may_choose,
    )


def ends_soon(picture: Picture, at: datetime) -> bool:
    """Within 30 days. Twin: images.desk.listing, "ending"."""
    return picture.licensed_through is not None and picture.licensed_through <= day_of(at) + SOON

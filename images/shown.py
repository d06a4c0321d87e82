"""Pictures as pages show them: chosen from what is made and may be seen at a moment. One query for all of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from images.models import Picture
from images.rendering import address
from paper.days import day_of
from paper.prepared import Prepared

NEEDED = (
    "alt", "decorative", "caption", "credit", "source", "source_url", "renditions", "licensed_through", "withdrawn_at",
    "width", "height",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What `images/_picture.html` draws. `width` and `height` are those of `src`; `avif` and `jpeg` are srcsets, "" for none."""

    pk: int
    alt: str
    caption: str
    credit: str
    src: str
    width: int
    height: int
    avif: str
    jpeg: str
    sizes: str
    first: bool = False  # the page's first: fetched at once, the others as one scrolls

    @property
    def is_upright(self) -> bool:
        return self.height > self.width


def available(pks: Iterable[int | None], at: datetime) -> dict[int, Picture]:
    """Those of these that readers may see at `at` and that can be shown, by number. One query, and none for none."""
    wanted = sorted({pk for pk in pks if pk})
    rows = _available(today=day_of(at), pks=wanted) if wanted else []
    return {picture.pk: picture for picture in rows if picture.renditions}


_available = Prepared(lambda today, pks: Picture.objects.available_on(today).only(*NEEDED).filter(pk__in=pks))


def licences_end(pictures: Iterable[Picture]) -> datetime | None:
    """When the first of their licences ends, and what shows them may be shown no more."""
    return min(filter(None, (picture.licence_ends for picture in pictures)), default=None)


def tags(pks: Iterable[int | None]) -> set[str]:
    """What a page that shows these is made from. Those it may not show too: they may come back."""
    return {f"picture:{pk}" for pk in pks if pk}


def shown(
    picture: Picture, shape: str, *, sizes: str, alt: str = "", caption: str = "", first: bool = False
) -> Shown | None:
    """The picture in this shape, or whole where that is not made yet; None where nothing is. `alt` and `caption`: this use's own."""
    for name in (shape, "whole"):
        made = picture.renditions.get(name)
        if made and made["jpeg"]:
            return _shown(picture, name, made, sizes, (alt or picture.alt, caption or picture.caption), first)
    return None


def _shown(picture: Picture, shape: str, made: dict, sizes: str, words: tuple[str, str], first: bool) -> Shown:
    def srcset(kind: str) -> str:
        return ", ".join(f"{address(picture.pk, shape, made['recipe'], w, kind)} {w}w" for w, _ in made[kind])

    width, height = made["jpeg"][-1]
    alt, caption = words
    return Shown(
        pk=picture.pk,
        alt="" if picture.decorative and alt == picture.alt else alt,
        caption=caption,
        credit=picture.credit,
        src=address(picture.pk, shape, made["recipe"], width, "jpeg"),
        width=width,
        height=height,
        avif=srcset("avif"),
        jpeg=srcset("jpeg"),
        sizes=sizes,
        first=first,
    )


def share_image(picture: Picture) -> tuple[str, int, int] | None:
    """For links that are shared elsewhere: (address, width, height) of its card of 1200×630, or of it whole."""
    for name in ("share", "whole"):
        made = picture.renditions.get(name)
        if made and made["jpeg"]:
            width, height = made["jpeg"][-1]
            return address(picture.pk, name, made["recipe"], width, "jpeg"), width, height
    return None

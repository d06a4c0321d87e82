"""The demo paper's pictures, taken into its library and put where they belong."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from authors.models import Author
from images.intake import Intake, take_in
from images.models import Picture
from interchange import demo_pictures
from paper.days import day_of

WITHOUT_THE_EDGE = [0.03, 0.03, 0.94, 0.94]  # of the paper that the portraits are printed on
BEFORE = 3  # paragraphs that stand before a picture inside a story

Taken = list[tuple[demo_pictures.Picture, Picture]]


def library(now: datetime, *, by: User) -> dict[str, Taken]:
    """Take the pictures in: by story what is said of each, and the picture."""
    taken: dict[str, Taken] = defaultdict(list)
    for row in demo_pictures.PICTURES:
        picture = Picture.objects.take(
            _file(row.file), by=by, alt=row.alt, caption=row.caption, credit=row.credit, licence=Picture.Licence.OWN,
            focus_x=row.focus[0], focus_y=row.focus[1], taken_on=day_of(now) - timedelta(days=row.days_ago),
            place=row.place, people=", ".join(row.people),
        )  # fmt: skip
        taken[row.story].append((row, picture))
    return taken


def portraits(people: dict[str, Author], *, by: User) -> None:
    for row in demo_pictures.PORTRAITS:
        author = people[row.author]
        author.portrait = Picture.objects.take(
            _file(row.file), by=by, alt=row.alt, credit=row.credit, licence=Picture.Licence.OWN, people=author.name,
            focus_x=row.focus[0], focus_y=row.focus[1], crops={"square": WITHOUT_THE_EDGE},
        )  # fmt: skip
        author.save()
        author.keep(by=by, source="demo")


def pictured(story: str, body: str, pictures: dict[str, Taken]) -> tuple[str, Picture | None]:
    """The story's text with the pictures inside it, and the one on top."""
    lead = None
    for row, picture in pictures.get(story, ()):
        if row.lead:
            lead = picture
        else:
            body = _with_figure(body, picture)
    return body, lead


def _with_figure(body: str, picture: Picture) -> str:
    parts = body.split("</p>")
    place = min(BEFORE, len(parts) - 1)
    before, after = "</p>".join(parts[:place]), "</p>".join(parts[place:])
    return f'{before}</p><figure data-picture="{picture.pk}"></figure>{after}'


def _file(name: str) -> Intake:
    return take_in(SimpleUploadedFile(name, (demo_pictures.FOLDER / name).read_bytes()))

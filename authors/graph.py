"""What machines are told of authors, in the words of `paper.graph`; of those who are hidden, nothing."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from authors.models import Author
from authors.profile import description_of, is_past, is_person
from images.models import Picture
from images.shown import share_image
from paper.graph import Crumb, Graph, Image, Said, collection, filled, of_the_paper, the_paper, told, web_page, whole
from paper.prose import plain_text

COMMA = re.compile(r"\s*[,;،、，]\s*")


def told_of_author(
    request: HttpRequest, author: Author, said: dict[str, Any], picture: Picture | None, *, since: datetime | None, changed: datetime | None
) -> dict[str, Any]:  # fmt: skip
    """A ProfilePage about a person or an organisation. `said` is what `profile` gives; `picture` what readers may see."""
    if author.hidden:
        return {}
    image = of_author(request, author, picture)
    page = Said(
        title=author.name,
        url=request.build_absolute_uri(author.url),
        description=description_of(author),
        crumbs=(_directory(), Crumb(author.name, author.url)),
        image=image,
        kind="profile" if is_person(author) else "website",
        pairs=_names(author) if is_person(author) else (),
    )
    facts = {**said, "image": image.url if picture else ""}
    return told(request, page, _profile_page(page, author, facts, request.build_absolute_uri("/"), since, changed))


def told_of_part(
    request: HttpRequest, author: Author, title: str, context: dict[str, Any], url: str, cards: Iterable[Any]
) -> dict[str, Any]:
    """A later page of somebody's stories, or those of a role, a year or a topic. `context` is what `head_of` gives, `url`
    the page's address on this paper."""
    if author.hidden:
        return {}
    page = Said(
        title=title,
        url=request.build_absolute_uri(url),
        description=context["description"],
        crumbs=(_directory(), Crumb(author.name, author.url), Crumb(title, url)),
        image=of_author(request, author, context["picture"]),
    )
    stories = [Crumb(card.headline, card.url) for card in cards]
    return told(request, page, collection(page, request.build_absolute_uri("/"), stories))


def told_of_directory(request: HttpRequest, description: str, url: str) -> dict[str, Any]:
    """Everybody, or everybody of a letter: `url` is the page's address on this paper."""
    title = gettext("Authors")
    page = Said(title, request.build_absolute_uri(url), description, crumbs=(_directory(),))
    return told(request, page, collection(page, request.build_absolute_uri("/"), []))


def told_of_masthead(request: HttpRequest, title: str, description: str, people: list[Author]) -> dict[str, Any]:
    """An AboutPage about the paper, with those who make it."""
    home, url = request.build_absolute_uri("/"), reverse("authors:masthead")
    page = Said(title, whole(home, url), description, crumbs=(Crumb(gettext("Masthead"), url),))
    staff = [_in_a_list(one, home) for one in people if is_person(one)]
    about = filled({**the_paper(home), "masthead": page.url, "employee": staff})
    return told(request, page, web_page(page, home, "AboutPage", mainEntity=about))


def of_author(request: HttpRequest, author: Author, picture: Picture | None) -> Image:
    """Their portrait, else what stands for the paper."""
    found = share_image(picture) if picture else None
    if found is None:
        return of_the_paper(request)
    url, width, height = found
    return Image(request.build_absolute_uri(url), width, height, author.name)


def _directory() -> Crumb:
    return Crumb(gettext("Authors"), reverse("authors:directory"))


def _profile_page(
    page: Said, author: Author, said: dict[str, Any], home: str, since: datetime | None, changed: datetime | None
) -> Graph:
    who = _person(author, said, page.url, home) if is_person(author) else _organisation(author, said, page.url)
    return web_page(
        page,
        home,
        "ProfilePage",
        dateCreated=since and since.isoformat(timespec="seconds"),
        dateModified=changed and changed.isoformat(timespec="seconds"),
        mainEntity=who,
    )


def _in_a_list(author: Author, home: str) -> Graph:
    return filled({"@type": "Person", "name": author.name, "url": whole(home, author.url), "jobTitle": author.position})


def _person(author: Author, said: dict[str, Any], url: str, home: str) -> Graph:
    staff = author.standing == Author.Standing.STAFF and not is_past(author)
    return filled(
        {
            "@type": "Person",
            **_anybody(author, said, url),
            "jobTitle": "" if is_past(author) else author.position,
            "worksFor": the_paper(home) if staff else None,
        }
    )


def _organisation(author: Author, said: dict[str, Any], url: str) -> Graph:
    kind = "NewsMediaOrganization" if author.kind == Author.Kind.WIRE else "Organization"
    return filled({"@type": kind, **_anybody(author, said, url)})


def _anybody(author: Author, said: dict[str, Any], url: str) -> Graph:
    return {
        "name": author.name,
        "alternateName": said["former_names"],
        "url": url,
        "identifier": author.slug,
        "image": said["image"],
        "description": plain_text(author.bio_under_stories),
        "knowsAbout": [subject for subject in COMMA.split(author.expertise.strip()) if subject],
        "email": said["email"],
        "sameAs": [link.url for link in said["links"] if link.confirmed and link.url],
    }


def _names(author: Author) -> tuple[tuple[str, str], ...]:
    """Open Graph's, as far as the name's parts are known from how it is filed."""
    parts = COMMA.split(author.sort_name.strip(), maxsplit=1)
    names = [("profile:first_name", parts[1]), ("profile:last_name", parts[0])] if len(parts) > 1 else []
    return (*((name, value) for name, value in names if value), ("profile:username", author.slug))

"""What machines are told of an author: schema.org's graph, and Open Graph for shared links. Plain dicts and pairs."""

import re
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.templatetags.static import static

import paper
from authors.models import Author
from authors.profile import description_of, is_past, is_person
from images.models import Picture
from images.shown import share_image
from paper.prose import plain_text

COMMA = re.compile(r"\s*[,;،、，]\s*")

OF_THE_PAPER = "paper/share.png", 1200, 630  # what stands for the paper in a shared link

Graph = dict[str, Any]
Pairs = list[tuple[str, str]]


class Image(NamedTuple):
    """What is shown of a page where it is shared: its whole address, its size in pixels, and what one sees."""

    url: str
    width: int
    height: int
    alt: str


def of_the_paper(request: HttpRequest) -> Image:
    name, width, height = OF_THE_PAPER
    return Image(request.build_absolute_uri(static(name)), width, height, paper.current().name)


def of_author(request: HttpRequest, author: Author, picture: Picture | None) -> Image:
    """Their portrait, else what stands for the paper."""
    found = share_image(picture) if picture else None
    if found is None:
        return of_the_paper(request)
    url, width, height = found
    return Image(request.build_absolute_uri(url), width, height, author.name)


def profile_page(
    author: Author, said: dict[str, Any], *, url: str, home: str, since: datetime | None, changed: datetime | None
) -> Graph:
    """A ProfilePage about a person or an organisation. `said` is what `profile` gives, and `image` the whole address of the
    portrait or ""; `home` is the paper's address."""
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "url": url,
            "name": author.name,
            "dateCreated": since and since.isoformat(timespec="seconds"),
            "dateModified": changed and changed.isoformat(timespec="seconds"),
            "isPartOf": {"@type": "WebSite", "name": paper.current().name, "url": home},
            "mainEntity": _person(author, said, url, home) if is_person(author) else _organisation(author, said, url),
        }
    )


def masthead_page(people: list[Author], *, url: str, home: str, address_of: Any) -> Graph:
    """An AboutPage about the paper, with those who make it. `address_of` gives an author's absolute address."""
    staff = [
        _filled({"@type": "Person", "name": one.name, "url": address_of(one), "jobTitle": one.position})
        for one in people
        if is_person(one)
    ]
    about = {**the_paper(home), "masthead": url, "employee": staff}
    return {"@context": "https://schema.org", "@type": "AboutPage", "url": url, "mainEntity": _filled(about)}


def the_paper(home: str) -> Graph:
    return {"@type": "NewsMediaOrganization", "name": paper.current().name, "url": home}


def _person(author: Author, said: dict[str, Any], url: str, home: str) -> Graph:
    staff = author.standing == Author.Standing.STAFF and not is_past(author)
    return _filled(
        {
            "@type": "Person",
            **_anybody(author, said, url),
            "jobTitle": "" if is_past(author) else author.position,
            "worksFor": the_paper(home) if staff else None,
        }
    )


def _organisation(author: Author, said: dict[str, Any], url: str) -> Graph:
    kind = "NewsMediaOrganization" if author.kind == Author.Kind.WIRE else "Organization"
    return _filled({"@type": kind, **_anybody(author, said, url)})


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


def _filled(graph: Graph) -> Graph:
    """Without what says nothing."""
    return {name: value for name, value in graph.items() if value}


def share(title: str, description: str, *, url: str, image: Image, kind: str = "website") -> Pairs:
    """The Open Graph properties of any page, in order, without those that would say nothing."""
    pairs = [
        ("og:type", kind),
        ("og:site_name", paper.current().name),
        ("og:title", title),
        ("og:description", description),
        ("og:url", url),
        ("og:image", image.url),
        ("og:image:width", str(image.width)),
        ("og:image:height", str(image.height)),
        ("og:image:alt", image.alt),
    ]
    return [pair for pair in pairs if pair[1]]


def share_author(author: Author, *, url: str, image: Image) -> Pairs:
    """Of a profile: who that is, as far as the name's parts are known from how it is filed."""
    kind = "profile" if is_person(author) else "website"
    pairs = share(author.name, description_of(author), url=url, image=image, kind=kind)
    return [*pairs, *_names(author)] if is_person(author) else pairs


def _names(author: Author) -> Pairs:
    parts = COMMA.split(author.sort_name.strip(), maxsplit=1)
    names = [("profile:first_name", parts[1]), ("profile:last_name", parts[0])] if len(parts) > 1 else []
    return [*((name, value) for name, value in names if value), ("profile:username", author.slug)]

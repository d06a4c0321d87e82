"""What machines are told of a page, from one place: a graph in schema.org's words, and Open Graph where it is shared.

Every public page has one graph: the site, the paper, the page's own subject and the way to it. Plain dicts and pairs: a
template prints them (`{% machines %}` in the head, `_graph.html` at the foot). Values are those the page shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

import paper
from pagecache import memory
from paper.mark import LARGE, SHARE, mark
from paper.models import Page, Paper
from paper.pages import TAGS as PAGES
from paper.pages import public_pages
from paper.robots import metas

CONTEXT = "https://schema.org"
POLICIES: dict[str, tuple[str, ...]] = {  # a page's purpose → schema.org's names for it
    Page.Purpose.ETHICS: ("publishingPrinciples", "ethicsPolicy"),
    Page.Purpose.CORRECTIONS: ("correctionsPolicy",),
    Page.Purpose.VERIFICATION: ("verificationFactCheckingPolicy",),
    Page.Purpose.UNNAMED_SOURCES: ("unnamedSourcesPolicy",),
    Page.Purpose.FEEDBACK: ("actionableFeedbackPolicy",),
    Page.Purpose.MISSION: ("missionCoveragePrioritiesPolicy",),
    Page.Purpose.DIVERSITY: ("diversityPolicy",),
    Page.Purpose.OWNERSHIP: ("ownershipFundingInfo",),
    Page.Purpose.BYLINES: ("noBylinesPolicy",),
}
TYPES: dict[str, str] = {Page.Purpose.ABOUT: "AboutPage", Page.Purpose.CONTACT: "ContactPage"}  # of our own pages

Graph = dict[str, Any]
Pairs = list[tuple[str, str]]


class Image(NamedTuple):
    """What is shown of a page where it is shared: its whole address, its size in pixels, and what one sees."""

    url: str
    width: int
    height: int
    alt: str


class Crumb(NamedTuple):
    """A page on the way to another; `url` is its address on this paper."""

    name: str
    url: str


@dataclass(frozen=True)
class Said:
    """What a page says of itself. `url` is its one whole address; `crumbs` the way from the front page, itself last;
    `language` its own, "" for the paper's; `pairs` more of Open Graph; `no_ai` asks machines not to learn from it."""

    title: str
    url: str
    description: str = ""
    crumbs: tuple[Crumb, ...] = ()
    image: Image | None = None
    kind: str = "website"
    language: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    noindex: bool = False
    no_ai: bool = False


def told(request: HttpRequest, said: Said, subject: Graph | None = None) -> dict[str, Any]:
    """{"graph", "share", "metas"}: what the templates print. `subject` is the page's own node; else a plain WebPage."""
    home = request.build_absolute_uri("/")
    nodes = [*the_site(home), subject or web_page(said, home)]
    if said.crumbs:
        nodes.append(breadcrumbs(request, said))
    card = "summary_large_image" if said.kind == "article" else "summary"
    return {
        "graph": {"@context": CONTEXT, "@graph": nodes},
        "share": [*share(said, said.image or of_the_paper(request)), *said.pairs],
        "metas": [*metas(noindex=said.noindex, no_ai=said.no_ai), ("twitter:card", card)],
    }


# The site and the paper


def the_site(home: str) -> tuple[Graph, Graph]:
    """The site and who publishes it, from memory. Not to be changed."""
    return memory.fragment(f"site {home}", lambda: ((website(home), publisher(home)), PAGES))


def website(home: str) -> Graph:
    ours = paper.current()
    search = {"@type": "EntryPoint", "urlTemplate": f"{home}search/?q={{search_term_string}}"}
    return filled(
        {
            "@type": "WebSite",
            "@id": site_id(home),
            "url": home,
            "name": ours.name,
            "description": ours.tagline,
            "inLanguage": ours.language,
            "publisher": {"@id": paper_id(home)},
            "potentialAction": {
                "@type": "SearchAction",
                "target": search,
                "query-input": "required name=search_term_string",
            },
        }
    )


def publisher(home: str) -> Graph:
    """The paper itself, with what it says of itself in its settings and on its own pages."""
    ours = paper.current()
    return filled(
        {
            "@type": "NewsMediaOrganization",
            "@id": paper_id(home),
            "name": ours.name,
            "url": home,
            "logo": logo(home),
            "legalName": ours.legal_name,
            "foundingDate": _year(ours.founded),
            "email": ours.contact_email,
            "address": " ".join(ours.postal_address.split()),
            "contactPoint": _contact(ours),
            "masthead": whole(home, reverse("authors:masthead")),
            **_policies(home),
        }
    )


def the_paper(home: str) -> Graph:
    """The paper where another node names it."""
    return {"@type": "NewsMediaOrganization", "@id": paper_id(home), "name": paper.current().name, "url": home}


def logo(home: str) -> Graph:
    return {"@type": "ImageObject", "url": whole(home, mark().png_url(LARGE)), "width": LARGE, "height": LARGE}


def site_id(home: str) -> str:
    return f"{home}#site"


def paper_id(home: str) -> str:
    return f"{home}#paper"


def whole(home: str, url: str) -> str:
    """The whole address of a page of ours: `home` ends, and `url` begins, with a slash."""
    return home + url.removeprefix("/")


def _year(year: int | None) -> Graph | None:
    """A date of which no more is known."""
    return {"@type": "Date", "@value": str(year)} if year else None


def _contact(ours: Paper) -> Graph | None:
    mail = ours.corrections_email
    return {"@type": "ContactPoint", "contactType": "corrections", "email": mail} if mail else None


def _policies(home: str) -> Graph:
    """Those that readers can read."""
    found = {page.purpose: whole(home, page.url) for page in public_pages() if page.purpose in POLICIES}
    return {name: found[purpose] for purpose, names in POLICIES.items() if purpose in found for name in names}


# Pages


def web_page(said: Said, home: str, kind: str = "WebPage", **more: Any) -> Graph:
    return filled(
        {
            "@type": kind,
            "@id": said.url,
            "url": said.url,
            "name": said.title,
            "description": said.description,
            "inLanguage": said.language or paper.current().language,
            "isPartOf": {"@id": site_id(home)},
            **more,
        }
    )


def own_page(page: Page, said: Said, home: str) -> Graph:
    """One of the paper's own pages: about it, how to reach it, what it promises."""
    return web_page(
        said,
        home,
        TYPES.get(page.purpose, "WebPage"),
        about={"@id": paper_id(home)},
        dateModified=page.changed_at.isoformat(timespec="seconds"),
    )


def told_of_page(request: HttpRequest, page: Page) -> dict[str, Any]:
    """The context of one of the paper's own pages, with `description` and `canonical`."""
    url = request.build_absolute_uri(page.url)
    said = Said(page.title, url, page.summary, crumbs=(Crumb(page.title, page.url),))
    subject = own_page(page, said, request.build_absolute_uri("/"))
    return {"description": page.summary, "canonical": url, **told(request, said, subject)}


def collection(said: Said, home: str, items: Iterable[Crumb], kind: str = "CollectionPage") -> Graph:
    """A page that lists others, in the order in which they stand there."""
    rows = list({item.url: item for item in items}.values())
    return web_page(said, home, kind, mainEntity=item_list(rows, home) if rows else None)


def item_list(items: list[Crumb], home: str) -> Graph:
    return {
        "@type": "ItemList",
        "numberOfItems": len(items),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": whole(home, item.url), "name": item.name}
            for place, item in enumerate(items, 1)
        ],
    }


def breadcrumbs(request: HttpRequest, said: Said) -> Graph:
    way = (Crumb(paper.current().name, "/"), *said.crumbs)
    return {
        "@type": "BreadcrumbList",
        "@id": f"{said.url}#way",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": crumb.name, "item": request.build_absolute_uri(crumb.url)}
            for place, crumb in enumerate(way, 1)
        ],
    }


def filled(graph: Graph) -> Graph:
    """Without what says nothing."""
    return {name: value for name, value in graph.items() if value}


# Where it is shared


def share(said: Said, image: Image) -> Pairs:
    """The Open Graph properties of any page, in order, without those that would say nothing."""
    pairs = [
        ("og:type", said.kind),
        ("og:site_name", paper.current().name),
        ("og:locale", locale_of(said.language or paper.current().language)),
        ("og:title", said.title),
        ("og:description", said.description),
        ("og:url", said.url),
        ("og:image", image.url),
        ("og:image:width", str(image.width)),
        ("og:image:height", str(image.height)),
        ("og:image:alt", image.alt),
    ]
    return [pair for pair in pairs if pair[1]]


def locale_of(language: str) -> str:
    """en_GB for en-GB, zh_TW for zh-Hant-TW: a language and a country, as far as the tag says."""
    first, *others = language.split("-")
    country = next((part.upper() for part in others if len(part) == 2 and part.isalpha()), "")
    return f"{first.lower()}_{country}" if country else first.lower()


def of_the_paper(request: HttpRequest) -> Image:
    """What stands for the paper where a page has no picture of its own."""
    return Image(request.build_absolute_uri(mark().share_url), *SHARE, paper.current().name)
